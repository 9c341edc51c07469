// What `kubectl logs` and `kubectl exec` learn from a kubelet: worked out from the container's run when somebody asks.
// Upstream: pkg/registry/core/pod/strategy.go LogLocation, pkg/kubelet/kubelet_pods.go validateContainerLogStatus, server/server.go.
import type { Pod } from '../../kube/core.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { ExecResult, LogLine, LogOptions, Seen, TypedInto } from '../api/client.ts'
import { ApiError, badRequest, internalError, type ErrorReason } from '../api/errors.ts'
import { containerNamed } from './observe.ts'
import { execInPod, execRefused } from './podNetwork.ts'
import { nextProbeTicks } from './probes.ts'
import { processesFor, withRoots } from './processes.ts'
import type { PodRecord } from './record.ts'
import { changesServer } from './reach.ts'
import type { Room } from './room.ts'
import type { Run } from './runtime/containers.ts'
import { hearing, stands } from './sessions.ts'
import { AT_ONCE_MS } from './runtime/programs/exec.ts'
import type { ExecResult as ExecDone } from './runtime/programs/program.ts'

const asPod = (pod: AnyObject): Pod => pod as unknown as Pod

/** The container that is meant, or why none is. */
function chosen(pod: Pod, container: string | undefined): string {
  const { name } = pod.metadata
  if (container !== undefined) {
    if (!containerNamed(pod.spec!, container)) throw badRequest(`container ${container} is not valid for pod ${name}`)
    return container
  }
  const all = pod.spec!.containers.map(c => c.name)
  if (all.length === 1) return all[0]!
  const init = (pod.spec!.initContainers ?? []).map(c => c.name)
  throw badRequest(`a container name must be specified for pod ${name}, choose one of: [${all.join(' ')}]${init.length ? ` or one of the init containers: [${init.join(' ')}]` : ''}`)
}

/** Nobody answers on the kubelet's port. */
function unreachable(room: Room, pod: Pod, path: string): ApiError {
  const ip = room.hostIP(pod.spec!.nodeName!) ?? pod.spec!.nodeName!
  // The API server passes on what its own client says, without a reason.
  const how = { yes: 'connect: connection refused', down: 'connect: no route to host', cut: 'i/o timeout' }[room.reach(pod.spec!.nodeName!)]
  return new ApiError(500, '' as ErrorReason, `Get "https://${ip}:10250/${path}": dial tcp ${ip}:10250: ${how}`)
}

/** Lines of a container up to now. Each text ends in a newline, except the last of a program that did not write one. */
export function logsOf(room: Room, object: AnyObject, options: LogOptions): readonly LogLine[] {
  const pod = asPod(object)
  const name = chosen(pod, options.container)
  if (!pod.spec!.nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`)
  if (!(room.isRunning(pod.spec!.nodeName) && room.reach(pod.spec!.nodeName) === 'yes')) throw unreachable(room, pod, `containerLogs/${pod.metadata.namespace}/${pod.metadata.name}/${name}`)
  const record = room.pods.get(pod.metadata.uid!)
  const c = record?.containers[name]
  const quoted = `container "${name}" in pod "${pod.metadata.name}"`
  const last = options.previous && record ? lastEndedOf(record, name) : undefined
  if (options.previous && !last) throw badRequest(`previous terminated ${quoted} not found`)
  if (!record || !c) throw badRequest(waiting(record, pod, name, quoted))
  // What waits for its restart shows its newest run as its last state: then that one is the previous, too.
  const before = last !== undefined && last !== c.containerID
  // Of dead containers the newest alone is kept (upstream: pod_container_deletor.go): once this run has ended, the one before it is gone.
  if ((before && c.ended) || (!last && record.failures[name]?.reason === 'RunContainerError')) return [{ at: room.now, text: `unable to retrieve container logs for ${last ?? c.containerID}` }]
  const run = room.runs.get(record.uid, name, before)
  if (!run) throw badRequest(`previous terminated ${quoted} not found`)
  return cut(linesOf(room, record, name, run, before ? c.prev!.finishedAt : c.ended?.finishedAt), options, room.now)
}

/** The run that the pod's status shows as a container's last state, by its id. */
function lastEndedOf(record: PodRecord, name: string): string | undefined {
  const said = [...(record.report?.init ?? []), ...(record.report?.apps ?? []), ...(record.report?.ephemeral ?? [])].find(s => s.name === name)
  return said?.lastState?.terminated?.containerID
}

function waiting(record: PodRecord | undefined, pod: Pod, name: string, quoted: string): string {
  const reason = record?.failures[name]?.reason
  const status = [...(pod.status?.initContainerStatuses ?? []), ...(pod.status?.containerStatuses ?? []), ...(pod.status?.ephemeralContainerStatuses ?? [])].find(s => s.name === name)
  switch (reason) {
    case 'ErrImagePull': return `${quoted} is waiting to start: image can't be pulled`
    case 'ImagePullBackOff': return `${quoted} is waiting to start: trying and failing to pull image`
    case 'InvalidImageName': return `${quoted} is waiting to start: InvalidImageName`
    case undefined: return `${quoted} is waiting to start: ${status?.state?.waiting?.reason ?? (pod.spec!.initContainers?.length ? 'PodInitializing' : 'ContainerCreating')}`
    default: return `${quoted} is waiting to start: ${reason}`
  }
}

/** How many probes of the past a server's access log is worked out for. */
const MOST_PROBES = 500

function linesOf(room: Room, record: PodRecord, name: string, run: Run, endedAt: number | undefined): LogLine[] {
  const untilMs = (endedAt ?? room.now) - run.startedAt
  const probes = nextProbeTicks(room, record, name, run, run.startedAt + untilMs, MOST_PROBES)
  const output = probes.length > 0 ? room.runs.withRequests(run, probes, untilMs).output : room.runs.timeline(run, untilMs).output
  const lines: LogLine[] = []
  for (const line of output) if (line.atMs <= untilMs) lines.push({ at: run.startedAt + line.atMs, text: line.text })
  return lines
}

function cut(lines: readonly LogLine[], { tailLines, sinceSeconds, sinceTime, limitBytes }: LogOptions, now: number): readonly LogLine[] {
  const from = sinceTime ?? (sinceSeconds === undefined ? undefined : now - sinceSeconds * 1000)
  let result = from === undefined ? lines : lines.filter(l => l.at >= from)
  if (tailLines !== undefined && tailLines >= 0) result = tailLines === 0 ? [] : result.slice(-tailLines)
  if (limitBytes === undefined) return result
  const kept: LogLine[] = []
  let left = limitBytes
  for (const line of result) {
    if (left <= 0) break
    kept.push({ at: line.at, text: line.text.slice(0, left) })
    left -= line.text.length
  }
  return kept
}

/** The container as it runs now; throws where nobody can reach it. */
function reached(room: Room, pod: Pod, name: string, what: string): { readonly record: PodRecord; readonly run: Run } {
  if (!containerNamed(pod.spec!, name)) throw badRequest(`container ${name} is not valid for pod ${pod.metadata.name}`)
  if (!pod.spec!.nodeName) throw badRequest(`pod ${pod.metadata.name} does not have a host assigned`)
  if (!(room.isRunning(pod.spec!.nodeName) && room.reach(pod.spec!.nodeName) === 'yes')) throw unreachable(room, pod, `${what}/${pod.metadata.namespace}/${pod.metadata.name}/${name}`)
  const record = room.pods.get(pod.metadata.uid!)
  const c = record?.containers[name]
  const run = record && room.runs.get(record.uid, name)
  if (!record || !c || !run || c.ended || (c.endsAt !== undefined && c.endsAt <= room.now)) throw internalError(`container not found ("${name}")`)
  return { record, run }
}

/**
 * Runs a command in a container, or a line of a terminal in it. What it changes there stays, so this must happen inside a frame when it may change
 * something. `touched`: containers whose course may be another one now, in this pod and, on a shared machine, in others.
 */
export function execIn(
  room: Room, object: AnyObject, container: string | undefined, argv: readonly string[], stdin: string | undefined, typed: TypedInto | undefined,
): { result: ExecResult; touched: readonly Touched[] } {
  const pod = asPod(object)
  const name = container ?? pod.spec!.containers[0]!.name
  const { record, run } = reached(room, pod, name, 'exec')
  const asked = typed && hearing(room, record, name, run, typed)
  if (asked && 'answer' in asked) {
    const cut = asked.cut && room.runs.cutShort(record.uid, name, typed.session, room.now)
    return { result: asked.answer, touched: cut ? [{ uid: record.uid, container: name }] : [] }
  }
  const processes = withRoots(room, processesFor(room, record, pod, name))
  const done = atOnce(execInPod(room, record, name, argv, { ...(stdin === undefined ? {} : { stdin }), ...(processes ? { processes } : {}), ...asked?.options }), room.now - run.startedAt)
  if (done.startError) throw internalError(`error executing command in container: ${execRefused(room, record, name, done.startError)}`)
  const { result, undone } = typed ? stands(room, record, name, run, typed, argv, done) : { undone: false, result: {
    stdout: done.stdout, stderr: done.stderr, exitCode: done.exitCode,
    ...(done.durationMs > AT_ONCE_MS ? { durationMs: done.durationMs, said: done.said.map(({ atMs, stream, text }) => ({ at: run.startedAt + atMs, stream, text })) } : {}),
  } }
  if (!room.world.hasOpenFrame || undone) return { result, touched: [] }
  const touched: Touched[] = []
  for (const { container: server, request } of done.delivered) {
    if (request.method === 'READ') continue
    room.runs.deliver(record.uid, server, request)
    if (changesServer(request)) touched.push({ uid: record.uid, container: server })
  }
  if (room.runs.disturb(record.uid, name, done, typed?.session)) touched.push({ uid: record.uid, container: name })
  for (const signal of done.signals) {
    const to = processes?.neighbours.find(n => n.pid === signal.neighbour)
    const other = to?.uid !== undefined && to.container !== undefined ? room.runs.get(to.uid, to.container) : undefined
    if (!other) continue
    room.runs.signal(to!.uid!, to!.container!, [{ atMs: run.startedAt + signal.atMs - other.startedAt, name: signal.name }])
    touched.push({ uid: to!.uid!, container: to!.container! })
  }
  return { result, touched }
}

/** What is seen at the terminal of a container's program, up to what it does at once. */
export function seenOf(room: Room, object: AnyObject, container: string): Seen | undefined {
  const record = room.pods.get(object.metadata.uid!)
  const c = record?.containers[container]
  const run = record && room.runs.get(record.uid, container)
  if (!c || !run) return undefined
  const untilMs = c.ended ? c.ended.finishedAt - run.startedAt : room.now + AT_ONCE_MS - run.startedAt
  const { said, end } = room.runs.timeline(run, untilMs)
  return {
    containerID: run.containerID, ended: c.ended !== undefined || (end !== undefined && end.atMs <= untilMs),
    pieces: said.flatMap(({ atMs, ...piece }) => (atMs <= untilMs ? [{ at: run.startedAt + atMs, ...piece }] : [])),
  }
}

/** Somebody types into a container's program. */
export function typeInto(room: Room, object: AnyObject, container: string, text: string): readonly Touched[] {
  const { record, run } = reached(room, asPod(object), container, 'attach')
  if (!run.start.stdinOpen) return []
  room.runs.type(record.uid, container, room.now - run.startedAt, text)
  return [{ uid: record.uid, container }]
}

/** What is over at once has happened at once: whoever asks next, at the same instant, finds it done. */
function atOnce<T extends ExecDone>(done: T, atMs: number): T {
  if (done.durationMs > AT_ONCE_MS) return done
  const now = <C extends { readonly atMs: number }>(what: readonly C[]): readonly C[] => what.map(one => (one.atMs <= atMs + AT_ONCE_MS ? { ...one, atMs } : one))
  return { ...done, fileChanges: now(done.fileChanges), signals: now(done.signals) }
}

/** A container that a command has reached. */
export interface Touched { readonly uid: string; readonly container: string }
