// What an expression is worth for one row.
import { SQL_ERRORS } from './errors.ts'
import { AGGREGATES, aggregate } from './aggregates.ts'
import { callFunction, shifted } from './functions.ts'
import type { Expression, Select } from './tree.ts'
import { compare, digitsOf, fixed, isTrue, keyOf, like, numberOf, textOf, truth, type Row, type Value } from './values.ts'

/** What surrounds a row: which column stands where, and what is known beyond it. */
export interface Scope {
  readonly columns: readonly { readonly table: string; readonly name: string }[]
  readonly row: Row
  /** Rows that are taken together, where aggregates are allowed. */
  readonly group?: readonly Row[]
  readonly outer?: Scope
  readonly known: Known
  /** In which part of the statement this stands: for what is said of unknown columns. */
  readonly part?: string
}

/** What does not hang on rows: variables, the clock, who asks; and how a subquery is answered. */
export interface Known {
  readonly clockMs: number
  readonly database: string | undefined
  readonly user: string
  readonly host: string
  readonly connection: number
  readonly version: string
  system(name: string, scope: 'global' | 'session' | undefined): Value
  userVariable(name: string): Value
  select(select: Select, outer: Scope): { readonly rows: readonly Row[]; readonly width: number }
  random(): number
  /** So many rows are looked at. Throws SqlError when a statement has looked at too many. */
  spend(rows: number): void
}

export function valueOf(e: Expression, s: Scope): Value {
  switch (e.is) {
    case 'value': return e.value
    case 'column': return columnOf(e, s)
    case 'system': return s.known.system(e.name, e.scope)
    case 'user': return s.known.userVariable(e.name)
    case 'unary': {
      const value = valueOf(e.of, s)
      if (value === null) return null
      return e.op === 'not' ? truth(!isTrue(value)) : typeof value === 'string' && digitsOf(value) > 0 ? fixed(-numberOf(value), digitsOf(value)) : -numberOf(value)
    }
    case 'binary': return binary(e.op, e, s)
    case 'isNull': return truth((valueOf(e.of, s) === null) !== e.not)
    case 'in': return isIn(e, s)
    case 'between': {
      const [of, low, high] = [valueOf(e.of, s), valueOf(e.low, s), valueOf(e.high, s)]
      if (of === null || low === null || high === null) return null
      return truth((compare(of, low) >= 0 && compare(of, high) <= 0) !== e.not)
    }
    case 'case': {
      const of = e.of ? valueOf(e.of, s) : undefined
      for (const [when, then] of e.when) {
        const is = valueOf(when, s)
        if (of === undefined ? isTrue(is) : of !== null && is !== null && compare(of, is) === 0) return valueOf(then, s)
      }
      return e.otherwise ? valueOf(e.otherwise, s) : null
    }
    case 'call': {
      if (!AGGREGATES.has(e.name)) return callFunction(e.name, e.args.map(arg => valueOf(arg, s)), s.known)
      const { group } = s
      if (!group) throw SQL_ERRORS.group()
      const { group: _, ...without } = s
      return aggregate(e, e.star ? group.map(() => 1) : group.map(row => valueOf(e.args[0]!, { ...without, row })), e.args[1] === undefined ? undefined : valueOf(e.args[1], s))
    }
    case 'select': {
      const { rows, width } = s.known.select(e.select, s)
      if (width !== 1) throw SQL_ERRORS.moreThanOneColumn()
      if (rows.length > 1) throw SQL_ERRORS.moreThanOneRow()
      return rows[0]?.[0] ?? null
    }
    case 'exists': return truth(s.known.select(e.select, s).rows.length > 0)
    case 'shift': {
      const [of, by] = [valueOf(e.of, s), valueOf(e.by, s)]
      return of === null || by === null ? null : shifted(textOf(of), e.sign * numberOf(by), e.unit)
    }
  }
}

function columnOf(e: Extract<Expression, { is: 'column' }>, s: Scope): Value {
  for (let scope: Scope | undefined = s; scope; scope = scope.outer) {
    const at = placeOf(e, scope)
    if (at !== undefined) return scope.row[at] ?? null
  }
  throw SQL_ERRORS.unknownColumn(e.table === undefined ? e.name : `${e.table}.${e.name}`, s.part ?? 'field list')
}

/** Where a column stands in a row. Names of columns are the same in either case. */
export function placeOf({ table, name }: { readonly table?: string; readonly name: string }, { columns }: Pick<Scope, 'columns'>): number | undefined {
  let found: number | undefined
  const wanted = name.toLowerCase()
  for (const [i, column] of columns.entries()) {
    if (column.name.toLowerCase() !== wanted || (table !== undefined && column.table !== table)) continue
    if (found !== undefined) throw SQL_ERRORS.ambiguous(name)
    found = i
  }
  return found
}

function isIn(e: Extract<Expression, { is: 'in' }>, s: Scope): Value {
  const of = valueOf(e.of, s)
  if (of === null) return null
  let values: readonly Value[]
  if ('is' in e.list) {
    const { rows, width } = s.known.select(e.list, s)
    if (width !== 1) throw SQL_ERRORS.moreThanOneColumn()
    values = rows.map(row => row[0] ?? null)
  } else values = e.list.map(item => valueOf(item, s))
  if (values.some(value => value !== null && compare(of, value) === 0)) return truth(!e.not)
  return values.includes(null) ? null : truth(e.not)
}

function binary(op: string, { left, right }: { readonly left: Expression; readonly right: Expression }, s: Scope): Value {
  const a = valueOf(left, s)
  if (op === 'and' || op === 'or') {
    if (a !== null && isTrue(a) === (op === 'or')) return truth(op === 'or')
    const b = valueOf(right, s)
    if (b !== null && isTrue(b) === (op === 'or')) return truth(op === 'or')
    return a === null || b === null ? null : truth(op === 'and')
  }
  const b = valueOf(right, s)
  if (op === '<=>') return truth(a === null || b === null ? a === b : compare(a, b) === 0)
  if (a === null || b === null) return null
  switch (op) {
    case '=': return truth(compare(a, b) === 0)
    case '<>': return truth(compare(a, b) !== 0)
    case '<': return truth(compare(a, b) < 0)
    case '<=': return truth(compare(a, b) <= 0)
    case '>': return truth(compare(a, b) > 0)
    case '>=': return truth(compare(a, b) >= 0)
    case 'like': return truth(like(textOf(a), textOf(b)))
    case 'xor': return truth(isTrue(a) !== isTrue(b))
    default: return calculated(op, a, b)
  }
}

function calculated(op: string, a: string | number, b: string | number): Value {
  const [x, y] = [numberOf(a), numberOf(b)]
  const digits = Math.max(digitsOf(a), digitsOf(b))
  const exact = (n: number, places: number): Value => (Number.isFinite(n) ? (places > 0 ? fixed(n, places) : n) : null)
  switch (op) {
    case '+': return exact(x + y, digits)
    case '-': return exact(x - y, digits)
    case '*': return exact(x * y, digitsOf(a) + digitsOf(b))
    case '/': return y === 0 ? null : fixed(x / y, digitsOf(a) + 4)
    case 'div': return y === 0 ? null : Math.trunc(x / y)
    default: return y === 0 ? null : exact(x % y, digits)
  }
}

/** Whether two rows are one for DISTINCT and GROUP BY. */
export const rowKey = (values: readonly Value[]): string => values.map(keyOf).join('\0')
