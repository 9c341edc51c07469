// Pods on nodes that are gone: after a quarantine they go too. Upstream: gc_controller.go, gcOrphaned, discoverDeletedNodes.
import type { Node, Pod } from '../../../kube/core.ts'
import { Node as NodeKind, Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import type { CacheReader } from '../controller.ts'
import { defineController } from '../controller.ts'
import { reason } from './reasons.ts'
import { NAME, PERIOD_MS, removal } from './remove.ts'

/** A node must be missing for two passes: quarantineTime, 40 s. */
const QUARANTINE_PASSES = 2

/** Passes are numbered from the beginning of time. */
interface Watchfulness {
  /** The last pass that looked at this node. */
  readonly pass: number
  /** The pass from which the node counts as gone, once a pass has found pods on it. */
  readonly duePass?: number
}

export interface LostNodeView {
  readonly at: Instant
  readonly node: string
  readonly exists: boolean
  readonly pods: readonly Pod[]
  readonly memo: Watchfulness | undefined
}

const passAt = (at: Instant): number => Math.floor(at / PERIOD_MS)

export const lostNodes = defineController<Node, LostNodeView, Watchfulness>({
  name: NAME,
  id: `${NAME}/nodes`,
  kind: NodeKind,
  reads: [NodeKind, PodKind],
  wakes: [
    { kind: NodeKind, keys: (before, after) => (after ? [] : [before!.metadata.name]) },
    { kind: PodKind, keys: onMissingNode },
  ],
  workers: 1,

  observe(cache, node, object, memo, now) {
    const pods = object ? [] : (cache.onNode(node) as readonly Pod[])
    return pods.length === 0 && !memo ? undefined : { at: now, node, exists: object !== undefined, pods, memo }
  },

  decide(view) {
    const { node, pods, at, memo } = view
    if (isDue(view)) {
      const gone = { reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' }
      return { intents: pods.flatMap(pod => removal(pod, gone, at)), because: reason('podgc.node-gone', { node, pods: pods.length }) }
    }
    if (pods.length === 0) return { intents: [], because: reason('podgc.nothing-to-do', {}) }
    const due = memo?.duePass ?? (memo ? passAt(at) : passAt(at) + 1) + QUARANTINE_PASSES
    return { intents: [], because: reason('podgc.quarantine', { node, pods: pods.length, leftMs: due * PERIOD_MS - at }) }
  },

  conclude(view, _outcomes, now) {
    const memo = next(view)
    return { intents: [], memo, ...(memo ? { againInMs: (memo.pass + 1) * PERIOD_MS - now } : {}) }
  },
})

/** PG1: pods are found by a pass; two passes later their node is gone for good. */
const isDue = ({ memo, at, exists }: LostNodeView): boolean => !exists && memo?.duePass !== undefined && passAt(at) >= memo.duePass

/** PG2: a pass that finds pods arms the quarantine anew, so a pod that comes later waits less than the first. */
function next(view: LostNodeView): Watchfulness | undefined {
  const { memo, at, pods, exists } = view
  const pass = passAt(at)
  if (exists) return undefined
  if (!memo) return { pass }
  if (pass <= memo.pass) return memo
  if (pods.length > 0) return { pass, duePass: memo.duePass === undefined || isDue(view) ? pass + QUARANTINE_PASSES : memo.duePass }
  return memo.duePass === undefined || isDue(view) ? undefined : { ...memo, pass }
}

/** A pod that is bound to a node nobody knows. */
function onMissingNode(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly string[] {
  const node = after?.spec?.nodeName as string | undefined
  return node && before?.spec?.nodeName !== node && !cache.get(NodeKind, node) ? [node] : []
}
