// The weights of the preferred terms that hold. Upstream: plugins/nodeaffinity.
import { normaliseByMax, type Score } from '../plugin.ts'

export const nodeAffinityScore: Score = {
  name: 'NodeAffinity',
  weight: 2,
  prepare: ({ shape }) => (shape.preferredNodes ? { state: undefined } : undefined),
  raw: (_state, { shape }, { node }) => shape.preferredNodes?.score(node) ?? 0,
  normalise: raw => normaliseByMax(raw, false),
}
