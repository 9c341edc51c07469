// `kubestep run FILE…`: applies manifests to a fresh cluster and tells what happens, like a person at a terminal would see it.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { createCluster, type Cluster } from '../engine/index.ts'
import { start, type Files } from '../kubectl/index.ts'
import type { AnyObject } from '../kube/object.ts'
import { kinds } from '../kube/kinds.ts'
import type { Where } from './main.ts'
import { RunRecorder } from './recorder.ts'
import { durationMs, parseArgs, seedOf, UsageError } from './usage.ts'

const DEFAULT_FOR_MS = 300_000
const MOST_MS = 7 * 24 * 3_600_000

export function runCommand(args: readonly string[], where: Where): number {
  const { flags, rest } = parseArgs(args, { values: ['for', 'until', 'seed', 'nodes'], switches: ['json', 'watch'] })
  if (rest.length === 0) throw new UsageError('which manifests? kubestep run FILE...')
  const seed = seedOf(flags.seed)
  const cluster = createCluster({ seed, ...(typeof flags.nodes === 'string' ? { nodes: Number(flags.nodes) } : {}) })
  cluster.world.travel({ forMs: 1000 })
  const from = cluster.now
  const recorder = new RunRecorder(cluster, from, new Set(['default']))
  const files = filesUnder(where.cwd)
  const steps: object[] = []
  const kubectl = (argv: string[]) => {
    const t = (cluster.now - from) / 1000
    const running = start(argv, { client: cluster.client(), files })
    const text = (stream: 'out' | 'err') => running.output.filter(c => c.stream === stream).map(c => c.text).join('')
    if (running.exitCode === undefined) running.interrupt()
    steps.push({ t, argv, stdout: text('out'), stderr: text('err'), exitCode: running.exitCode })
    if (!flags.json) process.stdout.write(`$ ${argv.join(' ')}\n${text('out')}${text('err')}`)
    return running.exitCode
  }
  const failed = kubectl(['kubectl', 'apply', ...rest.flatMap(f => ['-f', f])]) !== 0
  if (!failed) {
    if (flags.watch && !flags.json) tell(cluster, from)
    const until = typeof flags.until === 'string' ? condition(flags.until) : undefined
    const most = typeof flags.for === 'string' ? durationMs(flags.for) : until ? MOST_MS : DEFAULT_FOR_MS
    const end = from + most
    for (;;) {
      if (until?.(cluster)) break
      const next = cluster.world.nextAt()
      if (next === undefined || next > end) {
        if (!until) cluster.world.travel({ toAt: end })
        break
      }
      cluster.world.step()
    }
    if (until && !until(cluster)) {
      process.stderr.write(`kubestep run: not reached within ${most / 1000} s: ${String(flags.until)}\n`)
      if (!flags.json) return 1
    }
    for (const argv of closing(cluster)) kubectl(argv)
  }
  recorder.stop()
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ seed, steps, events: recorder.events(cluster), writes: recorder.writes, refused: recorder.refused, objects: recorder.objects, pods: recorder.pods })}\n`)
  }
  return failed ? 1 : 0
}

/** The tables that a person would ask for at the end: those kinds of which there is something. */
function closing(cluster: Cluster): string[][] {
  const shown = ['deployments', 'replicasets', 'statefulsets', 'daemonsets', 'cronjobs', 'jobs', 'pods', 'services']
    .filter(plural => cluster.objects(plural).some(o => o.metadata.namespace === 'default'))
  return shown.map(plural => ['kubectl', 'get', plural])
}

/** `job/pi=Complete`, `deployment/web=Available`, `pod/x=Running`: a condition that is True, or the phase. */
function condition(text: string): (cluster: Cluster) => boolean {
  const match = /^([a-z.]+)\/([^=]+)=(.+)$/i.exec(text)
  if (!match) throw new UsageError(`not a condition: ${text} (try job/pi=Complete)`)
  const [, kindName, name, wanted] = match
  const kind = kinds.find(k => k.singular === kindName!.toLowerCase() || k.plural === kindName!.toLowerCase() || k.shortNames.includes(kindName!.toLowerCase()))
  if (!kind) throw new UsageError(`no such kind: ${kindName}`)
  return cluster => {
    const object = cluster.objects(kind.plural).find(o => o.metadata.name === name && (o.metadata.namespace ?? 'default') === 'default') as AnyObject | undefined
    if (!object) return false
    if (object.status?.phase?.toLowerCase() === wanted!.toLowerCase()) return true
    return (object.status?.conditions ?? []).some((c: { type: string; status: string }) => c.type.toLowerCase() === wanted!.toLowerCase() && c.status === 'True')
  }
}

/** Prints a line for each Event as it is stored. */
function tell(cluster: Cluster, from: number): void {
  cluster.world.observe((frame, direction) => {
    if (direction !== 1) return
    for (const write of frame.writes) {
      if (write.table !== 'objects/events' || !write.after) continue
      const event = write.after as AnyObject
      const t = ((frame.at - from) / 1000).toFixed(3).padStart(10)
      process.stdout.write(`${t}  ${String(event.reason).padEnd(20)} ${String(event.involvedObject.kind).toLowerCase()}/${event.involvedObject.name}: ${event.message}\n`)
    }
  })
}

export function filesUnder(folder: string): Files {
  const at = (path: string) => resolve(folder, path)
  return {
    read: path => (existsSync(at(path)) && statSync(at(path)).isFile() ? readFileSync(at(path), 'utf8') : undefined),
    list: path => (existsSync(at(path)) && statSync(at(path)).isDirectory() ? readdirSync(at(path)).sort() : undefined),
  }
}
