// The one frame that is being made, and all that may be done while it is: change tables, ask for what is to come, say why. Whoever
// handles a frame sees this much of the world.
import type { Instant } from '../../kube/object.ts'
import { Agenda, AgendaItem } from './agenda.ts'
import { Assembly } from './assembly.ts'
import type { Frame, FrameNote } from './frame.ts'
import type { Input } from './input.ts'
import { must } from './must.ts'
import { Draft, OpenFrame } from './openFrame.ts'
import { deepFreeze, type Entry } from './table.ts'

const BYTES_PER_ITEM = 130

export abstract class Writing extends Assembly {
  readonly agenda = new Agenda()
  protected clock: Instant
  #open: OpenFrame | undefined
  readonly #changes = new Draft<unknown>()
  readonly #scheduled = new Draft<AgendaItem>()
  readonly #cancelled = new Draft<AgendaItem>()

  constructor(startAt: Instant, freezes: boolean) {
    super(freezes)
    this.clock = startAt
  }

  /** The virtual clock. Between frames it may be later than the last frame. */
  get now(): Instant { return this.clock }

  /** Puts something on the agenda; the open frame is its cause. Keep the item to cancel it or to ask whether it is still to come. */
  schedule(what: { readonly at: Instant; readonly handler: string; readonly payload?: unknown }): AgendaItem {
    const frame = this.#open
    must(frame, 'only a frame can schedule', { handler: what.handler })
    const item = new AgendaItem(what.at > this.clock ? what.at : this.clock, frame.seq, this.#scheduled.length, what.handler, what.payload ?? null)
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

  protected begin(seq: number, took: AgendaItem | undefined, input: Input | undefined): OpenFrame {
    must(!this.#open, 'one frame at a time', { handler: took?.handler ?? input?.name })
    const frame = new OpenFrame(seq, took, input)
    this.#open = frame
    this.clock = frame.at
    return frame
  }

  /** The frame is whole. */
  protected close(frame: OpenFrame): void {
    frame.changes = this.#changes.take()
    frame.scheduled = this.#scheduled.take()
    frame.cancelled = this.#cancelled.take()
    this.#open = undefined
  }
}
