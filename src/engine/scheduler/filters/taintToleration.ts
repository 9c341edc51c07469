// A taint keeps away whoever does not tolerate it. Upstream: plugins/tainttoleration.
import { findUntoleratedTaint, keepsAway } from '../../../kube/taints.ts'
import { refused, type LocalFilter } from '../plugin.ts'

export const taintToleration: LocalFilter = {
  name: 'TaintToleration',
  refuse({ shape }, { taints }) {
    if (taints.length === 0) return undefined
    const taint = findUntoleratedTaint(taints, shape.tolerations, keepsAway)
    return taint && refused('TaintToleration', 'UnschedulableAndUnresolvable', { id: 'taint', key: taint.key, value: taint.value ?? '', effect: taint.effect })
  },
}
