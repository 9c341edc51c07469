// What taints do to deletions that wait already.
import { expect, test } from 'vitest'
import { Node as NodeKind, Pod as PodKind } from '../../../kube/kinds.ts'
import { createCluster } from '../../index.ts'

const forSeconds = (key: string, tolerationSeconds: number) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds })

function clusterWithPod(tolerations: object[] = []) {
  const cluster = createCluster({ seed: 3, nodes: 2 })
  const client = cluster.client()
  const run = (seconds: number) => cluster.world.travel({ forMs: seconds * 1000 })
  run(1)
  client.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { nodeName: 'node-1', tolerations, containers: [{ name: 'c', image: 'busybox:1.36', command: ['sleep', '9999'] }] } }, 'default')
  run(5)
  const taint = (...keys: string[]) => client.patch(NodeKind, undefined, 'node-1', 'merge', { spec: { taints: keys.map(key => ({ key, effect: 'NoExecute' })) } })
  const goes = () => {
    const pod = cluster.server.store.get(PodKind, 'default/p')
    return pod === undefined || pod.metadata.deletionTimestamp !== undefined
  }
  const told = () => cluster.objects('events').filter(e => e['reason'] === 'TaintManagerEviction').map(e => `${e['message']} x${e['count']}`).sort()
  return { cluster, client, run, taint, goes, told }
}

test.each([
  ['shorter', 60, 5], ['longer', 20, 500],
])('[TE3] a deletion that waits keeps its time though the new taint is tolerated for a %s one', (_name, first, second) => {
  const { run, taint, goes, told } = clusterWithPod([forSeconds('k', first), forSeconds('l', second)])
  taint('k')
  run(10)
  taint('k', 'l')
  run(first - 12)
  expect([goes(), told()]).toEqual([false, []])
  run(4)
  expect([goes(), told()]).toEqual([true, ['Marking for deletion Pod default/p x1']])
})

test('[TE3] a taint that is not tolerated overtakes it: called off, and deleted at once', () => {
  const { run, taint, goes, told } = clusterWithPod([forSeconds('k', 60)])
  taint('k')
  run(10)
  taint('k', 'other')
  run(1)
  expect([goes(), told()]).toEqual([true, ['Cancelling deletion of Pod default/p x1', 'Marking for deletion Pod default/p x1']])
})

test('[TE6] a pod that is going is marked once more when the taints change, and not by anything else', () => {
  const { client, run, taint, told } = clusterWithPod()
  taint('k')
  run(2)
  client.patch(PodKind, 'default', 'p', 'merge', { metadata: { labels: { some: 'thing' } } })
  run(2)
  expect(told()).toEqual(['Marking for deletion Pod default/p x1'])
  taint('k', 'l')
  run(2)
  expect(told()).toEqual(['Marking for deletion Pod default/p x2'])
})

test('[TE4] [TE7] a node that is gone calls nothing off; a pod that is gone does', () => {
  const { client, run, taint, told } = clusterWithPod([forSeconds('k', 300)])
  taint('k')
  run(5)
  client.delete(NodeKind, undefined, 'node-1', {})
  run(5)
  expect(told()).toEqual([])
  client.delete(PodKind, 'default', 'p', { gracePeriodSeconds: 0 })
  run(1)
  expect(told()).toEqual(['Cancelling deletion of Pod default/p x1'])
})
