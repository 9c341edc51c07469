// Reads a small Python: its statements, line by line and block by block. No generators, no decorators, no async.
import { Unreadable, wordsOf } from '../lexer.ts'
import { Expressions } from './expressions.ts'
import type { Expr, Stmt } from './tree.ts'
import { RULES } from './words.ts'

const cache = new Map<string, readonly Stmt[] | Unreadable>()

/** Parses a program; throws Unreadable. */
export function parsePython(source: string): readonly Stmt[] {
  let known = cache.get(source)
  if (!known) {
    try {
      known = new Parser(wordsOf(source, RULES, true), 'invalid syntax').program()
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

class Parser extends Expressions {
  inner(source: string): readonly Stmt[] {
    return parsePython(source)
  }

  program(): Stmt[] {
    const out: Stmt[] = []
    while (this.token.k !== 'end') {
      if (this.token.k === 'newline') this.at++
      else out.push(...this.statement())
    }
    return out
  }

  block(): Stmt[] {
    this.need(':')
    if (this.token.k !== 'newline') return this.simpleLine()
    while (this.token.k === 'newline') this.at++
    if (this.token.k !== 'indent') throw new Unreadable('expected an indented block', this.token.line)
    this.at++
    const out: Stmt[] = []
    while (this.token.k !== 'dedent' && this.token.k !== 'end') {
      if (this.token.k === 'newline') this.at++
      else out.push(...this.statement())
    }
    if (this.token.k === 'dedent') this.at++
    return out
  }

  statement(): Stmt[] {
    const { line } = this.token
    if (this.token.k === 'name') {
      switch (this.token.s) {
        case 'if': {
          const clauses: [Expr, Stmt[]][] = []
          let otherwise: Stmt[] = []
          do {
            this.at++
            const test = this.named()
            clauses.push([test, this.block()])
          } while (this.is('elif'))
          if (this.take('else')) otherwise = this.block()
          return [{ s: 'if', clauses, otherwise, line }]
        }
        case 'while': {
          this.at++
          const test = this.named()
          const body = this.block()
          return [{ s: 'while', test, body, otherwise: this.take('else') ? this.block() : [], line }]
        }
        case 'for': {
          this.at++
          const target = this.targets()
          this.need('in')
          const of = this.tuple()
          const body = this.block()
          return [{ s: 'for', target, of, body, otherwise: this.take('else') ? this.block() : [], line }]
        }
        case 'def': {
          this.at++
          const name = this.name()
          this.need('(')
          const params = this.params(')')
          this.need(')')
          if (this.take('->')) this.expr()
          return [{ s: 'def', name, params, body: this.block(), line }]
        }
        case 'class': {
          this.at++
          const name = this.name()
          const bases: Expr[] = []
          if (this.take('(')) {
            while (!this.is(')')) {
              bases.push(this.expr())
              if (!this.take(',')) break
            }
            this.need(')')
          }
          return [{ s: 'class', name, bases, body: this.block(), line }]
        }
        case 'try': {
          this.at++
          const body = this.block()
          const handlers: { types?: Expr; name?: string; body: Stmt[] }[] = []
          while (this.take('except')) {
            const types = this.is(':') ? undefined : this.tuple()
            const name = this.take('as') ? this.name() : undefined
            handlers.push({ ...(types ? { types } : {}), ...(name === undefined ? {} : { name }), body: this.block() })
          }
          const otherwise = this.take('else') ? this.block() : []
          return [{ s: 'try', body, handlers, otherwise, finally: this.take('finally') ? this.block() : [], line }]
        }
        case 'with': {
          this.at++
          const of = this.expr()
          const name = this.take('as') ? this.targets() : undefined
          return [{ s: 'with', of, ...(name ? { name } : {}), body: this.block(), line }]
        }
      }
    }
    return this.simpleLine()
  }

  simpleLine(): Stmt[] {
    const out = [this.simple()]
    while (this.take(';')) {
      if (this.token.k === 'newline' || this.token.k === 'end') break
      out.push(this.simple())
    }
    if (this.token.k === 'newline') this.at++
    else if (this.token.k !== 'end' && this.token.k !== 'dedent') this.bad()
    return out
  }

  simple(): Stmt {
    const { line } = this.token
    if (this.token.k === 'name') {
      const word = this.token.s
      switch (word) {
        case 'pass':
        case 'break':
        case 'continue':
          this.at++
          return { s: word, line }
        case 'return':
        case 'raise': {
          this.at++
          const value = this.ends() ? undefined : this.tuple()
          if (word === 'raise' && this.take('from')) this.expr()
          return { s: word, ...(value ? { value } : {}), line }
        }
        case 'global':
        case 'nonlocal': {
          this.at++
          const names = [this.name()]
          while (this.take(',')) names.push(this.name())
          return { s: 'global', names, line }
        }
        case 'del': {
          this.at++
          const targets = [this.expr()]
          while (this.take(',')) targets.push(this.expr())
          return { s: 'del', targets, line }
        }
        case 'assert': {
          this.at++
          const test = this.expr()
          return { s: 'assert', test, ...(this.take(',') ? { message: this.expr() } : {}), line }
        }
        case 'import':
          return this.import(line)
        case 'from': {
          this.at++
          const module = this.dotted()
          this.need('import')
          const open = this.take('(')
          const names: [string, string][] = []
          do {
            if (open && this.is(')')) break
            const name = this.take('*') ? '*' : this.name()
            names.push([name, this.take('as') ? this.name() : name])
          } while (this.take(','))
          if (open) this.need(')')
          return { s: 'import', module, names, line }
        }
      }
    }
    const first = this.tuple()
    for (const op of ['+=', '-=', '*=', '/=', '//=', '%=', '**=', '&=', '|=', '^=', '<<=', '>>=']) {
      if (this.take(op)) return { s: 'augment', target: first, op: op.slice(0, -1), value: this.tuple(), line }
    }
    if (this.take(':')) {
      this.expr()
      if (!this.is('=')) return { s: 'pass', line }
    }
    if (!this.is('=')) return { s: 'expr', of: first, line }
    const targets = [first]
    let value = first
    while (this.take('=')) {
      value = this.tuple()
      targets.push(value)
    }
    targets.pop()
    return { s: 'assign', targets, value, line }
  }

  /** import a, b as c: several in one statement become the last of a chain. */
  import(line: number): Stmt {
    this.at++
    const all: { module: string; as?: string }[] = []
    do {
      const module = this.dotted()
      all.push({ module, ...(this.take('as') ? { as: this.name() } : {}) })
    } while (this.take(','))
    if (all.length === 1) return { s: 'import', ...all[0]!, line }
    return { s: 'if', clauses: [[{ e: 'const', value: true }, all.map((one) => ({ s: 'import' as const, ...one, line }))]], otherwise: [], line }
  }

  dotted(): string {
    let name = this.name()
    while (this.take('.')) name += `.${this.name()}`
    return name
  }
}
