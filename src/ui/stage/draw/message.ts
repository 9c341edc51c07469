// What is on its way along the rail: dots with a word.
import type { Selection } from 'd3-selection'
import { pointOn, wayBetween, type StationBox } from '../layout/rail.ts'
import { widthOf } from '../layout/text.ts'
import type { Flying } from '../scene/rail.ts'
import css from '../stage.module.css'

/** How far behind a dot its tail goes, as parts of the way. */
const TAIL = [0, 0.05, 0.1, 0.15, 0.2]

export function drawMessages(layer: Selection<SVGGElement, unknown, null, undefined>, flying: readonly Flying[], boxes: readonly StationBox[], bus?: number): void {
  const byId = new Map(boxes.map(b => [b.id, b]))
  // Words that would lie on top of each other are left out; the newest speaks.
  const taken: { from: number; to: number; low: boolean }[] = []
  const dots = flying.flatMap(f => {
    const from = byId.get(f.from)
    const to = byId.get(f.to)
    if (!from || !to) return []
    const [x, y] = pointOn(wayBetween(from, to, bus), f.at)
    // What is behind it says where it came from.
    const way = wayBetween(from, to, bus)
    const tail = TAIL.map(back => pointOn(way, f.at - back)).map(p => p.map(n => n.toFixed(1)).join(' ')).join('L')
    return [{ ...f, x, y, tail: `M${tail}` }]
  })
  const worded = new Map<string, string>()
  for (const dot of [...dots].reverse()) {
    const half = widthOf(dot.label, 10) / 2 + 5
    const low = dot.from !== 'you' && dot.to !== 'you'
    if (dot.label === '' || taken.some(o => o.low === low && o.from < dot.x + half && o.to > dot.x - half)) continue
    taken.push({ from: dot.x - half, to: dot.x + half, low })
    worded.set(dot.id, dot.label)
  }
  const busY = bus ?? 70
  layer.selectAll<SVGGElement, (typeof dots)[number]>('g').data(dots, d => d.id).join(enter => {
    const g = enter.append('g').attr('class', css.message!)
    g.append('path')
    g.append('circle').attr('r', 4.2)
    g.append('text').attr('text-anchor', 'middle')
    return g
  }).each(function dot(d) {
    const [tail, circle, text] = this.children as unknown as [SVGPathElement, SVGCircleElement, SVGTextElement]
    // Who writes is filled, who is only told is a ring.
    this.toggleAttribute('data-told', d.from === 'apiserver')
    tail.setAttribute('d', d.tail)
    circle.setAttribute('cx', String(d.x)); circle.setAttribute('cy', String(d.y))
    const low = d.from !== 'you' && d.to !== 'you'
    text.setAttribute('x', String(d.x)); text.setAttribute('y', String(low ? busY + 17 : d.y + 17))
    text.textContent = worded.get(d.id) ?? ''
  })
}
