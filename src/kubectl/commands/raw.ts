// `kubectl get --raw` and `delete --raw`: a path of the API, and the answer as the server writes it. Upstream: kubectl/pkg/rawhttp.
import { ApiError } from '../../engine/api/errors.ts'
import { withManagedFields } from '../../engine/index.ts'
import { apiVersionOf, kinds, type Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError } from '../errors.ts'
import { compactJson } from '../print/json.ts'
import type { Invocation } from './command.ts'

const HEALTH = /^\/(healthz|livez|readyz)$/
const PLACE = /^\/(?:api\/(?<core>[^/]+)|apis\/(?<group>[^/]+)\/(?<version>[^/]+))(?:\/namespaces\/(?<namespace>[^/]+)(?=\/[^/]+(?:\/[^/]+)?$))?\/(?<plural>[^/]+)(?:\/(?<name>[^/]+))?$/

const nowhere = (): ApiError => new ApiError(404, 'NotFound', 'the server could not find the requested resource')

interface Where { readonly kind: Kind; readonly namespace: string | undefined; readonly name: string | undefined; readonly query: URLSearchParams }

function placeOf(text: string): Where {
  const [path = '', query = ''] = text.split('?')
  const found = PLACE.exec(path)?.groups
  const kind = found && kinds.find(k => k.plural === found['plural'] && k.group === (found['group'] ?? '') && k.version === (found['core'] ?? found['version']))
  if (!kind) throw nowhere()
  const { namespace, name } = found
  if ((namespace !== undefined && !kind.namespaced) || (name !== undefined && kind.namespaced && namespace === undefined)) throw nowhere()
  return { kind, namespace, name, query: new URLSearchParams(query) }
}

const answer = (call: Invocation, body: unknown): void => call.out(`${compactJson(body)}\n`)

/** Nothing else may be asked for beside a path. */
function onlyRaw(call: Invocation): string {
  if (call.args.length > 0) throw new KubectlError('arguments may not be passed when --raw is specified')
  return call.text('raw')
}

export function getRaw(call: Invocation): void {
  const text = onlyRaw(call)
  if (HEALTH.test(text)) return call.out('ok')
  const { kind, namespace, name, query } = placeOf(text)
  if (name !== undefined) return answer(call, withManagedFields(call.client.get(kind, namespace, name) as unknown as AnyObject))
  const objects = call.client.list(kind, namespace, { labelSelector: query.get('labelSelector') ?? '', fieldSelector: query.get('fieldSelector') ?? '' }) as unknown as readonly AnyObject[]
  // What stands in a list does not say again what it is.
  const items = objects.map(withManagedFields).map(({ kind: _kind, apiVersion: _version, ...rest }) => rest)
  answer(call, { kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata: { resourceVersion: String(call.client.revision) }, items })
}

export function deleteRaw(call: Invocation): void {
  const { kind, namespace, name } = placeOf(onlyRaw(call))
  if (name === undefined) throw new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource')
  answer(call, withManagedFields(call.client.delete(kind, namespace, name) as unknown as AnyObject))
}
