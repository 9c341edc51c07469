// What many frames at once change: of each entry only the state that it ends in. Ten thousand frames have some forty thousand writes of a
// few thousand entries, so nothing is looked up by key and nothing is allocated per write. And every so many frames their sum is kept
// beside them: a leap then reads the sums, and single frames only at its ends.
import type { Agenda, AgendaItem } from './agenda.ts'
import { PER_CHANGE, type Frame } from './frame.ts'
import type { History } from './history.ts'
import type { Entry } from './table.ts'

/** So many frames are summed up: from a multiple of it to the frame before the next. */
export const STRETCH = 512
const BYTES_PER_STRETCH = 200
const BYTES_PER_SUM = 24
const BYTES_PER_ITEM = 8

/** What a stretch of frames changes in all. As a frame, it can be passed both ways. */
export interface Stretch {
  readonly entries: readonly Entry[]
  readonly befores: readonly unknown[]
  readonly afters: readonly unknown[]
  /** Items of the agenda that it put there, and those of earlier frames that it took or called off. */
  readonly scheduled: readonly AgendaItem[]
  readonly cancelled: readonly AgendaItem[]
  readonly took: undefined
  /** Estimate of what keeping it costs. */
  readonly bytes: number
}

/** Entries that are passed through on the way, with where each began and where it has come to. */
export class Touched {
  readonly #entries: Entry[] = []
  readonly #from: unknown[] = []
  readonly #to: unknown[] = []
  #count = 0

  /** In the direction of the way: of one entry the first `from` and the last `to` hold. */
  note(entry: Entry, from: unknown, to: unknown): void {
    const { slot } = entry
    if (slot < this.#count && this.#entries[slot] === entry) {
      this.#to[slot] = to
      return
    }
    const next = this.#count++
    entry.slot = next
    this.#entries[next] = entry
    this.#from[next] = from
    this.#to[next] = to
  }

  passFrame({ changes }: Frame, back: boolean): void {
    if (back) for (let n = changes.length - PER_CHANGE; n >= 0; n -= PER_CHANGE) this.note(changes[n] as Entry, changes[n + 2], changes[n + 1])
    else for (let n = 0; n < changes.length; n += PER_CHANGE) this.note(changes[n] as Entry, changes[n + 1], changes[n + 2])
  }

  passStretch({ entries, befores, afters }: Stretch, back: boolean): void {
    for (let n = 0; n < entries.length; n++) {
      if (back) this.note(entries[n]!, afters[n], befores[n])
      else this.note(entries[n]!, befores[n], afters[n])
    }
  }

  /** Brings every entry to where it has come to. */
  play(): void {
    const entries = this.#entries
    const to = this.#to
    // A key that went and came again has had two entries: what goes, goes first.
    for (let i = 0; i < this.#count; i++) if (to[i] === undefined && entries[i]!.value !== undefined) entries[i]!.table.play(entries[i]!, entries[i]!.value, undefined)
    for (let i = 0; i < this.#count; i++) if (to[i] !== undefined && entries[i]!.value !== to[i]) entries[i]!.table.play(entries[i]!, entries[i]!.value, to[i])
    this.#empty()
  }

  /** As new, but for the room that it has grown to: a leap that grew its own anew would be half of what the leap allocates. */
  #empty(): void {
    for (let i = 0; i < this.#count; i++) this.#entries[i] = this.#from[i] = this.#to[i] = undefined as never
    this.#count = 0
  }

  /**
   * Only what is another thing at the end than it was at the beginning: most entries come and go between the two. Then it is as new.
   */
  changed(): Pick<Stretch, 'entries' | 'befores' | 'afters'> {
    let left = 0
    for (let i = 0; i < this.#count; i++) {
      if (this.#from[i] === this.#to[i]) continue
      this.#entries[left] = this.#entries[i]!
      this.#from[left] = this.#from[i]
      this.#to[left++] = this.#to[i]
    }
    const [entries, befores, afters] = [this.#entries.slice(0, left), this.#from.slice(0, left), this.#to.slice(0, left)]
    this.#empty()
    return { entries, befores, afters }
  }
}

// Every 512th frame makes a sum: what it is gathered in is kept from one to the next.
const touched = new Touched()

/** The sum of these frames, which follow each other; asked for at the end of the last, as items are to come or not as they are then. */
export function sumOf(frames: readonly Frame[]): Stretch {
  const first = frames[0]!.seq
  const scheduled: AgendaItem[] = []
  const cancelled: AgendaItem[] = []
  // By number: this passes over every frame that is ever made.
  for (let f = 0; f < frames.length; f++) {
    const frame = frames[f]!
    touched.passFrame(frame, false)
    if (frame.took && frame.took.frame < first) cancelled.push(frame.took)
    for (let i = 0; i < frame.cancelled.length; i++) if (frame.cancelled[i]!.frame < first) cancelled.push(frame.cancelled[i]!)
    for (let i = 0; i < frame.scheduled.length; i++) if (frame.scheduled[i]!.pending) scheduled.push(frame.scheduled[i]!)
  }
  const changed = touched.changed()
  const bytes = BYTES_PER_STRETCH + changed.entries.length * BYTES_PER_SUM + (scheduled.length + cancelled.length) * BYTES_PER_ITEM
  return { ...changed, scheduled, cancelled, took: undefined, bytes }
}

/** Passes all that lies between two remembered frames, either way: tables and agenda are then as they are after frame `to`. */
export function passBetween(history: History, agenda: Agenda, way: Touched, from: number, to: number): void {
  const back = to < from
  for (let seq = from; seq !== to;) {
    const stretch = back ? (seq - STRETCH >= to ? history.stretchTo(seq) : undefined) : seq + STRETCH <= to ? history.stretchTo(seq + STRETCH) : undefined
    const frame = stretch ? undefined : history.at(back ? seq : seq + 1)!
    if (stretch) way.passStretch(stretch, back)
    else way.passFrame(frame!, back)
    if (back) agenda.undo(stretch ?? frame!)
    else agenda.redo(stretch ?? frame!)
    seq += (back ? -1 : 1) * (stretch ? STRETCH : 1)
  }
  way.play()
  agenda.settle()
}
