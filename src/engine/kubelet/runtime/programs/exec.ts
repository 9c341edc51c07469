// A command beside a container's program.
import { allAnswers } from './answers.ts'
import { announce, environment, machine, unstartable } from './boot.ts'
import { imageFacts } from './catalogue.ts'
import { resolvePath, type FileTree } from './machine/files.ts'
import { Keyboard } from './machine/keyboard.ts'
import type { Found } from './machine/init.ts'
import type { Kernel } from './machine/kernel.ts'
import { HeardStream, NullStream, TextStream, type Stream } from './machine/streams.ts'
import { openPorts, type ExecOptions, type ExecResult, type FileChange, type IncomingRequest, type Neighbour, type OutputLine, type ProgramStart, type SharedProcesses, type Signal } from './program.ts'
import { remainsOf, stateOf } from './shell/shell.ts'
import { endOf, runProgram, showFirst } from './run.ts'

/** What is done so soon is done at once, for whoever asked for it: he waits for an answer while time stands still. */
export const AT_ONCE_MS = 500

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
  const [past, coming] = filesAround(start, signals, atMs, before.files)
  for (const change of past) kernel.files.take(change, change.atMs * 1000)
  // The container's own servers answer on its own addresses; what they answer is asked of the container's machine, which then knows of it.
  const made: IncomingRequest[] = []
  for (const port of openPorts(before.ports, atMs)) kernel.listeners.set(port, (request) => {
    made.push({ ...request, atMs, from: '127.0.0.1' })
    const incoming = [...(start.incoming ?? []).filter((r) => r.atMs <= atMs), ...made]
    return runProgram({ ...start, incoming }, signals, atMs).responses.at(-1) ?? { fault: 'refused' }
  })
  const said: OutputLine[] = []
  const hear = (stream: 'out' | 'err') => new HeardStream(text => said.push({ atMs: kernel.nowMs, stream, text }))
  const [out, err] = [hear('out'), hear('err')]
  const { typed } = options
  if (typed) {
    kernel.terminal.keyboard = new Keyboard(typed.tty)
    if (typed.remains) kernel.terminal.resumes = stateOf(typed.remains)
  }
  const stdin: Stream = kernel.terminal.keyboard ?? (options.stdin === undefined ? new NullStream() : new TextStream(options.stdin))
  let startError: string | undefined
  kernel.spawn(undefined, argv, [stdin, out, typed?.tty ? out : err], function* (self) {
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
  for (const { pid, argv: words, root } of processes?.neighbours ?? []) {
    kernel.showProcess(pid, words, 'neighbour')
    if (root) kernel.files.showRoot(`/proc/${pid}/root`, rootOf(root))
  }
  if (options.network) announce(kernel, [], [], allAnswers(options.network), [], 0)
  for (const text of typed?.inputs ?? []) kernel.schedule(atMs, () => kernel.terminal.typed(text))
  kernel.run(endOf(atMs + Math.min(timeoutMs, AT_ONCE_MS)))
  if (!kernel.record.end && timeoutMs > AT_ONCE_MS) {
    // Who is still there sees what the container goes on writing.
    announce(kernel, [], coming().filter(c => c.atMs > atMs + AT_ONCE_MS), [], [], 0)
    kernel.run(endOf(atMs + timeoutMs))
  }
  const { end } = kernel.record
  const open = typed && !end ? openAt(kernel) : undefined
  const tookMs = end ? end.atMs - atMs : open?.asks === 'line' ? Math.floor(kernel.terminal.prompt!.atUs / 1000) - atMs : open ? (said.at(-1)?.atMs ?? atMs) - atMs : timeoutMs
  return {
    stdout: out.text, stderr: err.text, exitCode: end?.exitCode ?? (open ? 0 : 137), durationMs: tookMs, timedOut: end === undefined && !open, said,
    fileChanges: kernel.record.files, signals: kernel.record.signals, requests: kernel.record.requests, incoming: made, ...(startError === undefined ? {} : { startError }), ...(open ? { open } : {}),
  }
}

/** Where it stands that waits for somebody to type: its shell asks for a line, or something in it reads. Undefined: neither, it is busy. */
function openAt(kernel: Kernel): ExecResult['open'] {
  const { prompt } = kernel.terminal
  if (!prompt && kernel.nextUs !== Infinity) return undefined
  const isFirst = prompt?.shell.proc.pid === kernel.firstPid && !prompt.more
  return { asks: isFirst ? 'line' : 'input', prompt: prompt?.text ?? '', ...(isFirst ? { remains: remainsOf(prompt!.shell.remembered()) } : {}) }
}

/** How far ahead of a command its container's own writing is known to it. */
const AHEAD_MS = 120_000

/** What the files of the container have become by then, and what will become of them while nothing else happens. */
function filesAround(start: ProgramStart, signals: readonly Signal[], atMs: number, own: readonly FileChange[]): readonly [past: readonly FileChange[], coming: () => readonly FileChange[]] {
  const given = start.fileChanges ?? []
  const ordered = (changes: readonly FileChange[]) => changes.toSorted((a, b) => a.atMs - b.atMs || Number(a.beside ?? false) - Number(b.beside ?? false))
  return [
    ordered([...given.filter(c => c.atMs <= atMs), ...own]),
    () => ordered([...given, ...runProgram(start, signals, atMs + AHEAD_MS).files].filter(c => c.atMs > atMs)),
  ]
}

/** What another container has on its disk. */
function rootOf({ start, changes }: NonNullable<Neighbour['root']>): FileTree {
  const { files } = machine(start)
  for (const change of changes) files.take(change, change.atMs * 1000)
  return files
}

/** A number for what an exec starts, behind all first processes. */
const behind = (processes: SharedProcesses | undefined): number => 39 + Math.max(processes?.pid ?? 1, ...(processes?.neighbours ?? []).map(n => n.pid))
