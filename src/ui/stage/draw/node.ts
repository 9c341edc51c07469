// A node: its card, its name and how it stands in words, what is requested of it, its images. Its pods are drawn above it.
import type { Selection } from 'd3-selection'
import type { Instant } from '../../../kube/object.ts'
import type { NodeBox } from '../layout/cluster.ts'
import { fitted, widthOf } from '../layout/text.ts'
import type { NodeRow, PodLook } from '../../../worker/rows.ts'
import type { Messages } from '../../i18n/index.ts'
import { waitWords } from '../words.ts'
import type { Marking } from './marking.ts'
import css from '../stage.module.css'

/** How a node stands, the most important first. */
function nodeWords(row: NodeRow, t: Messages): { readonly text: string; readonly tone: 'good' | 'bad' | 'warn' | 'plain' } {
  if (row.machine === 'down') return { text: `⚡ ${t.nodes.down}`, tone: 'bad' }
  if (row.machine === 'cut') return { text: `⚡ ${t.nodes.cut}`, tone: 'bad' }
  if (row.kubelet === 'stopped') return { text: t.stage.node.kubeletStopped, tone: 'bad' }
  if (row.status !== 'Ready') return { text: t.nodes.status[row.status], tone: 'bad' }
  if (row.cordoned) return { text: t.stage.node.cordoned, tone: 'warn' }
  if (row.taints.some(x => x.effect !== 'PreferNoSchedule')) return { text: t.stage.node.tainted, tone: 'plain' }
  return { text: t.nodes.status.Ready, tone: 'good' }
}

/** Names are set bold, which the measure of plain words does not know: they are reckoned with half a pixel more. */
const BOLD = 0.5
const NAME_SIZES = [13, 12, 11, 10.5] as const
const cores = (milli: number) => (milli / 1000).toFixed(2)
/** All of it, or its first word, or nothing: a word that is cut says less than its numbers. */
const shortened = (label: string, room: number) => [label, label.split(' ')[0]!].find(text => widthOf(text, 10.5) <= room) ?? ''
const gib = (bytes: number) => (bytes / 2 ** 30).toFixed(1)
const moreText = (more: readonly (readonly [PodLook, number])[], t: Messages): string => more.map(([look, n]) => t.stage.node.some(n, t.looks[look])).join(' · ')

export function drawNodes(layer: Selection<SVGGElement, unknown, null, undefined>, nodes: readonly NodeBox[], { t, now, isSelected, isHovered }: Marking & { readonly now: Instant }): void {
  const all = layer.selectAll<SVGGElement, NodeBox>(`g.${css.node}`).data(nodes, n => n.key)
  all.exit().remove()
  const entered = all.enter().append('g').attr('class', css.node!)
  entered.append('rect').attr('class', css.card!).attr('rx', 12)
  entered.append('rect').attr('class', css.cardHatch!).attr('rx', 12)
  const head = entered.append('g').attr('class', css.nodeHead!).attr('role', 'button').attr('tabindex', -1).attr('data-mark', '')
  head.append('rect').attr('class', css.hit!).attr('rx', 6)
  head.append('text').attr('class', css.nodeName!)
  head.append('text').attr('class', css.nodeStatus!).attr('text-anchor', 'end')
  for (const _ of [0, 1]) {
    entered.append('text').attr('class', css.tiny!)
    entered.append('text').attr('class', css.tiny!).attr('text-anchor', 'end')
    entered.append('rect').attr('class', css.barTrack!).attr('rx', 2.5).attr('height', 5)
    entered.append('rect').attr('class', css.barFill!).attr('rx', 2.5).attr('height', 5)
  }
  entered.append('text').attr('class', css.more!)
  entered.append('text').attr('class', css.tiny!)
  entered.append('text').attr('class', css.tiny!).attr('text-anchor', 'end')
  entered.merge(all).each(function node({ scene, x, y, w, h, moreY, imagesY, isLow }) {
    const [card, hatch, headG, ...rest] = this.children as unknown as [SVGRectElement, SVGRectElement, SVGGElement, ...SVGElement[]]
    const { row } = scene
    const words = nodeWords(row, t)
    this.setAttribute('transform', `translate(${x},${y})`)
    this.dataset['tone'] = words.tone
    this.toggleAttribute('data-selected', isSelected(scene.ref))
    this.toggleAttribute('data-hovered', isHovered(scene.ref))
    this.toggleAttribute('data-shut', row.cordoned || row.taints.some(t => t.effect === 'NoSchedule') || row.kubelet === 'stopped' || row.machine !== 'up' || row.status !== 'Ready')
    for (const rect of [card, hatch]) { rect.setAttribute('width', String(w)); rect.setAttribute('height', String(h)) }
    headG.dataset['ref'] = scene.ref
    const [hit, name, status] = headG.children as unknown as [SVGRectElement, SVGTextElement, SVGTextElement]
    hit.setAttribute('x', '4'); hit.setAttribute('y', '5'); hit.setAttribute('width', String(w - 8)); hit.setAttribute('height', '24')
    status.textContent = words.text
    status.setAttribute('x', String(w - 11)); status.setAttribute('y', '22')
    // A name that is a little too long is set a little smaller before any of it is cut.
    const room = w - 32 - widthOf(words.text, 11)
    const size = NAME_SIZES.find(px => widthOf(scene.name, px) <= room) ?? NAME_SIZES[0]
    name.textContent = fitted(scene.name, room, size)
    name.style.fontSize = `${size - BOLD}px`
    name.setAttribute('x', '11'); name.setAttribute('y', '22')
    headG.setAttribute('aria-label', t.stage.node.label(scene.name, words.text, scene.total) + (scene.folded > 0 ? `, ${t.stage.node.foldedPods(scene.folded)}` : ''))
    const bars = [
      [t.stage.node.cpu, cores(row.cpuMilli.requested), `${row.cpuMilli.allocatable / 1000}`, row.cpuMilli.requested / Math.max(1, row.cpuMilli.allocatable)],
      [t.stage.node.memory, gib(row.memoryBytes.requested), `${Math.round(row.memoryBytes.allocatable / 2 ** 30 * 10) / 10} Gi`, row.memoryBytes.requested / Math.max(1, row.memoryBytes.allocatable)],
    ] as const
    bars.forEach(([label, used, of, share], i) => {
      const [left, right, track, fill] = rest.slice(i * 4, i * 4 + 4) as [SVGTextElement, SVGTextElement, SVGRectElement, SVGRectElement]
      const top = isLow ? 31 : 34 + i * 21
      const barW = isLow ? (w - 22 - 10) / 2 : w - 22
      const x0 = isLow ? 11 + i * (barW + 10) : 11
      const numbers = `${used} / ${of}`
      left.setAttribute('x', String(x0)); left.setAttribute('y', String(top + 9)); left.textContent = isLow ? shortened(label, barW - widthOf(numbers, 10.5) - 5) : label
      right.setAttribute('x', String(x0 + barW)); right.setAttribute('y', String(top + 9)); right.textContent = numbers
      for (const r of [track, fill]) { r.setAttribute('x', String(x0)); r.setAttribute('y', String(top + 13)) }
      track.setAttribute('width', String(barW))
      fill.setAttribute('width', String(Math.max(0, Math.min(1, share)) * barW))
    })
    const [more, images, folded] = rest.slice(8) as [SVGTextElement, SVGTextElement, SVGTextElement]
    const wait = waitWords(row, t, now)
    // What is waited for has the line to itself, if it must.
    const foldedText = scene.folded > 0 && (wait === '' || widthOf(wait, 11.5) + widthOf(t.stage.node.folded(scene.folded), 11.5) <= w - 28) ? t.stage.node.folded(scene.folded) : ''
    more.setAttribute('x', '11'); more.setAttribute('y', String(moreY - y)); more.textContent = scene.more.length > 0 ? fitted(`+ ${moreText(scene.more, t)}`, w - 20, 11) : ''
    images.setAttribute('x', '11'); images.setAttribute('y', String(imagesY - y))
    const imagesRoom = w - 28 - widthOf(foldedText, 11.5)
    const all = t.stage.node.images(row.images.join(', '))
    // A name cut after its first letters says nothing: then their number does, and the names stand in the menu of nodes; one alone needs no word before it, nor its registry.
    const alone = row.images.length === 1 ? [row.images[0]!, row.images[0]!.replace(/^.*\//, '')] : []
    const short = [all, ...alone].find(text => widthOf(text, 11.5) <= imagesRoom) ?? t.stage.node.manyImages(row.images.length)
    images.toggleAttribute('data-wait', wait !== '')
    if (wait !== '') images.textContent = fitted(wait, w - 22, 11.5)
    else images.textContent = row.images.length > 0 ? fitted(short, imagesRoom, 11.5) : widthOf(t.stage.node.noImages, 11.5) <= imagesRoom ? t.stage.node.noImages : ''
    folded.setAttribute('x', String(w - 11)); folded.setAttribute('y', String(imagesY - y)); folded.textContent = foldedText
  })
}
