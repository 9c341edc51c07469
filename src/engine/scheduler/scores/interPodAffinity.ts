// Preferred neighbours, the pod's own and those whom others would like. Upstream: plugins/interpodaffinity/scoring.go.
import { MAX_SCORE, type Score } from '../plugin.ts'
import type { PodInfo, PodTerm } from '../podInfo.ts'
import type { ClusterView } from '../view.ts'

/** What a standing pod's required affinity is worth to a newcomer it speaks of (hardPodAffinityWeight). */
const HARD_WEIGHT = 1

interface Part { readonly topologyKey: string; readonly counts: ReadonlyMap<string, number>; readonly weight: number }

export const interPodAffinityScore: Score<readonly Part[]> = {
  name: 'InterPodAffinity',
  weight: 2,
  prepare(info, view) {
    const parts: Part[] = []
    const add = (topologyKey: string, counts: ReadonlyMap<string, number>, weight: number) => {
      if (counts.size > 0 && weight !== 0) parts.push({ topologyKey, counts, weight })
    }
    for (const term of info.terms?.preferredAffinity ?? []) add(term.topologyKey, neighbours(view, term), term.weight)
    for (const term of info.terms?.preferredAntiAffinity ?? []) add(term.topologyKey, neighbours(view, term), -term.weight)
    for (const { kind, term, tally } of view.standingTerms()) {
      const weight = kind === 'affinity' ? HARD_WEIGHT : kind === 'preferredAffinity' ? term.weight : kind === 'preferredAntiAffinity' ? -term.weight : 0
      if (weight !== 0 && view.speaksOf(term, info)) add(term.topologyKey, tally.by(term.topologyKey), weight)
    }
    return parts.length ? { state: parts } : undefined
  },
  raw: (parts, _info, { labels }) => parts.reduce((sum, { topologyKey, counts, weight }) => {
    const value = labels?.[topologyKey]
    return value === undefined ? sum : sum + (counts.get(value) ?? 0) * weight
  }, 0),
  normalise(raw) {
    const most = raw.reduce((a, b) => Math.max(a, b), -Infinity)
    const least = raw.reduce((a, b) => Math.min(a, b), Infinity)
    for (let i = 0; i < raw.length; i++) raw[i] = most > least ? Math.trunc(MAX_SCORE * ((raw[i]! - least) / (most - least))) : 0
  },
}

function neighbours(view: ClusterView, term: PodTerm): ReadonlyMap<string, number> {
  const namespaces = view.namespacesOf(term)
  const counts = (other: PodInfo) => namespaces.has(other.pod.metadata.namespace ?? '') && term.selector.matches(other.pod.metadata.labels)
  return view.count(`term|${term.selector.selectable ? term.selector.toString() : '!'}`, namespaces, counts).by(term.topologyKey)
}
