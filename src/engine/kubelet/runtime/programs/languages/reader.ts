// Goes along the words of a program: what the parsers of all languages here stand on.
import { Unreadable, type Token } from './lexer.ts'

export class Reader {
  readonly tokens: readonly Token[]
  at = 0
  readonly #complaint: string | undefined

  /** `complaint`: what this language says of a word that does not fit; without one, the word is named. */
  constructor(tokens: readonly Token[], complaint?: string) {
    this.tokens = tokens
    this.#complaint = complaint
  }

  get token(): Token {
    return this.tokens[this.at]!
  }

  is(s: string): boolean {
    const t = this.token
    return t.s === s && (t.k === 'op' || t.k === 'name')
  }

  take(s: string): boolean {
    if (!this.is(s)) return false
    this.at++
    return true
  }

  /** The first of these words that stands here, taken. */
  takeOne(words: readonly string[]): string | undefined {
    const found = words.find(s => this.is(s))
    if (found !== undefined) this.at++
    return found
  }

  need(s: string): void {
    if (!this.take(s)) this.bad()
  }

  bad(): never {
    throw new Unreadable(this.#complaint ?? (this.token.k === 'end' ? 'it ends too early' : `near "${this.token.s}"`), this.token.line)
  }
}

/** The words of a language to which line ends mean nothing. */
export const withoutLines = (tokens: readonly Token[]): Token[] => tokens.filter(t => t.k !== 'newline')
