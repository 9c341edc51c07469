// YAML text to tokens, with the mistakes named as Go's yaml.v2 names them: kubectl shows those words.
// A key is recognised only when its ':' comes (simple keys), so tokens may be put in before others that were found earlier.
// Upstream: go.yaml.in/yaml/v2 scannerc.go (after libyaml).
import { isBlank, isBlankZ, isBreak, isBreakZ } from './characters.ts'
import { scanAnchor, scanDirective, scanTag } from './marks.ts'
import { scanBlock, scanPlain, scanQuoted } from './scalars.ts'
import { type Mark, scannerError, type Token, type TokenKind, YamlError } from './tokens.ts'

interface SimpleKey { possible: boolean; required: boolean; token: number; mark: Mark }
const MOST_DEPTH = 1000

export class Scanner {
  readonly text: string
  index = 0
  private line = 0
  column = 0
  readonly tokens: Token[] = []
  private taken = 0
  indent = -1
  private readonly indents: number[] = []
  flow = 0
  keyAllowed = true
  private keys: SimpleKey[] = [{ possible: false, required: false, token: 0, mark: { index: 0, line: 0, column: 0 } }]
  private ended = false
  private ready = -1

  constructor(text: string) {
    this.text = text
    if (text.startsWith('\uFEFF')) this.index = 1
    // Tabs and line breaks are the only control characters that a text may contain.
    // oxlint-disable-next-line no-control-regex
    const odd = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/.exec(text)
    if (odd) throw new YamlError('yaml: control characters are not allowed')
  }

  /** The next token, which stays. */
  peek(): Token {
    if (this.ready !== this.taken) {
      while (this.needsMore()) this.fetch()
      this.ready = this.taken
    }
    return this.tokens[this.taken]!
  }

  skip(): Token {
    const token = this.peek()
    this.taken++
    return token
  }

  private needsMore(): boolean {
    if (this.taken >= this.tokens.length) return true
    // The head may still turn out to be a key: then a token has to come before it.
    for (const key of this.keys) {
      if (key.possible && key.token === this.taken && this.isValid(key)) return true
    }
    return false
  }

  // --- characters

  at(offset = 0): string {
    return this.text[this.index + offset] ?? ''
  }

  get mark(): Mark {
    return { index: this.index, line: this.line, column: this.column }
  }

  next(count = 1): void {
    this.index += count
    this.column += count
  }

  /** Steps over a line break and gives what it stands for. */
  nextLine(): string {
    const c = this.at()
    this.index += c === '\r' && this.at(1) === '\n' ? 2 : 1
    this.line++
    this.column = 0
    return c === '\u2028' || c === '\u2029' ? c : '\n'
  }

  isMarker(): boolean {
    if (this.column !== 0) return false
    const three = this.text.slice(this.index, this.index + 3)
    return (three === '---' || three === '...') && isBlankZ(this.at(3))
  }

  // --- simple keys and indentation

  private isValid(key: SimpleKey): boolean {
    if (!key.possible) return false
    if (key.mark.line < this.line || key.mark.index + 1024 < this.index) {
      if (key.required) throw scannerError("could not find expected ':'", key.mark, this.mark)
      key.possible = false
      return false
    }
    return true
  }

  saveKey(): void {
    const required = this.flow === 0 && this.indent === this.column
    if (!this.keyAllowed) return
    this.removeKey()
    this.keys[this.keys.length - 1] = { possible: true, required, token: this.tokens.length, mark: this.mark }
  }

  private removeKey(): void {
    const key = this.keys.at(-1)!
    if (key.possible && key.required) throw scannerError("could not find expected ':'", key.mark, this.mark)
    key.possible = false
  }

  private roll(column: number, kind: TokenKind, mark: Mark, at = this.tokens.length): void {
    if (this.flow > 0 || this.indent >= column) return
    this.indents.push(this.indent)
    this.indent = column
    if (this.indents.length > MOST_DEPTH) throw scannerError('exceeded max depth of 10000', mark, mark)
    this.tokens.splice(at, 0, { kind, start: mark, end: mark, value: '', plain: false })
  }

  private unroll(column: number): void {
    if (this.flow > 0) return
    while (this.indent > column) {
      this.push('block-end', this.mark)
      this.indent = this.indents.pop()!
    }
  }

  push(kind: TokenKind, start: Mark, value = '', plain = false): void {
    this.tokens.push({ kind, start, end: this.mark, value, plain })
  }

  // --- tokens

  private fetch(): void {
    if (this.ended) throw new YamlError('yaml: unknown problem parsing YAML content')
    this.skipToToken()
    this.unroll(this.column)
    const c = this.at()
    const next = this.at(1)
    if (c === '') return this.fetchEnd()
    if (this.column === 0 && c === '%') return scanDirective(this)
    if (this.isMarker()) {
      this.reset()
      const start = this.mark
      this.next(3)
      return this.push(c === '-' ? 'document-start' : 'document-end', start)
    }
    switch (c) {
      case '[': return this.openFlow('flow-sequence')
      case '{': return this.openFlow('flow-mapping')
      case ']': return this.closeFlow('flow-sequence-end')
      case '}': return this.closeFlow('flow-mapping-end')
      case ',':
        this.removeKey()
        this.keyAllowed = true
        return this.single('flow-entry')
      case '*': case '&': return scanAnchor(this, c === '*' ? 'alias' : 'anchor')
      case '!': return scanTag(this)
      case "'": case '"': {
        this.saveKey()
        this.keyAllowed = false
        return scanQuoted(this, c)
      }
    }
    if (c === '-' && isBlankZ(next)) return this.fetchBlockEntry()
    if (c === '?' && (this.flow > 0 || isBlankZ(next))) return this.fetchKey()
    if (c === ':' && (this.flow > 0 || isBlankZ(next))) return this.fetchValue()
    if ((c === '|' || c === '>') && this.flow === 0) {
      this.removeKey()
      this.keyAllowed = true
      return scanBlock(this, c === '|')
    }
    const startsPlain = !(isBlankZ(c) || '-?:,[]{}#&*!|>\'"%@`'.includes(c)) || (c === '-' && !isBlank(next)) || (this.flow === 0 && '?:'.includes(c) && !isBlankZ(next))
    if (!startsPlain) throw scannerError('found character that cannot start any token', this.mark, this.mark)
    this.saveKey()
    this.keyAllowed = false
    return scanPlain(this)
  }

  private skipToToken(): void {
    for (;;) {
      if (this.column === 0 && this.at() === '\uFEFF') this.next()
      while (this.at() === ' ' || ((this.flow > 0 || !this.keyAllowed) && this.at() === '\t')) this.next()
      if (this.at() === '#') while (!isBreakZ(this.at())) this.next()
      if (!isBreak(this.at())) return
      this.nextLine()
      if (this.flow === 0) this.keyAllowed = true
    }
  }

  reset(): void {
    this.unroll(-1)
    this.removeKey()
    this.keyAllowed = false
  }

  private fetchEnd(): void {
    // An unfinished last line counts as finished.
    if (this.column !== 0) {
      this.column = 0
      this.line++
    }
    this.reset()
    this.ended = true
    this.push('stream-end', this.mark)
  }

  private single(kind: TokenKind): void {
    const start = this.mark
    this.next()
    this.push(kind, start)
  }

  private openFlow(kind: TokenKind): void {
    this.saveKey()
    this.keys.push({ possible: false, required: false, token: 0, mark: this.mark })
    this.flow++
    if (this.flow > MOST_DEPTH) throw scannerError('exceeded max depth of 10000', this.mark, this.mark)
    this.keyAllowed = true
    this.single(kind)
  }

  private closeFlow(kind: TokenKind): void {
    this.removeKey()
    if (this.flow > 0) {
      this.flow--
      this.keys.pop()
    }
    this.keyAllowed = false
    this.single(kind)
  }

  private fetchBlockEntry(): void {
    if (this.flow === 0) {
      if (!this.keyAllowed) throw scannerError('block sequence entries are not allowed in this context', this.mark, this.mark)
      this.roll(this.column, 'block-sequence', this.mark)
    }
    this.removeKey()
    this.keyAllowed = true
    this.single('block-entry')
  }

  private fetchKey(): void {
    if (this.flow === 0) {
      if (!this.keyAllowed) throw scannerError('mapping keys are not allowed in this context', this.mark, this.mark)
      this.roll(this.column, 'block-mapping', this.mark)
    }
    this.removeKey()
    this.keyAllowed = this.flow === 0
    this.single('key')
  }

  private fetchValue(): void {
    const key = this.keys.at(-1)!
    if (this.isValid(key)) {
      this.tokens.splice(key.token, 0, { kind: 'key', start: key.mark, end: key.mark, value: '', plain: false })
      this.roll(key.mark.column, 'block-mapping', key.mark, key.token)
      key.possible = false
      this.keyAllowed = false
    } else {
      if (this.flow === 0) {
        if (!this.keyAllowed) throw scannerError('mapping values are not allowed in this context', this.mark, this.mark)
        this.roll(this.column, 'block-mapping', this.mark)
      }
      this.keyAllowed = this.flow === 0
    }
    this.single('value')
  }
}
