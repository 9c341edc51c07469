// Fewer PreferNoSchedule taints that the pod does not bear. Upstream: plugins/tainttoleration.
import { anyTolerates, discourages } from '../../../kube/taints.ts'
import { normaliseByMax, type Score } from '../plugin.ts'

export const taintTolerationScore: Score = {
  name: 'TaintToleration',
  weight: 3,
  prepare: () => ({ state: undefined }),
  raw: (_state, { shape }, { taints }) => taints.reduce((n, t) => (discourages(t) && !anyTolerates(shape.softTolerations, t) ? n + 1 : n), 0),
  normalise: raw => normaliseByMax(raw, true),
}
