// Variables of a MySQL server: by its files under /etc/mysql, its options, and what was set since.
import type { Process } from '../../machine/process.ts'
import { SQL_ERRORS } from '../../languages/sql/errors.ts'
import type { Value } from '../../languages/sql/values.ts'

const DIRECTORIES = ['/etc/mysql/conf.d', '/etc/mysql/mysql.conf.d', '/etc/mysql/mariadb.conf.d', '/etc/my.cnf.d']
const SECTION = /^(?:mysqld|server|mariadbd?|mysqld-\d.*)$/i

const named = (name: string): string => name.trim().toLowerCase().replaceAll('-', '_')

/** name → text; '' for a mere switch. */
function optionsOf(proc: Process): Map<string, string> {
  const { files } = proc.kernel
  const found = new Map<string, string>()
  const paths = ['/etc/my.cnf', '/etc/mysql/my.cnf', ...DIRECTORIES.flatMap(dir => (files.list(dir) ?? []).filter(name => name.endsWith('.cnf')).map(name => `${dir}/${name}`))]
  for (const path of paths) {
    let isOurs = false
    for (const line of (files.text(path) ?? '').split('\n').map(l => l.replace(/^\s*[#;].*/, '').trim())) {
      const section = /^\[(.*)\]$/.exec(line)?.[1]
      if (section !== undefined) isOurs = SECTION.test(section)
      else if (isOurs && line !== '' && !line.startsWith('!')) {
        const [, name = '', value = ''] = /^([^=\s]+)\s*(?:=\s*(.*))?$/.exec(line) ?? []
        found.set(named(name), value.replace(/^(["'])(.*)\1$/, '$2'))
      }
    }
  }
  for (const word of proc.argv) {
    const [, name, value = ''] = /^--([\w-]+)(?:=(.*))?$/.exec(word) ?? []
    if (name !== undefined) found.set(named(name), value)
  }
  return found
}

/** Those whose value is ON or OFF. */
const SWITCHES = new Set(['read_only', 'super_read_only', 'log_bin', 'autocommit', 'general_log', 'slow_query_log', 'skip_networking', 'skip_name_resolve', 'innodb_file_per_table', 'foreign_key_checks', 'unique_checks', 'event_scheduler', 'log_slave_updates', 'log_replica_updates'])
const FIXED = new Set(['server_id', 'hostname', 'version', 'version_comment', 'port', 'datadir', 'log_bin', 'socket', 'basedir', 'lower_case_table_names'].filter(name => name !== 'server_id'))

export class Settings {
  readonly #values = new Map<string, Value>()

  constructor(proc: Process, version: string) {
    const major = Number(version.split('.')[0])
    const isMaria = /maria/i.test(version)
    const modern = !isMaria && major >= 8
    const base: Readonly<Record<string, Value>> = {
      server_id: modern || isMaria ? 1 : 0, hostname: proc.kernel.start.hostname, version, version_comment: isMaria ? 'mariadb.org binary distribution' : 'MySQL Community Server - GPL', port: 3306, datadir: '/var/lib/mysql/',
      socket: '/var/run/mysqld/mysqld.sock', basedir: '/usr/', tmpdir: '/tmp', log_bin: modern ? 1 : 0, log_bin_basename: modern ? '/var/lib/mysql/binlog' : '', read_only: 0, super_read_only: 0, autocommit: 1, general_log: 0, slow_query_log: 0,
      max_connections: 151, max_allowed_packet: modern ? 67_108_864 : isMaria ? 16_777_216 : 4_194_304, innodb_buffer_pool_size: 134_217_728, character_set_server: modern || isMaria ? 'utf8mb4' : 'latin1',
      collation_server: modern ? 'utf8mb4_0900_ai_ci' : isMaria ? 'utf8mb4_general_ci' : 'latin1_swedish_ci', time_zone: 'SYSTEM', system_time_zone: 'UTC', sql_mode: 'ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION',
      wait_timeout: 28_800, interactive_timeout: 28_800, lower_case_table_names: 0, transaction_isolation: 'REPEATABLE-READ', default_storage_engine: 'InnoDB', bind_address: '*', binlog_format: 'ROW', gtid_mode: 'OFF', innodb_file_per_table: 1,
      foreign_key_checks: 1, unique_checks: 1, long_query_time: '10.000000',
    }
    for (const [name, value] of Object.entries(base)) this.#values.set(name, value)
    for (const [name, text] of optionsOf(proc)) {
      const off = /^(?:skip|disable)_(.+)$/.exec(name)?.[1]
      if (name === 'log_bin') {
        this.#values.set('log_bin', 1)
        this.#values.set('log_bin_basename', `/var/lib/mysql/${text || `${proc.kernel.start.hostname}-bin`}`)
      } else if (off !== undefined && this.#values.has(off)) this.#values.set(off, 0)
      else this.#values.set(name, SWITCHES.has(name) ? (/^(?:0|off|false)$/i.test(text) ? 0 : 1) : /^\d+$/.test(text) ? Number(text) : text)
    }
    // Who may not even write as root may not write at all.
    if (this.isOn('super_read_only')) this.#values.set('read_only', 1)
  }

  get(name: string): Value {
    const value = this.#values.get(name)
    if (value === undefined) throw SQL_ERRORS.unknownVariable(name)
    return value
  }

  isOn(name: string): boolean { return this.#values.get(name) === 1 }

  set(name: string, value: Value): void {
    if (!this.#values.has(name)) throw SQL_ERRORS.unknownVariable(name)
    if (FIXED.has(name)) throw SQL_ERRORS.readOnlyVariable(name)
    const word = typeof value === 'string' && /^(?:on|true)$/i.test(value) ? 1 : typeof value === 'string' && /^(?:off|false)$/i.test(value) ? 0 : value
    this.#values.set(name, word)
    if (name === 'super_read_only' && word === 1) this.#values.set('read_only', 1)
    if (name === 'read_only' && word === 0) this.#values.set('super_read_only', 0)
  }

  /** As SHOW VARIABLES writes them. */
  all(): (readonly [string, string])[] {
    return [...this.#values].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => [name, SWITCHES.has(name) ? (value === 1 ? 'ON' : 'OFF') : String(value ?? '')] as const)
  }
}
