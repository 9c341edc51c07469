// Chance for inputs: the same seed, the same input, on every machine.

export interface Random {
  /** A whole number from 0 up to `n`, without it. */
  below(n: number): number
  pick<T>(list: readonly T[]): T
  /** True once in `n` times. */
  oneIn(n: number): boolean
}

/** Upstream of nothing: the mulberry32 generator, which is small and good enough for choosing inputs. */
export function randomOf(seed: number): Random {
  let state = (seed * 0x9e37_79b1 + 0x85eb_ca6b) >>> 0
  const next = (): number => {
    state = (state + 0x6d2b_79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (n: number) => Math.floor(next() * n)
  return { below, pick: list => list[below(list.length)]!, oneIn: n => below(n) === 0 }
}
