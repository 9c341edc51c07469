// One finding of validation, in the words of apimachinery's field.Error.
import type { StatusCause } from '../errors.ts'

export type FieldErrorType =
  | 'FieldValueRequired' | 'FieldValueInvalid' | 'FieldValueNotSupported' | 'FieldValueDuplicate' | 'FieldValueForbidden'
  | 'FieldValueTooLong' | 'FieldValueTooMany' | 'FieldValueNotFound' | 'FieldValueTypeInvalid' | 'InternalError'

/** What is wrong with one field. `field` is a path as a person would write it: `spec.containers[0].name`. */
export interface FieldError {
  readonly type: FieldErrorType
  readonly field: string
  readonly badValue?: unknown
  readonly detail: string
}

/** `"Invalid value"` and so on: the word that starts a finding's message. */
const wordOf: Record<FieldErrorType, string> = {
  FieldValueRequired: 'Required value',
  FieldValueInvalid: 'Invalid value',
  FieldValueNotSupported: 'Unsupported value',
  FieldValueDuplicate: 'Duplicate value',
  FieldValueForbidden: 'Forbidden',
  FieldValueTooLong: 'Too long',
  FieldValueTooMany: 'Too many',
  FieldValueNotFound: 'Not found',
  FieldValueTypeInvalid: 'Invalid value',
  InternalError: 'Internal error',
}

export const required = (field: string, detail: string): FieldError => ({ type: 'FieldValueRequired', field, badValue: '', detail })
export const invalidValue = (field: string, badValue: unknown, detail: string): FieldError => ({ type: 'FieldValueInvalid', field, badValue, detail })
/** As invalidValue, where upstream shows no value. */
export const invalidShape = (field: string, detail: string): FieldError => ({ type: 'FieldValueInvalid', field, badValue: OMITTED, detail })
export const duplicate = (field: string, badValue: unknown): FieldError => ({ type: 'FieldValueDuplicate', field, badValue, detail: '' })
export const notFoundValue = (field: string, badValue: unknown): FieldError => ({ type: 'FieldValueNotFound', field, badValue, detail: '' })
export const forbiddenField = (field: string, detail: string): FieldError => ({ type: 'FieldValueForbidden', field, badValue: '', detail })

/** The allowed values are listed as given: upstream sorts them where they come from a set, and not where they come from a list. */
export function notSupported(field: string, badValue: unknown, supported: readonly string[]): FieldError {
  const detail = supported.length ? `supported values: ${supported.map(v => JSON.stringify(v)).join(', ')}` : ''
  return { type: 'FieldValueNotSupported', field, badValue, detail }
}

export function tooLong(field: string, max: number): FieldError {
  return { type: 'FieldValueTooLong', field, badValue: '<value omitted>', detail: max >= 0 ? `may not be more than ${max} bytes` : 'value is too long' }
}

export function tooMany(field: string, actual: number, max: number): FieldError {
  return { type: 'FieldValueTooMany', field, badValue: actual, detail: max >= 0 ? `must have at most ${max} ${max === 1 ? 'item' : 'items'}` : 'has too many items' }
}

/** Put where a value would stand: the finding says only `Invalid value: …`. */
export const OMITTED = Symbol('omitted')

/** What Go's `%#v`-like printing of field.Error makes of a value: text quoted, objects as JSON, null for what is absent. */
function printed(value: unknown): string {
  if (value === undefined || value === null) return 'null'
  if (typeof value === 'string') return goQuote(value)
  if (typeof value === 'object') return goJson(value)
  return String(value)
}

/** Go's `%q`. */
export function goQuote(text: string): string {
  let out = '"'
  for (const ch of text) {
    const code = ch.codePointAt(0)!
    if (ch === '"' || ch === '\\') out += `\\${ch}`
    else if (ch === '\n') out += '\\n'
    else if (ch === '\t') out += '\\t'
    else if (ch === '\r') out += '\\r'
    else if (code === 7) out += '\\a'
    else if (code === 8) out += '\\b'
    else if (code === 12) out += '\\f'
    else if (code === 11) out += '\\v'
    else if (code < 0x20 || code === 0x7f) out += `\\x${code.toString(16).padStart(2, '0')}`
    else out += ch
  }
  return `${out}"`
}

/** JSON as Go's encoder writes it: `<`, `>` and `&` escaped. */
const goJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, c => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** The message without the field's path: `Invalid value: -1: must be greater than or equal to 0`. */
export function errorBody(e: FieldError): string {
  const word = wordOf[e.type]
  const withoutValue = e.type === 'FieldValueRequired' || e.type === 'FieldValueForbidden' || e.type === 'FieldValueTooLong' || e.type === 'InternalError'
  const start = withoutValue || e.badValue === OMITTED ? word : `${word}: ${printed(e.badValue)}`
  return e.detail ? `${start}: ${e.detail}` : start
}

/** A finding as `errors.ts` puts it into a Status and into the text of the refusal. */
export function causeOf(e: FieldError): StatusCause & { readonly full: string } {
  const message = errorBody(e)
  return { type: e.type, message, field: e.field, full: `${e.field}: ${message}` }
}
