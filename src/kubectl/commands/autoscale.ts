// kubectl autoscale. Upstream: kubectl/pkg/cmd/autoscale.
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError } from '../errors.ts'
import type { Command, Invocation } from './command.ts'
import { findObjects } from './find.ts'
import { dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, outputFlags, recordFlag, selectorFlags, writeOptions } from './flags.ts'
import { forEach, Reporter } from './shared.ts'

function autoscale(call: Invocation): void {
  const [most, least] = [call.number('max'), call.number('min')]
  if (most < 1) throw new KubectlError(`--max=MAXPODS is required and must be at least 1, max: ${most}`)
  if (most < least) throw new KubectlError(`--max=MAXPODS must be larger or equal to --min=MINPODS, max: ${most}, min: ${least}`)
  const labelSelector = call.text('selector')
  const { found, errors } = findObjects(call, labelSelector ? { labelSelector } : {})
  const dryRun = dryRunOf(call)
  const report = new Reporter(call, dryRun)
  const percent = call.given.has('cpu-percent') ? call.number('cpu-percent') : undefined
  const cpu = call.text('cpu')
  const target = cpu.endsWith('%') ? { type: 'Utilization', averageUtilization: Number(cpu.slice(0, -1)) } : cpu ? { type: 'AverageValue', averageValue: cpu }
    : percent !== undefined && percent >= 0 ? { type: 'Utilization', averageUtilization: percent } : undefined
  forEach(found, errors, ({ kind, object }) => {
    if (!['Deployment', 'ReplicaSet', 'StatefulSet', 'ReplicationController'].includes(kind.kind)) {
      throw new KubectlError(`cannot autoscale a ${kind.kind}: could not find scale subresource for ${object.apiVersion}, Resource=${kind.plural} in discovery information`)
    }
    const hpa: AnyObject = {
      apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: call.text('name') || object.metadata.name! },
      spec: {
        maxReplicas: most, ...(target ? { metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] } : {}), ...(least > 0 ? { minReplicas: least } : {}),
        scaleTargetRef: { apiVersion: object.apiVersion, kind: object.kind, name: object.metadata.name },
      },
      status: { currentMetrics: null, desiredReplicas: 0 },
    } as AnyObject
    const done = dryRun === 'client' ? hpa : call.client.create(hpa, call.namespace, writeOptions(call, 'kubectl-autoscale', { dryRun }))
    report.done(done, 'autoscaled')
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
