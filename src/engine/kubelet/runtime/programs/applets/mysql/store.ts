// Databases as files of the data directory, so that they last as long as the volume that it lies on: a directory for each, a file for each
// table. The files are the state; what was read of one is kept as long as the file is the same.
import type { Column, KeyOf } from '../../languages/sql/tree.ts'
import type { Row } from '../../languages/sql/values.ts'
import type { Process } from '../../machine/process.ts'

export const DATA = '/var/lib/mysql'

export interface Table {
  readonly columns: readonly Column[]
  readonly keys: readonly KeyOf[]
  /** AUTO_INCREMENT gives no number below, though the rows that had them are gone. */
  readonly floor: number
  readonly rows: readonly Row[]
}

/** Directories that are there from the beginning. */
export const SYSTEM_DATABASES = ['mysql', 'performance_schema', 'sys']
/** So many rows fit into a table. */
export const MOST_ROWS = 5000

/** As MySQL writes names that no file may have. */
const encoded = (name: string): string => name.replace(/[^\w$\-\u0080-\uffff]/g, c => `@${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
const decoded = (name: string): string => name.replace(/@([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))

const read = new Map<string, { readonly text: string; readonly table: Table }>()
/** Only speed depends on it. */
const MOST_READ = 200

export class Store {
  readonly #proc: Process

  constructor(proc: Process) {
    this.#proc = proc
  }

  databases(): string[] {
    const { files } = this.#proc.kernel
    return (files.list(DATA) ?? []).filter(name => files.stat(`${DATA}/${name}`)?.kind === 'dir' && name !== 'lost+found').map(decoded)
  }

  has(database: string): boolean { return this.#proc.kernel.files.stat(`${DATA}/${encoded(database)}`)?.kind === 'dir' }

  makeDatabase(name: string): void { this.#proc.kernel.files.makeDirectory(`${DATA}/${encoded(name)}`, this.#proc.kernel.nowUs, 0o750) }

  dropDatabase(name: string): void { this.#proc.kernel.files.remove(`${DATA}/${encoded(name)}`) }

  tables(database: string): string[] {
    return (this.#proc.kernel.files.list(`${DATA}/${encoded(database)}`) ?? []).filter(name => name.endsWith('.ibd')).map(name => decoded(name.slice(0, -'.ibd'.length)))
  }

  table(database: string, name: string): Table | undefined {
    const path = pathOf(database, name)
    const text = this.#proc.kernel.files.text(path)
    if (text === undefined) return undefined
    const known = read.get(path)
    if (known?.text === text) return known.table
    const table = parsed(text)
    if (table) keep(path, text, table)
    return table
  }

  write(database: string, name: string, table: Table): void {
    const path = pathOf(database, name)
    const head = headOf(table)
    const before = this.table(database, name)
    const old = this.#proc.kernel.files.text(path)
    // Rows that come behind the others are written behind them.
    const onlyMore = before && old !== undefined && headOf(before) === head && table.rows.length > before.rows.length && before.rows.every((row, i) => row === table.rows[i])
    const text = onlyMore ? old + linesOf(table.rows.slice(before.rows.length)) : `${head}\n${linesOf(table.rows)}`
    this.#proc.kernel.files.write(path, text, this.#proc.kernel.nowUs, 0o640)
    keep(path, text, table)
  }

  drop(database: string, name: string): void { this.#proc.kernel.files.remove(pathOf(database, name)) }
}

/** The next number of AUTO_INCREMENT. */
export function nextOf({ columns, rows, floor }: Table): number {
  const at = columns.findIndex(column => column.counts)
  return at < 0 ? floor : rows.reduce((most, row) => Math.max(most, Number(row[at]) + 1), floor)
}

const pathOf = (database: string, name: string): string => `${DATA}/${encoded(database)}/${encoded(name)}.ibd`
const headOf = ({ columns, keys, floor }: Table): string => JSON.stringify({ columns, keys, floor })
const linesOf = (rows: readonly Row[]): string => rows.map(row => `${JSON.stringify(row)}\n`).join('')

function keep(path: string, text: string, table: Table): void {
  read.delete(path)
  if (read.size >= MOST_READ) read.delete(read.keys().next().value!)
  read.set(path, { text, table })
}

/** Undefined: this is no table. Somebody may have written anything there. */
function parsed(text: string): Table | undefined {
  try {
    const [head = '', ...lines] = text.split('\n')
    const { columns, keys, floor } = JSON.parse(head) as Omit<Table, 'rows'>
    const rows = lines.filter(line => line !== '').map(line => JSON.parse(line) as Row)
    if (!Array.isArray(columns) || !Array.isArray(keys) || !rows.every(Array.isArray)) return undefined
    return { columns, keys, floor: Number(floor) || 1, rows }
  } catch {
    return undefined
  }
}
