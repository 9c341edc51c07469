// awk, small: patterns, BEGIN and END, fields, arrays, print and printf, if, for, while, and the common functions.
import { write, print, readAll } from '../machine/io.ts'
import { PAY, type Doing, type Process } from '../machine/process.ts'
import { quoted, Unreadable, wordsOf, type LexerRules, type Token } from '../languages/lexer.ts'
import { floatText, formatted } from '../shell/printing.ts'
import { type Applet, fail, inputs, linesOf } from './applet.ts'
import { extended } from './system.ts'
import { resolvePath } from '../machine/files.ts'
import { openFile } from '../machine/io.ts'

type Value = string | number
type Expr =
  | { readonly e: 'const'; readonly value: Value }
  | { readonly e: 'regex'; readonly source: string }
  | { readonly e: 'field'; readonly of: Expr }
  | { readonly e: 'name'; readonly name: string }
  | { readonly e: 'element'; readonly name: string; readonly keys: readonly Expr[] }
  | { readonly e: 'unary' | 'group'; readonly op: string; readonly of: Expr }
  | { readonly e: 'step'; readonly op: string; readonly of: Expr; readonly before: boolean }
  | { readonly e: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr }
  | { readonly e: 'in'; readonly keys: readonly Expr[]; readonly name: string }
  | { readonly e: 'choice'; readonly test: Expr; readonly yes: Expr; readonly no: Expr }
  | { readonly e: 'assign'; readonly op: string; readonly to: Expr; readonly value: Expr }
  | { readonly e: 'call'; readonly name: string; readonly args: readonly Expr[] }
type Stmt =
  | { readonly s: 'expr'; readonly of: Expr }
  | { readonly s: 'print' | 'printf'; readonly args: readonly Expr[]; readonly to?: readonly [string, Expr] }
  | { readonly s: 'if'; readonly test: Expr; readonly yes: Stmt; readonly no?: Stmt }
  | { readonly s: 'while'; readonly test: Expr; readonly body: Stmt; readonly first: boolean }
  | { readonly s: 'for'; readonly start?: Stmt; readonly test?: Expr; readonly step?: Stmt; readonly body: Stmt }
  | { readonly s: 'in'; readonly name: string; readonly array: string; readonly body: Stmt }
  | { readonly s: 'block'; readonly body: readonly Stmt[] }
  | { readonly s: 'delete'; readonly name: string; readonly keys?: readonly Expr[] }
  | { readonly s: 'next' | 'break' | 'continue' }
  | { readonly s: 'exit' | 'return'; readonly value?: Expr }
interface Rule {
  readonly when: 'BEGIN' | 'END' | 'line'
  readonly from?: Expr
  readonly to?: Expr
  readonly body?: Stmt
}
interface Program_ {
  readonly rules: readonly Rule[]
  readonly functions: ReadonlyMap<string, { readonly params: readonly string[]; readonly body: Stmt }>
}

const RULES: LexerRules = {
  operators: ['&&', '||', '==', '!=', '<=', '>=', '>>', '++', '--', '+=', '-=', '*=', '/=', '%=', '^=', '!~', '**', '+', '-', '*', '/', '%', '^', '!', '<', '>', '|', '?', ':', '~', '$', '=', ',', ';', '(', ')', '[', ']', '{', '}'],
  name: /[A-Za-z_]\w*/y,
  comment: /#[^\n]*/y,
  text(source, at) {
    if (source[at] === '"') {
      const read = quoted(source, at + 1, '"', false)
      return read && { ...read, prefix: '"' }
    }
    // A slash is a pattern where a value may begin.
    if (source[at] !== '/' || !/(^|[({,;!~&|?:\n}=]|\b(print|return|in|&&))\s*$/.test(source.slice(0, at))) return undefined
    let end = at + 1
    for (let inSet = false; end < source.length && (inSet || source[end] !== '/'); end++) {
      if (source[end] === '\\') end++
      else if (source[end] === '[') inSet = true
      else if (source[end] === ']') inSet = false
    }
    return { s: source.slice(at + 1, end), end: end + 1, prefix: '/' }
  },
}

const LEVELS: readonly (readonly string[])[] = [['||'], ['&&'], ['in'], ['~', '!~'], ['<', '<=', '==', '!=', '>', '>='], [' '], ['+', '-'], ['*', '/', '%']]
const FUNCTIONS = new Set(['length', 'substr', 'index', 'split', 'sub', 'gsub', 'match', 'sprintf', 'toupper', 'tolower', 'int', 'sqrt', 'sin', 'cos', 'atan2', 'exp', 'log', 'rand', 'srand', 'system', 'systime', 'strftime', 'getline', 'close', 'fflush'])

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0
  /** In print's arguments a > is a redirection. */
  #noGreater = 0
  #noIn = 0
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens
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
    throw new Unreadable('syntax error', this.#token.line)
  }
  /** The next word, whatever it is; there must be one. */
  #word(): string {
    if (this.#token.k === 'end') this.#bad()
    return this.#tokens[this.#at++]!.s
  }
  #newlines(): void {
    while (this.#token.k === 'newline' || this.#is(';')) this.#at++
  }
  #skip(): void {
    while (this.#token.k === 'newline') this.#at++
  }

  program(): Program_ {
    const rules: Rule[] = []
    const functions = new Map<string, { params: string[]; body: Stmt }>()
    for (;;) {
      this.#newlines()
      if (this.#token.k === 'end') return { rules, functions }
      if (this.#take('function') || this.#take('func')) {
        const name = this.#word()
        this.#need('(')
        const params: string[] = []
        while (!this.#take(')')) {
          params.push(this.#word())
          this.#take(',')
        }
        this.#skip()
        functions.set(name, { params, body: this.#block() })
        continue
      }
      const word = this.#token.s
      if ((word === 'BEGIN' || word === 'END') && this.#token.k === 'name') {
        this.#at++
        this.#skip()
        rules.push({ when: word, body: this.#block() })
        continue
      }
      const from = this.#is('{') ? undefined : this.#expr()
      const to = from && this.#take(',') ? this.#expr() : undefined
      const body = this.#is('{') ? this.#block() : undefined
      rules.push({ when: 'line', ...(from ? { from } : {}), ...(to ? { to } : {}), ...(body ? { body } : {}) })
    }
  }

  #block(): Stmt {
    this.#need('{')
    const body: Stmt[] = []
    for (;;) {
      this.#newlines()
      if (this.#take('}')) return { s: 'block', body }
      if (this.#token.k === 'end') this.#bad()
      body.push(this.#statement())
    }
  }

  #statement(): Stmt {
    const word = this.#token.k === 'name' ? this.#token.s : ''
    if (this.#is('{')) return this.#block()
    if (this.#take(';')) return { s: 'block', body: [] }
    switch (word) {
      case 'if': {
        this.#at++
        this.#need('(')
        const test = this.#expr()
        this.#need(')')
        this.#skip()
        const yes = this.#statement()
        const back = this.#at
        this.#newlines()
        if (this.#take('else')) {
          this.#skip()
          return { s: 'if', test, yes, no: this.#statement() }
        }
        this.#at = back
        return { s: 'if', test, yes }
      }
      case 'while': {
        this.#at++
        this.#need('(')
        const test = this.#expr()
        this.#need(')')
        this.#skip()
        return { s: 'while', test, body: this.#statement(), first: false }
      }
      case 'do': {
        this.#at++
        this.#skip()
        const body = this.#statement()
        this.#newlines()
        this.#need('while')
        this.#need('(')
        const test = this.#expr()
        this.#need(')')
        return { s: 'while', test, body, first: true }
      }
      case 'for': return this.#for()
    }
    return this.#simple()
  }

  #for(): Stmt {
    this.#at++
    this.#need('(')
    if (this.#token.k === 'name' && this.#tokens[this.#at + 1]?.s === 'in' && this.#tokens[this.#at + 3]?.s === ')') {
      const name = this.#token.s
      const array = this.#tokens[this.#at + 2]!.s
      this.#at += 4
      this.#skip()
      return { s: 'in', name, array, body: this.#statement() }
    }
    const start = this.#is(';') ? undefined : this.#simple()
    this.#need(';')
    const test = this.#is(';') ? undefined : this.#expr()
    this.#need(';')
    const step = this.#is(')') ? undefined : this.#simple()
    this.#need(')')
    this.#skip()
    return { s: 'for', ...(start ? { start } : {}), ...(test ? { test } : {}), ...(step ? { step } : {}), body: this.#statement() }
  }

  #simple(): Stmt {
    const word = this.#token.k === 'name' ? this.#token.s : ''
    switch (word) {
      case 'print':
      case 'printf': {
        this.#at++
        this.#noGreater++
        let args: Expr[] = []
        if (!this.#ends()) {
          if (this.#is('(')) {
            // print (a, b) > "file": the parentheses may hold the whole list.
            const back = this.#at
            this.#at++
            this.#noGreater = 0
            args = this.#list(')')
            this.#noGreater = 1
            this.#need(')')
            if (!this.#ends() && !this.#is('>') && !this.#is('>>') && !this.#is('|')) {
              this.#at = back
              args = this.#list()
            }
          } else args = this.#list()
        }
        this.#noGreater = 0
        for (const op of ['>>', '>', '|']) if (this.#take(op)) return { s: word, args, to: [op, this.#binary(5)] }
        return { s: word, args }
      }
      case 'next':
      case 'break':
      case 'continue':
        this.#at++
        return { s: word }
      case 'exit':
      case 'return':
        this.#at++
        return this.#ends() ? { s: word } : { s: word, value: this.#expr() }
      case 'delete': {
        this.#at++
        const name = this.#word()
        if (!this.#take('[')) return { s: 'delete', name }
        const keys = this.#list(']')
        this.#need(']')
        return { s: 'delete', name, keys }
      }
    }
    return { s: 'expr', of: this.#expr() }
  }

  #ends(): boolean {
    return this.#token.k === 'newline' || this.#token.k === 'end' || this.#is(';') || this.#is('}') || this.#is('>') || this.#is('>>') || this.#is('|')
  }

  #list(end?: string): Expr[] {
    const all = end !== undefined && this.#is(end) ? [] : [this.#expr()]
    while (this.#take(',')) {
      this.#skip()
      all.push(this.#expr())
    }
    return all
  }

  #expr(): Expr {
    const to = this.#choice()
    for (const op of ['=', '+=', '-=', '*=', '/=', '%=', '^=']) if (this.#take(op)) return { e: 'assign', op: op.slice(0, -1), to, value: this.#expr() }
    return to
  }

  #choice(): Expr {
    const test = this.#binary(0)
    if (!this.#take('?')) return test
    const yes = this.#expr()
    this.#need(':')
    return { e: 'choice', test, yes, no: this.#expr() }
  }

  #binary(level: number): Expr {
    if (level === LEVELS.length) return this.#unary()
    let left = this.#binary(level + 1)
    for (;;) {
      if (level === 2) {
        if (this.#noIn || !this.#take('in')) return left
        left = { e: 'in', keys: left.e === 'group' ? [left.of] : [left], name: this.#word() }
        continue
      }
      if (level === 5) {
        if (!this.#begins()) return left
        left = { e: 'binary', op: ' ', left, right: this.#binary(6) }
        continue
      }
      const op = LEVELS[level]!.find((o) => this.#is(o))
      if (op === undefined || (op === '>' && this.#noGreater > 0)) return left
      this.#at++
      if (op === '&&' || op === '||') this.#skip()
      left = { e: 'binary', op, left, right: this.#binary(level + 1) }
    }
  }

  /** May a value begin here, so that it is joined to the one before? */
  #begins(): boolean {
    const t = this.#token
    if (t.k === 'number' || (t.k === 'text' && t.prefix === '"')) return true
    if (t.k === 'name') return !['in', 'else', 'while', 'if', 'for', 'print', 'getline'].includes(t.s)
    return t.k === 'op' && ['$', '(', '!', '-', '+', '++', '--'].includes(t.s) && !(t.s === '!' && this.#tokens[this.#at + 1]?.s === '~') && !['-', '+'].includes(t.s)
  }

  #unary(): Expr {
    for (const op of ['!', '-', '+']) if (this.#take(op)) return { e: 'unary', op, of: this.#unary() }
    return this.#power()
  }

  #power(): Expr {
    const base = this.#postfix()
    return this.#take('^') || this.#take('**') ? { e: 'binary', op: '^', left: base, right: this.#unary() } : base
  }

  #postfix(): Expr {
    for (const op of ['++', '--']) if (this.#take(op)) return { e: 'step', op, of: this.#postfix(), before: true }
    const of = this.#primary()
    for (const op of ['++', '--']) if (this.#take(op)) return { e: 'step', op, of, before: false }
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
      return t.prefix === '/' ? { e: 'regex', source: t.s } : { e: 'const', value: t.s }
    }
    if (this.#take('$')) return { e: 'field', of: this.#token.k === 'op' && (this.#is('++') || this.#is('--')) ? this.#postfix() : this.#primary() }
    if (this.#take('(')) {
      const greater = this.#noGreater
      this.#noGreater = 0
      const all = this.#list()
      this.#noGreater = greater
      this.#need(')')
      if (all.length > 1) {
        this.#need('in')
        return { e: 'in', keys: all, name: this.#word() }
      }
      return { e: 'group', op: '', of: all[0]! }
    }
    if (t.k !== 'name') return this.#bad()
    this.#at++
    if (this.#is('(') && (FUNCTIONS.has(t.s) || this.#token.at === t.at + t.s.length)) {
      this.#at++
      const greater = this.#noGreater
      this.#noGreater = 0
      const args = this.#list(')')
      this.#noGreater = greater
      this.#need(')')
      return { e: 'call', name: t.s, args }
    }
    if (t.s === 'getline') throw new Unreadable('getline', t.line)
    if (t.s === 'length') return { e: 'call', name: 'length', args: [] }
    if (this.#take('[')) {
      const keys = this.#list(']')
      this.#need(']')
      return { e: 'element', name: t.s, keys }
    }
    return { e: 'name', name: t.s }
  }
}

class Leave {
  readonly kind: 'next' | 'exit' | 'break' | 'continue' | 'return'
  readonly value: Value
  constructor(kind: Leave['kind'], value: Value = 0) {
    this.kind = kind
    this.value = value
  }
}

class Awk {
  readonly #proc: Process
  readonly #program: Program_
  readonly #names = new Map<string, Value>([['FS', ' '], ['OFS', ' '], ['ORS', '\n'], ['NR', 0], ['NF', 0], ['FNR', 0], ['SUBSEP', '\x1c'], ['RS', '\n'], ['FILENAME', ''], ['RSTART', 0], ['RLENGTH', -1]])
  readonly #arrays = new Map<string, Map<string, Value>>()
  readonly #opened = new Set<string>()
  #fields: string[] = ['']
  #depth = 0

  constructor(proc: Process, program: Program_) {
    this.#proc = proc
    this.#program = program
    this.#arrays.set('ENVIRON', new Map(proc.env))
  }

  set(name: string, value: Value): void {
    this.#names.set(name, value)
  }

  *run(lines: () => Doing<{ readonly name: string; readonly text: string }[]>): Doing<number> {
    let code = 0
    const { rules } = this.#program
    const open = new Set<Rule>()
    try {
      for (const rule of rules) if (rule.when === 'BEGIN') yield* this.#statement(rule.body!)
      if (rules.some((r) => r.when !== 'BEGIN')) {
        for (const { name, text } of yield* lines()) {
          this.#names.set('FILENAME', name === '-' ? '' : name)
          this.#names.set('FNR', 0)
          for (const line of linesOf(text)) yield* this.#line(line, open)
        }
      }
    } catch (leave) {
      if (!(leave instanceof Leave)) throw leave
      if (leave.kind === 'exit') code = num(leave.value)
    }
    try {
      for (const rule of rules) if (rule.when === 'END') yield* this.#statement(rule.body!)
    } catch (leave) {
      if (!(leave instanceof Leave)) throw leave
      if (leave.kind === 'exit') code = num(leave.value) || code
    }
    return code & 255
  }

  *#line(line: string, open: Set<Rule>): Doing<void> {
    this.#proc.kernel.burn(this.#proc, 2, 2)
    if (this.#proc.debtUs >= 1000) yield PAY
    this.#record(line)
    this.#names.set('NR', num(this.#names.get('NR')!) + 1)
    this.#names.set('FNR', num(this.#names.get('FNR')!) + 1)
    try {
      for (const rule of this.#program.rules) {
        if (rule.when !== 'line') continue
        const holds = !rule.from || open.has(rule) || truthy(yield* this.#eval(rule.from))
        if (holds && rule.to) {
          if (truthy(yield* this.#eval(rule.to))) open.delete(rule)
          else open.add(rule)
        }
        if (!holds) continue
        if (rule.body) yield* this.#statement(rule.body)
        else yield* print(this.#proc, `${this.#fields[0]}${text(this.#names.get('ORS')!)}`)
      }
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind !== 'next') throw leave
    }
  }

  #record(line: string): void {
    this.#fields = [line, ...this.#split(line, text(this.#names.get('FS')!))]
    this.#names.set('NF', this.#fields.length - 1)
  }

  #split(line: string, by: string): string[] {
    if (line === '') return []
    if (by === ' ') return line.trim() === '' ? [] : line.trim().split(/[ \t\n]+/)
    if (by.length === 1 && by !== '\\') return line.split(by === '\t' ? '\t' : by)
    return line.split(regex(by))
  }

  *#statement(s: Stmt): Doing<void> {
    this.#proc.kernel.burn(this.#proc, 1, 1)
    if (this.#proc.debtUs >= 1000) yield PAY
    switch (s.s) {
      case 'block':
        for (const inner of s.body) yield* this.#statement(inner)
        return
      case 'expr':
        yield* this.#eval(s.of)
        return
      case 'print':
      case 'printf': {
        const values: string[] = []
        for (const arg of s.args) values.push(out(yield* this.#eval(arg)))
        const body = s.s === 'printf' ? formatted(values[0] ?? '', values.slice(1)).text : (values.length === 0 ? this.#fields[0]! : values.join(text(this.#names.get('OFS')!))) + text(this.#names.get('ORS')!)
        if (!s.to) yield* print(this.#proc, body)
        else yield* this.#redirect(s.to[0], text(yield* this.#eval(s.to[1])), body)
        return
      }
      case 'if':
        if (truthy(yield* this.#eval(s.test))) yield* this.#statement(s.yes)
        else if (s.no) yield* this.#statement(s.no)
        return
      case 'while':
        for (let first = s.first; first || truthy(yield* this.#eval(s.test)); first = false) if (yield* this.#turn(s.body)) return
        return
      case 'for':
        if (s.start) yield* this.#statement(s.start)
        while (!s.test || truthy(yield* this.#eval(s.test))) {
          if (yield* this.#turn(s.body)) return
          if (s.step) yield* this.#statement(s.step)
        }
        return
      case 'in':
        for (const key of [...(this.#arrays.get(s.array)?.keys() ?? [])]) {
          this.#names.set(s.name, key)
          if (yield* this.#turn(s.body)) return
        }
        return
      case 'delete':
        if (!s.keys) this.#arrays.delete(s.name)
        else this.#arrays.get(s.name)?.delete(yield* this.#key(s.keys))
        return
      case 'exit':
      case 'return': throw new Leave(s.s, s.value ? yield* this.#eval(s.value) : 0)
      default: throw new Leave(s.s)
    }
  }

  *#redirect(op: string, to: string, body: string): Doing<void> {
    if (op === '|') return yield* print(this.#proc, body)
    if (to === '/dev/stderr') return yield* write(this.#proc, 2, body)
    const full = resolvePath(this.#proc.cwd, to)
    const first = !this.#opened.has(full)
    this.#opened.add(full)
    const stream = openFile(this.#proc, full, { write: true, append: op === '>>' || !first, make: true })
    if (typeof stream !== 'string') stream.write(body)
  }
  *#turn(body: Stmt): Doing<boolean> {
    try {
      yield* this.#statement(body)
    } catch (leave) {
      if (!(leave instanceof Leave) || (leave.kind !== 'break' && leave.kind !== 'continue')) throw leave
      return leave.kind === 'break'
    }
    return false
  }

  *#key(keys: readonly Expr[]): Doing<string> {
    const parts: string[] = []
    for (const k of keys) parts.push(text(yield* this.#eval(k)))
    return parts.join(text(this.#names.get('SUBSEP')!))
  }

  #array(name: string): Map<string, Value> {
    let array = this.#arrays.get(name)
    if (!array) {
      array = new Map()
      this.#arrays.set(name, array)
    }
    return array
  }

  *#eval(e: Expr): Doing<Value> {
    switch (e.e) {
      case 'const': return e.value
      case 'regex': return regex(e.source).test(this.#fields[0]!) ? 1 : 0
      case 'group': return yield* this.#eval(e.of)
      case 'field': {
        const n = num(yield* this.#eval(e.of))
        return this.#fields[n] ?? ''
      }
      case 'name': return this.#names.get(e.name) ?? ''
      case 'element': {
        const array = this.#array(e.name)
        const key = yield* this.#key(e.keys)
        if (!array.has(key)) array.set(key, '')
        return array.get(key)!
      }
      case 'in': return this.#arrays.get(e.name)?.has(yield* this.#key(e.keys)) ? 1 : 0
      case 'unary': {
        const v = yield* this.#eval(e.of)
        return e.op === '!' ? (truthy(v) ? 0 : 1) : e.op === '-' ? -num(v) : num(v)
      }
      case 'step': {
        const old = num(yield* this.#eval(e.of))
        const value = old + (e.op === '++' ? 1 : -1)
        yield* this.#set(e.of, value)
        return e.before ? value : old
      }
      case 'choice': return truthy(yield* this.#eval(e.test)) ? yield* this.#eval(e.yes) : yield* this.#eval(e.no)
      case 'assign': {
        const value = yield* this.#eval(e.value)
        const made = e.op === '' ? value : operate(e.op, yield* this.#eval(e.to), value)
        yield* this.#set(e.to, made)
        return made
      }
      case 'binary': {
        if (e.op === '~' || e.op === '!~') {
          const left = text(yield* this.#eval(e.left))
          const source = e.right.e === 'regex' ? e.right.source : text(yield* this.#eval(e.right))
          return regex(source).test(left) === (e.op === '~') ? 1 : 0
        }
        const left = yield* this.#eval(e.left)
        if (e.op === '&&') return truthy(left) && truthy(yield* this.#eval(e.right)) ? 1 : 0
        if (e.op === '||') return truthy(left) || truthy(yield* this.#eval(e.right)) ? 1 : 0
        return operate(e.op, left, yield* this.#eval(e.right))
      }
      case 'call': return yield* this.#call(e.name, e.args)
    }
  }

  *#set(to: Expr, value: Value): Doing<void> {
    if (to.e === 'name') {
      this.#names.set(to.name, value)
      if (to.name === 'NF') {
        this.#fields.length = Math.min(num(value) + 1, 100_000)
        this.#rebuild()
      }
    } else if (to.e === 'element') this.#array(to.name).set(yield* this.#key(to.keys), value)
    else if (to.e === 'field') {
      const n = num(yield* this.#eval(to.of))
      if (n === 0) return this.#record(text(value))
      for (let i = this.#fields.length; i < Math.min(n, 100_000); i++) this.#fields[i] = ''
      this.#fields[n] = text(value)
      this.#names.set('NF', this.#fields.length - 1)
      this.#rebuild()
    } else if (to.e === 'group') yield* this.#set(to.of, value)
    else throw new Unreadable('assignment to a value', 0)
  }

  #rebuild(): void {
    this.#fields[0] = Array.from(this.#fields.slice(1), (f) => f ?? '').join(text(this.#names.get('OFS')!))
  }

  *#call(name: string, args: readonly Expr[]): Doing<Value> {
    if (name === 'length' && args[0]?.e === 'name' && this.#arrays.has(args[0].name)) return this.#arrays.get(args[0].name)!.size
    if (name === 'split') {
      const parts = this.#split(text(yield* this.#eval(args[0]!)), args[2] ? (args[2].e === 'regex' ? args[2].source : text(yield* this.#eval(args[2]))) : text(this.#names.get('FS')!))
      if (args[1]?.e === 'name') this.#arrays.set(args[1].name, new Map(parts.map((p, i) => [String(i + 1), p])))
      return parts.length
    }
    if (name === 'sub' || name === 'gsub') {
      const source = args[0]!.e === 'regex' ? args[0]!.source : text(yield* this.#eval(args[0]!))
      const by = text(yield* this.#eval(args[1]!))
      const target: Expr = args[2] ?? { e: 'field', of: { e: 'const', value: 0 } }
      let count = 0
      const changed = text(yield* this.#eval(target)).replace(new RegExp(extended(source), name === 'gsub' ? 'g' : ''), (found) => {
        count++
        return by.replace(/\\&|&/g, (m) => (m === '&' ? found : '&'))
      })
      if (count > 0) yield* this.#set(target, changed)
      return count
    }
    if (name === 'match') {
      const found = regex(args[1]!.e === 'regex' ? args[1]!.source : text(yield* this.#eval(args[1]!))).exec(text(yield* this.#eval(args[0]!)))
      this.#names.set('RSTART', found ? found.index + 1 : 0)
      this.#names.set('RLENGTH', found ? found[0].length : -1)
      return found ? found.index + 1 : 0
    }
    const values: Value[] = []
    for (const arg of args) values.push(yield* this.#eval(arg))
    const [a = '', b = '', c] = values
    switch (name) {
      case 'length': return (args.length === 0 ? this.#fields[0]! : text(a)).length
      case 'substr': {
        const from = Math.round(num(b))
        const begin = Math.max(1, from)
        const end = c === undefined ? Infinity : from + Math.round(num(c))
        return text(a).slice(begin - 1, Math.max(begin - 1, end - 1))
      }
      case 'index': return text(a).indexOf(text(b)) + 1
      case 'sprintf': return formatted(text(a), values.slice(1).map(out)).text
      case 'toupper': return text(a).toUpperCase()
      case 'tolower': return text(a).toLowerCase()
      case 'int': return Math.trunc(num(a))
      case 'sqrt': return Math.sqrt(num(a))
      case 'sin': return Math.sin(num(a))
      case 'cos': return Math.cos(num(a))
      case 'atan2': return Math.atan2(num(a), num(b))
      case 'exp': return Math.exp(num(a))
      case 'log': return Math.log(num(a))
      case 'rand': return this.#proc.kernel.random()
      case 'srand': return 0
      case 'systime': return Math.floor(this.#proc.kernel.clockMs / 1000)
      case 'close':
      case 'fflush': return 0
      case 'system': {
        const argv = ['sh', '-c', text(a)]
        const found = this.#proc.kernel.commands.find(this.#proc, 'sh')
        const child = found.kind === 'program' ? this.#proc.kernel.spawn(this.#proc, argv, this.#proc.fds, (p) => found.run(p, argv)) : undefined
        if (!child) return 127
        while (child.status === undefined) yield { on: [child.ended] }
        return child.status
      }
    }
    const own = this.#program.functions.get(name)
    if (!own) throw new Unreadable(`calling undefined function ${name}`, 0)
    if (++this.#depth > 150) throw new Unreadable('recursion too deep', 0)
    const saved = own.params.map((p) => [p, this.#names.get(p)] as const)
    for (const [i, p] of own.params.entries()) this.#names.set(p, values[i] ?? '')
    try {
      yield* this.#statement(own.body)
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind !== 'return') throw leave
      return leave.value
    } finally {
      this.#depth--
      for (const [p, v] of saved) if (v === undefined) this.#names.delete(p)
      else this.#names.set(p, v)
    }
    return ''
  }
}

const cache = new Map<string, RegExp>()
function regex(source: string): RegExp {
  let known = cache.get(source)
  if (!known) {
    if (cache.size > 500) cache.clear()
    known = new RegExp(extended(source))
    cache.set(source, known)
  }
  return known
}

const num = (v: Value): number => (typeof v === 'number' ? v : Number.parseFloat(v) || 0)
const whole = (n: number): string => (Number.isInteger(n) && Math.abs(n) < 1e16 ? String(n) : floatText(n, 'g', 6))
const text = (v: Value): string => (typeof v === 'number' ? whole(v) : v)
const out = text
const looksNumeric = (v: Value): boolean => typeof v === 'number' || /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(v)
const truthy = (v: Value): boolean => (typeof v === 'number' ? v !== 0 : v !== '' && !(looksNumeric(v) && Number(v) === 0))

function operate(op: string, a: Value, b: Value): Value {
  switch (op) {
    case ' ': return text(a) + text(b)
    case '+': return num(a) + num(b)
    case '-': return num(a) - num(b)
    case '*': return num(a) * num(b)
    case '%': return num(a) % num(b)
    case '^': return num(a) ** num(b)
    case '/':
      if (num(b) === 0) throw new Unreadable('division by zero', 0)
      return num(a) / num(b)
  }
  const numbers = (looksNumeric(a) && looksNumeric(b)) || (looksNumeric(a) && b === '') || (a === '' && typeof b === 'number')
  const c = numbers ? num(a) - num(b) : text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0
  return { '<': c < 0, '<=': c <= 0, '==': c === 0, '!=': c !== 0, '>': c > 0, '>=': c >= 0 }[op] ? 1 : 0
}

export const awk: Applet = function* (proc, argv) {
  const sets: [string, string][] = []
  const rest: string[] = []
  let source: string | undefined
  let fs: string | undefined
  for (let i = 1; i < argv.length; i++) {
    const arg = argv[i]!
    if (arg === '-F') fs = argv[++i] ?? ''
    else if (/^-F./.test(arg)) fs = arg.slice(2)
    else if (arg === '-v' || /^-v./.test(arg)) {
      const set = arg === '-v' ? (argv[++i] ?? '') : arg.slice(2)
      sets.push([set.slice(0, set.indexOf('=')), set.slice(set.indexOf('=') + 1)])
    } else if (arg === '-f') source = proc.kernel.files.text(resolvePath(proc.cwd, argv[++i] ?? '')) ?? ''
    else if (source === undefined) source = arg
    else rest.push(arg)
  }
  if (source === undefined) return yield* fail(proc, argv, 'no program text')
  try {
    const run = new Awk(proc, new Parser(wordsOf(source, RULES, false)).program())
    const unescape = (s: string) => quoted(`${s.replaceAll('"', '\\"')}"`, 0, '"', false)?.s ?? s
    if (fs !== undefined) run.set('FS', fs === 't' ? '\t' : unescape(fs))
    for (const [name, value] of sets) run.set(name, unescape(value))
    let failed = false
    const code = yield* run.run(function* () {
      const files = rest.filter((r) => !/^[A-Za-z_]\w*=/.test(r))
      if (files.length === 0) return [{ name: '-', text: proc.fds[0] ? yield* readAll(proc, proc.fds[0]) : '' }]
      const all = yield* inputs(proc, argv, files)
      failed = all.failed
      return all.texts
    })
    return code || (failed ? 2 : 0)
  } catch (problem) {
    if (problem instanceof Unreadable) return yield* fail(proc, argv, proc.kernel.flavour === 'busybox' ? `cmd. line:${problem.line || 1}: ${problem.why}` : `cmd. line:${problem.line || 1}: ${problem.why}`, 2)
    if (problem instanceof SyntaxError) return yield* fail(proc, argv, 'bad regex', 2)
    throw problem
  }
}
