// Pods that wait for a node, with the scheduler's reason.
import type { Selection } from 'd3-selection'
import type { ClusterLayout } from '../layout/cluster.ts'
import { PAD } from '../layout/sizes.ts'
import { fitted } from '../layout/text.ts'
import type { Messages } from '../../i18n/index.ts'
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
    this.toggleAttribute('data-empty', d.scene.pods.length === 0)
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
