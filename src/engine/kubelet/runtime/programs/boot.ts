// A container’s machine when it begins: its files, its environment, its first program, or why that cannot start.
import { wishes } from './annotations.ts'
import { wished } from './applets/servers.ts'
import { imageFacts, imageOf } from './catalogue.ts'
import { commandsOf, filesOf } from './commands.ts'
import { announce } from './courses.ts'
import { resolvePath } from './machine/files.ts'
import type { Found } from './machine/init.ts'
import { Kernel } from './machine/kernel.ts'
import { LogStream, NullStream, type Stream, TextStream } from './machine/streams.ts'
import type { ProgramStart, Signal } from './program.ts'

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
  env.set('HOME', facts.user === 'root' ? '/root' : `/home/${facts.user}`)
  for (const name of Object.keys(start.env)) env.set(name, start.env[name]!)
  return env
}

export function machine(start: ProgramStart, more: { readonly beginsMs?: number; readonly firstPid?: number } = {}): Kernel {
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
export function unstartable(name: string, found: Exclude<Found, { kind: 'program' }>): string {
  if (found.kind === 'denied') return `exec: "${name}": permission denied`
  return name.includes('/') ? `exec: "${name}": stat ${name}: no such file or directory` : `exec: "${name}": executable file not found in $PATH`
}

export function boot(start: ProgramStart, signals: readonly Signal[]): Kernel {
  const kernel = machine(start)
  const { record } = kernel
  const out = new LogStream((text) => record.output.push({ atMs: kernel.nowMs, stream: 'out', text }))
  const err = new LogStream((text) => record.output.push({ atMs: kernel.nowMs, stream: 'err', text }))
  kernel.atEnd = () => {
    out.flush()
    err.flush()
  }
  const argv = commandLine(start)
  const wish = wishes(start)
  const stdin: Stream = start.stdin === undefined ? new NullStream() : new TextStream(start.stdin)
  const proc = kernel.spawn(undefined, argv, [stdin, out, err], function* (self) {
    self.env = environment(start)
    self.cwd = resolvePath('/', start.workingDir ?? imageFacts(start.image).workingDir)
    if (wish?.runMs !== undefined) return yield* wished(self, wish, function* () {
      return 0
    })
    const found: Found = argv[0] === undefined ? { kind: 'missing' } : kernel.commands.find(self, argv[0])
    if (found.kind !== 'program' || found.shellOnly) {
      const problem = argv[0] === undefined ? 'no command specified' : found.kind === 'program' ? `exec ${argv[0]}: exec format error` : unstartable(argv[0], found)
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
  announce(kernel, signals, start.fileChanges ?? [], start.network?.answers ?? [], start.incoming ?? [], 0)
  return kernel
}
