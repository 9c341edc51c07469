// A node in plain words.
import type { NodeCondition, Taint } from '../../kube/core.ts'
import type { Reason } from '../../engine/index.ts'
import { evictionOf, NODE_GRACE_MS } from '../../kube/nodePatience.ts'
import type { AnyObject } from '../../kube/object.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import type { Facts } from './facts.ts'
import { say } from './reasons.ts'

/** Heartbeats come every ten seconds: a silence is one when two are missing. */
const NOTICED_MS = 20_000

export function nodeStatusOf(node: AnyObject, facts: Facts, running: boolean): readonly Reason[] {
  const ready: NodeCondition | undefined = (node.status?.conditions ?? []).find((c: NodeCondition) => c.type === 'Ready')
  const pods = facts.podsOn(node.metadata.name)
  const open = pods.filter(p => p.status?.phase !== 'Succeeded' && p.status?.phase !== 'Failed').length
  const reasons: Reason[] = []
  if (ready?.status === 'True') reasons.push({ id: 'status.node.ready', pods: open })
  else reasons.push({ id: 'status.node.not-ready', reason: ready?.reason ?? '', message: ready?.message ?? '', pods: open })
  for (const [type, what] of [['MemoryPressure', 'memory'], ['DiskPressure', 'disk']] as const) {
    if (node.status?.conditions?.some((c: NodeCondition) => c.type === type && c.status === 'True')) reasons.push({ id: 'status.node.short', what })
  }
  if (!running) reasons.push({ id: 'status.node.kubelet-stopped' })
  reasons.push(...silence(node, facts, ready?.status === 'True'), ...eviction(node, pods, facts))
  if (node.spec?.unschedulable) reasons.push({ id: 'status.node.cordoned', field: 'spec.unschedulable' })
  const taints: readonly Taint[] = node.spec?.taints ?? []
  if (taints.length) reasons.push({ id: 'status.node.tainted', taints: taints.map(t => `${t.key}${t.value ? `=${t.value}` : ''}:${t.effect}`) })
  return reasons
}

/** A node that has stopped to renew its Lease, before anybody has drawn a conclusion. */
function silence(node: AnyObject, facts: Facts, believed: boolean): Reason[] {
  if (!believed) return []
  const lease = facts.objects('leases').find(l => l.metadata.namespace === 'kube-node-lease' && l.metadata.name === node.metadata.name)
  const renewed = lease?.spec?.renewTime
  const silentMs = renewed ? facts.now - instantOf(renewed) : 0
  return silentMs > NOTICED_MS ? [say('status.node.silent', { silentMs, graceMs: NODE_GRACE_MS })] : []
}

/** How long the pods of a node that is down are left in peace. */
function eviction(node: AnyObject, pods: readonly AnyObject[], facts: Facts): Reason[] {
  const first = evictionOf(node, pods)
  return first ? [say('status.node.evicts', { leftMs: Math.max(0, first.at - facts.now), pods: first.pods })] : []
}
