// What the StatefulSet controller reads off a pod. Upstream: stateful_set_utils.go.
import type { Pod } from '../../../kube/core.ts'
import { isPodAvailable, isPodReady, isPodTerminating } from '../../../kube/pods.ts'
import type { Instant } from '../../../kube/object.ts'

/** The API server knows it: it has a phase. */
export const isCreated = (pod: Pod): boolean => pod.status?.phase !== undefined
export const isRunningAndReady = (pod: Pod): boolean => pod.status?.phase === 'Running' && isPodReady(pod)
export const isRunningAndAvailable = (pod: Pod, minReadySeconds: number, now: Instant): boolean =>
  pod.status?.phase === 'Running' && isPodAvailable(pod, minReadySeconds, now)
/** Not there, not ready for long enough, or on its way out. */
export const isUnavailable = (pod: Pod, minReadySeconds: number, now: Instant): boolean =>
  isPodTerminating(pod) || !isRunningAndAvailable(pod, minReadySeconds, now)
