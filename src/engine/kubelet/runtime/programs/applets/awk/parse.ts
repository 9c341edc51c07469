// awk, read: patterns and actions, joined values, and slashes that begin a pattern.
import { quoted, Unreadable, wordsOf, type LexerRules, type Token } from '../../languages/lexer.ts'

export type Value = string | number
export type Expr =
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
export type Stmt =
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
export interface Rule {
  readonly when: 'BEGIN' | 'END' | 'line'
  readonly from?: Expr
  readonly to?: Expr
  readonly body?: Stmt
}
export interface AwkProgram {
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

  program(): AwkProgram {
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

/** Parses a program; throws Unreadable. */
export const parseAwk = (source: string): AwkProgram => new Parser(wordsOf(source, RULES, false)).program()
