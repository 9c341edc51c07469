// Pods that wait for a node: those whose turn comes, those that wait out a back-off, those that wait for a change in the cluster,
// and those whose gates are closed. Upstream: backend/queue/{scheduling_queue,active_queue,backoff_queue}.go.
import type { Key } from '../../kube/keys.ts'
import type { Instant } from '../../kube/object.ts'
import type { AgendaItem } from '../world/agenda.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'
import type { FilterName } from './plugin.ts'

export type Waiting =
  /** In the order of priority, then of arrival. */
  | 'active'
  | 'backoff'
  /** Until something changes that may help, or five minutes have passed. */
  | 'unschedulable'
  /** spec.schedulingGates, or its victims are still being told. */
  | 'gated'
  /** A node has been decided; the binding is being written. */
  | 'binding'

export interface QueuedPod {
  readonly uid: string
  readonly state: Waiting
  readonly priority: number
  /** Its place among those of its priority. */
  readonly since: Instant
  /** How often a node has been looked for. */
  readonly attempts: number
  /** Attempts in a row that found no node, and that met an error: each has its own back-off. */
  readonly refusals: number
  readonly errors: number
  /** Who refused it at the last attempt. */
  readonly rejectors: readonly FilterName[]
  /** Where it stands in line; '' unless active or in back-off. */
  readonly turn: string
  /** What is on the agenda for it: the end of its back-off, or of the five minutes. */
  readonly item?: AgendaItem
  readonly until?: Instant
  /** Frames that put it in line. */
  readonly causes: readonly number[]
}

const INITIAL_BACKOFF_MS = 1_000
const MAX_BACKOFF_MS = 10_000
const MAX_UNSCHEDULABLE_MS = 300_000
/** How often upstream looks for pods that have waited too long. */
const FLUSH_EVERY_MS = 30_000
const MAX_CAUSES = 8
const NO_KEYS: ReadonlySet<Key> = new Set()
const NONE: readonly FilterName[] = Object.freeze([])

/** 1 s, doubling to 10 s. Upstream: calculateBackoffDuration. */
const backoffMs = (times: number): number => (times === 0 ? 0 : Math.min(INITIAL_BACKOFF_MS * 2 ** Math.min(times - 1, 10), MAX_BACKOFF_MS))

export class SchedulingQueue {
  readonly pods: Table<QueuedPod>
  readonly #world: World
  readonly #turns: Table<Key>
  /** Pods in back-off after a refusal: with nothing else to do, the first of them is tried before its time. */
  readonly #early: Table<Key>
  readonly #counters: Table<number>
  /** Asks for a look at the queue. */
  readonly #ready: () => void
  /** Unschedulable pods by who refused them; follows `pods`. */
  readonly #refusedBy = new Map<FilterName, Set<Key>>()

  constructor(world: World, ready: () => void) {
    this.#world = world
    this.#ready = ready
    this.pods = world.table('scheduler/queue', 250)
    this.#turns = world.table('scheduler/turns')
    this.#early = world.table('scheduler/early')
    this.#counters = world.table('scheduler/counters')
    this.pods.onChange((key, before, after) => this.#follow(key, before, after))
    world.on('scheduler/backoff', ({ key }: { key: Key }) => this.#backoffEnds(key))
    world.on('scheduler/flush', ({ key }: { key: Key }) => this.#flush(key))
  }

  /** A pod without a node has appeared. */
  add(key: Key, uid: string, priority: number, gated: boolean): void {
    this.remove(key)
    this.#put(key, {
      uid, priority, state: 'gated', since: this.#world.now, attempts: 0, refusals: 0, errors: 0, rejectors: NONE, turn: '', causes: [this.#world.frame.seq],
    })
    if (!gated) this.activate(key)
  }

  remove(key: Key): void {
    const entry = this.pods.get(key)
    if (!entry) return
    this.#leave(entry)
    this.pods.delete(key)
  }

  /** Into the line, whatever it waited for. */
  activate(key: Key): void {
    const entry = this.pods.get(key)
    if (!entry || entry.state === 'active') return
    this.#leave(entry)
    const turn = this.#turnOf(entry)
    this.#turns.set(turn, key)
    this.#put(key, { ...without(entry), state: 'active', turn, causes: this.#withCause(entry) })
    this.#ready()
  }

  /** Something has changed that may help: into the line, or into back-off if it failed only now. */
  retry(key: Key): void {
    const entry = this.pods.get(key)
    if (entry?.state !== 'unschedulable') return
    if (this.#backoffEnd(entry) > this.#world.now) this.#backOff(key, { ...entry, causes: this.#withCause(entry) })
    else this.activate(key)
  }

  /** Unschedulable pods that this plugin refused, in no promised order. */
  refusedBy(plugin: FilterName): ReadonlySet<Key> { return this.#refusedBy.get(plugin) ?? NO_KEYS }
  get anyUnschedulable(): boolean { return this.#refusedBy.size > 0 }
  get isEmpty(): boolean { return this.#turns.size === 0 && this.#early.size === 0 }

  /** Whose turn it is; it leaves the line. With nobody in line, the first in back-off need not wait. */
  pop(): { key: Key; entry: QueuedPod } | undefined {
    const key = first(this.#turns) ?? first(this.#early)
    if (key === undefined) return undefined
    const entry = this.pods.get(key)!
    this.#leave(entry)
    const taken: QueuedPod = { ...without(entry), state: 'binding', turn: '', attempts: entry.attempts + 1 }
    this.#put(key, taken)
    return { key, entry: { ...taken, causes: entry.causes } }
  }

  /** No node was found. With nobody to blame, it is an error, and time is all that may help. */
  failed(key: Key, rejectors: readonly FilterName[], gated = false): void {
    const entry = this.pods.get(key)
    if (!entry) return
    this.#leave(entry)
    const { now } = this.#world
    const next: QueuedPod = {
      ...without(entry), turn: '', rejectors, since: now, causes: [this.#world.frame.seq],
      ...(rejectors.length > 0 ? { refusals: entry.refusals + 1, errors: 0 } : { errors: entry.errors + 1 }),
    }
    if (rejectors.length === 0) {
      this.#backOff(key, next)
      return
    }
    const flushAt = this.#world.startAt + Math.ceil((now + MAX_UNSCHEDULABLE_MS - this.#world.startAt) / FLUSH_EVERY_MS) * FLUSH_EVERY_MS
    const item = this.#world.schedule({ at: flushAt, handler: 'scheduler/flush', payload: { key } })
    this.#put(key, { ...next, state: gated ? 'gated' : 'unschedulable', item })
  }

  /** Its victims have been told to go: from now on it waits for them like any other. */
  ungate(key: Key): void {
    const entry = this.pods.get(key)
    if (entry?.state === 'gated') this.#put(key, { ...entry, state: 'unschedulable' })
  }

  forgetAll(): void { for (const key of Array.from(this.pods.keys())) this.remove(key) }

  #put(key: Key, entry: QueuedPod): void { this.pods.set(key, entry) }

  #backOff(key: Key, entry: QueuedPod): void {
    this.#leave(entry)
    const until = this.#backoffEnd(entry)
    const turn = entry.errors > 0 ? '' : `${pad(until)}|${this.#next('early')}`
    if (turn) {
      this.#early.set(turn, key)
      this.#ready()
    }
    const item = this.#world.schedule({ at: until, handler: 'scheduler/backoff', payload: { key } })
    this.#put(key, { ...without(entry), state: 'backoff', turn, until, item })
  }

  #backoffEnd({ since, errors, refusals }: QueuedPod): Instant { return since + backoffMs(errors > 0 ? errors : refusals) }

  #backoffEnds(key: Key): void {
    this.#world.note({ actor: 'scheduler', what: 'back-off ends', about: `pods/${key}`, quiet: true })
    const entry = this.pods.get(key)
    if (entry?.state === 'backoff') this.activate(key)
  }

  #flush(key: Key): void {
    this.#world.note({ actor: 'scheduler', what: 'look again', about: `pods/${key}`, reason: { id: 'scheduler.flush' }, quiet: true })
    const entry = this.pods.get(key)
    if (entry?.state === 'unschedulable') this.retry(key)
  }

  /** Takes it out of whatever line it stands in. */
  #leave(entry: QueuedPod): void {
    if (entry.turn) (entry.state === 'backoff' ? this.#early : this.#turns).delete(entry.turn)
    if (entry.item) this.#world.cancel(entry.item)
  }

  #turnOf(entry: QueuedPod): string { return `${pad(2 ** 31 - entry.priority)}|${pad(entry.since)}|${this.#next('turn')}` }

  #next(name: string): string {
    const n = (this.#counters.get(name) ?? 0) + 1
    this.#counters.set(name, n)
    return pad(n)
  }

  #withCause(entry: QueuedPod): readonly number[] {
    const { seq } = this.#world.frame
    return entry.causes.includes(seq) || entry.causes.length >= MAX_CAUSES ? entry.causes : [...entry.causes, seq]
  }

  #follow(key: Key, before: QueuedPod | undefined, after: QueuedPod | undefined): void {
    const from = before?.state === 'unschedulable' ? before.rejectors : NONE
    const to = after?.state === 'unschedulable' ? after.rejectors : NONE
    if (from === to) return
    for (const plugin of from) {
      const keys = this.#refusedBy.get(plugin)
      keys?.delete(key)
      if (keys?.size === 0) this.#refusedBy.delete(plugin)
    }
    for (const plugin of to) {
      const keys = this.#refusedBy.get(plugin)
      if (keys) keys.add(key)
      else this.#refusedBy.set(plugin, new Set([key]))
    }
  }
}

/** Numbers that sort as text. Instants have 13 digits for as long as we care. */
const pad = (n: number): string => String(n).padStart(15, '0')

function first(table: Table<Key>): Key | undefined {
  for (const turn of table.keys()) return table.get(turn)
  return undefined
}

function without(entry: QueuedPod): Omit<QueuedPod, 'item' | 'until'> {
  const { item: _item, until: _until, ...rest } = entry
  return rest
}
