// Machines that lose their power or their network, and get it back. What the cluster makes of it follows: leases that are not
// renewed, pods that a kubelet hears of late, containers that the runtime finds dead when the machine has booted.
// Upstream: containerd internal/cri/server/restart.go (unknownContainerStatus), client-go reflector's back-off.
import type { Instant } from '../../kube/object.ts'
import { containerNamed, follow, observeEnds, runningNames, withContainer } from './observe.ts'
import { remountAll } from './mounts.ts'
import { why } from './reasons.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'
import { RECONNECT_MS } from './timing.ts'

/** What the runtime says of a container whose end nobody saw. */
const UNKNOWN = { exitCode: 255, reason: 'Unknown' } as const

/** Everything on the machine ends at this instant. Its pods stay as the API server knows them. */
export function darken(room: Room, node: string): void {
  const { now } = room
  for (const r of room.byNode.list(node)) {
    const pod = room.podOf(r)
    let next: PodRecord = r
    if (next.work?.item) room.world.cancel(next.work.item)
    const { work: _lost, ...idle } = next
    next = idle
    if (pod) {
      // What had ended before and was seen is known to the runtime's own journal.
      next = observeEnds(room, next, pod, now)
      for (const name of runningNames(next)) {
        const container = containerNamed(pod.spec!, name)
        const c = next.containers[name]!
        if (!container) continue
        room.runs.keepFiles(pod, container, now - c.startedAt)
        room.runs.signal(r.uid, name, [{ atMs: Math.max(0, now - c.startedAt), name: 'KILL' }])
        next = follow(room, next, name)
      }
    }
    room.pods.set(r.uid, next)
  }
}

/** The runtime of a machine that has booted looks at what it had: sandboxes are gone, containers ended it does not know how. */
export function foundDead(room: Room, r: PodRecord, now: Instant): PodRecord {
  let next = r
  for (const name of runningNames(r)) {
    const { endsAt: _e, lookAt: _l, probes: _p, ...c } = next.containers[name]!
    next = withContainer(next, name, { ...c, ended: { containerID: c.containerID, startedAt: c.startedAt, finishedAt: now, ...UNKNOWN } })
  }
  if (!next.sandbox) return next
  if (room.addresses.get(`${r.node}/${next.sandbox.ip}`) === r.uid) room.addresses.delete(`${r.node}/${next.sandbox.ip}`)
  return { ...next, sandbox: { ...next.sandbox, stopped: true } }
}

/** Nothing passes any more between the machine and the API server. */
export function cut(room: Room, node: string): void {
  const record = room.nodes.get(node)!
  room.nodes.set(node, { ...record, cut: true })
  room.deps.nodePods.deafen(node)
}

/** The cable is back; the kubelet notices at its next try. */
export function mend(room: Room, node: string): void {
  const { cut: _mended, ...record } = room.nodes.get(node)!
  room.nodes.set(node, record)
  const { world, now } = room
  world.schedule({ at: now + 1 + world.chance.below(RECONNECT_MS, 'fault', 'reconnect', node, now), handler: 'kubelet/reconnect', payload: { node } })
}

/** The kubelet lists its pods anew and says at once how its node is. */
export function reconnect(room: Room, node: string): void {
  const record = room.nodes.get(node)
  room.world.note({ actor: `kubelet/${node}`, what: 'connect', about: `nodes/${node}`, reason: why('kubelet.reconnected', { node }) })
  if (!record?.running || record.cut) return
  room.deps.nodePods.listen(node)
  remountAll(room, node)
  room.world.schedule({ at: room.now, handler: 'kubelet/node-status', payload: { node, boot: record.bootedAt, once: true } })
}
