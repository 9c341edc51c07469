// Containers of a pod share their network: what one of them serves, a command in another one reaches under 127.0.0.1.
import type { ExecOptions, ExecResult, IncomingRequest, NetworkAnswer, NetworkRequest } from './runtime/programs/program.ts'
import { listener } from './listener.ts'
import { runningNames } from './observe.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'

/** So many questions of one command are answered. */
const MOST_REQUESTS = 100
const isAddress = (host: string): boolean => /^\d+(\.\d+){3}$/.test(host) || host.includes(':')

/** A request that has reached a server of the pod: it belongs into that container's log. */
export interface Delivered { readonly container: string; readonly request: IncomingRequest }

/** Runs a command in a container now; what it asks of the pod's own addresses, the pod's other containers answer. */
export function execInPod(room: Room, r: PodRecord, name: string, argv: readonly string[], options: ExecOptions): ExecResult & { readonly delivered: readonly Delivered[] } {
  const run = room.runs.get(r.uid, name)!
  const atMs = room.now - run.startedAt
  const network = room.world.hasOpenFrame ? room.deps.network : undefined
  if (runningNames(r).length < 2 && !network) return ownDelivered(room.runs.exec(run, atMs, argv, options), name, [])
  const client = `exec/${r.uid}/${name}/${network ? room.world.frame.seq : 0}`
  const answers: (NetworkAnswer & { request: number; atMs: number })[] = []
  const delivered: Delivered[] = []
  for (;;) {
    const result = room.runs.exec(run, atMs, argv, { ...options, network: { answers } })
    const open = result.requests[answers.length]
    if (!open || answers.length >= MOST_REQUESTS) return ownDelivered(result, name, delivered)
    if (network && !isOwn(r, run.start.hostname, open.host)) {
      const { answer, afterMs } = network({ pod: room.podOf(r)!, podIP: r.sandbox?.ip ?? '', client }, open, 0)
      answers.push({ ...answer, request: answers.length, atMs: open.atMs + afterMs })
      continue
    }
    const found = answerOf(room, r, run.start.hostname, open)
    if (found.delivered) delivered.push(found.delivered)
    answers.push({ ...found.answer, request: answers.length, atMs: open.atMs + 1 })
  }
}

/** What the runtime says of a command that could not even begin. */
export const execRefused = (room: Room, r: PodRecord, name: string, why: string): string =>
  `failed to exec in container: failed to start exec "${room.world.chance.hex(64, 'container-id', 'exec', r.uid, name, room.now)}": ${why}`

const ownDelivered = (result: ExecResult, container: string, delivered: readonly Delivered[]) =>
  ({ ...result, delivered: [...result.incoming.map(request => ({ container, request })), ...delivered] })

const isOwn = (r: PodRecord, hostname: string, host: string): boolean =>
  host === 'localhost' || host === '::1' || host.startsWith('127.') || host === r.sandbox?.ip || host === hostname

function answerOf(room: Room, r: PodRecord, hostname: string, { host, port, kind, method, path, body, userAgent }: NetworkRequest): { answer: NetworkAnswer; delivered?: Delivered } {
  const ip = r.sandbox?.ip ?? ''
  const own = isOwn(r, hostname, host)
  const address = isAddress(host) ? host : '127.0.0.1'
  const server = own ? listener(room, r, port) : undefined
  if (!server) return { answer: own || isAddress(host) ? { fault: 'refused', address } : { fault: 'bad-address' } }
  const request: IncomingRequest = {
    atMs: room.now - server.startedAt, port, kind, from: host === ip ? ip : '127.0.0.1', host: port === 80 ? host : `${host}:${port}`,
    ...(method ? { method } : {}), ...(path ? { path } : {}), ...(body ? { body } : {}), ...(userAgent ? { userAgent } : {}),
  }
  const answer = room.runs.request(server, request, 60_000)
  const container = runningNames(r).find(name => room.runs.get(r.uid, name) === server)!
  return { answer: { address, ...(answer ?? { fault: 'timeout' as const }) }, delivered: { container, request } }
}
