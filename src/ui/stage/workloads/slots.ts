// The pods of one owner as a row of places: each pod keeps its place as long as it lives, and what is missing is a gap. Pure.
import type { Instant } from '../../../kube/object.ts'
import type { PodLook, PodRow } from '../../../worker/rows.ts'
import type { Rows } from '../../mirror/applyDelta.ts'
import { groupedBy } from '../scene/grouped.ts'
import { isOver, LOOKS, shownLook } from '../scene/look.ts'
import { podMark, type PodMark } from '../scene/nodes.ts'

/** By their owner's uid. */
export const podsByOwner = groupedBy<PodRow>(p => p.ownerUid, (a, b) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1))

export interface Slot { readonly mark: PodMark; readonly place: number }
export interface Slots {
  /** One by one, if there are at most so many places as were asked for. */
  readonly pods: readonly Slot[]
  /** Places of pods that are wanted and not there. */
  readonly gaps: readonly number[]
  readonly places: number
  /** How many of each look, in the order of LOOKS: all there is to draw when they are too many. */
  readonly counts: readonly (readonly [PodLook, number])[]
  readonly total: number
}

/** `most`: how many places can be drawn. */
export function slotsOf(uid: string, desired: number, rows: Rows, now: Instant, most: number): Slots {
  const pods = podsByOwner(rows.pods).get(uid) ?? []
  const counts = new Map<PodLook, number>()
  for (const p of pods) {
    const look = shownLook(p.look, p.owner)
    counts.set(look, (counts.get(look) ?? 0) + 1)
  }
  const summed = { counts: LOOKS.flatMap(look => (counts.has(look) ? [[look, counts.get(look)!] as const] : [])), total: pods.length }
  const living = pods.filter(p => !isOver(p.look) && p.look !== 'terminating').length
  const missing = Math.max(0, desired - living)
  if (pods.length + missing > most) return { pods: [], gaps: [], places: Math.max(desired, pods.length), ...summed }
  // The place among the owner's pods that it was given when it was made; places that lie far apart are moved together.
  const lanes = pods.map(p => rows.stories.get(p.uid)?.lane ?? 0)
  const apart = new Set(lanes).size < lanes.length || lanes.some(lane => lane >= most)
  const order = apart ? pods.map((_, i) => i) : lanes
  const taken = new Set(order)
  const gaps: number[] = []
  for (let place = 0; gaps.length < missing && place < most; place++) if (!taken.has(place)) gaps.push(place)
  return {
    pods: pods.map((p, i) => ({ mark: podMark(p, now), place: order[i]! })), gaps, places: 1 + Math.max(-1, ...order, ...gaps), ...summed,
  }
}
