import { describe, expect, test } from 'vitest'
import { instantOf, parseTime, timeOf } from './rfc3339.ts'

describe('reading a time', () => {
  test('what is written is read', () => {
    for (const at of [0, 951_782_400_000, 1_767_225_600_000, 1_798_761_599_000, 253_402_300_799_000]) expect(parseTime(timeOf(at))).toBe(at)
  })
  test.each<[string, number | undefined]>([
    ['2026-01-01T00:00:00Z', 1_767_225_600_000],
    ['2026-01-01t00:00:00z', 1_767_225_600_000],
    ['2026-01-01T01:00:00.250+01:00', 1_767_225_600_250],
    ['2026-12-31T23:59:60Z', 1_798_761_600_000],
    ['2026-00-01T00:00:00Z', undefined],
    ['2026-13-01T00:00:00Z', undefined],
    ['2026-01-32T00:00:00Z', undefined],
    ['2027-02-29T00:00:00Z', undefined],
    ['2100-02-29T00:00:00.5Z', undefined],
    ['2026-04-31T00:00:00Z', undefined],
    ['2000-02-29T00:00:00Z', 951_782_400_000],
    ['2026-01-01T24:00:00Z', undefined],
    ['2026-01-01T00:60:00Z', undefined],
    ['2026-01-01T00:00:61Z', undefined],
    ['2026-01-01 00:00:00Z', undefined],
    ['2026-01-01T00:00:0xZ', undefined],
    ['2026-1-01T00:00:000Z', undefined],
    ['-026-01-01T00:00:00Z', undefined],
    ['2026-01-01T00:00:00', undefined],
    ['', undefined],
  ])('%s', (text, at) => expect(parseTime(text)).toBe(at))
  test('a time that was never set is none', () => expect(instantOf(null as unknown as string)).toBeNaN())
})
