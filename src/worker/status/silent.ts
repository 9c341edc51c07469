// A pod whose node has fallen silent: what is known of it is old, and what becomes of it depends on what it tolerates.
import type { NodeCondition, Taint } from '../../kube/core.ts'
import type { Reason } from '../../engine/index.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { say } from './reasons.ts'

const DRIVES_OUT: readonly string[] = ['node.kubernetes.io/unreachable', 'node.kubernetes.io/not-ready']
interface Toleration { readonly key?: string; readonly effect?: string; readonly tolerationSeconds?: number }

/** Nothing while its node is believed to be well, or of a pod that is over. */
export function silenceOf(pod: AnyObject, node: AnyObject | undefined, now: Instant): readonly Reason[] {
  const ready: NodeCondition | undefined = (node?.status?.conditions ?? []).find((c: NodeCondition) => c.type === 'Ready')
  if (node === undefined || ready === undefined || ready.status === 'True' || pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed') return []
  const about = { node: node.metadata.name }
  // Only a kubelet says that a pod has ended.
  if (pod.metadata.deletionTimestamp !== undefined) return [say('status.pod.silent', { ...about, then: 'terminating' })]
  const taint = ((node.spec?.taints ?? []) as readonly Taint[]).find(t => t.effect === 'NoExecute' && DRIVES_OUT.includes(t.key))
  const fits = (t: Toleration) => (!t.key || (taint ? t.key === taint.key : DRIVES_OUT.includes(t.key))) && (!t.effect || t.effect === 'NoExecute')
  const tolerated = ((pod.spec.tolerations ?? []) as readonly Toleration[]).filter(fits)
  if (tolerated.some(t => t.tolerationSeconds === undefined)) return [say('status.pod.silent', { ...about, then: 'stays', field: 'spec.tolerations' })]
  const seconds = tolerated.length > 0 ? Math.min(...tolerated.map(t => t.tolerationSeconds!)) : undefined
  if (taint?.timeAdded === undefined || seconds === undefined) return [say('status.pod.silent', { ...about, then: 'unknown' })]
  return [say('status.pod.silent', { ...about, then: 'evicted', leftMs: Math.max(0, instantOf(taint.timeAdded) + seconds * 1000 - now), field: 'spec.tolerations' })]
}
