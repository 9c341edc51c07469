// How far a rolling update goes in this sync. Upstream: update.go, rollingUpdate, updatedDesiredNodeCounts.
import { isUpdated, rollingLimits } from '../../../kube/daemons.ts'
import type { Pod } from '../../../kube/core.ts'
import { isPodAvailable } from '../../../kube/pods.ts'
import { placeOf } from './nodes.ts'
import type { DaemonSetView } from './observe.ts'

export interface Roll {
  readonly remove: readonly Pod[]
  readonly create: readonly string[]
  readonly unavailable: number
  readonly maxUnavailable: number
  readonly maxSurge: number
}

export function roll(view: DaemonSetView, hash: string): Roll {
  const wanted = view.nodes.filter(node => placeOf(view.ds, node).run).map(node => node.metadata.name)
  const limits = rollingLimits(view.ds, wanted.length)
  // Nodes that should have a pod and have none count as well: what is missing is not available.
  const nodes = [...Object.keys(view.byNode), ...wanted.filter(name => !(name in view.byNode))].sort()
  return limits.maxSurge === 0 ? replacing(view, hash, nodes, limits) : surging(view, hash, nodes, limits)
}

type Limits = Pick<Roll, 'maxUnavailable' | 'maxSurge'>

/** The new and the old pod of a node; undefined where there are several of one sort: manage has to see to it. */
function pairOn({ ds, byNode }: DaemonSetView, node: string, hash: string): { young: Pod | undefined; old: Pod | undefined } | undefined {
  let young: Pod | undefined
  let old: Pod | undefined
  for (const pod of byNode[node] ?? []) {
    if (pod.metadata.deletionTimestamp) continue
    if (isUpdated(ds, pod, hash)) {
      if (young) return undefined
      young = pod
    } else {
      if (old) return undefined
      old = pod
    }
  }
  return { young, old }
}

/** DS12. */
function replacing(view: DaemonSetView, hash: string, nodes: readonly string[], limits: Limits): Roll {
  const available = (pod: Pod) => isPodAvailable(pod, view.ds.spec.minReadySeconds ?? 0, view.at)
  const broken: Pod[] = []
  const candidates: Pod[] = []
  let unavailable = 0
  for (const node of nodes) {
    const pair = pairOn(view, node, hash)
    if (!pair || (pair.young === undefined) === (pair.old === undefined)) unavailable++
    else if (pair.young) unavailable += available(pair.young) ? 0 : 1
    else if (available(pair.old!)) candidates.push(pair.old!)
    else {
      // It goes in any case, and is one of those that may be unavailable.
      broken.push(pair.old!)
      unavailable++
    }
  }
  const left = Math.max(0, limits.maxUnavailable - unavailable)
  return { remove: [...broken, ...candidates.slice(0, left)], create: [], unavailable, ...limits }
}

/** DS13. */
function surging(view: DaemonSetView, hash: string, nodes: readonly string[], limits: Limits): Roll {
  const available = (pod: Pod) => isPodAvailable(pod, view.ds.spec.minReadySeconds ?? 0, view.at)
  const remove: Pod[] = []
  const broken: string[] = []
  const candidates: string[] = []
  let surge = 0
  for (const node of nodes) {
    const pair = pairOn(view, node, hash)
    if (!pair) surge++
    else if (!pair.old) continue
    else if (!pair.young) (available(pair.old) ? candidates : broken).push(node)
    else if (available(pair.young)) remove.push(pair.old)
    else surge++
  }
  const left = Math.max(0, limits.maxSurge - surge)
  return { remove, create: [...broken, ...candidates.slice(0, left)], unavailable: surge, ...limits }
}
