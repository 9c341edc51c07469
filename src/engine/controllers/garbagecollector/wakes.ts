// Which changes make the garbage collector look at which objects. Upstream: graph_builder.go, processGraphChanges.
import { refOf, type Ref } from '../../../kube/keys.ts'
import type { OwnerReference } from '../../../kube/meta.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { CacheReader } from '../controller.ts'
import { dependentsOf, isDeletingDependents, isOrphaning, kindOf, ownerObject, ownersOf, refTo } from './graph.ts'

const NONE: readonly Ref[] = []

export function changed(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly Ref[] {
  const object = (after ?? before)!
  if (!kindOf(object)) return NONE
  if (!after) return [...dependentRefs(cache, object), ...waitingOwners(cache, object, object.metadata.ownerReferences)]
  // G7, G5: it begins to wait for its dependents, or for their being let go.
  if (isDeletingDependents(after) && !(before && isDeletingDependents(before))) return [...dependentRefs(cache, after), refTo(after)]
  if (isOrphaning(after) && !(before && isOrphaning(before))) return [refTo(after)]
  return linksChanged(before, after, cache)
}

/** G1, G8: an object whose owners are not (or no longer) what it says, and an owner that it has ceased to block. */
function linksChanged(before: AnyObject | undefined, after: AnyObject, cache: CacheReader): readonly Ref[] {
  const was = before?.metadata.ownerReferences
  const is = after.metadata.ownerReferences
  if (was === is || (before && sameLinks(was, is))) return NONE
  const woken = waitingOwners(cache, after, (was ?? []).filter(r => !is?.some(n => n.uid === r.uid && blocks(n) === blocks(r))))
  return ownersOf(cache, after).some(o => o.state !== 'solid') ? [...woken, refTo(after)] : woken
}

const blocks = (r: OwnerReference): boolean => r.blockOwnerDeletion === true

const sameLinks = (a: readonly OwnerReference[] = [], b: readonly OwnerReference[] = []): boolean =>
  a.length === b.length && a.every((r, i) => r.uid === b[i]!.uid && blocks(r) === blocks(b[i]!))

const dependentRefs = (cache: CacheReader, owner: AnyObject): Ref[] => dependentsOf(cache, owner).map(d => refOf(d.kind.plural, d.key))

/** Owners that wait for exactly this to happen. */
function waitingOwners(cache: CacheReader, object: AnyObject, references: readonly OwnerReference[] = []): Ref[] {
  return references.map(r => ownerObject(cache, object, r)).filter(o => o !== undefined).filter(isDeletingDependents).map(refTo)
}
