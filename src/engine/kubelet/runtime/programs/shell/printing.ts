// echo and printf, which every shell has of its own and every image as programs.
import { unescape } from './escapes.ts'

/** What echo writes. `escapes`: dash's echo always reads backslashes. */
export function echoed(args: readonly string[], escapes: boolean, options = true): string {
  let newline = true
  let reading = escapes
  let i = 0
  for (; i < args.length; i++) {
    const word = args[i]!
    if (escapes ? word !== '-n' : !options || !/^-[neE]+$/.test(word)) break
    for (const c of word.slice(1)) {
      if (c === 'n') newline = false
      else reading = c === 'e'
    }
    if (escapes) {
      i++
      break
    }
  }
  const text = args.slice(i).join(' ')
  if (!reading) return newline ? `${text}\n` : text
  const read = unescaped(text, true)
  return read.stop || !newline ? read.text : `${read.text}\n`
}

/** A text with its escapes read; `\c` ends it. `zero`: octal numbers begin with a 0 (echo, %b). */
export function unescaped(text: string, zero: boolean): { readonly text: string; readonly stop: boolean } {
  let out = ''
  for (let i = 0; i < text.length; ) {
    if (text[i] !== '\\') {
      out += text[i++]
      continue
    }
    if (text[i + 1] === 'c') return { text: out, stop: true }
    if (zero && text[i + 1] === '0') {
      const octal = /^[0-7]{0,3}/.exec(text.slice(i + 2))![0]
      out += String.fromCharCode(Number.parseInt(octal || '0', 8) & 255)
      i += 2 + octal.length
      continue
    }
    if (text[i + 1] === "'" || text[i + 1] === '?' ) {
      out += text.slice(i, i + 2)
      i += 2
      continue
    }
    const escape = unescape(text.slice(i))
    out += escape.text
    i += escape.length
  }
  return { text: out, stop: false }
}

export interface Printed {
  readonly text: string
  /** Words that should have been numbers. */
  readonly wrong: readonly string[]
  readonly badFormat?: string
}

/** printf FORMAT ARGS: the format again and again until the arguments are used up. */
export function formatted(format: string, args: readonly string[]): Printed {
  let out = ''
  const wrong: string[] = []
  let used = 0
  const next = () => args[used++]
  for (let round = 0; round === 0 || (used < args.length && used > 0); round++) {
    const before = used
    for (let i = 0; i < format.length; ) {
      const c = format[i]!
      if (c === '\\') {
        if (format[i + 1] === 'c') return { text: out, wrong }
        const escape = unescape(format.slice(i))
        out += escape.text
        i += escape.length
        continue
      }
      if (c !== '%') {
        out += c
        i++
        continue
      }
      const found = /^%([-+ #0]*)(\*|\d+)?(?:\.(\*|\d+)?)?[hlLjzt]*([a-zA-Z%])/.exec(format.slice(i))
      if (!found) return { text: out, wrong, badFormat: format.slice(i) }
      i += found[0].length
      const kind = found[4]!
      if (kind === '%') {
        out += '%'
        continue
      }
      const flags = found[1]!
      const width = found[2] === '*' ? Number(next() ?? 0) : Number(found[2] ?? 0)
      const hasPrecision = found[0].includes('.')
      const precision = hasPrecision ? (found[3] === '*' ? Number(next() ?? 0) : Number(found[3] ?? 0)) : undefined
      let text: string
      if (kind === 's' || kind === 'b' || kind === 'c' || kind === 'q') {
        const arg = next() ?? ''
        text = kind === 'c' ? arg.slice(0, 1) : kind === 'q' ? (/^[\w./:=@%+,-]+$/.test(arg) ? arg : arg === '' ? "''" : arg.replace(/[^\w./:=@%+,-]/g, '\\$&')) : kind === 's' ? arg : ''
        if (kind === 'b') {
          const read = unescaped(arg, true)
          if (read.stop) return { text: out + read.text, wrong }
          text = read.text
        }
        if (precision !== undefined && kind !== 'c') text = text.slice(0, precision)
      } else if ('diouxX'.includes(kind)) {
        const arg = (next() ?? '').trim()
        let value = 0n
        if (/^["'].+/.test(arg)) value = BigInt(arg.codePointAt(1)!)
        else if (/^[-+]?(0[xX][0-9a-fA-F]+|\d+)$/.test(arg)) {
          const minus = arg.startsWith('-')
          const digits = arg.replace(/^[-+]/, '')
          value = /^0[0-7]+$/.test(digits) ? BigInt(`0o${digits.slice(1)}`) : BigInt(digits)
          if (minus) value = -value
        } else if (arg !== '') {
          wrong.push(arg)
          value = BigInt(/^[-+]?\d+/.exec(arg)?.[0]?.replace('+', '') ?? 0)
        }
        text = integerText(value, kind, flags, precision)
        if (flags.includes('0') && !flags.includes('-') && precision === undefined) text = zeroPadded(text, width)
      } else if ('eEfFgG'.includes(kind)) {
        const arg = next() ?? '0'
        const value = Number(arg)
        if (Number.isNaN(value)) wrong.push(arg)
        text = floatText(Number.isNaN(value) ? Number.parseFloat(arg) || 0 : value, kind, precision ?? 6, flags)
        if (flags.includes('0') && !flags.includes('-')) text = zeroPadded(text, width)
      } else return { text: out, wrong, badFormat: found[0] }
      out += flags.includes('-') || width < 0 ? text.padEnd(Math.abs(width)) : text.padStart(width)
    }
    if (used === before) break
  }
  return { text: out, wrong }
}

function integerText(value: bigint, kind: string, flags: string, precision: number | undefined): string {
  const unsigned = kind !== 'd' && kind !== 'i' && value < 0n ? BigInt.asUintN(64, value) : value
  const minus = unsigned < 0n
  let digits = (minus ? -unsigned : unsigned).toString(kind === 'o' ? 8 : kind === 'x' || kind === 'X' ? 16 : 10)
  if (kind === 'X') digits = digits.toUpperCase()
  if (precision !== undefined) digits = digits.padStart(Math.min(precision, 1000), '0')
  if (flags.includes('#') && unsigned !== 0n) digits = kind === 'o' ? `0${digits}` : kind === 'x' ? `0x${digits}` : kind === 'X' ? `0X${digits}` : digits
  const sign = minus ? '-' : kind === 'd' || kind === 'i' ? (flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : '') : ''
  return sign + digits
}

const zeroPadded = (text: string, width: number): string => {
  const sign = /^[-+ ]|^0[xX]/.exec(text)?.[0] ?? ''
  return sign + text.slice(sign.length).padStart(width - sign.length, '0')
}

/** A number as C's %e, %f and %g write it. */
export function floatText(value: number, kind: string, precision: number, flags = ''): string {
  const p = Math.min(precision, 60)
  const sign = value < 0 || Object.is(value, -0) ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const size = Math.abs(value)
  let text: string
  if (!Number.isFinite(size)) text = Number.isNaN(size) ? 'nan' : 'inf'
  else if (kind === 'f' || kind === 'F') text = size >= 1e21 ? `${BigInt(size)}${p > 0 ? `.${'0'.repeat(p)}` : ''}` : size.toFixed(p)
  else if (kind === 'e' || kind === 'E') text = exponent(size.toExponential(p))
  else {
    const digits = p === 0 ? 1 : p
    const power = size === 0 ? 0 : Number(size.toExponential(digits - 1).split('e')[1])
    text = power < -4 || power >= digits ? exponent(stripZeros(size.toExponential(digits - 1), flags)) : stripZeros(size.toFixed(Math.max(0, digits - 1 - power)), flags)
  }
  return sign + (kind >= 'a' ? text : text.toUpperCase())
}

const exponent = (text: string): string => text.replace(/e([-+])(\d)$/, 'e$10$2')
const stripZeros = (text: string, flags: string): string => (flags.includes('#') ? text : text.replace(/(\.\d*?)0+(e|$)/, '$1$2').replace(/\.(e|$)/, '$1'))
