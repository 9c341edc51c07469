// From a view to numbers and a plan. Pure: decide asks for what to do, conclude for the numbers behind it.
import type { Job, JobCondition } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { hasJobTracking, isIndexedJob, isJobSuspended } from '../../../kube/jobs.ts'
import type { Instant } from '../../../kube/object.ts'
import { isPodActive, isPodReady } from '../../../kube/pods.ts'
import { backoffLeft, indexBackoffLeft, nextBackoff } from './backoff.ts'
import type { BackoffRecord } from './backoff.ts'
import { startedAtOf, verdictOn } from './finished.ts'
import { delayedPods, failedIndexes, firstPending, hasBackoffLimitPerIndex, succeededIndexes, validIndex } from './indexes.ts'
import { countIndexes } from './intervals.ts'
import type { Indexes } from './intervals.ts'
import type { JobView } from './observe.ts'
import { matchFailure } from './podFailurePolicy.ts'
import { isStillTerminating } from './pods.ts'
import { isPodFailed, onlyReplacesFailed } from './replacement.ts'
import { podsToRemove } from './victims.ts'

/** Creations and deletions of one sync at most. */
const MAX_PODS_PER_SYNC = 500
/** A back-off is never asked for in less than the batching of pod events. */
const BATCH_MS = 1000

/** What is to happen to the Job's pods. */
export type Plan =
  | { readonly do: 'finish'; readonly verdict: JobCondition; readonly remove: readonly Pod[] }
  | { readonly do: 'suspend'; readonly remove: readonly Pod[] }
  | { readonly do: 'remove'; readonly remove: readonly Pod[]; readonly want: Want }
  /** `indexes` for an Indexed Job, one per pod. */
  | { readonly do: 'create'; readonly count: number; readonly indexes?: readonly number[]; readonly want: Want }
  | { readonly do: 'wait'; readonly waitMs: number; readonly missing: number; readonly indexes?: readonly number[]; readonly want: Want }
  | { readonly do: 'nothing'; readonly want: Want; readonly terminatingHolds: boolean }
  /** Not this time: the Job is being deleted, or the cache lags behind. */
  | { readonly do: 'leave'; readonly because: 'deleting' | 'not-caught-up' }

/** How many should be running, and from what that follows. `remaining` is undefined for a work queue (no completions). */
export interface Want {
  readonly active: number
  readonly remaining?: number
}

export interface Judgement {
  readonly job: Job
  readonly active: readonly Pod[]
  readonly ready: number
  readonly terminating: number
  /** Counted ones and those about to be. */
  readonly succeeded: number
  readonly failed: number
  readonly startedAt: Instant | undefined
  readonly deadlineLeftMs: number | undefined
  readonly backoff: BackoffRecord
  readonly indexes?: IndexStanding
  readonly plan: Plan
}

export interface IndexStanding {
  readonly before: Indexes
  readonly succeeded: Indexes
  readonly failed: Indexes | undefined
  readonly delayed: ReadonlyMap<number, Pod>
}

const judged = new WeakMap<JobView, Judgement>()

/** The judgement of a view whose Job exists. Remembered while the view lives; asked for again, it would come out the same. */
export function judge(view: JobView): Judgement {
  let j = judged.get(view)
  if (!j) judged.set(view, (j = judgeAnew(view, view.job!)))
  return j
}

function judgeAnew(view: JobView, job: Job): Judgement {
  const { pods, at } = view
  const active = pods.filter(isPodActive)
  const fresh = freshlyEnded(job, pods)
  const startedAt = startedAtOf(job) ?? (isJobSuspended(job) ? undefined : at)
  const indexes = isIndexedJob(job) ? indexStanding(job, pods, active) : undefined
  const uncounted = job.status?.uncountedTerminatedPods
  const failed = (job.status?.failed ?? 0) + countedFailures(job, fresh.failed) + (uncounted?.failed?.length ?? 0)
  const succeeded = indexes
    ? countIndexes(indexes.succeeded)
    : (job.status?.succeeded ?? 0) + fresh.succeeded.length + (uncounted?.succeeded?.length ?? 0)
  const { verdict, deadlineLeftMs } = verdictOn({ job, at, startedAt, pods, failed, succeededIndexes: indexes?.succeeded, failedIndexes: indexes?.failed })
  const early = {
    job, active, startedAt, failed, succeeded,
    ready: active.filter(isPodReady).length,
    terminating: pods.filter(isStillTerminating).length,
    backoff: nextBackoff(view.backoff, fresh.succeeded, fresh.failed),
    deadlineLeftMs,
    ...(indexes ? { indexes } : {}),
  }
  return { ...early, plan: verdict ? { do: 'finish', verdict, remove: active } : managePods(view, early) }
}

/** Ended pods that no status speaks of yet: still tracked, not among the uncounted, and with a valid index where indexes count. */
function freshlyEnded(job: Job, pods: readonly Pod[]): { succeeded: Pod[]; failed: Pod[] } {
  const succeeded: Pod[] = []
  const failed: Pod[] = []
  const uncounted = job.status?.uncountedTerminatedPods
  const knownSucceeded = new Set(uncounted?.succeeded)
  const knownFailed = new Set(uncounted?.failed)
  const indexed = isIndexedJob(job)
  for (const pod of pods) {
    if (!hasJobTracking(pod) || (indexed && validIndex(job, pod) === undefined)) continue
    if (pod.status?.phase === 'Succeeded') {
      if (!knownSucceeded.has(pod.metadata.uid!)) succeeded.push(pod)
    } else if (isPodFailed(job, pod) && !knownFailed.has(pod.metadata.uid!)) failed.push(pod)
  }
  return { succeeded, failed }
}

const countedFailures = (job: Job, failed: readonly Pod[]): number =>
  job.spec.podFailurePolicy ? failed.filter(pod => matchFailure(job.spec.podFailurePolicy, pod).counts).length : failed.length

function indexStanding(job: Job, pods: readonly Pod[], active: readonly Pod[]): IndexStanding {
  const { before, now: succeeded } = succeededIndexes(job, pods)
  if (!hasBackoffLimitPerIndex(job)) return { before, succeeded, failed: undefined, delayed: new Map() }
  const failed = failedIndexes(job, pods)
  return { before, succeeded, failed, delayed: delayedPods(job, pods, active, succeeded, failed) }
}

/** J4–J9: the running pods are brought to the number wanted. Upstream: manageJob. */
function managePods(view: JobView, j: Omit<Judgement, 'plan'>): Plan {
  const { job, active } = j
  if (!view.caughtUp) return { do: 'leave', because: 'not-caught-up' }
  if (job.metadata.deletionTimestamp !== undefined) return { do: 'leave', because: 'deleting' }
  if (isJobSuspended(job)) return { do: 'suspend', remove: podsToRemove(job, active, active.length) }
  const want = wanted(j)
  const remove = podsToRemove(job, active, Math.max(0, active.length - want.active)).slice(0, MAX_PODS_PER_SYNC)
  if (remove.length > 0) return { do: 'remove', remove, want }
  const holding = onlyReplacesFailed(job) ? j.terminating : 0
  const missing = want.active - active.length - holding
  if (missing <= 0) return { do: 'nothing', want, terminatingHolds: missing + holding > 0 }
  return fill(view, j, want, missing)
}

/** J5, J6: parallelism, but never more than remain; a work queue starts nothing new once a pod has succeeded. */
function wanted({ job, active, succeeded }: Omit<Judgement, 'plan'>): Want {
  const parallelism = job.spec.parallelism ?? 1
  if (job.spec.completions === undefined) return { active: succeeded > 0 ? active.length : parallelism }
  const remaining = Math.max(0, job.spec.completions - succeeded)
  return { active: Math.min(parallelism, remaining), remaining }
}

/** J15, J27: creation waits for the back-off, of the Job or of each index; deletion never does. */
function fill(view: JobView, j: Omit<Judgement, 'plan'>, want: Want, missing: number): Plan {
  const { job, indexes } = j
  const perIndex = hasBackoffLimitPerIndex(job)
  const leftMs = perIndex ? 0 : backoffLeft(j.backoff, view.at)
  if (leftMs > 0) return { do: 'wait', waitMs: Math.max(leftMs, BATCH_MS), missing, want }
  const count = Math.min(missing, MAX_PODS_PER_SYNC)
  if (!indexes) return { do: 'create', count, want }
  const due = firstPending(job, count, { active: j.active, pods: view.pods, succeeded: indexes.succeeded, failed: indexes.failed })
  const waits = due.map(index => (perIndex ? indexBackoffLeft(indexes.delayed.get(index), view.at) : 0))
  const now = due.filter((_, i) => waits[i] === 0)
  if (now.length > 0 || due.length === 0) return { do: 'create', count: now.length, indexes: now, want }
  return { do: 'wait', waitMs: Math.max(Math.min(...waits), BATCH_MS), missing, indexes: due, want }
}
