// cron: schedules, which run is due, the Job of a run, and one sync of the CronJob controller.
import { syncOnce } from '../../engine/controllers/carry.ts'
import type { Intent, Outcome } from '../../engine/controllers/controller.ts'
import { dueRun, mostRecent, untilNextMs, zoneWarning, zonedSchedule } from '../../engine/controllers/cronjob/due.ts'
import { cronJobController } from '../../engine/controllers/cronjob/index.ts'
import { jobFor } from '../../engine/controllers/cronjob/template.ts'
import { fakeCache } from '../../engine/testing/fakeCache.ts'
import type { CronJob, Job } from '../../kube/batch.ts'
import { ScheduleError, parseSchedule, type Schedule } from '../../kube/cron/schedule.ts'
import { keyOf } from '../../kube/keys.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { instantOf, timeOf } from '../../kube/rfc3339.ts'
import type { Topic } from './topic.ts'

type Judge = (vector: any) => { readonly expected: unknown; readonly actual: unknown }

const cronJob = (schedule: string, timeZone: string | null, more: object = {}, status: object = {}): CronJob => ({
  apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'cj', namespace: 'default', uid: 'cj-uid' },
  spec: { schedule, ...(timeZone === null || timeZone === undefined ? {} : { timeZone }), jobTemplate: {}, ...more }, status,
}) as unknown as CronJob

const shown = (at: Instant | undefined): string | null => (at === undefined ? null : timeOf(at))

function judgeNext(vector: any) {
  const cj = cronJob(vector.schedule, vector.timeZone)
  const warning = zoneWarning(vector.schedule)
  const formatted = zonedSchedule(cj)
  const common = { ...vector, formatted, events: warning === undefined ? undefined : [`Warning UnsupportedSchedule ${warning}`] }
  let schedule: Schedule
  try {
    schedule = parseSchedule(formatted)
  } catch (e) {
    if (!(e instanceof ScheduleError)) throw e
    return { expected: vector, actual: { ...common, error: e.message, runs: undefined } }
  }
  const runs = (vector.runs ?? []).map(({ from, next }: any) => ({ from, next: timesAfter(schedule, instantOf(from), next.length) }))
  return { expected: vector, actual: { ...common, error: undefined, runs } }
}

/** As many as were asked for, or up to the one that never comes. */
function timesAfter(schedule: Schedule, from: Instant, count: number): (string | null)[] {
  const times: (string | null)[] = []
  let at: Instant | undefined = from
  while (times.length < count && at !== undefined) {
    at = schedule.next(at)
    times.push(shown(at))
  }
  return times
}

function judgeHelpers(vector: any) {
  const { schedule: text, timeZone, startingDeadlineSeconds, creationTimestamp, lastScheduleTime } = vector
  const made = cronJob(text, timeZone, startingDeadlineSeconds === null ? {} : { startingDeadlineSeconds }, lastScheduleTime ? { lastScheduleTime } : {})
  const cj = { ...made, metadata: { ...made.metadata, creationTimestamp } }
  const now = instantOf(vector.now)
  const schedule = parseSchedule(zonedSchedule(cj))
  const recent = (withDeadline: boolean) => {
    const { earliest, mostRecent: at, missed, error } = mostRecent(cj, now, schedule, withDeadline)
    return { earliest: timeOf(earliest), error: error ?? null, missed, mostRecent: shown(at) }
  }
  const due = dueRun(cj, now, schedule)
  const events = due.many ? ['Warning TooManyMissedTimes too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew'] : []
  return {
    expected: vector,
    actual: {
      ...vector,
      mostRecent_deadline_false: recent(false), mostRecent_deadline_true: recent(true),
      nextScheduleTime: { error: due.error ?? null, events, time: shown(due.at) },
      nextScheduleTimeDurationMs: untilNextMs(cj, now, schedule),
    },
  }
}

function judgeTemplate(vector: any) {
  const { cronJobName, scheduledTime, timeZone } = vector
  const made = cronJob('* * * * *', timeZone, { jobTemplate: { metadata: { labels: { a: 'b' }, annotations: { n: '1' } }, spec: {} } })
  const { metadata } = jobFor({ ...made, metadata: { ...made.metadata, name: cronJobName } }, instantOf(scheduledTime))
  const { annotations, labels, ownerReferences, name: jobName } = metadata
  return { expected: vector, actual: { ...vector, annotations, labels, ownerReferences, jobName } }
}

function judgeSync(vector: any) {
  const cj = vector.cronJob as CronJob
  const now = instantOf(vector.now)
  const jobs = ((vector.jobs ?? []) as Job[]).map(job => ({ ...job, apiVersion: 'batch/v1', kind: 'Job' }))
  const inApi = ((vector.jobsOnlyInAPI ?? []) as Job[]).map(job => ({ ...job, apiVersion: 'batch/v1', kind: 'Job' }))
  const result = { createdJobs: [] as object[], deletedJobs: [] as string[], events: [] as string[], status: cj.status as unknown, updateStatus: false }
  const act = (intent: Intent): Outcome => {
    switch (intent.verb) {
      case 'event': result.events.push(`${intent.event.type} ${intent.event.reason} ${intent.event.message}`); return { intent }
      case 'create': {
        const { name, annotations, creationTimestamp, namespace } = intent.object.metadata
        if (inApi.some(job => job.metadata.name === name)) return { intent, refused: { code: 409, reason: 'AlreadyExists', message: `jobs.batch "${name}" already exists` } }
        result.createdJobs.push({ annotations, creationTimestamp, name })
        return { intent, object: { ...intent.object, metadata: { name, uid: `uid-${name}`, ...(namespace ? { namespace } : {}) } } as AnyObject }
      }
      case 'delete': result.deletedJobs.push(intent.key.split('/')[1]!); return { intent }
      case 'get': {
        const found = intent.kind.kind === 'CronJob' ? cj : [...jobs, ...inApi].find(job => keyOf(job) === intent.key)
        return found ? { intent, object: found as unknown as AnyObject } : { intent, refused: { code: 404, reason: 'NotFound', message: 'not found' } }
      }
      case 'update':
        result.status = intent.object['status'] ?? {}
        result.updateStatus = true
        return { intent, object: intent.object }
      default: return { intent }
    }
  }
  const sync = syncOnce(cronJobController, fakeCache([cj, ...jobs]), keyOf(cj), cj, undefined, now, act)
  const { createdJobs, deletedJobs, error, events, requeueAfterMs, status, updateStatus } = vector
  return {
    expected: { createdJobs, deletedJobs: deletedJobs ?? [], error, events, requeueAfterMs, status, updateStatus },
    actual: { ...result, requeueAfterMs: sync?.end.againInMs, error: sync?.end.failed ? sync.end.because?.['message'] : null },
  }
}

const ops: Readonly<Record<string, Judge>> = { next: judgeNext, helpers: judgeHelpers, jobFromTemplate: judgeTemplate, sync: judgeSync }

export const cronTopic: Topic = {
  name: 'cron',
  judge(vector) {
    const judge = ops[vector.op]
    return judge ? judge(vector) : { expected: vector.op, actual: 'an op that is known' }
  },
}
