// What `-w` follows: the changes of a list since the last look.
import type { ApiClient, ListOptions, WatchChange } from '../engine/api/client.ts'
import type { Kind } from '../kube/kinds.ts'
import type { AnyObject } from '../kube/object.ts'

const keyOf = (o: AnyObject) => `${o.metadata.namespace ?? ''}/${o.metadata.name}`

/** Tells every change where the cluster remembers them, and otherwise what differs between two looks. */
export class Follower {
  private readonly client: ApiClient
  private readonly kind: Kind
  private readonly namespace: string | undefined
  private readonly options: ListOptions
  private readonly current: () => readonly AnyObject[]
  private known = new Map<string, AnyObject>()
  private position: number | undefined

  /** `current`: the list as it is now; `options` must select the same objects. */
  constructor(client: ApiClient, kind: Kind, namespace: string | undefined, options: ListOptions, current: () => readonly AnyObject[]) {
    this.client = client
    this.kind = kind
    this.namespace = namespace
    this.options = options
    this.current = current
  }

  /** The list as it is; changes are counted from here. */
  begin(): readonly AnyObject[] {
    const list = this.current()
    this.position = this.client.position
    this.known = new Map(list.map(o => [keyOf(o), o]))
    return list
  }

  changes(): readonly WatchChange[] {
    const { client } = this
    const told = this.position === undefined ? undefined : client.watchSince?.(this.kind, this.namespace, this.position, this.options)
    if (told === undefined) return this.differences()
    this.position = client.position
    for (const { type, object } of told) {
      if (type === 'DELETED') this.known.delete(keyOf(object))
      else this.known.set(keyOf(object), object)
    }
    return told
  }

  /** Changes in the order in which they were written; deletions, whose last state is shown once more, at the end. */
  private differences(): readonly WatchChange[] {
    const before = this.known
    const list = this.begin()
    const out: WatchChange[] = []
    const changed = list.filter(o => before.get(keyOf(o))?.metadata.resourceVersion !== o.metadata.resourceVersion)
    for (const object of changed.toSorted((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))) {
      const was = before.get(keyOf(object))
      const same = was?.metadata.uid === object.metadata.uid
      if (was && !same) out.push({ type: 'DELETED', object: was })
      out.push({ type: same ? 'MODIFIED' : 'ADDED', object })
    }
    for (const [key, object] of before) if (!this.known.has(key)) out.push({ type: 'DELETED', object })
    return out
  }
}
