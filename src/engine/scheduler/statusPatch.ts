// What the scheduler writes into a pod's status: the condition that says why not, and the node on which room is being made.
// Upstream: schedule_one.go (updatePod), pkg/api/v1/pod (UpdatePodCondition), util.PatchPodStatus.
import type { Pod, PodCondition } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'

export interface ConditionUpdate { readonly type: 'PodScheduled' | 'DisruptionTarget'; readonly status: 'True' | 'False'; readonly reason: string; readonly message: string }

/** A strategic merge patch of what differs, or nothing when nothing does. `nominated`: '' takes a nomination back. */
export function statusPatch(pod: Pod, now: Instant, condition: ConditionUpdate | undefined, nominated?: string): { readonly status: Record<string, unknown> } | undefined {
  const status: Record<string, unknown> = {}
  const changed = condition && changedCondition(pod, now, condition)
  if (changed) status['conditions'] = [changed]
  if (nominated !== undefined && nominated !== (pod.status?.nominatedNodeName ?? '')) status['nominatedNodeName'] = nominated || null
  return Object.keys(status).length ? { status } : undefined
}

function changedCondition(pod: Pod, now: Instant, { type, status, reason, message }: ConditionUpdate): Record<string, unknown> | undefined {
  const old: PodCondition | undefined = pod.status?.conditions?.find(c => c.type === type)
  const { generation } = pod.metadata
  if (!old) {
    return {
      type, status, reason, message, lastProbeTime: null, lastTransitionTime: timeOf(now), ...(generation === undefined ? {} : { observedGeneration: generation }),
    }
  }
  const changes = {
    ...(old.status === status ? {} : { status, lastTransitionTime: timeOf(now) }),
    ...(old.reason === reason ? {} : { reason }),
    ...(old.message === message ? {} : { message }),
    ...(generation === undefined || old.observedGeneration === generation ? {} : { observedGeneration: generation }),
  }
  return Object.keys(changes).length ? { ...changes, type } : undefined
}
