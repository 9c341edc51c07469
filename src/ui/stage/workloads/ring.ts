// Where a DaemonSet's nodes stand on their ring. Pure: a scene and a width → places. Few nodes have a circle each; many stand in
// sectors of neighbours, whose length says what they do.
import { widthOf } from '../layout/text.ts'
import { PAD } from '../layout/sizes.ts'
import type { DaemonScene, Spoke, SpokePod, SpokeState } from './daemonScene.ts'

/** Above this many nodes, a circle each would be too small for its sign. */
export const MOST_SPOKES = 26
/** Above this many, names would lie on one another. */
const MOST_NAMES = 12
const MOST_SECTORS = 120
const NAME = 10.5
const MOST_NAME = 96
const NARROW_NAME = 50

export interface PodPlace { readonly pod: SpokePod; readonly x: number; readonly y: number; readonly r: number }
export interface SpokePlace {
  readonly spoke: Spoke
  /** Where a pod stands or should stand. */
  readonly x: number
  readonly y: number
  readonly r: number
  readonly arc: readonly [from: number, to: number]
  readonly name: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end' } | undefined
  readonly pods: readonly PodPlace[]
}
/** What a stretch of a sector is of: its nodes' state, and of those that are served whether by the new template. */
export type SectorPart = SpokeState | 'old'
export interface SectorPlace {
  readonly spokes: readonly Spoke[]
  readonly arc: readonly [from: number, to: number]
  /** From the inside to the outside. */
  readonly parts: readonly { readonly part: SectorPart; readonly from: number; readonly to: number }[]
}

export interface RingBox {
  readonly cx: number
  readonly cy: number
  /** The track of the newest template, and the one of older templates. */
  readonly outer: number
  readonly inner: number
  readonly spokes: readonly SpokePlace[]
  readonly sectors: readonly SectorPlace[]
  /** How wide a name may be, in px. */
  readonly nameW: number
  /** Where lines beside the ring may stand. */
  readonly notesX: number
  readonly h: number
}

const LEAST_H = 118
const MOST_H = 196
const PART_ORDER: readonly SectorPart[] = ['refused', 'kept', 'gone', 'missing', 'failing', 'coming', 'old', 'served']
const onCircle = (cx: number, cy: number, radius: number, angle: number) => ({ x: cx + radius * Math.sin(angle), y: cy - radius * Math.cos(angle) })

export function ringBox(scene: DaemonScene, y: number, width: number, room: number): RingBox {
  const n = scene.spokes.length
  const few = n <= MOST_SPOKES
  const named = few && n <= MOST_NAMES && width > 360
  const h = Math.round(Math.max(LEAST_H, Math.min(MOST_H, room)))
  const nameW = named ? Math.min(width < 560 ? NARROW_NAME : MOST_NAME, Math.max(...scene.spokes.map(s => widthOf(s.name, NAME)), 0)) + 10 : 4
  const r = n <= 8 ? 13 : n <= 14 ? 10 : 6.5
  const outer = h / 2 - (named ? 18 : 4) - (few ? r : 0)
  const inner = few ? outer - Math.max(2 * r + 5, 16) : outer * 0.6
  const cx = PAD + nameW + outer + (few ? r : 0)
  const cy = y + h / 2
  const notesX = cx + outer + (few ? r : 0) + nameW + 14
  const half = Math.PI / Math.max(1, n)
  // Half a step on, so that no name stands straight above or below where another begins.
  const angleOf = (i: number) => (2 * i + 1) * half
  const spokes = few ? scene.spokes.map((spoke, i): SpokePlace => {
    const angle = angleOf(i)
    const at = onCircle(cx, cy, outer, angle)
    const label = onCircle(cx, cy, outer + r + 7, angle)
    const sin = Math.sin(angle)
    const gap = Math.min(half * 0.3, 4 / outer)
    return {
      spoke, ...at, r, arc: [angle - half + gap, angle + half - gap], pods: podPlaces(spoke, scene.rolling, cx, cy, outer, inner, angle, r),
      name: named ? { x: label.x, y: label.y + 3.5 + (Math.abs(sin) < 0.35 ? (Math.cos(angle) > 0 ? -3 : 5) : 0), anchor: Math.abs(sin) < 0.2 ? 'middle' : sin > 0 ? 'start' : 'end' } : undefined,
    }
  }) : []
  return { cx, cy, outer, inner, spokes, sectors: few ? [] : sectorsOf(scene.spokes, inner, outer), notesX, nameW, h }
}

/** New pods on the outer track, old ones on the inner; several on one track stand side by side. */
function podPlaces(spoke: Spoke, rolling: boolean, cx: number, cy: number, outer: number, inner: number, angle: number, r: number): PodPlace[] {
  const places: PodPlace[] = []
  for (const isOuter of [true, false]) {
    const pods = spoke.pods.filter(p => (!rolling || p.isNew) === isOuter).slice(0, 3)
    const track = isOuter ? outer : inner
    const size = isOuter ? r : r - 2
    pods.forEach((pod, i) => places.push({ pod, ...onCircle(cx, cy, track, angle + (i - (pods.length - 1) / 2) * ((2 * size + 2) / track)), r: size }))
  }
  return places
}

function sectorsOf(spokes: readonly Spoke[], inner: number, outer: number): SectorPlace[] {
  const count = Math.min(spokes.length, MOST_SECTORS)
  const step = (2 * Math.PI) / count
  return Array.from({ length: count }, (_, i): SectorPlace => {
    const own = spokes.slice(Math.floor((i * spokes.length) / count), Math.floor(((i + 1) * spokes.length) / count))
    const counts = new Map<SectorPart, number>()
    for (const s of own) {
      const part: SectorPart = s.state === 'served' && s.old ? 'old' : s.state
      counts.set(part, (counts.get(part) ?? 0) + 1)
    }
    let at = inner
    const parts = PART_ORDER.flatMap(part => {
      const share = counts.get(part)
      if (share === undefined) return []
      const from = at
      at += ((outer - inner) * share) / own.length
      return [{ part, from, to: at }]
    })
    return { spokes: own, arc: [i * step, (i + 1) * step], parts }
  })
}
