// Where everything below the rail stands: blocks of workloads, the tray, node cards with their pods. Pure: scenes and a width → boxes.
import type { NodeScene, PodMark, TrayScene } from '../scene/nodes.ts'
import type { Shown } from '../workloads/blocks.ts'
import type { Block } from '../workloads/drawing.ts'
import type { LaneBox } from './lanes.ts'
import { PAD } from './sizes.ts'

const GAP = 12
const CARD_MIN = 146
/** Above a node's pods: its name, and its two bars below each other or, where the pane is low, beside each other. */
const HEAD = 78
const LOW_HEAD = 57
const FOOT = 30
/** Below this height, in px, the pane is low. */
const LOW = 340
const LEAST_PODS = 92
const MOST_PODS = 156

export interface PodBox { readonly key: string; readonly mark: PodMark; readonly x: number; readonly y: number; readonly r: number }
export interface NodeBox { readonly key: string; readonly scene: NodeScene; readonly x: number; readonly y: number; readonly w: number; readonly h: number; readonly moreY: number; readonly imagesY: number; readonly isLow: boolean }
export interface ClusterLayout {
  readonly blocks: readonly Block[]
  /** All lanes of Jobs, in whichever block they stand. */
  readonly lanes: readonly LaneBox[]
  readonly othersY: number | undefined
  readonly tray: { readonly y: number; readonly h: number; readonly scene: TrayScene } | undefined
  readonly nodes: readonly NodeBox[]
  readonly pods: readonly PodBox[]
  /** Pods are too many for elements: they go to the canvas. */
  readonly densePods: boolean
  readonly emptyY: number | undefined
  readonly height: number
}

/** Above this many, pods are drawn on a canvas. */
const MOST_ELEMENTS = 1500

const RADII = [21, 17, 13, 10, 7, 5]

/** The largest circles that fit, and how many stand in a row. */
export function podGrid(count: number, width: number, mostHeight: number): { readonly r: number; readonly columns: number; readonly gap: number } {
  for (const r of RADII) {
    const gap = r > 12 ? 8 : r > 6 ? 5 : 3
    const columns = Math.max(1, Math.floor((width + gap) / (2 * r + gap)))
    const rows = Math.ceil(count / columns)
    if (rows * (2 * r + gap) <= mostHeight || r === RADII.at(-1)) return { r, columns, gap }
  }
  return { r: 5, columns: 1, gap: 3 }
}

interface Input {
  readonly shown: Shown
  readonly nodes: readonly NodeScene[]
  readonly tray: TrayScene
  readonly width: number
  /** How high the pane is below the rail, in px: pods stay so small that the first row of nodes is in sight. */
  readonly height: number
  /** How high the tray stays at least, in px, though fewer wait in it by now. */
  readonly trayHeld?: number
}

export function clusterLayout({ shown, nodes, tray, width, height, trayHeld = 0 }: Input): ClusterLayout {
  let y = shown.y
  let emptyY: number | undefined
  if (shown.blocks.length === 0 && shown.others.length === 0) {
    // Pods that nobody owns are on the nodes, and in no block: then there is nothing to say, but the place is kept, so that nothing jumps.
    if (tray.pods.length === 0 && nodes.every(node => node.total === 0)) emptyY = y
    y += 58
  }
  const hasOthers = shown.others.length > 0
  const othersY = hasOthers ? y : undefined
  if (hasOthers) y += 30
  y += GAP

  const isLow = height < LOW
  const head = isLow ? LOW_HEAD : HEAD
  // Whether somebody waits in the tray does not count: circles do not change their size with that.
  const podRoom = Math.max(LEAST_PODS, Math.min(MOST_PODS, height - y - head - FOOT))
  const pods: PodBox[] = []
  let trayBox: ClusterLayout['tray']
  if (tray.pods.length > 0 || trayHeld > 0) {
    const { r, columns, gap } = podGrid(Math.max(1, tray.pods.length), width - 2 * PAD - 24, 76)
    const rows = Math.ceil(tray.pods.length / columns)
    const h = Math.max(trayHeld, 36 + rows * (2 * r + gap) + 6 + (tray.reasons.length > 0 ? tray.reasons.length * 15 + 4 : 0))
    tray.pods.forEach((mark, i) => pods.push({ key: mark.key, mark, x: PAD + 14 + r + (i % columns) * (2 * r + gap), y: y + 34 + r + Math.floor(i / columns) * (2 * r + gap), r }))
    trayBox = { y, h, scene: tray }
    y += h + GAP
  }

  const columns = Math.max(1, Math.min(nodes.length, Math.floor((width - 2 * PAD + GAP) / (CARD_MIN + GAP))))
  const w = (width - 2 * PAD - GAP * (columns - 1)) / columns
  // One size of circle for all, so that sizes mean nothing.
  const most = nodes.reduce((n, s) => Math.max(n, s.pods.length), 0)
  const { r, columns: perRow, gap } = podGrid(Math.max(most, 1), w - 22, podRoom)
  const nodeBoxes: NodeBox[] = []
  for (let row = 0; row < nodes.length; row += columns) {
    const inRow = nodes.slice(row, row + columns)
    const podRows = Math.max(1, ...inRow.map(n => Math.ceil(n.pods.length / perRow)))
    const podsH = podRows * (2 * r + gap)
    const more = inRow.some(n => n.more.length > 0) ? 18 : 0
    const h = Math.max((nodes.length > columns ? 150 : 186) - HEAD + head, head + podsH + more + FOOT)
    inRow.forEach((scene, i) => {
      const x = PAD + i * (w + GAP)
      nodeBoxes.push({ key: scene.name, scene, x, y, w, h, moreY: y + head + podsH + 12, imagesY: y + h - 11, isLow })
      scene.pods.forEach((mark, k) => pods.push({ key: mark.key, mark, x: x + 11 + r + (k % perRow) * (2 * r + gap), y: y + head + r + Math.floor(k / perRow) * (2 * r + gap), r }))
    })
    y += h + GAP
  }
  return { blocks: shown.blocks, lanes: shown.blocks.flatMap(b => b.body.lanes ?? []), othersY, tray: trayBox, nodes: nodeBoxes, pods, densePods: pods.length > MOST_ELEMENTS, emptyY, height: y + 4 }
}
