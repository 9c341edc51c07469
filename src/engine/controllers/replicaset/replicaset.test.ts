// ReplicaSets: one sync on a given view, and a few lives on a whole cluster.
import { describe, expect, test, vi } from 'vitest'
import type { ReplicaSet } from '../../../kube/apps.ts'
import type { Pod } from '../../../kube/core.ts'
import { Pod as PodKind, ReplicaSet as ReplicaSetKind } from '../../../kube/kinds.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import { createCluster } from '../../index.ts'
import { fakeCache } from '../../testing/fakeCache.ts'
import { syncOnce } from '../carry.ts'
import type { Intent, Outcome } from '../controller.ts'
import { replicaSetController } from './index.ts'
import { doubledUp, inDeletionOrder, podsToDelete } from './victims.ts'

vi.setConfig({ testTimeout: 30_000 })

const NOW = 1_000_000_000
const aSet = (replicas: number, more: object = {}): ReplicaSet => ({
  apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web', namespace: 'default', uid: 'rs', generation: 1, ...more },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c' }] } } }, status: { replicas: 0 },
}) as unknown as ReplicaSet
const aPod = (name: string, more: { labels?: object; owner?: boolean; ready?: number; created?: number; phase?: string; cost?: string } = {}): Pod => ({
  apiVersion: 'v1', kind: 'Pod',
  metadata: {
    name, namespace: 'default', uid: name, labels: more.labels ?? { app: 'web' }, creationTimestamp: timeOf(NOW - (more.created ?? 100) * 1000),
    ...(more.cost ? { annotations: { 'controller.kubernetes.io/pod-deletion-cost': more.cost } } : {}),
    ...(more.owner === false ? {} : { ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web', uid: 'rs', controller: true }] }),
  },
  spec: { nodeName: 'n1', containers: [] },
  status: { phase: more.phase ?? 'Running', ...(more.ready === undefined ? {} : { conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: timeOf(NOW - more.ready * 1000) }] }) },
}) as unknown as Pod

function sync(rs: ReplicaSet, pods: readonly Pod[], refuse: (intent: Intent) => Outcome['refused'] = () => undefined, caughtUp = true) {
  const events: string[] = []
  const act = (intent: Intent): Outcome => {
    if (intent.verb === 'event') events.push(`${intent.event.reason}: ${intent.event.message}`)
    const refused = refuse(intent)
    return refused ? { intent, refused } : { intent, ...('object' in intent ? { object: { ...intent.object, metadata: { ...intent.object.metadata, name: 'new' } } } : {}) }
  }
  const s = syncOnce(replicaSetController, fakeCache([rs, ...pods], { caughtUp: () => caughtUp }), 'default/web', rs, undefined, NOW, act)!
  const tried = s.outcomes.filter(o => !o.skipped)
  return {
    end: s.end, reason: s.reasons[0]!.id, verbs: tried.map(o => o.intent.verb), events,
    status: tried.flatMap(o => (o.intent.verb === 'update' ? [o.intent.object['status']] : [])).at(-1),
  }
}
const forbidden = { code: 403, reason: 'Forbidden' as const, message: 'exceeded quota' }

test('[RS5] [RS10] [RS13] a refusal ends the sync after its batch, and is told once', () => {
  let made = 0
  const s = sync(aSet(10), [], intent => (intent.verb === 'create' && ++made > 2 ? forbidden : undefined))
  // 1, then 2 of which one is refused; the 4 and the 3 after them are not tried.
  expect(s.verbs.filter(v => v === 'create')).toHaveLength(3)
  expect(s.events).toEqual(['SuccessfulCreate: Created pod: new', 'SuccessfulCreate: Created pod: new', 'FailedCreate: Error creating: exceeded quota'])
  expect(s.status.conditions).toMatchObject([{ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota' }])
  expect(s.end.failed).toBe(true)
})

test('[RS10] a namespace on its way out is no failure', () => {
  const message = 'pods "web-" is forbidden: unable to create new content in namespace default because it is being terminated'
  const s = sync(aSet(1), [], intent => (intent.verb === 'create' ? { ...forbidden, message } : undefined))
  expect([s.events, s.end.failed, s.status.conditions]).toEqual([[], undefined, undefined])
})

test.each([
  ['[RS3] being deleted', aSet(3, { deletionTimestamp: timeOf(NOW) }), true, 'rs.deleting'],
  ['[RS3] not caught up', aSet(3), false, 'rs.not-caught-up'],
])('%s: counted, and nothing else', (_name, rs, caughtUp, reason) => {
  const s = sync(rs, [aPod('a', { ready: 5 }), aPod('b', { owner: false, labels: { app: 'other' } })], undefined, caughtUp)
  expect([s.reason, s.verbs, s.status.readyReplicas]).toEqual([reason, ['update'], 1])
})

test('[RS6] no more than 500 at once', () => expect(sync(aSet(700), []).verbs.filter(v => v === 'create')).toHaveLength(500))

test('[RS15] a conflict is tried once more, without the version', () => {
  let writes = 0
  const s = sync(aSet(0, { resourceVersion: '7' }), [], intent => (intent.verb === 'update' && ++writes === 1 ? { code: 409, reason: 'Conflict', message: 'modified' } : undefined))
  expect([writes, s.end.failed]).toEqual([2, undefined])
})

describe('[RS7] who goes first', () => {
  test.each([
    ['pending before running', [aPod('a', { ready: 5 }), aPod('b', { phase: 'Pending' })], 'b'],
    ['not ready before ready', [aPod('a', { ready: 5 }), aPod('b')], 'b'],
    ['the cheaper before the dearer', [aPod('a', { ready: 5, cost: '1' }), aPod('b', { ready: 5 })], 'b'],
    ['a cost with a plus is none', [aPod('a', { ready: 5, cost: '+1' }), aPod('b', { ready: 5, cost: '-1' })], 'b'],
    ['[RS9] ready for 60 s or 70 s is the same: by uid', [aPod('a', { ready: 60 }), aPod('b', { ready: 70 })].reverse(), 'a'],
    ['[RS9] ready for 10 s or 100 s is not', [aPod('a', { ready: 100 }), aPod('b', { ready: 10 })], 'b'],
  ])('%s', (_name, pods, first) => expect(inDeletionOrder(pods, pods.map(() => 0), NOW)[0]!.metadata.name).toBe(first))
})

test('[RS7] the few that go are the first of the full order, however many there are', () => {
  const pods = Array.from({ length: 60 }, (_, i) => {
    const pod = aPod(`p${String(i).padStart(2, '0')}`, { ...(i % 3 ? { ready: 10 * (i % 7) + 1 } : {}), ...(i % 11 === 0 ? { phase: 'Pending' } : {}), ...(i % 5 === 0 ? { cost: `${(i % 4) - 2}` } : {}) })
    return { ...pod, spec: { ...pod.spec, nodeName: i % 13 === 0 ? undefined : `n${i % 4}` } } as unknown as Pod
  })
  const order = inDeletionOrder(pods, doubledUp(pods, pods), NOW)
  for (const count of [1, 7, 30, 59]) expect(podsToDelete(pods, pods, count, NOW)).toEqual(order.slice(0, count))
  expect(podsToDelete(pods, pods, 60, NOW)).toBe(pods)
})

describe('on a cluster', () => {
  function clusterWith(spec: object) {
    const cluster = createCluster({ seed: 5, nodes: 2 })
    const client = cluster.client()
    cluster.world.travel({ forMs: 1000 })
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'busybox:1.36', command: ['sleep', '3600'] }] } }
    client.create({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'web' }, spec: { selector: { matchLabels: { app: 'web' } }, template, ...spec } }, 'default')
    return { cluster, client, run: (seconds: number) => cluster.world.travel({ forMs: seconds * 1000 }), status: () => cluster.objects('replicasets')[0]!.status }
  }

  test('[RS2] [RS4] a pod that is let go, or deleted, is replaced; the one let go runs on', () => {
    const { cluster, client, run } = clusterWith({ replicas: 2 })
    run(10)
    const [a, b] = cluster.objects('pods').map(p => p.metadata.name) as [string, string]
    client.patch(PodKind, 'default', a, 'merge', { metadata: { labels: { app: 'mine' } } })
    client.delete(PodKind, 'default', b, {})
    run(5)
    const pods = cluster.objects('pods').filter(p => p.metadata.deletionTimestamp === undefined)
    expect(pods).toHaveLength(3)
    expect(pods.find(p => p.metadata.name === a)!.metadata.ownerReferences ?? []).toEqual([])
  })

  test('[RS14] available only after minReadySeconds', () => {
    const { run, status } = clusterWith({ replicas: 1, minReadySeconds: 10 })
    run(8)
    expect([status().readyReplicas, status().availableReplicas]).toEqual([1, undefined])
    run(6)
    expect(status().availableReplicas).toBe(1)
  })

  test('[RS1] orphans are taken over, and are too many then', () => {
    const { cluster, client, run } = clusterWith({ replicas: 2 })
    run(10)
    client.delete(ReplicaSetKind, 'default', 'web', { propagationPolicy: 'Orphan' })
    run(5)
    expect(cluster.objects('pods')).toHaveLength(2)
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'busybox:1.36' }] } }
    client.create({ apiVersion: 'apps/v1', kind: 'ReplicaSet', metadata: { name: 'next' }, spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template } }, 'default')
    run(5)
    const left = cluster.objects('pods').filter(p => p.metadata.deletionTimestamp === undefined)
    expect(left.map(p => p.metadata.ownerReferences?.[0]?.name)).toEqual(['next'])
  })
})
