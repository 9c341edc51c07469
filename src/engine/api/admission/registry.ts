// The admission plugins, in the order in which they are asked.
import type { Kind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { Admission, AdmissionContext } from './admission.ts'
import { escalation } from './escalation.ts'
import { limitRanger } from './limitRanger.ts'
import { namespaceLifecycle } from './namespaceLifecycle.ts'
import { defaultTolerationSeconds, priority, serviceAccount } from './podDefaults.ts'
import { resourceQuota } from './resourceQuota.ts'
import { runtimeClass } from './runtimeClass.ts'
import { claimResize, defaultStorageClass } from './storage.ts'

export const admissions: readonly Admission[] = [namespaceLifecycle, limitRanger, serviceAccount, priority, defaultTolerationSeconds, defaultStorageClass, claimResize, runtimeClass, escalation, resourceQuota]

const NOTHING: readonly never[] = Object.freeze([])

/** The plugins' last word on a valid object; what changes along with it. `old`: undefined for a create. */
export function admitted(context: AdmissionContext, kind: Kind, object: AnyObject, old: AnyObject | undefined): readonly AnyObject[] {
  let along: readonly AnyObject[] = NOTHING
  for (const plugin of admissions) {
    const more = plugin.admit?.(object, old, kind, context)
    if (more && more.length > 0) along = [...along, ...more]
  }
  return along
}
