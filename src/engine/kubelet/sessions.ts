// Terminals into containers (`kubectl exec -it`): each line that is typed is a command of its own, at the moment at which it was entered, and
// what a shell keeps from line to line is kept here, in a table, so it goes back with time.
import type { ExecResult, TypedInto } from '../api/client.ts'
import type { Instant } from '../../kube/object.ts'
import type { PodRecord } from './record.ts'
import type { Room } from './room.ts'
import type { Run } from './runtime/containers.ts'
import { AT_ONCE_MS } from './runtime/programs/exec.ts'
import { INTERRUPT } from './runtime/programs/machine/keyboard.ts'
import type { ExecOptions, ExecResult as ExecDone } from './runtime/programs/program.ts'
import type { ShellRemains } from './runtime/programs/shell/shell.ts'

export interface Session {
  /** The run of the container that it is in: another one does not know it. */
  readonly containerID: string
  /** What the shell goes on from; of other programs nothing is known but what they were given. */
  readonly remains?: ShellRemains
  readonly prompt: string
  /** What was typed since the shell asked last, because something in it reads; and how much of what came of it has been shown. */
  readonly pending: readonly string[]
  readonly shown: number
  /** Until when its last line runs, and what it goes on from if that is cut short. */
  readonly busyUntil?: Instant
  readonly before?: { readonly remains?: ShellRemains; readonly prompt: string }
}

/** Programs that take each line for itself. */
const LINEWISE = new Set(['cat', 'redis-cli', 'tr', 'sed', 'grep', 'psql', 'bc'])
const STATUS_OF_INTERRUPT = 130
const STATUS_OF_KILLED = 137

const keyOf = (r: PodRecord, container: string, session: string): string => `${r.uid}/${container}/${session}`

const interrupted = (remains: ShellRemains | undefined): { remains?: ShellRemains } => (remains ? { remains: { ...remains, status: STATUS_OF_INTERRUPT } } : {})

/** What to run for what was typed; or the answer at once, where nothing is to be run. */
export function hearing(room: Room, r: PodRecord, container: string, run: Run, { session, tty, text }: TypedInto): { readonly options: Pick<ExecOptions, 'typed'> } | { readonly answer: ExecResult; readonly cut?: true } {
  const key = keyOf(r, container, session)
  const known = room.sessions.get(key)
  if (text === undefined) return { options: { typed: { tty, inputs: [] } } }
  if (!known || known.containerID !== run.containerID) {
    room.sessions.delete(key)
    return { answer: { stdout: '', stderr: '', exitCode: STATUS_OF_KILLED } }
  }
  const { busyUntil, before, ...session0 } = known
  const busy = busyUntil !== undefined && busyUntil > room.now
  if (text !== INTERRUPT) {
    if (busy) return { answer: { stdout: '', stderr: '', exitCode: 0, busyUntil } }
    return { options: { typed: { tty, inputs: [...known.pending, text], ...(known.remains ? { remains: known.remains } : {}) } } }
  }
  const back = busy && before ? before : session0
  if (!back.remains) {
    room.sessions.delete(key)
    return { answer: { stdout: '', stderr: '', exitCode: STATUS_OF_INTERRUPT }, cut: true }
  }
  const prompt = back.prompt === '> ' ? before?.prompt ?? back.prompt : back.prompt
  room.sessions.set(key, { containerID: run.containerID, pending: [], shown: 0, prompt, ...interrupted(back.remains) })
  return { answer: { stdout: '', stderr: '', exitCode: STATUS_OF_INTERRUPT, open: { asks: 'line', prompt, status: STATUS_OF_INTERRUPT } }, cut: true }
}

/** What was run: the session stands where it has left it. `undone`: what it did does not count yet, because it reads on. */
export function stands(room: Room, r: PodRecord, container: string, run: Run, { session, text }: TypedInto, argv: readonly string[], done: ExecDone): { readonly result: ExecResult; readonly undone: boolean } {
  const key = keyOf(r, container, session)
  const known = room.sessions.get(key)
  const { open } = done
  const shown = known?.shown ?? 0
  const takes = done.durationMs > AT_ONCE_MS
  const result: ExecResult = {
    stdout: done.stdout.slice(shown), stderr: done.stderr, exitCode: done.exitCode, ...(open ? { open: { asks: open.asks, prompt: open.prompt, status: open.remains?.status ?? 0 } } : {}),
    ...(takes ? { durationMs: done.durationMs, said: shown > 0 ? [{ at: room.now, stream: 'out', text: done.stdout.slice(shown) }] : done.said.map(({ atMs, stream, text: words }) => ({ at: run.startedAt + atMs, stream, text: words })) } : {}),
  }
  if (done.timedOut && known?.remains) {
    // Nobody waits for its end; it can be interrupted until then.
    const { prompt, remains } = known
    room.sessions.set(key, { containerID: run.containerID, prompt, remains, pending: [], shown: 0, busyUntil: room.now + done.durationMs, before: { prompt, remains } })
    return { result: { ...result, open: { asks: 'line', prompt, status: STATUS_OF_KILLED } }, undone: false }
  }
  if (!open) {
    if (known) room.sessions.delete(key)
    return { result, undone: false }
  }
  const reads = open.asks === 'input'
  const linewise = LINEWISE.has(argv[0]!.split('/').at(-1)!)
  const before = { ...(known?.remains ? { remains: known.remains } : {}), prompt: known?.pending.length ? known.before?.prompt ?? known.prompt : known?.prompt ?? open.prompt }
  room.sessions.set(key, {
    containerID: run.containerID, prompt: open.prompt, before,
    ...(reads && !linewise ? { pending: [...(known?.pending ?? []), ...(text === undefined ? [] : [text])], shown: done.stdout.length } : { pending: [], shown: 0 }),
    ...(open.remains ? { remains: open.remains } : known?.remains ? { remains: known.remains } : {}), ...(takes ? { busyUntil: room.now + done.durationMs } : {}),
  })
  return { result, undone: reads && !linewise }
}

/** The pod is gone. */
export function forgetSessions(room: Room, uid: string): void {
  for (const key of room.sessions.rangeKeys(`${uid}/`)) room.sessions.delete(key)
}
