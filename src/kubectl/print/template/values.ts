// Values as Go has them and prints them. What was read from JSON is a value of JavaScript; undefined is no value at all, null is nil.
import { compactJson } from '../json.ts'

/** A number that is no whole one by its type, though it may be by its value: `1.0`. */
export class GoFloat {
  readonly value: number
  constructor(value: number) { this.value = value }
}

export const isMap = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v) && !(v instanceof GoFloat)
export const own = (value: unknown, name: string): unknown => (isMap(value) && Object.hasOwn(value, name) ? value[name] : undefined)

/** What `if` takes for true. */
export function truth(v: unknown): boolean {
  if (v instanceof GoFloat) return v.value !== 0
  return !(v === undefined || v === null || v === false || v === 0 || v === '' || (typeof v === 'object' && Object.keys(v).length === 0))
}

export function typeName(v: unknown): string {
  if (v === undefined || v === null) return '<nil>'
  if (typeof v === 'string') return 'string'
  if (typeof v === 'boolean') return 'bool'
  if (typeof v === 'number' && Number.isInteger(v)) return 'int'
  if (typeof v === 'number' || v instanceof GoFloat) return 'float64'
  return Array.isArray(v) ? '[]interface {}' : 'map[string]interface {}'
}

/** The shortest digits that say the number, with an exponent for those beyond six places. */
function floatText(n: number): string {
  if (n === 0) return '0'
  const [digits, exponent] = n.toExponential().split('e') as [string, string]
  const e = Number(exponent)
  if (e >= -4 && e < 21 && Math.abs(e) < 6) return String(n)
  return `${digits}e${e < 0 ? '-' : '+'}${String(Math.abs(e)).padStart(2, '0')}`
}

/** As %v prints it. */
export function goText(v: unknown): string {
  if (v === undefined || v === null) return '<nil>'
  if (Array.isArray(v)) return `[${v.map(goText).join(' ')}]`
  if (v instanceof GoFloat) return floatText(v.value)
  if (typeof v === 'object') return `map[${Object.keys(v).sort().map(k => `${k}:${goText((v as any)[k])}`).join(' ')}]`
  return typeof v === 'number' && !Number.isInteger(v) ? floatText(v) : String(v)
}

const MOST_WIDE = 1000

/** One value behind a percent sign. */
function verbText(verb: string, v: unknown, flags: string, precision: number | undefined): string {
  const wrong = () => `%!${verb}(${v === undefined || v === null ? '<nil>' : `${typeName(v)}=${goText(v)}`})`
  const whole = typeof v === 'number' && Number.isInteger(v)
  const float = v instanceof GoFloat ? v.value : typeof v === 'number' && !whole ? v : undefined
  const signed = (text: string) => (flags.includes('+') && !text.startsWith('-') ? `+${text}` : text)
  switch (verb) {
    case 'v': return flags.includes('#') ? compactJson(v) : whole || float !== undefined ? signed(goText(v)) : goText(v)
    case 'T': return typeName(v)
    case 't': return typeof v === 'boolean' ? String(v) : wrong()
    case 's': case 'q': {
      if (Array.isArray(v)) return `[${v.map(x => verbText(verb, x, flags, precision)).join(' ')}]`
      if (isMap(v)) return `map[${Object.keys(v).sort().map(k => `${verbText(verb, k, flags, precision)}:${verbText(verb, v[k], flags, precision)}`).join(' ')}]`
      if (verb === 'q' && whole) return `'${String.fromCodePoint(v >= 0 && v <= 0x10ffff ? v : 0xfffd)}'`
      if (typeof v !== 'string') return wrong()
      const text = precision === undefined ? v : [...v].slice(0, precision).join('')
      return verb === 'q' ? JSON.stringify(text) : text
    }
    case 'd': return whole ? signed(String(v)) : Array.isArray(v) ? `[${v.map(x => verbText(verb, x, flags, precision)).join(' ')}]` : wrong()
    case 'b': case 'o': return whole ? v.toString(verb === 'b' ? 2 : 8) : wrong()
    case 'x': case 'X': {
      const text = whole ? v.toString(16) : typeof v === 'string' ? [...new TextEncoder().encode(v)].map(b => b.toString(16).padStart(2, '0')).join('') : undefined
      return text === undefined ? wrong() : verb === 'X' ? text.toUpperCase() : text
    }
    case 'c': return whole ? String.fromCodePoint(v >= 0 && v <= 0x10ffff ? v : 0xfffd) : wrong()
    case 'U': return whole ? `U+${v.toString(16).toUpperCase().padStart(4, '0')}` : wrong()
    case 'e': return float === undefined ? wrong() : signed(float.toExponential(Math.min(precision ?? 6, 100)).replace(/e([+-])(\d)$/, 'e$10$2'))
    case 'f': case 'F': return float === undefined ? wrong() : signed(float.toFixed(Math.min(precision ?? 6, 100)))
    case 'g': return float === undefined ? wrong() : signed(precision === undefined ? floatText(float) : String(Number(float.toPrecision(Math.min(Math.max(precision, 1), 100)))))
    default: return wrong()
  }
}

/** Go's Sprintf. */
export function sprintf(format: string, args: readonly unknown[]): string {
  let n = 0
  const text = format.replace(/%([+\-# 0]*)(\d*)(?:\.(\d*))?(.?)/gsu, (_all, flags: string, width: string, precision: string | undefined, verb: string) => {
    if (verb === '') return '%!(NOVERB)'
    if (verb === '%') return '%'
    if (n >= args.length) return `%!${verb}(MISSING)`
    const value = args[n++]
    const out = verbText(verb, value, flags, precision === undefined ? undefined : Number(precision))
    const size = Math.min(Number(width || 0), MOST_WIDE)
    if (flags.includes('-')) return out.padEnd(size)
    if (!flags.includes('0') || typeof value === 'string') return out.padStart(size)
    const sign = /^[+-]/.exec(out)?.[0] ?? ''
    return sign + out.slice(sign.length).padStart(size - sign.length, '0')
  })
  const left = args.slice(n)
  return left.length ? `${text}%!(EXTRA ${left.map(v => (v === undefined || v === null ? '<nil>' : `${typeName(v)}=${goText(v)}`)).join(', ')})` : text
}

/** Go's Sprint: a blank between two that are no texts. */
export const sprint = (args: readonly unknown[]): string =>
  args.map((v, i) => `${i > 0 && typeof v !== 'string' && typeof args[i - 1] !== 'string' ? ' ' : ''}${goText(v)}`).join('')
