// The kubelet's own word on whether a pod may run on its node: the scheduler's filters once more, for pods that came another way.
// Upstream: pkg/kubelet/lifecycle/predicate.go generalFilter, pkg/scheduler AdmissionCheck; kubelet.go rejectPod.
import type { Node, Pod, PodSpec } from '../../kube/core.ts'
import { requiredNodeAffinity } from '../../kube/nodeAffinity.ts'
import { podResources } from '../../kube/podResources.ts'
import { milliValueOf, valueOf } from '../../kube/quantity.ts'
import { drivesAway, findUntoleratedTaint } from '../../kube/taints.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'

export interface Refusal { readonly reason: string; readonly message: string }

/** Why the pod is refused, if it is: the first thing that is wrong. A pod that the scheduler has just judged is believed. */
export function judgeAdmission(room: Room, r: PodRecord, pod: Pod): Refusal | undefined {
  if (pod.status?.conditions?.some(c => c.type === 'PodScheduled' && c.status === 'True')) return undefined
  const node = room.nodeObject(r.node)
  if (!node) return undefined
  const others = room.byNode.list(r.node).filter(o => o.uid !== r.uid && o.life !== 'terminated').flatMap(o => room.podOf(o)?.spec ?? [])
  return judge(pod.spec!, node, others)
}

/** The same, pure. `others`: what else is on the node and not over. */
export function judge(spec: PodSpec, node: Node, others: readonly PodSpec[]): Refusal | undefined {
  const lacking = tooLittle(spec, node, others)
  if (lacking) return lacking
  if (!requiredNodeAffinity(spec).matches(node)) return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector")
  const taken = others.flatMap(hostPortsOf)
  if (hostPortsOf(spec).some(own => taken.some(other => clash(own, other)))) return failed('NodePorts', "node(s) didn't have free ports for the requested pod ports")
  if (findUntoleratedTaint(node.spec?.taints, spec.tolerations, drivesAway)) return failed('TaintToleration', "node(s) had taints that the pod didn't tolerate")
  return undefined
}

const failed = (reason: string, why: string): Refusal => ({ reason, message: `Pod was rejected: Predicate ${reason} failed: ${why}` })

const amount = (name: string, text: string | undefined): number => (text === undefined ? 0 : name === 'cpu' ? milliValueOf(text) : valueOf(text))

function tooLittle(spec: PodSpec, node: Node, others: readonly PodSpec[]): Refusal | undefined {
  const capacity = node.status?.allocatable ?? {}
  const most = Number(capacity['pods'] ?? 110)
  if (others.length + 1 > most) return short('pods', 1, others.length, most)
  const wanted = podResources(spec, 'requests')
  for (const name of ['cpu', 'memory', 'ephemeral-storage'] as const) {
    const requested = amount(name, wanted[name])
    if (requested === 0) continue
    const used = others.reduce((sum, other) => sum + amount(name, podResources(other, 'requests')[name]), 0)
    const has = amount(name, capacity[name] === undefined ? undefined : String(capacity[name]))
    if (used + requested > has) return short(name, requested, used, has)
  }
  return undefined
}

const short = (resource: string, requested: number, used: number, capacity: number): Refusal => ({
  reason: `OutOf${resource}`, message: `Pod was rejected: Node didn't have enough resource: ${resource}, requested: ${requested}, used: ${used}, capacity: ${capacity}`,
})

interface HostPort { readonly ip: string; readonly protocol: string; readonly port: number }

const ANY = '0.0.0.0'
const hostPortsOf = ({ containers, initContainers = [] }: PodSpec): HostPort[] =>
  [...containers, ...initContainers.filter(c => c.restartPolicy === 'Always')]
    .flatMap(c => (c.ports ?? []).flatMap(p => (p.hostPort ? [{ ip: p.hostIP || ANY, protocol: p.protocol || 'TCP', port: p.hostPort }] : [])))

const clash = (a: HostPort, b: HostPort): boolean => a.port === b.port && a.protocol === b.protocol && (a.ip === b.ip || a.ip === ANY || b.ip === ANY)
