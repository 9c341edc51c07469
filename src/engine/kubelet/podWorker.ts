// One pod on its node: heard of, synced again and again, brought to an end. Observe → decide → act → report, as every controller.
// Upstream: pkg/kubelet/pod_workers.go.
import type { Pod } from '../../kube/core.ts'
import type { Key } from '../../kube/keys.ts'
import type { Instant } from '../../kube/object.ts'
import { isMirror } from '../../kube/system.ts'
import { nextSyncAt, save, want } from './alarm.ts'
import { afterTheEnd, graceSecondsOf, measure, terminate } from './ending.ts'
import { drop } from './forget.ts'
import { mirrorLost } from './mirrors.ts'
import { lookAhead } from './observe.ts'
import { sync, workOn } from './podSync.ts'
import { nextProbeAt, probeDue } from './probes.ts'
import { why } from './reasons.ts'
import type { PodRecord } from './record.ts'
import { noteResize } from './resize.ts'
import type { Room } from './room.ts'
import { reportOf } from './status.ts'
import { NOTICE_MS } from './timing.ts'

/** The kubelet hears of a pod of its node. */
export function heard(room: Room, node: string, key: Key, before: Pod | undefined, after: Pod | undefined): void {
  const { now } = room
  const uid = (after ?? before)!.metadata.uid!
  const r = room.pods.get(uid)
  if (r && isMirror((after ?? before)!) && (!after || after.metadata.deletionTimestamp !== undefined)) {
    if (!after) room.ghosts.set(uid, before!)
    mirrorLost(room, r)
    return
  }
  if (!after) {
    if (!r) return
    if (r.finished) {
      drop(room, r)
      return
    }
    room.ghosts.set(uid, before!)
    save(room, terminate(room, { ...r, gone: true }, false))
    return
  }
  if (!r) {
    // Upstream: a pod that is over already when the kubelet first hears of it is not started again.
    const over = after.status?.phase === 'Succeeded' || after.status?.phase === 'Failed'
    const fresh: PodRecord = { uid, key, node, life: over ? 'terminated' : 'syncing', addedAt: now, containers: {}, failures: {}, restarts: {}, pulls: {}, ...(over ? { finished: true } : {}) }
    save(room, over ? afterTheEnd(room, fresh, after) : want(after.metadata.deletionTimestamp !== undefined ? { ...fresh, life: 'terminating' } : fresh, now + NOTICE_MS))
    return
  }
  if (after.metadata.deletionTimestamp !== undefined) {
    if (before?.metadata.deletionTimestamp === undefined || before.metadata.deletionGracePeriodSeconds !== after.metadata.deletionGracePeriodSeconds) {
      save(room, r.finished ? afterTheEnd(room, r, after) : terminate(room, r, before !== undefined && graceSecondsOf(after) < graceSecondsOf(before)))
    } else if (r.finished && (before.metadata.finalizers?.length ?? 0) !== (after.metadata.finalizers?.length ?? 0)) save(room, afterTheEnd(room, r, after))
    return
  }
  if (before && before.metadata.generation !== after.metadata.generation && r.life === 'syncing') save(room, want(noteResize(r, before, after), now + Math.ceil(NOTICE_MS / 2)))
}

/** The alarm of a pod: probes that are due, a look ahead, a sync. */
export function wake(room: Room, uid: string): void {
  const r = room.pods.get(uid)
  const pod = r && room.podOf(r)
  if (!r || !pod || !room.isRunning(r.node)) {
    room.world.note({ quiet: true })
    room.alarms.delete(uid)
    return
  }
  let next: PodRecord = r
  if (next.life === 'syncing' && hasOwnNews(next, room.now)) {
    const looked = lookAhead(room, next, pod)
    const probed = probeDue(room, looked, pod)
    room.note(next, 'look')
    room.world.note(probed.record !== looked ? { what: 'probe', reason: why('kubelet.probe'), quiet: !probed.news } : { what: 'look ahead', reason: why('kubelet.looking-ahead'), quiet: true })
    next = probed.news ? want(probed.record, room.now) : probed.record
    if (probed.standing && next.report) next = room.report(next, reportOf(pod, next, room.now, false))
  }
  if (next.life === 'syncing' && next.measureAt !== undefined && next.measureAt <= room.now) next = measure(room, next, pod)
  const due = nextSyncAt(room, next)
  if (due !== undefined && due <= room.now) next = sync(room, next, pod)
  if (next.gone && next.finished) {
    // Its object went before it did; now nobody knows it any more.
    room.alarms.delete(uid)
    drop(room, next)
  } else save(room, next)
}

/** Whether a look ahead or a probe is due. */
function hasOwnNews(r: PodRecord, now: Instant): boolean {
  for (const name in r.containers) if ((r.containers[name]!.lookAt ?? Infinity) <= now) return true
  return (nextProbeAt(r) ?? Infinity) <= now
}

/** The wait of a step is over. */
export function step(room: Room, uid: string): void {
  const r = room.pods.get(uid)
  const pod = r && room.podOf(r)
  if (!r?.work || !pod || !room.isRunning(r.node)) return
  const { item: _done, until: _over, ...work } = r.work
  save(room, workOn(room, { ...r, work }, pod))
}

/** The kubelet of its node starts again: work that was under way is lost, containers are where they are. */
export function resume(room: Room, r: PodRecord, at: Instant): void {
  if (r.work?.item) room.world.cancel(r.work.item)
  const { work: _lost, relistAt: _r, syncedAt: _s, ...rest } = r
  save(room, want(rest, at))
}
