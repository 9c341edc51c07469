// A small Perl: print, variables, lists, loops, sleep, exit, die, and bignum's bpi. No regular expressions, no references.
import { dateText } from '../applets/clock.ts'
import { Exit, PAY, type Doing, type Process } from '../machine/process.ts'
import { signalCalled } from '../machine/signals.ts'
import { floatText, formatted } from '../shell/printing.ts'
import { quoted, Unreadable, wordsOf, type LexerRules, type Token } from './lexer.ts'
import { piDigits, piMs } from './pi.ts'

type Scalar = string | number | bigint | undefined
type Expr =
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
type Stmt =
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

class Leave {
  readonly kind: 'last' | 'next' | 'return'
  readonly value: readonly Scalar[]
  constructor(kind: 'last' | 'next' | 'return', value: readonly Scalar[] = []) {
    this.kind = kind
    this.value = value
  }
}

export interface PerlInit {
  readonly args: readonly string[]
  readonly newline: boolean
  readonly bignum: boolean
  readonly file: string
}

export class Perl {
  readonly #proc: Process
  readonly #init: PerlInit
  readonly #scalars = new Map<string, Scalar>()
  readonly #arrays = new Map<string, Scalar[]>()
  readonly #hashes = new Map<string, Map<string, Scalar>>()
  readonly #subs = new Map<string, readonly Stmt[]>()
  readonly #handlers = new Map<string, readonly Stmt[]>()
  #buffer = ''
  #depth = 0

  constructor(proc: Process, init: PerlInit) {
    this.#proc = proc
    this.#init = init
    this.#arrays.set('@ARGV', [...init.args])
    this.#hashes.set('%ENV', new Map(proc.env))
    this.#scalars.set('$0', init.file)
  }

  *main(program: readonly Stmt[]): Doing<number> {
    let code = 0
    try {
      yield* this.#block(program)
    } catch (thrown) {
      if (thrown instanceof Leave) code = thrown.kind === 'return' ? 0 : this.#outside(thrown.kind)
      else if (thrown instanceof Exit && !this.#proc.endedBy) code = thrown.code
      else throw thrown
    }
    yield* this.flush()
    return code
  }

  #outside(word: string): number {
    this.#proc.fds[2]?.write(`Can't "${word}" outside a loop block at ${this.#init.file} line 1.\n`)
    return 255
  }

  *flush(): Doing<void> {
    const text = this.#buffer
    this.#buffer = ''
    const out = this.#proc.fds[1]
    while (out && text !== '' && out.write(text) === 'full') yield { on: [out.changed] }
  }

  *#block(body: readonly Stmt[]): Doing<void> {
    for (const s of body) yield* this.#statement(s)
  }

  *#step(): Doing<void> {
    this.#proc.kernel.burn(this.#proc, 1, 1)
    if (this.#proc.debtUs >= 1000) yield PAY
    while (this.#proc.pending.length > 0) {
      const handler = this.#handlers.get(this.#proc.pending.shift()!)
      if (handler) yield* this.#block(handler)
    }
  }

  *#statement(s: Stmt): Doing<void> {
    yield* this.#step()
    switch (s.s) {
      case 'expr':
        yield* this.#list(s.of)
        return
      case 'if':
        for (const [test, body] of s.clauses) if (truthy(yield* this.#eval(test))) return yield* this.#block(body)
        return yield* this.#block(s.otherwise)
      case 'while':
        while (truthy(yield* this.#eval(s.test))) if (yield* this.#turn(s.body)) return
        return
      case 'for':
        if (s.start) yield* this.#eval(s.start)
        while (!s.test || truthy(yield* this.#eval(s.test))) {
          if (yield* this.#turn(s.body)) return
          if (s.step) yield* this.#eval(s.step)
        }
        return
      case 'foreach': {
        const old = this.#scalars.get(s.name)
        for (const item of yield* this.#list(s.of)) {
          this.#scalars.set(s.name, item)
          if (yield* this.#turn(s.body)) break
        }
        this.#scalars.set(s.name, old)
        return
      }
      case 'sub':
        this.#subs.set(s.name, s.body)
        return
      default: throw new Leave(s.s)
    }
  }

  *#turn(body: readonly Stmt[]): Doing<boolean> {
    yield* this.#step()
    try {
      yield* this.#block(body)
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind === 'return') throw leave
      return leave.kind === 'last'
    }
    return false
  }

  *#list(e: Expr): Doing<Scalar[]> {
    switch (e.e) {
      case 'list': {
        const out: Scalar[] = []
        for (const item of e.items) out.push(...(yield* this.#list(item)))
        return out
      }
      case 'range': {
        const from = numeric(yield* this.#eval(e.from))
        const to = numeric(yield* this.#eval(e.to))
        if (to - from > 1_000_000) this.#proc.kernel.allocate(this.#proc, (to - from) * 32)
        if (to - from > 5_000_000) throw new Unreadable('a list of more than five million', 0)
        return Array.from({ length: Math.max(0, Math.floor(to) - Math.floor(from) + 1) }, (_, i) => Math.floor(from) + i)
      }
      case 'array': return [...(this.#arrays.get(e.name) ?? [])]
      case 'hash': return [...(this.#hashes.get(e.name) ?? [])].flat()
      case 'assign':
        if (e.to.e === 'array' || e.to.e === 'hash' || e.to.e === 'list') {
          const values = yield* this.#list(e.value)
          this.#setList(e.to, values)
          return values
        }
        break
      case 'call': return yield* this.#call(e)
    }
    return [yield* this.#eval(e)]
  }

  #setList(to: Expr, values: readonly Scalar[]): void {
    if (to.e === 'array') this.#arrays.set(to.name, [...values])
    else if (to.e === 'hash') {
      const map = new Map<string, Scalar>()
      for (let i = 0; i < values.length; i += 2) map.set(text(values[i]), values[i + 1])
      this.#hashes.set(to.name, map)
    } else if (to.e === 'list') for (const [i, item] of to.items.entries()) {
      if (item.e === 'array') this.#arrays.set(item.name, values.slice(i))
      else if (item.e === 'scalar') this.#scalars.set(item.name, values[i])
    }
  }

  *#eval(e: Expr): Doing<Scalar> {
    switch (e.e) {
      case 'const': return e.value
      case 'fill': return this.#fill(e.text)
      case 'scalar': return this.#scalar(e.name)
      case 'array': return (this.#arrays.get(e.name) ?? []).length
      case 'hash': return this.#hashes.get(e.name)?.size ?? 0
      case 'element': return yield* this.#element(e)
      case 'list':
      case 'range':
      case 'call': return (yield* this.#list(e)).at(-1)
      case 'choice': return truthy(yield* this.#eval(e.test)) ? yield* this.#eval(e.yes) : yield* this.#eval(e.no)
      case 'unary': {
        const v = yield* this.#eval(e.of)
        return e.op === '!' ? (truthy(v) ? '' : 1) : e.op === '-' ? (typeof v === 'bigint' ? -v : -numeric(v)) : v
      }
      case 'step': {
        const old = yield* this.#eval(e.of)
        const value = numeric(old) + (e.op === '++' ? 1 : -1)
        yield* this.#set(e.of, value)
        return e.before ? value : (old ?? 0)
      }
      case 'assign': {
        if (e.to.e === 'array' || e.to.e === 'hash' || e.to.e === 'list') return (yield* this.#list(e)).length
        const target = e.to
        if (target.e === 'element' && target.name === '%SIG' && e.value.e === 'sub') {
          const signal = signalCalled(text(yield* this.#eval(target.at)))
          if (signal) {
            this.#proc.handlers.set(signal, 'catch')
            this.#handlers.set(signal, e.value.body)
          }
          return ''
        }
        const value = e.op === '' ? yield* this.#eval(e.value) : e.op === '||' || e.op === '&&' ? yield* this.#eval({ e: 'binary', op: e.op, left: target, right: e.value }) : this.#operate(e.op, yield* this.#eval(target), yield* this.#eval(e.value))
        yield* this.#set(target, value)
        return value
      }
      case 'binary': {
        const left = yield* this.#eval(e.left)
        if (e.op === '||') return truthy(left) ? left : yield* this.#eval(e.right)
        if (e.op === '&&') return truthy(left) ? yield* this.#eval(e.right) : left
        if (e.op === '//') return left !== undefined ? left : yield* this.#eval(e.right)
        return this.#operate(e.op, left, yield* this.#eval(e.right))
      }
      case 'sub': throw new Unreadable('a reference to a subroutine', 0)
    }
  }

  *#element(e: Extract<Expr, { e: 'element' }>): Doing<Scalar> {
    const at = yield* this.#eval(e.at)
    if (e.of === 'hash') return this.#hashes.get(e.name)?.get(text(at))
    return this.#arrays.get(e.name)?.at(numeric(at))
  }

  #scalar(name: string): Scalar {
    if (name === '$$') return this.#proc.pid
    return this.#scalars.get(name)
  }

  *#set(to: Expr, value: Scalar): Doing<void> {
    if (to.e === 'scalar') this.#scalars.set(to.name, value)
    else if (to.e === 'element') {
      const at = yield* this.#eval(to.at)
      if (to.of === 'hash') {
        const map = this.#hashes.get(to.name) ?? new Map<string, Scalar>()
        this.#hashes.set(to.name, map)
        map.set(text(at), value)
      } else {
        const list = this.#arrays.get(to.name) ?? []
        this.#arrays.set(to.name, list)
        const i = numeric(at)
        if (i > 5_000_000) throw new Unreadable('an array of more than five million', 0)
        list[i < 0 ? list.length + i : i] = value
      }
    } else throw new Unreadable('this assignment', 0)
  }

  #operate(op: string, a: Scalar, b: Scalar): Scalar {
    switch (op) {
      case '.': return this.#held(text(a) + text(b))
      case 'x': return this.#held(text(a).repeat(Math.max(0, Math.min(numeric(b), 60_000_000 / Math.max(1, text(a).length)))))
      case 'eq': return text(a) === text(b) ? 1 : ''
      case 'ne': return text(a) !== text(b) ? 1 : ''
      case 'lt': return text(a) < text(b) ? 1 : ''
      case 'gt': return text(a) > text(b) ? 1 : ''
      case 'le': return text(a) <= text(b) ? 1 : ''
      case 'ge': return text(a) >= text(b) ? 1 : ''
      case 'cmp': return text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0
    }
    const [x, y] = [numeric(a), numeric(b)]
    switch (op) {
      case '+': return this.#sum(x + y, a, b, (p, q) => p + q)
      case '-': return this.#sum(x - y, a, b, (p, q) => p - q)
      case '*': return this.#sum(x * y, a, b, (p, q) => p * q)
      case '**': return this.#sum(x ** y, a, b, (p, q) => (q < 0n || q > 100_000n ? 0n : p ** q))
      case '/': return y === 0 ? this.#die('Illegal division by zero') : x / y
      case '%': return y === 0 ? this.#die('Illegal modulus zero') : ((Math.trunc(x) % Math.trunc(y)) + Math.trunc(y)) % Math.trunc(y)
      case '==': return x === y ? 1 : ''
      case '!=': return x !== y ? 1 : ''
      case '<': return x < y ? 1 : ''
      case '>': return x > y ? 1 : ''
      case '<=': return x <= y ? 1 : ''
      case '>=': return x >= y ? 1 : ''
      case '<=>': return x < y ? -1 : x > y ? 1 : 0
      default: throw new Unreadable(`the operator ${op}`, 0)
    }
  }

  /** With bignum, whole numbers are exact. */
  #sum(n: number, a: Scalar, b: Scalar, exact: (p: bigint, q: bigint) => bigint): Scalar {
    if (!this.#init.bignum || Number.isSafeInteger(n)) return n
    const whole = (v: Scalar) => (typeof v === 'bigint' ? v : Number.isSafeInteger(numeric(v)) ? BigInt(numeric(v)) : undefined)
    const [p, q] = [whole(a), whole(b)]
    return p !== undefined && q !== undefined ? exact(p, q) : n
  }

  #held(s: string): string {
    if (s.length > 1_000_000) this.#proc.kernel.allocate(this.#proc, 3_000_000 + s.length)
    return s
  }

  #die(message: string): never {
    this.#proc.fds[1]?.write(this.#buffer)
    this.#buffer = ''
    this.#proc.fds[2]?.write(message.endsWith('\n') ? message : `${message} at ${this.#init.file} line 1.\n`)
    throw new Exit(255)
  }

  /** "…": escapes, $names, @names, $h{key} and $a[0]. */
  #fill(raw: string): string {
    let out = ''
    for (let i = 0; i < raw.length; ) {
      const rest = raw.slice(i)
      if (raw[i] === '\\') {
        const end = /^\\x\{[0-9a-fA-F]+\}|^\\x[0-9a-fA-F]{2}|^\\./s.exec(rest)?.[0] ?? '\\'
        out += /^\\[$@%"\\]/.test(end) ? end[1]! : (quoted(`${end}"`, 0, '"', false)?.s ?? '')
        i += end.length
        continue
      }
      const found = /^\$\{(\w+)\}|^\$(\w+|[!@&0$])(?:\{['"]?(\w+)['"]?\}|\[(\$?\w+|-\d+)\])?|^@(\w+)/.exec(rest)
      if (!found) {
        out += raw[i++]
        continue
      }
      i += found[0].length
      const [, braced, name, key, index, all] = found
      if (all !== undefined) out += (this.#arrays.get(`@${all}`) ?? []).map(text).join(' ')
      else if (key !== undefined) out += text(this.#hashes.get(`%${name}`)?.get(key))
      else if (index !== undefined) out += text(this.#arrays.get(`@${name}`)?.at(index.startsWith('$') ? numeric(this.#scalar(index)) : Number(index)))
      else out += text(this.#scalar(`$${braced ?? name}`))
    }
    return out
  }

  *#call(e: Extract<Expr, { e: 'call' }>): Doing<Scalar[]> {
    const { name } = e
    if (name === 'do' && e.args[0]?.e === 'sub') {
      yield* this.#block(e.args[0].body)
      return []
    }
    if (name === 'push' || name === 'unshift' || name === 'shift' || name === 'pop') return yield* this.#onArray(name, e.args)
    if (name === 'defined') return [(yield* this.#eval(e.args[0]!)) === undefined ? '' : 1]
    if (name === 'scalar') return [yield* this.#eval(e.args[0]!)]
    if (name === 'lastIndex') return [numeric(yield* this.#eval(e.args[0]!)) - 1]
    if (name === 'keys' || name === 'values') {
      const map = e.args[0]?.e === 'hash' ? this.#hashes.get(e.args[0].name) : undefined
      return name === 'keys' ? [...(map?.keys() ?? [])] : [...(map?.values() ?? [])]
    }
    const args: Scalar[] = []
    for (const arg of e.args) args.push(...(yield* this.#list(arg)))
    const first = e.args.length === 0 ? this.#scalars.get('$_') : args[0]
    const n = numeric(first)
    switch (name) {
      case 'print':
      case 'say':
      case 'printf': {
        const all = e.args.length === 0 ? [first] : args
        const body = name === 'printf' ? formatted(text(all[0]), all.slice(1).map(text)).text : all.map(text).join(text(this.#scalars.get('$,'))) + (name === 'say' || this.#init.newline ? '\n' : '')
        if (e.handle === 'STDERR') this.#proc.fds[2]?.write(body)
        else {
          this.#buffer += body
          // Standard output is buffered where it is no terminal, unless $| says otherwise.
          if (truthy(this.#scalars.get('$|')) || this.#buffer.length >= 8192) yield* this.flush()
          this.#proc.kernel.burn(this.#proc, 2, 4)
        }
        return [1]
      }
      case 'sleep': {
        const untilUs = this.#proc.kernel.nowUs + Math.floor(n) * 1e6
        while (this.#proc.kernel.nowUs < untilUs) {
          yield { us: untilUs - this.#proc.kernel.nowUs }
          if (this.#proc.pending.length > 0) {
            yield* this.#step()
            break
          }
        }
        return [Math.floor(n)]
      }
      case 'select':
        if (args.length === 4 && args[3] !== undefined) yield { us: numeric(args[3]) * 1e6 }
        return [0]
      case 'exit': throw new Exit((e.args.length === 0 ? 0 : n) & 255)
      case 'die': return this.#die(args.map(text).join('') || 'Died')
      case 'warn':
        this.#proc.fds[2]?.write(args.map(text).join('').replace(/([^\n])$/, `$1 at ${this.#init.file} line 1.\n`))
        return [1]
      case 'return': throw new Leave('return', args)
      case 'bpi':
      case 'PI': {
        const digits = e.args.length === 0 ? 40 : n
        yield { us: piMs(digits) * 1000, calm: true }
        return [piDigits(digits)]
      }
      case 'time': return [Math.floor(this.#proc.kernel.clockMs / 1000)]
      case 'localtime':
      case 'gmtime': return [dateText(e.args.length === 0 ? this.#proc.kernel.clockMs : n * 1000, '%a %b %e %H:%M:%S %Y')]
      case 'length': return [text(first).length]
      case 'uc': return [text(first).toUpperCase()]
      case 'lc': return [text(first).toLowerCase()]
      case 'ucfirst': return [text(first).slice(0, 1).toUpperCase() + text(first).slice(1)]
      case 'int': return [Math.trunc(n)]
      case 'sqrt': return [n < 0 ? this.#die(`Can't take sqrt of ${n}`) : Math.sqrt(n)]
      case 'abs': return [Math.abs(n)]
      case 'log': return [n <= 0 ? this.#die(`Can't take log of ${n}`) : Math.log(n)]
      case 'exp': return [Math.exp(n)]
      case 'sin': return [Math.sin(n)]
      case 'cos': return [Math.cos(n)]
      case 'atan2': return [Math.atan2(n, numeric(args[1]))]
      case 'rand': return [this.#proc.kernel.random() * (n || 1)]
      case 'srand': return [0]
      case 'chr': return [String.fromCharCode(n)]
      case 'ord': return [text(first).charCodeAt(0) || 0]
      case 'hex': return [Number.parseInt(text(first).replace(/^0x/i, ''), 16) || 0]
      case 'join': return [args.slice(1).map(text).join(text(args[0]))]
      case 'reverse': return args.reverse()
      case 'sort': return args.sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0))
      case 'sprintf': return [formatted(text(args[0]), args.slice(1).map(text)).text]
      case 'substr': {
        const from = numeric(args[1])
        const s = text(args[0])
        return [args[2] === undefined ? s.slice(from) : s.substr(from, numeric(args[2]))]
      }
      case 'index': return [text(args[0]).indexOf(text(args[1]))]
      case 'chomp': {
        if (e.args[0]) yield* this.#set(e.args[0], text(first).replace(/\n$/, ''))
        return [1]
      }
      case 'exists': return [first === undefined ? '' : 1]
    }
    const body = this.#subs.get(name)
    if (!body) {
      if (e.args.length === 0 && /^[A-Z]/.test(name)) return [name]
      throw new Unreadable(`the function ${name}`, 0)
    }
    if (++this.#depth > 150) throw new Exit(139)
    const old = this.#arrays.get('@_')
    this.#arrays.set('@_', args)
    try {
      yield* this.#block(body)
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind !== 'return') throw leave
      return [...leave.value]
    } finally {
      this.#depth--
      this.#arrays.set('@_', old ?? [])
    }
    return []
  }

  *#onArray(name: string, args: readonly Expr[]): Doing<Scalar[]> {
    const target = args[0]?.e === 'array' ? args[0].name : this.#depth > 0 ? '@_' : '@ARGV'
    const list = this.#arrays.get(target) ?? []
    this.#arrays.set(target, list)
    if (name === 'shift') return [list.shift()]
    if (name === 'pop') return [list.pop()]
    const values: Scalar[] = []
    for (const arg of args.slice(1)) values.push(...(yield* this.#list(arg)))
    if (name === 'push') list.push(...values)
    else list.unshift(...values)
    if (list.length % 1000 === 0) this.#proc.kernel.allocate(this.#proc, 3_000_000 + list.length * 40)
    return [list.length]
  }
}

function text(v: Scalar): string {
  if (v === undefined) return ''
  if (typeof v !== 'number') return String(v)
  if (Number.isInteger(v) && Math.abs(v) < 1e15) return String(v)
  return Number.isFinite(v) ? floatText(v, 'g', 15) : v > 0 ? 'Inf' : v < 0 ? '-Inf' : 'NaN'
}

function numeric(v: Scalar): number {
  if (typeof v === 'number') return v
  if (typeof v === 'bigint') return Number(v)
  return v === undefined ? 0 : Number.parseFloat(v) || 0
}

const truthy = (v: Scalar): boolean => v !== undefined && v !== '' && v !== '0' && v !== 0 && v !== 0n
