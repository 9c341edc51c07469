// A small JavaScript, read: statements and expressions; classes, destructuring and async are beyond it.
import { quoted, Unreadable, wordsOf, type LexerRules, type Token } from '../lexer.ts'

/** What a program may write down as it is. */
export type Literal = undefined | null | boolean | number | string

export type Node =
  | { readonly n: 'const'; readonly value: Literal }
  | { readonly n: 'template'; readonly parts: readonly (string | Node)[] }
  | { readonly n: 'name'; readonly name: string }
  | { readonly n: 'array'; readonly items: readonly Node[] }
  | { readonly n: 'object'; readonly items: readonly (readonly [string, Node])[] }
  | { readonly n: 'unary' | 'step'; readonly op: string; readonly of: Node; readonly before?: boolean }
  | { readonly n: 'binary'; readonly op: string; readonly left: Node; readonly right: Node }
  | { readonly n: 'choice'; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly n: 'assign'; readonly op: string; readonly to: Node; readonly value: Node }
  | { readonly n: 'call'; readonly of: Node; readonly args: readonly Node[] }
  | { readonly n: 'member'; readonly of: Node; readonly name: Node }
  | { readonly n: 'function'; readonly name?: string; readonly params: readonly string[]; readonly body: Node | readonly Node[] }
  | { readonly n: 'declare'; readonly items: readonly (readonly [string, Node | undefined])[] }
  | { readonly n: 'if'; readonly test: Node; readonly yes: Node; readonly no?: Node }
  | { readonly n: 'while'; readonly test: Node; readonly body: Node }
  | { readonly n: 'for'; readonly start?: Node; readonly test?: Node; readonly step?: Node; readonly body: Node }
  | { readonly n: 'of'; readonly name: string; readonly of: Node; readonly body: Node }
  | { readonly n: 'block'; readonly body: readonly Node[] }
  | { readonly n: 'return' | 'throw'; readonly value?: Node }
  | { readonly n: 'break' | 'continue' }

const RULES: LexerRules = {
  operators: ['===', '!==', '**=', '...', '=>', '==', '!=', '<=', '>=', '&&', '||', '??', '?.', '++', '--', '+=', '-=', '*=', '/=', '%=', '**', '+', '-', '*', '/', '%', '=', '<', '>', '!', '?', ':', '.', ',', ';', '(', ')', '[', ']', '{', '}', '&', '|', '^', '~'],
  name: /[A-Za-z_$][\w$]*/y,
  comment: /\/\/[^\n]*|\/\*[^]*?\*\//y,
  text(source, at) {
    const mark = source[at]!
    if (mark !== '"' && mark !== "'" && mark !== '`') return undefined
    const read = quoted(source, at + 1, mark, mark === '`')
    return read && { ...read, prefix: mark }
  },
}

const cache = new Map<string, readonly Node[]>()

/** Parses a program; throws Unreadable. */
export function parseJavaScript(source: string): readonly Node[] {
  let known = cache.get(source)
  if (!known) {
    known = new Parser(wordsOf(source, RULES, false)).program()
    if (cache.size > 200) cache.clear()
    cache.set(source, known)
  }
  return known
}

const BINARY: readonly (readonly string[])[] = [['??', '||'], ['&&'], ['===', '!==', '==', '!='], ['<', '>', '<=', '>='], ['+', '-'], ['*', '/', '%'], ['**']]

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
  #name(): string {
    if (this.#token.k !== 'name') this.#bad()
    return this.#tokens[this.#at++]!.s
  }

  program(): Node[] {
    const out: Node[] = []
    while (this.#token.k !== 'end') if (!this.#take(';')) out.push(this.#statement())
    return out
  }

  #block(): Node[] {
    this.#need('{')
    const out: Node[] = []
    while (!this.#take('}')) {
      if (this.#token.k === 'end') this.#bad()
      if (!this.#take(';')) out.push(this.#statement())
    }
    return out
  }

  #statement(): Node {
    const word = this.#token.k === 'name' ? this.#token.s : this.#token.s === '{' && this.#token.k === 'op' ? '{' : ''
    switch (word) {
      case '{': return { n: 'block', body: this.#block() }
      case 'const':
      case 'let':
      case 'var': return this.#declare()
      case 'function': {
        this.#at++
        const name = this.#name()
        return { n: 'declare', items: [[name, { n: 'function', name, params: this.#params(), body: this.#block() }]] }
      }
      case 'if': {
        this.#at++
        this.#need('(')
        const test = this.#expr()
        this.#need(')')
        const yes = this.#statement()
        this.#take(';')
        return this.#take('else') ? { n: 'if', test, yes, no: this.#statement() } : { n: 'if', test, yes }
      }
      case 'while': {
        this.#at++
        this.#need('(')
        const test = this.#expr()
        this.#need(')')
        return { n: 'while', test, body: this.#take(';') ? { n: 'block', body: [] } : this.#statement() }
      }
      case 'for': return this.#for()
      case 'return':
      case 'throw': {
        this.#at++
        return this.#is(';') || this.#is('}') || this.#token.k === 'end' ? { n: word } : { n: word, value: this.#expr() }
      }
      case 'break':
      case 'continue':
        this.#at++
        return { n: word }
      case 'class':
      case 'async':
      case 'await':
      case 'try':
      case 'switch':
      case 'do':
      case 'import': throw new Unreadable(`the statement ${word}`, this.#token.line)
    }
    return this.#expr()
  }

  #declare(): Node {
    this.#at++
    const items: [string, Node | undefined][] = []
    do {
      if (this.#is('{') || this.#is('[')) throw new Unreadable('a destructuring declaration', this.#token.line)
      const name = this.#name()
      items.push([name, this.#take('=') ? this.#assign() : undefined])
    } while (this.#take(','))
    return { n: 'declare', items }
  }

  #for(): Node {
    this.#at++
    this.#need('(')
    if (/^(const|let|var)$/.test(this.#token.s) && this.#tokens[this.#at + 2]?.s === 'of') {
      this.#at++
      const name = this.#name()
      this.#at++
      const of = this.#expr()
      this.#need(')')
      return { n: 'of', name, of, body: this.#statement() }
    }
    const start = this.#is(';') ? undefined : /^(const|let|var)$/.test(this.#token.s) ? this.#declare() : this.#expr()
    this.#need(';')
    const test = this.#is(';') ? undefined : this.#expr()
    this.#need(';')
    const step = this.#is(')') ? undefined : this.#expr()
    this.#need(')')
    const body: Node = this.#take(';') ? { n: 'block', body: [] } : this.#statement()
    return { n: 'for', ...(start ? { start } : {}), ...(test ? { test } : {}), ...(step ? { step } : {}), body }
  }

  #params(): string[] {
    this.#need('(')
    const params: string[] = []
    while (!this.#take(')')) {
      params.push(this.#name())
      this.#take(',')
    }
    return params
  }

  #expr(): Node {
    let left = this.#assign()
    while (this.#take(',')) left = { n: 'binary', op: ',', left, right: this.#assign() }
    return left
  }

  #arrow(): Node | undefined {
    const start = this.#at
    let params: string[] | undefined
    this.#take('async')
    if (this.#token.k === 'name' && this.#tokens[this.#at + 1]?.s === '=>') params = [this.#name()]
    else if (this.#is('(')) {
      let depth = 0
      let i = this.#at
      for (; i < this.#tokens.length; i++) {
        if (this.#tokens[i]!.s === '(' && this.#tokens[i]!.k === 'op') depth++
        else if (this.#tokens[i]!.s === ')' && this.#tokens[i]!.k === 'op' && --depth === 0) break
      }
      if (this.#tokens[i + 1]?.s === '=>') params = this.#params()
    }
    if (!params || !this.#take('=>')) {
      this.#at = start
      return undefined
    }
    return { n: 'function', params, body: this.#is('{') ? this.#block() : this.#assign() }
  }

  #assign(): Node {
    const arrow = this.#arrow()
    if (arrow) return arrow
    const to = this.#choice()
    for (const op of ['=', '+=', '-=', '*=', '/=', '%=', '**=']) if (this.#take(op)) return { n: 'assign', op: op.slice(0, -1), to, value: this.#assign() }
    return to
  }

  #choice(): Node {
    const test = this.#binary(0)
    if (!this.#take('?')) return test
    const yes = this.#assign()
    this.#need(':')
    return { n: 'choice', test, yes, no: this.#assign() }
  }

  #binary(level: number): Node {
    if (level === BINARY.length) return this.#unary()
    let left = this.#binary(level + 1)
    for (;;) {
      const op = BINARY[level]!.find((o) => this.#is(o))
      if (op === undefined) return left
      this.#at++
      left = { n: 'binary', op, left, right: this.#binary(op === '**' ? level : level + 1) }
    }
  }

  #unary(): Node {
    for (const op of ['!', '-', '+', '~', 'typeof']) if (this.#take(op)) return { n: 'unary', op, of: this.#unary() }
    for (const op of ['++', '--']) if (this.#take(op)) return { n: 'step', op, of: this.#unary(), before: true }
    const isNew = this.#take('new')
    let of = this.#primary()
    for (;;) {
      if (this.#take('.') || this.#take('?.')) of = { n: 'member', of, name: { n: 'const', value: this.#name() } }
      else if (this.#take('[')) {
        of = { n: 'member', of, name: this.#expr() }
        this.#need(']')
      } else if (this.#take('(')) {
        const args: Node[] = []
        while (!this.#take(')')) {
          args.push(this.#assign())
          if (!this.#is(')')) this.#need(',')
        }
        of = { n: 'call', of, args }
      } else break
    }
    if (isNew && of.n === 'name') of = { n: 'call', of, args: [] }
    for (const op of ['++', '--']) if (this.#take(op)) return { n: 'step', op, of, before: false }
    return of
  }

  #primary(): Node {
    const t = this.#token
    if (t.k === 'number') {
      this.#at++
      return { n: 'const', value: Number(t.s) }
    }
    if (t.k === 'text') {
      this.#at++
      return t.prefix === '`' ? template(t.s) : { n: 'const', value: t.s }
    }
    if (this.#take('(')) {
      const inner = this.#expr()
      this.#need(')')
      return inner
    }
    if (this.#take('[')) {
      const items: Node[] = []
      while (!this.#take(']')) {
        items.push(this.#assign())
        if (!this.#is(']')) this.#need(',')
      }
      return { n: 'array', items }
    }
    if (this.#take('{')) {
      const items: [string, Node][] = []
      while (!this.#take('}')) {
        const key = this.#tokens[this.#at++]!
        items.push([key.s, this.#take(':') ? this.#assign() : { n: 'name', name: key.s }])
        if (!this.#is('}')) this.#need(',')
      }
      return { n: 'object', items }
    }
    if (t.k !== 'name') return this.#bad()
    this.#at++
    if (t.s === 'function') {
      if (this.#token.k === 'name') this.#at++
      return { n: 'function', params: this.#params(), body: this.#block() }
    }
    const known = new Map<string, Literal>([['true', true], ['false', false], ['null', null], ['undefined', undefined]])
    return known.has(t.s) ? { n: 'const', value: known.get(t.s) } : { n: 'name', name: t.s }
  }
}

function template(raw: string): Node {
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
      parts.push({ n: 'block', body: parseJavaScript(raw.slice(i + 2, end)) })
      i = end + 1
    } else if (raw[i] === '\\') {
      plain += quoted(`${raw.slice(i, i + 2)}\``, 0, '`', false)?.s ?? ''
      i += 2
    } else plain += raw[i++]
  }
  return { n: 'template', parts: [...parts, plain] }
}
