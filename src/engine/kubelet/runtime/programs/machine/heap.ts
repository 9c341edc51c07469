// What is due, earliest first; equal times in the order they were added.

interface Entry<T> {
  readonly us: number
  readonly seq: number
  readonly what: T
}

/** A binary heap of things due at a time in microseconds. */
export class Heap<T> {
  readonly #entries: Entry<T>[] = []
  #seq = 0
  #early = -1e15

  get size(): number {
    return this.#entries.length
  }

  /** When the first is due; Infinity if nothing is. */
  get nextUs(): number {
    return this.#entries.length > 0 ? this.#entries[0]!.us : Infinity
  }

  /** `early`: before everything else that is due at the same time. */
  add(us: number, what: T, early = false): void {
    const all = this.#entries
    let i = all.length
    const entry = { us, seq: early ? this.#early++ : this.#seq++, what }
    all.push(entry)
    while (i > 0) {
      const up = (i - 1) >> 1
      if (!before(entry, all[up]!)) break
      all[i] = all[up]!
      i = up
    }
    all[i] = entry
  }

  take(): T | undefined {
    const all = this.#entries
    const first = all[0]
    const last = all.pop()
    if (first === undefined || last === undefined) return undefined
    if (all.length > 0) {
      let i = 0
      for (;;) {
        let down = 2 * i + 1
        if (down >= all.length) break
        if (down + 1 < all.length && before(all[down + 1]!, all[down]!)) down++
        if (!before(all[down]!, last)) break
        all[i] = all[down]!
        i = down
      }
      all[i] = last
    }
    return first.what
  }
}

const before = (a: Entry<unknown>, b: Entry<unknown>): boolean => a.us < b.us || (a.us === b.us && a.seq < b.seq)
