// Functions over many rows.
import type { Expression } from './tree.ts'
import { compare, digitsOf, fixed, keyOf, numberOf, textOf, type Value } from './values.ts'

export const AGGREGATES = new Set(['count', 'sum', 'avg', 'min', 'max', 'group_concat'])

/** `separator`: of GROUP_CONCAT. */
export function aggregate({ name, distinct }: Extract<Expression, { is: 'call' }>, all: readonly Value[], separator?: Value): Value {
  let values = all.filter((value): value is string | number => value !== null)
  if (distinct) values = [...new Map(values.map(value => [keyOf(value), value])).values()]
  if (name === 'count') return values.length
  if (values.length === 0) return null
  const digits = Math.max(...values.map(digitsOf))
  const sum = () => values.reduce<number>((total, value) => total + numberOf(value), 0)
  switch (name) {
    case 'sum': return digits > 0 ? fixed(sum(), digits) : sum()
    case 'avg': return fixed(sum() / values.length, digits + 4)
    case 'min': return values.reduce((least, value) => (compare(value, least) < 0 ? value : least))
    case 'max': return values.reduce((most, value) => (compare(value, most) > 0 ? value : most))
    default: return values.map(textOf).join(separator === undefined || separator === null ? ',' : textOf(separator))
  }
}

/** Whether there is one in an expression: then all rows are taken together. */
export function hasAggregate(e: Expression): boolean {
  switch (e.is) {
    case 'call': return AGGREGATES.has(e.name) || e.args.some(hasAggregate)
    case 'unary': case 'isNull': return hasAggregate(e.of)
    case 'binary': return hasAggregate(e.left) || hasAggregate(e.right)
    case 'in': return hasAggregate(e.of)
    case 'between': return hasAggregate(e.of) || hasAggregate(e.low) || hasAggregate(e.high)
    case 'case': return e.when.some(([when, then]) => hasAggregate(when) || hasAggregate(then)) || (e.otherwise !== undefined && hasAggregate(e.otherwise))
    case 'shift': return hasAggregate(e.of)
    default: return false
  }
}
