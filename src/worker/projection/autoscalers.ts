// A HorizontalPodAutoscaler as the page draws it: what it measures, how many replicas it sees and wants, between which bounds.
import type { HorizontalPodAutoscaler } from '../../kube/autoscaling.ts'
import { conditionOf } from '../../kube/conditions.ts'
import { keyFrom, refOf } from '../../kube/keys.ts'
import { kindNamed } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { AutoscalerRow } from '../rows.ts'
import { metricReadings } from './metricReadings.ts'
import { workloadOf } from './workload.ts'

export function autoscalerRow(object: AnyObject): AutoscalerRow {
  const hpa = object as unknown as HorizontalPodAutoscaler
  const { spec, status } = hpa
  const { kind, name } = spec.scaleTargetRef
  const plural = kindNamed(kind)?.plural
  const limited = conditionOf(hpa, 'ScalingLimited')
  const bound = limited?.status !== 'True' ? undefined : limited.reason === 'TooManyReplicas' ? 'most' : limited.reason === 'TooFewReplicas' ? 'least' : undefined
  const able = conditionOf(hpa, 'AbleToScale')
  const state = !able ? 'new' : able.status === 'False' ? 'cannot' : conditionOf(hpa, 'ScalingActive')?.status === 'False' ? 'blind' : 'works'
  const current = status?.currentReplicas ?? 0
  return {
    ...workloadOf('horizontalpodautoscalers', object),
    targetName: `${kind} ${name}`, ...(plural ? { target: refOf(plural, keyFrom(object.metadata.namespace, name)) } : {}),
    least: spec.minReplicas ?? 1, most: spec.maxReplicas, current, wanted: state === 'works' ? status?.desiredReplicas ?? current : current,
    metrics: metricReadings(hpa), state,
    calms: able?.reason === 'ScaleDownStabilized', ...(bound ? { bound } : {}),
    deleting: object.metadata.deletionTimestamp !== undefined,
  }
}
