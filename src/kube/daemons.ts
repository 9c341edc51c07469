// Facts about pods of DaemonSets: what all of them tolerate, which node each was made for, and why a node should have none.
// Upstream: pkg/controller/daemon/util/daemonset_util.go; daemon_controller.go, NodeShouldRunDaemonPod.
import type { DaemonSet } from './apps.ts'
import type { Node, Pod, PodSpec, Taint, Toleration } from './core.ts'
import { scaledIntOrString } from './intOrString.ts'
import { requiredNodeAffinity } from './nodeAffinity.ts'
import { CONTROLLER_REVISION_HASH } from './pods.ts'
import { drivesAway, findUntoleratedTaint, keepsAway } from './taints.ts'

const of = (name: string, effect: 'NoExecute' | 'NoSchedule'): Toleration => ({ key: `node.kubernetes.io/${name}`, operator: 'Exists', effect })

const ALWAYS: readonly Toleration[] = [
  of('not-ready', 'NoExecute'), of('unreachable', 'NoExecute'), of('disk-pressure', 'NoSchedule'), of('memory-pressure', 'NoSchedule'),
  of('pid-pressure', 'NoSchedule'), of('unschedulable', 'NoSchedule'),
]
const ON_HOST_NETWORK = of('network-unavailable', 'NoSchedule')

/** The spec with what every pod of a DaemonSet tolerates: added at the end; one that says the same takes the place of the template's. */
export function withDaemonTolerations(spec: PodSpec): PodSpec {
  const tolerations = [...(spec.tolerations ?? [])]
  for (const toleration of spec.hostNetwork ? [...ALWAYS, ON_HOST_NETWORK] : ALWAYS) {
    const at = tolerations.findIndex(t => isSame(t, toleration))
    if (at < 0) tolerations.push(toleration)
    else tolerations[at] = toleration
  }
  return { ...spec, tolerations }
}

const isSame = (a: Toleration, b: Toleration): boolean =>
  a.key === b.key && a.effect === b.effect && (a.operator ?? 'Equal') === b.operator && (a.value ?? '') === (b.value ?? '')

/** The node that a pod is on, or was made for. */
export function targetOf(pod: Pick<Pod, 'spec'>): string | undefined {
  if (pod.spec.nodeName) return pod.spec.nodeName
  for (const term of pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []) {
    for (const { key, operator, values } of term.matchFields ?? []) if (key === 'metadata.name' && operator === 'In' && values?.length === 1) return values[0]
  }
  return undefined
}

/** Why a node should run no pod of a DaemonSet. */
export interface Refusal {
  readonly why: 'nodeName' | 'nodeSelector' | 'affinity' | 'taint'
  /** The first taint that is not tolerated. */
  readonly taint?: Taint
  /** A pod that is there already may stay. */
  readonly keep: boolean
}

/** The judge of a template: for each node a refusal, or undefined where a pod should run. Readiness, room and cordons do not matter to it. */
export function daemonJudge(spec: PodSpec): (node: Node) => Refusal | undefined {
  const selector = requiredNodeAffinity(spec.nodeSelector ? { nodeSelector: spec.nodeSelector } : {})
  const affinity = requiredNodeAffinity(spec.affinity ? { affinity: spec.affinity } : {})
  const { tolerations = [] } = withDaemonTolerations(spec)
  return node => {
    if (spec.nodeName && spec.nodeName !== node.metadata.name) return { why: 'nodeName', keep: false }
    if (!selector.matches(node)) return { why: 'nodeSelector', keep: false }
    if (!affinity.matches(node)) return { why: 'affinity', keep: false }
    const taints = node.spec?.taints
    const taint = findUntoleratedTaint(taints, tolerations, keepsAway)
    return taint && { why: 'taint', taint, keep: !findUntoleratedTaint(taints, tolerations, drivesAway) }
  }
}

export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation'
export const POD_GENERATION = 'pod-template-generation'

/** Whether the pod is of the DaemonSet's current template; `hash` names that template's revision. */
export function isUpdated(ds: Pick<DaemonSet, 'metadata'>, pod: Pick<Pod, 'metadata'>, hash: string): boolean {
  const generation = ds.metadata.annotations?.[TEMPLATE_GENERATION]
  const { labels } = pod.metadata
  return (generation !== undefined && labels?.[POD_GENERATION] === generation) || (hash !== '' && labels?.[CONTROLLER_REVISION_HASH] === hash)
}

/** How many nodes may be without an available pod, or run two, during a rolling update over so many nodes: as numbers, rounded up. */
export function rollingLimits({ spec }: Pick<DaemonSet, 'spec'>, desired: number): { readonly maxUnavailable: number; readonly maxSurge: number } {
  const { maxUnavailable = 1, maxSurge = 0 } = spec.updateStrategy?.rollingUpdate ?? {}
  const limits = { maxUnavailable: scaledIntOrString(maxUnavailable, desired, true), maxSurge: scaledIntOrString(maxSurge, desired, true) }
  return desired > 0 && limits.maxUnavailable === 0 && limits.maxSurge === 0 ? { ...limits, maxUnavailable: 1 } : limits
}
