// What the Job controller reads off a pod, beyond kube/pods.ts.
import type { Pod } from '../../../kube/core.ts'
import type { Instant } from '../../../kube/object.ts'
import { isPodTerminal, podReadyCondition } from '../../../kube/pods.ts'
import { instantOf } from '../../../kube/rfc3339.ts'

/** Deleted, and not yet at its end. Apart from kube's isPodTerminating: an ended pod holds no place any more. */
export const isStillTerminating = (pod: Pod): boolean => pod.metadata.deletionTimestamp !== undefined && !isPodTerminal(pod)

/**
 * When the pod ended: its last container's end, or else when it stopped being ready, or else when it was deleted, or else when
 * it was created. Upstream: backoff_utils.go, getFinishedTime.
 */
export function finishedAt(pod: Pod): Instant {
  const byContainers = lastContainerEnd(pod)
  if (byContainers !== undefined) return byContainers
  const ready = podReadyCondition(pod)
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
export function allRestartsOf(pod: Pod): number {
  let sum = 0
  for (const c of pod.status?.initContainerStatuses ?? []) sum += c.restartCount
  for (const c of pod.status?.containerStatuses ?? []) sum += c.restartCount
  return sum
}
