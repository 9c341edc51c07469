// A cordoned node takes nobody who does not bear the cordon's taint. Upstream: plugins/nodeunschedulable.
import { refused, type LocalFilter } from '../plugin.ts'

const NO = refused('NodeUnschedulable', 'UnschedulableAndUnresolvable', { id: 'unschedulable' })

export const nodeUnschedulable: LocalFilter = {
  name: 'NodeUnschedulable',
  refuse: ({ shape }, { node }) => (node.spec?.unschedulable && !shape.bearsCordon ? NO : undefined),
}
