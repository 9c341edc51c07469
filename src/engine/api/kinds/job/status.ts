// A change of a Job's status: what the controller may not say. Upstream: validateJobStatus, ValidateJobStatusUpdate.
//
// Most rules hold only when the write touches what they speak of, so that an old mistake does not stop all further writes.
import type { Job, JobStatus } from '../../../../kube/batch.ts'
import { instantOf } from '../../../../kube/rfc3339.ts'
import { sameValue } from '../../fields/equality.ts'
import type { FieldError } from '../../fields/fieldError.ts'
import { duplicate, invalidShape, invalidValue, required } from '../../fields/fieldError.ts'
import { goForm } from '../../fields/goForm.ts'
import { validateMetadataUpdate } from '../../fields/metadata.ts'
import type { Findings } from '../../fields/rules.ts'
import { nonnegative } from '../../fields/rules.ts'
import { firstCommon, judgedIndexes } from './indexes.ts'

type ConditionType = 'Complete' | 'Failed' | 'FailureTarget' | 'SuccessCriteriaMet'
const is = (job: Job, type: ConditionType): boolean => job.status?.conditions?.some(c => c.type === type && c.status === 'True') === true
const isFinished = (job: Job): boolean => is(job, 'Complete') || is(job, 'Failed')

export function validateJobStatus(next: Job, old: Job): FieldError[] {
  const out: Findings = []
  validateMetadataUpdate(out, next, old)
  const status = next.status ?? {}
  const was = old.status ?? {}
  const changed = (...fields: (keyof JobStatus)[]): boolean => fields.some(f => !sameValue(status[f], was[f]))
  const turned = (...types: ConditionType[]): boolean => types.some(t => is(next, t) !== is(old, t))
  const finishedTurned = isFinished(next) !== isFinished(old)
  validateCounts(out, status)
  validateConditions(out, next, turned)
  validateCompletionTime(out, next, changed, turned)
  validateFinished(out, next, changed, turned, finishedTurned)
  validateIndexLists(out, next, changed)
  const { terminating = 0, ready, active = 0 } = status
  if ((finishedTurned || changed('terminating')) && terminating > 0 && isFinished(next)) {
    out.push(invalidValue('status.terminating', terminating, 'terminating>0 is invalid for finished job'))
  }
  if (changed('ready', 'active') && ready !== undefined && ready > active) out.push(invalidValue('status.ready', ready, 'cannot set more ready pods than active'))
  validateSuccessCriteria(out, next)
  validateAgainstOld(out, next, old)
  return out
}

function validateCounts(out: Findings, status: JobStatus): void {
  for (const field of ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const) nonnegative(out, `status.${field}`, status[field])
  const seen = new Set<string>()
  for (const list of ['succeeded', 'failed'] as const) {
    for (const [i, uid] of (status.uncountedTerminatedPods?.[list] ?? []).entries()) {
      const path = `status.uncountedTerminatedPods.${list}[${i}]`
      if (uid === '') out.push(invalidValue(path, uid, 'must not be empty'))
      else if (seen.has(uid)) out.push(duplicate(path, uid))
      else seen.add(uid)
    }
  }
}

type Turned = (...types: ConditionType[]) => boolean
type Changed = (...fields: (keyof JobStatus)[]) => boolean
const conditions = (detail: string) => invalidShape('status.conditions', detail)

function validateConditions(out: Findings, job: Job, turned: Turned): void {
  if (turned('Complete', 'Failed') && is(job, 'Complete') && is(job, 'Failed')) out.push(conditions('cannot set Complete=True and Failed=true conditions'))
  if (turned('Complete', 'FailureTarget') && is(job, 'Complete') && is(job, 'FailureTarget')) out.push(conditions('cannot set Complete=True and FailureTarget=true conditions'))
}

function validateCompletionTime(out: Findings, job: Job, changed: Changed, turned: Turned): void {
  const { startTime, completionTime } = job.status ?? {}
  const path = 'status.completionTime'
  if (turned('Complete') || changed('completionTime')) {
    if (completionTime !== undefined && !is(job, 'Complete')) out.push(invalidValue(path, completionTime, 'cannot set completionTime when there is no Complete=True condition'))
    if (completionTime === undefined && is(job, 'Complete')) out.push(required(path, 'completionTime is required for Complete jobs'))
  }
  if (changed('startTime', 'completionTime') && startTime !== undefined && completionTime !== undefined && instantOf(completionTime) < instantOf(startTime)) {
    out.push(invalidValue(path, completionTime, 'completionTime cannot be set before startTime'))
  }
}

function validateFinished(out: Findings, job: Job, changed: Changed, turned: Turned, finishedTurned: boolean): void {
  const { active = 0, startTime, uncountedTerminatedPods: uncounted } = job.status ?? {}
  if (turned('Failed', 'FailureTarget') && is(job, 'Failed') && !is(job, 'FailureTarget')) {
    out.push(conditions('cannot set Failed=True condition without the FailureTarget=true condition'))
  }
  if (turned('Complete', 'SuccessCriteriaMet') && is(job, 'Complete') && !is(job, 'SuccessCriteriaMet')) {
    out.push(conditions('cannot set Complete=True condition without the SuccessCriteriaMet=true condition'))
  }
  if (!isFinished(job)) return
  if ((finishedTurned || changed('active')) && active > 0) out.push(invalidValue('status.active', active, 'active>0 is invalid for finished job'))
  if ((finishedTurned || changed('startTime')) && !job.spec.suspend && startTime === undefined) out.push(required('status.startTime', 'startTime is required for finished job'))
  if ((finishedTurned || changed('uncountedTerminatedPods')) && (uncounted?.failed?.length || uncounted?.succeeded?.length)) {
    out.push(invalidValue('status.uncountedTerminatedPods', goForm('UncountedTerminatedPods', uncounted), 'uncountedTerminatedPods needs to be empty for finished job'))
  }
}

function validateIndexLists(out: Findings, job: Job, changed: Changed): void {
  const { completions, backoffLimitPerIndex, completionMode } = job.spec
  const { completedIndexes = '', failedIndexes } = job.status ?? {}
  const [completedChanged, failedChanged] = [changed('completedIndexes'), changed('failedIndexes')]
  const completed = judgedIndexes(completedIndexes, completions ?? Infinity)
  const failed = judgedIndexes(failedIndexes ?? '', completions ?? Infinity)
  const [completedPath, failedPath] = ['status.completedIndexes', 'status.failedIndexes']
  if (completedChanged && completions !== undefined && completed.error) {
    out.push(invalidValue(completedPath, completedIndexes, `error parsing completedIndexes: ${completed.error}`))
  }
  if (failedChanged && completions !== undefined && backoffLimitPerIndex !== undefined && failed.error) {
    out.push(invalidValue(failedPath, failedIndexes, `error parsing failedIndexes: ${failed.error}`))
  }
  if (completedChanged && completedIndexes !== '' && completionMode !== 'Indexed') {
    out.push(invalidValue(completedPath, completedIndexes, 'cannot set non-empty completedIndexes when non-indexed completion mode'))
  }
  if (failedChanged && backoffLimitPerIndex === undefined && failedIndexes !== undefined) {
    out.push(invalidValue(failedPath, failedIndexes, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null'))
  }
  if ((completedChanged || failedChanged) && completions !== undefined && failedIndexes !== undefined) {
    const both = firstCommon(completed.intervals, failed.intervals)
    if (both !== undefined) out.push(invalidValue(failedPath, failedIndexes, `failedIndexes and completedIndexes overlap at index: ${both}`))
  }
}

function validateSuccessCriteria(out: Findings, job: Job): void {
  const met = is(job, 'SuccessCriteriaMet')
  if (met && is(job, 'Failed')) out.push(conditions('cannot set SuccessCriteriaMet=True and Failed=true conditions'))
  if (met && is(job, 'FailureTarget')) out.push(conditions('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions'))
  if (job.spec.successPolicy && !met && is(job, 'Complete')) {
    out.push(conditions('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True'))
  }
}

function validateAgainstOld(out: Findings, next: Job, old: Job): void {
  const [status, was] = [next.status ?? {}, old.status ?? {}]
  for (const type of ['Failed', 'Complete', 'FailureTarget'] as const) {
    if (is(old, type) && !is(next, type)) out.push(conditions(`cannot disable the terminal ${type}=True condition`))
  }
  if ((status.failed ?? 0) < (was.failed ?? 0)) out.push(invalidValue('status.failed', status.failed ?? 0, 'cannot decrease the failed counter'))
  const elastic = next.spec.completionMode === 'Indexed' && next.spec.completions === old.spec.completions
  if (!elastic && (status.succeeded ?? 0) < (was.succeeded ?? 0)) out.push(invalidValue('status.succeeded', status.succeeded ?? 0, 'cannot decrease the succeeded counter'))
  const ended = status.completionTime
  if (ended !== undefined && was.completionTime !== undefined && ended !== was.completionTime) {
    out.push(invalidValue('status.completionTime', ended, 'completionTime cannot be mutated'))
  }
  if (was.startTime !== undefined && status.startTime !== was.startTime && !next.spec.suspend) {
    out.push(required('status.startTime', 'startTime cannot be removed for unsuspended job'))
  }
  if (is(old, 'SuccessCriteriaMet') && !is(next, 'SuccessCriteriaMet')) out.push(conditions('cannot disable the SuccessCriteriaMet=True condition'))
  if (is(old, 'Complete') && !is(old, 'SuccessCriteriaMet') && is(next, 'SuccessCriteriaMet')) {
    out.push(conditions('cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions'))
  }
}
