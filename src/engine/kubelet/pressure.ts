// A machine that runs short of memory or of disk: the kubelet says so of its node, takes no more pods that ask for nothing, and lets go one pod after
// the other until there is enough again. It looks every ten seconds while there is something to see.
// Upstream: pkg/kubelet/eviction/eviction_manager.go synchronize, Admit; kubelet_node_status.go.
import type { Pod } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { podResources } from '../../kube/podResources.ts'
import { canonicalQuantity, valueOf } from '../../kube/quantity.ts'
import { isCritical } from '../../kube/system.ts'
import { save } from './alarm.ts'
import { evict } from './ending.ts'
import { why } from './reasons.ts'
import type { PodRecord } from './record.ts'
import { actorOf, type Room } from './room.ts'
import { referenceOf } from './runtime/images.ts'
import { shortageKey as keyOf, type Housekeeping } from './shortages.ts'
import { useNow } from './storage.ts'
import { HOUSEKEEPING_MS, NODE_SYNC_MS } from './timing.ts'
import { binary, evictionMessage, ranked, resourceOf, SCARCE, type Candidate, type Scarce } from './victims.ts'

/** eviction-pressure-transition-period: a condition that was seen stays for so long. */
const TRANSITION_MS = 300_000
/** An evicted pod is waited for so long, looked after every second. */
const CLEANUP_MS = 30_000
const CLEANUP_LOOK_MS = 1_000
/** eviction-hard: memory.available<100Mi, imagefs.available<15%. (nodefs.available<10% lies below it where both are one disk.) */
const LEAST_MEMORY = 100 * 1024 ** 2
const LEAST_DISK = Math.fround(0.15)
/** What a node's own processes use, and what lies on its disk besides pods and images. */
const SYSTEM_BYTES: Readonly<Record<Scarce, number>> = { memory: 420 * 1024 ** 2, disk: 20 * 1024 ** 3 }
/** So much is missing when somebody takes too much: a few idle pods' memory, or one or two big files. */
const BLOCK = 4096
const SHORT_BY: Readonly<Record<Scarce, number>> = { memory: 20_516 * 1024, disk: 65_572 * 1024 }

/** Something on the machine takes so much of it that too little is left. Inside a frame. */
export function runShort(room: Room, node: string, what: Scarce): void {
  const { takenBytes: _before, ...row } = room.shortages.get(keyOf(node, what)) ?? { takenBytes: 0 }
  const { available, threshold } = lookAt(room, node, what, 0)
  room.shortages.set(keyOf(node, what), { ...row, takenBytes: Math.max(0, available - threshold + SHORT_BY[what]) })
  keepHouse(room, node)
}

/** It gives back what it took. */
export function recover(room: Room, node: string, what: Scarce): void {
  const row = room.shortages.get(keyOf(node, what))
  if (row?.seenAt === undefined) room.shortages.delete(keyOf(node, what))
  else room.shortages.set(keyOf(node, what), { ...row, takenBytes: 0 })
}

/** The machine is gone. */
export function forgetShortages(room: Room, node: string): void {
  for (const what of SCARCE) room.shortages.delete(keyOf(node, what))
  const house = room.housekeeping.get(node)
  if (house) room.world.cancel(house.item)
  room.housekeeping.delete(node)
}

/** What somebody has taken of the machine's memory, who is no pod. */
export const takenMemory = (room: Room, node: string): number => room.shortages.get(keyOf(node, 'memory'))?.takenBytes ?? 0

/** Sees to it that housekeeping comes, where there is something to see: for a kubelet that runs. */
export function keepHouse(room: Room, node: string): void {
  const record = room.nodes.get(node)
  if (!record?.running || !SCARCE.some(what => room.shortages.has(keyOf(node, what)))) return
  const pending = room.housekeeping.get(node)
  if (pending?.item.pending) {
    const payload = pending.item.payload as { readonly boot: Instant }
    if (payload.boot === record.bootedAt) return
    room.world.cancel(pending.item)
  }
  const origin = room.housekeepingAt(node)
  again(room, node, origin + (Math.floor((room.now - origin) / HOUSEKEEPING_MS) + 1) * HOUSEKEEPING_MS)
}

function again(room: Room, node: string, at: Instant, waits: Pick<Housekeeping, 'victim' | 'since'> = {}): void {
  const boot = room.nodes.get(node)!.bootedAt
  room.housekeeping.set(node, { item: room.world.schedule({ at, handler: 'kubelet/housekeeping', payload: { node, boot } }), ...waits })
}

/** One round: what is short, what the node says of it, and one pod that has to go. */
export function housekeeping(room: Room, node: string, boot: Instant): void {
  const { now, world } = room
  const record = room.nodes.get(node)
  world.note({ actor: actorOf(node), what: 'housekeeping', about: `nodes/${node}`, quiet: true, reason: why('kubelet.housekeeping') })
  if (!record?.running || record.bootedAt !== boot) return
  const { victim, since = now } = room.housekeeping.get(node) ?? {}
  if (victim !== undefined && now - since < CLEANUP_MS && isThere(room, victim)) return again(room, node, now + CLEANUP_LOOK_MS, { victim, since })
  const short = SCARCE.filter(what => observe(room, node, what))
  const evicted = short[0] && reclaim(room, node, short[0])
  if (evicted) return again(room, node, now + CLEANUP_LOOK_MS, { victim: evicted, since: now })
  if (SCARCE.some(what => room.shortages.has(keyOf(node, what)))) again(room, node, now + HOUSEKEEPING_MS)
  else room.housekeeping.delete(node)
}

const isThere = (room: Room, uid: string): boolean => {
  const r = room.pods.get(uid)
  return r !== undefined && r.life !== 'terminated'
}

/** Whether there is too little of it now; keeps since when, and has the node's status written where what it says has changed. */
function observe(room: Room, node: string, what: Scarce): boolean {
  const row = room.shortages.get(keyOf(node, what))
  if (!row) return false
  const { now } = room
  const { available, threshold } = lookAt(room, node, what, row.takenBytes)
  const isShort = row.takenBytes > 0 && available < threshold
  if (isShort) room.shortages.set(keyOf(node, what), { ...row, seenAt: now })
  else if (row.seenAt !== undefined && now - row.seenAt >= TRANSITION_MS) {
    if (row.takenBytes > 0) room.shortages.set(keyOf(node, what), { takenBytes: row.takenBytes })
    else room.shortages.delete(keyOf(node, what))
  } else return false
  if (isShort !== (row.seenAt !== undefined)) {
    room.world.note({ quiet: false, reason: why(isShort ? 'kubelet.short' : 'kubelet.short-no-more', { what, available: binary(Math.max(0, available)), threshold: binary(threshold) }) })
    const boot = room.nodes.get(node)!.bootedAt
    room.world.schedule({ at: now + 1 + room.world.chance.below(NODE_SYNC_MS, 'heartbeat-jitter', node, now, what), handler: 'kubelet/node-status', payload: { node, boot, once: true } })
  }
  return isShort
}

/** Frees what belongs to nobody, then lets one pod go; gives its uid. */
function reclaim(room: Room, node: string, what: Scarce): string | undefined {
  room.nodeEvent(node, 'Warning', 'EvictionThresholdMet', `Attempting to reclaim ${resourceOf(what)}`)
  const { takenBytes } = room.shortages.get(keyOf(node, what))!
  if (what === 'disk') {
    removeUnusedImages(room, node)
    const left = lookAt(room, node, what, takenBytes)
    if (left.available >= left.threshold) return undefined
  }
  const { available, threshold } = lookAt(room, node, what, takenBytes)
  for (const victim of ranked(candidatesOn(room, node, what))) {
    const r = room.pods.get(victim.uid)!
    const pod = room.podOf(r)!
    if (isCritical(pod)) continue
    save(room, evict(room, r, pod, evictionMessage(what, victim, threshold, Math.max(0, available)), true))
    return victim.uid
  }
  return undefined
}

/** Images that no pod of the node runs are removed. Upstream: images/image_gc_manager.go DeleteUnusedImages. */
function removeUnusedImages(room: Room, node: string): void {
  const used = new Set(room.byNode.list(node).filter(r => r.life !== 'terminated').flatMap(r => {
    const spec = room.podOf(r)?.spec
    return [...(spec?.containers ?? []), ...(spec?.initContainers ?? []), ...(spec?.ephemeralContainers ?? [])].flatMap(c => {
      const image = referenceOf(c.image ?? '')
      return 'error' in image ? [] : [`${node}|${image.full}`]
    })
  }))
  const unused = room.images.rangeKeys(`${node}|`).filter(key => !used.has(key))
  for (const key of unused) room.images.delete(key)
  if (unused.length > 0) room.world.note({ quiet: false, reason: why('kubelet.images-removed', { images: unused.length }) })
}

/** What is left of it, and of how much the kubelet says that it is too little. */
function lookAt(room: Room, node: string, what: Scarce, takenBytes: number): { readonly available: number; readonly threshold: number } {
  const capacity = valueOf(String(room.nodeObject(node)?.status?.capacity?.[resourceOf(what)] ?? '0'))
  const images = what === 'disk' ? room.images.rangeKeys(`${node}|`).reduce((sum, key) => sum + room.images.get(key)!.sizeBytes, 0) : 0
  const used = candidatesOn(room, node, what).reduce((sum, c) => sum + (c.used ?? 0), 0)
  const available = capacity - SYSTEM_BYTES[what] - images - used - takenBytes
  // A disk is free in whole blocks.
  return { available: what === 'disk' ? Math.floor(available / BLOCK) * BLOCK : available, threshold: what === 'memory' ? LEAST_MEMORY : Math.floor(capacity * LEAST_DISK) }
}

function candidatesOn(room: Room, node: string, what: Scarce): readonly Candidate[] {
  const memoryOf = what === 'memory' ? room.deps.memoryUse?.() : undefined
  return room.byNode.list(node).flatMap(r => {
    const pod = r.life === 'syncing' ? room.podOf(r) : undefined
    return pod ? [candidateOf(room, r, pod, what, memoryOf?.(pod))] : []
  })
}

function candidateOf(room: Room, r: PodRecord, pod: Pod, what: Scarce, memory: ReadonlyMap<string, number> | undefined): Candidate {
  const resource = resourceOf(what)
  const disk = what === 'disk' ? useNow(room, r, pod) : undefined
  const uses = disk?.containers ?? memory ?? new Map<string, number>()
  const spec = pod.spec!
  const containers = [...spec.containers, ...(spec.initContainers ?? [])].flatMap(c => {
    const used = uses.get(c.name)
    const request = c.resources?.requests?.[resource]
    return used === undefined ? [] : [{ name: c.name, used, requested: request === undefined ? 0 : valueOf(String(request)), request: request === undefined ? '0' : canonicalQuantity(String(request)) }]
  })
  const requested = podResources(spec, 'requests')[resource]
  return {
    uid: r.uid, key: r.key, priority: spec.priority ?? 0, requested: requested === undefined ? 0 : valueOf(requested), containers,
    ...(uses.size > 0 ? { used: disk?.total ?? [...uses.values()].reduce((sum, bytes) => sum + bytes, 0) } : {}),
  }
}
