// kubectl diff: what apply would change, as a unified diff. Upstream: kubectl/pkg/cmd/diff. Exit code 1 means that there are differences.
import { ApiError } from '../../engine/api/errors.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { microTimeOf } from '../../kube/rfc3339.ts'
import { LAST_APPLIED, lastAppliedOf } from '../lastApplied.ts'
import { toYaml } from '../../kube/yaml.ts'
import { diffLines, hunks } from '../differences.ts'
import { explainError, KubectlError, usage } from '../errors.ts'
import type { Info } from '../parse/manifests.ts'
import { shown } from '../print/output.ts'
import { threeWayPatch } from '../threeWay.ts'
import { selectorOf } from './apply.ts'
import type { Command, Invocation } from './command.ts'
import { getAny, hasFiles, manifestsOf } from './find.ts'
import { fieldManagerFlag, filenameFlags, klogWarning, selectorFlags, writeOptions } from './flags.ts'
import { doing } from './shared.ts'

/** What a secret holds is not shown, only whether it changes. Upstream: diff.go, Masker. */
function masked(object: AnyObject | undefined, other: AnyObject | undefined, mark: string): AnyObject | undefined {
  if (object?.kind !== 'Secret' || object['apiVersion'] !== 'v1' || !object['data']) return object
  const hidden = ([key, value]: [string, unknown]): [string, string] => [key, other?.['data']?.[key] === undefined || other['data'][key] === value ? '***' : `*** (${mark})`]
  return { ...object, data: Object.fromEntries(Object.entries(object['data'] as Record<string, unknown>).map(hidden)) }
}

/** Both sides of one object. A secret that is not there yet is printed as null. */
interface Sides { readonly file: string; readonly live: AnyObject | undefined; readonly next: AnyObject; readonly missing: string }

function run(call: Invocation): number {
  try {
    if (call.args.length) throw usage('diff', `Unexpected args: [${call.args.join(' ')}]`)
    if (call.bool('force-conflicts') && !call.bool('server-side')) throw new KubectlError('--force-conflicts only works with --server-side')
    if (!hasFiles(call)) throw new KubectlError('must specify one of -f and -k')
    const selected = selectorOf(call)
    const sides: Sides[] = []
    for (const item of manifestsOf(call, 'Ignore')) {
      if ('error' in item) throw item.error
      if (selected(item.info.object)) sides.push(sidesOf(call, item.info))
    }
    // diff compares two folders: file by file, in the order of their names.
    const texts = sides.toSorted((a, b) => (a.file < b.file ? -1 : 1)).map(side => differenceOf(call, side))
    for (const text of texts) call.out(text)
    return texts.some(text => text !== '') ? 1 : 0
  } catch (e) {
    // 1 means a difference, so what went wrong must be more than that.
    call.err(explainError(e).text)
    return 2
  }
}

function sidesOf(call: Invocation, { kind, namespace, object, source }: Info): Sides {
  const name = object.metadata.name ?? ''
  let live: AnyObject | undefined
  try {
    live = getAny(call, kind, namespace, name)
  } catch (e) {
    if (!(e instanceof ApiError && e.reason === 'NotFound')) throw e
  }
  const file = `${kind.group ? `${kind.group}.` : ''}${kind.version}.${kind.kind}.${namespace ?? ''}.${name}`
  return { file, live, next: nextOf(call, { kind, namespace, object, source }, live), missing: kind.kind === 'Secret' ? 'null\n' : '' }
}

/** What an apply would leave behind; the server says, and changes nothing. */
function nextOf(call: Invocation, { kind, namespace, object, source }: Info, live: AnyObject | undefined): AnyObject {
  const options = writeOptions(call, call.bool('server-side') ? 'kubectl' : 'kubectl-client-side-apply', { dryRun: 'server' })
  const name = object.metadata.name ?? ''
  if (call.bool('server-side')) {
    const apply = () => call.client.patch(kind, namespace, name, 'apply', object, { ...options, force: call.bool('force-conflicts') }) as unknown as AnyObject
    return retried(call, kind, name, apply)
  }
  return doing('diffing', source, () => {
    if (!live) return call.client.create(object, namespace, options)
    const patch = threeWayPatch(kind, live, noted(object, live), source)
    return Object.keys(patch).length ? call.client.patch(kind, namespace, name, 'strategic', patch, options) as unknown as AnyObject : live
  })
}

/** A conflict is taken for an object that changes meanwhile; the last try says so in kubectl's log. */
function retried(call: Invocation, kind: Kind, name: string, apply: () => AnyObject): AnyObject {
  try {
    return apply()
  } catch (e) {
    if (!(e instanceof ApiError && e.reason === 'Conflict')) throw e
    klogWarning(call, 'diff.go:774', `Object (${kind.group}/${kind.version}, Kind=${kind.kind}: ${name}) keeps changing, diffing without lock`)
    return apply()
  }
}

/** One object's difference as diff prints it; nothing where both sides are the same. */
function differenceOf(call: Invocation, { file, live, next, missing }: Sides): string {
  const text = (o: AnyObject | undefined) => (o ? toYaml(shown(o, call.bool('show-managed-fields'))) : missing).split('\n').slice(0, -1)
  const lines = diffLines(text(masked(live, next, 'before')), text(masked(next, live, 'after')))
  if (lines.every(l => l[0] === ' ')) return ''
  const at = `${microTimeOf(call.client.now).replace('T', ' ').replace('Z', '000')} +0000`
  return `diff -u -N /tmp/LIVE-0/${file} /tmp/MERGED-0/${file}\n--- /tmp/LIVE-0/${file}\t${at}\n+++ /tmp/MERGED-0/${file}\t${at}\n${hunks(lines)}`
}

/** The object with what apply has noted on the living one: a diff leaves that as it is. */
function noted(object: AnyObject, live: AnyObject): AnyObject {
  const text = lastAppliedOf(live)
  return text === undefined ? object : { ...object, metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, [LAST_APPLIED]: text } } }
}

export const diff: Command = {
  path: 'diff', summary: 'Diff the live version against a would-be applied version', completes: 'none', run,
  flags: [
    ...filenameFlags, ...selectorFlags, fieldManagerFlag('kubectl-client-side-apply'), { name: 'server-side', type: 'bool', default: false },
    { name: 'force-conflicts', type: 'bool', default: false }, { name: 'show-managed-fields', type: 'bool', default: false }, { name: 'prune', type: 'bool', default: false },
    { name: 'concurrency', type: 'int', default: 1 },
  ],
}
