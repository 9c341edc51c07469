// The page's copy of the cluster, and the one way in which it changes. Pure: no store, no DOM.
import type { Instant } from '../../kube/object.ts'
import type { Delta } from '../../worker/protocol.ts'
import type { FrameHead, TableName, Tables } from '../../worker/rows.ts'

export type Rows = { readonly [N in TableName]: ReadonlyMap<string, Tables[N]> }

export interface Mirror {
  /** The frame at which the page stands; -1 before the first. */
  readonly position: number
  /** Virtual time. */
  readonly now: Instant
  /** The last frame that is known, and when it was: what lies between is the future that can be replayed. */
  readonly end: number
  readonly endAt: Instant
  readonly rows: Rows
  /** The frames that were passed most recently, newest last; none later than `position`. */
  readonly heads: readonly FrameHead[]
  readonly canUndoFork: boolean
}

const HEADS_KEPT = 200
/** Written out as a record, so that a table that is forgotten here is an error of types. */
const TABLES: { readonly [N in TableName]: true } = {
  pods: true, stories: true, nodes: true, jobs: true, deployments: true, replicasets: true, replicationcontrollers: true, daemonsets: true, statefulsets: true, horizontalpodautoscalers: true, claims: true, sizes: true, cronjobs: true, runs: true, schedules: true,
  objects: true, events: true, components: true, messages: true, services: true, requests: true, traffic: true, faults: true, loads: true,
}

const noRows = (): Rows => Object.fromEntries(Object.keys(TABLES).map(name => [name, new Map()])) as unknown as Rows

export const emptyMirror = (at: Instant = 0): Mirror => ({
  position: -1, now: at, end: -1, endAt: at, rows: noRows(), heads: [], canUndoFork: false,
})

/** Tables that a delta touches get a new map; all others stay the very same, so that a selector can tell by identity. */
function changedRows(rows: Rows, delta: Delta): Rows {
  if (delta.changes.length === 0) return rows
  const touched: { [name: string]: Map<string, unknown> } = {}
  for (const { table, key, row } of delta.changes) {
    const map = (touched[table] ??= new Map<string, unknown>(rows[table]))
    if (row === null) map.delete(key)
    else map.set(key, row)
  }
  return { ...rows, ...touched } as Rows
}

function changedHeads(heads: readonly FrameHead[], delta: Delta): readonly FrameHead[] {
  const kept = heads.length > 0 && heads[heads.length - 1]!.seq > delta.position ? heads.filter(h => h.seq <= delta.position) : heads
  const last = kept.length > 0 ? kept[kept.length - 1]!.seq : -1
  const news = delta.heads.filter(h => h.seq > last && h.seq <= delta.position)
  return news.length === 0 ? kept : [...kept, ...news].slice(-HEADS_KEPT)
}

/**
 * The mirror after a delta, in whichever direction it goes. Law E6: after any deltas it equals one made from a fresh snapshot
 * (`heads` apart, which is a memory of the way and not of the place).
 */
export function applyDelta(mirror: Mirror, delta: Delta): Mirror {
  return {
    position: delta.position,
    now: delta.now,
    end: delta.end,
    endAt: delta.endAt,
    rows: changedRows(delta.fresh ? noRows() : mirror.rows, delta),
    heads: changedHeads(delta.fresh ? [] : mirror.heads, delta),
    canUndoFork: delta.canUndoFork,
  }
}
