// Events as client-go's recorder makes them: similar ones are counted, many similar ones are combined, and who says too much
// about one object is not heard. Each that remains is one write to the API server, a little after it happened.
// Upstream: client-go/tools/record/{event,events_cache}.go.
import { timeOf } from '../../kube/rfc3339.ts'
import type { Key } from '../../kube/keys.ts'
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

/** One event object: what was said, how often, and under which name it stands. */
interface Spoken { readonly fieldPath: string; readonly message: string; readonly count: number; readonly first: string; readonly name: string }
/** What is said for one reason. `messages`: the different ones of late, by which many are combined. */
interface Topic {
  readonly type: string
  readonly reason: string
  readonly messages: readonly string[]
  readonly last: Instant
  readonly spoken: readonly Spoken[]
  readonly combined: Spoken | undefined
}
/** How much may still be said of one type. */
interface Breath { readonly type: string; readonly tokens: number; readonly at: Instant }
/** All that one source has said of one object, in one row: each event is one write. The lists are short. */
interface Talk { readonly topics: readonly Topic[]; readonly breaths: readonly Breath[] }
const NOTHING: readonly never[] = Object.freeze([])
const SILENCE: Talk = Object.freeze({ topics: Object.freeze([]), breaths: Object.freeze([]) })

interface Post { readonly client: string; readonly object: AnyObject; readonly patch: { readonly count: number; readonly message: string; readonly lastTimestamp: string } | undefined }

export class EventRecorder {
  readonly #world: World
  readonly #server: ApiServer
  readonly #limiter: Limiter
  readonly #delayMs: number
  readonly #talks: Table<Talk>

  constructor(world: World, server: ApiServer, limiter: Limiter, delayMs: number) {
    this.#world = world
    this.#server = server
    this.#limiter = limiter
    this.#delayMs = delayMs
    this.#talks = world.table<Talk>('events/talks', 400)
    world.on('event', (post: Post) => this.#post(post))
    world.on('events.expire', () => this.#expire())
  }

  /** Says it; the write follows as a frame of its own. */
  record(source: Source, event: RecordedEvent): void {
    const now = this.#world.now
    const stamp = timeOf(event.at ?? now)
    const { about } = event
    const host = source.host ?? ''
    const uid = about.uid ?? ''
    const ofNamespace = about.namespace ?? ''
    const key = `${source.component}|${host}|${about.kind}|${ofNamespace}|${about.name}|${uid}|${about.apiVersion}`
    const talk = this.#talks.get(key) ?? SILENCE
    const topic = topicOf(talk, event)
    const messages = topic && now - topic.last <= SIMILAR_WITHIN_MS ? topic.messages : NOTHING
    // concat makes a list of just that length; one that is spread into is made with room for more, and these are kept for an hour.
    const all = messages.length === 0 ? [event.message] : messages.includes(event.message) ? messages : messages.concat(event.message)
    const combine = all.length >= MAX_SIMILAR
    const message = combine ? `(combined from similar events): ${event.message}` : event.message
    const fieldPath = about.fieldPath ?? ''

    const seen = combine ? topic?.combined : topic && spokenOf(topic, event.message, fieldPath)
    const count = (seen?.count ?? 0) + 1
    const name = seen?.name ?? `${about.name}.${nanosecondsHex(now, this.#nanoseconds(source, event, combine, count))}`
    const spoken: Spoken = { fieldPath, message: combine ? '' : event.message, count, first: seen?.first ?? stamp, name }
    const next: Topic = {
      type: event.type, reason: event.reason, last: now,
      messages: combine ? this.#without(all, key, event) : all,
      spoken: combine ? topic?.spoken ?? NOTHING : put(topic?.spoken, seen, spoken),
      combined: combine ? spoken : topic?.combined,
    }
    const breath = breathOf(talk, event.type)
    const tokens = breath ? Math.min(SPAM_BURST, breath.tokens + ((now - breath.at) / 1000) * SPAM_QPS) : SPAM_BURST
    const maySpeak = tokens >= 1
    this.#talks.set(key, {
      topics: put(talk.topics, topic, next), breaths: put(talk.breaths, breath, { type: event.type, tokens: maySpeak ? tokens - 1 : tokens, at: now }),
    })
    if (!maySpeak) return

    const namespace = about.namespace ?? 'default'
    const body: AnyObject = {
      apiVersion: 'v1', kind: 'Event', metadata: { name, namespace }, involvedObject: referenceTo(about),
      reason: event.reason, message, source: source.host ? { component: source.component, host: source.host } : { component: source.component },
      firstTimestamp: seen?.first ?? stamp, lastTimestamp: stamp, count, type: event.type, reportingComponent: source.component, reportingInstance: source.host ?? '',
      eventTime: null,
    }
    const at = this.#limiter.take(source.client, source.limit, now + this.#delayMs)
    const post: Post = { client: source.client, object: body, patch: seen ? { count, message, lastTimestamp: stamp } : undefined }
    this.#world.schedule({ at, handler: 'event', payload: post })
  }

  /** Where within its millisecond an event was said first. */
  #nanoseconds({ component, host = '' }: Source, { about, type, reason, message }: RecordedEvent, combined: boolean, count: number): number {
    const { chance, now } = this.#world
    const { kind, namespace = '', name, uid = '', apiVersion, fieldPath = '' } = about
    return combined ? chance.below(1_000_000, 'event-name', component, host, kind, namespace, name, uid, apiVersion, type, reason, count, now)
      : chance.below(1_000_000, 'event-name', component, host, kind, namespace, name, uid, apiVersion, type, reason, fieldPath, message, count, now)
  }

  /** Upstream forgets any one of the messages here (a set gives them in no order): those still known go on being counted by themselves. */
  #without(messages: readonly string[], key: string, { reason, message }: RecordedEvent): readonly string[] {
    const { chance, now } = this.#world
    const forgotten = chance.below(messages.length, 'event-forgotten', key, reason, message, now)
    return messages.filter((_, n) => n !== forgotten)
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
    // Of an hour's events the sixth goes: only those are put in order.
    const old: Key[] = []
    const alive = new Set<string>()
    for (const [key, event] of table.entries()) {
      if ((event.lastTimestamp ?? event.metadata.creationTimestamp) < limit) old.push(key)
      else alive.add(event.metadata.name)
    }
    for (const key of old.sort()) table.delete(key)
    const said: [string, Talk][] = []
    for (const entry of this.#talks.entries()) if (this.#mayForget(entry[1], alive)) said.push(entry)
    for (const [key, talk] of said.sort((a, b) => (a[0] < b[0] ? -1 : 1))) this.#forget(key, talk, alive)
    if (table.size > 0) world.schedule({ at: world.now + 600_000, handler: 'events.expire' })
  }

  /** Whether anything of this can be dropped: of most talks nothing is old enough. */
  #mayForget({ topics, breaths }: Talk, alive: ReadonlySet<string>): boolean {
    const { now } = this.#world
    return breaths.some(b => b.at < now - EVENT_TTL_MS * 2)
      || topics.some(t => t.last < now - EVENT_TTL_MS || t.spoken.some(s => !alive.has(s.name)) || (t.combined !== undefined && !alive.has(t.combined.name)))
  }

  /** Drops what is remembered of events that are gone, and of quiet that has lasted. */
  #forget(key: string, talk: Talk, alive: ReadonlySet<string>): void {
    const { now } = this.#world
    let changed = false
    const keep = <T>(list: readonly T[], still: (value: T) => boolean): readonly T[] => {
      const kept = list.filter(still)
      if (kept.length === list.length) return list
      changed = true
      return kept
    }
    const topics = talk.topics.map(topic => {
      const spoken = keep(topic.spoken, s => alive.has(s.name))
      const combined = topic.combined && alive.has(topic.combined.name) ? topic.combined : undefined
      const quiet = topic.last < now - EVENT_TTL_MS
      if (spoken === topic.spoken && combined === topic.combined && !(quiet && topic.messages.length > 0)) return topic
      changed = true
      return { ...topic, spoken, combined, messages: quiet ? [] : topic.messages }
    })
    const left = keep(topics, t => t.spoken.length > 0 || t.combined !== undefined || t.messages.length > 0)
    const breaths = keep(talk.breaths, b => b.at >= now - EVENT_TTL_MS * 2)
    if (!changed) return
    if (left.length === 0 && breaths.length === 0) this.#talks.delete(key)
    else this.#talks.set(key, { topics: left, breaths })
  }
}

/** `now` and so many nanoseconds, in nanoseconds, as a hexadecimal number: more digits than a number holds, so in two halves. */
function nanosecondsHex(now: Instant, nanoseconds: number): string {
  const high = Math.floor(now / 0x10000)
  const low = (now - high * 0x10000) * 1_000_000 + nanoseconds
  const carried = Math.floor(low / 0x10000)
  return (high * 1_000_000 + carried).toString(16) + (low - carried * 0x10000 + 0x10000).toString(16).slice(1)
}

/** What an event says of the object it is about; what is empty is left out. */
function referenceTo({ kind, namespace, name, uid, apiVersion, resourceVersion, fieldPath }: RecordedEvent['about']): AnyObject['involvedObject'] {
  const to: Record<string, string> = namespace ? { kind, namespace, name } : { kind, name }
  if (uid) to['uid'] = uid
  to['apiVersion'] = apiVersion
  if (resourceVersion) to['resourceVersion'] = resourceVersion
  if (fieldPath) to['fieldPath'] = fieldPath
  return to
}

/** The list with `old` replaced, or with the new one at its end. */
function put<T>(list: readonly T[] = NOTHING, old: T | undefined, value: T): readonly T[] {
  if (list.length === 0) return [value]
  return old === undefined ? list.concat([value]) : list.with(list.indexOf(old), value)
}

// Loops, as each of these is asked for every event that anybody says.
function topicOf({ topics }: Talk, { type, reason }: RecordedEvent): Topic | undefined {
  for (let i = 0; i < topics.length; i++) if (topics[i]!.reason === reason && topics[i]!.type === type) return topics[i]
  return undefined
}

function spokenOf({ spoken }: Topic, message: string, fieldPath: string): Spoken | undefined {
  for (let i = 0; i < spoken.length; i++) if (spoken[i]!.message === message && spoken[i]!.fieldPath === fieldPath) return spoken[i]
  return undefined
}

function breathOf({ breaths }: Talk, type: string): Breath | undefined {
  for (let i = 0; i < breaths.length; i++) if (breaths[i]!.type === type) return breaths[i]
  return undefined
}
