// The lines beside a DaemonSet's ring: which nodes are special, and why. Each is a mark that selects what it is about.
import { spanText } from '../../i18n/spans.ts'
import { workloadWords } from '../../i18n/workloads/index.ts'
import type { Ref } from '../../../kube/keys.ts'
import type { DaemonSetRow, PodLook } from '../../../worker/rows.ts'
import { SIGNS } from '../draw/signs.ts'
import { fitted, widthOf } from '../layout/text.ts'
import type { DaemonNote, DaemonScene } from './daemonScene.ts'
import type { BlockMarking, Group } from './drawing.ts'
import css from './daemonset.module.css'

export const NOTE_H = 21
const TALL_H = 38

interface Line { readonly key: string; readonly note?: DaemonNote; readonly more?: number; readonly track?: 'newest' | 'older'; readonly revision?: number }
interface Place { readonly x: number; readonly y: number; readonly w: number; readonly h: number }

/** What fits of it: what the tracks mean while two templates are there, then the nodes, the worst first. */
export function notesIn(scene: DaemonScene, row: DaemonSetRow, most: number): readonly Line[] {
  const tracks: Line[] = scene.rolling ? [{ key: 'newest', track: 'newest', revision: row.revision }, { key: 'older', track: 'older' }] : []
  const room = most - tracks.length
  const fits = scene.notes.length <= room ? scene.notes : scene.notes.slice(0, room - 1)
  return [...tracks, ...fits.map(note => ({ key: note.key, note })), ...(fits.length < scene.notes.length ? [{ key: 'more', more: scene.notes.length - fits.length }] : [])]
}

const LOOK: Readonly<Record<DaemonNote['kind'], PodLook | undefined>> = {
  missing: 'pending', down: 'unknown', gone: 'unknown', pod: undefined, counting: 'ready', old: 'ready', kept: 'ready', refused: undefined,
}
/** A ring with a stroke through it: left out. */
const LEFT_OUT = 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0ZM-4.2 4.2L4.2-4.2'

function wordsOf(note: DaemonNote, how: BlockMarking): string {
  const w = workloadWords(how.lang).daemon
  switch (note.kind) {
    case 'counting': return w.note.counting(spanText(Math.max(0, (note.until ?? how.now) - how.now), how.lang))
    case 'pod': return how.t.looks[note.pod!.look]
    case 'kept': return w.note.kept(note.refusal!.what)
    case 'refused': return w.note.refused[note.refusal!.why](note.refusal!.what)
    default: return w.note[note.kind]
  }
}

export function drawNotes(g: Group, lines: readonly Line[], { x, y, w, h }: Place, how: BlockMarking): void {
  const words = workloadWords(how.lang).daemon
  const said = lines.map(({ note, more, track }) => (note ? wordsOf(note, how) : track ? '' : words.more(more ?? 0)))
  const leadOf = ({ note, track, revision }: Line) => (track === 'newest' ? words.newest(revision ?? 0) : track === 'older' ? words.older : note ? words.nodes(note.nodes) : '')
  // With room for it, what does not fit beside the name stands below it.
  const isTall = lines.length * TALL_H <= h - 8 && lines.some((line, i) => widthOf(`${leadOf(line)} ${said[i]}`, 11.5) * 1.1 > w - 38)
  const lineH = isTall ? TALL_H : NOTE_H
  const top = y + Math.max(0, (h - 8 - lines.length * lineH) / 2)
  g.selectAll<SVGGElement, Line>(':scope > g').data(w > 60 ? lines : [], l => l.key).join(enter => {
    const line = enter.append('g').attr('class', css.note!)
    line.append('rect').attr('rx', 5)
    line.append('path')
    line.append('text').append('tspan').attr('class', css.noteName!)
    line.select('text').append('tspan')
    return line
  }).each(function draw(line, i) {
    const [rect, sign, text] = this.children as unknown as [SVGRectElement, SVGPathElement, SVGTextElement]
    const [name, rest] = text.children as unknown as [SVGTSpanElement, SVGTSpanElement]
    const { note } = line
    const mid = top + i * lineH + NOTE_H / 2
    const ref: Ref | undefined = note?.ref
    const what = said[i]!
    const look = note && (note.pod && note.kind === 'pod' ? note.pod.look : LOOK[note.kind])
    if (ref === undefined) for (const a of ['data-ref', 'data-mark', 'role', 'tabindex', 'aria-label']) this.removeAttribute(a)
    else {
      this.dataset['ref'] = ref
      if (!this.hasAttribute('data-mark')) { this.setAttribute('data-mark', ''); this.setAttribute('role', 'button'); this.setAttribute('tabindex', '-1') }
      this.setAttribute('aria-label', `${note!.nodes.join(', ')}: ${wordsOf(note!, { ...how, now: note!.until ?? how.now })}`)
    }
    this.dataset['kind'] = note?.kind ?? line.track ?? 'more'
    if (look) this.dataset['look'] = look
    else delete this.dataset['look']
    this.toggleAttribute('data-selected', ref !== undefined && how.isSelected(ref))
    rect.setAttribute('x', String(x - 4)); rect.setAttribute('y', String(mid - NOTE_H / 2 + 1)); rect.setAttribute('width', String(w + 4)); rect.setAttribute('height', String(lineH - 2))
    const d = note?.kind === 'refused' ? LEFT_OUT : look ? SIGNS[look].d : line.track ? 'M-7 5A9 9 0 0 1 7 5' : ''
    sign.setAttribute('d', d)
    sign.dataset['stroke'] = String(note?.kind === 'refused' || line.track !== undefined || (look !== undefined && SIGNS[look].stroke))
    sign.setAttribute('transform', `translate(${x + 7},${mid}) scale(0.62)`)
    text.setAttribute('x', String(x + 20)); text.setAttribute('y', String(mid + 4))
    const lead = fitted(leadOf(line), Math.max(40, what && !isTall ? w * 0.55 : w - 30), 11.5)
    name.textContent = lead
    rest.textContent = what === '' ? '' : isTall ? fitted(what, w - 26, 11.5) : ` ${fitted(what, Math.max(0, w - 38 - widthOf(lead, 11.5) * 1.1), 11.5)}`
    if (isTall) { rest.setAttribute('x', String(x + 20)); rest.setAttribute('dy', '16') } else for (const a of ['x', 'dy']) rest.removeAttribute(a)
  })
}
