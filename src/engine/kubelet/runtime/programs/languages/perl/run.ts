// A small Perl, run: print, variables, lists, loops, sleep, exit, die, and bignum's bpi. No regular expressions, no references.
import { Exit, PAY, type Doing, type Process } from '../../machine/process.ts'
import { signalCalled } from '../../machine/signals.ts'
import { Unreadable } from '../lexer.ts'
import { fill } from './fill.ts'
import { callFunction } from './functions.ts'
import { operate } from './operators.ts'
import { assign, assignList, elementOf } from './places.ts'
import type { Expr, Scalar, Stmt } from './tree.ts'
import { Leave, numeric, text, truthy } from './values.ts'

export interface PerlInit {
  readonly args: readonly string[]
  readonly newline: boolean
  readonly bignum: boolean
  readonly file: string
}

export class Perl {
  readonly proc: Process
  readonly init: PerlInit
  readonly scalars = new Map<string, Scalar>()
  readonly arrays = new Map<string, Scalar[]>()
  readonly hashes = new Map<string, Map<string, Scalar>>()
  readonly subs = new Map<string, readonly Stmt[]>()
  readonly #handlers = new Map<string, readonly Stmt[]>()
  buffer = ''
  depth = 0

  constructor(proc: Process, init: PerlInit) {
    this.proc = proc
    this.init = init
    this.arrays.set('@ARGV', [...init.args])
    this.hashes.set('%ENV', new Map(proc.env))
    this.scalars.set('$0', init.file)
  }

  *main(program: readonly Stmt[]): Doing<number> {
    let code = 0
    try {
      yield* this.block(program)
    } catch (thrown) {
      if (thrown instanceof Leave) code = thrown.kind === 'return' ? 0 : this.#outside(thrown.kind)
      else if (thrown instanceof Exit && !this.proc.endedBy) code = thrown.code
      else throw thrown
    }
    yield* this.flush()
    return code
  }

  #outside(word: string): number {
    this.proc.fds[2]?.write(`Can't "${word}" outside a loop block at ${this.init.file} line 1.\n`)
    return 255
  }

  *flush(): Doing<void> {
    const text = this.buffer
    this.buffer = ''
    const out = this.proc.fds[1]
    while (out && text !== '' && out.write(text) === 'full') yield { on: [out.changed] }
  }

  *block(body: readonly Stmt[]): Doing<void> {
    for (const s of body) yield* this.#statement(s)
  }

  *step(): Doing<void> {
    this.proc.kernel.burn(this.proc, 1, 1)
    if (this.proc.debtUs >= 1000) yield PAY
    while (this.proc.pending.length > 0) {
      const handler = this.#handlers.get(this.proc.pending.shift()!)
      if (handler) yield* this.block(handler)
    }
  }

  *#statement(s: Stmt): Doing<void> {
    yield* this.step()
    switch (s.s) {
      case 'expr':
        yield* this.list(s.of)
        return
      case 'if':
        for (const [test, body] of s.clauses) if (truthy(yield* this.eval(test))) return yield* this.block(body)
        return yield* this.block(s.otherwise)
      case 'while':
        while (truthy(yield* this.eval(s.test))) if (yield* this.#turn(s.body)) return
        return
      case 'for':
        if (s.start) yield* this.eval(s.start)
        while (!s.test || truthy(yield* this.eval(s.test))) {
          if (yield* this.#turn(s.body)) return
          if (s.step) yield* this.eval(s.step)
        }
        return
      case 'foreach': {
        const old = this.scalars.get(s.name)
        for (const item of yield* this.list(s.of)) {
          this.scalars.set(s.name, item)
          if (yield* this.#turn(s.body)) break
        }
        this.scalars.set(s.name, old)
        return
      }
      case 'sub':
        this.subs.set(s.name, s.body)
        return
      default: throw new Leave(s.s)
    }
  }

  *#turn(body: readonly Stmt[]): Doing<boolean> {
    yield* this.step()
    try {
      yield* this.block(body)
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind === 'return') throw leave
      return leave.kind === 'last'
    }
    return false
  }

  *list(e: Expr): Doing<Scalar[]> {
    switch (e.e) {
      case 'list': {
        const out: Scalar[] = []
        for (const item of e.items) out.push(...(yield* this.list(item)))
        return out
      }
      case 'range': {
        const from = numeric(yield* this.eval(e.from))
        const to = numeric(yield* this.eval(e.to))
        if (to - from > 1_000_000) this.proc.kernel.allocate(this.proc, (to - from) * 32)
        if (to - from > 5_000_000) throw new Unreadable('a list of more than five million', 0)
        return Array.from({ length: Math.max(0, Math.floor(to) - Math.floor(from) + 1) }, (_, i) => Math.floor(from) + i)
      }
      case 'array': return [...(this.arrays.get(e.name) ?? [])]
      case 'hash': return [...(this.hashes.get(e.name) ?? [])].flat()
      case 'assign':
        if (e.to.e === 'array' || e.to.e === 'hash' || e.to.e === 'list') {
          const values = yield* this.list(e.value)
          assignList(this, e.to, values)
          return values
        }
        break
      case 'call': return yield* callFunction(this, e)
    }
    return [yield* this.eval(e)]
  }

  *eval(e: Expr): Doing<Scalar> {
    switch (e.e) {
      case 'const': return e.value
      case 'fill': return fill(this, e.text)
      case 'scalar': return this.scalar(e.name)
      case 'array': return (this.arrays.get(e.name) ?? []).length
      case 'hash': return this.hashes.get(e.name)?.size ?? 0
      case 'element': return yield* elementOf(this, e)
      case 'list':
      case 'range':
      case 'call': return (yield* this.list(e)).at(-1)
      case 'choice': return truthy(yield* this.eval(e.test)) ? yield* this.eval(e.yes) : yield* this.eval(e.no)
      case 'unary': {
        const v = yield* this.eval(e.of)
        return e.op === '!' ? (truthy(v) ? '' : 1) : e.op === '-' ? (typeof v === 'bigint' ? -v : -numeric(v)) : v
      }
      case 'step': {
        const old = yield* this.eval(e.of)
        const value = numeric(old) + (e.op === '++' ? 1 : -1)
        yield* assign(this, e.of, value)
        return e.before ? value : (old ?? 0)
      }
      case 'assign': {
        if (e.to.e === 'array' || e.to.e === 'hash' || e.to.e === 'list') return (yield* this.list(e)).length
        const target = e.to
        if (target.e === 'element' && target.name === '%SIG' && e.value.e === 'sub') {
          const signal = signalCalled(text(yield* this.eval(target.at)))
          if (signal) {
            this.proc.handlers.set(signal, 'catch')
            this.#handlers.set(signal, e.value.body)
          }
          return ''
        }
        const value = e.op === '' ? yield* this.eval(e.value) : e.op === '||' || e.op === '&&' ? yield* this.eval({ e: 'binary', op: e.op, left: target, right: e.value }) : operate(this, e.op, yield* this.eval(target), yield* this.eval(e.value))
        yield* assign(this, target, value)
        return value
      }
      case 'binary': {
        const left = yield* this.eval(e.left)
        if (e.op === '||') return truthy(left) ? left : yield* this.eval(e.right)
        if (e.op === '&&') return truthy(left) ? yield* this.eval(e.right) : left
        if (e.op === '//') return left !== undefined ? left : yield* this.eval(e.right)
        return operate(this, e.op, left, yield* this.eval(e.right))
      }
      case 'sub': throw new Unreadable('a reference to a subroutine', 0)
    }
  }

  scalar(name: string): Scalar {
    if (name === '$$') return this.proc.pid
    return this.scalars.get(name)
  }

  die(message: string): never {
    this.proc.fds[1]?.write(this.buffer)
    this.buffer = ''
    this.proc.fds[2]?.write(message.endsWith('\n') ? message : `${message} at ${this.init.file} line 1.\n`)
    throw new Exit(255)
  }
}
