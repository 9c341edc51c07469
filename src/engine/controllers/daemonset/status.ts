// What a DaemonSet says of itself. Upstream: daemon_controller.go, updateDaemonSetStatus, storeDaemonSetStatus.
import type { DaemonSet, DaemonSetStatus } from '../../../kube/apps.ts'
import { isUpdated } from '../../../kube/daemons.ts'
import { isPodAvailable, isPodReady } from '../../../kube/pods.ts'
import type { Instant } from '../../../kube/object.ts'
import { placeOf } from './nodes.ts'
import type { DaemonSetView } from './observe.ts'

export interface Counts {
  readonly desired: number
  readonly current: number
  readonly misscheduled: number
  readonly ready: number
  readonly updated: number
  readonly available: number
}

/** DS16. */
export function countsOf({ ds, nodes, byNode }: DaemonSetView, hash: string, now: Instant): Counts {
  const counts = { desired: 0, current: 0, misscheduled: 0, ready: 0, updated: 0, available: 0 }
  for (const node of nodes) {
    const pod = byNode[node.metadata.name]?.[0]
    if (!placeOf(ds, node).run) {
      if (pod) counts.misscheduled++
      continue
    }
    counts.desired++
    if (!pod) continue
    counts.current++
    if (isPodReady(pod)) {
      counts.ready++
      if (isPodAvailable(pod, ds.spec.minReadySeconds ?? 0, now)) counts.available++
    }
    if (isUpdated(ds, pod, hash)) counts.updated++
  }
  return counts
}

/** The status with these counts; `observed`: the sync acted on this generation. */
export function statusWith({ status, metadata }: DaemonSet, counts: Counts, observed: boolean): DaemonSetStatus {
  const { updatedNumberScheduled: _u, numberAvailable: _a, numberUnavailable: _n, ...kept } = status ?? {}
  const unavailable = counts.desired - counts.available
  return {
    ...kept,
    currentNumberScheduled: counts.current, desiredNumberScheduled: counts.desired, numberMisscheduled: counts.misscheduled, numberReady: counts.ready,
    ...(counts.updated ? { updatedNumberScheduled: counts.updated } : {}),
    ...(counts.available ? { numberAvailable: counts.available } : {}),
    ...(unavailable ? { numberUnavailable: unavailable } : {}),
    ...(observed && metadata.generation !== undefined ? { observedGeneration: metadata.generation } : {}),
  }
}

const COUNTED = [
  'currentNumberScheduled', 'desiredNumberScheduled', 'numberMisscheduled', 'numberReady', 'updatedNumberScheduled', 'numberAvailable', 'numberUnavailable',
] as const

export const differs = (ds: DaemonSet, next: DaemonSetStatus): boolean =>
  COUNTED.some(field => (ds.status?.[field] ?? 0) !== (next[field] ?? 0)) || (ds.status?.observedGeneration ?? 0) < (ds.metadata.generation ?? 0)
