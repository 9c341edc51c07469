// Reads Perl’s expressions, and the places where a word is a function’s argument.
import { type Token, Unreadable } from '../lexer.ts'
import { Reader } from '../reader.ts'
import type { Expr, Stmt } from './tree.ts'

const BINARY: readonly (readonly string[])[] = [['||', '//'], ['&&'], ['==', '!=', '<=>', 'eq', 'ne', 'cmp'], ['<', '>', '<=', '>=', 'lt', 'gt', 'le', 'ge'], ['+', '-', '.'], ['*', '/', '%', 'x'], ['**']]
/** Functions that take one thing, and end their arguments before an operator. */
const NAMED_UNARY = new Set(['sleep', 'exit', 'length', 'defined', 'uc', 'lc', 'ucfirst', 'int', 'sqrt', 'abs', 'rand', 'chr', 'ord', 'hex', 'oct', 'log', 'exp', 'sin', 'cos', 'shift', 'pop', 'scalar', 'keys', 'values', 'localtime', 'gmtime', 'chomp', 'srand', 'exists', 'alarm'])
const CONSTANTS = new Set(['time', 'times', 'wantarray', 'wait'])

export abstract class Expressions extends Reader {
  /** The body of a sub or of do, in braces. */
  abstract block(): Stmt[]

  expr(): Expr {
    let left = this.lowNot()
    for (;;) {
      if (this.take('or')) left = { e: 'binary', op: '||', left, right: this.lowNot() }
      else if (this.take('and')) left = { e: 'binary', op: '&&', left, right: this.lowNot() }
      else return left
    }
  }
  lowNot(): Expr {
    return this.take('not') ? { e: 'unary', op: '!', of: this.lowNot() } : this.comma()
  }
  comma(): Expr {
    const first = this.assign()
    if (!this.is(',') && !this.is('=>')) return first
    const items = [first]
    while (this.take(',') || this.take('=>')) {
      if (this.is(')') || this.is(']') || this.is(';') || this.is('}') || this.token.k === 'end') break
      items.push(this.assign())
    }
    return { e: 'list', items }
  }
  assign(): Expr {
    const to = this.choice()
    for (const op of ['=', '+=', '-=', '*=', '/=', '.=', '%=', '**=', '||=', '&&=']) {
      if (this.take(op)) return { e: 'assign', op: op.slice(0, -1), to, value: this.assign() }
    }
    return to
  }
  choice(): Expr {
    const test = this.range()
    if (!this.take('?')) return test
    const yes = this.assign()
    this.need(':')
    return { e: 'choice', test, yes, no: this.assign() }
  }
  range(): Expr {
    const from = this.binary(0)
    return this.take('..') ? { e: 'range', from, to: this.binary(0) } : from
  }
  binary(level: number): Expr {
    if (level === BINARY.length) return this.unary()
    let left = this.binary(level + 1)
    for (;;) {
      const op = this.takeOne(BINARY[level]!)
      if (op === undefined) return left
      left = { e: 'binary', op, left, right: this.binary(op === '**' ? level : level + 1) }
    }
  }
  unary(): Expr {
    for (const op of ['!', '-', '+', '~']) if (this.take(op)) return { e: 'unary', op, of: this.unary() }
    for (const op of ['++', '--']) if (this.take(op)) return { e: 'step', op, of: this.unary(), before: true }
    const of = this.primary()
    for (const op of ['++', '--']) if (this.take(op)) return { e: 'step', op, of, before: false }
    if (this.is('=~') || this.is('!~') || this.is('->')) throw new Unreadable(`the operator ${this.token.s}`, this.token.line)
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
      if (t.prefix === 'w') return { e: 'list', items: t.s.trim().split(/\s+/).map((value) => ({ e: 'const' as const, value })) }
      return t.prefix === '"' ? { e: 'fill', text: t.s } : { e: 'const', value: t.s }
    }
    if (this.take('(')) {
      if (this.take(')')) return { e: 'list', items: [] }
      const inner = this.expr()
      this.need(')')
      return inner.e === 'list' ? inner : { e: 'list', items: [inner] }
    }
    if (t.k !== 'name') return this.bad()
    this.at++
    if (t.s === 'my' || t.s === 'our' || t.s === 'local') return this.primary()
    if (t.s === 'sub') return { e: 'sub', body: this.block() }
    if (t.s === 'do' && this.is('{')) return { e: 'call', name: 'do', args: [{ e: 'sub', body: this.block() }] }
    if (t.s.startsWith('$#')) return { e: 'call', name: 'lastIndex', args: [{ e: 'array', name: `@${t.s.slice(2)}` }] }
    if (t.s.startsWith('$')) {
      if (this.take('[')) {
        const at = this.expr()
        this.need(']')
        return { e: 'element', name: `@${t.s.slice(1)}`, at, of: 'array' }
      }
      if (this.is('{') && !/^\$[|_&!]/.test(t.s)) {
        this.at++
        const key = this.token
        const at: Expr = key.k === 'name' && /^\w+$/.test(key.s) && this.tokens[this.at + 1]?.s === '}' ? { e: 'const', value: this.tokens[this.at++]!.s } : this.expr()
        this.need('}')
        return { e: 'element', name: `%${t.s.slice(1)}`, at, of: 'hash' }
      }
      return { e: 'scalar', name: t.s }
    }
    if (t.s.startsWith('@')) return { e: 'array', name: t.s }
    if (t.s.startsWith('%')) return { e: 'hash', name: t.s }
    return this.call(t)
  }

  call(t: Token): Expr {
    if (this.is('=>')) return { e: 'const', value: t.s }
    if (CONSTANTS.has(t.s)) {
      if (this.take('(')) this.need(')')
      return { e: 'call', name: t.s, args: [] }
    }
    let handle: string | undefined
    const open = this.take('(')
    if (/^(print|printf|say)$/.test(t.s) && this.token.k === 'name' && /^(STDERR|STDOUT)$/.test(this.token.s)) handle = this.tokens[this.at++]!.s
    const args: Expr[] = []
    if (open) {
      if (!this.is(')')) {
        const all = this.expr()
        args.push(...(all.e === 'list' ? all.items : [all]))
      }
      this.need(')')
    } else if (NAMED_UNARY.has(t.s)) {
      if (!this.ends()) args.push(this.binary(4))
    } else if (!this.ends()) {
      const all = this.comma()
      args.push(...(all.e === 'list' ? all.items : [all]))
    }
    return { e: 'call', name: t.s, args, ...(handle === undefined ? {} : { handle }) }
  }

  ends(): boolean {
    const t = this.token
    return t.k === 'end' || (t.k === 'op' && [';', ')', '}', ']', ',', '=>', '?', ':', '=', '==', '!=', '<', '>', '.', '*', '/', '&&', '||', '..'].includes(t.s)) || (t.k === 'name' && ['if', 'unless', 'for', 'foreach', 'while', 'until', 'or', 'and', 'x', 'eq', 'ne', 'lt', 'gt'].includes(t.s))
  }
}
