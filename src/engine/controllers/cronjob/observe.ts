// What a sync of one CronJob looks at.
import type { CronJob, Job } from '../../../kube/batch.ts'
import type { Key } from '../../../kube/keys.ts'
import { Job as JobKind } from '../../../kube/kinds.ts'
import type { Instant } from '../../../kube/object.ts'
import type { CacheReader } from '../controller.ts'

/** What the last sync went by. */
export interface SeenSchedule { readonly schedule: string; readonly timeZone?: string }

export interface CronJobView {
  readonly at: Instant
  readonly key: Key
  readonly cronJob: CronJob
  /** Its Jobs, finished or not, in the order of their names. */
  readonly jobs: readonly Job[]
  /** C6: the schedule is another than when it was last looked at. */
  readonly rescheduled: boolean
}

export function observe(cache: CacheReader, key: Key, cronJob: CronJob | undefined, seen: SeenSchedule | undefined, now: Instant): CronJobView | undefined {
  if (!cronJob) return undefined
  const { schedule, timeZone } = cronJob.spec
  return {
    at: now, key, cronJob, jobs: cache.ownedBy(cronJob, JobKind),
    rescheduled: seen !== undefined && (seen.schedule !== schedule || seen.timeZone !== timeZone),
  }
}

export const seenNow = ({ cronJob: { spec: { schedule, timeZone } } }: CronJobView): SeenSchedule => ({ schedule, ...(timeZone === undefined ? {} : { timeZone }) })
