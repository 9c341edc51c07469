// The outside of the wall where the cluster is served: questions go to the server that the page came from. The cluster lives there, so a
// connection that is lost loses nothing: it is tried again until it stands, and the page takes the cluster as it finds it.
import { AskError, type Asked, type Engine, type WorkerNews } from './client.ts'
import { Numbering } from './numbering.ts'
import type { Answers, Delta, Request, SavedRun } from './protocol.ts'
import { LONGEST_SILENCE_MS, type ServedAnswers, type ServedClock, type ServedReply, type ServedRequest } from './served.ts'

/** What the client needs of a WebSocket. */
export interface Channel {
  send(text: string): void
  close(): void
  onopen: (() => void) | null
  onmessage: ((event: { readonly data: string }) => void) | null
  onclose: (() => void) | null
}

export interface ServedOptions {
  readonly connect: () => Channel
  readonly onDelta: (delta: Delta) => void
  readonly onNews: (news: WorkerNews) => void
  readonly onClock: (clock: ServedClock) => void
  /** Calls back when the page is ready for more news: with its next picture. */
  readonly soon: (go: () => void) => void
}

interface Open {
  readonly request: ServedRequest
  readonly resolve: (answer: never) => void
  readonly reject: (error: unknown) => void
  readonly askedAt: number
}
type ServedAsked<A extends ServedRequest['ask']> = Extract<ServedRequest, { ask: A }>

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5_000
/** A question that stays open for so long is asked of nobody. */
const PATIENCE_MS = 3 * LONGEST_SILENCE_MS

export class ServedClient implements Engine {
  readonly served = true
  readonly lastSaved = undefined
  readonly #o: ServedOptions
  readonly #numbers = new Numbering()
  #channel: Channel | undefined
  #open = new Map<number, Open>()
  #nextId = 1
  #tries = 0
  #stands = false
  /** What was said of the connection last. */
  #said: 'away' | 'restarting' | undefined
  /** Whoever waits for the first answer of all. */
  #waiting: ((answer: Answers['boot']) => void) | undefined
  #watch: ReturnType<typeof setInterval> | undefined

  constructor(options: ServedOptions) { this.#o = options }

  /** Connects, and shows the cluster as it stands; resolves when it does. */
  boot(): Promise<Answers['boot']> {
    if (this.#stands) return this.#post({ ask: 'boot', options: NO_OPTIONS })
    const stands = new Promise<Answers['boot']>(resolve => { this.#waiting = resolve })
    if (!this.#channel) this.#connect()
    return stands
  }

  ask<A extends Request['ask']>(request: Asked<A>): Promise<Answers[A]> {
    return this.#stands ? this.#post(request as never) as Promise<Answers[A]> : Promise.reject(new AskError('lost', 'The server of this cluster cannot be reached'))
  }

  /** Sets the clock of everybody. */
  setClock(change: { readonly playing?: boolean; readonly speed?: number }): void {
    if (this.#stands) this.#post({ ask: 'clock', ...change }).then(({ clock }) => this.#o.onClock(clock), () => {})
  }

  async save(): Promise<SavedRun> { return (await this.ask<'save'>({ ask: 'save' })).run }

  #connect(): void {
    const channel = this.#o.connect()
    this.#channel = channel
    channel.onopen = () => {
      this.#numbers.begin()
      this.#watch = setInterval(() => this.#watchOver(), LONGEST_SILENCE_MS)
      this.#post({ ask: 'boot', options: NO_OPTIONS }).then(answer => this.#stood(answer), () => {})
    }
    channel.onmessage = ({ data }) => { if (this.#channel === channel) this.#hear(JSON.parse(data) as ServedReply) }
    channel.onclose = () => { if (this.#channel === channel) this.#lost() }
  }

  #stood(answer: Answers['boot']): void {
    this.#stands = true
    this.#tries = 0
    this.#waiting?.(answer)
    this.#waiting = undefined
    if (this.#said) this.#o.onNews({ news: this.#said === 'away' ? 'back' : 'restarted' })
    this.#said = undefined
    this.#listen()
  }

  /** Asks for news, again and again, no faster than the page can show them. */
  #listen(): void {
    this.#post({ ask: 'news' }).then(({ clock }) => {
      this.#o.onClock(clock)
      this.#o.soon(() => this.#listen())
    }, () => {})
  }

  #post<A extends ServedRequest['ask']>(asked: ServedAsked<A>): Promise<ServedAnswers[A]> {
    const request: ServedRequest = asked
    return new Promise((resolve, reject) => {
      if (!this.#channel) return reject(new AskError('lost', 'The connection was lost'))
      const id = this.#nextId++
      this.#open.set(id, { request, resolve: resolve as (a: never) => void, reject, askedAt: Date.now() })
      this.#channel.send(JSON.stringify({ id, request: request.ask === 'interrupt' ? { ...request, running: this.#numbers.inside(request.running) } : request }))
    })
  }

  #hear(reply: ServedReply): void {
    const question = this.#open.get(reply.id)
    if (!question) return
    this.#open.delete(reply.id)
    if ('broken' in reply) {
      const { message, run } = reply.broken
      question.reject(new AskError('broken', message))
      this.#said = 'restarting'
      this.#o.onNews({ news: 'restarting', because: 'broken', message, ask: question.request.ask, ...(run ? { run } : {}) })
      return this.#lost()
    }
    const answer = this.#numbers.outside(reply.answer as Answers[keyof Answers])
    if ('delta' in answer && answer.delta) this.#o.onDelta(answer.delta)
    question.resolve(answer as never)
  }

  /** A connection may be dead without having closed. */
  #watchOver(): void {
    const oldest = this.#open.values().next().value
    if (oldest && Date.now() - oldest.askedAt > PATIENCE_MS) this.#lost()
  }

  #lost(): void {
    clearInterval(this.#watch)
    const channel = this.#channel
    this.#channel = undefined
    channel?.close()
    this.#stands = false
    const open = [...this.#open.values()]
    this.#open.clear()
    for (const { reject } of open) reject(new AskError('lost', 'The connection to the server was lost'))
    if (!this.#said) this.#o.onNews({ news: (this.#said = 'away') })
    setTimeout(() => this.#connect(), Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** this.#tries++))
  }
}

/** The server has made its cluster already. */
const NO_OPTIONS = { seed: 0, startAt: '', nodes: 0 }
