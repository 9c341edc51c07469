// Whether the Job is at its end, and why: asked in upstream's order. Upstream: job_controller.go, syncJob.
import type { Job, JobCondition } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { isJobSuspended } from '../../../kube/jobs.ts'
import type { Instant } from '../../../kube/object.ts'
import { instantOf } from '../../../kube/rfc3339.ts'
import { newCondition, trueCondition } from './conditions.ts'
import { countIndexes } from './intervals.ts'
import type { Indexes } from './intervals.ts'
import { matchFailure } from './podFailurePolicy.ts'
import { allRestartsOf } from './pods.ts'
import { isPodFailed } from './replacement.ts'
import { matchSuccess } from './successPolicy.ts'

/** What the judgement of the end needs to know of a sync. */
export interface Standing {
  readonly job: Job
  readonly at: Instant
  /** When the Job started, this sync's instant included. */
  readonly startedAt: Instant | undefined
  readonly pods: readonly Pod[]
  /** Counted failures and those about to be. */
  readonly failed: number
  /** Indexed Jobs only. */
  readonly succeededIndexes?: Indexes | undefined
  /** Jobs with backoffLimitPerIndex only. */
  readonly failedIndexes?: Indexes | undefined
}

/**
 * The condition that the Job is heading for, if it is: FailureTarget or SuccessCriteriaMet as found now, or Failed where an
 * earlier sync has set FailureTarget. Success by number of completions is seen later, when the pods are in order (J30).
 */
export function verdictOn(s: Standing): { readonly verdict: JobCondition | undefined; readonly deadlineLeftMs: number | undefined } {
  const early = alreadyDecided(s) ?? byPodFailurePolicy(s) ?? byBackoffLimit(s) ?? byDeadline(s)
  // Nobody waits for the deadline of a Job whose end is decided; upstream looks at indexes only after it has set that alarm.
  return { verdict: early ?? byFailedIndexes(s) ?? bySuccessPolicy(s), deadlineLeftMs: early ? undefined : deadlineLeft(s) }
}

/** J10: a decision, once written, stands. */
function alreadyDecided({ job, at }: Standing): JobCondition | undefined {
  const success = trueCondition(job, 'SuccessCriteriaMet')
  if (success) return success
  const failure = trueCondition(job, 'FailureTarget')
  return failure && newCondition('Failed', 'True', failure.reason ?? '', failure.message ?? '', at)
}

const failing = (reason: string, message: string, at: Instant) => newCondition('FailureTarget', 'True', reason, message, at)

/** J11: the first failed pod that a FailJob rule fits, whether it is still to be counted or not. */
function byPodFailurePolicy({ job, pods, at }: Standing): JobCondition | undefined {
  if (!job.spec.podFailurePolicy) return undefined
  for (const pod of pods) {
    if (!isPodFailed(job, pod)) continue
    const { message } = matchFailure(job.spec.podFailurePolicy, pod)
    if (message !== undefined) return failing('PodFailurePolicy', message, at)
  }
  return undefined
}

/** J12: more failures than backoffLimit, or with restartPolicy OnFailure that many restarts. */
function byBackoffLimit({ job, pods, failed, at }: Standing): JobCondition | undefined {
  const past = failed > backoffLimitOf(job) || pastRestarts(job, pods)
  return past ? failing('BackoffLimitExceeded', 'Job has reached the specified backoff limit', at) : undefined
}

export const backoffLimitOf = (job: Job): number => job.spec.backoffLimit ?? 6

/** Restarts are summed over pods that are Pending or Running; a limit of 0 allows none, any other limit one less than it says. */
function pastRestarts(job: Job, pods: readonly Pod[]): boolean {
  if (job.spec.template.spec?.restartPolicy !== 'OnFailure') return false
  let restarts = 0
  for (const pod of pods) if (pod.status?.phase === 'Running' || pod.status?.phase === 'Pending') restarts += allRestartsOf(pod)
  const limit = backoffLimitOf(job)
  return limit === 0 ? restarts > 0 : restarts >= limit
}

/** J13: activeDeadlineSeconds since the start, exactly equal included; a suspended Job has no deadline. */
function byDeadline(s: Standing): JobCondition | undefined {
  const leftMs = deadlineLeft(s)
  return leftMs !== undefined && leftMs <= 0 ? failing('DeadlineExceeded', 'Job was active longer than specified deadline', s.at) : undefined
}

function deadlineLeft({ job, startedAt, at }: Standing): number | undefined {
  const seconds = job.spec.activeDeadlineSeconds
  return seconds === undefined || startedAt === undefined || isJobSuspended(job) ? undefined : startedAt + seconds * 1000 - at
}

/** J29: more failed indexes than maxFailedIndexes, or every index at its end and one of them failed. */
function byFailedIndexes({ job, failedIndexes, succeededIndexes, at }: Standing): JobCondition | undefined {
  if (!failedIndexes) return undefined
  const failed = countIndexes(failedIndexes)
  if (job.spec.maxFailedIndexes !== undefined && failed > job.spec.maxFailedIndexes) {
    return failing('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes', at)
  }
  return failed > 0 && failed + countIndexes(succeededIndexes ?? []) >= job.spec.completions!
    ? failing('FailedIndexes', 'Job has failed indexes', at)
    : undefined
}

/** J24: an Indexed Job whose success policy is met. */
function bySuccessPolicy({ job, succeededIndexes, at }: Standing): JobCondition | undefined {
  const message = succeededIndexes && matchSuccess(job.spec.successPolicy, job.spec.completions!, succeededIndexes)
  return message === undefined ? undefined : newCondition('SuccessCriteriaMet', 'True', 'SuccessPolicy', message, at)
}

export const completionsReached = (at: Instant): JobCondition =>
  newCondition('SuccessCriteriaMet', 'True', 'CompletionsReached', 'Reached expected number of succeeded pods', at)

export const startedAtOf = (job: Job): Instant | undefined => (job.status?.startTime ? instantOf(job.status.startTime) : undefined)
