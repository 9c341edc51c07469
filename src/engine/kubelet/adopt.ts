// A pod that has been running all along when time begins: its containers are there, its probes believed, its status told, in one frame.
import type { Container, Pod } from '../../kube/core.ts'
import { keyOf } from '../../kube/keys.ts'
import { Pod as PodKind } from '../../kube/kinds.ts'
import { save } from './alarm.ts'
import { withContainer } from './observe.ts'
import { PROBE_KINDS } from './probes.ts'
import type { PodRecord, ProbeKind, ProbeState } from './record.ts'
import { actorOf, type Room } from './room.ts'
import { referenceOf } from './runtime/images.ts'
import { pullImage } from './runtime/programs/catalogue.ts'
import { startRun } from './start.ts'
import { reportOf, statusAfter } from './status.ts'

/** `pod` is bound to a node of this room and has no init containers. `before`: what the kubelet kept of the very same containers under another uid. */
export function adopt(room: Room, pod: Pod, before?: PodRecord): void {
  const { now } = room
  const spec = pod.spec!
  const node = spec.nodeName!
  const uid = pod.metadata.uid!
  const ip = spec.hostNetwork ? room.hostIP(node) ?? '' : room.newAddress(node, uid)
  let r: PodRecord = {
    uid, key: keyOf(pod), node, life: 'syncing', addedAt: now, mountedAt: now, sandbox: { ip, readyAt: now }, containers: {}, failures: {}, restarts: {}, pulls: {}, syncedAt: now,
  }
  for (const container of spec.containers) {
    const name = referenceOf(container.image ?? '')
    const found = pullImage(container.image ?? '')
    if (!('error' in name)) room.images.set(`${node}|${name.full}`, { sizeBytes: found.found ? found.sizeBytes : 0, at: now })
    r = believed(startRun(room, r, pod, container, false), container)
    const old = before?.containers[container.name]
    if (old) r = withContainer(r, container.name, { ...r.containers[container.name]!, attempt: old.attempt, containerID: old.containerID, startedAt: old.startedAt, ...(old.prev ? { prev: old.prev } : {}) })
  }
  const report = reportOf(pod, r, now, false)
  save(room, { ...r, report })
  const status = statusAfter(pod, report, room.hostIP(node), true)
  if (status) room.server.patchStatus(actorOf(node), PodKind, pod.metadata.namespace, pod.metadata.name!, status)
}

/** Its probes have succeeded long since, and are not asked again before something happens in the container. */
function believed(r: PodRecord, { name }: Container): PodRecord {
  const c = r.containers[name]!
  if (!c.probes) return r
  const probes: Partial<Record<ProbeKind, ProbeState>> = {}
  for (const kind of PROBE_KINDS) if (c.probes[kind]) probes[kind] = { streak: 1, last: true, result: 'success' }
  return withContainer(r, name, { ...c, probes })
}
