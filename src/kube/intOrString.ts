// Fields that hold a count or a share: maxSurge 1 or "25%". Upstream: apimachinery/pkg/util/intstr.
import type { IntOrString } from './meta.ts'

export const PERCENT_RULE = "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"
export const isPercent = (value: IntOrString): boolean => typeof value === 'string' && /^[0-9]+%$/.test(value)

/** A count or share that cannot be worked out; the message is upstream's. */
class IntOrStringError extends Error {}

const INTEGER = /^[+-]?[0-9]+$/

/** The share in per cent of `"25%"`; throws an IntOrStringError in upstream's words. */
function percentOf(text: string): number {
  const wrong = (why: string) => new IntOrStringError(`invalid value for IntOrString: ${why}`)
  if (!text.endsWith('%')) throw wrong('invalid type: string is not a percentage')
  const number = text.slice(0, -1)
  if (!INTEGER.test(number)) throw wrong(`invalid value ${JSON.stringify(text)}: strconv.Atoi: parsing ${JSON.stringify(number)}: invalid syntax`)
  if (!Number.isSafeInteger(Number(number))) throw wrong(`invalid value ${JSON.stringify(text)}: strconv.Atoi: parsing ${JSON.stringify(number)}: value out of range`)
  return Number(number)
}

/** The count itself, or the share of `total`, rounded up or down. A missing field is an error, as upstream. */
export function scaledIntOrString(value: IntOrString | undefined, total: number, up: boolean): number {
  if (value === undefined || value === null) throw new IntOrStringError('nil value for IntOrString')
  if (typeof value === 'number') return value
  const part = (percentOf(value) * total) / 100
  return (up ? Math.ceil(part) : Math.floor(part)) + 0
}

/** As kubectl reads it from a flag: what is a 32-bit number becomes one, everything else stays text. */
export function parseIntOrString(text: string): IntOrString {
  const number = Number(text)
  return INTEGER.test(text) && number >= -(2 ** 31) && number < 2 ** 31 ? number : text
}

/** As JSON decoding reads the field; `error` in the words of Go's decoder. */
export function intOrStringFromJson(raw: unknown): { value: IntOrString; error?: string } {
  if (raw === null || raw === undefined) return { value: 0 }
  if (typeof raw === 'string') return { value: raw }
  if (typeof raw === 'number' && Number.isInteger(raw) && raw >= -(2 ** 31) && raw < 2 ** 31) return { value: raw }
  const what = typeof raw === 'boolean' ? 'bool' : typeof raw === 'number' ? `number ${raw}` : Array.isArray(raw) ? 'array' : 'object'
  return { value: 0, error: `json: cannot unmarshal ${what} into Go value of type int32` }
}

/**
 * What is wrong with a count or share that must not be negative nor above 100 %, in upstream's words, without the path.
 * Upstream: pkg/apis/apps/validation, ValidatePositiveIntOrPercent and IsNotMoreThan100Percent.
 */
export function positiveIntOrPercentErrors(value: IntOrString): string[] {
  if (typeof value === 'number') return value < 0 ? ['must be greater than or equal to 0'] : []
  if (!isPercent(value)) return [PERCENT_RULE]
  return Number(value.slice(0, -1)) > 100 ? ['must not be greater than 100%'] : []
}
