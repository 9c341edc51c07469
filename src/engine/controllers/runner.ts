// What no controller has to write: its place in the queue, its back-off, its patience with a cache that lags, and its writes, one per frame.
// observe → decide → one intent per frame → conclude (asked again until it wants no more) → done.
// Upstream: client-go/util/workqueue/rate_limiting_queue.go, pkg/controller/util/consistency.
import type { Key } from '../../kube/keys.ts'
import { refOf, splitRef } from '../../kube/keys.ts'
import { kindOfPlural, type Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { ApiError } from '../api/errors.ts'
import type { ApiServer } from '../api/server.ts'
import type { Cache } from '../informers/cache.ts'
import type { EventRecorder } from '../informers/events.ts'
import type { Limiter } from '../informers/limiter.ts'
import { retryAfterMs } from '../informers/limiter.ts'
import { CONTROLLER_LIMIT, type Latency } from '../latency.ts'
import type { Reason } from '../world/frame.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'
import { anyKind, type Controller, type Wake, type WakeUp } from './controller.ts'
import { after, isSkipped, outcomesOf, takeOff, type Flight } from './flight.ts'
import { perform } from './perform.ts'
import { WorkQueue, type DelayedEntry, type QueueEntry } from './workQueue.ts'

/** Intents that write nothing. */
const READS: ReadonlySet<string> = new Set(['get', 'metrics', 'token'])
const DEFAULT_RETRY = { baseMs: 5, maxMs: 1_000_000 }
/** When informers hand out everything again, and dropped keys come back: upstream waits for once to twice --min-resync-period (12 hours) by chance; this is the middle. */
const RESYNC_MS = 18 * 3_600_000
/** How soon to look again whether the cache has caught up with our own writes. */
const CATCH_UP_MS = 5

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
  readonly #line: WorkQueue
  readonly flights: Table<Flight>
  readonly #memo: Table<any>
  readonly #failures: Table<number>
  readonly #own: Table<number>
  readonly #state: Table<true>
  readonly #deps: Deps
  readonly #stoppedKey: string
  readonly #carryHandler: string

  constructor(controller: Controller<any, any, any>, deps: Deps) {
    this.controller = controller
    this.id = controller.id ?? controller.name
    this.#deps = deps
    this.#stoppedKey = `stopped/${this.id}`
    this.#carryHandler = `carry/${this.id}`
    const { world, cache } = deps
    this.#line = new WorkQueue(this.id, world, deps.latency.syncMs, {
      most: controller.workers,
      busy: () => this.flights.size,
      work: () => this.#work(),
      noteDue: key => world.note({ actor: controller.name, what: 'queue', about: this.#refOf(key), quiet: true }),
    })
    this.flights = world.table(`flight/${this.id}`, 400)
    this.#memo = world.table(`memo/${this.id}`)
    this.#failures = world.table(`failures/${this.id}`)
    this.#own = world.table(`own-writes/${this.id}`)
    this.#state = world.table('runners')
    world.on(this.#carryHandler, ({ key }: { key: Key }) => this.#carry(key))
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

  get queue(): Table<QueueEntry> { return this.#line.entries }
  get delayed(): Table<DelayedEntry> { return this.#line.delayed }
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
    this.#line.clear()
    for (const table of [this.flights, this.#memo, this.#failures] as Table<any>[]) for (const key of [...table.keys()]) table.delete(key)
  }

  /** It has known this of an object since before time began. */
  remember(key: Key, memo: unknown): void { this.#memo.set(key, memo) }

  /** It comes back and hears of everything there is, as a new process does when its informers have synced. */
  start(): void {
    this.#state.delete(this.#stoppedKey)
    for (const key of [...this.#own.keys()]) if (!this.#behind(key)) this.#own.delete(key)
    for (const wake of this.controller.wakes) {
      for (const kind of wake.kind === anyKind ? this.controller.reads : [wake.kind]) {
        // What a cluster is born with is at rest, and is not made for somebody who would only find that.
        if (this.#deps.cache.isUntouched(kind)) continue
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
    if (typeof wakeUp === 'string') this.#line.add(wakeUp, this.#deps.world.frame.seq)
    else if (wakeUp.afterMs <= 0) this.#line.add(wakeUp.key, this.#deps.world.frame.seq)
    else this.#line.addAfter(wakeUp.key, wakeUp.afterMs)
  }

  #work(): void {
    const { world, cache } = this.#deps
    const key = this.#line.first
    if (key === undefined) return
    const entry = this.queue.get(key)!
    world.note({ actor: this.controller.name, what: 'sync', about: this.#refOf(key) })
    // A sync that judged by a cache without its own last writes would make the same pod twice.
    if (this.#behind(key)) {
      world.note({ what: 'wait for own writes', quiet: true })
      this.#line.postpone(key, entry, CATCH_UP_MS)
      return
    }
    this.#own.delete(key)
    this.#line.begin(key, entry)
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
    this.flights.set(key, takeOff(view, decision.intents, decision.because, world.now))
    this.#goOn(key)
    this.#line.arrange(0)
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
      if (isSkipped(flight, intent)) {
        this.flights.set(key, after(flight, { intent, skipped: true }))
        continue
      }
      if (intent.verb === 'event') {
        const event = flight.lastName ? { ...intent.event, message: intent.event.message.replace('{{name}}', flight.lastName) } : intent.event
        const { name, recorder = name } = this.controller
        this.#deps.events.record({ client: name, component: recorder, limit: this.#limit }, event)
        this.flights.set(key, after(flight, { intent }))
        continue
      }
      const { world, limiter, latency } = this.#deps
      const at = limiter.take(this.controller.name, this.#limit, world.now + latency.writeMs)
      world.schedule({ at, handler: this.#carryHandler, payload: { key } })
      return
    }
  }

  /** The flight with what the cache shows after the decision's writes; undefined while it does not show them. */
  #relooked(key: Key, flight: Flight): Flight | undefined {
    const { relook } = this.controller
    if (!relook || flight.stage !== 'decision' || !outcomesOf(flight.told).some(o => o.object)) return flight
    const { world, cache } = this.#deps
    if (this.#behind(key)) {
      world.schedule({ at: world.now + CATCH_UP_MS, handler: this.#carryHandler, payload: { key } })
      return undefined
    }
    return { ...flight, view: relook(cache, flight.view, world.now) }
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
      const isRead = READS.has(intent.verb)
      world.note({ actor: this.controller.name, reason, ...(isRead ? { what: 'read', about: this.#refOf(key), quiet: true } : {}) })
      if (object?.metadata.resourceVersion && !isRead && 'kind' in intent && this.controller.reads.some(k => k.plural === intent.kind.plural)) {
        const revision = Number(object.metadata.resourceVersion)
        if (revision > (this.#own.get(key) ?? 0)) this.#own.set(key, revision)
      }
      this.flights.set(key, after(flight, { intent, ...(object ? { object } : {}) }))
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
      if (READS.has(intent.verb)) world.note({ actor: this.controller.name, what: 'not found', about: this.#refOf(key), reason, quiet: true })
      else world.note({
        actor: this.controller.name, what: `${intent.verb} refused`, about: this.#refOf(key),
        reason: { id: 'write.refused', verb: intent.verb, code: error.code, message: error.message },
      })
      this.flights.set(key, after(flight, { intent, refused: { code: error.code, reason: error.reason, message: error.message } }))
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
      this.#tryAgain(key)
    } else if (conclusion.forget !== false) {
      this.#failures.delete(key)
    }
    if (conclusion.againInMs !== undefined) this.#line.addAfter(key, Math.max(0, conclusion.againInMs))
    this.#finish(key)
    return false
  }

  /** Upstream: rate_limiting_queue.go, AddRateLimited, and the handleErr of those that give up. */
  #tryAgain(key: Key): void {
    const failures = (this.#failures.get(key) ?? 0) + 1
    const { retry: { baseMs, maxMs } = DEFAULT_RETRY, givesUpAfter = Infinity } = this.controller
    if (failures > givesUpAfter) {
      this.#failures.delete(key)
      this.#line.addAfter(key, RESYNC_MS)
      return
    }
    this.#failures.set(key, failures)
    this.#line.addAfter(key, retryAfterMs(baseMs, maxMs, failures))
  }

  #finish(key: Key): void {
    this.flights.delete(key)
    this.#line.finish(key)
  }
}
