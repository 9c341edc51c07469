// Who owns whom, read from the cache. Upstream keeps a graph of its own (graph_builder.go); here the cache's indexes are the graph.
import type { Key } from '../../../kube/keys.ts'
import { keyFrom, keyOf, refOf, type Ref } from '../../../kube/keys.ts'
import type { Kind } from '../../../kube/kinds.ts'
import { apiVersionOf, Event, HorizontalPodAutoscaler, kindNamed, kinds } from '../../../kube/kinds.ts'
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

/** The kind that a reference means, if it is served in that version. The objects are the same ones in all versions of it. */
function ownerKind({ apiVersion, kind: name }: OwnerReference): Kind | undefined {
  const kind = kindNamed(name)
  const served = kind && (apiVersion === apiVersionOf(kind) || (kind === HorizontalPodAutoscaler && apiVersion === 'autoscaling/v1'))
  return served ? kind : undefined
}

/**
 * Solid: there, and staying or going by itself. Waiting: deleted in the foreground. Unknown: of a kind that is not served. Misplaced: of a
 * kind that stands in namespaces, while the dependent stands in none.
 */
export type OwnerState = 'solid' | 'waiting' | 'absent' | 'unknown' | 'misplaced'

export interface Owner {
  readonly reference: OwnerReference
  readonly state: OwnerState
}

/** What a reference leads to, within the dependent's namespace; a namesake with another uid is not the owner. */
export function ownerObject(cache: CacheReader, dependent: AnyObject, reference: OwnerReference): AnyObject | undefined {
  const kind = ownerKind(reference)
  if (!kind || isMisplaced(dependent, kind)) return undefined
  const owner = cache.get(kind, keyFrom(kind.namespaced ? dependent.metadata.namespace : undefined, reference.name)) as AnyObject | undefined
  return owner?.metadata.uid === reference.uid ? owner : undefined
}

const isMisplaced = (dependent: AnyObject, kind: Kind): boolean => kind.namespaced && dependent.metadata.namespace === undefined

export function ownersOf(cache: CacheReader, o: AnyObject): Owner[] {
  return (o.metadata.ownerReferences ?? []).map(reference => {
    const owner = ownerObject(cache, o, reference)
    if (owner) return { reference, state: isDeletingDependents(owner) ? 'waiting' : 'solid' }
    const kind = ownerKind(reference)
    return { reference, state: !kind ? 'unknown' : isMisplaced(o, kind) ? 'misplaced' : 'absent' }
  })
}

/** G10: the first owner that is there, but in a namespace from which it can own nothing here. */
export function strangerAmong(cache: CacheReader, dependent: AnyObject, owners: readonly Owner[]): { readonly reference: OwnerReference; readonly namespace: string } | undefined {
  for (const { reference, state } of owners) {
    if (state !== 'absent' && state !== 'misplaced') continue
    const kind = ownerKind(reference)!
    if (!kind.namespaced) continue
    const namespace = (cache.list(kind) as readonly AnyObject[]).find(o => o.metadata.uid === reference.uid)?.metadata.namespace
    if (namespace !== undefined && namespace !== dependent.metadata.namespace) return { reference, namespace }
  }
  return undefined
}

export interface Dependent {
  readonly kind: Kind
  readonly key: Key
  readonly uid: string
  /** Its owner, deleted in the foreground, may not go before it. */
  readonly blocks: boolean
  /** It waits for dependents itself. */
  readonly waits: boolean
}

/** Objects that name this one as an owner, in the order of kinds and names. */
export function dependentsOf(cache: CacheReader, owner: AnyObject): Dependent[] {
  const found: Dependent[] = []
  for (const kind of collected) {
    for (const o of (cache.dependentsOf ? cache.dependentsOf(owner, kind) : cache.ownedBy(owner, kind))) {
      const reference = o.metadata.ownerReferences!.find(r => r.uid === owner.metadata.uid)!
      found.push({ kind, key: keyOf(o), uid: o.metadata.uid!, blocks: reference.blockOwnerDeletion === true, waits: isDeletingDependents(o) })
    }
  }
  return found
}
