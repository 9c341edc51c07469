// `kubestep replay DIR`: plays a recorded scenario on a cluster of ours and prints what happened in the recording's own shapes.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { actNames, createCluster, type Act, type Cluster, type NodeSpec } from '../engine/index.ts'
import { start, type Chunk, type Files, type Running } from '../kubectl/index.ts'
import { ApiError } from '../engine/index.ts'
import { kindOfPlural, kinds } from '../kube/kinds.ts'
import type { AnyObject, Instant } from '../kube/object.ts'
import { parseTime } from '../kube/rfc3339.ts'
import { fieldDocFor } from '../worker/fieldDocs.ts'
import type { Where } from './main.ts'
import { evenWaits } from './evenWaits.ts'
import { deletesByOthers } from './others.ts'
import { RunRecorder } from './recorder.ts'
import { recordedPrograms } from './standIns.ts'
import { parseArgs, seedOf, UsageError } from './usage.ts'

export interface Ref { readonly arg: number; readonly name: string; readonly kind: string; readonly base: string; readonly nth: number }
export interface Step { readonly t: number; readonly argv?: readonly string[]; readonly refs?: readonly Ref[]; readonly stdin?: string; readonly do?: string; readonly name?: string }
interface Printed { stdout: string; stderr: string; exitCode: number | null }
export interface PlayedStep extends Printed { t: number; argv: readonly string[]; seen?: ({ t: number } & Printed)[] }

export interface Replay {
  readonly seed: number
  readonly steps: readonly (PlayedStep | { t: number; do: string; name: string | undefined })[]
  readonly events: unknown
  readonly writes: unknown
  /** Writes that the API server refused, in the same shape. */
  readonly refused: unknown
  readonly objects: unknown
  readonly pods: unknown
}

/** What a recording consists of besides its manifests: `apply -f .` did not see it. */
const RECORDED = new Set(['events.json', 'final.json', 'logs.json', 'results.json', 'steps.json', 'summary.json', 'cluster.json'])
const READS = new Set(['get', 'describe', 'logs', 'events', 'top', 'explain', 'api-resources', 'api-versions', 'version', 'cluster-info', 'config', 'auth', 'diff'])
/** What waits for something, or reads a history: nothing changes by it. */
const WAITS = /^(wait|rollout status)\b/
const HISTORY = /^rollout history\b/
const writes = ({ argv }: Step) => argv === undefined || !(READS.has(argv.slice(1).find(a => !a.startsWith('-')) ?? '') || WAITS.test(argv.slice(1).join(' ')) || HISTORY.test(argv.slice(1).join(' ')))
/** A real cluster's machine was sometimes slow: a state that came so much earlier or later is right. */
const slackOf = (t: number) => Math.max(3, 0.2 * t)
/** What is still waiting in the end is stopped, as it was in the recordings. */
const INTERRUPTED = 1
/** What a shell says of a command that Ctrl-C has killed. */
const SHELL_KILLED = 130
/** How long the last commands may still run after the last step, in seconds. */
const AFTERWARDS = 120

/** Which folder is read, the clusters's description, and whether each reading command is also tried a little earlier and later. */
export function replay(folder: string, options: { readonly cluster?: string; readonly seed: number; readonly slack: boolean }): Replay {
  const json = (name: string) => JSON.parse(readFileSync(join(folder, name), 'utf8'))
  const steps = json('steps.json') as Step[]
  const summary = existsSync(join(folder, 'summary.json')) ? json('summary.json') : {}
  const clusterFile = options.cluster ?? [join(folder, 'cluster.json'), join(dirname(folder), 'cluster.json')].find(existsSync)
  const described = clusterFile ? JSON.parse(readFileSync(clusterFile, 'utf8')) : {}
  for (const step of steps) {
    if (step.do !== undefined && !actNames.includes(step.do)) throw new UsageError(`unknown do: ${step.do}`)
  }
  const startedAt = parseTime(String(summary.startedAt ?? '2026-01-01T09:00:00Z').replace(/\+00:00$/, 'Z')) ?? 0
  const namespace: string = summary.namespace ?? 'default'
  // The namespace is made a little before, as it was in the recording.
  const lead = 2000
  const cluster = createCluster({
    seed: options.seed, startAt: startedAt - lead, chance: evenWaits(options.seed),
    ...(described.nodes ? { nodes: withImages(described.nodes as NodeSpec[], described.images ?? []) } : {}),
    ...(described.priorityClasses ? { priorityClasses: described.priorityClasses.map(priorityClass) } : {}),
    programs: recordedPrograms,
    ...(described.images ? { images: new Map(described.images.map((i: { name: string; sizeBytes: number }) => [i.name, i.sizeBytes])) } : {}),
  })
  const client = cluster.client()
  cluster.world.travel({ forMs: 500 })
  if (namespace !== 'default') client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, undefined)
  cluster.world.travel({ toAt: startedAt })
  const recorder = new RunRecorder(cluster, startedAt, new Set([namespace]))
  const player = new Player(cluster, folder, steps, namespace, startedAt)

  const played: (PlayedStep | { t: number; do: string; name: string | undefined })[] = []
  const readings = options.slack ? readingWindows(steps) : []
  const others = [...deletesByOthers(folder)]
  const othersUntil = (t: number) => {
    while (others.length && others[0]!.t <= t) {
      const { t: at, plural, name, ...options } = others.shift()!
      player.runTo(at, readings)
      const kind = kindOfPlural(plural)
      try {
        if (kind) client.delete(kind, kind.namespaced ? namespace : undefined, name, options)
      } catch (error) {
        // What was there in the recording need not be here.
        if (!(error instanceof ApiError)) throw error
      }
    }
  }
  for (const step of steps) {
    othersUntil(step.t)
    player.runTo(step.t, readings)
    if (options.slack) player.lookAtFollowers()
    if (step.do !== undefined) {
      cluster.act({ do: step.do, ...(step.name === undefined ? {} : { name: step.name }) } as Act)
      played.push({ t: step.t, do: step.do, name: step.name })
    } else {
      played.push(player.start(step))
    }
    player.look(readings)
  }
  const last = steps.at(-1)?.t ?? 0
  const late = last + slackOf(last)
  // What was written down ends where the recording does; commands are tried for a while longer.
  const end = typeof summary.duration === 'number' ? Math.max(summary.duration, last) : late
  othersUntil(end)
  player.runTo(end, readings)
  recorder.stop()
  const events = recorder.events(cluster)
  if (late > end) {
    othersUntil(late)
    player.runTo(late, readings)
  }
  for (let t = Math.max(late, end); player.waiting && t < last + AFTERWARDS; t += 1) player.runTo(t, readings)
  player.collect(played, readings)
  return { seed: options.seed, steps: played, events, writes: recorder.writes, refused: recorder.refused, objects: recorder.objects, pods: recorder.pods }
}

/** The recordings' nodes had run for long: of 1000 first starts 4 in 5 found their image there (all but those that are always asked for again). */
const withImages = (nodes: readonly NodeSpec[], images: readonly { name: string }[]): readonly NodeSpec[] =>
  nodes.map(node => ({ ...node, images: node.images ?? images.map(i => i.name) }))

const priorityClass = ({ name, ...rest }: { name: string; value: number }): AnyObject =>
  ({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, ...rest })

/** A reading step with the span in which it is also tried: never across a step that writes. */
interface Window { readonly index: number; readonly from: number; readonly to: number; readonly seen: Map<string, { t: number } & Printed> }

function readingWindows(steps: readonly Step[]): Window[] {
  return steps.flatMap((step, index) => {
    if (writes(step) || WAITS.test(step.argv!.slice(1).join(' ')) || step.argv!.some(a => a === '-w' || a === '--watch' || a === '-f' && step.argv![1] === 'logs')) return []
    const before = steps.slice(0, index).findLast(writes)?.t ?? -Infinity
    const after = steps.slice(index + 1).find(writes)?.t ?? Infinity
    const slack = slackOf(step.t)
    return [{ index, from: Math.max(before, step.t - slack, 0), to: Math.min(after, step.t + slack), seen: new Map() }]
  })
}

class Player {
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

const SUFFIX = '[bcdfghjklmnpqrstvwxz2456789]'

/** A name without its random parts, as `refs` has it. */
function baseOf(object: AnyObject): string {
  const { name, generateName } = object.metadata
  return (generateName ?? name).replace(new RegExp(`-(${SUFFIX}{6,10})-?$`), '').replace(new RegExp(`-${SUFFIX}{5}$`), '').replace(/-$/, '')
}

const kindOf = (named: string): string =>
  kinds.find(k => k.kind === named || k.plural === named.toLowerCase() || k.singular === named.toLowerCase() || k.shortNames.includes(named))?.kind ?? named

/** A manifest that a step makes something of was written for that step, unless a step before it names it otherwise: an earlier `apply -f .`
 *  did not see it. → the index of the step, by the file's name. */
export function writtenFor(steps: readonly Step[]): ReadonlyMap<string, number> {
  const first = new Map<string, number>()
  steps.forEach(({ argv }, index) => argv?.forEach((word, n) => {
    const name = argv[n - 1] === '-f' || argv[n - 1] === '--filename' ? word : /^(?:-f|--filename)=(.+)$/.exec(word)?.[1]
    if (name === undefined || first.has(name)) return
    first.set(name, argv[1] === 'apply' || argv[1] === 'create' ? index : 0)
  }))
  return first
}

function filesOf(folder: string, there: (name: string) => boolean): Files {
  const at = (path: string) => resolve(folder, path)
  const inside = (path: string) => !relative(folder, at(path)).startsWith('..')
  const seen = (name: string) => !RECORDED.has(name) && there(name)
  return {
    read: path => (inside(path) && existsSync(at(path)) && statSync(at(path)).isFile() ? readFileSync(at(path), 'utf8') : undefined),
    list: path => (inside(path) && existsSync(at(path)) && statSync(at(path)).isDirectory() ? readdirSync(at(path)).filter(seen).sort() : undefined),
  }
}

export function replayCommand(args: readonly string[], where: Where): number {
  const { flags, rest } = parseArgs(args, { values: ['cluster', 'seed'], switches: ['json', 'slack'] })
  if (rest.length !== 1) throw new UsageError('which recording? kubestep replay DIR')
  const folder = resolve(where.cwd, rest[0]!)
  if (!existsSync(join(folder, 'steps.json'))) throw new UsageError(`no steps.json in ${rest[0]}`)
  const result = replay(folder, {
    seed: seedOf(flags.seed), slack: flags.slack === true, ...(typeof flags.cluster === 'string' ? { cluster: resolve(where.cwd, flags.cluster) } : {}),
  })
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`)
    return 0
  }
  for (const step of result.steps) {
    if ('do' in step) process.stdout.write(`### t=${step.t.toFixed(2)}s  ${step.do} ${step.name ?? ''}\n\n`)
    else process.stdout.write(`### t=${step.t.toFixed(2)}s  $ ${step.argv.join(' ')}\n${step.stdout}${step.stderr.replace(/^(?=.)/gm, 'stderr| ')}### exit=${step.exitCode}\n\n`)
  }
  return 0
}
