// The machine under a Node: it registers with the API server, and what others write into the status it sets right at its next look. A Node that was
// deleted comes back when the kubelet starts again, not before. Upstream: kubelet_node_status.go registerWithAPIServer, tryUpdateNodeStatus.
import { Node } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { ApiError } from '../api/errors.ts'
import type { NodeSpec } from '../nodes.ts'
import { SUPPLIES, suppliesChanged } from './mounts.ts'
import { beatOf, isNews, nodeObjectOf } from './nodeStatus.ts'
import { why } from './reasons.ts'
import { actorOf, isTaken, type Room } from './room.ts'
import { shortOf } from './shortages.ts'
import { NODE_SYNC_MS, REGISTER_AGAIN_MS } from './timing.ts'

/** The Node of a machine is made; `notReady`: why it is not ready yet. Throws what the API server says. */
export function createNode(room: Room, spec: NodeSpec, notReady?: string): void {
  room.machines.set(spec.name, spec)
  room.server.create(actorOf(spec.name), nodeObjectOf(spec, room.now, notReady), undefined, spec.creationTimestamp === undefined ? {} : { createdAt: spec.creationTimestamp })
  for (const image of spec.images ?? []) {
    const key = `${spec.name}|${image}`
    if (!room.images.has(key)) room.images.set(key, { sizeBytes: room.deps.images?.get(image) ?? 0, at: room.now })
  }
}

/** Registers the machine; one of its name that is there is taken over, with the labels that every kubelet sees to. False: refused, try again. */
export function register(room: Room, machine: NodeSpec, notReady: string): boolean {
  // A machine that joins is as old as its registration; only those that were always there say how old they are.
  const { creationTimestamp: _made, ...spec } = machine
  room.world.note({ actor: actorOf(spec.name), what: 'register node', about: `nodes/${spec.name}`, reason: why('kubelet.node-registered', { node: spec.name }) })
  try {
    createNode(room, spec, notReady)
    return true
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    if (error.reason !== 'AlreadyExists') return false
    restoreLabels(room, spec)
    return true
  }
}

/** A kubelet has started again: it says how its node is, or makes it anew where somebody deleted it. */
export function reregister(room: Room, name: string): void {
  const { now, world } = room
  const isThere = room.nodeObject(name) !== undefined
  const machine = room.machines.get(name)
  const report = (at: Instant) => world.schedule({ at, handler: 'kubelet/node-status', payload: { node: name, boot: room.nodes.get(name)!.bootedAt, once: true } })
  if (isThere || !machine) {
    if (machine) restoreLabels(room, machine)
    report(now)
  } else if (register(room, machine, FIRST_LOOK)) report(room.relistAfter(name, now))
  else world.schedule({ at: now + REGISTER_AGAIN_MS, handler: 'kubelet/reregister', payload: { node: name, boot: room.nodes.get(name)!.bootedAt } })
}
/** Until the first relist. Upstream: runtime.go runtimeErrors, pleg/generic.go Healthy. */
const FIRST_LOOK = 'PLEG is not healthy: pleg has yet to be successful'

const BOOT_ID = '00000000-0000-0000-0000-'
/** The kernel that starts next is another one than ran until now. */
export function newBoot(room: Room, name: string): void {
  const machine = room.machines.get(name)
  if (!machine) return
  const boots = Number(machine.nodeInfo['bootID']?.slice(BOOT_ID.length) ?? 1) + 1
  room.machines.set(name, { ...machine, nodeInfo: { ...machine.nodeInfo, bootID: `${BOOT_ID}${String(boots).padStart(12, '0')}` } })
}

/** A kubelet finds another kernel running than its Node tells of. Upstream: nodestatus/setters.go, MachineInfo. */
export function tellOfBoot(room: Room, name: string): void {
  const bootID = room.machines.get(name)?.nodeInfo['bootID']
  if (bootID !== undefined && room.nodeObject(name)) room.nodeEvent(name, 'Warning', 'Rebooted', `Node ${name} has been rebooted, boot id: ${bootID}`)
}

/** The labels about the machine itself are as it says, whatever somebody made of them. Upstream: updateDefaultLabels. */
function restoreLabels(room: Room, { name, labels }: NodeSpec): void {
  const node = room.nodeObject(name)
  const wrong = Object.entries(labels).filter(([key, value]) => OWN_LABELS.test(key) && node?.metadata.labels?.[key] !== value)
  if (node && wrong.length) isTaken(() => room.server.patch(actorOf(name), Node, undefined, name, 'merge', { metadata: { labels: Object.fromEntries(wrong) } }))
}
const OWN_LABELS = /^(beta\.)?kubernetes\.io\/(hostname|os|arch)$|^(topology|failure-domain\.beta)\.kubernetes\.io\/|instance-type$/

/** Somebody changed what kubelets say of their nodes, or made a node anew: they set it right at their next look; or what pods have mounted. */
export function watchOthers(room: Room): void {
  room.server.watch.subscribe({
    name: 'kubelets', kinds: new Set([Node.plural, ...SUPPLIES]),
    deliver(event) {
      const { before, after } = event
      if (event.kind !== Node) return suppliesChanged(room, event)
      if (!after || before?.['status'] === after['status'] || before && after['status']?.conditions === before['status']?.conditions && after['status']?.capacity === before['status']?.capacity
        && after['status']?.allocatable === before['status']?.allocatable && after['status']?.addresses === before['status']?.addresses) return
      const { name } = after.metadata
      const record = room.nodes.get(name)
      if (!record?.running || record.cut || (record.lookAt ?? 0) > room.now || !isOtherwise(room, after)) return
      const at = record.bootedAt + (Math.floor((room.now - record.bootedAt) / NODE_SYNC_MS) + 1) * NODE_SYNC_MS
      room.nodes.set(name, { ...record, lookAt: at })
      room.world.schedule({ at, handler: 'kubelet/node-status', payload: { node: name, boot: record.bootedAt, once: true, ifNews: true } })
    },
  })
}

/** Whether the API server has anything of the node's status that its kubelet would not say. A node that is not ready yet has its own time. */
function isOtherwise(room: Room, node: AnyObject): boolean {
  const { name } = node.metadata
  const live = room.server.store.get(Node, name)
  return live !== undefined && isNews(beatOf(live, room.now, shortOf(room, name), room.machines.get(name)))
}
