// Who an object belongs to.
import type { OwnerReference } from './meta.ts'
import type { ApiObject } from './object.ts'

/** The one owner that manages this object, if it has one. */
export const controllerOf = (o: ApiObject): OwnerReference | undefined => o.metadata.ownerReferences?.find(r => r.controller === true)
/** Whether `owner` manages `o` (by uid: a namesake made later does not). */
export const isControlledBy = (o: ApiObject, owner: ApiObject): boolean => controllerOf(o)?.uid === owner.metadata.uid
