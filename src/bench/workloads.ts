// Workloads that stay: a Deployment scaled up, rolled over and down again, and a DaemonSet on many nodes. CPU per pod must not grow
// with their number.
import { createCluster, type Cluster } from '../engine/index.ts'
import { Deployment } from '../kube/kinds.ts'
import type { AnyObject } from '../kube/object.ts'
import { cpuMs } from './measure.ts'

/** How many pods fit a node; of those a tenth is left free. */
const PODS_PER_NODE = 100
const LONGEST_MS = 6 * 3_600_000

const template = (app: string, command: readonly string[]) => ({ metadata: { labels: { app } }, spec: { containers: [{ name: 'c', image: 'busybox', command }] } })

export const deployment = (replicas: number) => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: template('web', ['sleep', '1000000']) },
})

const daemonSet = {
  apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'agent' } }, template: template('agent', ['sleep', '1000000']) },
}

/** Runs on until it holds, looking every tenth of a second; says what it waited for when it never does. */
export function runUntil(cluster: Cluster, what: string, holds: () => boolean): void {
  const until = cluster.now + LONGEST_MS
  while (!holds()) {
    if (cluster.now > until) throw new Error(`never came: ${what}; ${JSON.stringify([...cluster.objects('deployments'), ...cluster.objects('daemonsets')].map(o => o.status))}`)
    cluster.world.travel({ forMs: 100 })
  }
}

interface Phase { readonly cpuMs: number; readonly frames: number; readonly writes: number }

function phase(cluster: Cluster, work: () => void): Phase {
  const from = cluster.world.position
  let writes = 0
  const leave = cluster.world.observe(frame => { writes += frame.writes.length })
  const used = cpuMs(work)
  leave()
  return { cpuMs: used, frames: cluster.world.position - from, writes }
}

export interface DeploymentRun { readonly up: Phase; readonly rollout: Phase; readonly down: Phase }

/** 0 → `replicas` → all of them replaced → 0, without limits of clients. */
export function runDeployment(replicas: number): DeploymentRun {
  const nodes = Math.ceil((1.25 * replicas) / PODS_PER_NODE) + 1
  const cluster = createCluster({ seed: 1, nodes, unlimited: true })
  const client = cluster.client()
  const status = (): AnyObject => cluster.objects('deployments')[0]!.status ?? {}
  cluster.world.travel({ forMs: 1000 })
  const up = phase(cluster, () => {
    client.create(deployment(replicas) as never, 'default')
    runUntil(cluster, 'all are available', () => (status() as any).availableReplicas === replicas)
  })
  const rollout = phase(cluster, () => {
    client.patch(Deployment, 'default', 'web', 'merge', { spec: { template: { metadata: { labels: { version: '2' } } } } })
    runUntil(cluster, 'all are replaced', () => cluster.objects('deployments')[0]!.metadata.generation === (status() as any).observedGeneration && (status() as any).updatedReplicas === replicas && (status() as any).availableReplicas === replicas && cluster.objects('pods').length === replicas)
  })
  const down = phase(cluster, () => {
    client.patch(Deployment, 'default', 'web', 'merge', { spec: { replicas: 0 } })
    runUntil(cluster, 'all are gone', () => cluster.objects('pods').length === 0)
  })
  return { up, rollout, down }
}

/** A DaemonSet comes to every one of so many nodes, after they have been there for a while. */
export function runDaemonSet(nodes: number): Phase {
  const cluster = createCluster({ seed: 1, nodes, unlimited: true })
  cluster.world.travel({ forMs: 1000 })
  return phase(cluster, () => {
    cluster.client().create(daemonSet as never, 'default')
    runUntil(cluster, 'one is ready on each', () => (cluster.objects('daemonsets')[0]!.status as any)?.numberReady === nodes)
  })
}

const perPod = (of: Phase, pods: number) => ((1000 * of.cpuMs) / pods).toFixed(0)

export function deployments(): Record<string, string | number> {
  runDeployment(100)
  const runs = [100, 300, 1000].map(replicas => ({ replicas, run: runDeployment(replicas) }))
  const big = runs.at(-1)!
  const all = (r: DeploymentRun) => r.up.cpuMs + r.rollout.cpuMs + r.down.cpuMs
  const each = (part: keyof DeploymentRun) => runs.map(({ replicas, run }) => perPod(run[part], replicas)).join(', ')
  return {
    'CPU s, 0 → 1,000 → rollout → 0': (all(big.run) / 1000).toFixed(2),
    'CPU µs per pod going up, 100, 300, 1,000': each('up'), 'CPU µs per pod rolled over': each('rollout'), 'CPU µs per pod going down': each('down'),
    'frames per pod, 100, 300, 1,000': runs.map(({ replicas, run }) => ((run.up.frames + run.rollout.frames + run.down.frames) / replicas).toFixed(1)).join(', '),
    'ratio of CPU per pod, 1,000 to 100': ((all(big.run) / 1000) / (all(runs[0]!.run) / 100)).toFixed(2),
  }
}

export function daemonsets(): Record<string, string | number> {
  runDaemonSet(100)
  const runs = [100, 300, 1000].map(nodes => ({ nodes, run: runDaemonSet(nodes) }))
  return {
    'CPU s, 1,000 nodes': (runs.at(-1)!.run.cpuMs / 1000).toFixed(2), 'CPU µs per node, 100, 300, 1,000': runs.map(r => perPod(r.run, r.nodes)).join(', '),
    'frames per node': runs.map(r => (r.run.frames / r.nodes).toFixed(1)).join(', '),
    'ratio of CPU per node, 1,000 to 100': ((runs.at(-1)!.run.cpuMs / 1000) / (runs[0]!.run.cpuMs / 100)).toFixed(2),
  }
}
