// The conditions of a Job. Upstream: job_controller.go, newCondition and ensureJobConditionStatus.
import type { Job, JobCondition } from '../../../kube/batch.ts'
import type { Instant } from '../../../kube/object.ts'
import { timeOf } from '../../../kube/rfc3339.ts'

export type ConditionType = 'Suspended' | 'FailureTarget' | 'SuccessCriteriaMet' | 'Failed' | 'Complete'

export function newCondition(type: ConditionType, status: 'True' | 'False', reason: string, message: string, at: Instant): JobCondition {
  const time = timeOf(at)
  return { type, status, lastProbeTime: time, lastTransitionTime: time, reason, message }
}

export const findCondition = (job: Job, type: ConditionType): JobCondition | undefined => job.status?.conditions?.find(c => c.type === type)

export function trueCondition(job: Job, type: ConditionType): JobCondition | undefined {
  const c = findCondition(job, type)
  return c?.status === 'True' ? c : undefined
}

/** The list with this condition in it; the list itself if it is there already. A condition that was never true is not added as false. */
export function withCondition(list: readonly JobCondition[], wanted: JobCondition): readonly JobCondition[] {
  const i = list.findIndex(c => c.type === wanted.type)
  if (i < 0) return wanted.status === 'False' ? list : [...list, wanted]
  const is = list[i]!
  return is.status === wanted.status && is.reason === wanted.reason && is.message === wanted.message ? list : list.with(i, wanted)
}
