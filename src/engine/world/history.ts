// The frames that are still remembered whole: a run without gaps, within a budget of bytes. Older ones are reached again by
// running the inputs anew (law E4), so nothing is lost but time.
import type { Frame } from './frame.ts'
import { STRETCH, sumOf, type Stretch } from './leap.ts'

export class History {
  /** Bytes that kept frames may cost, by estimate. */
  readonly budget: number
  #frames: (Frame | undefined)[] = []
  /** Slots before this one are given up; they are cut off now and then. */
  #from = 0
  #firstSeq = 0
  #bytes = 0
  /** The sums of whole stretches that are kept, by their number. */
  readonly #stretches = new Map<number, Stretch>()

  constructor(budget: number) { this.budget = budget }

  /** seq of the oldest frame that is kept; one more than last when none is. */
  get first(): number { return this.#firstSeq }
  get last(): number { return this.#firstSeq + this.#frames.length - this.#from - 1 }
  get bytes(): number { return this.#bytes }

  at(seq: number): Frame | undefined {
    return seq < this.#firstSeq ? undefined : this.#frames[this.#from + seq - this.#firstSeq]
  }

  /** The sum of the stretch that ends with frame `seq`, if one does and is kept. */
  stretchTo(seq: number): Stretch | undefined { return (seq + 1) % STRETCH === 0 ? this.#stretches.get((seq + 1) / STRETCH - 1) : undefined }

  /** The frame at whose end we stand. */
  push(frame: Frame): void {
    this.#frames.push(frame)
    this.#bytes += frame.bytes
    if ((frame.seq + 1) % STRETCH === 0) this.#sumUp(frame)
    this.#trim()
  }

  /** Frames that were cut off, whose end is not where we stand: their sums are not known any more. */
  putBack(frames: readonly Frame[]): void {
    for (const frame of frames) {
      this.#frames.push(frame)
      this.#bytes += frame.bytes
    }
    this.#trim()
  }

  #trim(): void {
    while (this.#bytes > this.budget && this.#frames.length - this.#from > 1) {
      this.#bytes -= this.#frames[this.#from]!.bytes
      this.#frames[this.#from] = undefined
      this.#from++
      if (this.#firstSeq % STRETCH === 0) this.#stretches.delete(this.#firstSeq / STRETCH)
      this.#firstSeq++
    }
    if (this.#from > 65_536) {
      this.#frames = this.#frames.slice(this.#from)
      this.#from = 0
    }
  }

  /** Takes off what comes after `seq` and gives it back, oldest first. */
  cut(seq: number): Frame[] {
    const keep = Math.max(0, seq - this.#firstSeq + 1)
    const gone = this.#frames.splice(this.#from + keep) as Frame[]
    for (const frame of gone) this.#bytes -= frame.bytes
    for (const nth of this.#stretches.keys()) if ((nth + 1) * STRETCH - 1 > seq) this.#stretches.delete(nth)
    return gone
  }

  /** Forgets everything; the next frame will be `next`. */
  reset(next: number): void {
    this.#frames = []
    this.#from = 0
    this.#firstSeq = next
    this.#bytes = 0
    this.#stretches.clear()
  }

  /** What the sum costs is counted with the stretch's last frame. */
  #sumUp(last: Frame): void {
    const start = this.#from + last.seq + 1 - STRETCH - this.#firstSeq
    if (start < this.#from) return
    const sum = sumOf(this.#frames.slice(start) as Frame[])
    this.#stretches.set((last.seq + 1) / STRETCH - 1, sum)
    last.bytes += sum.bytes
    this.#bytes += sum.bytes
  }
}
