// Deleted pods that no kubelet will end. Upstream: gc_controller.go, gcUnscheduledTerminating, gcTerminating.
import { conditionIsTrue } from '../../../kube/conditions.ts'
import type { Node, Pod } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { Node as NodeKind, Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject, ApiObject, Instant } from '../../../kube/object.ts'
import type { CacheReader, WakeUp } from '../controller.ts'
import { defineController } from '../controller.ts'
import { reason } from './reasons.ts'
import { againAfterRefusal, NAME, PERIOD_MS, removal } from './remove.ts'

export interface StuckPodView {
  readonly at: Instant
  readonly pod: Pod
  readonly why: 'unscheduled' | 'out-of-service'
}

export const stuckPods = defineController<Pod, StuckPodView>({
  name: NAME,
  id: `${NAME}/pods`,
  kind: PodKind,
  reads: [PodKind, NodeKind],
  wakes: [{ kind: PodKind, keys: podDeleted }, { kind: NodeKind, keys: nodeOut }],
  workers: 1,

  observe(cache, _key, pod, _memo, now) {
    const why = pod && whyStuck(pod, cache)
    return why && { at: now, pod, why }
  },

  decide({ at, pod, why }) {
    const because = why === 'unscheduled'
      ? reason('podgc.unscheduled', { pod: pod.metadata.name })
      : reason('podgc.out-of-service', { pod: pod.metadata.name, node: pod.spec.nodeName! })
    return { intents: removal(pod, undefined, at), because }
  },

  conclude: (_view, outcomes) => againAfterRefusal(outcomes),
})

/** PG5, PG6. */
function whyStuck(pod: Pod, cache: CacheReader): StuckPodView['why'] | undefined {
  if (pod.metadata.deletionTimestamp === undefined) return undefined
  if (!pod.spec?.nodeName) return 'unscheduled'
  const node = cache.get(NodeKind, pod.spec.nodeName)
  return node && isOut(node) ? 'out-of-service' : undefined
}

const isOut = (node: Node): boolean =>
  !conditionIsTrue(node, 'Ready') && (node.spec?.taints?.some(t => t.key === 'node.kubernetes.io/out-of-service') ?? false)

/** Looked at by the next pass. */
const inPass = (pods: readonly ApiObject[]): WakeUp[] => pods.map(pod => ({ key: keyOf(pod), afterMs: PERIOD_MS }))

function podDeleted(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly WakeUp[] {
  const fresh = after?.metadata.deletionTimestamp !== undefined && before?.metadata.deletionTimestamp === undefined
  return fresh && whyStuck(after as unknown as Pod, cache) ? inPass([after]) : []
}

function nodeOut(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly WakeUp[] {
  if (!after || !isOut(after as unknown as Node) || (before && isOut(before as unknown as Node))) return []
  return inPass(cache.onNode(after.metadata.name).filter(p => p.metadata.deletionTimestamp !== undefined))
}
