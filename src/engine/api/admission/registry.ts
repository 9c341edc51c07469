// The admission plugins, in the order in which they are asked.
import type { Admission } from './admission.ts'
import { namespaceLifecycle } from './namespaceLifecycle.ts'
import { defaultTolerationSeconds, priority, serviceAccount } from './podDefaults.ts'

export const admissions: readonly Admission[] = [namespaceLifecycle, serviceAccount, priority, defaultTolerationSeconds]
