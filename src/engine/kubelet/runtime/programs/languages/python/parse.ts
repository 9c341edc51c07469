// A small Python: what one-liners and short scripts in manifests use. No generators, no decorators, no async.
import { quoted, Unreadable, wordsOf, type LexerRules, type Token } from '../lexer.ts'

export type Expr =
  | { readonly e: 'const'; readonly value: null | boolean | bigint | number | string }
  | { readonly e: 'bytes'; readonly text: string }
  | { readonly e: 'format'; readonly parts: readonly (string | { readonly of: Expr; readonly spec: string; readonly repr: boolean; readonly echo: string })[] }
  | { readonly e: 'name'; readonly name: string; readonly line: number }
  | { readonly e: 'list' | 'tuple' | 'set'; readonly items: readonly Expr[] }
  | { readonly e: 'dict'; readonly items: readonly (readonly [Expr, Expr])[] }
  | { readonly e: 'comp'; readonly of: 'list' | 'set' | 'dict'; readonly value: Expr; readonly key?: Expr; readonly loops: readonly Loop[] }
  | { readonly e: 'unary'; readonly op: string; readonly of: Expr }
  | { readonly e: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly e: 'and' | 'or'; readonly left: Expr; readonly right: Expr }
  | { readonly e: 'compare'; readonly first: Expr; readonly rest: readonly (readonly [string, Expr])[] }
  | { readonly e: 'choice'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly e: 'call'; readonly of: Expr; readonly args: readonly Arg[]; readonly line: number }
  | { readonly e: 'attr'; readonly of: Expr; readonly name: string }
  | { readonly e: 'item'; readonly of: Expr; readonly at: Expr }
  | { readonly e: 'slice'; readonly from?: Expr; readonly to?: Expr; readonly step?: Expr }
  | { readonly e: 'lambda'; readonly params: readonly Param[]; readonly body: Expr }
  | { readonly e: 'walrus'; readonly name: string; readonly value: Expr }

export interface Loop {
  readonly target: Expr
  readonly of: Expr
  readonly tests: readonly Expr[]
}
export interface Arg {
  readonly name?: string
  readonly star?: '*' | '**'
  readonly value: Expr
}
export interface Param {
  readonly name: string
  readonly star?: '*' | '**'
  readonly default?: Expr
}

export type Stmt = { readonly line: number } & (
  | { readonly s: 'expr'; readonly of: Expr }
  | { readonly s: 'assign'; readonly targets: readonly Expr[]; readonly value: Expr }
  | { readonly s: 'augment'; readonly target: Expr; readonly op: string; readonly value: Expr }
  | { readonly s: 'if'; readonly clauses: readonly (readonly [Expr, readonly Stmt[]])[]; readonly otherwise: readonly Stmt[] }
  | { readonly s: 'while'; readonly test: Expr; readonly body: readonly Stmt[]; readonly otherwise: readonly Stmt[] }
  | { readonly s: 'for'; readonly target: Expr; readonly of: Expr; readonly body: readonly Stmt[]; readonly otherwise: readonly Stmt[] }
  | { readonly s: 'def'; readonly name: string; readonly params: readonly Param[]; readonly body: readonly Stmt[] }
  | { readonly s: 'class'; readonly name: string; readonly bases: readonly Expr[]; readonly body: readonly Stmt[] }
  | { readonly s: 'return' | 'raise'; readonly value?: Expr }
  | { readonly s: 'break' | 'continue' | 'pass' }
  | { readonly s: 'import'; readonly module: string; readonly names?: readonly (readonly [string, string])[]; readonly as?: string }
  | { readonly s: 'try'; readonly body: readonly Stmt[]; readonly handlers: readonly { readonly types?: Expr; readonly name?: string; readonly body: readonly Stmt[] }[]; readonly otherwise: readonly Stmt[]; readonly finally: readonly Stmt[] }
  | { readonly s: 'with'; readonly of: Expr; readonly name?: Expr; readonly body: readonly Stmt[] }
  | { readonly s: 'global'; readonly names: readonly string[] }
  | { readonly s: 'del'; readonly targets: readonly Expr[] }
  | { readonly s: 'assert'; readonly test: Expr; readonly message?: Expr })

const RULES: LexerRules = {
  operators: ['**=', '//=', '>>=', '<<=', '...', '**', '//', '>>', '<<', '<=', '>=', '==', '!=', '->', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', ':=', '+', '-', '*', '/', '%', '&', '|', '^', '~', '<', '>', '(', ')', '[', ']', '{', '}', ',', ':', '.', ';', '=', '@'],
  name: /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/y,
  comment: /#[^\n]*/y,
  text(source, at) {
    const found = /^([rRbBfFuU]{0,2})("""|'''|"|')/.exec(source.slice(at, at + 5))
    if (!found) return undefined
    const prefix = found[1]!.toLowerCase()
    const read = quoted(source, at + found[0].length, found[2]!, prefix.includes('r'))
    return read && { ...read, prefix }
  },
}

const KEYWORDS = new Set(['and', 'or', 'not', 'if', 'else', 'elif', 'while', 'for', 'in', 'is', 'def', 'return', 'import', 'from', 'as', 'try', 'except', 'finally', 'raise', 'with', 'lambda', 'pass', 'break', 'continue', 'global', 'nonlocal', 'del', 'assert', 'class', 'None', 'True', 'False', 'yield', 'async', 'await'])
const cache = new Map<string, readonly Stmt[] | Unreadable>()

/** Parses a program; throws Unreadable. */
export function parsePython(source: string): readonly Stmt[] {
  let known = cache.get(source)
  if (!known) {
    try {
      known = new Parser(wordsOf(source, RULES, true)).program()
    } catch (problem) {
      if (!(problem instanceof Unreadable)) throw problem
      known = problem
    }
    if (cache.size > 500) cache.clear()
    cache.set(source, known)
  }
  if (known instanceof Unreadable) throw known
  return known
}

const BINARY: readonly (readonly string[])[] = [['|'], ['^'], ['&'], ['<<', '>>'], ['+', '-'], ['*', '/', '//', '%', '@']]

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
  }

  get #token(): Token {
    return this.#tokens[this.#at]!
  }

  #is(s: string): boolean {
    const t = this.#token
    return t.s === s && (t.k === 'op' || t.k === 'name')
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
    throw new Unreadable('invalid syntax', this.#token.line)
  }

  #name(): string {
    const t = this.#token
    if (t.k !== 'name' || KEYWORDS.has(t.s)) this.#bad()
    this.#at++
    return t.s
  }

  program(): Stmt[] {
    const out: Stmt[] = []
    while (this.#token.k !== 'end') {
      if (this.#token.k === 'newline') this.#at++
      else out.push(...this.#statement())
    }
    return out
  }

  #block(): Stmt[] {
    this.#need(':')
    if (this.#token.k !== 'newline') return this.#simpleLine()
    while (this.#token.k === 'newline') this.#at++
    if (this.#token.k !== 'indent') throw new Unreadable('expected an indented block', this.#token.line)
    this.#at++
    const out: Stmt[] = []
    while (this.#token.k !== 'dedent' && this.#token.k !== 'end') {
      if (this.#token.k === 'newline') this.#at++
      else out.push(...this.#statement())
    }
    if (this.#token.k === 'dedent') this.#at++
    return out
  }

  #statement(): Stmt[] {
    const { line } = this.#token
    if (this.#token.k === 'name') {
      switch (this.#token.s) {
        case 'if': {
          const clauses: [Expr, Stmt[]][] = []
          let otherwise: Stmt[] = []
          do {
            this.#at++
            const test = this.#named()
            clauses.push([test, this.#block()])
          } while (this.#is('elif'))
          if (this.#take('else')) otherwise = this.#block()
          return [{ s: 'if', clauses, otherwise, line }]
        }
        case 'while': {
          this.#at++
          const test = this.#named()
          const body = this.#block()
          return [{ s: 'while', test, body, otherwise: this.#take('else') ? this.#block() : [], line }]
        }
        case 'for': {
          this.#at++
          const target = this.#targets()
          this.#need('in')
          const of = this.#tuple()
          const body = this.#block()
          return [{ s: 'for', target, of, body, otherwise: this.#take('else') ? this.#block() : [], line }]
        }
        case 'def': {
          this.#at++
          const name = this.#name()
          this.#need('(')
          const params = this.#params(')')
          this.#need(')')
          if (this.#take('->')) this.#expr()
          return [{ s: 'def', name, params, body: this.#block(), line }]
        }
        case 'class': {
          this.#at++
          const name = this.#name()
          const bases: Expr[] = []
          if (this.#take('(')) {
            while (!this.#is(')')) {
              bases.push(this.#expr())
              if (!this.#take(',')) break
            }
            this.#need(')')
          }
          return [{ s: 'class', name, bases, body: this.#block(), line }]
        }
        case 'try': {
          this.#at++
          const body = this.#block()
          const handlers: { types?: Expr; name?: string; body: Stmt[] }[] = []
          while (this.#take('except')) {
            const types = this.#is(':') ? undefined : this.#tuple()
            const name = this.#take('as') ? this.#name() : undefined
            handlers.push({ ...(types ? { types } : {}), ...(name === undefined ? {} : { name }), body: this.#block() })
          }
          const otherwise = this.#take('else') ? this.#block() : []
          return [{ s: 'try', body, handlers, otherwise, finally: this.#take('finally') ? this.#block() : [], line }]
        }
        case 'with': {
          this.#at++
          const of = this.#expr()
          const name = this.#take('as') ? this.#targets() : undefined
          return [{ s: 'with', of, ...(name ? { name } : {}), body: this.#block(), line }]
        }
      }
    }
    return this.#simpleLine()
  }

  #simpleLine(): Stmt[] {
    const out = [this.#simple()]
    while (this.#take(';')) {
      if (this.#token.k === 'newline' || this.#token.k === 'end') break
      out.push(this.#simple())
    }
    if (this.#token.k === 'newline') this.#at++
    else if (this.#token.k !== 'end' && this.#token.k !== 'dedent') this.#bad()
    return out
  }

  #ends(): boolean {
    return this.#token.k === 'newline' || this.#token.k === 'end' || this.#is(';')
  }

  #simple(): Stmt {
    const { line } = this.#token
    if (this.#token.k === 'name') {
      const word = this.#token.s
      switch (word) {
        case 'pass':
        case 'break':
        case 'continue':
          this.#at++
          return { s: word, line }
        case 'return':
        case 'raise': {
          this.#at++
          const value = this.#ends() ? undefined : this.#tuple()
          if (word === 'raise' && this.#take('from')) this.#expr()
          return { s: word, ...(value ? { value } : {}), line }
        }
        case 'global':
        case 'nonlocal': {
          this.#at++
          const names = [this.#name()]
          while (this.#take(',')) names.push(this.#name())
          return { s: 'global', names, line }
        }
        case 'del': {
          this.#at++
          const targets = [this.#expr()]
          while (this.#take(',')) targets.push(this.#expr())
          return { s: 'del', targets, line }
        }
        case 'assert': {
          this.#at++
          const test = this.#expr()
          return { s: 'assert', test, ...(this.#take(',') ? { message: this.#expr() } : {}), line }
        }
        case 'import':
          return this.#import(line)
        case 'from': {
          this.#at++
          const module = this.#dotted()
          this.#need('import')
          const open = this.#take('(')
          const names: [string, string][] = []
          do {
            if (open && this.#is(')')) break
            const name = this.#take('*') ? '*' : this.#name()
            names.push([name, this.#take('as') ? this.#name() : name])
          } while (this.#take(','))
          if (open) this.#need(')')
          return { s: 'import', module, names, line }
        }
      }
    }
    const first = this.#tuple()
    for (const op of ['+=', '-=', '*=', '/=', '//=', '%=', '**=', '&=', '|=', '^=', '<<=', '>>=']) {
      if (this.#take(op)) return { s: 'augment', target: first, op: op.slice(0, -1), value: this.#tuple(), line }
    }
    if (this.#take(':')) {
      this.#expr()
      if (!this.#is('=')) return { s: 'pass', line }
    }
    if (!this.#is('=')) return { s: 'expr', of: first, line }
    const targets = [first]
    let value = first
    while (this.#take('=')) {
      value = this.#tuple()
      targets.push(value)
    }
    targets.pop()
    return { s: 'assign', targets, value, line }
  }

  /** import a, b as c: several in one statement become the last of a chain. */
  #import(line: number): Stmt {
    this.#at++
    const all: { module: string; as?: string }[] = []
    do {
      const module = this.#dotted()
      all.push({ module, ...(this.#take('as') ? { as: this.#name() } : {}) })
    } while (this.#take(','))
    if (all.length === 1) return { s: 'import', ...all[0]!, line }
    return { s: 'if', clauses: [[{ e: 'const', value: true }, all.map((one) => ({ s: 'import' as const, ...one, line }))]], otherwise: [], line }
  }

  #dotted(): string {
    let name = this.#name()
    while (this.#take('.')) name += `.${this.#name()}`
    return name
  }

  #params(end: string): Param[] {
    const params: Param[] = []
    while (!this.#is(end)) {
      const star = this.#take('**') ? '**' : this.#take('*') ? '*' : undefined
      if (star === '*' && this.#take(',')) continue
      const name = this.#name()
      if (end === ')' && this.#take(':')) this.#expr()
      const value = this.#take('=') ? this.#expr() : undefined
      params.push({ name, ...(star ? { star } : {}), ...(value ? { default: value } : {}) })
      if (!this.#take(',')) break
    }
    return params
  }

  #targets(): Expr {
    const items = [this.#postfix()]
    let many = false
    while (this.#take(',')) {
      many = true
      if (this.#is('in') || this.#is('=') || this.#is(':')) break
      items.push(this.#postfix())
    }
    return many ? { e: 'tuple', items } : items[0]!
  }

  #tuple(): Expr {
    const first = this.#named()
    if (!this.#is(',')) return first
    const items = [first]
    while (this.#take(',')) {
      if (this.#ends() || this.#is('=') || this.#is(')') || this.#is(':')) break
      items.push(this.#named())
    }
    return { e: 'tuple', items }
  }

  #named(): Expr {
    const of = this.#expr()
    if (of.e === 'name' && this.#take(':=')) return { e: 'walrus', name: of.name, value: this.#expr() }
    return of
  }

  #expr(): Expr {
    if (this.#is('lambda')) {
      this.#at++
      const params = this.#params(':')
      this.#need(':')
      return { e: 'lambda', params, body: this.#expr() }
    }
    const yes = this.#or()
    if (!this.#take('if')) return yes
    const test = this.#or()
    this.#need('else')
    return { e: 'choice', test, yes, no: this.#expr() }
  }

  #or(): Expr {
    let left = this.#and()
    while (this.#take('or')) left = { e: 'or', left, right: this.#and() }
    return left
  }

  #and(): Expr {
    let left = this.#not()
    while (this.#take('and')) left = { e: 'and', left, right: this.#not() }
    return left
  }

  #not(): Expr {
    return this.#take('not') ? { e: 'unary', op: 'not', of: this.#not() } : this.#comparison()
  }

  #comparison(): Expr {
    const first = this.#binary(0)
    const rest: [string, Expr][] = []
    for (;;) {
      let op = ['<', '>', '<=', '>=', '==', '!=', 'in', 'is'].find((o) => this.#is(o))
      if (op === undefined && this.#is('not') && this.#tokens[this.#at + 1]?.s === 'in') {
        this.#at++
        op = 'not in'
      }
      if (op === undefined) break
      this.#at++
      if (op === 'is' && this.#take('not')) op = 'is not'
      rest.push([op, this.#binary(0)])
    }
    return rest.length === 0 ? first : { e: 'compare', first, rest }
  }

  #binary(level: number): Expr {
    if (level === BINARY.length) return this.#unary()
    let left = this.#binary(level + 1)
    for (;;) {
      const op = BINARY[level]!.find((o) => this.#is(o))
      if (op === undefined) return left
      this.#at++
      left = { e: 'binary', op, left, right: this.#binary(level + 1) }
    }
  }

  #unary(): Expr {
    for (const op of ['-', '+', '~']) if (this.#take(op)) return { e: 'unary', op, of: this.#unary() }
    const base = this.#postfix()
    return this.#take('**') ? { e: 'binary', op: '**', left: base, right: this.#unary() } : base
  }

  #postfix(): Expr {
    let of = this.#atom()
    for (;;) {
      const { line } = this.#token
      if (this.#take('.')) of = { e: 'attr', of, name: this.#token.k === 'name' ? this.#tokens[this.#at++]!.s : this.#bad() }
      else if (this.#take('(')) of = { e: 'call', of, args: this.#args(), line }
      else if (this.#take('[')) {
        of = { e: 'item', of, at: this.#subscript() }
        this.#need(']')
      } else return of
    }
  }

  #subscript(): Expr {
    const from = this.#is(':') ? undefined : this.#tuple()
    if (!this.#take(':')) return from!
    const to = this.#is(']') || this.#is(':') ? undefined : this.#expr()
    const step = this.#take(':') && !this.#is(']') ? this.#expr() : undefined
    return { e: 'slice', ...(from ? { from } : {}), ...(to ? { to } : {}), ...(step ? { step } : {}) }
  }

  #args(): Arg[] {
    const args: Arg[] = []
    while (!this.#is(')')) {
      const star = this.#take('**') ? '**' : this.#take('*') ? '*' : undefined
      if (!star && this.#token.k === 'name' && this.#tokens[this.#at + 1]?.s === '=' && this.#tokens[this.#at + 1]?.k === 'op') {
        const name = this.#name()
        this.#at++
        args.push({ name, value: this.#expr() })
      } else {
        const value = this.#named()
        if (this.#is('for')) args.push({ value: { e: 'comp', of: 'list', value, loops: this.#loops() } })
        else args.push({ ...(star ? { star } : {}), value })
      }
      if (!this.#take(',')) break
    }
    this.#need(')')
    return args
  }

  #loops(): Loop[] {
    const loops: Loop[] = []
    while (this.#take('for')) {
      const target = this.#targets()
      this.#need('in')
      const of = this.#or()
      const tests: Expr[] = []
      while (this.#take('if')) tests.push(this.#or())
      loops.push({ target, of, tests })
    }
    return loops
  }

  #atom(): Expr {
    const t = this.#token
    if (t.k === 'number') {
      this.#at++
      return { e: 'const', value: /^0[xXbBoO]|^\d+$/.test(t.s) ? BigInt(t.s) : Number(t.s) }
    }
    if (t.k === 'text') return this.#text()
    if (t.k === 'name') {
      if (t.s === 'None' || t.s === 'True' || t.s === 'False') {
        this.#at++
        return { e: 'const', value: t.s === 'None' ? null : t.s === 'True' }
      }
      if (t.s === 'yield' || t.s === 'await') throw new Unreadable(`'${t.s}' is not supported`, t.line)
      return { e: 'name', name: this.#name(), line: t.line }
    }
    if (this.#take('(')) {
      if (this.#take(')')) return { e: 'tuple', items: [] }
      const first = this.#tuple()
      if (this.#is('for')) {
        const loops = this.#loops()
        this.#need(')')
        return { e: 'comp', of: 'list', value: first, loops }
      }
      this.#need(')')
      return first
    }
    if (this.#take('[')) return this.#listed(']', 'list')
    if (this.#take('{')) return this.#braced()
    if (this.#take('...')) return { e: 'const', value: null }
    return this.#bad()
  }

  #listed(end: string, kind: 'list' | 'set'): Expr {
    const items: Expr[] = []
    while (!this.#is(end)) {
      const value = this.#named()
      if (items.length === 0 && this.#is('for')) {
        const loops = this.#loops()
        this.#need(end)
        return { e: 'comp', of: kind, value, loops }
      }
      items.push(value)
      if (!this.#take(',')) break
    }
    this.#need(end)
    return { e: kind, items }
  }

  #braced(): Expr {
    if (this.#take('}')) return { e: 'dict', items: [] }
    const start = this.#at
    const first = this.#expr()
    if (!this.#is(':')) {
      this.#at = start
      return this.#listed('}', 'set')
    }
    this.#at++
    const value = this.#expr()
    if (this.#is('for')) {
      const loops = this.#loops()
      this.#need('}')
      return { e: 'comp', of: 'dict', key: first, value, loops }
    }
    const items: [Expr, Expr][] = [[first, value]]
    while (this.#take(',')) {
      if (this.#is('}')) break
      const key = this.#expr()
      this.#need(':')
      items.push([key, this.#expr()])
    }
    this.#need('}')
    return { e: 'dict', items }
  }

  #text(): Expr {
    const parts: Extract<Expr, { e: 'format' }>['parts'][number][] = []
    let formatted = false
    let bytes = false
    while (this.#token.k === 'text') {
      const t = this.#token
      this.#at++
      if (t.prefix?.includes('b')) bytes = true
      if (!t.prefix?.includes('f')) parts.push(t.s)
      else {
        formatted = true
        parts.push(...pieces(t.s, t.line))
      }
    }
    if (formatted) return { e: 'format', parts }
    const text = parts.join('')
    return bytes ? { e: 'bytes', text } : { e: 'const', value: text }
  }
}

/** The pieces of an f-string. */
function pieces(text: string, line: number): Extract<Expr, { e: 'format' }>['parts'][number][] {
  const out: Extract<Expr, { e: 'format' }>['parts'][number][] = []
  let plain = ''
  for (let i = 0; i < text.length; ) {
    const c = text[i]!
    if ((c === '{' || c === '}') && text[i + 1] === c) {
      plain += c
      i += 2
    } else if (c === '{') {
      let depth = 0
      let end = i
      for (; end < text.length; end++) {
        if ('{[('.includes(text[end]!)) depth++
        else if ('}])'.includes(text[end]!) && --depth === 0) break
      }
      if (depth !== 0) throw new Unreadable("f-string: expecting '}'", line)
      const [, source = '', echo = '', repr = '', spec = ''] = /^([^]*?)(=?)(![rs])?(?::((?![^{]*[\])])[^]*))?$/.exec(text.slice(i + 1, end)) ?? []
      if (plain !== '') out.push(plain)
      plain = ''
      const statements = parsePython(source.trim())
      const [only] = statements
      if (only?.s !== 'expr') throw new Unreadable('f-string: invalid syntax', line)
      out.push({ of: only.of, spec, repr: repr === '!r' || (echo !== '' && repr === ''), echo: echo === '' ? '' : `${source}=` })
      i = end + 1
    } else {
      plain += c
      i++
    }
  }
  if (plain !== '') out.push(plain)
  return out
}
