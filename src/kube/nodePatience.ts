// What comes next of a node that nobody hears of, and when: facts that stand in its objects.
import type { Taint } from './core.ts'
import type { AnyObject, Instant } from './object.ts'
import { instantOf } from './rfc3339.ts'

/** node-monitor-grace-period: without a heartbeat for so long, a node's conditions become Unknown. Upstream: pkg/controller/nodelifecycle. */
export const NODE_GRACE_MS = 50_000
const DOWN = new Set(['node.kubernetes.io/unreachable', 'node.kubernetes.io/not-ready'])

export type NodeWait =
  /** Taken for lost: NotReady, and tainted. */
  | { readonly what: 'lost'; readonly at: Instant }
  /** The first of its pods have borne it long enough. */
  | { readonly what: 'evicts'; readonly at: Instant; readonly pods: number }
  /** They are to end, and only its kubelet can tell that they have. */
  | { readonly what: 'unheard'; readonly pods: number }

/** How long the pods of a node that is down are left in peace: until the first instant that one of them does not tolerate any more. */
export function evictionOf(node: AnyObject, pods: readonly AnyObject[]): { readonly at: Instant; readonly pods: number } | undefined {
  const taint = ((node.spec?.taints ?? []) as readonly Taint[]).find(t => t.effect === 'NoExecute' && DOWN.has(t.key))
  if (!taint?.timeAdded) return undefined
  const since = instantOf(taint.timeAdded)
  const patience = pods.flatMap(p => {
    if (p.metadata.deletionTimestamp !== undefined) return []
    const toleration = (p.spec.tolerations ?? []).find((t: { key?: string; effect?: string }) => (!t.key || t.key === taint.key) && (!t.effect || t.effect === 'NoExecute'))
    return toleration?.tolerationSeconds === undefined ? [] : [since + toleration.tolerationSeconds * 1000]
  })
  return patience.length > 0 ? { at: Math.min(...patience), pods: patience.length } : undefined
}

/** Of a node whose kubelet says nothing; `renewed`: when its Lease last was. */
export function waitOf(node: AnyObject, pods: readonly AnyObject[], renewed: Instant | undefined): NodeWait | undefined {
  const ready = (node.status?.conditions ?? []).find((c: { type: string }) => c.type === 'Ready')
  if (ready?.status === 'True') return renewed === undefined ? undefined : { what: 'lost', at: renewed + NODE_GRACE_MS }
  const eviction = evictionOf(node, pods)
  if (eviction) return { what: 'evicts', ...eviction }
  const ending = pods.filter(p => p.metadata.deletionTimestamp !== undefined).length
  return ending > 0 ? { what: 'unheard', pods: ending } : undefined
}
