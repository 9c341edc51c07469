// Upstream: describe.go, describeHorizontalPodAutoscalerV2.
import { quantityText } from '../../print/quantities.ts'
import { rfc1123 } from '../../print/values.ts'
import type { Describer } from '../describer.ts'
import { heading, labelsAndAnnotations } from '../sections.ts'
import type { Writer } from '../writer.ts'

const UNKNOWN = '<unknown>'
const DEFAULT_METRICS = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }]

/** The name of a metric and the pair current / target. */
function metric(spec: any, current: any): string {
  const field = String(spec.type).charAt(0).toLowerCase() + String(spec.type).slice(1)
  const source = spec[field]
  const now = current?.[field]?.current
  const target = source?.target
  const pair = (key: 'value' | 'averageValue') => `${now?.[key] === undefined ? UNKNOWN : quantityText(now[key])} / ${quantityText(target[key])}`
  switch (spec.type) {
    case 'External': {
      const key = target.averageValue !== undefined ? 'averageValue' : 'value'
      return `${JSON.stringify(source.metric.name)} (target ${key === 'value' ? 'value' : 'average value'}):\t${pair(key)}`
    }
    case 'Pods': return `${JSON.stringify(source.metric.name)} on pods:\t${pair('averageValue')}`
    case 'Object': {
      const key = target.type === 'AverageValue' ? 'averageValue' : 'value'
      return `"${source.metric.name}" on ${source.describedObject.kind}/${source.describedObject.name} ` +
        `(target ${key === 'value' ? 'value' : 'average value'}):\t${pair(key)}`
    }
    case 'Resource': case 'ContainerResource': {
      const title = `resource ${source.name}${spec.type === 'Resource' ? '' : ` of container "${source.container}"`} on pods`
      if (target.averageValue !== undefined) return `${title}:\t${pair('averageValue')}`
      const used = now?.averageUtilization === undefined ? UNKNOWN : `${now.averageUtilization}% (${quantityText(now.averageValue)})`
      return `${title}  (as a percentage of request):\t${used} / ${target.averageUtilization === undefined ? '<auto>' : `${target.averageUtilization}%`}`
    }
    default: return `<unknown metric type ${JSON.stringify(spec.type ?? '')}>`
  }
}

function behavior(w: Writer, title: string, rules: any): void {
  if (!rules) return
  w.line(1, `${title}:`)
  if (rules.stabilizationWindowSeconds !== undefined) w.line(2, `Stabilization Window: ${rules.stabilizationWindowSeconds} seconds`)
  if (!rules.policies?.length) return
  w.line(2, `Select Policy: ${rules.selectPolicy ?? 'Max'}`, 'Policies:')
  for (const p of rules.policies) w.line(3, `- Type: ${p.type}\tValue: ${p.value}\tPeriod: ${p.periodSeconds} seconds`)
}

export const describeAutoscaler: Describer = (o: any, w) => {
  const { spec, status, metadata } = o
  heading(w, o)
  labelsAndAnnotations(w, o)
  w.field(0, 'CreationTimestamp', rfc1123(metadata.creationTimestamp))
  w.field(0, 'Reference', `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`)
  w.field(0, 'Metrics', '( current / target )')
  const metrics = spec.metrics?.length ? spec.metrics : DEFAULT_METRICS
  for (const [i, m] of metrics.entries()) w.line(1, metric(m, status?.currentMetrics?.[i]))
  w.field(0, 'Min replicas', spec.minReplicas ?? 1)
  w.field(0, 'Max replicas', spec.maxReplicas)
  if (spec.behavior) {
    w.line(0, 'Behavior:')
    behavior(w, 'Scale Up', spec.behavior.scaleUp)
    behavior(w, 'Scale Down', spec.behavior.scaleDown)
  }
  w.field(0, `${spec.scaleTargetRef.kind} pods`, `${status?.currentReplicas ?? 0} current / ${status?.desiredReplicas ?? 0} desired`)
  if (status?.conditions?.length) {
    w.line(0, 'Conditions:', '  Type\tStatus\tReason\tMessage', '  ----\t------\t------\t-------')
    for (const c of status.conditions) w.line(1, `${c.type}\t${c.status}\t${c.reason ?? ''}\t${c.message ?? ''}`)
  }
}
