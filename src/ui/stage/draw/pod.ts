// A pod: a shape, a sign, a ring. Positions glide when they change; what is new comes in, what is gone goes out.
import { select, type Selection } from 'd3-selection'
import 'd3-transition'
import type { PodBox } from '../layout/cluster.ts'
import type { Marking } from './marking.ts'
import { bodyPath, ringPath, SIGNS } from './signs.ts'
import css from '../stage.module.css'

interface Drawn { x: number; y: number; r: number; look: string; label: string; selected: boolean; hovered: boolean; stale: boolean; away: boolean; arc: string; ring: boolean; open: boolean; restarts: number }
const drawn = new WeakMap<Element, Drawn>()

export interface PodDrawing extends Marking {
  readonly move: boolean
  /** Pods that are still on their way to this place: not shown yet. */
  readonly away: ReadonlySet<string>
  /** How far the nodes have moved down since the last drawing: their pods go along at once, as their cards do. */
  readonly shift?: number
}

export function drawPods(layer: Selection<SVGGElement, unknown, null, undefined>, pods: readonly PodBox[], how: PodDrawing): void {
  const all = layer.selectAll<SVGGElement, PodBox>(`g.${css.pod}:not([data-gone])`).data(pods, p => p.key)
  all.exit<PodBox>().each(function leave() {
    const g = select(this)
    if (!how.move) return void g.remove()
    g.attr('data-gone', '').attr('tabindex', null).attr('data-mark', null).attr('aria-hidden', 'true')
      .transition().duration(260).style('opacity', 0).attr('transform', `${g.attr('transform')} scale(0.4)`).remove()
  })
  const entered = all.enter().append('g').attr('class', css.pod!).attr('role', 'button').attr('tabindex', -1).attr('data-mark', '')
  entered.append('path').attr('class', css.podBody!)
  entered.append('circle').attr('class', css.podTrack!).attr('fill', 'none')
  entered.append('path').attr('class', css.podRing!).attr('fill', 'none')
  entered.append('path').attr('class', css.podSign!)
  entered.append('text').attr('class', css.podRestarts!)
  entered.attr('transform', p => `translate(${p.x},${p.y})`)
  if (how.move) entered.style('opacity', 0).transition('fade').duration(180).style('opacity', 1)
  const merged = entered.merge(all)
  // Reading order is drawing order, for those who hear the page.
  merged.each(function pod(p) { drawPod(this, p, how) })
}

function drawPod(g: SVGGElement, box: PodBox, how: PodDrawing): void {
  const { mark, x, y, r } = box
  const [body, track, ring, sign, restarts] = g.children as unknown as [SVGPathElement, SVGCircleElement, SVGPathElement, SVGPathElement, SVGTextElement]
  const before = drawn.get(g)
  const selected = how.isSelected(mark.ref)
  const label = how.label(mark)
  if (!before || before.x !== x || before.y !== y) {
    const to = `translate(${x},${y})`
    const along = before?.x === x && y - before.y === how.shift
    if (before && how.move && !along) select(g).transition('move').duration(280).attr('transform', to)
    else { select(g).interrupt('move'); g.setAttribute('transform', to) }
  }
  if (!before || before.look !== mark.look || before.r !== r) {
    g.dataset['look'] = mark.look
    body.setAttribute('d', bodyPath(mark.look, r - 1))
    track.setAttribute('r', String(r - 1))
    const { d, stroke } = SIGNS[mark.look]
    sign.setAttribute('d', d)
    sign.setAttribute('transform', `scale(${(r / 21 * 1.06).toFixed(3)})`)
    sign.dataset['stroke'] = String(stroke)
    restarts.setAttribute('x', String(r * 0.72))
    restarts.setAttribute('y', String(-r * 0.6))
  }
  const hovered = how.isHovered(mark.ref)
  const stale = mark.stale === true
  const away = how.away.has(mark.key)
  const full = mark.look === 'succeeded' || mark.look === 'ready' || mark.look === 'failed'
  const fraction = mark.ring?.fraction
  // A ring is drawn in steps of half a per cent: finer cannot be seen, and most rings stand still between two drawings.
  const arc = mark.ring === undefined || full ? '' : ringPath(mark.look, r - 1, fraction === undefined ? 0.28 : Math.round(fraction * 200) / 200)
  const ringed = mark.ring !== undefined && !full
  const open = ringed && fraction === undefined
  // Nothing is written that stands there already: at full speed most of a hundred pods are as they were.
  if (!before) g.dataset['ref'] = mark.ref
  if (!before || before.label !== label) g.setAttribute('aria-label', label)
  if (!before || before.selected !== selected) g.toggleAttribute('data-selected', selected)
  if (!before || before.hovered !== hovered) g.toggleAttribute('data-hovered', hovered)
  if (!before || before.stale !== stale) g.toggleAttribute('data-stale', stale)
  if (!before || before.away !== away) g.style.visibility = away ? 'hidden' : ''
  if (!before || before.arc !== arc) ring.setAttribute('d', arc)
  if (!before || before.ring !== ringed) g.toggleAttribute('data-ring', ringed)
  if (!before || before.open !== open) g.toggleAttribute('data-open', open)
  const count = r >= 13 ? mark.row.restarts : 0
  if (!before || before.restarts !== count) restarts.textContent = count > 0 ? `↻${count}` : ''
  drawn.set(g, { x, y, r, look: mark.look, label, selected, hovered, stale, away, arc, ring: ringed, open, restarts: count })
}
