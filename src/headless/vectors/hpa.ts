// The autoscaler: what metrics ask for, and what becomes of that, one step every 15 s.
import { MetricError, replicasFor } from '../../engine/controllers/horizontalpodautoscaler/calculator.ts'
import type { HpaMemo } from '../../engine/controllers/horizontalpodautoscaler/memo.ts'
import { normalize, withRules, withScaleEvent } from '../../engine/controllers/horizontalpodautoscaler/normalize.ts'
import type { HorizontalPodAutoscalerBehavior } from '../../kube/autoscaling.ts'
import type { Pod } from '../../kube/core.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { strategies } from '../../engine/api/kinds/registry.ts'
import { withoutNulls } from './defaulted.ts'
import type { Topic } from './topic.ts'

interface ResourceReplicas {
  readonly op: 'resourceReplicas'; readonly name: string; readonly now: string; readonly pods: readonly Pod[]; readonly usageMilli: Readonly<Record<string, number>>
  readonly metricWindowSeconds: number; readonly currentReplicas: number; readonly targetUtilization: number; readonly tolerance: number
  readonly error: string | null; readonly replicas?: number; readonly utilization?: number; readonly rawMilli?: number
}
interface WithRules { readonly op: 'convertWithRules'; readonly name: string; readonly current: number; readonly desired: number; readonly min: number; readonly max: number; readonly result: number; readonly reason: string; readonly message: string }
interface Step { readonly t: number; readonly before: number; readonly after: number; readonly recommended: number; readonly conditions: readonly string[] }
interface Series { readonly op: 'series'; readonly name: string; readonly now: string; readonly min: number; readonly max: number; readonly behavior: HorizontalPodAutoscalerBehavior | null; readonly startReplicas: number; readonly steps: readonly Step[] }
type Vector = ResourceReplicas | WithRules | Series

export const hpaTopic: Topic = {
  name: 'hpa',
  judge(vector: Vector) {
    switch (vector.op) {
      case 'resourceReplicas': return { expected: vector.error ?? { replicas: vector.replicas, utilization: vector.utilization, rawMilli: vector.rawMilli }, actual: resource(withoutNulls(vector)) }
      case 'convertWithRules': return { expected: { replicas: vector.result, reason: vector.reason, message: vector.message }, actual: withRules(vector.desired, vector) }
      case 'series': return { expected: vector.steps, actual: series(vector) }
    }
  },
}

function resource(v: ResourceReplicas): unknown {
  const now = instantOf(v.now)
  const metrics = new Map(Object.entries(v.usageMilli).map(([name, milli]) => [name, { milli, at: now, windowMs: v.metricWindowSeconds * 1000 }]))
  try {
    return replicasFor(v.pods, metrics, 'cpu', { utilization: v.targetUtilization }, v.currentReplicas, { down: v.tolerance, up: v.tolerance }, now)
  } catch (error) {
    if (error instanceof MetricError) return error.message
    throw error
  }
}

/** Upstream's own defaults stand in a behavior, wherever there is one. */
function behaviorOf(given: HorizontalPodAutoscalerBehavior | null): HorizontalPodAutoscalerBehavior | undefined {
  if (!given) return undefined
  const hpa = strategies.get('HorizontalPodAutoscaler')!.defaults({ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'h' }, spec: { behavior: given, maxReplicas: 1 } })
  return hpa['spec'].behavior
}

function series({ now, min, max, behavior: given, startReplicas, steps }: Series): Step[] {
  const behavior = behaviorOf(given)
  // The functions by themselves: nothing was recommended before.
  let memo: HpaMemo = { recommendations: [], ups: [], downs: [] }
  let replicas = startReplicas
  return steps.map(({ t, recommended }) => {
    const at = instantOf(now) + t * 1000
    const before = replicas
    const done = normalize(behavior, memo, recommended, { current: before, min, max }, at)
    replicas = done.replicas
    memo = replicas === before ? done.memo : withScaleEvent(behavior, done.memo, before, replicas, at)
    return { t, before, after: replicas, recommended, conditions: done.told.map(([type, status, reason, message]) => `${type}=${status} ${reason}: ${message}`) }
  })
}
