// Who owns whom, read from the cache. Upstream keeps a graph of its own (graph_builder.go); here the cache's indexes are the graph.
import type { Key } from '../../../kube/keys.ts'
import { keyFrom, keyOf, refOf, type Ref } from '../../../kube/keys.ts'
import type { Kind } from '../../../kube/kinds.ts'
import { Event, kindNamed, kinds } from '../../../kube/kinds.ts'
import type { OwnerReference } from '../../../kube/meta.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { CacheReader } from '../controller.ts'

export const ORPHAN = 'orphan'
export const FOREGROUND = 'foregroundDeletion'

/** Every kind that can own or be owned. Events are left to their time to live. */
export const collected: readonly Kind[] = kinds.filter(k => k !== Event)

const isDeleting = (o: AnyObject, finalizer: string): boolean =>
  o.metadata.deletionTimestamp !== undefined && (o.metadata.finalizers?.includes(finalizer) ?? false)

/** It goes alone; its dependents are to stay. */
export const isOrphaning = (o: AnyObject): boolean => isDeleting(o, ORPHAN)
/** It goes last, after its dependents. */
export const isDeletingDependents = (o: AnyObject): boolean => isDeleting(o, FOREGROUND)

export const kindOf = (o: AnyObject): Kind | undefined => {
  const kind = kindNamed(o.kind)
  return kind === Event ? undefined : kind
}

export const refTo = (o: AnyObject): Ref => refOf(kindOf(o)!.plural, keyOf(o))

/** Solid: there, and staying or going by itself. Waiting: deleted in the foreground. Unknown: of a kind that is not served. */
export type OwnerState = 'solid' | 'waiting' | 'absent' | 'unknown'

export interface Owner {
  readonly reference: OwnerReference
  readonly state: OwnerState
}

/** What a reference leads to; a namesake with another uid is not the owner. */
export function ownerObject(cache: CacheReader, dependent: AnyObject, reference: OwnerReference): AnyObject | undefined {
  const kind = kindNamed(reference.kind)
  if (!kind) return undefined
  const owner = cache.get(kind, keyFrom(kind.namespaced ? dependent.metadata.namespace : undefined, reference.name)) as AnyObject | undefined
  return owner?.metadata.uid === reference.uid ? owner : undefined
}

export function ownersOf(cache: CacheReader, o: AnyObject): Owner[] {
  return (o.metadata.ownerReferences ?? []).map(reference => {
    const owner = ownerObject(cache, o, reference)
    const state = owner ? (isDeletingDependents(owner) ? 'waiting' : 'solid') : kindNamed(reference.kind) ? 'absent' : 'unknown'
    return { reference, state }
  })
}

export interface Dependent {
  readonly kind: Kind
  readonly key: Key
  readonly uid: string
  /** Its owner, deleted in the foreground, may not go before it. */
  readonly blocks: boolean
}

/** Objects that name this one as an owner, in the order of kinds and names. */
export function dependentsOf(cache: CacheReader, owner: AnyObject): Dependent[] {
  const found: Dependent[] = []
  for (const kind of collected) {
    for (const o of (cache.dependentsOf ? cache.dependentsOf(owner, kind) : cache.ownedBy(owner, kind))) {
      const reference = o.metadata.ownerReferences!.find(r => r.uid === owner.metadata.uid)!
      found.push({ kind, key: keyOf(o), uid: o.metadata.uid!, blocks: reference.blockOwnerDeletion === true })
    }
  }
  return found
}
