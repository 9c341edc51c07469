// What templates can call: Go's own functions, and the two that kubectl adds. Upstream: text/template/funcs.go, kubectl/pkg/util/templates, printers/template.go.
import { fromBase64 } from '../../../kube/base64.ts'
import { GoFloat, goText, isMap, own, sprint, sprintf, truth, typeName } from './values.ts'

/** What goes wrong inside a function. */
export class CallError extends Error {}

export interface GoFunction {
  readonly least: number
  readonly most: number
  readonly run: (args: readonly unknown[]) => unknown
}

const gone = (v: unknown): v is null | undefined => v === undefined || v === null
const wholeNumber = (v: unknown, length: number, past: boolean): number => {
  if (gone(v)) throw new CallError('cannot index slice/array with nil')
  if (typeof v !== 'number' || !Number.isInteger(v)) throw new CallError(`cannot index slice/array with type ${typeName(v)}`)
  if (v < 0 || v > length || (!past && v === length)) throw new CallError(`index out of range: ${v}`)
  return v
}

function index(item: unknown, keys: readonly unknown[]): unknown {
  if (item === undefined) throw new CallError('index of untyped nil')
  for (const key of keys) {
    if (gone(item)) throw new CallError('index of nil pointer')
    if (typeof item === 'string') item = new TextEncoder().encode(item)[wholeNumber(key, item.length, false)]
    else if (Array.isArray(item)) item = item[wholeNumber(key, item.length, false)]
    else if (!isMap(item)) throw new CallError(`can't index item of type ${typeName(item)}`)
    else if (gone(key)) throw new CallError('value is nil; should be string')
    else if (typeof key !== 'string') throw new CallError(`value has type ${typeName(key)}; should be string`)
    else item = own(item, key) ?? null
  }
  return item
}

function slice(item: unknown, bounds: readonly unknown[]): unknown {
  if (gone(item)) throw new CallError('slice of untyped nil')
  if (bounds.length > 3) throw new CallError(`too many slice indexes: ${bounds.length}`)
  if (typeof item !== 'string' && !Array.isArray(item)) throw new CallError(`can't slice item of type ${typeName(item)}`)
  if (typeof item === 'string' && bounds.length === 3) throw new CallError('cannot 3-index slice a string')
  const [from = 0, to = item.length] = bounds.map(b => wholeNumber(b, item.length, true))
  if (from > to) throw new CallError(`invalid slice index: ${from} > ${to}`)
  return item.slice(from, to)
}

/** Kinds of values that may be compared with each other. */
function basicKind(v: unknown): string {
  const type = typeName(v)
  if (type.startsWith('[') || type.startsWith('map') || type === '<nil>') throw new CallError('invalid type for comparison')
  return type
}
const plain = (v: unknown): any => (v instanceof GoFloat ? v.value : v)

function equal(a: unknown, others: readonly unknown[]): boolean {
  if (others.length === 0) throw new CallError('missing argument for comparison')
  return others.some(b => {
    if (gone(a) || gone(b)) return gone(a) && gone(b)
    if (typeof a === 'object' && !(a instanceof GoFloat)) throw new CallError(`non-comparable type ${goText(a)}: ${typeName(a)}`)
    if (typeof b === 'object' && !(b instanceof GoFloat)) throw new CallError(`non-comparable type ${goText(b)}: ${typeName(b)}`)
    if (basicKind(a) !== basicKind(b)) throw new CallError('incompatible types for comparison')
    return plain(a) === plain(b)
  })
}

const ordered = (test: (a: any, b: any) => boolean): GoFunction => ({
  least: 2, most: 2, run: ([a, b]) => {
    const kind = basicKind(a)
    if (kind !== basicKind(b)) throw new CallError('incompatible types for comparison')
    if (kind === 'bool') throw new CallError('invalid type for comparison')
    return test(plain(a), plain(b))
  },
})

/** Whether there is something under these keys, one below the other. */
function exists(item: unknown, keys: readonly unknown[]): boolean {
  for (const key of keys) {
    if (Array.isArray(item) && typeof key === 'number') item = key < 0 ? undefined : item[key]
    else if (isMap(item) && typeof key === 'string') item = own(item, key)
    else return false
    if (item === undefined) return false
  }
  return item !== undefined
}

function decoded(text: unknown): string {
  if (typeof text !== 'string') throw new CallError(`wrong type for value; expected string; got ${typeName(text)}`)
  const wrong = /^(?:[A-Za-z0-9+/]{4})*/.exec(text)![0].length
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) throw new CallError(`base64 decode failed: illegal base64 data at input byte ${wrong}`)
  return fromBase64(text)
}

const HTML: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', "'": '&#39;', '"': '&#34;', '\0': '\ufffd' }
const JS: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '"': '\\"', '<': '\\u003C', '>': '\\u003E', '&': '\\u0026', '=': '\\u003D', '\n': '\\u000A', '\r': '\\u000D', '\t': '\\u0009' }

const any = (run: GoFunction['run'], least = 0): GoFunction => ({ least, most: Infinity, run })

export const functions: Readonly<Record<string, GoFunction>> = {
  and: any(args => args.find(v => !truth(v)) ?? args.at(-1), 1),
  or: any(args => args.find(truth) ?? args.at(-1), 1),
  not: { least: 1, most: 1, run: ([v]) => !truth(v) },
  len: {
    least: 1, most: 1, run: ([v]) => {
      if (v === undefined) throw new CallError('reflect: call of reflect.Value.Type on zero Value')
      if (v === null) throw new CallError('len of nil pointer')
      if (typeof v === 'string') return new TextEncoder().encode(v).length
      if (Array.isArray(v)) return v.length
      if (isMap(v)) return Object.keys(v).length
      throw new CallError(`len of type ${typeName(v)}`)
    },
  },
  index: any(([item, ...keys]) => index(item, keys), 1),
  slice: any(([item, ...bounds]) => slice(item, bounds), 1),
  eq: any(([a, ...others]) => equal(a, others), 1),
  ne: { least: 2, most: 2, run: ([a, b]) => !equal(a, [b]) },
  lt: ordered((a, b) => a < b), le: ordered((a, b) => a <= b), gt: ordered((a, b) => a > b), ge: ordered((a, b) => a >= b),
  print: any(sprint), println: any(args => `${args.map(goText).join(' ')}\n`),
  printf: any(([format, ...args]) => {
    if (typeof format !== 'string') throw new CallError(`wrong type for value; expected string; got ${typeName(format)}`)
    return sprintf(format, args)
  }, 1),
  html: any(args => sprint(args).replace(/[<>&'"\0]/g, c => HTML[c]!)),
  js: any(args => sprint(args).replace(/[\\'"<>&=\n\r\t]/g, c => JS[c]!)),
  urlquery: any(args => encodeURIComponent(sprint(args)).replaceAll('%20', '+').replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)),
  exists: any(([item, ...keys]) => exists(item, keys), 1),
  base64decode: { least: 1, most: 1, run: ([text]) => decoded(text) },
}
