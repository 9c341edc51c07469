// Instants of frames that history may have forgotten: every so many frames one is noted for good, so that an instant can be found again.
import type { Instant } from '../../kube/object.ts'

const MARK_EVERY = 64

export class Marks {
  readonly #marks: Instant[] = []

  note(seq: number, at: Instant): void { if (seq % MARK_EVERY === 0) this.#marks[seq / MARK_EVERY] = at }

  /** A frame close behind the last one that is not later than `target`, and not behind frame `last`. */
  near(target: Instant, last: number): number {
    let low = 0
    let high = Math.floor(last / MARK_EVERY)
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (this.#marks[middle]! <= target) low = middle
      else high = middle - 1
    }
    return Math.min((low + 1) * MARK_EVERY, last)
  }
}
