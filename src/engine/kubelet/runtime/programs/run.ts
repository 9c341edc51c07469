// The doors: run a container's program up to a horizon, and run a command beside it.
// A machine that has run so far is kept and goes on, but only as a shortcut: thrown away, it is rebuilt from the start to the same state.
import { MOST_OF_ONE } from '../env.ts'
import { wishes } from './annotations.ts'
import { allAnswers, fromTheEnd, moreAnswers, type Answered } from './answers.ts'
import { wished } from './applets/servers.ts'
import { imageFacts, imageOf } from './catalogue.ts'
import { commandsOf, filesOf } from './commands.ts'
import { resolvePath } from './machine/files.ts'
import { Kernel, type Found } from './machine/kernel.ts'
import { LogStream, makePipe, NullStream, TextStream, type Stream } from './machine/streams.ts'
import { openPorts, type ExecOptions, type ExecResult, type FileChange, type IncomingRequest, type ProgramStart, type SharedProcesses, type Signal, type Timeline } from './program.ts'
import { SharedCourses } from './shared.ts'

/** How far a look ahead goes for the next thing to be seen: so many events, and so much time beyond the horizon. */
const LOOK_AHEAD = 200
const LOOK_AHEAD_MS = 60_000
/** Machines that are kept: each is some 30 kB. */
const COURSES = 2000

interface Course {
  readonly key: string
  kernel: Kernel
  signals: readonly Signal[]
  start: ProgramStart
  /** The last answer, as long as nothing more has happened. */
  last?: { readonly horizonMs: number; readonly timeline: Timeline }
}

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
const endOf = (ms: number): number => ms * 1000 + 999

function view(kernel: Kernel, horizonMs: number): Timeline {
  const { record } = kernel
  const upTo = <T extends { readonly atMs: number }>(all: readonly T[]): number => {
    let n = all.length
    while (n > 0 && all[n - 1]!.atMs > horizonMs) n--
    return n
  }
  const { output, requests, responses } = record
  const [lines, questions, replies] = [upTo(output), upTo(requests), upTo(responses)]
  const files = record.files.slice(0, upTo(record.files))
  const ports = record.ports.slice(0, upTo(record.ports))
  const ended = record.end && record.end.atMs <= horizonMs ? record.end : undefined
  const next = ended ? undefined : nextOf(kernel, horizonMs)
  // These grow with every turn of a loop and are seldom read: copied when they are. They only grow, so the copy is the same later.
  const [said, asked, replied] = [once(() => output.slice(0, lines)), once(() => requests.slice(0, questions)), once(() => responses.slice(0, replies))]
  const seen: Timeline = {
    get output() { return said() }, get requests() { return asked() }, get responses() { return replied() },
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

const ids = new WeakMap<object, string>()

/** A text that stands for the content of a table of the start; kept per object, because starts share them. */
function contentOf(table: object | undefined): string {
  if (!table) return ''
  let id = ids.get(table)
  if (id === undefined) {
    id = JSON.stringify(table)
    ids.set(table, id)
  }
  return id
}

const keyOf = (s: ProgramStart): string =>
  `${s.image}\0${s.hostname}\0${s.seed}\0${s.startedAt}\0${s.restartCount}\0${s.memoryLimitBytes ?? ''}\0${s.workingDir ?? ''}\0${s.podIP ?? ''}\0${s.network ? 1 : 0}` +
  `\0${contentOf(s.command)}\0${contentOf(s.args)}\0${contentOf(s.env)}\0${contentOf(s.files)}\0${contentOf(s.modes)}\0${contentOf(s.inMemory)}\0${contentOf(s.annotations)}\0${contentOf(s.lacking)}\0${contentOf(s.standIn)}\0${s.stdin ?? ''}\0${s.stdinOpen ? 1 : 0}\0${contentOf(s.processes)}`

/** Are the first of `now` all of `then`? Then the rest is new. */
function added<T extends object>(then: readonly T[] | undefined, now: readonly T[] | undefined): readonly T[] | undefined {
  const old = then ?? []
  const all = now ?? []
  if (old === all) return []
  if (all.length < old.length) return undefined
  for (let i = 0; i < old.length; i++) if (old[i] !== all[i] && JSON.stringify(old[i]) !== JSON.stringify(all[i])) return undefined
  return all.slice(old.length)
}

/** Lets a kept machine hear what is new, if it has not yet run past it; false if it must be rebuilt. */
function adopt(course: Course, start: ProgramStart, signals: readonly Signal[]): boolean {
  const newSignals = added(course.signals, signals)
  const changes = added(course.start.fileChanges, start.fileChanges)
  const answers = moreAnswers(course.start.network, start.network)
  const incoming = added(course.start.incoming, start.incoming)
  if (!newSignals || !changes || !answers || !incoming) return false
  const total = newSignals.length + changes.length + answers.length + incoming.length
  if (total > 0) {
    const { kernel } = course
    const passedUs = kernel.nowUs
    const late = (x: { readonly atMs: number }) => x.atMs * 1000 <= passedUs
    if (kernel.record.end || [...newSignals, ...changes, ...answers, ...incoming].some(late)) return false
    // Kinds are told apart in a fixed order at one instant; only one kind at a time keeps that order when added to.
    if ([newSignals, changes, answers, incoming].filter((list) => list.length > 0).length > 1) return false
    if (!afterAll(course, [...newSignals, ...changes, ...answers, ...incoming])) return false
    announce(kernel, newSignals, changes, answers, incoming, course.start.incoming?.length ?? 0)
    delete course.last
  }
  course.signals = signals
  course.start = start
  return true
}

/** Is everything new later than everything known? */
function afterAll(course: Course, fresh: readonly { readonly atMs: number }[]): boolean {
  const { start, signals } = course
  const last = Math.max(signals.at(-1)?.atMs ?? -1, start.fileChanges?.at(-1)?.atMs ?? -1, (start.network && fromTheEnd(start.network, 0)?.atMs) ?? -1, start.incoming?.at(-1)?.atMs ?? -1)
  return fresh.every((x) => x.atMs > last)
}

function announce(
  kernel: Kernel, signals: readonly Signal[], changes: readonly FileChange[],
  answers: readonly Answered[], incoming: NonNullable<ProgramStart['incoming']>, incomingFrom: number,
): void {
  for (const change of changes) kernel.schedule(change.atMs, () => {
    kernel.files.impose(change.path, change.text, kernel.nowUs)
    kernel.arrivals.wake()
  })
  for (const answer of answers) kernel.schedule(answer.atMs, () => {
    kernel.answers.set(answer.request, answer)
    kernel.arrivals.wake()
  })
  for (const [i, request] of incoming.entries()) kernel.schedule(request.atMs, () => kernel.deliver(request, incomingFrom + i))
  for (const signal of signals) kernel.schedule(signal.atMs, () => kernel.signal(kernel.firstPid, signal.name, true))
}

/** The words that a container runs: entrypoint and arguments, its own before the image's. */
export function commandLine(start: ProgramStart): readonly string[] {
  const facts = imageFacts(start.image)
  const command = start.command && start.command.length > 0 ? start.command : undefined
  const args = start.args && start.args.length > 0 ? start.args : undefined
  return [...(command ?? facts.entrypoint), ...(args ?? (command ? [] : facts.cmd))]
}

function environment(start: ProgramStart): Map<string, string> {
  const facts = imageFacts(start.image)
  const env = new Map<string, string>(Object.entries(facts.env))
  env.set('HOSTNAME', start.hostname)
  env.set('HOME', facts.user === 'root' ? '/root' : `/home/${facts.user}`)
  for (const name of Object.keys(start.env)) env.set(name, start.env[name]!)
  return env
}

function machine(start: ProgramStart, more: { readonly beginsMs?: number; readonly firstPid?: number } = {}): Kernel {
  const image = imageOf(start.image)
  const kernel = new Kernel({
    start, base: filesOf(image), commands: commandsOf(image, start.lacking), flavour: image?.userland === 'debian' ? 'gnu' : 'busybox', user: image?.user ?? 'root', ...more,
  })
  if (!start.files?.['/etc/hosts']) kernel.files.impose('/etc/hosts', hostsFile(start), 0)
  kernel.files.impose('/etc/hostname', `${start.hostname}\n`, 0)
  const dir = start.workingDir
  if (dir && kernel.files.stat(resolvePath('/', dir))?.kind !== 'dir') kernel.files.impose(`${resolvePath('/', dir)}/`, '', 0)
  return kernel
}

const hostsFile = (start: ProgramStart): string =>
  '# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::0\tip6-localnet\nfe00::0\tip6-mcastprefix\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n' +
  (start.podIP === undefined ? '' : `${start.podIP}\t${start.hostname}\n`)

/** Why a command cannot be started, in runc's words. */
function unstartable(name: string, found: Exclude<Found, { kind: 'program' }>): string {
  if (found.kind === 'denied') return `exec: "${name}": permission denied`
  return name.includes('/') ? `exec: "${name}": stat ${name}: no such file or directory` : `exec: "${name}": executable file not found in $PATH`
}

function boot(start: ProgramStart, signals: readonly Signal[]): Kernel {
  const { processes } = start
  const kernel = machine(start, processes ? { firstPid: processes.pid } : {})
  for (const { pid, argv } of processes?.neighbours ?? []) kernel.showProcess(pid, argv, 'neighbour')
  const { record } = kernel
  const out = new LogStream((text) => record.output.push({ atMs: kernel.nowMs, stream: 'out', text }))
  const err = new LogStream((text) => record.output.push({ atMs: kernel.nowMs, stream: 'err', text }))
  kernel.atEnd = () => {
    out.flush()
    err.flush()
  }
  const argv = commandLine(start)
  const wish = wishes(start)
  const stdin: Stream = start.stdin !== undefined ? new TextStream(start.stdin) : start.stdinOpen ? makePipe().reader : new NullStream()
  const proc = kernel.spawn(undefined, argv, [stdin, out, err], function* (self) {
    self.env = environment(start)
    self.cwd = resolvePath('/', start.workingDir ?? imageFacts(start.image).workingDir)
    if (wish?.runMs !== undefined) return yield* wished(self, wish, function* () {
      return 0
    })
    const found: Found = argv[0] === undefined ? { kind: 'missing' } : kernel.commands.find(self, argv[0])
    const long = argv.some((word) => word.length > MOST_OF_ONE) || Array.from(self.env.values()).some((value) => value.length > MOST_OF_ONE)
    if (found.kind !== 'program' || found.shellOnly || long) {
      const problem = argv[0] === undefined ? 'no command specified' : long ? `exec ${argv[0]}: argument list too long` : found.kind === 'program' ? `exec ${argv[0]}: exec format error` : unstartable(argv[0], found)
      record.end = {
        atMs: 0, exitCode: 128, reason: 'StartError',
        message: `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: ${problem}`,
      }
      return 128
    }
    const run = () => found.run(self, argv)
    return wish ? yield* wished(self, wish, run) : yield* run()
  })
  if (proc) proc.debtUs = 0
  announce(kernel, signals, start.fileChanges ?? [], allAnswers(start.network), start.incoming ?? [], 0)
  return kernel
}

/**
 * Runs a command in the container as it stands `atMs` after its start: `kubectl exec`, exec probes, lifecycle hooks. Pure, and the container's own
 * program does not notice, except through `fileChanges` and `signals` if the caller passes them on. A container that has ended cannot be asked.
 */
export function runExec(start: ProgramStart, signals: readonly Signal[], atMs: number, argv: readonly string[], options: ExecOptions = {}): ExecResult {
  const timeoutMs = options.timeoutMs ?? 3_600_000
  const before = runProgram(start, signals, atMs)
  const { incoming: _, network: __, ...given } = start
  const rest: ProgramStart = given.standIn ? { ...given, standIn: { ports: [], waitedFor: false, asked: true } } : given
  const processes = options.processes ?? start.processes
  const kernel = machine(options.network ? { ...rest, network: options.network } : rest, { beginsMs: atMs, firstPid: behind(processes) + (atMs % 17) })
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
  showFirst(kernel, start, before, processes)
  for (const { pid, argv: words } of processes?.neighbours ?? []) kernel.showProcess(pid, words, 'neighbour')
  if (options.network) announce(kernel, [], [], allAnswers(options.network), [], 0)
  kernel.run(endOf(atMs + timeoutMs))
  const { end } = kernel.record
  return {
    stdout: out.text, stderr: err.text, exitCode: end?.exitCode ?? 137, durationMs: (end?.atMs ?? atMs + timeoutMs) - atMs, timedOut: end === undefined,
    fileChanges: kernel.record.files, signals: kernel.record.signals, requests: kernel.record.requests, incoming: made, ...(startError === undefined ? {} : { startError }),
  }
}

/** Lets `ps` in an exec see the container's first process. */
function showFirst(kernel: Kernel, start: ProgramStart, before: Timeline, processes: SharedProcesses | undefined): void {
  if (before.end) return
  const argv = commandLine(start)
  kernel.showProcess(processes?.pid ?? 1, argv, 'first')
}

/** A number for what an exec starts, behind all first processes. */
const behind = (processes: SharedProcesses | undefined): number => 39 + Math.max(processes?.pid ?? 1, ...(processes?.neighbours ?? []).map(n => n.pid))
