// A Deployment as its ReplicaSets that exchange pods, the new one first, and the line of what was available. Pure.
import type { Instant } from '../../../kube/object.ts'
import type { DeploymentRow, ReplicaSetRow } from '../../../worker/rows.ts'
import type { Rows } from '../../mirror/applyDelta.ts'
import { groupedBy } from '../scene/grouped.ts'
import { lineOf, type LineScene } from './line.ts'
import { slotsOf, type Slots } from './slots.ts'

export interface SetScene { readonly row: ReplicaSetRow; readonly isNew: boolean; readonly slots: Slots }
export interface DeploymentScene {
  readonly sets: readonly SetScene[]
  /** ReplicaSets that are kept for a rollback, without pods. */
  readonly emptied: readonly ReplicaSetRow[]
  readonly line: LineScene
}

const MOST_SETS = 6

/** By their owner's ref, the highest revision first. */
const setsByOwner = groupedBy<ReplicaSetRow>(s => s.owner, (a, b) => (b.revision ?? 0) - (a.revision ?? 0) || b.createdAt - a.createdAt || (a.name < b.name ? -1 : 1))

/** `mostPlaces`: how many pods can be drawn one by one in a row. */
export function deploymentScene(row: DeploymentRow, rows: Rows, now: Instant, mostPlaces: number): DeploymentScene {
  const all = setsByOwner(rows.replicasets).get(row.ref) ?? []
  const scenes = all.map((set, i): SetScene => ({ row: set, isNew: i === 0 && set.revision === row.revision, slots: slotsOf(set.uid, set.desired, rows, now, mostPlaces) }))
  const kept = scenes.filter((s, i) => i === 0 || s.row.desired > 0 || s.slots.total > 0).slice(0, MOST_SETS)
  return { sets: kept, emptied: all.filter(set => !kept.some(k => k.row === set)), line: lineOf(row.uid, rows.sizes, now) }
}
