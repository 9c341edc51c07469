// A Deployment: its ReplicaSets as rows that exchange pods, and below them what was available between the bounds of the strategy.
import { select } from 'd3-selection'
import { workloadWords } from '../../i18n/workloads/index.ts'
import { spanText } from '../../i18n/spans.ts'
import type { DeploymentRow } from '../../../worker/rows.ts'
import { PAD } from '../layout/sizes.ts'
import { fitted } from '../layout/text.ts'
import { chartBox, drawChart, type ChartBox } from './chart.ts'
import { deploymentScene, type DeploymentScene } from './deploymentScene.ts'
import type { Body, Drawing, Speech, Tone } from './drawing.ts'
import { drawRows, mostPlaces, radiusFor, ROW_H, type RowBox } from './row.ts'
import css from './workloads.module.css'

/** A rollout that has not moved for so long is told how long it still may. */
const STALLED_MS = 12_000

interface DeploymentBody extends Body {
  readonly scene: DeploymentScene
  readonly rows: readonly Omit<RowBox, 'label' | 'detail' | 'badge' | 'end'>[]
  readonly noteY: number
  readonly chart: ChartBox
}

function deploymentSentence(row: DeploymentRow, { lang, now }: Speech): string {
  const w = workloadWords(lang).deployment
  const parts: string[] = [w.updated(row.updated, row.desired), w.available(row.available), w.pods(row.total)]
  if (row.deleting) parts.unshift(workloadWords(lang).replicas.deleting)
  else if (row.progress === 'late') parts.unshift(w.late)
  else if (row.paused) parts.unshift(w.paused)
  else if (!row.observed) parts.push(w.unseen)
  else if (row.progress === 'complete' && row.available >= row.desired) parts.unshift(w.complete)
  else if (row.strategy === 'Recreate') parts.push(w.recreate)
  if (row.failure !== undefined) parts.unshift(workloadWords(lang).replicas.failure(row.failure))
  else if (row.deadlineAt !== undefined && row.deadlineAt > now && now - row.progressedAt! > STALLED_MS) parts.push(w.deadline(spanText(row.deadlineAt - now, lang)))
  return parts.join(' · ')
}

export const deploymentDrawing: Drawing<'deployments', DeploymentBody> = {
  table: 'deployments',
  kind: 'Deployment',
  place(row, { rows, now, width, room }, y) {
    const scene = deploymentScene(row, rows, now, mostPlaces(width))
    const places = scene.sets.reduce((n, s) => Math.max(n, s.slots.places), 1)
    const r = radiusFor(places, width)
    const boxes = scene.sets.map((s, i) => ({ ref: s.row.ref, y: y + i * ROW_H, w: width, strong: s.isNew, slots: s.slots, r, scale: places }))
    const noteY = y + boxes.length * ROW_H
    const note = scene.emptied.length > 0 ? 16 : 0
    const chart = chartBox(scene.line, noteY + note + 4, width, room - (noteY - y) - note - 8)
    return { h: chart.y + chart.h - y + 4, scene, rows: boxes, noteY, chart }
  },
  draw(g, { scene, rows, noteY, chart }, row, how) {
    const w = workloadWords(how.lang).deployment
    const replicas = workloadWords(how.lang).replicas
    g.selectAll<SVGGElement, string>(':scope > g').data(['rows', 'chart']).join('g')
    const [rowsG, chartG] = g.selectAll<SVGGElement, string>(':scope > g').nodes() as [SVGGElement, SVGGElement]
    drawRows(select(rowsG), rows.map((box, i): RowBox => {
      const set = scene.sets[i]!
      return { ...box, label: w.revision(set.row.revision ?? 0), detail: set.row.hash ?? set.row.name, badge: set.isNew ? w.newest : '', end: replicas.ready(set.row.ready, set.row.desired) }
    }), how)
    const names = scene.emptied.map(s => s.revision ?? s.name).join(', ')
    g.selectAll<SVGTextElement, string>(':scope > text').data(scene.emptied.length > 0 ? [w.emptied(scene.emptied.length, names)] : []).join('text')
      .attr('class', css.tiny!).attr('x', PAD).attr('y', noteY + 12).text(t => fitted(t, chart.w - 2 * PAD, 10.5))
    drawChart(select(chartG), chart, { ...w.chart, label: w.chartLabel(row.available, row.least, row.desired + row.maxSurge) }, how)
  },
  sentence: deploymentSentence,
  brief: row => `${row.available}/${row.desired}`,
  tone(row): Tone | undefined {
    if (row.progress === 'late' || row.failure !== undefined) return 'bad'
    return row.available >= row.desired && row.updated >= row.desired && row.total === row.desired ? 'good' : row.paused ? 'warn' : undefined
  },
}
