import { expect, test } from 'vitest'
import type { Job } from '../../../kube/batch.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { fakeCache } from '../../testing/fakeCache.ts'
import { syncOnce } from '../carry.ts'
import { ttlAfterFinishedController as ttl } from './index.ts'

const END = '1970-01-01T00:01:40Z' // 100 s
function aJob(ttlSecondsAfterFinished: number | undefined, ended: 'Complete' | 'Failed' | undefined, more: object = {}): Job {
  return {
    apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j', namespace: 'default', uid: 'u', ...more },
    spec: { template: {} as never, ...(ttlSecondsAfterFinished === undefined ? {} : { ttlSecondsAfterFinished }) },
    status: ended ? { conditions: [{ type: ended, status: 'True', lastTransitionTime: END }] } : {},
  }
}
const look = (job: Job, now: number, refused?: 'NotFound' | 'Conflict') => {
  const s = syncOnce(ttl, fakeCache([job]), 'default/j', job, undefined, now, intent => (refused ? { intent, refused: { code: 409, reason: refused, message: '' } } : { intent }))!
  return { reason: s.reasons[0], deletes: s.outcomes.map(o => o.intent), end: s.end }
}

test.each([
  ['[TTL1] not yet', aJob(30, 'Complete'), 129_999, { id: 'ttl.not-yet', leftMs: 1, ttlSeconds: 30 }, 1],
  ['[TTL1] exactly then', aJob(30, 'Failed'), 130_000, { id: 'ttl.expired', ttlSeconds: 30 }, undefined],
  ['[TTL1] 0 means at once', aJob(0, 'Complete'), 100_000, { id: 'ttl.expired', ttlSeconds: 0 }, undefined],
  ['[TTL1] an end later in its second is not yet', aJob(0, 'Complete'), 99_990, { id: 'ttl.not-yet', leftMs: 10, ttlSeconds: 0 }, 10],
  ['[TTL3] not finished', aJob(0, undefined), 999_000, { id: 'ttl.not-applicable' }, undefined],
  ['[TTL3] no time to live', aJob(undefined, 'Complete'), 999_000, { id: 'ttl.not-applicable' }, undefined],
  ['[TTL3] being deleted', aJob(0, 'Complete', { deletionTimestamp: END }), 999_000, { id: 'ttl.not-applicable' }, undefined],
])('%s', (_name, job, now, reason, againInMs) => {
  const seen = look(job, now)
  expect(seen.reason).toEqual(reason)
  expect(seen.end.againInMs).toBe(againInMs)
  expect(seen.deletes).toHaveLength(reason.id === 'ttl.expired' ? 1 : 0)
})

test('[TTL2] in the foreground, and only this very Job', () => {
  expect(look(aJob(0, 'Complete'), 100_000).deletes).toMatchObject([{ verb: 'delete', key: 'default/j', uid: 'u', propagation: 'Foreground' }])
})

test('[TTL2] a refusal brings it back, unless it is gone', () => {
  expect(look(aJob(0, 'Complete'), 100_000, 'Conflict').end.failed).toBe(true)
  expect(look(aJob(0, 'Complete'), 100_000, 'NotFound').end.failed).toBeFalsy()
})

test('[TTL3] [TTL4] only Jobs that have an hour of death wake it', () => {
  const wake = (before: Job | undefined, after: Job | undefined) => ttl.wakes[0]!.keys(before as AnyObject | undefined, after as AnyObject | undefined, fakeCache([]))
  expect(wake(aJob(30, undefined), aJob(30, 'Complete'))).toEqual(['default/j'])
  expect(wake(aJob(undefined, 'Complete'), aJob(30, 'Complete'))).toEqual(['default/j'])
  expect(wake(undefined, aJob(30, undefined))).toEqual([])
  expect(wake(aJob(30, 'Complete'), undefined)).toEqual([])
})
