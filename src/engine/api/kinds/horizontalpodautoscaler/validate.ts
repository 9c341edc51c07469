// HorizontalPodAutoscalers. Upstream: pkg/apis/autoscaling/validation.
import type { HPAScalingRules, HorizontalPodAutoscaler, HorizontalPodAutoscalerSpec, MetricSpec, MetricTarget } from '../../../../kube/autoscaling.ts'
import { parseQuantity } from '../../../../kube/quantity.ts'
import { signOf } from '../../../../kube/quantityMath.ts'
import { forbiddenField, invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { validateLabelSelector } from '../../fields/labelSelector.ts'
import type { Findings } from '../../fields/rules.ts'
import { nonnegative } from '../../fields/rules.ts'

const metricTypes = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource']
const sourceOf: Readonly<Record<string, 'containerResource' | 'external' | 'object' | 'pods' | 'resource'>> = {
  ContainerResource: 'containerResource', External: 'external', Object: 'object', Pods: 'pods', Resource: 'resource',
}
const LONGEST_WINDOW = 3600
const LONGEST_PERIOD = 1800

export function validateAutoscaler(out: Findings, { spec }: HorizontalPodAutoscaler): void {
  const { minReplicas: min, maxReplicas: max = 0 } = spec
  if (min !== undefined && min < 1) out.push(invalidValue('spec.minReplicas', min, 'must be greater than or equal to 1'))
  if (max < 1) out.push(required('spec.maxReplicas', 'must be set and greater than 0'))
  if (min !== undefined && max < min) out.push(invalidValue('spec.maxReplicas', max, 'must be greater than or equal to `minReplicas`'))
  validateTarget(out, spec)
  validateMetrics(out, spec)
  validateRules(out, 'spec.behavior.scaleUp', spec.behavior?.scaleUp)
  validateRules(out, 'spec.behavior.scaleDown', spec.behavior?.scaleDown)
}

/** A name that may stand in a URL's path. */
function pathSegment(out: Findings, path: string, name: string): void {
  if (name === '.' || name === '..') out.push(invalidValue(path, name, `may not be '${name}'`))
  for (const bad of ['/', '%']) if (name.includes(bad)) out.push(invalidValue(path, name, `may not contain '${bad}'`))
}

function validateTarget(out: Findings, { scaleTargetRef }: HorizontalPodAutoscalerSpec): void {
  const { kind = '', name = '', apiVersion = '' } = scaleTargetRef ?? {}
  const path = 'spec.scaleTargetRef'
  if (!kind) out.push(required(`${path}.kind`, ''))
  else pathSegment(out, `${path}.kind`, kind)
  if (!name) out.push(required(`${path}.name`, ''))
  else pathSegment(out, `${path}.name`, name)
  if (!apiVersion) out.push(invalidValue(`${path}.apiVersion`, apiVersion, 'apiVersion must specify API group'))
  else if (apiVersion.split('/').length > 2) out.push(invalidValue(`${path}.apiVersion`, apiVersion, `unexpected GroupVersion string: ${apiVersion}`))
}

function validateMetrics(out: Findings, spec: HorizontalPodAutoscalerSpec): void {
  const metrics = spec.metrics ?? []
  let canWake = false
  for (const [i, metric] of metrics.entries()) {
    validateMetric(out, `spec.metrics[${i}]`, metric)
    canWake ||= metric.type === 'Object' || metric.type === 'External'
  }
  if (spec.minReplicas === 0 && !canWake) {
    out.push(forbiddenField('spec.metrics', 'must specify at least one Object or External metric to support scaling to zero replicas'))
  }
}

function validateMetric(out: Findings, at: string, metric: MetricSpec): void {
  const source = Object.hasOwn(sourceOf, metric.type) ? sourceOf[metric.type] : undefined
  if (!metric.type) out.push(required(`${at}.type`, 'must specify a metric source type'))
  // Upstream finds an unknown type twice.
  if (metric.type && !source) out.push(notSupported(`${at}.type`, metric.type, metricTypes))
  const given = new Set<string>()
  for (const name of ['object', 'external', 'pods', 'resource', 'containerResource'] as const) {
    if (!metric[name]) continue
    given.add(name)
    if (given.size > 1) {
      out.push(forbiddenField(`${at}.${name}`, 'must not set more than one metric source type'))
      continue
    }
    const one = metric[name] as { name?: string; container?: string; target?: MetricTarget; metric?: { name?: string; selector?: object }; describedObject?: { kind?: string; name?: string } }
    // A target that is not given is one that says nothing.
    const found = { ...one, target: one.target ?? {} as MetricTarget }
    if (name === 'resource' || name === 'containerResource') {
      if (!found.name) out.push(required(`${at}.${name}.name`, 'must specify a resource name'))
      if (name === 'containerResource' && !found.container) out.push(required(`${at}.${name}.container`, 'must specify a container'))
      validateMetricTarget(out, `${at}.${name}.target`, found.target, true)
      validateChosen(out, at, name, found.target)
    } else {
      if (!found.metric?.name) out.push(required(`${at}.${name}.metric.name`, 'must specify a metric name'))
      else pathSegment(out, `${at}.${name}.metric.name`, found.metric.name)
      validateLabelSelector(out, `${at}.${name}.metric.selector`, found.metric?.selector)
      if (name === 'object') {
        if (!found.describedObject?.kind) out.push(required(`${at}.object.describedObject.kind`, ''))
        if (!found.describedObject?.name) out.push(required(`${at}.object.describedObject.name`, ''))
      }
      validateMetricTarget(out, `${at}.${name}.target`, found.target, false)
      if (found.target.value === undefined && found.target.averageValue === undefined) {
        out.push(name === 'pods' ? required(`${at}.pods.target.averageValue`, 'must specify a positive target averageValue')
          : required(`${at}.${name}.target.averageValue`, 'must set either a target raw value or a target utilization'))
      }
    }
  }
  if (source && !given.has(source)) out.push(required(`${at}.${source}`, 'must populate information for the given metric source'))
  else if (metric.type && !source) out.push(notSupported(`${at}.type`, metric.type, metricTypes))
}

function validateMetricTarget(out: Findings, path: string, target: MetricTarget, _resource: boolean): void {
  const types = ['AverageValue', 'Utilization', 'Value']
  if (!target.type) out.push(required(`${path}.type`, 'must specify a metric target type'))
  else if (!types.includes(target.type)) out.push(invalidValue(`${path}.type`, target.type, 'must be either Utilization, Value, or AverageValue'))
  const positive = (field: 'value' | 'averageValue'): void => {
    const amount = target[field]
    if (amount !== undefined && signOf(parseQuantity(amount)) <= 0) out.push(invalidValue(`${path}.${field}`, amount, 'must be positive'))
  }
  positive('value')
  positive('averageValue')
  if (target.averageUtilization !== undefined && target.averageUtilization < 1) out.push(invalidValue(`${path}.averageUtilization`, target.averageUtilization, 'must be greater than 0'))
}

/** A resource is compared either by its share or by its amount. */
function validateChosen(out: Findings, at: string, name: string, { averageUtilization, averageValue }: MetricTarget): void {
  const path = `${at}.${name}.target`
  if (averageUtilization === undefined && averageValue === undefined) out.push(required(`${path}.averageUtilization`, 'must set either a target raw value or a target utilization'))
  if (averageUtilization !== undefined && averageValue !== undefined) out.push(forbiddenField(`${path}.averageValue`, 'may not set both a target raw value and a target utilization'))
}

function validateRules(out: Findings, path: string, rules: HPAScalingRules | undefined): void {
  if (!rules) return
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [] } = rules
  nonnegative(out, `${path}.stabilizationWindowSeconds`, window)
  if (window !== undefined && window > LONGEST_WINDOW) out.push(invalidValue(`${path}.stabilizationWindowSeconds`, window, `must be less than or equal to ${LONGEST_WINDOW}`))
  const choices = ['Disabled', 'Max', 'Min']
  if (selectPolicy !== undefined && !choices.includes(selectPolicy)) out.push(notSupported(`${path}.selectPolicy`, selectPolicy, choices))
  if (policies.length === 0) out.push(required(`${path}.policies`, 'must specify at least one Policy'))
  for (const [i, { type, value = 0, periodSeconds = 0 }] of policies.entries()) {
    const at = `${path}.policies[${i}]`
    if (type !== 'Pods' && type !== 'Percent') out.push(notSupported(`${at}.type`, type ?? '', ['Percent', 'Pods']))
    if (value <= 0) out.push(invalidValue(`${at}.value`, value, 'must be greater than zero'))
    if (periodSeconds <= 0) out.push(invalidValue(`${at}.periodSeconds`, periodSeconds, 'must be greater than zero'))
    if (periodSeconds > LONGEST_PERIOD) out.push(invalidValue(`${at}.periodSeconds`, periodSeconds, `must be less than or equal to ${LONGEST_PERIOD}`))
  }
}
