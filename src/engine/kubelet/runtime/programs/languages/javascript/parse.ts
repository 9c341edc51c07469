// Reads a small JavaScript: its statements; classes, destructuring and async are beyond it.
import { quoted, Unreadable, wordsOf, type LexerRules } from '../lexer.ts'
import { withoutLines } from '../reader.ts'
import { Expressions } from './expressions.ts'
import type { Node } from './tree.ts'

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
    known = new Parser(withoutLines(wordsOf(source, RULES, false))).program()
    if (cache.size > 200) cache.clear()
    cache.set(source, known)
  }
  return known
}

class Parser extends Expressions {
  inner(source: string): readonly Node[] {
    return parseJavaScript(source)
  }

  program(): Node[] {
    const out: Node[] = []
    while (this.token.k !== 'end') if (!this.take(';')) out.push(this.statement())
    return out
  }

  block(): Node[] {
    this.need('{')
    const out: Node[] = []
    while (!this.take('}')) {
      if (this.token.k === 'end') this.bad()
      if (!this.take(';')) out.push(this.statement())
    }
    return out
  }

  statement(): Node {
    const word = this.token.k === 'name' ? this.token.s : this.token.s === '{' && this.token.k === 'op' ? '{' : ''
    switch (word) {
      case '{': return { n: 'block', body: this.block() }
      case 'const':
      case 'let':
      case 'var': return this.declare()
      case 'function': {
        this.at++
        const name = this.name()
        return { n: 'declare', items: [[name, { n: 'function', name, params: this.params(), body: this.block() }]] }
      }
      case 'if': {
        this.at++
        this.need('(')
        const test = this.expr()
        this.need(')')
        const yes = this.statement()
        this.take(';')
        return this.take('else') ? { n: 'if', test, yes, no: this.statement() } : { n: 'if', test, yes }
      }
      case 'while': {
        this.at++
        this.need('(')
        const test = this.expr()
        this.need(')')
        return { n: 'while', test, body: this.take(';') ? { n: 'block', body: [] } : this.statement() }
      }
      case 'for': return this.for()
      case 'return':
      case 'throw': {
        this.at++
        return this.is(';') || this.is('}') || this.token.k === 'end' ? { n: word } : { n: word, value: this.expr() }
      }
      case 'break':
      case 'continue':
        this.at++
        return { n: word }
      case 'class':
      case 'async':
      case 'await':
      case 'try':
      case 'switch':
      case 'do':
      case 'import': throw new Unreadable(`the statement ${word}`, this.token.line)
    }
    return this.expr()
  }

  declare(): Node {
    this.at++
    const items: [string, Node | undefined][] = []
    do {
      if (this.is('{') || this.is('[')) throw new Unreadable('a destructuring declaration', this.token.line)
      const name = this.name()
      items.push([name, this.take('=') ? this.assign() : undefined])
    } while (this.take(','))
    return { n: 'declare', items }
  }

  for(): Node {
    this.at++
    this.need('(')
    if (/^(const|let|var)$/.test(this.token.s) && this.tokens[this.at + 2]?.s === 'of') {
      this.at++
      const name = this.name()
      this.at++
      const of = this.expr()
      this.need(')')
      return { n: 'of', name, of, body: this.statement() }
    }
    const start = this.is(';') ? undefined : /^(const|let|var)$/.test(this.token.s) ? this.declare() : this.expr()
    this.need(';')
    const test = this.is(';') ? undefined : this.expr()
    this.need(';')
    const step = this.is(')') ? undefined : this.expr()
    this.need(')')
    const body: Node = this.take(';') ? { n: 'block', body: [] } : this.statement()
    return { n: 'for', ...(start ? { start } : {}), ...(test ? { test } : {}), ...(step ? { step } : {}), body }
  }
}
