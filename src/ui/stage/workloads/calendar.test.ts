import { describe, expect, test } from 'vitest'
import { instantOf } from '../../../kube/rfc3339.ts'
import type { CronJobRow, JobRow, RunRow, ScheduleRow } from '../../../worker/rows.ts'
import { emptyMirror, type Rows } from '../../mirror/applyDelta.ts'
import { calendarScene, chosenJob, nextOf } from './calendar.ts'
import { calendarBox, columnsFor, wallTime } from './calendarDraw.ts'
import { timesBefore } from './times.ts'

const at = (clock: string) => instantOf(`2026-01-01T${clock}Z`)
const clock = (instant: number) => new Date(instant).toISOString().slice(11, 19)
const CREATED = at('09:00:02')
const hello: CronJobRow = {
  ref: 'cronjobs/default/hello', namespace: 'default', name: 'hello', uid: 'h', createdAt: CREATED, schedule: '*/1 * * * *', suspended: false, policy: 'Forbid', keepSuccessful: 3, keepFailed: 1, active: 0, deleting: false,
}
const since = (from: string, more: Partial<ScheduleRow> = {}): ScheduleRow => ({ uid: 'h', at: at(from), schedule: '*/1 * * * *', suspended: false, ...more })
const run = (due: string, outcome: RunRow['outcome'], from?: string, to?: string, more: Partial<RunRow> = {}): RunRow => ({
  uid: 'h', scheduledAt: at(due), outcome, ...(from ? { startedAt: at(from), job: `jobs/default/hello-${due}` } : {}), ...(to ? { endedAt: at(to) } : {}), ...more,
})
const rowsOf = (runs: readonly RunRow[], schedules: readonly ScheduleRow[] = [since('09:00:02')], jobs: readonly JobRow[] = []): Rows => ({
  ...emptyMirror().rows, runs: new Map(runs.map((r, i) => [`${i}`, r])), schedules: new Map(schedules.map((s, i) => [`${i}`, s])), jobs: new Map(jobs.map(j => [j.ref.slice(5), j])),
})
const told = (now: string, rows: Rows, row = hello, columns = 10) => calendarScene(row, rows, at(now), columns).runs.map(r => `${clock(r.at)} ${r.outcome}`)

describe('a calendar', () => {
  test('of a new CronJob: only what is to come, from the moment it was made', () => {
    const scene = calendarScene(hello, rowsOf([]), at('09:00:10'), 4)
    expect(scene.edges.map(clock)).toEqual(['09:00:02', '09:01:00', '09:02:00', '09:03:00', '09:04:00', '09:05:00'])
    expect(scene.runs.map(r => r.outcome)).toEqual(['coming', 'coming', 'coming', 'coming'])
    expect(clock(scene.nextAt!)).toBe('09:01:00')
    expect(scene.last).toBeUndefined()
  })
  test('what became of each run, in order', () => {
    const rows = rowsOf([run('09:01:00', 'complete', '09:01:00', '09:01:40'), run('09:02:00', 'failed', '09:02:00', '09:02:10'), run('09:03:00', 'running', '09:03:00'), run('09:04:00', 'skipped')])
    expect(told('09:04:30', rows, hello, 6)).toEqual(['09:01:00 complete', '09:02:00 failed', '09:03:00 running', '09:04:00 skipped', '09:05:00 coming', '09:06:00 coming'])
  })
  test('a run that still goes on ends now', () => expect(calendarScene(hello, rowsOf([run('09:01:00', 'running', '09:01:00')]), at('09:01:25'), 6).runs[0]).toMatchObject({ from: at('09:01:00'), to: at('09:01:25') }))
  test('a time that nobody said anything of was missed, but not before the controller could have looked', () => {
    expect(told('09:01:01', rowsOf([]), hello, 4)[0]).toBe('09:01:00 due')
    expect(told('09:01:10', rowsOf([]), hello, 4)[0]).toBe('09:01:00 missed')
  })
  test('suspended: no time is missed, and none comes', () => {
    const rows = rowsOf([run('09:01:00', 'complete', '09:01:00', '09:01:10')], [since('09:00:02'), since('09:01:30', { suspended: true })])
    const suspended = { ...hello, suspended: true }
    expect(told('09:02:30', rows, suspended, 4)).toEqual(['09:01:00 complete', '09:02:00 suspended', '09:03:00 suspended', '09:04:00 suspended'])
    expect(nextOf(suspended, at('09:02:30'))).toBeUndefined()
  })
  test('times before a change were due by the old schedule', () => {
    const schedules = [since('09:00:02', { schedule: '*/2 * * * *' }), since('09:05:00')]
    expect(timesBefore(schedules, at('09:07:30'), 10).map(d => clock(d.at))).toEqual(['09:02:00', '09:04:00', '09:06:00', '09:07:00'])
  })
  test('replaced is told from deleted', () => expect(told('09:01:30', rowsOf([run('09:01:00', 'deleted', '09:01:00', '09:01:20', { by: 'replace' })]), hello, 4)[0]).toBe('09:01:00 replaced'))
  test('of a long past the latest, and how many lie before', () => {
    const runs = Array.from({ length: 40 }, (_, i) => run(`09:${String(i + 1).padStart(2, '0')}:00`, 'complete', `09:${String(i + 1).padStart(2, '0')}:00`, `09:${String(i + 1).padStart(2, '0')}:10`))
    const scene = calendarScene(hello, rowsOf(runs), at('09:40:30'), 10)
    expect(scene.runs.filter(r => r.outcome === 'complete').length).toBe(7)
    expect(scene.earlier).toBe(33)
  })
  test('what was told of the future is not drawn yet', () => expect(told('09:00:30', rowsOf([run('09:01:00', 'complete', '09:01:00', '09:01:10')]), hello, 2)).toEqual(['09:01:00 coming', '09:02:00 coming']))
  test.each<[string, Partial<CronJobRow>]>([['cannot be read', { schedule: 'every minute', wrong: 'schedule' }], ['has an unknown zone', { timeZone: 'Mars/Base', wrong: 'zone' }]])('a schedule that %s is never due', (_, more) => {
    const scene = calendarScene({ ...hello, ...more }, rowsOf([], [since('09:00:02', { schedule: more.schedule ?? hello.schedule, ...(more.timeZone ? { timeZone: more.timeZone } : {}) })]), at('09:05:00'), 6)
    expect(scene.runs).toEqual([])
    expect(scene.edges.at(-1)).toBeGreaterThan(at('09:05:00'))
  })
})

describe('where runs stand', () => {
  test('runs that overlap lie in tracks of their own, inside the calendar', () => {
    const rows = rowsOf([run('09:01:00', 'running', '09:01:00'), run('09:02:00', 'running', '09:02:00'), run('09:03:00', 'running', '09:03:00')])
    const box = calendarBox(calendarScene(hello, rows, at('09:03:30'), 8), 0, 700)
    expect(box.runs.slice(0, 3).map(r => r.track)).toEqual([0, 1, 2])
    expect(box.tracks).toBe(3)
    for (const r of box.runs) expect(r.x + r.w).toBeLessThanOrEqual(700)
  })
  test('a run that lasts no time can still be seen', () => {
    const box = calendarBox(calendarScene({ ...hello, schedule: '0 0 * * *' }, rowsOf([]), at('09:03:30'), 8), 0, 700)
    expect(Math.min(...box.runs.map(r => r.w))).toBeGreaterThanOrEqual(16)
  })
  test.each([[340, 4], [700, 10], [2000, 14]])('at %d px there is room for %d columns', (width, columns) => expect(columnsFor(width)).toBe(columns))
  test.each([
    ['minutes', 0, 60_000, '09:05'], ['in Shanghai', 8 * 3_600_000, 60_000, '17:05'], ['seconds', 0, 10_000, '09:05:07'], ['days', 0, 86_400_000, '01-01 09:05'], ['the day before, in the west', -10 * 3_600_000, 86_400_000, '12-31 23:05'],
  ])('the clock on the wall: %s', (_, offset, step, text) => expect(wallTime(at('09:05:07'), offset, step)).toBe(text))
})

test('below the calendar are the lanes of the Job that is selected, else of the latest', () => {
  const job = (name: string, createdAt: number): JobRow => ({ ref: `jobs/default/${name}`, namespace: 'default', name, uid: name, owner: hello.ref, createdAt } as JobRow)
  const rows = rowsOf([], [], [job('a', 1), job('b', 2), { ...job('other', 3), owner: 'cronjobs/default/other' }])
  expect(chosenJob(hello, rows, undefined)?.name).toBe('b')
  expect(chosenJob(hello, rows, 'jobs/default/a')?.name).toBe('a')
  expect(chosenJob(hello, rows, 'jobs/default/gone')?.name).toBe('b')
})
