// What a DaemonSet says of itself. Upstream: daemon_controller.go, updateDaemonSetStatus, storeDaemonSetStatus.
import type { DaemonSet, DaemonSetStatus } from '../../../kube/apps.ts'
import type { Counts } from './survey.ts'

/** DS16: the status with these counts; `observed`: the sync acted on this generation. */
export function statusWith({ status, metadata }: DaemonSet, counts: Omit<Counts, 'old'>, observed: boolean): DaemonSetStatus {
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
