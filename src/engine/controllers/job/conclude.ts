// A Job's status from what was tried, in upstream's steps: put down as uncounted, free the pods, count. Upstream:
// job_controller.go, trackJobStatusAndRemoveFinalizers, flushUncountedAndRemoveFinalizers, enactJobFinished.
import type { Job, JobCondition } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { isJobSuspended } from '../../../kube/jobs.ts'
import { Job as JobKind } from '../../../kube/kinds.ts'
import type { Instant } from '../../../kube/object.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import type { Conclusion, Intent, Outcome, Reason } from '../controller.ts'
import type { BackoffRecord } from './backoff.ts'
import { freeIntent } from './claim.ts'
import { findCondition, newCondition, trueCondition, withCondition } from './conditions.ts'
import { claims, handsOff, podIntentCount, tell } from './decide.ts'
import { completionsReached } from './finished.ts'
import { judge } from './judge.ts'
import type { Judgement } from './judge.ts'
import type { JobView } from './observe.ts'
import { reason } from './reasons.ts'
import { countFreed, draftOf, track, trackedAmong, withStatus } from './status.ts'
import type { Draft } from './status.ts'
import { tally } from './tally.ts'
import type { Tally } from './tally.ts'

/**
 * Asked up to three times in one sync: for the first act (status with uncounted pods, then freeing them), for the second (status
 * with the counters, then the last event), and for the end. Which it is follows from the outcomes alone.
 */
export function conclude(view: JobView, outcomes: readonly Outcome[], now: Instant): Conclusion<BackoffRecord> {
  const off = handsOff(view.job)
  if (off) return { intents: [], memo: undefined }
  const j = judge(view)
  const claimed = claims(view).length
  const claim = outcomes.slice(0, claimed).find(o => o.refused)
  if (claim) return { intents: [], memo: view.backoff, ...claimRefused(claim) }

  const planned = claimed + podIntentCount(j.plan)
  const t = firstAct(view, j, outcomes.slice(claimed, planned))
  const acted = outcomes.slice(planned)
  if (acted.length < t.intents.length) return { intents: t.intents, because: t.because }
  const first = acted.slice(0, t.intents.length)
  const flush = first.find(o => o.intent.verb === 'update')
  if (flush?.refused) return ended(view, j, view.backoff, flush.refused.message, now)
  const memo = flush ? j.backoff : view.backoff

  const second = secondAct(view, j, t, first, now)
  const last = acted.slice(t.intents.length)
  if (last.length < second.intents.length) return { intents: second.intents, because: second.because, memo }
  const refusal = second.refusal ?? last.find(o => o.intent.verb === 'update')?.refused?.message ?? t.tally.refusal
  return ended(view, j, memo, refusal, now)
}

/** A pod that is gone, or not as it was, is no trouble: its event brings the Job back. */
function claimRefused({ refused }: Outcome): { failed: boolean; because?: Reason } {
  return refused!.reason === 'NotFound' || refused!.reason === 'Invalid'
    ? { failed: false }
    : { failed: true, because: reason('job.refused', { message: refused!.message }) }
}

function ended(view: JobView, j: Judgement, memo: BackoffRecord | undefined, refusal: string | undefined, now: Instant): Conclusion<BackoffRecord> {
  const alarms = alarmsOf(view, j, now)
  return {
    intents: [], memo,
    ...(alarms.length === 0 ? {} : { againInMs: Math.min(...alarms), alarmsMs: alarms }),
    ...(refusal === undefined ? {} : { failed: true, because: reason('job.refused', { message: refusal }) }),
  }
}

/** The deadline and the end of the back-off, seen from now (the sync's writes took their time). */
const alarmsOf = ({ at }: JobView, { plan, deadlineLeftMs }: Judgement, now: Instant): number[] =>
  [deadlineLeftMs, plan.do === 'wait' ? plan.waitMs : undefined].filter(ms => ms !== undefined).map(ms => Math.max(0, ms - (now - at)))

interface FirstAct {
  readonly intents: readonly Intent[]
  readonly because: Reason
  readonly tally: Tally
  readonly draft: Draft
  readonly free: readonly Pod[]
  readonly full: boolean
  /** Failed or Complete, as the Job will end when its pods are in order. */
  readonly ending: JobCondition | undefined
}

/** The last first act of each view: conclude asks for it up to three times. It hangs on the view and the outcomes of its plan. */
const firstActs = new WeakMap<JobView, { readonly last: Outcome | undefined; readonly act: FirstAct }>()

function firstAct(view: JobView, j: Judgement, outcomes: readonly Outcome[]): FirstAct {
  // Outcomes are only ever appended, so the last one stands for all; another branch of time has another one.
  const last = outcomes.at(-1)
  const known = firstActs.get(view)
  if (known && known.last === last) return known.act
  const act = firstActAnew(view, j, outcomes)
  firstActs.set(view, { last, act })
  return act
}

function firstActAnew(view: JobView, j: Judgement, outcomes: readonly Outcome[]): FirstAct {
  const { job } = j
  const t = tally(j, view.caughtUp, outcomes)
  const heading = t.ending ?? (j.plan.do !== 'finish' && isComplete(j, t.active) ? completionsReached(view.at) : undefined)
  const suspension = t.managed && !heading ? suspensionOf(job, view.at) : undefined
  const before = draftOf(job.status)
  const shown: Draft = {
    ...before, active: t.active, ready: t.ready, terminating: t.terminating,
    startTime: suspension ? suspension.startTime : (before.startTime ?? (j.startedAt === undefined ? undefined : timeOf(j.startedAt))),
    conditions: suspension ? suspension.conditions : before.conditions,
  }
  const cleaned = countFreed(shown, trackedAmong(view.pods))
  const { draft: counted, free, full } = track(j, view.pods, cleaned, heading)
  const draft = heading && isInterim(heading) && !trueCondition(job, heading.type as 'FailureTarget')
    ? { ...counted, conditions: [...counted.conditions, heading] }
    : counted
  const flush = cleaned !== shown || differs(job, draft)
  const intents: Intent[] = [
    ...t.events,
    ...(suspension ? [tell(job, 'Normal', suspension.event, suspension.message)] : []),
    ...(flush ? [statusUpdate(job, draft)] : []),
    ...free.map(freeIntent),
  ]
  const ending = heading && finalOf(heading, view.at)
  return { intents, because: whyFirst(draft, free.length, flush), tally: t, draft, free, full, ending }
}

/** J30: as many successes as asked for (a work queue: one), and nothing runs any more. */
const isComplete = ({ job, succeeded }: Judgement, active: number): boolean =>
  active === 0 && (job.spec.completions === undefined ? succeeded > 0 : succeeded >= job.spec.completions)

const isInterim = ({ type }: JobCondition): boolean => type === 'FailureTarget' || type === 'SuccessCriteriaMet'

const finalOf = ({ type, reason: why = '', message = '' }: JobCondition, at: Instant): JobCondition =>
  newCondition(type === 'SuccessCriteriaMet' ? 'Complete' : 'Failed', 'True', why, message, at)

/** J14: suspending clears the start, resuming sets it anew; both only when the condition turns. */
function suspensionOf(job: Job, at: Instant) {
  const suspend = isJobSuspended(job)
  if (!suspend && !findCondition(job, 'Suspended')) return undefined
  const message = suspend ? 'Job suspended' : 'Job resumed'
  const list = job.status?.conditions ?? []
  const conditions = withCondition(list, newCondition('Suspended', suspend ? 'True' : 'False', suspend ? 'JobSuspended' : 'JobResumed', message, at))
  return conditions === list ? undefined : { conditions, startTime: suspend ? undefined : timeOf(at), event: suspend ? 'Suspended' : 'Resumed', message }
}

/** Whether the status is worth a write: the start time alone is not. */
function differs({ status = {} }: Job, d: Draft): boolean {
  return d.active !== (status.active ?? 0) || d.ready !== status.ready || d.terminating !== status.terminating
    || d.conditions !== d.base.conditions && d.conditions.length + (d.base.conditions?.length ?? 0) > 0
    || d.completedIndexes !== (status.completedIndexes ?? '') || d.failedIndexes !== status.failedIndexes
    || d.uncountedSucceeded.length !== (status.uncountedTerminatedPods?.succeeded?.length ?? 0)
    || d.uncountedFailed.length !== (status.uncountedTerminatedPods?.failed?.length ?? 0)
}

const statusUpdate = (job: Job, draft: Draft): Intent => ({ verb: 'update', kind: JobKind, object: withStatus(job, draft), subresource: 'status', must: true })

interface SecondAct {
  readonly intents: readonly Intent[]
  readonly because: Reason
  readonly refusal: string | undefined
}

/** J33, J34: counts the pods that were freed, and ends the Job when nothing is left to wait for. */
function secondAct(view: JobView, j: Judgement, t: FirstAct, first: readonly Outcome[], now: Instant): SecondAct {
  const freeing = first.slice(first.length - t.free.length)
  const freed = new Set(t.free.filter((_pod, i) => isFreed(freeing[i]!)).map(pod => pod.metadata.uid!))
  const tracked = trackedAmong(view.pods)
  const refusal = freeing.find(o => !isFreed(o))?.refused?.message
  const counted = countFreed(t.draft, uid => !freed.has(uid) && tracked(uid))
  const job = (first.find(o => o.intent.verb === 'update')?.object as Job | undefined) ?? j.job
  if (refusal === undefined && t.ending && !t.full && mayEnd(counted)) {
    const end = { ...t.ending, lastProbeTime: timeOf(now), lastTransitionTime: timeOf(now) }
    const done: Draft = {
      ...counted, conditions: withCondition(counted.conditions, end),
      ...(t.ending.type === 'Complete' ? { completionTime: t.ending.lastTransitionTime! } : {}),
    }
    const because = reason('job.finished', { condition: end.type, reason: end.reason ?? '' })
    return { intents: [statusUpdate(job, done), ...lastEvents(j.job, end, counted.succeeded)], because, refusal }
  }
  const because = t.ending
    ? reason('job.finish-waits', {
      condition: t.ending.type, reason: t.ending.reason ?? '', terminating: counted.terminating, uncounted: counted.uncountedSucceeded.length + counted.uncountedFailed.length,
    })
    : reason('job.counted', { succeeded: counted.succeeded, failed: counted.failed })
  return { intents: counted === t.draft ? [] : [statusUpdate(job, counted)], because, refusal }
}

/** A pod that is gone needs no freeing any more. */
const isFreed = ({ refused, skipped }: Outcome): boolean => !skipped && (!refused || refused.reason === 'NotFound')

/** J34: neither uncounted nor terminating pods. */
const mayEnd = (d: Draft): boolean => d.uncountedSucceeded.length + d.uncountedFailed.length === 0 && d.terminating === 0

/** J35: told only once the status is written. */
function lastEvents(job: Job, end: JobCondition, succeeded: number): Intent[] {
  const told = end.type === 'Failed'
    ? [tell(job, 'Warning', end.reason!, end.message!)]
    : [
        ...(job.spec.completions !== undefined && succeeded > job.spec.completions
          ? [tell(job, 'Warning', 'TooManySucceededPods', 'Too many succeeded pods running after completion count reached')]
          : []),
        tell(job, 'Normal', 'Completed', 'Job completed'),
      ]
  return told.map(event => ({ ...event, ifDone: true }))
}

function whyFirst(d: Draft, freeing: number, flush: boolean): Reason {
  const { active, ready, terminating } = d
  if (freeing > 0) return reason('job.count', { succeeded: d.uncountedSucceeded.length, failed: d.uncountedFailed.length, freeing })
  return flush ? reason('job.status', { active, ready, terminating }) : reason('job.status-unchanged', {})
}
