// Events as the scheduler says them: by events.k8s.io, where the same thing said again becomes a series. The first time is a write,
// the second makes it a series, and further times are only counted, until the series ends. Its client has a limit of its own.
// Upstream: client-go/tools/events/event_broadcaster.go; kube-scheduler's options (eventClient).
import { Event } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { microTimeOf } from '../../kube/rfc3339.ts'
import { ApiError } from '../api/errors.ts'
import type { RecordedEvent } from '../controllers/controller.ts'
import { EVENT_TTL_MS } from '../informers/events.ts'
import { SCHEDULER_LIMIT } from '../latency.ts'
import type { Parts } from '../parts.ts'
import type { AgendaItem } from '../world/agenda.ts'
import type { Table } from '../world/table.ts'

/** What was said, for as long as it may be said again. */
interface Said {
  readonly name: string
  readonly namespace: string
  readonly saidAt: Instant
  /** From the second time on. */
  readonly count: number
  readonly lastAt: Instant
}
type Post = { readonly create: AnyObject } | { readonly name: string; readonly namespace: string; readonly count: number; readonly lastAt: Instant }

const FINISH_MS = 360_000
/** Live series are written again every half hour: every fifth look. */
const REFRESH_EVERY = 5

export class EventSeries {
  readonly #parts: Parts
  readonly #component: string
  readonly #said: Table<Said>
  readonly #state: Table<AgendaItem>

  constructor(parts: Parts, component: string) {
    this.#parts = parts
    this.#component = component
    this.#said = parts.world.table('scheduler/said')
    this.#state = parts.world.table('scheduler/said-state')
    parts.world.on('scheduler/event', (post: Post) => this.#post(post))
    parts.world.on('scheduler/series', () => this.#finish())
  }

  /** `once`: it cannot be said again, so nothing need be remembered. */
  record(event: RecordedEvent & { readonly related?: RecordedEvent['about'] }, once = false): void {
    const { world } = this.#parts
    const { now } = world
    const { about } = event
    const key = [event.type, event.action ?? '', event.reason, about.namespace ?? '', about.name, about.uid ?? '', about.resourceVersion ?? '', event.related?.uid ?? ''].join('|')
    const before = once ? undefined : this.#said.get(key)
    if (before) {
      const count = before.count + 1
      this.#said.set(key, { ...before, count, lastAt: now })
      if (count === 2) this.#send({ name: before.name, namespace: before.namespace, count, lastAt: now })
      return
    }
    const namespace = about.namespace ?? 'default'
    const name = `${about.name}.${(BigInt(now) * 1_000_000n + BigInt(world.chance.below(1_000_000, 'event-name', key, now))).toString(16)}`
    if (!once) {
      this.#said.set(key, { name, namespace, saidAt: now, count: 1, lastAt: now })
      this.#lookLater()
    }
    this.#send({ create: {
      apiVersion: 'v1', kind: 'Event', metadata: { name, namespace }, involvedObject: about, reason: event.reason, message: event.message, source: {},
      firstTimestamp: null, lastTimestamp: null, type: event.type, eventTime: microTimeOf(now), ...(event.action ? { action: event.action } : {}),
      ...(event.related ? { related: event.related } : {}), reportingComponent: this.#component, reportingInstance: `${this.#component}-control-plane`,
    } })
  }

  #send(post: Post): void {
    const { world, limiter, latency } = this.#parts
    world.schedule({ at: limiter.take('scheduler/events', SCHEDULER_LIMIT, world.now + latency.eventMs), handler: 'scheduler/event', payload: post })
  }

  #post(post: Post): void {
    const { world, server } = this.#parts
    const { name, namespace } = 'create' in post ? post.create.metadata : post
    world.note({ actor: 'scheduler', what: 'create' in post ? 'create events' : 'patch events', about: `events/${namespace}/${name}`, quiet: true })
    try {
      if ('create' in post) {
        server.create('scheduler', post.create, namespace)
        // Whoever makes the first event sees to it that events end.
        if (server.store.table(Event).size === 1) world.schedule({ at: world.now + EVENT_TTL_MS, handler: 'events.expire' })
      } else {
        server.patch('scheduler', Event, namespace, name, 'strategic', { series: { count: post.count, lastObservedTime: microTimeOf(post.lastAt) } })
      }
    } catch (error) {
      // A refused event is lost: its namespace may be going away, or it may have expired.
      if (!(error instanceof ApiError)) throw error
    }
  }

  #lookLater(): void {
    if (this.#state.has('look')) return
    const { world } = this.#parts
    const looks = Math.floor((world.now - world.startAt) / FINISH_MS) + 1
    this.#state.set('look', world.schedule({ at: world.startAt + looks * FINISH_MS, handler: 'scheduler/series' }))
  }

  /** Every six minutes: what was not said again since is forgotten; a series that has ended is written a last time. */
  #finish(): void {
    const { world } = this.#parts
    world.note({ actor: 'scheduler', what: 'end series of events', quiet: true })
    this.#state.delete('look')
    const refresh = Math.round((world.now - world.startAt) / FINISH_MS) % REFRESH_EVERY === 0
    for (const key of Array.from(this.#said.keys())) {
      const { name, namespace, count, lastAt } = this.#said.get(key)!
      const over = lastAt < world.now - FINISH_MS
      if (count > 1 && (over || refresh)) this.#send({ name, namespace, count, lastAt })
      if (over) this.#said.delete(key)
    }
    if (this.#said.size > 0) this.#lookLater()
  }
}
