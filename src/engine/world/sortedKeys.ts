// A set of keys that stays in order. Chunks of a few hundred keep insertion cheap at 150,000 keys without sorting anything again.

const CHUNK = 256

/** Takes one out of a list. As `splice`, which makes a list of what it takes. */
export function takeOut(list: unknown[], place: number): void {
  for (let i = place + 1; i < list.length; i++) list[i - 1] = list[i]
  list.pop()
}

export class SortedKeys {
  #chunks: string[][] = []
  #size = 0

  get size(): number { return this.#size }

  /** The chunk in which `key` stands or would stand. */
  #chunkFor(key: string): number {
    let low = 0
    let high = this.#chunks.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      const chunk = this.#chunks[middle]!
      if (chunk[chunk.length - 1]! < key) low = middle + 1
      else high = middle
    }
    return low
  }

  static #place(chunk: readonly string[], key: string): number {
    let low = 0
    let high = chunk.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (chunk[middle]! < key) low = middle + 1
      else high = middle
    }
    return low
  }

  add(key: string): void {
    if (this.#chunks.length === 0) {
      this.#chunks.push([key])
      this.#size = 1
      return
    }
    const at = this.#chunkFor(key)
    const chunk = this.#chunks[at]!
    const place = SortedKeys.#place(chunk, key)
    if (chunk[place] === key) return
    chunk.splice(place, 0, key)
    this.#size++
    if (chunk.length > CHUNK * 2) this.#chunks.splice(at + 1, 0, chunk.splice(CHUNK))
  }

  remove(key: string): void {
    if (this.#chunks.length === 0) return
    const at = this.#chunkFor(key)
    const chunk = this.#chunks[at]!
    const place = SortedKeys.#place(chunk, key)
    if (chunk[place] !== key) return
    takeOut(chunk, place)
    this.#size--
    if (chunk.length === 0) this.#chunks.splice(at, 1)
  }

  /** In order. The set must not change while it is walked. */
  *[Symbol.iterator](): IterableIterator<string> {
    for (const chunk of this.#chunks) yield* chunk
  }

  /** The last `most`, the last one first. */
  last(most: number): string[] {
    const result: string[] = []
    for (let at = this.#chunks.length - 1; at >= 0 && result.length < most; at--) {
      const chunk = this.#chunks[at]!
      for (let i = chunk.length - 1; i >= 0 && result.length < most; i--) result.push(chunk[i]!)
    }
    return result
  }

  forEach(visit: (key: string) => void): void {
    for (const chunk of this.#chunks) for (const key of chunk) visit(key)
  }

  /** Keys that begin with `prefix`, in order. */
  withPrefix(prefix: string, visit: (key: string) => void): void {
    for (let at = this.#chunks.length ? this.#chunkFor(prefix) : 0; at < this.#chunks.length; at++) {
      const chunk = this.#chunks[at]!
      for (let i = SortedKeys.#place(chunk, prefix); i < chunk.length; i++) {
        const key = chunk[i]!
        if (!key.startsWith(prefix)) return
        visit(key)
      }
    }
  }
}
