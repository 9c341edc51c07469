import { describe, expect, test } from 'vitest'
import type { Job } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { backoffLeft, nextBackoff } from './backoff.ts'
import { newCondition, withCondition } from './conditions.ts'
import { inBatches } from './decide.ts'
import { firstPending } from './indexes.ts'
import { addIndexes, formatIndexes, parseIndexes } from './intervals.ts'
import { matchFailure } from './podFailurePolicy.ts'
import { finishedAt } from './pods.ts'
import { isPodFailed } from './replacement.ts'
import { matchSuccess } from './successPolicy.ts'
import { podFor, podForIndex } from './template.ts'
import { aJob, aPod, ended } from './testObjects.ts'
import { podsToRemove } from './victims.ts'

describe('backoff', () => {
  test.each([
    ['[J15] no failure, no wait', { failures: 0 }, 0, 0],
    ['[J15] first failure', { failures: 1, lastFailureAt: 0 }, 4_000, 6_000],
    ['[J15] the wait is over exactly at 10 s', { failures: 1, lastFailureAt: 0 }, 10_000, 0],
    ['[J15] and not a millisecond before', { failures: 1, lastFailureAt: 0 }, 9_999, 1],
    ['[J15] it doubles', { failures: 4, lastFailureAt: 0 }, 0, 80_000],
    ['[J15] six failures are still below the cap', { failures: 6, lastFailureAt: 0 }, 0, 320_000],
    ['[J15] seven reach 10 minutes', { failures: 7, lastFailureAt: 0 }, 0, 600_000],
    ['[J15] never more, however many', { failures: 2000, lastFailureAt: 0 }, 0, 600_000],
    ['[J15] a failure in the future waits longer', { failures: 1, lastFailureAt: 5_000 }, 0, 15_000],
  ])('%s', (_name, record, now, leftMs) => expect(backoffLeft(record, now)).toBe(leftMs))

  const at = (second: number, phase: 'Succeeded' | 'Failed' = 'Failed') => ended(aPod(`p${second}`), phase, second * 1000)
  test.each<[string, Parameters<typeof nextBackoff>, ReturnType<typeof nextBackoff>]>([
    ['[J16] nothing new keeps the record', [{ failures: 2, lastFailureAt: 7 }, [], []], { failures: 2, lastFailureAt: 7 }],
    ['[J16] pods that fail together all count', [undefined, [], [at(3), at(5), at(4)]], { failures: 3, lastFailureAt: 5000 }],
    ['[J16] a success takes back what came before', [{ failures: 3, lastFailureAt: 0 }, [at(9, 'Succeeded')], [at(8)]], { failures: 0 }],
    ['[J16] a failure at the same instant too', [undefined, [at(9, 'Succeeded')], [at(9)]], { failures: 0 }],
    ['[J16] but not what came after', [{ failures: 3, lastFailureAt: 0 }, [at(9, 'Succeeded')], [at(8), at(10)]], { failures: 1, lastFailureAt: 10_000 }],
  ])('%s', (_name, args, record) => expect(nextBackoff(...args)).toEqual(record))

  test('[J17] a deleted pod has ended when it was deleted, not when its grace runs out', () => {
    const pod = aPod('p', { deletionTimestamp: '1970-01-01T00:01:30Z', deletionGracePeriodSeconds: 30 })
    expect(finishedAt(pod)).toBe(60_000)
  })
})

describe('intervals', () => {
  test.each([
    ['0,1', '0,1'], ['0,1,2', '0-2'], ['5,1', '5,1'], ['0-1,2', '0-2'], ['x,3', '3'], ['1-x,3', '3'], ['7-20', '7-9'], ['12', ''],
  ])('[J25] %s reads as %s', (text, written) => expect(formatIndexes(parseIndexes(text, 10))).toBe(written))

  test('[J25] indexes come in any order, and twice', () => {
    expect(formatIndexes(addIndexes(parseIndexes('2-4', 100), [9, 1, 5, 9, 3]))).toBe('1-5,9')
  })
})

describe('indexes to start', () => {
  const job = aJob({ completionMode: 'Indexed', completions: 6, parallelism: 3 })
  const pod = (index: number, metadata = {}) => aPod(`p${index}`, { annotations: { 'batch.kubernetes.io/job-completion-index': `${index}` }, ...metadata })
  const taken = (active: Pod[], succeeded: string, failed?: string, pods = active) =>
    ({ active, pods, succeeded: parseIndexes(succeeded, 6), failed: failed === undefined ? undefined : parseIndexes(failed, 6) })

  test.each<[string, number, ReturnType<typeof taken>, number[]]>([
    ['[J26] the lowest', 2, taken([], ''), [0, 1]],
    ['[J26] round what runs and is done', 3, taken([pod(1)], '0,3'), [2, 4, 5]],
    ['[J26] not what has failed', 3, taken([], '0', '1-4'), [5]],
    ['[J26] nothing is left', 3, taken([pod(5)], '0-4'), []],
    ['[J26] a pod beyond completions takes no place', 1, taken([pod(9)], '0-4'), [5]],
  ])('%s', (_name, count, t, indexes) => expect(firstPending(job, count, t)).toEqual(indexes))

  test('[J18] an index whose pod is terminating waits under policy Failed only', () => {
    const t = taken([], '', undefined, [pod(0, { deletionTimestamp: '2026-01-01T00:00:00Z' })])
    expect(firstPending(job, 1, t)).toEqual([0])
    expect(firstPending({ ...job, spec: { ...job.spec, podReplacementPolicy: 'Failed' } }, 1, t)).toEqual([1])
  })
})

describe('victims', () => {
  const running = (name: string, over: Record<string, unknown> = {}, spec: object = { nodeName: 'n' }): Pod =>
    ({ ...aPod(name, { creationTimestamp: '2026-01-01T00:00:00Z' }), spec: { containers: [], ...spec }, status: { phase: 'Running', ...over } }) as Pod
  const ready = (since: string) => ({ conditions: [{ type: 'Ready', status: 'True' as const, lastTransitionTime: since }] })
  const restarted = (n: number) => ({ containerStatuses: [{ name: 'c', restartCount: n, ready: false, image: '', imageID: '' }] })
  test.each<[string, Pod[], string]>([
    ['[J20] a pod without a node', [running('a'), running('b', {}, {})], 'b'],
    ['[J20] a pending one', [running('a'), running('b', { phase: 'Pending' })], 'b'],
    ['[J20] one that is not ready', [running('a', ready('2026-01-01T00:00:01Z')), running('b')], 'b'],
    ['[J20] one that is ready for less long', [running('a', ready('2026-01-01T00:00:01Z')), running('b', ready('2026-01-01T00:00:09Z'))], 'b'],
    ['[J20] one that was restarted more often', [running('a', restarted(1)), running('b', restarted(2))], 'b'],
    ['[J20] the younger one', [running('a'), { ...running('b'), metadata: { name: 'b', creationTimestamp: '2026-01-01T00:00:05Z' } }], 'b'],
    ['[J20] among equals the first by name', [running('a'), running('b')], 'a'],
  ])('%s', (_name, pods, victim) => expect(podsToRemove(aJob({}), pods, 1).map(p => p.metadata.name)).toEqual([victim]))

  test('[J26] of two pods of one index the less advanced goes, and pods without an index all go', () => {
    const of = (name: string, index: string | undefined, over = {}) =>
      ({ ...running(name, over), metadata: { name, ...(index ? { annotations: { 'batch.kubernetes.io/job-completion-index': index } } : {}) } }) as Pod
    const job = aJob({ completionMode: 'Indexed', completions: 3, parallelism: 3 })
    const pods = [of('a', '0', ready('2026-01-01T00:00:01Z')), of('b', '0'), of('c', '1'), of('d', undefined), of('e', '3'), of('f', 'x')]
    expect(podsToRemove(job, pods, 0).map(p => p.metadata.name).toSorted()).toEqual(['b', 'd', 'e', 'f'])
  })
})

describe('policies', () => {
  const failed = (exitCode: number, more: object = {}) => ({ ...ended(aPod('p'), 'Failed', 0, exitCode), ...more })
  const onExit = (action: 'FailJob' | 'Ignore' | 'Count' | 'FailIndex', values: number[], operator: 'In' | 'NotIn' = 'In') => ({ action, onExitCodes: { operator, values } })
  test.each([
    ['[J21] the first rule that fits decides', [onExit('Ignore', [3]), onExit('FailJob', [3])], 3, { action: 'Ignore', counts: false }],
    ['[J21] no rule fits: it counts', [onExit('Ignore', [3])], 4, { counts: true }],
    ['[J21] exit code 0 does not fit NotIn either', [onExit('Ignore', [3], 'NotIn')], 0, { counts: true }],
    ['[J21] the message names rule and exit code', [onExit('Count', [9]), onExit('FailJob', [3], 'NotIn')], 4,
      { action: 'FailJob', counts: true, message: 'Container c for pod default/p failed with exit code 4 matching FailJob rule at index 1' }],
  ])('%s', (_name, rules, exitCode, match) => expect(matchFailure({ rules }, failed(exitCode))).toEqual(match))

  test.each([
    ['[J24] all of the named', [{ succeededIndexes: '0-1' }], '0,1', 'Matched rules at index 0'],
    ['[J24] not all of them', [{ succeededIndexes: '0-2' }], '0,1', undefined],
    ['[J24] enough of the named', [{ succeededIndexes: '0-4', succeededCount: 2 }], '1,4', 'Matched rules at index 0'],
    ['[J24] others do not help', [{ succeededIndexes: '0-1', succeededCount: 2 }], '1,4', undefined],
    ['[J24] the second rule', [{ succeededCount: 3 }, { succeededCount: 2 }], '1,4', 'Matched rules at index 1'],
    ['[J24] nothing has succeeded', [{ succeededCount: 0 }], '', undefined],
  ])('%s', (_name, rules, done, message) => expect(matchSuccess({ rules }, 5, parseIndexes(done, 5))).toBe(message))

  test.each<[string, Partial<Job['spec']>, Pod, boolean]>([
    ['[J17] deleted', {}, aPod('p', { deletionTimestamp: 'x' }), true],
    ['[J17] deleted but succeeded', {}, { ...aPod('p', { deletionTimestamp: 'x' }), status: { phase: 'Succeeded' } } as Pod, false],
    ['[J18] deleted, policy Failed', { podReplacementPolicy: 'Failed' }, aPod('p', { deletionTimestamp: 'x' }), false],
    ['[J18] deleted, with a podFailurePolicy', { podFailurePolicy: { rules: [] } }, aPod('p', { deletionTimestamp: 'x' }), false],
    ['[J18] failed', { podReplacementPolicy: 'Failed' }, ended(aPod('p'), 'Failed', 0), true],
  ])('%s', (_name, spec, pod, is) => expect(isPodFailed(aJob(spec), pod)).toBe(is))
})

test('[J8] batches double, and the last takes what is left', () => {
  expect(inBatches(10)).toEqual([0, 1, 1, 2, 2, 2, 2, 3, 3, 3])
  expect(inBatches(0)).toEqual([])
})

describe('pods to be', () => {
  test('[J7] take over the template and know their Job', () => {
    const job = aJob({ template: { metadata: { labels: { a: 'b' }, finalizers: ['x/y'] } as never, spec: { containers: [{ name: 'c', image: 'i' }], restartPolicy: 'Never' } } })
    expect(podFor(job)).toEqual({
      apiVersion: 'v1', kind: 'Pod',
      metadata: {
        generateName: 'j-', namespace: 'default', labels: { a: 'b' }, finalizers: ['x/y', 'batch.kubernetes.io/job-tracking'],
        ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: 'job-uid', controller: true, blockOwnerDeletion: true }],
      },
      spec: { containers: [{ name: 'c', image: 'i' }], restartPolicy: 'Never' },
    })
  })

  test('[J25] a variable of that name in the manifest stays, init containers get theirs', () => {
    const own = { name: 'JOB_COMPLETION_INDEX', value: 'mine' }
    const job = aJob({
      completionMode: 'Indexed', completions: 2,
      template: { spec: { initContainers: [{ name: 'i' }], containers: [{ name: 'c', env: [own] }], restartPolicy: 'Never' } },
    })
    const { spec } = podForIndex(job, 1, undefined)
    expect(spec.containers[0].env).toEqual([own])
    expect(spec.initContainers[0].env[0].valueFrom.fieldRef.fieldPath).toBe("metadata.labels['batch.kubernetes.io/job-completion-index']")
    expect(spec.hostname).toBe('j-1')
  })

  test('[J27] the replacement takes the counts over, an ignored failure apart', () => {
    const job = aJob({
      completionMode: 'Indexed', completions: 2, backoffLimitPerIndex: 5,
      podFailurePolicy: { rules: [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [7] } }] },
    })
    const before = (exitCode: number) => ended(aPod('p', { annotations: { 'batch.kubernetes.io/job-index-failure-count': '2', 'batch.kubernetes.io/job-index-ignored-failure-count': '1' } }), 'Failed', 0, exitCode)
    const counts = (exitCode: number) => podForIndex(job, 0, before(exitCode)).metadata.annotations
    expect(counts(1)).toMatchObject({ 'batch.kubernetes.io/job-index-failure-count': '3', 'batch.kubernetes.io/job-index-ignored-failure-count': '1' })
    expect(counts(7)).toMatchObject({ 'batch.kubernetes.io/job-index-failure-count': '2', 'batch.kubernetes.io/job-index-ignored-failure-count': '2' })
  })
})

test('conditions change in place, and are never added as false', () => {
  const list = [newCondition('Suspended', 'True', 'JobSuspended', 'Job suspended', 0)]
  expect(withCondition(list, newCondition('Suspended', 'True', 'JobSuspended', 'Job suspended', 9000))).toBe(list)
  expect(withCondition([], newCondition('Suspended', 'False', 'JobResumed', 'Job resumed', 0))).toEqual([])
  expect(withCondition(list, newCondition('Suspended', 'False', 'JobResumed', 'Job resumed', 9000))[0]).toMatchObject({ status: 'False', lastTransitionTime: '1970-01-01T00:00:09Z' })
})
