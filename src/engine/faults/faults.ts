// What is broken on purpose just now: one table. The seams are elsewhere (API server, watches, runners, kubelets): here they are
// worked, and asked. With no fault nobody pays for the question.
import type { Pod } from '../../kube/core.ts'
import type { Ref } from '../../kube/keys.ts'
import { ApiError, badRequest } from '../api/errors.ts'
import type { ApiServer } from '../api/server.ts'
import { chainOf } from '../belonging.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'
import { faultId, NODE_FAULTS, pullTroubles, refusals, type ActiveFault, type Fault, type PullTrouble } from './fault.ts'
import { parseReference, type Reference } from '../kubelet/runtime/programs/reference.ts'
import type { Scarce } from '../kubelet/victims.ts'
import { reason, type FaultReasons } from './reasons.ts'
import { offline, refusalBy } from './refuse.ts'

/** What is done to machines and processes when a fault begins or ends. Handed in at assembly. */
export interface Machinery {
  isNode(name: string): boolean
  nodes: { powerOff(node: string): void; powerOn(node: string): void; stop(node: string): void; start(node: string): void; cut(node: string): void; connect(node: string): void; runShort(node: string, what: Scarce): void; recover(node: string, what: Scarce): void }
  /** Throws where there is no process of that name; gives its one true name. */
  processNamed(name: string): { readonly name: string; stop(): void; start(): void }
  /** Those who watch: `controllers`, one of them by its name, `scheduler`, `kubelet/NODE`. */
  isWatcher(name: string): boolean
}

export class Faults {
  readonly #world: World
  readonly #server: ApiServer
  readonly #table: Table<ActiveFault>
  #machinery!: Machinery

  constructor(world: World, server: ApiServer) {
    this.#world = world
    this.#server = server
    this.#table = world.table<ActiveFault>('faults')
    server.fault = (who, verb, kind, key) => {
      if (this.#table.size === 0) return undefined
      if (who.startsWith('kubelet/') && this.#table.has(`network-cut/${who.slice(8)}`)) return offline()
      for (const { id, fault } of this.#table.list()) {
        const refused = fault.kind === 'api-refuses' && refusalBy(world, id, fault, server.store.revision, { who, verb, kind, key })
        if (refused) return refused
      }
      return undefined
    }
  }

  connect(machinery: Machinery): void { this.#machinery = machinery }

  /** Those that last, in order of their ids. */
  list(): readonly ActiveFault[] { return this.#table.list() }
  get(id: string): ActiveFault | undefined { return this.#table.get(id) }

  /** Inside a frame. Throws an ApiError where there is nothing of that kind to break. */
  begin(given: Fault): void {
    const fault = this.#checked(given)
    const id = faultId(fault)
    const before = this.#table.get(id)
    this.#note('fault.begin', fault)
    this.#table.set(id, { id, fault, since: before?.since ?? this.#world.now })
    const { nodes, processNamed } = this.#machinery
    switch (fault.kind) {
      case 'node-down':
        // A machine that boots starts its kubelet.
        this.#table.delete(`kubelet-stopped/${fault.node}`)
        if (!before) nodes.powerOff(fault.node)
        return
      case 'kubelet-stopped': return nodes.stop(fault.node)
      case 'network-cut':
        if (!before) nodes.cut(fault.node)
        return
      case 'memory-short': case 'disk-short':
        if (!before) nodes.runShort(fault.node, scarceOf(fault.kind))
        return
      case 'controller-stopped': return processNamed(fault.name).stop()
      case 'watch-slow': return this.#server.watch.slow(fault.watcher, fault.ms)
    }
  }

  /** Inside a frame. What does not last cannot be ended: nothing happens then. */
  end(id: string): void {
    const active = this.#table.get(id)
    if (!active) return
    const { fault } = active
    this.#note('fault.end', fault)
    this.#table.delete(id)
    const { nodes, processNamed, isNode } = this.#machinery
    switch (fault.kind) {
      case 'node-down': return isNode(fault.node) ? nodes.powerOn(fault.node) : undefined
      case 'kubelet-stopped': return isNode(fault.node) ? nodes.start(fault.node) : undefined
      case 'network-cut': return isNode(fault.node) ? nodes.connect(fault.node) : undefined
      case 'memory-short': case 'disk-short': return isNode(fault.node) ? nodes.recover(fault.node, scarceOf(fault.kind)) : undefined
      case 'controller-stopped': return processNamed(fault.name).start()
      case 'watch-slow': return this.#server.watch.slow(fault.watcher, 0)
    }
  }

  endAll(): void { for (const { id } of [...this.#table.list()]) this.end(id) }

  #note(id: keyof FaultReasons, fault: Fault): void {
    const about = aboutOf(fault)
    this.#world.note({ reason: reason(id, fault), ...(about !== undefined ? { about } : {}) })
  }

  /** The machine is no longer there, and with it what was broken of it. */
  forgetNode(node: string): void {
    for (const kind of NODE_FAULTS) this.#table.delete(`${kind}/${node}`)
    if (this.#table.has(`watch-slow/kubelet/${node}`)) this.end(`watch-slow/kubelet/${node}`)
  }

  /** Whether a pull of this image fails, and how. */
  pullTrouble(image: Reference): PullTrouble | undefined {
    if (this.#table.size === 0) return undefined
    for (const { fault } of this.#table.list()) {
      if (fault.kind === 'image-unavailable' && isNamed(fault.image, image)) return fault.why
    }
    return undefined
  }

  /** Whether this run of a container shall fail, and with which code. */
  runTrouble(pod: Pod, container: string, attempt: number, image: Reference | undefined): { readonly exitCode: number } | undefined {
    if (this.#table.size === 0) return undefined
    for (const { id, fault } of this.#table.list()) {
      if (fault.kind !== 'program-fails') continue
      if (fault.image !== undefined && !(image && isNamed(fault.image, image))) continue
      if (fault.workload !== undefined && !chainOf(this.#server.store, pod).includes(fault.workload)) continue
      if (this.#world.chance.unit('fault', id, pod.metadata.uid!, container, attempt) < fault.rate) return { exitCode: fault.exitCode ?? 1 }
    }
    return undefined
  }

  /** The fault with true names, or a refusal in words. */
  #checked(fault: Fault): Fault {
    const { isNode, isWatcher, processNamed } = this.#machinery
    const between = (value: number, low: number, high: number, what: string) => {
      if (!(value >= low && value <= high)) throw badRequest(`${what} must be between ${low} and ${high}`)
    }
    switch (fault.kind) {
      case 'node-down': case 'kubelet-stopped': case 'network-cut': case 'memory-short': case 'disk-short':
        if (!isNode(fault.node)) throw badRequest(`there is no machine "${fault.node}"`)
        if (fault.kind === 'kubelet-stopped' && this.#table.has(`node-down/${fault.node}`)) throw badRequest(`the machine "${fault.node}" is down`)
        return fault
      case 'controller-stopped': return { ...fault, name: processNamed(fault.name).name }
      case 'watch-slow':
        if (!isWatcher(fault.watcher)) throw badRequest(`nobody of the name "${fault.watcher}" watches`)
        between(fault.ms, 1, 3_600_000, 'ms')
        return fault
      case 'api-refuses':
        between(fault.rate, 0, 1, 'rate')
        if (fault.error !== undefined && !refusals.includes(fault.error)) throw badRequest(`"${fault.error}" is no refusal`)
        return fault
      case 'image-unavailable':
        if (!pullTroubles.includes(fault.why)) throw badRequest(`"${fault.why}" is no trouble of a registry`)
        return fault
      case 'program-fails':
        between(fault.rate, 0, 1, 'rate')
        if (fault.exitCode !== undefined) between(fault.exitCode, 1, 255, 'exitCode')
        return fault
      default: throw new ApiError(400, 'BadRequest', `"${(fault as { kind: string }).kind}" is no fault`)
    }
  }
}

const scarceOf = (kind: 'memory-short' | 'disk-short'): Scarce => (kind === 'memory-short' ? 'memory' : 'disk')

/** The object that a fault is about, as frames name it. */
function aboutOf(fault: Fault): Ref | undefined {
  switch (fault.kind) {
    case 'node-down': case 'kubelet-stopped': case 'network-cut': case 'memory-short': case 'disk-short': return `nodes/${fault.node}`
    case 'controller-stopped': return fault.name
    case 'watch-slow': return fault.watcher
    case 'program-fails': return fault.workload
    default: return undefined
  }
}

/** Whether an image is the one that a fault names: `*`, a name of any tag, or a name with its tag. */
function isNamed(named: string, image: Reference): boolean {
  if (named === '*') return true
  const wanted = parseReference(named)
  if ('error' in wanted) return false
  return /[:@][^/]*$/.test(named) ? wanted.full === image.full : wanted.repository === image.repository
}
