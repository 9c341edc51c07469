// What filter and score of topology spreading share: constraints compiled, and the pods they count.
// Upstream: plugins/podtopologyspread/common.go and plugins/helper/spread.go.
import type { ReplicaSet, StatefulSet } from '../../kube/apps.ts'
import type { Node, ReplicationController, Service } from '../../kube/core.ts'
import {
  ReplicaSet as ReplicaSetKind, ReplicationController as ControllerKind, Service as ServiceKind, StatefulSet as StatefulSetKind,
} from '../../kube/kinds.ts'
import { selectorFor, selectorFromSet, selectorOf, type Requirement, type Selector } from '../../kube/labels.ts'
import { controllerOf } from '../../kube/owners.ts'
import { findUntoleratedTaint, keepsAway } from '../../kube/taints.ts'
import type { NodeInfo } from './nodeInfo.ts'
import type { PodInfo } from './podInfo.ts'
import type { Tally } from './tally.ts'
import type { ClusterView } from './view.ts'

export const HOSTNAME = 'kubernetes.io/hostname'
const ZONE = 'topology.kubernetes.io/zone'

export interface Constraint {
  readonly maxSkew: number
  readonly topologyKey: string
  readonly selector: Selector
  readonly minDomains: number
  readonly honorAffinity: boolean
  readonly honorTaints: boolean
}

/** The pod's own constraints of one sort. */
export function constraintsOf(info: PodInfo, action: 'DoNotSchedule' | 'ScheduleAnyway'): readonly Constraint[] {
  const result: Constraint[] = []
  const { labels } = info.pod.metadata
  for (const c of info.pod.spec?.topologySpreadConstraints ?? []) {
    if (c.whenUnsatisfiable !== action) continue
    let selector = selectorFor(c.labelSelector)
    const same = (c.matchLabelKeys ?? []).filter(key => labels?.[key] !== undefined)
    if (same.length > 0 && selector.selectable) {
      selector = selectorOf([...selector.requirements, ...same.map((key): Requirement => ({ key, operator: '=', values: [labels![key]!] }))])
    }
    result.push({
      maxSkew: c.maxSkew, topologyKey: c.topologyKey, selector, minDomains: c.minDomains ?? 1,
      honorAffinity: c.nodeAffinityPolicy !== 'Ignore', honorTaints: c.nodeTaintsPolicy === 'Honor',
    })
  }
  return result
}

/**
 * What every pod gets that says nothing itself and belongs to a Service, ReplicaSet, StatefulSet or ReplicationController: a
 * mild wish for other hosts and other zones.
 */
export function defaultConstraints(info: PodInfo, view: ClusterView): readonly Constraint[] {
  const selector = companionsOf(info, view)
  if (!selector) return []
  const shared = { selector, minDomains: 1, honorAffinity: true, honorTaints: false }
  return [{ maxSkew: 3, topologyKey: HOSTNAME, ...shared }, { maxSkew: 5, topologyKey: ZONE, ...shared }]
}

/** Selects the pods that serve or are managed together with this one; nothing when it stands alone. Upstream: helper.DefaultSelector. */
function companionsOf(info: PodInfo, view: ClusterView): Selector | undefined {
  const { namespace, labels } = info.pod.metadata
  const merged: Record<string, string> = {}
  for (const service of view.lookups.list(ServiceKind, namespace) as readonly Service[]) {
    const selects = service.spec?.selector
    if (selects && Object.keys(selects).length > 0 && selectorFromSet(selects).matches(labels)) Object.assign(merged, selects)
  }
  const requirements: Requirement[] = []
  const owner = controllerOf(info.pod)
  const key = `${namespace}/${owner?.name}`
  if (owner?.kind === 'ReplicationController' && owner.apiVersion === 'v1') {
    Object.assign(merged, (view.lookups.get(ControllerKind, key) as ReplicationController | undefined)?.spec?.selector)
  } else if (owner?.kind === 'ReplicaSet' && owner.apiVersion === 'apps/v1') {
    requirements.push(...selectorFor((view.lookups.get(ReplicaSetKind, key) as ReplicaSet | undefined)?.spec?.selector).requirements)
  } else if (owner?.kind === 'StatefulSet' && owner.apiVersion === 'apps/v1') {
    requirements.push(...selectorFor((view.lookups.get(StatefulSetKind, key) as StatefulSet | undefined)?.spec?.selector).requirements)
  }
  for (const [label, value] of Object.entries(merged)) requirements.push({ key: label, operator: '=', values: [value] })
  return requirements.length ? selectorOf(requirements) : undefined
}

/** The pods that a constraint counts: of the same namespace, selected, and not on their way out. */
export const companions = (view: ClusterView, info: PodInfo, { selector }: Constraint): Tally =>
  view.count(`spread|${selector.selectable ? selector.toString() : '!'}`, new Set([info.pod.metadata.namespace ?? '']),
    other => !other.pod.metadata.deletionTimestamp && selector.matches(other.pod.metadata.labels))

export const countsFor = (info: PodInfo, other: PodInfo, { selector }: Constraint): boolean =>
  other.pod.metadata.namespace === info.pod.metadata.namespace && selector.matches(other.pod.metadata.labels)

/** Whether a node counts as a place at all. */
export const isPlace = (c: Constraint, { shape }: PodInfo, node: NodeInfo): boolean =>
  (!c.honorAffinity || !shape.nodes || shape.nodes.matches(node.node)) && (!c.honorTaints || !findUntoleratedTaint(node.taints, shape.tolerations, keepsAway))

export const hasAllKeys = (constraints: readonly Constraint[], node: NodeInfo): boolean =>
  constraints.every(c => node.labels?.[c.topologyKey] !== undefined)

/** Whether one of the pod's hard constraints counts that pod. */
export const companionsMatch = (info: PodInfo, other: { readonly metadata: { readonly namespace?: string; readonly labels?: Readonly<Record<string, string>> } }): boolean =>
  other.metadata.namespace === info.pod.metadata.namespace && constraintsOf(info, 'DoNotSchedule').some(c => c.selector.matches(other.metadata.labels))

/** Whether a node is a place for the pod's hard constraints. */
export const isPlaceForAny = (info: PodInfo, node: Node | undefined): boolean =>
  node !== undefined && constraintsOf(info, 'DoNotSchedule').every(c => node.metadata.labels?.[c.topologyKey] !== undefined)
