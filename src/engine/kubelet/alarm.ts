// When a pod's worker is wanted next: each record has one alarm, set whenever it is saved.
// A sync waits for a relist after the one before it (upstream: podCache.GetNewerThan), which is why a pod's end takes two looks.
import type { Instant } from '../../kube/object.ts'
import { nextProbeAt } from './probes.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'
import { EXIT_MS } from './timing.ts'

/** Saves the record with its one alarm set to the next thing that wants doing. */
export function save(room: Room, record: PodRecord): void {
  const { uid } = record
  room.pods.set(uid, record)
  const at = nextWake(room, record)
  const alarm = room.alarms.get(uid)
  if (alarm?.pending) {
    if (alarm.at === at) return
    room.world.cancel(alarm)
  }
  if (at !== undefined) room.alarms.set(uid, room.world.schedule({ at, handler: 'kubelet/wake', payload: alarm?.payload ?? { uid } }))
}

function nextWake(room: Room, r: PodRecord): Instant | undefined {
  let at = Infinity
  const sync = nextSyncAt(room, r)
  if (sync !== undefined) at = sync
  if (r.life === 'syncing') {
    at = Math.min(at, nextProbeAt(r) ?? Infinity)
    at = Math.min(at, r.measureAt ?? Infinity)
    for (const name in r.containers) at = Math.min(at, r.containers[name]!.lookAt ?? Infinity)
  }
  return at === Infinity ? undefined : Math.max(at, room.now)
}

/** When the pod is to be synced next; nothing while its worker is busy. */
export function nextSyncAt(room: Room, r: PodRecord): Instant | undefined {
  if (r.work) return undefined
  let at = Math.min(r.wantedAt ?? Infinity, r.life === 'syncing' ? r.retryAt ?? Infinity : Infinity)
  if (r.life === 'syncing') {
    if (r.deadlineAt !== undefined && !r.verdict) at = Math.min(at, room.syncTickAtOrAfter(r.node, r.deadlineAt))
    for (const name in r.containers) {
      const c = r.containers[name]!
      if (!c.ended && c.endsAt !== undefined) at = Math.min(at, room.relistAfter(r.node, Math.max(c.endsAt, c.startedAt + EXIT_MS)))
    }
  }
  return at === Infinity ? undefined : Math.max(at, newerThanLastSync(room, r))
}

/** The first relist since the last sync ended: before it the worker would see nothing new. */
function newerThanLastSync(room: Room, r: PodRecord): Instant {
  if (r.syncedAt === undefined) return 0
  return r.relistAt !== undefined && r.relistAt >= r.syncedAt ? r.relistAt : room.relistAfter(r.node, r.syncedAt)
}

/** The pod wants a sync at `at`, if none comes before. */
export const want = (r: PodRecord, at: Instant): PodRecord => ({ ...r, wantedAt: Math.min(at, r.wantedAt ?? Infinity) })

/** Something that it waits for has come. */
export const syncSoon = (room: Room, r: PodRecord): void => save(room, want(r, room.now))
