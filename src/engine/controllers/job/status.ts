// A Job's status, and how ended pods move from the cluster into its counters. Upstream: job_controller.go, trackJobStatusAndRemoveFinalizers.
import type { Job, JobCondition, JobStatus } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { completionIndexOf, hasJobTracking, isIndexedJob } from '../../../kube/jobs.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { hasBackoffLimitPerIndex, validIndex } from './indexes.ts'
import { addIndexes, countIndexes, formatIndexes, hasIndex } from './intervals.ts'
import type { Judgement } from './judge.ts'
import { matchFailure } from './podFailurePolicy.ts'
import { isPodFailed } from './replacement.ts'

/** The status holds at most so many uncounted pods; the rest waits for the next sync. */
const MAX_UNCOUNTED = 500

/** A status in the making: every field is there, empty ones too. */
export interface Draft {
  readonly base: JobStatus
  readonly conditions: readonly JobCondition[]
  readonly startTime: string | undefined
  readonly completionTime: string | undefined
  readonly active: number
  readonly ready: number
  readonly terminating: number
  readonly succeeded: number
  readonly failed: number
  readonly completedIndexes: string
  readonly failedIndexes: string | undefined
  readonly uncountedSucceeded: readonly string[]
  readonly uncountedFailed: readonly string[]
}

export function draftOf(status: JobStatus = {}): Draft {
  const { uncountedTerminatedPods: uncounted } = status
  return {
    base: status, conditions: status.conditions ?? [], startTime: status.startTime, completionTime: status.completionTime,
    active: status.active ?? 0, ready: status.ready ?? 0, terminating: status.terminating ?? 0,
    succeeded: status.succeeded ?? 0, failed: status.failed ?? 0,
    completedIndexes: status.completedIndexes ?? '', failedIndexes: status.failedIndexes,
    uncountedSucceeded: uncounted?.succeeded ?? [], uncountedFailed: uncounted?.failed ?? [],
  }
}

/** The job with this status, as it is sent: what is zero or empty is left out, except what upstream always writes. */
export function withStatus(job: Job, d: Draft): AnyObject {
  const status: JobStatus = {
    ...(d.conditions.length > 0 ? { conditions: [...d.conditions] } : {}),
    ...(d.startTime === undefined ? {} : { startTime: d.startTime }),
    ...(d.completionTime === undefined ? {} : { completionTime: d.completionTime }),
    ...(d.active ? { active: d.active } : {}),
    ...(d.succeeded ? { succeeded: d.succeeded } : {}),
    ...(d.failed ? { failed: d.failed } : {}),
    terminating: d.terminating,
    ready: d.ready,
    ...(d.completedIndexes ? { completedIndexes: d.completedIndexes } : {}),
    ...(d.failedIndexes === undefined ? {} : { failedIndexes: d.failedIndexes }),
    uncountedTerminatedPods: {
      ...(d.uncountedSucceeded.length > 0 ? { succeeded: [...d.uncountedSucceeded] } : {}),
      ...(d.uncountedFailed.length > 0 ? { failed: [...d.uncountedFailed] } : {}),
    },
  }
  return { ...job, apiVersion: 'batch/v1', kind: 'Job', status }
}

/** J33: uncounted pods that are no longer tracked move into the counters. The draft itself if there are none. */
export function countFreed(d: Draft, stays: (uid: string) => boolean): Draft {
  const uncountedSucceeded = d.uncountedSucceeded.filter(stays)
  const uncountedFailed = d.uncountedFailed.filter(stays)
  const succeeded = d.uncountedSucceeded.length - uncountedSucceeded.length
  const failed = d.uncountedFailed.length - uncountedFailed.length
  return succeeded + failed === 0
    ? d
    : { ...d, uncountedSucceeded, uncountedFailed, succeeded: d.succeeded + succeeded, failed: d.failed + failed }
}

/** Whether a pod of that uid is tracked, as the cache has it. Looks at the pods only when it is asked. */
export function trackedAmong(pods: readonly Pod[]): (uid: string) => boolean {
  let uids: Set<string> | undefined
  return uid => {
    uids ??= new Set(pods.filter(hasJobTracking).map(pod => pod.metadata.uid!))
    return uids.has(uid)
  }
}

export interface Tracked {
  readonly draft: Draft
  /** Pods to be freed after the draft has been written. */
  readonly free: readonly Pod[]
  /** MAX_UNCOUNTED was reached: the Job cannot end in this sync. */
  readonly full: boolean
}

/** J31, J32: puts ended pods down as uncounted and says which pods may be freed. `ending` is the condition the Job heads for. */
export function track(j: Judgement, pods: readonly Pod[], from: Draft, ending: JobCondition | undefined): Tracked {
  const { job } = j
  const indexed = isIndexedJob(job)
  const ordered = indexed ? pods.toSorted((a, b) => (completionIndexOf(a) ?? -1) - (completionIndexOf(b) ?? -1)) : pods
  const everyPodFailed = ending !== undefined && ending.type !== 'SuccessCriteriaMet'
  const known = { succeeded: new Set(job.status?.uncountedTerminatedPods?.succeeded), failed: new Set(job.status?.uncountedTerminatedPods?.failed) }
  const uncountedSucceeded = [...from.uncountedSucceeded]
  const uncountedFailed = [...from.uncountedFailed]
  const newIndexes: number[] = []
  const free: Pod[] = []
  let full = false
  for (const pod of ordered) {
    if (!hasJobTracking(pod)) continue
    const failed = isPodFailed(job, pod)
    if (!mayFree(j, pod, failed, ending)) continue
    free.push(pod)
    const uid = pod.metadata.uid!
    const index = indexed ? validIndex(job, pod) : undefined
    if (pod.status?.phase === 'Succeeded' && !known.failed.has(uid)) {
      // An index is in the set once however often it succeeds, so the pods of an Indexed Job need not be remembered.
      if (!indexed) {
        if (!known.succeeded.has(uid)) uncountedSucceeded.push(uid)
      } else if (index !== undefined && !hasIndex(j.indexes!.before, index)) newIndexes.push(index)
    } else if ((failed || everyPodFailed) && !known.failed.has(uid) && (!indexed || index !== undefined)) {
      if (matchFailure(job.spec.podFailurePolicy, pod).counts) uncountedFailed.push(uid)
    }
    if (newIndexes.length + uncountedSucceeded.length + uncountedFailed.length >= MAX_UNCOUNTED) {
      full = true
      break
    }
  }
  const draft = { ...from, uncountedSucceeded, uncountedFailed }
  return { draft: indexed ? withIndexes(j, draft, newIndexes) : draft, free, full }
}

/** J32: a pod may go when it has ended, or the Job has; but not while its replacement needs its failure count (J27). */
function mayFree(j: Judgement, pod: Pod, failed: boolean, ending: JobCondition | undefined): boolean {
  if (j.job.metadata.deletionTimestamp !== undefined || ending || pod.status?.phase === 'Succeeded') return true
  if (!failed) return false
  const index = hasBackoffLimitPerIndex(j.job) ? completionIndexOf(pod) : undefined
  return index === undefined || j.indexes?.delayed.get(index)?.metadata.uid !== pod.metadata.uid
}

function withIndexes(j: Judgement, d: Draft, newIndexes: readonly number[]): Draft {
  const succeeded = addIndexes(j.indexes!.succeeded, newIndexes)
  return {
    ...d,
    succeeded: countIndexes(succeeded),
    completedIndexes: formatIndexes(succeeded),
    failedIndexes: j.indexes!.failed && formatIndexes(j.indexes!.failed),
  }
}
