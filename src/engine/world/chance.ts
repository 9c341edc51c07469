// Chance is asked for by purpose, never drawn from a stream: a new draw somewhere else changes nothing here, and going back
// in time has nothing to put back.

/** Everything that is random in the cluster, at a glance. */
export type Purpose =
  | 'uid' | 'name-suffix' | 'event-name' | 'container-id' | 'pod-ip' | 'node-port' | 'cluster-ip'
  | 'scheduler-tie' | 'crash-jitter' | 'pull-time' | 'start-time' | 'sync-jitter' | 'heartbeat-jitter'
  | 'program' | 'fault' | 'swarm' | 'victim-tie' | 'termination'

/** Kubernetes' alphabet for generated names: no vowels, no digits that look like letters. */
const LETTERS = 'bcdfghjklmnpqrstvwxz2456789'
const HEX = '0123456789abcdef'

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
  const source = (purpose: Purpose, keys: (string | number)[]) => {
    let text = `${seed}|${purpose}`
    for (const key of keys) text += `|${key}`
    return stream(text)
  }
  const text = (alphabet: string, n: number, next: () => number) => {
    let result = ''
    for (let i = 0; i < n; i++) result += alphabet[Math.floor((next() / 4_294_967_296) * alphabet.length)]
    return result
  }
  return {
    unit: (purpose, ...keys) => source(purpose, keys)() / 4_294_967_296,
    below: (below, purpose, ...keys) => Math.floor((source(purpose, keys)() / 4_294_967_296) * below),
    letters: (n, purpose, ...keys) => text(LETTERS, n, source(purpose, keys)),
    hex: (n, purpose, ...keys) => text(HEX, n, source(purpose, keys)),
    uuid: (purpose, ...keys) => {
      const h = text(HEX, 32, source(purpose, keys))
      const variant = HEX[8 + (parseInt(h[16]!, 16) & 3)]
      return `${h.slice(0, 8)}-${h.slice(8, 12)}-4${h.slice(13, 16)}-${variant}${h.slice(17, 20)}-${h.slice(20)}`
    },
  }
}

/** Hashes a text to 64 bits and stretches it: cyrb53's mixing, then splitmix32 steps. */
function stream(text: string): () => number {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    a = Math.imul(a ^ c, 2_654_435_761)
    b = Math.imul(b ^ c, 1_597_334_677)
  }
  a = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909)
  b = Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(a ^ (a >>> 13), 3_266_489_909)
  let state = (a ^ b) >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let z = state ^ (b & 0xffff)
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
}
