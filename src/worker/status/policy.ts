// Budgets and autoscalers in plain words, from what their controllers wrote.
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../../kube/autoscaling.ts'
import { conditionOf } from '../../kube/conditions.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { PodDisruptionBudget } from '../../kube/policy.ts'
import type { Reason } from '../../engine/index.ts'
import { say } from './reasons.ts'

export function budgetStatusOf(object: AnyObject): readonly Reason[] {
  const { spec = {}, status } = object as unknown as PodDisruptionBudget
  const field = spec.maxUnavailable !== undefined ? 'spec.maxUnavailable' : 'spec.minAvailable'
  const failed = status?.conditions?.find(c => c.type === 'DisruptionAllowed' && c.reason === 'SyncFailed')
  if (failed) return [say('status.pdb.unknown', { message: failed.message ?? '' })]
  const { currentHealthy: healthy = 0, desiredHealthy: desired = 0, expectedPods: expected = 0, disruptionsAllowed: allowed = 0 } = status ?? {}
  if (expected === 0) return [say('status.pdb.none', { field: 'spec.selector' })]
  return [allowed > 0 ? say('status.pdb.allows', { allowed, healthy, desired, field }) : say('status.pdb.blocks', { healthy, desired, expected, field })]
}

export function autoscalerStatusOf(object: AnyObject): readonly Reason[] {
  const hpa = object as unknown as HorizontalPodAutoscaler
  const { spec, status } = hpa
  const target = `${spec?.scaleTargetRef.kind} ${spec?.scaleTargetRef.name}`
  const able = conditionOf(hpa, 'AbleToScale')
  const active = conditionOf(hpa, 'ScalingActive')
  const limited = conditionOf(hpa, 'ScalingLimited')
  const from = status?.currentReplicas ?? 0
  const to = status?.desiredReplicas ?? 0
  const reasons: Reason[] = []
  if (able?.status === 'False') reasons.push(say('status.hpa.cannot', { message: able.message ?? '' }))
  else if (active?.status === 'False') reasons.push(say('status.hpa.blind', { message: active.message ?? '' }))
  else reasons.push(from === to ? say('status.hpa.steady', { target, replicas: from }) : say('status.hpa.scales', { target, from, to }))
  for (const [i, metric] of (spec?.metrics ?? []).entries()) reasons.push(metricOf(metric, status?.currentMetrics?.[i]))
  if (able?.reason === 'ScaleDownStabilized') reasons.push(say('status.hpa.calms', { field: 'spec.behavior.scaleDown.stabilizationWindowSeconds' }))
  if (limited?.status === 'True' && limited.reason === 'TooManyReplicas') reasons.push(say('status.hpa.at-most', { max: spec?.maxReplicas ?? 0, field: 'spec.maxReplicas' }))
  if (limited?.status === 'True' && limited.reason === 'TooFewReplicas') reasons.push(say('status.hpa.at-least', { min: spec?.minReplicas ?? 1, field: 'spec.minReplicas' }))
  return reasons
}

const percent = (n: number | undefined): string | undefined => (n === undefined ? undefined : `${n} %`)
const targetText = (t: MetricTarget | undefined): string => percent(t?.averageUtilization) ?? t?.averageValue ?? t?.value ?? ''
const currentText = (c: MetricValueStatus | undefined): string => percent(c?.averageUtilization) ?? c?.averageValue ?? c?.value ?? '<unknown>'

function metricOf(spec: MetricSpec, status: MetricStatus | undefined): Reason {
  const field = 'spec.metrics'
  const named = (m: { metric: { name: string }; target: MetricTarget } | undefined, s: { current: MetricValueStatus } | undefined) =>
    say('status.hpa.metric', { metric: m?.metric.name ?? '', current: currentText(s?.current), target: targetText(m?.target), field })
  switch (spec.type) {
    case 'Resource': return say('status.hpa.metric', { metric: spec.resource?.name ?? '', current: currentText(status?.resource?.current), target: targetText(spec.resource?.target), field })
    case 'ContainerResource': return say('status.hpa.metric', { metric: spec.containerResource?.name ?? '', current: currentText(status?.containerResource?.current), target: targetText(spec.containerResource?.target), field })
    case 'Pods': return named(spec.pods, status?.pods)
    case 'Object': return named(spec.object, status?.object)
    default: return named(spec.external, status?.external)
  }
}
