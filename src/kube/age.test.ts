import { expect, test } from 'vitest'
import vectors from '../../test-data/vectors/humanduration.json' with { type: 'json' }
import { failing } from '../headless/vectors/failing.ts'
import { humandurationTopic } from '../headless/vectors/humanduration.ts'
import { humanDuration, shortHumanDuration } from './age.ts'

test('vectors', () => expect(failing(humandurationTopic, vectors)).toEqual([]))

test.each([
  [119_999, '119s', '1m'], [120_000, '2m', '2m'], [599_000, '9m59s', '9m'], [600_000, '10m', '10m'],
  [47 * 3_600_000, '47h', '1d'], [48 * 3_600_000, '2d', '2d'], [-1_999, '0s', '0s'], [-2_000, '<invalid>', '<invalid>'],
])('%i ms', (ms, human, short) => {
  expect(humanDuration(ms)).toBe(human)
  expect(shortHumanDuration(ms)).toBe(short)
})
