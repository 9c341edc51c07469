// DoNotSchedule: no place may have more than maxSkew pods above the emptiest place. Upstream: plugins/podtopologyspread/filtering.go.
import type { NodeInfo } from '../nodeInfo.ts'
import { refused, type Filter } from '../plugin.ts'
import type { PodInfo } from '../podInfo.ts'
import { companions, constraintsOf, countsFor, hasAllKeys, isPlace, type Constraint } from '../spread.ts'
import type { ClusterView } from '../view.ts'

interface Spread {
  readonly constraint: Constraint
  /** Pods by place; every place that counts is there, also with none. */
  readonly counts: Map<string, number>
  readonly self: 0 | 1
  least: number | undefined
}
type State = readonly Spread[]

const leastOf = (spread: Spread): number => {
  if (spread.least === undefined) {
    let least = Infinity
    for (const count of spread.counts.values()) if (count < least) least = count
    spread.least = least
  }
  // With fewer places than wanted, an empty one is imagined.
  return spread.counts.size < spread.constraint.minDomains ? 0 : spread.least
}

export const podTopologySpread: Filter<State> = {
  name: 'PodTopologySpread',
  prepare(info, view) {
    const constraints = constraintsOf(info, 'DoNotSchedule')
    if (constraints.length === 0) return undefined
    return { state: constraints.map(constraint => ({
      constraint, counts: countsByPlace(info, view, constraint, constraints), least: undefined,
      self: constraint.selector.matches(info.pod.metadata.labels) ? 1 as const : 0 as const,
    })) }
  },
  refuse(state, _info, { labels }) {
    for (const spread of state) {
      const { topologyKey, maxSkew } = spread.constraint
      const value = labels?.[topologyKey]
      if (value === undefined) return refused('PodTopologySpread', 'UnschedulableAndUnresolvable', { id: 'spread-label-missing', topologyKey })
      const skew = (spread.counts.get(value) ?? 0) + spread.self - leastOf(spread)
      if (skew > maxSkew) return refused('PodTopologySpread', 'Unschedulable', { id: 'spread', topologyKey, skew, maxSkew })
    }
    return undefined
  },
  fork: state => state.map(spread => ({ ...spread, counts: new Map(spread.counts) })),
  shift(state, info, other, node, by) {
    if (!hasAllKeys(state.map(s => s.constraint), node)) return
    for (const spread of state) {
      const { constraint, counts } = spread
      if (!countsFor(info, other, constraint) || !isPlace(constraint, info, node)) continue
      const value = node.labels![constraint.topologyKey]!
      counts.set(value, (counts.get(value) ?? 0) + by)
      spread.least = undefined
    }
  },
}

function countsByPlace(info: PodInfo, view: ClusterView, constraint: Constraint, all: readonly Constraint[]): Map<string, number> {
  const counts = new Map<string, number>()
  const { perNode } = companions(view, info, constraint)
  const count = (node: NodeInfo) => {
    if (!hasAllKeys(all, node) || !isPlace(constraint, info, node)) return
    const value = node.labels![constraint.topologyKey]!
    counts.set(value, (counts.get(value) ?? 0) + (perNode.get(node) ?? 0))
  }
  view.nodes.forEach(count)
  return counts
}
