// HorizontalPodAutoscalers. Upstream: pkg/registry/autoscaling/horizontalpodautoscaler, autoscaling/v2 defaults.
import type { HPAScalingPolicy, HPAScalingRules, HorizontalPodAutoscaler, HorizontalPodAutoscalerBehavior, HorizontalPodAutoscalerSpec } from '../../../../kube/autoscaling.ts'
import { HorizontalPodAutoscaler as Kind } from '../../../../kube/kinds.ts'
import { nonnegative } from '../../fields/rules.ts'
import { plainStrategy } from '../plain.ts'
import { validateAutoscaler } from './validate.ts'

const doubling: HPAScalingPolicy[] = [{ type: 'Pods', value: 4, periodSeconds: 15 }, { type: 'Percent', value: 100, periodSeconds: 15 }]
const toNothing: HPAScalingPolicy[] = [{ type: 'Percent', value: 100, periodSeconds: 15 }]

function rules(given: HPAScalingRules | undefined, policies: HPAScalingPolicy[], windowSeconds: number | undefined): HPAScalingRules {
  return {
    ...(windowSeconds === undefined ? {} : { stabilizationWindowSeconds: windowSeconds }), selectPolicy: 'Max', policies,
    ...given,
  }
}

/** As soon as one thing about the pace is said, the rest of it is written out. */
const behaviorDefaults = (b: HorizontalPodAutoscalerBehavior): HorizontalPodAutoscalerBehavior => ({
  scaleUp: rules(b.scaleUp, doubling, 0), scaleDown: rules(b.scaleDown, toNothing, undefined),
})

export const horizontalPodAutoscalerStrategy = plainStrategy<HorizontalPodAutoscaler>({
  kind: Kind,
  newStatus: () => ({ desiredReplicas: 0, currentMetrics: null }),

  defaults({ spec, ...hpa }) {
    const metrics = spec?.metrics?.length ? spec.metrics : [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }]
    return {
      ...hpa,
      spec: { ...spec, minReplicas: spec?.minReplicas ?? 1, metrics, ...(spec?.behavior ? { behavior: behaviorDefaults(spec.behavior) } : {}) } as HorizontalPodAutoscalerSpec,
    } as HorizontalPodAutoscaler
  },

  judge: validateAutoscaler,
  judgeStatus(out, { status }) {
    nonnegative(out, 'status.currentReplicas', status?.currentReplicas)
    nonnegative(out, 'status.desiredReplicas', status?.desiredReplicas)
  },
})
