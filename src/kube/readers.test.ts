import { describe, expect, test } from 'vitest'
import type { Job } from './batch.ts'
import { conditionIsFalse, conditionIsTrue, withCondition, withoutCondition } from './conditions.ts'
import type { Pod } from './core.ts'
import { completionIndexOf, finishedAt, isJobFinished } from './jobs.ts'
import { deletionCostOf, isPodActive, isPodAvailable, isPodReady, phaseOf, podReadyAt } from './pods.ts'
import { instantOf } from './rfc3339.ts'

const pod = (status: Pod['status'], metadata: Partial<Pod['metadata']> = {}): Pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata, name: 'p' }, spec: { containers: [] }, status }) as Pod
const job = (...conditions: { type: string; status: string; lastTransitionTime?: string }[]): Job => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j' }, spec: {}, status: { conditions } }) as unknown as Job
const at = '2026-11-20T09:00:00Z'

describe('conditions', () => {
  const object = { status: { conditions: [{ type: 'A', status: 'True' }, { type: 'B', status: 'Unknown' }] } }
  test('unknown and missing are neither true nor false', () => {
    expect(['A', 'B', 'C'].map(t => conditionIsTrue(object, t))).toEqual([true, false, false])
    expect(['A', 'B', 'C'].map(t => conditionIsFalse(object, t))).toEqual([false, false, false])
  })
  test('are replaced in place, added at the end, and the list before stays as it was', () => {
    const before = Object.freeze([Object.freeze({ type: 'A', status: 'True' }), Object.freeze({ type: 'B', status: 'True' })])
    expect(withCondition(before, { type: 'A', status: 'False' }).map(c => c.type + c.status)).toEqual(['AFalse', 'BTrue'])
    expect(withCondition(before, { type: 'C', status: 'True' }).map(c => c.type)).toEqual(['A', 'B', 'C'])
    expect(withoutCondition(before, 'A').map(c => c.type)).toEqual(['B'])
  })
})

describe('pods', () => {
  test.each([
    ['running', pod({ phase: 'Running' }), true],
    ['without status', pod(undefined), true],
    ['failed', pod({ phase: 'Failed' }), false],
    ['going', pod({ phase: 'Running' }, { deletionTimestamp: at }), false],
  ])('active: %s', (_name, p, active) => expect(isPodActive(p)).toBe(active))
  test('no status means pending', () => expect(phaseOf(pod(undefined))).toBe('Pending'))
  test('available exactly when minReadySeconds have passed', () => {
    const p = pod({ conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: at }] })
    expect([isPodReady(p), podReadyAt(p)]).toEqual([true, instantOf(at)])
    expect(isPodAvailable(p, 10, instantOf(at) + 9_999)).toBe(false)
    expect(isPodAvailable(p, 10, instantOf(at) + 10_000)).toBe(true)
    expect(podReadyAt(pod({ conditions: [{ type: 'Ready', status: 'False', lastTransitionTime: at }] }))).toBeUndefined()
  })
  test.each([['5', 5], ['-5', -5], ['+5', 0], ['05', 0], ['x', 0], ['2147483648', 0]])('deletion cost %s', (text, cost) =>
    expect(deletionCostOf(pod({}, { annotations: { 'controller.kubernetes.io/pod-deletion-cost': text } }))).toBe(cost))
})

describe('jobs', () => {
  test('is finished by a true condition only', () => {
    expect(isJobFinished(job({ type: 'Complete', status: 'False' }, { type: 'FailureTarget', status: 'True' }))).toBe(false)
    expect(isJobFinished(job({ type: 'Suspended', status: 'True' }, { type: 'Failed', status: 'True' }))).toBe(true)
  })
  test('finishedAt', () => {
    expect(finishedAt(job({ type: 'Complete', status: 'True', lastTransitionTime: at }))).toBe(instantOf(at))
    expect(finishedAt(job())).toBeUndefined()
  })
  test.each([['3', 3], ['-1', undefined], ['x', undefined]])('index %s', (text, index) =>
    expect(completionIndexOf(pod({}, { annotations: { 'batch.kubernetes.io/job-completion-index': text } }))).toBe(index))
})
