// Objects as `kubectl -o yaml` prints them: keys sorted, lists level with their key, long texts folded after column 80.
// Upstream: sigs.k8s.io/yaml and go.yaml.in/yaml/v2 (encode.go, emitterc.go, sorter.go).
import { withGoExponent } from './goFloat.ts'
import { compareKeys } from './keyOrder.ts'
import { isBase60, resolvePlain } from './resolve.ts'
import { analyze, escaped, isBreak, isPrintable } from './styles.ts'

const WIDTH = 80

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
    // A key that is too long to be seen at a glance gets a sign of its own, and so does one that goes over a line's end of Unicode.
    if (key.length > 128 || /[\u2028\u2029]/.test(key)) {
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
  return withGoExponent(n.toExponential())
}

/** The object as `kubectl -o yaml` prints it, with the line break at the end. Fields that are undefined are left out. */
export function toYaml(value: unknown): string {
  const printer = new Printer()
  printer.value(value, 0, false)
  return `${printer.text}\n`
}
