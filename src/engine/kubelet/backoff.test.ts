import { expect, test } from 'vitest'
import vectors from '../../../test-data/vectors/backoff.json' with { type: 'json' }
import { backoffTopic } from '../../headless/vectors/backoff.ts'
import { failing } from '../../headless/vectors/failing.ts'
import { backoffLeft, goDuration, judgeRestart, RESTART_BACKOFF } from './backoff.ts'

test.each([...new Set(vectors.cases.map(c => c.op))])('vectors backoff: %s', op => {
  expect(failing(backoffTopic, vectors, op)).toEqual([])
})

test.each([
  ['nothing ever failed', undefined, 0],
  ['half of it is over', { waitMs: 10_000, updatedAt: 0 }, 5000],
  ['over exactly at its end', { waitMs: 5000, updatedAt: 0 }, 0],
  ['1 ms before its end', { waitMs: 5001, updatedAt: 0 }, 1],
  ['it ran for exactly ten minutes: still counts', { waitMs: 300_000, updatedAt: -600_000 }, 295_000],
  ['it ran for longer: forgotten', { waitMs: 300_000, updatedAt: -600_001 }, 0],
])('%s', (_name, entry, leftMs) => expect(backoffLeft(RESTART_BACKOFF, entry, 0, 5000)).toBe(leftMs))

test('the first restart is at once, and makes the wait of the second', () => {
  expect(judgeRestart(undefined, 0, 0)).toEqual({ entry: { waitMs: 10_000, updatedAt: 0 } })
})

test.each([[0, '0s'], [136, '136ms'], [10_000, '10s'], [80_000, '1m20s'], [300_000, '5m0s'], [1042, '1.042s'], [3_600_000, '1h0m0s']])('%d ms reads %s', (ms, text) => {
  expect(goDuration(ms)).toBe(text)
})
