// Where an assigned value goes in awk: a name, an element, a field of the line.
import { Unreadable } from '../../languages/lexer.ts'
import type { Doing } from '../../machine/process.ts'
import type { Awk } from './run.ts'
import type { Expr, Value } from './tree.ts'
import { num, text } from './values.ts'

export function* assign(awk: Awk, to: Expr, value: Value): Doing<void> {
  if (to.e === 'name') {
    awk.names.set(to.name, value)
    if (to.name === 'NF') {
      awk.proc.kernel.held(awk.proc, num(value) * 8)
      awk.fields.length = Math.max(0, Math.trunc(num(value))) + 1
      awk.rebuild()
    }
  } else if (to.e === 'element') awk.array(to.name).set(yield* keyOf(awk, to.keys), value)
  else if (to.e === 'field') {
    const n = num(yield* awk.eval(to.of))
    if (n === 0) return awk.record(text(value))
    awk.proc.kernel.held(awk.proc, n * 8)
    for (let i = awk.fields.length; i < n; i++) awk.fields[i] = ''
    awk.fields[n] = text(value)
    awk.names.set('NF', awk.fields.length - 1)
    awk.rebuild()
  } else if (to.e === 'group') yield* assign(awk, to.of, value)
  else throw new Unreadable('assignment to a value', 0)
}

export function* keyOf(awk: Awk, keys: readonly Expr[]): Doing<string> {
  const parts: string[] = []
  for (const k of keys) parts.push(text(yield* awk.eval(k)))
  return parts.join(text(awk.names.get('SUBSEP')!))
}
