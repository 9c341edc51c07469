// A request that comes to an address of a pod or of a machine: who is there, and what does he say? The network asks here
// (engine/network); the pod's containers share one address, and a program answers as long as it listens, whatever its pod's status says.
import type { Instant } from '../../kube/object.ts'
import { containerNamed, lookAhead, runningNames } from './observe.ts'
import { save } from './alarm.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'
import type { Arriving, Reached, Run, ServerId } from './runtime/containers.ts'
import { openPorts, type IncomingRequest } from './runtime/programs/program.ts'

/** The doors at which the network knocks: it knows addresses, the machines know who lives there. */
export interface Hosts {
  /** Asks whoever has this address; nothing of it is kept. `patienceMs`: how long the asker waits. */
  reach(address: string, request: Arriving, patienceMs: number): Reached
  /** The same, cheaper and only nearly as exact: an answer may be up to a second old. */
  knock(address: string, request: Arriving, patienceMs: number): Reached
  /** The server computes an answer in so many ms from now; gives how many it takes. */
  work(server: ServerId, inMs: number): number
  /** The server keeps what it was asked. */
  remember(server: ServerId, request: Arriving): void
  /** Whether the run of a container that asked (`uid/container/attempt`) still goes on. */
  stillRuns(client: string): boolean
  /** Packets get to this machine and back. */
  isConnected(node: string): boolean
}

/** Requests of one server that its log speaks of; beyond them it answers and says nothing more. */
const MOST_LOGGED = 500
const STATEFUL = new Set<IncomingRequest['kind']>(['redis', 'amqp', 'sql', 'zookeeper'])

/** Whether a server is another one for having been asked this. */
export const changesServer = ({ kind, method }: Pick<IncomingRequest, 'kind' | 'method'>): boolean => STATEFUL.has(kind) && method !== 'READ'

/** Asks whoever has this address; nothing of it is kept. `patienceMs`: how long the asker waits. */
export function reach(room: Room, address: string, request: Arriving, patienceMs: number): Reached {
  const here = room.byAddress.list(address)
  let there: Reached = { outcome: 'timed-out' }
  for (const r of here) {
    if (room.reach(r.node) !== 'yes') return { outcome: 'timed-out', pod: r.key, node: r.node }
    const server = serverOf(room, r, request.port)
    if (!server) {
      there = { outcome: 'refused', pod: r.key, node: r.node }
      continue
    }
    const at = { pod: r.key, node: r.node }
    const answer = room.runs.request(server.run, { ...request, atMs: room.now - server.run.startedAt }, patienceMs)
    if (!answer || answer.fault === 'timeout') return { outcome: 'timed-out', ...at }
    if (answer.fault) return { outcome: 'refused', ...at }
    return { outcome: 'answered', answer, afterMs: Math.max(0, answer.atMs - (room.now - server.run.startedAt)), ...at, server: { uid: r.uid, container: server.container } }
  }
  return there
}

/** As `reach`, for those who only want to know whether they would be answered, many times a second. */
export function knock(room: Room, address: string, request: Arriving, patienceMs: number): Reached {
  for (const r of room.byAddress.list(address)) {
    const server = room.reach(r.node) === 'yes' ? serverOf(room, r, request.port) : undefined
    if (server) return knownAnswer(server.run, request, room.now, () => reach(room, address, request, patienceMs))
  }
  return reach(room, address, request, patienceMs)
}

interface Known { readonly question: string; readonly from: Instant; readonly reached: Reached }
/** A second's worth of answers beside the run that gave them: a run is replaced by whatever reaches it. */
const answers = new WeakMap<Run, Known>()
const KNOWN_MS = 1000

/** The same question within the same second of the run has the same answer, so that it hangs on nothing but the run and the instant. */
function knownAnswer(run: Run, request: Arriving, now: Instant, ask: () => Reached): Reached {
  const question = `${request.kind}|${request.port}|${request.path ?? ''}`
  const from = Math.floor((now - run.startedAt) / KNOWN_MS)
  const known = answers.get(run)
  if (known?.question === question && known.from === from) return known.reached
  const reached = ask()
  answers.set(run, { question, from, reached })
  return reached
}

function serverOf(room: Room, r: PodRecord, port: number): { readonly run: Run; readonly container: string } | undefined {
  for (const container of runningNames(r)) {
    const run = room.runs.get(r.uid, container)
    if (!run || (r.containers[container]!.endsAt ?? Infinity) <= room.now) continue
    const ms = room.now - run.startedAt
    if (openPorts(room.runs.timeline(run, ms).ports, ms).includes(port)) return { run, container }
  }
  return undefined
}

/** The request has been made: the server remembers it, and what it does from now on follows from that too. */
export function remember(room: Room, { uid, container }: ServerId, request: Arriving): void {
  const run = room.runs.get(uid, container)
  // Who only reads leaves nothing behind.
  if (!run || (STATEFUL.has(request.kind) && !changesServer(request)) || (!STATEFUL.has(request.kind) && (run.start.incoming?.length ?? 0) >= MOST_LOGGED)) return
  room.runs.deliver(uid, container, { ...request, atMs: room.now - run.startedAt })
  // Who is asked by a neighbour in his own pod is looked at when that one has its answer (observe.ts).
  if (request.client?.startsWith(`${uid}/`)) return
  const record = room.pods.get(uid)
  const pod = record && room.podOf(record)
  if (record && pod && containerNamed(pod.spec!, container)) save(room, lookAhead(room, record, pod, new Set([container])))
}

/** Whether this run of a container still goes on: `uid/container/attempt`, as its requests name it. */
export function stillRuns(room: Room, client: string): boolean {
  const [uid, container, attempt] = client.split('/') as [string, string, string]
  const c = room.pods.get(uid)?.containers[container]
  return c !== undefined && String(c.attempt) === attempt && !c.ended && (c.endsAt ?? Infinity) > room.now
}
