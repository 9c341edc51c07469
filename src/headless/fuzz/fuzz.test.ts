// A slice of the fuzzing that `kubestep fuzz` does at length, and every seed that ever failed.
import { expect, test } from 'vitest'
import { Fuzz } from './fuzz.ts'
import { randomOf } from './random.ts'

const SLICE = Number(process.env.FUZZ_INPUTS ?? 1500)

test('whatever is sent is answered or refused, and the cluster goes on', { timeout: 300_000 }, () => {
  const fuzz = new Fuzz()
  const failures = Array.from({ length: SLICE }, (_, seed) => fuzz.try(seed)).filter(f => f !== undefined)
  expect(failures.slice(0, 3)).toEqual([])
})

test.each([
  [2357, 'an applied configuration whose version is an object without words'],
])('seed %i: %s', (seed, _what) => expect(new Fuzz().try(seed)).toBeUndefined())

test('the same seed draws the same numbers', () => {
  const draw = (seed: number) => { const r = randomOf(seed); return Array.from({ length: 20 }, () => r.below(1000)) }
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
})
