// How Deployments and CronJobs stand, in English.
import type { RolloutReasons } from '../../../worker/status/rollouts/reasons.ts'
import { counted as s } from '../numbers.ts'
import { spanText } from '../spans.ts'
import type { Words } from './catalogue.ts'

const span = (ms: number) => spanText(ms, 'en')

export const rolloutsEn: Words<RolloutReasons> = {
  'status.deploy.complete': d => `Rolled out: ${d.replicas === 1 ? 'its one replica is' : `all ${d.replicas} replicas are`} of revision ${d.revision} and available.`,
  'status.deploy.zero': d => `Wants no pods: spec.replicas is 0${d.kept > 0 ? `; ${s(d.kept, 'older revision')} kept for a rollback` : ''}.`,
  'status.deploy.scaling': d => `${d.available} of ${s(d.replicas, 'replica')} available.`,
  'status.deploy.rolling': d => `Rolling out: ${d.updated} of ${s(d.replicas, 'replica')} updated, ${s(d.old, 'old pod')} left.`,
  'status.deploy.waits-available': d => `May take no more of the old pods until ${d.pod} (${d.status}) is available: ${d.least} must stay available, and ${d.available} are.`,
  'status.deploy.waits-surge': d => `May make more new pods only when an old one goes: there may be ${d.most} at once, and ${d.total} are wanted now.`,
  'status.deploy.min-ready': d => `${d.pod} is ready, and counts as available if it stays so for ${span(d.leftMs)} more.`,
  'status.deploy.recreate-waits': d => `Recreate: ${d.pods === 1 ? 'the last old pod has' : `${d.pods} old pods have`} to end before the first new one is made.`,
  'status.deploy.paused': d => (d.changed ? 'Paused: the change of its template waits until it is resumed (kubectl rollout resume).' : 'Paused: it is scaled, but changes of its template are not rolled out.'),
  'status.deploy.deadline': d => `If nothing moves for ${span(d.leftMs)} more, it is said not to progress.`,
  'status.deploy.late': d => `No progress for ${d.seconds} s: its deadline has passed. It goes on trying, and nothing is rolled back by itself${d.back > 0 ? `; kubectl rollout undo goes back to revision ${d.back}` : ''}.`,
  'status.deploy.failure': d => `Its ReplicaSet cannot make pods: ${d.message}`,

  'status.cron.next': d => `Next run in ${span(d.waitMs)} (${d.schedule}, ${d.zone}).`,
  'status.cron.never': d => `${d.schedule} never comes: nothing will be started.`,
  'status.cron.suspended': () => 'Suspended: no run is started. When it is resumed, the latest missed run may start at once.',
  'status.cron.bad-schedule': d => `The schedule “${d.schedule}” cannot be read: ${d.message}`,
  'status.cron.bad-zone': d => `Nobody knows the time zone “${d.timeZone}”: nothing is started.`,
  'status.cron.stopped': () => 'The CronJob controller is stopped: runs are missed until it is back, and then only the latest of them is made up for.',
  'status.cron.active': d => `${d.jobs.length === 1 ? 'Runs now' : `${d.jobs.length} run now`}: ${d.jobs.slice(0, 4).join(', ')}${d.jobs.length > 4 ? ', …' : ''}. A change of the template is for the next run.`,
  'status.cron.waits': d => `The last run was skipped because ${d.job} still runs (Forbid); it starts as soon as that has ended, if no later one is due by then.`,
  'status.cron.skipped': d => `The last run was skipped because ${d.job || 'another'} still ran (Forbid).`,
  'status.cron.will-replace': d => `In ${span(d.waitMs)} the next run ends ${d.job} (Replace).`,
  'status.cron.late': d => `The last run was not started: it was more than ${d.seconds} s late.`,
  'status.cron.failed': d => `The last run failed: ${d.job}.`,
  'status.cron.succeeded': d => `The last run succeeded ${span(d.agoMs)} ago.`,
  'status.cron.history': d => `Keeps the latest ${d.successful} succeeded and ${d.failed} failed Jobs; older ones are cleaned up.`,
}
