// What the Job controller reads off a pod.
import type { Pod } from '../../../kube/core.ts'
import { instantOf } from '../../../kube/rfc3339.ts'
import type { Instant } from '../../../kube/object.ts'

/** Holds a pod in the API until its Job has counted it. */
export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking'

export const hasTrackingFinalizer = (pod: Pod): boolean => pod.metadata.finalizers?.includes(TRACKING_FINALIZER) ?? false

/** Phase Succeeded or Failed: its containers will not run again. */
export const isTerminal = (pod: Pod): boolean => pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed'

/** Deleted, and not yet at its end. */
export const isTerminating = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined && !isTerminal(pod)

/** Neither ended nor deleted. A pod without a phase is one. */
export const isActive = (pod: Pod): boolean => pod.metadata.deletionTimestamp === undefined && !isTerminal(pod)

const readyCondition = (pod: Pod) => pod.status?.conditions?.find(c => c.type === 'Ready')

export const isReady = (pod: Pod): boolean => readyCondition(pod)?.status === 'True'

/** Since when it has been ready, if it is and the condition says when. */
export function readySince(pod: Pod): Instant | undefined {
  const c = readyCondition(pod)
  return c?.status === 'True' && c.lastTransitionTime ? instantOf(c.lastTransitionTime) : undefined
}

/**
 * When the pod ended: its last container's end, or else when it stopped being ready, or else when it was deleted, or else when
 * it was created. Upstream: backoff_utils.go, getFinishedTime.
 */
export function finishedAt(pod: Pod): Instant {
  const byContainers = lastContainerEnd(pod)
  if (byContainers !== undefined) return byContainers
  const ready = readyCondition(pod)
  if (ready?.status === 'False' && ready.lastTransitionTime) return instantOf(ready.lastTransitionTime)
  const { deletionTimestamp, deletionGracePeriodSeconds, creationTimestamp } = pod.metadata
  if (deletionTimestamp) return instantOf(deletionTimestamp) - (deletionGracePeriodSeconds ?? 0) * 1000
  return creationTimestamp ? instantOf(creationTimestamp) : 0
}

function lastContainerEnd(pod: Pod): Instant | undefined {
  let last: Instant | undefined
  for (const c of pod.status?.containerStatuses ?? []) {
    const end = c.state?.terminated?.finishedAt
    if (!end) return undefined
    const at = instantOf(end)
    if (last === undefined || at > last) last = at
  }
  return last
}

/** Restarts of all its containers, init containers included. */
export function restartsOf(pod: Pod): number {
  let sum = 0
  for (const c of pod.status?.initContainerStatuses ?? []) sum += c.restartCount
  for (const c of pod.status?.containerStatuses ?? []) sum += c.restartCount
  return sum
}
