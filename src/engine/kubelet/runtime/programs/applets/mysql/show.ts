// What SHOW and DESCRIBE answer.
import type { Column, Statement } from '../../languages/sql/tree.ts'
import { like, type Value } from '../../languages/sql/values.ts'
import { nextOf, type Table } from './store.ts'

export interface Listing { readonly columns: readonly string[]; readonly rows: readonly (readonly Value[])[] }

export const matching = (names: readonly string[], pattern: string | undefined): readonly string[] => (pattern === undefined ? names : names.filter(name => like(name, pattern)))

export function columnsOf({ columns, keys }: Table): Listing {
  const keyOf = ({ name }: Column): string => {
    const key = keys.find(k => k.columns[0]?.toLowerCase() === name.toLowerCase()) ?? keys.find(k => k.name === 'PRIMARY' && k.columns.some(c => c.toLowerCase() === name.toLowerCase()))
    return key === undefined ? '' : key.name === 'PRIMARY' ? 'PRI' : key.unique && key.columns.length === 1 ? 'UNI' : 'MUL'
  }
  return {
    columns: ['Field', 'Type', 'Null', 'Key', 'Default', 'Extra'],
    rows: columns.map(column => [column.name, column.type, column.nullable ? 'YES' : 'NO', keyOf(column), column.now ? 'CURRENT_TIMESTAMP' : column.byDefault ?? null, column.counts ? 'auto_increment' : column.now ? `DEFAULT_GENERATED${column.onUpdateNow ? ' on update CURRENT_TIMESTAMP' : ''}` : '']),
  }
}

export function indexesOf(name: string, { columns, keys }: Table): Listing {
  return {
    columns: ['Table', 'Non_unique', 'Key_name', 'Seq_in_index', 'Column_name', 'Null', 'Index_type'],
    rows: keys.flatMap(key => key.columns.map((column, i) => [name, key.unique ? 0 : 1, key.name, i + 1, column, columns.find(c => c.name === column)?.nullable ? 'YES' : '', 'BTREE'])),
  }
}

const quoted = (name: string): string => `\`${name.replaceAll('`', '``')}\``

export function creationOf(name: string, table: Table, charset: string): string {
  const lines = table.columns.map(column => {
    const textual = /^(?:var)?char|text|^enum/.test(column.type)
    const given = column.byDefault === undefined ? (column.nullable && !column.now && !/text|blob|json/.test(column.type) ? ' DEFAULT NULL' : '') : column.byDefault === null ? ' DEFAULT NULL' : ` DEFAULT '${String(column.byDefault).replaceAll("'", "''")}'`
    return `  ${quoted(column.name)} ${column.type}${column.nullable ? (textual || column.type !== 'timestamp' ? '' : ' NULL') : ' NOT NULL'}${column.now ? ' DEFAULT CURRENT_TIMESTAMP' : given}${column.onUpdateNow ? ' ON UPDATE CURRENT_TIMESTAMP' : ''}${column.counts ? ' AUTO_INCREMENT' : ''}`
  })
  for (const key of table.keys) lines.push(`  ${key.name === 'PRIMARY' ? 'PRIMARY KEY' : `${key.unique ? 'UNIQUE ' : ''}KEY ${quoted(key.name)}`} (${key.columns.map(quoted).join(',')})`)
  const next = nextOf(table)
  return `CREATE TABLE ${quoted(name)} (\n${lines.join(',\n')}\n) ENGINE=InnoDB${table.columns.some(column => column.counts) && next > 1 ? ` AUTO_INCREMENT=${next}` : ''} DEFAULT CHARSET=${charset}`
}

export const ENGINES: Listing = {
  columns: ['Engine', 'Support', 'Comment', 'Transactions', 'XA', 'Savepoints'],
  rows: [['InnoDB', 'DEFAULT', 'Supports transactions, row-level locking, and foreign keys', 'YES', 'YES', 'YES']],
}

/** Statements that only tell something. */
export const isListing = (s: Statement): boolean => s.is.startsWith('show') || s.is === 'select' || s.is === 'use'
