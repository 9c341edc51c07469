// Digits of pi by Machin's formula in whole numbers.

const known = new Map<number, string>()

/** Pi to so many significant digits, rounded as bignum's bpi does; `3` for 1. */
export function piDigits(digits: number): string {
  const n = Math.max(1, Math.min(100_000, Math.floor(digits)))
  const made = known.get(n)
  if (made !== undefined) return made
  const guard = 12
  const unit = 10n ** BigInt(n - 1 + guard)
  // pi = 16 atan(1/5) − 4 atan(1/239)
  const raw = 4n * (4n * inverseTangent(5n, unit) - inverseTangent(239n, unit))
  const half = 10n ** BigInt(guard) / 2n
  const text = String((raw + half) / 10n ** BigInt(guard))
  const pi = n === 1 ? text : `${text[0]}.${text.slice(1)}`
  if (known.size > 50) known.clear()
  known.set(n, pi)
  return pi
}

function inverseTangent(x: bigint, unit: bigint): bigint {
  const square = x * x
  let term = unit / x
  let sum = term
  for (let k = 3n, minus = true; term !== 0n; k += 2n, minus = !minus) {
    term /= square
    sum += minus ? -(term / k) : term / k
  }
  return sum
}

/** How long perl took for it where it was recorded: 5 s for 2000 digits, and cubes are not far off. At most an hour. */
export const piMs = (digits: number): number => Math.round(Math.min(3_600_000, 5000 * Math.max(0.02, (digits / 2000) ** 2)))
