// Indexed Jobs: which indexes are done, failed, running, due. Upstream: indexed_job_utils.go.
import type { Job } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { completionIndexOf, hasJobTracking, INDEX_FAILURE_COUNT, INDEX_IGNORED_FAILURE_COUNT } from '../../../kube/jobs.ts'
import { addIndexes, atoi, hasIndex, mergeIndexes, parseIndexes } from './intervals.ts'
import type { Indexes } from './intervals.ts'
import { matchFailure } from './podFailurePolicy.ts'
import { finishedAt, isStillTerminating } from './pods.ts'
import { isPodFailed, onlyReplacesFailed } from './replacement.ts'

export const hasBackoffLimitPerIndex = (job: Job): boolean => job.spec.backoffLimitPerIndex !== undefined

/** The pod's index, if the Job has such an index (completions may have been lowered). */
export function validIndex(job: Job, pod: Pod): number | undefined {
  const index = completionIndexOf(pod)
  return index !== undefined && index < job.spec.completions! ? index : undefined
}

const MAX_INT32 = 2_147_483_647

/** Whoever may edit a pod may write nonsense into its annotations: that reads as 0. */
function countAnnotation(pod: Pod, name: string): number {
  const count = atoi(pod.metadata.annotations?.[name] ?? '') ?? 0
  return count < 0 || count > MAX_INT32 ? 0 : count
}

/** How often the index had failed when this pod was made. */
export const indexFailures = (pod: Pod): number => countAnnotation(pod, INDEX_FAILURE_COUNT)
/** How often it had failed in a way that podFailurePolicy ignores. */
export const ignoredIndexFailures = (pod: Pod): number => countAnnotation(pod, INDEX_IGNORED_FAILURE_COUNT)

/** J25: what the status already has, and with it the pods that have succeeded and are not yet let go. */
export function succeededIndexes(job: Job, pods: readonly Pod[]): { before: Indexes; now: Indexes } {
  const before = parseIndexes(job.status?.completedIndexes ?? '', job.spec.completions!)
  const fresh: number[] = []
  for (const pod of pods) {
    if (pod.status?.phase !== 'Succeeded' || !hasJobTracking(pod)) continue
    const index = validIndex(job, pod)
    if (index !== undefined) fresh.push(index)
  }
  return { before, now: fresh.length === 0 ? before : addIndexes(before, fresh) }
}

/** J28: an index fails with its backoffLimitPerIndex + 1st counted failure, or at once under a FailIndex rule. */
export function failedIndexes(job: Job, pods: readonly Pod[]): Indexes {
  const before = parseIndexes(job.status?.failedIndexes ?? '', job.spec.completions!)
  const fresh: number[] = []
  for (const pod of pods) {
    if (!hasJobTracking(pod) || !isPodFailed(job, pod)) continue
    const index = validIndex(job, pod)
    if (index !== undefined && failsItsIndex(job, pod)) fresh.push(index)
  }
  return fresh.length === 0 ? before : addIndexes(before, fresh)
}

function failsItsIndex(job: Job, pod: Pod): boolean {
  const { action, counts } = matchFailure(job.spec.podFailurePolicy, pod)
  return action === 'FailIndex' || (counts && indexFailures(pod) >= job.spec.backoffLimitPerIndex!)
}

const indexesOf = (pods: readonly Pod[]): number[] => pods.map(completionIndexOf).filter(i => i !== undefined)

/** J26: the lowest `count` indexes that are neither done, nor failed, nor running (nor terminating, where that holds the place). */
export function firstPending(
  job: Job, count: number, taken: { readonly active: readonly Pod[]; readonly pods: readonly Pod[]; readonly succeeded: Indexes; readonly failed: Indexes | undefined },
): number[] {
  let busy = addIndexes(taken.succeeded, indexesOf(taken.active))
  if (onlyReplacesFailed(job)) busy = addIndexes(busy, indexesOf(taken.pods.filter(isStillTerminating)))
  if (taken.failed) busy = mergeIndexes(busy, taken.failed)
  const result: number[] = []
  let candidate = 0
  const takeBelow = (end: number) => { for (; candidate < end && result.length < count; candidate++) result.push(candidate) }
  for (const [first, last] of busy) {
    takeBelow(Math.min(first, job.spec.completions!))
    candidate = Math.max(candidate, last + 1)
  }
  takeBelow(job.spec.completions!)
  return result
}

/**
 * J27: per index, the failed pod that keeps its finalizer until its replacement is made, because the replacement takes the
 * count of failures over from it. Upstream: getPodsWithDelayedDeletionPerIndex.
 */
export function delayedPods(
  job: Job, pods: readonly Pod[], active: readonly Pod[], succeeded: Indexes, failed: Indexes,
): ReadonlyMap<number, Pod> {
  const running = new Set(indexesOf(active))
  const delayed = new Map<number, Pod>()
  for (const pod of pods) {
    if (!hasJobTracking(pod) || !isPodFailed(job, pod)) continue
    const index = validIndex(job, pod)
    if (index === undefined || running.has(index) || hasIndex(succeeded, index) || hasIndex(failed, index)) continue
    const other = delayed.get(index)
    if (!other || (allFailures(other) <= allFailures(pod) && finishedAt(pod) >= finishedAt(other))) delayed.set(index, pod)
  }
  return delayed
}

const allFailures = (pod: Pod): number => indexFailures(pod) + ignoredIndexFailures(pod)

/** The failure counts that the replacement of `replaced` carries. */
export function failureCountsAfter(job: Job, replaced: Pod | undefined): { failures: number; ignored: number } {
  if (!replaced) return { failures: 0, ignored: 0 }
  const { counts } = matchFailure(job.spec.podFailurePolicy, replaced)
  return { failures: indexFailures(replaced) + (counts ? 1 : 0), ignored: ignoredIndexFailures(replaced) + (counts ? 0 : 1) }
}

