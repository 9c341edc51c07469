// What a pod waits for when nothing goes on any more.
import type { AnyObject } from '../../../kube/object.ts'

export const phaseOf = (pod: AnyObject): string => pod.status?.phase ?? 'Pending'
export const isOver = (pod: AnyObject): boolean => phaseOf(pod) === 'Succeeded' || phaseOf(pod) === 'Failed'
export const isTerminating = (o: AnyObject): boolean => o.metadata.deletionTimestamp !== undefined
export const isActive = (pod: AnyObject): boolean => !isOver(pod) && !isTerminating(pod)
export const conditionOf = (o: AnyObject, type: string): any => (o.status?.conditions ?? []).find((c: any) => c.type === type)
export const isReady = (pod: AnyObject): boolean => conditionOf(pod, 'Ready')?.status === 'True'

/** No node fits: it waits for a node, as it should. */
export const isUnschedulable = (pod: AnyObject): boolean => {
  const scheduled = conditionOf(pod, 'PodScheduled')
  return scheduled?.status === 'False' && scheduled.reason === 'Unschedulable'
}
/** It fails again and again, and nobody set a limit: so it may go on for ever. */
export const isCrashing = (pod: AnyObject): boolean => (pod.status?.containerStatuses ?? []).some((c: any) => c.state?.waiting?.reason === 'CrashLoopBackOff')
/** It has ended before, so it will end again, whatever it does just now. */
export const hasCrashed = (pod: AnyObject): boolean => (pod.status?.containerStatuses ?? []).some((c: any) => c.lastState?.terminated !== undefined || c.state?.terminated !== undefined)
