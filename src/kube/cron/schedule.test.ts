import { describe, expect, test } from 'vitest'
import { instantOf, timeOf } from '../rfc3339.ts'
import { parseSchedule } from './schedule.ts'
import { instantOfLocal, isZoneName, zoneOf } from './zones.ts'

const next = (schedule: string, from: string) => {
  const at = parseSchedule(schedule).next(instantOf(from))
  return at === undefined ? undefined : timeOf(at)
}

describe('next', () => {
  test.each([
    ['every minute', '* * * * *', '2026-01-01T00:00:59Z', '2026-01-01T00:01:00Z'],
    ['exactly then is not after then', '0 * * * *', '2026-01-01T01:00:00Z', '2026-01-01T02:00:00Z'],
    ['both kinds of days: either', '0 0 13 * 5', '2026-01-03T00:00:00Z', '2026-01-09T00:00:00Z'],
    ['a star of one kind: the other decides', '0 0 13 * *', '2026-01-03T00:00:00Z', '2026-01-13T00:00:00Z'],
    ['*/2 is no star, */1 is', '0 0 */1 * 5', '2026-01-03T00:00:00Z', '2026-01-09T00:00:00Z'],
    ['29 February waits for a leap year', '0 0 29 2 *', '2026-01-01T00:00:00Z', '2028-02-29T00:00:00Z'],
    ['31 February never comes', '0 0 31 2 *', '2026-01-01T00:00:00Z', undefined],
    ['over the end of the year', '30 6 1 1 *', '2026-06-01T00:00:00Z', '2027-01-01T06:30:00Z'],
    ['@every counts from there, by whole seconds', '@every 90s', '2026-01-01T00:00:10.700Z', '2026-01-01T00:01:40Z'],
    ['spring: an hour that is left out', 'TZ=America/New_York 30 2 * * *', '2026-03-08T05:00:00Z', '2026-03-09T06:30:00Z'],
    ['autumn: the first of two', 'TZ=America/New_York 30 1 * * *', '2026-11-01T04:00:00Z', '2026-11-01T05:30:00Z'],
    ['autumn: the second of two', 'TZ=America/New_York 30 1 * * *', '2026-11-01T05:30:00Z', '2026-11-01T06:30:00Z'],
    ['south of the equator', 'TZ=Australia/Sydney 0 0 * * *', '2026-01-01T00:00:00Z', '2026-01-01T13:00:00Z'],
    ['no summer time any more', 'TZ=America/Sao_Paulo 0 0 * * *', '2026-01-01T12:00:00Z', '2026-01-02T03:00:00Z'],
  ])('%s', (_name, schedule, from, expected) => expect(next(schedule, from)).toBe(expected))
})

describe('what cannot be read', () => {
  test.each([
    ['', 'empty spec string'],
    ['* * * *', 'expected exactly 5 fields, found 4: [* * * *]'],
    ['* * * * 7', 'end of range (7) above maximum (6): 7'],
    ['60 * * * *', 'end of range (60) above maximum (59): 60'],
    ['@sometimes', 'unrecognized descriptor: @sometimes'],
    ['TZ=UTC', 'invalid schedule format: runtime error: slice bounds out of range [:-1]'],
    ['TZ=Mars/Phobos * * * * *', 'provided bad location Mars/Phobos: unknown time zone Mars/Phobos'],
  ])('%s', (schedule, message) => expect(() => parseSchedule(schedule)).toThrow(message))
})

describe('zones', () => {
  test.each([
    ['UTC', '2026-07-01T00:00:00Z', 0],
    ['Europe/London', '2026-01-01T00:00:00Z', 0],
    ['Europe/London', '2026-07-01T00:00:00Z', 60],
    ['Europe/Dublin', '2026-01-01T00:00:00Z', 0],
    ['Europe/Dublin', '2026-07-01T00:00:00Z', 60],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', 345],
    ['Asia/Shanghai', '2026-07-01T00:00:00Z', 480],
    ['Australia/Lord_Howe', '2026-01-01T00:00:00Z', 660],
    ['Australia/Lord_Howe', '2026-07-01T00:00:00Z', 630],
    ['Africa/Casablanca', '2026-02-25T00:00:00Z', 0],
    ['Africa/Casablanca', '2026-05-01T00:00:00Z', 60],
    ['America/Sao_Paulo', '2018-12-01T00:00:00Z', -120],
    ['Etc/GMT+5', '2026-01-01T00:00:00Z', -300],
    ['EST', '2026-07-01T00:00:00Z', -300],
  ])('%s at %s', (name, at, minutes) => expect(zoneOf(name)!.offsetAt(instantOf(at)) / 60_000).toBe(minutes))

  test('the last instant before a change, and the change', () => {
    const berlin = zoneOf('Europe/Berlin')!
    expect([instantOf('2026-03-29T00:59:59Z'), instantOf('2026-03-29T01:00:00Z')].map(at => berlin.offsetAt(at) / 3_600_000)).toEqual([1, 2])
    expect([instantOf('2026-10-25T00:59:59Z'), instantOf('2026-10-25T01:00:00Z')].map(at => berlin.offsetAt(at) / 3_600_000)).toEqual([2, 1])
  })
  test('an hour that is left out is taken by the offset after the change, as Go takes it', () =>
    expect(timeOf(instantOfLocal(zoneOf('America/New_York')!, instantOf('2026-03-08T02:30:00Z')))).toBe('2026-03-08T06:30:00Z'))
  test('letters count', () => expect([isZoneName('Europe/Berlin'), isZoneName('europe/berlin'), isZoneName('Mars/Phobos')]).toEqual([true, false, false]))
})
