// Quantities: how Kubernetes writes cpu, memory and counts, and how it calculates with them.
//
// A quantity is value × 10^scale and a format that it keeps through arithmetic. Upstream holds small numbers as int64 and others
// as big decimals ("dec" here); that shows in a few answers (asInt64, overflow), so the distinction is kept although both are bigint.
// Upstream: apimachinery/pkg/api/resource (quantity.go, amount.go, math.go, suffix.go).
import { abs, fitsInt64, MAX_INT64, pow10, rescale, scaledValue } from './quantityMath.ts'

export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent'

/** A parsed quantity; never edited. `text` is there when the quantity was written in a form that is kept as written. */
export interface ParsedQuantity {
  readonly value: bigint
  /** Power of ten by which `value` is multiplied. */
  readonly scale: number
  readonly dec: boolean
  readonly format: QuantityFormat
  readonly text?: string
}

export const WRONG_FORMAT = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const WRONG_NUMBER = 'unable to parse numeric part of quantity'
const WRONG_SUFFIX = "unable to parse quantity's suffix"

/** A text that is no quantity; the message is upstream's. */
export class QuantityError extends Error {}

const NANO = -9
export const MILLI = -3
// More digits than any number that means something; keeps a hostile exponent from filling the memory.
const MOST_DIGITS = 5000

const decimalSuffixes: Readonly<Record<string, number>> = { '': 0, n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const binarySuffixes: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 }
const decimalOf = new Map(Object.entries(decimalSuffixes).map(([suffix, exponent]) => [exponent, suffix]))
const binaryOf = new Map([[0, ''], ...Object.entries(binarySuffixes).map(([suffix, exponent]) => [exponent, suffix] as [number, string])])

const SHAPE = /^([+-]?)(0*)([0-9]*)(?:(\.)([0-9]*))?([eEinumkKMGTP]*[-+]?[0-9]*)$/
const EXPONENT = /^[eE]([+-]?[0-9]+)$/

function interpret(suffix: string): { base: 2 | 10; exponent: number; format: QuantityFormat } {
  const decimal = Object.hasOwn(decimalSuffixes, suffix) ? decimalSuffixes[suffix] : undefined
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: 'DecimalSI' }
  const binary = Object.hasOwn(binarySuffixes, suffix) ? binarySuffixes[suffix] : undefined
  if (binary !== undefined) return { base: 2, exponent: binary, format: 'BinarySI' }
  const exponent = EXPONENT.exec(suffix)
  if (!exponent || !fitsInt64(BigInt(exponent[1]!.replace('+', '')))) throw new QuantityError(WRONG_SUFFIX)
  return { base: 10, exponent: Number(BigInt.asIntN(32, BigInt(exponent[1]!.replace('+', '')))), format: 'DecimalExponent' }
}

/** Reads a quantity as the API server does, or throws a QuantityError in its words. */
export function parseQuantity(text: string): ParsedQuantity {
  const shape = text === '' ? null : SHAPE.exec(text)
  if (!shape) throw new QuantityError(WRONG_FORMAT)
  const [, sign, , digits, , fraction = '', suffix] = shape as unknown as [string, string, string, string, string | undefined, string | undefined, string]
  const whole = digits === '' ? '0' : digits
  const { base, exponent, format } = interpret(suffix)
  const negative = sign === '-'

  const small = base === 10 ? 18 - whole.length - fraction.length : fraction === '' ? 15 - whole.length - Math.floor(exponent * 0.3) - 1 : -1
  if (small >= 0) {
    const scale = (base === 10 ? exponent : 0) - fraction.length
    if (scale >= NANO && scale <= MOST_DIGITS) {
      const written = whole + fraction
      const number = BigInt(written)
      const amount = base === 2 ? number << BigInt(exponent) : number
      if (fitsInt64(amount)) {
        // What looks canonical is kept as written, with its sign, its zeros and its point.
        const canonical = base === 2 ? exponent % 10 === 0 && (number & 7n) !== 0n : scale % 3 === 0 && !written.endsWith('000') && written[0] !== '0'
        return { value: negative ? -amount : amount, scale, dec: false, format, ...(canonical || text === '0' ? { text } : {}) }
      }
    }
  }
  return parseBig(shape[3]! + shape[2]!, fraction, whole, negative, base, exponent, format)
}

function parseBig(anyDigits: string, fraction: string, whole: string, negative: boolean, base: 2 | 10, exponent: number, wanted: QuantityFormat): ParsedQuantity {
  if (anyDigits === '' && fraction === '') throw new QuantityError(WRONG_NUMBER)
  let unscaled = BigInt(whole + fraction)
  let scale = -fraction.length
  if (base === 2) unscaled <<= BigInt(exponent)
  else scale += exponent
  if (Math.abs(scale) > MOST_DIGITS) {
    if (scale > 0 && unscaled !== 0n) throw new QuantityError(WRONG_NUMBER)
    unscaled = unscaled === 0n ? 0n : 1n
    scale = NANO
  }
  let format = wanted
  if (unscaled !== 0n) {
    unscaled = rescale(unscaled, scale, NANO)
    scale = NANO
  }
  // Only binary numbers are capped; and what is below one is no longer shown in binary.
  if (format === 'BinarySI' && unscaled > MAX_INT64 * pow10(-scale)) {
    unscaled = MAX_INT64
    scale = 0
  }
  if (format === 'BinarySI' && unscaled > 0n && unscaled < pow10(-scale)) format = 'DecimalSI'
  return { value: negative ? -unscaled : unscaled, scale, dec: true, format }
}

/** As parseQuantity, for what may be no quantity: undefined then. */
export function tryParseQuantity(text: string): ParsedQuantity | undefined {
  try {
    return parseQuantity(text)
  } catch (e) {
    if (e instanceof QuantityError) return undefined
    throw e
  }
}

/** A quantity field as JSON carries it: a string (white space around it is forgiven), a bare number's text, or null for zero. */
export const quantityFromJson = (json: string | null): ParsedQuantity => (json === null ? newQuantity(0n, 'DecimalExponent') : parseQuantity(trimmed(json)))
// Upstream trims the raw JSON text, where tabs and line breaks are still written as escapes: those are not forgiven.
const trimmed = (s: string) => s.replace(/^[ \u0085\u00A0]+|[ \u0085\u00A0]+$/g, '')

export const newQuantity = (value: bigint | number, format: QuantityFormat): ParsedQuantity => ({ value: BigInt(value), scale: 0, dec: false, format })
export const newMilliQuantity = (milli: bigint | number, format: QuantityFormat): ParsedQuantity => ({ value: BigInt(milli), scale: MILLI, dec: false, format })

/** The quantity as it is stored and shown: as written where that was canonical, else in canonical form. */
export function formatQuantity(q: ParsedQuantity): string {
  if (q.text !== undefined) return q.text
  if (q.value === 0n) return '0'
  if (q.format === 'BinarySI') {
    const whole = wholeOf(q)
    // Below 1 Ki, and where a fraction would be lost, binary numbers are shown in decimal.
    if (whole !== undefined && abs(whole) >= 1024n) return binaryText(whole)
  }
  let amount = q.value
  let exponent = q.scale
  while (amount % 10n === 0n) {
    amount /= 10n
    exponent++
  }
  while (exponent % 3 !== 0) {
    amount *= 10n
    exponent--
  }
  // A power of ten without a name loses it: 1000E reads 1. That is upstream's doing.
  if (q.format !== 'DecimalExponent') return `${amount}${decimalOf.get(exponent) ?? ''}`
  return exponent === 0 ? `${amount}` : `${amount}e${exponent}`
}

function wholeOf(q: ParsedQuantity): bigint | undefined {
  if (q.scale >= 0) return q.value * pow10(q.scale)
  const divisor = pow10(-q.scale)
  return q.value % divisor === 0n ? q.value / divisor : undefined
}

function binaryText(whole: bigint): string {
  let amount = whole
  let exponent = 0
  while (amount % 1024n === 0n) {
    amount /= 1024n
    exponent += 10
  }
  return `${amount}${binaryOf.get(exponent) ?? ''}`
}

// Objects carry quantities as text, and the scheduler asks for the same few texts again and again.
const MOST_REMEMBERED = 4096
function remembered(scale: number): (text: string) => number {
  const known = new Map<string, number>()
  return text => {
    let value = known.get(text)
    if (value === undefined) {
      const q = tryParseQuantity(text)
      value = q ? Number(scaledValue(q, scale)) : 0
      if (known.size >= MOST_REMEMBERED) known.clear()
      known.set(text, value)
    }
    return value
  }
}

/** ⌈quantity⌉ of a text that the API server has accepted (bytes of memory, counts); 0 where it is no quantity. Fast. */
export const valueOf: (text: string) => number = remembered(0)
/** ⌈1000 × quantity⌉ of a text that the API server has accepted (cpu); 0 where it is no quantity. Fast. */
export const milliValueOf: (text: string) => number = remembered(MILLI)
/** The text in canonical form, as a write stores it; throws a QuantityError where it is no quantity. */
export const canonicalQuantity = (text: string): string => formatQuantity(quantityFromJson(text))
