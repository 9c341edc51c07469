// Facts about a Job that many rooms ask for, and the names by which Jobs mark what is theirs.
// Upstream: pkg/controller/job/utils.go, api/batch/v1/types.go.
import type { Job, JobCondition } from './batch.ts'
import type { Instant, ApiObject } from './object.ts'
import { instantOf } from './rfc3339.ts'

export const JOB_NAME = 'batch.kubernetes.io/job-name'
export const CONTROLLER_UID = 'batch.kubernetes.io/controller-uid'
/** The same two from before they had a prefix; both are still set on pods. */
export const LEGACY_JOB_NAME = 'job-name'
export const LEGACY_CONTROLLER_UID = 'controller-uid'
/** Label and annotation of the pods of an indexed Job. */
export const COMPLETION_INDEX = 'batch.kubernetes.io/job-completion-index'
export const INDEX_FAILURE_COUNT = 'batch.kubernetes.io/job-index-failure-count'
export const INDEX_IGNORED_FAILURE_COUNT = 'batch.kubernetes.io/job-index-ignored-failure-count'
/** Finalizer that keeps a finished pod until its Job has counted it. */
export const JOB_TRACKING = 'batch.kubernetes.io/job-tracking'
/** Annotation of a Job made by a CronJob: the time it was due. */
export const SCHEDULED_TIMESTAMP = 'batch.kubernetes.io/cronjob-scheduled-timestamp'

/** The condition that ended the Job: Complete or Failed, or undefined while it has not ended. */
export const finishedCondition = (job: Job): JobCondition | undefined =>
  job.status?.conditions?.find(c => (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True')

export const isJobFinished = (job: Job): boolean => finishedCondition(job) !== undefined
export const isJobSuspended = (job: Job): boolean => job.spec.suspend === true
export const isIndexedJob = (job: Job): boolean => job.spec.completionMode === 'Indexed'

/** When the Job ended, or undefined while it has not. */
export function finishedAt(job: Job): Instant | undefined {
  const time = finishedCondition(job)?.lastTransitionTime
  return time === undefined ? undefined : instantOf(time)
}

export const hasJobTracking = (object: ApiObject): boolean => object.metadata.finalizers?.includes(JOB_TRACKING) ?? false

/** The index of a pod of an indexed Job, or undefined where it has none (or nonsense). */
export function completionIndexOf(pod: ApiObject): number | undefined {
  const text = pod.metadata.annotations?.[COMPLETION_INDEX]
  return text !== undefined && /^\+?[0-9]+$/.test(text) ? Number(text) : undefined
}
