// The door: what a container's program does up to a horizon. A machine that has run so far is kept and goes on, but only as a shortcut:
// thrown away, it is rebuilt from the start to the same state.
import { adopt, keyOf, type Course } from './adopt.ts'
import { boot, commandLine } from './boot.ts'
import type { Kernel } from './machine/kernel.ts'
import type { ProgramStart, SharedProcesses, Signal, Timeline } from './program.ts'
import { SharedCourses } from './shared.ts'

/** How far a look ahead goes for the next thing to be seen: so many events, and so much time beyond the horizon. */
const LOOK_AHEAD = 200
const LOOK_AHEAD_MS = 60_000
/** Machines that are kept: each is some 30 kB. */
const COURSES = 2000

const courses = new Map<string, Course>()
const shared = new SharedCourses()

/** Forgets every kept machine. Nothing but speed depends on them. */
export function forgetCourses(): void {
  courses.clear()
  shared.clear()
}

/**
 * Everything the process does from its start up to `horizonMs` (ms after its start, included). Pure: the same arguments give the same answer,
 * and a longer horizon only adds to it. Signals, changes, answers and incoming requests are in order of time.
 */
export function runProgram(start: ProgramStart, signals: readonly Signal[], horizonMs: number): Timeline {
  const common = signals.length === 0 ? shared.of(start, () => commandLine(start)) : undefined
  return common ? common.upTo(horizonMs, () => runAlone(start, signals, horizonMs)) : runAlone(start, signals, horizonMs)
}

function runAlone(start: ProgramStart, signals: readonly Signal[], horizonMs: number): Timeline {
  const key = keyOf(start)
  let course = courses.get(key)
  if (course && !adopt(course, start, signals)) course = undefined
  if (!course) {
    course = { key, kernel: boot(start, signals), signals, start }
    if (courses.size >= COURSES) courses.delete(courses.keys().next().value!)
  } else courses.delete(key)
  courses.set(key, course)
  if (course.last && course.last.horizonMs === horizonMs) return course.last.timeline
  const { kernel } = course
  kernel.run(endOf(horizonMs))
  const timeline = view(kernel, horizonMs)
  course.last = { horizonMs, timeline }
  return timeline
}

/** A horizon is a whole ms, and what happens within that ms is part of it. */
export const endOf = (ms: number): number => ms * 1000 + 999

function view(kernel: Kernel, horizonMs: number): Timeline {
  const { record } = kernel
  const upTo = <T extends { readonly atMs: number }>(all: readonly T[]): number => {
    let n = all.length
    while (n > 0 && all[n - 1]!.atMs > horizonMs) n--
    return n
  }
  const { output, said: pieces, requests, responses } = record
  const [lines, questions, replies] = [upTo(output), upTo(requests), upTo(responses)]
  const seenPieces = upTo(pieces)
  const files = record.files.slice(0, upTo(record.files))
  const ports = record.ports.slice(0, upTo(record.ports))
  const ended = record.end && record.end.atMs <= horizonMs ? record.end : undefined
  const next = ended ? undefined : nextOf(kernel, horizonMs)
  // These grow with every turn of a loop and are seldom read: copied when they are. They only grow, so the copy is the same later.
  const [said, shown, asked, replied] = [once(() => output.slice(0, lines)), once(() => pieces.slice(0, seenPieces)), once(() => requests.slice(0, questions)), once(() => responses.slice(0, replies))]
  const seen: Timeline = {
    get output() { return said() }, get said() { return shown() }, get requests() { return asked() }, get responses() { return replied() },
    files, ports, ...(ended ? { end: ended } : {}), ...(next === undefined ? {} : { nextAtMs: next }),
  }
  // No part of what is seen: two timelines of one content are equal.
  return Object.defineProperty(seen, 'requestAt', { value: (n: number) => (n < questions ? requests[n] : undefined) })
}

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => made ??= make()
}

/** The first thing to be seen after the horizon, or a moment before it. */
function nextOf(kernel: Kernel, horizonMs: number): number | undefined {
  const { record } = kernel
  const after = (): number | undefined => {
    let first = record.end && record.end.atMs > horizonMs ? record.end.atMs : Infinity
    for (const all of [record.output, record.files, record.ports, record.requests, record.responses]) {
      for (let n = all.length - 1; n >= 0 && all[n]!.atMs > horizonMs; n--) first = Math.min(first, all[n]!.atMs)
    }
    return first === Infinity ? undefined : first
  }
  for (let n = 0; n < LOOK_AHEAD; n++) {
    const seen = after()
    if (seen !== undefined) return seen
    const next = kernel.nextUs
    if (next === Infinity) return undefined
    if (next > (horizonMs + LOOK_AHEAD_MS) * 1000) return Math.max(horizonMs + 1, Math.floor(next / 1000))
    kernel.run(next)
  }
  return after() ?? Math.max(horizonMs + 1, Math.floor(kernel.nowUs / 1000))
}

/** Lets `ps` in an exec see the container's first process. */
export function showFirst(kernel: Kernel, start: ProgramStart, before: Timeline, processes: SharedProcesses | undefined): void {
  if (before.end) return
  const argv = commandLine(start)
  kernel.showProcess(processes?.pid ?? 1, argv, 'first')
}
