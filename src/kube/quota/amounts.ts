// Lists of resources and how much of each: added, compared, cut down to some of their names. Upstream: apiserver/pkg/quota/v1/resources.go.
import { formatQuantity, newQuantity, type ParsedQuantity, parseQuantity } from '../quantity.ts'
import { add, compare, isZero, signOf, subtract } from '../quantityMath.ts'

export type Amounts = ReadonlyMap<string, ParsedQuantity>
type Written = Readonly<Record<string, string>>

export const amountsOf = (written: Written | undefined): Amounts => new Map(Object.entries(written ?? {}).map(([name, text]) => [name, parseQuantity(String(text))]))

/** In order of names, as objects carry them. */
export const writtenOf = (amounts: Amounts): Record<string, string> => Object.fromEntries([...amounts].sort(byName).map(([name, q]) => [name, formatQuantity(q)]))

export const one = newQuantity(1, 'DecimalSI')
export const zero = newQuantity(0, 'DecimalSI')

export function plus(a: Amounts, b: Amounts): Amounts {
  if (b.size === 0) return a
  const sum = new Map(a)
  for (const [name, q] of b) {
    const before = sum.get(name)
    sum.set(name, before ? add(before, q) : q)
  }
  return sum
}

/** What `a` is more than `b`, and nothing where it is less. Upstream: SubtractWithNonNegativeResult. */
export function surplus(a: Amounts, b: Amounts): Amounts {
  return new Map([...a].map(([name, q]) => {
    const less = b.get(name)
    const rest = less ? subtract(q, less) : q
    return [name, signOf(rest) < 0 ? zero : rest]
  }))
}

export const only = (amounts: Amounts, names: (name: string) => boolean): Amounts => new Map([...amounts].filter(([name]) => names(name)))
export const withoutZeros = (amounts: Amounts): Amounts => new Map([...amounts].filter(([, q]) => !isZero(q)))
export const negatives = (amounts: Amounts): readonly string[] => [...amounts].filter(([, q]) => signOf(q) < 0).map(([name]) => name)

/** Names of which `a` has more than `b` allows; what `b` does not name is allowed. */
export const exceeded = (a: Amounts, b: Amounts): ReadonlySet<string> =>
  new Set([...a].filter(([name, q]) => { const most = b.get(name); return most !== undefined && compare(q, most) > 0 }).map(([name]) => name))

export const sameAmounts = (a: Amounts, b: Amounts): boolean =>
  a.size === b.size && [...a].every(([name, q]) => { const other = b.get(name); return other !== undefined && compare(q, other) === 0 })

/** `cpu=2,memory=1Gi`, as refusals list them. */
export const amountsText = (amounts: Amounts): string => [...amounts].sort(byName).map(([name, q]) => `${name}=${formatQuantity(q)}`).join(',')

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number { return a < b ? -1 : a > b ? 1 : 0 }
