// A whole sync of a CronJob, from top to bottom. Upstream: cronjob_controllerv2.go, sync, syncCronJob, updateCronJob.
import { ScheduleError, parseSchedule, type Schedule } from '../../../kube/cron/schedule.ts'
import { zoneOf } from '../../../kube/cron/zones.ts'
import type { Instant } from '../../../kube/object.ts'
import { instantOf, timeOf } from '../../../kube/rfc3339.ts'
import { dueRun, untilNextMs, zoneWarning, zonedSchedule } from './due.ts'
import { cleanUpHistory } from './history.ts'
import { takeStock } from './known.ts'
import type { CronJobView } from './observe.ts'
import { reason } from './reasons.ts'
import { Session, type CronJobScript, type End, type Part } from './session.ts'
import { makeRoom, startRun } from './start.ts'
import { jobNameFor } from './template.ts'

export function* sync(view: CronJobView): CronJobScript {
  const s = new Session(view)
  const rescheduled = waitAfterChange(s)
  if (rescheduled) return rescheduled
  yield* cleanUpHistory(s)
  const end = yield* steps(s)
  if (s.changed) {
    const refused = yield* s.writeStatus()
    if (refused) return { because: reason('cronjob.refused', { message: refused.message }), failed: true }
  }
  return end
}

/** C6 */
function waitAfterChange({ view }: Session): End | undefined {
  if (!view.rescheduled) return undefined
  const schedule = read(zonedSchedule(view.cronJob))
  if (!('next' in schedule)) return undefined
  const waitMs = untilNextMs(view.cronJob, view.at, schedule)
  return { because: reason('cronjob.rescheduled', { schedule: view.cronJob.spec.schedule, waitMs }), againInMs: waitMs }
}

function read(text: string): Schedule | { readonly wrong: string } {
  try {
    return parseSchedule(text)
  } catch (e) {
    if (e instanceof ScheduleError) return { wrong: e.message }
    throw e
  }
}

const refusedEnd = (message: string): End => ({ because: reason('cronjob.refused', { message }), failed: true })

function* steps(s: Session): Part<End> {
  const { at: now } = s.view
  const refused = yield* takeStock(s)
  if (refused) return refusedEnd(refused.message)
  if (s.cj.metadata.deletionTimestamp !== undefined) return rest(reason('cronjob.deleting', {}))
  const { timeZone, suspend, schedule: text, startingDeadlineSeconds: deadlineSeconds, concurrencyPolicy } = s.cj.spec
  if (timeZone !== undefined && !zoneOf(timeZone)) {
    const because = reason('cronjob.bad-time-zone', { timeZone })
    yield* s.tell('Warning', 'UnknownTimeZone', `invalid timeZone: ${JSON.stringify(timeZone)}: unknown time zone ${timeZone}`, because)
    return rest(because)
  }
  if (suspend) return rest(reason('cronjob.suspended', {}))
  const schedule = yield* readSchedule(s)
  if (!schedule) return rest(reason('cronjob.bad-schedule', { schedule: text, message: '' }))
  const due = dueRun(s.cj, now, schedule)
  if (due.error !== undefined) {
    const because = reason('cronjob.bad-schedule', { schedule: text, message: due.error })
    yield* s.tell('Warning', 'InvalidSchedule', `invalid schedule: ${text} : ${due.error}`, because)
    return rest(because)
  }
  if (due.at === undefined) {
    const waitMs = untilNextMs(s.cj, now, schedule)
    return { because: reason('cronjob.not-yet', { waitMs }), againInMs: waitMs }
  }
  const scheduled = timeOf(due.at)
  if (due.many) yield* s.tell('Warning', 'TooManyMissedTimes', TOO_MANY, reason('cronjob.start', { job: jobNameFor(s.cj, due.at), scheduled, lateMs: now - due.at }))
  // C7: after a started or a skipped run, the next time.
  const wait = (because: End['because']): End => ({ because, againInMs: untilNextMs(s.cj, now, schedule) })
  if (deadlineSeconds !== undefined && due.at + deadlineSeconds * 1000 < now) {
    const because = reason('cronjob.too-late', { scheduled, deadlineSeconds })
    yield* s.tell('Warning', 'MissSchedule', `Missed scheduled time to start a job: ${longTime(due.at)}`, because)
    return wait(because)
  }
  if (isProcessed(s, due.at)) return wait(reason('cronjob.already-started', { scheduled }))
  const active = s.status.active?.length ?? 0
  if (concurrencyPolicy === 'Forbid' && active > 0) {
    const because = reason('cronjob.forbidden', { scheduled, active })
    yield* s.tell('Normal', 'JobAlreadyActive', 'Not starting job because prior execution is running and concurrency policy is Forbid', because)
    return wait(because)
  }
  if (concurrencyPolicy === 'Replace') {
    const stuck = yield* makeRoom(s)
    if (stuck) return refusedEnd(stuck.message)
  }
  const run = yield* startRun(s, due.at)
  if (run.refused) return refusedEnd(run.refused.message)
  if (!run.started) return rest(reason('cronjob.job-exists', { job: jobNameFor(s.cj, due.at) }))
  return wait(reason('cronjob.start', { job: jobNameFor(s.cj, due.at), scheduled, lateMs: now - due.at }))
}

const TOO_MANY = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew'

/** Nothing more to wait for: only a change wakes it again. */
const rest = (because: End['because']): End => ({ because, forget: false })

/** C5: a schedule that names a zone itself is told each time; one that cannot be read, too. */
function* readSchedule(s: Session): Part<Schedule | undefined> {
  const { schedule: text } = s.cj.spec
  const warning = zoneWarning(text)
  if (warning) yield* s.tell('Warning', 'UnsupportedSchedule', warning, reason('cronjob.bad-schedule', { schedule: text, message: 'TZ' }))
  const schedule = read(zonedSchedule(s.cj))
  if ('next' in schedule) return schedule
  yield* s.tell('Warning', 'UnparseableSchedule', `unparseable schedule: ${JSON.stringify(text)} : ${schedule.wrong}`, reason('cronjob.bad-schedule', { schedule: text, message: schedule.wrong }))
  return undefined
}

/** C10: the run is in the list, or was the last one. */
function isProcessed({ cj, status }: Session, scheduled: Instant): boolean {
  const name = jobNameFor(cj, scheduled)
  return (status.active ?? []).some(ref => ref.name === name && ref.namespace === cj.metadata.namespace)
    || (status.lastScheduleTime !== undefined && instantOf(status.lastScheduleTime) === scheduled)
}

const DAY_NAMES = ['Thu', 'Fri', 'Sat', 'Sun', 'Mon', 'Tue', 'Wed']
const MONTH_NAMES = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `Thu, 01 Jan 2026 10:00:00 +0000` (RFC 1123). */
function longTime(at: Instant): string {
  const [date, time] = timeOf(at).slice(0, -1).split('T') as [string, string]
  const [year, month, day] = date.split('-') as [string, string, string]
  return `${DAY_NAMES[Math.floor(at / 86_400_000) % 7]}, ${day} ${MONTH_NAMES[Number(month) - 1]} ${year} ${time} +0000`
}
