// From characters to words. The shell's grammar decides what a word may be, so the parser drives this.
import type { Dialect, Part, Redirection, Script, SyntaxProblem, Word } from './ast.ts'
import { braced, NAME, SPECIAL } from './braced.ts'
import { cQuoted } from './escapes.ts'
import { type Pending, readHeres } from './heres.ts'
import { arithmeticOf, backquoted, parenthesised } from './substitutions.ts'
import { BadSyntax, type Token } from './tokens.ts'

const OPERATORS = [';;&', '&>>', '<<<', '<<-', '&&', '||', ';;', ';&', '|&', '&>', '<<', '>>', '<&', '>&', '<>', '>|', '\n', ';', '&', '|', '(', ')', '<', '>']
const REDIRECTS = new Set(['<', '>', '>>', '>|', '<>', '<&', '>&', '<<', '<<-', '<<<', '&>', '&>>'])
const BASH_ONLY = new Set(['|&', ';&', ';;&', '<<<', '&>', '&>>'])
/** ash has these of bash's. */
const ASH_TOO = new Set(['&>', '<<<'])

export class Lexer {
  readonly text: string
  readonly dialect: Dialect
  /** Parses a script that begins here and ends at an unmatched `)`; set by the parser. */
  readonly nested: (lexer: Lexer) => Script
  at = 0
  line: number
  /** The text ended within a here-document. */
  openHere = false
  heres: Pending[] = []

  constructor(text: string, dialect: Dialect, nested: (lexer: Lexer) => Script, line = 1) {
    this.text = text
    this.dialect = dialect
    this.nested = nested
    this.line = line
  }

  /** A lexer of the same dialect for a text that stands within this one. */
  within(text: string, line: number): Lexer {
    return new Lexer(text, this.dialect, this.nested, line)
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
      readHeres(this)
      return { k: 'end', line }
    }
    const fd = this.#descriptor()
    const op = this.#operator()
    if (op !== undefined) {
      if ((op === '<' || op === '>') && this.text[this.at + 1] === '(' && this.dialect === 'bash' && fd === undefined) return this.#word(line)
      this.at += op.length
      if (op === '\n') {
        this.line++
        readHeres(this)
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
    this.heres.push({ strip, quoted, end: plain(delimiter.parts), fill })
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
        parts.push(backquoted(this, inDouble))
      } else if ((c === '<' || c === '>') && this.text[this.at + 1] === '(' && this.dialect === 'bash' && !inDouble) {
        flush()
        this.at += 2
        parts.push({ p: 'process', body: parenthesised(this), to: c === '<' ? 'read' : 'write' })
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
        parts.push(backquoted(this, true))
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
      return { p: 'quoted', s: cQuoted(this) }
    }
    if (next === '(') {
      if (this.text[this.at + 2] === '(') {
        const arithmetic = arithmeticOf(this)
        if (arithmetic) return arithmetic
      }
      this.at += 2
      return { p: 'command', body: parenthesised(this) }
    }
    if (next === '{') return braced(this, inDouble)
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
    const inner = this.within(this.text.slice(from, i), this.line)
    const parts = inner.doubleParts('')
    this.at = i + 2
    return parts
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
