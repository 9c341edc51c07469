// `kubestep vectors` itself: every topic that is built agrees in every case, through the command that others run.
import { expect, test } from 'vitest'
import { runVectors } from './run.ts'

test('every built topic agrees in every case', () => {
  const results = runVectors('test-data/vectors')
  expect(Object.keys(results).length).toBeGreaterThan(20)
  for (const [topic, { total, failed }] of Object.entries(results)) {
    expect(total, topic).toBeGreaterThan(0)
    expect(failed.length, `${topic}: ${failed.slice(0, 5).join(', ')}`).toBe(0)
  }
})
