// What each of awk’s statements does.
import { resolvePath } from '../../machine/files.ts'
import { openFile, print, write } from '../../machine/io.ts'
import { type Doing, PAY } from '../../machine/process.ts'
import { formatted } from '../../shell/printing.ts'
import { keyOf } from './places.ts'
import type { Awk } from './run.ts'
import type { Stmt, Value } from './tree.ts'
import { text, truthy } from './values.ts'

export class Leave {
  readonly kind: 'next' | 'exit' | 'break' | 'continue' | 'return'
  readonly value: Value
  constructor(kind: Leave['kind'], value: Value = 0) {
    this.kind = kind
    this.value = value
  }
}

export function* statement(awk: Awk, s: Stmt): Doing<void> {
  awk.proc.kernel.burn(awk.proc, 1, 1)
  if (awk.proc.debtUs >= 1000) yield PAY
  switch (s.s) {
    case 'block':
      for (const inner of s.body) yield* statement(awk, inner)
      return
    case 'expr':
      yield* awk.eval(s.of)
      return
    case 'print':
    case 'printf': {
      const values: string[] = []
      for (const arg of s.args) values.push(text(yield* awk.eval(arg)))
      const body = s.s === 'printf' ? formatted(values[0] ?? '', values.slice(1)).text : (values.length === 0 ? awk.fields[0]! : values.join(text(awk.names.get('OFS')!))) + text(awk.names.get('ORS')!)
      if (!s.to) yield* print(awk.proc, body)
      else yield* redirect(awk, s.to[0], text(yield* awk.eval(s.to[1])), body)
      return
    }
    case 'if':
      if (truthy(yield* awk.eval(s.test))) yield* statement(awk, s.yes)
      else if (s.no) yield* statement(awk, s.no)
      return
    case 'while':
      for (let first = s.first; first || truthy(yield* awk.eval(s.test)); first = false) if (yield* turn(awk, s.body)) return
      return
    case 'for':
      if (s.start) yield* statement(awk, s.start)
      while (!s.test || truthy(yield* awk.eval(s.test))) {
        if (yield* turn(awk, s.body)) return
        if (s.step) yield* statement(awk, s.step)
      }
      return
    case 'in':
      for (const key of Array.from(awk.arrays.get(s.array)?.keys() ?? [])) {
        awk.names.set(s.name, key)
        if (yield* turn(awk, s.body)) return
      }
      return
    case 'delete':
      if (!s.keys) awk.arrays.delete(s.name)
      else awk.arrays.get(s.name)?.delete(yield* keyOf(awk, s.keys))
      return
    case 'exit':
    case 'return': throw new Leave(s.s, s.value ? yield* awk.eval(s.value) : 0)
    default: throw new Leave(s.s)
  }
}

function* redirect(awk: Awk, op: string, to: string, body: string): Doing<void> {
  if (op === '|') return yield* print(awk.proc, body)
  if (to === '/dev/stderr') return yield* write(awk.proc, 2, body)
  const full = resolvePath(awk.proc.cwd, to)
  const first = !awk.opened.has(full)
  awk.opened.add(full)
  const stream = openFile(awk.proc, full, { write: true, append: op === '>>' || !first, make: true })
  if (typeof stream !== 'string') stream.write(body)
}

function* turn(awk: Awk, body: Stmt): Doing<boolean> {
  try {
    yield* statement(awk, body)
  } catch (leave) {
    if (!(leave instanceof Leave) || (leave.kind !== 'break' && leave.kind !== 'continue')) throw leave
    return leave.kind === 'break'
  }
  return false
}
