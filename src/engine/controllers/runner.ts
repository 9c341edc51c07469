// What no controller has to write: its queue, its back-off, its patience with a cache that lags, and its writes, one per frame.
// observe → decide → one intent per frame → conclude (asked again until it wants no more) → done.
// Upstream: client-go/util/workqueue/{queue,delaying_queue,rate_limiting_queue}.go, pkg/controller/util/consistency.
import type { Key } from '../../kube/keys.ts'
import { refOf, splitRef } from '../../kube/keys.ts'
import { kindOfPlural, type Kind } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { ApiError } from '../api/errors.ts'
import type { ApiServer } from '../api/server.ts'
import type { Cache } from '../informers/cache.ts'
import type { EventRecorder } from '../informers/events.ts'
import type { Limiter } from '../informers/limiter.ts'
import { retryAfterMs } from '../informers/limiter.ts'
import { CONTROLLER_LIMIT, type Latency } from '../latency.ts'
import type { AgendaItem } from '../world/agenda.ts'
import type { Reason } from '../world/frame.ts'
import type { Register, Table } from '../world/table.ts'
import type { World } from '../world/world.ts'
import { perform } from './perform.ts'
import { anyKind, type Controller, type Intent, type Outcome, type Wake, type WakeUp } from './controller.ts'

/** A key that waits to be synced, is being synced, or both: then it is synced once more. Upstream's queue, dirty and processing. */
export interface QueueEntry {
  readonly state: 'queued' | 'syncing' | 'syncing, again'
  /** Its turn; '' while it is being synced. */
  readonly turn: string
  readonly causes: readonly number[]
}

export interface DelayedEntry { readonly at: Instant; readonly item: AgendaItem; readonly cause: number }

/** A sync under way: the view it judged, what it still wants, what became of what it wanted. */
export interface Flight {
  readonly view: unknown
  readonly stage: 'decision' | 'conclusion'
  /** What this stage wants; those before `next` have been tried. */
  readonly intents: readonly Intent[]
  readonly next: number
  /** What became of everything tried so far, the latest first: a chain, so that a long sync does not copy a list for each write. */
  readonly told: Told | undefined
  /** Something that had to be done was refused. */
  readonly broken: boolean
  /** The first batch of which something was refused. */
  readonly brokenBatch: number
  /** The name that the last create was given, for the event that tells of it. */
  readonly lastName: string
  readonly because: Reason
  readonly startedAt: Instant
}

/** `given`: how many turns there have been. `work`: the latest item that asked for a turn of work, whether it is still to come or not. */
interface Turns { readonly given: number; readonly work: AgendaItem | undefined }
const NO_TURNS: Turns = Object.freeze({ given: 0, work: undefined })

interface Told { readonly outcome: Outcome; readonly before: Told | undefined }

/** In the order in which they were tried. */
function outcomesOf(told: Told | undefined): Outcome[] {
  const list: Outcome[] = []
  for (let t = told; t; t = t.before) list.push(t.outcome)
  return list.reverse()
}

const DEFAULT_RETRY = { baseMs: 5, maxMs: 1_000_000 }
/** How soon to look again whether the cache has caught up with our own writes. */
const CATCH_UP_MS = 5
const MAX_KEPT_CAUSES = 8

interface Deps {
  readonly world: World
  readonly server: ApiServer
  readonly cache: Cache
  readonly events: EventRecorder
  readonly limiter: Limiter
  readonly latency: Latency
  /** Hears every reason that a controller gives for a key, in the frame in which it does. */
  readonly told?: (key: Key, because: Reason) => void
}

export class Runner {
  readonly controller: Controller<any, any, any>
  readonly id: string
  readonly queue: Table<QueueEntry>
  readonly delayed: Table<DelayedEntry>
  readonly flights: Table<Flight>
  readonly #turns: Table<Key>
  readonly #memo: Table<any>
  readonly #failures: Table<number>
  readonly #own: Table<number>
  readonly #state: Table<true>
  readonly #agenda: Register<Turns>
  readonly #deps: Deps
  readonly #stoppedKey: string
  /** Of the agenda's items, one text each. */
  readonly #handlers: { readonly work: string; readonly add: string; readonly carry: string }

  constructor(controller: Controller<any, any, any>, deps: Deps) {
    this.controller = controller
    this.id = controller.id ?? controller.name
    this.#deps = deps
    this.#stoppedKey = `stopped/${this.id}`
    this.#handlers = { work: `work/${this.id}`, add: `add/${this.id}`, carry: `carry/${this.id}` }
    const { world, cache } = deps
    this.queue = world.table(`queue/${this.id}`)
    this.delayed = world.table(`delayed/${this.id}`)
    this.flights = world.table(`flight/${this.id}`, 400)
    this.#turns = world.table(`turns/${this.id}`)
    this.#memo = world.table(`memo/${this.id}`)
    this.#failures = world.table(`failures/${this.id}`)
    this.#own = world.table(`own-writes/${this.id}`)
    this.#state = world.table('runners')
    this.#agenda = world.table<Turns>(`line/${this.id}`).register('latest', NO_TURNS)
    world.on(this.#handlers.work, () => this.#work())
    world.on(this.#handlers.add, ({ key }: { key: Key }) => this.#due(key))
    world.on(this.#handlers.carry, ({ key }: { key: Key }) => this.#carry(key))
    // Each kind's wakes by themselves, so that no change asks every controller which kinds it minds.
    for (const plural of cache.kinds) {
      const wakes = controller.wakes.filter(w => w.kind === anyKind || w.kind.plural === plural)
      if (wakes.length > 0) cache.onChange((_kind, _key, before, after) => { for (let i = 0; i < wakes.length; i++) this.#heard(wakes[i]!, before, after) }, new Set([plural]))
    }
  }

  #heard(wake: Wake, before: AnyObject | undefined, after: AnyObject | undefined): void {
    const keys = wake.keys(before, after, this.#deps.cache)
    for (let i = 0; i < keys.length; i++) if (!wake.ofOthers || !this.#isOwnWrite(after, keys[i]!)) this.wake(this.#later(keys[i]!))
  }

  get #limit() { return this.controller.limit ?? CONTROLLER_LIMIT }

  /** A controller of every kind has Refs for keys. */
  #refOf(key: Key): string { return this.controller.kind === anyKind ? key : refOf(this.controller.kind.plural, key) }

  #objectOf(key: Key): AnyObject | undefined {
    const of: { kind: Kind | undefined; key: Key } = { kind: this.controller.kind, key }
    if (of.kind === anyKind) {
      const ref = splitRef(key)
      of.kind = kindOfPlural(ref.plural)
      of.key = ref.key
    }
    return of.kind && (this.#deps.cache.get(of.kind, of.key) as AnyObject | undefined)
  }

  get stopped(): boolean { return this.#state.get(this.#stoppedKey) === true }

  /**
   * The controller's process dies: what it was doing is forgotten with its queue. What it has written is not: a new process begins with
   * a list that shows all of that, while the cache here may still wait to hear of it.
   */
  stop(): void {
    this.#state.set(this.#stoppedKey, true)
    for (const table of [this.queue, this.delayed, this.flights, this.#turns, this.#memo, this.#failures] as Table<any>[]) {
      for (const [key, value] of [...table.entries()]) {
        if (table === this.delayed) this.#deps.world.cancel((value as DelayedEntry).item)
        table.delete(key)
      }
    }
  }

  /** It has known this of an object since before time began. */
  remember(key: Key, memo: unknown): void { this.#memo.set(key, memo) }

  /** It comes back and hears of everything there is, as a new process does when its informers have synced. */
  start(): void {
    this.#state.delete(this.#stoppedKey)
    for (const key of [...this.#own.keys()]) if (!this.#behind(key)) this.#own.delete(key)
    for (const wake of this.controller.wakes) {
      for (const kind of wake.kind === anyKind ? this.controller.reads : [wake.kind]) {
        for (const object of this.#deps.cache.list(kind) as AnyObject[]) {
          for (const wakeUp of wake.keys(undefined, object, this.#deps.cache)) this.wake(wakeUp)
        }
      }
    }
  }

  /** Whether the cache has yet to hear of what this controller itself has written for the key. */
  #behind(key: Key): boolean { return (this.#own.get(key) ?? 0) > this.#deps.cache.seenRevision }

  /** The last write of a sync, and those before it, are known by their revisions until the next sync begins. */
  #isOwnWrite(after: AnyObject | undefined, wakeUp: WakeUp): boolean {
    const own = this.#own.get(typeof wakeUp === 'string' ? wakeUp : wakeUp.key)
    return own !== undefined && after?.metadata.resourceVersion !== undefined && Number(after.metadata.resourceVersion) <= own
  }

  /** A fault may keep this one controller from hearing in time of what the cache that it shares with the others knows already. */
  #later(wakeUp: WakeUp): WakeUp {
    const ms = this.#deps.server.watch.lateness(this.controller.name)
    if (ms === 0) return wakeUp
    return typeof wakeUp === 'string' ? { key: wakeUp, afterMs: ms } : { key: wakeUp.key, afterMs: wakeUp.afterMs + ms }
  }

  wake(wakeUp: WakeUp): void {
    if (this.stopped) return
    if (typeof wakeUp === 'string') this.#add(wakeUp, this.#deps.world.frame.seq)
    else if (wakeUp.afterMs <= 0) this.#add(wakeUp.key, this.#deps.world.frame.seq)
    else this.#addAfter(wakeUp.key, wakeUp.afterMs)
  }

  #add(key: Key, cause: number): void {
    const entry = this.queue.get(key)
    if (!entry) {
      this.#arrange(undefined, this.#line(key, [cause]))
      return
    }
    const causes = entry.causes.length < MAX_KEPT_CAUSES && !entry.causes.includes(cause) ? [...entry.causes, cause] : entry.causes
    const state = entry.state === 'syncing' ? 'syncing, again' : entry.state
    if (causes !== entry.causes || state !== entry.state) this.queue.set(key, { ...entry, state, causes: entry.state === 'syncing' ? [cause] : causes })
  }

  /** The key waits in line; gives the number of its turn, for `#arrange` to note. */
  #line(key: Key, causes: readonly number[]): number {
    const given = this.#agenda.value.given + 1
    const turn = String(given).padStart(12, '0')
    this.queue.set(key, { state: 'queued', turn, causes })
    this.#turns.set(turn, key)
    return given
  }

  /** Asks for a turn of work, if one is due and none is asked for. `given`: how many turns there have been, where this frame gave one. */
  #arrange(afterMs = this.#deps.latency.syncMs, given = this.#agenda.value.given): void {
    const { given: before, work: asked } = this.#agenda.value
    const work = this.#workAfter(asked, afterMs)
    if (given !== before || work !== asked) this.#agenda.value = { given, work }
  }

  #workAfter(asked: AgendaItem | undefined, afterMs: number): AgendaItem | undefined {
    if (this.#turns.size === 0 || this.flights.size >= this.controller.workers) return asked
    const { world } = this.#deps
    const at = world.now + afterMs
    if (asked?.pending) {
      if (asked.at <= at) return asked
      world.cancel(asked)
    }
    return world.schedule({ at, handler: this.#handlers.work })
  }

  #addAfter(key: Key, ms: number): void {
    const { world } = this.#deps
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
    this.#deps.world.note({ actor: this.controller.name, what: 'queue', about: this.#refOf(key), quiet: true })
    this.delayed.delete(key)
    this.#add(key, this.#deps.world.frame.seq)
  }

  #work(): void {
    const { world, cache } = this.#deps
    let turn: string | undefined
    for (const t of this.#turns.keys()) { turn = t; break }
    if (turn === undefined) return
    const key = this.#turns.get(turn)!
    const entry = this.queue.get(key)!
    world.note({ actor: this.controller.name, what: 'sync', about: this.#refOf(key) })
    // A sync that judged by a cache without its own last writes would make the same pod twice.
    if (this.#behind(key)) {
      world.note({ what: 'wait for own writes', quiet: true })
      this.#turns.delete(turn)
      this.#arrange(CATCH_UP_MS, this.#line(key, entry.causes))
      return
    }
    this.#own.delete(key)
    this.#turns.delete(turn)
    this.queue.set(key, { state: 'syncing', turn: '', causes: entry.causes })
    world.alsoBecauseOf(entry.causes.filter(c => c !== world.frame.cause))
    const object = this.#objectOf(key)
    const view = this.controller.observe(cache, key, object, this.#memo.get(key), world.now)
    if (view === undefined) {
      if (this.#memo.has(key) && !object) this.#memo.delete(key)
      this.#finish(key)
      return
    }
    const decision = this.controller.decide(view, world.now)
    world.note({ reason: decision.because, ...(decision.quiet ? { quiet: true } : {}) })
    this.#deps.told?.(key, decision.because)
    this.flights.set(key, {
      view, stage: 'decision', intents: decision.intents, next: 0, told: undefined, broken: false, brokenBatch: Infinity, lastName: '', because: decision.because, startedAt: world.now,
    })
    this.#goOn(key)
    this.#arrange(0)
  }

  /** Hands events over, then arranges the next write; with nothing left, the next stage. */
  #goOn(key: Key): void {
    for (;;) {
      const flight = this.flights.get(key)!
      const intent = flight.intents[flight.next]
      if (intent === undefined) {
        const looked = this.#relooked(key, flight)
        if (looked === undefined || !this.#conclude(key, looked)) return
        continue
      }
      if (this.#isSkipped(flight, intent)) {
        this.#took(key, flight, { intent, skipped: true })
        continue
      }
      if (intent.verb === 'event') {
        const event = flight.lastName ? { ...intent.event, message: intent.event.message.replace('{{name}}', flight.lastName) } : intent.event
        const { name, recorder = name } = this.controller
        this.#deps.events.record({ client: name, component: recorder, limit: this.#limit }, event)
        this.#took(key, flight, { intent })
        continue
      }
      const { world, limiter, latency } = this.#deps
      const at = limiter.take(this.controller.name, this.#limit, world.now + latency.writeMs)
      world.schedule({ at, handler: this.#handlers.carry, payload: { key } })
      return
    }
  }

  /** The flight with what the cache shows after the decision's writes; undefined while it does not show them. */
  #relooked(key: Key, flight: Flight): Flight | undefined {
    const { relook } = this.controller
    if (!relook || flight.stage !== 'decision' || !outcomesOf(flight.told).some(o => o.object)) return flight
    const { world, cache } = this.#deps
    if (this.#behind(key)) {
      world.schedule({ at: world.now + CATCH_UP_MS, handler: this.#handlers.carry, payload: { key } })
      return undefined
    }
    return { ...flight, view: relook(cache, flight.view, world.now) }
  }

  #isSkipped(flight: Flight, intent: Intent): boolean {
    const last = flight.told?.outcome
    if (intent.ifDone && last && (last.refused || last.skipped)) return true
    return flight.broken || (intent.batch !== undefined && flight.brokenBatch < intent.batch)
  }

  #took(key: Key, flight: Flight, outcome: Outcome): void {
    const name = outcome.intent.verb === 'create' && outcome.object ? outcome.object.metadata.name : flight.lastName
    const { intent: { must, batch = Infinity }, refused } = outcome
    // Field by field: a sync of many writes is noted many times.
    this.flights.set(key, {
      view: flight.view, stage: flight.stage, intents: flight.intents, next: flight.next + 1, told: { outcome, before: flight.told },
      broken: flight.broken || (refused !== undefined && must === true), brokenBatch: refused ? Math.min(flight.brokenBatch, batch) : flight.brokenBatch,
      lastName: name, because: flight.because, startedAt: flight.startedAt,
    })
  }

  #carry(key: Key): void {
    const { world } = this.#deps
    const flight = this.flights.get(key)
    if (!flight || this.stopped) return
    const intent = flight.intents[flight.next]
    if (intent === undefined) {
      world.note({ actor: this.controller.name, what: 'look again', about: this.#refOf(key), quiet: true })
      this.#goOn(key)
      return
    }
    const reason = flight.because
    try {
      const object = perform(this.#deps.server, this.controller.name, intent)
      const isRead = intent.verb === 'get' || intent.verb === 'metrics'
      world.note({ actor: this.controller.name, reason, ...(isRead ? { what: 'read', about: this.#refOf(key), quiet: true } : {}) })
      if (object?.metadata.resourceVersion && intent.verb !== 'event' && intent.verb !== 'get' && intent.verb !== 'metrics' && intent.verb !== 'deleteCollection' && this.controller.reads.some(k => k.plural === intent.kind.plural)) {
        const revision = Number(object.metadata.resourceVersion)
        if (revision > (this.#own.get(key) ?? 0)) this.#own.set(key, revision)
      }
      this.#took(key, flight, { intent, ...(object ? { object } : {}) })
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (intent.verb === 'get' || intent.verb === 'metrics') world.note({ actor: this.controller.name, what: 'not found', about: this.#refOf(key), reason, quiet: true })
      else world.note({
        actor: this.controller.name, what: `${intent.verb} refused`, about: this.#refOf(key),
        reason: { id: 'write.refused', verb: intent.verb, code: error.code, message: error.message },
      })
      this.#took(key, flight, { intent, refused: { code: error.code, reason: error.reason, message: error.message } })
    }
    this.#goOn(key)
  }

  /** False when the sync is over. */
  #conclude(key: Key, flight: Flight): boolean {
    const { world } = this.#deps
    const conclusion = this.controller.conclude(flight.view, outcomesOf(flight.told), world.now)
    if (conclusion.because) {
      // The frame of a decision's last write keeps the reason of that write; what is concluded stands at the writes of the conclusion.
      if (!outcomesOf(flight.told).some(o => o.object ?? o.refused)) world.note({ reason: conclusion.because })
      this.#deps.told?.(key, conclusion.because)
    }
    if (conclusion.intents.length > 0) {
      // What broke off the decision's writes does not keep the sync from telling what became of them.
      this.flights.set(key, { ...flight, stage: 'conclusion', intents: conclusion.intents, next: 0, broken: false, brokenBatch: Infinity, ...(conclusion.because ? { because: conclusion.because } : {}) })
      return true
    }
    if (conclusion.memo === undefined) this.#memo.delete(key)
    else this.#memo.set(key, conclusion.memo)
    this.flights.delete(key)
    if (conclusion.failed) {
      const failures = (this.#failures.get(key) ?? 0) + 1
      this.#failures.set(key, failures)
      const { baseMs, maxMs } = this.controller.retry ?? DEFAULT_RETRY
      this.#addAfter(key, retryAfterMs(baseMs, maxMs, failures))
    } else if (conclusion.forget !== false) {
      this.#failures.delete(key)
    }
    if (conclusion.againInMs !== undefined) this.#addAfter(key, Math.max(0, conclusion.againInMs))
    this.#finish(key)
    return false
  }

  #finish(key: Key): void {
    this.flights.delete(key)
    const entry = this.queue.get(key)
    if (entry?.state === 'syncing, again') {
      this.#arrange(undefined, this.#line(key, entry.causes))
      return
    }
    this.queue.delete(key)
    this.#arrange()
  }
}

