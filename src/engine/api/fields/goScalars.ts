// Single values as Go’s decoder reads them: numbers that fit, quantities, times, base64; and what it says of those that do not.
import { canonicalQuantity, QuantityError } from '../../../kube/quantity.ts'
import { microTimeOf, parseTime, timeOf } from '../../../kube/rfc3339.ts'

/** A custom decoder's refusal ends decoding at once and wins over type errors found before. */
export class Stop extends Error {}

/** Upstream: apimachinery/pkg/runtime/converter.go (fromUnstructured). */
export function conversionError(what: string, type: string, struct: boolean): string {
  const kind = what.startsWith('number') ? (/^number -?[0-9]+$/.test(what) ? 'int64' : 'float64') : what === 'object' ? 'map' : what === 'array' ? 'slice' : what
  if (type.startsWith('[]')) return `cannot restore slice from ${kind}`
  if (type.startsWith('map[') || type === 'v1.ResourceList') return `cannot restore map from ${kind}`
  if (struct) return `cannot restore struct from: ${kind}`
  const scalar = /^(int32|int64|bool)$/.test(type) ? type : 'string'
  // Go could turn numbers into each other, and into texts of one letter, so it says that it will not.
  const convertible = (kind === 'int64' || kind === 'float64') && (scalar.startsWith('int') || (scalar === 'string' && kind === 'int64'))
  return convertible ? `cannot convert ${kind} to ${type}` : `unrecognized type: ${scalar}`
}

export function fits(n: number, type: 'int32' | 'int64'): boolean {
  if (!Number.isInteger(n)) return false
  return type === 'int32' ? n >= -(2 ** 31) && n < 2 ** 31 : n >= -(2 ** 63) && n < 2 ** 63
}

export function quantity(value: unknown): string {
  try {
    // Anything else than a number or a text is read as its JSON text, which is no quantity.
    return canonicalQuantity(typeof value === 'string' ? value : typeof value === 'number' ? numberText(value) : '{}')
  } catch (e) {
    if (e instanceof QuantityError) throw new Stop(e.message)
    throw e
  }
}
const numberText = (n: number) => String(n).replace('e+', 'e')

export function time(text: string, micro: boolean): string {
  const at = parseTime(text)
  const layout = micro ? '2006-01-02T15:04:05.000000Z07:00' : '2006-01-02T15:04:05Z07:00'
  if (at === undefined) throw new Stop(`parsing time ${goQuote(text)} as ${goQuote(layout)}: cannot parse ${goQuote(text)} as "2006"`)
  if (micro) return /\.\d{6}Z$/.test(text) ? text : microTimeOf(at)
  return timeOf(at)
}

export function brokenBase64(text: string): number | undefined {
  const clean = text.replace(/[\r\n]/g, '')
  const bad = /[^A-Za-z0-9+/]/.exec(clean.replace(/={0,2}$/, ''))
  if (bad) return bad.index
  return clean.length % 4 === 0 ? undefined : clean.replace(/=+$/, '').length - (clean.replace(/=+$/, '').length % 4)
}

/** A text as Go's strconv.Quote writes it. */
export const goQuote = (text: string): string => JSON.stringify(text).replace(/[\u007f-\u00a0\u00ad\u2028\u2029\ufeff]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** What Go's decoder calls a value that it cannot take. */
export const kindOfJson = (v: unknown): string => (Array.isArray(v) ? 'array' : typeof v === 'boolean' ? 'bool' : v === null ? 'null' : typeof v)
