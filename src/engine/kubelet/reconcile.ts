// What others write into a pod's status does not stand: of its pods the kubelet knows better, and says so again at its next round. Thus a pod
// that was called not ready while its machine was cut off is ready again soon after the cable is back, though nothing about it has changed.
// Upstream: pkg/kubelet/status/status_manager.go syncBatch(all), needsReconcile.
import { findCondition } from '../../kube/conditions.ts'
import type { Pod } from '../../kube/core.ts'
import { Pod as PodKind } from '../../kube/kinds.ts'
import type { Instant } from '../../kube/object.ts'
import { why } from './reasons.ts'
import type { PodRecord } from './record.ts'
import { actorOf, type Room } from './room.ts'
import { statusAfter } from './status.ts'
import { STATUS_ROUND_MS } from './timing.ts'

/** A pod came, or was changed, as the kubelet heard: if it is not as the kubelet last said, the next round looks after it. */
export function compare(room: Room, uid: string, before: Pod | undefined, after: Pod | undefined): void {
  if (!after || before?.status === after.status) return
  const r = room.pods.get(uid)
  if (!r || !differs(room, r, after)) return
  const node = room.nodes.get(r.node)!
  if (node.roundAt !== undefined && node.roundAt > room.now) return
  const at = node.bootedAt + (Math.floor((room.now - node.bootedAt) / STATUS_ROUND_MS) + 1) * STATUS_ROUND_MS
  room.nodes.set(r.node, { ...node, roundAt: at })
  room.world.schedule({ at, handler: 'kubelet/round', payload: { node: r.node, boot: node.bootedAt } })
}

/** Somebody has said something of a readiness gate: the pod is synced at once, for its readiness hangs on it. Upstream: status.NeedToReconcilePodReadiness. */
export function gatesChanged(room: Room, before: Pod, after: Pod): void {
  if (before.status === after.status) return
  const gates = after.spec?.readinessGates ?? []
  if (!gates.some(({ conditionType }) => findCondition(before.status?.conditions, conditionType)?.status !== findCondition(after.status?.conditions, conditionType)?.status)) return
  const r = room.pods.get(after.metadata.uid!)
  if (r?.life === 'syncing' && room.isRunning(r.node) && room.reach(r.node) === 'yes') room.wantSync(r)
}

/** A round of the status manager over the pods of a node: what is not as the kubelet says is written again. */
export function statusRound(room: Room, name: string, boot: Instant): void {
  room.world.note({ actor: actorOf(name), what: 'compare statuses', about: `nodes/${name}`, quiet: true, reason: why('kubelet.status-round') })
  const node = room.nodes.get(name)
  if (!node?.running || node.bootedAt !== boot) return
  for (const r of room.byNode.list(name)) {
    const pod = room.server.store.get(PodKind, r.key) as unknown as Pod | undefined
    if (pod?.metadata.uid === r.uid && differs(room, r, pod)) room.writeStatusAt(r, room.now)
  }
}

/** What is on its way differs for a good reason. */
const differs = (room: Room, r: PodRecord, pod: Pod): boolean =>
  r.report !== undefined && !room.outbox.get(r.uid)?.pending && statusAfter(pod, r.report, room.hostIP(r.node), r.life !== 'terminated') !== undefined
