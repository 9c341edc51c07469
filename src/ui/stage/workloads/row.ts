// One ReplicaSet as a row: its name, its pods in their places with gaps for those that are missing, and how many are ready.
import { select } from 'd3-selection'
import type { Ref } from '../../../kube/keys.ts'
import type { PodLook } from '../../../worker/rows.ts'
import type { PodBox } from '../layout/cluster.ts'
import { PAD } from '../layout/sizes.ts'
import { fitted, widthOf } from '../layout/text.ts'
import { drawPods } from '../draw/pod.ts'
import type { BlockMarking, Group } from './drawing.ts'
import type { Slots } from './slots.ts'
import css from './workloads.module.css'

export const ROW_H = 27
/** The column at the left: a revision, `new`, a hash. Narrow panes have less of it. */
export const rowLabel = (width: number): number => Math.round(Math.min(172, Math.max(112, width * 0.25)))
/** The column at the right: `159 of 200 ready`. */
export const rowEnd = (width: number): number => (width < 520 ? 92 : 112)
const MAX_R = 10
const LEAST_R = 5

export const mostPlaces = (width: number): number => Math.floor((width - 2 * PAD - rowLabel(width) - rowEnd(width)) / (2 * LEAST_R + 3))

export interface RowBox {
  readonly ref: Ref
  readonly y: number
  readonly w: number
  /** What stands at the left: what is said first, a word on it (`new`), and what is less important. */
  readonly label: string
  readonly badge: string
  readonly detail: string
  readonly strong: boolean
  /** At the right end. */
  readonly end: string
  readonly slots: Slots
  /** All rows of a block have circles of one size. */
  readonly r: number
  /** When the pods are too many: how wide the longest row is, in pods. */
  readonly scale: number
}

/** The largest circles with which so many places fit. */
export function radiusFor(places: number, width: number): number {
  const room = width - 2 * PAD - rowLabel(width) - rowEnd(width)
  for (let r = MAX_R; r > LEAST_R; r--) if (places * (2 * r + (r > 7 ? 6 : 4)) <= room) return r
  return LEAST_R
}

export function drawRows(g: Group, rows: readonly RowBox[], how: BlockMarking): void {
  g.selectAll<SVGGElement, RowBox>(`:scope > g.${css.row}`).data(rows, d => d.ref).join(enter => {
    const row = enter.append('g').attr('class', css.row!)
    const head = row.append('g').attr('class', css.rowHead!).attr('role', 'button').attr('tabindex', -1).attr('data-mark', '')
    head.append('rect').attr('rx', 5).attr('height', ROW_H - 4)
    const text = head.append('text').attr('class', css.rowLabel!)
    for (const part of ['label', 'badge', 'detail']) text.append('tspan').attr('data-part', part)
    row.append('line').attr('class', css.rowLine!)
    row.append('g').attr('class', css.gaps!)
    row.append('g').attr('class', css.counts!)
    row.append('g')
    row.append('text').attr('class', css.rowEnd!)
    return row
  }).each(function draw(d) {
    const [head, line, gaps, counts, pods, end] = this.children as unknown as [SVGGElement, SVGLineElement, SVGGElement, SVGGElement, SVGGElement, SVGTextElement]
    const [hit, label] = head.children as unknown as [SVGRectElement, SVGTextElement]
    const mid = d.y + ROW_H / 2
    const labelW = rowLabel(d.w)
    this.toggleAttribute('data-strong', d.strong)
    this.toggleAttribute('data-selected', how.isSelected(d.ref))
    this.toggleAttribute('data-hovered', how.isHovered(d.ref))
    head.dataset['ref'] = d.ref
    head.setAttribute('aria-label', `${[d.label, d.badge, d.detail].filter(Boolean).join(', ')}: ${d.end}`)
    hit.setAttribute('x', String(PAD - 6)); hit.setAttribute('y', String(d.y + 2)); hit.setAttribute('width', String(labelW - 4))
    label.setAttribute('x', String(PAD)); label.setAttribute('y', String(mid + 4))
    const [first, badge, detail] = label.children as unknown as [SVGTSpanElement, SVGTSpanElement, SVGTSpanElement]
    first.textContent = d.label
    badge.textContent = d.badge && ` ${d.badge} `
    const room = labelW - 16 - widthOf(`${d.label} ${d.badge}`, 12.5)
    detail.textContent = (d.label && ' ') + fitted(d.detail, room, 11.5)
    const x0 = PAD + labelW
    const x1 = d.w - PAD - rowEnd(d.w)
    line.setAttribute('x1', String(x0)); line.setAttribute('x2', String(x1)); line.setAttribute('y1', String(mid)); line.setAttribute('y2', String(mid))
    end.setAttribute('x', String(d.w - PAD - 6)); end.setAttribute('y', String(mid + 4)); end.setAttribute('text-anchor', 'end'); end.textContent = fitted(d.end, rowEnd(d.w) - 8, 11.5)
    const { slots, r } = d
    const step = 2 * r + (r > 7 ? 6 : 4)
    const at = (place: number) => x0 + r + place * step
    select(gaps).selectAll<SVGCircleElement, number>('circle').data(slots.gaps, p => p).join('circle').attr('cx', at).attr('cy', mid).attr('r', r - 1.5)
    const boxes = slots.pods.map((s): PodBox => ({ key: s.mark.key, mark: s.mark, x: at(s.place), y: mid, r }))
    drawPods(select(pods), boxes, { ...how, label: mark => how.t.stage.pod.barLabel(mark.name, how.t.looks[mark.look], (slots.pods.find(s => s.mark === mark)?.place ?? 0) + 1), away: NOBODY })
    const many = slots.pods.length === 0 ? slots.counts : []
    let x = x0
    const perPod = (x1 - x0) / Math.max(1, d.scale)
    const parts = many.map(([look, n]) => { const part = { look, n, x, w: n * perPod }; x += part.w; return part })
    select(counts).selectAll<SVGGElement, (typeof parts)[number]>('g').data(parts, p => p.look).join(enter => {
      const part = enter.append('g')
      part.append('rect').attr('rx', 3)
      part.append('text')
      return part
    }).each(function part(p) {
      const [rect, text] = this.children as unknown as [SVGRectElement, SVGTextElement]
      this.dataset['look'] = p.look
      rect.setAttribute('x', String(p.x)); rect.setAttribute('y', String(mid - 8)); rect.setAttribute('width', String(Math.max(1.5, p.w - 1))); rect.setAttribute('height', '16')
      text.setAttribute('x', String(p.x + 6)); text.setAttribute('y', String(mid + 4))
      text.textContent = fitted(`${p.n} ${how.t.looks[p.look as PodLook]}`, p.w - 10, 10.5)
    })
  })
}

const NOBODY: ReadonlySet<string> = new Set()
