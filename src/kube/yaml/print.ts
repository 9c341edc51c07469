// Objects as `kubectl -o yaml` prints them: keys sorted, lists level with their key, long texts folded after column 80.
// Upstream: sigs.k8s.io/yaml and go.yaml.in/yaml/v2 (encode.go, emitterc.go, sorter.go).
import { isBase60, resolvePlain } from './resolve.ts'

const WIDTH = 80
const isLetter = (c: string) => /\p{L}/u.test(c)
const isDigit = (c: string) => c >= '0' && c <= '9'

/** The order of keys: numbers inside them count as numbers (a2 before a10), and letters come last. */
export function compareKeys(a: string, b: string): number {
  const [ar, br] = [[...a], [...b]]
  for (let i = 0; i < ar.length && i < br.length; i++) {
    const [x, y] = [ar[i]!, br[i]!]
    if (x === y) continue
    const [al, bl] = [isLetter(x), isLetter(y)]
    if (al && bl) return x.codePointAt(0)! - y.codePointAt(0)!
    if (al || bl) return bl ? -1 : 1
    let [an, bn] = [0, 0]
    if (x === '0' || y === '0') {
      for (let j = i - 1; j >= 0 && isDigit(ar[j]!); j--) {
        if (ar[j] !== '0') {
          an = bn = 1
          break
        }
      }
    }
    let [ai, bi] = [i, i]
    for (; ai < ar.length && isDigit(ar[ai]!); ai++) an = an * 10 + Number(ar[ai])
    for (; bi < br.length && isDigit(br[bi]!); bi++) bn = bn * 10 + Number(br[bi])
    if (an !== bn) return an - bn
    if (ai !== bi) return ai - bi
    return x.codePointAt(0)! - y.codePointAt(0)!
  }
  return ar.length - br.length
}

/** What the emitter may print: line breaks, ASCII, and most of the first plane; not tabs, nor emoji, nor the byte order mark. */
const isPrintable = (c: string) => {
  const p = c.codePointAt(0)!
  return p === 0x0a || (p >= 0x20 && p <= 0x7e) || (p >= 0xa0 && p <= 0xd7ff) || (p >= 0xe000 && p <= 0xfffd && p !== 0xfeff)
}
const isBreak = (c: string | undefined) => c === '\n' || c === '\r' || c === '\u0085' || c === '\u2028' || c === '\u2029'

interface Analysis { plain: boolean; single: boolean; block: boolean }

/** Which styles a text allows in block context. */
function analyze(runes: readonly string[]): Analysis {
  if (runes.length === 0) return { plain: true, single: true, block: false }
  const text = runes.join('')
  let indicators = text.startsWith('---') || text.startsWith('...')
  let [lineBreaks, special, leading, trailing, trailingSpace, breakSpace, spaceBreak] = [false, false, false, false, false, false, false]
  let [previousSpace, previousBreak, afterSpace] = [false, false, true]
  runes.forEach((c, i) => {
    const next = runes[i + 1]
    const beforeSpace = next === undefined || next === ' ' || next === '\t'
    if (i === 0) {
      if ('#,[]{}&*!|>\'"%@`'.includes(c)) indicators = true
      else if ('?:-'.includes(c) && beforeSpace) indicators = true
    } else if ((c === ':' && beforeSpace) || (c === '#' && afterSpace)) {
      indicators = true
    }
    if (!isPrintable(c)) special = true
    if (c === ' ') {
      if (i === 0) leading = true
      if (next === undefined) trailing = trailingSpace = true
      if (previousBreak) breakSpace = true
      ;[previousSpace, previousBreak] = [true, false]
    } else if (isBreak(c)) {
      lineBreaks = true
      if (i === 0) leading = true
      if (next === undefined) trailing = true
      if (previousSpace) spaceBreak = true
      ;[previousSpace, previousBreak] = [false, true]
    } else {
      ;[previousSpace, previousBreak] = [false, false]
    }
    afterSpace = c === ' ' || c === '\t' || isBreak(c)
  })
  const impossible = spaceBreak || special
  return {
    plain: !impossible && !leading && !trailing && !breakSpace && !lineBreaks && !indicators,
    single: !impossible && !breakSpace,
    block: !impossible && !trailingSpace,
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\0': '\\0', '\x07': '\\a', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f', '\r': '\\r', '\x1b': '\\e',
  '"': '\\"', '\\': '\\\\', '\u0085': '\\N', '\u00a0': '\\_', '\u2028': '\\L', '\u2029': '\\P',
}
function escaped(c: string): string {
  const known = ESCAPES[c]
  if (known !== undefined) return known
  const p = c.codePointAt(0)!
  const hex = p.toString(16).toUpperCase()
  return p <= 0xff ? `\\x${hex.padStart(2, '0')}` : p <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`
}

class Printer {
  private readonly parts: string[] = []
  private column = 0

  get text(): string {
    return this.parts.join('')
  }

  put(s: string): void {
    this.parts.push(s)
    this.column += s.length
  }

  line(indent: number): void {
    this.parts.push('\n', ' '.repeat(indent))
    this.column = indent
  }

  /** A value after `key:` or `-`. `indent` is where the lines of a block below it begin. */
  value(value: unknown, indent: number, inMap: boolean): void {
    if (Array.isArray(value) && value.length > 0) {
      // A list stands level with its key.
      const at = inMap ? indent - 2 : indent
      value.forEach((item, i) => {
        if (inMap || i > 0) this.line(at)
        this.put('-')
        this.item(item, at + 2)
      })
    } else if (isMap(value)) {
      const keys = Object.keys(value).filter(k => value[k] !== undefined).sort(compareKeys)
      if (keys.length === 0) return this.put(inMap ? ' {}' : '{}')
      keys.forEach((key, i) => {
        if (inMap || i > 0) this.line(indent)
        this.key(key, indent)
        this.child(value[key], indent + 2)
      })
    } else {
      if (inMap) this.put(' ')
      this.scalar(value, indent, false)
    }
  }

  /** A list's item starts on the line of its dash. */
  private item(value: unknown, indent: number): void {
    this.put(' ')
    this.value(value, indent, false)
  }

  private child(value: unknown, indent: number): void {
    this.value(value, indent, true)
  }

  private key(key: string, indent: number): void {
    // A key that is too long to be seen at a glance gets a sign of its own.
    if (key.length > 128) {
      this.put('? ')
      this.scalar(key, indent + 2, false)
      this.line(indent)
    } else {
      this.scalar(key, indent, true)
    }
    this.put(':')
  }

  private scalar(value: unknown, indent: number, isKey: boolean): void {
    if (value === null || value === undefined) return this.put('null')
    if (typeof value === 'number') return this.put(numberText(value))
    if (typeof value !== 'string') return this.put(Array.isArray(value) ? '[]' : String(value))
    const runes = [...value]
    const may = analyze(runes)
    const wish = value.includes('\n') ? 'block' : resolvePlain(value).tag === 'str' && !isBase60(value) ? 'plain' : 'double'
    if (wish === 'block' && may.block && !isKey) return this.literal(runes, indent)
    if (wish === 'plain' && may.plain && !(runes.length === 0 && isKey)) return this.plain(runes, indent, !isKey)
    if (wish === 'plain' && may.single) return this.single(runes, indent, !isKey)
    return this.double(runes, indent, !isKey)
  }

  private plain(runes: readonly string[], indent: number, fold: boolean): void {
    let spaces = false
    runes.forEach((c, i) => {
      if (c === ' ') {
        if (fold && !spaces && this.column > WIDTH && runes[i + 1] !== ' ') this.line(indent)
        else this.put(c)
        spaces = true
      } else {
        this.put(c)
        spaces = false
      }
    })
  }

  private single(runes: readonly string[], indent: number, fold: boolean): void {
    this.put("'")
    let spaces = false
    runes.forEach((c, i) => {
      if (c === ' ') {
        if (fold && !spaces && this.column > WIDTH && i > 0 && i < runes.length - 1 && runes[i + 1] !== ' ') this.line(indent)
        else this.put(c)
        spaces = true
      } else {
        this.put(c === "'" ? "''" : c)
        spaces = false
      }
    })
    this.put("'")
  }

  private double(runes: readonly string[], indent: number, fold: boolean): void {
    this.put('"')
    let spaces = false
    runes.forEach((c, i) => {
      if (!isPrintable(c) || isBreak(c) || c === '"' || c === '\\') {
        this.put(escaped(c))
        spaces = false
      } else if (c === ' ') {
        if (fold && !spaces && this.column > WIDTH && i > 0 && i < runes.length - 1) {
          this.line(indent)
          if (runes[i + 1] === ' ') this.put('\\')
        } else {
          this.put(c)
        }
        spaces = true
      } else {
        this.put(c)
        spaces = false
      }
    })
    this.put('"')
  }

  private literal(runes: readonly string[], indent: number): void {
    const last = runes.at(-1)
    const hint = runes[0] === ' ' || isBreak(runes[0]) ? '2' : ''
    const chomp = !isBreak(last) ? '-' : runes.length === 1 || isBreak(runes.at(-2)) ? '+' : ''
    this.put(`|${hint}${chomp}`)
    const lines = runes.join('').split('\n')
    if (isBreak(last)) lines.pop()
    for (const line of lines) {
      this.line(line === '' ? 0 : indent)
      this.put(line)
    }
  }
}

const isMap = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

/** As Go's strconv.FormatFloat with 'g' does, for what is no whole number of 64 bits. */
function numberText(n: number): string {
  if (Number.isInteger(n) && Math.abs(n) < 1e21) return n.toFixed(0)
  const text = String(n)
  if (!text.includes('e') && Math.abs(n) >= 1e-4) return text
  const [mantissa, exponent] = n.toExponential().split('e') as [string, string]
  return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`
}

/** The object as `kubectl -o yaml` prints it, with the line break at the end. Fields that are undefined are left out. */
export function toYaml(value: unknown): string {
  const printer = new Printer()
  printer.value(value, 0, false)
  return `${printer.text}\n`
}
