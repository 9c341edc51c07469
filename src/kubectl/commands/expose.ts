// kubectl expose. Upstream: kubectl/pkg/cmd/expose.
import { parseIntOrString } from '../../kube/intOrString.ts'
import { Service } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { KubectlError } from '../errors.ts'
import type { Command, Invocation } from './command.ts'
import { atoi, overridden, pairs } from './overrides.ts'
import { findObjects, hasFiles, NO_RESOURCES } from './find.ts'
import { dryRunFlag, dryRunOf, fieldManagerFlag, filenameFlags, outputFlags, recordFlag, writeOptions } from './flags.ts'
import { forEach, Reporter } from './shared.ts'

const EXPOSABLE = new Set(['Pod', 'Service', 'ReplicationController', 'Deployment', 'ReplicaSet'])

/** The labels by which a service would find the object's pods. */
function selectorOf(object: AnyObject): Record<string, string> {
  if (object.kind === 'Pod') {
    if (!Object.keys(object.metadata.labels ?? {}).length) throw new KubectlError('couldn\'t retrieve selectors via --selector flag or introspection: the pod has no labels and cannot be exposed')
    return object.metadata.labels as Record<string, string>
  }
  const { selector } = object.spec
  if (object.kind === 'Service' || object.kind === 'ReplicationController') return selector
  if (selector?.matchExpressions?.length) throw new KubectlError(`couldn't retrieve selectors via --selector flag or introspection: couldn't convert expressions - "${selector.matchExpressions}" to map-based selector format`)
  return selector?.matchLabels ?? {}
}

function containerPorts(object: AnyObject): { port: number; protocol: string }[] {
  if (object.kind === 'Service') return object.spec.ports.map((p: any) => ({ port: p.port, protocol: p.protocol ?? 'TCP' }))
  const spec = object.kind === 'Pod' ? object.spec : object.spec.template?.spec
  return (spec?.containers ?? []).flatMap((c: any) => c.ports ?? []).map((p: any) => ({ port: p.containerPort, protocol: p.protocol ?? 'TCP' }))
}

function expose(call: Invocation): void {
  if (call.args.length === 0 && !hasFiles(call)) throw new KubectlError(NO_RESOURCES)
  const { found, errors } = findObjects(call)
  const dryRun = dryRunOf(call)
  const report = new Reporter(call, dryRun)
  const affinity = call.text('session-affinity')
  forEach(found, errors, ({ kind, object }) => {
    if (!EXPOSABLE.has(object.kind)) throw new KubectlError(`cannot expose a ${kind.kind}${kind.group ? `.${kind.group}` : ''}`)
    const selector = call.text('selector') ? pairs(call.text('selector'), p => `unexpected label spec: ${p}`) : selectorOf(object)
    const protocol = call.text('protocol') || 'TCP'
    const given = call.text('port')
    const list = given ? given.split(',').map(p => ({ port: atoi(p), protocol })) : containerPorts(object)
    if (list.length === 0) throw new KubectlError("couldn't find port via --port flag or introspection")
    const target = call.text('target-port')
    const ports = list.map((p, i) => ({
      ...(list.length > 1 ? { name: `port-${i + 1}` } : {}), port: p.port, protocol: p.protocol, targetPort: target ? parseIntOrString(target) : p.port,
    }))
    const labels = call.text('labels') ? pairs(call.text('labels'), p => `unexpected label spec: ${p}`) : object.metadata.labels
    if (affinity && affinity !== 'None' && affinity !== 'ClientIP') throw new KubectlError(`unknown session affinity: ${affinity}`)
    const plain: AnyObject = {
      apiVersion: 'v1', kind: 'Service', metadata: { ...(labels ? { labels } : {}), name: call.text('name') || object.metadata.name! },
      spec: {
        ports, selector, ...(call.text('type') ? { type: call.text('type') } : {}), ...(call.text('cluster-ip') ? { clusterIP: call.text('cluster-ip') } : {}),
        ...(call.text('external-ip') ? { externalIPs: [call.text('external-ip')] } : {}), ...(call.text('session-affinity') ? { sessionAffinity: call.text('session-affinity') } : {}),
      },
      status: { loadBalancer: {} },
    } as AnyObject
    const service = overridden(call, plain, Service)
    const done = dryRun === 'client' ? service : call.client.create(service, call.namespace, writeOptions(call, 'kubectl-expose', { dryRun }))
    report.done(done, 'exposed')
  })
}

export const exposeCommand: Command = {
  path: 'expose', summary: 'Take a replication controller, service, deployment or pod and expose it as a new Kubernetes service', completes: 'resources', run: expose,
  flags: [
    ...filenameFlags, ...outputFlags, dryRunFlag, recordFlag, fieldManagerFlag('kubectl-expose'),
    ...['port', 'name', 'target-port', 'protocol', 'selector', 'cluster-ip', 'external-ip', 'load-balancer-ip', 'session-affinity', 'overrides', 'override-type', 'cluster'].map(name => ({
      name, type: 'string' as const, default: '',
    })),
    { name: 'type', type: 'string', default: '', values: ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] }, { name: 'labels', short: 'l', type: 'string', default: '' },
    { name: 'save-config', type: 'bool', default: false },
  ],
}
