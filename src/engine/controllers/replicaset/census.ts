// What a ReplicaSet wants to know of a pod. Thousands are alike in it, so the cache counts them instead of every sync walking them.
import type { Pod } from '../../../kube/core.ts'
import type { Labels } from '../../../kube/labels.ts'
import type { Instant } from '../../../kube/object.ts'
import { controllerOf } from '../../../kube/owners.ts'
import { isPodReady, isPodTerminal, isPodTerminating, podReadyAt, podReadyCondition } from '../../../kube/pods.ts'
import type { Census } from '../controller.ts'

export interface PodFacts {
  readonly labels: Labels | undefined
  /** Asked to go, and not ended yet; the others are active. */
  readonly terminating: boolean
  readonly ready: boolean
  /** Since when it is ready. */
  readonly readyAt: Instant | undefined
}

const texts = new WeakMap<Labels, string>()
/** Labels as text, worked out once for each object: a pod keeps its own through all its statuses. */
function textOf(labels: Labels | undefined): string {
  if (!labels) return ''
  let text = texts.get(labels)
  if (text === undefined) {
    text = JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)))
    texts.set(labels, text)
  }
  return text
}

/** RS4: pods that have ended are not counted. */
export const podCensus: Census<Pod, PodFacts> = {
  name: 'replicas',
  classOf(pod) {
    const owner = controllerOf(pod)?.kind
    if ((owner !== 'ReplicaSet' && owner !== 'ReplicationController') || isPodTerminal(pod)) return undefined
    return `${isPodTerminating(pod) ? 'terminating' : 'active'} ${isPodReady(pod) ? podReadyCondition(pod)!.lastTransitionTime : '-'} ${textOf(pod.metadata.labels)}`
  },
  factsOf: pod => ({ labels: pod.metadata.labels, terminating: isPodTerminating(pod), ready: isPodReady(pod), readyAt: podReadyAt(pod) }),
}
