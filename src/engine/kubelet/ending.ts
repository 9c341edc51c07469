// A pod shall end, be it deleted, evicted or over: what is under way is called off, what runs is told to hurry.
// Upstream: pkg/kubelet/pod_workers.go UpdatePod; pkg/kubelet/eviction/eviction_manager.go evictPod.
import type { Pod } from '../../kube/core.ts'
import { isCritical } from '../../kube/system.ts'
import { want } from './alarm.ts'
import { why } from './reasons.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'
import { reportOf } from './status.ts'
import { boundsOf, firstExcess } from './storage.ts'
import { HOUSEKEEPING_MS, NOTICE_MS } from './timing.ts'

/** A pod that is over already: its deletion needs only to be seen and done. */
export function afterTheEnd(room: Room, r: PodRecord, pod: Pod): PodRecord {
  if (pod.metadata.deletionTimestamp === undefined) return r
  // The object goes when its sandbox has been seen to be gone, at the relist after it was stopped.
  room.writeStatusAt(r, Math.max(room.now + NOTICE_MS, r.syncedAt === undefined ? 0 : room.relistAfter(r.node, r.syncedAt)))
  return r.report ? { ...r, report: { ...r.report, generation: pod.metadata.generation ?? 1 } } : r
}

/** What is left to a pod that is being deleted. */
export const graceSecondsOf = ({ metadata, spec }: Pod): number => Math.max(1, metadata.deletionGracePeriodSeconds ?? spec!.terminationGracePeriodSeconds ?? 30)

/** The pod shall end: what is under way is called off, what runs is stopped. `sooner`: it has less time now than it had. */
export function terminate(room: Room, r: PodRecord, sooner: boolean): PodRecord {
  const { now } = room
  if (r.life === 'terminated') return r
  if (r.life === 'terminating') return r.work?.kind !== 'terminating' ? want(r, now) : sooner ? hurry(room, r) : r
  const next: PodRecord = { ...r, life: 'terminating' }
  if (!r.work) return want(next, now + NOTICE_MS)
  // A container that is being stopped may be told to hurry; anything else comes to the end of what it does just now.
  const { item, ...work } = r.work
  const step = work.steps[0]
  const idle = step && (step.do === 'mount' || (step.do === 'start' && step.stage === 1 && (work.until ?? 0) > now))
  if (!idle) return want({ ...next, work: { ...r.work, cancelled: true } }, now)
  if (item) room.world.cancel(item)
  const { work: _off, ...free } = next
  return want(free, now + NOTICE_MS)
}

/** The grace was shortened while containers were being stopped: that is given up and begun again, hooks and events too, with what is left. */
function hurry(room: Room, r: PodRecord): PodRecord {
  const { work, ...free } = r
  const step = work!.steps[0]
  if (step?.do !== 'killPod' || step.stage !== 1 || !work!.item) return r
  room.world.cancel(work!.item)
  return want({ ...free, syncedAt: room.now }, room.now)
}

/** Housekeeping has come to this pod: it is thrown out if it takes more than it may. */
export function measure(room: Room, r: PodRecord, pod: Pod): PodRecord {
  room.note(r, 'measure')
  room.world.note({ reason: why('kubelet.measured'), quiet: true })
  const { at, message } = firstExcess(room, r, pod, boundsOf(pod.spec!)!)
  if (message === undefined || at > room.now) return { ...r, measureAt: at }
  if (isCritical(pod)) return { ...r, measureAt: room.now + HOUSEKEEPING_MS }
  return evict(room, r, pod, message)
}

/** The kubelet throws a pod off its machine: it has a second to end, and has failed. `disruption`: for no fault of its own. */
export function evict(room: Room, r: PodRecord, pod: Pod, message: string, disruption = false): PodRecord {
  room.note(r, 'evict pod')
  room.world.note({ reason: why('kubelet.evicted', { message: message.trim() }), quiet: false })
  room.event(r, pod, 'Warning', EVICTED, message)
  const { measureAt: _over, ...rest } = r
  const next: PodRecord = { ...rest, verdict: { phase: 'Failed', reason: EVICTED, message, ...(disruption ? { disruption } : {}) }, graceMs: EVICTION_GRACE_MS }
  return terminate(room, room.report(next, reportOf(pod, next, room.now, false)), false)
}

const EVICTED = 'Evicted'
const EVICTION_GRACE_MS = 1000
