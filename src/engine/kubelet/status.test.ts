import { expect, test } from 'vitest'
import { Pod as PodKind } from '../../kube/kinds.ts'
import { podBed, podOf } from '../testing/podBed.ts'
import type { Pod, PodCondition } from '../../kube/core.ts'
import type { Report } from './record.ts'
import { statusAfter } from './status.ts'

const AT = Date.parse('2026-11-20T09:41:15Z')
const EARLIER = '2026-11-20T09:00:00Z'
const probed = null as unknown as string
const condition = (type: string, status = 'True', more: Partial<PodCondition> = {}): PodCondition => ({ type, status, lastProbeTime: probed, lastTransitionTime: EARLIER, observedGeneration: 1, ...more })
const own = ['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady']
const podWith = (status: Pod['status'] & {}): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', namespace: 'default', uid: 'u', generation: 1 }, spec: { containers: [{ name: 'c', image: 'busybox' }] },
  status: { phase: 'Running', startTime: EARLIER, observedGeneration: 1, resources: {}, ...status },
}) as Pod
const report = (more: Partial<Report> = {}): Report => ({ at: AT, phase: 'Running', conditions: own.map(type => ({ type, status: 'True' })), generation: 1, ...more })
const types = (list: readonly PodCondition[] | undefined) => list?.map(c => c.type)

test('what reads as the report says already is not written again', () => {
  expect(statusAfter(podWith({ conditions: [...own, 'PodScheduled'].map(t => condition(t)) }), report(), undefined, true)).toBeUndefined()
})

test('the first report of a bound pod puts the kubelet’s own conditions before PodScheduled, which stays as it was', () => {
  const scheduled = condition('PodScheduled')
  const { conditions, startTime } = statusAfter(podWith({ conditions: [scheduled], startTime: undefined as unknown as string }), report(), undefined, true)!
  expect(types(conditions)).toEqual([...own, 'PodScheduled'])
  expect(conditions!.at(-1)).toBe(scheduled)
  expect(conditions![0]).toEqual({ type: 'PodReadyToStartContainers', status: 'True', lastProbeTime: null, lastTransitionTime: '2026-11-20T09:41:15Z', observedGeneration: 1 })
  expect(startTime).toBe('2026-11-20T09:41:15Z')
})

test('a condition that turns has a new time; one that only gives another reason keeps its time', () => {
  const live = [...own, 'PodScheduled'].map(t => condition(t, t === 'Ready' ? 'False' : 'True', t === 'ContainersReady' ? { reason: 'Old', message: 'old' } : {}))
  const conditions = statusAfter(podWith({ conditions: live }), report(), undefined, true)!.conditions!
  expect(types(conditions)).toEqual(types(live))
  expect(conditions[2]).toMatchObject({ status: 'True', lastTransitionTime: '2026-11-20T09:41:15Z' })
  expect(conditions[3]).toEqual(condition('ContainersReady'))
  expect(conditions[0]).toBe(live[0])
})

test('conditions of others stay, and come first where they did not yet', () => {
  const live = [...own, 'PodScheduled'].map(t => condition(t)).toSpliced(2, 0, condition('example.com/gate'))
  const conditions = statusAfter(podWith({ conditions: live }), report({ conditions: own.map(type => ({ type, status: type === 'Ready' ? 'False' : 'True' })) }), undefined, true)!.conditions!
  expect(types(conditions)).toEqual(['example.com/gate', ...own, 'PodScheduled'])
})

test('a new address takes the place of the old one', () => {
  const conditions = [...own, 'PodScheduled'].map(t => condition(t))
  const after = statusAfter(podWith({ conditions, podIP: '10.244.0.2', podIPs: [{ ip: '10.244.0.2' }] }), report({ ip: '10.244.0.9' }), undefined, true)!
  expect([after.podIP, after.podIPs]).toEqual(['10.244.0.9', [{ ip: '10.244.0.9' }]])
})

test('a final phase stays, and comes only when nothing can run any more', () => {
  const conditions = [...own, 'PodScheduled'].map(t => condition(t))
  expect(statusAfter(podWith({ conditions }), report({ phase: 'Succeeded' }), undefined, true)).toBeUndefined()
  expect(statusAfter(podWith({ conditions }), report({ phase: 'Succeeded' }), undefined, false)!.phase).toBe('Succeeded')
  expect(statusAfter(podWith({ conditions, phase: 'Failed' }), report({ phase: 'Succeeded' }), undefined, false)).toBeUndefined()
})

test('[K39] what somebody says of a readiness gate is heard at once', () => {
  const t = podBed()
  t.client.create(podOf('gated', { readinessGates: [{ conditionType: 'example.com/lb' }], containers: [{ name: 'c', image: 'busybox:1.36', command: ['sleep', '600'] }] } as never), 'default')
  t.run(6)
  const ready = () => t.pod('gated')!['status'].conditions.find((c: { type: string }) => c.type === 'Ready')
  expect(ready()).toMatchObject({ status: 'False', reason: 'ReadinessGatesNotReady' })
  const say = (status: string) => t.client.patch(PodKind, 'default', 'gated', 'strategic', { status: { conditions: [{ type: 'example.com/lb', status }] } }, { subresource: 'status' })
  say('True')
  t.run(2)
  expect(ready()).toMatchObject({ status: 'True' })
  say('False')
  t.run(2)
  expect(ready()).toMatchObject({ status: 'False', message: 'the status of pod readiness gate "example.com/lb" is not "True", but False' })
})
