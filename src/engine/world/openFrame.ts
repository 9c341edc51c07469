// The frame that is being made, and the lists that it is filled from.
import type { Instant } from '../../kube/object.ts'
import type { AgendaItem } from './agenda.ts'
import { writesOf, type Frame, type Write } from './frame.ts'
import type { Input } from './input.ts'

/** What keeping a frame costs, in bytes by estimate, before its writes and items. */
const BYTES_PER_FRAME = 300
const NONE: readonly never[] = Object.freeze([])

/** A list that is filled for one frame after the other: what a frame keeps is copied off at its full length and no more. */
export class Draft<T> {
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
export class OpenFrame implements Frame {
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
