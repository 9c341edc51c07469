// A HorizontalPodAutoscaler: a meter for each metric, with its target in the middle; below, the replicas between their bounds, those
// that are wanted as ghosts, as everywhere.
import type { AutoscalerRow } from '../../../worker/rows.ts'
import { workloadWords } from '../../i18n/workloads/index.ts'
import { PAD } from '../layout/sizes.ts'
import { fitted } from '../layout/text.ts'
import { meterOf, placesOf, type Place } from './autoscalerScene.ts'
import type { Body, BlockMarking, Drawing, Group, Speech } from './drawing.ts'
import { rowLabel } from './row.ts'
import css from './autoscaler.module.css'

const ROW = 24
const END = 110
const R = 6
const STEP = 2 * R + 6
const MOST_METRICS = 3

interface AutoscalerBody extends Body { readonly y: number; readonly left: number; readonly right: number; readonly places: readonly Place[]; readonly per: number }

function autoscalerSentence(row: AutoscalerRow, { lang }: Speech): string {
  const w = workloadWords(lang).autoscaler
  return [
    row.state === 'works' ? (row.current === row.wanted ? w.steady(row.current) : w.scales(row.current, row.wanted)) : w[row.state],
    ...row.metrics.slice(0, 1).map(m => w.metric(m.name, m.current, m.target)), ...(row.calms ? [w.calms] : []), ...(row.bound ? [w.bound[row.bound]] : []), row.targetName,
  ].join(' · ')
}

export const autoscalerDrawing: Drawing<'horizontalpodautoscalers', AutoscalerBody> = {
  table: 'horizontalpodautoscalers',
  kind: 'HorizontalPodAutoscaler',
  place(row, { width }, y) {
    const left = PAD + rowLabel(width)
    const right = width - PAD - END
    return { y, left, right, h: (Math.min(MOST_METRICS, row.metrics.length) + 1) * ROW + 20, ...placesOf(row, Math.floor((right - left) / STEP)) }
  },
  draw(g, body, row, how) {
    g.selectAll<SVGGElement, string>(':scope > g').data(['meters', 'replicas']).join('g').attr('data-part', d => d)
    const metrics = row.metrics.slice(0, MOST_METRICS)
    drawMeters(g.select(':scope > [data-part=meters]'), body, metrics, how)
    drawReplicas(g.select(':scope > [data-part=replicas]'), body, row, body.y + metrics.length * ROW, how)
  },
  sentence: autoscalerSentence,
  // `max` is the field's own word; whoever stands there wanted more.
  brief: row => (row.current === row.wanted ? `${row.current}${row.bound === 'most' ? ' (max)' : ''}` : `${row.current} → ${row.wanted}`),
  tone: row => (row.state === 'cannot' ? 'bad' : row.state === 'blind' || row.bound === 'most' ? 'warn' : row.current === row.wanted ? 'good' : undefined),
}

function drawMeters(g: Group, { y, left, right }: AutoscalerBody, metrics: AutoscalerRow['metrics'], { lang }: BlockMarking): void {
  const w = workloadWords(lang).autoscaler
  g.selectAll<SVGGElement, (typeof metrics)[number]>(':scope > g').data(metrics).join(enter => {
    const meter = enter.append('g').attr('class', css.meter!).attr('role', 'img')
    meter.append('text').attr('class', css.label!)
    meter.append('rect').attr('class', css.track!).attr('rx', 4)
    meter.append('rect').attr('class', css.fill!).attr('rx', 4)
    meter.append('line').attr('class', css.goal!)
    meter.append('text').attr('class', css.tiny!)
    meter.append('text').attr('class', css.end!).attr('text-anchor', 'end')
    return meter
  }).each(function meter({ name, current, target, share }, i) {
    const [label, track, fill, goal, goalWords, end] = this.children as unknown as [SVGTextElement, SVGRectElement, SVGRectElement, SVGLineElement, SVGTextElement, SVGTextElement]
    const mid = y + i * ROW + ROW / 2
    const middle = (left + right) / 2
    this.setAttribute('aria-label', w.meter(name, current, target))
    this.dataset['state'] = share === undefined ? 'unknown' : share > 1 ? 'over' : 'under'
    label.setAttribute('x', String(PAD)); label.setAttribute('y', String(mid + 4)); label.textContent = fitted(name, left - PAD - 10, 11.5)
    track.setAttribute('x', String(left)); track.setAttribute('width', String(Math.max(0, right - left)))
    fill.setAttribute('x', String(left)); fill.setAttribute('width', String(Math.max(0, meterOf(share ?? 0) * (right - left))))
    for (const bar of [track, fill]) { bar.setAttribute('y', String(mid - 6)); bar.setAttribute('height', '12') }
    goal.setAttribute('x1', String(middle)); goal.setAttribute('x2', String(middle)); goal.setAttribute('y1', String(mid - 9)); goal.setAttribute('y2', String(mid + 9))
    goalWords.setAttribute('x', String(middle + 6)); goalWords.setAttribute('y', String(mid + 3.5)); goalWords.textContent = fitted(w.goal(target), right - middle - 10, 10.5)
    end.setAttribute('x', String(right + END - 6)); end.setAttribute('y', String(mid + 4)); end.textContent = current
  })
}

/** A sign besides the stroke: what comes has a plus, what goes a minus. */
const SIGN = { there: '', coming: 'M-2.6 0H2.6M0-2.6V2.6', leaving: 'M-2.6 0H2.6', free: '' } as const

function drawReplicas(g: Group, { left, right, places, per }: AutoscalerBody, row: AutoscalerRow, y: number, { lang }: BlockMarking): void {
  const w = workloadWords(lang).autoscaler
  const mid = y + ROW / 2
  const at = (i: number) => left + R + i * STEP
  g.attr('role', 'img').attr('aria-label', w.row(row.current, row.wanted, row.least, row.most))
  g.selectAll<SVGGElement, Place>(':scope > g').data(places, p => p.n).join(enter => {
    const place = enter.append('g').attr('class', css.place!)
    place.append('circle').attr('r', R)
    place.append('path')
    return place
  }).attr('data-state', p => p.state).attr('transform', (_, i) => `translate(${at(i)},${mid})`).select('path').attr('d', (p: Place) => SIGN[p.state])
  const placeOf = (n: number) => at(Math.min(places.length, Math.ceil(n / per)) - 1) + STEP / 2
  const bounds = [{ key: 'least', x: placeOf(row.least), text: w.least(row.least) }, ...(row.most > row.least ? [{ key: 'most', x: placeOf(row.most), text: w.most(row.most) }] : [])]
  // Two bounds that lie close leave each other room.
  const close = bounds.length === 2 && bounds[1]!.x - bounds[0]!.x < 56
  g.selectAll<SVGLineElement, (typeof bounds)[number]>('line').data(bounds, b => b.key).join('line').attr('class', css.bound!).attr('x1', b => b.x).attr('x2', b => b.x).attr('y1', mid - 9).attr('y2', mid + 12)
  const texts = [
    { key: 'label', text: fitted(w.replicas, left - PAD - 10, 11.5), x: PAD, y: mid + 4, anchor: 'start', className: css.label! },
    ...bounds.map(b => ({ key: b.key, text: b.text, x: close && b.key === 'most' ? b.x + 4 : b.x, y: mid + 23, anchor: close && b.key === 'most' ? 'start' : close ? 'end' : 'middle', className: css.tiny! })),
    { key: 'end', text: row.current === row.wanted ? String(row.current) : `${row.current} → ${row.wanted}`, x: right + END - 6, y: mid + 4, anchor: 'end', className: css.end! },
  ]
  g.selectAll<SVGTextElement, (typeof texts)[number]>('text').data(texts, t => t.key).join('text').attr('class', t => t.className).attr('x', t => t.x).attr('y', t => t.y).attr('text-anchor', t => t.anchor).text(t => t.text)
}
