// What Go's decoder says of a text that is no JSON. Upstream: encoding/json, scanner.go.

export interface JsonSyntax {
  /** Where it stopped: how many bytes were read, the wrong one among them. */
  readonly offset: number
  /** Undefined: the text ends too early. */
  readonly message: string | undefined
}

const quoted = (c: string): string => (c === "'" ? "'\\''" : c === '"' ? "'\"'" : `'${c.replace(/[\n\r\t]/, w => ({ '\n': '\\n', '\r': '\\r', '\t': '\\t' })[w]!)}'`)
const bytesOf = (text: string): number => [...text].reduce((n, c) => n + (c < '\u0080' ? 1 : c < '\u0800' ? 2 : c.length === 1 ? 3 : 4), 0)

/** Nested deeper than so, Go reads nothing. */
const DEEPEST = 10_000
const CLOSES = { '{': '}', '[': ']' } as const

class Stop extends Error {
  readonly at: number
  readonly why: string | undefined
  constructor(at: number, why: string | undefined) {
    super(why ?? 'end')
    this.at = at
    this.why = why
  }
}

/** Reads one value and stops at the first character that cannot stand where it stands. */
class Scanner {
  readonly #text: string
  #at = 0
  constructor(text: string) { this.#text = text }

  get at(): number { return this.#at }

  space(): void { while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at++ }

  #next(): string {
    const c = this.#text[this.#at]
    if (c === undefined) throw new Stop(this.#at, undefined)
    return c
  }

  #wrong(where: string): never { throw new Stop(this.#at, `invalid character ${quoted(String.fromCodePoint(this.#text.codePointAt(this.#at)!))} ${where}`) }

  #expect(pattern: RegExp, where: string): string {
    const c = this.#next()
    if (!pattern.test(c)) this.#wrong(where)
    this.#at++
    return c
  }

  /** Without calling itself: texts may be nested as deep as they like, up to what Go reads. */
  value(): void {
    const open: ('{' | '[')[] = []
    for (;;) {
      this.space()
      const c = this.#next()
      if (c === '{' || c === '[') {
        this.#at++
        if (open.push(c) > DEEPEST) throw new Stop(this.#at - 1, 'exceeded max depth')
        this.space()
        if (this.#next() !== CLOSES[c]) {
          if (c === '{') this.#key()
          continue
        }
        open.pop()
        this.#at++
      } else {
        this.#scalar(c)
      }
      if (!this.#more(open)) return
    }
  }

  #scalar(c: string): void {
    if (c === '"') return this.#string()
    if (/[-0-9]/.test(c)) return this.#number()
    for (const word of ['true', 'false', 'null']) if (c === word[0]) return this.#word(word)
    this.#wrong('looking for beginning of value')
  }

  /** Behind a value: closes what ends there; false where nothing is open any more. */
  #more(open: ('{' | '[')[]): boolean {
    for (;;) {
      const inside = open.at(-1)
      if (inside === undefined) return false
      this.space()
      if (this.#next() !== CLOSES[inside]) {
        this.#expect(/,/, inside === '{' ? 'after object key:value pair' : 'after array element')
        if (inside === '{') this.#key()
        return true
      }
      open.pop()
      this.#at++
    }
  }

  #key(): void {
    this.space()
    if (this.#next() !== '"') this.#wrong('looking for beginning of object key string')
    this.#string()
    this.space()
    this.#expect(/:/, 'after object key')
  }

  #string(): void {
    this.#at++
    for (;;) {
      const c = this.#next()
      if (c < ' ') this.#wrong('in string literal')
      this.#at++
      if (c === '"') return
      if (c === '\\' && this.#expect(/["\\/bfnrtu]/, 'in string escape code') === 'u') for (let i = 0; i < 4; i++) this.#expect(/[0-9a-fA-F]/, 'in \\u hexadecimal character escape')
    }
  }

  #digits(): void { while (/[0-9]/.test(this.#text[this.#at] ?? '')) this.#at++ }

  #number(): void {
    if (this.#text[this.#at] === '-') this.#at++
    if (this.#expect(/[0-9]/, 'in numeric literal') !== '0') this.#digits()
    if (this.#text[this.#at] === '.') {
      this.#at++
      this.#expect(/[0-9]/, 'after decimal point in numeric literal')
      this.#digits()
    }
    if (/[eE]/.test(this.#text[this.#at] ?? '')) {
      this.#at++
      if (/[-+]/.test(this.#text[this.#at] ?? '')) this.#at++
      this.#expect(/[0-9]/, 'in exponent of numeric literal')
      this.#digits()
    }
  }

  #word(word: string): void {
    this.#at++
    for (const c of word.slice(1)) this.#expect(new RegExp(c), `in literal ${word} (expecting ${quoted(c)})`)
  }

  end(): void {
    this.space()
    if (this.#at < this.#text.length) this.#wrong('after top-level value')
  }
}

/** What is wrong with a text that should be one JSON value; nothing where it is one. `stream`: others may follow it. */
export function jsonSyntaxError(text: string, stream = false): JsonSyntax | undefined {
  const scanner = new Scanner(text)
  try {
    scanner.value()
    if (!stream) scanner.end()
    return undefined
  } catch (e) {
    if (!(e instanceof Stop)) throw e
    return { offset: bytesOf(text.slice(0, e.at)) + 1, message: e.why }
  }
}
