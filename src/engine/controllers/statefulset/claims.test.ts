// What stands in the way of pods and their claims, and in which words it is told.
import { expect, test } from 'vitest'
import { PersistentVolumeClaim as ClaimKind, Pod as PodKind, StatefulSet as StatefulSetKind } from '../../../kube/kinds.ts'
import { testCluster } from '../../testing/testCluster.ts'

const template = { metadata: { labels: { app: 'a' } }, spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image: 'nginx:1.9.1' }] } }
const aSet = (spec: object = {}) => ({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'web' }, spec: { replicas: 1, serviceName: 'web', selector: { matchLabels: { app: 'a' } }, template, ...spec } })
const claimTemplate = (name: string) => ({ metadata: { name }, spec: { accessModes: ['ReadWriteOnce'], storageClassName: 's', resources: { requests: { storage: '1Gi' } } } })
const volume = (n: number) => ({ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: `pv-${n}` }, spec: { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], storageClassName: 's', persistentVolumeReclaimPolicy: 'Retain', hostPath: { path: `/tmp/${n}` } } })
const quota = (hard: object) => ({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q' }, spec: { hard } })

function bed(spec: object = {}, volumes = 0) {
  const t = testCluster({ seed: 4, nodes: 2 })
  if (volumes > 0) t.apply(...Array.from({ length: volumes }, (_, i) => volume(i + 1)))
  const told = (reason: string) => t.objects('events').filter(e => e.reason === reason && e.involvedObject.kind === 'StatefulSet').map(e => e.message as string).sort()
  const owners = () => Object.fromEntries(t.objects('persistentvolumeclaims').map(c => [c.metadata.name, (c.metadata.ownerReferences ?? []).map(r => `${r.kind}/${r.name}`)]))
  const set = () => t.apply(aSet(spec))
  return { t, told, owners, set }
}
const EXCEEDED = (what: string, amount: string) => `forbidden: exceeded quota: q, requested: ${what}=1, used: ${what}=${amount}, limited: ${what}=${amount}`

test('[SS15] a claim on its way out is in the way of its pod, and the sync tries again until it is gone', () => {
  const { t, told, set } = bed({ volumeClaimTemplates: [claimTemplate('data')] }, 2)
  set()
  t.runFor(30_000)
  const before = t.object('persistentvolumeclaims', 'data-web-0')!.metadata.uid
  t.cluster.client().delete(ClaimKind, 'default', 'data-web-0', {})
  t.cluster.client().delete(PodKind, 'default', 'web-0', { gracePeriodSeconds: 0 })
  t.runFor(40_000)
  expect(told('FailedCreate')).toEqual(['Create Pod web-0 in StatefulSet web failed error: pvc data-web-0 is being deleted'])
  expect(t.object('persistentvolumeclaims', 'data-web-0')!.metadata.uid).not.toBe(before)
  expect(t.object('pods', 'web-0')!.status.phase).toBe('Running')
})

test('[SS10] [SS14] a claim that is refused is told of, and so is the pod that has to do without', () => {
  const { t, told, set } = bed({ volumeClaimTemplates: [claimTemplate('data')] })
  t.apply(quota({ persistentvolumeclaims: '0' }))
  t.runFor(1000)
  set()
  t.runFor(1000)
  const why = `persistentvolumeclaims "data-web-0" is ${EXCEEDED('persistentvolumeclaims', '0')}`
  expect(told('FailedCreate')).toEqual([
    `Create Claim data-web-0 for Pod web-0 in StatefulSet web failed error: ${why}`,
    `Create Pod web-0 in StatefulSet web failed error: failed to create PVC data-web-0: ${why}`,
  ])
  expect(t.object('pods', 'web-0')).toBeUndefined()
})

test('[SS14] of a name that is taken nobody tells; the pod is made when the name is free', () => {
  const { t, told, set } = bed()
  t.apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web-0', labels: { app: 'stranger' } }, spec: template.spec })
  set()
  t.runFor(2000)
  expect([told('FailedCreate'), told('SuccessfulCreate')]).toEqual([[], []])
  t.cluster.client().delete(PodKind, 'default', 'web-0', { gracePeriodSeconds: 0 })
  t.runFor(10_000)
  expect(told('SuccessfulCreate')).toEqual(['Create Pod web-0 in StatefulSet web successful'])
})

test.each<[string, string, string[], string[]]>([
  ['in parallel a batch goes out whole, and after a refusal no other', 'Parallel', ['web-0', 'web-1', 'web-2'], ['web-3', 'web-4', 'web-5', 'web-6']],
  ['in order the first refusal ends it', 'OrderedReady', ['web-0', 'web-1', 'web-2'], ['web-3']],
])('[SS14] [SS16] %s', (_name, podManagementPolicy, made, refused) => {
  const { t, told, set } = bed({ podManagementPolicy, replicas: 9 })
  t.apply(quota({ pods: '3' }))
  t.runFor(1000)
  set()
  t.runFor(20_000)
  expect(t.objects('pods').map(p => p.metadata.name)).toEqual(made)
  expect(told('FailedCreate')).toEqual(refused.map(name => `Create Pod ${name} in StatefulSet web failed error: pods "${name}" is ${EXCEEDED('pods', '3')}`))
})

test.each<[string, string, string[], string[] | undefined]>([
  ['Retain', 'Retain', [], []],
  ['Delete', 'Retain', ['StatefulSet/web'], ['StatefulSet/web']],
  ['Retain', 'Delete', [], undefined],
  ['Delete', 'Delete', ['StatefulSet/web'], undefined],
])('[SS11] whenDeleted %s, whenScaled %s: owners while pods wait, and after scaling down', (whenDeleted, whenScaled, waiting, scaled) => {
  const { t, told, owners, set } = bed({ replicas: 2, podManagementPolicy: 'Parallel', volumeClaimTemplates: [claimTemplate('data')], persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled } })
  set()
  t.runFor(1000)
  // Nothing fits the claims yet: the pods are Pending, and their claims have owners all the same.
  expect(owners()).toEqual({ 'data-web-0': waiting, 'data-web-1': waiting })
  t.apply(volume(1), volume(2))
  t.runFor(40_000)
  expect([t.objects('pods').map(p => p.status.phase), told('SuccessfulUpdate')]).toEqual([['Running', 'Running'], []])
  t.cluster.client().patch(StatefulSetKind, 'default', 'web', 'merge', { spec: { replicas: 1 } })
  t.runFor(30_000)
  expect(owners()).toEqual({ 'data-web-0': waiting, ...(scaled ? { 'data-web-1': scaled } : {}) })
})

test('[SS11] a policy that is changed later is told of as an update of each pod', () => {
  const { t, told, owners, set } = bed({ volumeClaimTemplates: [claimTemplate('data')] }, 1)
  set()
  t.runFor(40_000)
  t.cluster.client().patch(StatefulSetKind, 'default', 'web', 'merge', { spec: { persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete' } } })
  t.runFor(1000)
  expect([owners(), told('SuccessfulUpdate')]).toEqual([{ 'data-web-0': ['StatefulSet/web'] }, ['Update Pod web-0 in StatefulSet web successful']])
})

test('[SS11] the owner of a claim that was just made is written with its pod, before the scheduler and the binder write to it', () => {
  const { t, told, owners } = bed()
  t.apply({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 's' }, provisioner: 'rancher.io/local-path', volumeBindingMode: 'WaitForFirstConsumer' })
  t.apply(aSet({ replicas: 3, persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Delete', whenScaled: 'Retain' }, volumeClaimTemplates: [claimTemplate('data'), claimTemplate('logs')] }))
  t.runFor(60_000)
  expect(t.objects('pods').map(p => p.status.phase)).toEqual(['Running', 'Running', 'Running'])
  expect(Object.values(owners())).toEqual(Array(6).fill(['StatefulSet/web']))
  expect(told('FailedUpdate')).toEqual([])
  expect(told('SuccessfulUpdate')).toEqual([])
})
