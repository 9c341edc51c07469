// StatefulSets and their volumes on a whole cluster.
import { expect, test } from 'vitest'
import { PersistentVolumeClaim as ClaimKind, Pod as PodKind, StatefulSet as StatefulSetKind } from '../../../kube/kinds.ts'
import { createCluster } from '../../index.ts'

function clusterWith(spec: object = {}, volumes = 0) {
  const cluster = createCluster({ seed: 5, nodes: 2 })
  const client = cluster.client()
  const run = (seconds: number) => cluster.world.travel({ forMs: seconds * 1000 })
  run(1)
  for (let n = 1; n <= volumes; n++) {
    client.create({ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: `pv-${n}` }, spec: { capacity: { storage: `${n}Gi` }, accessModes: ['ReadWriteOnce'], storageClassName: 's', persistentVolumeReclaimPolicy: 'Delete', hostPath: { path: `/tmp/${n}` } } }, undefined)
  }
  const template = { metadata: { labels: { app: 'a' } }, spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image: 'nginx:1.9.1' }] } }
  client.create({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web' }, spec: { replicas: 3, serviceName: 'web', selector: { matchLabels: { app: 'a' } }, template, ...spec } }, 'default')
  const births: string[] = []
  cluster.world.observe((frame, direction) => {
    if (direction === 1) for (const c of frame.calls ?? []) if (c.res === 'pods' && (c.verb === 'create' || c.verb === 'delete') && c.who === 'statefulset-controller') births.push(`${c.verb} ${c.name}`)
  })
  const pods = () => cluster.objects('pods').map(p => `${p.metadata.name} ${p['spec'].containers[0].image}`)
  const patch = (to: object) => client.patch(StatefulSetKind, 'default', 'web', 'strategic', { spec: to })
  const image = (name: string) => ({ template: { spec: { containers: [{ name: 'c', image: name }] } } })
  return { cluster, client, run, pods, births, patch, image }
}

const claims = { volumeClaimTemplates: [{ metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], storageClassName: 's', resources: { requests: { storage: '1Gi' } } } }] }

test('[SS2] [SS3] up in order, down in order', () => {
  const { run, births, patch, pods } = clusterWith()
  run(0.5)
  expect(births).toEqual(['create web-0'])
  run(20)
  expect(births).toEqual(['create web-0', 'create web-1', 'create web-2'])
  patch({ replicas: 1 })
  run(20)
  expect(births.slice(3)).toEqual(['delete web-2', 'delete web-1'])
  expect(pods()).toEqual(['web-0 nginx:1.9.1'])
})

test('[SS2] in parallel nobody waits', () => {
  const { run, births } = clusterWith({ podManagementPolicy: 'Parallel' })
  run(0.5)
  expect(births).toEqual(['create web-0', 'create web-1', 'create web-2'])
})

test.each(['OrderedReady', 'Parallel'])('[SS2] two billion pods wanted: %s goes on with what a sync can make', podManagementPolicy => {
  const { run, births } = clusterWith({ podManagementPolicy, replicas: 2_147_483_647, ordinals: { start: 3 } })
  run(0.5)
  if (podManagementPolicy === 'OrderedReady') expect(births).toEqual(['create web-3'])
  else expect(births.slice(0, 2)).toEqual(['create web-3', 'create web-4'])
})

test('[SS6] maxUnavailable is not kept, whatever it says: its feature is off; to change it alone is no change', () => {
  const { client, run, patch, births, image } = clusterWith({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '50%' } } })
  run(30)
  const { metadata, spec } = client.get(StatefulSetKind, 'default', 'web')
  expect([metadata.generation, spec.updateStrategy]).toEqual([1, { type: 'RollingUpdate', rollingUpdate: { partition: 0 } }])
  expect(patch({ updateStrategy: { rollingUpdate: { maxUnavailable: 2 } } }).metadata.generation).toBe(1)
  patch(image('nginx:1.7.9'))
  run(0.5)
  expect(births.filter(b => b.startsWith('delete'))).toEqual(['delete web-2'])
})

test('[SS5] [SS6] a partition holds what is below it', () => {
  const { cluster, run, patch, image, pods } = clusterWith()
  run(20)
  patch({ ...image('nginx:1.7.9'), updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } })
  run(30)
  expect(pods()).toEqual(['web-0 nginx:1.9.1', 'web-1 nginx:1.9.1', 'web-2 nginx:1.7.9'])
  patch({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } })
  run(40)
  expect(pods()).toEqual(['web-0 nginx:1.7.9', 'web-1 nginx:1.7.9', 'web-2 nginx:1.7.9'])
  const { currentRevision, updateRevision } = cluster.objects('statefulsets')[0]!.status
  expect(currentRevision).toBe(updateRevision)
})

test('[SS7] a broken update is not repaired by a good template, only by deleting the pod', () => {
  const { client, run, patch, image, pods } = clusterWith()
  run(20)
  patch(image('nginx:no-such'))
  run(30)
  patch(image('nginx:1.9.1'))
  run(60)
  expect(pods()).toEqual(['web-0 nginx:1.9.1', 'web-1 nginx:1.9.1', 'web-2 nginx:no-such'])
  client.delete(PodKind, 'default', 'web-2', {})
  run(30)
  expect(pods()).toEqual(['web-0 nginx:1.9.1', 'web-1 nginx:1.9.1', 'web-2 nginx:1.9.1'])
})

test('[SS10] [V1] [V2] each pod has a claim, each claim the smallest volume left; both outlive the pod', () => {
  const { cluster, client, run, patch } = clusterWith(claims, 3)
  run(60)
  const bound = () => cluster.objects('persistentvolumeclaims').map(c => `${c.metadata.name} ${c['spec'].volumeName} ${c.status.phase}`)
  expect(bound()).toEqual(['data-web-0 pv-1 Bound', 'data-web-1 pv-2 Bound', 'data-web-2 pv-3 Bound'])
  patch({ replicas: 0 })
  run(30)
  expect([cluster.objects('pods').length, bound().length]).toEqual([0, 3])
  client.delete(ClaimKind, 'default', 'data-web-0', {})
  run(5)
  expect(cluster.objects('persistentvolumes').map(v => `${v.metadata.name} ${v.status.phase}`)).toEqual(['pv-2 Bound', 'pv-3 Bound'])
})

test('[V7] a claim in use goes only with its pod', () => {
  const { cluster, client, run, patch } = clusterWith(claims, 3)
  run(60)
  client.delete(ClaimKind, 'default', 'data-web-2', {})
  run(5)
  expect(cluster.objects('persistentvolumeclaims').find(c => c.metadata.name === 'data-web-2')?.metadata.deletionTimestamp).toBeDefined()
  patch({ replicas: 2 })
  run(10)
  expect(cluster.objects('persistentvolumeclaims').map(c => c.metadata.name)).toEqual(['data-web-0', 'data-web-1'])
})

test('[V3] without a volume claim and pod wait; a volume made later is found by the next pass', () => {
  const { cluster, client, run } = clusterWith({ ...claims, replicas: 1 })
  run(5)
  expect(cluster.objects('pods')[0]!.status.phase).toBe('Pending')
  client.create({ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'late' }, spec: { capacity: { storage: '5Gi' }, accessModes: ['ReadWriteOnce'], storageClassName: 's', hostPath: { path: '/x' } } }, undefined)
  run(25)
  expect(cluster.objects('pods')[0]!.status.phase).toBe('Running')
})

test('[SS11] whenScaled Delete takes the claim away with its pod, whenDeleted Delete with the set', () => {
  const { cluster, client, run, patch } = clusterWith({ ...claims, persistentVolumeClaimRetentionPolicy: { whenScaled: 'Delete', whenDeleted: 'Delete' } }, 3)
  run(60)
  patch({ replicas: 2 })
  run(20)
  expect(cluster.objects('persistentvolumeclaims').map(c => c.metadata.name)).toEqual(['data-web-0', 'data-web-1'])
  client.delete(StatefulSetKind, 'default', 'web', { propagationPolicy: 'Background' })
  run(30)
  expect([cluster.objects('pods').length, cluster.objects('persistentvolumeclaims').length]).toEqual([0, 0])
})

test('[SS14] a refused pod is told of, and the status still says how many there are', () => {
  const { cluster, client, run } = clusterWith({ replicas: 1 })
  run(20)
  expect(cluster.objects('statefulsets')[0]!.status).toMatchObject({ replicas: 1, readyReplicas: 1 })
  client.create({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'one' }, spec: { hard: { pods: '1' } } }, 'default')
  run(2)
  // Let go, it still counts for the quota: there is no room for its successor.
  client.patch(PodKind, 'default', 'web-0', 'merge', { metadata: { labels: { app: 'other' } } })
  run(5)
  expect(cluster.objects('statefulsets')[0]!.status).toMatchObject({ replicas: 0 })
  expect(cluster.objects('statefulsets')[0]!.status.readyReplicas).toBeUndefined()
  const told = cluster.objects('events').filter(e => e['reason'] === 'FailedCreate').map(e => e['message'])
  expect(told).toContain('Create Pod web-0 in StatefulSet web failed error: pods "web-0" is forbidden: exceeded quota: one, requested: pods=1, used: pods=1, limited: pods=1')
})
