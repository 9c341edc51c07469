import { expect, test } from 'vitest'
import { plainColour } from './picture.ts'

test.each([
  ['color(srgb 1 0 0.5)', 'rgb(255, 0, 128)'],
  ['color(srgb 0.2 0.4 0.6 / 0.5)', 'rgba(51, 102, 153, 0.5)'],
  ['color(srgb 1.2 -0.1 1e-7)', 'rgb(255, 0, 0)'],
  ['rgb(1, 2, 3)', 'rgb(1, 2, 3)'],
  ['url(#stage-making)', 'url(#stage-making)'],
])('%s', (mixed, plain) => expect(plainColour(mixed)).toBe(plain))
