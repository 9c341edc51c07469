// Starting the run that is due: the Job, and its place in the list. Upstream: the second half of syncCronJob.
import type { Job } from '../../../kube/batch.ts'
import type { ObjectReference } from '../../../kube/core.ts'
import { Job as JobKind } from '../../../kube/kinds.ts'
import type { Instant } from '../../../kube/object.ts'
import { isControlledBy } from '../../../kube/owners.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import type { Outcome } from '../controller.ts'
import { isNamespaceEnding } from '../podControl.ts'
import { write } from '../script.ts'
import { reason } from './reasons.ts'
import type { Part, Session } from './session.ts'
import { jobFor } from './template.ts'

/** `started`: so there is a next time to wait for. Otherwise the sync is over, in failure if `refused` is given. */
export interface Started { readonly started: boolean; readonly refused?: Outcome['refused'] | { readonly message: string } }

/** C9: Replace: what still runs is deleted first. */
export function* makeRoom(s: Session): Part<Started['refused']> {
  for (const ref of s.status.active ?? []) {
    const name = ref.name ?? ''
    const because = reason('cronjob.replace', { job: name })
    const { object, refused } = yield* s.read(JobKind, ref.namespace, name, because)
    if (refused) {
      yield* s.tell('Warning', 'FailedGet', `Get job: ${refused.message}`, because)
      return refused
    }
    if (!(yield* s.deleteJob(object as unknown as Job, because))) return { message: `could not replace job ${ref.namespace}/${name}` }
  }
  return undefined
}

/** C10, C11 */
export function* startRun(s: Session, scheduled: Instant): Part<Started> {
  const planned = jobFor(s.cj, scheduled)
  const { name, namespace } = planned.metadata
  const because = reason('cronjob.start', { job: name, scheduled: timeOf(scheduled), lateMs: s.view.at - scheduled })
  const { object, refused } = yield* write({ verb: 'create', kind: JobKind, object: planned }, because)
  let job = object
  if (refused) {
    if (refused.reason !== 'AlreadyExists') {
      if (!isNamespaceEnding(refused)) yield* s.tell('Warning', 'FailedCreate', `Error creating job: ${refused.message}`, because)
      return { started: false, refused }
    }
    const found = yield* s.read(JobKind, namespace, name, reason('cronjob.job-exists', { job: name }))
    if (found.refused) return { started: false, refused: found.refused }
    job = found.object
    if (!job || !isControlledBy(job, s.cj) || s.isActive(job.metadata.uid)) return { started: false }
  } else {
    yield* s.tell('Normal', 'SuccessfulCreate', `Created job ${name}`, because)
  }
  s.setStatus({ active: [...(s.status.active ?? []), refTo(job as unknown as Job)], lastScheduleTime: timeOf(scheduled) })
  return { started: true }
}

const refTo = ({ metadata: { namespace, name, uid, resourceVersion } }: Job): ObjectReference => ({
  kind: 'Job', apiVersion: 'batch/v1', name, ...(namespace ? { namespace } : {}), ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}),
})
