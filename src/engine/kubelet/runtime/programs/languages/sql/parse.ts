// Reads a statement.
import { SQL_ERRORS } from './errors.ts'
import { Reader } from './expressions.ts'
import type { Change, Column, Expression, KeyOf, Statement } from './tree.ts'
import type { Value } from './values.ts'
import { Words } from './words.ts'

/** One statement. Throws SqlError: for what is not SQL (1064), and for what this server does not do (1235). */
export function parseStatement(sql: string): Statement {
  const w = new Words(sql)
  const statement = read(w, new Reader(w))
  w.has(';')
  if (w.next.kind !== 'end') throw w.wrong()
  return statement
}

function read(w: Words, r: Reader): Statement {
  if (w.sees('select')) return r.select()
  if (w.has('use')) return { is: 'use', database: w.anyName() }
  if (w.hasOne('describe', 'desc', 'explain')) {
    if (w.sees('select')) throw SQL_ERRORS.notYet('EXPLAIN SELECT')
    return { is: 'showColumns', table: w.table() }
  }
  if (w.has('show')) return show(w)
  if (w.has('create')) return create(w, r)
  if (w.has('drop')) return drop(w)
  if (w.has('alter')) return w.has('user') ? user(w, 'alterUser') : alter(w)
  if (w.has('truncate')) {
    w.has('table')
    return { is: 'truncate', table: w.table() }
  }
  if (w.has('insert')) return insert(w, r, false)
  if (w.has('replace')) return insert(w, r, true)
  if (w.has('update')) {
    const table = w.table()
    w.wants('set')
    const sets = w.list(() => assignment(w, r))
    return { is: 'update', table, sets, ...filtered(w, r) }
  }
  if (w.has('delete')) {
    w.wants('from')
    return { is: 'delete', table: w.table(), ...filtered(w, r) }
  }
  if (w.has('set')) return set(w, r)
  if (w.sees('grant') || w.sees('revoke')) return grant(w)
  if (w.has('change', 'master', 'to') || w.has('change', 'replication', 'source', 'to')) return follow(w)
  const turn = w.hasOne('start', 'stop', 'reset')
  if (turn !== undefined) {
    if (w.hasOne('slave', 'replica')) {
      w.has('all')
      return { is: turn === 'start' ? 'startReplica' : turn === 'stop' ? 'stopReplica' : 'resetReplica' }
    }
    throw w.sees('transaction') ? SQL_ERRORS.notYet('transactions') : w.wrong()
  }
  if (w.hasOne('begin', 'commit', 'rollback', 'savepoint')) throw SQL_ERRORS.notYet('transactions')
  if (w.hasOne('flush', 'lock', 'unlock', 'analyze', 'optimize')) {
    while (w.next.kind !== 'end') w.take()
    return { is: 'nothing' }
  }
  throw w.hasOne('with', 'call', 'load', 'prepare', 'execute', 'handler', 'do', 'rename', 'check', 'kill', 'install', 'purge', 'xa') ? SQL_ERRORS.notYet(w.before.text.toUpperCase()) : w.wrong()
}

const filtered = (w: Words, r: Reader): { readonly where?: Expression; readonly orderBy: ReturnType<Reader['orderBy']>; readonly limit?: number } => {
  const where = w.has('where') ? r.expression() : undefined
  const orderBy = r.orderBy()
  const [limit] = r.limit()
  return { orderBy, ...(where ? { where } : {}), ...(limit === undefined ? {} : { limit }) }
}

function assignment(w: Words, r: Reader): readonly [string, Expression] {
  let name = w.name()
  if (w.has('.')) name = w.anyName()
  w.wants('=')
  return [name, r.expression()]
}

function show(w: Words): Statement {
  w.has('full')
  const scope = w.hasOne('global', 'session')
  const pattern = () => (w.has('like') ? { like: w.string() } : {})
  if (scope === undefined && (w.has('databases') || w.has('schemas'))) return { is: 'showDatabases', ...pattern() }
  if (w.has('tables')) {
    const database = w.hasOne('from', 'in') ? { database: w.name() } : {}
    return { is: 'showTables', ...database, ...pattern() }
  }
  const what = w.hasOne('columns', 'fields', 'index', 'indexes', 'keys')
  if (what !== undefined) {
    if (!w.has('from')) w.wants('in')
    const table = w.table()
    return { is: what === 'columns' || what === 'fields' ? 'showColumns' : 'showIndex', table: w.hasOne('from', 'in') ? { database: w.name(), name: table.name } : table }
  }
  if (w.has('create')) {
    if (w.has('database') || w.has('schema')) return { is: 'showCreateDatabase', database: w.name() }
    w.wants('table')
    return { is: 'showCreateTable', table: w.table() }
  }
  if (w.has('variables')) return { is: 'showVariables', ...pattern() }
  if (w.has('master', 'status') || w.has('binary', 'log', 'status')) return { is: 'showMaster' }
  if (w.has('slave', 'status') || w.has('replica', 'status')) return { is: 'showReplica' }
  if (w.has('status')) return { is: 'showStatus', ...pattern() }
  if (w.has('processlist')) return { is: 'showProcesses' }
  if (w.has('warnings') || w.has('errors')) return { is: 'showWarnings' }
  if (w.has('engines')) return { is: 'showEngines' }
  if (w.has('grants')) {
    if (w.has('for')) account(w)
    return { is: 'showGrants' }
  }
  throw w.wrong()
}

const soft = (w: Words, ...words: readonly string[]): boolean => w.has('if', ...words)

function create(w: Words, r: Reader): Statement {
  if (w.hasOne('database', 'schema')) {
    const isSoft = soft(w, 'not', 'exists')
    const name = w.name()
    options(w)
    return { is: 'createDatabase', name, soft: isSoft }
  }
  if (w.has('user')) return user(w, 'createUser')
  const key = w.sees('unique', 'index') || w.sees('index')
  if (key) {
    const unique = w.has('unique')
    w.take()
    const name = w.name()
    w.wants('on')
    const table = w.table()
    return { is: 'alter', table, changes: [{ do: 'key', key: { name, columns: columnNames(w), unique } }] }
  }
  w.has('temporary')
  if (!w.has('table')) throw w.hasOne('view', 'procedure', 'function', 'trigger', 'event', 'role', 'or') ? SQL_ERRORS.notYet(`CREATE ${w.before.text.toUpperCase()}`) : w.wrong()
  const isSoft = soft(w, 'not', 'exists')
  const table = w.table()
  if (w.has('like')) return { is: 'createTable', table, soft: isSoft, columns: [], keys: [], like: w.table() }
  const columns: Column[] = []
  const keys: KeyOf[] = []
  if (w.has('(')) {
    w.list(() => part(w, r, columns, keys))
    w.wants(')')
  }
  options(w)
  w.has('as')
  if (w.sees('select')) return { is: 'createTable', table, soft: isSoft, columns, keys, select: r.select() }
  if (columns.length === 0) throw w.wrong()
  return { is: 'createTable', table, soft: isSoft, columns, keys }
}

/** ENGINE=InnoDB DEFAULT CHARSET=utf8mb4: nothing hangs on them here. */
function options(w: Words): void {
  while (w.next.kind === 'word' && !w.sees('select') && !w.sees('as')) {
    w.take()
    w.has('=')
    if (['word', 'string', 'number', 'name'].includes(w.next.kind) && !w.sees('select') && !w.sees('as')) w.take()
    w.has(',')
  }
}

const columnNames = (w: Words): string[] => w.inBrackets(() => w.list(() => {
  const name = w.name()
  if (w.sees('(')) w.inBrackets(() => w.whole())
  w.hasOne('asc', 'desc')
  return name
}))

function part(w: Words, r: Reader, columns: Column[], keys: KeyOf[]): void {
  if (w.has('constraint') && w.isName()) w.name()
  if (w.has('primary', 'key')) {
    keys.push({ name: 'PRIMARY', columns: columnNames(w), unique: true })
    return
  }
  if (w.sees('foreign') || w.sees('check') || w.sees('fulltext') || w.sees('spatial')) throw SQL_ERRORS.notYet(`${w.next.text.toUpperCase()} KEY`)
  const unique = w.sees('unique') || w.sees('key') || w.sees('index') ? w.take().text.toLowerCase() === 'unique' : undefined
  if (unique !== undefined) {
    if (unique) w.hasOne('key', 'index')
    const name = w.isName() ? w.name() : undefined
    const names = columnNames(w)
    keys.push({ name: name ?? names[0]!, columns: names, unique })
    return
  }
  const column = columnOf(w, r)
  columns.push(column)
  if (column.key) keys.push({ name: column.key === 'primary' ? 'PRIMARY' : column.name, columns: [column.name], unique: true })
}

function columnOf(w: Words, r: Reader): Column & { readonly key?: 'primary' | 'unique' } {
  const name = w.name()
  const type = typeOf(w)
  let nullable = true
  let key: 'primary' | 'unique' | undefined
  const more: { byDefault?: Value; now?: boolean; onUpdateNow?: boolean; counts?: boolean } = {}
  for (;;) {
    if (w.has('not', 'null')) nullable = false
    else if (w.has('null')) nullable = true
    else if (w.has('auto_increment')) more.counts = true
    else if (w.has('primary', 'key') || w.has('key')) key = 'primary'
    else if (w.has('unique')) {
      w.has('key')
      key = 'unique'
    } else if (w.has('default')) {
      const value = r.expression()
      if (value.is === 'value') more.byDefault = value.value
      else if (value.is === 'call' && /^(current_timestamp|now|localtime)$/.test(value.name)) more.now = true
      else throw SQL_ERRORS.notYet('an expression as DEFAULT')
    } else if (w.has('on', 'update')) {
      r.expression()
      more.onUpdateNow = true
    } else if (w.has('comment')) w.string()
    else if (w.has('character', 'set') || w.hasOne('collate', 'charset')) w.anyName()
    else if (w.sees('references') || w.sees('generated') || w.sees('check')) throw SQL_ERRORS.notYet(w.next.text.toUpperCase())
    else break
  }
  return { name, type, nullable: nullable && key !== 'primary', ...more, ...(key ? { key } : {}) }
}

const TYPES: Readonly<Record<string, string>> = { integer: 'int', bool: 'tinyint(1)', boolean: 'tinyint(1)', numeric: 'decimal', dec: 'decimal', real: 'double' }
const KNOWN_TYPES = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint', 'decimal', 'float', 'double', 'char', 'varchar', 'tinytext', 'text', 'mediumtext', 'longtext', 'tinyblob', 'blob', 'mediumblob', 'longblob',
  'binary', 'varbinary', 'date', 'datetime', 'timestamp', 'time', 'year', 'enum', 'json', 'tinyint(1)'])

function typeOf(w: Words): string {
  const word = w.anyName().toLowerCase()
  let type = TYPES[word] ?? word
  if (!KNOWN_TYPES.has(type)) throw SQL_ERRORS.syntax(w.sql.slice(w.before.from))
  if (w.has('(')) {
    const inside = w.list(() => (w.next.kind === 'string' ? `'${w.string()}'` : String(w.whole())))
    w.wants(')')
    type += `(${inside.join(',')})`
  } else if (type === 'decimal') type = 'decimal(10,0)'
  else if (type === 'char') type = 'char(1)'
  else if (type === 'varchar') throw w.wrong()
  if (w.hasOne('unsigned', 'zerofill')) type += ' unsigned'
  return type
}

function drop(w: Words): Statement {
  if (w.hasOne('database', 'schema')) {
    const isSoft = soft(w, 'exists')
    return { is: 'dropDatabase', name: w.name(), soft: isSoft }
  }
  if (w.has('user')) {
    const isSoft = soft(w, 'exists')
    return { is: 'dropUser', soft: isSoft, names: w.list(() => account(w)) }
  }
  w.has('temporary')
  if (!w.has('table')) throw w.hasOne('view', 'procedure', 'function', 'trigger', 'event', 'index', 'role') ? SQL_ERRORS.notYet(`DROP ${w.before.text.toUpperCase()}`) : w.wrong()
  const isSoft = soft(w, 'exists')
  return { is: 'dropTable', soft: isSoft, tables: w.list(() => w.table()) }
}

function alter(w: Words): Statement {
  w.wants('table')
  const table = w.table()
  const changes = w.list((): Change => {
    if (w.has('rename')) {
      if (w.sees('column')) throw SQL_ERRORS.notYet('RENAME COLUMN')
      w.hasOne('to', 'as')
      return { do: 'rename', to: w.table() }
    }
    const what = w.hasOne('add', 'drop', 'modify', 'change')
    if (what === undefined) throw w.wrong()
    const reader = new Reader(w)
    if (what === 'add') {
      const keys: KeyOf[] = []
      const columns: Column[] = []
      w.has('column')
      part(w, reader, columns, keys)
      const first = w.has('first')
      const after = w.has('after') ? { after: w.name() } : {}
      return columns[0] ? { do: 'add', column: columns[0], first, ...after } : { do: 'key', key: keys[0]! }
    }
    w.has('column')
    if (what === 'drop') return { do: 'drop', name: w.name() }
    const name = what === 'change' ? w.name() : w.next.text
    return { do: 'change', name, column: columnOf(w, reader) }
  })
  return { is: 'alter', table, changes }
}

function insert(w: Words, r: Reader, replace: boolean): Statement {
  const ignore = w.has('ignore')
  w.has('into')
  const table = w.table()
  if (w.has('set')) {
    const sets = w.list(() => assignment(w, r))
    return { is: 'insert', table, columns: sets.map(([name]) => name), rows: [sets.map(([, to]) => to)], ignore, replace }
  }
  const columns = w.sees('(') && !(w.peek(1).text.toLowerCase() === 'select') ? { columns: w.inBrackets(() => (w.sees(')') ? [] : w.list(() => w.name()))) } : {}
  if (w.sees('select')) return { is: 'insert', table, ...columns, rows: r.select(), ignore, replace }
  if (!w.has('values')) w.wants('value')
  const rows = w.list(() => w.inBrackets(() => (w.sees(')') ? [] : w.list((): Expression | 'default' => (w.has('default') ? 'default' : r.expression())))))
  const onDuplicate = w.has('on', 'duplicate', 'key', 'update') ? { onDuplicate: w.list(() => assignment(w, r)) } : {}
  return { is: 'insert', table, ...columns, rows, ignore, replace, ...onDuplicate }
}

function set(w: Words, r: Reader): Statement {
  if (w.has('names') || w.has('character', 'set') || w.has('transaction')) {
    while (w.next.kind !== 'end') w.take()
    return { is: 'nothing' }
  }
  const variables = w.list(() => {
    const { kind, text } = w.next
    if (kind === 'user' || kind === 'system') {
      w.take()
      const [, scope, name] = /^(?:(global|session|local|persist)\.)?(.*)$/i.exec(text)!
      if (!w.has(':=')) w.wants('=')
      return { kind: kind === 'user' ? 'user' as const : /^(global|persist)$/i.test(scope ?? '') ? 'global' as const : 'session' as const, name: name!.toLowerCase(), to: setting(w, r) }
    }
    const scope = w.hasOne('global', 'session', 'persist')
    const name = w.name().toLowerCase()
    if (!w.has(':=')) w.wants('=')
    return { kind: scope === 'global' || scope === 'persist' ? 'global' as const : 'session' as const, name, to: setting(w, r) }
  })
  return { is: 'set', variables }
}

/** ON and OFF are values of a variable, and so is a bare word. */
function setting(w: Words, r: Reader): Expression {
  if (w.has('on')) return { is: 'value', value: 1 }
  const read = r.expression()
  return read.is !== 'column' ? read : { is: 'value', value: /^off$/i.test(read.name) ? 0 : read.name }
}

/** 'app'@'%': from where is not told apart. */
function account(w: Words): string {
  const name = w.next.kind === 'string' ? w.string() : w.name()
  if (w.next.kind === 'user') w.take()
  else if (w.has('@')) w.take()
  return name
}

function user(w: Words, is: 'createUser' | 'alterUser'): Statement {
  const isSoft = soft(w, 'not', 'exists') || soft(w, 'exists')
  const users = w.list(() => {
    const name = account(w)
    if (!w.has('identified')) return { name, password: '' }
    if (w.has('with')) w.take()
    return { name, password: w.has('by') ? w.string() : '' }
  })
  return { is, soft: isSoft, users }
}

/** Which rights are given is not told apart: to a database one may everything or nothing. */
function grant(w: Words): Statement {
  const isGrant = w.take().text.toLowerCase() === 'grant'
  while (w.next.kind !== 'end' && !w.sees('on')) w.take()
  w.wants('on')
  const database = w.has('*') ? '*' : w.name()
  if (w.has('.') && !w.has('*')) w.anyName()
  w.wants(isGrant ? 'to' : 'from')
  const names = w.list(() => {
    const name = account(w)
    if (w.has('identified', 'by')) w.string()
    return name
  })
  w.has('with', 'grant', 'option')
  return { is: isGrant ? 'grant' : 'revoke', database, names }
}

function follow(w: Words): Statement {
  const all: Record<string, string> = {}
  w.list(() => {
    const name = w.anyName().toLowerCase().replace(/^source_/, 'master_')
    w.wants('=')
    all[name] = w.take().text
  })
  return { is: 'follow', options: all }
}
