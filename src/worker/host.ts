// Inside the worker: owns the cluster and answers one request at a time. It knows the clock on the wall only to keep its slices short.
// Where several pages show one cluster, each has a host of its own over what they have in common.
import { ApiError, Mistake, type Cluster, type CutFuture, type Frame } from '../engine/index.ts'
import { isOurs, complete, wantsMore } from '../kubectl/index.ts'
import { fieldDocFor } from './fieldDocs.ts'
import { checkFile, liveText } from './check.ts'
import { clusterOf, type Common } from './common.ts'
import { Heads } from './heads.ts'
import { inspect, logsOf, whySteps } from './inspect.ts'
import { journey } from './journey.ts'
import { Origins } from './origins.ts'
import { Rows } from './rowsOf.ts'
import { filesOf, Terminal } from './terminal.ts'
import { Timeline } from './timeline.ts'
import {
  optionsFrom, SEMANTICS_VERSION, type Answers, type ClusterOptions, type Delta, type Request, type SavedRun,
} from './protocol.ts'

export class Host {
  readonly #wall: () => number
  readonly #common: Common | undefined
  #options: ClusterOptions | undefined
  #cluster!: Cluster
  #rows!: Rows
  #terminal!: Terminal
  #timeline!: Timeline
  #origins!: Origins
  #heads = new Heads()
  #stops: (() => void)[] = []
  #told = -1
  #toldAt = 0
  /** The latest instant that whoever waits has seen. */
  #seenAt = 0
  #fresh = true
  #fork: CutFuture | undefined
  #cutFrames: number | undefined
  #wentBack = false

  /** `wall`: milliseconds of a clock outside, for budgets only. `common`: a cluster that is there already, and the others who show it. */
  constructor(wall: () => number, common?: Common) {
    this.#wall = wall
    this.#common = common
  }

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
        // In a container the shell there asks for more itself.
        if ((!this.#terminal.inside || isOurs(request.line)) && wantsMore(request.line)) return { running: 0, more: true, delta: this.#delta() }
        const running = this.#terminal.start(request.line, request.files, request.namespace, request.lang)
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
        }, this.#terminal.inside)
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
          world.restore(fork)
          if (this.#common) this.#common.restored(fork)
          else this.restored(fork)
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
    if (this.#common) return this.#join(this.#common)
    const wanted = run && optionsFrom(run.options)
    this.#options = wanted ?? options
    let lost: string | undefined
    this.#create()
    if (run) {
      try {
        if (wanted === undefined) throw new Error('its cluster cannot be made')
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

  /** Shows a cluster as it stands. */
  #join({ cluster, options }: Common): Answers['boot'] {
    this.#options = options
    this.#show(cluster)
    this.#timeline.catchUp()
    this.#fresh = true
    return { delta: this.#delta(), startAt: options.startAt }
  }

  #create(): void { this.#show(clusterOf(this.#options!)) }

  #show(cluster: Cluster): void {
    this.close()
    this.#cluster = cluster
    this.#rows = new Rows(cluster)
    this.#terminal = new Terminal(() => this.#cluster, fieldDocFor)
    this.#timeline = new Timeline(cluster)
    this.#origins = new Origins()
    this.#heads = new Heads()
    this.#fork = undefined
    this.#seenAt = cluster.now
    const { world } = cluster
    this.#stops = [world.observe((frame, direction) => this.#passed(frame, direction)), world.onRebuilt(() => { this.#fresh = true }), () => this.#rows.close()]
  }

  /** Looks at the cluster no more. */
  close(): void {
    for (const stop of this.#stops) stop()
    this.#stops = []
  }

  /** The command lines of this page that wait. */
  get waiting(): Terminal { return this.#terminal }

  #passed(frame: Frame, direction: 1 | -1): void {
    this.#rows.follow(frame)
    if (direction === 1) {
      this.#timeline.passed(frame)
      this.#heads.passed(frame)
    } else {
      this.#wentBack = true
      this.#heads.undone(frame)
    }
  }

  #travel(request: Extract<Request, { ask: 'travel' }>): Answers['travel'] {
    this.#wentBack = false
    const { done, exhausted } = journey(request, {
      cluster: this.#cluster, wall: this.#wall, waiting: this.#common?.waiting ?? this.#terminal, wentBack: () => this.#wentBack, looked: () => this.#noticeFork(),
    })
    this.settle()
    return { delta: this.#delta(), done, exhausted }
  }

  /** Time has gone on or back, through whomever: command lines that wait look again, or take back what they printed. */
  settle(): void {
    const { now } = this.#cluster.world
    if (this.#wentBack || now < this.#seenAt) this.#terminal.rewound()
    else this.#terminal.advance()
    this.#wentBack = false
    this.#seenAt = now
    this.#noticeFork()
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
    if (this.#common) this.#common.forked(cut)
    else this.forked(cut)
  }

  /** A new input cut this future off. */
  forked(cut: CutFuture): void {
    this.#timeline.cut(cut)
    if (cut.end - cut.position <= 0) return
    this.#terminal.forked(cut.position)
    this.#fork = cut
    this.#cutFrames = cut.end - cut.position
  }

  /** The future that was cut off is back. */
  restored(fork: CutFuture): void {
    this.#fork = undefined
    this.#timeline.restored(fork)
    this.#terminal.unforked()
    this.#wentBack = true
    this.settle()
  }

  /** What has happened since the last answer; undefined: nothing. */
  news(): Delta | undefined {
    const { position, now } = this.#cluster.world
    const same = position === this.#told && now === this.#toldAt && !this.#fresh && this.#cutFrames === undefined && this.#rows.untouched && !this.#terminal.hasNews
    return same ? undefined : this.#delta()
  }

  #delta(): Delta {
    const { world } = this.#cluster
    const changes = this.#fresh ? this.#rows.everything() : this.#rows.drain()
    const from = this.#told
    this.#told = world.position
    this.#toldAt = world.now
    const delta: Delta = {
      from, position: world.position, now: world.now, end: world.end, endAt: Math.max(world.endAt, world.now), fresh: this.#fresh, changes,
      heads: this.#heads.latest, canUndoFork: this.#fork !== undefined, ...this.#terminal.drain(this.#fresh),
      ...(this.#cutFrames !== undefined ? { cutFrames: this.#cutFrames } : {}),
    }
    this.#fresh = false
    this.#cutFrames = undefined
    return delta
  }
}
