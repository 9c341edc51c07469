// The same Deployment on webernetes and on kubestep, in one run: the CPU that each needs until all its pods are available.
// webernetes runs on the clock on the wall, so this bench waits; only CPU is compared. Its modules cannot be loaded by Node as they
// are, so they are bundled first.
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { setTimeout as sleep } from 'node:timers/promises'
import { createCluster } from '../engine/index.ts'
import { cpuMs } from './measure.ts'
import { deployment, runUntil } from './workloads.ts'

const REPLICAS = 1000
const NODES = 10
const LONGEST_MS = 30 * 60_000
const LOOK_EVERY_MS = 500

/** As much of webernetes as is used here. */
interface Rival {
  readonly Cluster: new (options: { nodes: number }) => RivalCluster
  readonly BaseImage: abstract new (...args: any[]) => object
}
interface RivalCluster {
  registerImage(image: unknown): void
  init(): Promise<void>
  apply(objects: readonly unknown[]): Promise<unknown>
  pause(): void
  readonly api: { readonly appsv1: { readNamespacedDeployment(of: { name: string; namespace: string }): Promise<{ status?: { availableReplicas?: number } }> } }
}

async function rival(): Promise<Rival> {
  const { build } = await import('rolldown')
  const file = join(dirname(fileURLToPath(import.meta.url)), 'webernetes.mjs')
  await build({ input: '@ngrok/webernetes', platform: 'node', logLevel: 'silent', output: { file, format: 'esm', codeSplitting: false } })
  return await import(pathToFileURL(file).href) as Rival
}

/** A Deployment of an image that does nothing until it is told to end. */
const idling = (replicas: number, image: string, command?: readonly string[]) => {
  const web = deployment(replicas)
  return { ...web, spec: { ...web.spec, template: { ...web.spec.template, spec: { containers: [{ name: 'c', image, ...(command ? { command } : {}) }] } } } }
}

async function theirs({ Cluster, BaseImage }: Rival, replicas: number): Promise<number> {
  class Idle extends BaseImage {
    static imageName = 'idle'
    static imageVersion = '1.0'
    readonly defaultCommand = ['idle']
    exec(process: { waitUntilKilled(): Promise<number> }): Promise<number> { return process.waitUntilKilled() }
  }
  const cluster = new Cluster({ nodes: NODES })
  cluster.registerImage(Idle)
  await cluster.init()
  const began = process.cpuUsage()
  const until = Date.now() + LONGEST_MS
  await cluster.apply([idling(replicas, 'idle:1.0')])
  for (;;) {
    await sleep(LOOK_EVERY_MS)
    const { status } = await cluster.api.appsv1.readNamespacedDeployment({ name: 'web', namespace: 'default' })
    if (status?.availableReplicas === replicas) break
    if (Date.now() > until) throw new Error(`webernetes has ${status?.availableReplicas ?? 0} of ${replicas} replicas after ${LONGEST_MS / 60_000} minutes`)
  }
  const used = process.cpuUsage(began)
  cluster.pause()
  return (used.user + used.system) / 1000
}

function ours(replicas: number): number {
  const cluster = createCluster({ seed: 1, nodes: NODES, unlimited: true })
  return cpuMs(() => {
    cluster.client().create(idling(replicas, 'busybox', ['sleep', '1000000']) as never, 'default')
    runUntil(cluster, 'all are available', () => (cluster.objects('deployments')[0]!.status as { availableReplicas?: number } | undefined)?.availableReplicas === replicas)
  })
}

export async function webernetes(): Promise<Record<string, string | number>> {
  const other = await rival()
  // Once small, so that what is measured is compiled; ours on both sides of theirs, so that a busy machine shows.
  ours(100)
  await theirs(other, 20)
  const before = ours(REPLICAS)
  const cost = await theirs(other, REPLICAS)
  const after = ours(REPLICAS)
  return {
    'CPU s, a Deployment of 1,000 on 10 nodes, kubestep': `${(before / 1000).toFixed(2)}, ${(after / 1000).toFixed(2)}`,
    'CPU s, webernetes': (cost / 1000).toFixed(1), 'ratio': (cost / ((before + after) / 2)).toFixed(0),
  }
}
