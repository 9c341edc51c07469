// What the words about an object may look at besides the object itself: the cluster as it stands.
import type { AnyObject, Instant } from '../../kube/object.ts'
import { controllerOf } from '../../kube/owners.ts'

export interface Facts {
  readonly now: Instant
  /** All objects of a kind, by its plural. */
  objects(plural: string): readonly AnyObject[]
  podsOn(node: string): readonly AnyObject[]
}

/** Objects of one kind that this object manages. */
export const managedBy = (facts: Facts, owner: AnyObject, plural: string): readonly AnyObject[] =>
  facts.objects(plural).filter(o => controllerOf(o)?.uid === owner.metadata.uid)

/** Objects of one kind in the same namespace. */
export const beside = (facts: Facts, object: AnyObject, plural: string): readonly AnyObject[] =>
  facts.objects(plural).filter(o => o.metadata.namespace === object.metadata.namespace)
