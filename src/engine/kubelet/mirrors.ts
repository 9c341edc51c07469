// Pods that a kubelet reads from files on its machine. The API server has a mirror of each to look at; whoever deletes the mirror
// deletes nothing but the mirror: its containers run on, and the kubelet shows it anew, under its name and with another uid.
// Upstream: pkg/kubelet/kubelet.go SyncPod ("Trying to delete pod", "Creating a mirror pod for static pod"), pkg/kubelet/pod/mirror_client.go.
import type { Pod } from '../../kube/core.ts'
import { splitKey } from '../../kube/keys.ts'
import { Pod as PodKind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { adopt } from './adopt.ts'
import { drop } from './forget.ts'
import { why } from './reasons.ts'
import type { PodRecord } from './record.ts'
import { actorOf, isTaken, type Room } from './room.ts'
import { NOTICE_MS, STATUS_WRITE_MS } from './timing.ts'

/** What the kubelet puts on a mirror itself, and the API server when it stores one: none of it comes from the file. */
function fromFile({ apiVersion = 'v1', kind = 'Pod', metadata, spec }: AnyObject): AnyObject {
  const { name, namespace, labels, annotations, ownerReferences } = metadata
  return { apiVersion, kind, metadata: { name, ...(namespace ? { namespace } : {}), ...(labels ? { labels } : {}), ...(annotations ? { annotations } : {}), ...(ownerReferences ? { ownerReferences } : {}) }, spec }
}

/** The mirror is being deleted, or is gone: the kubelet looks after it with its next sync. */
export function mirrorLost(room: Room, r: PodRecord): void {
  room.world.schedule({ at: room.now + NOTICE_MS, handler: 'kubelet/mirror', payload: { uid: r.uid } })
}

/** One look after a mirror: what is left of the old one is removed; when nothing is, a new one is made. */
export function showMirror(room: Room, uid: string): void {
  const r = room.pods.get(uid)
  const pod = r && room.podOf(r)
  if (!r || !pod || !room.isRunning(r.node)) return
  const { namespace, name } = splitKey(r.key)
  const actor = actorOf(r.node)
  const live = room.server.store.get(PodKind, r.key)
  if (live?.metadata.uid === uid) {
    if (live.metadata.deletionTimestamp === undefined) return
    room.world.note({ actor, what: 'delete pods', about: `pods/${r.key}`, reason: why('kubelet.mirror-deleted') })
    isTaken(() => room.server.delete(actor, PodKind, namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } }))
    room.world.schedule({ at: room.now + STATUS_WRITE_MS, handler: 'kubelet/mirror', payload: { uid } })
    return
  }
  // Upstream makes none on a node whose object is gone.
  if (live || !room.nodeObject(r.node)) return
  room.world.note({ actor, what: 'create pods', about: `pods/${r.key}`, reason: why('kubelet.mirror-made') })
  let made: AnyObject | undefined
  if (!isTaken(() => { made = room.server.create(actor, fromFile(pod as unknown as AnyObject), namespace) }) || !made) {
    room.world.schedule({ at: room.now + 1000, handler: 'kubelet/mirror', payload: { uid } })
    return
  }
  drop(room, r)
  adopt(room, made as unknown as Pod, r)
}
