// Where a StatefulSet's ordinals stand. Pure: a scene and a width → places. Few have a column each, with claim and volume below the
// pod; many are wrapped like a text, with a mark for the claim.
import { PAD } from '../layout/sizes.ts'
import type { Ordinal, OrdinalScene } from './ordinalScene.ts'

export const LABEL_W = 84
const COLUMN_LEAST = 50
const COLUMN_MOST = 112
const POD = 13
const TRACK_H = 34
export const BOX_H = 19
const BOX_GAP = 9
const CELL_R = 8
const CELL_W = 22
const CELL_H = 27
const CELL_RULE = 10
const TURN_LEAST = 130

export interface OrdinalPlace {
  readonly ordinal: Ordinal
  readonly x: number
  readonly y: number
  readonly r: number
  /** How wide its column is. */
  readonly w: number
}
export interface OrdinalBox {
  /** Columns, or cells of a wrapped row. */
  readonly columns: boolean
  readonly places: readonly OrdinalPlace[]
  readonly newY: number
  readonly oldY: number | undefined
  /** Tops of the claims' boxes, one per template. */
  readonly claimYs: readonly number[]
  /** Volumes stand beside their claims, where there is no room for them below. */
  readonly isFlat: boolean
  readonly nameY: number
  /** Where the partition stands, between two ordinals. */
  readonly partition: { readonly x: number; readonly y1: number; readonly y2: number } | undefined
  readonly moreY: number
  /** Where it is told whose turn it is: beside the row, where the next one comes, or on a line of its own below. */
  readonly turn: { readonly x: number; readonly y: number; readonly w: number; readonly isBeside: boolean }
  /** Names of the lines of cells, at the left. */
  readonly starts: readonly { readonly ordinal: number; readonly y: number }[]
  readonly h: number
}

/** How many ordinals can be drawn in a block as high as `room`. */
export const mostOrdinals = (width: number, room: number): number => perLine(width) * Math.max(2, Math.floor((room - 20) / CELL_H))
/** Lines of tens where there is room, so that an ordinal is found without counting. */
function perLine(width: number): number {
  const count = Math.max(5, Math.floor((width - 2 * PAD - LABEL_W) / CELL_W))
  return count >= 20 ? count - (count % 10) : Math.min(count, 10)
}

/** `room`: how high it should stay, in px. */
export function ordinalBox(scene: OrdinalScene, templates: number, y: number, width: number, room: number): OrdinalBox {
  const tall = boxFor(scene, templates, y, width, false)
  return tall.h <= room || tall.claimYs.length === 0 ? tall : boxFor(scene, templates, y, width, true)
}

function boxFor(scene: OrdinalScene, templates: number, y: number, width: number, isFlat: boolean): OrdinalBox {
  const { ordinals } = scene
  const w = Math.min(COLUMN_MOST, (width - 2 * PAD - LABEL_W) / Math.max(1, ordinals.length))
  const box = w >= COLUMN_LEAST || ordinals.length <= 2 ? inColumns(scene, templates, y, w, isFlat) : wrapped(scene, y, width)
  const last = box.places.at(-1)
  const after = last && box.columns ? last.x + last.w / 2 + 14 : width
  if (width - PAD - after > TURN_LEAST) return { ...box, turn: { x: after, y: box.newY + 4, w: width - PAD - after, isBeside: true } }
  // The line is there also while nobody waits: what stands below does not jump with every step.
  return { ...box, turn: { x: PAD + LABEL_W, y: y + box.h + 9, w: width - 2 * PAD - LABEL_W, isBeside: false }, h: box.h + 18 }
}
type Columns = Omit<OrdinalBox, 'turn'>

function inColumns({ ordinals, rolling, partition, hidden }: OrdinalScene, templates: number, y: number, w: number, isFlat: boolean): Columns {
  const nameY = y + 12
  const newY = y + 20 + TRACK_H / 2
  const oldY = rolling ? newY + TRACK_H : undefined
  let bottom = (oldY ?? newY) + TRACK_H / 2
  const claimYs = Array.from({ length: templates }, () => {
    const top = bottom + 7
    bottom = top + (isFlat ? BOX_H : 2 * BOX_H + BOX_GAP + 4)
    return top
  })
  const x0 = PAD + LABEL_W
  const places = ordinals.map((ordinal, i): OrdinalPlace => ({ ordinal, x: x0 + (i + 0.5) * w, y: rolling && ordinal.isOld ? oldY! : newY, r: POD, w }))
  return {
    columns: true, places, newY, oldY, claimYs, isFlat, nameY, starts: [],
    partition: partition > 0 ? { x: x0 + partition * w, y1: y + 2, y2: bottom + 3 } : undefined, moreY: bottom + 12, h: bottom - y + (hidden > 0 || partition > 0 ? 22 : 10),
  }
}

function wrapped({ ordinals, partition, hidden }: OrdinalScene, y: number, width: number): Columns {
  const line = perLine(width)
  const x0 = PAD + LABEL_W
  const at = (i: number) => ({ x: x0 + CELL_RULE + (i % line) * CELL_W, y: y + CELL_R + 4 + Math.floor(i / line) * CELL_H })
  const places = ordinals.map((ordinal, i): OrdinalPlace => ({ ordinal, ...at(i), r: CELL_R, w: CELL_W }))
  const lines = Math.ceil(ordinals.length / line)
  const starts = Array.from({ length: lines }, (_, i) => ({ ordinal: ordinals[i * line]!.ordinal, y: at(i * line).y }))
  const split = partition > 0 && partition < ordinals.length ? at(partition) : undefined
  const bottom = y + lines * CELL_H + 4
  return {
    columns: false, places, newY: y, oldY: undefined, claimYs: [], isFlat: false, nameY: y, starts, moreY: bottom + 10, h: bottom - y + (hidden > 0 ? 20 : 6),
    partition: split && { x: split.x - CELL_W / 2, y1: split.y - CELL_R - 3, y2: split.y + CELL_R + 8 },
  }
}
