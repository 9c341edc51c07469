import { expect, test } from 'vitest'
import { chanceOf } from '../engine/index.ts'
import { evenWaits } from './evenWaits.ts'

test('what lengthens a wait is its middle whatever the seed, everything else is drawn', () => {
  expect([evenWaits(1).unit('retry-jitter', 'a'), evenWaits(2).unit('retry-jitter', 'b')]).toEqual([0.5, 0.5])
  expect(evenWaits(1).unit('crash-jitter', 'a')).toBe(chanceOf(1).unit('crash-jitter', 'a'))
  expect(evenWaits(1).letters(5, 'name-suffix', 'a')).toBe(chanceOf(1).letters(5, 'name-suffix', 'a'))
})
