// A Job's lanes: a bar per pod, ghosts for what is to come, the line of now and the axis of time.
import { select } from 'd3-selection'
import type { LaneBox } from '../layout/lanes.ts'
import { PAD } from '../layout/sizes.ts'
import { fitted, widthOf } from '../layout/text.ts'
import type { Bar, Ghost } from '../scene/jobs.ts'
import { isOver } from '../scene/look.ts'
import { barLabel, barLook } from '../words.ts'
import type { BlockMarking, Group } from '../workloads/drawing.ts'
import { SIGNS } from './signs.ts'
import { ticksOf, tickText } from './ticks.ts'
import css from '../stage.module.css'

const PARTS = ['lanes', 'axis', 'ghosts', 'bars', 'words', 'now']

/** Draws into a group that may be empty or was drawn into before. */
export function drawLanes(g: Group, box: LaneBox, how: BlockMarking): void {
  g.selectAll<SVGGElement, string>(':scope > g').data(PARTS).join(enter => enter.append('g').attr('data-part', d => d).attr('class', d => (d === 'words' ? css.barWords! : null)).attr('aria-hidden', d => (d === 'bars' ? null : 'true')))
  const { scene, y: lanesY, laneH, x } = box
  const { t, now } = how

  const midOf = (lane: number) => lanesY + lane * laneH + laneH / 2
  const labelled = laneH >= 13
  const lanes = g.select<SVGGElement>('[data-part=lanes]')
  const places = labelled ? Array.from({ length: scene.lanes }, (_, i) => i) : []
  lanes.selectAll<SVGGElement, number>('g').data(places).join(enter => {
    const lane = enter.append('g')
    lane.append('line').attr('class', css.laneLine!)
    lane.append('text').attr('class', css.tiny!)
    return lane
  }).each(function lane(i) {
    const [line, text] = this.children as unknown as [SVGLineElement, SVGTextElement]
    line.setAttribute('x1', String(x.range()[0]!)); line.setAttribute('x2', String(x.range()[1]!))
    line.setAttribute('y1', String(midOf(i))); line.setAttribute('y2', String(midOf(i)))
    text.setAttribute('x', String(PAD)); text.setAttribute('y', String(midOf(i) + 3.5))
    text.textContent = t.stage.job.place(i + 1)
  })
  const bottom = lanesY + laneH * scene.lanes
  const notes = [
    ...(labelled ? [] : [{ text: t.stage.job.places(scene.lanes), y: lanesY + 10, x: PAD }]),
    ...(scene.hiddenLanes > 0 ? [{ text: t.stage.job.morePlaces(scene.hiddenLanes), y: bottom + 12, x: x.range()[0]! }] : []),
    ...(scene.earlier > 0 ? [{ text: t.stage.job.earlier(scene.earlier), y: bottom + 17 + (scene.hiddenLanes > 0 ? 14 : 0), x: PAD }] : []),
  ]
  lanes.selectAll<SVGTextElement, (typeof notes)[number]>('text.note').data(notes).join(enter => enter.append('text').attr('class', `note ${css.tiny}`)).attr('x', n => n.x).attr('y', n => n.y).text(n => n.text)

  const since = scene.row.startedAt ?? scene.row.createdAt
  const axisY = bottom + 17 + (scene.hiddenLanes > 0 ? 14 : 0)
  const [from, to] = x.domain() as [number, number]
  const axisFrom = scene.earlier > 0 ? from + (to - from) * 0.14 : from
  g.select<SVGGElement>('[data-part=axis]').selectAll<SVGTextElement, number>('text').data(ticksOf(axisFrom - since, to - since, x.range()[1]! - x.range()[0]!))
    .join(enter => enter.append('text').attr('class', css.tiny!)).attr('x', d => x(d + since)).attr('y', axisY).attr('text-anchor', d => (x(d + since) > x.range()[1]! - 14 ? 'end' : 'middle')).text(tickText)

  drawBars(g, box, how)
  g.select<SVGGElement>('[data-part=ghosts]').selectAll<SVGGElement, Ghost>('g').data(laneH >= 6 ? scene.ghosts : [], d => d.key).join(enter => {
    const ghost = enter.append('g').attr('class', css.ghost!)
    ghost.append('rect').attr('rx', 4)
    ghost.append('text').attr('class', css.tiny!)
    return ghost
  }).each(function ghost(d) {
    const [rect, text] = this.children as unknown as [SVGRectElement, SVGTextElement]
    const left = x(d.from)
    const width = Math.max(2, Math.min(x(d.to), x.range()[1]!) - left)
    this.style.display = left >= x.range()[1]! - 2 ? 'none' : ''
    rect.setAttribute('x', String(left)); rect.setAttribute('y', String(midOf(d.lane) - box.barH / 2))
    rect.setAttribute('width', String(width)); rect.setAttribute('height', String(box.barH))
    text.setAttribute('x', String(left + 7)); text.setAttribute('y', String(midOf(d.lane) + 3.5))
    text.textContent = box.barH >= 11 ? fitted(t.stage.job.ghost(d.ordinal, scene.row.completions ?? 0), width - 10, 10.5) : ''
  })
  const nowX = x(Math.min(now, to))
  g.select<SVGGElement>('[data-part=now]').selectAll<SVGLineElement, number>('line').data(now >= from && (!isDone(scene.row.status) || now <= to) ? [nowX] : []).join('line')
    .attr('class', css.nowLine!).attr('x1', d => d).attr('x2', d => d).attr('y1', lanesY - 4).attr('y2', bottom + 3)
}

const isDone = (status: string) => status === 'Complete' || status === 'Failed'

/** How each bar was drawn last. */
const drawn = new WeakMap<Element, string>()

function drawBars(g: Group, box: LaneBox, how: BlockMarking): void {
  const { scene, laneH, barH, y: lanesY, x } = box
  const top = (lane: number) => lanesY + lane * laneH + (laneH - barH) / 2
  const bars = box.dense ? [] : scene.bars
  const [left, right] = x.range() as [number, number]
  const clip = (at: number) => Math.min(right, Math.max(left, x(at)))
  const part = g.select<SVGGElement>('[data-part=bars]')
  const axis = [...x.domain(), left, right, barH, laneH, lanesY].join(' ')
  part.selectAll<SVGGElement, Bar>('g').data(bars, b => b.key).join(enter => {
    const bar = enter.append('g').attr('class', css.bar!)
    if (laneH >= 6) bar.attr('role', 'button').attr('tabindex', -1).attr('data-mark', '')
    return bar
  }).each(function bar(d) {
    // Nothing is written that stands there already: most bars have ended, and stay as they are until the axis moves.
    const { lane, from, to, look, open } = d
    const label = barLabel(d, how.t)
    const now = [axis, lane, from, to, look, open, d.segments.length, how.isSelected(d.ref), how.isHovered(d.ref), label].join(' ')
    if (drawn.get(this) === now) return
    drawn.set(this, now)
    this.dataset['ref'] = d.ref
    this.dataset['look'] = d.look
    this.toggleAttribute('data-selected', how.isSelected(d.ref))
    this.toggleAttribute('data-hovered', how.isHovered(d.ref))
    this.setAttribute('aria-label', label)
    // A pod that never ran (it failed at once, or was deleted) still was there.
    const all = d.segments.length > 0 ? d.segments : [{ from: d.from, to: d.to, look: d.look }]
    // What took less than a pixel cannot be seen, and would hide what can.
    const wide = all.filter(s => x(s.to) - x(s.from) >= 1.2 || s.look === 'running' || s.look === 'ready')
    const segments = wide.length > 0 ? wide : all.slice(-1)
    const lastRun = segments.findLastIndex(s => s.look === 'running' || s.look === 'ready')
    select(this).selectAll<SVGRectElement, unknown>('rect').data(segments).join('rect')
      .attr('class', css.seg!).attr('rx', Math.min(4, barH / 3)).attr('y', top(d.lane)).attr('height', barH)
      .attr('x', s => clip(s.from)).attr('width', s => Math.max(1.5, clip(s.to) - clip(s.from)))
      .attr('data-look', (s, i) => (isOver(d.look) && (i === lastRun || (lastRun < 0 && i === segments.length - 1)) ? d.look : s.look))
      .attr('data-open', (_, i) => (d.open && i === segments.length - 1 ? '' : null))
  })
  // Words stand over all bars: a sign and a name inside the longest stretch, or behind the bar while it is still short.
  const words = laneH >= 13 ? bars.filter(b => clip(b.to) > left).flatMap(b => {
    const run = b.segments.findLast(s => s.look === 'running' || s.look === 'ready' || s.look === 'backoff') ?? b.segments.at(-1)
    const from = clip(run?.from ?? b.from)
    const width = clip(run?.to ?? b.to) - from
    const full = 17 + widthOf(b.short, 10.5)
    if (width >= 16) return [{ bar: b, x: from + 6, name: widthOf(b.short, 10.5) <= width - 20 ? b.short : '', inside: true }]
    if (!b.open) return []
    // What is to come stands behind it: words only as far as there is room.
    const room = Math.min(right, ...scene.ghosts.filter(g => g.lane === b.lane).map(g => x(g.from))) - clip(b.to) - 8
    const long = `${b.short} ${barLook(b, how.t)}`
    const name = widthOf(long, 10.5) + 17 < room ? long : full < room ? b.short : ''
    return room > 14 ? [{ bar: b, x: clip(b.to) + 6, name, inside: false }] : []
  }) : []
  g.select<SVGGElement>('[data-part=words]').selectAll<SVGGElement, (typeof words)[number]>('g').data(words, d => d.bar.key).join(enter => {
    const word = enter.append('g')
    word.append('path')
    word.append('text')
    return word
  }).each(function word(d) {
    const [sign, text] = this.children as unknown as [SVGPathElement, SVGTextElement]
    const mid = top(d.bar.lane) + barH / 2
    this.dataset['look'] = d.bar.look
    this.dataset['inside'] = String(d.inside)
    sign.setAttribute('d', SIGNS[d.bar.look].d)
    sign.dataset['stroke'] = String(SIGNS[d.bar.look].stroke)
    sign.setAttribute('transform', `translate(${d.x + 4},${mid}) scale(0.56)`)
    text.setAttribute('x', String(d.x + 13)); text.setAttribute('y', String(mid + 3.6))
    text.textContent = d.name
  })
}
