// Marks that are too many to be elements, on one canvas: lanes of a large Job, pods of a large cluster. Told apart without colour
// as well: what is being made is half as high, what failed has a gap, what waits is an outline.
import type { ZoomTransform } from 'd3-zoom'
import type { ClusterLayout, PodBox } from '../layout/cluster.ts'
import type { LaneBox } from '../layout/lanes.ts'
import type { Bar } from '../scene/jobs.ts'
import { isOver } from '../scene/look.ts'
import type { PodLook } from '../../../worker/rows.ts'
import type { Ref } from '../../../kube/keys.ts'
import { token } from '../../theme/theme.ts'

/** Sharper than this costs more than it shows, when there are thousands. */
const MOST_DPR = 1.5

export interface DenseView { readonly layout: ClusterLayout; readonly transform: ZoomTransform; readonly top: number; readonly width: number; readonly height: number; readonly dark: boolean; readonly now: number; readonly isSelected: (ref: Ref) => boolean }

const colours = new Map<string, string>()
let coloursFor: boolean | undefined
const colourOf = (look: PodLook, dark: boolean): string => {
  if (coloursFor !== dark) { colours.clear(); coloursFor = dark }
  let colour = colours.get(look)
  if (!colour) colours.set(look, (colour = token(`--${look}`)))
  return colour
}

const isDense = (layout: ClusterLayout): boolean => layout.densePods || layout.lanes.some(j => j.dense)

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
  for (const box of layout.lanes) if (box.dense) drawLanes(c, box, view)
  if (layout.densePods) drawCells(c, layout.pods, view)
  c.restore()
}

/** Bars that have ended do not change: they are painted once, until the axis or the colours do. */
interface Ended { key: string; now: number; readonly canvas: HTMLCanvasElement; readonly painted: Set<string> }
const ended = new Map<string, Ended>()

function drawLanes(c: CanvasRenderingContext2D, box: LaneBox, { dark, isSelected, transform, now }: DenseView): void {
  const { scene, laneH, x, w, h, y } = box
  const dpr = Math.min(MOST_DPR, devicePixelRatio || 1) * Math.min(2, Math.max(1, transform.k))
  const key = [scene.from, scene.to, scene.lanes, w, laneH, y, dark, dpr].join(' ')
  let cache = ended.get(scene.ref)
  if (!cache || cache.key !== key || now < cache.now) {
    if (ended.size > 3) ended.clear()
    const canvas = cache?.canvas ?? document.createElement('canvas')
    canvas.width = Math.ceil(w * dpr)
    canvas.height = Math.ceil(h * dpr)
    ended.set(scene.ref, (cache = { key, now, canvas, painted: new Set() }))
  }
  cache.now = now
  const fresh = scene.bars.filter(b => !b.open && !cache.painted.has(b.key))
  const back = cache.canvas.getContext('2d')
  if (back && fresh.length > 0) {
    back.setTransform(dpr, 0, 0, dpr, 0, -y * dpr)
    paintBars(back, fresh, box, dark)
    for (const bar of fresh) cache.painted.add(bar.key)
  }
  c.drawImage(cache.canvas, 0, y, cache.canvas.width / dpr, cache.canvas.height / dpr)
  paintBars(c, scene.bars.filter(b => b.open), box, dark)
  const chosen = scene.bars.find(b => isSelected(b.ref))
  if (chosen) {
    c.strokeStyle = token('--accent')
    c.lineWidth = 2
    c.strokeRect(x(chosen.from) - 1, y + chosen.lane * laneH - 1, x(chosen.to) - x(chosen.from) + 2, laneH + 2)
  }
}

function paintBars(c: CanvasRenderingContext2D, bars: readonly Bar[], { laneH, barH, y, x }: LaneBox, dark: boolean): void {
  const [left, right] = x.range() as [number, number]
  // By colour, because to change it costs more than to fill.
  const byLook = new Map<PodLook, number[]>()
  const put = (look: PodLook, ...rect: [number, number, number, number]) => {
    const list = byLook.get(look)
    if (list) list.push(...rect)
    else byLook.set(look, [...rect])
  }
  for (const bar of bars) {
    const top = y + bar.lane * laneH + (laneH - barH) / 2
    const lastRun = bar.segments.findLastIndex(s => s.look === 'running' || s.look === 'ready')
    for (const [i, s] of bar.segments.entries()) {
      const from = Math.max(left, x(s.from))
      const to = Math.min(right, x(s.to))
      if (to < left || from > right) continue
      const look = isOver(bar.look) && (i === lastRun || (lastRun < 0 && i === bar.segments.length - 1)) ? bar.look : s.look
      const low = look === 'creating' || look === 'pulling' || look === 'pending'
      const width = Math.max(0.7, to - from - 0.5)
      put(look, from, low ? top + barH / 4 : top, width, low ? barH / 2 : look === 'failed' ? barH * 0.45 : barH)
      if (look === 'failed') put(look, from, top + barH * 0.7, width, barH * 0.3)
    }
  }
  for (const [look, rects] of byLook) {
    c.fillStyle = colourOf(look, dark)
    c.globalAlpha = look === 'succeeded' ? 0.72 : 1
    for (let i = 0; i < rects.length; i += 4) c.fillRect(rects[i]!, rects[i + 1]!, rects[i + 2]!, rects[i + 3]!)
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
  for (const box of layout.lanes) {
    if (!box.dense) continue
    const lane = Math.floor((py - box.y) / box.laneH)
    if (lane < 0 || lane >= box.scene.lanes) continue
    const at = box.x.invert(px)
    const hit = box.scene.bars.findLast(b => b.lane === lane && b.from <= at && at <= b.to)
    if (hit) return hit.ref
  }
  if (layout.densePods) return layout.pods.find(p => Math.abs(p.x - px) <= p.r + 1 && Math.abs(p.y - py) <= p.r + 1)?.mark.ref
  return undefined
}
