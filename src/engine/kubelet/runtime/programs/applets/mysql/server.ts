// A MySQL server's answers. Replicas hear of what is written from mysqld.ts, which is told here that there is something to tell.
import type { Arrived } from '../../machine/init.ts'
import type { Process } from '../../machine/process.ts'
import { Waiters } from '../../machine/waiters.ts'
import type { NetworkAnswer } from '../../program.ts'
import { dateText } from '../clock.ts'
import { SQL_ERRORS, SqlError } from '../../languages/sql/errors.ts'
import { valueOf, type Known } from '../../languages/sql/evaluate.ts'
import { parseStatement } from '../../languages/sql/parse.ts'
import type { Statement } from '../../languages/sql/tree.ts'
import { textOf, type Value } from '../../languages/sql/values.ts'
import { Accounts } from './accounts.ts'
import { Execution } from './execute.ts'
import type { Question, Reply, Result, Written } from './protocol.ts'
import { BinaryLog, Replica, type Following } from './replication.ts'
import { Settings } from './settings.ts'
import { columnsOf, creationOf, ENGINES, indexesOf, isListing, matching, type Listing } from './show.ts'
import { Store } from './store.ts'

/** Rows that one statement may look at. */
const MOST_LOOKS = 2_000_000
/** Bytes of one request. */
const MOST_SENT = 1_000_000

interface Session { readonly user: string; readonly host: string; database: string | undefined; readonly variables: Map<string, Value>; readonly atMs?: number }

export class Server {
  readonly store: Store
  readonly accounts: Accounts
  readonly settings: Settings
  readonly log: BinaryLog
  readonly replica: Replica
  readonly version: string
  /** Woken when replicas are to be told something, or a source is to be asked. */
  readonly changed = new Waiters()
  /** How often it was: who was busy looks whether it was meanwhile. */
  turns = 0
  readonly #proc: Process
  #connections = 1

  constructor(proc: Process, version: string) {
    this.#proc = proc
    this.version = version
    this.store = new Store(proc)
    this.accounts = new Accounts(this.store)
    this.settings = new Settings(proc, version)
    this.log = new BinaryLog(proc, this.settings)
    this.replica = new Replica(proc)
  }

  answer({ kind, body = '', from }: Arrived): NetworkAnswer {
    if (kind !== 'sql') return { status: 200, body: '' }
    const question = JSON.parse(body) as Question
    this.#connections++
    const host = from === '127.0.0.1' ? 'localhost' : from
    let reply: Reply = { results: [], version: this.version, connection: this.#connections }
    try {
      if (question.written) this.#hear(question.written)
      else {
        this.accounts.enter(question.user, question.password, host)
        if (question.follow) {
          const written = this.log.isOn ? this.log.since(question.follow) : undefined
          if (written) this.log.tell(from, written.to)
          reply = { ...reply, ...(written ? { written } : {}) }
        } else reply = { ...reply, results: this.#all(question, host) }
      }
    } catch (thrown) {
      if (!(thrown instanceof SqlError)) throw thrown
      reply = { ...reply, denied: true, results: [resultOf(thrown)] }
    }
    return { status: 200, body: JSON.stringify(reply) }
  }

  #turn(): void {
    this.turns++
    this.changed.wake()
  }

  #all({ user, database, statements }: Question, host: string): Result[] {
    const session: Session = { user, host, database: undefined, variables: new Map() }
    if (database !== undefined) this.#use(session, database)
    const results: Result[] = []
    for (const sql of statements) {
      try {
        results.push(this.#run(sql, session, false))
      } catch (thrown) {
        results.push(resultOf(thrown))
        break
      }
    }
    return results
  }

  #use(session: Session, database: string): void {
    this.accounts.mayUse(session.user, database)
    if (!this.store.has(database) && database !== 'information_schema') throw SQL_ERRORS.unknownDatabase(database)
    session.database = database
  }

  /** `replayed`: it comes from a source, and no option forbids it. Throws SqlError. */
  #run(sql: string, session: Session, replayed: boolean): Result {
    if (sql.length > MOST_SENT) throw new SqlError(1153, '08S01', "Got a packet bigger than 'max_allowed_packet' bytes")
    const s = parseStatement(sql)
    const known = this.#known(session)
    const execution = new Execution(this.store, known, database => this.accounts.mayUse(session.user, database))
    if (s.is === 'select') return listed(execution.select(s))
    if (isListing(s)) return this.#tell(s, session, execution)
    const own = this.#ofServer(s, session, known)
    if (own) return own
    if (!replayed) {
      if (this.settings.isOn('super_read_only')) throw SQL_ERRORS.readOnly('super-read-only')
      if (this.settings.isOn('read_only') && session.user !== 'root') throw SQL_ERRORS.readOnly('read-only')
    }
    const done = this.#accountsDo(s) ?? execution.run(s)
    if (s.is === 'dropDatabase' && session.database === s.name) session.database = undefined
    if (this.log.isOn && done && (!replayed || this.settings.isOn('log_slave_updates') || this.settings.isOn('log_replica_updates'))) {
      this.log.add({ atMs: known.clockMs, ...(session.database === undefined ? {} : { database: session.database }), sql })
      this.#turn()
    }
    return done ?? { affected: 0 }
  }

  #known(session: Session): Known {
    let looks = 0
    const spend = (rows: number): void => {
      looks += rows
      if (looks > MOST_LOOKS) throw SQL_ERRORS.tooMuch()
    }
    const known: Known = {
      clockMs: session.atMs ?? this.#proc.kernel.clockMs, database: session.database, user: session.user, host: session.host, connection: this.#connections, version: this.version,
      system: name => session.variables.get(`@@${name}`) ?? this.settings.get(name), userVariable: name => session.variables.get(name) ?? null, random: () => this.#proc.kernel.random(), spend,
      select: (select, outer) => {
        const { columns, rows } = new Execution(this.store, known, database => this.accounts.mayUse(session.user, database)).select(select, outer)
        return { rows, width: columns.length }
      },
    }
    return known
  }

  #tell(s: Statement, session: Session, execution: Execution): Result {
    const { store } = this
    switch (s.is) {
      case 'use':
        this.#use(session, s.database)
        return { changedTo: s.database }
      case 'showDatabases': {
        const all = ['information_schema', ...store.databases()].filter(name => name === 'information_schema' || this.accounts.granted(session.user).some(one => one === '*' || one === name)).sort()
        return listed({ columns: [s.like === undefined ? 'Database' : `Database (${s.like})`], rows: matching(all, s.like).map(name => [name]) })
      }
      case 'showTables': {
        const database = s.database ?? session.database
        if (database === undefined) throw SQL_ERRORS.noneSelected()
        const tables = database === 'information_schema' ? [] : store.tables(execution.databaseOf({ database }))
        return listed({ columns: [`Tables_in_${database}${s.like === undefined ? '' : ` (${s.like})`}`], rows: matching(tables, s.like).map(name => [name]) })
      }
      case 'showColumns': return listed(columnsOf(execution.tableOf(s.table)))
      case 'showIndex': return listed(indexesOf(s.table.name, execution.tableOf(s.table)))
      case 'showCreateTable': return listed({ columns: ['Table', 'Create Table'], rows: [[s.table.name, creationOf(s.table.name, execution.tableOf(s.table), textOf(this.settings.get('character_set_server')!))]] })
      case 'showCreateDatabase': return listed({ columns: ['Database', 'Create Database'], rows: [[execution.databaseOf({ database: s.database }), `CREATE DATABASE \`${s.database}\` /*!40100 DEFAULT CHARACTER SET ${this.settings.get('character_set_server')} */`]] })
      case 'showVariables': {
        const all = this.settings.all()
        const names = new Set(matching(all.map(([name]) => name), s.like))
        return listed({ columns: ['Variable_name', 'Value'], rows: all.filter(([name]) => names.has(name)) })
      }
      case 'showStatus': {
        const all = [['Connections', String(this.#connections)], ['Threads_connected', '1'], ['Uptime', String(Math.floor(this.#proc.kernel.nowMs / 1000))]] as const
        const names = new Set(matching(all.map(([name]) => name), s.like))
        return listed({ columns: ['Variable_name', 'Value'], rows: all.filter(([name]) => names.has(name)) })
      }
      case 'showProcesses': return listed({ columns: ['Id', 'User', 'Host', 'db', 'Command', 'Time', 'State', 'Info'], rows: [[this.#connections, session.user, session.host, session.database ?? null, 'Query', 0, 'starting', 'SHOW PROCESSLIST']] })
      case 'showMaster': return listed({ columns: ['File', 'Position', 'Binlog_Do_DB', 'Binlog_Ignore_DB', 'Executed_Gtid_Set'], rows: this.log.isOn ? [[this.log.end.log, this.log.end.position, '', '', '']] : [] })
      case 'showReplica': {
        const status = this.replica.status() ?? []
        return listed({ columns: status.map(([name]) => name), rows: status.length === 0 ? [] : [status.map(([, value]) => value)] })
      }
      case 'showGrants': return listed({ columns: [`Grants for ${session.user}@%`], rows: this.accounts.granted(session.user).map(database => [`GRANT ALL PRIVILEGES ON ${database === '*' ? '*' : `\`${database}\``}.* TO '${session.user}'@'%'`]) })
      case 'showEngines': return listed(ENGINES)
      default: return listed({ columns: ['Level', 'Code', 'Message'], rows: [] })
    }
  }

  /** What the server does with itself, and what no log has. */
  #ofServer(s: Statement, session: Session, known: Known): Result | undefined {
    switch (s.is) {
      case 'nothing': return { affected: 0 }
      case 'set':
        for (const { kind, name, to } of s.variables) {
          const value = valueOf(to, { columns: [], row: [], known })
          if (kind === 'user') session.variables.set(name, value)
          else if (kind === 'global') this.settings.set(name, value)
          else {
            this.settings.get(name)
            session.variables.set(`@@${name}`, value)
          }
        }
        return { affected: 0 }
      case 'follow': {
        if (this.replica.following?.runs) throw SQL_ERRORS.running()
        const { options: o } = s
        this.replica.set({
          host: o['master_host'] ?? '', port: Number(o['master_port'] ?? 3306), user: o['master_user'] ?? '', password: o['master_password'] ?? '', retrySeconds: Number(o['master_connect_retry'] ?? 60),
          log: o['master_log_file'] ?? '', position: Number(o['master_log_pos'] ?? 4), runs: false,
        })
        return { affected: 0 }
      }
      case 'startReplica': case 'stopReplica': {
        const f = this.replica.following
        if (!f) throw SQL_ERRORS.notAReplica()
        this.#follow({ ...f, runs: s.is === 'startReplica' })
        return { affected: 0 }
      }
      case 'resetReplica':
        if (this.replica.following?.runs) throw SQL_ERRORS.running()
        this.replica.set(undefined)
        return { affected: 0 }
      default: return undefined
    }
  }

  #follow(following: Following): void {
    this.replica.set(following)
    this.replica.connected = false
    this.replica.ioError = this.replica.sqlError = ''
    this.#turn()
  }

  #accountsDo(s: Statement): { readonly affected: number } | undefined {
    switch (s.is) {
      case 'createUser': case 'alterUser':
        for (const { name, password } of s.users) {
          if (this.accounts.has(name) !== (s.is === 'alterUser')) {
            if (s.soft) continue
            throw SQL_ERRORS.userFails(s.is === 'createUser' ? 'CREATE USER' : 'ALTER USER', name)
          }
          this.accounts.put(name, password)
        }
        return { affected: 0 }
      case 'dropUser':
        for (const name of s.names) {
          if (this.accounts.has(name)) this.accounts.remove(name)
          else if (!s.soft) throw SQL_ERRORS.userFails('DROP USER', name)
        }
        return { affected: 0 }
      case 'grant': case 'revoke':
        for (const name of s.names) {
          if (!this.accounts.has(name)) throw new SqlError(1410, '42000', 'You are not allowed to create a user with GRANT')
          if (s.is === 'grant') this.accounts.grant(name, s.database)
          else this.accounts.revoke(name, s.database)
        }
        return { affected: 0 }
      default: return undefined
    }
  }

  /** A source says what was written, or that it is there again: then it is asked. */
  #hear({ from, to, events, isBack }: Written): void {
    const f = this.replica.following
    if (!f?.runs) return
    if (isBack || from.log !== f.log || from.position !== f.position) {
      this.replica.connected = false
      this.#turn()
      return
    }
    this.replay({ from, to, events })
  }

  /** Does what the source has done. What fails stops it, as it stops MySQL. */
  replay({ to, events }: Written): void {
    const f = this.replica.following
    if (!f) return
    for (const { sql, database, atMs } of events) {
      try {
        const session: Session = { user: 'root', host: 'localhost', database: database !== undefined && this.store.has(database) ? database : undefined, variables: new Map(), atMs }
        this.#run(sql, session, true)
      } catch (thrown) {
        const { message } = resultOf(thrown)
        this.replica.sqlError = `Error '${message}' on query. Default database: '${database ?? ''}'. Query: '${sql.slice(0, 200)}'`
        this.replica.set({ ...f, runs: false })
        return
      }
    }
    this.replica.set({ ...f, ...to })
  }
}

function resultOf(thrown: unknown): Extract<Result, { error: number }> {
  if (thrown instanceof SqlError) return { error: thrown.code, state: thrown.state, message: thrown.message }
  throw thrown
}

/** Rows as texts; columns of numbers stand at the right. */
function listed({ columns, rows }: Listing): Result {
  return {
    columns, rows: rows.map(row => row.map(value => (value === null ? null : textOf(value)))),
    right: columns.map((_, i) => rows.some(row => row[i] !== null) && rows.every(row => row[i] === null || typeof row[i] === 'number' || /^-?\d+\.\d+$/.test(String(row[i])))),
  }
}

/** The day and the time, as its log writes them. */
export const stampOf = (proc: Process): string => dateText(proc.kernel.clockMs, '%Y-%m-%dT%H:%M:%S.000000Z')
