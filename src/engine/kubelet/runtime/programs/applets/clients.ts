// What the images of databases and brokers bring beside their server: the commands that probes and backups call. They ask whether the
// server answers, and say so in its words; what a database holds is simulated of MySQL alone (mysql/).
import { print, write } from '../machine/io.ts'
import { ask } from './ask.ts'
import { type Applet, called, options } from './applet.ts'
import { mysql, mysqldump } from './mysql/client.ts'
import { DATA } from './mysql/store.ts'

interface Client {
  readonly port: number
  /** The options with a value, as getopt writes them; which letter is the host, which the port. */
  readonly spec: string
  readonly long?: Readonly<Record<string, string>>
  readonly host?: string
  readonly portOption?: string
  /** Where it looks for its server if nobody says: a file of the same machine. */
  readonly socket?: string
  readonly up: (argv: readonly string[], at: string) => string
  readonly down: (argv: readonly string[], at: string) => string
  readonly code: number
}

const client = (c: Client): Applet => function* (proc, argv) {
  // -pSECRET: a password takes no blank, and its letters are no options.
  const { on } = options(argv.filter(word => c.portOption === undefined || !/^-p./.test(word)), c.spec, c.long)
  const url = argv.find(word => /^[a-z]+:\/\//.test(word))
  const found = url === undefined ? undefined : /^[a-z]+:\/\/(?:[^@/]*@)?([^:/?]+)(?::(\d+))?/.exec(url)
  const host = (found?.[1] ?? on.get(c.host ?? 'h') ?? '') || (c.socket ?? '127.0.0.1')
  const port = Number(found?.[2] ?? on.get(c.portOption ?? 'p') ?? '') || c.port
  const answer = yield* ask(proc, { kind: 'tcp', host: host.startsWith('/') ? '127.0.0.1' : host, port, body: '' }, 3e6)
  const at = `${host}:${port}`
  if (answer.fault === undefined) {
    yield* print(proc, c.up(argv, at))
    return 0
  }
  yield* write(proc, 2, c.down(argv, at))
  return c.code
}

const POSTGRES = { host: 'h', port: 'p', username: 'U', dbname: 'd', timeout: 't', command: 'c', file: 'f', format: 'F' }
const postgres = { port: 5432, socket: '/var/run/postgresql', spec: 'h:p:U:d:t:qc:f:F:wWatAX', long: POSTGRES } as const
const noPostgres = (argv: readonly string[], at: string) => `${called(argv)}: error: connection to server at "${at.replace(/:\d+$/, '')}", port ${at.replace(/^.*:/, '')} failed: Connection refused\n\tIs the server running on that host and accepting TCP/IP connections?\n`

const MYSQL_ADMIN = { host: 'h', port: 'P', user: 'u', execute: 'e', database: 'D', 'connect-timeout': 'T', protocol: 'x', 'defaults-file': 'f', 'defaults-extra-file': 'f' }
const mysqlAdminWords = { port: 3306, spec: 'h:P:u:e:D:T:x:f:sNBpr', long: MYSQL_ADMIN, portOption: 'P' } as const
const noMysql = (argv: readonly string[], at: string) => `${called(argv)}: connect to server at '${at.replace(/:\d+$/, '')}' failed\nerror: 'Can't connect to MySQL server on '${at}' (111)'\n`
const sqlOf = (argv: readonly string[]) => argv.find((_word, i) => argv[i - 1] === '-e' || argv[i - 1] === '-c' || argv[i - 1] === '--command' || argv[i - 1] === '--execute') ?? ''

const mongo = { port: 27_017, spec: 'u:p:', long: { host: 'h', port: 'P', eval: 'e', username: 'u', password: 'p' }, portOption: 'P' } as const
const noMongo = (_argv: readonly string[], at: string) => `MongoNetworkError: connect ECONNREFUSED ${at}\n`

const rabbit: Applet = client({
  port: 5672, spec: 'n:t:q', long: { node: 'n', timeout: 't', quiet: 'q' }, host: '-', portOption: '-', code: 69,
  up: argv => (argv.includes('ping') ? 'Will ping rabbit. This only checks if the OS process is running and registered with epmd.\nPing succeeded\n' : argv.includes('list_queues') ? 'Timeout: 60.0 seconds ...\nListing queues for vhost / ...\n' : ''),
  down: argv => `Error: unable to perform an operation on node 'rabbit'. Please see diagnostics information and suggestions below.\n${called(argv)}: the node is not running\n`,
})

const dumped = (name: string) => () => `--\n-- ${name} dump: the contents of databases are not simulated\n--\n`
const pgDump = client({ ...postgres, code: 1, up: dumped('PostgreSQL database'), down: noPostgres })
const psql = client({ ...postgres, code: 2, down: noPostgres, up: argv => (/select\s+1\b/i.test(sqlOf(argv)) ? ' ?column? \n----------\n        1\n(1 row)\n\n' : '') })
const mysqlAdmin = client({ ...mysqlAdminWords, code: 1, up: argv => (argv.includes('ping') ? 'mysqld is alive\n' : ''), down: noMysql })
const mongoShell = client({ ...mongo, code: 1, up: argv => (argv.some(word => /ping/.test(word)) ? '{ ok: 1 }\n' : ''), down: noMongo })

/** `data`: where it leaves files; where they are, it wants nothing. */
interface Wanted { readonly oneOf: readonly string[]; readonly data?: string; readonly complaint: (stamp: string) => string }

/** What a database's own script wants to know before it makes its first files; without one of them it complains and ends. Images by the name of their server. */
export const WANTED: ReadonlyMap<string, Wanted> = new Map<string, Wanted>([
  ['postgres', {
    oneOf: ['POSTGRES_PASSWORD', 'POSTGRES_PASSWORD_FILE', 'POSTGRES_HOST_AUTH_METHOD'],
    complaint: () => 'Error: Database is uninitialized and superuser password is not specified.\n       You must specify POSTGRES_PASSWORD to a non-empty value for the\n       superuser. For example, "-e POSTGRES_PASSWORD=password" on "docker run".\n',
  }],
  ['mysqld', wantsPassword('MYSQL')], ['mariadbd', wantsPassword('MARIADB', 'MYSQL')],
])

function wantsPassword(...prefixes: readonly string[]) {
  const names = ['ROOT_PASSWORD', 'ALLOW_EMPTY_PASSWORD', 'RANDOM_ROOT_PASSWORD'].map(name => `${prefixes[0]}_${name}`)
  return {
    data: `${DATA}/mysql`,
    oneOf: prefixes.flatMap(prefix => ['ROOT_PASSWORD', 'ROOT_PASSWORD_FILE', 'ALLOW_EMPTY_PASSWORD', 'RANDOM_ROOT_PASSWORD', 'ALLOW_EMPTY_ROOT_PASSWORD'].map(name => `${prefix}_${name}`)),
    complaint: (stamp: string) => `${stamp} [ERROR] [Entrypoint]: Database is uninitialized and password option is not specified\n    You need to specify one of the following as an environment variable:\n${names.map(name => `    - ${name}\n`).join('')}`,
  }
}

export const CLIENTS: ReadonlyMap<string, Applet> = new Map<string, Applet>([
  ['pg_isready', client({ ...postgres, code: 2, up: (_argv, at) => `${at} - accepting connections\n`, down: (_argv, at) => `${at} - no response\n` })],
  ['psql', psql], ['pg_dump', pgDump], ['pg_dumpall', pgDump], ['mysqladmin', mysqlAdmin], ['mariadb-admin', mysqlAdmin], ['healthcheck.sh', mysqlAdmin], ['mysql', mysql], ['mariadb', mysql],
  ['mysqldump', mysqldump], ['mariadb-dump', mysqldump], ['mongosh', mongoShell], ['mongo', mongoShell], ['mongodump', client({ ...mongo, code: 1, up: () => '', down: noMongo })],
  ['rabbitmq-diagnostics', rabbit], ['rabbitmqctl', rabbit],
])
