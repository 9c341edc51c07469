// The words of a statement, taken one after the other.
import { SQL_ERRORS, type SqlError } from './errors.ts'
import { tokensOf, type Token } from './lexer.ts'
import type { Name } from './tree.ts'

/** What no table and no column is called without backquotes. */
const RESERVED = new Set(['add', 'all', 'alter', 'and', 'as', 'asc', 'between', 'by', 'case', 'column', 'constraint', 'create', 'cross', 'default', 'delete', 'desc', 'distinct', 'drop', 'else', 'exists', 'foreign', 'from',
  'grant', 'group', 'having', 'if', 'ignore', 'in', 'index', 'inner', 'insert', 'interval', 'into', 'is', 'join', 'key', 'keys', 'left', 'like', 'limit', 'not', 'null', 'on', 'or', 'order', 'outer', 'primary', 'references',
  'revoke', 'right', 'select', 'set', 'show', 'table', 'then', 'to', 'union', 'unique', 'update', 'use', 'using', 'values', 'when', 'where', 'with', 'xor'])

export class Words {
  readonly sql: string
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(sql: string) {
    this.sql = sql
    this.#tokens = tokensOf(sql)
  }

  get next(): Token { return this.#tokens[this.#at]! }
  get before(): Token { return this.#tokens[Math.max(0, this.#at - 1)]! }
  peek(ahead: number): Token { return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]! }

  take(): Token {
    const token = this.next
    if (token.kind !== 'end') this.#at++
    return token
  }

  /** Whether these words or signs come next. */
  sees(...texts: readonly string[]): boolean {
    return texts.every((text, i) => {
      const token = this.peek(i)
      return (token.kind === 'word' || token.kind === 'sign') && token.text.toLowerCase() === text
    })
  }

  /** Takes them if they come next. */
  has(...texts: readonly string[]): boolean {
    if (!this.sees(...texts)) return false
    this.#at += texts.length
    return true
  }

  hasOne(...texts: readonly string[]): string | undefined {
    const found = texts.find(text => this.sees(text))
    if (found !== undefined) this.take()
    return found
  }

  wants(...texts: readonly string[]): void {
    if (!this.has(...texts)) throw this.wrong()
  }

  wrong(): SqlError { return SQL_ERRORS.syntax(this.sql.slice(this.next.from)) }

  /** A name of a column, a table or a database. */
  name(): string {
    const { kind, text } = this.next
    if (kind !== 'name' && (kind !== 'word' || RESERVED.has(text.toLowerCase()))) throw this.wrong()
    this.take()
    return text
  }

  /** `table` or `database.table`. */
  table(): Name {
    const name = this.name()
    return this.has('.') ? { database: name, name: this.anyName() } : { name }
  }

  /** After a dot every word is a name. */
  anyName(): string {
    const { kind, text } = this.next
    if (kind !== 'name' && kind !== 'word') throw this.wrong()
    this.take()
    return text
  }

  isName(): boolean { return this.next.kind === 'name' || (this.next.kind === 'word' && !RESERVED.has(this.next.text.toLowerCase())) }

  string(): string {
    if (this.next.kind !== 'string') throw this.wrong()
    return this.take().text
  }

  whole(): number {
    const { kind, text } = this.next
    if (kind !== 'number' || !/^\d+$/.test(text)) throw this.wrong()
    this.take()
    return Number(text)
  }

  /** What `one` reads, between commas. */
  list<T>(one: () => T): T[] {
    const all = [one()]
    while (this.has(',')) all.push(one())
    return all
  }

  inBrackets<T>(read: () => T): T {
    this.wants('(')
    const got = read()
    this.wants(')')
    return got
  }
}
