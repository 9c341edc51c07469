// Blocks of workloads, one below the other: a head with a sentence, and below it what the kind's own drawing makes. Then the line of
// those that have no block.
import { select, type Selection } from 'd3-selection'
import { brokenAt } from '../../faults/places.ts'
import type { WorkloadRow } from '../../../worker/rows.ts'
import { controllerOf } from '../scene/rail.ts'
import { PAD } from '../layout/sizes.ts'
import { fitted, fittedParts, widthOf } from '../layout/text.ts'
import type { AnyDrawing, Block, BlockMarking, Speech } from '../workloads/drawing.ts'
import css from '../stage.module.css'

type Layer = Selection<SVGGElement, unknown, null, undefined>

export const titleOf = (drawing: AnyDrawing, row: WorkloadRow): string => `${drawing.kind} ${row.name}`

/** One line on how it stands; first of all whether anything happens at all: with its controller stopped nothing does. */
export function sentenceOf(drawing: AnyDrawing, row: WorkloadRow, how: Speech): string {
  const { rows, t } = how
  const stopped = rows.components.get(controllerOf(drawing.table) ?? '')?.stopped === true
  return [
    ...(stopped ? [`⚡ ${t.stage.rail.controllerStopped}`] : []), ...(brokenAt(rows.faults)(row.ref, 'workload') ? [`⚡ ${t.faults.broken}`] : []), drawing.sentence(row as never, how),
  ].join(' · ')
}

export function drawBlocks(layer: Layer, blocks: readonly Block[], width: number, how: BlockMarking): void {
  layer.selectAll<SVGGElement, Block>(`:scope > g.${css.job}`).data(blocks, b => b.ref).join(enter => {
    const g = enter.append('g').attr('class', css.job!)
    g.append('rect').attr('class', css.jobBack!)
    const head = g.append('g').attr('class', css.jobHead!).attr('role', 'button').attr('tabindex', -1).attr('data-mark', '')
    head.append('rect').attr('class', css.hit!).attr('rx', 6).attr('height', 24).attr('x', PAD - 6)
    head.append('text').attr('class', css.jobName!).attr('x', PAD)
    head.append('text').attr('class', css.jobWords!)
    g.append('g')
    return g
  }).each(function block(b) {
    const [back, head, body] = this.children as unknown as [SVGRectElement, SVGGElement, SVGGElement]
    const { drawing, row, y } = b
    const tone = drawing.tone(row as never)
    if (tone) this.dataset['tone'] = tone
    else delete this.dataset['tone']
    this.toggleAttribute('data-selected', how.isSelected(b.ref))
    back.setAttribute('y', String(y)); back.setAttribute('width', String(width)); back.setAttribute('height', String(b.h))
    drawHead(head, b, width, how)
    drawing.draw(select(body), b.body, row as never, how)
  })
}

function drawHead(head: SVGGElement, { drawing, row, y, ref }: Block, width: number, how: BlockMarking): void {
  const [hit, name, words] = head.children as unknown as [SVGRectElement, SVGTextElement, SVGTextElement]
  const title = titleOf(drawing, row)
  const sentence = sentenceOf(drawing, row, how)
  head.dataset['ref'] = ref
  head.setAttribute('aria-label', `${title}: ${sentence}`)
  const titleText = fitted(title, Math.max(120, width * 0.4), 15)
  hit.setAttribute('y', String(y + 9)); hit.setAttribute('width', String(width - 2 * PAD + 12))
  name.setAttribute('y', String(y + 26))
  // Bold faces differ too much to guess: measured, but only when the words are new.
  if (name.textContent !== titleText) {
    name.textContent = titleText
    name.dataset['w'] = String(Math.max(name.getComputedTextLength(), 0))
  }
  const titleW = Number(name.dataset['w'])
  words.setAttribute('x', String(PAD + titleW + 14)); words.setAttribute('y', String(y + 26))
  words.textContent = fittedParts(sentence, width - 2 * PAD - titleW - 14, 13)
}

export interface OthersLine {
  readonly others: readonly { readonly row: WorkloadRow; readonly drawing: AnyDrawing | undefined }[]
  readonly y: number
  readonly width: number
}

export const TONES = { good: '✓', bad: '✕', warn: '!', held: '❚❚', waits: '↻' } as const

export function drawOthers(layer: Layer, { others, y, width }: OthersLine, how: BlockMarking): void {
  let x = PAD
  const shown: { row: WorkloadRow; drawing: AnyDrawing | undefined; text: string; w: number; x: number }[] = []
  for (const { row, drawing } of others) {
    const tone = drawing?.tone(row as never)
    const text = `${tone ? TONES[tone] : '▶'} ${drawing && drawing.table !== 'jobs' ? `${drawing.kind} ` : ''}${row.name} ${drawing?.brief(row as never) ?? ''}`.trimEnd()
    const w = widthOf(text, 11.5) * 1.04 + 20
    // The last place is for the number of those that do not fit.
    if (x + w > width - PAD - (shown.length + 1 < others.length ? 70 : 0)) break
    shown.push({ row, drawing, text, w, x })
    x += w + 6
  }
  layer.selectAll<SVGGElement, (typeof shown)[number]>(`g.${css.other}`).data(shown, d => d.row.ref).join(enter => {
    const g = enter.append('g').attr('class', css.other!).attr('role', 'button').attr('tabindex', -1).attr('data-mark', '')
    g.append('rect').attr('rx', 6).attr('height', 22)
    g.append('text')
    return g
  }).each(function draw(d) {
    const [rect, text] = this.children as unknown as [SVGRectElement, SVGTextElement]
    this.dataset['ref'] = d.row.ref
    this.dataset['tone'] = d.drawing?.tone(d.row as never) ?? ''
    this.toggleAttribute('data-selected', how.isSelected(d.row.ref))
    this.setAttribute('aria-label', d.drawing ? `${titleOf(d.drawing, d.row)}: ${sentenceOf(d.drawing, d.row, how)}` : d.row.name)
    rect.setAttribute('x', String(d.x)); rect.setAttribute('y', String(y + 7)); rect.setAttribute('width', String(d.w))
    text.setAttribute('x', String(d.x + 9)); text.setAttribute('y', String(y + 22))
    text.textContent = d.text
  })
  layer.selectAll<SVGTextElement, number>(`:scope > text.${css.tiny}`).data(shown.length < others.length ? [others.length - shown.length] : []).join('text')
    .attr('class', css.tiny!).attr('x', x + 4).attr('y', y + 22).text(n => how.t.stage.moreWorkloads(n))
}
