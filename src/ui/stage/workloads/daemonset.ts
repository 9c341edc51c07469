// A DaemonSet: a ring on which every node of the cluster has its place, and beside it what is special about some of them.
import { select } from 'd3-selection'
import { workloadWords } from '../../i18n/workloads/index.ts'
import type { DaemonSetRow } from '../../../worker/rows.ts'
import type { PodBox } from '../layout/cluster.ts'
import { drawPods } from '../draw/pod.ts'
import { PAD } from '../layout/sizes.ts'
import { fitted } from '../layout/text.ts'
import { daemonScene, SPOKE_STATES, type DaemonScene, type Spoke } from './daemonScene.ts'
import { NOTE_H, drawNotes, notesIn } from './daemonNotes.ts'
import type { Body, BlockMarking, Drawing, Group, Speech } from './drawing.ts'
import { ringBox, type RingBox, type SectorPlace, type SpokePlace } from './ring.ts'
import css from './daemonset.module.css'

interface DaemonBody extends Body { readonly scene: DaemonScene; readonly ring: RingBox; readonly y: number; readonly w: number }

const NOBODY: ReadonlySet<string> = new Set()

function daemonSentence(row: DaemonSetRow, { lang }: Speech): string {
  const w = workloadWords(lang).daemon
  const left = Object.keys(row.refused).length
  const old = row.current - row.updated
  const parts = [row.desired === 0 ? w.nowhere : w.served(row.ready, row.desired)]
  if (old > 0 && row.current > 0) {
    parts.push(w.updated(row.updated, row.desired))
    parts.push(row.strategy === 'OnDelete' ? w.onDelete(old) : row.maxSurge > 0 ? w.surge(row.maxSurge) : w.unavailable(row.maxUnavailable))
  }
  if (left > 0) parts.push(w.without(left))
  if (row.deleting) parts.unshift(workloadWords(lang).replicas.deleting)
  return parts.join(' · ')
}

export const daemonSetDrawing: Drawing<'daemonsets', DaemonBody> = {
  table: 'daemonsets',
  kind: 'DaemonSet',
  place(row, { rows, now, width, room }, y) {
    const scene = daemonScene(row, rows, now)
    const ring = ringBox(scene, y, width, room)
    return { h: ring.h + 8, scene, ring, y, w: width }
  },
  draw(g, { scene, ring, y, w }, row, how) {
    g.selectAll<SVGGElement, string>(':scope > g').data(['tracks', 'sectors', 'spokes', 'pods', 'counting', 'centre', 'notes']).join('g').attr('data-part', d => d)
    const part = (name: string) => g.select<SVGGElement>(`:scope > [data-part=${name}]`)
    drawTracks(part('tracks'), scene, ring)
    drawSectors(part('sectors'), ring, how)
    drawSpokes(part('spokes'), ring, how)
    const places = ring.spokes.flatMap(s => s.pods)
    drawPods(part('pods'), places.map((p): PodBox => ({ key: p.pod.mark.key, mark: p.pod.mark, x: p.x, y: p.y, r: p.r })), { ...how, away: NOBODY })
    part('counting').selectAll<SVGPathElement, (typeof places)[number]>('path').data(places.filter(p => p.pod.counting), p => p.pod.mark.key).join('path').attr('class', css.counting!)
      .attr('transform', p => `translate(${p.x},${p.y})`).attr('d', p => arc(p.r + 3.5, 0, 2 * Math.PI * Math.min(0.999, Math.max(0.02, (how.now - p.pod.counting!.from) / (p.pod.counting!.to - p.pod.counting!.from)))))
    drawCentre(part('centre'), scene, row, ring, how)
    drawNotes(part('notes'), notesIn(scene, row, Math.floor((ring.h - 6) / NOTE_H)), { x: ring.notesX, y: y + 4, w: w - PAD - ring.notesX, h: ring.h }, how)
  },
  sentence: daemonSentence,
  brief: row => `${row.ready}/${row.desired}`,
  tone: row => (row.desired > 0 && row.available >= row.desired && row.updated >= row.desired ? 'good' : undefined),
}

/** An arc around (0, 0), from twelve o'clock, clockwise. */
function arc(radius: number, from: number, to: number): string {
  const at = (a: number) => `${(radius * Math.sin(a)).toFixed(2)} ${(-radius * Math.cos(a)).toFixed(2)}`
  return `M${at(from)}A${radius} ${radius} 0 ${to - from > Math.PI ? 1 : 0} 1 ${at(to)}`
}

function drawTracks(g: Group, { rolling }: DaemonScene, { cx, cy, outer, inner, spokes, sectors }: RingBox): void {
  g.attr('transform', `translate(${cx},${cy})`)
  // The ring has a gap wherever a node is left out.
  g.selectAll<SVGPathElement, SpokePlace>('path').data(spokes, s => s.spoke.name).join('path').attr('class', css.track!)
    .attr('data-state', s => s.spoke.state).attr('d', s => arc(outer, ...s.arc))
  g.selectAll<SVGCircleElement, number>('circle').data(rolling && sectors.length === 0 ? [inner] : []).join('circle').attr('class', css.innerTrack!).attr('r', r => r)
}

const stateWords = (spoke: Spoke, how: BlockMarking): string => {
  const w = workloadWords(how.lang).daemon
  const { refusal } = spoke
  if (spoke.state === 'refused') return w.note.refused[refusal!.why](refusal!.what)
  if (spoke.state === 'kept') return w.note.kept(refusal!.what)
  return [...(spoke.down ? [w.note.down] : []), spoke.state === 'missing' ? w.note.missing : spoke.old ? w.states.old : w.states[spoke.state]].join(', ')
}

/** The node's name and, where no pod is, its gap. */
function drawSpokes(g: Group, { spokes, nameW }: RingBox, how: BlockMarking): void {
  g.selectAll<SVGGElement, SpokePlace>(':scope > g').data(spokes, s => s.spoke.name).join(enter => {
    const spoke = enter.append('g').attr('class', css.spoke!).attr('role', 'button').attr('tabindex', -1).attr('data-mark', '')
    spoke.append('circle')
    spoke.append('path')
    spoke.append('text')
    return spoke
  }).each(function draw({ spoke, x, y, r, name, pods }) {
    const [circle, sign, text] = this.children as unknown as [SVGCircleElement, SVGPathElement, SVGTextElement]
    const empty = pods.length === 0
    this.dataset['ref'] = spoke.ref
    this.dataset['state'] = spoke.state
    this.toggleAttribute('data-down', spoke.down)
    this.toggleAttribute('data-selected', how.isSelected(spoke.ref))
    this.toggleAttribute('data-hovered', how.isHovered(spoke.ref))
    this.setAttribute('aria-label', workloadWords(how.lang).daemon.spoke(spoke.name, stateWords(spoke, how)))
    const size = spoke.state === 'refused' ? Math.min(r - 1, 6) : r - 1.5
    circle.setAttribute('cx', String(x)); circle.setAttribute('cy', String(y)); circle.setAttribute('r', String(empty ? size : 0))
    // What is left out is struck through; what is missing is an empty place.
    sign.setAttribute('d', spoke.state === 'refused' && empty ? `M${x - size * 0.7} ${y + size * 0.7}L${x + size * 0.7} ${y - size * 0.7}` : '')
    text.textContent = name ? fitted(spoke.name, nameW, 10.5) : ''
    if (name) { text.setAttribute('x', String(name.x)); text.setAttribute('y', String(name.y)); text.setAttribute('text-anchor', name.anchor) }
  })
}

function drawSectors(g: Group, { cx, cy, sectors }: RingBox, how: BlockMarking): void {
  const w = workloadWords(how.lang).daemon
  g.attr('transform', `translate(${cx},${cy})`)
  g.selectAll<SVGGElement, SectorPlace>(':scope > g').data(sectors, s => s.spokes[0]!.name).join(enter => enter.append('g').attr('class', css.sector!).attr('role', 'button').attr('tabindex', -1).attr('data-mark', ''))
    .each(function draw({ spokes, arc: [from, to], parts }) {
      const worst = [...spokes].sort((a, b) => SPOKE_STATES.indexOf(a.state) - SPOKE_STATES.indexOf(b.state))[0]!
      this.dataset['ref'] = worst.ref
      this.toggleAttribute('data-selected', spokes.some(s => how.isSelected(s.ref)))
      const counts = SPOKE_STATES.flatMap(state => { const n = spokes.filter(s => s.state === state).length; return n > 0 ? [spokes.length === 1 ? w.states[state] : `${n} ${w.states[state]}`] : [] })
      this.setAttribute('aria-label', w.sector(spokes[0]!.name, spokes.at(-1)!.name, counts.join(', ')))
      select(this).selectAll<SVGPathElement, (typeof parts)[number]>('path').data(parts, p => p.part).join('path').attr('data-part', p => p.part).attr('d', p => wedge(p.from, p.to, from, to))
    })
}

function wedge(inner: number, outer: number, from: number, to: number): string {
  const at = (radius: number, a: number) => `${(radius * Math.sin(a)).toFixed(2)} ${(-radius * Math.cos(a)).toFixed(2)}`
  const pad = Math.min((to - from) * 0.12, 0.02)
  return `M${at(inner, from + pad)}L${at(outer, from + pad)}A${outer} ${outer} 0 0 1 ${at(outer, to - pad)}L${at(inner, to - pad)}A${inner} ${inner} 0 0 0 ${at(inner, from + pad)}Z`
}

function drawCentre(g: Group, { spokes, desired }: DaemonScene, row: DaemonSetRow, { cx, cy, inner }: RingBox, how: BlockMarking): void {
  const served = spokes.filter(s => s.state === 'served').length
  g.attr('role', 'img').attr('aria-label', `${workloadWords(how.lang).daemon.ring(spokes.length)}: ${daemonSentence(row, how)}`)
  const lines = [{ text: `${served}/${desired}`, className: css.big!, y: cy + (inner > 34 ? 2 : 6) }, ...(inner > 34 ? [{ text: workloadWords(how.lang).daemon.states.served, className: css.small!, y: cy + 16 }] : [])]
  g.selectAll<SVGTextElement, (typeof lines)[number]>('text').data(lines).join('text').attr('class', l => l.className).attr('x', cx).attr('y', l => l.y).text(l => l.text)
}
