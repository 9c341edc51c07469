// The frames that are still remembered whole: a run without gaps, within a budget of bytes. Older ones are reached again by
// running the inputs anew (law E4), so nothing is lost but time.
import type { Frame } from './frame.ts'

export class History {
  /** Bytes that kept frames may cost, by estimate. */
  readonly budget: number
  #frames: (Frame | undefined)[] = []
  /** Slots before this one are given up; they are cut off now and then. */
  #from = 0
  #firstSeq = 0
  #bytes = 0

  constructor(budget: number) { this.budget = budget }

  /** seq of the oldest frame that is kept; one more than last when none is. */
  get first(): number { return this.#firstSeq }
  get last(): number { return this.#firstSeq + this.#frames.length - this.#from - 1 }
  get bytes(): number { return this.#bytes }

  at(seq: number): Frame | undefined {
    return seq < this.#firstSeq ? undefined : this.#frames[this.#from + seq - this.#firstSeq]
  }

  push(frame: Frame): void {
    this.#frames.push(frame)
    this.#bytes += frame.bytes
    while (this.#bytes > this.budget && this.#frames.length - this.#from > 1) {
      this.#bytes -= this.#frames[this.#from]!.bytes
      this.#frames[this.#from] = undefined
      this.#from++
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
    return gone
  }

  /** Forgets everything; the next frame will be `next`. */
  reset(next: number): void {
    this.#frames = []
    this.#from = 0
    this.#firstSeq = next
    this.#bytes = 0
  }
}
