// Reads awk’s expressions: joined values, and what > and `in` mean where.
import { Unreadable } from '../../languages/lexer.ts'
import { Reader } from '../../languages/reader.ts'
import type { Expr } from './tree.ts'

const LEVELS: readonly (readonly string[])[] = [['||'], ['&&'], ['in'], ['~', '!~'], ['<', '<=', '==', '!=', '>', '>='], [' '], ['+', '-'], ['*', '/', '%']]
const FUNCTIONS = new Set(['length', 'substr', 'index', 'split', 'sub', 'gsub', 'match', 'sprintf', 'toupper', 'tolower', 'int', 'sqrt', 'sin', 'cos', 'atan2', 'exp', 'log', 'rand', 'srand', 'system', 'systime', 'strftime', 'getline', 'close', 'fflush'])

export class Expressions extends Reader {
  /** In print’s arguments a > is a redirection. */
  noGreater = 0

  /** The next word, whatever it is; there must be one. */
  word(): string {
    if (this.token.k === 'end') this.bad()
    return this.tokens[this.at++]!.s
  }
  skip(): void {
    while (this.token.k === 'newline') this.at++
  }

  list(end?: string): Expr[] {
    const all = end !== undefined && this.is(end) ? [] : [this.expr()]
    while (this.take(',')) {
      this.skip()
      all.push(this.expr())
    }
    return all
  }

  expr(): Expr {
    const to = this.choice()
    for (const op of ['=', '+=', '-=', '*=', '/=', '%=', '^=']) if (this.take(op)) return { e: 'assign', op: op.slice(0, -1), to, value: this.expr() }
    return to
  }

  choice(): Expr {
    const test = this.binary(0)
    if (!this.take('?')) return test
    const yes = this.expr()
    this.need(':')
    return { e: 'choice', test, yes, no: this.expr() }
  }

  binary(level: number): Expr {
    if (level === LEVELS.length) return this.unary()
    let left = this.binary(level + 1)
    for (;;) {
      if (level === 2) {
        if (!this.take('in')) return left
        left = { e: 'in', keys: left.e === 'group' ? [left.of] : [left], name: this.word() }
        continue
      }
      if (level === 5) {
        if (!this.begins()) return left
        left = { e: 'binary', op: ' ', left, right: this.binary(6) }
        continue
      }
      const op = LEVELS[level]!.find((o) => this.is(o))
      if (op === undefined || (op === '>' && this.noGreater > 0)) return left
      this.at++
      if (op === '&&' || op === '||') this.skip()
      left = { e: 'binary', op, left, right: this.binary(level + 1) }
    }
  }

  /** May a value begin here, so that it is joined to the one before? */
  begins(): boolean {
    const t = this.token
    if (t.k === 'number' || (t.k === 'text' && t.prefix === '"')) return true
    if (t.k === 'name') return !['in', 'else', 'while', 'if', 'for', 'print', 'getline'].includes(t.s)
    return t.k === 'op' && ['$', '(', '!', '-', '+', '++', '--'].includes(t.s) && !(t.s === '!' && this.tokens[this.at + 1]?.s === '~') && !['-', '+'].includes(t.s)
  }

  unary(): Expr {
    for (const op of ['!', '-', '+']) if (this.take(op)) return { e: 'unary', op, of: this.unary() }
    return this.power()
  }

  power(): Expr {
    const base = this.postfix()
    return this.take('^') || this.take('**') ? { e: 'binary', op: '^', left: base, right: this.unary() } : base
  }

  postfix(): Expr {
    for (const op of ['++', '--']) if (this.take(op)) return { e: 'step', op, of: this.postfix(), before: true }
    const of = this.primary()
    for (const op of ['++', '--']) if (this.take(op)) return { e: 'step', op, of, before: false }
    return of
  }

  primary(): Expr {
    const t = this.token
    if (t.k === 'number') {
      this.at++
      return { e: 'const', value: Number(t.s) }
    }
    if (t.k === 'text') {
      this.at++
      return t.prefix === '/' ? { e: 'regex', source: t.s } : { e: 'const', value: t.s }
    }
    if (this.take('$')) return { e: 'field', of: this.token.k === 'op' && (this.is('++') || this.is('--')) ? this.postfix() : this.primary() }
    if (this.take('(')) {
      const greater = this.noGreater
      this.noGreater = 0
      const all = this.list()
      this.noGreater = greater
      this.need(')')
      if (all.length > 1) {
        this.need('in')
        return { e: 'in', keys: all, name: this.word() }
      }
      return { e: 'group', op: '', of: all[0]! }
    }
    if (t.k !== 'name') return this.bad()
    this.at++
    if (this.is('(') && (FUNCTIONS.has(t.s) || this.token.at === t.at + t.s.length)) {
      this.at++
      const greater = this.noGreater
      this.noGreater = 0
      const args = this.list(')')
      this.noGreater = greater
      this.need(')')
      return { e: 'call', name: t.s, args }
    }
    if (t.s === 'getline') throw new Unreadable('getline', t.line)
    if (t.s === 'length') return { e: 'call', name: 'length', args: [] }
    if (this.take('[')) {
      const keys = this.list(']')
      this.need(']')
      return { e: 'element', name: t.s, keys }
    }
    return { e: 'name', name: t.s }
  }
}
