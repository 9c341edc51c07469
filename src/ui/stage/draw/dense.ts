// Marks that are too many to be elements, on one canvas: lanes of a large Job, pods of a large cluster. Told apart without colour
// as well: what is being made is half as high, what failed has a gap, what waits is an outline.
import type { ZoomTransform } from 'd3-zoom'
import type { ClusterLayout, LaneBox, PodBox } from '../layout/cluster.ts'
import { isOver } from '../scene/look.ts'
import type { PodLook } from '../../../worker/rows.ts'
import type { Ref } from '../../../kube/keys.ts'
import { token } from '../../theme/theme.ts'

/** Sharper than this costs more than it shows, when there are thousands. */
const MOST_DPR = 1.5

export interface DenseView { readonly layout: ClusterLayout; readonly transform: ZoomTransform; readonly top: number; readonly width: number; readonly height: number; readonly dark: boolean; readonly isSelected: (ref: Ref) => boolean }

const colours = new Map<string, string>()
let coloursFor: boolean | undefined
const colourOf = (look: PodLook, dark: boolean): string => {
  if (coloursFor !== dark) { colours.clear(); coloursFor = dark }
  let colour = colours.get(look)
  if (!colour) colours.set(look, (colour = token(`--${look}`)))
  return colour
}

export const isDense = (layout: ClusterLayout): boolean => layout.densePods || layout.jobs.some(j => j.dense)

export function drawDense(canvas: HTMLCanvasElement, view: DenseView): void {
  const { layout, transform, top, width, height } = view
  const on = isDense(layout)
  canvas.hidden = !on
  if (!on) return
  const dpr = Math.min(MOST_DPR, devicePixelRatio || 1)
  const w = Math.round(width * dpr)
  const h = Math.round(height * dpr)
  if (canvas.width !== w || canvas.height !== h) { canvas.width = w; canvas.height = h }
  const c = canvas.getContext('2d')
  if (!c) return
  c.setTransform(1, 0, 0, 1, 0, 0)
  c.clearRect(0, 0, w, h)
  c.save()
  c.beginPath()
  c.rect(0, top * dpr, w, h)
  c.clip()
  c.setTransform(dpr * transform.k, 0, 0, dpr * transform.k, dpr * transform.x, dpr * (transform.y + top))
  for (const box of layout.jobs) if (box.dense) drawLanes(c, box, view)
  if (layout.densePods) drawCells(c, layout.pods, view)
  c.restore()
}

function drawLanes(c: CanvasRenderingContext2D, { scene, laneH, barH, lanesY, x }: LaneBox, { dark, isSelected }: DenseView): void {
  const [left, right] = x.range() as [number, number]
  const byLook = new Map<PodLook, Path2D>()
  const pathOf = (look: PodLook) => {
    let path = byLook.get(look)
    if (!path) byLook.set(look, (path = new Path2D()))
    return path
  }
  for (const bar of scene.bars) {
    const top = lanesY + bar.lane * laneH + (laneH - barH) / 2
    const lastRun = bar.segments.findLastIndex(s => s.look === 'running' || s.look === 'ready')
    for (const [i, s] of bar.segments.entries()) {
      const from = Math.max(left, x(s.from))
      const to = Math.min(right, x(s.to))
      if (to < left || from > right) continue
      const look = isOver(bar.look) && (i === lastRun || (lastRun < 0 && i === bar.segments.length - 1)) ? bar.look : s.look
      const low = look === 'creating' || look === 'pulling' || look === 'pending'
      pathOf(look).rect(from, low ? top + barH / 4 : top, Math.max(0.7, to - from - 0.5), low ? barH / 2 : look === 'failed' ? barH * 0.45 : barH)
      if (look === 'failed') pathOf(look).rect(from, top + barH * 0.7, Math.max(0.7, to - from - 0.5), barH * 0.3)
      if (isSelected(bar.ref)) pathOf('unknown').rect(from - 1, top - 1, to - from + 2, barH + 2)
    }
  }
  for (const [look, path] of byLook) {
    c.fillStyle = colourOf(look, dark)
    c.globalAlpha = look === 'succeeded' ? 0.72 : 1
    c.fill(path)
  }
  c.globalAlpha = 1
}

function drawCells(c: CanvasRenderingContext2D, pods: readonly PodBox[], { dark, isSelected }: DenseView): void {
  for (const { mark, x, y, r } of pods) {
    c.fillStyle = c.strokeStyle = colourOf(mark.look, dark)
    const low = mark.look === 'creating' || mark.look === 'pulling'
    if (mark.look === 'pending') c.strokeRect(x - r + 0.5, y - r + 0.5, 2 * r - 1, 2 * r - 1)
    else if (low) c.fillRect(x - r, y, 2 * r, r)
    else if (mark.look === 'failed' || mark.look === 'backoff') {
      c.fillRect(x - r, y - r, 2 * r, r * 0.7)
      c.fillRect(x - r, y + r * 0.3, 2 * r, r * 0.7)
    } else c.fillRect(x - r, y - r, 2 * r, 2 * r)
    if (isSelected(mark.ref)) { c.strokeStyle = token('--accent'); c.lineWidth = 2; c.strokeRect(x - r - 2, y - r - 2, 2 * r + 4, 2 * r + 4); c.lineWidth = 1 }
  }
}

/** Which mark of the canvas lies at a point of the drawing. */
export function denseAt(layout: ClusterLayout, px: number, py: number): Ref | undefined {
  for (const box of layout.jobs) {
    if (!box.dense) continue
    const lane = Math.floor((py - box.lanesY) / box.laneH)
    if (lane < 0 || lane >= box.scene.lanes) continue
    const at = box.x.invert(px)
    const hit = box.scene.bars.findLast(b => b.lane === lane && b.from <= at && at <= b.to)
    if (hit) return hit.ref
  }
  if (layout.densePods) return layout.pods.find(p => Math.abs(p.x - px) <= p.r + 1 && Math.abs(p.y - py) <= p.r + 1)?.mark.ref
  return undefined
}
