// nodeSelector and required node affinity. Upstream: plugins/nodeaffinity.
import { refused, type LocalFilter, type Prepared } from '../plugin.ts'
import type { PodInfo } from '../podInfo.ts'

const NO = refused('NodeAffinity', 'UnschedulableAndUnresolvable', { id: 'node-affinity' })
const CONFLICT = refused('NodeAffinity', 'UnschedulableAndUnresolvable', { id: 'affinity-conflict' })

export const nodeAffinity: LocalFilter = {
  name: 'NodeAffinity',
  refuse: ({ shape }, { node }) => (shape.nodes && !shape.nodes.matches(node) ? NO : undefined),
}

/** Pods of a DaemonSet name one node; the others are then not even asked. */
export function namedNodesOf({ shape }: PodInfo): Prepared<undefined> {
  if (!shape.onlyNodes) return undefined
  return shape.onlyNodes.size === 0 ? { refusal: CONFLICT } : { state: undefined, onlyNodes: shape.onlyNodes }
}
