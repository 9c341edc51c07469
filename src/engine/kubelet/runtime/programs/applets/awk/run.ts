// An awk program while it runs: its names, its arrays, the fields of the line, and what its expressions come to.
import { print, readLine } from '../../machine/io.ts'
import type { Stream } from '../../machine/streams.ts'
import { PAY, type Doing, type Process } from '../../machine/process.ts'
import { callFunction } from './functions.ts'
import { assign, keyOf } from './places.ts'
import { Leave, statement } from './statements.ts'
import type { AwkProgram, Expr, Rule, Value } from './tree.ts'
import { num, operate, regex, text, truthy } from './values.ts'

export class Awk {
  readonly proc: Process
  readonly program: AwkProgram
  readonly names = new Map<string, Value>([['FS', ' '], ['OFS', ' '], ['ORS', '\n'], ['NR', 0], ['NF', 0], ['FNR', 0], ['SUBSEP', '\x1c'], ['RS', '\n'], ['FILENAME', ''], ['RSTART', 0], ['RLENGTH', -1]])
  readonly arrays = new Map<string, Map<string, Value>>()
  readonly opened = new Set<string>()
  fields: string[] = ['']
  depth = 0

  constructor(proc: Process, program: AwkProgram) {
    this.proc = proc
    this.program = program
    this.arrays.set('ENVIRON', new Map(proc.env))
  }

  set(name: string, value: Value): void {
    this.names.set(name, value)
  }

  /** `streams`: what there is to read, one after the other. */
  *run(streams: () => Doing<{ readonly name: string; readonly stream: Stream } | undefined>): Doing<number> {
    let code = 0
    const { rules } = this.program
    const open = new Set<Rule>()
    try {
      for (const rule of rules) if (rule.when === 'BEGIN') yield* statement(this, rule.body!)
      if (rules.some((r) => r.when !== 'BEGIN')) {
        for (let from = yield* streams(); from; from = yield* streams()) {
          const { name, stream } = from
          this.names.set('FILENAME', name === '-' ? '' : name)
          this.names.set('FNR', 0)
          for (let line = yield* readLine(this.proc, stream); line !== undefined; line = yield* readLine(this.proc, stream)) yield* this.#line(line.replace(/\n$/, ''), open)
        }
      }
    } catch (leave) {
      if (!(leave instanceof Leave)) throw leave
      if (leave.kind === 'exit') code = num(leave.value)
    }
    try {
      for (const rule of rules) if (rule.when === 'END') yield* statement(this, rule.body!)
    } catch (leave) {
      if (!(leave instanceof Leave)) throw leave
      if (leave.kind === 'exit') code = num(leave.value) || code
    }
    return code & 255
  }

  *#line(line: string, open: Set<Rule>): Doing<void> {
    this.proc.kernel.burn(this.proc, 2, 2)
    if (this.proc.debtUs >= 1000) yield PAY
    this.record(line)
    this.names.set('NR', num(this.names.get('NR')!) + 1)
    this.names.set('FNR', num(this.names.get('FNR')!) + 1)
    try {
      for (const rule of this.program.rules) {
        if (rule.when !== 'line') continue
        const holds = !rule.from || open.has(rule) || truthy(yield* this.eval(rule.from))
        if (holds && rule.to) {
          if (truthy(yield* this.eval(rule.to))) open.delete(rule)
          else open.add(rule)
        }
        if (!holds) continue
        if (rule.body) yield* statement(this, rule.body)
        else yield* print(this.proc, `${this.fields[0]}${text(this.names.get('ORS')!)}`)
      }
    } catch (leave) {
      if (!(leave instanceof Leave) || leave.kind !== 'next') throw leave
    }
  }

  record(line: string): void {
    this.fields = [line, ...this.split(line, text(this.names.get('FS')!))]
    this.names.set('NF', this.fields.length - 1)
  }

  split(line: string, by: string): string[] {
    if (line === '') return []
    if (by === ' ') return line.trim() === '' ? [] : line.trim().split(/[ \t\n]+/)
    if (by.length === 1 && by !== '\\') return line.split(by === '\t' ? '\t' : by)
    this.proc.kernel.burn(this.proc, line.length / 5, Math.floor(line.length / 200))
    return regex(by).split(line)
  }

  array(name: string): Map<string, Value> {
    let array = this.arrays.get(name)
    if (!array) {
      array = new Map()
      this.arrays.set(name, array)
    }
    return array
  }

  *eval(e: Expr): Doing<Value> {
    switch (e.e) {
      case 'const': return e.value
      case 'regex': return regex(e.source).test(this.fields[0]!) ? 1 : 0
      case 'group': return yield* this.eval(e.of)
      case 'field': {
        const n = num(yield* this.eval(e.of))
        return this.fields[n] ?? ''
      }
      case 'name': return this.names.get(e.name) ?? ''
      case 'element': {
        const array = this.array(e.name)
        const key = yield* keyOf(this, e.keys)
        if (!array.has(key)) array.set(key, '')
        return array.get(key)!
      }
      case 'in': return this.arrays.get(e.name)?.has(yield* keyOf(this, e.keys)) ? 1 : 0
      case 'unary': {
        const v = yield* this.eval(e.of)
        return e.op === '!' ? (truthy(v) ? 0 : 1) : e.op === '-' ? -num(v) : num(v)
      }
      case 'step': {
        const old = num(yield* this.eval(e.of))
        const value = old + (e.op === '++' ? 1 : -1)
        yield* assign(this, e.of, value)
        return e.before ? value : old
      }
      case 'choice': return truthy(yield* this.eval(e.test)) ? yield* this.eval(e.yes) : yield* this.eval(e.no)
      case 'assign': {
        const value = yield* this.eval(e.value)
        const made = e.op === '' ? value : operate(e.op, yield* this.eval(e.to), value)
        yield* assign(this, e.to, made)
        return made
      }
      case 'binary': {
        if (e.op === '~' || e.op === '!~') {
          const left = text(yield* this.eval(e.left))
          const source = e.right.e === 'regex' ? e.right.source : text(yield* this.eval(e.right))
          return regex(source).test(left) === (e.op === '~') ? 1 : 0
        }
        const left = yield* this.eval(e.left)
        if (e.op === '&&') return truthy(left) && truthy(yield* this.eval(e.right)) ? 1 : 0
        if (e.op === '||') return truthy(left) || truthy(yield* this.eval(e.right)) ? 1 : 0
        return operate(e.op, left, yield* this.eval(e.right))
      }
      case 'call': return yield* callFunction(this, e.name, e.args)
    }
  }

  rebuild(): void {
    this.fields[0] = Array.from(this.fields.slice(1), (f) => f ?? '').join(text(this.names.get('OFS')!))
  }
}
