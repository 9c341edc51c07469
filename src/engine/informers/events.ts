// Events as client-go's recorder makes them: similar ones are counted, many similar ones are combined, and who says too much
// about one object is not heard. Each that remains is one write to the API server, a little after it happened.
// Upstream: client-go/tools/record/{event,events_cache}.go.
import { timeOf } from '../../kube/rfc3339.ts'
import { Event } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import type { RecordedEvent } from '../controllers/controller.ts'
import type { ApiServer } from '../api/server.ts'
import { ApiError } from '../api/errors.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'
import type { Limit, Limiter } from './limiter.ts'

/** More than so many different messages of one reason within ten minutes are combined. */
const MAX_SIMILAR = 10
const SIMILAR_WITHIN_MS = 600_000
/** Of an object so much good and so much bad may be said at once, then one thing in five minutes. pod-liveness: 25 Warnings of
 *  liveness-http are heard and none after, while what is Normal still is. */
const SPAM_BURST = 25
const SPAM_QPS = 1 / 300
/** etcd's lease on events. */
export const EVENT_TTL_MS = 3_600_000

/** Who speaks: the client whose limit it is, and how the event names it. */
export interface Source {
  /** The user agent and limit: `job-controller`, `kubelet/node-1`. */
  readonly client: string
  /** `source.component`: `job-controller`, `default-scheduler`, `kubelet`. */
  readonly component: string
  readonly host?: string
  readonly limit: Limit
}

interface Similar { readonly messages: readonly string[]; readonly last: Instant }
interface Observed { readonly count: number; readonly first: string; readonly name: string; readonly key: string }
interface Post { readonly client: string; readonly object: AnyObject; readonly patch?: { readonly count: number; readonly message: string; readonly lastTimestamp: string }; readonly observed: string }

export class EventRecorder {
  readonly #world: World
  readonly #server: ApiServer
  readonly #limiter: Limiter
  readonly #delayMs: number
  readonly #similar: Table<Similar>
  readonly #observed: Table<Observed>
  readonly #spam: Table<{ readonly tokens: number; readonly at: Instant }>

  constructor(world: World, server: ApiServer, limiter: Limiter, delayMs: number) {
    this.#world = world
    this.#server = server
    this.#limiter = limiter
    this.#delayMs = delayMs
    this.#similar = world.table<Similar>('events/similar')
    this.#observed = world.table<Observed>('events/observed')
    this.#spam = world.table('events/spam')
    world.on('event', (post: Post) => this.#post(post))
    world.on('events.expire', () => this.#expire())
  }

  /** Says it; the write follows as a frame of its own. */
  record(source: Source, event: RecordedEvent): void {
    const now = this.#world.now
    const stamp = timeOf(now)
    const { about } = event
    const object = [source.component, source.host ?? '', about.kind, about.namespace ?? '', about.name, about.uid ?? '', about.apiVersion].join('|')
    const group = `${object}|${event.type}|${event.reason}`
    const before = this.#similar.get(group)
    const messages = before && now - before.last <= SIMILAR_WITHIN_MS ? before.messages : []
    const known = messages.includes(event.message)
    const all = known ? messages : [...messages, event.message]
    const combined = all.length >= MAX_SIMILAR
    // Upstream forgets one of the messages here, so that a group that has gone quiet can speak for itself again.
    this.#similar.set(group, { messages: combined ? all.slice(1) : all, last: now })
    const message = combined ? `(combined from similar events): ${event.message}` : event.message
    const key = combined ? group : `${group}|${about.fieldPath ?? ''}|${event.message}`

    const seen = this.#observed.get(key)
    const count = (seen?.count ?? 0) + 1
    const name = seen?.name ?? `${about.name}.${(BigInt(now) * 1_000_000n + BigInt(this.#world.chance.below(1_000_000, 'event-name', key, count, now))).toString(16)}`
    this.#observed.set(key, { count, first: seen?.first ?? stamp, name, key })
    if (!this.#maySpeak(`${object}|${event.type}`, now)) return

    const namespace = about.namespace ?? 'default'
    const body: AnyObject = {
      apiVersion: 'v1', kind: 'Event', metadata: { name, namespace },
      involvedObject: {
        kind: about.kind, ...(about.namespace ? { namespace: about.namespace } : {}), name: about.name, ...(about.uid ? { uid: about.uid } : {}), apiVersion: about.apiVersion,
        ...(about.resourceVersion ? { resourceVersion: about.resourceVersion } : {}), ...(about.fieldPath ? { fieldPath: about.fieldPath } : {}),
      },
      reason: event.reason, message, source: { component: source.component, ...(source.host ? { host: source.host } : {}) },
      firstTimestamp: seen?.first ?? stamp, lastTimestamp: stamp, count, type: event.type, reportingComponent: source.component, reportingInstance: source.host ?? '',
      eventTime: null,
    }
    const at = this.#limiter.take(source.client, source.limit, now + this.#delayMs)
    const post: Post = { client: source.client, object: body, observed: key, ...(seen ? { patch: { count, message, lastTimestamp: stamp } } : {}) }
    this.#world.schedule({ at, handler: 'event', payload: post })
  }

  #maySpeak(key: string, now: Instant): boolean {
    const bucket = this.#spam.get(key) ?? { tokens: SPAM_BURST, at: now }
    const tokens = Math.min(SPAM_BURST, bucket.tokens + ((now - bucket.at) / 1000) * SPAM_QPS)
    const may = tokens >= 1
    this.#spam.set(key, { tokens: may ? tokens - 1 : tokens, at: now })
    return may
  }

  #post({ client, object, patch }: Post): void {
    const world = this.#world
    const { namespace, name } = object.metadata
    world.note({ actor: client, what: patch ? 'patch events' : 'create events', about: `events/${namespace}/${name}`, quiet: true })
    try {
      if (patch && this.#server.store.get(Event, `${namespace}/${name}`)) {
        this.#server.patch(client, Event, namespace, name, 'strategic', patch)
      } else {
        this.#server.create(client, object, namespace)
        if (this.#server.store.table(Event).size === 1) world.schedule({ at: world.now + EVENT_TTL_MS, handler: 'events.expire' })
      }
    } catch (error) {
      // A refused event is lost: its namespace may be going away. Upstream logs it and goes on.
      if (!(error instanceof ApiError)) throw error
    }
  }

  /** Every ten minutes, what is older than an hour goes, as etcd's leases see to it; with it what the recorder remembers of it. */
  #expire(): void {
    const world = this.#world
    const table = this.#server.store.table(Event)
    world.note({ actor: 'etcd', what: 'expire events', quiet: true })
    const limit = timeOf(world.now - EVENT_TTL_MS)
    for (const event of table.list()) {
      if ((event.lastTimestamp ?? event.metadata.creationTimestamp) < limit) table.delete(`${event.metadata.namespace}/${event.metadata.name}`)
    }
    const alive = new Set(table.list().map(e => e.metadata.name))
    for (const [key, observed] of [...this.#observed.entries()]) if (!alive.has(observed.name)) this.#observed.delete(key)
    for (const [key, similar] of [...this.#similar.entries()]) if (similar.last < world.now - EVENT_TTL_MS) this.#similar.delete(key)
    for (const [key, bucket] of [...this.#spam.entries()]) if (bucket.at < world.now - EVENT_TTL_MS * 2) this.#spam.delete(key)
    if (table.size > 0) world.schedule({ at: world.now + 600_000, handler: 'events.expire' })
  }
}
