// Calculating with quantities: sums, comparisons, rounding, and the whole numbers that upstream takes them for.
// Upstream: apimachinery/pkg/api/resource (quantity.go, amount.go, math.go).
import type { ParsedQuantity } from './quantity.ts'

export const MAX_INT64 = (1n << 63n) - 1n

export const pow10 = (n: number): bigint => 10n ** BigInt(n)
export const abs = (v: bigint): bigint => (v < 0n ? -v : v)
export const fitsInt64 = (v: bigint): boolean => v <= MAX_INT64 && v >= -MAX_INT64 - 1n
const int64 = (v: bigint): bigint => BigInt.asIntN(64, v)

/** The value brought to another power of ten; what does not fit is rounded away from zero. */
export function rescale(value: bigint, from: number, to: number): bigint {
  if (from >= to) return value * pow10(from - to)
  const divisor = pow10(to - from)
  const result = value / divisor
  return value % divisor === 0n ? result : result + (value < 0n ? -1n : 1n)
}

/** Powers of ten that upstream multiplies by at once, whose overflow it lets pass; the others it gives up on. */
const WRAPS = new Set([1, 2, 3, 6, 9])

/** ⌈q ÷ 10^scale⌉ as an int64. Where it does not fit, upstream's answer is nonsense (0 or wrapped around), and so is ours. */
export function scaledValue(q: ParsedQuantity, scale: number): bigint {
  if (!q.dec) {
    const result = rescale(q.value, q.scale, scale)
    return fitsInt64(result) ? result : WRAPS.has(q.scale - scale) ? int64(result) : 0n
  }
  const down = scale - q.scale
  if (down <= 0) return int64(q.value * pow10(-down))
  const [value, divisor] = [q.value < MAX_INT64 && down < 19 ? int64(q.value) : q.value, pow10(down)]
  const exact = value % divisor === 0n
  if (q.value < MAX_INT64 && down < 19) return exact ? value / divisor : value / divisor + 1n
  // Euclid's division rounds down, so what is left over always adds one.
  return int64((value < 0n && !exact ? value / divisor - 1n : value / divisor) + (exact ? 0n : 1n))
}

/** The whole number that upstream takes without rounding, or undefined where it would have to convert. */
export function asInt64(q: ParsedQuantity): bigint | undefined {
  if (q.dec || q.scale < 0) return undefined
  const value = q.value * pow10(q.scale)
  return fitsInt64(value) ? value : undefined
}

export const approximate = (q: ParsedQuantity): number => (q.scale === 0 ? Number(q.value) : Number(q.value) * Number(`1e${q.scale}`))
export const isZero = (q: ParsedQuantity): boolean => q.value === 0n
export const signOf = (q: ParsedQuantity): -1 | 0 | 1 => (q.value === 0n ? 0 : q.value < 0n ? -1 : 1)

/** The sum keeps the format of `a`, unless `a` is zero. */
export function add(a: ParsedQuantity, b: ParsedQuantity): ParsedQuantity {
  const format = a.value === 0n ? b.format : a.format
  const dec = a.dec || b.dec
  if (!dec && b.value === 0n) return { value: a.value, scale: a.scale, dec, format }
  if (!dec && a.value === 0n) return { value: b.value, scale: b.scale, dec, format }
  const scale = Math.min(a.scale, b.scale)
  const value = rescale(a.value, a.scale, scale) + rescale(b.value, b.scale, scale)
  return { value, scale, dec: dec || !fitsInt64(value), format }
}

export const negate = (q: ParsedQuantity): ParsedQuantity => ({ value: -q.value, scale: q.scale, dec: q.dec, format: q.format })
export const subtract = (a: ParsedQuantity, b: ParsedQuantity): ParsedQuantity => add(a, negate(b))

/** Times a whole number, as the admission of quotas and the autoscaler need it. */
export function multiply(q: ParsedQuantity, by: bigint | number): ParsedQuantity {
  const value = q.value * BigInt(by)
  return { value, scale: q.scale, dec: q.dec || !fitsInt64(value), format: q.format }
}

export function compare(a: ParsedQuantity, b: ParsedQuantity): -1 | 0 | 1 {
  const scale = Math.min(a.scale, b.scale)
  const difference = a.value * pow10(a.scale - scale) - b.value * pow10(b.scale - scale)
  return difference === 0n ? 0 : difference < 0n ? -1 : 1
}

/** Rounded away from zero to a multiple of 10^scale, and whether nothing was lost. */
export function roundUp(q: ParsedQuantity, scale: number): { quantity: ParsedQuantity; exact: boolean } {
  if (!q.dec && q.scale >= scale) return { quantity: q, exact: true }
  const value = rescale(q.value, q.scale, scale)
  const quantity: ParsedQuantity = { value, scale, dec: q.dec, format: q.format }
  return { quantity, exact: compare(quantity, q) === 0 }
}
