// Reads JavaScript’s expressions: from arrows and assignments down to names, numbers and templates.
import { quoted } from '../lexer.ts'
import { Reader } from '../reader.ts'
import type { Literal, Node } from './tree.ts'

const BINARY: readonly (readonly string[])[] = [['??', '||'], ['&&'], ['===', '!==', '==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%'], ['**']]

export abstract class Expressions extends Reader {
  /** The body of a function, in braces. */
  abstract block(): Node[]
  /** A program within a text: what stands in the braces of a template. */
  abstract inner(source: string): readonly Node[]

  name(): string {
    if (this.token.k !== 'name') this.bad()
    return this.tokens[this.at++]!.s
  }

  params(): string[] {
    this.need('(')
    const params: string[] = []
    while (!this.take(')')) {
      params.push(this.name())
      this.take(',')
    }
    return params
  }

  expr(): Node {
    let left = this.assign()
    while (this.take(',')) left = { n: 'binary', op: ',', left, right: this.assign() }
    return left
  }

  arrow(): Node | undefined {
    const start = this.at
    let params: string[] | undefined
    this.take('async')
    if (this.token.k === 'name' && this.tokens[this.at + 1]?.s === '=>') params = [this.name()]
    else if (this.is('(')) {
      let depth = 0
      let i = this.at
      for (; i < this.tokens.length; i++) {
        if (this.tokens[i]!.s === '(' && this.tokens[i]!.k === 'op') depth++
        else if (this.tokens[i]!.s === ')' && this.tokens[i]!.k === 'op' && --depth === 0) break
      }
      if (this.tokens[i + 1]?.s === '=>') params = this.params()
    }
    if (!params || !this.take('=>')) {
      this.at = start
      return undefined
    }
    return { n: 'function', params, body: this.is('{') ? this.block() : this.assign() }
  }

  assign(): Node {
    const arrow = this.arrow()
    if (arrow) return arrow
    const to = this.choice()
    for (const op of ['=', '+=', '-=', '*=', '/=', '%=', '**=']) if (this.take(op)) return { n: 'assign', op: op.slice(0, -1), to, value: this.assign() }
    return to
  }

  choice(): Node {
    const test = this.binary(0)
    if (!this.take('?')) return test
    const yes = this.assign()
    this.need(':')
    return { n: 'choice', test, yes, no: this.assign() }
  }

  binary(level: number): Node {
    if (level === BINARY.length) return this.unary()
    let left = this.binary(level + 1)
    for (;;) {
      const op = this.takeOne(BINARY[level]!)
      if (op === undefined) return left
      left = { n: 'binary', op, left, right: this.binary(op === '**' ? level : level + 1) }
    }
  }

  unary(): Node {
    for (const op of ['!', '-', '+', '~', 'typeof']) if (this.take(op)) return { n: 'unary', op, of: this.unary() }
    for (const op of ['++', '--']) if (this.take(op)) return { n: 'step', op, of: this.unary(), before: true }
    const isNew = this.take('new')
    let of = this.primary()
    for (;;) {
      if (this.take('.') || this.take('?.')) of = { n: 'member', of, name: { n: 'const', value: this.name() } }
      else if (this.take('[')) {
        of = { n: 'member', of, name: this.expr() }
        this.need(']')
      } else if (this.take('(')) {
        const args: Node[] = []
        while (!this.take(')')) {
          args.push(this.assign())
          if (!this.is(')')) this.need(',')
        }
        of = { n: 'call', of, args }
      } else break
    }
    if (isNew && of.n === 'name') of = { n: 'call', of, args: [] }
    for (const op of ['++', '--']) if (this.take(op)) return { n: 'step', op, of, before: false }
    return of
  }

  primary(): Node {
    const t = this.token
    if (t.k === 'number') {
      this.at++
      return { n: 'const', value: Number(t.s) }
    }
    if (t.k === 'text') {
      this.at++
      return t.prefix === '`' ? template(t.s, source => this.inner(source)) : { n: 'const', value: t.s }
    }
    if (this.take('(')) {
      const inner = this.expr()
      this.need(')')
      return inner
    }
    if (this.take('[')) {
      const items: Node[] = []
      while (!this.take(']')) {
        items.push(this.assign())
        if (!this.is(']')) this.need(',')
      }
      return { n: 'array', items }
    }
    if (this.take('{')) {
      const items: [string, Node][] = []
      while (!this.take('}')) {
        const key = this.tokens[this.at++]!
        items.push([key.s, this.take(':') ? this.assign() : { n: 'name', name: key.s }])
        if (!this.is('}')) this.need(',')
      }
      return { n: 'object', items }
    }
    if (t.k !== 'name') return this.bad()
    this.at++
    if (t.s === 'function') {
      if (this.token.k === 'name') this.at++
      return { n: 'function', params: this.params(), body: this.block() }
    }
    const known = new Map<string, Literal>([['true', true], ['false', false], ['null', null], ['undefined', undefined]])
    return known.has(t.s) ? { n: 'const', value: known.get(t.s) } : { n: 'name', name: t.s }
  }
}

function template(raw: string, inner: (source: string) => readonly Node[]): Node {
  const parts: (string | Node)[] = []
  let plain = ''
  for (let i = 0; i < raw.length; ) {
    if (raw.startsWith('${', i)) {
      let depth = 0
      let end = i + 1
      for (; end < raw.length; end++) {
        if (raw[end] === '{') depth++
        else if (raw[end] === '}' && --depth === 0) break
      }
      parts.push(plain)
      plain = ''
      parts.push({ n: 'block', body: inner(raw.slice(i + 2, end)) })
      i = end + 1
    } else if (raw[i] === '\\') {
      plain += quoted(`${raw.slice(i, i + 2)}\``, 0, '`', false)?.s ?? ''
      i += 2
    } else plain += raw[i++]
  }
  return { n: 'template', parts: [...parts, plain] }
}
