// Who hears of a write, and how late. A write puts its deliveries on the agenda; those that are due at the same instant travel
// in one frame. Nobody hears of two writes in another order than they were made.
import { refOf, type Key } from '../../kube/keys.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'

export interface WatchEvent {
  readonly kind: Kind
  readonly key: Key
  /** The object before and after: ADDED has no `before`, DELETED no `after` (then `before` is its last state). */
  readonly before: AnyObject | undefined
  readonly after: AnyObject | undefined
  readonly revision: number
}

/** A watcher of whole kinds: a process with informers. */
export interface Watcher {
  readonly name: string
  readonly kinds: ReadonlySet<string>
  deliver(event: WatchEvent): void
}

interface Delivery {
  readonly event: WatchEvent
  readonly to: readonly string[]
  readonly sentAt: Instant
}

/** A pod has changed for the kubelet of this node; deliveries to kubelets are addressed `kubelet/<node>`. */
const NODE_WATCHER = 'kubelet/'

export class Watch {
  readonly #world: World
  readonly #lateMs: number
  readonly #byName = new Map<string, Watcher>()
  readonly #byKind = new Map<string, Watcher[]>()
  readonly #addressed = new Map<string, readonly string[]>()
  readonly #notBefore: Table<Instant>
  /** Additional lateness by watcher, put there by a fault. */
  readonly #late: Table<number>
  #atOnce = false
  #toNode: ((node: string, event: WatchEvent) => void) | undefined

  constructor(world: World, lateMs: number) {
    this.#world = world
    this.#lateMs = lateMs
    this.#notBefore = world.table<Instant>('watch/not-before')
    this.#late = world.table<number>('watch/late')
    world.on('watch', (delivery: Delivery) => this.#deliver(delivery))
  }

  subscribe(watcher: Watcher): void {
    this.#byName.set(watcher.name, watcher)
    this.#addressed.clear()
    for (const kind of watcher.kinds) this.#byKind.set(kind, [...(this.#byKind.get(kind) ?? []), watcher])
  }

  /** Kubelets watch the pods of their own node only. */
  onNode(deliver: (node: string, event: WatchEvent) => void): void { this.#toNode = deliver }

  /** A fault: this watcher hears so much later from now on (0: as always). */
  slow(watcher: string, ms: number): void {
    if (ms > 0) this.#late.set(watcher, ms)
    else this.#late.delete(watcher)
  }

  /** How much later than others this one hears just now, because of a fault. */
  lateness(watcher: string): number { return this.#late.size === 0 ? 0 : this.#late.get(watcher) ?? 0 }

  /** Whatever `act` writes is heard of in the same frame: for what has happened before time began. */
  atOnce(act: () => void): void {
    this.#atOnce = true
    try { act() } finally { this.#atOnce = false }
  }

  publish(event: WatchEvent): void {
    const { plural } = event.kind
    const names = this.#watchersOf(plural, plural === 'pods' ? event.after?.spec?.nodeName ?? event.before?.spec?.nodeName : undefined)
    if (names.length === 0) return
    if (this.#atOnce) return this.#tell(event, names)
    const now = this.#world.now
    if (this.#late.size === 0 && this.#notBefore.size === 0) {
      this.#send({ event, to: names, sentAt: now }, now + this.#lateMs)
      return
    }
    const groups = new Map<Instant, string[]>()
    for (const name of names) {
      const late = this.#late.get(name) ?? 0
      const due = Math.max(now + this.#lateMs + late, this.#notBefore.get(name) ?? 0)
      if (late > 0) this.#notBefore.set(name, due)
      else if (this.#notBefore.has(name) && due === now + this.#lateMs) this.#notBefore.delete(name)
      groups.set(due, [...(groups.get(due) ?? []), name])
    }
    for (const [due, to] of groups) this.#send({ event, to, sentAt: now }, due)
  }

  /** The names of those who hear of a kind, and of the kubelet of the node: one list for all such events. */
  #watchersOf(plural: string, node: string | undefined): readonly string[] {
    const to = node === undefined ? plural : `${plural} ${node}`
    let names = this.#addressed.get(to)
    if (!names) {
      names = (this.#byKind.get(plural) ?? []).map(w => w.name)
      this.#addressed.set(to, node === undefined ? names : (names = [...names, NODE_WATCHER + node]))
    }
    return names
  }

  #send(delivery: Delivery, at: Instant): void { this.#world.schedule({ at, handler: 'watch', payload: delivery }) }

  #deliver({ event, to }: Delivery): void {
    this.#world.note({ actor: 'apiserver', what: 'watch', about: refOf(event.kind.plural, event.key), quiet: event.kind.plural === 'leases' || event.kind.plural === 'events' })
    this.#tell(event, to)
  }

  #tell(event: WatchEvent, to: readonly string[]): void {
    for (const name of to) {
      if (name.startsWith(NODE_WATCHER)) this.#toNode?.(name.slice(NODE_WATCHER.length), event)
      else this.#byName.get(name)?.deliver(event)
    }
  }
}
