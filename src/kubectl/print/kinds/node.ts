// Nodes, Namespaces and Leases. Upstream: printers.go, printNode and its neighbours.
import type { Lease } from '../../../kube/coordination.ts'
import type { Namespace, Node } from '../../../kube/core.ts'
import { column, wide } from '../table.ts'
import type { KindPrinter } from '../table.ts'
import { nodeRoles, since } from '../values.ts'

/** `Ready,SchedulingDisabled`. */
function nodeStatus(o: Node): string {
  const ready = o.status?.conditions?.find(c => c.type === 'Ready')
  const word = !ready ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady'
  return o.spec?.unschedulable ? `${word},SchedulingDisabled` : word
}

const addressOf = (o: Node, type: string) => o.status?.addresses?.find(a => a.type === type)?.address || '<none>'

export const node: KindPrinter = {
  columns: [
    column('Name'), column('Status'), column('Roles'), column('Age'), column('Version'),
    wide('Internal-IP'), wide('External-IP'), wide('OS-Image'), wide('Kernel-Version'), wide('Container-Runtime'),
  ],
  row(o: Node, { now }) {
    const info = o.status?.nodeInfo
    const kernel = info?.kernelVersion ? (info.architecture ? `${info.kernelVersion} (${info.architecture})` : info.kernelVersion) : '<unknown>'
    return [
      o.metadata.name!, nodeStatus(o), nodeRoles(o.metadata.labels).join(',') || '<none>', since(o.metadata.creationTimestamp, now),
      info?.kubeletVersion ?? '', addressOf(o, 'InternalIP'), addressOf(o, 'ExternalIP'), info?.osImage || '<unknown>', kernel,
      info?.containerRuntimeVersion || '<unknown>',
    ]
  },
}

export const namespace: KindPrinter = {
  columns: [column('Name'), column('Status'), column('Age')],
  row: (o: Namespace, { now }) => [o.metadata.name!, o.status?.phase ?? 'Active', since(o.metadata.creationTimestamp, now)],
}

export const lease: KindPrinter = {
  columns: [column('Name'), column('Holder'), column('Age')],
  row: (o: Lease, { now }) => [o.metadata.name!, o.spec?.holderIdentity ?? '', since(o.metadata.creationTimestamp, now)],
}
