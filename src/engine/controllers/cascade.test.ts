// The controllers together on a whole cluster: what becomes of pods when their Job, or their namespace, is deleted.
import { expect, test } from 'vitest'
import { ConfigMap, Job, Namespace, Node, Pod } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { PropagationPolicy } from '../api/client.ts'
import { createCluster } from '../index.ts'

function clusterWithJob(seconds: number, spec: object = {}, namespace = 'default') {
  const cluster = createCluster({ seed: 7, nodes: 2 })
  const client = cluster.client()
  if (namespace !== 'default') client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, undefined)
  run(cluster, 1)
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox:1.36', command: ['sleep', String(seconds)] }] } }
  client.create({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec: { completions: 2, parallelism: 2, template, ...spec } }, namespace)
  const writes: string[] = []
  cluster.world.observe((frame, direction) => {
    if (direction === 1) for (const c of frame.calls ?? []) if (/garbage|ttl|namespace-controller/.test(c.who)) writes.push(`${c.who} ${c.verb} ${c.res}`)
  })
  return { cluster, client, writes }
}
const run = (cluster: ReturnType<typeof createCluster>, seconds: number) => cluster.world.travel({ forMs: seconds * 1000 })
const phases = (objects: readonly AnyObject[]) => objects.map(o => o.status.phase as string)

test('[G2] [G4] in the background the Job goes at once, its pods after their grace', () => {
  const { cluster, client, writes } = clusterWithJob(300)
  run(cluster, 10)
  client.delete(Job, 'default', 'j', { propagationPolicy: 'Background' })
  expect(cluster.objects('jobs')).toEqual([])
  run(cluster, 1)
  expect(cluster.objects('pods').map(p => p.metadata.deletionTimestamp !== undefined)).toEqual([true, true])
  run(cluster, 40)
  expect(cluster.objects('pods')).toEqual([])
  expect(writes).toEqual(Array(2).fill('generic-garbage-collector delete pods'))
})

test('[G7] [G8] in the foreground the Job waits for its pods', () => {
  const { cluster, client, writes } = clusterWithJob(300)
  run(cluster, 10)
  client.delete(Job, 'default', 'j', { propagationPolicy: 'Foreground' })
  run(cluster, 15)
  expect(cluster.objects('jobs')).toHaveLength(1)
  run(cluster, 30)
  expect([cluster.objects('jobs').length, cluster.objects('pods').length]).toEqual([0, 0])
  expect(writes).toEqual([...Array<string>(2).fill('generic-garbage-collector delete pods'), 'generic-garbage-collector patch jobs'])
})

test('[G5] [J38] orphaned pods run on, owned and tracked by nobody', () => {
  const { cluster, client } = clusterWithJob(20)
  run(cluster, 10)
  client.delete(Job, 'default', 'j', { propagationPolicy: 'Orphan' })
  run(cluster, 3)
  expect(cluster.objects('jobs')).toEqual([])
  expect(cluster.objects('pods').map(p => [p.metadata.ownerReferences?.length ?? 0, p.metadata.finalizers?.length ?? 0])).toEqual([[0, 0], [0, 0]])
  run(cluster, 30)
  expect(phases(cluster.objects('pods'))).toEqual(['Succeeded', 'Succeeded'])
})

test('[TTL1] [TTL2] a Job and its pods are gone when their time has passed', () => {
  const { cluster, writes } = clusterWithJob(2, { ttlSecondsAfterFinished: 30 })
  run(cluster, 25)
  expect(phases(cluster.objects('pods'))).toEqual(['Succeeded', 'Succeeded'])
  run(cluster, 30)
  expect([cluster.objects('jobs').length, cluster.objects('pods').length]).toEqual([0, 0])
  expect(writes).toEqual(['ttl-after-finished-controller delete jobs', ...Array<string>(2).fill('generic-garbage-collector delete pods'), 'generic-garbage-collector patch jobs'])
})

test.each<[PropagationPolicy]>([['Background'], ['Foreground']])('[N2] [N3] [N7] a namespace goes with all that is in it (%s)', propagationPolicy => {
  const { cluster, client } = clusterWithJob(300, {}, 'x')
  run(cluster, 10)
  client.delete(Namespace, undefined, 'x', { propagationPolicy })
  run(cluster, 20)
  expect(cluster.objects('namespaces').find(n => n.metadata.name === 'x')!.status.conditions).toContainEqual(
    expect.objectContaining({ type: 'NamespaceContentRemaining', status: 'True', message: 'Some resources are remaining: pods. has 2 resource instances' }))
  run(cluster, 60)
  const left = ['namespaces', 'jobs', 'pods', 'events', 'configmaps', 'serviceaccounts'].flatMap(plural => cluster.objects(plural).filter(o => o.metadata.namespace === 'x' || o.metadata.name === 'x'))
  expect(left.map(o => `${o.kind} ${o.metadata.name}`)).toEqual([])
})

test('[PG1] [PG4] pods of a node that is gone are failed and removed 40 to 60 s later, and replaced', () => {
  const { cluster, client } = clusterWithJob(300, { completions: 1, parallelism: 1 })
  run(cluster, 5)
  const pod = cluster.objects('pods')[0]!
  cluster.act({ do: 'stop-kubelet', name: pod.spec.nodeName })
  client.delete(Node, undefined, pod.spec.nodeName, { propagationPolicy: 'Background' })
  run(cluster, 39)
  expect(cluster.objects('pods').map(p => p.metadata.name)).toContain(pod.metadata.name)
  run(cluster, 45)
  const after = cluster.objects('pods')
  expect(after.map(p => p.metadata.name)).not.toContain(pod.metadata.name)
  expect(after).toHaveLength(1)
  expect(client.get(Pod, 'default', after[0]!.metadata.name).spec.nodeName).not.toBe(pod.spec.nodeName)
})

/** Config maps by name, each owned (not controlled) by those that are named after it. */
function owned(...sets: readonly (readonly string[])[]) {
  const cluster = createCluster({ seed: 7, nodes: 1 })
  const client = cluster.client()
  const uidOf = (name: string) => client.get(ConfigMap, 'default', name).metadata.uid!
  const by = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', name, uid: uidOf(name), blockOwnerDeletion: true })
  for (const [name, ...owners] of sets) client.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: name!, ownerReferences: owners.map(by) } }, 'default')
  const left = () => cluster.objects('configmaps').filter(c => c.metadata.namespace === 'default' && c.metadata.name.length === 1).map(c => [c.metadata.name, ...(c.metadata.ownerReferences ?? []).map(r => r.name)])
  return { cluster, client, by, left }
}

test('[G3] [G2] of several owners without a controller each one counts, in whatever order they go', () => {
  const { cluster, client, left } = owned(['a'], ['b'], ['c'], ['x', 'a', 'b', 'c'])
  for (const [name, owners] of [['b', ['a', 'c']], ['c', ['a']]] as const) {
    client.delete(ConfigMap, 'default', name, {})
    run(cluster, 2)
    expect(left().find(([n]) => n === 'x')).toEqual(['x', ...owners])
  }
  client.delete(ConfigMap, 'default', 'a', {})
  run(cluster, 2)
  expect(left()).toEqual([])
})

test('[G12] a circle of owners ends when one of them is deleted in the foreground', () => {
  const { cluster, client, by, left } = owned(['x'], ['y', 'x'])
  client.patch(ConfigMap, 'default', 'x', 'merge', { metadata: { ownerReferences: [by('y')] } })
  run(cluster, 2)
  expect(left()).toEqual([['x', 'y'], ['y', 'x']])
  client.delete(ConfigMap, 'default', 'x', { propagationPolicy: 'Foreground' })
  run(cluster, 5)
  expect(left()).toEqual([])
})
