// Reads awk: patterns and actions.
import { type LexerRules, quoted, wordsOf } from '../../languages/lexer.ts'
import { Expressions } from './expressions.ts'
import type { AwkProgram, Expr, Rule, Stmt } from './tree.ts'

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

class Parser extends Expressions {
  newlines(): void {
    while (this.token.k === 'newline' || this.is(';')) this.at++
  }

  program(): AwkProgram {
    const rules: Rule[] = []
    const functions = new Map<string, { params: string[]; body: Stmt }>()
    for (;;) {
      this.newlines()
      if (this.token.k === 'end') return { rules, functions }
      if (this.take('function') || this.take('func')) {
        const name = this.word()
        this.need('(')
        const params: string[] = []
        while (!this.take(')')) {
          params.push(this.word())
          this.take(',')
        }
        this.skip()
        functions.set(name, { params, body: this.block() })
        continue
      }
      const word = this.token.s
      if ((word === 'BEGIN' || word === 'END') && this.token.k === 'name') {
        this.at++
        this.skip()
        rules.push({ when: word, body: this.block() })
        continue
      }
      const from = this.is('{') ? undefined : this.expr()
      const to = from && this.take(',') ? this.expr() : undefined
      const body = this.is('{') ? this.block() : undefined
      rules.push({ when: 'line', ...(from ? { from } : {}), ...(to ? { to } : {}), ...(body ? { body } : {}) })
    }
  }

  block(): Stmt {
    this.need('{')
    const body: Stmt[] = []
    for (;;) {
      this.newlines()
      if (this.take('}')) return { s: 'block', body }
      if (this.token.k === 'end') this.bad()
      body.push(this.statement())
    }
  }

  statement(): Stmt {
    const word = this.token.k === 'name' ? this.token.s : ''
    if (this.is('{')) return this.block()
    if (this.take(';')) return { s: 'block', body: [] }
    switch (word) {
      case 'if': {
        this.at++
        this.need('(')
        const test = this.expr()
        this.need(')')
        this.skip()
        const yes = this.statement()
        const back = this.at
        this.newlines()
        if (this.take('else')) {
          this.skip()
          return { s: 'if', test, yes, no: this.statement() }
        }
        this.at = back
        return { s: 'if', test, yes }
      }
      case 'while': {
        this.at++
        this.need('(')
        const test = this.expr()
        this.need(')')
        this.skip()
        return { s: 'while', test, body: this.statement(), first: false }
      }
      case 'do': {
        this.at++
        this.skip()
        const body = this.statement()
        this.newlines()
        this.need('while')
        this.need('(')
        const test = this.expr()
        this.need(')')
        return { s: 'while', test, body, first: true }
      }
      case 'for': return this.for()
    }
    return this.simple()
  }

  for(): Stmt {
    this.at++
    this.need('(')
    if (this.token.k === 'name' && this.tokens[this.at + 1]?.s === 'in' && this.tokens[this.at + 3]?.s === ')') {
      const name = this.token.s
      const array = this.tokens[this.at + 2]!.s
      this.at += 4
      this.skip()
      return { s: 'in', name, array, body: this.statement() }
    }
    const start = this.is(';') ? undefined : this.simple()
    this.need(';')
    const test = this.is(';') ? undefined : this.expr()
    this.need(';')
    const step = this.is(')') ? undefined : this.simple()
    this.need(')')
    this.skip()
    return { s: 'for', ...(start ? { start } : {}), ...(test ? { test } : {}), ...(step ? { step } : {}), body: this.statement() }
  }

  simple(): Stmt {
    const word = this.token.k === 'name' ? this.token.s : ''
    switch (word) {
      case 'print':
      case 'printf': {
        this.at++
        this.noGreater++
        let args: Expr[] = []
        if (!this.ends()) {
          if (this.is('(')) {
            // print (a, b) > "file": the parentheses may hold the whole list.
            const back = this.at
            this.at++
            this.noGreater = 0
            args = this.list(')')
            this.noGreater = 1
            this.need(')')
            if (!this.ends() && !this.is('>') && !this.is('>>') && !this.is('|')) {
              this.at = back
              args = this.list()
            }
          } else args = this.list()
        }
        this.noGreater = 0
        for (const op of ['>>', '>', '|']) if (this.take(op)) return { s: word, args, to: [op, this.binary(5)] }
        return { s: word, args }
      }
      case 'next':
      case 'break':
      case 'continue':
        this.at++
        return { s: word }
      case 'exit':
      case 'return':
        this.at++
        return this.ends() ? { s: word } : { s: word, value: this.expr() }
      case 'delete': {
        this.at++
        const name = this.word()
        if (!this.take('[')) return { s: 'delete', name }
        const keys = this.list(']')
        this.need(']')
        return { s: 'delete', name, keys }
      }
    }
    return { s: 'expr', of: this.expr() }
  }

  ends(): boolean {
    return this.token.k === 'newline' || this.token.k === 'end' || this.is(';') || this.is('}') || this.is('>') || this.is('>>') || this.is('|')
  }
}

/** Parses a program; throws Unreadable. */
export const parseAwk = (source: string): AwkProgram => new Parser(wordsOf(source, RULES, false), 'syntax error').program()
