// Where a path of Kubernetes' REST API leads. Upstream: apiserver/pkg/endpoints/request/requestinfo.go.
import { badRequest } from '../../engine/api/errors.ts'
import { Binding, kinds, type Kind } from '../../kube/kinds.ts'

export interface Route {
  readonly kind: Kind
  readonly namespace: string | undefined
  /** Undefined: the collection. */
  readonly name: string | undefined
  readonly subresource: string | undefined
}

/** Versions that are served besides the one that is stored. */
const byPlace = new Map([...kinds, Binding].map(k => [`${k.group}/${k.version}/${k.plural}`, k]))

/** The resource that a path names; undefined where there is none. */
export function routeOf(path: string): Route | undefined {
  const parts = path.split('/').filter(p => p !== '').map(unescaped)
  const [root, ...rest] = parts
  const group = root === 'api' ? '' : root === 'apis' ? rest.shift() : undefined
  const version = rest.shift()
  if (group === undefined || version === undefined) return undefined
  let namespace: string | undefined
  // `namespaces/x/pods` is a place; `namespaces/x` and `namespaces/x/status` are the namespace itself.
  if (rest[0] === 'namespaces' && rest.length > 2 && rest[2] !== 'status' && rest[2] !== 'finalize') {
    namespace = rest[1]
    rest.splice(0, 2)
  }
  const [plural, name, subresource, ...more] = rest
  const kind = plural === undefined ? undefined : byPlace.get(`${group}/${version}/${plural}`)
  if (!kind || more.length > 0 || (namespace !== undefined && !kind.namespaced)) return undefined
  if (name !== undefined && kind.namespaced && namespace === undefined) return undefined
  return { kind, namespace, name, subresource }
}

/** A part of a path as it is meant. Throws a BadRequest for an escape that is none. */
function unescaped(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw badRequest(`invalid URL escape in ${JSON.stringify(part)}`)
  }
}
