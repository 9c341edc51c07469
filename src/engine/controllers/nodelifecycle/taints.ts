// Which of a node's taints are this controller's, and which it should have. Upstream: node_lifecycle_controller.go (taintKeyToNodeConditionMap).
import { conditionIsTrue } from '../../../kube/conditions.ts'
import type { Node, Taint } from '../../../kube/core.ts'
import { Node as NodeKind } from '../../../kube/kinds.ts'
import type { Instant } from '../../../kube/object.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import { isSameTaint } from '../../../kube/taints.ts'
import type { Intent } from '../controller.ts'
import { readinessOf } from './passes.ts'

const PREFIX = 'node.kubernetes.io/'
const NOT_READY = `${PREFIX}not-ready`
const UNREACHABLE = `${PREFIX}unreachable`
const UNSCHEDULABLE = `${PREFIX}unschedulable`
const BY_CONDITION: readonly (readonly [string, string])[] = [
  ['MemoryPressure', `${PREFIX}memory-pressure`], ['DiskPressure', `${PREFIX}disk-pressure`],
  ['NetworkUnavailable', `${PREFIX}network-unavailable`], ['PIDPressure', `${PREFIX}pid-pressure`],
]
const OURS = new Set([NOT_READY, UNREACHABLE, UNSCHEDULABLE, ...BY_CONDITION.map(([, key]) => key)])

/** NL5: the keys of the NoSchedule taints that a node should have. */
export function noScheduleKeysFor(node: Node): string[] {
  const readiness = readinessOf(node)
  return [
    ...(readiness === 'False' ? [NOT_READY] : readiness === 'Unknown' ? [UNREACHABLE] : []),
    ...BY_CONDITION.filter(([type]) => conditionIsTrue(node, type)).map(([, key]) => key),
    ...(node.spec?.unschedulable ? [UNSCHEDULABLE] : []),
  ]
}

export interface Change { readonly add: readonly Taint[]; readonly remove: readonly Taint[] }

/** What has to change among the NoSchedule taints that are this controller's. */
export function noScheduleChange(node: Node): Change {
  const due = noScheduleKeysFor(node)
  const have = (node.spec?.taints ?? []).filter(t => t.effect === 'NoSchedule' && OURS.has(t.key))
  return {
    add: due.filter(key => !have.some(t => t.key === key)).map(key => ({ key, effect: 'NoSchedule' })),
    remove: have.filter(t => !due.includes(t.key)),
  }
}

/** The NoExecute taint for a node that is not Ready. */
export const noExecuteKeyFor = (node: Node): string | undefined => {
  const readiness = readinessOf(node)
  return readiness === 'False' ? NOT_READY : readiness === 'Unknown' ? UNREACHABLE : undefined
}

/** The NoExecute taint of this controller that a node has. */
export const noExecuteOf = (node: Node): Taint | undefined =>
  node.spec?.taints?.find(t => t.effect === 'NoExecute' && (t.key === NOT_READY || t.key === UNREACHABLE))

/** New taints stand at the end; a list without any is `null`. Refused if the node has changed since. */
export function taintIntent(node: Node, { add, remove }: Change, at: Instant): Intent {
  const kept = (node.spec?.taints ?? []).filter(t => !remove.some(r => isSameTaint(r, t)))
  const taints = [...kept, ...add.map(t => ({ ...t, timeAdded: timeOf(at) }))]
  return {
    verb: 'patch', kind: NodeKind, key: node.metadata.name, type: 'strategic',
    body: { metadata: { resourceVersion: node.metadata.resourceVersion }, spec: { taints: taints.length === 0 ? null : taints } },
  }
}

export const shortKey = (taint: Taint): string => (taint.key.startsWith(PREFIX) ? taint.key.slice(PREFIX.length) : taint.key)
