// kubectl apply --server-side: the server merges; kubectl explains conflicts, and hands over what it once applied itself.
// Upstream: kubectl/pkg/cmd/apply/apply.go, client-go/util/csaupgrade.
import type { WriteOptions } from '../../engine/api/client.ts'
import { ApiError } from '../../engine/api/errors.ts'
import { withManagedFields } from '../../engine/index.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { ManagedFieldsEntry } from '../../kube/meta.ts'
import { KubectlError } from '../errors.ts'
import { LAST_APPLIED, lastAppliedOf } from '../lastApplied.ts'
import type { Info } from '../parse/manifests.ts'
import type { Invocation } from './command.ts'
import type { Reporter } from './shared.ts'

/** The manager of those who gave none; only for it does kubectl take over what it applied itself before. */
const MANAGER = 'kubectl'
/** Keeps the note of what was applied last from being nobody's. */
const NOTE_KEEPER = 'kubectl-last-applied'

const ADVICE = `
Please review the fields above--they currently have other managers. Here
are the ways you can resolve this warning:
* If you intend to manage all of these fields, please re-run the apply
  command with the \`--force-conflicts\` flag.
* If you do not intend to manage all of the fields, please edit your
  manifest to remove references to the fields that should keep their
  current managers.
* You may co-own fields by updating your manifest to match the existing
  value; in this case, you'll become the manager if the other manager(s)
  stop managing the field (remove it from their configuration).
See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts`

export function applyServerSide(call: Invocation, info: Info, report: Reporter, options: WriteOptions): AnyObject {
  const { kind, namespace, object } = info
  const fieldManager = call.given.has('field-manager') ? call.text('field-manager') : MANAGER
  const { name, generateName } = object.metadata ?? {}
  if (!name && generateName) throw new KubectlError(`from ${generateName}: cannot use generate name with apply`)
  if (!name) throw new KubectlError('resource name may not be empty')
  const patch = (body: unknown, more: object = {}) =>
    call.client.patch(kind, namespace, name, 'apply', body, { ...options, fieldManager, force: call.bool('force-conflicts'), ...more }) as any as AnyObject
  let applied: AnyObject
  try {
    applied = patch(object)
  } catch (e) {
    if (e instanceof ApiError && e.reason === 'Conflict' && e.message.startsWith('Apply failed')) throw new KubectlError(`${e.message}${ADVICE}`)
    throw e
  }
  if (!options.dryRun && fieldManager === MANAGER && handOver(call, info, applied, options)) applied = patch(object)
  if (applied.metadata.deletionTimestamp) call.err(`Warning: Detected changes to resource ${name} which is currently being deleted.\n`)
  report.done(applied, 'serverside-applied')
  return applied
}

const ownsNote = (entry: ManagedFieldsEntry): boolean =>
  entry.operation === 'Update' && !entry.subresource && (entry.fieldsV1 as any)?.['f:metadata']?.['f:annotations']?.[`f:${LAST_APPLIED}`] !== undefined

/** Makes the fields of kubectl's own applies the server-side applier's, so that what leaves the manifest leaves the object. True where there were such. */
function handOver(call: Invocation, { kind, namespace }: Info, live: AnyObject, options: WriteOptions): boolean {
  const note = lastAppliedOf(live)
  if (note === undefined) return false
  const name = live.metadata.name
  const owners = (withManagedFields(live).metadata.managedFields ?? []).filter(ownsNote).map(e => e.manager)
  if (owners.length === 0) return false
  call.client.patch(kind, namespace, name, 'apply', {
    apiVersion: live.apiVersion, kind: live.kind, metadata: { name, ...(live.metadata.namespace ? { namespace: live.metadata.namespace } : {}), annotations: { [LAST_APPLIED]: note } },
  }, { ...options, fieldManager: NOTE_KEEPER })
  const now = withManagedFields(call.client.get(kind, namespace, name) as any as AnyObject)
  const entries = now.metadata.managedFields ?? []
  const own = entries.filter(e => owners.includes(e.manager) && e.operation === 'Update' && !e.subresource)
  const mine = entries.find(e => e.manager === MANAGER && e.operation === 'Apply' && !e.subresource)
  const fieldsV1 = [mine, ...own].reduce<any>((all, e) => joined(all, e?.fieldsV1 ?? {}), {})
  const { [`f:${LAST_APPLIED}`]: _, ...annotations } = fieldsV1['f:metadata']?.['f:annotations'] ?? {}
  if (fieldsV1['f:metadata']?.['f:annotations']) fieldsV1['f:metadata'] = { ...fieldsV1['f:metadata'], 'f:annotations': annotations }
  const managedFields = [...entries.filter(e => !own.includes(e) && e !== mine), { ...(mine ?? own[0]!), manager: MANAGER, operation: 'Apply', fieldsV1 }]
  call.client.patch(kind, namespace, name, 'json', [
    { op: 'replace', path: '/metadata/managedFields', value: managedFields }, { op: 'replace', path: '/metadata/resourceVersion', value: now.metadata.resourceVersion },
  ], { ...options, fieldManager: MANAGER })
  return true
}

/** Both trees of FieldsV1 in one. A field that one of them has as a leaf stays owned itself. */
function joined(a: any, b: any): any {
  const out: any = { ...a }
  for (const key of Object.keys(b)) {
    if (out[key] === undefined) out[key] = b[key]
    else {
      const leaf = Object.keys(out[key]).length === 0 || Object.keys(b[key]).length === 0
      const both = joined(out[key], b[key])
      out[key] = leaf && Object.keys(both).length > 0 ? { '.': {}, ...both } : both
    }
  }
  return out
}
