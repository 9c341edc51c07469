// YAML text to tokens, with the mistakes named as Go's yaml.v2 names them: kubectl shows those words.
// A key is recognised only when its ':' comes (simple keys), so tokens may be put in before others that were found earlier.
// Upstream: go.yaml.in/yaml/v2 scannerc.go (after libyaml).

/** A place in the text: `line` and `column` count from 0, in UTF-16 units. */
export interface Mark { readonly index: number; readonly line: number; readonly column: number }

export type TokenKind =
  | 'stream-end' | 'version-directive' | 'tag-directive' | 'document-start' | 'document-end'
  | 'block-sequence' | 'block-mapping' | 'block-end' | 'flow-sequence' | 'flow-sequence-end' | 'flow-mapping' | 'flow-mapping-end'
  | 'block-entry' | 'flow-entry' | 'key' | 'value' | 'alias' | 'anchor' | 'tag' | 'scalar'

export interface Token {
  readonly kind: TokenKind
  readonly start: Mark
  readonly end: Mark
  /** The scalar's text, the anchor's name, the tag. */
  readonly value: string
  readonly plain: boolean
}

/**
 * A text that is no YAML. The message is kubectl's, without its `error converting YAML to JSON: `;
 * `mark` says where to look, which is not always the line in the message.
 */
export class YamlError extends Error {
  readonly mark: Mark | undefined
  constructor(message: string, mark?: Mark) {
    super(message)
    this.mark = mark
  }
}

/** The scanner names the line of the trouble; nothing is said for the first line. */
const scannerError = (problem: string, context: Mark, mark: Mark) =>
  new YamlError(`yaml: ${mark.line !== 0 ? `line ${mark.line + 1}: ` : context.line !== 0 ? `line ${context.line}: ` : ''}${problem}`, mark)

interface SimpleKey { possible: boolean; required: boolean; token: number; mark: Mark }

const isBlank = (c: string) => c === ' ' || c === '\t'
const isBreak = (c: string) => c === '\n' || c === '\r' || c === '\u0085' || c === '\u2028' || c === '\u2029'
/** '' stands for the end of the text. */
const isBlankZ = (c: string) => c === '' || isBlank(c) || isBreak(c)
const isBreakZ = (c: string) => c === '' || isBreak(c)
const isWord = (c: string) => /^[0-9A-Za-z_-]$/.test(c)

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0', a: '\x07', b: '\b', t: '\t', '\t': '\t', n: '\n', v: '\v', f: '\f', r: '\r', e: '\x1b', ' ': ' ', '"': '"', "'": "'", '/': '/', '\\': '\\',
  N: '\u0085', _: '\u00a0', L: '\u2028', P: '\u2029',
}
const HEX: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 }
const MOST_DEPTH = 1000

export class Scanner {
  private readonly text: string
  private index = 0
  private line = 0
  private column = 0
  private readonly tokens: Token[] = []
  private taken = 0
  private indent = -1
  private readonly indents: number[] = []
  private flow = 0
  private keyAllowed = true
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

  private at(offset = 0): string {
    return this.text[this.index + offset] ?? ''
  }

  private get mark(): Mark {
    return { index: this.index, line: this.line, column: this.column }
  }

  private next(count = 1): void {
    this.index += count
    this.column += count
  }

  /** Steps over a line break and gives what it stands for. */
  private nextLine(): string {
    const c = this.at()
    this.index += c === '\r' && this.at(1) === '\n' ? 2 : 1
    this.line++
    this.column = 0
    return c === '\u2028' || c === '\u2029' ? c : '\n'
  }

  private isMarker(): boolean {
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

  private saveKey(): void {
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

  private push(kind: TokenKind, start: Mark, value = '', plain = false): void {
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
    if (this.column === 0 && c === '%') return this.fetchDirective()
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
      case '*': case '&': return this.fetchAnchor(c === '*' ? 'alias' : 'anchor')
      case '!': return this.fetchTag()
      case "'": case '"': {
        this.saveKey()
        this.keyAllowed = false
        return this.scanQuoted(c)
      }
    }
    if (c === '-' && isBlankZ(next)) return this.fetchBlockEntry()
    if (c === '?' && (this.flow > 0 || isBlankZ(next))) return this.fetchKey()
    if (c === ':' && (this.flow > 0 || isBlankZ(next))) return this.fetchValue()
    if ((c === '|' || c === '>') && this.flow === 0) {
      this.removeKey()
      this.keyAllowed = true
      return this.scanBlock(c === '|')
    }
    const startsPlain = !(isBlankZ(c) || '-?:,[]{}#&*!|>\'"%@`'.includes(c)) || (c === '-' && !isBlank(next)) || (this.flow === 0 && '?:'.includes(c) && !isBlankZ(next))
    if (!startsPlain) throw scannerError('found character that cannot start any token', this.mark, this.mark)
    this.saveKey()
    this.keyAllowed = false
    return this.scanPlain()
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

  private reset(): void {
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

  private fetchDirective(): void {
    this.reset()
    const start = this.mark
    const fail = (problem: string) => scannerError(problem, start, this.mark)
    this.next()
    let name = ''
    while (isWord(this.at())) {
      name += this.at()
      this.next()
    }
    if (name === '') throw fail('could not find expected directive name')
    if (!isBlankZ(this.at())) throw fail('found unexpected non-alphabetical character')
    if (name !== 'YAML' && name !== 'TAG') throw fail('found unknown directive name')
    let rest = ''
    while (!isBreakZ(this.at()) && !(this.at() === '#' && isBlank(this.at(-1)))) {
      rest += this.at()
      this.next()
    }
    while (!isBreakZ(this.at())) this.next()
    if (name === 'YAML' && !/^[ \t]+[0-9]+\.[0-9]+[ \t]*$/.test(rest)) throw fail('did not find expected digit or \'.\' character')
    if (name === 'TAG' && !/^[ \t]+![0-9A-Za-z_-]*!?[ \t]+[^ \t]+[ \t]*$/.test(rest)) throw fail("did not find expected '!'")
    this.push(name === 'YAML' ? 'version-directive' : 'tag-directive', start, rest.trim())
  }

  private fetchAnchor(kind: 'alias' | 'anchor'): void {
    this.saveKey()
    this.keyAllowed = false
    const start = this.mark
    this.next()
    let name = ''
    while (isWord(this.at())) {
      name += this.at()
      this.next()
    }
    if (name === '' || !(isBlankZ(this.at()) || '?:,]}%@`'.includes(this.at()))) {
      throw scannerError('did not find expected alphabetic or numeric character', start, this.mark)
    }
    this.push(kind, start, name)
  }

  private fetchTag(): void {
    this.saveKey()
    this.keyAllowed = false
    const start = this.mark
    let tag = ''
    if (this.at(1) === '<') {
      this.next(2)
      while (!isBlankZ(this.at()) && this.at() !== '>') {
        tag += this.at()
        this.next()
      }
      if (this.at() !== '>') throw scannerError("did not find the expected '>'", start, this.mark)
      this.next()
    } else {
      while (/^[-0-9A-Za-z_;/?:@&=+$.!~*'()%]$/.test(this.at()) || (this.flow === 0 && /^[,[\]]$/.test(this.at()))) {
        tag += this.at()
        this.next()
      }
    }
    if (!isBlankZ(this.at())) throw scannerError('did not find expected whitespace or line break', start, this.mark)
    this.push('tag', start, tag)
  }

  private scanBlock(literal: boolean): void {
    const start = this.mark
    this.next()
    let chomp = ''
    let increment = 0
    for (let i = 0; i < 2; i++) {
      const c = this.at()
      if ((c === '+' || c === '-') && chomp === '') chomp = c
      else if (/^[0-9]$/.test(c) && increment === 0) {
        if (c === '0') throw scannerError('found an indentation indicator equal to 0', start, this.mark)
        increment = Number(c)
      } else break
      this.next()
    }
    while (isBlank(this.at())) this.next()
    if (this.at() === '#') while (!isBreakZ(this.at())) this.next()
    if (!isBreakZ(this.at())) throw scannerError('did not find expected comment or line break', start, this.mark)
    if (isBreak(this.at())) this.nextLine()
    let indent = increment > 0 ? (this.indent >= 0 ? this.indent + increment : increment) : 0
    let [text, leading, trailing, blank] = ['', '', '', false]
    let end = this.mark

    /** Reads empty lines, and finds the indentation from the first line that has something. */
    const breaks = () => {
      let most = 0
      for (;;) {
        while ((indent === 0 || this.column < indent) && this.at() === ' ') this.next()
        if (this.column > most) most = this.column
        if ((indent === 0 || this.column < indent) && this.at() === '\t') throw scannerError('found a tab character where an indentation space is expected', start, this.mark)
        if (!isBreak(this.at())) break
        trailing += this.nextLine()
        end = this.mark
      }
      if (indent === 0) indent = Math.max(most, this.indent + 1, 1)
    }

    breaks()
    while (this.column === indent && this.at() !== '') {
      const startsBlank = isBlank(this.at())
      if (!literal && leading.startsWith('\n') && !blank && !startsBlank) {
        text += trailing === '' ? ' ' : ''
      } else {
        text += leading
      }
      text += trailing
      ;[leading, trailing, blank] = ['', '', startsBlank]
      while (!isBreakZ(this.at())) {
        text += this.at()
        this.next()
      }
      if (isBreak(this.at())) leading = this.nextLine()
      end = this.mark
      breaks()
    }
    if (chomp !== '-') text += leading
    if (chomp === '+') text += trailing
    this.tokens.push({ kind: 'scalar', start, end, value: text, plain: false })
  }

  private scanQuoted(quote: "'" | '"'): void {
    const start = this.mark
    const fail = (problem: string) => scannerError(problem, start, this.mark)
    this.next()
    let text = ''
    for (;;) {
      if (this.isMarker()) throw fail('found unexpected document indicator')
      if (this.at() === '') throw fail('found unexpected end of stream')
      let leadingBlanks = false
      while (!isBlankZ(this.at())) {
        const c = this.at()
        if (quote === "'" && c === "'" && this.at(1) === "'") {
          text += "'"
          this.next(2)
        } else if (c === quote) {
          break
        } else if (quote === '"' && c === '\\' && isBreak(this.at(1))) {
          this.next()
          this.nextLine()
          leadingBlanks = true
          break
        } else if (quote === '"' && c === '\\') {
          text += this.escape(start)
        } else {
          text += c
          this.next()
        }
      }
      if (this.at() === quote) break
      let [spaces, leading, trailing] = ['', '', '']
      while (isBlank(this.at()) || isBreak(this.at())) {
        if (isBlank(this.at())) {
          if (!leadingBlanks) spaces += this.at()
          this.next()
        } else if (!leadingBlanks) {
          spaces = ''
          leading = this.nextLine()
          leadingBlanks = true
        } else {
          trailing += this.nextLine()
        }
      }
      if (leadingBlanks) text += leading.startsWith('\n') && trailing === '' ? ' ' : leading.startsWith('\n') ? trailing : leading + trailing
      else text += spaces
    }
    this.next()
    this.push('scalar', start, text)
  }

  private escape(start: Mark): string {
    const c = this.at(1)
    const digits = HEX[c]
    if (digits === undefined) {
      const known = ESCAPES[c]
      if (known === undefined || c === '') throw scannerError('found unknown escape character', start, this.mark)
      this.next(2)
      return known
    }
    this.next(2)
    const hex = this.text.slice(this.index, this.index + digits)
    if (!/^[0-9A-Fa-f]+$/.test(hex) || hex.length < digits) throw scannerError('did not find expected hexdecimal number', start, this.mark)
    const code = Number.parseInt(hex, 16)
    if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff) throw scannerError('found invalid Unicode character escape code', start, this.mark)
    this.next(digits)
    return String.fromCodePoint(code)
  }

  private scanPlain(): void {
    const start = this.mark
    const indent = this.indent + 1
    let end = start
    let text = ''
    let [spaces, leading, trailing, leadingBlanks] = ['', '', '', false]
    for (;;) {
      if (this.isMarker() || this.at() === '#') break
      while (!isBlankZ(this.at())) {
        const c = this.at()
        if (c === ':' && isBlankZ(this.at(1))) break
        if (this.flow > 0 && ',?[]{}'.includes(c)) break
        if (leadingBlanks) {
          text += leading.startsWith('\n') && trailing === '' ? ' ' : leading.startsWith('\n') ? trailing : leading + trailing
          ;[leading, trailing, leadingBlanks, spaces] = ['', '', false, '']
        } else if (spaces !== '') {
          text += spaces
          spaces = ''
        }
        text += c
        this.next()
        end = this.mark
      }
      if (!isBlank(this.at()) && !isBreak(this.at())) break
      while (isBlank(this.at()) || isBreak(this.at())) {
        if (isBlank(this.at())) {
          if (leadingBlanks && this.column < indent && this.at() === '\t') throw scannerError('found a tab character that violates indentation', start, this.mark)
          if (!leadingBlanks) spaces += this.at()
          this.next()
        } else if (!leadingBlanks) {
          spaces = ''
          leading = this.nextLine()
          leadingBlanks = true
        } else {
          trailing += this.nextLine()
        }
      }
      if (this.flow === 0 && this.column < indent) break
    }
    this.tokens.push({ kind: 'scalar', start, end, value: text, plain: true })
    if (leadingBlanks) this.keyAllowed = true
  }
}
