// Outside the wall: typed questions out, answers and deltas in. It also watches over the worker: one that crashes or no longer
// answers is ended, and a new one is started and brought to where the page stood, with nothing lost.
import type { Instant } from '../kube/object.ts'
import { Numbering } from './numbering.ts'
import type { Answers, ClusterOptions, Delta, Envelope, Reply, Request, SavedRun } from './protocol.ts'

/** What the client needs of a Worker; tests and the scripted cluster give their own. */
export interface WorkerLike {
  postMessage(envelope: Envelope): void
  terminate(): void
  onmessage: ((event: { data: Reply }) => void) | null
  onerror: ((event: { message?: string; preventDefault?(): void }) => void) | null
}

export type Asked<A extends Request['ask']> = Extract<Request, { ask: A }>
export type Begin = { readonly options: ClusterOptions; readonly run?: SavedRun }

/** Why a question got no answer. `broken`: the engine has a fault and said so. `lost`: the worker ended under it. */
export class AskError extends Error {
  readonly kind: 'broken' | 'lost'
  constructor(kind: 'broken' | 'lost', message: string) {
    super(message)
    this.name = 'AskError'
    this.kind = kind
  }
}

/** What a person should be told of the worker's life. */
export type WorkerNews =
  | { readonly news: 'restarting'; readonly because: 'silent' | 'crashed' | 'broken'; readonly message?: string; readonly ask?: string; readonly run?: SavedRun }
  | { readonly news: 'restarted' }
  /** It fell again and again; nobody tries any more until `boot` is called. */
  | { readonly news: 'gave-up'; readonly message: string; readonly run?: SavedRun }
  /** The server of the cluster cannot be reached; it is tried again until it can. */
  | { readonly news: 'away' }
  | { readonly news: 'back' }

/** Wherever the engine is: what a page needs of it. */
export interface Engine {
  /** The cluster was there before the page and will be there after it: no run of the page's own is kept. */
  readonly served?: true
  /** Starts anew with a cluster, or a saved run; a served cluster is shown as it stands. */
  boot(begin: Begin): Promise<Answers['boot']>
  ask<A extends Request['ask']>(request: Asked<A>): Promise<Answers[A]>
  /** The run as it is now. */
  save(): Promise<SavedRun>
  /** The run as it was last saved, where the page keeps it. */
  readonly lastSaved: SavedRun | undefined
}

export interface ClientOptions {
  readonly spawn: () => WorkerLike
  /** Every delta, in the order in which the worker made them, before the answer that carried it is handed out. */
  readonly onDelta: (delta: Delta) => void
  readonly onNews: (news: WorkerNews) => void
  /** How long a question may stay unanswered. A boot may have a long run to make again. */
  readonly patienceMs?: number
  readonly bootPatienceMs?: number
}

interface Open {
  readonly request: Request
  readonly resolve: (answer: never) => void
  readonly reject: (error: unknown) => void
  readonly askedAt: number
  /** An input that is given once more to a new worker: it is known already. */
  readonly replayed?: boolean
}

/** An input that was answered and that no save has seen yet. `from` is where the world stood before it. */
interface Unsaved { readonly id: number; readonly request: Request; readonly from: number }

const FALLS_ALLOWED = 3
const FALLS_WITHIN_MS = 60_000
const isInput = (r: Request) => r.ask === 'kubectl' || r.ask === 'edited' || r.ask === 'act' || r.ask === 'undo-fork'
/** Questions that change nothing may simply be asked again. */
const isQuestion = (r: Request) => !isInput(r) && r.ask !== 'travel' && r.ask !== 'boot' && r.ask !== 'interrupt'

export class Client implements Engine {
  readonly #o: Required<ClientOptions>
  #worker: WorkerLike | undefined
  #open = new Map<number, Open>()
  #nextId = 1
  #timer: ReturnType<typeof setTimeout> | undefined
  #timerSetAt = 0
  #begin: Begin | undefined
  #saved: SavedRun | undefined
  #unsaved: Unsaved[] = []
  #position = -1
  #now: Instant = 0
  #falls: number[] = []
  /** Where the page stood when the worker fell, until a new one has come as far. */
  #stood: { readonly position: number; readonly now: Instant } | undefined
  /** While a new worker is being brought up to date, questions wait here. */
  #waiting: Open[] | undefined
  #travel: Promise<unknown> = Promise.resolve()
  readonly #numbers = new Numbering()

  constructor(options: ClientOptions) {
    this.#o = { patienceMs: 10_000, bootPatienceMs: 120_000, ...options }
  }

  /** Starts anew with a cluster, or a saved run; whatever was before is gone. */
  async boot(begin: Begin): Promise<Answers['boot']> {
    this.#begin = begin
    this.#saved = begin.run
    this.#unsaved = []
    this.#falls = []
    this.#stood = undefined
    this.#position = -1
    this.#end('A new cluster was started')
    this.#start()
    this.#waiting = undefined
    return this.#post<'boot'>({ ask: 'boot', ...begin })
  }

  /** Asks; the answer comes once. Travels queue up behind each other: never two in flight. */
  ask<A extends Request['ask']>(request: Asked<A>): Promise<Answers[A]> {
    if (request.ask !== 'travel') return this.#send(request)
    const mine = this.#travel.then(() => this.#send<A>(request))
    this.#travel = mine.catch(() => {})
    return mine
  }

  /** The run as it was last saved: what a restart begins with, and what a report of a fault carries. */
  get lastSaved(): SavedRun | undefined { return this.#saved }

  /** Ends the worker for good. */
  close(): void { this.#end('The page was closed') }

  #send<A extends Request['ask']>(request: Asked<A>): Promise<Answers[A]> {
    if (this.#waiting !== undefined) {
      const waiting = this.#waiting
      return new Promise((resolve, reject) => waiting.push({ request, resolve, reject, askedAt: 0 }))
    }
    if (this.#worker === undefined) return Promise.reject(new AskError('lost', 'The engine is not running'))
    return this.#post(request)
  }

  #post<A extends Request['ask']>(request: Asked<A>, replayed = false): Promise<Answers[A]> {
    return new Promise((resolve, reject) => {
      this.#deliver({ request, resolve: resolve as (a: never) => void, reject, askedAt: 0, replayed })
    })
  }

  #deliver(question: Open): void {
    const id = this.#nextId++
    this.#open.set(id, { ...question, askedAt: Date.now() })
    const { request } = question
    this.#worker!.postMessage({ id, request: request.ask === 'interrupt' ? { ...request, running: this.#numbers.inside(request.running) } : request })
    this.#watch()
    // Behind every input comes a save at once: what the worker has taken in is then safe outside it.
    if (isInput(request) && !question.replayed) this.save().catch(() => {})
  }

  /** Asks for the run as it is now and remembers it. */
  async save(): Promise<SavedRun> {
    const { run } = await this.ask<'save'>({ ask: 'save' })
    return run
  }

  #start(): void {
    const worker = this.#o.spawn()
    this.#numbers.begin()
    this.#worker = worker
    worker.onmessage = event => { if (this.#worker === worker) this.#hear(event.data) }
    worker.onerror = event => {
      event.preventDefault?.()
      if (this.#worker === worker) void this.#fall('crashed', event.message)
    }
  }

  #end(message: string): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#worker !== undefined) {
      this.#worker.onmessage = null
      this.#worker.onerror = null
      this.#worker.terminate()
      this.#worker = undefined
    }
    const lost = [...this.#open.values(), ...(this.#waiting ?? [])]
    this.#open.clear()
    this.#waiting = undefined
    for (const { reject } of lost) reject(new AskError('lost', message))
  }

  #hear(reply: Reply): void {
    const question = this.#open.get(reply.id)
    if (question === undefined) return
    this.#open.delete(reply.id)
    this.#watch()
    if ('broken' in reply) {
      question.reject(new AskError('broken', reply.broken.message))
      void this.#fall('broken', reply.broken.message, question.request.ask, reply.broken.run)
      return
    }
    const { request } = question
    const answer = this.#numbers.outside(reply.answer, question.replayed)
    const delta = 'delta' in answer ? answer.delta : undefined
    if (isInput(request) && !question.replayed) this.#unsaved.push({ id: reply.id, request, from: delta?.from ?? this.#position })
    if (request.ask === 'save') {
      this.#saved = (answer as Answers['save']).run
      this.#unsaved = this.#unsaved.filter(u => u.id > reply.id)
    }
    if (delta !== undefined) {
      this.#position = delta.position
      this.#now = delta.now
      this.#o.onDelta(delta)
    }
    question.resolve(answer as never)
  }

  /** One timer, for the question that has waited longest. */
  #watch(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    const oldest = this.#open.values().next().value
    if (oldest === undefined) return
    const patience = oldest.request.ask === 'boot' ? this.#o.bootPatienceMs : this.#o.patienceMs
    const left = Math.max(0, oldest.askedAt + patience - Date.now())
    this.#timerSetAt = Date.now()
    this.#timer = setTimeout(() => {
      // A timer that comes much too late tells of a machine that slept, not of a worker that is silent.
      if (Date.now() - this.#timerSetAt > left + 2_000) {
        for (const [id, q] of this.#open) this.#open.set(id, { ...q, askedAt: Date.now() })
        this.#watch()
      } else void this.#fall('silent', undefined, oldest.request.ask)
    }, left)
  }

  async #fall(because: 'silent' | 'crashed' | 'broken', message?: string, ask?: string, run?: SavedRun): Promise<void> {
    const at = Date.now()
    this.#falls = [...this.#falls.filter(t => at - t < FALLS_WITHIN_MS), at]
    const again = [...this.#open.values(), ...(this.#waiting ?? [])].filter(q => isQuestion(q.request))
    for (const q of again) for (const [id, o] of this.#open) if (o.resolve === q.resolve) this.#open.delete(id)
    this.#waiting = this.#waiting?.filter(q => !again.includes(q))
    this.#stood ??= { position: this.#position, now: this.#now }
    this.#end('The engine was started again')
    const known = run ?? this.#saved
    if (this.#begin === undefined || this.#falls.length > FALLS_ALLOWED) {
      for (const q of again) q.reject(new AskError('lost', 'The engine does not start'))
      this.#o.onNews({ news: 'gave-up', message: message ?? because, ...(known ? { run: known } : {}) })
      return
    }
    this.#o.onNews({ news: 'restarting', because, ...(message ? { message } : {}), ...(ask ? { ask } : {}), ...(known ? { run: known } : {}) })
    this.#waiting = again
    this.#start()
    try {
      await this.#catchUp()
    } catch { return /* it fell again: that fall has started the next worker */ }
    this.#stood = undefined
    this.#o.onNews({ news: 'restarted' })
    const waiting: Open[] = this.#waiting ?? []
    this.#waiting = undefined
    for (const question of waiting) this.#deliver(question)
  }

  /** The last saved run, then the inputs that came after it at the places where they came, then to where the page stood. */
  async #catchUp(): Promise<void> {
    const stood = this.#stood ?? { position: -1, now: 0 }
    await this.#post<'boot'>({ ask: 'boot', options: this.#saved?.options ?? this.#begin!.options, ...(this.#saved ? { run: this.#saved } : {}) })
    for (const { request, from } of this.#unsaved) {
      if (this.#position !== from) await this.#reach({ toFrame: from })
      await this.#post(request as Asked<'kubectl'>, true)
    }
    if (stood.position >= 0 && this.#position !== stood.position) await this.#reach({ toFrame: stood.position })
    // Time had gone on since that frame, without another.
    if (this.#position === stood.position && this.#now < stood.now) await this.#reach({ toAt: stood.now })
  }

  async #reach(to: Asked<'travel'>['to']): Promise<void> {
    for (;;) {
      const { done, exhausted } = await this.#post<'travel'>({ ask: 'travel', to, budgetMs: 500 })
      if (done || exhausted) return
    }
  }
}
