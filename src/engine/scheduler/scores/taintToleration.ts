// Fewer PreferNoSchedule taints that the pod does not bear. Upstream: plugins/tainttoleration.
import { toleratedBy } from '../match.ts'
import { normaliseByMax, type Score } from '../plugin.ts'

export const taintTolerationScore: Score = {
  name: 'TaintToleration',
  weight: 3,
  prepare: () => ({ state: undefined }),
  raw: (_state, { shape }, { taints }) => taints.reduce((n, t) => (t.effect === 'PreferNoSchedule' && !toleratedBy(shape.softTolerations, t) ? n + 1 : n), 0),
  normalise: raw => normaliseByMax(raw, true),
}
