// A container's machine when it is switched on: its files, its environment, the first process, and what the world outside will tell it.
import { MOST_OF_ONE } from '../env.ts'
import { wishes } from './annotations.ts'
import { allAnswers, type Answered } from './answers.ts'
import { wished } from './applets/servers.ts'
import { imageFacts, imageOf } from './catalogue.ts'
import { commandsOf, filesOf } from './commands.ts'
import { resolvePath } from './machine/files.ts'
import { END_OF_INPUT, INTERRUPT, Keyboard } from './machine/keyboard.ts'
import type { Found } from './machine/init.ts'
import { Kernel } from './machine/kernel.ts'
import { LogStream, NullStream, TextStream, type Stream } from './machine/streams.ts'
import type { FileChange, ProgramStart, SaidPiece, Signal, Typed } from './program.ts'

/** What comes from beside the program in a ms comes when it has done what it does in it. */
const END_OF_MS = 0.999

export function announce(
  kernel: Kernel, signals: readonly Signal[], changes: readonly FileChange[],
  answers: readonly Answered[], incoming: NonNullable<ProgramStart['incoming']>, incomingFrom: number, typed: readonly Typed[] = [],
): void {
  for (const change of changes) kernel.schedule(change.beside ? change.atMs + END_OF_MS : change.atMs, () => {
    kernel.files.take(change, kernel.nowUs)
    kernel.arrivals.wake()
  })
  for (const { atMs, text } of typed) kernel.schedule(atMs + END_OF_MS, () => {
    if (kernel.terminal.keyboard?.tty) kernel.terminal.onEcho?.(text === INTERRUPT ? '^C\n' : text.replaceAll(END_OF_INPUT, ''))
    kernel.terminal.typed(text)
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

export function environment(start: ProgramStart): Map<string, string> {
  const facts = imageFacts(start.image)
  const env = new Map<string, string>(Object.entries(facts.env))
  env.set('HOSTNAME', start.hostname)
  env.set('HOME', start.identity && start.identity.uid !== 0 ? '/' : facts.user === 'root' || start.identity ? '/root' : `/home/${facts.user}`)
  for (const name of Object.keys(start.env)) env.set(name, start.env[name]!)
  return env
}

export function machine(start: ProgramStart, more: { readonly beginsMs?: number; readonly firstPid?: number } = {}): Kernel {
  const image = imageOf(start.image)
  const kernel = new Kernel({
    start, base: filesOf(image), commands: commandsOf(image, start.lacking), flavour: image?.userland === 'debian' ? 'gnu' : 'busybox', user: start.identity ? (start.identity.uid === 0 ? 'root' : String(start.identity.uid)) : image?.user ?? 'root', ...more,
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
export function unstartable(name: string, found: Exclude<Found, { kind: 'program' }>): string {
  if (found.kind === 'denied') return `exec: "${name}": permission denied`
  return name.includes('/') ? `exec: "${name}": stat ${name}: no such file or directory` : `exec: "${name}": executable file not found in $PATH`
}

export function boot(start: ProgramStart, signals: readonly Signal[]): Kernel {
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
  if (start.stdinOpen) kernel.terminal.keyboard = new Keyboard(start.tty ?? false)
  const stdin: Stream = start.stdin !== undefined ? new TextStream(start.stdin) : kernel.terminal.keyboard ?? new NullStream()
  const screen = start.stdinOpen ? (log: LogStream, stream: 'out' | 'err') => shownTo(kernel, log, stream) : (log: LogStream) => log
  const terminal = screen(out, 'out')
  if (start.tty) {
    kernel.terminal.onPrompt = text => noted(kernel, out, text, 'prompt')
    kernel.terminal.onEcho = text => noted(kernel, out, text, 'echo')
  }
  const proc = kernel.spawn(undefined, argv, [stdin, terminal, start.tty ? terminal : screen(err, 'err')], function* (self) {
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
  announce(kernel, signals, start.fileChanges ?? [], allAnswers(start.network), start.incoming ?? [], 0, start.typed ?? [])
  return kernel
}

/** A log that somebody may look at as it is written. */
function shownTo(kernel: Kernel, log: LogStream, stream: 'out' | 'err'): Stream {
  const write = log.write.bind(log)
  log.write = text => {
    if (text !== '') kernel.record.said.push({ atMs: kernel.nowMs, stream, text })
    return write(text)
  }
  return log
}

/** The terminal shows something that no program has printed: it is in the log like all the rest. */
function noted(kernel: Kernel, log: LogStream, text: string, kind: NonNullable<SaidPiece['kind']>): void {
  if (text === '') return
  const from = kernel.record.said.length
  log.write(text)
  const [piece] = kernel.record.said.splice(from)
  if (piece) kernel.record.said.push({ ...piece, kind })
}
