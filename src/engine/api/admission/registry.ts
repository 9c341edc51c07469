// The admission plugins, in the order in which they are asked.
import type { Admission } from './admission.ts'
import { escalation } from './escalation.ts'
import { limitRanger } from './limitRanger.ts'
import { namespaceLifecycle } from './namespaceLifecycle.ts'
import { defaultTolerationSeconds, priority, serviceAccount } from './podDefaults.ts'
import { resourceQuota } from './resourceQuota.ts'
import { claimResize, defaultStorageClass } from './storage.ts'

export const admissions: readonly Admission[] = [namespaceLifecycle, limitRanger, serviceAccount, priority, defaultTolerationSeconds, defaultStorageClass, claimResize, escalation, resourceQuota]
