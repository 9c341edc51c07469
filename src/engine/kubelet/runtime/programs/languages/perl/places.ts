// Perl’s places: elements of arrays and hashes, and where an assigned value goes.
import type { Doing } from '../../machine/process.ts'
import { Unreadable } from '../lexer.ts'
import type { Perl } from './run.ts'
import type { Expr, Scalar } from './tree.ts'
import { numeric, text } from './values.ts'

export function assignList(perl: Perl, to: Expr, values: readonly Scalar[]): void {
  if (to.e === 'array') perl.arrays.set(to.name, [...values])
  else if (to.e === 'hash') {
    const map = new Map<string, Scalar>()
    for (let i = 0; i < values.length; i += 2) map.set(text(values[i]), values[i + 1])
    perl.hashes.set(to.name, map)
  } else if (to.e === 'list') for (const [i, item] of to.items.entries()) {
    if (item.e === 'array') perl.arrays.set(item.name, values.slice(i))
    else if (item.e === 'scalar') perl.scalars.set(item.name, values[i])
  }
}

export function* assign(perl: Perl, to: Expr, value: Scalar): Doing<void> {
  if (to.e === 'scalar') perl.scalars.set(to.name, value)
  else if (to.e === 'element') {
    const at = yield* perl.eval(to.at)
    if (to.of === 'hash') {
      const map = perl.hashes.get(to.name) ?? new Map<string, Scalar>()
      perl.hashes.set(to.name, map)
      map.set(text(at), value)
    } else {
      const list = perl.arrays.get(to.name) ?? []
      perl.arrays.set(to.name, list)
      const i = numeric(at)
      if (i > 5_000_000) throw new Unreadable('an array of more than five million', 0)
      list[i < 0 ? list.length + i : i] = value
    }
  } else throw new Unreadable('this assignment', 0)
}

export function* elementOf(perl: Perl, e: Extract<Expr, { e: 'element' }>): Doing<Scalar> {
  const at = yield* perl.eval(e.at)
  if (e.of === 'hash') return perl.hashes.get(e.name)?.get(text(at))
  return perl.arrays.get(e.name)?.at(numeric(at))
}
