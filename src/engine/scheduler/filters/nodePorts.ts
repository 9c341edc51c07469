// A host port can be had once per address and protocol. Upstream: plugins/nodeports.
import { refused, type LocalFilter } from '../plugin.ts'

export const nodePorts: LocalFilter = {
  name: 'NodePorts',
  refuse({ shape }, node) {
    if (shape.ports.length === 0 || node.ports.size === 0) return undefined
    const taken = shape.ports.find(port => node.isTaken(port))
    return taken && refused('NodePorts', 'Unschedulable', { id: 'port-taken', port: taken.port, protocol: taken.protocol })
  },
}
