// The kubelet's own word on whether a pod may run on its node: the scheduler's filters once more, for pods that came another way.
// Upstream: pkg/kubelet/lifecycle/predicate.go, kubelet.go rejectPod.
import type { Pod } from '../../kube/core.ts'
import { milliValueOf, valueOf } from '../../kube/quantity.ts'
import type { PodRecord } from './record.ts'
import { podResources } from '../../kube/podResources.ts'
import type { Room } from './room.ts'

export interface Refusal { readonly reason: string; readonly message: string }

const amount = (name: string, text: string | undefined): number => (text === undefined ? 0 : name === 'cpu' ? milliValueOf(text) : valueOf(text))

/** Why the pod is refused, if it is. A pod that the scheduler has just judged is believed. */
export function judgeAdmission(room: Room, r: PodRecord, pod: Pod): Refusal | undefined {
  if (pod.status?.conditions?.some(c => c.type === 'PodScheduled' && c.status === 'True')) return undefined
  const node = room.nodeObject(r.node)
  if (!node) return undefined
  for (const [label, value] of Object.entries(pod.spec!.nodeSelector ?? {})) {
    if (node.metadata.labels?.[label] !== value) {
      return { reason: 'NodeAffinity', message: "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector" }
    }
  }
  const others = room.byNode.list(r.node).filter(o => o.uid !== r.uid && o.life !== 'terminated')
  const capacity = node.status?.allocatable ?? {}
  const most = Number(capacity['pods'] ?? 110)
  if (others.length + 1 > most) return refusal('pods', 1, others.length, most)
  const wanted = podResources(pod.spec!, 'requests')
  for (const name of ['cpu', 'memory', 'ephemeral-storage'] as const) {
    const requested = amount(name, wanted[name])
    if (requested === 0) continue
    let used = 0
    for (const other of others) {
      const of = room.podOf(other)
      if (of) used += amount(name, podResources(of.spec!, 'requests')[name])
    }
    const has = amount(name, capacity[name] === undefined ? undefined : String(capacity[name]))
    if (used + requested > has) return refusal(name, requested, used, has)
  }
  return undefined
}

const refusal = (resource: string, requested: number, used: number, capacity: number): Refusal => ({
  reason: `OutOf${resource}`, message: `Pod was rejected: Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
})
