// The doors: run a container's program up to a horizon, and run a command beside it.
// A machine that has run so far is kept and goes on, but only as a shortcut: thrown away, it is rebuilt from the start to the same state.
import { boot, commandLine, environment, machine, unstartable } from './boot.ts'
import { imageFacts } from './catalogue.ts'
import { adopt, announce, courses, COURSES, keyOf } from './courses.ts'
import { resolvePath } from './machine/files.ts'
import type { Found } from './machine/init.ts'
import { Kernel } from './machine/kernel.ts'
import { NullStream, type Stream, TextStream } from './machine/streams.ts'
import { type ExecOptions, type ExecResult, type IncomingRequest, openPorts, type ProgramStart, type Signal, type Timeline } from './program.ts'
import { SharedCourses } from './shared.ts'
import { endOf, view } from './view.ts'

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

/**
 * Runs a command in the container as it stands `atMs` after its start: `kubectl exec`, exec probes, lifecycle hooks. Pure, and the container's own
 * program does not notice, except through `fileChanges` and `signals` if the caller passes them on. A container that has ended cannot be asked.
 */
export function runExec(start: ProgramStart, signals: readonly Signal[], atMs: number, argv: readonly string[], options: ExecOptions = {}): ExecResult {
  const timeoutMs = options.timeoutMs ?? 3_600_000
  const before = runProgram(start, signals, atMs)
  const { incoming: _, network: __, ...rest } = start
  const kernel = machine(options.network ? { ...rest, network: options.network } : rest, { beginsMs: atMs, firstPid: 40 + (atMs % 17) })
  for (const change of [...(start.fileChanges ?? []).filter((c) => c.atMs <= atMs), ...before.files].sort((a, b) => a.atMs - b.atMs)) kernel.files.impose(change.path, change.text, change.atMs * 1000)
  // The container's own servers answer on its own addresses; what they answer is asked of the container's machine, which then knows of it.
  const made: IncomingRequest[] = []
  for (const port of openPorts(before.ports, atMs)) kernel.listeners.set(port, (request) => {
    made.push({ ...request, atMs, from: '127.0.0.1' })
    const incoming = [...(start.incoming ?? []).filter((r) => r.atMs <= atMs), ...made]
    return runProgram({ ...start, incoming }, signals, atMs).responses.at(-1) ?? { fault: 'refused' }
  })
  const out = new TextStream()
  const err = new TextStream()
  const stdin: Stream = options.stdin === undefined ? new NullStream() : new TextStream(options.stdin)
  let startError: string | undefined
  kernel.spawn(undefined, argv, [stdin, out, err], function* (self) {
    self.env = environment(start)
    self.cwd = resolvePath('/', start.workingDir ?? imageFacts(start.image).workingDir)
    const found: Found = argv[0] === undefined ? { kind: 'missing' } : kernel.commands.find(self, argv[0])
    if (found.kind !== 'program') {
      startError = `OCI runtime exec failed: exec failed: unable to start container process: ${unstartable(argv[0] ?? '', found)}`
      return found.kind === 'denied' ? 126 : 127
    }
    return yield* found.run(self, argv)
  })
  showFirst(kernel, start, before)
  if (options.network) announce(kernel, [], [], options.network.answers, [], 0)
  kernel.run(endOf(atMs + timeoutMs))
  const { end } = kernel.record
  return {
    stdout: out.text, stderr: err.text, exitCode: end?.exitCode ?? 137, durationMs: (end?.atMs ?? atMs + timeoutMs) - atMs, timedOut: end === undefined,
    fileChanges: kernel.record.files, signals: kernel.record.signals, requests: kernel.record.requests, incoming: made, ...(startError === undefined ? {} : { startError }),
  }
}

/** Lets `ps` in an exec see the container's first process. */
function showFirst(kernel: Kernel, start: ProgramStart, before: Timeline): void {
  if (before.end) return
  const argv = commandLine(start)
  kernel.showProcess(1, argv)
}
