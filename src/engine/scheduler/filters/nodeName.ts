// A pod that names its node wants that node. Upstream: plugins/nodename.
import { refused, type LocalFilter } from '../plugin.ts'

export const nodeName: LocalFilter = {
  name: 'NodeName',
  refuse({ pod }, { name }) {
    const wants = pod.spec?.nodeName
    return wants && wants !== name ? refused('NodeName', 'UnschedulableAndUnresolvable', { id: 'other-node', wants }) : undefined
  },
}
