// Which run is due, and when the next one is. Upstream: pkg/controller/cronjob/utils.go, mostRecentScheduleTime, nextScheduleTime,
// nextScheduleTimeDuration, formatSchedule.
import type { CronJob } from '../../../kube/batch.ts'
import type { Schedule } from '../../../kube/cron/schedule.ts'
import { zoneOf } from '../../../kube/cron/zones.ts'
import type { Instant } from '../../../kube/object.ts'
import { instantOf } from '../../../kube/rfc3339.ts'

/** So much after the time itself it looks, lest it looks too early. */
const DELTA_MS = 100
/** The time before all times that stands for "never" in Go: 0001-01-01T00:00:00Z. */
const NEVER: Instant = -62_135_596_800_000
/** The longest that Go's durations go back. */
const LONGEST_AGO_MS = -9_223_372_036_854

export type Missed = 'none' | 'few' | 'many'
export interface Recent {
  readonly earliest: Instant
  /** The last time that has come, if any has. */
  readonly mostRecent?: Instant
  readonly missed: Missed
  /** The schedule never fires. */
  readonly error?: string
}

/** What is handed to the parser: the schedule in its zone, unless it names one itself. */
export function zonedSchedule({ spec: { schedule, timeZone } }: Pick<CronJob, 'spec'>): string {
  return schedule.includes('TZ') || timeZone === undefined || !zoneOf(timeZone) ? schedule : `TZ=${timeZone} ${schedule}`
}

/** C5: what is said of a schedule that names a zone itself. */
export const zoneWarning = (schedule: string): string | undefined => schedule.includes('TZ')
  ? `CRON_TZ or TZ used in schedule ${JSON.stringify(schedule)} is not officially supported, see https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/ for more details`
  : undefined

/**
 * C8: the last time that has come since the last run (or since the CronJob was made). How many came is an estimate from the distance
 * of the first two; `withDeadline` leaves out what is too late to start.
 */
export function mostRecent(cj: CronJob, now: Instant, schedule: Schedule, withDeadline: boolean): Recent {
  const next = (at: Instant): Instant => schedule.next(at) ?? NEVER
  let earliest = cj.status?.lastScheduleTime !== undefined ? instantOf(cj.status.lastScheduleTime) : instantOf(cj.metadata.creationTimestamp!)
  const { startingDeadlineSeconds } = cj.spec
  if (withDeadline && startingDeadlineSeconds !== undefined) earliest = Math.max(earliest, now - startingDeadlineSeconds * 1000)
  const first = next(earliest)
  const second = next(first)
  if (now < first) return { earliest, missed: 'none' }
  if (now < second) return { earliest, mostRecent: first, missed: 'none' }
  const between = Math.round((second - first) / 1000)
  if (between < 1) return { earliest, missed: 'none', error: 'time difference between two schedules is less than 1 second' }
  const count = Math.floor(Math.floor((now - first) / 1000) / between) + 1
  let last: Instant | undefined
  // From one step before where a regular schedule would be, for schedules that are not.
  for (let t = next(first + (count - 2) * between * 1000); t <= now; t = next(t)) {
    if (t === NEVER) break
    last = t
  }
  return { earliest, ...(last === undefined ? {} : { mostRecent: last }), missed: count > 100 ? 'many' : 'few' }
}

/** C7: how long until it should look again. */
export function untilNextMs(cj: CronJob, now: Instant, schedule: Schedule): number {
  const { earliest, mostRecent: last, missed, error } = mostRecent(cj, now, schedule, false)
  const from = error !== undefined ? now : last ?? (missed === 'none' ? earliest : now)
  const next = schedule.next(from)
  return next === undefined ? LONGEST_AGO_MS : next + DELTA_MS - now
}

/** C8: the run that is due, if one is; `many` tells that more than a hundred were missed. */
export function dueRun(cj: CronJob, now: Instant, schedule: Schedule): { readonly at?: Instant; readonly many: boolean; readonly error?: string } {
  const { mostRecent: at, missed, error } = mostRecent(cj, now, schedule, true)
  if (at === undefined || at > now) return { many: false, ...(error === undefined ? {} : { error }) }
  return { at, many: missed === 'many' }
}
