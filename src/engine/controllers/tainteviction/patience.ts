// How long a pod stays on a node with NoExecute taints. Upstream: taint_eviction.go, processPodOnNode, getMinTolerationTime;
// component-helpers, GetMatchingTolerations.
import type { Taint, Toleration } from '../../../kube/core.ts'
import { tolerates } from '../../../kube/taints.ts'

/** TE1, TE2: in ms; 0 where a taint is not tolerated at all, Infinity where all are, for ever. */
export function patienceMs(taints: readonly Taint[], tolerations: readonly Toleration[] | undefined): number {
  if (taints.length === 0) return Infinity
  const used: Toleration[] = []
  for (const taint of taints) {
    const matching = (tolerations ?? []).find(t => tolerates(t, taint))
    if (!matching) return 0
    used.push(matching)
  }
  const seconds = used.flatMap(t => (t.tolerationSeconds === undefined ? [] : [Math.max(0, t.tolerationSeconds)]))
  return seconds.length === 0 ? Infinity : Math.min(...seconds) * 1000
}
