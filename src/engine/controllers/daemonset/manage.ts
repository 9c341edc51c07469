// Which nodes get a pod and which pods go, whatever their revision. Upstream: daemon_controller.go, manage, podsShouldBeOnNode.
import type { DaemonSet } from '../../../kube/apps.ts'
import type { Node, Pod } from '../../../kube/core.ts'
import { scaledIntOrString } from '../../../kube/intOrString.ts'
import type { Instant } from '../../../kube/object.ts'
import { CONTROLLER_REVISION_HASH, isPodAvailable, isPodReady } from '../../../kube/pods.ts'
import { waitMs } from './backoff.ts'
import { placeOf } from './nodes.ts'
import type { DaemonSetView } from './observe.ts'
import { surveyOf } from './survey.ts'

export interface Managed {
  readonly create: readonly string[]
  readonly remove: readonly Pod[]
  /** Nodes whose failed pod is deleted now; those where that must wait. */
  readonly failed: readonly { readonly pod: Pod; readonly node: string }[]
  readonly succeeded: readonly { readonly pod: Pod; readonly node: string }[]
  readonly waiting: readonly { readonly node: string; readonly ms: number }[]
}

/** What is found on one node, added up. */
interface Sums { create: string[]; remove: Pod[]; failed: { pod: Pod; node: string }[]; succeeded: { pod: Pod; node: string }[]; waiting: { node: string; ms: number }[] }

export function manage(view: DaemonSetView, hash: string): Managed {
  const sums: Sums = { create: [], remove: [], failed: [], succeeded: [], waiting: [] }
  const survey = surveyOf(view, hash)
  const lost: Pod[] = []
  for (const name of survey.acting()) {
    const node = survey.nodeOf(name)
    const there = survey.podsOn(name)
    if (node) onNode(view, node, there, hash, sums)
    // DS8
    else lost.push(...there!.filter(pod => !pod.spec.nodeName && !pod.metadata.deletionTimestamp))
  }
  sums.remove.push(...lost)
  return sums
}

const allowsSurge = ({ spec }: DaemonSet): boolean => {
  const { type, rollingUpdate } = spec.updateStrategy ?? {}
  return type === 'RollingUpdate' && scaledIntOrString(rollingUpdate?.maxSurge ?? 0, 100, true) > 0
}

function onNode(view: DaemonSetView, node: Node, there: readonly Pod[] | undefined, hash: string, sums: Sums): void {
  const { ds, at } = view
  const { name } = node.metadata
  const place = placeOf(ds, node)
  if (place.run && !there) {
    sums.create.push(name)
  } else if (place.keep) {
    const running: Pod[] = []
    for (const pod of there ?? []) if (!pod.metadata.deletionTimestamp && !isOver(view, pod, name, sums)) running.push(pod)
    if (!allowsSurge(ds)) sums.remove.push(...running.slice(1))
    else if (running.length > 1) sums.remove.push(...tooMany(ds, running, hash, at))
    else if (running.length === 0 && place.run) sums.create.push(name)
  } else if (there) {
    sums.remove.push(...there.filter(pod => !pod.metadata.deletionTimestamp))
  }
}

/** DS7. */
function isOver({ ds, failures, at }: DaemonSetView, pod: Pod, node: string, sums: Sums): boolean {
  if (pod.status?.phase === 'Failed') {
    const ms = waitMs(failures, ds.status?.observedGeneration ?? 0, node, at)
    if (ms !== undefined) {
      sums.waiting.push({ node, ms })
      return true
    }
    sums.failed.push({ pod, node })
  } else if (pod.status?.phase === 'Succeeded') sums.succeeded.push({ pod, node })
  else return false
  sums.remove.push(pod)
  return true
}

/** DS6 with surge: one new pod may stand beside one old pod that is ready, until the new one is available. */
function tooMany(ds: DaemonSet, running: readonly Pod[], hash: string, now: Instant): Pod[] {
  const isNew = (pod: Pod) => pod.metadata.labels?.[CONTROLLER_REVISION_HASH] === hash
  const young = running.find(isNew)
  const old = running.find(pod => !isNew(pod))
  const remove = running.filter(pod => pod !== young && pod !== old)
  if (young && old && (!isPodReady(old) || isPodAvailable(young, ds.spec.minReadySeconds ?? 0, now))) remove.push(old)
  return remove
}
