// A small Perl, read: statements, expressions, and the places where a word is a function's argument.
import { Unreadable, wordsOf, type LexerRules, type Token } from '../lexer.ts'

export type Scalar = string | number | bigint | undefined
export type Expr =
  | { readonly e: 'const'; readonly value: Scalar }
  | { readonly e: 'fill'; readonly text: string }
  | { readonly e: 'scalar' | 'array' | 'hash'; readonly name: string }
  | { readonly e: 'element'; readonly name: string; readonly at: Expr; readonly of: 'array' | 'hash' }
  | { readonly e: 'list'; readonly items: readonly Expr[] }
  | { readonly e: 'range'; readonly from: Expr; readonly to: Expr }
  | { readonly e: 'unary'; readonly op: string; readonly of: Expr }
  | { readonly e: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly e: 'choice'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly e: 'assign'; readonly op: string; readonly to: Expr; readonly value: Expr }
  | { readonly e: 'step'; readonly op: string; readonly of: Expr; readonly before: boolean }
  | { readonly e: 'call'; readonly name: string; readonly args: readonly Expr[]; readonly handle?: string }
  | { readonly e: 'sub'; readonly body: readonly Stmt[] }
export type Stmt =
  | { readonly s: 'expr'; readonly of: Expr }
  | { readonly s: 'if'; readonly clauses: readonly (readonly [Expr, readonly Stmt[]])[]; readonly otherwise: readonly Stmt[] }
  | { readonly s: 'while'; readonly test: Expr; readonly body: readonly Stmt[] }
  | { readonly s: 'for'; readonly start: Expr | undefined; readonly test: Expr | undefined; readonly step: Expr | undefined; readonly body: readonly Stmt[] }
  | { readonly s: 'foreach'; readonly name: string; readonly of: Expr; readonly body: readonly Stmt[] }
  | { readonly s: 'sub'; readonly name: string; readonly body: readonly Stmt[] }
  | { readonly s: 'last' | 'next' }

const RULES: LexerRules = {
  operators: ['<=>', '**=', '||=', '&&=', '...', '..', '**', '++', '--', '+=', '-=', '*=', '/=', '.=', '%=', '==', '!=', '<=', '>=', '&&', '||', '//', '=>', '->', '=~', '!~', '+', '-', '*', '/', '%', '=', '<', '>', '!', '?', ':', '.', ',', ';', '(', ')', '[', ']', '{', '}', '\\', '&', '|', '^', '~'],
  name: /[$@%]#?(?:[A-Za-z_]\w*(?:::\w+)*|\d+|[|_&!@0,/\\;])|[A-Za-z_]\w*(?:::\w+)*/y,
  comment: /#[^\n]*/y,
  text(source, at) {
    const c = source[at]!
    if (c === '"' || c === "'") {
      // A filled-in text keeps its backslashes before $ and @ until it is filled in.
      const end = closing(source, at + 1, c)
      if (end < 0) return undefined
      const raw = source.slice(at + 1, end)
      return { s: c === '"' ? raw : raw.replace(/\\(['\\])/g, '$1'), end: end + 1, prefix: c }
    }
    const q = /^(qq?|qw)\s*([({[<|/!])/.exec(source.slice(at, at + 10))
    if (!q || /\w/.test(source[at - 1] ?? '')) return undefined
    const close = { '(': ')', '{': '}', '[': ']', '<': '>' }[q[2]!] ?? q[2]!
    const end = source.indexOf(close, at + q[0].length)
    return end < 0 ? undefined : { s: source.slice(at + q[0].length, end), end: end + 1, prefix: q[1] === 'q' ? "'" : q[1] === 'qq' ? '"' : 'w' }
  },
}

function closing(source: string, from: number, mark: string): number {
  for (let i = from; i < source.length; i++) {
    if (source[i] === '\\') i++
    else if (source[i] === mark) return i
  }
  return -1
}

const cache = new Map<string, readonly Stmt[]>()

/** Parses a program; throws Unreadable. */
export function parsePerl(source: string): readonly Stmt[] {
  let known = cache.get(source)
  if (!known) {
    known = new Parser(wordsOf(source.replace(/^__END__[^]*/m, ''), RULES, false)).program()
    if (cache.size > 200) cache.clear()
    cache.set(source, known)
  }
  return known
}

const BINARY: readonly (readonly string[])[] = [['||', '//'], ['&&'], ['==', '!=', '<=>', 'eq', 'ne', 'cmp'], ['<', '>', '<=', '>=', 'lt', 'gt', 'le', 'ge'], ['+', '-', '.'], ['*', '/', '%', 'x'], ['**']]
/** Functions that take one thing, and end their arguments before an operator. */
const NAMED_UNARY = new Set(['sleep', 'exit', 'length', 'defined', 'uc', 'lc', 'ucfirst', 'int', 'sqrt', 'abs', 'rand', 'chr', 'ord', 'hex', 'oct', 'log', 'exp', 'sin', 'cos', 'shift', 'pop', 'scalar', 'keys', 'values', 'localtime', 'gmtime', 'chomp', 'srand', 'exists', 'alarm'])
const CONSTANTS = new Set(['time', 'times', 'wantarray', 'wait'])

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens.filter((t) => t.k !== 'newline')
  }
  get #token(): Token {
    return this.#tokens[this.#at]!
  }
  #is(s: string): boolean {
    return this.#token.s === s && (this.#token.k === 'op' || this.#token.k === 'name')
  }
  #take(s: string): boolean {
    if (!this.#is(s)) return false
    this.#at++
    return true
  }
  #need(s: string): void {
    if (!this.#take(s)) this.#bad()
  }
  #bad(): never {
    throw new Unreadable(this.#token.k === 'end' ? 'it ends too early' : `near "${this.#token.s}"`, this.#token.line)
  }

  program(): Stmt[] {
    const out: Stmt[] = []
    while (this.#token.k !== 'end') {
      if (this.#take(';')) continue
      out.push(...this.#statement())
    }
    return out
  }

  #block(): Stmt[] {
    this.#need('{')
    const out: Stmt[] = []
    while (!this.#take('}')) {
      if (this.#token.k === 'end') this.#bad()
      if (this.#take(';')) continue
      out.push(...this.#statement())
    }
    return out
  }

  #statement(): Stmt[] {
    const word = this.#token.k === 'name' ? this.#token.s : ''
    switch (word) {
      case 'use':
      case 'no': {
        while (!this.#is(';') && this.#token.k !== 'end') this.#at++
        return []
      }
      case 'if':
      case 'unless': {
        const clauses: [Expr, Stmt[]][] = []
        let not = word === 'unless'
        do {
          this.#at++
          this.#need('(')
          const test = this.#expr()
          this.#need(')')
          clauses.push([not ? { e: 'unary', op: '!', of: test } : test, this.#block()])
          not = false
        } while (this.#is('elsif'))
        return [{ s: 'if', clauses, otherwise: this.#take('else') ? this.#block() : [] }]
      }
      case 'while':
      case 'until': {
        this.#at++
        this.#need('(')
        const test: Expr = this.#is(')') ? { e: 'const', value: 1 } : this.#expr()
        this.#need(')')
        return [{ s: 'while', test: word === 'until' ? { e: 'unary', op: '!', of: test } : test, body: this.#block() }]
      }
      case 'for':
      case 'foreach': return [this.#for()]
      case 'sub': {
        const name = this.#tokens[this.#at + 1]
        if (name?.k === 'name') {
          this.#at += 2
          return [{ s: 'sub', name: name.s, body: this.#block() }]
        }
        break
      }
      case 'last':
      case 'next':
        this.#at++
        return [this.#modified({ s: word })]
    }
    if (this.#is('{')) return this.#block()
    return [this.#modified({ s: 'expr', of: this.#expr() })]
  }

  #for(): Stmt {
    this.#at++
    this.#take('my')
    let name = '$_'
    if (this.#token.k === 'name' && this.#token.s.startsWith('$')) name = this.#tokens[this.#at++]!.s
    this.#need('(')
    const start = this.#is(';') ? undefined : this.#is(')') ? ({ e: 'list', items: [] } as Expr) : this.#expr()
    if (this.#take(';')) {
      const test = this.#is(';') ? undefined : this.#expr()
      this.#need(';')
      const step = this.#is(')') ? undefined : this.#expr()
      this.#need(')')
      return { s: 'for', start, test, step, body: this.#block() }
    }
    this.#need(')')
    return { s: 'foreach', name, of: start!, body: this.#block() }
  }

  /** print 1 if $x; … for 1..3; */
  #modified(statement: Stmt): Stmt {
    for (;;) {
      if (this.#take('if')) statement = { s: 'if', clauses: [[this.#expr(), [statement]]], otherwise: [] }
      else if (this.#take('unless')) statement = { s: 'if', clauses: [[{ e: 'unary', op: '!', of: this.#expr() }, [statement]]], otherwise: [] }
      else if (this.#take('for') || this.#take('foreach')) statement = { s: 'foreach', name: '$_', of: this.#expr(), body: [statement] }
      else if (this.#take('while')) statement = { s: 'while', test: this.#expr(), body: [statement] }
      else break
    }
    if (!this.#take(';') && !this.#is('}') && this.#token.k !== 'end') this.#bad()
    return statement
  }

  #expr(): Expr {
    let left = this.#lowNot()
    for (;;) {
      if (this.#take('or')) left = { e: 'binary', op: '||', left, right: this.#lowNot() }
      else if (this.#take('and')) left = { e: 'binary', op: '&&', left, right: this.#lowNot() }
      else return left
    }
  }
  #lowNot(): Expr {
    return this.#take('not') ? { e: 'unary', op: '!', of: this.#lowNot() } : this.#comma()
  }
  #comma(): Expr {
    const first = this.#assign()
    if (!this.#is(',') && !this.#is('=>')) return first
    const items = [first]
    while (this.#take(',') || this.#take('=>')) {
      if (this.#is(')') || this.#is(']') || this.#is(';') || this.#is('}') || this.#token.k === 'end') break
      items.push(this.#assign())
    }
    return { e: 'list', items }
  }
  #assign(): Expr {
    const to = this.#choice()
    for (const op of ['=', '+=', '-=', '*=', '/=', '.=', '%=', '**=', '||=', '&&=']) {
      if (this.#take(op)) return { e: 'assign', op: op.slice(0, -1), to, value: this.#assign() }
    }
    return to
  }
  #choice(): Expr {
    const test = this.#range()
    if (!this.#take('?')) return test
    const yes = this.#assign()
    this.#need(':')
    return { e: 'choice', test, yes, no: this.#assign() }
  }
  #range(): Expr {
    const from = this.#binary(0)
    return this.#take('..') ? { e: 'range', from, to: this.#binary(0) } : from
  }
  #binary(level: number): Expr {
    if (level === BINARY.length) return this.#unary()
    let left = this.#binary(level + 1)
    for (;;) {
      const op = BINARY[level]!.find((o) => this.#is(o))
      if (op === undefined) return left
      this.#at++
      left = { e: 'binary', op, left, right: this.#binary(op === '**' ? level : level + 1) }
    }
  }
  #unary(): Expr {
    for (const op of ['!', '-', '+', '~']) if (this.#take(op)) return { e: 'unary', op, of: this.#unary() }
    for (const op of ['++', '--']) if (this.#take(op)) return { e: 'step', op, of: this.#unary(), before: true }
    const of = this.#primary()
    for (const op of ['++', '--']) if (this.#take(op)) return { e: 'step', op, of, before: false }
    if (this.#is('=~') || this.#is('!~') || this.#is('->')) throw new Unreadable(`the operator ${this.#token.s}`, this.#token.line)
    return of
  }

  #primary(): Expr {
    const t = this.#token
    if (t.k === 'number') {
      this.#at++
      return { e: 'const', value: Number(t.s) }
    }
    if (t.k === 'text') {
      this.#at++
      if (t.prefix === 'w') return { e: 'list', items: t.s.trim().split(/\s+/).map((value) => ({ e: 'const' as const, value })) }
      return t.prefix === '"' ? { e: 'fill', text: t.s } : { e: 'const', value: t.s }
    }
    if (this.#take('(')) {
      if (this.#take(')')) return { e: 'list', items: [] }
      const inner = this.#expr()
      this.#need(')')
      return inner.e === 'list' ? inner : { e: 'list', items: [inner] }
    }
    if (t.k !== 'name') return this.#bad()
    this.#at++
    if (t.s === 'my' || t.s === 'our' || t.s === 'local') return this.#primary()
    if (t.s === 'sub') return { e: 'sub', body: this.#block() }
    if (t.s === 'do' && this.#is('{')) return { e: 'call', name: 'do', args: [{ e: 'sub', body: this.#block() }] }
    if (t.s.startsWith('$#')) return { e: 'call', name: 'lastIndex', args: [{ e: 'array', name: `@${t.s.slice(2)}` }] }
    if (t.s.startsWith('$')) {
      if (this.#take('[')) {
        const at = this.#expr()
        this.#need(']')
        return { e: 'element', name: `@${t.s.slice(1)}`, at, of: 'array' }
      }
      if (this.#is('{') && !/^\$[|_&!]/.test(t.s)) {
        this.#at++
        const key = this.#token
        const at: Expr = key.k === 'name' && /^\w+$/.test(key.s) && this.#tokens[this.#at + 1]?.s === '}' ? { e: 'const', value: this.#tokens[this.#at++]!.s } : this.#expr()
        this.#need('}')
        return { e: 'element', name: `%${t.s.slice(1)}`, at, of: 'hash' }
      }
      return { e: 'scalar', name: t.s }
    }
    if (t.s.startsWith('@')) return { e: 'array', name: t.s }
    if (t.s.startsWith('%')) return { e: 'hash', name: t.s }
    return this.#call(t)
  }

  #call(t: Token): Expr {
    if (this.#is('=>')) return { e: 'const', value: t.s }
    if (CONSTANTS.has(t.s)) {
      if (this.#take('(')) this.#need(')')
      return { e: 'call', name: t.s, args: [] }
    }
    let handle: string | undefined
    const open = this.#take('(')
    if (/^(print|printf|say)$/.test(t.s) && this.#token.k === 'name' && /^(STDERR|STDOUT)$/.test(this.#token.s)) handle = this.#tokens[this.#at++]!.s
    const args: Expr[] = []
    if (open) {
      if (!this.#is(')')) {
        const all = this.#expr()
        args.push(...(all.e === 'list' ? all.items : [all]))
      }
      this.#need(')')
    } else if (NAMED_UNARY.has(t.s)) {
      if (!this.#ends()) args.push(this.#binary(4))
    } else if (!this.#ends()) {
      const all = this.#comma()
      args.push(...(all.e === 'list' ? all.items : [all]))
    }
    return { e: 'call', name: t.s, args, ...(handle === undefined ? {} : { handle }) }
  }

  #ends(): boolean {
    const t = this.#token
    return t.k === 'end' || (t.k === 'op' && [';', ')', '}', ']', ',', '=>', '?', ':', '=', '==', '!=', '<', '>', '.', '*', '/', '&&', '||', '..'].includes(t.s)) || (t.k === 'name' && ['if', 'unless', 'for', 'foreach', 'while', 'until', 'or', 'and', 'x', 'eq', 'ne', 'lt', 'gt'].includes(t.s))
  }
}
