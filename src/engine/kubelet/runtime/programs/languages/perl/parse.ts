// Reads a small Perl: its statements, and what may follow one (… if …; … for …).
import { wordsOf } from '../lexer.ts'
import { withoutLines } from '../reader.ts'
import { Expressions } from './expressions.ts'
import type { Expr, Stmt } from './tree.ts'
import { RULES } from './words.ts'

const cache = new Map<string, readonly Stmt[]>()

/** Parses a program; throws Unreadable. */
export function parsePerl(source: string): readonly Stmt[] {
  let known = cache.get(source)
  if (!known) {
    known = new Parser(withoutLines(wordsOf(source.replace(/^__END__[^]*/m, ''), RULES, false))).program()
    if (cache.size > 200) cache.clear()
    cache.set(source, known)
  }
  return known
}

class Parser extends Expressions {
  program(): Stmt[] {
    const out: Stmt[] = []
    while (this.token.k !== 'end') {
      if (this.take(';')) continue
      out.push(...this.statement())
    }
    return out
  }

  block(): Stmt[] {
    this.need('{')
    const out: Stmt[] = []
    while (!this.take('}')) {
      if (this.token.k === 'end') this.bad()
      if (this.take(';')) continue
      out.push(...this.statement())
    }
    return out
  }

  statement(): Stmt[] {
    const word = this.token.k === 'name' ? this.token.s : ''
    switch (word) {
      case 'use':
      case 'no': {
        while (!this.is(';') && this.token.k !== 'end') this.at++
        return []
      }
      case 'if':
      case 'unless': {
        const clauses: [Expr, Stmt[]][] = []
        let not = word === 'unless'
        do {
          this.at++
          this.need('(')
          const test = this.expr()
          this.need(')')
          clauses.push([not ? { e: 'unary', op: '!', of: test } : test, this.block()])
          not = false
        } while (this.is('elsif'))
        return [{ s: 'if', clauses, otherwise: this.take('else') ? this.block() : [] }]
      }
      case 'while':
      case 'until': {
        this.at++
        this.need('(')
        const test: Expr = this.is(')') ? { e: 'const', value: 1 } : this.expr()
        this.need(')')
        return [{ s: 'while', test: word === 'until' ? { e: 'unary', op: '!', of: test } : test, body: this.block() }]
      }
      case 'for':
      case 'foreach': return [this.for()]
      case 'sub': {
        const name = this.tokens[this.at + 1]
        if (name?.k === 'name') {
          this.at += 2
          return [{ s: 'sub', name: name.s, body: this.block() }]
        }
        break
      }
      case 'last':
      case 'next':
        this.at++
        return [this.modified({ s: word })]
    }
    if (this.is('{')) return this.block()
    return [this.modified({ s: 'expr', of: this.expr() })]
  }

  for(): Stmt {
    this.at++
    this.take('my')
    let name = '$_'
    if (this.token.k === 'name' && this.token.s.startsWith('$')) name = this.tokens[this.at++]!.s
    this.need('(')
    const start = this.is(';') ? undefined : this.is(')') ? ({ e: 'list', items: [] } as Expr) : this.expr()
    if (this.take(';')) {
      const test = this.is(';') ? undefined : this.expr()
      this.need(';')
      const step = this.is(')') ? undefined : this.expr()
      this.need(')')
      return { s: 'for', start, test, step, body: this.block() }
    }
    this.need(')')
    return { s: 'foreach', name, of: start!, body: this.block() }
  }

  /** print 1 if $x; … for 1..3; */
  modified(statement: Stmt): Stmt {
    for (;;) {
      if (this.take('if')) statement = { s: 'if', clauses: [[this.expr(), [statement]]], otherwise: [] }
      else if (this.take('unless')) statement = { s: 'if', clauses: [[{ e: 'unary', op: '!', of: this.expr() }, [statement]]], otherwise: [] }
      else if (this.take('for') || this.take('foreach')) statement = { s: 'foreach', name: '$_', of: this.expr(), body: [statement] }
      else if (this.take('while')) statement = { s: 'while', test: this.expr(), body: [statement] }
      else break
    }
    if (!this.take(';') && !this.is('}') && this.token.k !== 'end') this.bad()
    return statement
  }
}
