// When a CronJob was and will be due, by the schedules it had over time. Pure; the reckoning is Kubernetes' own (kube/cron).
import { parseSchedule, ScheduleError, type Schedule } from '../../../kube/cron/schedule.ts'
import { zoneOf } from '../../../kube/cron/zones.ts'
import type { Instant } from '../../../kube/object.ts'
import type { ScheduleRow } from '../../../worker/rows.ts'
import { groupedBy } from '../scene/grouped.ts'

export interface Due { readonly at: Instant; readonly suspended: boolean }

/** By the CronJob's uid, in order of time. */
export const schedulesByUid = groupedBy<ScheduleRow>(s => s.uid, (a, b) => a.at - b.at)

/** More than this many times are never looked at. */
const MOST_STEPS = 400

/** Undefined where it cannot be read: then it is never due. */
export function scheduleOf({ schedule, timeZone }: Pick<ScheduleRow, 'schedule' | 'timeZone'>): Schedule | undefined {
  if (timeZone !== undefined && !zoneOf(timeZone)) return undefined
  try {
    return parseSchedule(timeZone === undefined || schedule.includes('TZ') ? schedule : `TZ=${timeZone} ${schedule}`)
  } catch (e) {
    if (e instanceof ScheduleError) return undefined
    throw e
  }
}

/** The first `most` times after `from`, by one schedule. */
export function timesAfter(schedule: Schedule, from: Instant, most: number, until = Infinity): readonly Instant[] {
  const times: Instant[] = []
  for (let at = schedule.next(from); at !== undefined && at <= until && times.length < most; at = schedule.next(at)) times.push(at)
  return times
}

/** Times in (from, to] by whichever schedule held then. */
function timesBetween(schedules: readonly ScheduleRow[], from: Instant, to: Instant): readonly Due[] {
  return schedules.flatMap((s, i) => {
    const schedule = scheduleOf(s)
    const until = Math.min(to, schedules[i + 1]?.at ?? Infinity)
    return schedule && until > from ? timesAfter(schedule, Math.max(from, s.at), MOST_STEPS, until).map(at => ({ at, suspended: s.suspended })) : []
  })
}

/** The latest `most` times up to now, in order. */
export function timesBefore(schedules: readonly ScheduleRow[], now: Instant, most: number): readonly Due[] {
  const [first] = schedules
  const last = schedules.at(-1)
  const current = last && scheduleOf(last)
  if (!first || most <= 0) return []
  const [one, two] = current ? timesAfter(current, now, 2) : []
  let span = (one !== undefined && two !== undefined ? two - one : 60_000) * (most + 1)
  for (;;) {
    const from = Math.max(first.at, now - span)
    const times = timesBetween(schedules, from, now)
    if (times.length >= most || from === first.at) return times.slice(-most)
    span *= 4
  }
}

/** How far the clock on the wall is from Greenwich. A zone that nobody knows counts as none: then nothing is due, and the block says so. */
export function offsetOf({ timeZone }: Pick<ScheduleRow, 'timeZone'>): (at: Instant) => number {
  const zone = timeZone === undefined ? undefined : zoneOf(timeZone)
  return at => zone?.offsetAt(at) ?? 0
}
