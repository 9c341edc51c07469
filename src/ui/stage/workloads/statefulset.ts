// A StatefulSet: a row of ordinals, each with its claims and their volumes; who is waited for, and what comes then.
import { workloadWords } from '../../i18n/workloads/index.ts'
import { spanText } from '../../i18n/spans.ts'
import type { StatefulSetRow } from '../../../worker/rows.ts'
import type { PodBox } from '../layout/cluster.ts'
import { drawPods } from '../draw/pod.ts'
import { arcPath, SIGNS } from '../draw/signs.ts'
import { PAD } from '../layout/sizes.ts'
import { fitted } from '../layout/text.ts'
import { drawClaims } from './claims.ts'
import type { Body, BlockMarking, Drawing, Group, Speech } from './drawing.ts'
import { LABEL_W, mostOrdinals, ordinalBox, type OrdinalBox, type OrdinalPlace } from './ordinals.ts'
import { ordinalScene, type OrdinalScene } from './ordinalScene.ts'
import css from './statefulset.module.css'

interface StatefulBody extends Body { readonly scene: OrdinalScene; readonly box: OrdinalBox }

const NOBODY: ReadonlySet<string> = new Set()

/** Whose turn it is: drawn below the row, since it changes with every step. */
export function turnWords({ turn }: OrdinalScene, { lang, now }: Speech): string {
  const w = workloadWords(lang).stateful
  if (!turn || turn.is === 'last') return ''
  if (turn.is === 'next') return w.next[turn.then](turn.pod)
  const waits = turn.for === 'available' ? w.waits.available(turn.pod, spanText(Math.max(0, (turn.until ?? now) - now), lang)) : w.waits[turn.for](turn.pod)
  return `${waits}${lang === 'zh' ? '，' : ', '}${w.then[turn.then](turn.next)}`
}

function statefulSentence(row: StatefulSetRow, { lang }: Speech): string {
  const w = workloadWords(lang).stateful
  const updating = row.currentRevision !== row.updateRevision && row.updated < row.desired
  return [
    ...(row.deleting ? [workloadWords(lang).replicas.deleting] : []), w.ready(row.ready, row.desired), ...(updating ? [w.updated(row.updated, row.desired)] : []),
    ...(row.available < row.ready ? [workloadWords(lang).replicas.available(row.available)] : []), ...(row.policy === 'Parallel' ? [w.parallel] : []), ...(row.strategy === 'OnDelete' ? [w.onDelete] : []),
  ].join(' · ')
}

export const statefulSetDrawing: Drawing<'statefulsets', StatefulBody> = {
  table: 'statefulsets',
  kind: 'StatefulSet',
  place(row, { rows, now, width, room }, y) {
    const scene = ordinalScene(row, rows, now, mostOrdinals(width, room))
    const box = ordinalBox(scene, row.claims.length, y, width, room)
    return { h: box.h, scene, box }
  },
  draw(g, { scene, box }, row, how) {
    g.selectAll<SVGGElement, string>(':scope > g').data(['tracks', 'claims', 'gaps', 'pods', 'turn', 'labels']).join('g').attr('data-part', d => d)
    const part = (name: string) => g.select<SVGGElement>(`:scope > [data-part=${name}]`)
    const words = workloadWords(how.lang).stateful
    drawTracks(part('tracks'), scene, box, row)
    drawClaims(part('claims'), box, how)
    drawGaps(part('gaps'), scene, box, how)
    const pods = box.places.filter(p => p.ordinal.pod)
    const byKey = new Map(pods.map(p => [p.ordinal.pod!.key, p]))
    const label = (p: OrdinalPlace) => words.pod(p.ordinal.name, how.t.looks[p.ordinal.pod!.look], [
      ...(p.ordinal.isOld ? [words.old] : []), ...(p.ordinal.state === 'extra' ? [words.extra] : []), ...(scene.turn?.is === 'waits' && scene.turn.pod === p.ordinal.name ? [words.blocks] : []),
    ])
    drawPods(part('pods'), pods.map((p): PodBox => ({ key: p.ordinal.pod!.key, mark: p.ordinal.pod!, x: p.x, y: p.y, r: p.r })), { ...how, away: NOBODY, label: mark => label(byKey.get(mark.key)!) })
    drawTurn(part('turn'), scene, box, how)
    drawLabels(part('labels'), scene, box, row, how)
  },
  sentence: statefulSentence,
  brief: row => `${row.ready}/${row.desired}`,
  tone: row => (row.available >= row.desired && row.total === row.desired && row.currentRevision === row.updateRevision ? 'good' : undefined),
}

/** The line on which the pods stand; in order, its arrows say that one comes after the other. */
function drawTracks(g: Group, { rolling }: OrdinalScene, { columns, places, newY, oldY, partition }: OrdinalBox, row: StatefulSetRow): void {
  const first = places[0]
  const last = places.at(-1)
  const tracks = columns && first && last ? [newY, ...(oldY !== undefined ? [oldY] : [])] : []
  g.selectAll<SVGLineElement, number>('line.track').data(tracks).join('line').attr('class', `track ${css.track}`).attr('data-old', (_, i) => (i > 0 ? '' : null))
    .attr('x1', first ? first.x - first.w / 2 + 6 : 0).attr('x2', last ? last.x + last.w / 2 - 6 : 0).attr('y1', y => y).attr('y2', y => y)
  const arrows = columns && row.policy !== 'Parallel' ? places.slice(1).map(p => ({ x: p.x - p.w / 2, y: rolling ? newY : p.y })) : []
  g.selectAll<SVGPathElement, (typeof arrows)[number]>('path').data(arrows).join('path').attr('class', css.arrow!).attr('d', a => `M${a.x - 2.5} ${a.y - 4}L${a.x + 2.5} ${a.y}L${a.x - 2.5} ${a.y + 4}`)
  g.selectAll<SVGLineElement, NonNullable<typeof partition>>('line.partition').data(partition ? [partition] : []).join('line').attr('class', `partition ${css.partition}`)
    .attr('x1', p => p.x).attr('x2', p => p.x).attr('y1', p => p.y1).attr('y2', p => p.y2)
}

/** Ordinals without a pod: one that is to come, or one that was scaled away and left its claims. */
function drawGaps(g: Group, { turn }: OrdinalScene, { places, newY, columns }: OrdinalBox, how: BlockMarking): void {
  const words = workloadWords(how.lang).stateful
  const next = turn?.is === 'next' ? turn.pod : turn?.is === 'waits' ? turn.next : undefined
  g.selectAll<SVGGElement, OrdinalPlace>(':scope > g').data(places.filter(p => !p.ordinal.pod), p => p.ordinal.name).join(enter => {
    const gap = enter.append('g').attr('class', css.gap!).attr('role', 'img')
    gap.append('circle')
    gap.append('path').attr('d', SIGNS.pending.d)
    return gap
  }).each(function draw({ ordinal, x, y, r }) {
    const [circle, sign] = this.children as unknown as [SVGCircleElement, SVGPathElement]
    const at = columns ? newY : y
    this.dataset['state'] = ordinal.state
    this.toggleAttribute('data-next', ordinal.name === next)
    this.setAttribute('aria-label', words.missing(ordinal.name, ordinal.state === 'kept' ? words.scaledAway : words.notThere))
    circle.setAttribute('cx', String(x)); circle.setAttribute('cy', String(at)); circle.setAttribute('r', String(ordinal.state === 'kept' ? r * 0.5 : r - 1.5))
    sign.setAttribute('transform', `translate(${x},${at}) scale(${ordinal.name === next ? r / 21 : 0})`)
  })
}

/** A frame around the pod that the row waits for, and minReadySeconds as a ring that fills. */
function drawTurn(g: Group, { turn }: OrdinalScene, { places }: OrdinalBox, how: BlockMarking): void {
  const blocker = turn?.is === 'waits' ? places.filter(p => p.ordinal.name === turn.pod) : []
  g.selectAll<SVGCircleElement, OrdinalPlace>('circle').data(blocker, p => p.ordinal.name).join('circle').attr('class', css.blocker!).attr('cx', p => p.x).attr('cy', p => p.y).attr('r', p => p.r + 4.5)
  const counting = places.filter(p => p.ordinal.counting)
  g.selectAll<SVGPathElement, OrdinalPlace>('path').data(counting, p => p.ordinal.name).join('path').attr('class', css.counting!).attr('transform', p => `translate(${p.x},${p.y})`)
    .attr('d', p => arcPath(p.r + 4.5, Math.max(0.02, (how.now - p.ordinal.counting!.from) / (p.ordinal.counting!.to - p.ordinal.counting!.from))))
}

interface Text { readonly key: string; readonly text: string; readonly x: number; readonly y: number; readonly anchor: 'start' | 'middle' | 'end'; readonly className: string }

function drawLabels(g: Group, scene: OrdinalScene, box: OrdinalBox, row: StatefulSetRow, how: BlockMarking): void {
  const words = workloadWords(how.lang).stateful
  const texts: Text[] = []
  const left = (key: string, text: string, y: number, strong = false) => texts.push({ key, text: fitted(text, LABEL_W - 6, 11.5), x: PAD, y, anchor: 'start', className: strong ? css.strong! : css.label! })
  if (box.columns) {
    for (const { ordinal, x, w } of box.places) texts.push({ key: ordinal.name, text: fitted(ordinal.name, w - 4, 10.5) || String(ordinal.ordinal), x, y: box.nameY, anchor: 'middle', className: ordinal.state === 'wanted' ? css.name! : css.nameLeft! })
    left('new', scene.rolling ? words.newest(row.updateNumber) : words.current(row.updateNumber), box.newY + 4, true)
    if (box.oldY !== undefined) left('old', words.older(row.currentRevision === row.updateRevision ? 0 : row.currentNumber), box.oldY + 4)
    box.claimYs.forEach((y, i) => {
      left(`claim ${i}`, row.claims[i] ?? words.claims, y + 13)
      if (!box.isFlat) left(`volume ${i}`, words.volumes, y + 43)
    })
  } else for (const { ordinal, y } of box.starts) left(`start ${ordinal}`, `${row.name}-${ordinal}`, y + 4)
  if (box.partition) texts.push({ key: 'partition', text: words.partition(row.partition + row.start), x: box.partition.x + 4, y: box.columns ? box.partition.y2 + 9 : box.partition.y1 - 1, anchor: 'start', className: css.partitionWords! })
  if (scene.hidden > 0) texts.push({ key: 'more', text: words.more(scene.hidden), x: PAD, y: box.moreY, anchor: 'start', className: css.label! })
  const turn = turnWords(scene, how)
  if (turn !== '') {
    const { x, y, w, isBeside } = box.turn
    const comma = isBeside ? turn.search(/[,，]/) : -1
    const lines = comma < 0 ? [turn] : [turn.slice(0, comma + 1), turn.slice(comma + 1).trim()]
    lines.forEach((text, i) => texts.push({ key: `turn ${i}`, text: fitted(text, w, 11.5), x, y: y + (i - (lines.length - 1) / 2) * 16, anchor: 'start', className: css.turn! }))
  }
  g.selectAll<SVGTextElement, Text>('text').data(texts, t => t.key).join('text').attr('class', t => t.className).attr('x', t => t.x).attr('y', t => t.y).attr('text-anchor', t => t.anchor).text(t => t.text)
}
