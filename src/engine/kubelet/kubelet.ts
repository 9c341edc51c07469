// The kubelets of all nodes: one record each, no process. This file is the door of the room: it is told of nodes and of pods, and
// answers for logs, exec and progress. What a pod goes through stands in podWorker.ts; the order to read is there, actions, steps, status.
// Upstream: pkg/kubelet/kubelet.go, kubelet_node_status.go, pkg/util/nodelease.
import type { Pod } from '../../kube/core.ts'
import { Node, Pod as PodKind } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { splitKey } from '../../kube/keys.ts'
import type { ExecResult, LogLine, LogOptions, TypedInto } from '../api/client.ts'
import type { NodeSpec } from '../nodes.ts'
import type { Parts } from '../parts.ts'
import { must } from '../world/must.ts'
import { adopt } from './adopt.ts'
import { save, syncSoon } from './alarm.ts'
import { drop } from './forget.ts'
import { beginBeating, leaseSince, renewLease, reportNode } from './heartbeats.ts'
import { execIn, logsOf, seenOf, typeInto, type Touched } from './logs.ts'
import { remount, remountAll, selfChanged } from './mounts.ts'
import { NO_NETWORK } from './nodeStatus.ts'
import { containerNamed, lookAhead } from './observe.ts'
import { cut, darken, foundDead, mend, reconnect } from './outages.ts'
import { heard, resume, step, wake } from './podWorker.ts'
import { disturbProbes } from './probes.ts'
import { containerProgress, type ContainerProgress } from './progress.ts'
import { knock, reach, remember, stillRuns, type Hosts } from './reach.ts'
import { forgetShortages, housekeeping, keepHouse, recover, runShort, takenMemory } from './pressure.ts'
import { createNode, newBoot, register, reregister, tellOfBoot, watchOthers } from './machines.ts'
import { showMirror } from './mirrors.ts'
import { why } from './reasons.ts'
import { compare, gatesChanged, statusRound } from './reconcile.ts'
import type { PodRecord } from './record.ts'
import { actorOf, isTaken, Room, statusClientOf, type KubeletDeps } from './room.ts'
import { cataloguePrograms } from './runtime/programs.ts'
import { hookFailed } from './stopping.ts'
import { statusAfter } from './status.ts'
import type { Scarce } from './victims.ts'
import { BOOT_MS, BOOT_SYNC_MS, REGISTER_AGAIN_MS, KUBELET_LIMIT, NODE_READY_MS, NODE_REGISTER_MS, POWER_ON_MS, RELIST_PERIOD_MS, STATUS_ROUND_MS, STATUS_WRITE_MS, SYNC_TICK_MS } from './timing.ts'
import { work, workDone } from './work.ts'

/** What may be different from one cluster to another. */
export type KubeletOptions = Partial<Pick<KubeletDeps, 'programs' | 'images' | 'services' | 'resolvConf' | 'network' | 'limit' | 'heartbeats' | 'trouble' | 'memoryUse'>>

export class Kubelets {
  readonly #room: Room

  constructor(parts: Parts, options: KubeletOptions) {
    const { world, server, nodePods, limiter, events } = parts
    this.#room = new Room(world, { programs: cataloguePrograms, ...options, server, nodePods, limiter, recorder: events })
    const room = this.#room
    room.wantSync = r => syncSoon(room, r)
    nodePods.onChange((node, key, before, after) => {
      heard(room, node, key, before, after)
      if (before && after) {
        selfChanged(room, before, after)
        gatesChanged(room, before, after)
      }
      compare(room, (after ?? before)!.metadata.uid!, before, after)
    })
    world.on('kubelet/wake', ({ uid }: { uid: string }) => wake(room, uid))
    world.on('kubelet/step', ({ uid }: { uid: string }) => step(room, uid))
    world.on('kubelet/status', ({ uid }: { uid: string }) => this.#writeStatus(uid))
    world.on('kubelet/delete', ({ uid }: { uid: string }) => this.#deletePod(uid))
    world.on('kubelet/hook-failed', ({ uid, container }: { uid: string; container: string }) => this.#hookFailed(uid, container))
    world.on('kubelet/remount', ({ uid }: { uid: string }) => remount(room, uid))
    world.on('kubelet/mirror', ({ uid }: { uid: string }) => showMirror(room, uid))
    world.on('kubelet/lease', ({ node, boot }: { node: string; boot: Instant }) => renewLease(room, node, boot))
    world.on('kubelet/node-status', ({ node, boot, ...how }: { node: string; boot: Instant; once?: boolean; ifNews?: boolean }) => reportNode(room, node, boot, how))
    world.on('kubelet/round', ({ node, boot }: { node: string; boot: Instant }) => statusRound(room, node, boot))
    world.on('kubelet/reconnect', ({ node }: { node: string }) => reconnect(room, node))
    world.on('kubelet/housekeeping', ({ node, boot }: { node: string; boot: Instant }) => housekeeping(room, node, boot))
    world.on('kubelet/register', ({ spec }: { spec: NodeSpec }) => this.#register(spec))
    world.on('kubelet/reregister', ({ node, boot }: { node: string; boot: Instant }) => {
      if (room.isRunning(node) && room.nodes.get(node)!.bootedAt === boot) reregister(room, node)
    })
    world.on('kubelet/start', ({ node, boot }: { node: string; boot: Instant }) => this.#restarted(node, boot))
    watchOthers(room)
    server.kubelets.door = { logs: (pod, options2) => this.logsOf(pod, options2), exec: (pod, container, argv, stdin, typed) => this.execIn(pod, container, argv, stdin, typed), seen: (pod, container) => seenOf(room, pod, container), type: (pod, container, text) => this.#type(pod, container, text) }
  }

  /** A machine joins. One that says when it was made has been there all along and is ready; a new one takes its time to get ready. */
  add(spec: NodeSpec): void {
    const room = this.#room
    const { world } = room
    if (world.now === world.startAt || (spec.creationTimestamp !== undefined && instantOf(spec.creationTimestamp) + 1000 <= world.now)) {
      createNode(room, spec)
      this.#boot(spec.name, world.now)
      if (room.deps.heartbeats !== false) leaseSince(room, spec.name)
    } else world.schedule({ at: world.now + NODE_REGISTER_MS, handler: 'kubelet/register', payload: { spec } })
  }

  /** The machine is taken away with everything on it, and its Node object with it. */
  remove(name: string): void {
    const room = this.#room
    must(room.nodes.has(name), 'no such node', { name })
    room.deps.nodePods.forget(name)
    for (const r of room.byNode.list(name)) drop(room, r)
    forgetShortages(room, name)
    room.machines.delete(name)
    room.nodes.delete(name)
    if (room.server.store.get(Node, name)) room.server.delete('kubestep', Node, undefined, name)
  }

  /** The kubelet stops; containers go on. */
  stop(name: string): void {
    const room = this.#room
    const node = room.nodes.get(name)
    must(node, 'no such node', { name })
    const { booting: _off, ...record } = node
    room.nodes.set(name, { ...record, running: false })
    room.deps.nodePods.deafen(name)
  }

  /** The machine loses its power, and with it kubelet and containers. */
  powerOff(name: string): void {
    this.stop(name)
    const room = this.#room
    darken(room, name)
    room.nodes.set(name, { ...room.nodes.get(name)!, down: true })
    newBoot(room, name)
  }

  /** It is switched on again, and boots. */
  powerOn(name: string): void { this.start(name, POWER_ON_MS) }

  /** Nothing passes between the machine and the API server, until it is connected again. */
  cut(name: string): void { cut(this.#room, name) }
  connect(name: string): void { mend(this.#room, name) }

  /** Something on the machine takes so much of it that too little is left; and gives it back. */
  runShort(name: string, what: Scarce): void { runShort(this.#room, name, what) }
  recover(name: string, what: Scarce): void { recover(this.#room, name, what) }
  /** Bytes of a machine's memory that something has taken which is no pod. */
  takenMemory(name: string): number { return takenMemory(this.#room, name) }

  /** The kubelet comes back and takes up its pods again. */
  start(name: string, afterMs = BOOT_MS): void {
    const room = this.#room
    const node = room.nodes.get(name)
    must(node, 'no such node', { name })
    if (node.running) return
    const { now } = room
    // What was under way when it stopped is lost; nobody may come back to it.
    for (const r of room.byNode.list(name)) if (r.work?.item) room.world.cancel(r.work.item)
    room.nodes.set(name, { ...node, booting: now, relistAt: this.#phase(name, now, RELIST_PERIOD_MS), syncTickAt: this.#phase(`${name}/ticks`, now, SYNC_TICK_MS) })
    room.world.schedule({ at: now + afterMs, handler: 'kubelet/start', payload: { node: name, boot: now } })
  }

  isRunning(name: string): boolean { return this.#room.isRunning(name) }
  has(name: string): boolean { return this.#room.nodes.has(name) }
  /** Whether packets to and from the machine pass: it has power and is not cut off. */
  isReachable(name: string): boolean { return this.#room.reach(name) === 'yes' }
  /** What was done to the machine itself. */
  machine(name: string): 'up' | 'down' | 'cut' {
    const reach = this.#room.reach(name)
    return reach === 'yes' ? 'up' : reach
  }
  names(): readonly string[] { return [...this.#room.nodes.keys()] }

  /** Lines of a container's log up to now. Throws an ApiError in the API server's words. */
  logsOf(pod: AnyObject, options: LogOptions): readonly LogLine[] { return logsOf(this.#room, pod, options) }

  /** Runs a command in a container; inside a frame, what it changes there stays. */
  execIn(pod: AnyObject, container: string | undefined, argv: readonly string[], stdin: string | undefined, typed?: TypedInto): ExecResult {
    const { result, touched } = execIn(this.#room, pod, container, argv, stdin, typed)
    this.#reached(touched)
    return result
  }

  #type(pod: AnyObject, container: string, text: string): void { this.#reached(typeInto(this.#room, pod, container, text)) }

  /** Their course may be another one now. */
  #reached(touched: readonly Touched[]): void {
    const room = this.#room
    for (const { uid, container: name } of touched) {
      const record = room.pods.get(uid)
      const of = record && room.podOf(record)
      if (of) save(room, disturbProbes(lookAhead(room, record, of, new Set([name])), containerNamed(of.spec!, name)!, room.now))
    }
  }

  /** A pod that has been running here all along. */
  adopt(pod: Pod): void { adopt(this.#room, pod) }

  /** The doors at which the network knocks. */
  get hosts(): Hosts {
    const room = this.#room
    return {
      reach: (address, request, patienceMs) => reach(room, address, request, patienceMs), knock: (address, request, patienceMs) => knock(room, address, request, patienceMs),
      work: (server, inMs) => work(room, server, room.now + inMs), remember: (server, request) => remember(room, server, request), stillRuns: client => stillRuns(room, client), isConnected: node => room.reach(node) === 'yes',
    }
  }

  /** What a container has computed for those who asked it, in ms of one core. */
  workDone(uid: string, container: string): number { return workDone(this.#room, uid, container) }

  /** What each container of a pod is busy with, for the page. */
  progress(uid: string): readonly ContainerProgress[] { return containerProgress(this.#room, uid) }

  /** Images that a node has, by full name. */
  imagesOn(node: string): readonly string[] { return this.#room.images.rangeKeys(`${node}|`).map(k => k.slice(node.length + 1)) }

  /** The kubelet's own record of a pod, for inspectors and laws. */
  recordOf(uid: string): PodRecord | undefined { return this.#room.pods.get(uid) }

  #phase(key: string, now: Instant, period: number): Instant { return now + this.#room.world.chance.below(period, 'sync-jitter', key, now) }

  #register(spec: NodeSpec): void {
    const room = this.#room
    if (!register(room, spec, NO_NETWORK)) {
      room.world.schedule({ at: room.now + REGISTER_AGAIN_MS, handler: 'kubelet/register', payload: { spec } })
      return
    }
    this.#boot(spec.name, room.now)
    room.world.schedule({ at: room.now + NODE_READY_MS, handler: 'kubelet/node-status', payload: { node: spec.name, boot: room.now, once: true } })
  }

  /** The kubelet runs from now on. */
  #boot(name: string, now: Instant): void {
    const room = this.#room
    const { cut } = room.nodes.get(name) ?? {}
    room.nodes.set(name, { name, running: true, ...(cut ? { cut } : {}), bootedAt: now, relistAt: this.#phase(name, now, RELIST_PERIOD_MS), syncTickAt: this.#phase(`${name}/ticks`, now, SYNC_TICK_MS), nextIp: room.nodes.get(name)?.nextIp ?? 0 })
    if (!cut) room.deps.nodePods.listen(name)
    beginBeating(room, name, now)
    keepHouse(room, name)
  }

  #restarted(name: string, boot: Instant): void {
    const room = this.#room
    const node = room.nodes.get(name)
    // Stopped again before it was up, or started twice.
    if (!node || node.running || node.booting !== boot) return
    const { world, now } = room
    world.note({ actor: actorOf(name), what: 'start kubelet', about: `nodes/${name}`, reason: why('kubelet.started', { node: name }) })
    const before = new Set(room.byNode.list(name).map(r => r.uid))
    this.#boot(name, now)
    if (node.down) tellOfBoot(room, name)
    for (const r of room.byNode.list(name)) {
      if (!before.has(r.uid)) continue
      resume(room, node.down ? foundDead(room, r, now) : r, now + BOOT_SYNC_MS)
      // The last word on a pod that is over may have been lost with the old process. The others report when they are synced.
      if (r.life === 'terminated' && r.report) room.writeStatusAt(r, now + BOOT_SYNC_MS)
    }
    remountAll(room, name)
    reregister(room, name)
  }

  /** One write of a pod's status; after the last one of a pod that is being deleted, its deletion. */
  #writeStatus(uid: string): void {
    const room = this.#room
    const r = room.pods.get(uid)
    if (!r) return
    const { namespace, name } = splitKey(r.key)
    const live = room.server.store.get(PodKind, r.key) as unknown as Pod | undefined
    room.world.note({ actor: actorOf(r.node), what: 'patch pods/status', about: `pods/${r.key}`, reason: why('kubelet.status') })
    if (room.isRunning(r.node) && live?.metadata.uid === uid) {
      let refused = false
      const status = r.report && statusAfter(live, r.report, room.hostIP(r.node), r.life !== 'terminated')
      if (status) refused = !isTaken(() => room.server.patchStatus(actorOf(r.node), PodKind, namespace, name, status))
      // A refused status or deletion is tried again with the status manager's next round.
      if (refused) room.writeStatusAt(r, room.now + STATUS_ROUND_MS)
      else if (r.finished && live.metadata.deletionTimestamp !== undefined) this.#scheduleDelete(r)
    }
  }

  #hookFailed(uid: string, container: string): void {
    const room = this.#room
    const r = room.pods.get(uid)
    const pod = r && room.podOf(r)
    if (pod && room.isRunning(r.node)) hookFailed(room, r, pod, container)
    else room.world.note({ quiet: true })
  }

  #scheduleDelete(r: PodRecord): void {
    const room = this.#room
    const at = room.deps.limiter.take(statusClientOf(r.node), room.deps.limit ?? KUBELET_LIMIT, room.now + STATUS_WRITE_MS)
    room.world.schedule({ at, handler: 'kubelet/delete', payload: { uid: r.uid } })
  }

  /** The pod has ended and was asked to go: now it goes. */
  #deletePod(uid: string): void {
    const room = this.#room
    const r = room.pods.get(uid)
    if (!r || r.gone || !room.isRunning(r.node)) return
    const { namespace, name } = splitKey(r.key)
    const live = room.server.store.get(PodKind, r.key)
    room.world.note({ actor: actorOf(r.node), what: 'delete pods', about: `pods/${r.key}`, reason: why('kubelet.pod-gone') })
    if (live?.metadata.uid !== uid) return
    // With grace 0 the object goes at once, unless somebody's finalizer still holds it; then the kubelet has done its part.
    if (!isTaken(() => room.server.delete(actorOf(r.node), PodKind, namespace, name, { gracePeriodSeconds: 0, preconditions: { uid } }))) {
      room.world.schedule({ at: room.now + STATUS_ROUND_MS, handler: 'kubelet/delete', payload: { uid } })
    }
  }
}

/** Puts the kubelets into a cluster; nodes join by `add`. */
export const installKubelets = (parts: Parts, options: KubeletOptions = {}): Kubelets => new Kubelets(parts, options)
