// Signs of life: the lease that a kubelet renews, and the status of its node. A beat that is refused or does not come through is
// followed by the next one. Upstream: component-helpers/apimachinery/lease, kubelet_node_status.go.
import { Lease, Namespace, Node } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { microTimeOf } from '../../kube/rfc3339.ts'
import { beatOf, isNews } from './nodeStatus.ts'
import { why } from './reasons.ts'
import { actorOf, isTaken, type Room } from './room.ts'
import { CONDITION, shortOf } from './shortages.ts'
import { LEASE_MS, NODE_STATUS_MS, NODE_SYNC_MS } from './timing.ts'
import { SCARCE, type Scarce } from './victims.ts'

const LEASES = 'kube-node-lease'
const leaseOf = ({ metadata: { name, uid } }: AnyObject, renewTime: string): AnyObject => ({
  apiVersion: 'coordination.k8s.io/v1', kind: 'Lease',
  metadata: { name, namespace: LEASES, ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid: uid! }] },
  spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime },
})

/** A kubelet that has booted at `boot` begins to beat. */
export function beginBeating(room: Room, node: string, boot: Instant): void {
  if (room.deps.heartbeats === false) return
  const { world } = room
  world.schedule({ at: boot + world.chance.below(LEASE_MS, 'heartbeat-jitter', node, boot), handler: 'kubelet/lease', payload: { node, boot } })
  world.schedule({ at: boot + NODE_STATUS_MS + world.chance.below(10_000, 'heartbeat-jitter', node, boot, 'status'), handler: 'kubelet/node-status', payload: { node, boot } })
}

/** A machine that has been there all along has had its lease for as long. */
export function leaseSince(room: Room, name: string): void {
  const { server, now } = room
  const node = server.store.get(Node, name)
  if (!node || !server.store.get(Namespace, LEASES)) return
  server.create(actorOf(name), leaseOf(node, microTimeOf(now)), LEASES, { createdAt: node.metadata.creationTimestamp! })
}

/** Whether a beat still counts: that kubelet runs. */
function alive(room: Room, name: string, boot: Instant, what: string): boolean {
  const node = room.nodes.get(name)
  room.world.note({ actor: actorOf(name), what, about: `nodes/${name}`, quiet: true, reason: why('kubelet.heartbeat', { node: name }) })
  return node?.running === true && node.bootedAt === boot
}

/** Renews the lease, and comes again. */
export function renewLease(room: Room, name: string, boot: Instant): void {
  const { world, server, now } = room
  if (!alive(room, name, boot, 'renew lease')) return
  const object = server.store.get(Node, name)
  // A lease that belongs to no node is not made; somebody may make the node again.
  if (object && server.store.get(Namespace, LEASES)) {
    const renewTime = microTimeOf(now)
    if (server.store.get(Lease, `${LEASES}/${name}`)) isTaken(() => server.patch(actorOf(name), Lease, LEASES, name, 'merge', { spec: { renewTime } }))
    else isTaken(() => server.create(actorOf(name), leaseOf(object, renewTime), LEASES))
  }
  world.schedule({ at: now + LEASE_MS, handler: 'kubelet/lease', payload: { node: name, boot } })
}

/** Writes the node's status, and comes again unless it is `once`; `ifNews`: nothing, if all is as it was said. */
export function reportNode(room: Room, name: string, boot: Instant, { once = false, ifNews = false }: { readonly once?: boolean; readonly ifNews?: boolean }): void {
  const { world, server, now } = room
  if (!alive(room, name, boot, 'node status')) return
  const again = (at: Instant, more: object) => world.schedule({ at, handler: 'kubelet/node-status', payload: { node: name, boot, ...more } })
  if (!once && room.deps.heartbeats !== false) again(now + NODE_STATUS_MS, {})
  const object = server.store.get(Node, name)
  if (!object) return
  const ready = object['status']?.conditions?.some((c: { type: string; status: string }) => c.type === 'Ready' && c.status === 'True')
  const short = shortOf(room, name)
  const beat = beatOf(object, now, short, room.machines.get(name))
  if (ifNews && !isNews(beat)) return
  tellOf(room, name, object, short)
  const taken = isTaken(() => server.patch(actorOf(name), Node, undefined, name, 'strategic', beat, { subresource: 'status' }))
  if (!ready && taken) world.note({ quiet: false, reason: why('kubelet.node-ready', { node: name }) })
  // News that did not get through are told again with the next look; that the node is alive can wait.
  if (!taken && isNews(beat)) again(now + NODE_SYNC_MS, { once: true, ifNews: true })
}

const TOLD: Readonly<Record<Scarce, readonly [short: string, enough: string]>> = {
  memory: ['NodeHasInsufficientMemory', 'NodeHasSufficientMemory'], disk: ['NodeHasDiskPressure', 'NodeHasNoDiskPressure'],
}

/** What the status says anew is an event too. */
function tellOf(room: Room, node: string, object: AnyObject, short: readonly Scarce[]): void {
  for (const what of SCARCE) {
    const was = object['status']?.conditions?.find((c: { type: string }) => c.type === CONDITION[what])?.status === 'True'
    const is = short.includes(what)
    if (was !== is) room.nodeEvent(node, 'Normal', TOLD[what][is ? 0 : 1], `Node ${node} status is now: ${TOLD[what][is ? 0 : 1]}`)
  }
}
