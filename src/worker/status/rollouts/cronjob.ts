// A CronJob in plain words: when it is due next, what became of the last run, and which field would change that.
import type { CronJob } from '../../../kube/batch.ts'
import { parseSchedule, ScheduleError, type Schedule } from '../../../kube/cron/schedule.ts'
import { zoneOf } from '../../../kube/cron/zones.ts'
import type { Cluster, Reason } from '../../../engine/index.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { tell } from './reasons.ts'

type Facts = Pick<Cluster, 'now' | 'chronicle' | 'runners'>

export function cronJobStatusOf(object: AnyObject, facts: Facts): readonly Reason[] {
  const { metadata, spec, status } = object as unknown as CronJob
  const active = (status?.active ?? []).map(ref => ref.name ?? '')
  const last = facts.chronicle.runs.entries.range(`${metadata.uid}|`).filter(r => r.manual === undefined).at(-1)
  const reasons: Reason[] = []
  const due = scheduleOf(spec)
  const next = 'next' in due ? due.next(facts.now) : undefined
  if (facts.runners.some(r => r.controller.name === 'cronjob-controller' && r.stopped)) reasons.push(tell('status.cron.stopped', {}))
  if (!('next' in due)) reasons.push(due.wrong)
  else if (spec.suspend) reasons.push(tell('status.cron.suspended', { field: 'spec.suspend' }))
  else if (next === undefined) reasons.push(tell('status.cron.never', { schedule: spec.schedule, field: 'spec.schedule' }))
  else reasons.push(tell('status.cron.next', { waitMs: next - facts.now, schedule: spec.schedule, zone: spec.timeZone ?? 'UTC', field: 'spec.schedule' }))
  if (last?.outcome === 'skipped') {
    const job = last.waitedFor ?? active[0] ?? ''
    const held = active.length > 0 && !spec.suspend
    reasons.push(held ? tell('status.cron.waits', { job, field: 'spec.concurrencyPolicy' }) : tell('status.cron.skipped', { job, field: 'spec.concurrencyPolicy' }))
  } else if (last?.outcome === 'late') {
    reasons.push(tell('status.cron.late', { seconds: spec.startingDeadlineSeconds ?? 0, field: 'spec.startingDeadlineSeconds' }))
  } else if (last?.outcome === 'failed') {
    reasons.push(tell('status.cron.failed', { job: last.job?.slice(last.job.lastIndexOf('/') + 1) ?? '' }))
  } else if (last?.outcome === 'complete' && last.endedAt !== undefined) {
    reasons.push(tell('status.cron.succeeded', { agoMs: facts.now - last.endedAt }))
  }
  if (active.length > 0) {
    reasons.push(tell('status.cron.active', { jobs: active }))
    if (spec.concurrencyPolicy === 'Replace' && next !== undefined && !spec.suspend) reasons.push(tell('status.cron.will-replace', { job: active[0]!, waitMs: next - facts.now, field: 'spec.concurrencyPolicy' }))
  }
  reasons.push(tell('status.cron.history', { successful: spec.successfulJobsHistoryLimit ?? 3, failed: spec.failedJobsHistoryLimit ?? 1, field: 'spec.successfulJobsHistoryLimit' }))
  return reasons
}

function scheduleOf({ schedule, timeZone }: CronJob['spec']): Schedule | { readonly wrong: Reason } {
  if (timeZone !== undefined && !zoneOf(timeZone)) return { wrong: tell('status.cron.bad-zone', { timeZone, field: 'spec.timeZone' }) }
  try {
    return parseSchedule(timeZone === undefined || schedule.includes('TZ') ? schedule : `TZ=${timeZone} ${schedule}`)
  } catch (e) {
    if (e instanceof ScheduleError) return { wrong: tell('status.cron.bad-schedule', { schedule, message: e.message, field: 'spec.schedule' }) }
    throw e
  }
}
