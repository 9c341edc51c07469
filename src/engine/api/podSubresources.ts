// What POST to pods/binding and pods/eviction makes of a pod.
// Upstream: pkg/registry/core/pod/storage/{storage,eviction}.go.
import type { AnyObject, Instant } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import type { PodCondition } from '../../kube/core.ts'
import { completeAs } from './kinds/pod/defaults.ts'

/** The pod with a node. The API server itself writes PodScheduled and takes a nomination back, in the same write. */
export function bound(pod: AnyObject, node: string, annotations: Readonly<Record<string, string>> | undefined, now: Instant): AnyObject {
  const { nominatedNodeName: _kept, ...status } = withCondition(pod, { type: 'PodScheduled', status: 'True' }, now)
  return {
    ...pod,
    metadata: annotations && Object.keys(annotations).length ? { ...pod.metadata, annotations: { ...pod.metadata.annotations, ...annotations } } : pod.metadata,
    spec: completeAs({ ...pod.spec, nodeName: node }, pod.spec),
    status,
  }
}

/** The pod marked as a target of disruption, written before the eviction deletes it. */
export const evicting = (pod: AnyObject, now: Instant): AnyObject => ({
  ...pod,
  status: withCondition(pod, { type: 'DisruptionTarget', status: 'True', reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' }, now),
})

function withCondition(pod: AnyObject, condition: Pick<PodCondition, 'type' | 'status' | 'reason' | 'message'>, now: Instant): AnyObject['status'] {
  const old: readonly PodCondition[] = pod.status?.conditions ?? []
  const before = old.find(c => c.type === condition.type)
  const full = {
    ...condition,
    ...(pod.metadata.generation !== undefined ? { observedGeneration: pod.metadata.generation } : {}),
    lastProbeTime: null as unknown as string,
    lastTransitionTime: before?.status === condition.status ? before.lastTransitionTime! : timeOf(now),
  }
  return { ...pod.status, conditions: [...old.filter(c => c.type !== condition.type), full] }
}
