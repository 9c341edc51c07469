// Statements that change databases: what becomes of their tables.
import { dateText } from '../clock.ts'
import { SQL_ERRORS } from '../../languages/sql/errors.ts'
import { valueOf, type Known, type Scope } from '../../languages/sql/evaluate.ts'
import { answerSelect, firstDifference, type Answer } from '../../languages/sql/select.ts'
import type { Change, Column, Expression, KeyOf, Name, Order, Select, Statement } from '../../languages/sql/tree.ts'
import { isTrue, keyOf, type Row, type Value } from '../../languages/sql/values.ts'
import { byDefault, taken, Unique } from './rows.ts'
import { MOST_ROWS, nextOf, Store, SYSTEM_DATABASES, type Table } from './store.ts'

export interface Done { readonly affected: number; readonly info?: string }

/** Databases as one statement sees them. */
export class Execution {
  readonly #store: Store
  readonly #known: Known
  readonly #version: string
  /** Throws SqlError where this one may not go. */
  readonly #mayUse: (database: string) => void

  constructor(store: Store, known: Known, mayUse: (database: string) => void) {
    this.#store = store
    this.#known = known
    this.#version = known.version
    this.#mayUse = mayUse
  }

  databaseOf({ database = this.#known.database }: { readonly database?: string | undefined }): string {
    if (database === undefined) throw SQL_ERRORS.noneSelected()
    this.#mayUse(database)
    if (!this.#store.has(database)) throw SQL_ERRORS.unknownDatabase(database)
    return database
  }

  tableOf(name: Name): Table {
    const database = this.databaseOf(name)
    const table = this.#store.table(database, name.name)
    if (!table) throw SQL_ERRORS.noTable(`${database}.${name.name}`)
    this.#known.spend(table.rows.length)
    return table
  }

  select(select: Select, outer?: Scope): Answer {
    return answerSelect(select, name => {
      const { columns, rows } = this.tableOf(name)
      return { columns: columns.map(column => column.name), rows }
    }, this.#known, outer)
  }

  /** Whether it is one of those that are done here; what came of it. */
  run(s: Statement): Done | undefined {
    switch (s.is) {
      case 'createDatabase':
        this.#mayUse(s.name)
        if (this.#store.has(s.name)) {
          if (s.soft) return { affected: 1 }
          throw SQL_ERRORS.databaseExists(s.name)
        }
        this.#store.makeDatabase(s.name)
        return { affected: 1 }
      case 'dropDatabase': {
        this.#mayUse(s.name)
        if (!this.#store.has(s.name)) {
          if (s.soft) return { affected: 0 }
          throw SQL_ERRORS.noDatabaseToDrop(s.name)
        }
        if (SYSTEM_DATABASES.includes(s.name)) throw SQL_ERRORS.deniedDatabase('root', s.name)
        const { length } = this.#store.tables(s.name)
        this.#store.dropDatabase(s.name)
        return { affected: length }
      }
      case 'createTable': return this.#create(s)
      case 'dropTable':
        for (const name of s.tables) {
          const database = this.databaseOf(name)
          if (this.#store.table(database, name.name)) this.#store.drop(database, name.name)
          else if (!s.soft) throw SQL_ERRORS.unknownTable(`${database}.${name.name}`)
        }
        return { affected: 0 }
      case 'truncate':
        this.#write(s.table, { ...this.tableOf(s.table), rows: [], floor: 1 })
        return { affected: 0 }
      case 'alter': return this.#alter(s.table, s.changes)
      case 'insert': return this.#insert(s)
      case 'update': return this.#update(s)
      case 'delete': {
        const table = this.tableOf(s.table)
        const gone = new Set(this.#chosen(s.table, table, s))
        if (gone.size > 0) this.#write(s.table, { ...table, floor: nextOf(table), rows: table.rows.filter(row => !gone.has(row)) })
        return { affected: gone.size }
      }
      default: return undefined
    }
  }

  #write(name: Name, table: Table): void { this.#store.write(this.databaseOf(name), name.name, table) }

  #scope(name: Name, table: Table, row: Row, part?: string): Scope {
    return { columns: table.columns.map(column => ({ table: name.name, name: column.name })), row, known: this.#known, ...(part ? { part } : {}) }
  }

  /** Rows that a WHERE, an ORDER BY and a LIMIT choose. */
  #chosen(name: Name, table: Table, { where, orderBy, limit }: { readonly where?: Expression; readonly orderBy: readonly Order[]; readonly limit?: number }): readonly Row[] {
    const rows = table.rows.filter(row => !where || isTrue(valueOf(where, this.#scope(name, table, row, 'where clause'))))
    const keyed = rows.map(row => ({ row, keys: orderBy.map(({ by }) => valueOf(by, this.#scope(name, table, row, 'order clause'))) }))
    if (orderBy.length > 0) keyed.sort((a, b) => firstDifference(a.keys, b.keys, orderBy.map(({ down }) => down)))
    return keyed.slice(0, limit).map(({ row }) => row)
  }

  #create(s: Extract<Statement, { is: 'createTable' }>): Done {
    const database = this.databaseOf(s.table)
    if (this.#store.table(database, s.table.name)) {
      if (s.soft) return { affected: 0 }
      throw SQL_ERRORS.tableExists(s.table.name)
    }
    if (s.like) {
      this.#write(s.table, { ...this.tableOf(s.like), rows: [], floor: 1 })
      return { affected: 0 }
    }
    const answer = s.select && this.select(s.select)
    const columns = [...s.columns, ...(answer?.columns ?? []).map((name, i): Column => ({ name, nullable: true, type: typeof answer!.rows.find(row => row[i] !== null)?.[i] === 'number' ? 'bigint' : 'varchar(255)' }))].map(({ name, type, nullable, byDefault: given, now, onUpdateNow, counts }): Column =>
      ({ name, type, nullable: nullable && !s.keys.some(key => key.name === 'PRIMARY' && key.columns.includes(name)), ...(given === undefined ? {} : { byDefault: given }), ...(now ? { now } : {}), ...(onUpdateNow ? { onUpdateNow } : {}), ...(counts ? { counts } : {}) }))
    for (const [i, { name }] of columns.entries()) if (columns.some((other, j) => j < i && other.name.toLowerCase() === name.toLowerCase())) throw SQL_ERRORS.duplicateColumn(name)
    for (const key of s.keys) checkKey(key, columns)
    this.#write(s.table, { columns, keys: s.keys, rows: answer?.rows ?? [], floor: 1 })
    return answer ? { affected: answer.rows.length, info: `Records: ${answer.rows.length}  Duplicates: 0  Warnings: 0` } : { affected: 0 }
  }

  #alter(name: Name, changes: readonly Change[]): Done {
    let table = this.tableOf(name)
    let at = name
    for (const change of changes) {
      if (change.do === 'rename') {
        const to = { database: change.to.database ?? this.databaseOf(name), name: change.to.name }
        if (this.#store.table(to.database, to.name)) throw SQL_ERRORS.tableExists(to.name)
        this.#store.drop(this.databaseOf(at), at.name)
        at = to
      } else table = altered(table, change, dateText(this.#known.clockMs, '%Y-%m-%d %H:%M:%S'))
    }
    this.#write(at, table)
    return { affected: 0, info: 'Records: 0  Duplicates: 0  Warnings: 0' }
  }

  #insert(s: Extract<Statement, { is: 'insert' }>): Done {
    const table = this.tableOf(s.table)
    const places = (s.columns ?? table.columns.map(column => column.name)).map(name => {
      const at = table.columns.findIndex(column => column.name.toLowerCase() === name.toLowerCase())
      if (at < 0) throw SQL_ERRORS.unknownColumn(name, 'field list')
      return at
    })
    const given: readonly (readonly (Value | 'default' | Expression)[])[] = 'is' in s.rows ? this.select(s.rows).rows : s.rows
    const now = dateText(this.#known.clockMs, '%Y-%m-%d %H:%M:%S')
    const unique = new Unique(table)
    let rows = [...table.rows]
    let next = nextOf(table)
    let [affected, duplicates] = [0, 0]
    for (const [i, values] of given.entries()) {
      const allByDefault = values.length === 0 && s.columns === undefined
      if (values.length !== places.length && !(allByDefault || (values.length === 0 && places.length === 0))) throw SQL_ERRORS.counts(i + 1)
      const row = table.columns.map((column, at): Value => {
        const where = allByDefault ? -1 : places.indexOf(at)
        const value = where < 0 ? 'default' : values[where]!
        const plain = value === 'default' && !('is' in s.rows) ? byDefault(column, now) : typeof value === 'object' && value !== null ? valueOf(value, { columns: [], row: [], known: this.#known }) : (value as Value)
        const kept = taken(column, plain, i + 1)
        if (!column.counts) return kept
        const number = kept === null || kept === 0 ? next : (kept as number)
        next = Math.max(next, number + 1)
        return number
      })
      const conflict = unique.conflict(row)
      if (conflict) {
        duplicates++
        if (s.onDuplicate) {
          const changed = this.#set(s.table, table, conflict.row, s.onDuplicate, row, i + 1)
          unique.remove(conflict.row)
          unique.add(changed)
          rows = rows.map(other => (other === conflict.row ? changed : other))
          affected += 2
          continue
        }
        if (s.ignore) continue
        if (!s.replace) throw SQL_ERRORS.duplicate(conflict.value, this.#keyName(s.table.name, conflict.key))
        unique.remove(conflict.row)
        rows = rows.filter(other => other !== conflict.row)
        affected++
      }
      rows.push(row)
      unique.add(row)
      affected++
      if (rows.length > MOST_ROWS) throw SQL_ERRORS.tableFull(s.table.name)
    }
    this.#known.spend(given.length)
    this.#write(s.table, { ...table, rows })
    return given.length > 1 || 'is' in s.rows ? { affected, info: `Records: ${given.length}  Duplicates: ${duplicates}  Warnings: 0` } : { affected }
  }

  /** From 8.0 on a key is told with its table. */
  #keyName(table: string, key: string): string { return Number(this.#version.split('.')[0]) >= 8 && !/maria/i.test(this.#version) ? `${table}.${key}` : key }

  #update(s: Extract<Statement, { is: 'update' }>): Done {
    const table = this.tableOf(s.table)
    const chosen = new Set(this.#chosen(s.table, table, s))
    let changed = 0
    const unique = new Unique(table)
    const rows = table.rows.map(row => {
      if (!chosen.has(row)) return row
      const next = this.#set(s.table, table, row, s.sets, undefined, 1)
      if (next.every((value, i) => value === null ? row[i] === null : row[i] !== null && keyOf(value) === keyOf(row[i]!) && value === row[i])) return row
      unique.remove(row)
      const conflict = unique.conflict(next)
      if (conflict) throw SQL_ERRORS.duplicate(conflict.value, this.#keyName(s.table.name, conflict.key))
      unique.add(next)
      changed++
      return next
    })
    if (changed > 0) this.#write(s.table, { ...table, rows })
    return { affected: changed, info: `Rows matched: ${chosen.size}  Changed: ${changed}  Warnings: 0` }
  }

  /** A row with other values; each assignment sees those before it. `offered`: what VALUES() means after ON DUPLICATE KEY. */
  #set(name: Name, table: Table, row: Row, sets: readonly (readonly [string, Expression])[], offered: Row | undefined, number: number): Row {
    const next = [...row]
    const places = sets.map(([column]) => {
      const at = table.columns.findIndex(c => c.name.toLowerCase() === column.toLowerCase())
      if (at < 0) throw SQL_ERRORS.unknownColumn(column, 'field list')
      return at
    })
    for (const [i, [, to]] of sets.entries()) {
      const meant = to.is === 'call' && to.name === 'values' && offered && to.args[0]?.is === 'column' ? valueOf(to.args[0], this.#scope(name, table, offered)) : valueOf(to, this.#scope(name, table, next))
      next[places[i]!] = taken(table.columns[places[i]!]!, meant, number)
    }
    const now = dateText(this.#known.clockMs, '%Y-%m-%d %H:%M:%S')
    for (const [i, column] of table.columns.entries()) if (column.onUpdateNow && !places.includes(i) && next.some((value, j) => value !== row[j])) next[i] = now
    return next
  }
}

function checkKey(key: KeyOf, columns: readonly Column[]): void {
  for (const name of key.columns) if (!columns.some(column => column.name.toLowerCase() === name.toLowerCase())) throw SQL_ERRORS.unknownColumn(name, 'key')
}

function altered(table: Table, change: Exclude<Change, { do: 'rename' }>, now: string): Table {
  const { columns, rows } = table
  const placeOf = (name: string): number => columns.findIndex(column => column.name.toLowerCase() === name.toLowerCase())
  switch (change.do) {
    case 'key': {
      checkKey(change.key, columns)
      const next: Table = { ...table, keys: [...table.keys, change.key] }
      const unique = new Unique({ ...next, rows: [] })
      for (const row of rows) {
        const conflict = unique.conflict(row)
        if (conflict) throw SQL_ERRORS.duplicate(conflict.value, change.key.name)
        unique.add(row)
      }
      return next
    }
    case 'drop': {
      const at = placeOf(change.name)
      if (at < 0) throw SQL_ERRORS.noColumnToDrop(change.name)
      return { ...table, columns: columns.toSpliced(at, 1), keys: table.keys.filter(key => !key.columns.some(name => placeOf(name) === at)), rows: rows.map(row => row.toSpliced(at, 1)) }
    }
    case 'add': {
      if (placeOf(change.column.name) >= 0) throw SQL_ERRORS.duplicateColumn(change.column.name)
      const after = change.after === undefined ? -1 : placeOf(change.after)
      if (change.after !== undefined && after < 0) throw SQL_ERRORS.unknownColumn(change.after, table.columns[0]!.name)
      const at = change.first ? 0 : change.after === undefined ? columns.length : after + 1
      const { column } = change
      const value = column.counts ? undefined : column.now ? now : column.byDefault !== undefined ? column.byDefault : column.nullable ? null : /int|decimal|float|double/.test(column.type) ? 0 : ''
      return { ...table, columns: columns.toSpliced(at, 0, column), rows: rows.map((row, i) => row.toSpliced(at, 0, value === undefined ? i + 1 : value)) }
    }
    default: {
      const at = placeOf(change.name)
      if (at < 0) throw SQL_ERRORS.unknownColumn(change.name, 'field list')
      return {
        ...table, columns: columns.toSpliced(at, 1, change.column), keys: table.keys.map(key => ({ ...key, columns: key.columns.map(name => (placeOf(name) === at ? change.column.name : name)) })),
        rows: rows.map((row, i) => row.toSpliced(at, 1, taken(change.column, row[at]!, i + 1))),
      }
    }
  }
}
