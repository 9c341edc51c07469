// A new pod on its way: from the API server by way of the scheduler to its node. It explains who had the pod in hand before it came.
import type { Selection } from 'd3-selection'
import { easeCubicInOut } from 'd3-ease'
import { pointOn, type Point } from '../layout/rail.ts'
import type { PodLook } from '../../../worker/rows.ts'
import { SIGNS } from './signs.ts'
import css from '../stage.module.css'

export interface Flight { readonly key: string; readonly look: PodLook; readonly way: readonly Point[]; readonly r: number; readonly beganAt: number; readonly lastsMs: number }

export const flightAt = (f: Flight, wall: number): number => Math.min(1, Math.max(0, (wall - f.beganAt) / f.lastsMs))

export function drawFlights(layer: Selection<SVGGElement, unknown, null, undefined>, flights: readonly Flight[], wall: number): void {
  layer.selectAll<SVGGElement, Flight>('g').data(flights.filter(f => f.beganAt <= wall), f => f.key).join(enter => {
    const g = enter.append('g').attr('class', css.flight!)
    g.append('circle')
    g.append('path')
    return g
  }).each(function flight(f) {
    const [circle, path] = this.children as unknown as [SVGCircleElement, SVGPathElement]
    const t = flightAt(f, wall)
    const [x, y] = pointOn(f.way, easeCubicInOut(t))
    const r = 6 + (f.r - 6) * Math.max(0, (t - 0.55) / 0.45)
    this.dataset['look'] = f.look
    this.setAttribute('transform', `translate(${x.toFixed(1)},${y.toFixed(1)})`)
    circle.setAttribute('r', r.toFixed(1))
    path.setAttribute('d', SIGNS[f.look].d)
    path.dataset['stroke'] = String(SIGNS[f.look].stroke)
    path.setAttribute('transform', `scale(${(r / 21).toFixed(2)})`)
  })
}
