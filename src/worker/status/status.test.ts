// The words about objects, as ids with their details: tables of what is said of what, with near misses. Facts are given, not run.
import { describe, expect, test } from 'vitest'
import type { AnyObject } from '../../kube/object.ts'
import type { Facts } from './facts.ts'
import { daemonSetStatusOf } from './daemonset.ts'
import { namespaceStatusOf } from './namespace.ts'
import { nodeStatusOf } from './node.ts'
import { autoscalerStatusOf, budgetStatusOf } from './policy.ts'
import { replicaSetStatusOf } from './replicaset.ts'
import { endpointSliceStatusOf, serviceStatusOf } from './service.ts'
import { statefulSetStatusOf } from './statefulset.ts'
import { jobStatusOf } from './job.ts'
import { podStatusOf } from './pod.ts'
import { silenceOf } from './silent.ts'
import { claimStatusOf, volumeStatusOf } from './volumes.ts'

const NOW = Date.parse('2026-01-01T00:10:00Z')
const ago = (seconds: number) => new Date(NOW - seconds * 1000).toISOString().replace('.000', '')
type Loose = Record<string, any>
const facts = (objects: Loose = {}): Facts => ({ now: NOW, objects: plural => objects[plural] ?? [], podsOn: node => (objects['pods'] ?? []).filter((p: AnyObject) => p['spec'].nodeName === node) })
const ownedBy = (kind: string, name: string) => [{ kind, name, uid: `uid-${name}`, controller: true, apiVersion: 'apps/v1' }]
const object = (kind: string, name: string, more: Loose = {}): AnyObject => ({ apiVersion: 'v1', kind, ...more, metadata: { name, namespace: 'default', uid: `uid-${name}`, creationTimestamp: ago(100), ...more['metadata'] } }) as AnyObject
const node = (name: string, spec: Loose = {}, labels: Loose = {}) => object('Node', name, { spec, metadata: { namespace: undefined, labels: { 'kubernetes.io/hostname': name, ...labels } } })

/** A pod that has been ready for so many seconds; `undefined`: it runs and is not ready. */
const pod = (name: string, owner: readonly [string, string], { readyFor, revision = 'new', on = 'node-1', ...meta }: { readyFor?: number | undefined; revision?: string; on?: string } & Loose = {}): AnyObject => object('Pod', name, {
  metadata: { ownerReferences: ownedBy(...owner), labels: { app: 'web', 'controller-revision-hash': revision }, ...meta },
  spec: { nodeName: on, containers: [{ name: 'c', ports: [{ name: 'http', containerPort: 80 }] }], volumes: [] },
  status: {
    phase: 'Running', containerStatuses: [{ name: 'c', state: { running: {} }, ready: readyFor !== undefined }],
    conditions: [{ type: 'Ready', status: readyFor === undefined ? 'False' : 'True', lastTransitionTime: ago(readyFor ?? 0) }],
  },
})
const idsOf = (reasons: readonly { readonly id: string }[]) => reasons.map(r => r.id)
const find = (reasons: readonly Loose[], id: string) => reasons.find(r => r['id'] === id)

describe('DaemonSet', () => {
  const set = (spec: Loose = {}, template: Loose = {}) => object('DaemonSet', 'log', { spec: { selector: {}, template: { spec: { containers: [], ...template } }, updateStrategy: { type: 'RollingUpdate' }, ...spec } })
  const revisions = [object('ControllerRevision', 'log-1', { revision: 1, metadata: { ownerReferences: ownedBy('DaemonSet', 'log'), labels: { 'controller-revision-hash': 'old' } } }), object('ControllerRevision', 'log-2', { revision: 2, metadata: { ownerReferences: ownedBy('DaemonSet', 'log'), labels: { 'controller-revision-hash': 'new' } } })]
  const on = (name: string, more: Loose = {}) => pod(`log-${name}`, ['DaemonSet', 'log'], { on: name, readyFor: 60, ...more })
  const look = (ds: AnyObject, nodes: readonly AnyObject[], pods: readonly AnyObject[]) => daemonSetStatusOf(ds, facts({ nodes, pods, controllerrevisions: revisions }))

  test('every node has its pod', () => expect(look(set(), [node('a'), node('b')], [on('a'), on('b')])).toEqual([{ id: 'status.ds.complete', desired: 2 }]))
  test('a node that has none yet, and one whose pod is not ready', () => {
    const said = look(set(), [node('a'), node('b')], [on('a', { readyFor: undefined })])
    expect(idsOf(said)).toEqual(['status.ds.progress', 'status.ds.missing', 'status.child.look'])
    expect(find(said, 'status.ds.missing')).toMatchObject({ nodes: ['b'] })
    expect(find(said, 'status.child.look')).toMatchObject({ pod: 'log-a', node: 'a', look: 'running' })
  })
  test('a pod of another owner serves nobody', () => expect(idsOf(look(set(), [node('a')], [pod('x', ['DaemonSet', 'other'], { on: 'a', readyFor: 60 })]))).toEqual(['status.ds.progress', 'status.ds.missing']))
  test('ready, but not for minReadySeconds', () => expect(find(look(set({ minReadySeconds: 30 }), [node('a')], [on('a', { readyFor: 10 })]), 'status.child.min-ready')).toMatchObject({ leftMs: 20_000, field: 'spec.minReadySeconds' }))

  const taint = (key: string, value?: string, effect = 'NoSchedule') => ({ taints: [{ key, effect, ...(value ? { value } : {}) }] })
  test.each([
    ['a taint', set(), node('b', taint('dedicated', 'gpu')), { why: 'taint', what: 'dedicated=gpu:NoSchedule', field: 'spec.template.spec.tolerations' }],
    ['a label', set({}, { nodeSelector: { disk: 'ssd', zone: 'z' } }), node('b', {}, { zone: 'z' }), { why: 'nodeSelector', what: 'disk=ssd', field: 'spec.template.spec.nodeSelector' }],
    ['nodeName', set({}, { nodeName: 'a' }), node('b'), { why: 'nodeName', what: 'a', field: 'spec.template.spec.nodeName' }],
    ['the renamed taint', set({}, { tolerations: [{ key: 'node-role.kubernetes.io/master', effect: 'NoSchedule' }] }), node('b', taint('node-role.kubernetes.io/control-plane')), { why: 'taint', old: 'node-role.kubernetes.io/master' }],
  ])('misses a node for %s', (_, ds, b, expected) => expect(find(look(ds, [node('a', {}, { disk: 'ssd', zone: 'z' }), b], [on('a')]), 'status.ds.misses')).toMatchObject({ nodes: ['b'], ...expected }))
  test.each([
    ['a taint that is tolerated', set({}, { tolerations: [{ key: 'dedicated', operator: 'Exists' }] }), node('b', taint('dedicated', 'gpu'))],
    ['a cordon', set(), node('b', { unschedulable: true, ...taint('node.kubernetes.io/unschedulable') })],
    ['a preference', set(), node('b', taint('slow', undefined, 'PreferNoSchedule'))],
  ])('misses no node for %s', (_, ds, b) => expect(find(look(ds, [node('a'), b], [on('a')]), 'status.ds.misses')).toBeUndefined())
  test('nodes with the same reason stand together', () => expect(find(look(set(), [node('a'), node('b', taint('x')), node('c', taint('x'))], [on('a')]), 'status.ds.misses')).toMatchObject({ nodes: ['b', 'c'] }))
  test('a pod under a NoSchedule taint stays; under NoExecute nothing is kept', () => {
    expect(find(look(set(), [node('a', taint('x'))], [on('a')]), 'status.ds.keeps')).toMatchObject({ nodes: ['a'], what: 'x:NoSchedule' })
    expect(find(look(set(), [node('a', taint('x', undefined, 'NoExecute'))], [on('a')]), 'status.ds.keeps')).toBeUndefined()
    expect(find(look(set(), [node('a', taint('x'))], []), 'status.ds.keeps')).toBeUndefined()
  })

  test.each([
    ['goes on', {}, [on('a', { revision: 'old' }), on('b')], { old: 1, most: 1, surge: false, waits: false }],
    ['waits for the one that is missing', {}, [on('a', { revision: 'old' }), on('b', { readyFor: undefined })], { old: 1, most: 1, waits: true }],
    ['counts surging nodes', { maxSurge: 1, maxUnavailable: 0 }, [on('a', { revision: 'old' }), pod('log-a2', ['DaemonSet', 'log'], { on: 'a' }), on('b', { revision: 'old' })], { old: 2, most: 1, surge: true, waits: true }],
    ['rounds per cents up', { maxUnavailable: '30%' }, [on('a', { revision: 'old' }), on('b', { revision: 'old' })], { most: 1 }],
  ])('a rolling update %s', (_, rollingUpdate, pods, expected) =>
    expect(find(look(set({ updateStrategy: { type: 'RollingUpdate', rollingUpdate } }), [node('a'), node('b')], pods), 'status.ds.rolling')).toMatchObject(expected))
  test('OnDelete waits for a hand', () => expect(look(set({ updateStrategy: { type: 'OnDelete' } }), [node('a')], [on('a', { revision: 'old' })])[0]).toMatchObject({ id: 'status.ds.on-delete', old: 1, field: 'spec.updateStrategy.type' }))
  test('a rollback: pods of the template that is current again are not old', () => expect(find(look(set(), [node('a')], [on('a')]), 'status.ds.rolling')).toBeUndefined())
  test('nowhere', () => expect(look(set({}, { nodeSelector: { x: 'y' } }), [node('a')], [])[0]).toEqual({ id: 'status.ds.nowhere', nodes: 1 }))
})

describe('StatefulSet', () => {
  const web = (replicas: number, spec: Loose = {}, revision = 'new') => object('StatefulSet', 'web', { spec: { replicas, serviceName: 'nginx', ...spec }, status: { updateRevision: revision } })
  const nth = (n: number, more: Loose = {}) => pod(`web-${n}`, ['StatefulSet', 'web'], { readyFor: 60, ...more })
  const gone = { deletionTimestamp: ago(1) }
  const claim = (n: number, phase = 'Bound') => object('PersistentVolumeClaim', `www-web-${n}`, { status: { phase } })
  const look = (set: AnyObject, pods: readonly AnyObject[], more: Loose = {}) => statefulSetStatusOf(set, facts({ pods, services: [object('Service', 'nginx')], ...more }))
  const broken = (n: number) => { const p: Loose = nth(n, { readyFor: undefined }); p['status'].containerStatuses[0].state = { waiting: { reason: 'CrashLoopBackOff' } }; return p as AnyObject }

  test.each([
    ['all there', web(2), [nth(0), nth(1)], { id: 'status.sts.steady', replicas: 2 }],
    ['makes the next', web(3), [nth(0)], { id: 'status.sts.next', pod: 'web-1', then: 'create' }],
    ['waits for one to be Ready before it makes the next', web(3), [nth(0), nth(1, { readyFor: undefined })], { id: 'status.sts.waits', pod: 'web-1', for: 'ready', then: 'create', next: 'web-2', field: 'spec.podManagementPolicy' }],
    ['waits for minReadySeconds', web(3, { minReadySeconds: 90 }), [nth(0), nth(1)], { id: 'status.sts.waits', pod: 'web-0', for: 'available', leftMs: 30_000, next: 'web-2' }],
    ['waits for one to be gone before it makes the next', web(3), [nth(0, gone), nth(1)], { id: 'status.sts.waits', pod: 'web-0', for: 'gone', next: 'web-2' }],
    ['removes the highest', web(1), [nth(0), nth(1), nth(2)], { id: 'status.sts.next', pod: 'web-2', then: 'remove' }],
    ['waits for one to be gone before it removes another', web(1), [nth(0), nth(1), nth(2, gone)], { id: 'status.sts.waits', pod: 'web-2', for: 'gone', then: 'remove', next: 'web-1' }],
    ['removes nothing while a lower one is not ready', web(1), [nth(0, { readyFor: undefined }), nth(1)], { id: 'status.sts.waits', pod: 'web-0', for: 'ready', then: 'remove', next: 'web-1' }],
    ['updates the highest first', web(2), [nth(0, { revision: 'old' }), nth(1, { revision: 'old' })], { id: 'status.sts.next', pod: 'web-1', then: 'update' }],
    ['waits for the updated one before the next', web(2), [nth(0, { revision: 'old' }), nth(1, { readyFor: undefined })], { id: 'status.sts.waits', pod: 'web-1', for: 'ready', then: 'update', next: 'web-0' }],
    ['the last of the row is waited for by nobody', web(2), [nth(0), nth(1, { readyFor: undefined })], { id: 'status.sts.progress', ready: 1, replicas: 2 }],
    ['ordinals may start elsewhere', web(2, { ordinals: { start: 5 } }), [nth(5)], { id: 'status.sts.next', pod: 'web-6', then: 'create' }],
    ['in parallel nobody waits', web(3, { podManagementPolicy: 'Parallel' }), [nth(0, { readyFor: undefined })], { id: 'status.sts.progress', ready: 0, replicas: 3 }],
  ])('%s', (_, set, pods, expected) => expect(look(set, pods)[0]).toMatchObject(expected))

  test('partition holds the lower ones', () => {
    const said = look(web(3, { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 2 } } }), [nth(0, { revision: 'old' }), nth(1, { revision: 'old' }), nth(2)])
    expect(said[0]).toMatchObject({ id: 'status.sts.steady' })
    expect(find(said, 'status.sts.partition')).toMatchObject({ partition: 2, old: 2 })
    expect(find(said, 'status.sts.rolling')).toBeUndefined()
  })
  test('OnDelete', () => expect(idsOf(look(web(1, { updateStrategy: { type: 'OnDelete' } }), [nth(0, { revision: 'old' })]))).toEqual(['status.sts.steady', 'status.sts.on-delete']))
  test('a broken update blocks the row', () => expect(find(look(web(2), [nth(0, { revision: 'old' }), broken(1)]), 'status.sts.stuck')).toMatchObject({ pod: 'web-1', field: 'spec.template' }))
  test('a claim without a volume; claims of pods that were scaled away', () => {
    const said = look(web(2, { volumeClaimTemplates: [{ metadata: { name: 'www' } }] }), [nth(0), nth(1, { readyFor: undefined })], { persistentvolumeclaims: [claim(0), claim(1, 'Pending'), claim(2), object('PersistentVolumeClaim', 'www-webby-3'), object('PersistentVolumeClaim', 'www-web-x')] })
    expect(find(said, 'status.sts.claim')).toMatchObject({ claim: 'www-web-1', pod: 'web-1' })
    expect(find(said, 'status.sts.kept')).toMatchObject({ claims: ['www-web-2'] })
  })
  test('without its Service', () => expect(find(look(web(1), [nth(0)], { services: [] }), 'status.sts.no-service')).toMatchObject({ service: 'nginx' }))
})

describe('ReplicaSet', () => {
  const rs = (replicas: number, more: Loose = {}) => object('ReplicaSet', 'web', { spec: { replicas, ...more['spec'] }, status: more['status'], metadata: more['metadata'] })
  const of = (name: string, more: Loose = {}) => pod(name, ['ReplicaSet', 'web'], { readyFor: 60, ...more })
  const owned = { ownerReferences: ownedBy('Deployment', 'shop'), annotations: { 'deployment.kubernetes.io/revision': '3' } }
  test.each([
    ['steady', rs(1), [of('a')], ['status.rs.steady']],
    ['growing', rs(3), [of('a')], ['status.rs.progress']],
    ['counting', rs(1, { spec: { minReadySeconds: 90 } }), [of('a')], ['status.rs.progress', 'status.rs.min-ready']],
    ['a terminating one does not count', rs(1), [of('a'), of('b', { deletionTimestamp: ago(1) })], ['status.rs.steady']],
    ['an old revision', rs(0, { metadata: owned }), [], ['status.rs.kept']],
    ['nothing wanted', rs(0), [], ['status.rs.zero']],
    ['owned', rs(1, { metadata: owned }), [of('a')], ['status.rs.steady', 'status.rs.owned']],
    ['refused', rs(1, { status: { conditions: [{ type: 'ReplicaFailure', status: 'True', message: 'no' }] } }), [], ['status.rs.refused', 'status.rs.progress']],
  ])('%s', (_, set, pods, ids) => expect(idsOf(replicaSetStatusOf(set, facts({ pods })))).toEqual(ids))
})

describe('Service', () => {
  const svc = (spec: Loose = {}) => object('Service', 'web', { spec: { clusterIP: '10.96.0.7', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }], ...spec } })
  const of = (name: string, more: Loose = {}) => pod(name, ['ReplicaSet', 'web'], { readyFor: 60, ...more })
  const slice = (...ready: boolean[]) => object('EndpointSlice', 'web-x', { metadata: { labels: { 'kubernetes.io/service-name': 'web' } }, endpoints: ready.map(r => ({ addresses: ['x'], conditions: { ready: r } })) })
  const look = (service: AnyObject, pods: readonly AnyObject[], endpointslices: readonly AnyObject[] = []) => serviceStatusOf(service, facts({ pods, endpointslices }))
  test.each([
    ['sends', svc(), [of('a'), of('b', { readyFor: undefined })], { id: 'status.svc.sends', ready: 1, matching: 2 }],
    ['matches nobody', svc({ selector: { app: 'wbe' } }), [of('a')], { id: 'status.svc.none-match', selector: 'app=wbe' }],
    ['nobody ready', svc(), [of('a', { readyFor: undefined })], { id: 'status.svc.none-ready', matching: 1 }],
    ['by hand', svc({ selector: undefined }), [of('a')], { id: 'status.svc.by-hand' }],
    ['another name', svc({ type: 'ExternalName', externalName: 'x.org' }), [], { id: 'status.svc.external', to: 'x.org' }],
  ])('%s', (_, service, pods, expected) => expect(look(service, pods)[0]).toMatchObject(expected))
  test('headless, node port, sticky', () => {
    expect(find(look(svc({ clusterIP: 'None' }), [of('a')]), 'status.svc.headless')).toMatchObject({ name: 'web.default.svc.cluster.local' })
    expect(find(look(svc({ ports: [{ port: 80, nodePort: 30080 }] }), [of('a')]), 'status.svc.node-port')).toMatchObject({ ports: [30080] })
    expect(find(look(svc({ sessionAffinity: 'ClientIP' }), [of('a')]), 'status.svc.sticky')).toMatchObject({ seconds: 10_800 })
  })
  test('endpoints that lag are said to lag', () => {
    expect(find(look(svc(), [of('a')], [slice(true, true)]), 'status.svc.lags')).toMatchObject({ ready: 1, listed: 2 })
    expect(find(look(svc(), [of('a')], [slice(true, false)]), 'status.svc.lags')).toBeUndefined()
  })
  test('a named port that no container has', () => {
    expect(find(look(svc({ ports: [{ port: 80, targetPort: 'htpp' }] }), [of('a')]), 'status.svc.no-such-port')).toMatchObject({ port: 'htpp', pod: 'a' })
    expect(find(look(svc({ ports: [{ port: 80, targetPort: 'http' }] }), [of('a')]), 'status.svc.no-such-port')).toBeUndefined()
  })
  test('EndpointSlice', () => {
    expect(endpointSliceStatusOf(slice(true, false))).toEqual([{ id: 'status.eps.addresses', service: 'web', ready: 1, unready: 1, terminating: 0 }])
    expect(idsOf(endpointSliceStatusOf(slice()))).toEqual(['status.eps.empty'])
  })
})

describe('claims and volumes', () => {
  const claim = (spec: Loose = {}, status: Loose = { phase: 'Pending' }, meta: Loose = {}) => object('PersistentVolumeClaim', 'data', { spec: { storageClassName: 'fast', accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } }, ...spec }, status, metadata: meta })
  const volume = (spec: Loose = {}, phase = 'Available') => object('PersistentVolume', 'pv-1', { spec: { storageClassName: 'fast', capacity: { storage: '10Gi' }, accessModes: ['ReadWriteOnce'], ...spec }, status: { phase } })
  const unfit = (v: AnyObject, c = claim()) => find(claimStatusOf(c, facts({ persistentvolumes: [v] })), 'status.pvc.unfit')
  test.each([
    ['size', volume({ capacity: { storage: '4Gi' } }), { why: 'size', has: '4Gi', wants: '5Gi' }],
    ['class', volume({ storageClassName: 'slow' }), { why: 'class', has: 'slow', wants: 'fast' }],
    ['modes', volume({ accessModes: ['ReadOnlyMany'] }), { why: 'modes', wants: 'ReadWriteOnce' }],
    ['taken', volume({ claimRef: { name: 'other' } }, 'Bound'), { why: 'taken', has: 'other' }],
    ['released', volume({ claimRef: { name: 'data' } }, 'Released'), { why: 'released' }],
  ])('a volume does not fit: %s', (_, v, expected) => expect(unfit(v)).toMatchObject(expected))
  test('a volume that fits is no obstacle', () => expect(unfit(volume({ capacity: { storage: '5120Mi' } }))).toBeUndefined())
  test('waits for its first consumer', () => expect(claimStatusOf(claim(), facts({ storageclasses: [object('StorageClass', 'fast', { volumeBindingMode: 'WaitForFirstConsumer' })] }))[0]).toMatchObject({ id: 'status.pvc.first-consumer' }))
  test('neither class nor volume', () => expect(claimStatusOf(claim(), facts())[0]).toMatchObject({ id: 'status.pvc.no-class', storageClass: 'fast' }))
  test('no class named, and none is the default', () => {
    const classless = claim({ storageClassName: undefined })
    const marked = (v: string) => { const c = object('StorageClass', 'fast', { provisioner: 'x' }); c.metadata.annotations = { 'storageclass.kubernetes.io/is-default-class': v }; return c }
    const first = (c: AnyObject, classes: AnyObject[] = []) => claimStatusOf(c, facts({ storageclasses: classes }))[0] as Loose
    expect(first(classless)).toMatchObject({ id: 'status.pvc.no-default', example: 'volumes-on-demand.yaml', run: expect.stringContaining('name: standard') })
    expect(first(classless, [marked('false')])).toMatchObject({ id: 'status.pvc.no-default', run: 'kubectl annotate storageclass fast storageclass.kubernetes.io/is-default-class=true --overwrite' })
    expect(first(classless, [marked('true')]).id).toBe('status.pvc.none')
    expect(first(claim({ storageClassName: '' })).id).toBe('status.pvc.none')
    expect(first(claim())).toMatchObject({ id: 'status.pvc.no-class', run: expect.stringContaining('name: fast') })
    expect(first(claim({ storageClassName: "x'; rm" })).run).toBeUndefined()
  })
  test('bound and used; being deleted and used', () => {
    const user = pod('db-0', ['StatefulSet', 'db']) as Loose
    user['spec'].volumes = [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }]
    expect(idsOf(claimStatusOf(claim({ volumeName: 'pv-1' }, { phase: 'Bound' }), facts({ pods: [user] })))).toEqual(['status.pvc.bound', 'status.pvc.used'])
    expect(claimStatusOf(claim({}, { phase: 'Bound' }, { deletionTimestamp: ago(1) }), facts({ pods: [user] }))[0]).toEqual({ id: 'status.pvc.protected', pods: ['db-0'] })
    expect(idsOf(claimStatusOf(claim({}, { phase: 'Bound' }), facts()))).toEqual(['status.pvc.bound', 'status.pvc.unused'])
  })
  test.each([['Available', 'status.pv.available'], ['Bound', 'status.pv.bound'], ['Released', 'status.pv.released'], ['Failed', 'status.pv.failed'], ['Pending', 'status.pv.other']])('volume %s', (phase, id) => expect(idsOf(volumeStatusOf(volume({}, phase)))).toEqual([id]))
})

describe('Node', () => {
  const up = (spec: Loose = {}, ready = 'True') => object('Node', 'a', { spec, status: { conditions: [{ type: 'Ready', status: ready }] }, metadata: { namespace: undefined } })
  const lease = (seconds: number) => object('Lease', 'a', { metadata: { namespace: 'kube-node-lease' }, spec: { renewTime: ago(seconds) } })
  test('a silence is noticed, a heartbeat is not', () => {
    expect(find(nodeStatusOf(up(), facts({ leases: [lease(30)] }), true), 'status.node.silent')).toMatchObject({ silentMs: 30_000, graceMs: 50_000 })
    expect(find(nodeStatusOf(up(), facts({ leases: [lease(12)] }), true), 'status.node.silent')).toBeUndefined()
    expect(find(nodeStatusOf(up({}, 'Unknown'), facts({ leases: [lease(90)] }), true), 'status.node.silent')).toBeUndefined()
  })
  test('pods that bear it for a while', () => {
    const down = up({ taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute', timeAdded: ago(100) }] }, 'Unknown')
    const patient = pod('p', ['ReplicaSet', 'x'], { on: 'a' }) as Loose
    patient['spec'].tolerations = [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }]
    const daemon = pod('d', ['DaemonSet', 'x'], { on: 'a' }) as Loose
    daemon['spec'].tolerations = [{ key: 'node.kubernetes.io/unreachable', operator: 'Exists', effect: 'NoExecute' }]
    expect(find(nodeStatusOf(down, facts({ pods: [patient, daemon] }), false), 'status.node.evicts')).toMatchObject({ leftMs: 200_000, pods: 1 })
    expect(find(nodeStatusOf(down, facts({ pods: [daemon] }), false), 'status.node.evicts')).toBeUndefined()
  })
})

test('Namespace: what is in it, what keeps it', () => {
  const ns = (more: Loose = {}) => object('Namespace', 'default', { metadata: { namespace: undefined, ...more['metadata'] }, status: more['status'] })
  const given = object('ConfigMap', 'kube-root-ca.crt')
  expect(namespaceStatusOf(ns(), facts({ configmaps: [given] }))).toEqual([{ id: 'status.ns.empty' }])
  expect(namespaceStatusOf(ns(), facts({ pods: [object('Pod', 'a'), object('Pod', 'b', { metadata: { namespace: 'other' } })], configmaps: [given] }))).toEqual([{ id: 'status.ns.active', objects: ['1 pods'] }])
  expect(idsOf(namespaceStatusOf(ns({ metadata: { deletionTimestamp: ago(1) }, status: { conditions: [{ type: 'NamespaceFinalizersRemaining', status: 'True', message: 'x' }, { type: 'NamespaceDeletionContentFailure', status: 'False' }] } }), facts({ pods: [object('Pod', 'a')] })))).toEqual(['status.ns.terminating', 'status.ns.stuck'])
})

describe('budgets and autoscalers', () => {
  const pdb = (status: Loose, spec: Loose = { minAvailable: 2 }) => budgetStatusOf(object('PodDisruptionBudget', 'b', { spec, status }))
  test.each([
    ['allows', { currentHealthy: 3, desiredHealthy: 2, expectedPods: 3, disruptionsAllowed: 1 }, 'status.pdb.allows'],
    ['blocks', { currentHealthy: 2, desiredHealthy: 2, expectedPods: 3, disruptionsAllowed: 0 }, 'status.pdb.blocks'],
    ['none', { expectedPods: 0 }, 'status.pdb.none'],
    ['unknown', { expectedPods: 3, conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: 'm' }] }, 'status.pdb.unknown'],
  ])('a budget %s', (_, status, id) => expect(idsOf(pdb(status))).toEqual([id]))
  test('names the field that is set', () => expect(pdb({ expectedPods: 1 , currentHealthy: 1, desiredHealthy: 0, disruptionsAllowed: 1 }, { maxUnavailable: 1 })[0]).toMatchObject({ field: 'spec.maxUnavailable' }))

  const hpa = (status: Loose) => autoscalerStatusOf(object('HorizontalPodAutoscaler', 'web', {
    spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 5, minReplicas: 2, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }] }, status,
  }))
  test.each([
    ['steady', { currentReplicas: 2, desiredReplicas: 2, currentMetrics: [{ type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 40 } } }] }, ['status.hpa.steady', 'status.hpa.metric']],
    ['scaling', { currentReplicas: 2, desiredReplicas: 4 }, ['status.hpa.scales', 'status.hpa.metric']],
    ['at its limit', { currentReplicas: 5, desiredReplicas: 5, conditions: [{ type: 'ScalingLimited', status: 'True', reason: 'TooManyReplicas' }] }, ['status.hpa.steady', 'status.hpa.metric', 'status.hpa.at-most']],
    ['blind', { currentReplicas: 2, desiredReplicas: 2, conditions: [{ type: 'ScalingActive', status: 'False', message: 'm' }] }, ['status.hpa.blind', 'status.hpa.metric']],
    ['calming down', { currentReplicas: 4, desiredReplicas: 4, conditions: [{ type: 'AbleToScale', status: 'True', reason: 'ScaleDownStabilized' }] }, ['status.hpa.steady', 'status.hpa.metric', 'status.hpa.calms']],
  ])('an autoscaler, %s', (_, status, ids) => expect(idsOf(hpa(status))).toEqual(ids))
  test('no metrics: unknown', () => expect(find(hpa({ currentReplicas: 2, desiredReplicas: 2 }), 'status.hpa.metric')).toMatchObject({ metric: 'cpu', current: '<unknown>', target: '80 %' }))
})

describe('a pod whose node has fallen silent', () => {
  const UNREACHABLE = 'node.kubernetes.io/unreachable'
  const down = (taints: readonly Loose[] = []) => ({ ...node('node-1', { taints }), status: { conditions: [{ type: 'Ready', status: 'Unknown' }] } }) as AnyObject
  const driven = down([{ key: UNREACHABLE, effect: 'NoExecute', timeAdded: ago(100) }])
  const tolerating = (...tolerations: readonly Loose[]) => { const p = pod('web-1', ['ReplicaSet', 'web'], {}); return { ...p, spec: { ...p.spec, tolerations } } as AnyObject }
  const five = { key: UNREACHABLE, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }

  test.each([
    ['it bears that for a while', tolerating(five), driven, { then: 'evicted', leftMs: 200_000 }],
    ['the least patience counts', tolerating(five, { ...five, tolerationSeconds: 120 }), driven, { then: 'evicted', leftMs: 20_000 }],
    ['its time is over', tolerating({ ...five, tolerationSeconds: 60 }), driven, { then: 'evicted', leftMs: 0 }],
    ['without end, as a DaemonSet’s', tolerating({ key: UNREACHABLE, operator: 'Exists', effect: 'NoExecute' }), driven, { then: 'stays' }],
    ['nothing drives it out yet', tolerating(five), down(), { then: 'unknown' }],
    ['it was told to end', { ...tolerating(five), metadata: { ...tolerating(five).metadata, deletionTimestamp: ago(10) } } as AnyObject, driven, { then: 'terminating' }],
  ])('%s', (_name, p, n, expected) => expect(silenceOf(p, n, NOW)).toEqual([expect.objectContaining({ id: 'status.pod.silent', node: 'node-1', ...expected })]))
  test.each([
    ['its node is well', tolerating(five), { ...driven, status: { conditions: [{ type: 'Ready', status: 'True' }] } } as AnyObject],
    ['it has no node', tolerating(five), undefined],
    ['it is over', { ...tolerating(five), status: { phase: 'Succeeded' } } as AnyObject, driven],
  ])('nothing where %s', (_name, p, n) => expect(silenceOf(p, n, NOW)).toEqual([]))
})

describe('a pod of a Job with a helper that runs on', () => {
  const two = (policy: string, ...states: readonly Loose[]) => object('Pod', 'p', {
    spec: { nodeName: 'node-1', restartPolicy: policy, containers: [] }, status: { phase: 'Running', containerStatuses: states.map((state, i) => ({ name: 'ab'[i], state, ready: false })) },
  })
  const over = { terminated: { exitCode: 0 } }
  test('is told who holds it open', () => expect(podStatusOf(two('Never', over, { running: {} }), {}, NOW)).toMatchObject([{ id: 'status.pod.held-open', ended: ['a'], running: ['b'] }]))
  test.each([['all run', two('Never', { running: {} }, { running: {} })], ['what ends is started again', two('Always', over, { running: {} })]])('not where %s', (_name, p) => expect(idsOf(podStatusOf(p, {}, NOW))).not.toContain('status.pod.held-open'))
})

describe('a Job that is over', () => {
  const job = (spec: Loose, conditions: readonly Loose[], meta: Loose = {}) => object('Job', 'j', { metadata: meta, spec: { template: { spec: { restartPolicy: 'Never' } }, ...spec }, status: { failed: 4, conditions: conditions.map(c => ({ status: 'True', lastTransitionTime: ago(5), ...c })) } })
  const limit = { type: 'Failed', reason: 'BackoffLimitExceeded' }
  test('by its back-off limit: what was counted', () => {
    expect(find(jobStatusOf(job({ backoffLimit: 3 }, [limit]), undefined, NOW), 'status.job.retries-over')).toMatchObject({ limit: 3, failed: 4, inPlace: false })
    expect(find(jobStatusOf(job({ template: { spec: { restartPolicy: 'OnFailure' } } }, [limit]), undefined, NOW), 'status.job.retries-over')).toMatchObject({ limit: 6, inPlace: true })
    expect(idsOf(jobStatusOf(job({}, [{ type: 'Failed', reason: 'DeadlineExceeded' }]), undefined, NOW))).not.toContain('status.job.retries-over')
  })
  test('stays, unless something cleans it up', () => {
    const done = [{ type: 'Complete' }]
    expect(idsOf(jobStatusOf(job({}, done), undefined, NOW))).toEqual(['status.job.complete', 'status.job.kept'])
    expect(idsOf(jobStatusOf(job({ ttlSecondsAfterFinished: 9 }, done), undefined, NOW))).toEqual(['status.job.complete', 'status.job.ttl'])
    expect(idsOf(jobStatusOf(job({}, done, { ownerReferences: ownedBy('CronJob', 'c') }), undefined, NOW))).toEqual(['status.job.complete'])
  })
})

describe('a pod that is looked into', () => {
  const seen = (state: Loose) => object('Pod', 'p', { spec: { nodeName: 'node-1', containers: [] }, status: { phase: 'Running', ephemeralContainerStatuses: [{ name: 'dbg', state, ready: false }] } })
  test('is told by whom', () => expect(podStatusOf(seen({ running: {} }), {}, NOW).at(-1)).toEqual({ id: 'status.pod.looked-into', containers: ['dbg'] }))
  test('no longer when that has ended', () => expect(idsOf(podStatusOf(seen({ terminated: { exitCode: 0 } }), {}, NOW))).not.toContain('status.pod.looked-into'))
})
