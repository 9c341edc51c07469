// mysql: statements from its words, from a pipe or from somebody who types; and mysqldump, which writes them.
import { Keyboard } from '../../machine/keyboard.ts'
import { print, readAll, readLine, write } from '../../machine/io.ts'
import type { Doing, Process, Program } from '../../machine/process.ts'
import { HeardStream } from '../../machine/streams.ts'
import { Variables } from '../../shell/variables.ts'
import { type Applet, called, options } from '../applet.ts'
import { ask } from '../ask.ts'
import { isBlank, statementsIn, type Written as Said } from '../../languages/sql/lexer.ts'
import { asked, replyIn, type Reply, type Result } from './protocol.ts'
import { printed, summary, type Layout } from './tables.ts'

const LONG = {
  host: 'h', port: 'P', user: 'u', password: 'p', execute: 'e', database: 'D', 'connect-timeout': 'T', 'connect_timeout': 'T', protocol: 'x', socket: 'S', 'defaults-file': 'f', 'defaults-extra-file': 'f', 'skip-column-names': 'N', silent: 's', batch: 'B', table: 't', vertical: 'E',
  raw: 'r', force: 'F', verbose: 'v', 'ssl-mode': 'l', 'default-character-set': 'c', 'all-databases': 'A', databases: 'b', 'single-transaction': 'i', 'skip-lock-tables': 'i', 'no-data': 'd', 'skip-ssl': 'i', 'skip-add-locks': 'i', routines: 'i', events: 'i', triggers: 'i',
}

interface Call { readonly host: string; readonly port: number; readonly user: string; readonly password: string; readonly rest: readonly string[]; readonly on: ReadonlyMap<string, string>; readonly isMaria: boolean }

/** Reads the words; asks for a password where one is wanted and not given. */
function* callOf(proc: Process, argv: readonly string[]): Doing<Call> {
  const isMaria = /maria/.test(called(argv)) || /mariadb/.test(proc.kernel.start.image)
  // -pSECRET: a password takes no blank, and its letters are no options.
  const given = argv.find((word, i) => i > 0 && /^-p./.test(word))?.slice(2) ?? argv.find(word => word.startsWith('--password='))?.slice('--password='.length)
  const { on, rest } = options(argv.filter(word => !/^-p./.test(word)), 'h:P:u:e:D:T:x:S:f:l:c:NsBtErFvqnAbid', LONG)
  let password = given ?? proc.variable('MYSQL_PWD') ?? ''
  if (given !== undefined && !isMaria) yield* write(proc, 2, `${called(argv)}: [Warning] Using a password on the command line interface can be insecure.\n`)
  if (given === undefined && argv.some(word => word === '-p' || word === '--password')) {
    yield* print(proc, 'Enter password: ')
    password = (proc.fds[0] ? yield* readLine(proc, proc.fds[0]) : undefined)?.replace(/\n$/, '') ?? ''
    yield* print(proc, '\n')
  }
  return { host: on.get('h') || 'localhost', port: Number(on.get('P') || 3306), user: on.get('u') || 'root', password, rest, on, isMaria }
}

function* query(proc: Process, call: Call, statements: readonly string[], database: string | undefined): Doing<Reply | { readonly failed: string }> {
  const { host, port, user, password } = call
  const patience = Number(call.on.get('T') || 0)
  const answer = yield* ask(proc, { host, port, ...asked({ user, password, statements, ...(database === undefined ? {} : { database }) }) }, patience > 0 ? patience * 1e6 : 10e6)
  const old = /:5\.|mariadb/.test(proc.kernel.start.image)
  if (answer.fault === 'bad-address') return { failed: `ERROR 2005 (HY000): Unknown MySQL server host '${host}' (${old ? 0 : -2})\n` }
  if (answer.fault === undefined) return replyIn(answer) ?? { failed: `ERROR 2013 (HY000): Lost connection to MySQL server at 'reading initial communication packet', system error: 0\n` }
  if (host === 'localhost') return { failed: "ERROR 2002 (HY000): Can't connect to local MySQL server through socket '/var/run/mysqld/mysqld.sock' (2)\n" }
  return { failed: `ERROR 2003 (HY000): Can't connect to MySQL server on '${host}${old ? '' : `:${port}`}' (${answer.fault === 'timeout' ? 110 : 111})\n` }
}

const wrong = (result: Result, line?: number): string | undefined => ('error' in result ? `ERROR ${result.error} (${result.state})${line === undefined ? '' : ` at line ${line}`}: ${result.message}\n` : undefined)

export const mysql: Applet = function* (proc, argv): Program {
  if (argv.includes('--version') || argv.includes('-V')) {
    yield* print(proc, `${called(argv)}  Ver 8.4.7 for Linux on x86_64 (MySQL Community Server - GPL)\n`)
    return 0
  }
  const call = yield* callOf(proc, argv)
  const database = call.on.get('D') ?? call.rest[0]
  const [stdin, out] = proc.fds
  const isScreen = proc.kernel.terminal.keyboard?.tty === true && (out?.kind === 'log' || out instanceof HeardStream)
  const has = (letter: string): boolean => call.on.has(letter)
  const layout: Layout = { framed: has('t') || (isScreen && !has('B') && !has('s')), names: !has('N'), vertical: has('E'), raw: has('r') }
  const text = call.on.get('e')
  if (text === undefined && stdin instanceof Keyboard && stdin.tty) return yield* typedInto(proc, call, stdin, database, layout)
  const script = text ?? (stdin ? yield* readAll(proc, stdin) : '')
  const { statements, rest } = statementsIn(script)
  const all: readonly Said[] = [...statements, ...(isBlank(rest) ? [] : [{ sql: rest.trim(), vertical: false }])]
  const reply = yield* query(proc, call, all.map(({ sql }) => sql), database)
  if ('failed' in reply) {
    yield* write(proc, 2, reply.failed)
    return 1
  }
  let from = 0
  for (const [i, result] of reply.results.entries()) {
    const said = all[i]
    if (said) from = script.indexOf(said.sql, from)
    const complaint = wrong(result, reply.denied || !said ? undefined : script.slice(0, from).split('\n').length)
    if (complaint !== undefined) {
      yield* write(proc, 2, complaint)
      return 1
    }
    if ('columns' in result) yield* print(proc, printed(result, { ...layout, vertical: layout.vertical || said!.vertical }))
    if (said) from += said.sql.length
  }
  return 0
}

const DATABASE = 'MYSQL_DATABASE_IN_USE'

/** Somebody types: each statement is asked when its end has been typed. */
function* typedInto(proc: Process, call: Call, keyboard: Keyboard, given: string | undefined, layout: Layout): Program {
  const { kernel } = proc
  const resumed = proc.pid === kernel.firstPid ? kernel.terminal.resumes : undefined
  let database = resumed ? resumed.variables.text(DATABASE) || undefined : given
  if (!resumed) {
    const reply = yield* query(proc, call, [], database)
    const complaint = 'failed' in reply ? reply.failed : reply.results[0] && wrong(reply.results[0])
    if ('failed' in reply || complaint !== undefined) {
      yield* write(proc, 2, complaint ?? '')
      return 1
    }
    yield* print(proc, banner(reply, call.isMaria))
  }
  const variables = () => Variables.from(new Map(database === undefined ? [] : [[DATABASE, database]]))
  const remembered = () => ({ variables: variables(), functions: new Map(), aliases: new Map(), options: new Set<string>(), positional: [], status: 0, cwd: proc.cwd })
  proc.handlers.set('INT', 'catch')
  for (let text = ''; ;) {
    const prompt = call.isMaria ? `MariaDB [${database ?? '(none)'}]> ` : 'mysql> '
    kernel.terminal.asks({ proc, remembered }, text === '' ? prompt : '-> '.padStart(prompt.length), text !== '')
    const line = yield* nextLine(proc, keyboard)
    if (line === 'interrupted') {
      text = ''
      continue
    }
    kernel.terminal.asksNothing()
    if (line === undefined || /^\s*(?:exit|quit|\\q)\s*;?\s*$/i.test(line)) {
      yield* print(proc, 'Bye\n')
      return 0
    }
    if (text === '' && /^\s*use\s+\S+\s*$/i.test(line)) text = `${line.trim()};`
    else if (text === '' && /^\s*(?:help|\\h|\?)\s*;?\s*$/i.test(line)) {
      yield* print(proc, '\nStatements end in ; or \\g (\\G shows rows one below the other). \\c clears what was typed, exit ends.\n\n')
      continue
    } else text += line
    if (/\\c\s*$/.test(text) || isBlank(text)) text = ''
    const { statements, rest } = statementsIn(text)
    if (statements.length === 0) continue
    text = isBlank(rest) ? '' : rest
    const reply = yield* query(proc, call, statements.map(({ sql }) => sql), database)
    if ('failed' in reply) {
      yield* print(proc, reply.failed)
      continue
    }
    for (const [i, result] of reply.results.entries()) {
      if ('changedTo' in result) database = result.changedTo
      if (/^\s*drop\s+(?:database|schema)\s/i.test(statements[i]?.sql ?? '') && !('error' in result) && database !== undefined && new RegExp(`\\b${database.replace(/\W/g, '.')}\\b`).test(statements[i]!.sql)) database = undefined
      yield* print(proc, `${'columns' in result ? printed(result, { ...layout, framed: true, vertical: layout.vertical || statements[i]!.vertical }) : ''}${summary(result)}`)
    }
  }
}

function* nextLine(proc: Process, keyboard: Keyboard): Doing<string | undefined> {
  for (;;) {
    if (proc.pending.includes('INT')) {
      proc.pending = proc.pending.filter(signal => signal !== 'INT')
      return 'interrupted'
    }
    if (proc.debtUs >= 1000) yield { pay: true }
    const got = keyboard.read()
    if (got !== null) return got
    yield { on: [keyboard.changed] }
  }
}

function banner({ version, connection }: Reply, isMaria: boolean): string {
  if (isMaria) return `Welcome to the MariaDB monitor.  Commands end with ; or \\g.\nYour MariaDB connection id is ${connection}\nServer version: ${version} mariadb.org binary distribution\n\nType 'help;' or '\\h' for help. Type '\\c' to clear the current input statement.\n\n`
  return `Welcome to the MySQL monitor.  Commands end with ; or \\g.\nYour MySQL connection id is ${connection}\nServer version: ${version} MySQL Community Server${version.startsWith('5') ? ' (GPL)' : ' - GPL'}\n\nType 'help;' or '\\h' for help. Type '\\c' to clear the current input statement.\n\n`
}

const named = (name: string): string => `\`${name.replaceAll('`', '``')}\``
const literal = (value: string | null, isNumber: boolean): string => (value === null ? 'NULL' : isNumber ? value : `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`)

/** Statements that make a database as it is. */
export const mysqldump: Applet = function* (proc, argv): Program {
  const call = yield* callOf(proc, argv)
  const rows = function* (sql: string, database?: string): Doing<Extract<Result, { columns: readonly string[] }>> {
    const reply = yield* query(proc, call, [sql], database)
    const result = 'failed' in reply ? undefined : reply.results[0]
    const complaint = 'failed' in reply ? reply.failed.replace(/^ERROR (\d+) \(\w+\)/, '$1') : result && 'error' in result ? `${result.error}: ${result.message}\n` : undefined
    if (complaint === undefined && result && 'columns' in result) return result
    yield* write(proc, 2, `${called(argv)}: Got error: ${(complaint ?? '').replace(/\n$/, '')} when trying to connect\n`)
    throw new DumpFailed()
  }
  try {
    const many = call.on.has('A') || call.on.has('b')
    const databases = call.on.has('A') ? (yield* rows('SHOW DATABASES')).rows.map(row => row[0]!).filter(name => !['information_schema', 'performance_schema', 'mysql', 'sys'].includes(name)) : call.on.has('b') ? call.rest : call.rest.slice(0, 1)
    if (databases.length === 0 && !call.on.has('A')) {
      yield* print(proc, `Usage: ${called(argv)} [OPTIONS] database [tables]\n`)
      return 1
    }
    yield* print(proc, `-- MySQL dump 10.13\n--\n-- Host: ${call.host}    Database: ${many ? '' : databases[0]}\n-- ------------------------------------------------------\n\n`)
    for (const database of databases) {
      if (many) yield* print(proc, `CREATE DATABASE /*!32312 IF NOT EXISTS*/ IF NOT EXISTS ${named(database)};\n\nUSE ${named(database)};\n\n`)
      const tables = !many && call.rest.length > 1 ? call.rest.slice(1) : (yield* rows('SHOW TABLES', database)).rows.map(row => row[0]!)
      for (const table of tables) {
        const made = (yield* rows(`SHOW CREATE TABLE ${named(table)}`, database)).rows[0]![1]!
        yield* print(proc, `--\n-- Table structure for table ${named(table)}\n--\n\nDROP TABLE IF EXISTS ${named(table)};\n${made};\n\n`)
        if (call.on.has('d')) continue
        const all = yield* rows(`SELECT * FROM ${named(table)}`, database)
        if (all.rows.length > 0) yield* print(proc, `--\n-- Dumping data for table ${named(table)}\n--\n\nINSERT INTO ${named(table)} VALUES ${all.rows.map(row => `(${row.map((value, i) => literal(value, all.right[i]!)).join(',')})`).join(',')};\n\n`)
      }
    }
    yield* print(proc, '-- Dump completed\n')
    return 0
  } catch (thrown) {
    if (thrown instanceof DumpFailed) return 2
    throw thrown
  }
}

class DumpFailed extends Error {}
