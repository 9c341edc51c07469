// kubectl cluster-info dump: nodes, and what runs in namespaces with its logs, on stdout or in a folder. Upstream: kubectl/pkg/cmd/clusterinfo/clusterinfo_dump.go.
import { ApiError } from '../../engine/api/errors.ts'
import type { Pod as PodObject } from '../../kube/core.ts'
import { apiVersionOf, DaemonSet, Deployment, Event, Namespace, Node, Pod, ReplicaSet, ReplicationController, Service, type Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { ObjectPrinter, OUTPUT_FORMATS, parseFormat } from '../print/output.ts'
import type { Command, Invocation } from './command.ts'
import { outputFlags } from './flags.ts'

/** What is told of each namespace, in this order, and the names of the files. */
const TOLD: readonly (readonly [Kind, string])[] = [
  [Event, 'events'], [ReplicationController, 'replication-controllers'], [Service, 'services'], [DaemonSet, 'daemonsets'], [Deployment, 'deployments'], [ReplicaSet, 'replicasets'], [Pod, 'pods'],
]

function logsOf(call: Invocation, { metadata, spec }: PodObject): string {
  const { name, namespace } = metadata
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].map(({ name: container }) => {
    const of = `logs for container ${container} of pod ${namespace}/${name} ====\n`
    let text: string
    try {
      text = call.client.logs(namespace!, name!, { container }).map(l => l.text).join('')
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      text = `Request log error: ${e.message}\n`
    }
    return `==== START ${of}${text}==== END ${of}`
  }).join('')
}

function run(call: Invocation): void {
  const { client } = call
  const folder = call.text('output-directory')
  const saved = folder !== '' && folder !== '-'
  const format = parseFormat(call.text('output'), OUTPUT_FORMATS)
  const ending = format.name === 'json' || format.name === 'yaml' ? `.${format.name}` : '.txt'
  const printer = new ObjectPrinter(format, call.files)
  const tell = (path: string, text: string) => (saved ? call.save(`${folder}/${path}`, text) : call.out(text))
  const list = (kind: Kind, namespace: string | undefined, path: string): readonly AnyObject[] => {
    const items = client.list(kind, namespace) as unknown as readonly AnyObject[]
    tell(`${path}${ending}`, printer.print({ apiVersion: apiVersionOf(kind), items, kind: `${kind.kind}List`, metadata: { resourceVersion: String(client.revision) } } as any))
    return items
  }
  list(Node, undefined, 'nodes')
  const named = call.strings('namespaces')
  const namespaces = call.bool('all-namespaces') ? client.list(Namespace, undefined).map(n => n.metadata.name!) : named.length ? named : ['kube-system', call.namespace]
  for (const namespace of namespaces) {
    const pods = TOLD.map(([kind, file]) => list(kind, namespace, `${namespace}/${file}`)).at(-1)!
    for (const pod of pods) tell(`${namespace}/${pod.metadata.name}/logs.txt`, logsOf(call, pod as unknown as PodObject))
  }
  if (saved) call.out(`Cluster info dumped to ${folder}\n`)
}

export const clusterInfoDump: Command = {
  path: 'cluster-info dump', summary: 'Dump relevant information for debugging and diagnosis', completes: 'none', run,
  flags: [
    ...outputFlags.map(f => (f.name === 'output' ? { ...f, default: 'json' } : f)), { name: 'output-directory', type: 'string', default: '' }, { name: 'namespaces', type: 'strings', default: [] },
    { name: 'all-namespaces', short: 'A', type: 'bool', default: false }, { name: 'pod-running-timeout', type: 'duration', default: 20_000 },
  ],
}
