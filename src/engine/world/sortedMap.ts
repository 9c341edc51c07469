// Values by key, in the order of their keys: what SortedKeys is for keys, with the values beside them. A list of all values is copied
// chunk by chunk, without looking a single key up.
import { takeOut } from './sortedKeys.ts'

const CHUNK = 256

interface Chunk<T> { readonly keys: string[]; readonly values: T[] }

/** The first place whose key is not before `key`. */
function placeIn(keys: readonly string[], key: string): number {
  let low = 0
  let high = keys.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (keys[middle]! < key) low = middle + 1
    else high = middle
  }
  return low
}

export class SortedMap<T> {
  #chunks: Chunk<T>[] = []
  #size = 0

  get size(): number { return this.#size }

  /** Puts the value at its key, new or not. */
  set(key: string, value: T): void {
    const chunks = this.#chunks
    if (chunks.length === 0) {
      chunks.push({ keys: [key], values: [value] })
      this.#size = 1
      return
    }
    const at = this.#chunkFor(key)
    const { keys, values } = chunks[at]!
    const place = placeIn(keys, key)
    if (keys[place] === key) {
      values[place] = value
      return
    }
    if (place === keys.length) {
      keys.push(key)
      values.push(value)
    } else {
      keys.splice(place, 0, key)
      values.splice(place, 0, value)
    }
    this.#size++
    if (keys.length > CHUNK * 2) chunks.splice(at + 1, 0, { keys: keys.splice(CHUNK), values: values.splice(CHUNK) })
  }

  delete(key: string): void {
    if (this.#chunks.length === 0) return
    const at = this.#chunkFor(key)
    const { keys, values } = this.#chunks[at]!
    const place = placeIn(keys, key)
    if (keys[place] !== key) return
    takeOut(keys, place)
    takeOut(values, place)
    this.#size--
    if (keys.length === 0) this.#chunks.splice(at, 1)
  }

  keys(): string[] { return this.#chunks.flatMap(chunk => chunk.keys) }

  /** A list of its own. */
  values(): T[] {
    const chunks = this.#chunks
    if (chunks.length === 1) return chunks[0]!.values.slice()
    return ([] as T[]).concat(...chunks.map(chunk => chunk.values))
  }

  /** The chunk in which `key` stands or would stand. */
  #chunkFor(key: string): number {
    let low = 0
    let high = this.#chunks.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      const { keys } = this.#chunks[middle]!
      if (keys[keys.length - 1]! < key) low = middle + 1
      else high = middle
    }
    return low
  }
}
