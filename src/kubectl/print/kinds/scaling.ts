// Autoscalers, disruption budgets, priorities and runtimes. Upstream: printers.go, printHorizontalPodAutoscaler and its neighbours.
import type { RuntimeClass } from '../../../kube/node.ts'
import type { PodDisruptionBudget } from '../../../kube/policy.ts'
import type { PriorityClass } from '../../../kube/scheduling.ts'
import { column } from '../table.ts'
import type { KindPrinter } from '../table.ts'
import { since } from '../values.ts'
import { quantityText } from '../quantities.ts'

/** One metric as `cpu: 93%/80%`. */
function metricText(spec: any, current: any): string {
  const type: string = spec.type
  const field = type.charAt(0).toLowerCase() + type.slice(1)
  const { target } = spec[field] ?? {}
  const now = current?.[field]?.current
  switch (type) {
    case 'External':
      return target.averageValue !== undefined
        ? `${now?.averageValue !== undefined ? quantityText(now.averageValue) : '<unknown>'}/${quantityText(target.averageValue)} (avg)`
        : `${now ? quantityText(now.value) : '<unknown>'}/${quantityText(target.value)}`
    case 'Pods': return `${now ? quantityText(now.averageValue) : '<unknown>'}/${quantityText(target.averageValue)}`
    case 'Object':
      return target.averageValue !== undefined
        ? `${now?.averageValue !== undefined ? quantityText(now.averageValue) : '<unknown>'}/${quantityText(target.averageValue)} (avg)`
        : `${now ? quantityText(now.value) : '<unknown>'}/${quantityText(target.value)}`
    case 'Resource': case 'ContainerResource': {
      const name = spec[field].name
      if (target.averageValue !== undefined) return `${name}: ${now ? quantityText(now.averageValue) : '<unknown>'}/${quantityText(target.averageValue)}`
      const used = now?.averageUtilization !== undefined ? `${now.averageUtilization}%` : '<unknown>'
      return `${name}: ${used}/${target.averageUtilization !== undefined ? `${target.averageUtilization}%` : '<auto>'}`
    }
    default: return '<unknown type>'
  }
}

/** What an autoscaler without metrics gets. */
const DEFAULT_METRICS = [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } }]

function metricsText(specs: readonly any[], currents: readonly any[] | undefined): string {
  const shown = specs.slice(0, 2).map((s, i) => metricText(s, currents?.[i])).join(', ')
  return specs.length > 2 ? `${shown} + ${specs.length - 2} more...` : shown
}

export const horizontalPodAutoscaler: KindPrinter = {
  columns: [column('Name'), column('Reference'), column('Targets'), column('MinPods'), column('MaxPods'), column('Replicas'), column('Age')],
  row(o: any, { now }) {
    const { spec, status, metadata } = o
    return [
      metadata.name, `${spec.scaleTargetRef.kind}/${spec.scaleTargetRef.name}`, metricsText(spec.metrics?.length ? spec.metrics : DEFAULT_METRICS, status?.currentMetrics),
      `${spec.minReplicas ?? 1}`, spec.maxReplicas, status?.currentReplicas ?? 0,
      since(metadata.creationTimestamp, now),
    ]
  },
}

export const podDisruptionBudget: KindPrinter = {
  columns: [column('Name'), column('Min Available'), column('Max Unavailable'), column('Allowed Disruptions'), column('Age')],
  row(o: PodDisruptionBudget, { now }) {
    return [
      o.metadata.name!, `${o.spec?.minAvailable ?? 'N/A'}`, `${o.spec?.maxUnavailable ?? 'N/A'}`, o.status?.disruptionsAllowed ?? 0,
      since(o.metadata.creationTimestamp, now),
    ]
  },
}

export const priorityClass: KindPrinter = {
  columns: [column('Name'), column('Value'), column('Global-Default'), column('Age'), column('PreemptionPolicy')],
  row(o: PriorityClass, { now }) {
    return [o.metadata.name!, o.value ?? 0, o.globalDefault ?? false, since(o.metadata.creationTimestamp, now), o.preemptionPolicy ?? 'PreemptLowerPriority']
  },
}

export const runtimeClass: KindPrinter = {
  columns: [column('Name'), column('Handler'), column('Age')],
  row: (o: RuntimeClass, { now }) => [o.metadata.name!, o.handler, since(o.metadata.creationTimestamp, now)],
}
