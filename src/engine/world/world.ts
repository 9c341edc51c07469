// Time and memory. The world runs what is due, one frame at a time, writes down every change, and can go anywhere in its past.
// It knows nothing of Kubernetes. What stands in it is in assembly.ts, what a frame may do while it is made in writing.ts.
import type { Instant } from '../../kube/object.ts'
import { chanceOf, type Chance } from './chance.ts'
import { canonical, hashText } from './digest.ts'
import { PER_CHANGE, type Frame } from './frame.ts'
import { History } from './history.ts'
import { inputAfter, type CutFuture, type Input } from './input.ts'
import { passBetween, Touched } from './leap.ts'
import { Marks } from './marks.ts'
import { must } from './must.ts'
import type { OpenFrame } from './openFrame.ts'
import type { Entry } from './table.ts'
import { travel, type Ground, type Travel, type TravelLimits, type Travelled } from './travel.ts'
import { why } from './why.ts'
import { Writing } from './writing.ts'

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

const DEFAULT_HISTORY_BYTES = 150_000_000
/** From so many frames on it pays to sum up what they changed. */
const LEAP_FROM = 64

export class World extends Writing implements Ground {
  readonly seed: number
  readonly startAt: Instant
  readonly chance: Chance
  readonly history: History
  /** Everything that came from outside, also what lies ahead while we are in the past. */
  inputs: Input[] = []

  #position = -1
  #end = -1
  #endAt: Instant
  #filling = 0
  readonly #touched = new Touched()
  readonly #marks = new Marks()

  constructor(options: WorldOptions) {
    super(options.startAt, options.freeze ?? false)
    this.seed = options.seed
    this.startAt = options.startAt
    this.#endAt = options.startAt
    this.chance = options.chance ?? chanceOf(options.seed)
    this.history = new History(options.historyBytes ?? DEFAULT_HISTORY_BYTES)
  }

  /** seq of the frame that we stand after; -1 before the first. */
  get position(): number { return this.#position }
  /** seq of the last frame that this timeline has had. */
  get end(): number { return this.#end }
  get endAt(): Instant { return this.#endAt }
  get inThePast(): boolean { return this.#position < this.#end }

  /**
   * Something comes from outside, now. If we are in the past, the future is cut off; `cut` then hears of it and may keep it.
   * What the handler throws is thrown on, and nothing has happened.
   */
  input(name: string, payload: unknown, cut?: (future: CutFuture) => void): unknown {
    const record: Input = { seq: this.#position + 1, at: this.clock, name, payload }
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
    const input = inputAfter(this.inputs, this.#position)
    if (input && input.seq === this.#position + 1) {
      this.clock = input.at
      const { frame } = this.#runInput(input)
      this.#commit(frame)
      return frame
    }
    const item = this.agenda.peek()
    if (!item) return undefined
    must(item.at >= this.clock, 'a frame may not happen in the past', { item, now: this.clock, seed: this.seed })
    const frame = this.begin(this.#position + 1, item, undefined)
    try {
      this.agenda.remove(item)
      const run = this.handlers.get(item.handler)
      must(run, 'nobody handles this agenda item', { handler: item.handler })
      run(item.payload)
    } catch (error) {
      this.#abandon(frame)
      throw error
    }
    this.close(frame)
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
    this.clock = this.history.at(this.#position)?.at ?? (this.#position < 0 ? this.startAt : frame.at)
    for (const observer of this.observers) observer(frame, -1)
    return true
  }

  travel(to: Travel, limits: TravelLimits = {}): Travelled { return travel(this, to, limits) }

  /** Cuts the future off without an input: what comes next is run anew (law E3). */
  forgetFuture(): CutFuture | undefined { return this.inThePast ? this.#cutOff() : undefined }

  /** Puts a future back that was cut off. We must be able to reach the frame at which it was cut. */
  restore(future: CutFuture): void {
    this.travel({ toFrame: future.position })
    if (this.inThePast) this.#cutOff()
    this.clock = future.now
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
    const lines = this.dumpTables()
    for (const item of this.agenda.items().sort((a, b) => (a.before(b) ? -1 : 1))) lines.push(`agenda\t${item.id}\t${canonical(item)}`)
    return lines.join('\n')
  }

  #runInput(input: Input): { frame: Frame; result: unknown } {
    const run = this.inputHandlers.get(input.name)
    must(run, 'nobody handles this input', { name: input.name })
    const now = this.clock
    const frame = this.begin(this.#position + 1, undefined, input)
    try {
      const result = run(input.payload)
      this.close(frame)
      return { frame, result }
    } catch (error) {
      this.#abandon(frame)
      this.clock = now
      throw error
    }
  }

  #abandon(frame: OpenFrame): void {
    this.close(frame)
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
    this.#marks.note(frame.seq, frame.at)
    if (frame.seq >= this.#end) {
      this.#end = frame.seq
      this.#endAt = frame.at
    }
    this.history.push(frame)
    for (const observer of this.observers) observer(frame, 1)
  }

  #replay(frame: Frame): void {
    this.#redo(frame)
    this.#position = frame.seq
    this.clock = frame.at
    for (const observer of this.observers) observer(frame, 1)
  }

  #nextInputDue(): Input | undefined {
    const input = inputAfter(this.inputs, this.#position)
    return input?.seq === this.#position + 1 ? input : undefined
  }

  #cutOff(): CutFuture {
    const future: CutFuture = {
      position: this.#position, now: this.clock, end: this.#end, endAt: this.#endAt,
      frames: this.history.cut(this.#position), inputs: this.inputs.filter(i => i.seq > this.#position), filling: this.#filling,
    }
    this.inputs = this.inputs.filter(i => i.seq <= this.#position)
    this.#end = this.#position
    this.#endAt = this.history.at(this.#position)?.at ?? this.clock
    return future
  }

  /** Runs everything again from the inputs up to frame `seq` (law E4). Observers hear nothing; they are told by `onRebuilt`. */
  rebuild(seq: number): void {
    const observers = this.observers
    this.observers = []
    for (const table of this.tables.values()) table.clear()
    this.agenda.clear()
    this.#filling++
    this.#position = -1
    this.clock = this.startAt
    this.history.reset(0)
    while (this.#position < seq) must(this.step(), 'a run made again reaches what it reached before', { seq, position: this.#position })
    this.observers = observers
    for (const listener of this.rebuiltListeners) listener()
  }

  /** The clock stands at `at`, between two frames. */
  rest(at: Instant): void { this.clock = at }

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
    passBetween(history, agenda, this.#touched, from, to)
    this.#position = to
    const there = history.at(to)
    this.clock = there ? there.at : to < 0 ? this.startAt : history.at(to + 1)!.at
    for (const observer of this.observers) {
      for (let i = 0; i < count; i++) observer(history.at(back ? from - i : from + 1 + i)!, back ? -1 : 1)
    }
    return count
  }

  frameNear(target: Instant): number { return this.#marks.near(target, this.#position) }
}
