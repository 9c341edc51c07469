// A small Perl, run: print, variables, lists, loops, sleep, exit, die, and bignum's bpi. No regular expressions, no references.
import { dateText } from '../../applets/clock.ts'
import { Exit, PAY, type Doing, type Process } from '../../machine/process.ts'
import { signalCalled } from '../../machine/signals.ts'
import { floatText, formatted } from '../../shell/printing.ts'
import { quoted, Unreadable } from '../lexer.ts'
import { piDigits, piMs } from '../pi.ts'
import type { Expr, Scalar, Stmt } from './parse.ts'

class Leave {
  readonly kind: 'last' | 'next' | 'return'
  readonly value: readonly Scalar[]
  constructor(kind: 'last' | 'next' | 'return', value: readonly Scalar[] = []) {
    this.kind = kind
    this.value = value
  }
}

export interface PerlInit {
  readonly args: readonly string[]
  readonly newline: boolean
  readonly bignum: boolean
  readonly file: string
}

export class Perl {
  readonly #proc: Process
  readonly #init: PerlInit
  readonly #scalars = new Map<string, Scalar>()
  readonly #arrays = new Map<string, Scalar[]>()
  readonly #hashes = new Map<string, Map<string, Scalar>>()
  readonly #subs = new Map<string, readonly Stmt[]>()
  readonly #handlers = new Map<string, readonly Stmt[]>()
  #buffer = ''
  #depth = 0

  constructor(proc: Process, init: PerlInit) {
    this.#proc = proc
    this.#init = init
    this.#arrays.set('@ARGV', [...init.args])
    this.#hashes.set('%ENV', new Map(proc.env))
    this.#scalars.set('$0', init.file)
  }

  *main(program: readonly Stmt[]): Doing<number> {
    let code = 0
    try {
      yield* this.#block(program)
    } catch (thrown) {
      if (thrown instanceof Leave) code = thrown.kind === 'return' ? 0 : this.#outside(thrown.kind)
      else if (thrown instanceof Exit && !this.#proc.endedBy) code = thrown.code
      else throw thrown
    }
    yield* this.flush()
    return code
  }

  #outside(word: string): number {
    this.#proc.fds[2]?.write(`Can't "${word}" outside a loop block at ${this.#init.file} line 1.\n`)
    return 255
  }

  *flush(): Doing<void> {
    const text = this.#buffer
    this.#buffer = ''
    const out = this.#proc.fds[1]
    while (out && text !== '' && out.write(text) === 'full') yield { on: [out.changed] }
  }

  *#block(body: readonly Stmt[]): Doing<void> {
    for (const s of body) yield* this.#statement(s)
  }

  *#step(): Doing<void> {
    this.#proc.kernel.burn(this.#proc, 1, 1)
    if (this.#proc.debtUs >= 1000) yield PAY
    while (this.#proc.pending.length > 0) {
      const handler = this.#handlers.get(this.#proc.pending.shift()!)
      if (handler) yield* this.#block(handler)
    }
  }

  *#statement(s: Stmt): Doing<void> {
    yield* this.#step()
    switch (s.s) {
      case 'expr':
        yield* this.#list(s.of)
        return
      case 'if':
        for (const [test, body] of s.clauses) if (truthy(yield* this.#eval(test))) return yield* this.#block(body)
        return yield* this.#block(s.otherwise)
      case 'while':
        while (truthy(yield* this.#eval(s.test))) if (yield* this.#turn(s.body)) return
        return
      case 'for':
        if (s.start) yield* this.#eval(s.start)
        while (!s.test || truthy(yield* this.#eval(s.test))) {
          if (yield* this.#turn(s.body)) return
          if (s.step) yield* this.#eval(s.step)
        }
        return
      case 'foreach': {
        const old = this.#scalars.get(s.name)
        for (const item of yield* this.#list(s.of)) {
          this.#scalars.set(s.name, item)
          if (yield* this.#turn(s.body)) break
        }
        this.#scalars.set(s.name, old)
        return
      }
      case 'sub':
        this.#subs.set(s.name, s.body)
        return
      default: throw new Leave(s.s)
    }
  }

  *#turn(body: readonly Stmt[]): Doing<boolean> {
    yield* this.#step()
    try {
      yield* this.#block(body)
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind === 'return') throw leave
      return leave.kind === 'last'
    }
    return false
  }

  *#list(e: Expr): Doing<Scalar[]> {
    switch (e.e) {
      case 'list': {
        const out: Scalar[] = []
        for (const item of e.items) out.push(...(yield* this.#list(item)))
        return out
      }
      case 'range': {
        const from = numeric(yield* this.#eval(e.from))
        const to = numeric(yield* this.#eval(e.to))
        if (to - from > 1_000_000) this.#proc.kernel.allocate(this.#proc, (to - from) * 32)
        if (to - from > 5_000_000) throw new Unreadable('a list of more than five million', 0)
        return Array.from({ length: Math.max(0, Math.floor(to) - Math.floor(from) + 1) }, (_, i) => Math.floor(from) + i)
      }
      case 'array': return [...(this.#arrays.get(e.name) ?? [])]
      case 'hash': return [...(this.#hashes.get(e.name) ?? [])].flat()
      case 'assign':
        if (e.to.e === 'array' || e.to.e === 'hash' || e.to.e === 'list') {
          const values = yield* this.#list(e.value)
          this.#setList(e.to, values)
          return values
        }
        break
      case 'call': return yield* this.#call(e)
    }
    return [yield* this.#eval(e)]
  }

  #setList(to: Expr, values: readonly Scalar[]): void {
    if (to.e === 'array') this.#arrays.set(to.name, [...values])
    else if (to.e === 'hash') {
      const map = new Map<string, Scalar>()
      for (let i = 0; i < values.length; i += 2) map.set(text(values[i]), values[i + 1])
      this.#hashes.set(to.name, map)
    } else if (to.e === 'list') for (const [i, item] of to.items.entries()) {
      if (item.e === 'array') this.#arrays.set(item.name, values.slice(i))
      else if (item.e === 'scalar') this.#scalars.set(item.name, values[i])
    }
  }

  *#eval(e: Expr): Doing<Scalar> {
    switch (e.e) {
      case 'const': return e.value
      case 'fill': return this.#fill(e.text)
      case 'scalar': return this.#scalar(e.name)
      case 'array': return (this.#arrays.get(e.name) ?? []).length
      case 'hash': return this.#hashes.get(e.name)?.size ?? 0
      case 'element': return yield* this.#element(e)
      case 'list':
      case 'range':
      case 'call': return (yield* this.#list(e)).at(-1)
      case 'choice': return truthy(yield* this.#eval(e.test)) ? yield* this.#eval(e.yes) : yield* this.#eval(e.no)
      case 'unary': {
        const v = yield* this.#eval(e.of)
        return e.op === '!' ? (truthy(v) ? '' : 1) : e.op === '-' ? (typeof v === 'bigint' ? -v : -numeric(v)) : v
      }
      case 'step': {
        const old = yield* this.#eval(e.of)
        const value = numeric(old) + (e.op === '++' ? 1 : -1)
        yield* this.#set(e.of, value)
        return e.before ? value : (old ?? 0)
      }
      case 'assign': {
        if (e.to.e === 'array' || e.to.e === 'hash' || e.to.e === 'list') return (yield* this.#list(e)).length
        const target = e.to
        if (target.e === 'element' && target.name === '%SIG' && e.value.e === 'sub') {
          const signal = signalCalled(text(yield* this.#eval(target.at)))
          if (signal) {
            this.#proc.handlers.set(signal, 'catch')
            this.#handlers.set(signal, e.value.body)
          }
          return ''
        }
        const value = e.op === '' ? yield* this.#eval(e.value) : e.op === '||' || e.op === '&&' ? yield* this.#eval({ e: 'binary', op: e.op, left: target, right: e.value }) : this.#operate(e.op, yield* this.#eval(target), yield* this.#eval(e.value))
        yield* this.#set(target, value)
        return value
      }
      case 'binary': {
        const left = yield* this.#eval(e.left)
        if (e.op === '||') return truthy(left) ? left : yield* this.#eval(e.right)
        if (e.op === '&&') return truthy(left) ? yield* this.#eval(e.right) : left
        if (e.op === '//') return left !== undefined ? left : yield* this.#eval(e.right)
        return this.#operate(e.op, left, yield* this.#eval(e.right))
      }
      case 'sub': throw new Unreadable('a reference to a subroutine', 0)
    }
  }

  *#element(e: Extract<Expr, { e: 'element' }>): Doing<Scalar> {
    const at = yield* this.#eval(e.at)
    if (e.of === 'hash') return this.#hashes.get(e.name)?.get(text(at))
    return this.#arrays.get(e.name)?.at(numeric(at))
  }

  #scalar(name: string): Scalar {
    if (name === '$$') return this.#proc.pid
    return this.#scalars.get(name)
  }

  *#set(to: Expr, value: Scalar): Doing<void> {
    if (to.e === 'scalar') this.#scalars.set(to.name, value)
    else if (to.e === 'element') {
      const at = yield* this.#eval(to.at)
      if (to.of === 'hash') {
        const map = this.#hashes.get(to.name) ?? new Map<string, Scalar>()
        this.#hashes.set(to.name, map)
        map.set(text(at), value)
      } else {
        const list = this.#arrays.get(to.name) ?? []
        this.#arrays.set(to.name, list)
        const i = numeric(at)
        if (i > 5_000_000) throw new Unreadable('an array of more than five million', 0)
        list[i < 0 ? list.length + i : i] = value
      }
    } else throw new Unreadable('this assignment', 0)
  }

  #operate(op: string, a: Scalar, b: Scalar): Scalar {
    switch (op) {
      case '.': return this.#held(text(a) + text(b))
      case 'x': return this.#held(text(a).repeat(Math.max(0, Math.min(numeric(b), 60_000_000 / Math.max(1, text(a).length)))))
      case 'eq': return text(a) === text(b) ? 1 : ''
      case 'ne': return text(a) !== text(b) ? 1 : ''
      case 'lt': return text(a) < text(b) ? 1 : ''
      case 'gt': return text(a) > text(b) ? 1 : ''
      case 'le': return text(a) <= text(b) ? 1 : ''
      case 'ge': return text(a) >= text(b) ? 1 : ''
      case 'cmp': return text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0
    }
    const [x, y] = [numeric(a), numeric(b)]
    switch (op) {
      case '+': return this.#sum(x + y, a, b, (p, q) => p + q)
      case '-': return this.#sum(x - y, a, b, (p, q) => p - q)
      case '*': return this.#sum(x * y, a, b, (p, q) => p * q)
      case '**': return this.#sum(x ** y, a, b, (p, q) => (q < 0n || q > 100_000n ? 0n : p ** q))
      case '/': return y === 0 ? this.#die('Illegal division by zero') : x / y
      case '%': return y === 0 ? this.#die('Illegal modulus zero') : ((Math.trunc(x) % Math.trunc(y)) + Math.trunc(y)) % Math.trunc(y)
      case '==': return x === y ? 1 : ''
      case '!=': return x !== y ? 1 : ''
      case '<': return x < y ? 1 : ''
      case '>': return x > y ? 1 : ''
      case '<=': return x <= y ? 1 : ''
      case '>=': return x >= y ? 1 : ''
      case '<=>': return x < y ? -1 : x > y ? 1 : 0
      default: throw new Unreadable(`the operator ${op}`, 0)
    }
  }

  /** With bignum, whole numbers are exact. */
  #sum(n: number, a: Scalar, b: Scalar, exact: (p: bigint, q: bigint) => bigint): Scalar {
    if (!this.#init.bignum || Number.isSafeInteger(n)) return n
    const whole = (v: Scalar) => (typeof v === 'bigint' ? v : Number.isSafeInteger(numeric(v)) ? BigInt(numeric(v)) : undefined)
    const [p, q] = [whole(a), whole(b)]
    return p !== undefined && q !== undefined ? exact(p, q) : n
  }

  #held(s: string): string {
    if (s.length > 1_000_000) this.#proc.kernel.allocate(this.#proc, 3_000_000 + s.length)
    return s
  }

  #die(message: string): never {
    this.#proc.fds[1]?.write(this.#buffer)
    this.#buffer = ''
    this.#proc.fds[2]?.write(message.endsWith('\n') ? message : `${message} at ${this.#init.file} line 1.\n`)
    throw new Exit(255)
  }

  /** "…": escapes, $names, @names, $h{key} and $a[0]. */
  #fill(raw: string): string {
    let out = ''
    for (let i = 0; i < raw.length; ) {
      const rest = raw.slice(i)
      if (raw[i] === '\\') {
        const end = /^\\x\{[0-9a-fA-F]+\}|^\\x[0-9a-fA-F]{2}|^\\./s.exec(rest)?.[0] ?? '\\'
        out += /^\\[$@%"\\]/.test(end) ? end[1]! : (quoted(`${end}"`, 0, '"', false)?.s ?? '')
        i += end.length
        continue
      }
      const found = /^\$\{(\w+)\}|^\$(\w+|[!@&0$])(?:\{['"]?(\w+)['"]?\}|\[(\$?\w+|-\d+)\])?|^@(\w+)/.exec(rest)
      if (!found) {
        out += raw[i++]
        continue
      }
      i += found[0].length
      const [, braced, name, key, index, all] = found
      if (all !== undefined) out += (this.#arrays.get(`@${all}`) ?? []).map(text).join(' ')
      else if (key !== undefined) out += text(this.#hashes.get(`%${name}`)?.get(key))
      else if (index !== undefined) out += text(this.#arrays.get(`@${name}`)?.at(index.startsWith('$') ? numeric(this.#scalar(index)) : Number(index)))
      else out += text(this.#scalar(`$${braced ?? name}`))
    }
    return out
  }

  *#call(e: Extract<Expr, { e: 'call' }>): Doing<Scalar[]> {
    const { name } = e
    if (name === 'do' && e.args[0]?.e === 'sub') {
      yield* this.#block(e.args[0].body)
      return []
    }
    if (name === 'push' || name === 'unshift' || name === 'shift' || name === 'pop') return yield* this.#onArray(name, e.args)
    if (name === 'defined') return [(yield* this.#eval(e.args[0]!)) === undefined ? '' : 1]
    if (name === 'scalar') return [yield* this.#eval(e.args[0]!)]
    if (name === 'lastIndex') return [numeric(yield* this.#eval(e.args[0]!)) - 1]
    if (name === 'keys' || name === 'values') {
      const map = e.args[0]?.e === 'hash' ? this.#hashes.get(e.args[0].name) : undefined
      return name === 'keys' ? [...(map?.keys() ?? [])] : [...(map?.values() ?? [])]
    }
    const args: Scalar[] = []
    for (const arg of e.args) args.push(...(yield* this.#list(arg)))
    const first = e.args.length === 0 ? this.#scalars.get('$_') : args[0]
    const n = numeric(first)
    switch (name) {
      case 'print':
      case 'say':
      case 'printf': {
        const all = e.args.length === 0 ? [first] : args
        const body = name === 'printf' ? formatted(text(all[0]), all.slice(1).map(text)).text : all.map(text).join(text(this.#scalars.get('$,'))) + (name === 'say' || this.#init.newline ? '\n' : '')
        if (e.handle === 'STDERR') this.#proc.fds[2]?.write(body)
        else {
          this.#buffer += body
          // Standard output is buffered where it is no terminal, unless $| says otherwise.
          if (truthy(this.#scalars.get('$|')) || this.#buffer.length >= 8192) yield* this.flush()
          this.#proc.kernel.burn(this.#proc, 2, 4)
        }
        return [1]
      }
      case 'sleep': {
        const untilUs = this.#proc.kernel.nowUs + Math.floor(n) * 1e6
        while (this.#proc.kernel.nowUs < untilUs) {
          yield { us: untilUs - this.#proc.kernel.nowUs }
          if (this.#proc.pending.length > 0) {
            yield* this.#step()
            break
          }
        }
        return [Math.floor(n)]
      }
      case 'select':
        if (args.length === 4 && args[3] !== undefined) yield { us: numeric(args[3]) * 1e6 }
        return [0]
      case 'exit': throw new Exit((e.args.length === 0 ? 0 : n) & 255)
      case 'die': return this.#die(args.map(text).join('') || 'Died')
      case 'warn':
        this.#proc.fds[2]?.write(args.map(text).join('').replace(/([^\n])$/, `$1 at ${this.#init.file} line 1.\n`))
        return [1]
      case 'return': throw new Leave('return', args)
      case 'bpi':
      case 'PI': {
        const digits = e.args.length === 0 ? 40 : n
        yield { us: piMs(digits) * 1000, calm: true }
        return [piDigits(digits)]
      }
      case 'time': return [Math.floor(this.#proc.kernel.clockMs / 1000)]
      case 'localtime':
      case 'gmtime': return [dateText(e.args.length === 0 ? this.#proc.kernel.clockMs : n * 1000, '%a %b %e %H:%M:%S %Y')]
      case 'length': return [text(first).length]
      case 'uc': return [text(first).toUpperCase()]
      case 'lc': return [text(first).toLowerCase()]
      case 'ucfirst': return [text(first).slice(0, 1).toUpperCase() + text(first).slice(1)]
      case 'int': return [Math.trunc(n)]
      case 'sqrt': return [n < 0 ? this.#die(`Can't take sqrt of ${n}`) : Math.sqrt(n)]
      case 'abs': return [Math.abs(n)]
      case 'log': return [n <= 0 ? this.#die(`Can't take log of ${n}`) : Math.log(n)]
      case 'exp': return [Math.exp(n)]
      case 'sin': return [Math.sin(n)]
      case 'cos': return [Math.cos(n)]
      case 'atan2': return [Math.atan2(n, numeric(args[1]))]
      case 'rand': return [this.#proc.kernel.random() * (n || 1)]
      case 'srand': return [0]
      case 'chr': return [String.fromCharCode(n)]
      case 'ord': return [text(first).charCodeAt(0) || 0]
      case 'hex': return [Number.parseInt(text(first).replace(/^0x/i, ''), 16) || 0]
      case 'join': return [args.slice(1).map(text).join(text(args[0]))]
      case 'reverse': return args.reverse()
      case 'sort': return args.sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0))
      case 'sprintf': return [formatted(text(args[0]), args.slice(1).map(text)).text]
      case 'substr': {
        const from = numeric(args[1])
        const s = text(args[0])
        return [args[2] === undefined ? s.slice(from) : s.substr(from, numeric(args[2]))]
      }
      case 'index': return [text(args[0]).indexOf(text(args[1]))]
      case 'chomp': {
        if (e.args[0]) yield* this.#set(e.args[0], text(first).replace(/\n$/, ''))
        return [1]
      }
      case 'exists': return [first === undefined ? '' : 1]
    }
    const body = this.#subs.get(name)
    if (!body) {
      if (e.args.length === 0 && /^[A-Z]/.test(name)) return [name]
      throw new Unreadable(`the function ${name}`, 0)
    }
    if (++this.#depth > 150) throw new Exit(139)
    const old = this.#arrays.get('@_')
    this.#arrays.set('@_', args)
    try {
      yield* this.#block(body)
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind !== 'return') throw leave
      return [...leave.value]
    } finally {
      this.#depth--
      this.#arrays.set('@_', old ?? [])
    }
    return []
  }

  *#onArray(name: string, args: readonly Expr[]): Doing<Scalar[]> {
    const target = args[0]?.e === 'array' ? args[0].name : this.#depth > 0 ? '@_' : '@ARGV'
    const list = this.#arrays.get(target) ?? []
    this.#arrays.set(target, list)
    if (name === 'shift') return [list.shift()]
    if (name === 'pop') return [list.pop()]
    const values: Scalar[] = []
    for (const arg of args.slice(1)) values.push(...(yield* this.#list(arg)))
    if (name === 'push') list.push(...values)
    else list.unshift(...values)
    if (list.length % 1000 === 0) this.#proc.kernel.allocate(this.#proc, 3_000_000 + list.length * 40)
    return [list.length]
  }
}

function text(v: Scalar): string {
  if (v === undefined) return ''
  if (typeof v !== 'number') return String(v)
  if (Number.isInteger(v) && Math.abs(v) < 1e15) return String(v)
  return Number.isFinite(v) ? floatText(v, 'g', 15) : v > 0 ? 'Inf' : v < 0 ? '-Inf' : 'NaN'
}

function numeric(v: Scalar): number {
  if (typeof v === 'number') return v
  if (typeof v === 'bigint') return Number(v)
  return v === undefined ? 0 : Number.parseFloat(v) || 0
}

const truthy = (v: Scalar): boolean => v !== undefined && v !== '' && v !== '0' && v !== 0 && v !== 0n
