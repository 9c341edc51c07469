// DaemonSets on a whole cluster, and the tables of what the vectors do not show.
import { describe, expect, test } from 'vitest'
import { DaemonSet as DaemonSetKind, Node as NodeKind, Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { createCluster } from '../../index.ts'
import { counted, waitMs } from './backoff.ts'

describe('[DS7] back-off of failed pods', () => {
  const twice = counted(counted(undefined, 1, ['n'], 0), 1, ['n'], 5000)
  test.each<[string, Parameters<typeof waitMs>, number | undefined]>([
    ['the first failure waits for nothing', [undefined, 1, 'n', 0], undefined],
    ['then 1 s', [counted(undefined, 1, ['n'], 0), 1, 'n', 999], 1000],
    ['no longer', [counted(undefined, 1, ['n'], 0), 1, 'n', 1000], undefined],
    ['then 2 s', [twice, 1, 'n', 6000], 2000],
    ['another node', [twice, 1, 'm', 6000], undefined],
    ['another generation', [twice, 2, 'n', 6000], undefined],
  ])('%s', (_name, args, ms) => expect(waitMs(...args)).toBe(ms))
})

function clusterWith(spec: object = {}, nodes = 3) {
  const cluster = createCluster({ seed: 5, nodes })
  const client = cluster.client()
  const run = (seconds: number) => cluster.world.travel({ forMs: seconds * 1000 })
  run(1)
  const template = { metadata: { labels: { app: 'a' } }, spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image: 'nginx:1.9.1' }] } }
  client.create({ apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent' }, spec: { selector: { matchLabels: { app: 'a' } }, template, ...spec } }, 'default')
  run(10)
  const pods = () => cluster.objects('pods')
  const on = () => pods().map(p => p['spec'].nodeName as string).sort()
  const status = () => cluster.objects('daemonsets')[0]!.status
  const image = (name: string) => client.patch(DaemonSetKind, 'default', 'agent', 'strategic', { spec: { template: { spec: { containers: [{ name: 'c', image: name }] } } } })
  return { cluster, client, run, pods, on, status, image }
}

test('[DS1] [DS4] [DS16] one on each node that it tolerates; a new node gets one', () => {
  const { cluster, on, run, status } = clusterWith()
  expect(on()).toEqual(['node-1', 'node-2', 'node-3'])
  expect(status()).toMatchObject({ desiredNumberScheduled: 3, currentNumberScheduled: 3, numberReady: 3, numberAvailable: 3, updatedNumberScheduled: 3, observedGeneration: 1 })
  cluster.act({ do: 'add-node' })
  run(20)
  expect(on()).toEqual(['node-1', 'node-2', 'node-3', 'node-4'])
})

test('[DS2] [DS9] a NoSchedule taint leaves the pod, and the status as it was; NoExecute takes it', () => {
  const { client, on, run, status } = clusterWith()
  const taint = (effect: string) => client.patch(NodeKind, undefined, 'node-2', 'merge', { spec: { taints: [{ key: 'k', effect }] } })
  taint('NoSchedule')
  run(10)
  expect([on(), status().desiredNumberScheduled]).toEqual([['node-1', 'node-2', 'node-3'], 3])
  taint('NoExecute')
  run(10)
  expect([on(), status().desiredNumberScheduled, status().numberMisscheduled]).toEqual([['node-1', 'node-3'], 2, 0])
})

test('[DS5] a deleted pod is made again', () => {
  const { client, pods, on, run } = clusterWith()
  const first = pods()[0]!
  client.delete(PodKind, 'default', first.metadata.name, {})
  run(15)
  expect(on()).toEqual(['node-1', 'node-2', 'node-3'])
  expect(pods().map(p => p.metadata.uid)).not.toContain(first.metadata.uid)
})

/** The most pods that were not ready, and the most pods at all, while it went on. */
function watchRollout({ cluster, run, pods }: ReturnType<typeof clusterWith>, seconds: number) {
  const seen = { unready: 0, pods: 0 }
  for (let t = 0; t < seconds * 10; t++) {
    run(0.1)
    const live = pods().filter(p => p.metadata.deletionTimestamp === undefined)
    const isReady = (p: AnyObject) => p.status.conditions?.some((c: { type: string; status: string }) => c.type === 'Ready' && c.status === 'True')
    const nodes = new Set(live.filter(isReady).map(p => p['spec'].nodeName))
    seen.unready = Math.max(seen.unready, 3 - nodes.size)
    seen.pods = Math.max(seen.pods, live.length)
  }
  void cluster
  return seen
}

test('[DS10] [DS12] a rolling update replaces one after the other and keeps both revisions', () => {
  const bed = clusterWith()
  bed.image('nginx:1.7.9')
  expect(watchRollout(bed, 40)).toEqual({ unready: 1, pods: 3 })
  expect(bed.pods().map(p => p['spec'].containers[0].image)).toEqual(['nginx:1.7.9', 'nginx:1.7.9', 'nginx:1.7.9'])
  expect(bed.cluster.objects('controllerrevisions').map(r => r['revision']).sort()).toEqual([1, 2])
})

test('[DS13] with surge no node goes without', () => {
  const bed = clusterWith({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } })
  bed.image('nginx:1.7.9')
  expect(watchRollout(bed, 40)).toEqual({ unready: 0, pods: 4 })
  expect(bed.status()).toMatchObject({ updatedNumberScheduled: 3, numberAvailable: 3 })
})

test('[DS14] OnDelete leaves old pods until they are deleted', () => {
  const { image, run, pods, client, status } = clusterWith({ updateStrategy: { type: 'OnDelete' } })
  image('nginx:1.7.9')
  run(20)
  expect([pods().filter(p => p['spec'].containers[0].image === 'nginx:1.7.9').length, status().updatedNumberScheduled ?? 0]).toEqual([0, 0])
  client.delete(PodKind, 'default', pods()[0]!.metadata.name, {})
  run(20)
  expect([pods().filter(p => p['spec'].containers[0].image === 'nginx:1.7.9').length, status().updatedNumberScheduled]).toEqual([1, 1])
})
