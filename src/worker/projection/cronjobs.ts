// A CronJob as the page draws it. Its times are not in here: they pass without anything being written, so the page reckons them.
import type { CronJob } from '../../kube/batch.ts'
import { parseSchedule, ScheduleError } from '../../kube/cron/schedule.ts'
import { zoneOf } from '../../kube/cron/zones.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { CronJobRow } from '../rows.ts'
import { workloadOf } from './workload.ts'

export function cronJobRow(object: AnyObject): CronJobRow {
  const { metadata, spec, status = {} } = object as unknown as CronJob
  const wrong = spec.timeZone !== undefined && !zoneOf(spec.timeZone) ? 'zone' : isSchedule(spec.schedule) ? undefined : 'schedule'
  return {
    ...workloadOf('cronjobs', object),
    schedule: spec.schedule, suspended: spec.suspend === true, policy: (spec.concurrencyPolicy as CronJobRow['policy']) ?? 'Allow',
    keepSuccessful: spec.successfulJobsHistoryLimit ?? 3, keepFailed: spec.failedJobsHistoryLimit ?? 1, active: status.active?.length ?? 0, deleting: metadata.deletionTimestamp !== undefined,
    ...(spec.timeZone !== undefined ? { timeZone: spec.timeZone } : {}), ...(spec.startingDeadlineSeconds !== undefined ? { deadlineSeconds: spec.startingDeadlineSeconds } : {}),
    ...(wrong ? { wrong } : {}),
  }
}

function isSchedule(text: string): boolean {
  try {
    parseSchedule(text)
    return true
  } catch (e) {
    if (e instanceof ScheduleError) return false
    throw e
  }
}
