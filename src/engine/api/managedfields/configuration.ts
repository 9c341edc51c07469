// What may be applied: a configuration as somebody wrote it, and what is kept of it for kubectl's own way of applying.
// Upstream: apiserver/pkg/endpoints/handlers/patch.go (applyPatcher), managedfields/internal/{fieldmanager,lastappliedupdater}.go.
import { apiVersionOf, type Kind } from '../../../kube/kinds.ts'
import { goJson } from '../../../kube/goJson.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { schemaOf } from '../../../kube/schema.ts'
import type { PatchType, WriteOptions } from '../client.ts'
import { ApiError, badRequest } from '../errors.ts'
import { severalText, undeclared } from './declared.ts'

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** What stands where a text should, whatever it is. */
const said = (value: unknown): string => (typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value))

/**
 * The configuration of an apply, as it was sent: what it says counts, with every null and nothing in it, not what would be left of that in an object.
 * Throws an ApiError where it may not be applied here.
 */
export function configurationOf(kind: Kind, namespace: string | undefined, name: string, body: unknown, options: WriteOptions): AnyObject {
  if (!options.fieldManager) {
    const message = 'Required value: is required for apply patch'
    throw new ApiError(422, 'Invalid', `PatchOptions.meta.k8s.io "" is invalid: fieldManager: ${message}`,
      { name: '', group: 'meta.k8s.io', kind: 'PatchOptions', causes: [{ type: 'FieldValueRequired', message, field: 'fieldManager' }] })
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badRequest('error decoding YAML: the configuration must be an object')
  const given = body as AnyObject
  if (given.apiVersion !== apiVersionOf(kind) || given.kind !== kind.kind) {
    throw badRequest(`incorrect type specified. Expected: ${apiVersionOf(kind)}, Kind=${kind.kind}, got: ${said(given.apiVersion)}, Kind=${said(given.kind)}`)
  }
  if (given.metadata?.managedFields !== undefined) throw badRequest('metadata.managedFields must be nil')
  const wrong = undeclared(schemaOf(kind)!, body)
  if (wrong.length > 0) {
    throw new ApiError(500, 'Unknown', `failed to create typed patch object (${said(given.metadata?.namespace)}/${said(given.metadata?.name)}; ${given.apiVersion}, Kind=${given.kind}): ${severalText(wrong)}`)
  }
  const named = given.metadata?.name
  if (named && named !== name) throw badRequest(`the name of the object (${named}) does not match the name on the URL (${name})`)
  if (given.metadata?.namespace && given.metadata.namespace !== namespace) {
    throw badRequest(`the namespace of the object (${given.metadata.namespace}) does not match the namespace on the URL (${namespace ?? ''})`)
  }
  return { ...given, metadata: { ...given.metadata, name, ...(namespace === undefined ? {} : { namespace }) } }
}

/** kubectl's note of what was applied last follows what kubectl applies through the server, where it stands already. */
export function withAnnotationOf(object: AnyObject, body: unknown, options: WriteOptions): AnyObject {
  const { annotations } = object.metadata
  if (options.fieldManager !== 'kubectl' || !annotations?.[LAST_APPLIED]) return object
  const { metadata, ...rest } = body as AnyObject
  const { [LAST_APPLIED]: _, ...kept } = metadata.annotations ?? {}
  const text = `${goJson({ ...rest, metadata: { ...metadata, annotations: kept } })}\n`
  return { ...object, metadata: { ...object.metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } }
}

/** Whether a patch may touch `metadata.managedFields`, which are worked out only for those who ask. */
export function speaksOfManagers(type: PatchType, body: unknown): boolean {
  const said = type === 'json' ? body : (body as { readonly metadata?: unknown } | null | undefined)?.metadata
  return said !== undefined && (JSON.stringify(said)?.includes('managedFields') ?? false)
}
