// A pod that names its node wants that node. Upstream: plugins/nodename.
import { refused, type LocalFilter } from '../plugin.ts'

export const nodeName: LocalFilter = {
  name: 'NodeName',
  refuse: ({ shape }, { name }) => (shape.nodeName !== undefined && shape.nodeName !== name
    ? refused('NodeName', 'UnschedulableAndUnresolvable', { id: 'other-node', wants: shape.nodeName }) : undefined),
}
