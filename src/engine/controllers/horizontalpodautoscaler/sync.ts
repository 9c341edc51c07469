// One look of the autoscaler, from top to bottom. Upstream: horizontal.go, reconcileAutoscaler.
import type { HorizontalPodAutoscalerCondition, HorizontalPodAutoscalerStatus, MetricStatus } from '../../../kube/autoscaling.ts'
import { findCondition } from '../../../kube/conditions.ts'
import { HorizontalPodAutoscaler as HpaKind, kindOfPlural, type Kind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import type { Intent, Reason } from '../controller.ts'
import { tellOf } from '../podControl.ts'
import { write, type Script } from '../script.ts'
import { firstMemo, type HpaMemo } from './memo.ts'
import { judgeMetric, type Answer, type Invalid, type Proposal } from './metrics.ts'
import { normalize, withScaleEvent, type Told } from './normalize.ts'
import type { HpaView } from './observe.ts'
import { reason } from './reasons.ts'

export interface End { readonly because: Reason; readonly memo: HpaMemo | undefined }
type Conditions = readonly HorizontalPodAutoscalerCondition[]

/** The condition as it is told; its time changes with its status alone. */
function told(conditions: Conditions, [type, status, why, message]: Told, now: Instant): Conditions {
  const before = findCondition(conditions, type)
  const fresh = { type, status, lastTransitionTime: before?.status === status ? before.lastTransitionTime! : timeOf(now), reason: why, message }
  return before ? conditions.map(c => (c === before ? fresh : c)) : [...conditions, fresh]
}

export function* sync(view: HpaView): Script<End> {
  const { hpa, at, plural } = view
  const { spec, status } = hpa
  const target = `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`
  const event = (type: 'Normal' | 'Warning', why: string, message: string): Intent => tellOf(hpa, type, why, message)
  let conditions: Conditions = status?.conditions ?? []
  const kind = plural === undefined ? undefined : kindOfPlural(plural)
  const got = kind && (yield* write({ verb: 'get', kind, key: `${hpa.metadata.namespace}/${spec.scaleTargetRef.name}` }, reason('hpa.look', { target })))

  // HPA2: who cannot be found cannot be scaled.
  if (!kind || !got?.object) {
    const error = kind ? scaleNotFound(kind, spec.scaleTargetRef.name) : `no matches for kind "${spec.scaleTargetRef.kind}" in group "${groupOf(spec.scaleTargetRef.apiVersion)}"`
    const because = reason('hpa.no-target', { target, error })
    conditions = told(conditions, ['AbleToScale', 'False', 'FailedGetScale', `the HPA controller was unable to get the target's current scale: ${error}`], at)
    yield { intents: [event('Warning', 'FailedGetScale', error)], because }
    yield* writeStatus(view, { ...status, desiredReplicas: status?.desiredReplicas ?? 0, conditions: conditions as HorizontalPodAutoscalerCondition[] }, because)
    return { because, memo: view.memo }
  }
  conditions = told(conditions, ['AbleToScale', 'True', 'SucceededGetScale', "the HPA controller was able to get the target's current scale"], at)
  const current: number = got.object['spec'].replicas ?? 1
  const [min, max] = [spec.minReplicas ?? 1, spec.maxReplicas]
  let memo = view.memo ?? firstMemo(current, at)

  let [desired, wanted, why] = [current, current, '']
  let metrics: readonly MetricStatus[] | null = null
  let held = ''
  if (current === 0 && min !== 0) {
    // HPA3
    conditions = told(conditions, ['ScalingActive', 'False', 'ScalingDisabled', 'scaling is disabled since the replica count of the target is zero'], at)
  } else if (current > max) [desired, wanted, why] = [max, max, 'Current number of replicas above Spec.MaxReplicas']
  else if (current < min) [desired, wanted, why] = [min, min, 'Current number of replicas below Spec.MinReplicas']
  else {
    const judged = yield* judgeAll(view, current)
    if (judged.told.length > 0) yield { intents: judged.told.map(({ reason: r, error }) => event('Warning', r, error)), because: reason('hpa.no-metrics', { target, error: judged.told[0]!.error }) }
    if (judged.error !== undefined) {
      // HPA4
      const because = reason('hpa.no-metrics', { target, error: judged.error })
      const first = judged.told[0]!
      const message = first.reason === AMBIGUOUS ? first.error : `the HPA was unable to compute the replica count: ${first.error}`
      conditions = told(conditions, ['ScalingActive', 'False', first.reason, message], at)
      yield* writeStatus(view, statusOf(status, current, status?.desiredReplicas ?? 0, status?.currentMetrics ?? null, conditions, undefined), because)
      yield { intents: [event('Warning', 'FailedComputeMetricsReplicas', judged.error)], because }
      return { because, memo }
    }
    conditions = told(conditions, ['ScalingActive', 'True', 'ValidMetricFound', `the HPA was able to successfully calculate a replica count from ${judged.metric}`], at)
    metrics = judged.statuses
    wanted = judged.replicas
    why = wanted > current ? `${judged.metric} above target` : wanted < current ? 'All metrics below target' : ''
    const normal = normalize(spec.behavior, memo, wanted, { current, min, max }, at)
    memo = normal.memo
    desired = normal.replicas
    for (const condition of normal.told) conditions = told(conditions, condition, at)
    held = normal.told.find(([type, isSo]) => (type === 'ScalingLimited') === (isSo === 'True'))?.[2] ?? ''
  }

  const rescale = desired !== current
  if (rescale) {
    const because = reason('hpa.scale', { target, from: current, to: desired, wanted, why })
    const object: AnyObject = { ...got.object, spec: { ...got.object['spec'], replicas: desired } }
    const scaled = yield* write({ verb: 'update', kind, object, subresource: 'scale' }, because)
    if (scaled.refused) {
      const { message } = scaled.refused
      conditions = told(conditions, ['AbleToScale', 'False', 'FailedUpdateScale', `the HPA controller was unable to update the target scale: ${message}`], at)
      yield { intents: [event('Warning', 'FailedRescale', `New size: ${desired}; reason: ${why}; error: ${message}`)], because }
      yield* writeStatus(view, statusOf(status, current, status?.desiredReplicas ?? 0, status?.currentMetrics ?? null, conditions, undefined), because)
      return { because, memo }
    }
    conditions = told(conditions, ['AbleToScale', 'True', 'SucceededRescale', `the HPA controller was able to update the target scale to ${desired}`], at)
    yield { intents: [event('Normal', 'SuccessfulRescale', `New size: ${desired}; reason: ${why}`)], because }
    memo = withScaleEvent(spec.behavior, memo, current, desired, at)
  }
  const because = rescale ? reason('hpa.scale', { target, from: current, to: desired, wanted, why })
    : current === 0 && min !== 0 ? reason('hpa.disabled', { target }) : reason('hpa.steady', { target, replicas: current, wanted, reason: held })
  yield* writeStatus(view, statusOf(status, current, desired, metrics, conditions, rescale ? timeOf(at) : undefined), because)
  return { because, memo }
}

const AMBIGUOUS = 'AmbiguousSelector'

interface Judged { readonly replicas: number; readonly metric: string; readonly statuses: readonly MetricStatus[]; readonly told: readonly Invalid[]; readonly error?: string }

/** All metrics, the highest wins; those that cannot be had only forbid to shrink. Upstream: computeReplicasForMetrics. */
function* judgeAll({ hpa, pods, at, selector, keepers }: HpaView, current: number): Script<Judged> {
  const { namespace } = hpa.metadata
  // HPA10
  if (keepers.length > 1 && pods.length > 0) {
    const error = `pods by selector ${selector} are controlled by multiple HPAs: [${keepers.join(' ')}]`
    return { replicas: current, metric: '', statuses: [], told: [{ reason: AMBIGUOUS, error, wrapped: error }], error }
  }
  const specs = hpa.spec.metrics ?? []
  let answer: Answer | undefined
  if (specs.some(s => s.type === 'Resource' || s.type === 'ContainerResource')) {
    const outcome = yield* write({ verb: 'metrics', namespace: namespace!, pods: pods.map(p => p.metadata.name!) })
    answer = outcome.refused ? { refused: outcome.refused.message } : { items: outcome.object!['items'] }
  }
  const results = specs.map(spec => judgeMetric(spec, pods, answer, current, namespace!, hpa.spec.behavior, at))
  const failed = results.filter((r): r is Invalid => 'error' in r)
  const valid = results.filter((r): r is Proposal => 'replicas' in r)
  const best = valid.reduce<Proposal | undefined>((top, r) => (!top || r.replicas > top.replicas ? r : top), undefined)
  const statuses = results.map(r => ('status' in r ? r.status : { type: '' }))
  const nothing = failed.length > 0 && (!best || best.replicas < current)
  return {
    replicas: best?.replicas ?? current, metric: best?.metric ?? '', statuses, told: failed,
    ...(nothing ? { error: `invalid metrics (${failed.length} invalid out of ${specs.length}), first error is: ${failed[0]!.wrapped}` } : {}),
  }
}

function statusOf(before: HorizontalPodAutoscalerStatus | undefined, current: number, desired: number, metrics: readonly MetricStatus[] | null, conditions: Conditions, scaledAt: string | undefined): HorizontalPodAutoscalerStatus {
  const lastScaleTime = scaledAt ?? before?.lastScaleTime
  return {
    ...(lastScaleTime !== undefined ? { lastScaleTime } : {}), currentReplicas: current, desiredReplicas: desired,
    currentMetrics: metrics as MetricStatus[], conditions: conditions as HorizontalPodAutoscalerCondition[],
  }
}

/** Only where it says something new; a refusal is told, and the next look tries again. */
function* writeStatus({ hpa }: HpaView, next: HorizontalPodAutoscalerStatus, because: Reason): Script<void> {
  if (sameStatus(next, hpa.status)) return
  const outcome = yield* write({ verb: 'update', kind: HpaKind, object: { ...hpa, status: next } as unknown as AnyObject, subresource: 'status' }, because)
  if (outcome.refused) yield { intents: [tellOf(hpa, 'Warning', 'FailedUpdateStatus', outcome.refused.message)], because }
}

const sameStatus = (a: HorizontalPodAutoscalerStatus, b: HorizontalPodAutoscalerStatus | undefined): boolean => sorted(a) === sorted(b ?? { desiredReplicas: 0 })
const sorted = (value: unknown): string => JSON.stringify(value, (_key, v: unknown) => (v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([x], [y]) => (x < y ? -1 : 1))) : v))

const scaleNotFound = (kind: Kind, name: string): string => `${kind.plural}/scale${kind.group ? `.${kind.group}` : ''} "${name}" not found`
const groupOf = (apiVersion: string | undefined): string => (apiVersion?.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '')
