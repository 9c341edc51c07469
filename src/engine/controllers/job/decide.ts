// What a sync does to pods, in upstream's order: claim, then finish, stand down, shed or fill.
import type { Job } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { finishedCondition, hasJobTracking } from '../../../kube/jobs.ts'
import { keyOf } from '../../../kube/keys.ts'
import { Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import type { Decision, Intent, Reason, RecordedEvent } from '../controller.ts'
import { adoptIntent, freeIntent, releaseIntent } from './claim.ts'
import { backoffLimitOf } from './finished.ts'
import { judge } from './judge.ts'
import type { Judgement, Plan } from './judge.ts'
import type { JobView } from './observe.ts'
import { reason } from './reasons.ts'
import { podFor, podForIndex } from './template.ts'

export const OWN_NAME = 'kubernetes.io/job-controller'

/** `_now` is not asked: a view carries its instant, so that deciding and concluding see the same one. */
export function decide(view: JobView, _now: Instant): Decision {
  const off = handsOff(view.job)
  if (off) return { because: off, intents: unknownModeEvent(view.job) }
  const j = judge(view)
  return { because: whyPods(view, j), intents: [...claims(view), ...podIntents(j)] }
}

/** J1, J2: Jobs that are none of its business, or no more. */
export function handsOff(job: Job | undefined): Reason | undefined {
  if (!job) return reason('job.gone', {})
  const { managedBy, completionMode = 'NonIndexed' } = job.spec
  if (managedBy !== undefined && managedBy !== OWN_NAME) return reason('job.managed-by', { managedBy })
  const end = finishedCondition(job)
  if (end) return reason('job.already-finished', { condition: end.type })
  if (completionMode !== 'NonIndexed' && completionMode !== 'Indexed') return reason('job.unknown-completion-mode', { completionMode })
  return undefined
}

function unknownModeEvent(job: Job | undefined): Intent[] {
  return handsOff(job)?.id === 'job.unknown-completion-mode'
    ? [tell(job!, 'Warning', 'UnknownCompletionMode', 'Skipped Job sync because completion mode is unknown')]
    : []
}

/** J3: taking pods over and letting them go comes first, and the sync ends if that is refused. */
export const claims = (view: JobView): Intent[] =>
  [...view.release.map(pod => releaseIntent(view.job!, pod)), ...view.adopt.map(pod => adoptIntent(view.job!, pod))]

function podIntents({ job, plan, indexes }: Judgement): Intent[] {
  switch (plan.do) {
    // Tracking stays on: the pods are freed once the status has counted them.
    case 'finish': return plan.remove.flatMap(pod => deletion(job, pod, false))
    case 'suspend': case 'remove': return plan.remove.flatMap(pod => deletion(job, pod, hasJobTracking(pod)))
    case 'create': {
      if (!plan.indexes) {
        const pod = podFor(job)
        return inBatches(plan.count).flatMap(batch => creation(job, pod, batch))
      }
      const batches = inBatches(plan.count)
      return plan.indexes.flatMap((index, i) => creation(job, podForIndex(job, index, indexes!.delayed.get(index)), batches[i]!))
    }
    default: return []
  }
}

/** How many intents podIntents gives for this plan: conclude finds the outcomes by it. */
export function podIntentCount(plan: Plan): number {
  switch (plan.do) {
    case 'finish': return plan.remove.length * 2
    case 'suspend': case 'remove': return plan.remove.reduce((sum, pod) => sum + (hasJobTracking(pod) ? 3 : 2), 0)
    case 'create': return plan.count * 2
    default: return 0
  }
}

/** J19: a pod that goes before its time is not counted, so it is freed first. */
function deletion(job: Job, pod: Pod, free: boolean): Intent[] {
  const key = keyOf(pod)
  return [
    ...(free ? [freeIntent(pod)] : []),
    { verb: 'delete', kind: PodKind, key, ...(free ? { ifDone: true } : {}) },
    { ...tell(job, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`), ifDone: true },
  ]
}

const creation = (job: Job, object: AnyObject, batch: number): Intent[] => [
  { verb: 'create', kind: PodKind, object, batch },
  { ...tell(job, 'Normal', 'SuccessfulCreate', 'Created pod: {{name}}'), batch, ifDone: true },
]

/** J8: slow start: batches of 1, 2, 4, 8, …; the batch of each of `count` pods. */
export function inBatches(count: number): number[] {
  const batches: number[] = []
  for (let batch = 0, size = 1; batches.length < count; batch++, size *= 2) {
    for (let i = 0; i < size && batches.length < count; i++) batches.push(batch)
  }
  return batches
}

export function tell(job: Job, type: RecordedEvent['type'], why: string, message: string): Extract<Intent, { verb: 'event' }> {
  const { namespace, name, uid, resourceVersion } = job.metadata
  const about = {
    kind: 'Job', apiVersion: 'batch/v1', name,
    ...(namespace ? { namespace } : {}), ...(uid ? { uid } : {}), ...(resourceVersion ? { resourceVersion } : {}),
  }
  return { verb: 'event', event: { about, type, reason: why, message } }
}

function whyPods(view: JobView, j: Judgement): Reason {
  if (view.adopt.length + view.release.length > 0 && isQuiet(j.plan)) {
    return reason('job.claim', { adopt: view.adopt.length, release: view.release.length })
  }
  const { job, plan, succeeded, failed, terminating } = j
  const active = j.active.length
  const parallelism = job.spec.parallelism ?? 1
  switch (plan.do) {
    case 'finish': {
      const why = plan.verdict.reason ?? ''
      return plan.verdict.type === 'SuccessCriteriaMet'
        ? reason('job.succeeding', { reason: why, active, succeeded })
        : reason('job.failing', { reason: why, active, failed })
    }
    case 'suspend': return reason('job.suspended', { active })
    case 'leave': return plan.because === 'deleting' ? reason('job.deleting', { active }) : reason('job.not-caught-up', { active })
    case 'remove': return reason('job.too-many', { parallelism, ...wantOf(plan.want), active, deleting: plan.remove.length })
    case 'create': return reason('job.want-active', { parallelism, ...wantOf(plan.want), active, missing: plan.count })
    case 'wait': return plan.indexes
      ? reason('job.index-backoff', { waitMs: plan.waitMs, indexes: plan.indexes })
      : reason('job.backoff', { waitMs: plan.waitMs, failures: j.backoff.failures, backoffLimit: backoffLimitOf(job), failed, missing: plan.missing })
    case 'nothing': return plan.terminatingHolds
      ? reason('job.wait-terminating', { wantActive: plan.want.active, active, terminating })
      : reason('job.steady', { wantActive: plan.want.active, active, succeeded, failed })
  }
}

const isQuiet = (plan: Plan): boolean => plan.do === 'nothing' || plan.do === 'leave'

const wantOf = ({ active, remaining }: { readonly active: number; readonly remaining?: number }) =>
  ({ wantActive: active, ...(remaining === undefined ? {} : { remaining }) })
