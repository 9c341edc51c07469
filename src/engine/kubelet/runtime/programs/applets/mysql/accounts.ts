// Who may enter a MySQL server: tables of the database `mysql`, as in life.
import type { Process } from '../../machine/process.ts'
import { SQL_ERRORS } from '../../languages/sql/errors.ts'
import type { Column } from '../../languages/sql/tree.ts'
import type { Row } from '../../languages/sql/values.ts'
import { utf8 } from '../../../../../../kube/base64.ts'
import { sha1 } from '../digest.ts'
import { Store, type Table } from './store.ts'

const text = (name: string): Column => ({ name, type: 'char(255)', nullable: false, byDefault: '' })
const USER: Table = { columns: [text('Host'), text('User'), text('authentication_string')], keys: [{ name: 'PRIMARY', columns: ['Host', 'User'], unique: true }], floor: 1, rows: [] }
const DB: Table = { columns: [text('Host'), text('Db'), text('User')], keys: [{ name: 'PRIMARY', columns: ['Host', 'Db', 'User'], unique: true }], floor: 1, rows: [] }
const EVERY = '*'

const bytes = (hex: string): number[] => hex.match(/../g)!.map(two => Number.parseInt(two, 16))
const hashed = (password: string): string => (password === '' ? '' : `*${sha1(bytes(sha1(utf8(password)))).toUpperCase()}`)

export class Accounts {
  readonly #store: Store

  constructor(store: Store) {
    this.#store = store
  }

  #rows(name: 'user' | 'db'): readonly Row[] { return this.#store.table('mysql', name)?.rows ?? [] }
  #write(name: 'user' | 'db', rows: readonly Row[]): void { this.#store.write('mysql', name, { ...(name === 'user' ? USER : DB), rows }) }

  /** Throws SqlError for who may not enter. */
  enter(user: string, password: string, host: string): void {
    const known = this.#rows('user').find(row => row[1] === user)
    if (!known || known[2] !== hashed(password)) throw SQL_ERRORS.denied(user, host, password !== '')
  }

  /** Throws SqlError for who may do nothing in a database. */
  mayUse(user: string, database: string): void {
    if (database !== 'information_schema' && !this.#rows('db').some(row => row[2] === user && (row[1] === EVERY || row[1] === database))) throw SQL_ERRORS.deniedDatabase(user, database)
  }

  has(user: string): boolean { return this.#rows('user').some(row => row[1] === user) }

  put(user: string, password: string): void { this.#write('user', [...this.#rows('user').filter(row => row[1] !== user), ['%', user, hashed(password)]]) }

  remove(user: string): void {
    this.#write('user', this.#rows('user').filter(row => row[1] !== user))
    this.#write('db', this.#rows('db').filter(row => row[2] !== user))
  }

  grant(user: string, database: string): void {
    if (!this.#rows('db').some(row => row[2] === user && row[1] === database)) this.#write('db', [...this.#rows('db'), ['%', database, user]])
  }

  revoke(user: string, database: string): void { this.#write('db', this.#rows('db').filter(row => row[2] !== user || row[1] !== database)) }

  granted(user: string): readonly string[] { return this.#rows('db').filter(row => row[2] === user).map(row => String(row[1])) }
}

/** What the image's script makes of its variables in a directory that holds no server's data yet. */
export function firstAccounts(proc: Process, store: Store, accounts: Accounts, prefixes: readonly string[]): void {
  const { files } = proc.kernel
  const given = (name: string): string | undefined => {
    for (const prefix of prefixes) {
      const path = proc.variable(`${prefix}_${name}_FILE`)
      const value = proc.variable(`${prefix}_${name}`) ?? (path === undefined ? undefined : files.text(path)?.replace(/\n$/, ''))
      if (value !== undefined) return value
    }
    return undefined
  }
  accounts.put('root', given('ROOT_PASSWORD') ?? (given('RANDOM_ROOT_PASSWORD') ? `${proc.kernel.start.seed}` : ''))
  accounts.grant('root', EVERY)
  const database = given('DATABASE')
  if (database) store.makeDatabase(database)
  const user = given('USER')
  if (!user || user === 'root') return
  accounts.put(user, given('PASSWORD') ?? '')
  if (database) accounts.grant(user, database)
}
