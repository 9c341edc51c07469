// Node lifecycle and taint eviction: tables, and a whole cluster in which a kubelet dies and comes back.
import { describe, expect, test } from 'vitest'
import type { Node } from '../../../kube/core.ts'
import { Node as NodeKind, Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { createCluster } from '../../index.ts'
import { defaultNodes } from '../../nodes.ts'
import { patienceMs } from '../tainteviction/patience.ts'
import { noScheduleChange, noScheduleKeysFor } from './taints.ts'
import { paceOf } from './zones.ts'

const node = (name: string, ready: string | undefined, more: Partial<Node['spec']> = {}, labels: Record<string, string> = {}): Node => ({
  apiVersion: 'v1', kind: 'Node', metadata: { name, labels }, spec: { ...more },
  status: { conditions: ready === undefined ? [] : [{ type: 'Ready', status: ready as 'True' }] },
}) as unknown as Node

describe('[NL5] NoSchedule taints', () => {
  test.each<[string, Node, string[]]>([
    ['ready', node('n', 'True'), []],
    ['not ready', node('n', 'False'), ['node.kubernetes.io/not-ready']],
    ['unknown', node('n', 'Unknown'), ['node.kubernetes.io/unreachable']],
    ['nothing said yet', node('n', undefined), []],
    ['cordoned', node('n', 'True', { unschedulable: true }), ['node.kubernetes.io/unschedulable']],
    ['cordoned and unknown', node('n', 'Unknown', { unschedulable: true }), ['node.kubernetes.io/unreachable', 'node.kubernetes.io/unschedulable']],
  ])('%s', (_name, n, keys) => expect(noScheduleKeysFor(n)).toEqual(keys))

  test('only its own are lifted', () => {
    const taints = [{ key: 'mine', effect: 'NoSchedule' as const }, { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' as const }, { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' as const }]
    expect(noScheduleChange(node('n', 'True', { taints }))).toEqual({ add: [], remove: [taints[1]] })
  })
})

describe('[NL8] the pace', () => {
  const nodes = (up: number, down: number) => [...Array.from({ length: up }, (_, i) => node(`u${i}`, 'True')), ...Array.from({ length: down }, (_, i) => node(`d${i}`, 'Unknown'))]
  test.each<[string, number, number, number]>([
    ['one of three', 2, 1, 10_000], ['two of three: too few to be a disruption', 1, 2, 10_000], ['three of five', 2, 3, Infinity], ['three of six: below 55 %', 3, 3, 10_000],
    ['thirty of fifty-one', 21, 30, 100_000], ['all', 0, 4, Infinity],
  ])('%s', (_name, up, down, ms) => expect(paceOf(':', nodes(up, down)).betweenMs).toBe(ms))

  test('a zone that is down as a whole is given up at the ordinary rate', () => {
    const zone = { 'topology.kubernetes.io/zone': 'b' }
    expect(paceOf(':b', [...nodes(3, 0), ...[1, 2, 3].map(i => node(`b${i}`, 'Unknown', {}, zone))])).toMatchObject({ betweenMs: 10_000, notReady: 3, nodes: 3 })
  })
})

describe('[TE1] [TE2] patience', () => {
  const taint = { key: 'k', value: 'v', effect: 'NoExecute' as const }
  test.each<[string, object[], number]>([
    ['none', [], 0], ['for ever', [{ key: 'k', operator: 'Exists' }], Infinity], ['20 s', [{ key: 'k', operator: 'Exists', tolerationSeconds: 20 }], 20_000],
    ['less than nothing', [{ key: 'k', operator: 'Exists', tolerationSeconds: -5 }], 0], ['another value', [{ key: 'k', value: 'w' }], 0], ['another effect', [{ key: 'k', operator: 'Exists', effect: 'NoSchedule' }], 0],
  ])('%s', (_name, tolerations, ms) => expect(patienceMs([taint], tolerations)).toBe(ms))

  test('of two taints the shorter counts, and one untolerated is enough', () => {
    const other = { key: 'l', effect: 'NoExecute' as const }
    expect(patienceMs([taint, other], [{ key: 'k', operator: 'Exists', tolerationSeconds: 20 }, { key: 'l', operator: 'Exists', tolerationSeconds: 7 }])).toBe(7000)
    expect(patienceMs([taint, other], [{ key: 'k', operator: 'Exists', tolerationSeconds: 20 }])).toBe(0)
  })
})

function clusterWithPod(tolerations?: object[]) {
  const cluster = createCluster({ seed: 3, nodes: 2 })
  const client = cluster.client()
  cluster.world.travel({ forMs: 1000 })
  client.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { nodeName: 'node-1', containers: [{ name: 'c', image: 'busybox:1.36', command: ['sleep', '9999'] }], ...(tolerations ? { tolerations } : {}) } }, 'default')
  const run = (seconds: number) => cluster.world.travel({ forMs: seconds * 1000 })
  const object = (plural: string, name: string): AnyObject => cluster.objects(plural).find(o => o.metadata.name === name)!
  const taints = () => (object('nodes', 'node-1')['spec'].taints ?? []).map((t: { key: string; effect: string }) => `${t.key.split('/')[1] ?? t.key}:${t.effect}`)
  const ready = (plural: string, name: string) => object(plural, name).status.conditions.find((c: { type: string }) => c.type === 'Ready')
  return { cluster, client, run, object, taints, ready }
}

test('[NL1] [NL2] [NL3] [NL6] [NL7] [TE2] [TE5] a kubelet dies, and comes back', () => {
  const { cluster, run, object, taints, ready } = clusterWithPod()
  run(5)
  cluster.act({ do: 'stop-kubelet', name: 'node-1' })
  run(38)
  expect([ready('nodes', 'node-1').status, taints()]).toEqual(['True', []])
  run(24)
  expect(ready('nodes', 'node-1')).toMatchObject({ status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' })
  expect(taints()).toEqual(['unreachable:NoSchedule', 'unreachable:NoExecute'])
  expect([ready('pods', 'p').status, object('pods', 'p').status.phase]).toEqual(['False', 'Running'])
  run(270)
  expect(object('pods', 'p').metadata.deletionTimestamp).toBeUndefined()
  run(40)
  expect(object('pods', 'p').metadata.deletionTimestamp).toBeDefined()
  expect(object('pods', 'p').status.conditions).toContainEqual(expect.objectContaining({ type: 'DisruptionTarget', reason: 'DeletionByTaintManager' }))
  cluster.act({ do: 'start-kubelet', name: 'node-1' })
  run(45)
  expect([ready('nodes', 'node-1').status, taints(), object('pods', 'p')]).toEqual(['True', [], undefined])
  const told = cluster.objects('events').map(e => e['reason'] as string)
  expect(told).toEqual(expect.arrayContaining(['NodeNotReady', 'TaintManagerEviction']))
})

test('[NL7] [TE4] back in time: the pod stays', () => {
  const { cluster, run, object, taints } = clusterWithPod()
  run(5)
  cluster.act({ do: 'stop-kubelet', name: 'node-1' })
  run(100)
  cluster.act({ do: 'start-kubelet', name: 'node-1' })
  run(400)
  expect([taints(), object('pods', 'p').metadata.deletionTimestamp]).toEqual([[], undefined])
  expect(cluster.objects('events').map(e => e['message'] as string)).toContain('Cancelling deletion of Pod default/p')
})

test('[NL5] cordon taints at once, and uncordon lifts it', () => {
  const { client, run, taints } = clusterWithPod()
  client.patch(NodeKind, undefined, 'node-1', 'merge', { spec: { unschedulable: true } })
  run(0.1)
  expect(taints()).toEqual(['unschedulable:NoSchedule'])
  client.patch(NodeKind, undefined, 'node-1', 'merge', { spec: { unschedulable: null } })
  run(0.1)
  expect(taints()).toEqual([])
})

test.each<[string, object[] | undefined, number, boolean]>([
  ['not tolerated: at once', undefined, 3, true],
  ['tolerated for 20 s: not yet', [{ key: 'k', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 20 }], 19, false],
  ['tolerated for 20 s: over', [{ key: 'k', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 20 }], 21, true],
  ['tolerated for ever', [{ key: 'k', operator: 'Exists' }], 500, false],
])('[TE1] [TE2] a NoExecute taint, %s', (_name, tolerations, seconds, goes) => {
  const { cluster, client, run } = clusterWithPod(tolerations)
  run(5)
  client.patch(NodeKind, undefined, 'node-1', 'merge', { spec: { taints: [{ key: 'k', effect: 'NoExecute' }] } })
  run(seconds)
  const pod = cluster.server.store.get(PodKind, 'default/p')
  expect(pod === undefined || pod.metadata.deletionTimestamp !== undefined).toBe(goes)
})

test('a quiet cluster stays quiet: nobody writes but the kubelets', () => {
  const { cluster, run } = clusterWithPod()
  run(30)
  const loud: string[] = []
  cluster.world.observe((frame, direction) => { if (direction === 1 && !frame.quiet) loud.push(`${frame.actor} ${frame.what} ${frame.about}`) })
  run(200)
  expect(loud).toEqual([])
})

test.each([
  ['a machine that was always there was registered when it was made', '2026-01-01T08:30:00Z', '2026-01-01T08:30:00Z'],
  ['one that is as old as the cluster, when time began', undefined, '2026-01-01T09:00:00Z'],
])('[NL9] %s', (_what, creationTimestamp, expected) => {
  const [control, worker] = defaultNodes(1)
  const cluster = createCluster({ seed: 1, startAt: '2026-01-01T09:00:00Z', nodes: [control!, { ...worker!, ...(creationTimestamp ? { creationTimestamp } : {}) }] })
  cluster.world.travel({ forMs: 60_000 })
  const told = cluster.objects('events').filter(e => e['reason'] === 'RegisteredNode' && e['involvedObject'].name === 'node-1')
  expect(told.map(e => [e['lastTimestamp'], e['count']])).toEqual([[expected, 1]])
})
