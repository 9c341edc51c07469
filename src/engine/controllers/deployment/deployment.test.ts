// Deployments on a whole cluster: what the page would show, not how the controller came to it.
import { describe, expect, test, vi } from 'vitest'
import { Deployment, Pod, ReplicaSet, ResourceQuota } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { createCluster } from '../../index.ts'

vi.setConfig({ testTimeout: 30_000 })

type Cluster = ReturnType<typeof createCluster>

const template = (image: string) => ({ metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image, command: ['sleep', '3600'] }] } })

function clusterWith(spec: object, image = 'busybox:1.36') {
  const cluster = createCluster({ seed: 3, nodes: 3 })
  const client = cluster.client()
  run(cluster, 1)
  client.create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } }, template: template(image), ...spec } }, 'default')
  const patch = (body: object) => client.patch(Deployment, 'default', 'web', 'merge', body)
  return { cluster, client, patch, roll: (next: string) => patch({ spec: { template: template(next) } }) }
}
const run = (cluster: Cluster, seconds: number) => cluster.world.travel({ forMs: seconds * 1000 })
const sets = (cluster: Cluster) => cluster.objects('replicasets').map(rs => [rs.spec.replicas, rs.metadata.annotations?.['deployment.kubernetes.io/revision']])
const web = (cluster: Cluster) => cluster.objects('deployments')[0]!
const progressing = (d: AnyObject) => d.status.conditions.find((c: { type: string }) => c.type === 'Progressing').reason
const told = (cluster: Cluster) => cluster.objects('events').filter(e => e['reason'] === 'ScalingReplicaSet').map(e => e['message'].replace(/web-\w+/, 'web-x'))

/** The least available and the most pods at once while something goes on. */
function bounds(cluster: Cluster, seconds: number) {
  let [least, most] = [Infinity, 0]
  for (let ms = 0; ms < seconds * 1000; ms += 100) {
    cluster.world.travel({ forMs: 100 })
    const pods = cluster.objects('pods').filter(p => p.metadata.deletionTimestamp === undefined)
    least = Math.min(least, pods.filter(p => p.status?.conditions?.some((c: { type: string; status: string }) => c.type === 'Ready' && c.status === 'True')).length)
    most = Math.max(most, pods.length)
  }
  return { least, most }
}

describe('rolling update', () => {
  test.each([
    ['[D13] one at a time, never fewer', { maxSurge: 1, maxUnavailable: 0 }, 4, 5],
    ['[D13] one at a time, never more', { maxSurge: 0, maxUnavailable: 1 }, 3, 4],
    ['[D13] shares: a quarter of four fewer, a half more', { maxSurge: '50%', maxUnavailable: '25%' }, 3, 6],
  ] as const)('%s', (_name, rollingUpdate, least, most) => {
    const { cluster, roll } = clusterWith({ replicas: 4, strategy: { type: 'RollingUpdate', rollingUpdate } })
    run(cluster, 20)
    roll('busybox:1.28')
    expect(bounds(cluster, 60)).toEqual({ least, most })
    expect(sets(cluster).toSorted()).toEqual([[0, '1'], [4, '2']])
    expect(progressing(web(cluster))).toBe('NewReplicaSetAvailable')
  })

  test('[D5] going back renumbers the old ReplicaSet and keeps its former number', () => {
    const { cluster, roll } = clusterWith({ replicas: 1 })
    run(cluster, 10)
    roll('busybox:1.28')
    run(cluster, 20)
    roll('busybox:1.36')
    run(cluster, 20)
    expect(sets(cluster).toSorted()).toEqual([[0, '2'], [1, '3']])
    expect(cluster.objects('replicasets').map(rs => rs.metadata.annotations?.['deployment.kubernetes.io/revision-history'])).toContain('1')
    expect(web(cluster).metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('3')
  })

  test('[D8] [D19] each step is told', () => {
    const { cluster, roll } = clusterWith({ replicas: 2, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } } })
    run(cluster, 10)
    roll('busybox:1.28')
    run(cluster, 20)
    expect(told(cluster)).toEqual([
      'Scaled up replica set web-x from 0 to 2', 'Scaled up replica set web-x from 0 to 1', 'Scaled down replica set web-x from 2 to 1',
      'Scaled up replica set web-x from 1 to 2', 'Scaled down replica set web-x from 1 to 0',
    ])
  })

  test('[D17] an image that never comes exceeds the deadline, and the old pods stay', () => {
    const { cluster, roll } = clusterWith({ replicas: 2, progressDeadlineSeconds: 20 })
    run(cluster, 10)
    roll('nginx:1.91')
    run(cluster, 45)
    expect(progressing(web(cluster))).toBe('ProgressDeadlineExceeded')
    expect(web(cluster).status.availableReplicas).toBe(2)
  })

  test('[D21] only so many old ReplicaSets are kept', () => {
    const { cluster, roll } = clusterWith({ replicas: 1, revisionHistoryLimit: 1 })
    for (const tag of ['1.28', '1.36', '1.28.1', '1.36.1']) {
      run(cluster, 15)
      roll(`busybox:${tag}`)
    }
    run(cluster, 15)
    expect(cluster.objects('replicasets')).toHaveLength(2)
  })
})

test('[D12] Recreate: no new pod before the last old one has ended', () => {
  const { cluster, roll } = clusterWith({ replicas: 2, strategy: { type: 'Recreate' } })
  run(cluster, 10)
  roll('busybox:1.28')
  for (let i = 0; i < 60; i++) {
    run(cluster, 1)
    const living = cluster.objects('pods').filter(p => p.status?.phase !== 'Failed' && p.status?.phase !== 'Succeeded')
    expect(new Set(living.map(p => p.metadata.labels?.['pod-template-hash'])).size).toBeLessThanOrEqual(1)
  }
  expect(sets(cluster).toSorted()).toEqual([[0, '1'], [2, '2']])
})

test('[D3] [D11] paused: scaled, but not rolled out; resumed: rolled out', () => {
  const { cluster, patch, roll } = clusterWith({ replicas: 2 })
  run(cluster, 10)
  patch({ spec: { paused: true } })
  run(cluster, 2)
  expect(progressing(web(cluster))).toBe('DeploymentPaused')
  roll('busybox:1.28')
  patch({ spec: { replicas: 3 } })
  run(cluster, 10)
  expect(sets(cluster)).toEqual([[3, '1']])
  patch({ spec: { paused: false } })
  run(cluster, 60)
  expect(sets(cluster).toSorted()).toEqual([[0, '1'], [3, '2']])
})

test('[D24] fifteen tries, then nothing more until somebody touches it', () => {
  const cluster = createCluster({ seed: 3, nodes: 1 })
  const client = cluster.client()
  run(cluster, 1)
  client.create({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q' }, spec: { hard: { 'count/replicasets.apps': '0' } } }, 'default')
  run(cluster, 1)
  const tries: number[] = []
  cluster.world.observe((frame, direction) => {
    if (direction === 1) for (const c of frame.calls ?? []) if (c.res === 'replicasets' && c.verb === 'create') tries.push(frame.at)
  })
  client.create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } }, template: template('busybox:1.36') } }, 'default')
  run(cluster, 120)
  const after = { two: tries.length, ten: 0 }
  run(cluster, 480)
  after.ten = tries.length
  client.delete(ResourceQuota, 'default', 'q', {})
  run(cluster, 3600)
  expect([after, tries.length, sets(cluster)]).toEqual([{ two: 15, ten: 16 }, 16, []])
  client.patch(Deployment, 'default', 'web', 'merge', { metadata: { annotations: { touched: 'yes' } } })
  run(cluster, 20)
  expect(sets(cluster)).toEqual([[1, '1']])
})

test('[D10] a stranger of the same name: another hash', () => {
  const { cluster, client } = clusterWith({ replicas: 0 })
  run(cluster, 5)
  const name = cluster.objects('replicasets')[0]!.metadata.name
  client.delete(Deployment, 'default', 'web', { propagationPolicy: 'Background' })
  run(cluster, 10)
  client.create({
    apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name },
    spec: { replicas: 0, selector: { matchLabels: { app: 'other' } }, template: { ...template('busybox:1.36'), metadata: { labels: { app: 'other' } } } },
  }, 'default')
  client.create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template: template('busybox:1.36') } }, 'default')
  run(cluster, 10)
  expect(web(cluster).status.collisionCount).toBe(1)
  expect(cluster.objects('replicasets').map(rs => rs.metadata.name)).toHaveLength(2)
})

test('[D2] orphaned ReplicaSets are taken over by a Deployment made anew, with their pods', () => {
  const { cluster, client } = clusterWith({ replicas: 2 })
  run(cluster, 10)
  const before = cluster.objects('pods').map(p => p.metadata.name)
  const made = web(cluster)
  client.delete(Deployment, 'default', 'web', { propagationPolicy: 'Orphan' })
  run(cluster, 5)
  expect(cluster.objects('replicasets')[0]!.metadata.ownerReferences ?? []).toEqual([])
  client.create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: made.spec }, 'default')
  run(cluster, 10)
  expect(cluster.objects('pods').map(p => p.metadata.name)).toEqual(before)
  expect(cluster.objects('replicasets')[0]!.metadata.ownerReferences).toMatchObject([{ kind: 'Deployment', controller: true }])
  expect([client.get(ReplicaSet, 'default', cluster.objects('replicasets')[0]!.metadata.name).spec.replicas, client.list(Pod, 'default').length]).toEqual([2, 2])
})

test('[D23] a refusal while it shrinks is passed over: no failure, no retry, until something else happens', () => {
  const { cluster, patch, roll } = clusterWith({ replicas: 2, strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } })
  run(cluster, 10)
  const refused: number[] = []
  cluster.world.observe((frame, direction) => { if (direction === 1 && frame.actor === 'deployment-controller' && frame.what === 'update refused') refused.push(frame.at) })
  cluster.act({ do: 'break', fault: { kind: 'api-refuses', rate: 1, error: 'conflict', client: 'deployment-controller', verb: 'update', resource: 'replicasets' } })
  roll('busybox:1.28')
  run(cluster, 5)
  const tries = refused.length
  expect([tries > 0, tries < 5]).toEqual([true, true])
  run(cluster, 100)
  expect(refused.length).toBe(tries)
  cluster.act({ do: 'mend-all' })
  run(cluster, 20)
  expect(sets(cluster).toSorted()).toEqual([[0, '2'], [2, '1']])
  patch({ metadata: { annotations: { poke: '1' } } })
  run(cluster, 60)
  expect(sets(cluster).toSorted()).toEqual([[0, '1'], [2, '2']])
})
