// ScheduleAnyway, and the mild default for pods of a Service or a set: rather where fewer companions are.
// Upstream: plugins/podtopologyspread/scoring.go.
import type { NodeInfo } from '../nodeInfo.ts'
import { MAX_SCORE, type Score } from '../plugin.ts'
import type { PodInfo } from '../podInfo.ts'
import { companions, constraintsOf, defaultConstraints, hasAllKeys, HOSTNAME, isPlace, type Constraint } from '../spread.ts'
import type { Tally } from '../tally.ts'
import type { ClusterView } from '../view.ts'

interface Part {
  readonly constraint: Constraint
  readonly tally: Tally
  /** Companions by place; hosts are asked one by one instead. */
  readonly byPlace: ReadonlyMap<string, number> | undefined
  readonly weight: number
}
interface State { readonly parts: readonly Part[]; readonly ignored: ReadonlySet<NodeInfo> }

export const podTopologySpreadScore: Score<State> = {
  name: 'PodTopologySpread',
  weight: 2,
  prepare(info, view, feasible) {
    const own = (info.pod.spec?.topologySpreadConstraints?.length ?? 0) > 0
    const constraints = own ? constraintsOf(info, 'ScheduleAnyway') : defaultConstraints(info, view)
    if (constraints.length === 0) return undefined
    const scored = own ? feasible.filter(node => hasAllKeys(constraints, node)) : feasible
    const ignored = new Set(own ? feasible.filter(node => !hasAllKeys(constraints, node)) : [])
    return { state: { ignored, parts: constraints.map(constraint => partOf(info, view, constraint, constraints, scored, own)) } }
  },
  raw({ parts, ignored }, _info, node) {
    if (ignored.has(node)) return 0
    let score = 0
    for (const { constraint: { topologyKey, maxSkew }, tally, byPlace, weight } of parts) {
      const value = node.labels?.[topologyKey]
      if (value === undefined) continue
      const count = byPlace ? (byPlace.get(value) ?? 0) : (tally.perNode.get(node) ?? 0)
      score += count * weight + (maxSkew - 1)
    }
    return Math.round(score)
  },
  normalise(raw, { ignored }, nodes) {
    const counted = raw.filter((_, i) => !ignored.has(nodes[i]!))
    const least = counted.reduce((a, b) => Math.min(a, b), Infinity)
    const most = counted.reduce((a, b) => Math.max(a, b), 0)
    for (let i = 0; i < raw.length; i++) {
      if (ignored.has(nodes[i]!)) raw[i] = 0
      else raw[i] = most === 0 ? MAX_SCORE : Math.trunc((MAX_SCORE * (most + least - raw[i]!)) / most)
    }
  },
}

function partOf(info: PodInfo, view: ClusterView, constraint: Constraint, all: readonly Constraint[], scored: readonly NodeInfo[], own: boolean): Part {
  const tally = companions(view, info, constraint)
  const { topologyKey } = constraint
  if (topologyKey === HOSTNAME) return { constraint, tally, byPlace: undefined, weight: Math.log(scored.length + 2) }
  const places = new Set(scored.map(node => node.labels?.[topologyKey] ?? ''))
  // Places with fewer values count for more: log of their number, as upstream weighs them.
  return { constraint, tally, byPlace: byPlace(info, tally, constraint, all, own), weight: Math.log(places.size + 2) }
}

function byPlace(info: PodInfo, tally: Tally, constraint: Constraint, all: readonly Constraint[], own: boolean): ReadonlyMap<string, number> {
  const everywhere = (!constraint.honorAffinity || !info.shape.nodes) && !constraint.honorTaints
  if (everywhere && (!own || all.length === 1)) return tally.by(constraint.topologyKey)
  const counts = new Map<string, number>()
  for (const [node, count] of tally.perNode) {
    if (!node.known || (own && !hasAllKeys(all, node)) || !isPlace(constraint, info, node)) continue
    const value = node.labels?.[constraint.topologyKey] ?? ''
    counts.set(value, (counts.get(value) ?? 0) + count)
  }
  return counts
}
