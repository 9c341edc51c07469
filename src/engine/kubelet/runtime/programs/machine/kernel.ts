// The container as a small machine: processes as coroutines, one virtual clock, one tree of files.
// It runs to a horizon and can go on from there. Computing costs virtual time, so nothing runs for ever at one instant.
import { fractionOf } from '../chance.ts'
import type { IncomingRequest, NetworkAnswer, ProgramEnd, ProgramStart, SignalName } from '../program.ts'
import { FileTree } from './files.ts'
import { Coroutine } from './coroutine.ts'
import { Heap } from './heap.ts'
import type { Arrived, Commands, Flavour, MachineInit, MachineRecord, Outside } from './init.ts'
import { livingText } from './living.ts'
import { Patience } from './patience.ts'
import { Exit, Process, type Program, type Wait, type Wake } from './process.ts'
import { endsProcess, signalNumber } from './signals.ts'
import type { Stream } from './streams.ts'
import { Terminal } from './terminal.ts'
import { Waiters } from './waiters.ts'

/** A person's files are texts for the page, which has to hold them. */
const PERSONS_FILE = 1_000_000
/** More than this at once in one program's hands is memory that no container has. */
const TEXT_LIMIT = 64_000_000
/** … in a person's: what it takes to fill must not keep the page waiting. */
const PERSONS_TEXT = 8_000_000
const NODE_MEMORY = 24 * 1024 ** 3
const MAX_PROCESSES = 500

export class Kernel {
  readonly start: ProgramStart
  readonly files: FileTree
  readonly commands: Commands
  readonly flavour: Flavour
  readonly record: MachineRecord = { output: [], said: [], files: [], ports: [], requests: [], responses: [], signals: [] }
  readonly processes = new Map<number, Process>()
  readonly firstPid: number
  readonly user: string
  readonly outside: Outside | undefined
  nowUs: number
  /** Woken when an answer or a request arrives, or a file is changed from outside. */
  readonly arrivals = new Waiters()
  /** Answers by the number of the request. */
  readonly answers = new Map<number, NetworkAnswer>()
  /** Who answers on a port of this container. */
  readonly listeners = new Map<number, (request: Arrived) => NetworkAnswer>()
  /** Where somebody may type. */
  readonly terminal = new Terminal(this)
  readonly #due = new Heap<() => void>()
  #ready: { proc: Process; wake: Wake }[] = []
  #nextPid: number
  readonly #patience: Patience
  readonly #mostText: number
  #draws = 0

  constructor(init: MachineInit) {
    this.start = init.start
    this.commands = init.commands
    this.flavour = init.flavour
    this.firstPid = init.firstPid ?? 1
    this.#nextPid = this.firstPid
    this.user = init.user ?? 'root'
    this.outside = init.outside
    this.#patience = new Patience(init.freeUs)
    this.#mostText = init.freeUs === undefined ? TEXT_LIMIT : PERSONS_TEXT
    this.nowUs = (init.beginsMs ?? 0) * 1000
    this.files = new FileTree(init.base, (path, text) => {
      const atMs = this.nowMs
      const last = this.record.files.at(-1)
      if (last && last.path === path && last.atMs === atMs) this.record.files.pop()
      this.record.files.push({ atMs, path, text })
      this.arrivals.wake()
    }, init.freeUs === undefined ? Infinity : PERSONS_FILE, init.start.inMemory, init.start.mounts)
    const { files, modes } = init.start
    if (files) for (const path of Object.keys(files)) {
      if (path.endsWith('/')) this.files.cover(path)
      this.files.impose(path, files[path], 0, modes?.[path])
    }
  }

  get nowMs(): number {
    return Math.floor(this.nowUs / 1000)
  }

  /** Milliseconds since 1970 on the container's clock. */
  get clockMs(): number {
    return this.start.startedAt + this.nowMs
  }

  /** When something is due next; Infinity if everything waits for the world outside. */
  get nextUs(): number {
    return this.#ready.length > 0 ? this.nowUs : this.#due.nextUs
  }

  /** A request from outside reaches a port. */
  deliver(request: IncomingRequest, number: number): void {
    const listener = this.listeners.get(request.port)
    const answer: NetworkAnswer = listener && !this.record.end
      ? listener({ atMs: this.nowMs, kind: request.kind, host: request.host ?? this.start.podIP ?? this.start.hostname, port: request.port, from: request.from,
          ...(request.method === undefined ? {} : { method: request.method }), ...(request.path === undefined ? {} : { path: request.path }),
          ...(request.body === undefined ? {} : { body: request.body }), ...(request.userAgent === undefined ? {} : { userAgent: request.userAgent }), ...(request.client === undefined ? {} : { client: request.client }) })
      : { fault: 'refused' }
    this.record.responses.push({ ...answer, request: number, atMs: this.nowMs })
  }

  /** Nobody is let in any more: a server that is shutting down. What it was asked before is answered. */
  closePorts(): void {
    for (const port of this.listeners.keys()) this.record.ports.push({ atMs: this.nowMs, port, protocol: 'TCP', closed: true })
    this.listeners.clear()
  }

  /** A number in [0, 1) from the program's seed; every call another one. */
  random(): number {
    return fractionOf(`${this.start.seed}/${this.start.restartCount}/${this.#draws++}`)
  }

  /** Something from outside that arrives at a time not yet passed. */
  schedule(atMs: number, what: () => void): void {
    this.#due.add(Math.max(Math.round(atMs * 1000), this.nowUs), what, true)
  }

  spawn(parent: Process | undefined, argv: readonly string[], fds: readonly (Stream | undefined)[], run: (proc: Process) => Program): Process | undefined {
    if (this.processes.size >= MAX_PROCESSES) return undefined
    const pid = this.#nextPid++
    const proc = new Process({
      kernel: this, pid, parent: parent?.pid ?? 0, argv, fds,
      env: new Map(parent?.env), cwd: parent?.cwd ?? '/',
    })
    if (parent) for (const [name, how] of parent.handlers) if (how === 'ignore') proc.handlers.set(name, how)
    this.processes.set(pid, proc)
    this.burnFor(parent ?? proc)
    proc.run = new Coroutine(run(proc))
    this.ready(proc, 'change')
    return proc
  }

  /** Processes that are elsewhere and only stand in the list. */
  readonly shown = new Map<number, 'first' | 'neighbour'>()

  /** Puts a process in the list that only stands there: the container's first, as an exec's machine sees it, or another container's. */
  showProcess(pid: number, argv: readonly string[], whose: 'first' | 'neighbour'): void {
    this.shown.set(pid, whose)
    this.processes.set(pid, new Process({ kernel: this, pid, parent: 0, argv, fds: [], env: new Map(), cwd: '/' }))
  }

  /** Forking and loading a program takes about 0.7 ms. */
  burnFor(proc: Process): void {
    this.burn(proc, 700, this.#patience.program)
  }

  /** Charges computing: `us` of time and `steps` of patience. Beyond its patience a program's time runs ever faster. */
  burn(proc: Process, us: number, steps: number): void {
    proc.debtUs += this.#patience.cost(us, steps)
  }

  /** Time that a program waited for somebody else is rest, as sleep is. */
  rested(us: number): void {
    this.#patience.rested(us)
  }

  /** A process holds so many characters of text; beyond all measure the memory is gone. */
  held(proc: Process, characters: number): void {
    if (characters > this.#mostText || (characters > 1_000_000 && characters > this.#limit)) this.#outOfMemory(proc)
  }

  /** A process's memory is now so many bytes. */
  allocate(proc: Process, bytes: number): void {
    proc.memory = bytes
    if (this.memory > this.#limit) this.#outOfMemory(proc)
  }

  /** A process has written: where files lie in memory they count as the container's. */
  wrote(proc: Process): void {
    if (this.start.inMemory && this.memory > this.#limit) this.#outOfMemory(proc)
  }

  get #limit(): number {
    return this.start.memoryLimitBytes ?? NODE_MEMORY
  }

  /** Memory in use as the container's control group counts it. */
  get memory(): number {
    let sum = this.start.inMemory ? this.files.inMemory : 0
    for (const p of this.processes.values()) sum += p.memory
    return sum
  }

  /** Marks a process as able to go on. */
  ready(proc: Process, wake: Wake): void {
    if (proc.status !== undefined || proc.readying) return
    proc.readying = true
    proc.turn++
    if (proc.debtUs >= 1000) {
      const us = proc.debtUs
      proc.debtUs = 0
      this.#due.add(this.nowUs + us, () => this.#ready.push({ proc, wake }))
    } else this.#ready.push({ proc, wake })
  }

  /** Runs until nothing more is due up to the horizon, or the first process has ended. */
  run(untilUs: number): void {
    for (;;) {
      for (let i = 0; i < this.#ready.length && !this.record.end; i++) this.#step(this.#ready[i]!)
      this.#ready = []
      if (this.record.end || this.#due.nextUs > untilUs) return
      const passedUs = Math.max(0, this.#due.nextUs - this.nowUs)
      this.nowUs += passedUs
      this.#patience.passed(passedUs)
      this.#due.take()!()
    }
  }

  #step({ proc, wake }: { proc: Process; wake: Wake }): void {
    proc.readying = false
    if (proc.status !== undefined) return
    let wait: Wait
    try {
      const next = proc.run.next(wake)
      if (next.done) return this.#ended(proc, next.value)
      wait = next.value
    } catch (thrown) {
      if (thrown instanceof Exit) return this.#ended(proc, thrown.code)
      // Nested beyond the engine's stack (within one call): a program nested beyond its own; texts beyond its strings are beyond memory.
      if (thrown instanceof RangeError) return /string length|array length|too large|Maximum BigInt/i.test(thrown.message) ? this.#killAll('OOMKilled') : this.#crashed(proc)
      throw thrown
    }
    if (this.record.end) return
    if (wait.pay) return this.ready(proc, 'change')
    if (wait.us !== undefined) {
      const turn = proc.turn
      const paid = proc.debtUs
      proc.debtUs = 0
      const slept = wait.us
      if (Number.isFinite(slept)) this.#due.add(this.nowUs + slept + paid, () => {
        if (proc.turn !== turn) return
        this.rested(slept)
        this.ready(proc, 'time')
      })
    }
    if (wait.on) for (const queue of wait.on) queue.add(proc)
    if (proc.pending.length > 0 && !wait.calm) this.ready(proc, 'signal')
    proc.calm = wait.calm ?? false
  }

  /** Sends a signal. false: no such process. */
  signal(pid: number, name: SignalName, fromOutside = false): boolean {
    const proc = this.processes.get(pid)
    if (!proc || proc.status !== undefined) return false
    const whose = this.shown.get(pid)
    if (whose) {
      this.record.signals.push({ atMs: this.nowMs, name, ...(whose === 'neighbour' ? { neighbour: pid } : {}) })
      return true
    }
    const how = proc.handlers.get(name)
    if (name === 'KILL') {
      // The first process of a container cannot be killed from inside.
      if (pid === 1 && !fromOutside) return true
      this.#killed(proc, name)
    } else if (how === 'catch') {
      if (!proc.pending.includes(name)) proc.pending.push(name)
      if (!proc.calm) this.ready(proc, 'signal')
    } else if (how !== 'ignore' && pid !== 1 && endsProcess(name)) this.#killed(proc, name)
    return true
  }

  #killed(proc: Process, name: SignalName): void {
    proc.endedBy = name
    this.#ended(proc, 128 + signalNumber(name))
  }

  #crashed(proc: Process): void {
    this.#ended(proc, 139)
  }

  #outOfMemory(proc: Process): void {
    this.#killAll('OOMKilled')
    proc.status ??= 137
    throw new Exit(137)
  }

  /** The whole control group is killed at once, as with memory.oom.group. */
  #killAll(reason: 'OOMKilled'): void {
    if (this.record.end) return
    this.#finish({ atMs: this.nowMs, exitCode: 137, signal: 9, reason })
  }

  #ended(proc: Process, code: number): void {
    if (proc.status !== undefined) return
    proc.status = code & 255
    proc.memory = 0
    proc.closeAll()
    if (this.record.end) return
    if (proc.pid === this.firstPid) {
      // What it computed since it last waited is part of its life.
      const atUs = this.nowUs + proc.debtUs
      this.nowUs = atUs
      const signal = proc.endedBy ? { signal: signalNumber(proc.endedBy) } : {}
      return this.#finish({ atMs: this.nowMs, exitCode: proc.status, ...signal })
    }
    const parent = this.processes.get(proc.parent)
    proc.ended.wake()
    if (parent && parent.status === undefined) {
      parent.childEnded.wake()
      if (parent.handlers.get('CHLD') === 'catch') this.signal(parent.pid, 'CHLD')
    }
    for (const other of this.processes.values()) if (other.parent === proc.pid) other.parent = this.firstPid
    this.processes.delete(proc.pid)
  }

  #finish(end: ProgramEnd): void {
    this.record.end = end
    for (const proc of this.processes.values()) proc.status ??= 137
    this.atEnd?.()
  }

  /** Called once when the first process has ended: partial lines become lines. */
  atEnd?: () => void

  /** The text of a file that the kernel makes when it is read (/proc, cgroup). */
  living(path: string): string | undefined { return livingText(this, path, this.#nextPid - 1) }
}
