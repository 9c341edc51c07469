// mysqld: makes its files where there are none, answers, and keeps its replicas and its source company.
import { write } from '../../machine/io.ts'
import type { Doing, Process } from '../../machine/process.ts'
import type { Applet } from '../applet.ts'
import { ask } from '../ask.ts'
import { closingUs, listen } from '../listening.ts'
import { firstAccounts } from './accounts.ts'
import { asked, replyIn, type Place, type Reply } from './protocol.ts'
import { Server, stampOf } from './server.ts'
import { DATA, SYSTEM_DATABASES } from './store.ts'

const PORT = 3306
/** Making the first files takes its time; a server that has them is soon there. */
const FIRST_START_US = { mysqld: 6_000_000, mariadbd: 4_000_000 }
const NEXT_START_US = 1_500_000
/** How long a source waits for a replica. */
const PATIENCE_US = 3_000_000

const LATEST: Readonly<Record<string, string>> = { '5.6': '5.6.51', '5.7': '5.7.44', '5': '5.7.44', '8.0': '8.0.44', '8.4': '8.4.7', '8': '8.4.7', '9': '9.5.0', '10': '10.11.15', '11': '11.8.5', '12': '12.1.2' }

/** The version that an image's tag means. */
function versionOf(image: string, isMaria: boolean): string {
  const tag = /:v?(\d+(?:\.\d+)*)/.exec(image)?.[1] ?? (isMaria ? '12' : '9')
  const full = LATEST[tag] ?? (tag.split('.').length === 2 ? `${tag}.0` : tag)
  return isMaria ? `${full}-MariaDB` : full
}

export const mysqld = (name: 'mysqld' | 'mariadbd'): Applet => function* (proc, argv) {
  proc.argv = argv
  const isMaria = name === 'mariadbd'
  const version = versionOf(proc.kernel.start.image, isMaria)
  const { files } = proc.kernel
  const isNew = files.stat(`${DATA}/mysql`)?.kind !== 'dir'
  proc.kernel.allocate(proc, 20_000_000)
  yield { us: isNew ? FIRST_START_US[name] : NEXT_START_US, calm: true }
  if (isNew) {
    files.impose(`${DATA}/`, '', proc.kernel.nowUs)
    for (const dir of SYSTEM_DATABASES) files.makeDirectory(`${DATA}/${dir}`, proc.kernel.nowUs, 0o750)
    for (const [file, text] of [['ibdata1', ''], ['auto.cnf', `[auto]\nserver-uuid=${uuidOf(proc)}\n`]] as const) files.write(`${DATA}/${file}`, text, proc.kernel.nowUs, 0o640)
  }
  const server = new Server(proc, version)
  if (isNew) firstAccounts(proc, server.store, server.accounts, isMaria ? ['MARIADB', 'MYSQL'] : ['MYSQL'])
  yield* listen(proc, PORT, request => server.answer(request))
  const label = isMaria ? `${stampOf(proc).slice(0, 19).replace('T', ' ')} 0 [Note] ${name}: ready for connections.\nVersion: '${version}'  socket: '/run/mysqld/mysqld.sock'  port: ${PORT}  mariadb.org binary distribution`
    : `${stampOf(proc)} 0 [${version.startsWith('5') ? 'Note] mysqld' : 'System] [MY-010931] [Server] /usr/sbin/mysqld'}: ready for connections. Version: '${version}'  socket: '/var/run/mysqld/mysqld.sock'  port: ${PORT}  MySQL Community Server${version.startsWith('5') ? ' (GPL)' : ' - GPL.'}`
  yield* write(proc, 2, `${label}\n`)
  for (const signal of ['TERM', 'INT', 'QUIT'] as const) proc.handlers.set(signal, 'catch')
  // Those who followed before it went are told that it is there again: each asks then for what it has missed.
  for (const address of server.log.followers().keys()) yield* toldOne(proc, server, address, undefined)
  for (;;) {
    if (proc.pending.length > 0) break
    const { turns } = server
    yield* tellFollowers(proc, server)
    const waitUs = yield* askSource(proc, server)
    if (proc.pending.length > 0) break
    if (turns !== server.turns) continue
    yield { on: [server.changed], ...(waitUs === undefined ? {} : { us: waitUs }) }
  }
  proc.kernel.closePorts()
  yield { us: closingUs(proc), calm: true }
  return 0
}

/** Tells everybody who follows of what was written since he was last told. */
function* tellFollowers(proc: Process, server: Server): Doing<void> {
  for (let isDone = false; !isDone;) {
    isDone = true
    for (const [address, place] of server.log.isOn ? server.log.followers() : []) {
      const { end } = server.log
      if (place.log === end.log && place.position === end.position) continue
      yield* toldOne(proc, server, address, place)
      isDone = false
    }
  }
}

/** Tells one of what was written since `place`, or that this server is back. Who does not answer follows no more. */
function* toldOne(proc: Process, server: Server, address: string, place: Place | undefined): Doing<void> {
  const { end } = server.log
  const written = place === undefined ? { from: end, to: end, events: [], isBack: true as const } : server.log.since(place)
  // Who is told that it is back asks by himself, perhaps before his answer is here.
  if (!written || place === undefined) server.log.tell(address, undefined)
  if (!written) return
  const answer = yield* ask(proc, { host: address, port: PORT, ...asked({ user: '', password: '', statements: [], written }) }, PATIENCE_US)
  if (place !== undefined) server.log.tell(address, answer.fault === undefined ? written.to : undefined)
}

/** Asks a source that was lost for what was missed. How long to wait until it is asked again, if it did not answer. */
function* askSource(proc: Process, server: Server): Doing<number | undefined> {
  const { replica } = server
  const f = replica.following
  if (!f?.runs || replica.connected || replica.ioError.includes('fatal')) return undefined
  const question = { user: f.user, password: f.password, statements: [], follow: { serverId: Number(server.settings.get('server_id')), log: f.log, position: f.position } }
  const answer = yield* ask(proc, { host: f.host, port: f.port, ...asked(question) }, PATIENCE_US)
  const reply: Reply | undefined = answer.fault === undefined ? replyIn(answer) : undefined
  if (reply?.written) {
    server.replay(reply.written)
    replica.connected = replica.sqlError === ''
    replica.ioError = ''
    replica.retries = 0
    return undefined
  }
  if (reply && !reply.denied) {
    replica.ioError = "Got fatal error 1236 from master when reading data from binary log: 'Could not find first log file name in binary log index file'"
    return undefined
  }
  replica.ioError = `error connecting to master '${f.user}@${f.host}:${f.port}' - retry-time: ${f.retrySeconds}  retries: ${++replica.retries}`
  return f.retrySeconds * 1e6
}

/** The name that a server gives itself: each pod another. */
function uuidOf(proc: Process): string {
  const hex = Array.from({ length: 8 }, () => Math.floor(proc.kernel.random() * 65_536).toString(16).padStart(4, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
