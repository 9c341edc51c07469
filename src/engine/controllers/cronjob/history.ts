// How many finished Jobs are kept. Upstream: cronjob_controllerv2.go, cleanupFinishedJobs, removeOldestJobs.
import type { Job } from '../../../kube/batch.ts'
import { finishedCondition } from '../../../kube/jobs.ts'
import { instantOf } from '../../../kube/rfc3339.ts'
import { reason } from './reasons.ts'
import type { Part, Session } from './session.ts'

/** C12: of each kind of end, the ones that started first go, until as many are left as the limit says. */
export function* cleanUpHistory(s: Session): Part<void> {
  const { successfulJobsHistoryLimit, failedJobsHistoryLimit } = s.cj.spec
  for (const [condition, limit] of [['Complete', successfulJobsHistoryLimit], ['Failed', failedJobsHistoryLimit]] as const) {
    if (limit === undefined) continue
    const jobs = s.view.jobs.filter(job => finishedCondition(job)?.type === condition)
    for (const job of jobs.toSorted(byStart).slice(0, Math.max(0, jobs.length - limit))) {
      yield* s.deleteJob(job, reason('cronjob.history', { job: job.metadata.name, limit, condition }))
    }
  }
}

const startOf = (job: Job): number => (job.status?.startTime === undefined ? Infinity : instantOf(job.status.startTime))

/** By the time they started, those that never did last; then by name. */
function byStart(a: Job, b: Job): number {
  const [at, bt] = [startOf(a), startOf(b)]
  return at === bt ? (a.metadata.name < b.metadata.name ? -1 : 1) : at - bt
}
