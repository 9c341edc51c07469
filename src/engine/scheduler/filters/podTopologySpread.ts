// DoNotSchedule: no place may have more than maxSkew pods above the emptiest place. Upstream: plugins/podtopologyspread/filtering.go.
import { refused, type Filter } from '../plugin.ts'
import type { PodInfo } from '../podInfo.ts'
import { companions, constraintsOf, countsFor, hasAllKeys, isPlace, type Constraint } from '../spread.ts'
import type { ClusterView } from '../view.ts'

interface Spread {
  readonly constraint: Constraint
  /** Pods by place. Places without any may be missing; how many places there are is `places`. */
  readonly counts: ReadonlyMap<string, number>
  readonly places: ReadonlySet<string>
  /** What a trial has added or taken. */
  readonly shifted: Map<string, number>
  readonly self: 0 | 1
  least: number | undefined
}
type State = readonly Spread[]

const countOf = ({ counts, shifted }: Spread, value: string): number => (counts.get(value) ?? 0) + (shifted.get(value) ?? 0)

function leastOf(spread: Spread): number {
  const { counts, places, shifted, constraint } = spread
  // With fewer places than wanted, an empty one is imagined.
  if (places.size < constraint.minDomains) return 0
  if (spread.least === undefined) {
    let least = Infinity
    if (shifted.size > 0) for (const value of places) least = Math.min(least, countOf(spread, value))
    else if (counts.size < places.size) least = 0
    else for (const count of counts.values()) if (count < least) least = count
    spread.least = least
  }
  return spread.least
}

export const podTopologySpread: Filter<State> = {
  name: 'PodTopologySpread',
  prepare(info, view) {
    const constraints = constraintsOf(info, 'DoNotSchedule')
    if (constraints.length === 0) return undefined
    return { state: constraints.map(constraint => ({
      constraint, ...countsByPlace(info, view, constraint, constraints), shifted: new Map(), least: undefined,
      self: constraint.selector.matches(info.pod.metadata.labels) ? 1 as const : 0 as const,
    })) }
  },
  refuse(state, _info, { labels }) {
    for (const spread of state) {
      const { topologyKey, maxSkew } = spread.constraint
      const value = labels?.[topologyKey]
      if (value === undefined) return refused('PodTopologySpread', 'UnschedulableAndUnresolvable', { id: 'spread-label-missing', topologyKey })
      const skew = countOf(spread, value) + spread.self - leastOf(spread)
      if (skew > maxSkew) return refused('PodTopologySpread', 'Unschedulable', { id: 'spread', topologyKey, skew, maxSkew })
    }
    return undefined
  },
  fork: state => state.map(spread => ({ ...spread, shifted: new Map(spread.shifted) })),
  shift(state, info, other, node, by) {
    if (!hasAllKeys(state.map(s => s.constraint), node)) return
    for (const spread of state) {
      const { constraint, shifted } = spread
      if (!countsFor(info, other, constraint) || !isPlace(constraint, info, node)) continue
      const value = node.labels![constraint.topologyKey]!
      shifted.set(value, (shifted.get(value) ?? 0) + by)
      spread.least = undefined
    }
  },
}

function countsByPlace(info: PodInfo, view: ClusterView, constraint: Constraint, all: readonly Constraint[]): Pick<Spread, 'counts' | 'places'> {
  const tally = companions(view, info, constraint)
  const { topologyKey } = constraint
  const everywhere = (!constraint.honorAffinity || !info.shape.nodes) && !constraint.honorTaints && all.every(c => view.isEverywhere(c.topologyKey))
  if (everywhere) return { counts: tally.by(topologyKey), places: view.places(topologyKey) }
  const counts = new Map<string, number>()
  const places = new Set<string>()
  for (const node of view.nodes) {
    if (!hasAllKeys(all, node) || !isPlace(constraint, info, node)) continue
    const value = node.labels![topologyKey]!
    places.add(value)
    const count = tally.perNode.get(node) ?? 0
    if (count > 0) counts.set(value, (counts.get(value) ?? 0) + count)
  }
  return { counts, places }
}
