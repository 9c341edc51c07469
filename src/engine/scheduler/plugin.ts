// The two kinds of judge: a filter may say no to a node, a score prefers one. Upstream: kube-scheduler/framework.
import type { NodeInfo } from './nodeInfo.ts'
import type { PodInfo } from './podInfo.ts'
import type { NodeReason } from './reasons.ts'
import type { ClusterView } from './view.ts'

export type FilterName =
  | 'NodeUnschedulable' | 'NodeName' | 'TaintToleration' | 'NodeAffinity' | 'NodePorts' | 'NodeResourcesFit' | 'VolumeRestrictions'
  | 'VolumeBinding' | 'VolumeZone' | 'PodTopologySpread' | 'InterPodAffinity'

export type ScoreName =
  | 'TaintToleration' | 'NodeAffinity' | 'NodeResourcesFit' | 'PodTopologySpread' | 'InterPodAffinity' | 'DynamicResources'
  | 'NodeResourcesBalancedAllocation' | 'ImageLocality'

/** `UnschedulableAndUnresolvable`: no pod that goes away could help, so preemption need not look at this node. */
export type RefusalCode = 'Unschedulable' | 'UnschedulableAndUnresolvable'

export interface Refusal {
  /** Missing when no single plugin said it: nodes that were ruled out together, and what preemption found. */
  readonly plugin?: FilterName
  readonly code: RefusalCode
  readonly reasons: readonly NodeReason[]
}

/** What a filter says before it sees any node. */
export type Prepared<S> =
  /** The pod does not concern this filter. */
  | undefined
  | { readonly state: S; /** No other node can do. */ readonly onlyNodes?: ReadonlySet<string> }
  | { readonly refusal: Refusal }

export interface Filter<S = unknown> {
  readonly name: FilterName
  prepare(info: PodInfo, view: ClusterView): Prepared<S>
  refuse(state: S, info: PodInfo, node: NodeInfo): Refusal | undefined
  /** A state that can be shifted without touching the first. Filters without one look at nothing beyond the node. */
  fork?(state: S): S
  /** As if `other` had come to (1) or gone from (-1) the node. Only on a fork. */
  shift?(state: S, info: PodInfo, other: PodInfo, node: NodeInfo, by: 1 | -1): void
}

/** A filter whose answer hangs on the pod's shape and on one node alone: it may be remembered until the node changes. */
export interface LocalFilter {
  readonly name: FilterName
  refuse(info: PodInfo, node: NodeInfo): Refusal | undefined
}

export interface Score<S = unknown> {
  readonly name: ScoreName
  readonly weight: number
  /** Undefined: this score has nothing to say about the pod, and is left out. */
  prepare(info: PodInfo, view: ClusterView, feasible: readonly NodeInfo[]): { readonly state: S } | undefined
  raw(state: S, info: PodInfo, node: NodeInfo): number
  /** Brings raw scores to 0…100; scores that are in that range already have none. */
  normalise?(raw: number[], state: S, nodes: readonly NodeInfo[]): void
}

export const MAX_SCORE = 100

/** Scales so that the highest is 100; `reverse` makes the lowest raw score the best. Upstream: helper.DefaultNormalizeScore. */
export function normaliseByMax(raw: number[], reverse: boolean): void {
  const most = raw.reduce((a, b) => Math.max(a, b), 0)
  for (let i = 0; i < raw.length; i++) {
    if (most === 0) {
      if (reverse) raw[i] = MAX_SCORE
      continue
    }
    const score = Math.trunc((MAX_SCORE * raw[i]!) / most)
    raw[i] = reverse ? MAX_SCORE - score : score
  }
}

export const refused = (plugin: FilterName, code: RefusalCode, ...reasons: NodeReason[]): Refusal => ({ plugin, code, reasons })
