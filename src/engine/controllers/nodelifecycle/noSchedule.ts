// Conditions that keep new pods away. Upstream: node_lifecycle_controller.go, doNoScheduleTaintingPass.
import type { Node } from '../../../kube/core.ts'
import { Node as NodeKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { defineController } from '../controller.ts'
import { NAME } from './passes.ts'
import { reason } from './reasons.ts'
import { noScheduleChange, shortKey, taintIntent, type Change } from './taints.ts'

export interface NoScheduleView { readonly at: Instant; readonly node: Node; readonly change: Change }

const isNothing = ({ add, remove }: Change) => add.length === 0 && remove.length === 0

export const noScheduleTaints = defineController<Node, NoScheduleView>({
  name: NAME,
  id: `${NAME}/no-schedule`,
  kind: NodeKind,
  reads: [NodeKind],
  wakes: [{ kind: NodeKind, keys: needsTaints }],
  workers: 8,

  observe(_cache, _name, node, _memo, now) {
    const change = node && noScheduleChange(node)
    return change && !isNothing(change) ? { at: now, node: node!, change } : undefined
  },

  decide: ({ at, node, change }) => ({
    intents: [taintIntent(node, change, at)],
    because: reason('node.taints', { node: node.metadata.name, added: change.add.map(shortKey), removed: change.remove.map(shortKey) }),
  }),

  conclude: (_view, outcomes) => ({ intents: [], failed: outcomes.some(o => o.refused && o.refused.reason !== 'NotFound') }),
})

/** Only a node with something to change is woken for; most heartbeats change nothing. */
function needsTaints(_before: AnyObject | undefined, after: AnyObject | undefined): readonly string[] {
  return after && !isNothing(noScheduleChange(after as unknown as Node)) ? [after.metadata.name] : []
}
