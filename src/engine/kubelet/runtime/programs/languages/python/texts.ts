// How Python’s values read to a person: str(), and the formats of f-strings.
import { floatText } from '../../shell/printing.ts'
import { raise } from './exceptions.ts'
import { repr } from './keyed.ts'
import { PyObject, PyTuple, type Value } from './values.ts'

export function textOf(v: Value): string {
  if (typeof v === 'string') return v
  if (v instanceof PyObject && v.names.has('args')) {
    const { items } = v.names.get('args') as PyTuple
    return items.length === 0 ? '' : items.length === 1 ? (v.type.name === 'KeyError' ? repr(items[0]!) : textOf(items[0]!)) : repr(new PyTuple(items))
  }
  return repr(v)
}

/** format(): the specification after the colon of an f-string. */
export function formatValue(v: Value, spec: string): string {
  if (spec === '') return textOf(v)
  const found = /^(?:(.)?([<>^=]))?([-+ ]?)(#?)(0?)(\d*)([,_]?)(?:\.(\d+))?([a-zA-Z%]?)$/.exec(spec)
  if (!found) return v instanceof PyObject ? textOf(v) : raise('ValueError', `Invalid format specifier '${spec}'`)
  const [, fill, align, sign, , zero, width, comma, precision, kind] = found
  const number = typeof v === 'bigint' || typeof v === 'number' || typeof v === 'boolean'
  let text: string
  if (number && (kind === 'f' || kind === 'e' || kind === 'g' || kind === 'F' || kind === '%')) {
    text = kind === '%' ? `${floatText(Number(v) * 100, 'f', Number(precision ?? 6))}%` : floatText(Number(v), kind, Number(precision ?? 6))
  } else if (number && typeof v !== 'number' && (kind === 'x' || kind === 'X' || kind === 'b' || kind === 'o')) {
    text = BigInt(v).toString(kind === 'b' ? 2 : kind === 'o' ? 8 : 16)
    if (kind === 'X') text = text.toUpperCase()
  } else if (typeof v === 'number' && precision !== undefined) text = floatText(v, 'g', Number(precision))
  else {
    text = textOf(typeof v === 'boolean' && kind === 'd' ? BigInt(v) : v)
    if (!number && precision !== undefined) text = text.slice(0, Number(precision))
  }
  if (number && comma !== '') text = text.replace(/^(-?\d+)/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, comma!))
  if (number && sign === '+' && !text.startsWith('-')) text = `+${text}`
  const size = Number(width || 0)
  const by = fill ?? (zero !== '' && number ? '0' : ' ')
  const how = align ?? (zero !== '' && number ? '=' : number ? '>' : '<')
  if (how === '<') return text.padEnd(size, by)
  if (how === '^') return text.padStart(text.length + Math.floor(Math.max(0, size - text.length) / 2), by).padEnd(size, by)
  if (how === '=') {
    const mark = /^[-+]/.exec(text)?.[0] ?? ''
    return mark + text.slice(mark.length).padStart(size - mark.length, by)
  }
  return text.padStart(size, by)
}
