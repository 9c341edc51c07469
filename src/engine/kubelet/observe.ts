// Observe: what has become of a pod's containers, as far as the kubelet has looked.
import type { Container, Pod, PodSpec } from '../../kube/core.ts'
import type { Instant } from '../../kube/object.ts'
import { hearNeighbours, neighboursOf, tellNeighbours } from './neighbours.ts'
import type { ContainerRecord, Ended, PodRecord } from './record.ts'
import type { Room } from './room.ts'
import type { Run } from './runtime/containers.ts'
import { exchange } from './runtime/exchange.ts'
import { fromTheEnd } from './runtime/programs/answers.ts'
import { textOf, type Timeline } from './runtime/programs/program.ts'
import { measured } from './storage.ts'

export const isInit = (spec: PodSpec, name: string): boolean => spec.initContainers?.some(c => c.name === name) ?? false
/** Whether it was put into the pod while that ran, to look into it. */
export const isEphemeral = (spec: PodSpec, name: string): boolean => spec.ephemeralContainers?.some(c => c.name === name) ?? false
/** Any container of the pod, of all three lists. */
export const containerNamed = (spec: PodSpec, name: string): Container | undefined =>
  spec.containers.find(c => c.name === name) ?? spec.initContainers?.find(c => c.name === name) ?? (spec.ephemeralContainers as readonly Container[] | undefined)?.find(c => c.name === name)

export const withContainer = (r: PodRecord, name: string, c: ContainerRecord): PodRecord => ({ ...r, containers: { ...r.containers, [name]: c } })

export const runningNames = (r: PodRecord): string[] => Object.keys(r.containers).filter(name => !r.containers[name]!.ended)

/** Marks what has ended by `until`, the instant of the last relist or of a kill that has returned. A run that is younger than `atLeastMs` then is
 *  still seen running. */
export function observeEnds(room: Room, r: PodRecord, pod: Pod, until: Instant, atLeastMs = 0): PodRecord {
  let next = r
  for (const name in r.containers) {
    const c = r.containers[name]!
    if (c.ended || c.endsAt === undefined || Math.max(c.endsAt, c.startedAt + atLeastMs) > until) continue
    const container = containerNamed(pod.spec!, name)
    const run = room.runs.get(r.uid, name)
    if (!run || !container) continue
    const { endsAt, lookAt: _look, probes: _probes, ...rest } = c
    room.runs.keepFiles(pod, container, endsAt! - c.startedAt)
    next = withContainer(next, name, { ...rest, ended: endOf(container, run, room.runs.timeline(run, endsAt! - c.startedAt), endsAt!) })
  }
  return next
}

/** How the run ended, as the runtime tells it. */
export function endOf(container: Container, run: Run, timeline: Timeline, at: Instant): Ended {
  const end = timeline.end ?? { atMs: at - run.startedAt, exitCode: 137, signal: 9 }
  const message = end.message ?? terminationMessage(container, timeline, end.atMs, end.exitCode)
  return {
    containerID: run.containerID, startedAt: run.startedAt, finishedAt: run.startedAt + end.atMs, exitCode: end.exitCode,
    ...(end.signal !== undefined ? { signal: end.signal } : {}), reason: end.reason ?? (end.exitCode === 0 ? 'Completed' : 'Error'), ...(message ? { message } : {}),
  }
}

const MOST_MESSAGE = 4096
const FALLBACK_LINES = 80
const FALLBACK_BYTES = 2048

/** What the container has left behind in its termination log, or the tail of its output if it asks for that. */
function terminationMessage(container: Container, timeline: Timeline, untilMs: number, exitCode: number): string | undefined {
  const path = container.terminationMessagePath ?? '/dev/termination-log'
  let text: string | undefined
  for (const file of timeline.files) if (file.path === path && file.atMs <= untilMs) text = file.text === undefined ? undefined : textOf(file.text)
  if (text) return text.slice(0, MOST_MESSAGE)
  if (container.terminationMessagePolicy !== 'FallbackToLogsOnError' || exitCode === 0) return undefined
  const lines = timeline.output.filter(l => l.atMs <= untilMs).slice(-FALLBACK_LINES).map(l => l.text).join('')
  return lines.slice(-FALLBACK_BYTES) || undefined
}

/** Looks ahead in every running container whose course is not known beyond now, and after something has come from outside. */
export function lookAhead(room: Room, r: PodRecord, pod: Pod, again: ReadonlySet<string> = new Set()): PodRecord {
  const { now } = room
  const running = runningNames(r).flatMap(name => containerNamed(pod.spec!, name) ?? [])
  const due = new Set(running.filter(c => (r.containers[c.name]!.lookAt ?? Infinity) <= now || again.has(c.name)).map(c => c.name))
  if (due.size === 0) return r
  if (again.size > 0) room.runs.forgetAhead(pod, running, now)
  const before = running.map(({ name }) => room.runs.get(r.uid, name))
  for (const container of running) answerRequests(room, r, pod, container, running.length === 1)
  for (const [i, { name }] of running.entries()) if (room.runs.get(r.uid, name) !== before[i]) due.add(name)
  // Sharing a volume means that nobody's course is known without the others'.
  const horizon = now + 60_000
  const neighbours = neighboursOf(room, r.uid, pod)
  const heard = neighbours.length > 0 && hearNeighbours(room, r, pod, neighbours, horizon)
  const exchanged = exchange(room.runs, pod, running, horizon)
  const shared = exchanged || heard
  let next = r
  for (const container of running) if (shared || due.has(container.name)) next = follow(room, next, container.name, shared || neighbours.length > 0 ? horizon : undefined)
  if (neighbours.length > 0) tellNeighbours(room, next, pod, neighbours, horizon)
  return measured(room, next, pod)
}

/** Puts the container's course into its record: when it ends, or when to look again. */
export function follow(room: Room, r: PodRecord, name: string, atMost?: Instant): PodRecord {
  const { endsAt: _end, lookAt: _look, ...c } = r.containers[name]!
  const run = room.runs.get(r.uid, name)!
  const fromMs = Math.max(0, room.now - run.startedAt)
  const course = room.runs.course(run, fromMs)
  let lookAtMs = course.lookAtMs
  if (room.deps.network) {
    const open = room.runs.openRequest(run, Math.max(fromMs, course.lookAtMs ?? fromMs))
    if (open) lookAtMs = Math.min(lookAtMs ?? Infinity, Math.max(open.atMs, fromMs + 1))
  }
  let lookAt = lookAtMs === undefined ? undefined : run.startedAt + lookAtMs
  if (atMost !== undefined && (course.end === undefined || run.startedAt + course.end.atMs > atMost)) lookAt = Math.min(lookAt ?? Infinity, atMost)
  return withContainer(r, name, { ...c, ...(course.end ? { endsAt: run.startedAt + course.end.atMs } : {}), ...(lookAt !== undefined ? { lookAt } : {}) })
}

/**
 * Answers what the container asks now. Who asks again and again (`isBusy`) is answered ahead for a moment, all in one frame, by what the network is now:
 * a loop without a pause would make a frame of every turn. Rules that kube-proxy writes are older than that.
 */
function answerRequests(room: Room, r: PodRecord, pod: Pod, container: Container, isAlone: boolean): void {
  const { network } = room.deps
  let run = room.runs.get(r.uid, container.name)
  if (!network || !run) return
  const nowMs = room.now - run.startedAt
  const ahead = isAlone && isBusy(run, nowMs) ? AHEAD_MS : 0
  for (let open = room.runs.openRequest(run, nowMs + ahead); open && open.atMs <= nowMs + ahead; open = room.runs.openRequest(run, nowMs + ahead)) {
    const atMs = Math.max(nowMs, open.atMs)
    const given = network({ pod, podIP: r.sandbox?.ip ?? '', client: `${r.uid}/${container.name}/${r.containers[container.name]!.attempt}` }, open, atMs - nowMs)
    run = room.runs.answer(r.uid, container.name, open.number, atMs + given.afterMs, given.answer)
    if (ahead === 0) return
  }
}

const AHEAD_MS = 250
/** So many answers within a second are a loop. */
const BUSY = 16
function isBusy({ start: { network } }: Run, nowMs: number): boolean {
  const before = network && fromTheEnd(network, BUSY - 1)
  return before !== undefined && before.atMs > nowMs - 1000
}
