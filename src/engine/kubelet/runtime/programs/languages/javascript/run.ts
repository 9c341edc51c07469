// A small JavaScript, run for node -e: console.log, timers, process, variables and loops, and a server that answers.
import { nested } from '../../machine/coroutine.ts'
import { type Doing, PAY, type Process } from '../../machine/process.ts'
import { Unreadable } from '../lexer.ts'
import { define } from './globals.ts'
import { memberOf } from './members.ts'
import { operate } from './operators.ts'
import type { Node } from './tree.ts'
import { Fn, Leave, Obj, objectOf, type Scope, show, Thrown, truthy, type Value } from './values.ts'

interface Timer {
  readonly id: number
  atUs: number
  readonly everyUs: number | undefined
  readonly f: Value
}

/** Nested calls of a lean function that node's stack holds. */
const MAX_CALLS = 10_000

export class JavaScript {
  readonly proc: Process
  readonly globals: Scope = { names: new Map() }
  timers: Timer[] = []
  timerIds = 0
  readonly handlers = new Map<string, Value>()
  listening = false
  #depth = 0

  constructor(proc: Process) {
    this.proc = proc
    define(this)
  }

  *main(program: readonly Node[]): Doing<number> {
    try {
      yield* this.#block(program, this.globals)
      for (;;) {
        yield* this.#signals()
        this.proc.kernel.burn(this.proc, 1, 1 + Math.floor(this.timers.length / 50))
        if (this.proc.debtUs >= 1000) yield PAY
        const next = this.timers.reduce<Timer | undefined>((a, b) => (a && a.atUs <= b.atUs ? a : b), undefined)
        if (!next) {
          if (!this.listening) return 0
          yield {}
          continue
        }
        if (next.atUs > this.proc.kernel.nowUs) {
          yield { us: next.atUs - this.proc.kernel.nowUs }
          continue
        }
        if (next.everyUs === undefined) this.timers = this.timers.filter((t) => t !== next)
        else next.atUs += Math.max(1000, next.everyUs)
        yield* this.call(next.f, [])
      }
    } catch (thrown) {
      if (thrown instanceof Leave) {
        this.proc.fds[2]?.write(`[eval]:1\n\nSyntaxError: Illegal ${thrown.kind} statement\n\nNode.js v20.11.1\n`)
        return 1
      }
      if (!(thrown instanceof Thrown)) throw thrown
      const message = thrown.value instanceof Obj ? `${show(thrown.value.names.get('name'))}: ${show(thrown.value.names.get('message'))}` : show(thrown.value)
      this.proc.fds[2]?.write(`[eval]:1\n\n${thrown.value instanceof Obj ? '' : 'Uncaught '}${message}\n\nNode.js v20.11.1\n`)
      return 1
    }
  }

  *#signals(): Doing<void> {
    while (this.proc.pending.length > 0) {
      const f = this.handlers.get(`SIG${this.proc.pending.shift()!}`)
      if (f) yield* this.call(f, [])
    }
  }

  *#block(body: readonly Node[], scope: Scope): Doing<Value> {
    let value: Value
    for (const node of body) if (node.n === 'declare' && node.items[0]?.[1]?.n === 'function' && node.items[0][1].name) yield* this.run(node, scope)
    for (const node of body) value = yield* this.run(node, scope)
    return value
  }

  *#loop(body: Node, scope: Scope): Doing<boolean> {
    this.proc.kernel.burn(this.proc, 0.3, 0.5)
    if (this.proc.debtUs >= 1000) yield PAY
    try {
      yield* this.run(body, scope)
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind === 'return') throw leave
      return leave.kind === 'break'
    }
    return false
  }

  *run(node: Node, scope: Scope): Doing<Value> {
    this.proc.kernel.burn(this.proc, 0.2, 0.3)
    switch (node.n) {
      case 'const': return node.value
      case 'template': {
        let out = ''
        for (const part of node.parts) out += typeof part === 'string' ? part : show(yield* this.run(part, scope))
        return out
      }
      case 'name': {
        for (let s: Scope | undefined = scope; s; s = s.up) if (s.names.has(node.name)) return s.names.get(node.name)
        throw new Thrown(objectOf({ name: 'ReferenceError', message: `${node.name} is not defined` }))
      }
      case 'array': {
        const items: Value[] = []
        for (const item of node.items) items.push(yield* this.run(item, scope))
        return items
      }
      case 'object': {
        const made = new Obj()
        for (const [k, v] of node.items) made.names.set(k, yield* this.run(v, scope))
        return made
      }
      case 'function': return new Fn(node.params, node.body, scope)
      case 'declare':
        for (const [name, value] of node.items) scope.names.set(name, value ? yield* this.run(value, scope) : undefined)
        return undefined
      case 'unary': {
        if (node.op === 'typeof') {
          const v = yield* this.run(node.of, scope)
          return v instanceof Fn ? 'function' : v === null || Array.isArray(v) || v instanceof Obj ? 'object' : typeof v
        }
        const v = yield* this.run(node.of, scope)
        return node.op === '!' ? !truthy(v) : node.op === '-' ? -Number(v) : node.op === '~' ? ~Number(v) : Number(v)
      }
      case 'step': {
        const old = Number(yield* this.run(node.of, scope))
        const value = old + (node.op === '++' ? 1 : -1)
        yield* assign(this, node.of, value, scope)
        return node.before ? value : old
      }
      case 'choice': return truthy(yield* this.run(node.test, scope)) ? yield* this.run(node.yes, scope) : yield* this.run(node.no, scope)
      case 'binary': {
        const left = yield* this.run(node.left, scope)
        if (node.op === '&&') return truthy(left) ? yield* this.run(node.right, scope) : left
        if (node.op === '||') return truthy(left) ? left : yield* this.run(node.right, scope)
        if (node.op === '??') return left ?? (yield* this.run(node.right, scope))
        return operate(this, node.op, left, yield* this.run(node.right, scope))
      }
      case 'assign': {
        const value = yield* this.run(node.value, scope)
        const made = node.op === '' ? value : operate(this, node.op, yield* this.run(node.to, scope), value)
        yield* assign(this, node.to, made, scope)
        return made
      }
      case 'member': return yield* memberOf(this, yield* this.run(node.of, scope), yield* this.run(node.name, scope))
      case 'call': {
        const args: Value[] = []
        const f = yield* this.run(node.of, scope)
        for (const arg of node.args) args.push(yield* this.run(arg, scope))
        return yield* this.call(f, args)
      }
      case 'block': return yield* this.#block(node.body, { names: new Map(), up: scope })
      case 'if': return truthy(yield* this.run(node.test, scope)) ? yield* this.run(node.yes, scope) : node.no ? yield* this.run(node.no, scope) : undefined
      case 'while':
        while (truthy(yield* this.run(node.test, scope))) if (yield* this.#loop(node.body, scope)) break
        return undefined
      case 'for': {
        const inner: Scope = { names: new Map(), up: scope }
        if (node.start) yield* this.run(node.start, inner)
        while (!node.test || truthy(yield* this.run(node.test, inner))) {
          if (yield* this.#loop(node.body, inner)) break
          if (node.step) yield* this.run(node.step, inner)
        }
        return undefined
      }
      case 'of': {
        const of = yield* this.run(node.of, scope)
        for (const item of Array.isArray(of) ? of : show(of)) if (yield* this.#loop(node.body, { names: new Map([[node.name, item]]), up: scope })) break
        return undefined
      }
      case 'return': throw new Leave('return', node.value ? yield* this.run(node.value, scope) : undefined)
      case 'throw': throw new Thrown(node.value ? yield* this.run(node.value, scope) : undefined)
      default: throw new Leave(node.n)
    }
  }

  *call(f: Value, args: readonly Value[]): Doing<Value> {
    this.proc.kernel.burn(this.proc, 0.5, 0.5)
    if (this.proc.debtUs >= 1000) yield PAY
    if (!(f instanceof Fn)) throw new Thrown(objectOf({ name: 'TypeError', message: `${show(f)} is not a function` }))
    if (typeof f.body === 'function') return yield* f.body(args)
    if (++this.#depth > MAX_CALLS) throw new Thrown(objectOf({ name: 'RangeError', message: 'Maximum call stack size exceeded' }))
    const scope: Scope = { names: new Map(f.params.map((p, i) => [p, args[i]])), ...(f.scope ? { up: f.scope } : {}) }
    try {
      if (!Array.isArray(f.body)) return yield* nested(this.#depth, this.run(f.body as Node, scope))
      yield* nested(this.#depth, this.#block(f.body as readonly Node[], scope))
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind !== 'return') throw leave
      return leave.value
    } finally {
      this.#depth--
    }
    return undefined
  }
}

function* assign(js: JavaScript, to: Node, value: Value, scope: Scope): Doing<void> {
  if (to.n === 'name') {
    let s: Scope | undefined = scope
    while (s && !s.names.has(to.name)) s = s.up
    ;(s ?? js.globals).names.set(to.name, value)
  } else if (to.n === 'member') {
    const of = yield* js.run(to.of, scope)
    const name = yield* js.run(to.name, scope)
    if (of instanceof Obj) of.names.set(show(name), value)
    else if (Array.isArray(of) && Number(name) < 5_000_000) of[Number(name)] = value
  } else throw new Unreadable('this assignment', 0)
}
