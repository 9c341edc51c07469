// The end of what the kubelet remembers of a pod.
import { dismiss } from './neighbours.ts'
import type { PodRecord } from './record.ts'
import { retryDeferred } from './resize.ts'
import type { Room } from './room.ts'
import { forgetSessions } from './sessions.ts'

/** Nothing of the pod is kept any longer. */
export function drop(room: Room, r: PodRecord): void {
  const alarm = room.alarms.get(r.uid)
  if (alarm) room.world.cancel(alarm)
  room.alarms.delete(r.uid)
  const due = room.outbox.get(r.uid)
  if (due) room.world.cancel(due)
  room.outbox.delete(r.uid)
  if (r.sandbox && room.addresses.get(`${r.node}/${r.sandbox.ip}`) === r.uid) room.addresses.delete(`${r.node}/${r.sandbox.ip}`)
  if (r.work?.item) room.world.cancel(r.work.item)
  if (r.life !== 'terminated') retryDeferred(room, r)
  room.pods.delete(r.uid)
  room.ghosts.delete(r.uid)
  room.runs.forget(r.uid)
  dismiss(room, r.uid)
  forgetSessions(room, r.uid)
}
