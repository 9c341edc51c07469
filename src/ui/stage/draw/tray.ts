// Pods that wait for a node, with the scheduler's reason; and a line of the Jobs that have no panel of their own.
import type { Selection } from 'd3-selection'
import { PAD, type ClusterLayout } from '../layout/cluster.ts'
import { fitted, widthOf } from '../layout/text.ts'
import type { JobRow } from '../../../worker/rows.ts'
import type { Messages } from '../../i18n/index.ts'
import type { Marking } from './marking.ts'
import css from '../stage.module.css'

type Layer = Selection<SVGGElement, unknown, null, undefined>

export function drawTray(layer: Layer, tray: ClusterLayout['tray'], width: number, t: Messages): void {
  layer.selectAll<SVGGElement, NonNullable<typeof tray>>(`g.${css.tray}`).data(tray ? [tray] : []).join(enter => {
    const g = enter.append('g').attr('class', css.tray!)
    g.append('rect').attr('rx', 12)
    g.append('text').attr('class', css.trayTitle!)
    g.append('g')
    return g
  }).each(function draw(d) {
    const [rect, title, reasons] = this.children as unknown as [SVGRectElement, SVGTextElement, SVGGElement]
    rect.setAttribute('x', String(PAD)); rect.setAttribute('y', String(d.y)); rect.setAttribute('width', String(width - 2 * PAD)); rect.setAttribute('height', String(d.h))
    title.setAttribute('x', String(PAD + 12)); title.setAttribute('y', String(d.y + 21))
    title.textContent = t.stage.tray.title(d.scene.pods.length + d.scene.more)
    const lines = d.scene.reasons
    while (reasons.children.length > lines.length) reasons.lastChild!.remove()
    lines.forEach((text, i) => {
      const line = (reasons.children[i] ?? reasons.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'text'))) as SVGTextElement
      line.setAttribute('class', css.trayReason!)
      line.setAttribute('x', String(PAD + 12)); line.setAttribute('y', String(d.y + d.h - 8 - (lines.length - 1 - i) * 15))
      line.textContent = fitted(text, width - 2 * PAD - 24, 11)
    })
  })
}

export function drawOthers(layer: Layer, jobs: readonly JobRow[], y: number, width: number, { t, isSelected }: Marking, sentence: (job: JobRow) => string): void {
  let x = PAD
  const shown = jobs.flatMap(job => {
    const text = job.completions === undefined ? job.name : `${job.name} ${job.succeeded}/${job.completions}`
    const w = widthOf(text, 11.5) * 1.04 + 30
    if (x + w > width - PAD) return []
    const at = x
    x += w + 6
    return [{ job, text, x: at, w }]
  })
  layer.selectAll<SVGGElement, (typeof shown)[number]>(`g.${css.other}`).data(shown, d => d.job.ref).join(enter => {
    const g = enter.append('g').attr('class', css.other!).attr('role', 'button').attr('tabindex', -1).attr('data-mark', '')
    g.append('rect').attr('rx', 6).attr('height', 22)
    g.append('text')
    return g
  }).each(function draw(d) {
    const [rect, text] = this.children as unknown as [SVGRectElement, SVGTextElement]
    this.dataset['ref'] = d.job.ref
    this.toggleAttribute('data-selected', isSelected(d.job.ref))
    this.setAttribute('aria-label', `${t.stage.job.title(d.job.name)}: ${sentence(d.job)}`)
    rect.setAttribute('x', String(d.x)); rect.setAttribute('y', String(y + 7)); rect.setAttribute('width', String(d.w))
    text.setAttribute('x', String(d.x + 9)); text.setAttribute('y', String(y + 22))
    text.textContent = `${d.job.status === 'Complete' ? '✓' : d.job.status === 'Failed' ? '✕' : '▶'} ${d.text}`
  })
}
