// kubectl autoscale. Upstream: kubectl/pkg/cmd/autoscale.
import { ApiError } from '../../engine/api/errors.ts'
import type { AnyObject } from '../../kube/object.ts'
import { tryParseQuantity } from '../../kube/quantity.ts'
import { KubectlError } from '../errors.ts'
import type { Command, Invocation } from './command.ts'
import { findObjects } from './find.ts'
import { dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, outputFlags, recordFlag, selectorFlags, writeOptions } from './flags.ts'
import { forEach, Reporter } from './shared.ts'

/** What a bare number means. */
const UNITS = { cpu: 'm', memory: 'Mi' } as const

type Target = { readonly type: 'Utilization'; readonly averageUtilization: number } | { readonly type: 'AverageValue'; readonly averageValue: string }

/** `70%`, `500m`, `2Gi`, or a number alone. */
function targetOf(text: string, resource: 'cpu' | 'memory'): Target {
  const input = text.trim()
  if (input.endsWith('%')) {
    const percent = input.slice(0, -1)
    if (!/^\+?[0-9]+$/.test(percent) || Number(percent) > 2 ** 31 - 1) throw new KubectlError(`invalid percentage value: ${percent}`)
    return { type: 'Utilization', averageUtilization: Number(percent) }
  }
  const averageValue = input !== '' && Number.isFinite(Number(input)) ? `${Number(input)}${UNITS[resource]}` : input
  if (!tryParseQuantity(averageValue)) throw new KubectlError(`invalid resource ${resource} value: ${input}`)
  return { type: 'AverageValue', averageValue }
}

const metric = (name: string, target: Target): object => ({ type: 'Resource', resource: { name, target } })

/** What the pods' resources are held against, in upstream's order. */
function metricsOf(call: Invocation): object[] {
  const [percent, cpu, memory] = [call.number('cpu-percent'), call.text('cpu'), call.text('memory')]
  if (percent > 0 && cpu) throw new KubectlError('--cpu-percent and --cpu are mutually exclusive')
  return [
    ...(percent > 0 ? [metric('cpu', { type: 'Utilization', averageUtilization: percent })] : []),
    ...(cpu ? [metric('cpu', targetOf(cpu, 'cpu'))] : []), ...(memory ? [metric('memory', targetOf(memory, 'memory'))] : []),
  ]
}

/** kubectl tries the older version where the newer one is refused, if that could say the same; what is told then is why it could not, or the older one's refusal. */
function refusal(call: Invocation, e: ApiError): Error {
  const [cpu, memory] = [call.text('cpu'), call.text('memory')]
  const incompatible = 'failed to create autoscaling/v2 HPA and the configuration is incompatible with autoscaling/v1: '
  if (!cpu) return new KubectlError(`${incompatible}empty input`)
  return (call.number('cpu-percent') >= 0 || cpu.trim().endsWith('%')) && !memory ? e : new KubectlError(`${incompatible}%!w(<nil>)`)
}

function autoscale(call: Invocation): void {
  const [most, least] = [call.number('max'), call.number('min')]
  if (most < 1) throw new KubectlError(`--max=MAXPODS is required and must be at least 1, max: ${most}`)
  if (most < least) throw new KubectlError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${most}, min: ${least}`)
  const metrics = metricsOf(call)
  const labelSelector = call.text('selector')
  const { found, errors } = findObjects(call, labelSelector ? { labelSelector } : {})
  if (found.length === 0 && errors.length === 0) throw new KubectlError('no objects passed to autoscale')
  const dryRun = dryRunOf(call)
  const report = new Reporter(call, dryRun)
  forEach(found, errors, ({ kind, object }) => {
    if (!kind.subresources.includes('scale')) {
      throw new KubectlError(`cannot autoscale a ${kind.kind}: could not find scale subresource for ${kind.group}/${kind.version}, Resource=${kind.plural} in discovery information`)
    }
    const hpa: AnyObject = {
      apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: call.text('name') || object.metadata.name! },
      spec: {
        maxReplicas: most, ...(metrics.length ? { metrics } : {}), ...(least > 0 ? { minReplicas: least } : {}),
        scaleTargetRef: { apiVersion: object.apiVersion, kind: object.kind, name: object.metadata.name },
      },
      status: { currentMetrics: null, desiredReplicas: 0 },
    } as AnyObject
    if (dryRun === 'client') return report.done(hpa, 'created')
    try {
      report.done(call.client.create(hpa, call.namespace, writeOptions(call, 'kubectl-autoscale', { dryRun })), 'autoscaled')
    } catch (e) {
      throw e instanceof ApiError ? refusal(call, e) : e
    }
  })
}

export const autoscaleCommand: Command = {
  path: 'autoscale', summary: 'Auto-scale a deployment, replica set, stateful set, or replication controller', completes: 'workloads', run: autoscale,
  flags: [
    ...filenameFlags, ...selectorFlags, ...outputFlags, dryRunFlag, recordFlag, fieldManagerFlag('kubectl-autoscale'),
    { name: 'min', type: 'int', default: -1 }, { name: 'max', type: 'int', default: -1, required: true }, { name: 'name', type: 'string', default: '' },
    { name: 'cpu', type: 'string', default: '' }, { name: 'memory', type: 'string', default: '' }, { name: 'save-config', type: 'bool', default: false },
    {
      name: 'cpu-percent', type: 'int', default: -1,
      deprecated: "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
    },
  ],
}
