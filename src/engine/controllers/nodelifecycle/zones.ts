// How fast nodes may be given up, by how many are down at once. Upstream: node_lifecycle_controller.go, ComputeZoneState, handleDisruption,
// setLimiterInZone.
import type { Node } from '../../../kube/core.ts'
import { readinessOf } from './passes.ts'

/** unhealthy-zone-threshold. */
const UNHEALTHY_SHARE = 0.55
/** large-cluster-size-threshold: a smaller zone stops altogether. */
const LARGE = 50
/** node-eviction-rate 0.1 and secondary-node-eviction-rate 0.01, as the time between two nodes. */
const NORMAL_MS = 10_000
const DISRUPTED_MS = 100_000

/** The zone that a node says it is in; nodes that say nothing are in one together. */
export const zoneOf = (node: Node): string =>
  `${node.metadata.labels?.['topology.kubernetes.io/region'] ?? ''}:${node.metadata.labels?.['topology.kubernetes.io/zone'] ?? ''}`

export interface Pace {
  /** The least time between two nodes of a zone; Infinity: none at all. */
  readonly betweenMs: number
  /** No node anywhere is Ready: the taints that are there go, too. */
  readonly allDown: boolean
  readonly notReady: number
  readonly nodes: number
}

/** NL8. */
export function paceOf(zone: string, nodes: readonly Node[]): Pace {
  const inZone = nodes.filter(n => zoneOf(n) === zone)
  const notReady = inZone.filter(n => readinessOf(n) !== 'True').length
  const counts = { notReady, nodes: inZone.length }
  if (nodes.every(n => readinessOf(n) !== 'True')) return { betweenMs: Infinity, allDown: true, ...counts }
  // A zone that is down as a whole, while others are not, is given up at the ordinary rate.
  const partly = notReady < inZone.length && notReady > 2 && notReady / inZone.length >= UNHEALTHY_SHARE
  return { betweenMs: !partly ? NORMAL_MS : inZone.length > LARGE ? DISRUPTED_MS : Infinity, allDown: false, ...counts }
}
