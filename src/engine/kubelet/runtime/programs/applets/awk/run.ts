// awk, run: BEGIN and END, fields, arrays, print and printf, if, for, while, and the common functions.
import { quoted, Unreadable } from '../../languages/lexer.ts'
import { resolvePath } from '../../machine/files.ts'
import { openFile, print, readLine, write } from '../../machine/io.ts'
import type { Stream } from '../../machine/streams.ts'
import { PAY, type Doing, type Process } from '../../machine/process.ts'
import { floatText, formatted } from '../../shell/printing.ts'
import { type Applet, cannot, fail, source as opened } from '../applet.ts'
import { extended } from '../regex.ts'
import { parseAwk, type AwkProgram, type Expr, type Rule, type Stmt, type Value } from './parse.ts'

class Leave {
  readonly kind: 'next' | 'exit' | 'break' | 'continue' | 'return'
  readonly value: Value
  constructor(kind: Leave['kind'], value: Value = 0) {
    this.kind = kind
    this.value = value
  }
}

class Awk {
  readonly #proc: Process
  readonly #program: AwkProgram
  readonly #names = new Map<string, Value>([['FS', ' '], ['OFS', ' '], ['ORS', '\n'], ['NR', 0], ['NF', 0], ['FNR', 0], ['SUBSEP', '\x1c'], ['RS', '\n'], ['FILENAME', ''], ['RSTART', 0], ['RLENGTH', -1]])
  readonly #arrays = new Map<string, Map<string, Value>>()
  readonly #opened = new Set<string>()
  #fields: string[] = ['']
  #depth = 0

  constructor(proc: Process, program: AwkProgram) {
    this.#proc = proc
    this.#program = program
    this.#arrays.set('ENVIRON', new Map(proc.env))
  }

  set(name: string, value: Value): void {
    this.#names.set(name, value)
  }

  /** `streams`: what there is to read, one after the other. */
  *run(streams: () => Doing<{ readonly name: string; readonly stream: Stream } | undefined>): Doing<number> {
    let code = 0
    const { rules } = this.#program
    const open = new Set<Rule>()
    try {
      for (const rule of rules) if (rule.when === 'BEGIN') yield* this.#statement(rule.body!)
      if (rules.some((r) => r.when !== 'BEGIN')) {
        for (let from = yield* streams(); from; from = yield* streams()) {
          const { name, stream } = from
          this.#names.set('FILENAME', name === '-' ? '' : name)
          this.#names.set('FNR', 0)
          for (let line = yield* readLine(this.#proc, stream); line !== undefined; line = yield* readLine(this.#proc, stream)) yield* this.#line(line.replace(/\n$/, ''), open)
        }
      }
    } catch (leave) {
      if (!(leave instanceof Leave)) throw leave
      if (leave.kind === 'exit') code = num(leave.value)
    }
    try {
      for (const rule of rules) if (rule.when === 'END') yield* this.#statement(rule.body!)
    } catch (leave) {
      if (!(leave instanceof Leave)) throw leave
      if (leave.kind === 'exit') code = num(leave.value) || code
    }
    return code & 255
  }

  *#line(line: string, open: Set<Rule>): Doing<void> {
    this.#proc.kernel.burn(this.#proc, 2, 2)
    if (this.#proc.debtUs >= 1000) yield PAY
    this.#record(line)
    this.#names.set('NR', num(this.#names.get('NR')!) + 1)
    this.#names.set('FNR', num(this.#names.get('FNR')!) + 1)
    try {
      for (const rule of this.#program.rules) {
        if (rule.when !== 'line') continue
        const holds = !rule.from || open.has(rule) || truthy(yield* this.#eval(rule.from))
        if (holds && rule.to) {
          if (truthy(yield* this.#eval(rule.to))) open.delete(rule)
          else open.add(rule)
        }
        if (!holds) continue
        if (rule.body) yield* this.#statement(rule.body)
        else yield* print(this.#proc, `${this.#fields[0]}${text(this.#names.get('ORS')!)}`)
      }
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind !== 'next') throw leave
    }
  }

  #record(line: string): void {
    this.#fields = [line, ...this.#split(line, text(this.#names.get('FS')!))]
    this.#names.set('NF', this.#fields.length - 1)
  }

  #split(line: string, by: string): string[] {
    if (line === '') return []
    if (by === ' ') return line.trim() === '' ? [] : line.trim().split(/[ \t\n]+/)
    if (by.length === 1 && by !== '\\') return line.split(by === '\t' ? '\t' : by)
    return line.split(regex(by))
  }

  *#statement(s: Stmt): Doing<void> {
    this.#proc.kernel.burn(this.#proc, 1, 1)
    if (this.#proc.debtUs >= 1000) yield PAY
    switch (s.s) {
      case 'block':
        for (const inner of s.body) yield* this.#statement(inner)
        return
      case 'expr':
        yield* this.#eval(s.of)
        return
      case 'print':
      case 'printf': {
        const values: string[] = []
        for (const arg of s.args) values.push(out(yield* this.#eval(arg)))
        const body = s.s === 'printf' ? formatted(values[0] ?? '', values.slice(1)).text : (values.length === 0 ? this.#fields[0]! : values.join(text(this.#names.get('OFS')!))) + text(this.#names.get('ORS')!)
        if (!s.to) yield* print(this.#proc, body)
        else yield* this.#redirect(s.to[0], text(yield* this.#eval(s.to[1])), body)
        return
      }
      case 'if':
        if (truthy(yield* this.#eval(s.test))) yield* this.#statement(s.yes)
        else if (s.no) yield* this.#statement(s.no)
        return
      case 'while':
        for (let first = s.first; first || truthy(yield* this.#eval(s.test)); first = false) if (yield* this.#turn(s.body)) return
        return
      case 'for':
        if (s.start) yield* this.#statement(s.start)
        while (!s.test || truthy(yield* this.#eval(s.test))) {
          if (yield* this.#turn(s.body)) return
          if (s.step) yield* this.#statement(s.step)
        }
        return
      case 'in':
        for (const key of Array.from(this.#arrays.get(s.array)?.keys() ?? [])) {
          this.#names.set(s.name, key)
          if (yield* this.#turn(s.body)) return
        }
        return
      case 'delete':
        if (!s.keys) this.#arrays.delete(s.name)
        else this.#arrays.get(s.name)?.delete(yield* this.#key(s.keys))
        return
      case 'exit':
      case 'return': throw new Leave(s.s, s.value ? yield* this.#eval(s.value) : 0)
      default: throw new Leave(s.s)
    }
  }

  *#redirect(op: string, to: string, body: string): Doing<void> {
    if (op === '|') return yield* print(this.#proc, body)
    if (to === '/dev/stderr') return yield* write(this.#proc, 2, body)
    const full = resolvePath(this.#proc.cwd, to)
    const first = !this.#opened.has(full)
    this.#opened.add(full)
    const stream = openFile(this.#proc, full, { write: true, append: op === '>>' || !first, make: true })
    if (typeof stream !== 'string') stream.write(body)
  }
  *#turn(body: Stmt): Doing<boolean> {
    try {
      yield* this.#statement(body)
    } catch (leave) {
      if (!(leave instanceof Leave) || (leave.kind !== 'break' && leave.kind !== 'continue')) throw leave
      return leave.kind === 'break'
    }
    return false
  }

  *#key(keys: readonly Expr[]): Doing<string> {
    const parts: string[] = []
    for (const k of keys) parts.push(text(yield* this.#eval(k)))
    return parts.join(text(this.#names.get('SUBSEP')!))
  }

  #array(name: string): Map<string, Value> {
    let array = this.#arrays.get(name)
    if (!array) {
      array = new Map()
      this.#arrays.set(name, array)
    }
    return array
  }

  *#eval(e: Expr): Doing<Value> {
    switch (e.e) {
      case 'const': return e.value
      case 'regex': return regex(e.source).test(this.#fields[0]!) ? 1 : 0
      case 'group': return yield* this.#eval(e.of)
      case 'field': {
        const n = num(yield* this.#eval(e.of))
        return this.#fields[n] ?? ''
      }
      case 'name': return this.#names.get(e.name) ?? ''
      case 'element': {
        const array = this.#array(e.name)
        const key = yield* this.#key(e.keys)
        if (!array.has(key)) array.set(key, '')
        return array.get(key)!
      }
      case 'in': return this.#arrays.get(e.name)?.has(yield* this.#key(e.keys)) ? 1 : 0
      case 'unary': {
        const v = yield* this.#eval(e.of)
        return e.op === '!' ? (truthy(v) ? 0 : 1) : e.op === '-' ? -num(v) : num(v)
      }
      case 'step': {
        const old = num(yield* this.#eval(e.of))
        const value = old + (e.op === '++' ? 1 : -1)
        yield* this.#set(e.of, value)
        return e.before ? value : old
      }
      case 'choice': return truthy(yield* this.#eval(e.test)) ? yield* this.#eval(e.yes) : yield* this.#eval(e.no)
      case 'assign': {
        const value = yield* this.#eval(e.value)
        const made = e.op === '' ? value : operate(e.op, yield* this.#eval(e.to), value)
        yield* this.#set(e.to, made)
        return made
      }
      case 'binary': {
        if (e.op === '~' || e.op === '!~') {
          const left = text(yield* this.#eval(e.left))
          const source = e.right.e === 'regex' ? e.right.source : text(yield* this.#eval(e.right))
          return regex(source).test(left) === (e.op === '~') ? 1 : 0
        }
        const left = yield* this.#eval(e.left)
        if (e.op === '&&') return truthy(left) && truthy(yield* this.#eval(e.right)) ? 1 : 0
        if (e.op === '||') return truthy(left) || truthy(yield* this.#eval(e.right)) ? 1 : 0
        return operate(e.op, left, yield* this.#eval(e.right))
      }
      case 'call': return yield* this.#call(e.name, e.args)
    }
  }

  *#set(to: Expr, value: Value): Doing<void> {
    if (to.e === 'name') {
      this.#names.set(to.name, value)
      if (to.name === 'NF') {
        this.#fields.length = Math.min(num(value) + 1, 100_000)
        this.#rebuild()
      }
    } else if (to.e === 'element') this.#array(to.name).set(yield* this.#key(to.keys), value)
    else if (to.e === 'field') {
      const n = num(yield* this.#eval(to.of))
      if (n === 0) return this.#record(text(value))
      for (let i = this.#fields.length; i < Math.min(n, 100_000); i++) this.#fields[i] = ''
      this.#fields[n] = text(value)
      this.#names.set('NF', this.#fields.length - 1)
      this.#rebuild()
    } else if (to.e === 'group') yield* this.#set(to.of, value)
    else throw new Unreadable('assignment to a value', 0)
  }

  #rebuild(): void {
    this.#fields[0] = Array.from(this.#fields.slice(1), (f) => f ?? '').join(text(this.#names.get('OFS')!))
  }

  *#call(name: string, args: readonly Expr[]): Doing<Value> {
    if (name === 'length' && args[0]?.e === 'name' && this.#arrays.has(args[0].name)) return this.#arrays.get(args[0].name)!.size
    if (name === 'split') {
      const parts = this.#split(text(yield* this.#eval(args[0]!)), args[2] ? (args[2].e === 'regex' ? args[2].source : text(yield* this.#eval(args[2]))) : text(this.#names.get('FS')!))
      if (args[1]?.e === 'name') this.#arrays.set(args[1].name, new Map(parts.map((p, i) => [String(i + 1), p])))
      return parts.length
    }
    if (name === 'sub' || name === 'gsub') {
      const source = args[0]!.e === 'regex' ? args[0]!.source : text(yield* this.#eval(args[0]!))
      const by = text(yield* this.#eval(args[1]!))
      const target: Expr = args[2] ?? { e: 'field', of: { e: 'const', value: 0 } }
      let count = 0
      const changed = text(yield* this.#eval(target)).replace(new RegExp(extended(source), name === 'gsub' ? 'g' : ''), (found) => {
        count++
        return by.replace(/\\&|&/g, (m) => (m === '&' ? found : '&'))
      })
      if (count > 0) yield* this.#set(target, changed)
      return count
    }
    if (name === 'match') {
      const found = regex(args[1]!.e === 'regex' ? args[1]!.source : text(yield* this.#eval(args[1]!))).exec(text(yield* this.#eval(args[0]!)))
      this.#names.set('RSTART', found ? found.index + 1 : 0)
      this.#names.set('RLENGTH', found ? found[0].length : -1)
      return found ? found.index + 1 : 0
    }
    const values: Value[] = []
    for (const arg of args) values.push(yield* this.#eval(arg))
    const [a = '', b = '', c] = values
    switch (name) {
      case 'length': return (args.length === 0 ? this.#fields[0]! : text(a)).length
      case 'substr': {
        const from = Math.round(num(b))
        const begin = Math.max(1, from)
        const end = c === undefined ? Infinity : from + Math.round(num(c))
        return text(a).slice(begin - 1, Math.max(begin - 1, end - 1))
      }
      case 'index': return text(a).indexOf(text(b)) + 1
      case 'sprintf': return formatted(text(a), values.slice(1).map(out)).text
      case 'toupper': return text(a).toUpperCase()
      case 'tolower': return text(a).toLowerCase()
      case 'int': return Math.trunc(num(a))
      case 'sqrt': return Math.sqrt(num(a))
      case 'sin': return Math.sin(num(a))
      case 'cos': return Math.cos(num(a))
      case 'atan2': return Math.atan2(num(a), num(b))
      case 'exp': return Math.exp(num(a))
      case 'log': return Math.log(num(a))
      case 'rand': return this.#proc.kernel.random()
      case 'srand': return 0
      case 'systime': return Math.floor(this.#proc.kernel.clockMs / 1000)
      case 'close':
      case 'fflush': return 0
      case 'system': {
        const argv = ['sh', '-c', text(a)]
        const found = this.#proc.kernel.commands.find(this.#proc, 'sh')
        const child = found.kind === 'program' ? this.#proc.kernel.spawn(this.#proc, argv, this.#proc.fds, (p) => found.run(p, argv)) : undefined
        if (!child) return 127
        while (child.status === undefined) yield { on: [child.ended] }
        return child.status
      }
    }
    const own = this.#program.functions.get(name)
    if (!own) throw new Unreadable(`calling undefined function ${name}`, 0)
    if (++this.#depth > 150) throw new Unreadable('recursion too deep', 0)
    const saved = own.params.map((p) => [p, this.#names.get(p)] as const)
    for (const [i, p] of own.params.entries()) this.#names.set(p, values[i] ?? '')
    try {
      yield* this.#statement(own.body)
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind !== 'return') throw leave
      return leave.value
    } finally {
      this.#depth--
      for (const [p, v] of saved) if (v === undefined) this.#names.delete(p)
      else this.#names.set(p, v)
    }
    return ''
  }
}

const cache = new Map<string, RegExp>()
function regex(source: string): RegExp {
  let known = cache.get(source)
  if (!known) {
    if (cache.size > 500) cache.clear()
    known = new RegExp(extended(source))
    cache.set(source, known)
  }
  return known
}

const num = (v: Value): number => (typeof v === 'number' ? v : Number.parseFloat(v) || 0)
const whole = (n: number): string => (Number.isInteger(n) && Math.abs(n) < 1e16 ? String(n) : floatText(n, 'g', 6))
const text = (v: Value): string => (typeof v === 'number' ? whole(v) : v)
const out = text
const looksNumeric = (v: Value): boolean => typeof v === 'number' || /^\s*[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?\s*$/.test(v)
const truthy = (v: Value): boolean => (typeof v === 'number' ? v !== 0 : v !== '' && !(looksNumeric(v) && Number(v) === 0))

function operate(op: string, a: Value, b: Value): Value {
  switch (op) {
    case ' ': return text(a) + text(b)
    case '+': return num(a) + num(b)
    case '-': return num(a) - num(b)
    case '*': return num(a) * num(b)
    case '%': return num(a) % num(b)
    case '^': return num(a) ** num(b)
    case '/':
      if (num(b) === 0) throw new Unreadable('division by zero', 0)
      return num(a) / num(b)
  }
  const numbers = (looksNumeric(a) && looksNumeric(b)) || (looksNumeric(a) && b === '') || (a === '' && typeof b === 'number')
  const c = numbers ? num(a) - num(b) : text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0
  return { '<': c < 0, '<=': c <= 0, '==': c === 0, '!=': c !== 0, '>': c > 0, '>=': c >= 0 }[op] ? 1 : 0
}

export const awk: Applet = function* (proc, argv) {
  const sets: [string, string][] = []
  const rest: string[] = []
  let source: string | undefined
  let fs: string | undefined
  for (let i = 1; i < argv.length; i++) {
    const arg = argv[i]!
    if (arg === '-F') fs = argv[++i] ?? ''
    else if (/^-F./.test(arg)) fs = arg.slice(2)
    else if (arg === '-v' || /^-v./.test(arg)) {
      const set = arg === '-v' ? (argv[++i] ?? '') : arg.slice(2)
      sets.push([set.slice(0, set.indexOf('=')), set.slice(set.indexOf('=') + 1)])
    } else if (arg === '-f') source = proc.kernel.files.text(resolvePath(proc.cwd, argv[++i] ?? '')) ?? ''
    else if (source === undefined) source = arg
    else rest.push(arg)
  }
  if (source === undefined) return yield* fail(proc, argv, 'no program text')
  try {
    const run = new Awk(proc, parseAwk(source))
    const unescape = (s: string) => quoted(`${s.replaceAll('"', '\\"')}"`, 0, '"', false)?.s ?? s
    if (fs !== undefined) run.set('FS', fs === 't' ? '\t' : unescape(fs))
    for (const [name, value] of sets) run.set(name, unescape(value))
    let failed = false
    const named = rest.filter((r) => !/^[A-Za-z_]\w*=/.test(r))
    const files = named.length > 0 ? named : ['-']
    const code = yield* run.run(function* () {
      for (;;) {
        const name = files.shift()
        if (name === undefined) return undefined
        const stream = opened(proc, name)
        if (typeof stream !== 'string') return { name, stream }
        failed = true
        yield* fail(proc, argv, cannot(proc, name, stream))
      }
    })
    return code || (failed ? 2 : 0)
  } catch (problem) {
    if (problem instanceof Unreadable) return yield* fail(proc, argv, proc.kernel.flavour === 'busybox' ? `cmd. line:${problem.line || 1}: ${problem.why}` : `cmd. line:${problem.line || 1}: ${problem.why}`, 2)
    if (problem instanceof SyntaxError) return yield* fail(proc, argv, 'bad regex', 2)
    throw problem
  }
}
