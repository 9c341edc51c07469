// Files that the API server supplies (ConfigMaps, Secrets, what a pod says of itself) change while they are mounted: a container finds the new ones
// when the kubelet has synced its pod, a minute or so later. What is mounted by subPath, and variables, stay as they were.
// Upstream: volumemanager/populator MarkRemountRequired, pkg/volume/util/atomic_writer.go.
import type { Pod } from '../../kube/core.ts'
import { ConfigMap, Secret } from '../../kube/kinds.ts'
import type { WatchEvent } from '../api/watch.ts'
import { save } from './alarm.ts'
import { containerNamed, lookAhead, runningNames } from './observe.ts'
import { disturbProbes } from './probes.ts'
import { why } from './reasons.ts'
import type { PodRecord } from './record.ts'
import { actorOf, type Room } from './room.ts'
import { MountError, mountedFiles, refersTo, suppliedFiles, type VolumeFiles } from './runtime/volumes.ts'
import { dataIn } from './start.ts'
import { BOOT_SYNC_MS, RESYNC_MS } from './timing.ts'

/** A pod is synced at least every 60 to 90 s; which part of that is left when something changes is chance. */
const RESYNC_MOST_MS = RESYNC_MS * 1.5
/** A pod that was changed is synced at once; the volumes follow. */
const REMOUNT_MS = 300

/** A ConfigMap or a Secret came, was changed or went: who has mounted it looks again at its next sync. */
export function suppliesChanged(room: Room, { kind, before, after }: WatchEvent): void {
  if (before && after && before['data'] === after['data'] && before['binaryData'] === after['binaryData']) return
  const { name, namespace } = (after ?? before)!.metadata
  const prefix = `${namespace}/`
  for (const r of room.pods.list()) {
    if (!r.key.startsWith(prefix) || r.life !== 'syncing' || !room.isRunning(r.node) || room.reach(r.node) !== 'yes') continue
    const pod = room.podOf(r)
    if (!pod?.spec?.volumes?.some(v => refersTo(v, kind === ConfigMap ? 'configMap' : 'secret', name))) continue
    remountAt(room, r.uid, room.now + 1 + room.world.chance.below(RESYNC_MOST_MS, 'sync-jitter', 'remount', r.uid, room.now))
  }
}

/** A pod's labels or annotations were changed. */
export function selfChanged(room: Room, before: Pod, after: Pod): void {
  if (before.metadata.labels === after.metadata.labels && before.metadata.annotations === after.metadata.annotations) return
  if (after.spec?.volumes?.some(v => v.downwardAPI || v.projected?.sources?.some(s => s.downwardAPI && !v.name.startsWith('kube-api-access-')))) remountAt(room, after.metadata.uid!, room.now + REMOUNT_MS)
}

/** A kubelet that hears again what it had not heard of syncs all its pods. */
export function remountAll(room: Room, node: string): void {
  for (const r of room.byNode.list(node)) {
    const pod = r.life === 'syncing' ? room.podOf(r) : undefined
    if (pod?.spec?.volumes?.some(v => v.configMap || v.secret || v.downwardAPI || v.projected && !v.name.startsWith('kube-api-access-'))) remountAt(room, r.uid, room.now + BOOT_SYNC_MS + 1)
  }
}

function remountAt(room: Room, uid: string, at: number): void {
  const due = room.remounts.get(uid)
  if (due?.pending && due.at <= at) return
  if (due?.pending) room.world.cancel(due)
  room.remounts.set(uid, room.world.schedule({ at, handler: 'kubelet/remount', payload: { uid } }))
}

/** The sync of a pod brings its mounts up to date. */
export function remount(room: Room, uid: string): void {
  room.remounts.delete(uid)
  const r = room.pods.get(uid)
  const pod = r && room.podOf(r)
  if (!r || !pod || r.life !== 'syncing' || !room.isRunning(r.node)) return void room.world.note({ quiet: true })
  room.world.note({ actor: actorOf(r.node), what: 'remount volumes', about: `pods/${r.key}`, reason: why('kubelet.remount') })
  const on = room.lookups(r, pod)
  const supplied = new Map<string, VolumeFiles>()
  for (const volume of pod.spec!.volumes ?? []) {
    if (volume.hostPath) continue
    try {
      const files = suppliedFiles(pod, volume, on)
      if (files) supplied.set(volume.name, files)
    } catch (error) {
      if (!(error instanceof MountError)) throw error
      // What was mounted stays.
      room.event(r, pod, 'Warning', 'FailedMount', error.message)
    }
  }
  const touched = new Set<string>()
  let renewed: PodRecord = r
  for (const name of runningNames(r)) {
    for (const mount of containerNamed(pod.spec!, name)?.volumeMounts ?? []) {
      const files = mount.subPath || mount.subPathExpr ? undefined : supplied.get(mount.name)
      if (!files) continue
      const anew = { ...renewed, renewedAt: { ...renewed.renewedAt, [mount.name]: room.now } }
      if (!room.runs.supply(uid, name, mount.mountPath, mountedFiles(mount, files), room.now, dataIn(room, anew, mount.name))) continue
      renewed = anew
      touched.add(name)
    }
  }
  if (touched.size === 0) return
  let next = lookAhead(room, renewed, pod, touched)
  for (const name of touched) next = disturbProbes(next, containerNamed(pod.spec!, name)!, room.now)
  save(room, next)
}

/** Kinds whose changes are of interest here. */
export const SUPPLIES: ReadonlySet<string> = new Set([ConfigMap.plural, Secret.plural])
