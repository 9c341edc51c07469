// What a column takes, and what a table does not take.
import { dateText } from '../clock.ts'
import { bytesOf } from '../bytes.ts'
import { SQL_ERRORS } from '../../languages/sql/errors.ts'
import { momentOf } from '../../languages/sql/functions.ts'
import type { Column } from '../../languages/sql/tree.ts'
import { fixed, keyOf, numberOf, textOf, type Row, type Value } from '../../languages/sql/values.ts'
import type { Table } from './store.ts'

const LEAST_TEXT: Readonly<Record<string, number>> = { tinytext: 255, text: 65_535, tinyblob: 255, blob: 65_535 }
const BITS: Readonly<Record<string, number>> = { tinyint: 8, smallint: 16, mediumint: 24, int: 32, bigint: 53 }

/** The value as the column keeps it, in strict mode. Throws SqlError. */
export function taken(column: Column, value: Value, row: number): Value {
  if (value === null) {
    if (column.nullable || column.counts) return null
    throw SQL_ERRORS.notNull(column.name)
  }
  const [, type = '', inside, unsigned] = /^(\w+)(?:\((.*)\))?( unsigned)?$/.exec(column.type) ?? []
  const bits = BITS[type]
  if (bits !== undefined || type === 'year') {
    if (!isNumber(value)) throw SQL_ERRORS.incorrect('integer', textOf(value), column.name, row)
    const n = Math.round(numberOf(value))
    const most = type === 'year' ? 2155 : unsigned ? 2 ** bits! - 1 : 2 ** (bits! - 1) - 1
    if (n > most || n < (unsigned ? 0 : -most - 1)) throw SQL_ERRORS.outOfRange(column.name, row)
    return n
  }
  switch (type) {
    case 'decimal': {
      if (!isNumber(value)) throw SQL_ERRORS.incorrect('decimal', textOf(value), column.name, row)
      const [digits = 10, places = 0] = (inside ?? '').split(',').map(Number)
      if (Math.abs(numberOf(value)) >= 10 ** (digits - places)) throw SQL_ERRORS.outOfRange(column.name, row)
      return places === 0 ? Math.round(numberOf(value)) : fixed(numberOf(value), places)
    }
    case 'float': case 'double':
      if (!isNumber(value)) throw SQL_ERRORS.incorrect(type, textOf(value), column.name, row)
      return numberOf(value)
    case 'date': case 'datetime': case 'timestamp': {
      const at = momentOf(textOf(value))
      if (at === undefined) throw SQL_ERRORS.incorrectTime(type === 'date' ? 'date' : 'datetime', textOf(value), column.name, row)
      return dateText(at, type === 'date' ? '%Y-%m-%d' : '%Y-%m-%d %H:%M:%S')
    }
    case 'enum':
      if (!(inside ?? '').split(',').some(one => one.slice(1, -1).toLowerCase() === textOf(value).toLowerCase())) throw SQL_ERRORS.tooLong(column.name, row)
      return textOf(value)
    default: {
      const text = textOf(value)
      const most = inside === undefined ? LEAST_TEXT[type] : Number(inside)
      if (most !== undefined && (inside === undefined ? bytesOf(text) : [...text].length) > most) throw SQL_ERRORS.tooLong(column.name, row)
      return text
    }
  }
}

const isNumber = (value: string | number): boolean => typeof value === 'number' || /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/.test(value)

/** What a column has that nothing was given for. `given`: its number, where it counts. */
export function byDefault(column: Column, now: string): Value {
  if (column.now) return now
  if (column.byDefault !== undefined) return column.byDefault
  if (column.nullable || column.counts) return null
  throw SQL_ERRORS.noDefault(column.name)
}

/** Finds the row that stands in the way of another with the same key. */
export class Unique {
  readonly #table: Table
  readonly #seen: readonly Map<string, Row>[]

  constructor(table: Table) {
    this.#table = table
    this.#seen = table.keys.map(() => new Map<string, Row>())
    for (const row of table.rows) this.add(row)
  }

  add(row: Row): void {
    for (const [i, key] of this.#keysOf(row).entries()) if (key !== undefined) this.#seen[i]!.set(key, row)
  }

  remove(row: Row): void {
    for (const [i, key] of this.#keysOf(row).entries()) if (key !== undefined && this.#seen[i]!.get(key) === row) this.#seen[i]!.delete(key)
  }

  /** Who has a key of this row already, and which. */
  conflict(row: Row): { readonly row: Row; readonly key: string; readonly value: string } | undefined {
    for (const [i, key] of this.#keysOf(row).entries()) {
      const other = key === undefined ? undefined : this.#seen[i]!.get(key)
      if (other) return { row: other, key: this.#table.keys[i]!.name, value: this.#values(row, i).map(value => textOf(value!)).join('-') }
    }
    return undefined
  }

  #values(row: Row, key: number): Value[] { return this.#table.keys[key]!.columns.map(name => row[this.#table.columns.findIndex(column => column.name.toLowerCase() === name.toLowerCase())] ?? null) }

  /** Nothing is never twice. */
  #keysOf(row: Row): (string | undefined)[] {
    return this.#table.keys.map((key, i) => {
      if (!key.unique) return undefined
      const values = this.#values(row, i)
      return values.includes(null) ? undefined : values.map(keyOf).join('\0')
    })
  }
}
