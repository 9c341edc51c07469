// A person's own machine: bash and the usual tools around programs that come from outside (kubectl). One machine for each line that is typed.
// It is a container's machine without a container: its clock is the cluster's, and what it computes costs no time as long as it is little.
import type { Instant } from '../../../../../kube/object.ts'
import type { Applet } from '../applets/applet.ts'
import { userland } from '../commands.ts'
import { aDirectory, aFile, parentOf, type FileNode } from '../machine/files.ts'
import type { Commands, Found, Outside } from '../machine/init.ts'
import { Kernel } from '../machine/kernel.ts'
import type { Process, Program } from '../machine/process.ts'
import { NullStream, type Stream } from '../machine/streams.ts'
import { Waiters } from '../machine/waiters.ts'
import { Shell, type ShellState } from '../shell/shell.ts'

export const HOME = '/home/user'
const DIRECTORIES = ['/', '/bin', '/dev', '/etc', '/home', HOME, '/tmp', '/usr', '/usr/bin', '/var', '/var/tmp']
/** Computing that costs no time, in virtual time: some hundred programs. More would keep the page waiting. */
const FREE_US = 500_000
const ENV: ReadonlyMap<string, string> = new Map([['HOME', HOME], ['PATH', '/usr/bin:/bin'], ['USER', 'user'], ['SHELL', '/bin/bash'], ['TERM', 'dumb'], ['LANG', 'C.UTF-8']])

export interface LineInit {
  readonly text: string
  /** Now: what the machine's clock says at first. */
  readonly startedAt: Instant
  /** What the lines before left behind; undefined: a fresh shell. */
  readonly state: ShellState | undefined
  /** Files by absolute path, over an empty machine. */
  readonly files: ReadonlyMap<string, FileNode>
  readonly env?: Readonly<Record<string, string>>
  /** The programs from outside; undefined: no such name. */
  readonly program: (name: string) => Applet | undefined
  /** What a name means that no program has. */
  readonly otherwise: (name: string) => Applet | undefined
  readonly print: (stream: 'out' | 'err', text: string) => void
  /** Computing that costs no time, in virtual microseconds; half a second if not said. */
  readonly freeUs?: number
  /** Who answers over the network. */
  readonly network: Outside
}

/** What a program writes to the terminal. */
class Screen implements Stream {
  refs = 0
  readonly kind = 'log'
  readonly changed = new Waiters()
  readonly #print: (text: string) => void
  constructor(print: (text: string) => void) {
    this.#print = print
  }
  read(): undefined {
    return undefined
  }
  write(text: string): 'done' {
    this.#print(text)
    return 'done'
  }
  closed(): void {}
}

/** Where names are looked up: programs from outside before the usual tools. */
class PromptCommands implements Commands {
  readonly #init: LineInit
  constructor(init: LineInit) {
    this.#init = init
  }
  find(proc: Process, name: string): Found {
    if (name.includes('/')) return userland().find(proc, name)
    const own = this.#init.program(name)
    const usual = own ? undefined : userland().find(proc, name)
    const run = own ?? (usual?.kind === 'missing' ? this.#init.otherwise(name) : undefined)
    return run ? { kind: 'program', path: `/usr/bin/${name}`, run } : usual ?? { kind: 'missing' }
  }
}

/** A line that runs: on the cluster's clock, and in the midst of what the programs from outside wait for. */
export class PromptLine {
  readonly #kernel: Kernel
  readonly #startedAt: Instant
  #shell: Shell | undefined

  constructor(init: LineInit) {
    this.#startedAt = init.startedAt
    const base = new Map<string, FileNode>(DIRECTORIES.map(path => [path, aDirectory(path.endsWith('tmp') ? 0o777 : 0o755)]))
    for (const name of ['null', 'zero', 'random', 'urandom', 'stdin', 'stdout', 'stderr']) base.set(`/dev/${name}`, aFile('', 0o666))
    for (const [path, node] of init.files) {
      for (let up = parentOf(path); !base.has(up); up = parentOf(up)) base.set(up, aDirectory())
      base.set(path, node)
    }
    this.#kernel = new Kernel({
      start: { image: '', hostname: 'kubestep', startedAt: init.startedAt, seed: `prompt/${init.startedAt}`, restartCount: 0, env: {} },
      base, commands: new PromptCommands(init), flavour: 'gnu', user: 'user', freeUs: init.freeUs ?? FREE_US, firstPid: 100, outside: init.network,
    })
    const stdin = new NullStream()
    this.#kernel.spawn(undefined, ['bash'], [stdin, new Screen(text => init.print('out', text)), new Screen(text => init.print('err', text))], proc => this.#life(proc, init))
  }

  /** Lets everything happen that is due up to now, this instant included. */
  run(now: Instant): void {
    this.#kernel.schedule(now - this.#startedAt, () => {})
    this.#kernel.run((now - this.#startedAt) * 1000)
  }

  /** Something that programs wait for has changed now: they look when the machine runs next. */
  announce(now: Instant, what: Waiters): void {
    this.#kernel.schedule(now - this.#startedAt, () => what.wake())
  }

  /** When something is due next by itself. */
  get nextAt(): Instant | undefined {
    const { nextUs, record } = this.#kernel
    return record.end || nextUs === Infinity ? undefined : this.#startedAt + Math.ceil(nextUs / 1000)
  }

  get exitCode(): number | undefined {
    return this.#kernel.record.end?.exitCode
  }

  /** What this line leaves to the next one, as it stands. */
  get state(): ShellState | undefined {
    return this.#shell?.remembered()
  }

  /** Files that were made or changed so far, each as it is now; null: removed. Directories end with a slash. */
  written(): ReadonlyMap<string, FileNode | null> {
    return new Map(this.#kernel.record.files.map(({ path }) => [path, this.#kernel.files.at(path.replace(/(.)\/$/, '$1')) ?? null]))
  }

  *#life(proc: Process, init: LineInit): Program {
    proc.env = new Map([...ENV, ...Object.entries(init.env ?? {})])
    proc.cwd = init.state && this.#kernel.files.stat(init.state.cwd)?.kind === 'dir' ? init.state.cwd : HOME
    const shell = (this.#shell = new Shell(proc, { dialect: 'bash', name: 'bash', fromFile: false, interactive: true, positional: [], ...(init.state ? { state: init.state } : {}) }))
    const code = yield* shell.main(init.text, false)
    // What was put in the background goes on, and so does the line.
    while (shell.jobs.some(job => job.status === undefined)) yield { on: [proc.childEnded] }
    return code
  }
}
