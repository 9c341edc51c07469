// Values of SQL: texts, numbers, nothing. Decimals are texts with their digits, so that 2.5000 stays what it is.

export type Value = number | string | null
export type Row = readonly Value[]

/** A text's number is what it begins with. */
export const numberOf = (value: string | number): number => (typeof value === 'number' ? value : Number(/^\s*[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?/.exec(value)?.[0] ?? 0))
export const isTrue = (value: Value): boolean => value !== null && numberOf(value) !== 0
export const truth = (yes: boolean): number => (yes ? 1 : 0)
export const textOf = (value: string | number): string => (typeof value === 'number' ? (Object.is(value, -0) ? '0' : String(value)) : value)

const folded = (text: string): string => text.toLowerCase()

const DECIMAL = /^-?\d+\.\d+$/

/** Before, after or the same: texts regardless of case, anything else as numbers. Texts that look like decimals are taken for such. */
export function compare(a: string | number, b: string | number): number {
  if (typeof a === 'string' && typeof b === 'string' && !(DECIMAL.test(a) && DECIMAL.test(b))) {
    const [x, y] = [folded(a), folded(b)]
    return x < y ? -1 : x > y ? 1 : 0
  }
  return numberOf(a) - numberOf(b)
}

/** The same value, for keys, groups and DISTINCT. */
export const keyOf = (value: Value): string => (value === null ? 'n' : typeof value === 'number' ? `#${value}` : `'${folded(value)}`)

/** Sorts as ORDER BY does: nothing comes first. */
export const inOrder = (a: Value, b: Value): number => (a === null ? (b === null ? 0 : -1) : b === null ? 1 : compare(a, b))

/** A pattern of LIKE as an expression over whole texts. */
export function like(text: string, pattern: string): boolean {
  // Greedy with one place to come back to: a pattern's cost is bounded by the product of both lengths.
  const [t, p] = [folded(text), folded(pattern)]
  let [i, j, star, mark] = [0, 0, -1, 0]
  while (i < t.length) {
    const literal = p[j] === '\\' && j + 1 < p.length
    if (p[j] === '%' && !literal) {
      star = j++
      mark = i
    } else if (j < p.length && (literal ? p[j + 1] === t[i] : p[j] === '_' || p[j] === t[i])) {
      i++
      j += literal ? 2 : 1
    } else if (star >= 0) {
      j = star + 1
      i = ++mark
    } else return false
  }
  while (p[j] === '%') j++
  return j === p.length
}

/** With so many digits behind the point. */
export const fixed = (n: number, digits: number): string => n.toFixed(Math.min(30, Math.max(0, digits)))
export const digitsOf = (value: string | number): number => (/\.(\d+)$/.exec(textOf(value))?.[1] ?? '').length
