import { describe, expect, test } from 'vitest'
import { afterSlice, atSpeed, clampSpeed, nextSlice, restingPace, type Pace } from './pace.ts'

/** Runs a pace over wall times; every slice is reached. Returns the virtual time that passed. */
function run(pace: Pace, walls: readonly number[]): number {
  let now = 0
  for (const wall of walls) {
    const next = nextSlice(pace, wall, now)
    pace = next.pace
    if (next.slice) now = next.slice.toAt
  }
  return now
}
const frames = (n: number, every = 1000 / 60) => Array.from({ length: n + 1 }, (_, i) => i * every)

describe('wall time to virtual time', () => {
  test('the first reading only starts the clock', () => expect(nextSlice(restingPace(1), 5_000_000, 7).slice).toBeUndefined())
  test.each([[0.1, 100], [0.25, 250], [1, 1000], [10, 10_000], [10_000, 10_000_000]])('%d× for a second', (speed, ms) =>
    expect(Math.abs(run(restingPace(speed), frames(60)) - ms)).toBeLessThanOrEqual(Math.max(1, ms * 1e-9)))
  test('slow speeds owe fractions and lose none of them', () => expect(run(restingPace(0.1), frames(600))).toBe(1000))
  test('less than a millisecond makes no slice', () => expect(nextSlice({ ...restingPace(0.1), wallAt: 0 }, 9, 0).slice).toBeUndefined())
  test('exactly a millisecond does', () => expect(nextSlice({ ...restingPace(0.1), wallAt: 0 }, 10, 0).slice?.toAt).toBe(1))
  test('a long gap (a sleeping tab) is not caught up', () => expect(run(restingPace(1), [0, 3_600_000])).toBe(100))
  test.each([[4, 14], [16.7, 17], [30, 30], [90, 40], [9_000, 40]])('a page that took %d ms leaves the worker %d', (gap, budget) =>
    expect(nextSlice({ ...restingPace(1000), wallAt: 0 }, gap, 0).slice!.budgetMs).toBe(budget))
  test('a clock that goes back does nothing', () => expect(run(restingPace(1), [1000, 500])).toBe(0))
  test('what a slice did not reach is forgiven: the next one goes from where we are', () => {
    const first = nextSlice({ ...restingPace(10_000), wallAt: 0 }, 16, 0)
    expect(first.slice!.toAt).toBe(160_000)
    const pace = afterSlice(first.pace, false)
    expect(pace.behind).toBe(true)
    expect(nextSlice(pace, 32, 5_000).slice!.toAt).toBe(165_000)
  })
  test('behind is said while it holds, and no longer', () => {
    const behind = afterSlice(restingPace(), false)
    expect(afterSlice(behind, false)).toBe(behind)
    expect(afterSlice(behind, true).behind).toBe(false)
  })
  test('a new speed owes nothing for the time before', () => expect(atSpeed({ ...restingPace(1), owedMs: 0.9 }, 5)).toMatchObject({ speed: 5, owedMs: 0 }))
  test.each([[0, 0.1], [-5, 0.1], [0.1, 0.1], [10_000, 10_000], [10_001, 10_000], [Number.NaN, 1], [Infinity, 1]])('speed %d is %d', (asked, speed) => expect(clampSpeed(asked)).toBe(speed))
})
