// Each metric of the autoscaler: how many replicas it asks for, what its status reads, or why it cannot be had and in which words.
// Upstream: horizontal.go, computeReplicasForMetric and its computeStatusFor….
import type { HorizontalPodAutoscalerBehavior, MetricSpec, MetricStatus, MetricTarget } from '../../../kube/autoscaling.ts'
import type { Pod } from '../../../kube/core.ts'
import { formatQuantity, milliValueOf, newMilliQuantity, parseQuantity } from '../../../kube/quantity.ts'
import { approximate } from '../../../kube/quantityMath.ts'
import type { LabelSelector } from '../../../kube/meta.ts'
import type { Instant } from '../../../kube/object.ts'
import { DEFAULT_TOLERANCE, MetricError, replicasFor, type PodMetric, type Tolerances } from './calculator.ts'

/** What the metrics API said of the target's pods, or its refusal. */
export type Answer = { readonly items: readonly { readonly name: string; readonly at: Instant; readonly windowMs: number; readonly containers: readonly { readonly name: string; readonly cpuMilli: number; readonly memoryBytes: number }[] }[] } | { readonly refused: string }

export interface Proposal {
  readonly replicas: number
  /** As events name it: `cpu resource utilization (percentage of request)`. */
  readonly metric: string
  readonly status: MetricStatus
}
export interface Invalid { readonly reason: string; readonly error: string; readonly wrapped: string }

const CUSTOM = 'no custom metrics API (custom.metrics.k8s.io) registered'

export function judgeMetric(spec: MetricSpec, pods: readonly Pod[], answer: Answer | undefined, current: number, namespace: string, behavior: HorizontalPodAutoscalerBehavior | undefined, now: Instant): Proposal | Invalid {
  switch (spec.type) {
    case 'Resource': return ofResource(spec.resource!.name, spec.resource!.target, undefined, pods, answer, current, behavior, now)
    case 'ContainerResource': return ofResource(spec.containerResource!.name, spec.containerResource!.target, spec.containerResource!.container, pods, answer, current, behavior, now)
    case 'Pods': return invalid('FailedGetPodsMetric', `unable to get metric ${spec.pods!.metric.name}: unable to fetch metrics from custom metrics API: ${CUSTOM}`, 'failed to get pods metric value')
    case 'Object': {
      const { metric, describedObject } = spec.object!
      // The arguments of upstream's text stand in another order than its words.
      return invalid('FailedGetObjectMetric', `unable to get metric ${metric.name}: ${describedObject.kind} on ${namespace} ${describedObject.name}/unable to fetch metrics from custom metrics API: ${CUSTOM}`, 'failed to get object metric value')
    }
    case 'External': {
      const { name, selector } = spec.external!.metric
      return invalid('FailedGetExternalMetric', `unable to get external metric ${namespace}/${name}/${printed(selector)}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${name}.external.metrics.k8s.io)`, `failed to get ${name} external metric value`)
    }
    default: return invalid('InvalidMetricSourceType', `unknown metric source type "${spec.type}"`, '')
  }
}

/** A selector as Go prints one: LabelSelector.String of apimachinery. */
function printed(selector: LabelSelector | undefined): string {
  if (!selector) return 'nil'
  const labels = Object.keys(selector.matchLabels ?? {}).sort().map(key => `${key}: ${selector.matchLabels![key]},`)
  const expressions = (selector.matchExpressions ?? []).map(e => `LabelSelectorRequirement{Key:${e.key},Operator:${e.operator},Values:[${(e.values ?? []).join(' ')}],},`)
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`
}

function invalid(reason: string, error: string, wrapping: string): Invalid {
  return { reason, error, wrapped: wrapping ? `${wrapping}: ${error}` : error }
}

function ofResource(name: string, target: MetricTarget, container: string | undefined, pods: readonly Pod[], answer: Answer | undefined, current: number, behavior: HorizontalPodAutoscalerBehavior | undefined, now: Instant): Proposal | Invalid {
  const [why, what] = container === undefined ? ['FailedGetResourceMetric', 'resource'] : ['FailedGetContainerResourceMetric', 'container']
  const wrapping = `failed to get ${name} ${what} metric value`
  const side = target.averageValue !== undefined ? 'usage' : 'utilization'
  const current_ = (value: object): MetricStatus => (container === undefined
    ? { type: 'Resource', resource: { name, current: value } } : { type: 'ContainerResource', containerResource: { name, container, current: value } })
  if (target.averageValue === undefined && target.averageUtilization === undefined) {
    return invalid(why, 'invalid resource metric source: neither an average utilization target nor an average value (usage) target was set', wrapping)
  }
  try {
    if (!answer || 'refused' in answer) throw new MetricError(`unable to get metrics for resource ${name}: unable to fetch metrics from resource metrics API: ${answer?.refused ?? ''}`)
    const aim = target.averageValue !== undefined ? { milliPerPod: milliValueOf(String(target.averageValue)) } : { utilization: target.averageUtilization! }
    const of = container === undefined ? pods : pods.map(pod => onlyContainer(pod, container))
    const counted = replicasFor(of, valuesOf(answer.items, name, container, pods[0]?.metadata.namespace), name, aim, current, tolerancesOf(behavior), now)
    const averageValue = formatQuantity(newMilliQuantity(counted.rawMilli, 'DecimalSI'))
    return {
      replicas: counted.replicas,
      metric: `${name} ${what === 'container' ? 'container ' : ''}resource${side === 'utilization' ? ' utilization (percentage of request)' : ''}`,
      status: current_({ ...(counted.utilization !== undefined ? { averageUtilization: counted.utilization } : {}), averageValue }),
    }
  } catch (error) {
    if (!(error instanceof MetricError)) throw error
    return invalid(why, `failed to get ${name} ${side}: ${error.message}`, wrapping)
  }
}

/** A pod as if it had this container alone, for what is requested. */
const onlyContainer = (pod: Pod, name: string): Pod => ({ ...pod, spec: { ...pod.spec, containers: pod.spec.containers.filter(c => c.name === name), initContainers: [] } })

function valuesOf(items: Extract<Answer, { items: unknown }>['items'], resource: string, container: string | undefined, namespace: string | undefined): Map<string, PodMetric> {
  const values = new Map<string, PodMetric>()
  for (const { name, at, windowMs, containers } of items) {
    const counted = container === undefined ? containers : containers.filter(c => c.name === container)
    // Upstream: metrics/client.go, getContainerMetrics.
    if (counted.length === 0 && container !== undefined) throw new MetricError(`unable to get metrics for resource ${resource}: container ${container} not present in metrics for pod ${namespace ?? ''}/${name}`)
    if (counted.length === 0) continue
    values.set(name, { milli: counted.reduce((sum, c) => sum + (resource === 'cpu' ? c.cpuMilli : resource === 'memory' ? c.memoryBytes * 1000 : 0), 0), at, windowMs })
  }
  return values
}

/** HPA6. */
function tolerancesOf(behavior: HorizontalPodAutoscalerBehavior | undefined): Tolerances {
  const of = (text: string | undefined) => (text === undefined ? DEFAULT_TOLERANCE : approximate(parseQuantity(String(text))))
  return { down: of(behavior?.scaleDown?.tolerance), up: of(behavior?.scaleUp?.tolerance) }
}
