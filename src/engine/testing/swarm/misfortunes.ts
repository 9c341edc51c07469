// What may happen to a cluster: by its users, its machines, its processes and its network. And how all of it is made good again.
import { Job, Node, Pod } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { ApiError } from '../../api/errors.ts'
import type { Cluster } from '../../cluster.ts'
import type { Fault } from '../../faults/fault.ts'
import type { Draw } from './draw.ts'

export type Misfortune = (cluster: Cluster, draw: Draw) => void

/** One of a kind: the cluster's own, or of the namespace in which the swarm works. */
export const someOf = (cluster: Cluster, plural: string, draw: Draw): AnyObject | undefined => {
  const all = cluster.objects(plural).filter(o => o.metadata.namespace === undefined || o.metadata.namespace === 'default')
  return all.length ? draw.pick(all) : undefined
}
const worker = (cluster: Cluster, draw: Draw) => {
  const nodes = cluster.objects('nodes').filter(n => n.metadata.name !== 'control-plane')
  return nodes.length ? draw.pick(nodes).metadata.name : undefined
}
const patchJob = (cluster: Cluster, draw: Draw, spec: (job: AnyObject) => object) => {
  const job = someOf(cluster, 'jobs', draw)
  if (job) cluster.client().patch(Job, 'default', job.metadata.name, 'merge', { spec: spec(job) })
}
const CONTROLLERS = ['job-controller', 'generic-garbage-collector', 'ttl-after-finished-controller', 'scheduler']

const breaks = (cluster: Cluster, fault: Fault) => cluster.act({ do: 'break', fault })

const list: readonly Misfortune[] = [
  // Users.
  (cluster, draw) => {
    const pod = someOf(cluster, 'pods', draw)
    if (pod) cluster.client().delete(Pod, 'default', pod.metadata.name, draw.oneIn(3) ? { gracePeriodSeconds: draw.below(2) } : {})
  },
  (cluster, draw) => {
    const pod = someOf(cluster, 'pods', draw)
    if (pod) cluster.client().createSubresource(Pod, 'default', pod.metadata.name, 'eviction', { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod.metadata.name, namespace: 'default' } })
  },
  (cluster, draw) => {
    const job = draw.oneIn(3) ? someOf(cluster, 'jobs', draw) : undefined
    if (job) cluster.client().delete(Job, 'default', job.metadata.name, { propagationPolicy: draw.pick(['Background', 'Foreground', 'Orphan'] as const) })
  },
  (cluster, draw) => patchJob(cluster, draw, () => ({ parallelism: draw.below(5) })),
  (cluster, draw) => patchJob(cluster, draw, job => ({ suspend: job.spec.suspend !== true })),
  (cluster, draw) => patchJob(cluster, draw, job => (job.spec.completionMode === 'Indexed' && job.spec.completions === job.spec.parallelism
    ? { completions: job.spec.completions + 1, parallelism: job.spec.parallelism + 1 } : { activeDeadlineSeconds: 5 + draw.below(60) })),
  // Machines.
  (cluster, draw) => { const name = worker(cluster, draw); if (name) cluster.act({ do: 'stop-kubelet', name }) },
  (cluster, draw) => { const name = worker(cluster, draw); if (name) cluster.act({ do: 'start-kubelet', name }) },
  (cluster, draw) => {
    const name = worker(cluster, draw)
    if (name) cluster.client().patch(Node, undefined, name, 'merge', { spec: { unschedulable: draw.oneIn(2) ? true : null } })
  },
  (cluster, draw) => { const name = draw.oneIn(3) ? worker(cluster, draw) : undefined; if (name) cluster.act({ do: 'remove-node', name }) },
  cluster => cluster.act({ do: 'add-node' }),
  // Processes.
  (cluster, draw) => cluster.act({ do: 'stop-controller', name: draw.pick(CONTROLLERS) }),
  (cluster, draw) => cluster.act({ do: 'start-controller', name: draw.pick(CONTROLLERS) }),
  // The network and the API server.
  (cluster, draw) => breaks(cluster, { kind: 'api-refuses', rate: draw.below(5) / 10, ...(draw.oneIn(3) ? { error: draw.pick(['unavailable', 'timeout', 'forbidden'] as const) } : {}) }),
  (cluster, draw) => breaks(cluster, { kind: 'api-refuses', rate: draw.below(5) / 10, error: 'conflict' }),
  (cluster, draw) => breaks(cluster, { kind: 'watch-slow', watcher: 'controllers', ms: 1 + draw.below(3) * draw.below(1500) }),
  (cluster, draw) => breaks(cluster, { kind: 'watch-slow', watcher: draw.pick(['scheduler', 'job-controller', 'kubelet/node-1']), ms: 1 + draw.below(3) * draw.below(1500) }),
  (cluster, draw) => { const node = worker(cluster, draw); if (node) breaks(cluster, { kind: 'network-cut', node }) },
  (cluster, draw) => { const node = draw.oneIn(2) ? worker(cluster, draw) : undefined; if (node) breaks(cluster, { kind: 'node-down', node }) },
  (cluster, draw) => breaks(cluster, { kind: 'image-unavailable', image: draw.pick(['*', 'busybox', 'busybox:1.36']), why: draw.pick(['registry-down', 'not-found'] as const) }),
  (cluster, draw) => breaks(cluster, { kind: 'program-fails', rate: draw.below(6) / 10, ...(draw.oneIn(2) ? { exitCode: draw.pick([1, 3, 42]) } : {}) }),
  // What is asked of workloads, and whether anybody measures it.
  (cluster, draw) => { const job = someOf(cluster, 'jobs', draw); if (job) cluster.act({ do: 'set-load', workload: `jobs/default/${job.metadata.name}`, cpuMilli: draw.below(3000) }) },
  (cluster, draw) => cluster.act({ do: 'metrics-server', on: draw.oneIn(2) }),
  // And one of them mended before the others.
  (cluster, draw) => { const all = cluster.faults.list(); if (all.length) cluster.act({ do: 'mend', id: draw.pick(all).id }) },
]

export const misfortunes = {
  /** One of them. */
  one(cluster: Cluster, draw: Draw): void {
    refusable(() => draw.pick(list)(cluster, draw))
  },

  /** A machine runs short. Drawn beside the others, for some seeds alone: what is one more among them changes the course of every seed there is. */
  // `disk`: not where there may be DaemonSets. One that surges makes a pod at once for each that a full disk refuses, twenty a second, and takes hours to
  // clear them away: so does upstream's.
  scarcity(cluster: Cluster, draw: Draw, disk: boolean): void {
    const node = worker(cluster, draw)
    if (node) refusable(() => breaks(cluster, { kind: draw.oneIn(2) && disk ? 'disk-short' : 'memory-short', node }))
  },

  /** Everything that was broken is whole again: there is at least one node with room, and nobody is stopped. */
  heal(cluster: Cluster): void {
    cluster.act({ do: 'mend-all' })
    const nodes = cluster.objects('nodes')
    if (!nodes.some(n => n.metadata.name !== 'control-plane')) cluster.act({ do: 'add-node' })
    for (const node of cluster.objects('nodes')) {
      if (node.spec.unschedulable) cluster.client().patch(Node, undefined, node.metadata.name, 'merge', { spec: { unschedulable: null } })
    }
  },
} as const

/** That the API server or the cluster refuses it is no fault. */
export function refusable(act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
  }
}
