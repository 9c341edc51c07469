// Runs a small Python program as a coroutine in a container’s machine: what a program holds, and what an expression comes to.
import { nested } from '../../machine/coroutine.ts'
import type { Doing, Process } from '../../machine/process.ts'
import { PAY } from '../../machine/process.ts'
import { assign } from './assigning.ts'
import { bind, callWritten, construct, defaults } from './calls.ts'
import { itemOf, iterate } from './items.ts'
import { BUILTIN_NAMES } from './library.ts'
import { methodOf } from './methods.ts'
import { compare, operate } from './operators.ts'
import { Flow, statement } from './statements.ts'
import type { Expr, Loop, Stmt } from './tree.ts'
import { exceptions, raise, Raised } from './exceptions.ts'
import { PyDict, PySet, repr, typeName } from './keyed.ts'
import { truthy } from './sameness.ts'
import { formatValue } from './texts.ts'
import { PyBytes, PyClass, PyFunction, PyList, PyModule, PyNative, PyObject, PyRange, PyTuple, type Scope, type Value } from './values.ts'

/** sys.getrecursionlimit(), the module's own frame counted. */
const RECURSION_LIMIT = 1000
/** So many equal lines of a traceback are written out. */
const ALIKE = 3

export class Python {
  readonly proc: Process
  readonly argv: readonly string[]
  readonly globals: Scope = { names: new Map(), globals: new Set() }
  readonly handlers = new Map<string, Value>()
  /** Where it is, for tracebacks: function names and lines, the outermost first. */
  readonly stack: { name: string; line: number }[] = [{ name: '<module>', line: 1 }]
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
    let text = 'Traceback (most recent call last):\n'
    for (let i = 0, end = 0; i < this.stack.length; i = end) {
      const { name, line } = this.stack[i]!
      end = i + 1
      while (this.stack[end]?.name === name && this.stack[end]!.line === line) end++
      const more = end - i - ALIKE
      text += `  File "${file}", line ${line}, in ${name}\n`.repeat(Math.min(ALIKE, end - i))
      if (more > 0) text += `  [Previous line repeated ${more} more time${more === 1 ? '' : 's'}]\n`
    }
    return text
  }

  /** Counts memory that a value takes. */
  grow(bytes: number): void {
    this.#heap += bytes
    this.proc.kernel.allocate(this.proc, 9_000_000 + this.#heap)
    this.proc.kernel.burn(this.proc, bytes / 1500, 1)
    if (this.#heap > 64e9) raise('MemoryError', '')
  }

  *block(body: readonly Stmt[], scope: Scope): Doing<void> {
    for (const s of body) yield* statement(this, s, scope)
  }

  /** All the items of something that can be gone through. */
  *items(of: Value): Doing<Value[]> {
    if (of instanceof PyRange && of.length > 1_000_000) {
      this.grow(of.length * 36)
      if (of.length > 5_000_000) raise('MemoryError', '')
    }
    return [...(yield* iterate(of))]
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
          for (const item of yield* iterate(yield* self.eval(loop.of, inner))) {
            yield* assign(self, loop.target, item, inner)
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
          if (!compare(this, op, left, right)) return false
          left = right
        }
        return true
      }
      case 'binary': return operate(this, e.op, yield* this.eval(e.left, scope), yield* this.eval(e.right, scope))
      case 'lambda': return new PyFunction('<lambda>', e.params, yield* defaults(this, e.params, scope), e.body, scope)
      case 'walrus': {
        const value = yield* this.eval(e.value, scope)
        scope.names.set(e.name, value)
        return value
      }
      case 'attr': return yield* this.attribute(yield* this.eval(e.of, scope), e.name)
      case 'item': return yield* itemOf(this, e, scope)
      case 'call': return yield* callWritten(this, e.of, e.args, e.line, scope)
      case 'slice': return null
    }
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
    if (f instanceof PyClass) return yield* construct(this, f, args, named)
    if (!(f instanceof PyFunction)) return raise('TypeError', `'${typeName(f)}' object is not callable`)
    if (this.stack.length >= RECURSION_LIMIT) return raise('RecursionError', 'maximum recursion depth exceeded')
    const scope: Scope = { names: new Map(), up: f.scope, globals: new Set() }
    bind(f, args, named, scope)
    this.stack.push({ name: f.name, line: this.stack.at(-1)!.line })
    try {
      if (!Array.isArray(f.body)) {
        const value = yield* nested(this.stack.length, this.eval(f.body as Expr, scope))
        this.stack.pop()
        return value
      }
      yield* nested(this.stack.length, this.block(f.body as readonly Stmt[], scope))
    } catch (flow) {
      if (!(flow instanceof Flow)) throw flow
      this.stack.pop()
      return flow.value
    }
    this.stack.pop()
    return null
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
