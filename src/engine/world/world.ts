// Time and memory. The world runs what is due, one frame at a time, writes down every change, and can go anywhere in its past.
// It knows nothing of Kubernetes.
import type { Instant } from '../../kube/object.ts'
import { Agenda, AgendaItem } from './agenda.ts'
import { chanceOf, type Chance } from './chance.ts'
import { canonical, hashText } from './digest.ts'
import { PER_CHANGE, writesOf, type Frame, type FrameNote, type Write } from './frame.ts'
import { GroundedTable, type Ground as Laid } from './ground.ts'
import { History } from './history.ts'
import { Index } from './indexes.ts'
import { STRETCH, Touched } from './leap.ts'
import { must } from './must.ts'
import { deepFreeze, Table, type Entry, type Journal } from './table.ts'
import { Tally, type Census } from './tally.ts'
import { travel, type Condition, type Ground, type Travel, type TravelLimits, type Travelled } from './travel.ts'
import { why } from './why.ts'

export type { Travel, TravelLimits, Travelled } from './travel.ts'

export interface WorldOptions {
  readonly seed: number
  /** Another chance than the seed's own; whoever brings it brings it again when the run is made again. */
  readonly chance?: Chance
  readonly startAt: Instant
  /** Bytes of history to keep, by estimate. */
  readonly historyBytes?: number
  /** Freeze every stored value, to prove that nobody edits one. Slow: for tests. */
  readonly freeze?: boolean
}

/** Something that came from outside: with the seed, all that is needed to make the run again. */
export interface Input {
  readonly seq: number
  readonly at: Instant
  readonly name: string
  readonly payload: unknown
}

/** The future that a new input cut off: kept so that the cut can be undone. */
export interface CutFuture {
  readonly position: number
  readonly now: Instant
  readonly end: number
  readonly endAt: Instant
  readonly frames: readonly Frame[]
  readonly inputs: readonly Input[]
  /** Which filling of the tables the frames belong to: a run made again has entries of its own. */
  readonly filling: number
}

/** Something that follows a table, as the law of indexes (E5) sees it. */
export interface Derived {
  snapshot(): Record<string, string[]>
  rebuilt(): Derived
}

type Handler = (payload: any) => void
type InputHandler = (payload: any) => unknown
const DEFAULT_HISTORY_BYTES = 150_000_000
const BYTES_PER_FRAME = 300
const BYTES_PER_ITEM = 130
/** From so many frames on it pays to sum up what they changed. */
const LEAP_FROM = 64
/** Every so many frames their instant is noted for good, so that an instant beyond the kept history can be found. */
const MARK_EVERY = 64
const NONE: readonly never[] = Object.freeze([])

/** A list that is filled for one frame after the other: what a frame keeps is copied off at its full length and no more. */
class Draft<T> {
  readonly #list: T[] = []
  #length = 0

  get length(): number { return this.#length }
  at(index: number): T { return this.#list[index]! }
  add(value: T): void { this.#list[this.#length++] = value }
  take(): readonly T[] {
    const taken = this.#length === 0 ? NONE : this.#list.slice(0, this.#length)
    this.#length = 0
    return taken
  }
}

/** A frame that is being made. All its fields from the start: frames of one shape are faster to write and to read. */
class OpenFrame implements Frame {
  readonly seq: number
  readonly took: AgendaItem | undefined
  // An instant in a field is an object of its own: what the item or the input says is not said again.
  readonly #input: Input | undefined
  changes: readonly unknown[] = NONE
  scheduled: readonly AgendaItem[] = NONE
  cancelled: readonly AgendaItem[] = NONE
  bytes = BYTES_PER_FRAME
  actor: Frame['actor'] = undefined
  what: Frame['what'] = undefined
  about: Frame['about'] = undefined
  reason: Frame['reason'] = undefined
  quiet: Frame['quiet'] = undefined
  alsoCauses: Frame['alsoCauses'] = undefined
  calls: Frame['calls'] = undefined

  constructor(seq: number, took: AgendaItem | undefined, input: Input | undefined) {
    this.seq = seq
    this.took = took
    this.#input = input
  }

  get at(): Instant { return this.took ? this.took.at : this.#input!.at }
  get cause(): number { return this.took ? this.took.frame : -1 }
  get handler(): string { return this.took ? this.took.handler : this.#input!.name }
  get writes(): readonly Write[] { return writesOf(this) }
}

export class World implements Journal, Ground {
  readonly seed: number
  readonly startAt: Instant
  readonly freezes: boolean
  readonly chance: Chance
  readonly history: History
  readonly agenda: Agenda
  /** Everything that came from outside, also what lies ahead while we are in the past. */
  inputs: Input[] = []

  #now: Instant
  #position = -1
  #end = -1
  #endAt: Instant
  #open: OpenFrame | undefined
  readonly #touched = new Touched()
  readonly #changes = new Draft<unknown>()
  readonly #scheduled = new Draft<AgendaItem>()
  readonly #cancelled = new Draft<AgendaItem>()
  #filling = 0
  #tables = new Map<string, Table<any>>()
  #indexes: { name: string; index: Derived }[] = []
  #handlers = new Map<string, Handler>()
  #inputHandlers = new Map<string, InputHandler>()
  #conditions = new Map<string, Condition>()
  #marks: Instant[] = []
  #observers: ((frame: Frame, direction: 1 | -1) => void)[] = []

  constructor(options: WorldOptions) {
    this.seed = options.seed
    this.startAt = options.startAt
    this.#now = options.startAt
    this.#endAt = options.startAt
    this.freezes = options.freeze ?? false
    this.chance = options.chance ?? chanceOf(options.seed)
    this.history = new History(options.historyBytes ?? DEFAULT_HISTORY_BYTES)
    this.agenda = new Agenda()
  }

  /** The virtual clock. Between frames it may be later than the last frame. */
  get now(): Instant { return this.#now }
  /** seq of the frame that we stand after; -1 before the first. */
  get position(): number { return this.#position }
  /** seq of the last frame that this timeline has had. */
  get end(): number { return this.#end }
  get endAt(): Instant { return this.#endAt }
  get inThePast(): boolean { return this.#position < this.#end }

  /** The table of that name, made on first use. `costPerWrite`: what keeping a write costs, in bytes. `ground`: what it begins with. */
  table<T>(name: string, costPerWrite = 90, ground?: Laid<T>): Table<T> {
    let table = this.#tables.get(name)
    if (!table) {
      table = ground ? new GroundedTable<T>(name, this, costPerWrite, ground) : new Table<T>(name, this, costPerWrite)
      this.#tables.set(name, table)
    }
    return table
  }

  /** An index that follows a table; listed here so that the law of indexes (E5) sees it. */
  index<T>(table: Table<T>, name: string, termOf: (value: T, key: string) => string | undefined): Index<T> {
    const index = new Index(table, termOf)
    this.#indexes.push({ name: `${table.name} by ${name}`, index })
    return index
  }

  /** Counts that follow a table: how many entries of a term are alike. */
  tally<T, Facts>(table: Table<T>, name: string, termOf: (value: T) => string | undefined, census: Census<T, Facts>): Tally<T, Facts> {
    const tally = new Tally(table, termOf, census)
    this.#indexes.push({ name: `${table.name} by ${name}, ${census.name}`, index: tally })
    return tally
  }

  get indexes(): readonly { name: string; index: Derived }[] { return this.#indexes }

  /** What runs when an agenda item of this handler is due. Registered once, at assembly. */
  on(handler: string, run: Handler): void {
    must(!this.#handlers.has(handler), 'a handler is registered once', { handler })
    this.#handlers.set(handler, run)
  }

  onInput(name: string, run: InputHandler): void {
    must(!this.#inputHandlers.has(name), 'an input is registered once', { name })
    this.#inputHandlers.set(name, run)
  }

  /** A condition that travel can run until, by name. */
  onCondition(name: string, holds: Condition): void { this.#conditions.set(name, holds) }
  condition(name: string): Condition | undefined { return this.#conditions.get(name) }

  /** Hears every frame that is done (1) or undone (-1). For mirrors and statistics outside the engine; may not write. */
  observe(observer: (frame: Frame, direction: 1 | -1) => void): () => void {
    this.#observers.push(observer)
    return () => { this.#observers = this.#observers.filter(o => o !== observer) }
  }

  /** Puts something on the agenda; the open frame is its cause. Keep the item to cancel it or to ask whether it is still to come. */
  schedule(what: { readonly at: Instant; readonly handler: string; readonly payload?: unknown }): AgendaItem {
    const frame = this.#open
    must(frame, 'only a frame can schedule', { handler: what.handler })
    const item = new AgendaItem(what.at > this.#now ? what.at : this.#now, frame.seq, this.#scheduled.length, what.handler, what.payload ?? null)
    if (this.freezes) {
      deepFreeze(item.payload)
      Object.freeze(item)
    }
    this.#scheduled.add(item)
    this.agenda.add(item)
    frame.bytes += BYTES_PER_ITEM
    return item
  }

  /** Takes it off the agenda, if it is still to come. */
  cancel(item: AgendaItem): void {
    if (!item.pending) return
    must(this.#open, 'only a frame can cancel', { handler: item.handler })
    this.#cancelled.add(item)
    this.agenda.remove(item)
  }

  /** Says of the open frame who did it, what it is about and why. */
  note(note: FrameNote): void {
    must(this.#open, 'only an open frame can be annotated')
    const frame = this.#open
    if (note.actor !== undefined) frame.actor = note.actor
    if (note.what !== undefined) frame.what = note.what
    if (note.about !== undefined) frame.about = note.about
    if (note.reason !== undefined) frame.reason = note.reason
    if (note.quiet !== undefined) frame.quiet = note.quiet
  }

  /** Adds causes that were coalesced into this frame. */
  alsoBecauseOf(causes: readonly number[]): void {
    must(this.#open, 'only an open frame can be annotated')
    if (causes.length) this.#open.alsoCauses = [...(this.#open.alsoCauses ?? []), ...causes]
  }

  /** The frame that is being made. */
  get frame(): Frame {
    must(this.#open, 'no frame is open')
    return this.#open
  }
  get hasOpenFrame(): boolean { return this.#open !== undefined }

  record(entry: Entry, before: unknown, after: unknown): void {
    const frame = this.#open
    must(frame, 'tables change only inside a frame', { table: entry.table.name, key: entry.key })
    this.#changes.add(entry)
    this.#changes.add(before)
    this.#changes.add(after)
    frame.bytes += entry.table.costPerWrite
  }

  /**
   * Something comes from outside, now. If we are in the past, the future is cut off; `cut` then hears of it and may keep it.
   * What the handler throws is thrown on, and nothing has happened.
   */
  input(name: string, payload: unknown, cut?: (future: CutFuture) => void): unknown {
    const record: Input = { seq: this.#position + 1, at: this.#now, name, payload }
    const { frame, result } = this.#runInput(record)
    if (this.inThePast) {
      const future = this.#cutOff()
      cut?.(future)
    }
    this.inputs.push(record)
    this.#commit(frame)
    return result
  }

  /** Runs the next thing that is due, or plays the next known frame again. Undefined when nothing is due. */
  step(): Frame | undefined {
    const known = this.history.at(this.#position + 1)
    if (known) {
      this.#replay(known)
      return known
    }
    const input = this.#nextInput()
    if (input && input.seq === this.#position + 1) {
      this.#now = input.at
      const { frame } = this.#runInput(input)
      this.#commit(frame)
      return frame
    }
    const item = this.agenda.peek()
    if (!item) return undefined
    must(item.at >= this.#now, 'a frame may not happen in the past', { item, now: this.#now, seed: this.seed })
    const frame = this.#begin(item, undefined)
    try {
      this.agenda.remove(item)
      const run = this.#handlers.get(item.handler)
      must(run, 'nobody handles this agenda item', { handler: item.handler })
      run(item.payload)
    } catch (error) {
      this.#abandon(frame)
      throw error
    }
    this.#close(frame)
    this.#commit(frame)
    return frame
  }

  /** When the next frame would happen, known or due. */
  nextAt(): Instant | undefined {
    return (this.history.at(this.#position + 1) ?? this.#nextInputDue() ?? this.agenda.peek())?.at
  }

  /** Takes the last frame back. False at the beginning. */
  back(): boolean {
    if (this.#position < 0) return false
    let frame = this.history.at(this.#position)
    if (!frame) {
      this.rebuild(this.#position)
      frame = this.history.at(this.#position)
      must(frame, 'a frame that was just run again is remembered', { seq: this.#position })
    }
    this.#undo(frame)
    this.#position--
    this.#now = this.history.at(this.#position)?.at ?? (this.#position < 0 ? this.startAt : frame.at)
    for (const observer of this.#observers) observer(frame, -1)
    return true
  }

  travel(to: Travel, limits: TravelLimits = {}): Travelled { return travel(this, to, limits) }

  /** Cuts the future off without an input: what comes next is run anew (law E3). */
  forgetFuture(): CutFuture | undefined { return this.inThePast ? this.#cutOff() : undefined }

  /** Puts a future back that was cut off. We must be able to reach the frame at which it was cut. */
  restore(future: CutFuture): void {
    this.travel({ toFrame: future.position })
    if (this.inThePast) this.#cutOff()
    this.#now = future.now
    if (this.history.last === this.#position && future.filling === this.#filling) this.history.putBack(future.frames)
    this.inputs = [...this.inputs, ...future.inputs]
    this.#end = future.end
    this.#endAt = future.endAt
  }

  /**
   * Takes over the inputs of a run that was made elsewhere with the same seed and the same first frame: what is ahead of us is
   * then made again by stepping. Call it at the start.
   */
  adopt(inputs: readonly Input[], end: number): void {
    this.inputs = [...this.inputs.filter(i => i.seq <= this.#position), ...inputs.filter(i => i.seq > this.#position)]
    this.#end = Math.max(this.#end, end, this.inputs.at(-1)?.seq ?? -1)
    this.#endAt = Math.max(this.#endAt, this.inputs.at(-1)?.at ?? 0)
  }

  frameAt(seq: number): Frame | undefined { return this.history.at(seq) }
  why(frame: Frame): Frame[] { return why(seq => this.history.at(seq), frame) }

  /** A fingerprint of all tables, for the laws. Slow. */
  digest(): string { return hashText(this.dump()) }

  /** Everything that is remembered, as text, for the laws and for finding out where two runs part. Slow. */
  dump(): string {
    const lines: string[] = []
    for (const name of [...this.#tables.keys()].sort()) {
      const table = this.#tables.get(name)!
      for (const [key, value] of [...table.remembered()].sort(([a], [b]) => (a < b ? -1 : 1))) lines.push(`${name}\t${key}\t${canonical(value)}`)
    }
    for (const item of this.agenda.items().sort((a, b) => (a.before(b) ? -1 : 1))) lines.push(`agenda\t${item.id}\t${canonical(item)}`)
    return lines.join('\n')
  }

  #begin(took: AgendaItem | undefined, input: Input | undefined): OpenFrame {
    must(!this.#open, 'one frame at a time', { handler: took?.handler ?? input?.name })
    const frame = new OpenFrame(this.#position + 1, took, input)
    this.#open = frame
    this.#now = frame.at
    return frame
  }

  /** The frame is whole. */
  #close(frame: OpenFrame): void {
    frame.changes = this.#changes.take()
    frame.scheduled = this.#scheduled.take()
    frame.cancelled = this.#cancelled.take()
    this.#open = undefined
  }

  #runInput(input: Input): { frame: Frame; result: unknown } {
    const run = this.#inputHandlers.get(input.name)
    must(run, 'nobody handles this input', { name: input.name })
    const now = this.#now
    const frame = this.#begin(undefined, input)
    try {
      const result = run(input.payload)
      this.#close(frame)
      return { frame, result }
    } catch (error) {
      this.#abandon(frame)
      this.#now = now
      throw error
    }
  }

  #abandon(frame: OpenFrame): void {
    this.#close(frame)
    this.#undo(frame)
  }

  #undo(frame: Frame): void {
    const { changes } = frame
    for (let i = changes.length - PER_CHANGE; i >= 0; i -= PER_CHANGE) {
      const entry = changes[i] as Entry
      entry.table.play(entry, changes[i + 2], changes[i + 1])
    }
    this.agenda.undo(frame)
    this.agenda.settle()
  }

  #redo(frame: Frame): void {
    const { changes } = frame
    for (let i = 0; i < changes.length; i += PER_CHANGE) {
      const entry = changes[i] as Entry
      entry.table.play(entry, changes[i + 1], changes[i + 2])
    }
    this.agenda.redo(frame)
    this.agenda.settle()
  }

  #commit(frame: Frame): void {
    this.#position = frame.seq
    if (frame.seq % MARK_EVERY === 0) this.#marks[frame.seq / MARK_EVERY] = frame.at
    if (frame.seq >= this.#end) {
      this.#end = frame.seq
      this.#endAt = frame.at
    }
    this.history.push(frame)
    for (const observer of this.#observers) observer(frame, 1)
  }

  #replay(frame: Frame): void {
    this.#redo(frame)
    this.#position = frame.seq
    this.#now = frame.at
    for (const observer of this.#observers) observer(frame, 1)
  }

  // Inputs are in the order of their seq; the first that lies ahead is found by halving.
  #nextInput(): Input | undefined {
    let low = 0
    let high = this.inputs.length
    if (high === 0 || this.inputs[high - 1]!.seq <= this.#position) return undefined
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.inputs[middle]!.seq <= this.#position) low = middle + 1
      else high = middle
    }
    return this.inputs[low]
  }

  #nextInputDue(): Input | undefined {
    const input = this.#nextInput()
    return input?.seq === this.#position + 1 ? input : undefined
  }

  #cutOff(): CutFuture {
    const future: CutFuture = {
      position: this.#position, now: this.#now, end: this.#end, endAt: this.#endAt,
      frames: this.history.cut(this.#position), inputs: this.inputs.filter(i => i.seq > this.#position), filling: this.#filling,
    }
    this.inputs = this.inputs.filter(i => i.seq <= this.#position)
    this.#end = this.#position
    this.#endAt = this.history.at(this.#position)?.at ?? this.#now
    return future
  }

  /** Runs everything again from the inputs up to frame `seq` (law E4). Observers hear nothing; they are told by `onRebuilt`. */
  rebuild(seq: number): void {
    const observers = this.#observers
    this.#observers = []
    for (const table of this.#tables.values()) table.clear()
    this.agenda.clear()
    this.#filling++
    this.#position = -1
    this.#now = this.startAt
    this.history.reset(0)
    while (this.#position < seq) must(this.step(), 'a run made again reaches what it reached before', { seq, position: this.#position })
    this.#observers = observers
    for (const listener of this.#rebuiltListeners) listener()
  }

  #rebuiltListeners: (() => void)[] = []
  /** Hears that tables were filled anew by running again: mirrors must take a fresh snapshot. */
  onRebuilt(listener: () => void): () => void {
    this.#rebuiltListeners.push(listener)
    return () => { this.#rebuiltListeners = this.#rebuiltListeners.filter(l => l !== listener) }
  }

  /** The clock stands at `at`, between two frames. */
  rest(at: Instant): void { this.#now = at }

  /**
   * Passes many remembered frames at once: of each entry that they changed, only its first state and its last count. Gives the
   * number of frames passed; 0 where going one by one is as good.
   */
  leap(goal: number, most: number): number {
    const { history, agenda } = this
    const from = this.#position
    const back = goal < from
    const to = back ? Math.max(goal, history.first - 1, from - most) : Math.min(goal, history.last, from + most)
    const count = Math.abs(to - from)
    if (count < LEAP_FROM || (back ? to > from : to < from)) return 0
    const touched = this.#touched
    for (let seq = from; seq !== to;) {
      const stretch = back ? (seq - STRETCH >= to ? history.stretchTo(seq) : undefined) : seq + STRETCH <= to ? history.stretchTo(seq + STRETCH) : undefined
      const frame = stretch ? undefined : history.at(back ? seq : seq + 1)!
      if (stretch) touched.passStretch(stretch, back)
      else touched.passFrame(frame!, back)
      if (back) agenda.undo(stretch ?? frame!)
      else agenda.redo(stretch ?? frame!)
      seq += (back ? -1 : 1) * (stretch ? STRETCH : 1)
    }
    touched.play()
    agenda.settle()
    this.#position = to
    const there = history.at(to)
    this.#now = there ? there.at : to < 0 ? this.startAt : history.at(to + 1)!.at
    for (const observer of this.#observers) {
      for (let i = 0; i < count; i++) observer(history.at(back ? from - i : from + 1 + i)!, back ? -1 : 1)
    }
    return count
  }

  /** A frame close behind the last one that is not later than `target`. */
  frameNear(target: Instant): number {
    let low = 0
    let high = Math.floor(this.#position / MARK_EVERY)
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#marks[middle]! <= target) low = middle
      else high = middle - 1
    }
    return Math.min((low + 1) * MARK_EVERY, this.#position)
  }
}
