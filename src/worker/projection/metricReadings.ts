// What each metric of an autoscaler says, from its spec and what its controller wrote last: the page's words and its drawing read this.
import type { HorizontalPodAutoscaler, MetricSpec, MetricStatus, MetricTarget, MetricValueStatus } from '../../kube/autoscaling.ts'
import { milliValueOf } from '../../kube/quantity.ts'

export interface MetricReading {
  /** `cpu`, or the metric's own name. */
  readonly name: string
  /** As kubectl would say it: `120 %`, `200m`; what is not known yet is `<unknown>`. */
  readonly current: string
  readonly target: string
  /** How much of the target is used: 1 is exactly that. Absent where it is not known. */
  readonly share?: number
}

const percent = (n: number | undefined): string | undefined => (n === undefined ? undefined : `${n} %`)
const targetText = (t: MetricTarget | undefined): string => percent(t?.averageUtilization) ?? t?.averageValue ?? t?.value ?? ''
const currentText = (c: MetricValueStatus | undefined): string => percent(c?.averageUtilization) ?? c?.averageValue ?? c?.value ?? '<unknown>'

function shareOf(t: MetricTarget | undefined, c: MetricValueStatus | undefined): number | undefined {
  if (t?.averageUtilization !== undefined) return c?.averageUtilization === undefined ? undefined : c.averageUtilization / t.averageUtilization
  const [goal, now] = t?.averageValue !== undefined ? [t.averageValue, c?.averageValue] : [t?.value, c?.value]
  return goal === undefined || now === undefined ? undefined : milliValueOf(now) / Math.max(1, milliValueOf(goal))
}

function reading(name: string | undefined, target: MetricTarget | undefined, current: MetricValueStatus | undefined): MetricReading {
  const share = shareOf(target, current)
  return { name: name ?? '', current: currentText(current), target: targetText(target), ...(share === undefined ? {} : { share }) }
}

function readingOf(spec: MetricSpec, status: MetricStatus | undefined): MetricReading {
  switch (spec.type) {
    case 'Resource': return reading(spec.resource?.name, spec.resource?.target, status?.resource?.current)
    case 'ContainerResource': return reading(spec.containerResource?.name, spec.containerResource?.target, status?.containerResource?.current)
    case 'Pods': return reading(spec.pods?.metric.name, spec.pods?.target, status?.pods?.current)
    case 'Object': return reading(spec.object?.metric.name, spec.object?.target, status?.object?.current)
    default: return reading(spec.external?.metric.name, spec.external?.target, status?.external?.current)
  }
}

/** In the order of the spec. */
export const metricReadings = ({ spec, status }: HorizontalPodAutoscaler): readonly MetricReading[] =>
  (spec?.metrics ?? []).map((metric, i) => readingOf(metric, status?.currentMetrics?.[i]))
