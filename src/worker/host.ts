// Inside the worker: owns the cluster and answers one request at a time. It knows the clock on the wall only to keep its slices short.
import { ApiError, createCluster, Mistake, type Cluster, type CutFuture, type Frame, type Travel } from '../engine/index.ts'
import { complete, wantsMore } from '../kubectl/index.ts'
import { fieldDocFor } from './fieldDocs.ts'
import { checkFile, liveText } from './check.ts'
import { inspect, logsOf, whySteps } from './inspect.ts'
import { Origins } from './origins.ts'
import { eventOf, type Delivery } from './projection/components.ts'
import { Rows } from './rowsOf.ts'
import { filesOf, Terminal } from './terminal.ts'
import { Timeline } from './timeline.ts'
import type { FrameHead } from './rows.ts'
import {
  SEMANTICS_VERSION, type Answers, type ClusterOptions, type Delta, type Request, type SavedRun,
} from './protocol.ts'

/** The heads of the frames that were passed last, for what moves on the rail. */
const MOST_HEADS = 60
const DEFAULT_BUDGET_MS = 12
const FRAMES_PER_LOOK = 64

export class Host {
  readonly #wall: () => number
  #options: ClusterOptions | undefined
  #cluster!: Cluster
  #rows!: Rows
  #terminal!: Terminal
  #timeline!: Timeline
  #origins!: Origins
  #heads: FrameHead[] = []
  #told = -1
  #fresh = true
  #fork: CutFuture | undefined
  #cutFrames: number | undefined
  #wentBack = false

  /** `wall`: milliseconds of a clock outside, for budgets only. */
  constructor(wall: () => number) { this.#wall = wall }

  answer<K extends Request['ask']>(request: Extract<Request, { ask: K }>): Answers[K] {
    return this.#answer(request) as Answers[K]
  }

  /** What is needed to make this run again. */
  save(): SavedRun | undefined {
    if (!this.#options) return undefined
    const { world } = this.#cluster
    return { version: SEMANTICS_VERSION, options: this.#options, inputs: world.inputs.filter(i => i.seq > 0), position: world.position, now: world.now }
  }

  #answer(request: Request): Answers[keyof Answers] {
    if (request.ask === 'boot') return this.#boot(request.options, request.run)
    const { world } = this.#cluster
    switch (request.ask) {
      case 'travel': return this.#travel(request)
      case 'kubectl': {
        const before = world.position
        if (wantsMore(request.line)) return { running: 0, more: true, delta: this.#delta() }
        const running = this.#terminal.start(request.line, request.files, request.namespace)
        this.#noticeFork()
        this.#origins.remember(before, world.position, request.files, request.line)
        return { running, delta: this.#delta() }
      }
      case 'interrupt':
        this.#terminal.interrupt(request.running)
        return { delta: this.#delta() }
      case 'edited':
        this.#terminal.edited(request.path, request.text)
        this.#noticeFork()
        return { delta: this.#delta() }
      case 'complete':
        return complete(request.line, request.cursor, {
          client: this.#cluster.client(), files: filesOf(request.files.map(path => ({ path, text: '' }))), inPage: true,
        })
      case 'act': return this.#act(request.act)
      case 'check': return checkFile(this.#cluster, request.file)
      case 'inspect': return inspect(this.#cluster, this.#origins, request.ref, request.lang)
      case 'logs': return logsOf(this.#cluster, request)
      case 'why-frame': {
        const frame = world.frameAt(request.seq)
        return { steps: frame ? whySteps(this.#cluster, this.#origins, frame) : [] }
      }
      case 'density': return this.#timeline.density(request.buckets)
      case 'live': return { text: liveText(this.#cluster, request.file) }
      case 'undo-fork': {
        if (this.#fork) {
          const fork = this.#fork
          this.#fork = undefined
          world.restore(fork)
          this.#timeline.restored(fork)
          this.#terminal.unforked()
          this.#rewound()
        }
        return { delta: this.#delta() }
      }
      case 'save': return { run: this.save()! }
      case 'snapshot':
        this.#fresh = true
        return { delta: this.#delta() }
    }
  }

  #boot(options: ClusterOptions, run: SavedRun | undefined): Answers['boot'] {
    this.#options = run?.options ?? options
    let lost: string | undefined
    this.#create()
    if (run) {
      try {
        if (run.version !== SEMANTICS_VERSION) throw new Error(`made by version ${run.version} of the semantics, this is ${SEMANTICS_VERSION}`)
        const { world } = this.#cluster
        world.adopt(run.inputs, run.position)
        world.travel({ toFrame: run.position })
        if (run.now > world.now) world.travel({ toAt: run.now })
      } catch (error) {
        // A run that can no longer be made again costs the run, never the page.
        lost = error instanceof Error ? error.message : String(error)
        this.#options = options
        this.#create()
      }
    }
    this.#fresh = true
    return { delta: this.#delta(), ...(lost === undefined ? {} : { lost }) }
  }

  #create(): void {
    const { seed, startAt, nodes, unlimited } = this.#options!
    this.#cluster = createCluster({ seed, startAt, nodes, system: 'full', ...(unlimited ? { unlimited } : {}) })
    const cluster = this.#cluster
    this.#rows = new Rows(cluster)
    this.#terminal = new Terminal(() => this.#cluster, fieldDocFor)
    this.#timeline = new Timeline(cluster)
    this.#origins = new Origins()
    this.#heads = []
    this.#fork = undefined
    cluster.world.observe((frame, direction) => this.#passed(frame, direction))
    cluster.world.onRebuilt(() => { this.#fresh = true })
  }

  #passed(frame: Frame, direction: 1 | -1): void {
    this.#rows.follow(frame)
    if (direction === 1) {
      this.#timeline.passed(frame)
      this.#heads.push(headOf(frame))
      if (this.#heads.length > MOST_HEADS * 2) this.#heads.splice(0, this.#heads.length - MOST_HEADS)
    } else {
      this.#wentBack = true
      while (this.#heads.length > 0 && this.#heads.at(-1)!.seq >= frame.seq) this.#heads.pop()
    }
  }

  #travel(request: Extract<Request, { ask: 'travel' }>): Answers['travel'] {
    const { world, server } = this.#cluster
    const until = this.#wall() + (request.budgetMs ?? DEFAULT_BUDGET_MS)
    const before = world.now
    let left = request.maxFrames ?? Infinity
    let done = false
    let exhausted = false
    let revision = server.store.revision
    this.#wentBack = false
    let to: Travel = request.to
    // Who goes so many milliseconds goes there in however many slices.
    if ('forMs' in to) to = { toAt: world.now + to.forMs }
    // The same for a limit of time: it counts from where the travel began, not from each slice.
    const limitAt = 'until' in to && to.withinMs !== undefined ? world.now + to.withinMs : undefined
    do {
      // While somebody waits at the terminal the world goes frame by frame, so that nothing he waits for passes unseen.
      const waits = this.#terminal.waits
      const most = Math.min(left, waits ? 1 : FRAMES_PER_LOOK)
      if ('until' in to && limitAt !== undefined) to = { ...to, withinMs: Math.max(0, limitAt - world.now) }
      // Who sleeps is woken in time, although nothing happens in the world just then.
      const wakesAt = waits ? this.#terminal.nextAt ?? Infinity : Infinity
      const stop: Travel = 'frames' in to ? { frames: clampFrames(to.frames, most) } : 'toAt' in to && wakesAt > world.now && wakesAt < to.toAt ? { toAt: wakesAt } : to
      const travelled = world.travel(stop, { maxFrames: most })
      left -= Math.max(1, travelled.frames)
      if ('frames' in to) {
        const rest: number = Math.abs(to.frames) - travelled.frames
        done = rest <= 0 || travelled.exhausted
        to = { frames: Math.sign(to.frames) * Math.max(0, rest) }
      } else {
        done = travelled.done && stop === to
      }
      exhausted = travelled.exhausted
      if (waits && !this.#wentBack && (server.store.revision !== revision || (this.#terminal.nextAt ?? Infinity) <= world.now)) {
        revision = server.store.revision
        this.#terminal.advance()
        this.#noticeFork()
      }
    } while (!done && left > 0 && this.#wall() < until)
    if (this.#wentBack || world.now < before) this.#rewound()
    else {
      this.#terminal.advance()
      this.#noticeFork()
    }
    return { delta: this.#delta(), done, exhausted }
  }

  #rewound(): void {
    this.#terminal.rewound()
    this.#wentBack = false
  }

  #act(act: Extract<Request, { ask: 'act' }>['act']): Answers['act'] {
    try {
      this.#cluster.act(act)
    } catch (error) {
      if (!(error instanceof ApiError) && !(error instanceof Mistake)) throw error
      return { delta: this.#delta(), refused: error.message }
    }
    this.#noticeFork()
    this.#terminal.advance()
    return { delta: this.#delta() }
  }

  #noticeFork(): void {
    const cut = this.#cluster.cutFuture
    if (!cut) return
    this.#cluster.cutFuture = undefined
    this.#timeline.cut(cut)
    if (cut.end - cut.position <= 0) return
    this.#terminal.forked(cut.position)
    this.#fork = cut
    this.#cutFrames = cut.end - cut.position
  }

  #delta(): Delta {
    const { world } = this.#cluster
    const changes = this.#fresh ? this.#rows.everything() : this.#rows.drain()
    const from = this.#told
    this.#told = world.position
    const delta: Delta = {
      from, position: world.position, now: world.now, end: world.end, endAt: Math.max(world.endAt, world.now), fresh: this.#fresh, changes,
      heads: this.#heads.slice(-MOST_HEADS), canUndoFork: this.#fork !== undefined, ...this.#terminal.drain(this.#fresh),
      ...(this.#cutFrames !== undefined ? { cutFrames: this.#cutFrames } : {}),
    }
    this.#fresh = false
    this.#cutFrames = undefined
    return delta
  }
}

const clampFrames = (frames: number, most: number) => Math.sign(frames) * Math.min(Math.abs(frames), most)

export const headOf = (frame: Frame): FrameHead => ({
  seq: frame.seq, at: frame.at, cause: frame.cause, actor: frame.actor ?? 'kubestep', what: frame.what ?? frame.handler,
  ...(frame.about !== undefined ? { about: frame.about } : {}), ...(frame.reason ? { reason: frame.reason } : {}), ...(frame.quiet ? { quiet: true } : {}),
  ...(frame.handler === 'watch' ? arrivalOf(frame) : {}),
})

/** What a delivery carried, from the item that it took off the agenda. */
function arrivalOf(frame: Frame): Pick<FrameHead, 'to' | 'event'> {
  const delivery = frame.took?.payload as Delivery | null | undefined
  return delivery ? { to: delivery.to, event: eventOf(delivery) } : {}
}
