// Reads Python’s expressions, from `lambda` down to names and numbers.
import { Unreadable } from '../lexer.ts'
import { Reader } from '../reader.ts'
import { pieces } from './formats.ts'
import type { Arg, Expr, Loop, Param, Stmt } from './tree.ts'
import { KEYWORDS } from './words.ts'

const BINARY: readonly (readonly string[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '//', '%', '@']]

export abstract class Expressions extends Reader {
  /** A program within a text: what stands in the braces of an f-string. */
  abstract inner(source: string): readonly Stmt[]

  name(): string {
    const t = this.token
    if (t.k !== 'name' || KEYWORDS.has(t.s)) this.bad()
    this.at++
    return t.s
  }

  ends(): boolean {
    return this.token.k === 'newline' || this.token.k === 'end' || this.is(';')
  }

  params(end: string): Param[] {
    const params: Param[] = []
    while (!this.is(end)) {
      const star = this.take('**') ? '**' : this.take('*') ? '*' : undefined
      if (star === '*' && this.take(',')) continue
      const name = this.name()
      if (end === ')' && this.take(':')) this.expr()
      const value = this.take('=') ? this.expr() : undefined
      params.push({ name, ...(star ? { star } : {}), ...(value ? { default: value } : {}) })
      if (!this.take(',')) break
    }
    return params
  }

  targets(): Expr {
    const items = [this.postfix()]
    let many = false
    while (this.take(',')) {
      many = true
      if (this.is('in') || this.is('=') || this.is(':')) break
      items.push(this.postfix())
    }
    return many ? { e: 'tuple', items } : items[0]!
  }

  tuple(): Expr {
    const first = this.named()
    if (!this.is(',')) return first
    const items = [first]
    while (this.take(',')) {
      if (this.ends() || this.is('=') || this.is(')') || this.is(':')) break
      items.push(this.named())
    }
    return { e: 'tuple', items }
  }

  named(): Expr {
    const of = this.expr()
    if (of.e === 'name' && this.take(':=')) return { e: 'walrus', name: of.name, value: this.expr() }
    return of
  }

  expr(): Expr {
    if (this.is('lambda')) {
      this.at++
      const params = this.params(':')
      this.need(':')
      return { e: 'lambda', params, body: this.expr() }
    }
    const yes = this.or()
    if (!this.take('if')) return yes
    const test = this.or()
    this.need('else')
    return { e: 'choice', test, yes, no: this.expr() }
  }

  or(): Expr {
    let left = this.and()
    while (this.take('or')) left = { e: 'or', left, right: this.and() }
    return left
  }

  and(): Expr {
    let left = this.not()
    while (this.take('and')) left = { e: 'and', left, right: this.not() }
    return left
  }

  not(): Expr {
    return this.take('not') ? { e: 'unary', op: 'not', of: this.not() } : this.comparison()
  }

  comparison(): Expr {
    const first = this.binary(0)
    const rest: [string, Expr][] = []
    for (;;) {
      let op = ['<', '>', '<=', '>=', '==', '!=', 'in', 'is'].find((o) => this.is(o))
      if (op === undefined && this.is('not') && this.tokens[this.at + 1]?.s === 'in') {
        this.at++
        op = 'not in'
      }
      if (op === undefined) break
      this.at++
      if (op === 'is' && this.take('not')) op = 'is not'
      rest.push([op, this.binary(0)])
    }
    return rest.length === 0 ? first : { e: 'compare', first, rest }
  }

  binary(level: number): Expr {
    if (level === BINARY.length) return this.unary()
    let left = this.binary(level + 1)
    for (;;) {
      const op = this.takeOne(BINARY[level]!)
      if (op === undefined) return left
      left = { e: 'binary', op, left, right: this.binary(level + 1) }
    }
  }

  unary(): Expr {
    for (const op of ['-', '+', '~']) if (this.take(op)) return { e: 'unary', op, of: this.unary() }
    const base = this.postfix()
    return this.take('**') ? { e: 'binary', op: '**', left: base, right: this.unary() } : base
  }

  postfix(): Expr {
    let of = this.atom()
    for (;;) {
      const { line } = this.token
      if (this.take('.')) of = { e: 'attr', of, name: this.token.k === 'name' ? this.tokens[this.at++]!.s : this.bad() }
      else if (this.take('(')) of = { e: 'call', of, args: this.args(), line }
      else if (this.take('[')) {
        of = { e: 'item', of, at: this.subscript() }
        this.need(']')
      } else return of
    }
  }

  subscript(): Expr {
    const from = this.is(':') ? undefined : this.tuple()
    if (!this.take(':')) return from!
    const to = this.is(']') || this.is(':') ? undefined : this.expr()
    const step = this.take(':') && !this.is(']') ? this.expr() : undefined
    return { e: 'slice', ...(from ? { from } : {}), ...(to ? { to } : {}), ...(step ? { step } : {}) }
  }

  args(): Arg[] {
    const args: Arg[] = []
    while (!this.is(')')) {
      const star = this.take('**') ? '**' : this.take('*') ? '*' : undefined
      if (!star && this.token.k === 'name' && this.tokens[this.at + 1]?.s === '=' && this.tokens[this.at + 1]?.k === 'op') {
        const name = this.name()
        this.at++
        args.push({ name, value: this.expr() })
      } else {
        const value = this.named()
        if (this.is('for')) args.push({ value: { e: 'comp', of: 'list', value, loops: this.loops() } })
        else args.push({ ...(star ? { star } : {}), value })
      }
      if (!this.take(',')) break
    }
    this.need(')')
    return args
  }

  loops(): Loop[] {
    const loops: Loop[] = []
    while (this.take('for')) {
      const target = this.targets()
      this.need('in')
      const of = this.or()
      const tests: Expr[] = []
      while (this.take('if')) tests.push(this.or())
      loops.push({ target, of, tests })
    }
    return loops
  }

  atom(): Expr {
    const t = this.token
    if (t.k === 'number') {
      this.at++
      return { e: 'const', value: /^0[xXbBoO]|^\d+$/.test(t.s) ? BigInt(t.s) : Number(t.s) }
    }
    if (t.k === 'text') return this.text()
    if (t.k === 'name') {
      if (t.s === 'None' || t.s === 'True' || t.s === 'False') {
        this.at++
        return { e: 'const', value: t.s === 'None' ? null : t.s === 'True' }
      }
      if (t.s === 'yield' || t.s === 'await') throw new Unreadable(`'${t.s}' is not supported`, t.line)
      return { e: 'name', name: this.name(), line: t.line }
    }
    if (this.take('(')) {
      if (this.take(')')) return { e: 'tuple', items: [] }
      const first = this.tuple()
      if (this.is('for')) {
        const loops = this.loops()
        this.need(')')
        return { e: 'comp', of: 'list', value: first, loops }
      }
      this.need(')')
      return first
    }
    if (this.take('[')) return this.listed(']', 'list')
    if (this.take('{')) return this.braced()
    if (this.take('...')) return { e: 'const', value: null }
    return this.bad()
  }

  listed(end: string, kind: 'list' | 'set'): Expr {
    const items: Expr[] = []
    while (!this.is(end)) {
      const value = this.named()
      if (items.length === 0 && this.is('for')) {
        const loops = this.loops()
        this.need(end)
        return { e: 'comp', of: kind, value, loops }
      }
      items.push(value)
      if (!this.take(',')) break
    }
    this.need(end)
    return { e: kind, items }
  }

  braced(): Expr {
    if (this.take('}')) return { e: 'dict', items: [] }
    const start = this.at
    const first = this.expr()
    if (!this.is(':')) {
      this.at = start
      return this.listed('}', 'set')
    }
    this.at++
    const value = this.expr()
    if (this.is('for')) {
      const loops = this.loops()
      this.need('}')
      return { e: 'comp', of: 'dict', key: first, value, loops }
    }
    const items: [Expr, Expr][] = [[first, value]]
    while (this.take(',')) {
      if (this.is('}')) break
      const key = this.expr()
      this.need(':')
      items.push([key, this.expr()])
    }
    this.need('}')
    return { e: 'dict', items }
  }

  text(): Expr {
    const parts: Extract<Expr, { e: 'format' }>['parts'][number][] = []
    let formatted = false
    let bytes = false
    while (this.token.k === 'text') {
      const t = this.token
      this.at++
      if (t.prefix?.includes('b')) bytes = true
      if (!t.prefix?.includes('f')) parts.push(t.s)
      else {
        formatted = true
        parts.push(...pieces(t.s, t.line, source => this.inner(source)))
      }
    }
    if (formatted) return { e: 'format', parts }
    const text = parts.join('')
    return bytes ? { e: 'bytes', text } : { e: 'const', value: text }
  }
}
