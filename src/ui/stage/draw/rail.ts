// The stations of the control loop and the line that they hang on.
import type { Selection } from 'd3-selection'
import { BUS, type StationBox } from '../layout/rail.ts'
import { fitted, fittedParts } from '../layout/text.ts'
import { TIGHT } from '../railWords.ts'
import css from '../stage.module.css'

/** A flash, in a box of 10 by 12 around (0, 0). */
const BOLT = 'M1.2-5.2L-3.6 1H-.4L-1.2 5.2L3.6-1H.4Z'

export interface RailDrawing {
  readonly name: (box: StationBox) => string
  readonly words: (box: StationBox) => string
  /** Lit: something of it was just passed. */
  readonly hot: ReadonlySet<string>
  readonly bus?: number
  /** Broken on purpose: it carries a sign at its corner. */
  readonly broken: (box: StationBox) => boolean
  readonly brokenWords: string
  /** Words are set smaller and closer (railWords.ts). */
  readonly tight?: boolean
}

export function drawRail(layer: Selection<SVGGElement, unknown, null, undefined>, boxes: readonly StationBox[], { name, words, hot, bus = BUS, broken, brokenWords, tight = false }: RailDrawing): void {
  const middle = (b: StationBox) => b.x + b.w / 2
  const api = boxes.find(b => b.station.kind === 'apiserver')
  const you = boxes.find(b => b.station.kind === 'you')
  const hanging = boxes.filter(b => b.station.kind !== 'you')
  const lines: string[] = []
  if (api && you) lines.push(`M${you.x + you.w} ${you.y + you.h / 2}H${api.x}`)
  for (const b of hanging) lines.push(`M${middle(b)} ${b.y + b.h}V${bus}`)
  if (api && hanging.length > 1) lines.push(`M${middle(api)} ${bus}H${middle(hanging.at(-1)!)}`)
  layer.selectAll<SVGPathElement, string>(`path.${css.wire}`).data([lines.join('')]).join(enter => enter.insert('path', ':first-child').attr('class', css.wire!)).attr('d', d => d)

  const all = layer.selectAll<SVGGElement, StationBox>(`g.${css.station}`).data(boxes, b => b.id)
  all.exit().remove()
  const entered = all.enter().append('g').attr('class', css.station!).attr('role', 'button').attr('tabindex', -1).attr('data-mark', '')
  entered.append('rect').attr('rx', 8)
  entered.append('text').attr('class', css.stationName!)
  entered.append('text').attr('class', css.stationWords!)
  const badge = entered.append('g').attr('class', css.stationFault!).attr('aria-hidden', 'true')
  badge.append('circle').attr('r', 8)
  badge.append('path').attr('d', BOLT)
  entered.merge(all).each(function station(b) {
    const [rect, title, detail, fault] = this.children as unknown as [SVGRectElement, SVGTextElement, SVGTextElement, SVGGElement]
    const isBroken = broken(b)
    this.dataset['station'] = b.id
    this.dataset['kind'] = b.station.kind
    this.toggleAttribute('data-hot', hot.has(b.id) || b.station.busy)
    this.toggleAttribute('data-stopped', b.station.stopped)
    this.toggleAttribute('data-broken', isBroken)
    this.setAttribute('aria-label', `${name(b)}: ${words(b)}${isBroken ? `, ${brokenWords}` : ''}`)
    fault.setAttribute('transform', `translate(${b.w - 3},2)`); fault.style.display = isBroken ? '' : 'none'
    this.setAttribute('transform', `translate(${b.x},${b.y})`)
    rect.setAttribute('width', String(b.w)); rect.setAttribute('height', String(b.h))
    this.toggleAttribute('data-tight', tight)
    const [x, about, size, small] = tight ? ['6', TIGHT.inset - 2, TIGHT.name, TIGHT.words] as const : ['10', 14, 13, 10.5] as const
    title.setAttribute('x', x); title.setAttribute('y', '18'); title.textContent = fitted(name(b), b.w - about, size)
    detail.setAttribute('x', x); detail.setAttribute('y', '34'); detail.textContent = fittedParts(words(b), b.w - about, small)
  })
}
