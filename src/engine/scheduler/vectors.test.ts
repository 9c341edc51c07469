import { expect, test } from 'vitest'
import { schedulerTopic } from '../../headless/vectors/scheduler.ts'
import vectors from '../../../test-data/vectors/scheduler.json'

test.each(vectors.cases.map(c => [c.name, c] as const))('vector: %s', (_name, vector) => {
  const { expected, actual } = schedulerTopic.judge(vector, undefined)
  expect(actual).toEqual(expected)
})
