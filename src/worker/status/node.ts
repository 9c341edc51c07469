// A node in plain words.
import type { NodeCondition, Taint } from '../../kube/core.ts'
import type { Reason } from '../../engine/index.ts'
import type { AnyObject } from '../../kube/object.ts'

export function nodeStatusOf(node: AnyObject, pods: readonly AnyObject[], running: boolean): readonly Reason[] {
  const ready: NodeCondition | undefined = (node.status?.conditions ?? []).find((c: NodeCondition) => c.type === 'Ready')
  const open = pods.filter(p => p.status?.phase !== 'Succeeded' && p.status?.phase !== 'Failed').length
  const reasons: Reason[] = []
  if (ready?.status === 'True') reasons.push({ id: 'status.node.ready', pods: open })
  else reasons.push({ id: 'status.node.not-ready', reason: ready?.reason ?? '', message: ready?.message ?? '', pods: open })
  if (!running) reasons.push({ id: 'status.node.kubelet-stopped' })
  if (node.spec?.unschedulable) reasons.push({ id: 'status.node.cordoned', field: 'spec.unschedulable' })
  const taints: readonly Taint[] = node.spec?.taints ?? []
  if (taints.length) reasons.push({ id: 'status.node.tainted', taints: taints.map(t => `${t.key}${t.value ? `=${t.value}` : ''}:${t.effect}`) })
  return reasons
}
