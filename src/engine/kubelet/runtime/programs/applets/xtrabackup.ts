// The image of the documentation's replicated MySQL: a pod copies its neighbour's data over a connection of ncat's. What a database holds is not simulated,
// so nothing comes over it; but who waits for whom, and what happens where nobody answers, is as in life.
import { print, readAll, write } from '../machine/io.ts'
import { ask } from './ask.ts'
import type { Applet } from './applet.ts'
import { listen } from './servers.ts'

const ncat: Applet = function* (proc, argv) {
  const words = argv.slice(1).filter((word, i, all) => !word.startsWith('-') && all[i - 1] !== '-c')
  if (argv.includes('--listen') || argv.includes('-l')) {
    yield* listen(proc, Number(words.at(-1)), () => ({ status: 200, body: '' }))
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
const xbstream: Applet = function* (proc) {
  if (proc.fds[0]) yield* readAll(proc, proc.fds[0])
  return 0
}

const xtrabackup: Applet = function* (proc) {
  yield { us: 500_000 }
  yield* write(proc, 2, 'completed OK!\n')
  return 0
}

export const XTRABACKUP: ReadonlyMap<string, Applet> = new Map([['ncat', ncat], ['xbstream', xbstream], ['xtrabackup', xtrabackup]])
