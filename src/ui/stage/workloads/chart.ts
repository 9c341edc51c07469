// The line of what was available over time in the band between its bounds, with the number of all pods as a second, dashed line.
import { scaleLinear, type ScaleLinear } from 'd3-scale'
import { area, curveStepAfter, line } from 'd3-shape'
import type { SizeRow } from '../../../worker/rows.ts'
import { ticksOf, tickText } from '../draw/ticks.ts'
import { PAD } from '../layout/sizes.ts'
import type { BlockMarking, Group } from './drawing.ts'
import type { LineScene } from './line.ts'
import { rowEnd, rowLabel } from './row.ts'
import css from './workloads.module.css'

const CHART_H = 62
const LOWEST_CHART = 38
const AXIS_H = 22
const PARTS = ['band', 'bounds', 'total', 'area', 'available', 'words', 'axis', 'now']

export interface ChartBox { readonly scene: LineScene; readonly y: number; readonly h: number; readonly chartH: number; readonly x: ScaleLinear<number, number>; readonly level: ScaleLinear<number, number>; readonly w: number }

/** `room`: how high it should stay, in px. `h` is with the axis of time. */
export function chartBox(scene: LineScene, y: number, w: number, room: number): ChartBox {
  const chartH = Math.max(LOWEST_CHART, Math.min(CHART_H, room - AXIS_H))
  return {
    scene, y, w, chartH, h: chartH + AXIS_H, x: scaleLinear().domain([scene.from, scene.to]).range([PAD + rowLabel(w), w - PAD - rowEnd(w)]),
    level: scaleLinear().domain([0, scene.top]).range([y + chartH, y + 6]),
  }
}

interface ChartWords { readonly available: string; readonly pods: string; readonly most: (n: number) => string; readonly least: (n: number) => string; readonly label: string }

export function drawChart(g: Group, { scene, x, level, y, w, chartH }: ChartBox, words: ChartWords, { now, startAt }: BlockMarking): void {
  g.attr('role', 'img').attr('aria-label', words.label)
  g.selectAll<SVGGElement, string>(':scope > g').data(PARTS).join(enter => enter.append('g').attr('data-part', d => d))
  const end = Math.min(now, scene.to)
  const last = scene.steps.at(-1)
  const points: readonly SizeRow[] = last ? [...scene.steps, { ...last, at: end }] : []
  const [left, right] = x.range() as [number, number]
  const at = (s: SizeRow) => Math.min(right, Math.max(left, x(s.at)))
  const part = (name: string) => g.select<SVGGElement>(`[data-part=${name}]`)
  const path = (name: string, className: string, d: string | null) => part(name).selectAll<SVGPathElement, string>('path').data(d ? [d] : []).join('path').attr('class', className).attr('d', p => p)
  const bounded = points.filter(s => s.least !== undefined && s.most !== undefined)
  path('band', css.band!, area<SizeRow>().x(at).y0(s => level(s.least!)).y1(s => level(s.most!)).curve(curveStepAfter)(bounded))
  path('area', css.availableArea!, area<SizeRow>().x(at).y0(level(0)).y1(s => level(s.available)).curve(curveStepAfter)(points))
  path('total', css.totalLine!, line<SizeRow>().x(at).y(s => level(s.total)).curve(curveStepAfter)(points))
  path('available', css.availableLine!, line<SizeRow>().x(at).y(s => level(s.available)).curve(curveStepAfter)(points))
  const bounds = last?.least !== undefined && last.most !== undefined
    ? [...(last.most > last.least ? [{ key: 'most', n: last.most, text: words.most(last.most), dy: 3.5 }] : []), { key: 'least', n: last.least, text: words.least(last.least), dy: 3.5 }] : []
  part('bounds').selectAll<SVGLineElement, (typeof bounds)[number]>('line').data(bounds, b => b.key).join('line').attr('class', css.boundLine!)
    .attr('x1', left).attr('x2', right).attr('y1', b => level(b.n)).attr('y2', b => level(b.n))
  // Two bounds that lie close leave each other room.
  const close = bounds.length === 2 && Math.abs(level(bounds[0]!.n) - level(bounds[1]!.n)) < 13
  part('bounds').selectAll<SVGTextElement, (typeof bounds)[number]>('text').data(bounds, b => b.key).join('text').attr('class', css.tiny!).attr('x', right + 8)
    .attr('y', b => level(b.n) + b.dy + (close ? (b.key === 'most' ? -5 : 5) : 0)).text(b => b.text)
  const legend = [{ key: 'available', text: words.available, className: css.legendAvailable!, y: y + 18 }, { key: 'pods', text: words.pods, className: css.legendTotal!, y: y + 36 }]
  const swatch = part('words')
  swatch.selectAll<SVGTextElement, (typeof legend)[number]>('text').data(legend, l => l.key).join('text').attr('class', css.tiny!).attr('x', PAD + 20).attr('y', l => l.y).text(l => l.text)
  swatch.selectAll<SVGLineElement, (typeof legend)[number]>('line').data(legend, l => l.key).join('line').attr('class', l => l.className).attr('x1', PAD).attr('x2', PAD + 14).attr('y1', l => l.y - 3.5).attr('y2', l => l.y - 3.5)
  const ticks = ticksOf(scene.from - startAt, scene.to - startAt, right - left)
  part('axis').selectAll<SVGTextElement, number>('text').data(ticks).join('text').attr('class', css.tiny!).attr('x', d => x(d + startAt)).attr('y', y + chartH + 15)
    .attr('text-anchor', d => (x(d + startAt) > right - 14 ? 'end' : 'middle')).text(tickText)
  part('axis').selectAll<SVGLineElement, number>('line').data([0]).join('line').attr('class', css.baseLine!).attr('x1', left).attr('x2', Math.min(right, w)).attr('y1', level(0)).attr('y2', level(0))
  part('now').selectAll<SVGLineElement, number>('line').data(now <= scene.to ? [x(now)] : []).join('line').attr('class', css.nowLine!).attr('x1', d => d).attr('x2', d => d).attr('y1', y + 2).attr('y2', y + chartH + 3)
}

