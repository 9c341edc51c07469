// Chance is asked for by purpose, never drawn from a stream: a new draw somewhere else changes nothing here, and going back
// in time has nothing to put back.

/** Everything that is random in the cluster, at a glance. */
export type Purpose =
  | 'uid' | 'name-suffix' | 'event-name' | 'event-forgotten' | 'container-id' | 'pod-ip' | 'node-port' | 'cluster-ip'
  | 'scheduler-tie' | 'crash-jitter' | 'retry-jitter' | 'pull-time' | 'start-time' | 'sync-jitter' | 'heartbeat-jitter'
  | 'endpoint' | 'program' | 'fault' | 'swarm' | 'victim-tie' | 'termination' | 'token' | 'mount'

/** Kubernetes' alphabet for generated names: no vowels, no digits that look like letters. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'
const HEX = '0123456789abcdef'
/** Version 4: a 4 stands at one place, one of 8, 9, a, b at another. Every digit costs a draw, the 4 too. */
const UUID = 'xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx'
const DASH = 45

export interface Chance {
  /** In [0, 1). */
  unit(purpose: Purpose, ...keys: (string | number)[]): number
  /** A whole number in [0, below). */
  below(below: number, purpose: Purpose, ...keys: (string | number)[]): number
  /** `n` letters of Kubernetes' alphabet for names. */
  letters(n: number, purpose: Purpose, ...keys: (string | number)[]): string
  /** `n` hexadecimal digits. */
  hex(n: number, purpose: Purpose, ...keys: (string | number)[]): string
  /** A version 4 UUID. */
  uuid(purpose: Purpose, ...keys: (string | number)[]): string
}

/** Chance of one seed: the same question has the same answer, for ever. */
export function chanceOf(seed: number): Chance {
  // What every question of a purpose begins with is hashed once.
  const begun = new Map<Purpose, Hash>()
  const source = (purpose: Purpose, keys: readonly (string | number)[]): Stream => {
    let start = begun.get(purpose)
    if (!start) begun.set(purpose, start = new Hash(FIRST_A, FIRST_B).add(`${seed}|${purpose}`))
    const hash = new Hash(start.a, start.b)
    for (let i = 0; i < keys.length; i++) hash.add('|').add(String(keys[i]))
    return new Stream(hash)
  }
  const codes: number[] = []
  const text = (alphabet: string, n: number, next: Stream) => {
    codes.length = n
    for (let i = 0; i < n; i++) codes[i] = alphabet.charCodeAt(Math.floor((next.next() / 4_294_967_296) * alphabet.length))
    return String.fromCharCode.apply(undefined, codes)
  }
  return {
    unit: (purpose, ...keys) => source(purpose, keys).next() / 4_294_967_296,
    below: (below, purpose, ...keys) => Math.floor((source(purpose, keys).next() / 4_294_967_296) * below),
    letters: (n, purpose, ...keys) => text(LETTERS, n, source(purpose, keys)),
    hex: (n, purpose, ...keys) => text(HEX, n, source(purpose, keys)),
    uuid: (purpose, ...keys) => {
      const next = source(purpose, keys)
      codes.length = UUID.length
      for (let i = 0; i < UUID.length; i++) {
        if (UUID[i] === '-') {
          codes[i] = DASH
          continue
        }
        const digit = Math.floor((next.next() / 4_294_967_296) * 16)
        codes[i] = HEX.charCodeAt(UUID[i] === '4' ? 4 : UUID[i] === 'y' ? 8 + (digit & 3) : digit)
      }
      return String.fromCharCode.apply(undefined, codes)
    },
  }
}

const FIRST_A = 0xdeadbeef
const FIRST_B = 0x41c6ce57

/** Hashes texts to 64 bits, piece by piece: cyrb53's mixing. */
class Hash {
  a: number
  b: number

  constructor(a: number, b: number) {
    this.a = a
    this.b = b
  }

  add(text: string): this {
    let { a, b } = this
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i)
      a = Math.imul(a ^ c, 2_654_435_761)
      b = Math.imul(b ^ c, 1_597_334_677)
    }
    this.a = a
    this.b = b
    return this
  }
}

/** Stretches a hash to numbers without end: splitmix32 steps. */
class Stream {
  #state: number
  readonly #b: number

  constructor({ a: x, b: y }: Hash) {
    const a = Math.imul(x ^ (x >>> 16), 2_246_822_507) ^ Math.imul(y ^ (y >>> 13), 3_266_489_909)
    const b = Math.imul(y ^ (y >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909)
    this.#state = (a ^ b) >>> 0
    this.#b = b & 0xffff
  }

  next(): number {
    this.#state = (this.#state + 0x9e3779b9) >>> 0
    let z = this.#state ^ this.#b
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
}
