// Runs a small Python program as a coroutine in a container's machine.
import type { Doing, Process } from '../../machine/process.ts'
import { PAY } from '../../machine/process.ts'
import { Unreadable } from '../lexer.ts'
import { BUILTIN_NAMES, methodOf } from './library.ts'
import { importModule } from './modules.ts'
import type { Arg, Expr, Loop, Param, Stmt } from './parse.ts'
import {
  equal, exceptions, formatValue, keyText, PyBytes, PyClass, PyDict, PyFunction, PyList, PyModule, PyNative, PyObject, PyRange, PySet, PyTuple,
  raise, Raised, repr, textOf, truthy, typeName, type Scope, type Value,
} from './values.ts'

/** break, continue and return on their way out. */
export class Flow {
  readonly kind: 'break' | 'continue' | 'return'
  readonly value: Value
  constructor(kind: 'break' | 'continue' | 'return', value: Value = null) {
    this.kind = kind
    this.value = value
  }
}

export class Python {
  readonly proc: Process
  readonly argv: readonly string[]
  readonly globals: Scope = { names: new Map(), globals: new Set() }
  readonly handlers = new Map<string, Value>()
  /** Where it is, for tracebacks: function names and lines, the outermost first. */
  readonly #stack: { name: string; line: number }[] = [{ name: '<module>', line: 1 }]
  #heap = 0
  #buffer = ''
  readonly #buffered: boolean

  constructor(proc: Process, argv: readonly string[], unbuffered: boolean) {
    this.proc = proc
    this.argv = argv
    this.#buffered = !unbuffered && !proc.variable('PYTHONUNBUFFERED')
    this.globals.names.set('__name__', '__main__')
  }

  /** Standard output waits in a buffer of 8 KiB when it is no terminal: a container's log stays empty for long. */
  *out(text: string, flush = false): Doing<void> {
    this.#buffer += text
    if (!this.#buffered || flush || this.#buffer.length >= 8192) yield* this.flush()
  }

  *flush(): Doing<void> {
    const text = this.#buffer
    this.#buffer = ''
    if (text === '') return
    const out = this.proc.fds[1]
    this.proc.kernel.burn(this.proc, 5, 4)
    while (out && out.write(text) === 'full') yield { on: [out.changed] }
  }

  traceback(file: string): string {
    return `Traceback (most recent call last):\n${this.#stack.map(({ name, line }) => `  File "${file}", line ${line}, in ${name}\n`).join('')}`
  }

  /** Counts memory that a value takes. */
  grow(bytes: number): void {
    this.#heap += bytes
    this.proc.kernel.allocate(this.proc, 9_000_000 + this.#heap)
    this.proc.kernel.burn(this.proc, bytes / 1500, 1)
    if (this.#heap > 64e9) raise('MemoryError', '')
  }

  *block(body: readonly Stmt[], scope: Scope): Doing<void> {
    for (const s of body) yield* this.#statement(s, scope)
  }

  *#statement(s: Stmt, scope: Scope): Doing<void> {
    this.#stack.at(-1)!.line = s.line
    this.proc.kernel.burn(this.proc, 1, 1)
    if (this.proc.debtUs >= 1000) yield PAY
    if (this.proc.pending.length > 0) yield* this.signals()
    switch (s.s) {
      case 'pass': return
      case 'expr':
        yield* this.eval(s.of, scope)
        return
      case 'assign': {
        const value = yield* this.eval(s.value, scope)
        for (const target of s.targets) yield* this.#assign(target, value, scope)
        return
      }
      case 'augment': {
        const old = yield* this.eval(s.target, scope)
        const value = yield* this.eval(s.value, scope)
        if (old instanceof PyList && s.op === '+') {
          const more = yield* this.items(value)
          this.grow(8 * more.length)
          old.items.push(...more)
          return
        }
        yield* this.#assign(s.target, this.#operate(s.op, old, value, s.op === '+'), scope)
        return
      }
      case 'if':
        for (const [test, body] of s.clauses) if (truthy(yield* this.eval(test, scope))) return yield* this.block(body, scope)
        return yield* this.block(s.otherwise, scope)
      case 'while':
        while (truthy(yield* this.eval(s.test, scope))) {
          this.proc.kernel.burn(this.proc, 1, 1)
          if (this.proc.debtUs >= 1000) yield PAY
          if (yield* this.#turn(s.body, scope)) return
        }
        return yield* this.block(s.otherwise, scope)
      case 'for':
        for (const item of yield* this.#iterate(yield* this.eval(s.of, scope))) {
          yield* this.#assign(s.target, item, scope)
          if (yield* this.#turn(s.body, scope)) return
        }
        return yield* this.block(s.otherwise, scope)
      case 'break':
      case 'continue': throw new Flow(s.s)
      case 'return': throw new Flow('return', s.value ? yield* this.eval(s.value, scope) : null)
      case 'def':
        scope.names.set(s.name, new PyFunction(s.name, s.params, yield* this.#defaults(s.params, scope), s.body, scope))
        return
      case 'class': {
        const base = s.bases[0] ? yield* this.eval(s.bases[0], scope) : undefined
        const inner: Scope = { names: new Map(), up: scope, globals: new Set() }
        yield* this.block(s.body, inner)
        scope.names.set(s.name, new PyClass(s.name, base instanceof PyClass ? base : undefined, inner.names))
        return
      }
      case 'raise': {
        const value = s.value ? yield* this.eval(s.value, scope) : null
        if (value instanceof PyClass) throw new Raised((yield* this.call(value, [])) as PyObject)
        if (value instanceof PyObject) throw new Raised(value)
        return raise('RuntimeError', 'No active exception to reraise')
      }
      case 'import': {
        const module = importModule(this, s.module)
        if (!s.names) {
          const name = s.as ?? s.module.split('.')[0]!
          scope.names.set(name, s.as === undefined && s.module.includes('.') ? importModule(this, name) : module)
        } else for (const [name, as] of s.names) {
          if (name === '*') for (const [n, v] of module.names) scope.names.set(n, v)
          else scope.names.set(as, module.names.get(name) ?? raise('ImportError', `cannot import name '${name}' from '${s.module}'`))
        }
        return
      }
      case 'global':
        for (const name of s.names) (scope.globals as Set<string>).add(name)
        return
      case 'del':
        for (const target of s.targets) {
          if (target.e === 'name') scope.names.delete(target.name)
          else if (target.e === 'item') {
            const of = yield* this.eval(target.of, scope)
            const at = yield* this.eval(target.at, scope)
            if (of instanceof PyDict && !of.map.delete(keyText(at))) raise('KeyError', repr(at))
            else if (of instanceof PyList) of.items.splice(this.#index(of.items.length, at), 1)
          }
        }
        return
      case 'assert':
        if (!truthy(yield* this.eval(s.test, scope))) raise('AssertionError', s.message ? textOf(yield* this.eval(s.message, scope)) : '')
        return
      case 'with': {
        const of = yield* this.eval(s.of, scope)
        if (s.name) yield* this.#assign(s.name, of, scope)
        try {
          yield* this.block(s.body, scope)
        } finally {
          const close = of instanceof PyModule ? of.names.get('close') : undefined
          if (close) yield* this.call(close, [])
        }
        return
      }
      case 'try': return yield* this.#try(s, scope)
    }
  }

  *#try(s: Extract<Stmt, { s: 'try' }>, scope: Scope): Doing<void> {
    const depth = this.#stack.length
    try {
      try {
        yield* this.block(s.body, scope)
      } catch (thrown) {
        if (!(thrown instanceof Raised)) throw thrown
        for (const handler of s.handlers) {
          const types = handler.types ? yield* this.eval(handler.types, scope) : undefined
          const all = types === undefined ? undefined : types instanceof PyTuple ? types.items : [types]
          if (all && !all.some((t) => t instanceof PyClass && thrown.value.type.is(t))) continue
          this.#stack.length = depth
          if (handler.name !== undefined) scope.names.set(handler.name, thrown.value)
          return yield* this.block(handler.body, scope)
        }
        throw thrown
      }
      yield* this.block(s.otherwise, scope)
    } finally {
      yield* this.block(s.finally, scope)
    }
  }

  *#turn(body: readonly Stmt[], scope: Scope): Doing<boolean> {
    try {
      yield* this.block(body, scope)
    } catch (flow) {
      if (!(flow instanceof Flow) || flow.kind === 'return') throw flow
      return flow.kind === 'break'
    }
    return false
  }

  *#defaults(params: readonly Param[], scope: Scope): Doing<Map<string, Value>> {
    const values = new Map<string, Value>()
    for (const p of params) if (p.default) values.set(p.name, yield* this.eval(p.default, scope))
    return values
  }

  *#assign(target: Expr, value: Value, scope: Scope): Doing<void> {
    switch (target.e) {
      case 'name':
        if (scope.globals.has(target.name)) this.#home(target.name, scope).names.set(target.name, value)
        else scope.names.set(target.name, value)
        return
      case 'tuple':
      case 'list': {
        const items = yield* this.items(value)
        if (items.length !== target.items.length) raise('ValueError', items.length > target.items.length ? `too many values to unpack (expected ${target.items.length})` : `not enough values to unpack (expected ${target.items.length}, got ${items.length})`)
        for (const [i, t] of target.items.entries()) yield* this.#assign(t, items[i]!, scope)
        return
      }
      case 'attr': {
        const of = yield* this.eval(target.of, scope)
        if (of instanceof PyObject || of instanceof PyClass || of instanceof PyModule) of.names.set(target.name, value)
        else raise('AttributeError', `'${typeName(of)}' object has no attribute '${target.name}'`)
        return
      }
      case 'item': {
        const of = yield* this.eval(target.of, scope)
        if (target.at.e === 'slice') {
          if (of instanceof PyBytes && value instanceof PyBytes) return
          if (of instanceof PyList) {
            const [from, to] = this.#span(of.items.length, yield* this.#bound(target.at.from, scope), yield* this.#bound(target.at.to, scope))
            of.items.splice(from, Math.max(0, to - from), ...(yield* this.items(value)))
            return
          }
        }
        const at = yield* this.eval(target.at, scope)
        if (of instanceof PyDict) {
          if (!of.map.has(keyText(at))) this.grow(100)
          of.set(at, value)
        } else if (of instanceof PyList) of.items[this.#index(of.items.length, at)] = value
        else if (!(of instanceof PyBytes)) raise('TypeError', `'${typeName(of)}' object does not support item assignment`)
        return
      }
    }
    throw new Unreadable('cannot assign to expression', this.#stack.at(-1)!.line)
  }

  #home(name: string, scope: Scope): Scope {
    for (let s: Scope | undefined = scope.up; s; s = s.up) if (s.names.has(name)) return s
    return this.globals
  }

  *#bound(e: Expr | undefined, scope: Scope): Doing<number | undefined> {
    if (!e) return undefined
    const v = yield* this.eval(e, scope)
    return v === null ? undefined : Number(v)
  }

  #index(length: number, at: Value): number {
    if (typeof at !== 'bigint' && typeof at !== 'boolean') raise('TypeError', `list indices must be integers or slices, not ${typeName(at)}`)
    const i = Number(at)
    const real = i < 0 ? length + i : i
    if (real < 0 || real >= length) raise('IndexError', 'list index out of range')
    return real
  }

  #span(length: number, from: number | undefined, to: number | undefined): [number, number] {
    const clamp = (n: number) => Math.max(0, Math.min(length, n < 0 ? length + n : n))
    return [from === undefined ? 0 : clamp(from), to === undefined ? length : clamp(to)]
  }

  /** All the items of something that can be gone through. */
  *items(of: Value): Doing<Value[]> {
    if (of instanceof PyRange && of.length > 1_000_000) {
      this.grow(of.length * 36)
      if (of.length > 5_000_000) raise('MemoryError', '')
    }
    return [...(yield* this.#iterate(of))]
  }

  *#iterate(of: Value): Doing<Iterable<Value>> {
    if (of instanceof PyList) return live(of)
    if (of instanceof PyTuple) return of.items
    if (typeof of === 'string') return of
    if (of instanceof PyDict) return [...of.map.values()].map(([k]) => k)
    if (of instanceof PySet) return [...of.map.values()]
    if (of instanceof PyRange) return counting(of)
    if (of instanceof PyBytes) return Array.from({ length: Math.min(of.size, 100_000) }, (_, i) => BigInt(of.text?.charCodeAt(i) ?? 0))
    if (of instanceof PyModule && of.names.has('__lines__')) return (of.names.get('__lines__') as PyList).items
    return raise('TypeError', `'${typeName(of)}' object is not iterable`)
  }

  *eval(e: Expr, scope: Scope): Doing<Value> {
    switch (e.e) {
      case 'const': return e.value
      case 'bytes': return new PyBytes(e.text.length, e.text)
      case 'name': return this.#lookup(e.name, scope)
      case 'format': {
        let out = ''
        for (const part of e.parts) {
          if (typeof part === 'string') out += part
          else {
            const value = yield* this.eval(part.of, scope)
            out += part.echo + formatValue(part.repr ? repr(value) : value, part.spec)
          }
        }
        return out
      }
      case 'list':
      case 'tuple':
      case 'set': {
        const items: Value[] = []
        for (const item of e.items) items.push(yield* this.eval(item, scope))
        return e.e === 'list' ? new PyList(items) : e.e === 'tuple' ? new PyTuple(items) : new PySet(items)
      }
      case 'dict': {
        const dict = new PyDict()
        for (const [k, v] of e.items) dict.set(yield* this.eval(k, scope), yield* this.eval(v, scope))
        return dict
      }
      case 'comp': {
        const inner: Scope = { names: new Map(), up: scope, globals: new Set() }
        const keys: Value[] = []
        const values: Value[] = []
        const run = function* (self: Python, loops: readonly Loop[]): Doing<void> {
          const [loop, ...rest] = loops
          if (!loop) {
            if (e.key) keys.push(yield* self.eval(e.key, inner))
            values.push(yield* self.eval(e.value, inner))
            if (values.length % 1000 === 0) self.grow(36_000)
            self.proc.kernel.burn(self.proc, 0.2, 0.2)
            if (self.proc.debtUs >= 1000) yield PAY
            return
          }
          for (const item of yield* self.#iterate(yield* self.eval(loop.of, inner))) {
            yield* self.#assign(loop.target, item, inner)
            let holds = true
            for (const test of loop.tests) holds = holds && truthy(yield* self.eval(test, inner))
            if (holds) yield* run(self, rest)
          }
        }
        yield* run(this, e.loops)
        if (e.of === 'list') return new PyList(values)
        if (e.of === 'set') return new PySet(values)
        const dict = new PyDict()
        for (const [i, k] of keys.entries()) dict.set(k, values[i]!)
        return dict
      }
      case 'unary': {
        const v = yield* this.eval(e.of, scope)
        if (e.op === 'not') return !truthy(v)
        if (typeof v === 'number') return e.op === '-' ? -v : v
        if (typeof v === 'bigint' || typeof v === 'boolean') return e.op === '-' ? -BigInt(v) : e.op === '~' ? ~BigInt(v) : BigInt(v)
        return raise('TypeError', `bad operand type for unary ${e.op}: '${typeName(v)}'`)
      }
      case 'and':
      case 'or': {
        const left = yield* this.eval(e.left, scope)
        return truthy(left) === (e.e === 'and') ? yield* this.eval(e.right, scope) : left
      }
      case 'choice': return truthy(yield* this.eval(e.test, scope)) ? yield* this.eval(e.yes, scope) : yield* this.eval(e.no, scope)
      case 'compare': {
        let left = yield* this.eval(e.first, scope)
        for (const [op, other] of e.rest) {
          const right = yield* this.eval(other, scope)
          if (!this.#compare(op, left, right)) return false
          left = right
        }
        return true
      }
      case 'binary': return this.#operate(e.op, yield* this.eval(e.left, scope), yield* this.eval(e.right, scope))
      case 'lambda': return new PyFunction('<lambda>', e.params, yield* this.#defaults(e.params, scope), e.body, scope)
      case 'walrus': {
        const value = yield* this.eval(e.value, scope)
        scope.names.set(e.name, value)
        return value
      }
      case 'attr': return yield* this.attribute(yield* this.eval(e.of, scope), e.name)
      case 'item': return yield* this.#item(e, scope)
      case 'call': return yield* this.#callExpr(e.of, e.args, e.line, scope)
      case 'slice': return null
    }
  }

  *#callExpr(of: Expr, given: readonly Arg[], line: number, scope: Scope): Doing<Value> {
    const f = yield* this.eval(of, scope)
    const args: Value[] = []
    const named = new Map<string, Value>()
    for (const arg of given) {
      const value = yield* this.eval(arg.value, scope)
      if (arg.star === '*') args.push(...(yield* this.items(value)))
      else if (arg.star === '**' && value instanceof PyDict) for (const [k, v] of value.map.values()) named.set(textOf(k), v)
      else if (arg.name !== undefined) named.set(arg.name, value)
      else args.push(value)
    }
    this.#stack.at(-1)!.line = line
    return yield* this.call(f, args, named)
  }

  *#item(e: Extract<Expr, { e: 'item' }>, scope: Scope): Doing<Value> {
    const of = yield* this.eval(e.of, scope)
    if (e.at.e === 'slice') {
      const step = (yield* this.#bound(e.at.step, scope)) ?? 1
      const from = yield* this.#bound(e.at.from, scope)
      const to = yield* this.#bound(e.at.to, scope)
      const cutOut = <T>(all: readonly T[]): T[] => {
        if (step < 0) {
          const out: T[] = []
          const begin = from === undefined ? all.length - 1 : Math.min(all.length - 1, from < 0 ? all.length + from : from)
          const end = to === undefined ? -1 : to < 0 ? all.length + to : to
          for (let i = begin; i > end && i >= 0; i += step) out.push(all[i]!)
          return out
        }
        const [a, b] = this.#span(all.length, from, to)
        return all.slice(a, b).filter((_, i) => i % step === 0)
      }
      if (typeof of === 'string') return cutOut([...of]).join('')
      if (of instanceof PyList) return new PyList(cutOut(of.items))
      if (of instanceof PyTuple) return new PyTuple(cutOut(of.items))
      if (of instanceof PyBytes) {
        const [a, b] = this.#span(of.size, from, to)
        return new PyBytes(Math.max(0, Math.ceil((b - a) / Math.abs(step))), step === 1 ? of.text?.slice(a, b) : undefined)
      }
      return raise('TypeError', `'${typeName(of)}' object is not subscriptable`)
    }
    const at = yield* this.eval(e.at, scope)
    if (of instanceof PyDict) {
      const value = of.get(at)
      if (value === undefined) {
        const problem = new PyObject(exceptions().get('KeyError')!)
        problem.names.set('args', new PyTuple([at]))
        throw new Raised(problem)
      }
      return value
    }
    if (of instanceof PyList) return of.items[this.#index(of.items.length, at)]!
    if (of instanceof PyTuple) return of.items[this.#index(of.items.length, at)]!
    if (typeof of === 'string') {
      const i = Number(at)
      const c = of[i < 0 ? of.length + i : i]
      return c ?? raise('IndexError', 'string index out of range')
    }
    if (of instanceof PyRange) return of.from + of.step * BigInt(this.#index(of.length, at))
    if (of instanceof PyBytes) return BigInt(of.text?.charCodeAt(Number(at)) ?? 0)
    return raise('TypeError', `'${typeName(of)}' object is not subscriptable`)
  }

  #lookup(name: string, scope: Scope): Value {
    for (let s: Scope | undefined = scope; s; s = s.up) {
      const value = s.names.get(name)
      if (value !== undefined) return value
    }
    const known = this.globals.names.get(name) ?? BUILTIN_NAMES(this).get(name) ?? exceptions().get(name)
    return known ?? raise('NameError', `name '${name}' is not defined`)
  }

  *attribute(of: Value, name: string): Doing<Value> {
    if (of instanceof PyModule) return of.names.get(name) ?? raise('AttributeError', `module '${of.name}' has no attribute '${name}'`)
    if (of instanceof PyObject) {
      const own = of.names.get(name)
      if (own !== undefined) return own
      const found = of.type.find(name)
      if (found instanceof PyFunction) return new PyNative(name, (args, named) => this.call(found, [of, ...args], named))
      if (found !== undefined) return found
      if (name === '__class__') return of.type
      return raise('AttributeError', `'${of.type.name}' object has no attribute '${name}'`)
    }
    if (of instanceof PyClass) {
      if (name === '__name__') return of.name
      const found = of.find(name)
      if (found !== undefined) return found
    }
    return methodOf(this, of, name) ?? raise('AttributeError', `'${typeName(of)}' object has no attribute '${name}'`)
  }

  *call(f: Value, args: readonly Value[], named: ReadonlyMap<string, Value> = new Map()): Doing<Value> {
    this.proc.kernel.burn(this.proc, 1, 1)
    if (f instanceof PyNative) return yield* f.call(args, named)
    if (f instanceof PyClass) return yield* this.#construct(f, args, named)
    if (!(f instanceof PyFunction)) return raise('TypeError', `'${typeName(f)}' object is not callable`)
    if (this.#stack.length > 150) return raise('RecursionError', 'maximum recursion depth exceeded')
    const scope: Scope = { names: new Map(), up: f.scope, globals: new Set() }
    this.#bind(f, args, named, scope)
    this.#stack.push({ name: f.name, line: this.#stack.at(-1)!.line })
    try {
      if (!Array.isArray(f.body)) {
        const value = yield* this.eval(f.body as Expr, scope)
        this.#stack.pop()
        return value
      }
      yield* this.block(f.body as readonly Stmt[], scope)
    } catch (flow) {
      if (!(flow instanceof Flow)) throw flow
      this.#stack.pop()
      return flow.value
    }
    this.#stack.pop()
    return null
  }

  #bind(f: PyFunction, args: readonly Value[], named: ReadonlyMap<string, Value>, scope: Scope): void {
    const rest = new Map(named)
    let i = 0
    for (const p of f.params) {
      if (p.star === '*') {
        scope.names.set(p.name, new PyTuple(args.slice(i)))
        i = args.length
      } else if (p.star === '**') {
        const dict = new PyDict()
        for (const [k, v] of rest) dict.set(k, v)
        rest.clear()
        scope.names.set(p.name, dict)
      } else if (i < args.length) scope.names.set(p.name, args[i++]!)
      else if (rest.has(p.name)) {
        scope.names.set(p.name, rest.get(p.name)!)
        rest.delete(p.name)
      } else if (f.defaults.has(p.name)) scope.names.set(p.name, f.defaults.get(p.name)!)
      else raise('TypeError', `${f.name}() missing 1 required positional argument: '${p.name}'`)
    }
    if (i < args.length) raise('TypeError', `${f.name}() takes ${f.params.length} positional argument${f.params.length === 1 ? '' : 's'} but ${args.length} ${args.length === 1 ? 'was' : 'were'} given`)
    for (const name of rest.keys()) raise('TypeError', `${f.name}() got an unexpected keyword argument '${name}'`)
  }

  *#construct(type: PyClass, args: readonly Value[], named: ReadonlyMap<string, Value>): Doing<Value> {
    const made = new PyObject(type)
    const init = type.find('__init__')
    if (type.is(exceptions().get('BaseException')!)) made.names.set('args', new PyTuple(args))
    if (init) yield* this.call(init, [made, ...args], named)
    return made
  }

  #compare(op: string, a: Value, b: Value): boolean {
    switch (op) {
      case '==': return equal(a, b)
      case '!=': return !equal(a, b)
      case 'is': return a === b || (a instanceof PyObject && a === b)
      case 'is not': return a !== b
      case 'in':
      case 'not in': return this.#contains(b, a) === (op === 'in')
    }
    const order = this.order(a, b)
    if (order === undefined) raise('TypeError', `'${op}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`)
    return op === '<' ? order < 0 : op === '>' ? order > 0 : op === '<=' ? order <= 0 : order >= 0
  }

  /** Below 0: a comes before b. undefined: they have no order. */
  order(a: Value, b: Value): number | undefined {
    const [x, y] = [typeof a === 'boolean' ? BigInt(a) : a, typeof b === 'boolean' ? BigInt(b) : b]
    if ((typeof x === 'bigint' || typeof x === 'number') && (typeof y === 'bigint' || typeof y === 'number')) return x < y ? -1 : x > y ? 1 : 0
    if (typeof x === 'string' && typeof y === 'string') return x < y ? -1 : x > y ? 1 : 0
    if ((x instanceof PyList && y instanceof PyList) || (x instanceof PyTuple && y instanceof PyTuple)) {
      for (let i = 0; i < Math.min(x.items.length, y.items.length); i++) {
        const c = this.order(x.items[i]!, y.items[i]!)
        if (c !== 0) return c
      }
      return x.items.length - y.items.length
    }
    return undefined
  }

  #contains(of: Value, item: Value): boolean {
    if (typeof of === 'string') return typeof item === 'string' ? of.includes(item) : raise('TypeError', `'in <string>' requires string as left operand, not ${typeName(item)}`)
    if (of instanceof PyDict || of instanceof PySet) return of.map.has(keyText(item))
    if (of instanceof PyList || of instanceof PyTuple) return of.items.some((v) => equal(v, item))
    if (of instanceof PyRange) return typeof item === 'bigint' && (of.step > 0n ? item >= of.from && item < of.to : item <= of.from && item > of.to) && (item - of.from) % of.step === 0n
    return raise('TypeError', `argument of type '${typeName(of)}' is not iterable`)
  }

  #operate(op: string, a: Value, b: Value, replacing = false): Value {
    const [x, y] = [typeof a === 'boolean' ? BigInt(a) : a, typeof b === 'boolean' ? BigInt(b) : b]
    if (typeof x === 'bigint' && typeof y === 'bigint') return this.#whole(op, x, y)
    if ((typeof x === 'bigint' || typeof x === 'number') && (typeof y === 'bigint' || typeof y === 'number')) return this.#real(op, Number(x), Number(y))
    if (op === '+') {
      if (typeof x === 'string' && typeof y === 'string') {
        if (x.length + y.length > 10_000) this.grow(replacing ? y.length : x.length + y.length)
        return x + y
      }
      if (x instanceof PyList && y instanceof PyList) return this.#list([...x.items, ...y.items])
      if (x instanceof PyTuple && y instanceof PyTuple) return new PyTuple([...x.items, ...y.items])
      if (x instanceof PyBytes && y instanceof PyBytes) return this.#bytes(x.size + y.size, x.text !== undefined && y.text !== undefined ? x.text + y.text : undefined)
      if (typeof x === 'string') return raise('TypeError', `can only concatenate str (not "${typeName(b)}") to str`)
    }
    if (op === '*') {
      const [of, n] = typeof y === 'bigint' ? [x, y] : [y, x]
      if (typeof n === 'bigint') {
        const times = Math.max(0, Number(n))
        if (typeof of === 'string') {
          if (of.length * times > 10_000) this.grow(of.length * times)
          return of.length * times > 50_000_000 ? raise('MemoryError', '') : of.repeat(times)
        }
        if (of instanceof PyBytes) return this.#bytes(of.size * times, of.text !== undefined && of.size * times < 10_000 ? of.text.repeat(times) : undefined)
        if (of instanceof PyList || of instanceof PyTuple) {
          const size = of.items.length * times
          if (size > 1000) this.grow(8 * size)
          if (size > 5_000_000) raise('MemoryError', '')
          const items = Array.from({ length: size }, (_, i) => of.items[i % of.items.length]!)
          return of instanceof PyList ? new PyList(items) : new PyTuple(items)
        }
      }
    }
    if (op === '%' && typeof x === 'string') return percent(x, b)
    if (x instanceof PySet && y instanceof PySet) {
      const has = (v: Value) => y.map.has(keyText(v))
      if (op === '|') return new PySet([...x.map.values(), ...y.map.values()])
      if (op === '&') return new PySet([...x.map.values()].filter(has))
      if (op === '-') return new PySet([...x.map.values()].filter((v) => !has(v)))
    }
    return raise('TypeError', `unsupported operand type(s) for ${op}: '${typeName(a)}' and '${typeName(b)}'`)
  }

  #list(items: Value[]): PyList {
    if (items.length > 1000) this.grow(8 * items.length)
    return new PyList(items)
  }

  #bytes(size: number, text: string | undefined): PyBytes {
    if (size > 1000) this.grow(size)
    return new PyBytes(size, text)
  }

  #whole(op: string, x: bigint, y: bigint): Value {
    switch (op) {
      case '+': return x + y
      case '-': return x - y
      case '*': return x * y
      case '&': return x & y
      case '|': return x | y
      case '^': return x ^ y
      case '<<': return y > 10_000_000n ? raise('MemoryError', '') : x << y
      case '>>': return x >> y
      case '**':
        if (y < 0n) return Number(x) ** Number(y)
        if (y * BigInt(x.toString(16).length) > 2_000_000n) raise('MemoryError', '')
        return x ** y
      case '/': return y === 0n ? raise('ZeroDivisionError', 'division by zero') : Number(x) / Number(y)
    }
    if (y === 0n) return raise('ZeroDivisionError', op === '%' ? 'integer modulo by zero' : 'integer division or modulo by zero')
    const rest = ((x % y) + y) % y
    return op === '%' ? rest : (x - rest) / y
  }

  #real(op: string, x: number, y: number): Value {
    switch (op) {
      case '+': return x + y
      case '-': return x - y
      case '*': return x * y
      case '**': return x ** y
    }
    if (y === 0) return raise('ZeroDivisionError', op === '/' ? 'float division by zero' : 'float floor division by zero')
    return op === '/' ? x / y : op === '//' ? Math.floor(x / y) : op === '%' ? ((x % y) + y) % y : raise('TypeError', `unsupported operand type(s) for ${op}: 'float' and 'float'`)
  }

  /** Runs the handlers of the signals that came. */
  *signals(): Doing<void> {
    while (this.proc.pending.length > 0) {
      const signal = this.proc.pending.shift()!
      const handler = this.handlers.get(signal)
      if (handler) yield* this.call(handler, [15n, null])
      else if (signal === 'INT') throw new Raised(new PyObject(exceptions().get('KeyboardInterrupt')!))
    }
  }
}

function* counting(range: PyRange): Iterable<Value> {
  for (let n = range.from; range.step > 0n ? n < range.to : n > range.to; n += range.step) yield n
}

/** A list may grow while it is gone through. */
function* live(list: PyList): Iterable<Value> {
  for (let i = 0; i < list.items.length; i++) yield list.items[i]!
}

/** "…" % values. */
function percent(format: string, given: Value): string {
  const values = given instanceof PyTuple ? [...given.items] : [given]
  let used = 0
  return format.replace(/%(?:\((\w+)\))?([-+ 0#]*)(\d*)(?:\.(\d+))?([a-zA-Z%])/g, (_, name: string | undefined, flags: string, width: string, precision: string | undefined, kind: string) => {
    if (kind === '%') return '%'
    const value = name !== undefined && given instanceof PyDict ? (given.get(name) ?? null) : used < values.length ? values[used++]! : raise('TypeError', 'not enough arguments for format string')
    const numeric = 'dfeEgGxXoi'.includes(kind)
    const text = kind === 's' ? textOf(value) : kind === 'r' ? repr(value) : numeric && 'di'.includes(kind) ? String(typeof value === 'number' ? Math.trunc(value) : (value as bigint)) : formatValue(value, `${precision === undefined ? '' : `.${precision}`}${kind}`)
    const size = Number(width || 0)
    const shown = kind === 's' && precision !== undefined ? text.slice(0, Number(precision)) : text
    return flags.includes('-') ? shown.padEnd(size) : flags.includes('0') && numeric ? shown.padStart(size, '0') : shown.padStart(size)
  })
}
