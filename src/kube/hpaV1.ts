// Autoscalers as autoscaling/v1 writes them: one aim for the processor instead of a list of metrics.
// Upstream: pkg/apis/autoscaling/v1/conversion.go.

type Fields = Readonly<Record<string, unknown>>
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The same autoscaler as autoscaling/v2 has it; any other object as it is. */
export function hpaAsV2<T extends Fields>(object: T): T {
  if (object['kind'] !== 'HorizontalPodAutoscaler' || object['apiVersion'] !== 'autoscaling/v1') return object
  const { spec } = object
  if (!isFields(spec) || spec['targetCPUUtilizationPercentage'] === undefined) return { ...object, apiVersion: 'autoscaling/v2' }
  const { targetCPUUtilizationPercentage: averageUtilization, ...rest } = spec
  return { ...object, apiVersion: 'autoscaling/v2', spec: { ...rest, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } }] } }
}
