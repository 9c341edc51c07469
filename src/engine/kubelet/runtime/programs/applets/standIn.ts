// The program of an image that nobody knows. It stands in for a learner's own server or task: it answers on the ports that its
// container names, and runs until it is told otherwise. Where a pod waits for its end (init containers, Jobs) its log says how to tell it.
import { print } from '../machine/io.ts'
import { fractionOf } from '../chance.ts'
import { type Applet, called } from './applet.ts'
import { listen } from './listening.ts'

/** What a server that nobody knows needs until it listens, and a task until it is done. */
const STARTS_US = 300_000
const TASK_US = { least: 4_000_000, more: 4_000_000 }

/** What a script calls before its server, by the names that such things have. */
const TASK = /migrat|init|setup|wait|prepare|check|health|ready|install|build|collect|seed|backup|import|export/i

/** Runs and answers 200 to everything; as a first process without a handler it does not hear TERM, as most do not that are not told to. */
export const standIn: Applet = function* (proc, argv) {
  const { image, standIn: part, seed } = proc.kernel.start
  if (part?.asked) return 0
  proc.kernel.allocate(proc, 30_000_000)
  // The kernel's own program /app needs no name; a command of the manifest does.
  const what = argv[0] === '/app' ? image : `${called(argv)} of ${image}`
  if (proc.pid !== 1 && TASK.test(called(argv))) {
    yield* print(proc, `kubestep: nothing is known of ${what}: a task stands in for it\n`)
    yield { us: TASK_US.least + Math.floor(fractionOf(`${seed}/task`) * TASK_US.more), calm: true }
    yield* print(proc, 'kubestep: done\n')
    return 0
  }
  const ports = part?.ports ?? []
  if (part?.waitedFor) yield* print(proc, `kubestep: nothing is known of ${what}: it runs until it is told otherwise, by the pod's annotation kubestep.dev/run-seconds\n`)
  else yield* print(proc, `kubestep: nothing is known of ${what}: a server stands in for it${ports.length > 0 ? ` and answers on ${ports.map(port => `:${port}`).join(' ')}` : ''}\n`)
  if (ports.length > 0) {
    yield { us: STARTS_US, calm: true }
    for (const port of ports) yield* listen(proc, port, ({ kind, method = 'GET', path = '/' }) => (kind === 'http' ? { status: 200, body: `${image} on ${proc.kernel.start.hostname}: ${method} ${path}\n` } : { status: 200, body: '' }))
  }
  for (;;) yield {}
}
