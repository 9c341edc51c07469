// A Job as the page draws it.
import type { JobCondition } from '../../kube/batch.ts'
import { keyOf, refOf } from '../../kube/keys.ts'
import { kindNamed } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { controllerOf } from '../../kube/owners.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import type { JobRow } from '../rows.ts'

/** `backoffUntil`: when the controller looks at it again, if it has put that off. A row knows no `now`: whether that is a wait is for the page to say. */
export function jobRow(job: AnyObject, backoffUntil: Instant | undefined): JobRow {
  const { spec, status = {} } = job
  const isTrue = (type: string): JobCondition | undefined => (status.conditions ?? []).find((c: JobCondition) => c.type === type && c.status === 'True')
  const complete = isTrue('Complete')
  const failed = isTrue('Failed')
  const owner = controllerOf(job)
  const ownerPlural = owner && kindNamed(owner.kind)?.plural
  const startedAt = status.startTime ? instantOf(status.startTime) : undefined
  const ended = complete ?? failed
  return {
    ref: refOf('jobs', keyOf(job)), namespace: job.metadata.namespace!, name: job.metadata.name, uid: job.metadata.uid!,
    status: complete ? 'Complete' : failed ? 'Failed' : job.metadata.deletionTimestamp !== undefined ? 'Terminating'
      : isTrue('Suspended') ? 'Suspended' : isTrue('FailureTarget') ? 'FailureTarget' : isTrue('SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running',
    parallelism: spec.parallelism ?? 1, indexed: spec.completionMode === 'Indexed', active: status.active ?? 0, ready: status.ready ?? 0,
    succeeded: status.succeeded ?? 0, failed: status.failed ?? 0, terminating: status.terminating ?? 0, backoffLimit: spec.backoffLimit ?? 6,
    createdAt: instantOf(job.metadata.creationTimestamp!),
    ...(spec.completions !== undefined ? { completions: spec.completions } : {}),
    ...(backoffUntil !== undefined ? { backoffUntil } : {}),
    ...(status.completedIndexes ? { completedIndexes: status.completedIndexes } : {}), ...(status.failedIndexes ? { failedIndexes: status.failedIndexes } : {}),
    ...(startedAt !== undefined ? { startedAt } : {}),
    ...(ended?.lastTransitionTime ? { endedAt: instantOf(status.completionTime ?? ended.lastTransitionTime) } : {}),
    ...(startedAt !== undefined && spec.activeDeadlineSeconds !== undefined ? { deadlineAt: startedAt + spec.activeDeadlineSeconds * 1000 } : {}),
    ...(owner && ownerPlural ? { owner: refOf(ownerPlural, `${job.metadata.namespace}/${owner.name}`) } : {}),
  }
}
