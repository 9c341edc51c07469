import { describe, expect, test } from 'vitest'
import type { Node, Pod } from '../../../kube/core.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { fakeCache } from '../../testing/fakeCache.ts'
import { syncOnce } from '../carry.ts'
import { endedPods, evictedThenOldest, THRESHOLD } from './ended.ts'
import { lostNodes, stuckPods } from './index.ts'

const aPod = (name: string, spec: object = { nodeName: 'n' }, status: object = { phase: 'Running' }, metadata: object = {}): Pod =>
  ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', uid: name, generation: 2, ...metadata }, spec: { containers: [], ...spec }, status }) as unknown as Pod
const aNode = (name: string, ready: 'True' | 'Unknown' = 'True', taints: object[] = []): Node =>
  ({ apiVersion: 'v1', kind: 'Node', metadata: { name }, spec: { taints }, status: { conditions: [{ type: 'Ready', status: ready }] } }) as unknown as Node

describe('pods on lost nodes', () => {
  /** Follows the alarms from `from` until a pod is removed, or for good. */
  function follow(pods: (at: number) => readonly Pod[], from: number, until: number) {
    let at = from
    let memo: any
    const removed: [number, string][] = []
    for (;;) {
      const s = syncOnce(lostNodes, fakeCache(pods(at)), 'n', undefined, memo, at, intent => ({ intent }))
      for (const o of s?.outcomes ?? []) if (o.intent.verb === 'delete') removed.push([at, o.intent.key])
      memo = s?.end.memo
      if (s?.end.againInMs === undefined || at + s.end.againInMs > until) return { removed, memo, at }
      at += s.end.againInMs
    }
  }

  test('[PG1] found by the next pass, removed by the one 40 s later', () => {
    expect(follow(at => (at > 80_000 ? [] : [aPod('a')]), 20_060, 300_000).removed).toEqual([[80_000, 'default/a']])
  })
  test('[PG2] a pod that comes later goes with the quarantine that is running', () => {
    const pods = (at: number) => (at <= 60_000 ? [aPod('a')] : at <= 100_000 ? [aPod('b')] : [])
    expect(follow(pods, 5_000, 300_000).removed).toEqual([[60_000, 'default/a'], [100_000, 'default/b']])
  })
  test('it is forgotten when there is nothing left to do', () => {
    expect(follow(at => (at < 30_000 ? [aPod('a')] : []), 5_000, 900_000)).toMatchObject({ removed: [], memo: undefined, at: 60_000 })
  })
  test('[PG1] a node that comes back keeps its pods', () => {
    const s = syncOnce(lostNodes, fakeCache([aPod('a')]), 'n', aNode('n'), { pass: 1, duePass: 3 }, 60_000, intent => ({ intent }))!
    expect(s.outcomes).toEqual([])
    expect(s.end).toEqual({ intents: [], memo: undefined })
  })
  test('[PG4] first Failed, with its condition, then gone at once; an ended pod is just deleted', () => {
    const s = syncOnce(lostNodes, fakeCache([aPod('a'), aPod('b', { nodeName: 'n' }, { phase: 'Succeeded' })]), 'n', undefined, { pass: 2, duePass: 3 }, 60_000, intent => ({ intent }))!
    expect(s.outcomes.map(o => o.intent)).toMatchObject([
      {
        verb: 'patch', key: 'default/a', subresource: 'status', type: 'strategic',
        body: { metadata: { uid: 'a' }, status: { phase: 'Failed', conditions: [{ type: 'DisruptionTarget', status: 'True', reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists', observedGeneration: 2 }] } },
      },
      { verb: 'delete', key: 'default/a', gracePeriodSeconds: 0 },
      { verb: 'delete', key: 'default/b', gracePeriodSeconds: 0 },
    ])
  })
  test('a node that goes, and a pod bound to nowhere, wake it', () => {
    const [nodeWake, podWake] = lostNodes.wakes
    expect(nodeWake!.keys(aNode('n') as unknown as AnyObject, undefined, fakeCache([]))).toEqual(['n'])
    expect(podWake!.keys(undefined, aPod('a') as unknown as AnyObject, fakeCache([]))).toEqual(['n'])
    expect(podWake!.keys(undefined, aPod('a') as unknown as AnyObject, fakeCache([aNode('n')]))).toEqual([])
    expect(podWake!.keys(aPod('a') as unknown as AnyObject, aPod('a') as unknown as AnyObject, fakeCache([]))).toEqual([])
  })
})

describe('deleted pods that nobody ends', () => {
  const deleted = { deletionTimestamp: '2026-01-01T00:00:00Z' }
  const out = [{ key: 'node.kubernetes.io/out-of-service', effect: 'NoExecute' }]
  const verbs = (pod: Pod, node?: Node) =>
    syncOnce(stuckPods, fakeCache(node ? [pod, node] : [pod]), 'default/a', pod, undefined, 0, intent => ({ intent }))?.outcomes.map(o => o.intent.verb)
  test.each<[string, Pod, Node | undefined, string[] | undefined]>([
    ['[PG5] never scheduled', aPod('a', {}, { phase: 'Pending' }, deleted), undefined, ['patch', 'delete']],
    ['[PG5] scheduled', aPod('a', { nodeName: 'n' }, { phase: 'Running' }, deleted), aNode('n'), undefined],
    ['[PG5] not deleted', aPod('a', {}, { phase: 'Pending' }), undefined, undefined],
    ['[PG6] on a node out of service', aPod('a', { nodeName: 'n' }, { phase: 'Running' }, deleted), aNode('n', 'Unknown', out), ['patch', 'delete']],
    ['[PG6] out of service, but ready', aPod('a', { nodeName: 'n' }, { phase: 'Running' }, deleted), aNode('n', 'True', out), undefined],
    ['[PG6] not ready, but in service', aPod('a', { nodeName: 'n' }, { phase: 'Running' }, deleted), aNode('n', 'Unknown'), undefined],
  ])('%s', (_name, pod, node, expected) => expect(verbs(pod, node)).toEqual(expected))
})

describe('too many ended pods', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => aPod(`p${i}`, {}, { phase: 'Succeeded' }, { creationTimestamp: i === 7 ? '2025-01-01T00:00:00Z' : '2026-01-01T00:00:00Z' }))
  const look = (pods: readonly Pod[]) =>
    syncOnce(endedPods, { ...fakeCache([]), list: () => pods as never, countOf: () => pods.length }, '(ended)', undefined, undefined, 0, intent => ({ intent }))?.outcomes.map(o => 'key' in o.intent && o.intent.key)
  test('[PG3] the threshold itself is allowed', () => expect(look(many(THRESHOLD))).toBeUndefined())
  test('[PG3] one more: the oldest goes', () => expect(look(many(THRESHOLD + 1))).toEqual(['default/p7']))
  test('[PG3] running pods do not count', () => expect(look([...many(THRESHOLD), aPod('r')])).toBeUndefined())
  test('[PG3] evicted ones before older ones', () => {
    const old = aPod('old', {}, { phase: 'Failed' }, { creationTimestamp: '2025-01-01T00:00:00Z' })
    const evicted = aPod('evicted', {}, { phase: 'Failed', reason: 'Evicted' }, { creationTimestamp: '2026-01-01T00:00:00Z' })
    expect([old, evicted].toSorted(evictedThenOldest).map(p => p.metadata.name)).toEqual(['evicted', 'old'])
  })
})
