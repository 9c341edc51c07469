// `kubestep replay DIR`: plays a recorded scenario on a cluster of ours and prints what happened in the recording's own shapes.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type Act, actNames, createCluster, type NodeSpec } from '../engine/index.ts'
import { ApiError } from '../engine/index.ts'
import { kindOfPlural } from '../kube/kinds.ts'
import type { AnyObject } from '../kube/object.ts'
import { parseTime } from '../kube/rfc3339.ts'
import type { Where } from './main.ts'
import { evenWaits } from './evenWaits.ts'
import { deletesByOthers } from './others.ts'
import { type PlayedStep, Player, readingWindows } from './player.ts'
import { RunRecorder } from './recorder.ts'
import { slackOf, type Step } from './recording.ts'
import { recordedPrograms } from './standIns.ts'
import { parseArgs, seedOf, UsageError } from './usage.ts'

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
