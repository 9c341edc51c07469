// One process: a coroutine that yields what it waits for, with the descriptors, variables and signals of a Unix process.
import type { SignalName } from '../program.ts'
import type { Coroutine } from './coroutine.ts'
import type { Kernel } from './kernel.ts'
import { release, share, type Stream } from './streams.ts'
import { Waiters, type Wakeable } from './waiters.ts'

/** What a process waits for: a while, a change, or both. Nothing at all: until a signal comes. */
export interface Wait {
  readonly us?: number
  readonly on?: readonly Waiters[]
  /** Not to be woken by handled signals (a shell that waits for its foreground child). */
  readonly calm?: boolean
  /** Go on at once, after paying for the computing done so far. */
  readonly pay?: boolean
  /** For nothing: this is to run first, on a stack of its own, and its result is what the process goes on with. */
  readonly part?: Doing<unknown>
}

/** Why a process goes on. It looks again at what it waited for, whatever this says. */
export type Wake = 'time' | 'change' | 'signal'

/** What a process does; returns its exit code. */
export type Program = Generator<Wait, number, Wake>
/** A part of what a process does, with some result. */
export type Doing<T> = Generator<Wait, T, Wake>

export const PAY: Wait = { pay: true }

/** Thrown through a process's coroutine to end it from inside. */
export class Exit {
  readonly code: number
  constructor(code: number) {
    this.code = code
  }
}

export interface ProcessInit {
  readonly kernel: Kernel
  readonly pid: number
  readonly parent: number
  readonly argv: readonly string[]
  readonly env: Map<string, string>
  readonly cwd: string
  readonly fds: readonly (Stream | undefined)[]
}

export class Process implements Wakeable {
  readonly kernel: Kernel
  readonly pid: number
  parent: number
  argv: readonly string[]
  /** Exported variables. */
  env: Map<string, string>
  cwd: string
  readonly fds: (Stream | undefined)[]
  readonly startedUs: number
  /** Signals that it handles or ignores; the others do what they do by default. */
  readonly handlers = new Map<SignalName, 'ignore' | 'catch'>()
  /** Handled signals that came and were not yet seen to. */
  pending: SignalName[] = []
  /** Set when it has ended: 0…255, 128 + signal if a signal ended it. */
  status: number | undefined
  endedBy: SignalName | undefined
  /** Woken at every end of a child. */
  readonly childEnded = new Waiters()
  readonly ended = new Waiters()
  /** Computing done that was not yet paid in virtual time. */
  debtUs = 0
  memory = 0
  run!: Coroutine<number>
  /** Grows at every step, so that old alarms are known to be old. */
  turn = 0
  readying = false
  /** Does it wait undisturbed by handled signals? */
  calm = false

  constructor(init: ProcessInit) {
    this.kernel = init.kernel
    this.pid = init.pid
    this.parent = init.parent
    this.argv = init.argv
    this.env = init.env
    this.cwd = init.cwd
    this.fds = [...init.fds]
    for (const fd of this.fds) if (fd) share(fd)
    this.startedUs = init.kernel.nowUs
  }

  wake(): void {
    this.kernel.ready(this, 'change')
  }

  /** Points a descriptor somewhere else (undefined closes it). */
  point(fd: number, to: Stream | undefined): void {
    const old = this.fds[fd]
    if (to) share(to)
    this.fds[fd] = to
    if (old) release(old)
  }

  closeAll(): void {
    for (let i = 0; i < this.fds.length; i++) {
      const fd = this.fds[i]
      if (fd) release(fd)
      this.fds[i] = undefined
    }
  }

  variable(name: string): string | undefined {
    return this.env.get(name)
  }
}
