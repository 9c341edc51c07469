// Where on the stage a fault shows: at the node, the station of the control loop, or the workload that it concerns.
import type { Fault, FaultRow } from '../../worker/rows.ts'

/** `nodes/n`, the id of a station (`apiserver`, `scheduler`, `kubelets`, a controller's name), or a workload's ref. */
export type Place = string
/** Every controller, and every workload. */
const ALL_CONTROLLERS = '*controllers'
const ALL_WORKLOADS = '*workloads'

export function placeOf(fault: Fault): Place {
  switch (fault.kind) {
    case 'node-down': case 'kubelet-stopped': case 'network-cut': case 'memory-short': case 'disk-short': return `nodes/${fault.node}`
    case 'controller-stopped': return fault.name === 'kube-controller-manager' ? ALL_CONTROLLERS : fault.name
    case 'watch-slow': return fault.watcher === 'controllers' ? ALL_CONTROLLERS : fault.watcher.startsWith('kubelet/') ? `nodes/${fault.watcher.slice(8)}` : fault.watcher
    case 'api-refuses': return 'apiserver'
    // Images are pulled by kubelets.
    case 'image-unavailable': return 'kubelets'
    case 'program-fails': return fault.workload ?? ALL_WORKLOADS
  }
}

/** What is broken at a place. */
export const faultsAt = (faults: ReadonlyMap<string, FaultRow>, place: Place, kind: 'node' | 'controller' | 'workload' | 'station'): readonly Fault[] =>
  [...faults.values()].filter(row => brokenAt(new Map([[row.id, row]]))(place, kind)).map(row => row.fault)

/** Asks whether something is broken at a place. With no fault nothing is looked up. */
export function brokenAt(faults: ReadonlyMap<string, FaultRow>): (place: Place, kind: 'node' | 'controller' | 'workload' | 'station') => boolean {
  if (faults.size === 0) return () => false
  const places = new Set([...faults.values()].map(row => placeOf(row.fault)))
  return (place, kind) => places.has(place) || (kind === 'controller' && places.has(ALL_CONTROLLERS)) || (kind === 'workload' && places.has(ALL_WORKLOADS))
}
