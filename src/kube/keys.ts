// How objects are named in tables, queues and messages.
import type { ApiObject } from './object.ts'

/** `default/calculate-pi`; a cluster-wide object is just its name. Sorts as etcd sorts: by namespace, then name. */
export type Key = string

export const keyOf = (o: ApiObject): Key => (o.metadata.namespace ? `${o.metadata.namespace}/${o.metadata.name}` : o.metadata.name)
export const keyFrom = (namespace: string | undefined, name: string): Key => (namespace ? `${namespace}/${name}` : name)

export function splitKey(key: Key): { namespace: string | undefined; name: string } {
  const i = key.indexOf('/')
  return i < 0 ? { namespace: undefined, name: key } : { namespace: key.slice(0, i), name: key.slice(i + 1) }
}

/** A reference across kinds, as the page and causes use it: `pods/default/calculate-pi-8zqpr`. */
export type Ref = string
export const refOf = (plural: string, key: Key): Ref => `${plural}/${key}`
export function splitRef(ref: Ref): { plural: string; key: Key } {
  const i = ref.indexOf('/')
  return { plural: ref.slice(0, i), key: ref.slice(i + 1) }
}
