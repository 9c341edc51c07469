// The images job-wq-1 and job-wq-2: workers that take items from a queue, as the tutorials of Kubernetes' documentation have them.
import { print, write } from '../machine/io.ts'
import type { Doing, Process } from '../machine/process.ts'
import type { NetworkAnswer } from '../program.ts'
import { fail, type Applet } from './applet.ts'
import { ask, target } from './ask.ts'

/** How long an item takes. */
const WORK_US = 10e6
/** How long an item is this worker's before another may have it. */
const LEASE_SECONDS = 20
/** How long to wait before looking again whether there is work. */
const PAUSE_US = 2e6

/** Coarse: one message of the queue per pod. It is acknowledged when the work is done, so one that is lost with its pod comes back. */
const amqpWorker: Applet = function* (proc, argv) {
  const { host, port } = target((proc.variable('BROKER_URL') ?? 'amqp://guest:guest@rabbitmq-service:5672').replace(/^amqp:/, 'http:'))
  const queue = proc.variable('QUEUE') ?? 'job1'
  const asked = (body: string) => ask(proc, { kind: 'amqp', host, port: port === 80 ? 5672 : port, body })
  for (;;) {
    const answer = yield* asked(`GET ${queue}`)
    if (answer.fault) return yield* fail(proc, argv, `logging in to AMQP server: ${answer.fault === 'bad-address' ? 'hostname lookup failed' : 'a socket error occurred'}`)
    if (answer.status === 204) {
      yield { us: PAUSE_US }
      continue
    }
    yield* print(proc, `${answer.body ?? ''}\n`)
    yield { us: WORK_US }
    const done = yield* asked(`ACK ${queue}`)
    return done.fault ? 1 : 0
  }
}

/**
 * Fine: a pod takes items until none is left. What it works on lies in a second list, with a lease that ends by itself: whoever
 * looks for work puts back what nobody has a lease of any more. Then all pods end with 0.
 */
const redisWorker: Applet = function* (proc) {
  const host = proc.variable('REDIS_HOST') ?? 'redis'
  const [list, processing] = ['job2', 'job2:processing']
  const session = proc.kernel.start.hostname
  const command = (body: string) => ask(proc, { kind: 'redis', host, port: 6379, body })
  const first = yield* command(`LLEN ${list}`)
  if (first.fault) return yield* unreachable(proc, host, first)
  yield* print(proc, `Worker with sessionID: ${session}\nInitial queue state: empty=${numberIn(first) === 0 ? 'True' : 'False'}\n`)
  for (;;) {
    const item = yield* command(`RPOPLPUSH ${list} ${processing}`)
    if (item.fault) return yield* unreachable(proc, host, item)
    const text = textIn(item)
    if (text !== undefined) {
      yield* command(`SETEX ${leaseOf(text)} ${LEASE_SECONDS} ${session}`)
      yield* print(proc, `Working on ${text}\n`)
      yield { us: WORK_US, calm: true }
      const done = yield* command(`LREM ${processing} 0 "${text}"`)
      if (done.fault) return yield* unreachable(proc, host, done)
      yield* command(`DEL ${leaseOf(text)}`)
      continue
    }
    const held = itemsIn(yield* command(`LRANGE ${processing} 0 -1`))
    if (held.length === 0) break
    for (const other of held) {
      if (numberIn(yield* command(`EXISTS ${leaseOf(other)}`)) > 0) continue
      // Only one of those who look at the same time takes it out, and only that one puts it back.
      if (numberIn(yield* command(`LREM ${processing} 1 "${other}"`)) > 0) yield* command(`LPUSH ${list} "${other}"`)
    }
    yield* print(proc, 'Waiting for work\n')
    yield { us: PAUSE_US, calm: true }
  }
  yield* print(proc, 'Queue empty, exiting\n')
  return 0
}

const leaseOf = (item: string): string => `"job2:leased_by_session:${item}"`
const numberIn = ({ body = '' }: NetworkAnswer): number => Number(/-?\d+$/.exec(body)?.[0] ?? 0)
const textIn = ({ body = '' }: NetworkAnswer): string | undefined => (body === '(nil)' || body === '' ? undefined : body.replace(/^"(.*)"$/s, '$1'))
const itemsIn = ({ body = '' }: NetworkAnswer): string[] => [...body.matchAll(/^\d+\) "(.*)"$/gm)].map(m => m[1]!)

function* unreachable(proc: Process, host: string, answer: NetworkAnswer): Doing<number> {
  yield* write(proc, 2, `redis.exceptions.ConnectionError: Error connecting to ${host}:6379. ${answer.fault === 'bad-address' ? 'Name or service not known.' : 'Connection refused.'}\n`)
  return 1
}

export const WORKERS: ReadonlyMap<string, Applet> = new Map([['amqp-worker', amqpWorker], ['redis-worker', redisWorker]])
