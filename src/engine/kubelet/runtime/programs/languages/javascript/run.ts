// A small JavaScript, run for node -e: console.log, timers, process, variables and loops, and a server that answers.
import { listen } from '../../applets/servers.ts'
import { Exit, PAY, type Doing, type Process } from '../../machine/process.ts'
import { signalCalled } from '../../machine/signals.ts'
import { Unreadable } from '../lexer.ts'
import type { Node } from './parse.ts'

type Value = undefined | null | boolean | number | string | Value[] | Fn | Obj
class Obj {
  readonly names = new Map<string, Value>()
}
type Native = (args: readonly Value[]) => Doing<Value>
class Fn {
  readonly params: readonly string[]
  readonly body: Node | readonly Node[] | Native
  readonly scope: Scope | undefined
  constructor(params: readonly string[], body: Node | readonly Node[] | Native, scope?: Scope) {
    this.params = params
    this.body = body
    this.scope = scope
  }
}
interface Scope {
  readonly names: Map<string, Value>
  readonly up?: Scope
}

class Leave {
  readonly kind: 'break' | 'continue' | 'return'
  readonly value: Value
  constructor(kind: 'break' | 'continue' | 'return', value: Value = undefined) {
    this.kind = kind
    this.value = value
  }
}
class Thrown {
  readonly value: Value
  constructor(value: Value) {
    this.value = value
  }
}

interface Timer {
  readonly id: number
  atUs: number
  readonly everyUs: number | undefined
  readonly f: Value
}

export class JavaScript {
  readonly #proc: Process
  readonly #globals: Scope = { names: new Map() }
  #timers: Timer[] = []
  #timerIds = 0
  readonly #handlers = new Map<string, Value>()
  #listening = false
  #depth = 0

  constructor(proc: Process) {
    this.#proc = proc
    this.#define()
  }

  *main(program: readonly Node[]): Doing<number> {
    try {
      yield* this.#block(program, this.#globals)
      for (;;) {
        yield* this.#signals()
        const next = this.#timers.reduce<Timer | undefined>((a, b) => (a && a.atUs <= b.atUs ? a : b), undefined)
        if (!next) {
          if (!this.#listening) return 0
          yield {}
          continue
        }
        if (next.atUs > this.#proc.kernel.nowUs) {
          yield { us: next.atUs - this.#proc.kernel.nowUs }
          continue
        }
        if (next.everyUs === undefined) this.#timers = this.#timers.filter((t) => t !== next)
        else next.atUs += Math.max(1000, next.everyUs)
        yield* this.#call(next.f, [])
      }
    } catch (thrown) {
      if (thrown instanceof Leave) {
        this.#proc.fds[2]?.write(`[eval]:1\n\nSyntaxError: Illegal ${thrown.kind} statement\n\nNode.js v20.11.1\n`)
        return 1
      }
      if (!(thrown instanceof Thrown)) throw thrown
      const message = thrown.value instanceof Obj ? `${show(thrown.value.names.get('name'))}: ${show(thrown.value.names.get('message'))}` : show(thrown.value)
      this.#proc.fds[2]?.write(`[eval]:1\n\n${thrown.value instanceof Obj ? '' : 'Uncaught '}${message}\n\nNode.js v20.11.1\n`)
      return 1
    }
  }

  *#signals(): Doing<void> {
    while (this.#proc.pending.length > 0) {
      const f = this.#handlers.get(`SIG${this.#proc.pending.shift()!}`)
      if (f) yield* this.#call(f, [])
    }
  }

  #native(f: (...args: Value[]) => Value): Fn {
    return new Fn([], function* (args) {
      return f(...args)
    })
  }

  #object(entries: Readonly<Record<string, Value>>): Obj {
    const made = new Obj()
    for (const [k, v] of Object.entries(entries)) made.names.set(k, v)
    return made
  }

  #define(): void {
    const proc = this.#proc
    const out = (fd: number) => new Fn([], function* (args) {
      const stream = proc.fds[fd]
      proc.kernel.burn(proc, 5, 4)
      while (stream && stream.write(`${args.map(show).join(' ')}\n`) === 'full') yield { on: [stream.changed] }
      return undefined
    })
    const timer = (repeats: boolean) => this.#native((f, ms) => {
      const us = Math.max(1, Number(ms ?? 0) || 0) * 1000
      this.#timers.push({ id: ++this.#timerIds, atUs: proc.kernel.nowUs + us, everyUs: repeats ? us : undefined, f })
      return this.#timerIds
    })
    const clear = this.#native((id) => {
      this.#timers = this.#timers.filter((t) => t.id !== id)
      return undefined
    })
    const log = out(1)
    const names = this.#globals.names
    names.set('console', this.#object({ log, info: log, error: out(2), warn: out(2) }))
    names.set('setTimeout', timer(false)).set('setInterval', timer(true)).set('setImmediate', timer(false)).set('clearInterval', clear).set('clearTimeout', clear)
    names.set('process', this.#object({
      exit: new Fn([], function* (args) {
        throw new Exit(Number(args[0] ?? 0) & 255)
      }),
      env: this.#object(Object.fromEntries(proc.env)), argv: ['/usr/local/bin/node'], pid: proc.pid, version: 'v20.11.1', uptime: this.#native(() => proc.kernel.nowUs / 1e6),
      on: this.#native((name, f) => {
        const signal = signalCalled(show(name))
        if (signal) proc.handlers.set(signal, 'catch')
        if (signal) this.#handlers.set(`SIG${signal}`, f)
        return undefined
      }),
      stdout: this.#object({ write: this.#native((text) => {
        proc.fds[1]?.write(show(text))
        return true
      }) }),
      memoryUsage: this.#native(() => this.#object({ rss: proc.memory })),
    }))
    names.set('Date', this.#object({ now: this.#native(() => proc.kernel.clockMs) }))
    names.set('Math', this.#object({ PI: Math.PI, E: Math.E, random: this.#native(() => proc.kernel.random()), ...Object.fromEntries((['floor', 'ceil', 'round', 'sqrt', 'abs', 'max', 'min', 'pow', 'sin', 'cos', 'trunc', 'log'] as const).map((f) => [f, this.#native((...args) => (Math[f] as (...n: number[]) => number)(...args.map(Number)))])) }))
    names.set('JSON', this.#object({ stringify: this.#native((v) => json(v)) }))
    names.set('String', this.#native((v) => show(v))).set('Number', this.#native((v) => Number(v))).set('parseInt', this.#native((v) => Number.parseInt(show(v), 10)))
    names.set('Error', this.#native((message) => this.#object({ name: 'Error', message: show(message ?? '') })))
    names.set('require', this.#native((name) => this.#module(show(name))))
  }

  #module(name: string): Value {
    const proc = this.#proc
    switch (name.replace(/^node:/, '')) {
      case 'os': return this.#object({ hostname: this.#native(() => proc.kernel.start.hostname), cpus: this.#native(() => [1, 2]), EOL: '\n' })
      case 'http': return this.#object({ createServer: this.#native((handler) => this.#object({
        listen: new Fn([], (args) => this.#listen(Number(args[0]), handler, args.findLast((a) => a instanceof Fn))), close: this.#native(() => {
          this.#listening = false
          return undefined
        }),
      })) })
      default: throw new Unreadable(`require('${name}')`, 0)
    }
  }

  *#listen(port: number, handler: Value, ready: Value): Doing<Value> {
    this.#listening = true
    const statusOf = { body: '' }
    yield* listen(this.#proc, port, (request) => {
      statusOf.body = ''
      const response = this.#object({
        statusCode: 200, setHeader: this.#native(() => undefined), write: this.#native((t) => {
          statusOf.body += show(t)
          return true
        }), end: this.#native((t) => {
          statusOf.body += t === undefined ? '' : show(t)
          return undefined
        }),
      })
      response.names.set('writeHead', this.#native((code) => {
        response.names.set('statusCode', code)
        return response
      }))
      // The handler runs to its end at once: what it would wait for does not count here.
      const run = this.#call(handler, [this.#object({ url: request.path ?? '/', method: request.method ?? 'GET' }), response])
      for (let i = 0; i < 10_000 && !run.next('change').done; i++);
      return { status: Number(response.names.get('statusCode')), body: statusOf.body }
    })
    if (ready) yield* this.#call(ready, [])
    return undefined
  }

  *#block(body: readonly Node[], scope: Scope): Doing<Value> {
    let value: Value
    for (const node of body) if (node.n === 'declare' && node.items[0]?.[1]?.n === 'function' && node.items[0][1].name) yield* this.#run(node, scope)
    for (const node of body) value = yield* this.#run(node, scope)
    return value
  }

  *#loop(body: Node, scope: Scope): Doing<boolean> {
    this.#proc.kernel.burn(this.#proc, 0.3, 0.5)
    if (this.#proc.debtUs >= 1000) yield PAY
    try {
      yield* this.#run(body, scope)
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind === 'return') throw leave
      return leave.kind === 'break'
    }
    return false
  }

  *#run(node: Node, scope: Scope): Doing<Value> {
    this.#proc.kernel.burn(this.#proc, 0.2, 0.3)
    switch (node.n) {
      case 'const': return node.value
      case 'template': {
        let out = ''
        for (const part of node.parts) out += typeof part === 'string' ? part : show(yield* this.#run(part, scope))
        return out
      }
      case 'name': {
        for (let s: Scope | undefined = scope; s; s = s.up) if (s.names.has(node.name)) return s.names.get(node.name)
        throw new Thrown(this.#object({ name: 'ReferenceError', message: `${node.name} is not defined` }))
      }
      case 'array': {
        const items: Value[] = []
        for (const item of node.items) items.push(yield* this.#run(item, scope))
        return items
      }
      case 'object': {
        const made = new Obj()
        for (const [k, v] of node.items) made.names.set(k, yield* this.#run(v, scope))
        return made
      }
      case 'function': return new Fn(node.params, node.body, scope)
      case 'declare':
        for (const [name, value] of node.items) scope.names.set(name, value ? yield* this.#run(value, scope) : undefined)
        return undefined
      case 'unary': {
        if (node.op === 'typeof') {
          const v = yield* this.#run(node.of, scope)
          return v instanceof Fn ? 'function' : v === null || Array.isArray(v) || v instanceof Obj ? 'object' : typeof v
        }
        const v = yield* this.#run(node.of, scope)
        return node.op === '!' ? !truthy(v) : node.op === '-' ? -Number(v) : node.op === '~' ? ~Number(v) : Number(v)
      }
      case 'step': {
        const old = Number(yield* this.#run(node.of, scope))
        const value = old + (node.op === '++' ? 1 : -1)
        yield* this.#set(node.of, value, scope)
        return node.before ? value : old
      }
      case 'choice': return truthy(yield* this.#run(node.test, scope)) ? yield* this.#run(node.yes, scope) : yield* this.#run(node.no, scope)
      case 'binary': {
        const left = yield* this.#run(node.left, scope)
        if (node.op === '&&') return truthy(left) ? yield* this.#run(node.right, scope) : left
        if (node.op === '||') return truthy(left) ? left : yield* this.#run(node.right, scope)
        if (node.op === '??') return left ?? (yield* this.#run(node.right, scope))
        return this.#operate(node.op, left, yield* this.#run(node.right, scope))
      }
      case 'assign': {
        const value = yield* this.#run(node.value, scope)
        const made = node.op === '' ? value : this.#operate(node.op, yield* this.#run(node.to, scope), value)
        yield* this.#set(node.to, made, scope)
        return made
      }
      case 'member': return yield* this.#member(yield* this.#run(node.of, scope), yield* this.#run(node.name, scope))
      case 'call': {
        const args: Value[] = []
        const f = yield* this.#run(node.of, scope)
        for (const arg of node.args) args.push(yield* this.#run(arg, scope))
        return yield* this.#call(f, args)
      }
      case 'block': return yield* this.#block(node.body, { names: new Map(), up: scope })
      case 'if': return truthy(yield* this.#run(node.test, scope)) ? yield* this.#run(node.yes, scope) : node.no ? yield* this.#run(node.no, scope) : undefined
      case 'while':
        while (truthy(yield* this.#run(node.test, scope))) if (yield* this.#loop(node.body, scope)) break
        return undefined
      case 'for': {
        const inner: Scope = { names: new Map(), up: scope }
        if (node.start) yield* this.#run(node.start, inner)
        while (!node.test || truthy(yield* this.#run(node.test, inner))) {
          if (yield* this.#loop(node.body, inner)) break
          if (node.step) yield* this.#run(node.step, inner)
        }
        return undefined
      }
      case 'of': {
        const of = yield* this.#run(node.of, scope)
        for (const item of Array.isArray(of) ? of : show(of)) if (yield* this.#loop(node.body, { names: new Map([[node.name, item]]), up: scope })) break
        return undefined
      }
      case 'return': throw new Leave('return', node.value ? yield* this.#run(node.value, scope) : undefined)
      case 'throw': throw new Thrown(node.value ? yield* this.#run(node.value, scope) : undefined)
      default: throw new Leave(node.n)
    }
  }

  *#set(to: Node, value: Value, scope: Scope): Doing<void> {
    if (to.n === 'name') {
      let s: Scope | undefined = scope
      while (s && !s.names.has(to.name)) s = s.up
      ;(s ?? this.#globals).names.set(to.name, value)
    } else if (to.n === 'member') {
      const of = yield* this.#run(to.of, scope)
      const name = yield* this.#run(to.name, scope)
      if (of instanceof Obj) of.names.set(show(name), value)
      else if (Array.isArray(of) && Number(name) < 5_000_000) of[Number(name)] = value
    } else throw new Unreadable('this assignment', 0)
  }

  *#call(f: Value, args: readonly Value[]): Doing<Value> {
    this.#proc.kernel.burn(this.#proc, 0.5, 0.5)
    if (this.#proc.debtUs >= 1000) yield PAY
    if (!(f instanceof Fn)) throw new Thrown(this.#object({ name: 'TypeError', message: `${show(f)} is not a function` }))
    if (typeof f.body === 'function') return yield* f.body(args)
    if (++this.#depth > 150) throw new Thrown(this.#object({ name: 'RangeError', message: 'Maximum call stack size exceeded' }))
    const scope: Scope = { names: new Map(f.params.map((p, i) => [p, args[i]])), ...(f.scope ? { up: f.scope } : {}) }
    try {
      if (!Array.isArray(f.body)) return yield* this.#run(f.body as Node, scope)
      yield* this.#block(f.body as readonly Node[], scope)
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind !== 'return') throw leave
      return leave.value
    } finally {
      this.#depth--
    }
    return undefined
  }

  *#member(of: Value, key: Value): Doing<Value> {
    const name = show(key)
    if (of instanceof Obj) return of.names.get(name)
    if (of === undefined || of === null) throw new Thrown(this.#object({ name: 'TypeError', message: `Cannot read properties of ${of} (reading '${name}')` }))
    if (Array.isArray(of)) {
      if (/^\d+$/.test(name)) return of[Number(name)]
      switch (name) {
        case 'length': return of.length
        case 'join': return this.#native((by) => of.map((v) => (v === undefined || v === null ? '' : show(v))).join(by === undefined ? ',' : show(by)))
        case 'push': return this.#native((...items) => {
          if (of.length % 512 === 0) this.#proc.kernel.allocate(this.#proc, 40_000_000 + of.length * 64)
          return of.push(...items)
        })
        case 'pop': return this.#native(() => of.pop())
        case 'shift': return this.#native(() => of.shift())
        case 'slice': return this.#native((a, b) => of.slice(Number(a ?? 0), b === undefined ? undefined : Number(b)))
        case 'includes': return this.#native((v) => of.includes(v))
        case 'map':
        case 'filter':
        case 'forEach': return new Fn([], (args) => this.#each(of, name, args[0]))
      }
    }
    if (typeof of === 'string') {
      if (/^\d+$/.test(name)) return of[Number(name)]
      if (name === 'length') return of.length
      const methods: Readonly<Record<string, (...a: Value[]) => Value>> = {
        toUpperCase: () => of.toUpperCase(), toLowerCase: () => of.toLowerCase(), trim: () => of.trim(), split: (by) => of.split(show(by)), includes: (v) => of.includes(show(v)), startsWith: (v) => of.startsWith(show(v)), endsWith: (v) => of.endsWith(show(v)),
        slice: (a, b) => of.slice(Number(a ?? 0), b === undefined ? undefined : Number(b)), repeat: (n) => of.repeat(Math.max(0, Math.min(Number(n), 1e6))), padStart: (n, c) => of.padStart(Number(n), c === undefined ? ' ' : show(c)), replace: (a, b) => of.replace(show(a), () => show(b)), charCodeAt: (i) => of.charCodeAt(Number(i ?? 0)),
      }
      if (Object.hasOwn(methods, name)) return this.#native(methods[name]!)
    }
    if (typeof of === 'number' && name === 'toFixed') return this.#native((n) => of.toFixed(Math.min(100, Number(n ?? 0))))
    if (name === 'toString') return this.#native(() => show(of))
    return undefined
  }

  *#each(of: readonly Value[], name: string, f: Value): Doing<Value> {
    const out: Value[] = []
    for (const [i, v] of of.entries()) {
      const got = yield* this.#call(f, [v, i])
      if (name === 'map') out.push(got)
      else if (truthy(got)) out.push(v)
    }
    return name === 'forEach' ? undefined : out
  }

  #operate(op: string, a: Value, b: Value): Value {
    const primitive = (v: Value) => (typeof v === 'object' && v !== null ? show(v) : v)
    switch (op) {
      case ',': return b
      case '===': return a === b
      case '!==': return a !== b
      case '==':
      case '!=': {
        const same = a === b || ((a === null || a === undefined) && (b === null || b === undefined)) || (typeof a !== typeof b && a !== null && a !== undefined && b !== null && b !== undefined && Number(primitive(a)) === Number(primitive(b)))
        return same === (op === '==')
      }
      case '+': {
        const [x, y] = [primitive(a), primitive(b)]
        if (typeof x !== 'string' && typeof y !== 'string') return Number(x) + Number(y)
        const joined = show(x) + show(y)
        if (joined.length > 1_000_000) this.#proc.kernel.allocate(this.#proc, 40_000_000 + joined.length)
        return joined
      }
    }
    if (typeof a === 'string' && typeof b === 'string' && '<=>='.includes(op)) return op === '<' ? a < b : op === '>' ? a > b : op === '<=' ? a <= b : a >= b
    const [x, y] = [Number(primitive(a)), Number(primitive(b))]
    switch (op) {
      case '-': return x - y
      case '*': return x * y
      case '/': return x / y
      case '%': return x % y
      case '**': return x ** y
      case '<': return x < y
      case '>': return x > y
      case '<=': return x <= y
      case '>=': return x >= y
      default: throw new Unreadable(`the operator ${op}`, 0)
    }
  }
}

const truthy = (v: Value): boolean => v !== undefined && v !== null && v !== false && v !== '' && v !== 0 && !Number.isNaN(v)

function show(v: Value): string {
  if (v instanceof Fn) return '[Function (anonymous)]'
  if (Array.isArray(v)) return v.length === 0 ? '[]' : `[ ${v.map(shown).join(', ')} ]`
  if (v instanceof Obj) return v.names.size === 0 ? '{}' : `{ ${[...v.names].map(([k, x]) => `${k}: ${shown(x)}`).join(', ')} }`
  return String(v)
}
const shown = (v: Value): string => (typeof v === 'string' ? `'${v}'` : show(v))

function json(v: Value): string {
  if (Array.isArray(v)) return `[${v.map(json).join(',')}]`
  if (v instanceof Obj) return `{${[...v.names].filter(([, x]) => x !== undefined && !(x instanceof Fn)).map(([k, x]) => `${JSON.stringify(k)}:${json(x)}`).join(',')}}`
  return v === undefined || v instanceof Fn ? 'null' : JSON.stringify(v)
}
