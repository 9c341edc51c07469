// Which nodes should run a pod of a DaemonSet. Upstream: daemon_controller.go, NodeShouldRunDaemonPod.
import type { DaemonSet } from '../../../kube/apps.ts'
import type { Node, PodSpec, PodTemplateSpec } from '../../../kube/core.ts'
import { requiredNodeAffinity } from '../../../kube/nodeAffinity.ts'
import { drivesAway, findUntoleratedTaint, keepsAway } from '../../../kube/taints.ts'
import { withDaemonTolerations } from './tolerations.ts'

export interface Place {
  /** A pod should be there. */
  readonly run: boolean
  /** A pod that is there may stay. */
  readonly keep: boolean
}

const NOWHERE: Place = { run: false, keep: false }
const judges = new WeakMap<PodTemplateSpec, (node: Node) => Place>()

/** DS1, DS2. Worked out once for each template and node: neither ever changes. */
export function placeOf(ds: DaemonSet, node: Node): Place {
  let judge = judges.get(ds.spec.template)
  if (!judge) {
    judge = judgeOf(ds.spec.template.spec!)
    judges.set(ds.spec.template, judge)
  }
  return judge(node)
}

function judgeOf(spec: PodSpec): (node: Node) => Place {
  const affinity = requiredNodeAffinity(spec)
  const { tolerations = [] } = withDaemonTolerations(spec)
  const known = new WeakMap<Node, Place>()
  const judge = (node: Node): Place => {
    const { name } = node.metadata
    if ((spec.nodeName && spec.nodeName !== name) || !affinity.matches(node)) return NOWHERE
    const taints = node.spec?.taints
    if (!findUntoleratedTaint(taints, tolerations, keepsAway)) return { run: true, keep: true }
    return { run: false, keep: !findUntoleratedTaint(taints, tolerations, drivesAway) }
  }
  return node => {
    let place = known.get(node)
    if (!place) {
      place = judge(node)
      known.set(node, place)
    }
    return place
  }
}
