// A controller's queue: keys in line, keys that come later, and when its workers take the next one.
// Upstream: client-go/util/workqueue/{queue,delaying_queue}.go.
import type { Key } from '../../kube/keys.ts'
import type { Instant } from '../../kube/object.ts'
import type { AgendaItem } from '../world/agenda.ts'
import type { Register, Table } from '../world/table.ts'
import type { World } from '../world/world.ts'

/** A key that waits to be synced, is being synced, or both: then it is synced once more. Upstream's queue, dirty and processing. */
export interface QueueEntry {
  readonly state: 'queued' | 'syncing' | 'syncing, again'
  /** Its turn; '' while it is being synced. */
  readonly turn: string
  readonly causes: readonly number[]
}

export interface DelayedEntry { readonly at: Instant; readonly item: AgendaItem; readonly cause: number }

/** `given`: how many turns there have been. `work`: the latest item that asked for a turn of work, whether it is still to come or not. */
interface Turns { readonly given: number; readonly work: AgendaItem | undefined }
const NO_TURNS: Turns = Object.freeze({ given: 0, work: undefined })

const MAX_KEPT_CAUSES = 8

interface Workers {
  /** How many syncs there may be at a time, and how many there are. */
  readonly most: number
  busy(): number
  /** A worker is free and it is the next key's turn. */
  work(): void
  /** Notes whose key comes into line, in the frame in which it does. */
  noteDue(key: Key): void
}

export class WorkQueue {
  readonly entries: Table<QueueEntry>
  readonly delayed: Table<DelayedEntry>
  readonly #turns: Table<Key>
  readonly #agenda: Register<Turns>
  readonly #world: World
  readonly #workers: Workers
  readonly #syncMs: number
  /** Of the agenda's items, one text each. */
  readonly #handlers: { readonly work: string; readonly add: string }

  /** `syncMs`: how soon a free worker takes a key that has come. */
  constructor(id: string, world: World, syncMs: number, workers: Workers) {
    this.#world = world
    this.#workers = workers
    this.#syncMs = syncMs
    this.#handlers = { work: `work/${id}`, add: `add/${id}` }
    this.entries = world.table(`queue/${id}`)
    this.delayed = world.table(`delayed/${id}`)
    this.#turns = world.table(`turns/${id}`)
    this.#agenda = world.table<Turns>(`line/${id}`).register('latest', NO_TURNS)
    world.on(this.#handlers.work, () => workers.work())
    world.on(this.#handlers.add, ({ key }: { key: Key }) => this.#due(key))
  }

  /** Nobody waits any more. */
  clear(): void {
    for (const key of [...this.entries.keys()]) this.entries.delete(key)
    for (const [key, { item }] of [...this.delayed.entries()]) {
      this.#world.cancel(item)
      this.delayed.delete(key)
    }
    for (const turn of [...this.#turns.keys()]) this.#turns.delete(turn)
  }

  add(key: Key, cause: number): void {
    const entry = this.entries.get(key)
    if (!entry) {
      this.arrange(undefined, this.#line(key, [cause]))
      return
    }
    const causes = entry.causes.length < MAX_KEPT_CAUSES && !entry.causes.includes(cause) ? [...entry.causes, cause] : entry.causes
    const state = entry.state === 'syncing' ? 'syncing, again' : entry.state
    if (causes !== entry.causes || state !== entry.state) this.entries.set(key, { ...entry, state, causes: entry.state === 'syncing' ? [cause] : causes })
  }

  addAfter(key: Key, ms: number): void {
    const world = this.#world
    const at = world.now + ms
    const waiting = this.delayed.get(key)
    if (waiting) {
      if (waiting.at <= at) return
      world.cancel(waiting.item)
    }
    const item = world.schedule({ at, handler: this.#handlers.add, payload: { key } })
    this.delayed.set(key, { at, item, cause: world.frame.seq })
  }

  #due(key: Key): void {
    this.#workers.noteDue(key)
    this.delayed.delete(key)
    this.add(key, this.#world.frame.seq)
  }

  /** Whose turn it is. */
  get first(): Key | undefined {
    for (const turn of this.#turns.keys()) return this.#turns.get(turn)
    return undefined
  }

  /** The key goes to the end of the line; the next turn is not before `ms` have passed. */
  postpone(key: Key, { turn, causes }: QueueEntry, ms: number): void {
    this.#turns.delete(turn)
    this.arrange(ms, this.#line(key, causes))
  }

  /** Its sync begins. */
  begin(key: Key, { turn, causes }: QueueEntry): void {
    this.#turns.delete(turn)
    this.entries.set(key, { state: 'syncing', turn: '', causes })
  }

  /** Its sync is over. */
  finish(key: Key): void {
    const entry = this.entries.get(key)
    if (entry?.state === 'syncing, again') {
      this.arrange(undefined, this.#line(key, entry.causes))
      return
    }
    this.entries.delete(key)
    this.arrange()
  }

  /** The key waits in line; gives the number of its turn, for `arrange` to note. */
  #line(key: Key, causes: readonly number[]): number {
    const given = this.#agenda.value.given + 1
    const turn = String(given).padStart(12, '0')
    this.entries.set(key, { state: 'queued', turn, causes })
    this.#turns.set(turn, key)
    return given
  }

  /** Asks for a turn of work, if one is due and none is asked for. `given`: how many turns there have been, where this frame gave one. */
  arrange(afterMs = this.#syncMs, given = this.#agenda.value.given): void {
    const { given: before, work: asked } = this.#agenda.value
    const work = this.#workAfter(asked, afterMs)
    if (given !== before || work !== asked) this.#agenda.value = { given, work }
  }

  #workAfter(asked: AgendaItem | undefined, afterMs: number): AgendaItem | undefined {
    if (this.#turns.size === 0 || this.#workers.busy() >= this.#workers.most) return asked
    const world = this.#world
    const at = world.now + afterMs
    if (asked?.pending) {
      if (asked.at <= at) return asked
      world.cancel(asked)
    }
    return world.schedule({ at, handler: this.#handlers.work })
  }
}
