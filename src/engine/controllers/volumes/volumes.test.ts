import { describe, expect, test } from 'vitest'
import type { AnyObject } from '../../../kube/object.ts'
import { aPod, runsFor } from '../../testing/builders.ts'
import { isGone, podIs, testCluster, type TestCluster } from '../../testing/testCluster.ts'

const aVolume = (name: string, storage: string, spec: object = {}, labels: object = {}): AnyObject => ({
  apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name, labels }, spec: { capacity: { storage }, accessModes: ['ReadWriteOnce'], hostPath: { path: `/tmp/${name}` }, ...spec },
}) as AnyObject
const aClaim = (name: string, storage = '1Gi', spec: object = {}): AnyObject => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } }, ...spec } })
const aClass = (name: string, provisioner: string, more: object = {}, annotations: object = {}): AnyObject => ({ apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name, annotations }, provisioner, ...more }) as AnyObject
const DEFAULT = { 'storageclass.kubernetes.io/is-default-class': 'true' }
const aUser = (claim: string, name = 'user') => aPod(name, { runs: runsFor(60_000), spec: { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: claim } }] } })

const claim = (t: TestCluster, name: string) => t.object('persistentvolumeclaims', name)!
const boundTo = (t: TestCluster, name: string): string | undefined => (claim(t, name).status.phase === 'Bound' ? claim(t, name).spec.volumeName : undefined)
const phase = (t: TestCluster, name: string): string => t.object('persistentvolumes', name)!.status.phase
function given(...objects: readonly AnyObject[]): TestCluster {
  const t = testCluster({ seed: 9, nodes: 2 })
  t.apply(...objects)
  t.runFor(17_000)
  return t
}

test.each([
  ['the smallest that is large enough', [aVolume('big', '5Gi'), aVolume('mid', '2Gi'), aVolume('low', '500Mi')], {}, 'mid'],
  ['of the class that it names', [aVolume('a', '1Gi'), aVolume('b', '9Gi', { storageClassName: 'fast' })], { storageClassName: 'fast' }, 'b'],
  ['of its access modes', [aVolume('a', '1Gi'), aVolume('b', '9Gi', { accessModes: ['ReadWriteOnce', 'ReadWriteMany'] })], { accessModes: ['ReadWriteMany'] }, 'b'],
  ['of its labels', [aVolume('a', '1Gi'), aVolume('b', '9Gi', {}, { tier: 'gold' })], { selector: { matchLabels: { tier: 'gold' } } }, 'b'],
  ['the one that it names, though another is smaller', [aVolume('a', '1Gi'), aVolume('b', '9Gi')], { volumeName: 'b' }, 'b'],
  ['the one that names it', [aVolume('a', '1Gi'), aVolume('b', '9Gi', { claimRef: { namespace: 'default', name: 'c' } })], {}, 'b'],
  ['of its mode', [aVolume('a', '1Gi', { volumeMode: 'Block' }), aVolume('b', '9Gi')], {}, 'b'],
  ['none that is too small', [aVolume('a', '900Mi')], {}, undefined],
])('[V1] a claim gets %s', (_name, volumes, spec, wanted) => {
  const t = given(...volumes, aClaim('c', '1Gi', { storageClassName: '', ...spec }))
  expect(boundTo(t, 'c')).toBe(wanted)
})

test('[V2] [V6] [V7] bound, in use, released: a claim that a pod uses stays until the pod is gone', () => {
  const t = given(aVolume('pv', '1Gi'), aClaim('c', '1Gi', { storageClassName: '' }), aUser('c'))
  expect(phase(t, 'pv')).toBe('Bound')
  t.kubectl('delete pvc c --wait=false')
  t.runFor(5_000)
  expect(claim(t, 'c').metadata.finalizers).toEqual(['kubernetes.io/pvc-protection'])
  expect(t.kubectl('get pvc c')).toContain('Terminating')
  t.kubectl('delete pod user --grace-period=1')
  t.runUntil(isGone('persistentvolumeclaims', 'c'), 10_000)
  t.runFor(1_000)
  expect(phase(t, 'pv')).toBe('Released')
  // A volume that was released is nobody's again until somebody takes its claim off.
  t.apply(aClaim('again', '1Gi', { storageClassName: '' }))
  t.runFor(20_000)
  expect(boundTo(t, 'again')).toBeUndefined()
  t.kubectl('delete pv pv')
  expect(t.object('persistentvolumes', 'pv')).toBeUndefined()
})

test('[V6] [V7] a volume that is deleted right behind its claim is released, and goes', () => {
  const t = given(aVolume('pv', '1Gi'), aClaim('c', '1Gi', { storageClassName: '' }))
  t.kubectl('delete pvc c --wait=false')
  t.kubectl('delete pv pv --wait=false')
  t.runUntil(isGone('persistentvolumes', 'pv'), 5_000)
})

test('[V3] why a claim waits, and its pod with it', () => {
  const t = given(aClaim('no-class', '1Gi', { storageClassName: '' }), aClaim('unknown', '1Gi', { storageClassName: 'nope' }), aUser('unknown'))
  expect(t.events('no-class')).toContain('FailedBinding: no persistent volumes available for this claim and no storage class is set')
  expect(t.events('unknown')).toContain('ProvisioningFailed: storageclass.storage.k8s.io "nope" not found')
  expect(t.events('user').some(e => e.includes('pod has unbound immediate PersistentVolumeClaims'))).toBe(true)
})

test('[V5] a claim whose volume is gone has lost it', () => {
  const t = given(aVolume('pv', '1Gi'), aClaim('c', '1Gi', { storageClassName: '' }))
  t.kubectl(`patch pv pv --type=merge -p '{"metadata":{"finalizers":null}}'`)
  t.kubectl('delete pv pv --wait=false')
  t.runFor(1_000)
  expect(claim(t, 'c').status.phase).toBe('Lost')
})

test('[V8] a class with a provisioner: a volume is made, and goes with its claim', () => {
  const t = given(aClass('local', 'rancher.io/local-path', {}, DEFAULT), aClaim('c', '2Gi'))
  expect(claim(t, 'c').spec.storageClassName).toBe('local')
  const name = boundTo(t, 'c')!
  expect(name).toBe(`pvc-${claim(t, 'c').metadata.uid}`)
  expect(t.object('persistentvolumes', name)!.spec).toMatchObject({ persistentVolumeReclaimPolicy: 'Delete', capacity: { storage: '2Gi' }, storageClassName: 'local' })
  expect(t.events('c')).toEqual(expect.arrayContaining([expect.stringMatching(/^ExternalProvisioning: Waiting for a volume/), 'Provisioning: External provisioner is provisioning volume for claim "default/c"', `ProvisioningSucceeded: Successfully provisioned volume ${name}`]))
  t.kubectl('delete pvc c')
  t.runUntil(isGone('persistentvolumes', name), 10_000)
})

test('[V4] WaitForFirstConsumer: nothing is made before a pod has a node, and then on that node', () => {
  const t = given(aClass('lazy', 'kubestep.dev/hostpath', { volumeBindingMode: 'WaitForFirstConsumer', reclaimPolicy: 'Retain' }), aClaim('c', '1Gi', { storageClassName: 'lazy' }))
  expect(boundTo(t, 'c')).toBeUndefined()
  expect(t.events('c')).toContain('WaitForFirstConsumer: waiting for first consumer to be created before binding')
  t.apply(aUser('c'))
  t.runUntil(podIs('user', 'Running'), 30_000)
  const node = t.object('pods', 'user')!.spec.nodeName
  expect(claim(t, 'c').metadata.annotations?.['volume.kubernetes.io/selected-node']).toBe(node)
  expect(t.object('persistentvolumes', boundTo(t, 'c')!)!.spec.nodeAffinity.required.nodeSelectorTerms[0].matchExpressions[0].values).toEqual([node])
  // The next pod must go where the volume is.
  t.apply(aUser('c', 'second'))
  t.runUntil(podIs('second', 'Running'), 30_000)
  expect(t.object('pods', 'second')!.spec.nodeName).toBe(node)
})

test('[V4] WaitForFirstConsumer with volumes that are there: one of the chosen node', () => {
  const on = (node: string) => ({ storageClassName: 'local', nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [node] }] }] } } })
  const t = given(aClass('local', 'kubernetes.io/no-provisioner', { volumeBindingMode: 'WaitForFirstConsumer' }), aVolume('there', '5Gi', on('node-2')), aClaim('c', '1Gi', { storageClassName: 'local' }))
  expect(phase(t, 'there')).toBe('Available')
  t.apply(aUser('c'))
  t.runUntil(podIs('user', 'Running'), 30_000)
  expect(t.object('pods', 'user')!.spec.nodeName).toBe('node-2')
  expect(boundTo(t, 'c')).toBe('there')
})

test('[V9] a claim that names no class gets the default class, even if that comes later', () => {
  const t = given(aClaim('c'))
  expect(claim(t, 'c').spec.storageClassName).toBeUndefined()
  t.apply(aClass('local', 'rancher.io/local-path', {}, DEFAULT))
  t.runFor(20_000)
  expect(claim(t, 'c').spec.storageClassName).toBe('local')
  expect(boundTo(t, 'c')).toBeDefined()
})

test('[V10] only claims of a class that allows it may grow', () => {
  const t = given(aVolume('pv', '1Gi'), aClaim('c', '1Gi', { storageClassName: '' }), aClass('grows', 'rancher.io/local-path', { allowVolumeExpansion: true }), aClaim('g', '1Gi', { storageClassName: 'grows' }))
  const grow = (name: string) => t.kubectl(`patch pvc ${name} -p '{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}'`)
  expect(() => grow('c')).toThrow('persistentvolumeclaims "c" is forbidden: only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize')
  grow('g')
  expect(claim(t, 'g').spec.resources.requests.storage).toBe('2Gi')
})

test.each([
  ['a directory below /tmp goes', { hostPath: { path: '/tmp/data' } }, undefined],
  ['any other directory stays', { hostPath: { path: '/mnt/data' } }, 'host_path deleter only supports /tmp/.+ but received provided /mnt/data'],
  ['so does /tmp itself', { hostPath: { path: '/tmp' } }, 'host_path deleter only supports /tmp/.+ but received provided /tmp'],
  ['nobody deletes what is on NFS', { hostPath: null, nfs: { server: 's', path: '/p' } }, 'error getting deleter volume plugin for volume "pv": no deletable volume plugin matched'],
] as const)('[V6] [V11] released, with reclaim policy Delete: %s', (_name, source, trouble) => {
  const spec = Object.fromEntries(Object.entries({ persistentVolumeReclaimPolicy: 'Delete', ...source }).filter(([, v]) => v))
  const volume = aVolume('pv', '1Gi')
  const { hostPath: _, ...plain } = volume['spec']
  const t = given({ ...volume, spec: { ...plain, ...spec } }, aClaim('c', '1Gi', { storageClassName: '' }))
  expect(phase(t, 'pv')).toBe('Bound')
  t.kubectl('delete pvc c')
  t.runFor(40_000)
  const left = t.object('persistentvolumes', 'pv')
  expect(left && [left.status.phase, left.status.message]).toEqual(trouble && ['Failed', trouble])
  expect(t.events('pv').filter(e => e.startsWith('VolumeFailedDelete'))).toEqual(trouble ? [`VolumeFailedDelete: ${trouble}`] : [])
  if (trouble) expect(t.kubectl('get pv')).toContain('Failed')
})

describe('[V13] a claim that names a volume', () => {
  test.each([
    ['is larger', [aVolume('pv', '1Gi')], { volumeName: 'pv', resources: { requests: { storage: '5Gi' } } }, 'VolumeMismatch: Cannot bind to requested volume "pv": requested PV is too small'],
    ['is of another class', [aVolume('pv', '1Gi', { storageClassName: 'x' })], { volumeName: 'pv' }, 'VolumeMismatch: Cannot bind to requested volume "pv": storageClassName does not match'],
    ['is of another mode', [aVolume('pv', '1Gi', { volumeMode: 'Block' })], { volumeName: 'pv' }, 'VolumeMismatch: Cannot bind to requested volume "pv": incompatible volumeMode'],
    ['wants other access', [aVolume('pv', '1Gi')], { volumeName: 'pv', accessModes: ['ReadWriteMany'] }, 'VolumeMismatch: Cannot bind to requested volume "pv": incompatible accessMode'],
    ['comes to one that is kept for another', [aVolume('pv', '1Gi', { claimRef: { namespace: 'default', name: 'other' } })], { volumeName: 'pv' }, 'FailedBinding: volume "pv" already bound to a different claim.'],
  ])('and %s waits, and is told why', (_name, volumes, spec, said) => {
    const t = given(...volumes, aClaim('c', '1Gi', { storageClassName: '', ...spec }))
    expect(boundTo(t, 'c')).toBeUndefined()
    expect(t.events('c')).toContain(said)
  })

  test('that is not there yet is bound when it comes', () => {
    const t = given(aClaim('c', '1Gi', { storageClassName: '', volumeName: 'pv' }))
    expect([boundTo(t, 'c'), t.events('c')]).toEqual([undefined, []])
    t.apply(aVolume('pv', '1Gi'))
    t.runFor(16_000)
    expect(boundTo(t, 'c')).toBe('pv')
  })

  test('and one that a volume names: large enough it must be, of its class it need not', () => {
    const t = given(aVolume('small', '500Mi', { claimRef: { namespace: 'default', name: 'a' } }), aVolume('other', '1Gi', { storageClassName: 'x', claimRef: { namespace: 'default', name: 'b' } }),
      aClaim('a', '1Gi', { storageClassName: '' }), aClaim('b', '1Gi', { storageClassName: '' }))
    expect([boundTo(t, 'a'), boundTo(t, 'b')]).toEqual([undefined, 'other'])
  })
})

test('[V12] a volume and its claim that are made together are bound together, whichever stands first in the file', () => {
  for (const objects of [[aVolume('pv', '1Gi'), aClaim('c', '1Gi', { storageClassName: '' })], [aClaim('c', '1Gi', { storageClassName: '' }), aVolume('pv', '1Gi')]]) {
    const t = testCluster({ seed: 9, nodes: 1 })
    t.apply(...objects)
    t.runFor(500)
    expect(boundTo(t, 'c')).toBe('pv')
    expect(t.events('c')).toEqual([])
  }
})

describe('[V14] a volume that somebody freed while its claim is bound', () => {
  const free = "patch pv pv -p '{\"spec\":{\"claimRef\":null}}'"
  test('is bound to it again with the next pass', () => {
    const t = given(aVolume('pv', '1Gi'), aClaim('c', '1Gi', { storageClassName: '' }))
    t.kubectl(free)
    t.runFor(1000)
    expect(phase(t, 'pv')).toBe('Available')
    t.runFor(15_000)
    expect([phase(t, 'pv'), boundTo(t, 'c')]).toEqual(['Bound', 'pv'])
  })

  test('is lost to it where another claim is quicker', () => {
    const t = given(aVolume('pv', '1Gi'), aClaim('c', '1Gi', { storageClassName: '' }))
    t.kubectl(free)
    t.runFor(100)
    t.apply(aClaim('quick', '1Gi', { storageClassName: '' }))
    t.runFor(16_000)
    expect(boundTo(t, 'quick')).toBe('pv')
    expect(claim(t, 'c').status.phase).toBe('Lost')
    expect(t.events('c')).toContain('ClaimMisbound: Two claims are bound to the same volume, this one is bound incorrectly')
  })
})

describe('[V15] a volume that a pod brings along', () => {
  const own = (storageClassName: string) => aPod('p', { runs: runsFor(600_000), spec: { volumes: [{ name: 'scratch', ephemeral: { volumeClaimTemplate: { metadata: { labels: { of: 'p' } }, spec: { accessModes: ['ReadWriteOnce'], storageClassName, resources: { requests: { storage: '1Gi' } } } } } }] } })

  test('has a claim that is made with it, made again, and gone with it', () => {
    const t = given(aClass('lazy', 'kubestep.dev/hostpath', { volumeBindingMode: 'WaitForFirstConsumer' }), own('lazy'))
    expect(t.object('pods', 'p')!.status.phase).toBe('Running')
    const { metadata } = claim(t, 'p-scratch')
    expect(metadata.labels).toEqual({ of: 'p' })
    expect(metadata.ownerReferences).toEqual([expect.objectContaining({ kind: 'Pod', name: 'p', controller: true, blockOwnerDeletion: true })])
    const volume = boundTo(t, 'p-scratch')!
    t.kubectl('delete pvc p-scratch --wait=false')
    t.runFor(2000)
    expect(claim(t, 'p-scratch').metadata.deletionTimestamp).toBeDefined()
    t.kubectl('delete pod p --grace-period=1')
    t.runUntil(isGone('persistentvolumeclaims', 'p-scratch'), 10_000)
    t.runUntil(isGone('persistentvolumes', volume), 10_000)
  })

  test('waits where a claim of that name is another’s', () => {
    const t = given(aClaim('p-scratch', '1Gi', { storageClassName: '' }), own(''))
    expect(t.object('pods', 'p')!.status.phase).toBe('Pending')
    expect(t.events('p').some(e => /^FailedBinding: ephemeral volume scratch: PVC default\/p-scratch \(.*\) was not created for pod default\/p \(.*\) \(pod is not owner\)$/.test(e))).toBe(true)
  })
})
