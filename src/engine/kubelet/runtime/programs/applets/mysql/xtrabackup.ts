// The image of the documentation's replicated MySQL: a pod copies its neighbour's data over a connection of ncat's. A backup is the files of the
// data directory, with the place in the source's log up to which they go.
import { print, readAll, write } from '../../machine/io.ts'
import type { Process } from '../../machine/process.ts'
import { ask } from '../ask.ts'
import type { Applet } from '../applet.ts'
import { listen } from '../listening.ts'
import type { Following } from './replication.ts'
import { DATA } from './store.ts'

/** What belongs to one server alone, and is in no copy. */
const OWN = /(?:^|\/)(?:auto\.cnf|master\.info|slave_hosts|.*\.\d{6}|xtrabackup_\w+|change_master_to\.sql\.\w+)$/
const HEAD = 154

/** The stream: one file a line. Empty where no server has made its files. */
function backup(proc: Process): string {
  const { files } = proc.kernel
  if (files.stat(`${DATA}/mysql`)?.kind !== 'dir') return ''
  const copied = files.under(DATA).map(path => path.slice(DATA.length + 1)).filter(path => !OWN.test(path)).map((path): readonly [string, string] => {
    const isDirectory = files.stat(`${DATA}/${path}`)?.kind === 'dir'
    return [isDirectory ? `${path}/` : path, isDirectory ? '' : files.text(`${DATA}/${path}`) ?? '']
  })
  const log = (files.list(DATA) ?? []).filter(name => /\.\d{6}$/.test(name)).at(-1)
  const info = files.text(`${DATA}/master.info`)
  const followed = info === undefined ? undefined : JSON.parse(info) as Following
  const places: (readonly [string, string])[] = followed ? [['xtrabackup_slave_info', `CHANGE MASTER TO MASTER_LOG_FILE='${followed.log}', MASTER_LOG_POS=${followed.position};\n`]]
    : log === undefined ? [] : [['xtrabackup_binlog_info', `${log}\t${HEAD + (files.text(`${DATA}/${log}`) ?? '').length}\n`]]
  return [...copied, ...places].map(file => `${JSON.stringify(file)}\n`).join('')
}

const ncat: Applet = function* (proc, argv) {
  const words = argv.slice(1).filter((word, i, all) => !word.startsWith('-') && all[i - 1] !== '-c')
  if (argv.includes('--listen') || argv.includes('-l')) {
    yield* listen(proc, Number(words.at(-1)), () => ({ status: 200, body: argv.some(word => /xtrabackup --backup/.test(word)) ? backup(proc) : '' }))
    for (;;) yield {}
  }
  const [host = '', port = '31337'] = words
  const answer = yield* ask(proc, { kind: 'tcp', host, port: Number(port), body: '' })
  if (answer.fault === undefined) {
    yield* print(proc, answer.body ?? '')
    return 0
  }
  const isUnknown = answer.fault === 'bad-address'
  yield* write(proc, 2, isUnknown ? `Ncat: Could not resolve hostname "${host}": Name or service not known. QUITTING.\n` : `Ncat: ${answer.fault === 'timeout' ? 'Connection timed out' : 'Connection refused'}.\n`)
  return isUnknown ? 2 : 1
}

/** Unpacks what comes, until nothing more does. */
const xbstream: Applet = function* (proc, argv) {
  const text = proc.fds[0] ? yield* readAll(proc, proc.fds[0]) : ''
  const to = argv[argv.indexOf('-C') + 1]
  const { files, nowUs } = proc.kernel
  const dir = argv.includes('-C') && to !== undefined ? to.replace(/\/+$/, '') : proc.cwd
  for (const line of text.split('\n')) {
    if (line === '') continue
    let path: string
    let content: string
    try {
      ;[path, content] = JSON.parse(line) as [string, string]
    } catch {
      yield* write(proc, 2, 'xbstream_read_chunk(): wrong chunk magic at offset 0x0.\n')
      return 1
    }
    if (path.endsWith('/')) files.makeDirectory(`${dir}/${path.slice(0, -1)}`, nowUs, 0o750)
    else files.write(`${dir}/${path}`, content, nowUs, 0o640)
  }
  return 0
}

const xtrabackup: Applet = function* (proc, argv) {
  yield { us: 500_000 }
  if (argv.includes('--backup')) yield* print(proc, backup(proc))
  yield* write(proc, 2, 'completed OK!\n')
  return 0
}

export const XTRABACKUP: ReadonlyMap<string, Applet> = new Map([['ncat', ncat], ['xbstream', xbstream], ['xtrabackup', xtrabackup]])
