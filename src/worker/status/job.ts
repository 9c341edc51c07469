// A Job in plain words: what it waits for, and which field of its manifest would change that.
import type { JobCondition } from '../../kube/batch.ts'
import type { Reason } from '../../engine/index.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { controllerOf } from '../../kube/owners.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { say } from './reasons.ts'

/** `againAt`: when the controller looks at it again by itself. */
export function jobStatusOf(job: AnyObject, againAt: Instant | undefined, now: Instant): readonly Reason[] {
  const { spec, status = {} } = job
  const condition = (type: string): JobCondition | undefined => (status.conditions ?? []).find((c: JobCondition) => c.type === type && c.status === 'True')
  const succeeded: number = status.succeeded ?? 0
  const failed: number = status.failed ?? 0
  const terminating: number = status.terminating ?? 0
  const reasons: Reason[] = []
  const complete = condition('Complete')
  const lost = condition('Failed')
  if (complete) {
    const tookMs = status.completionTime && status.startTime ? instantOf(status.completionTime) - instantOf(status.startTime) : undefined
    reasons.push({ id: 'status.job.complete', succeeded, failed, tookMs })
  } else if (lost) {
    reasons.push({ id: 'status.job.failed', reason: lost.reason ?? '', message: lost.message ?? '', succeeded, failed })
    if (lost.reason === 'BackoffLimitExceeded') {
      reasons.push(say('status.job.retries-over', { limit: spec.backoffLimit ?? 6, failed, inPlace: spec.template?.spec?.restartPolicy === 'OnFailure', field: 'spec.backoffLimit' }))
    }
  } else if (job.metadata.deletionTimestamp !== undefined) {
    reasons.push({ id: 'status.deleting', finalizers: job.metadata.finalizers ?? [] })
  } else if (spec.managedBy && spec.managedBy !== 'kubernetes.io/job-controller') {
    reasons.push({ id: 'status.job.managed-elsewhere', by: spec.managedBy })
  } else if (spec.suspend) {
    reasons.push({ id: 'status.job.suspended', succeeded, field: 'spec.suspend' })
  } else {
    const target = condition('FailureTarget')
    const met = condition('SuccessCriteriaMet')
    if (target) reasons.push({ id: 'status.job.failing', reason: target.reason ?? '', terminating })
    else if (met) reasons.push({ id: 'status.job.succeeding', reason: met.reason ?? '', terminating })
    else reasons.push(...running(job, succeeded, failed, againAt, now))
  }
  const ttl = spec.ttlSecondsAfterFinished
  const endedAt = complete?.lastTransitionTime ?? lost?.lastTransitionTime
  if (ttl !== undefined && endedAt) reasons.push({ id: 'status.job.ttl', leftMs: Math.max(0, instantOf(endedAt) + ttl * 1000 - now), field: 'spec.ttlSecondsAfterFinished' })
  // What a CronJob makes, its history limits clean up.
  else if (ttl === undefined && endedAt && controllerOf(job) === undefined) reasons.push(say('status.job.kept', { field: 'spec.ttlSecondsAfterFinished' }))
  return reasons
}

function running(job: AnyObject, succeeded: number, failed: number, againAt: Instant | undefined, now: Instant): Reason[] {
  const { spec, status = {} } = job
  const active: number = status.active ?? 0
  const parallelism: number = spec.parallelism ?? 1
  const backoffLimit: number = spec.backoffLimit ?? 6
  const reasons: Reason[] = []
  const waitMs = againAt === undefined ? 0 : againAt - now
  if (failed > 0 && active === 0 && waitMs > 1000 && spec.backoffLimitPerIndex === undefined) {
    reasons.push({ id: 'status.job.backoff', waitMs, used: failed, limit: backoffLimit, field: 'spec.backoffLimit' })
  } else if (spec.completions === undefined) {
    reasons.push({ id: succeeded > 0 ? 'status.job.queue-draining' : 'status.job.queue', active, parallelism, succeeded })
  } else {
    reasons.push({ id: 'status.job.running', active, ready: status.ready ?? 0, parallelism, succeeded, completions: spec.completions, remaining: spec.completions - succeeded })
  }
  if (parallelism === 0) reasons.push({ id: 'status.job.no-parallelism', field: 'spec.parallelism' })
  if (failed > 0 && spec.backoffLimitPerIndex === undefined) reasons.push({ id: 'status.job.retries', used: failed, limit: backoffLimit, field: 'spec.backoffLimit' })
  if (status.failedIndexes) reasons.push({ id: 'status.job.failed-indexes', indexes: status.failedIndexes, field: 'spec.backoffLimitPerIndex' })
  if ((status.terminating ?? 0) > 0) reasons.push({ id: 'status.job.terminating', terminating: status.terminating })
  if (spec.activeDeadlineSeconds !== undefined && status.startTime) {
    reasons.push({ id: 'status.job.deadline', leftMs: instantOf(status.startTime) + spec.activeDeadlineSeconds * 1000 - now, field: 'spec.activeDeadlineSeconds' })
  }
  return reasons
}
