// From characters to words. The shell's grammar decides what a word may be, so the parser drives this.
import type { Dialect, Parameter, Part, Redirection, Script, SyntaxProblem, Word } from './ast.ts'

/** Thrown where a script stops making sense. */
export class BadSyntax {
  readonly problem: SyntaxProblem
  constructor(problem: SyntaxProblem) {
    this.problem = problem
  }
}

export type Token =
  | { readonly k: 'word'; readonly word: Word; readonly line: number }
  | { readonly k: 'op'; readonly op: string; readonly line: number }
  | { readonly k: 'redirect'; readonly fd: number | undefined; readonly op: Redirection['op'] | '<<-'; readonly line: number }
  | { readonly k: 'end'; readonly line: number }

const OPERATORS = [';;&', '&>>', '<<<', '<<-', '&&', '||', ';;', ';&', '|&', '&>', '<<', '>>', '<&', '>&', '<>', '>|', '\n', ';', '&', '|', '(', ')', '<', '>']
const REDIRECTS = new Set(['<', '>', '>>', '>|', '<>', '<&', '>&', '<<', '<<-', '<<<', '&>', '&>>'])
const BASH_ONLY = new Set(['|&', ';&', ';;&', '<<<', '&>', '&>>'])
/** ash has these of bash's. */
const ASH_TOO = new Set(['&>', '<<<'])

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y
const SPECIAL = /[0-9@*#?$!-]/

interface Pending {
  readonly strip: boolean
  readonly quoted: boolean
  readonly end: string
  readonly fill: (word: Word) => void
}

export class Lexer {
  readonly text: string
  readonly dialect: Dialect
  /** Parses a script that begins here and ends at an unmatched `)`; set by the parser. */
  readonly nested: (lexer: Lexer) => Script
  at = 0
  line: number
  /** The text ended within a here-document. */
  openHere = false
  #heres: Pending[] = []

  constructor(text: string, dialect: Dialect, nested: (lexer: Lexer) => Script, line = 1) {
    this.text = text
    this.dialect = dialect
    this.nested = nested
    this.line = line
  }

  fail(kind: SyntaxProblem['kind'], near: string, expected?: string): never {
    throw new BadSyntax({ line: this.line, near, kind, ...(expected === undefined ? {} : { expected }) })
  }

  /** Skips blanks, continued lines and comments. */
  blanks(): void {
    for (;;) {
      const c = this.text[this.at]
      if (c === ' ' || c === '\t' || c === '\r') this.at++
      else if (c === '\\' && this.text[this.at + 1] === '\n') {
        this.at += 2
        this.line++
      } else if (c === '#') {
        while (this.at < this.text.length && this.text[this.at] !== '\n') this.at++
      } else return
    }
  }

  next(): Token {
    this.blanks()
    const line = this.line
    if (this.at >= this.text.length) {
      this.#readHeres()
      return { k: 'end', line }
    }
    const fd = this.#descriptor()
    const op = this.#operator()
    if (op !== undefined) {
      if ((op === '<' || op === '>') && this.text[this.at + 1] === '(' && this.dialect === 'bash' && fd === undefined) return this.#word(line)
      this.at += op.length
      if (op === '\n') {
        this.line++
        this.#readHeres()
      }
      if (REDIRECTS.has(op)) return { k: 'redirect', fd, op: op as Redirection['op'], line }
      return { k: 'op', op, line }
    }
    return this.#word(line)
  }

  #word(line: number): Token {
    const word = this.word(WORD_END)
    return { k: 'word', word, line }
  }

  #descriptor(): number | undefined {
    const digits = /(\d+)(?=[<>])/y
    digits.lastIndex = this.at
    const found = digits.exec(this.text)
    if (!found) return undefined
    this.at += found[0].length
    return Number(found[0])
  }

  #operator(): string | undefined {
    const c = this.text[this.at]!
    if (!'\n;&|()<>'.includes(c)) return undefined
    for (const op of OPERATORS) {
      if (op[0] !== c || !this.text.startsWith(op, this.at)) continue
      if (BASH_ONLY.has(op) && this.dialect !== 'bash' && !(this.dialect === 'ash' && ASH_TOO.has(op))) continue
      return op
    }
    return undefined
  }

  /** Remembers a here-document that begins after this line. */
  here(strip: boolean, delimiter: Word, fill: (word: Word) => void): void {
    const quoted = delimiter.parts.some((p) => p.p !== 'text')
    this.#heres.push({ strip, quoted, end: plain(delimiter.parts), fill })
  }

  #readHeres(): void {
    const heres = this.#heres
    this.#heres = []
    for (const here of heres) {
      let body = ''
      const from = this.line
      let closed = false
      while (this.at < this.text.length) {
        let end = this.text.indexOf('\n', this.at)
        if (end < 0) end = this.text.length
        let row = this.text.slice(this.at, end)
        if (here.strip) row = row.replace(/^\t+/, '')
        this.at = Math.min(end + 1, this.text.length)
        this.line++
        closed = row === here.end
        if (closed) break
        body += `${row}\n`
      }
      if (!closed) this.openHere = true
      if (here.quoted) here.fill({ parts: [{ p: 'quoted', s: body }], raw: body })
      else {
        const inner = new Lexer(body, this.dialect, this.nested, from)
        here.fill({ parts: [{ p: 'double', parts: inner.doubleParts('') }], raw: body })
      }
    }
  }

  /** A word up to a character that `ends` it. */
  word(ends: (c: string, lexer: Lexer) => boolean, inDouble = false): Word {
    const from = this.at
    const parts: Part[] = []
    let text = ''
    const flush = () => {
      if (text !== '') parts.push({ p: 'text', s: text })
      text = ''
    }
    const first = this.at
    while (this.at < this.text.length) {
      const c = this.text[this.at]!
      if (ends(c, this)) break
      if (c === '\\') {
        if (this.text[this.at + 1] === '\n') {
          this.at += 2
          this.line++
          continue
        }
        if (inDouble && !'$`"\\}'.includes(this.text[this.at + 1] ?? '')) {
          text += '\\'
          this.at++
          continue
        }
        flush()
        parts.push({ p: 'quoted', s: this.text[this.at + 1] ?? '\\' })
        this.at += 2
      } else if (c === "'" && !inDouble) {
        flush()
        parts.push({ p: 'quoted', s: this.#single() })
      } else if (c === '"') {
        flush()
        this.at++
        parts.push({ p: 'double', parts: this.doubleParts('"') })
      } else if (c === '$') {
        const part = this.dollar(inDouble)
        if (typeof part === 'string') text += part
        else {
          flush()
          parts.push(part)
        }
      } else if (c === '`') {
        flush()
        parts.push(this.#backquoted(inDouble))
      } else if ((c === '<' || c === '>') && this.text[this.at + 1] === '(' && this.dialect === 'bash' && !inDouble) {
        flush()
        this.at += 2
        parts.push({ p: 'process', body: this.#parenthesised(), to: c === '<' ? 'read' : 'write' })
      } else if (c === '~' && !inDouble && (this.at === first || /[=:]/.test(this.text[this.at - 1]!) && /^[A-Za-z_]\w*=/.test(this.text.slice(from, this.at)))) {
        flush()
        this.at++
        let user = ''
        while (this.at < this.text.length && /[\w.-]/.test(this.text[this.at]!)) user += this.text[this.at++]
        parts.push({ p: 'tilde', user })
      } else {
        if (c === '\n') this.line++
        text += c
        this.at++
      }
    }
    flush()
    return { parts, raw: this.text.slice(from, this.at) }
  }

  #single(): string {
    const end = this.text.indexOf("'", this.at + 1)
    if (end < 0) this.fail('quote', "'")
    const s = this.text.slice(this.at + 1, end)
    this.at = end + 1
    for (const c of s) if (c === '\n') this.line++
    return s
  }

  /** The inside of "…" (consuming the end) or, with `end` empty, of a here-document. */
  doubleParts(end: string): Part[] {
    const parts: Part[] = []
    let text = ''
    const flush = () => {
      if (text !== '') parts.push({ p: 'quoted', s: text })
      text = ''
    }
    for (;;) {
      if (this.at >= this.text.length) {
        if (end !== '') this.fail('quote', '"')
        break
      }
      const c = this.text[this.at]!
      if (c === end) {
        this.at++
        break
      }
      if (c === '\\') {
        const escaped = this.text[this.at + 1] ?? ''
        if (escaped === '\n') this.line++
        else if (escaped !== '' && '$`\\'.includes(escaped)) text += escaped
        else if (escaped === '"' && end === '"') text += '"'
        else text += `\\${escaped}`
        this.at += 2
      } else if (c === '$') {
        const part = this.dollar(true)
        if (typeof part === 'string') text += part
        else {
          flush()
          parts.push(part)
        }
      } else if (c === '`') {
        flush()
        parts.push(this.#backquoted(true))
      } else {
        if (c === '\n') this.line++
        text += c
        this.at++
      }
    }
    flush()
    return parts
  }

  /** What follows a `$`: a part, or plain text if it means nothing. */
  dollar(inDouble: boolean): Part | string {
    const next = this.text[this.at + 1] ?? ''
    if (next === "'" && !inDouble && this.dialect !== 'dash') {
      this.at++
      return { p: 'quoted', s: this.#cQuoted() }
    }
    if (next === '(') {
      if (this.text[this.at + 2] === '(') {
        const arithmetic = this.#arithmetic()
        if (arithmetic) return arithmetic
      }
      this.at += 2
      return { p: 'command', body: this.#parenthesised() }
    }
    if (next === '{') return this.#braced(inDouble)
    NAME.lastIndex = this.at + 1
    const name = NAME.exec(this.text)?.[0]
    if (name !== undefined) {
      this.at += 1 + name.length
      return { p: 'parameter', name }
    }
    if (SPECIAL.test(next)) {
      this.at += 2
      return { p: 'parameter', name: next }
    }
    this.at++
    return '$'
  }

  #cQuoted(): string {
    let s = ''
    this.at++
    while (this.at < this.text.length && this.text[this.at] !== "'") {
      if (this.text[this.at] === '\\') {
        const { text, length } = unescape(this.text.slice(this.at))
        s += text
        this.at += length
      } else s += this.text[this.at++]
    }
    if (this.at >= this.text.length) this.fail('quote', "'")
    this.at++
    return s
  }

  #parenthesised(): Script {
    const body = this.nested(this)
    this.blanks()
    if (this.text[this.at] !== ')') this.fail('unexpected', 'end of file', ')')
    this.at++
    return body
  }

  /** $((…)), or undefined if it turns out to be a command substitution that begins with a subshell. */
  #arithmetic(): Part | undefined {
    const from = this.at
    const parts = this.arithmeticParts(this.at + 3)
    if (!parts) this.at = from
    return parts && { p: 'arithmetic', parts }
  }

  /** The parts of an arithmetic expression that ends with `))`; leaves the place after it. */
  arithmeticParts(from: number): Part[] | undefined {
    let depth = 0
    let i = from
    for (; i < this.text.length; i++) {
      const c = this.text[i]
      if (c === '(') depth++
      else if (c === ')') {
        if (depth === 0) break
        depth--
      }
    }
    if (this.text[i] !== ')' || this.text[i + 1] !== ')') return undefined
    const inner = new Lexer(this.text.slice(from, i), this.dialect, this.nested, this.line)
    const parts = inner.doubleParts('')
    this.at = i + 2
    return parts
  }

  #backquoted(inDouble: boolean): Part {
    let inner = ''
    this.at++
    const line = this.line
    while (this.at < this.text.length && this.text[this.at] !== '`') {
      const c = this.text[this.at]!
      const escaped = this.text[this.at + 1] ?? ''
      if (c === '\\' && (escaped === '`' || escaped === '\\' || escaped === '$' || (inDouble && escaped === '"'))) {
        inner += escaped
        this.at += 2
      } else {
        if (c === '\n') this.line++
        inner += c
        this.at++
      }
    }
    if (this.at >= this.text.length) this.fail('quote', '`')
    this.at++
    return { p: 'command', body: this.nested(new Lexer(inner, this.dialect, this.nested, line)) }
  }

  #braced(inDouble: boolean): Parameter {
    this.at += 2
    let length = false
    let indirect = false
    if (this.text[this.at] === '#' && this.text[this.at + 1] !== '}' && /[A-Za-z_0-9@*?$!-]/.test(this.text[this.at + 1] ?? '') ) {
      length = true
      this.at++
    } else if (this.text[this.at] === '!' && this.dialect === 'bash' && /[A-Za-z_]/.test(this.text[this.at + 1] ?? '')) {
      indirect = true
      this.at++
    }
    NAME.lastIndex = this.at
    let name = NAME.exec(this.text)?.[0]
    if (name === undefined) {
      name = /^\d+/.exec(this.text.slice(this.at, this.at + 5))?.[0] ?? (SPECIAL.test(this.text[this.at] ?? '') ? this.text[this.at]! : undefined)
      if (name === undefined) this.fail('substitution', this.text.slice(this.at - 2, this.text.indexOf('}', this.at) + 1 || undefined))
    }
    this.at += name.length
    let index: Word | undefined
    if (this.text[this.at] === '[' && this.dialect === 'bash') {
      this.at++
      index = this.word((c) => c === ']')
      this.at++
    }
    const base = { p: 'parameter' as const, name, ...(index ? { index } : {}), ...(length ? { length } : {}), ...(indirect ? { indirect } : {}) }
    if (this.text[this.at] === '}') {
      this.at++
      return base
    }
    const op = this.#braceOperator()
    const closes = (c: string) => c === '}'
    if (op === '/' || op === '//' || op === '/#' || op === '/%' || op === ':') {
      const divider = op === ':' ? ':' : '/'
      const word = this.word((c) => c === divider || c === '}', inDouble && op === ':')
      let second: Word | undefined
      if (this.text[this.at] === divider) {
        this.at++
        second = this.word(closes)
      }
      this.#close()
      return { ...base, op, word, ...(second ? { second } : {}) }
    }
    // Patterns keep their own quotes even within "…"; default values do not know '.
    const word = this.word(closes, inDouble && !/^[%#^,]/.test(op))
    this.#close()
    return { ...base, op, word }
  }

  #close(): void {
    if (this.text[this.at] !== '}') this.fail('substitution', 'end of file', '}')
    this.at++
  }

  #braceOperator(): string {
    for (const op of [':-', ':=', ':?', ':+', '%%', '##', '//', '/#', '/%', '^^', ',,', '-', '=', '?', '+', '%', '#', '/', ':', '^', ',', '@']) {
      if (!this.text.startsWith(op, this.at)) continue
      if (this.dialect === 'dash' && /^(\/|:$|\^|,|@)/.test(op)) break
      if (this.dialect === 'ash' && /^(\^|,|@|\/#|\/%)/.test(op)) continue
      this.at += op.length
      return op
    }
    return this.fail('substitution', this.text.slice(this.at, this.at + 10))
  }
}

const WORD_END = (c: string, lexer: Lexer): boolean => {
  if (c === ' ' || c === '\t' || c === '\n' || c === ';' || c === '&' || c === '|' || c === '(' || c === ')' || c === '\r') return true
  if (c !== '<' && c !== '>') return false
  return !(lexer.dialect === 'bash' && lexer.text[lexer.at + 1] === '(')
}

/** The text of parts without their quotes, for delimiters and names. */
export const plain = (parts: readonly Part[]): string =>
  parts.map((part) => (part.p === 'text' || part.p === 'quoted' ? part.s : part.p === 'double' ? plain(part.parts) : part.p === 'parameter' ? `$${part.name}` : '')).join('')

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', e: '\x1b', f: '\f', v: '\v', '\\': '\\', "'": "'", '"': '"', '?': '?' }

/** The escape that a text begins with: `\n`, `\x41`, `\101`, `\u00e9`. */
export function unescape(text: string): { readonly text: string; readonly length: number } {
  const simple = ESCAPES[text[1] ?? '']
  if (simple !== undefined) return { text: simple, length: 2 }
  const hex = /^\\x([0-9a-fA-F]{1,2})|^\\u([0-9a-fA-F]{1,4})/.exec(text)
  if (hex) return { text: String.fromCharCode(Number.parseInt(hex[1] ?? hex[2]!, 16)), length: hex[0].length }
  const octal = /^\\([0-7]{1,3})/.exec(text)
  if (octal) return { text: String.fromCharCode(Number.parseInt(octal[1]!, 8) & 255), length: octal[0].length }
  return { text: text.slice(0, 2), length: Math.min(2, text.length) }
}
