// What a pod waits for when nothing goes on any more.
import { conditionOf } from '../../../kube/conditions.ts'
import type { Pod } from '../../../kube/core.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { isPodActive, isPodReady, isPodTerminal, phaseOf as phaseOfPod } from '../../../kube/pods.ts'

const podOf = (o: AnyObject): Pod => o as unknown as Pod

export const phaseOf = (pod: AnyObject): string => phaseOfPod(podOf(pod))
export const isOver = (pod: AnyObject): boolean => isPodTerminal(podOf(pod))
export const isTerminating = (o: AnyObject): boolean => o.metadata.deletionTimestamp !== undefined
export const isActive = (pod: AnyObject): boolean => isPodActive(podOf(pod))
export const isReady = (pod: AnyObject): boolean => isPodReady(podOf(pod))

/** No node fits: it waits for a node, as it should. */
export const isUnschedulable = (pod: AnyObject): boolean => {
  const scheduled = conditionOf(podOf(pod), 'PodScheduled')
  return scheduled?.status === 'False' && scheduled.reason === 'Unschedulable'
}
/** It fails again and again, and nobody set a limit: so it may go on for ever. */
export const isCrashing = (pod: AnyObject): boolean => (pod.status?.containerStatuses ?? []).some((c: any) => c.state?.waiting?.reason === 'CrashLoopBackOff')
/** It has ended before, so it will end again, whatever it does just now. */
export const hasCrashed = (pod: AnyObject): boolean => (pod.status?.containerStatuses ?? []).some((c: any) => c.lastState?.terminated !== undefined || c.state?.terminated !== undefined)
