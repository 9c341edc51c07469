// A Service: requests come in at the left, pass it, and go down to one of the pods behind it; below, what became of each second's.
import type { ServiceRow } from '../../../worker/rows.ts'
import { workloadWords } from '../../i18n/workloads/index.ts'
import { drawPods } from '../draw/pod.ts'
import type { PodBox } from '../layout/cluster.ts'
import { pointOn, type Point } from '../layout/rail.ts'
import { PAD } from '../layout/sizes.ts'
import { fitted } from '../layout/text.ts'
import type { Body, BlockMarking, Drawing, Group, Speech } from './drawing.ts'
import { isLost, serviceScene, WINDOW_MS, type EndpointMark, type RequestMark, type Second, type ServiceScene } from './serviceScene.ts'
import css from './service.module.css'

const BOX_W = 150
const NARROW = 620
const MORE = 34
const BOX_H = 34
const CLIENT_W = 84
const DROP = 36
const R = 11
const STRIP_H = 40
const END = 100

interface ServiceBody extends Body { readonly scene: ServiceScene; readonly y: number; readonly w: number; readonly stripY: number; readonly step: number; readonly spots: Spots }

/** Where the Service's box and the first way down stand: in a narrow pane nearer to each other, for the sake of the pods. */
const spotsOf = (width: number) => {
  const narrow = width < NARROW
  const boxX = PAD + CLIENT_W + (narrow ? 20 : 40)
  const boxW = narrow ? 112 : BOX_W
  return { boxX, boxW, firstX: boxX + boxW + (narrow ? 12 : 44) }
}
const mostEndpoints = (room: number): number => Math.max(2, Math.floor((room - MORE) / (2 * R + 6)))

function serviceSentence(row: ServiceRow, { lang }: Speech): string {
  const w = workloadWords(lang).service
  const ready = row.endpoints.filter(e => e.state === 'ready').length
  const going = row.endpoints.filter(e => e.state === 'terminating').length
  return [w.ready(ready, row.endpoints.length - going), ...(going > 0 ? [w.going(going)] : []), ...(row.perSecond !== undefined ? [w.perSecond(row.perSecond)] : [])].join(' · ')
}

export const serviceDrawing: Drawing<'services', ServiceBody> = {
  table: 'services',
  kind: 'Service',
  place(row, { rows, now, width }, y) {
    const spots = spotsOf(width)
    const room = width - PAD - spots.firstX
    const scene = serviceScene(row, rows, now, mostEndpoints(room))
    const stripY = y + BOX_H / 2 + DROP + R + 14
    const asked = row.perSecond !== undefined || scene.seconds.length > 0
    const step = Math.min(58, (room - (scene.hidden > 0 ? MORE : 0)) / Math.max(1, scene.endpoints.length))
    return { scene, spots, y, w: width, stripY, step, h: (asked ? stripY + STRIP_H + 10 : stripY) - y }
  },
  draw(g, { scene, spots, y, w, stripY, step, h }, row, how) {
    g.selectAll<SVGGElement, string>(':scope > g').data(['ways', 'box', 'gaps', 'pods', 'requests', 'strip']).join('g').attr('data-part', d => d)
    const part = (name: string) => g.select<SVGGElement>(`:scope > [data-part=${name}]`)
    const mid = y + BOX_H / 2 + 2
    const at = (i: number): Point => [spots.firstX + (i + 0.5) * step, mid + DROP]
    drawWays(part('ways'), scene, spots, mid, at)
    drawBox(part('box'), row, spots, mid, how)
    drawEndpoints(part('gaps'), scene.endpoints, at, how)
    part('gaps').selectAll<SVGTextElement, number>('text').data(scene.hidden > 0 ? [scene.hidden] : []).join('text').attr('class', css.tiny!).attr('x', at(scene.endpoints.length - 1)[0] + R + 8).attr('y', mid + DROP + 4).text(n => `+${n}`)
    drawPods(part('pods'), scene.endpoints.flatMap((e, i): PodBox[] => (e.pod ? [{ key: e.pod.key, mark: e.pod, x: at(i)[0], y: at(i)[1], r: R }] : [])), { ...how, away: NOBODY })
    // Where nothing glides, only what became of requests is shown.
    drawRequests(part('requests'), scene.requests.filter(r => how.move || r.outcome !== undefined), spots, mid, at)
    drawStrip(part('strip'), scene, h > stripY - y ? stripY : undefined, spots.boxX, w, how)
  },
  sentence: serviceSentence,
  brief: row => `${row.endpoints.filter(e => e.state === 'ready').length}/${row.endpoints.length}`,
  tone: row => (row.endpoints.some(e => e.state === 'ready') ? 'good' : row.endpoints.length > 0 || Object.keys(row.selector).length > 0 ? 'bad' : undefined),
}

type Spots = ReturnType<typeof spotsOf>
const NOBODY: ReadonlySet<string> = new Set()

/** From the clients by way of the Service to each endpoint; to one that gets no requests the way is broken. */
function drawWays(g: Group, { endpoints }: ServiceScene, { boxX, boxW }: Spots, mid: number, at: (i: number) => Point): void {
  const ways = [
    { key: 'in', d: `M${PAD + CLIENT_W} ${mid}H${boxX}`, state: 'ready' },
    ...endpoints.map((e, i) => ({ key: e.key, d: `M${boxX + boxW} ${mid}H${at(i)[0]}V${at(i)[1] - R}`, state: e.state })),
  ]
  g.selectAll<SVGPathElement, (typeof ways)[number]>('path').data(ways.toReversed(), w => w.key).join('path').attr('class', css.way!).attr('data-state', w => w.state).attr('d', w => w.d)
}

function drawBox(g: Group, row: ServiceRow, { boxX, boxW }: Spots, mid: number, how: BlockMarking): void {
  const words = workloadWords(how.lang).service
  const port = row.ports[0]
  const boxes = [
    { key: 'client', x: PAD, w: CLIENT_W, title: words.clients, detail: row.perSecond === undefined ? words.silent : words.rate(row.perSecond) },
    { key: 'service', x: boxX, w: boxW, title: row.name, detail: `${row.clusterIP ?? words.headless}${port ? `:${port.port}` : ''}${port?.nodePort ? ` · ${port.nodePort}` : ''}` },
  ]
  g.selectAll<SVGGElement, (typeof boxes)[number]>(':scope > g').data(boxes, b => b.key).join(enter => {
    const box = enter.append('g').attr('class', css.box!)
    box.append('rect').attr('rx', 8).attr('height', BOX_H)
    box.append('text').attr('class', css.boxTitle!)
    box.append('text').attr('class', css.boxWords!)
    return box
  }).each(function draw(b) {
    const [rect, title, detail] = this.children as unknown as [SVGRectElement, SVGTextElement, SVGTextElement]
    this.dataset['kind'] = b.key
    rect.setAttribute('x', String(b.x)); rect.setAttribute('y', String(mid - BOX_H / 2)); rect.setAttribute('width', String(b.w))
    title.setAttribute('x', String(b.x + 9)); title.setAttribute('y', String(mid - 2)); title.textContent = fitted(b.title, b.w - 14, 11.5)
    detail.setAttribute('x', String(b.x + 9)); detail.setAttribute('y', String(mid + 11)); detail.textContent = fitted(b.detail, b.w - 12, 11.2)
  })
}

/** A ring of its own for what an endpoint is to the Service, around what its pod is; and a place for one without a pod. */
function drawEndpoints(g: Group, endpoints: readonly EndpointMark[], at: (i: number) => Point, how: BlockMarking): void {
  const words = workloadWords(how.lang).service
  g.selectAll<SVGCircleElement, EndpointMark>('circle').data(endpoints, e => e.key).join('circle').attr('class', css.endpoint!).attr('data-state', e => e.state).attr('r', e => (e.pod ? R + 3.5 : R))
    .attr('cx', (_, i) => at(i)[0]).attr('cy', (_, i) => at(i)[1]).attr('role', 'img').attr('aria-label', e => words.endpoint(e.pod?.name ?? e.address, words.states[e.state]))
}

const SIGN = { answered: 'M-3.4.3L-1.1 2.7L3.6-2.8', lost: 'M-3-3L3 3M3-3L-3 3', late: 'M-2.6-3.6h5.2L-2.6 3.6h5.2Z' } as const

function drawRequests(g: Group, requests: readonly RequestMark[], { boxX }: Spots, mid: number, at: (i: number) => Point): void {
  const wayOf = (r: RequestMark): readonly Point[] => {
    const start: Point = [PAD + CLIENT_W, mid]
    if (r.to === undefined) return [start, [boxX, mid]]
    const [x, y] = at(r.to)
    return [start, [x, mid], [x, y - R]]
  }
  g.attr('aria-hidden', 'true')
  g.selectAll<SVGGElement, RequestMark>(':scope > g').data(requests, r => r.id).join(enter => {
    const dot = enter.append('g').attr('class', css.request!)
    dot.append('circle')
    dot.append('path')
    return dot
  }).each(function draw(r) {
    const [circle, sign] = this.children as unknown as [SVGCircleElement, SVGPathElement]
    const [x, y] = pointOn(wayOf(r), r.at)
    const kind = r.outcome === undefined ? 'flying' : r.outcome === 'timed-out' ? 'late' : isLost(r.outcome) ? 'lost' : 'answered'
    this.dataset['outcome'] = kind
    this.setAttribute('transform', `translate(${x.toFixed(1)},${y.toFixed(1)})`)
    circle.setAttribute('r', kind === 'flying' ? '3.4' : '6')
    sign.setAttribute('d', kind === 'flying' ? '' : SIGN[kind])
  })
}

/** A bar a second: answered ones above the line, lost ones below it, so that a gap in a rollout is seen. */
function drawStrip(g: Group, { seconds, answered, lost, top }: ServiceScene, y: number | undefined, left: number, w: number, how: BlockMarking): void {
  const words = workloadWords(how.lang).service
  const on = y !== undefined
  const right = w - PAD - END
  const base = (y ?? 0) + STRIP_H * 0.62
  const upper = STRIP_H * 0.58
  const lower = STRIP_H * 0.36
  const barW = Math.max(1.5, ((right - left) / WINDOW_MS) * 1000 - 1)
  const x = (s: Second) => right - ((Math.floor(how.now / 1000) * 1000 + 1000 - s.at) / WINDOW_MS) * (right - left)
  if (on) g.attr('role', 'img').attr('aria-label', words.strip(answered, lost))
  else g.attr('role', null).attr('aria-label', null)
  g.selectAll<SVGLineElement, number>('line').data(on ? [base] : []).join('line').attr('class', css.base!).attr('x1', left).attr('x2', right).attr('y1', b => b).attr('y2', b => b)
  const bars = on ? seconds.filter(s => x(s) >= left).flatMap(s => [{ s, lost: false, n: s.answered }, { s, lost: true, n: s.lost }]).filter(b => b.n > 0) : []
  g.selectAll<SVGRectElement, (typeof bars)[number]>('rect').data(bars, b => `${b.s.at} ${b.lost}`).join('rect').attr('class', css.bar!).attr('data-lost', b => (b.lost ? '' : null))
    .attr('x', b => x(b.s)).attr('width', barW).attr('y', b => (b.lost ? base + 1 : base - Math.max(1.5, (b.n / top) * upper))).attr('height', b => Math.max(1.5, (b.n / top) * (b.lost ? lower : upper)))
  const texts = on ? [
    { text: words.lastMinute, x: PAD, y: base - 4, className: css.tiny! }, { text: words.answered(answered), x: right + 10, y: base - 6, className: css.tiny! },
    { text: words.lost(lost), x: right + 10, y: base + 11, className: lost > 0 ? css.tinyLost! : css.tiny! },
  ] : []
  g.selectAll<SVGTextElement, (typeof texts)[number]>('text').data(texts).join('text').attr('class', t => t.className).attr('x', t => t.x).attr('y', t => t.y).text(t => fitted(t.text, t.x === PAD ? left - PAD - 6 : END, 10.5))
}
