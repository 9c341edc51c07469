// What every plugin of admission is: it may change a new object or refuse a write, and sees the store of this instant.
import type { Kind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import type { Chance } from '../../world/chance.ts'
import type { User } from '../../../kube/users.ts'
import type { Store } from '../store.ts'

export interface AdmissionContext {
  readonly store: Store
  readonly chance: Chance
  readonly now: Instant
  readonly who: string
  /** As whom he asks; undefined for those who may do everything. */
  readonly user?: User | undefined
  /** The part of the object that is written, where it is one of its own. */
  readonly subresource?: string | undefined
}

export interface Admission {
  readonly name: string
  /** Returns the object, changed or not; throws an ApiError to refuse it. */
  create?(object: AnyObject, kind: Kind, context: AdmissionContext): AnyObject
  update?(next: AnyObject, old: AnyObject, kind: Kind, context: AdmissionContext): AnyObject
  /**
   * Looks at what was found valid and is about to be stored (`old` undefined: made). Throws an ApiError to refuse it; gives the objects
   * that change along with it.
   */
  admit?(object: AnyObject, old: AnyObject | undefined, kind: Kind, context: AdmissionContext): readonly AnyObject[]
  delete?(object: AnyObject, kind: Kind, context: AdmissionContext): void
}
