// Budgets and autoscalers in plain words, from what their controllers wrote.
import type { HorizontalPodAutoscaler } from '../../kube/autoscaling.ts'
import { conditionOf } from '../../kube/conditions.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { PodDisruptionBudget } from '../../kube/policy.ts'
import type { Reason } from '../../engine/index.ts'
import { metricReadings } from '../projection/metricReadings.ts'
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
  for (const { name, current, target: goal } of metricReadings(hpa)) reasons.push(say('status.hpa.metric', { metric: name, current, target: goal, field: 'spec.metrics' }))
  if (able?.reason === 'ScaleDownStabilized') reasons.push(say('status.hpa.calms', { field: 'spec.behavior.scaleDown.stabilizationWindowSeconds' }))
  if (limited?.status === 'True' && limited.reason === 'TooManyReplicas') reasons.push(say('status.hpa.at-most', { max: spec?.maxReplicas ?? 0, field: 'spec.maxReplicas' }))
  if (limited?.status === 'True' && limited.reason === 'TooFewReplicas') reasons.push(say('status.hpa.at-least', { min: spec?.minReplicas ?? 1, field: 'spec.minReplicas' }))
  return reasons
}
