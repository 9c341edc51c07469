// Who an object belongs to.
import type { OwnerReference } from './meta.ts'
import type { ApiObject } from './object.ts'

/** The one owner that manages this object, if it has one. */
export function controllerOf(o: ApiObject): OwnerReference | undefined {
  const owners = o.metadata.ownerReferences
  // A loop: this is asked of every object that anybody hears of.
  if (owners) for (let i = 0; i < owners.length; i++) if (owners[i]!.controller === true) return owners[i]
  return undefined
}
/** Whether `owner` manages `o` (by uid: a namesake made later does not). */
export const isControlledBy = (o: ApiObject, owner: ApiObject): boolean => controllerOf(o)?.uid === owner.metadata.uid
