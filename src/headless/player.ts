// Plays a recording’s commands on a cluster of ours, and tries those that only read at other moments as well.
import type { Cluster } from '../engine/index.ts'
import type { AnyObject, Instant } from '../kube/object.ts'
import { type Chunk, type Files, type Running, start } from '../kubectl/index.ts'
import { fieldDocFor } from '../worker/fieldDocs.ts'
import { baseOf, filesOf, kindOf, slackOf, type Step, WAITS, writes, writtenFor } from './recording.ts'

interface Printed { stdout: string; stderr: string; exitCode: number | null }
export interface PlayedStep extends Printed { t: number; argv: readonly string[]; seen?: ({ t: number } & Printed)[] }
/** What is still waiting in the end is stopped, as it was in the recordings. */
const INTERRUPTED = 1
/** What a shell says of a command that Ctrl-C has killed. */
const SHELL_KILLED = 130

/** A reading step with the span in which it is also tried: never across a step that writes. */
interface Window { readonly index: number; readonly from: number; readonly to: number; readonly seen: Map<string, { t: number } & Printed> }

export function readingWindows(steps: readonly Step[]): Window[] {
  return steps.flatMap((step, index) => {
    if (writes(step) || WAITS.test(step.argv!.slice(1).join(' ')) || step.argv!.some(a => a === '-w' || a === '--watch' || a === '-f' && step.argv![1] === 'logs')) return []
    const before = steps.slice(0, index).findLast(writes)?.t ?? -Infinity
    const after = steps.slice(index + 1).find(writes)?.t ?? Infinity
    const slack = slackOf(step.t)
    return [{ index, from: Math.max(before, step.t - slack, 0), to: Math.min(after, step.t + slack), seen: new Map() }]
  })
}

export class Player {
  readonly #cluster: Cluster
  readonly #files: Files
  readonly #namespace: string
  readonly #startedAt: Instant
  #running: { running: Running; step: PlayedStep }[] = []
  readonly #steps: readonly Step[]
  /** The step that is being played: files are as they were then. */
  #at = 0
  #revision = -1
  #names = new Map<string, string[]>()

  constructor(cluster: Cluster, folder: string, steps: readonly Step[], namespace: string, startedAt: Instant) {
    this.#cluster = cluster
    this.#namespace = namespace
    this.#startedAt = startedAt
    this.#steps = steps
    const written = writtenFor(this.#steps)
    this.#files = filesOf(folder, name => (written.get(name) ?? 0) <= this.#at)
    // Names are handed out in order of creation: the replay's nth `web-<hash>-<x>` stands for the recording's.
    cluster.world.observe((frame, direction) => {
      if (direction !== 1) return
      for (const write of frame.writes) {
        if (write.before !== undefined || !write.table.startsWith('objects/') || write.table === 'objects/events') continue
        const object = write.after as AnyObject
        if (object.metadata.namespace !== undefined && object.metadata.namespace !== namespace) continue
        const key = `${object.kind}/${baseOf(object)}`
        this.#names.set(key, [...(this.#names.get(key) ?? []), object.metadata.name])
      }
    })
  }

  get waiting(): boolean { return this.#running.length > 0 }
  get #t(): number { return (this.#cluster.now - this.#startedAt) / 1000 }

  start(step: Step): PlayedStep {
    const played: PlayedStep = { t: step.t, argv: step.argv!, stdout: '', stderr: '', exitCode: null }
    const running = this.#launch(step)
    if (running.exitCode === undefined) this.#running.push({ running, step: played })
    else Object.assign(played, printed(running))
    return played
  }

  #launch(step: Step): Running {
    const argv = this.#named(step)
    this.#at = this.#steps.indexOf(step)
    return start(argv, {
      client: this.#cluster.client(), files: this.#files, namespace: this.#namespace, fieldDoc: fieldDocFor, ...(step.stdin === undefined ? {} : { stdin: step.stdin }),
    })
  }

  #named(step: Step): readonly string[] {
    const argv = [...step.argv!]
    for (const ref of step.refs ?? []) {
      const ours = this.#names.get(`${kindOf(ref.kind)}/${ref.base}`)?.[ref.nth]
      if (ours !== undefined) argv[ref.arg] = argv[ref.arg]!.replace(ref.name, ours)
    }
    return argv
  }

  /** Runs to `t` seconds from the start, letting whoever waits look again after each change. */
  runTo(t: number, windows: readonly Window[]): void {
    const { world, server } = this.#cluster
    const target = this.#startedAt + Math.round(t * 1000)
    for (;;) {
      const next = world.nextAt()
      const wanted = Math.min(...this.#running.map(r => r.running.nextAt ?? Infinity))
      if ((next === undefined || next > target) && wanted > target) break
      if (next === undefined || wanted < next) {
        world.travel({ toAt: Math.max(wanted, world.now) })
        this.#advance()
        continue
      }
      world.step()
      if (server.store.revision !== this.#revision) {
        this.#revision = server.store.revision
        this.#advance()
        this.look(windows)
      } else if (wanted <= world.now) {
        this.#advance()
      }
    }
    if (target > world.now) world.travel({ toAt: target })
    this.#advance()
    this.look(windows)
  }

  #advance(): void {
    for (const { running, step } of this.#running) {
      running.advance()
      if (running.exitCode !== undefined) Object.assign(step, printed(running))
    }
    this.#running = this.#running.filter(r => r.running.exitCode === undefined)
  }

  /** Tries every reading step in whose span we are, and keeps what it would have printed. */
  look(windows: readonly Window[]): void {
    const t = this.#t
    for (const window of windows) {
      if (t < window.from || t > window.to) continue
      const running = this.#launch(this.#steps[window.index]!)
      if (running.exitCode === undefined) {
        running.interrupt()
        continue
      }
      const output = printed(running)
      const key = withoutAges(`${output.exitCode}\0${output.stdout}\0${output.stderr}`)
      if (!window.seen.has(key) || Math.abs(t - this.#steps[window.index]!.t) < Math.abs(window.seen.get(key)!.t - this.#steps[window.index]!.t)) window.seen.set(key, { t, ...output })
    }
  }

  /** Logs that are being followed when the next step comes: who recorded may have stopped them for it. */
  lookAtFollowers(): void {
    for (const { running, step } of this.#running) {
      if (step.argv[1] === 'logs') (step.seen ??= []).push({ t: this.#t, ...printed(running), exitCode: INTERRUPTED })
    }
  }

  collect(played: readonly object[], windows: readonly Window[]): void {
    for (const { running, step } of this.#running) {
      running.interrupt()
      Object.assign(step, printed(running))
      // The recorder said TERM. Who follows the cluster hears it and ends with 1; the others die of it.
      if (step.exitCode === SHELL_KILLED) step.exitCode = -15
    }
    for (const window of windows) (played[window.index] as PlayedStep).seen = [...window.seen.values()]
  }
}

/** Two outputs that differ in ages only are one: ages are judged with a tolerance. */
const withoutAges = (text: string) => text.replace(/\b\d+(?:d|h|m|s|ms)(?:\d+(?:h|m|s))*\b/g, '~')

const printed = (running: Running): Printed => {
  const of = (stream: Chunk['stream']) => running.output.filter(c => c.stream === stream).map(c => c.text).join('')
  return { stdout: of('out'), stderr: of('err'), exitCode: running.exitCode ?? null }
}
