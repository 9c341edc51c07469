// Answers SELECT.
import { hasAggregate } from './aggregates.ts'
import { SQL_ERRORS } from './errors.ts'
import { placeOf, rowKey, valueOf, type Known, type Scope } from './evaluate.ts'
import type { Expression, Name, Select, Source } from './tree.ts'
import { inOrder, isTrue, type Row, type Value } from './values.ts'

/** A table as a SELECT sees it. */
export interface Readable { readonly columns: readonly string[]; readonly rows: readonly Row[] }
export interface Answer { readonly columns: readonly string[]; readonly rows: readonly Row[] }

/** More rows than that are not put together: what it takes would keep everybody waiting. */
const MOST_JOINED = 50_000

type Columns = Scope['columns']

export function answerSelect(select: Select, tableOf: (name: Name) => Readable, known: Known, outer?: Scope): Answer {
  known.spend(1)
  const scoped = (columns: Columns, row: Row, part?: string): Scope => ({ columns, row, known, ...(outer ? { outer } : {}), ...(part ? { part } : {}) })
  let columns: Columns = []
  let rows: Row[] = [[]]
  for (const source of select.from) [columns, rows] = joined(columns, rows, source, tableOf(source.table), scoped)
  if (select.where) {
    const { where } = select
    // Even without rows, columns must be there.
    if (rows.length === 0) checked(where, scoped(columns, [], 'where clause'))
    rows = rows.filter(row => isTrue(valueOf(where, scoped(columns, row, 'where clause'))))
  }
  const shown = select.shown.flatMap((one): { readonly expression: Expression; readonly name: string }[] => {
    if (!('all' in one)) return [one]
    if (select.from.length === 0) throw SQL_ERRORS.syntax('')
    return columns.filter(c => one.table === undefined || c.table === one.table).map(({ table, name }) => ({ expression: { is: 'column', table, name }, name }))
  })
  /** What ORDER BY, HAVING and GROUP BY may call by the name or the number that it is shown by. */
  const named = (e: Expression): Expression => {
    if (e.is === 'value' && typeof e.value === 'number') return shown[e.value - 1]?.expression ?? e
    if (e.is !== 'column' || e.table !== undefined) return e
    return shown.find(({ name, expression }) => name.toLowerCase() === e.name.toLowerCase() && expression.is !== 'column')?.expression ?? e
  }
  const order = select.orderBy.map(({ by, down }) => ({ by: named(by), down }))
  const having = select.having && renamed(select.having, named)
  const together = select.groupBy.length > 0 || [...shown.map(one => one.expression), ...order.map(one => one.by), ...(having ? [having] : [])].some(hasAggregate)
  let scopes: Scope[] = rows.map(row => scoped(columns, row))
  if (together) {
    const by = select.groupBy.map(named)
    const groups = new Map<string, Row[]>()
    for (const scope of scopes) {
      const key = rowKey(by.map(e => valueOf(e, { ...scope, part: 'group statement' })))
      const group = groups.get(key)
      if (group) group.push(scope.row)
      else groups.set(key, [scope.row])
    }
    if (by.length === 0 && groups.size === 0) groups.set('', [])
    scopes = [...groups.values()].map(group => ({ ...scoped(columns, group[0] ?? []), group }))
  }
  if (having) scopes = scopes.filter(scope => isTrue(valueOf(having, { ...scope, part: 'having clause' })))
  if (scopes.length === 0) for (const { expression } of shown) checked(expression, { ...scoped(columns, []), group: [] })
  let made = scopes.map(scope => ({ row: shown.map(({ expression }) => valueOf(expression, scope)), keys: order.map(({ by }) => valueOf(by, { ...scope, part: 'order clause' })) }))
  if (select.distinct) made = [...new Map(made.map(one => [rowKey(one.row), one])).values()]
  if (order.length > 0) made.sort((a, b) => firstDifference(a.keys, b.keys, order.map(({ down }) => down)))
  const from = select.offset ?? 0
  return { columns: shown.map(({ name }) => name), rows: made.slice(from, select.limit === undefined ? undefined : from + select.limit).map(({ row }) => row) }
}

/** Sorts rows by their keys. */
export function firstDifference(a: readonly Value[], b: readonly Value[], down: readonly boolean[]): number {
  for (const [i, isDown] of down.entries()) {
    const order = inOrder(a[i] ?? null, b[i] ?? null)
    if (order !== 0) return isDown ? -order : order
  }
  return 0
}

/** HAVING may speak of shown names anywhere in it. */
function renamed(e: Expression, named: (e: Expression) => Expression): Expression {
  switch (e.is) {
    case 'column': return named(e)
    case 'binary': return { ...e, left: renamed(e.left, named), right: renamed(e.right, named) }
    case 'unary': case 'isNull': case 'in': return { ...e, of: renamed(e.of, named) }
    case 'between': return { ...e, of: renamed(e.of, named), low: renamed(e.low, named), high: renamed(e.high, named) }
    default: return e
  }
}

function joined(columns: Columns, rows: readonly Row[], source: Source, table: Readable, scoped: (columns: Columns, row: Row, part?: string) => Scope): [Columns, Row[]] {
  const all = [...columns, ...table.columns.map(name => ({ table: source.as, name }))]
  const none: Row = table.columns.map(() => null)
  const result: Row[] = []
  scoped(all, []).known.spend(rows.length * table.rows.length)
  for (const left of rows) {
    let met = false
    for (const right of table.rows) {
      const row = left.length === 0 ? right : [...left, ...right]
      if (source.on && !isTrue(valueOf(source.on, scoped(all, row, 'on clause')))) continue
      met = true
      result.push(row)
      if (result.length > MOST_JOINED) throw SQL_ERRORS.tableFull('/tmp/#sql')
    }
    if (!met && source.join === 'left') result.push([...left, ...none])
  }
  return [all, result]
}

/** Complains of columns that are not there, where no row does. */
function checked(e: Expression, scope: Scope): void {
  switch (e.is) {
    case 'column': {
      for (let s: Scope | undefined = scope; s; s = s.outer) if (placeOf(e, s) !== undefined) return
      throw SQL_ERRORS.unknownColumn(e.table === undefined ? e.name : `${e.table}.${e.name}`, scope.part ?? 'field list')
    }
    case 'binary':
      checked(e.left, scope)
      checked(e.right, scope)
      break
    case 'unary': case 'isNull': case 'in': case 'between': case 'shift':
      checked(e.of, scope)
      break
    case 'call':
      for (const arg of e.args) checked(arg, scope)
  }
}
