// SHA-256 (FIPS 180-4) over bytes, and what its elder brothers share with it.

export const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, '0')
export const rotate = (n: number, by: number): number => (n << by) | (n >>> (32 - by))

/** The message with its end mark and its length in bits, in blocks of 64 bytes. */
export function padded(bytes: readonly number[], littleEndian: boolean): number[] {
  const out = [...bytes, 0x80]
  while (out.length % 64 !== 56) out.push(0)
  const bits = BigInt(bytes.length) * 8n
  for (let i = 0; i < 8; i++) out.push(Number((bits >> BigInt(8 * (littleEndian ? i : 7 - i))) & 255n))
  return out
}

export const words = (all: readonly number[], at: number): number[] =>
  Array.from({ length: 16 }, (_, i) => (all[at + 4 * i]! << 24) | (all[at + 4 * i + 1]! << 16) | (all[at + 4 * i + 2]! << 8) | all[at + 4 * i + 3]!)

/** The first 32 bits of the fractions of roots of the first primes. */
function fractions(count: number, root: number): number[] {
  const out: number[] = []
  for (let n = 2; out.length < count; n++) {
    let prime = true
    for (let d = 2; d * d <= n; d++) if (n % d === 0) prime = false
    if (prime) out.push(((n ** (1 / root) % 1) * 2 ** 32) | 0)
  }
  return out
}

const K256 = fractions(64, 3)
const H256 = fractions(8, 2)

export function sha256(bytes: readonly number[]): string {
  const state = [...H256]
  const all = padded(bytes, false)
  const right = (n: number, by: number) => (n >>> by) | (n << (32 - by))
  for (let at = 0; at < all.length; at += 64) {
    const w = words(all, at)
    for (let i = 16; i < 64; i++) {
      const [x, y] = [w[i - 15]!, w[i - 2]!]
      w.push((w[i - 16]! + (right(x, 7) ^ right(x, 18) ^ (x >>> 3)) + w[i - 7]! + (right(y, 17) ^ right(y, 19) ^ (y >>> 10))) | 0)
    }
    let [a, b, c, d, e, f, g, h] = state as [number, number, number, number, number, number, number, number]
    for (let i = 0; i < 64; i++) {
      const t1 = (h + (right(e, 6) ^ right(e, 11) ^ right(e, 25)) + ((e & f) ^ (~e & g)) + K256[i]! + w[i]!) | 0
      const t2 = ((right(a, 2) ^ right(a, 13) ^ right(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
      ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + t1) | 0, c, b, a, (t1 + t2) | 0]
    }
    for (const [i, n] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i]! + n) | 0
  }
  return state.map(hex).join('')
}
