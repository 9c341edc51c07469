// Which nodes should run a pod of a DaemonSet. Upstream: daemon_controller.go, NodeShouldRunDaemonPod.
import type { DaemonSet } from '../../../kube/apps.ts'
import type { Node, PodSpec, PodTemplateSpec } from '../../../kube/core.ts'
import { daemonJudge } from '../../../kube/daemons.ts'

export interface Place {
  /** A pod should be there. */
  readonly run: boolean
  /** A pod that is there may stay. */
  readonly keep: boolean
}

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
  const refusalOf = daemonJudge(spec)
  const known = new WeakMap<Node, Place>()
  return node => {
    let place = known.get(node)
    if (!place) {
      const refusal = refusalOf(node)
      place = { run: refusal === undefined, keep: refusal?.keep ?? true }
      known.set(node, place)
    }
    return place
  }
}
