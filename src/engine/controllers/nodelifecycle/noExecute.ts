// Nodes whose pods are to go elsewhere. Upstream: node_lifecycle_controller.go, processTaintBaseEviction, doNoExecuteTaintingPass.
import type { Node } from '../../../kube/core.ts'
import { Node as NodeKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { instantOf } from '../../../kube/rfc3339.ts'
import type { CacheReader, WakeUp } from '../controller.ts'
import { defineController } from '../controller.ts'
import { NAME, PASS_MS, passAfter, passFrom, readinessOf, TAINTING_MS } from './passes.ts'
import { reason } from './reasons.ts'
import { noExecuteKeyFor, noExecuteOf, shortKey, taintIntent } from './taints.ts'
import { paceOf, zoneOf, type Pace } from './zones.ts'

/** A node that stands in the line of those to be tainted: since when, and for which taint. */
interface InLine { readonly key: string; readonly dueAt: Instant }

export interface NoExecuteView {
  readonly at: Instant
  readonly node: Node
  /** The taint that it should have; undefined: none. */
  readonly key: string | undefined
  readonly pace: Pace
  /** When it may be changed: Infinity while nobody may be tainted. */
  readonly dueAt: Instant
  readonly firstDueAt: Instant
}

export const noExecuteTaints = defineController<Node, NoExecuteView, InLine>({
  name: NAME,
  id: `${NAME}/no-execute`,
  kind: NodeKind,
  reads: [NodeKind],
  wakes: [{ kind: NodeKind, keys: readinessChanged }],
  workers: 1,

  observe(cache, _name, node, memo, now) {
    const have = node && noExecuteOf(node)
    const due = node && noExecuteKeyFor(node)
    if (!node || have?.key === due) return undefined
    const nodes = cache.list(NodeKind) as readonly Node[]
    const pace = paceOf(zoneOf(node), nodes)
    const key = pace.allDown ? undefined : due
    if (pace.allDown && !have) return undefined
    const wants = key ?? ''
    const firstDueAt = memo?.key === wants ? memo.dueAt : dueFrom(node, key, have !== undefined, now)
    return { at: now, node, key, pace, firstDueAt, dueAt: key && !have ? turnOf(node, firstDueAt, nodes, pace) : firstDueAt }
  },

  decide({ at, node, key, dueAt, pace }) {
    const name = node.metadata.name
    if (dueAt === Infinity) return { intents: [], because: reason('node.evict-stopped', { node: name, notReady: pace.notReady, nodes: pace.nodes }) }
    if (at < dueAt) return { intents: [], quiet: true, because: reason('node.evict-waits', { node: name, waitMs: dueAt - at }) }
    const have = noExecuteOf(node)
    const add = key ? [{ key, effect: 'NoExecute' as const }] : []
    return {
      intents: [taintIntent(node, { add, remove: have ? [have] : [] }, at)],
      because: key ? reason('node.evict', { node: name, taint: shortKey({ key, effect: 'NoExecute' }) }) : reason('node.evict-no-more', { node: name }),
    }
  },

  conclude({ key, dueAt, firstDueAt, at }, outcomes, now) {
    const memo = { key: key ?? '', dueAt: firstDueAt }
    if (dueAt === Infinity) return { intents: [], memo, againInMs: passAfter(now) - now }
    if (at < dueAt) return { intents: [], memo, againInMs: dueAt - now }
    const failed = outcomes.some(o => o.refused && o.refused.reason !== 'NotFound')
    return failed ? { intents: [], memo, againInMs: TAINTING_MS } : { intents: [], memo: undefined }
  },
})

/** NL6, NL7: Unknown was written by a pass, which has put the node into the line itself; anything else waits for the next pass. */
function dueFrom(node: Node, key: string | undefined, swap: boolean, now: Instant): Instant {
  const pass = readinessOf(node) === 'Unknown' && now % PASS_MS < 1000 ? now : passFrom(now)
  return key && !swap ? pass + TAINTING_MS : pass
}

/** NL6: one node in so many seconds, those first that fell first. */
function turnOf(node: Node, dueAt: Instant, nodes: readonly Node[], pace: Pace): Instant {
  if (pace.betweenMs === Infinity) return Infinity
  let turn = dueAt
  let before = 0
  for (const other of nodes) {
    if (other.metadata.name === node.metadata.name || zoneOf(other) !== zoneOf(node)) continue
    const taint = noExecuteOf(other)
    if (taint?.timeAdded) turn = Math.max(turn, instantOf(taint.timeAdded) + pace.betweenMs)
    else if (!taint && noExecuteKeyFor(other) && fellBefore(other, node)) before++
  }
  return turn + before * pace.betweenMs
}

function fellBefore(a: Node, b: Node): boolean {
  const since = (n: Node) => n.status!.conditions!.find(c => c.type === 'Ready')!.lastTransitionTime ?? ''
  return since(a) !== since(b) ? since(a) < since(b) : a.metadata.name < b.metadata.name
}

/** A node whose readiness or taint changed; and, as the pace hangs on all of them, every other that waits for its turn. */
function readinessChanged(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly WakeUp[] {
  const was = before && readinessOf(before as unknown as Node)
  const is = after && readinessOf(after as unknown as Node)
  const keys: string[] = []
  const changed = was !== is || (before && after && noExecuteOf(before as unknown as Node)?.key !== noExecuteOf(after as unknown as Node)?.key)
  if (after && changed && noExecuteOf(after as unknown as Node)?.key !== noExecuteKeyFor(after as unknown as Node)) keys.push(after.metadata.name)
  if (was === is || !before) return keys
  for (const node of cache.list(NodeKind) as readonly Node[]) {
    if (node.metadata.name !== after?.metadata.name && noExecuteOf(node)?.key !== noExecuteKeyFor(node)) keys.push(node.metadata.name)
  }
  return keys
}
