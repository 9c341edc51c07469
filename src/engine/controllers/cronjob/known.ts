// What has become of its Jobs: the list of active ones and the time of the last success. Upstream: the first half of syncCronJob.
import type { CronJob, Job } from '../../../kube/batch.ts'
import { finishedCondition } from '../../../kube/jobs.ts'
import { CronJob as CronJobKind, Job as JobKind } from '../../../kube/kinds.ts'
import { instantOf } from '../../../kube/rfc3339.ts'
import type { Outcome } from '../controller.ts'
import { reason } from './reasons.ts'
import type { Part, Session } from './session.ts'

/** C2–C4. What was refused, if anything was: then the sync ends. */
export function* takeStock(s: Session): Part<Outcome['refused']> {
  for (const job of s.view.jobs) {
    const refused = yield* look(s, job)
    if (refused) return refused
  }
  return yield* dropMissing(s)
}

function* look(s: Session, job: Job): Part<Outcome['refused']> {
  const { name, uid } = job.metadata
  const end = finishedCondition(job)
  if (end) {
    if (s.isActive(uid)) {
      s.noLongerActive(uid)
      yield* s.tell('Normal', 'SawCompletedJob', `Saw completed job: ${name}, condition: ${end.type}`, reason('cronjob.saw-finished', { job: name, condition: end.type }))
    }
    if (end.type === 'Complete') noteSuccess(s, job)
    return undefined
  }
  if (s.isActive(uid)) return undefined
  // Its own status may be newer than the cache: only the stored one can say that the Job is a stranger.
  const because = reason('cronjob.unexpected-job', { job: name })
  const { object, refused } = yield* s.read(CronJobKind, s.cj.metadata.namespace, s.cj.metadata.name, because)
  if (refused) return refused
  const stored = object as unknown as CronJob | undefined
  if (stored?.status?.active?.some(ref => ref.uid === uid)) {
    s.cj = stored
    return undefined
  }
  yield* s.tell('Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${name}`, because)
  return undefined
}

/** C3: also of a Job that was never in the list. */
function noteSuccess(s: Session, job: Job): void {
  const at = job.status?.completionTime
  const { lastSuccessfulTime: last } = s.status
  if (at !== undefined && (last === undefined || instantOf(at) > instantOf(last))) s.setStatus({ lastSuccessfulTime: at })
}

/** C4: a Job of the list that is not there any more, as the API server says, not as the cache does. */
function* dropMissing(s: Session): Part<Outcome['refused']> {
  const known = new Set(s.view.jobs.map(job => job.metadata.uid))
  for (const ref of s.status.active ?? []) {
    if (known.has(ref.uid)) continue
    const job = ref.name ?? ''
    const { refused } = yield* s.read(JobKind, ref.namespace, job, reason('cronjob.look-for-job', { job }))
    if (refused && refused.reason !== 'NotFound') return refused
    if (!refused) continue
    s.noLongerActive(ref.uid)
    yield* s.tell('Normal', 'MissingJob', `Active job went missing: ${job}`, reason('cronjob.missing-job', { job }))
  }
  return undefined
}
