// Which template an object's pods should have by now: the highest of its ControllerRevisions.
import type { AnyObject } from '../../kube/object.ts'
import { controllerOf } from '../../kube/owners.ts'

/** The newest ControllerRevision that belongs to this object; undefined before the first. */
export function newestRevisionOf(revisions: readonly AnyObject[], owner: AnyObject): AnyObject | undefined {
  let newest: AnyObject | undefined
  for (const revision of revisions) {
    if (controllerOf(revision)?.uid !== owner.metadata.uid) continue
    if (!newest || (revision['revision'] as number) > (newest['revision'] as number)) newest = revision
  }
  return newest
}
