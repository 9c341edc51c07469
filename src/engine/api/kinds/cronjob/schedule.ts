// Whether a schedule can be read, and if not, why. When it is due is the CronJob controller's business; both read it alike.
import { ScheduleError, parseSchedule } from '../../../../kube/cron/schedule.ts'

/** What is wrong with a schedule, in the parser's words, or nothing. */
export function scheduleError(schedule: string): string | undefined {
  try {
    parseSchedule(schedule)
    return undefined
  } catch (e) {
    if (e instanceof ScheduleError) return e.message
    throw e
  }
}
