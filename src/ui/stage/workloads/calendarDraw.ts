// The calendar of a CronJob's runs: columns between the times it is due, bars for its Jobs, signs for what was skipped or missed, and
// ghosts for what is to come or was cleaned up.
import { scaleLinear, type ScaleLinear } from 'd3-scale'
import { civilFromDays } from '../../../kube/rfc3339.ts'
import type { Instant } from '../../../kube/object.ts'
import type { CronJobRow, PodLook } from '../../../worker/rows.ts'
import { spanText } from '../../i18n/spans.ts'
import { workloadWords } from '../../i18n/workloads/index.ts'
import { NOT_STARTED, SIGNS, type Sign } from '../draw/signs.ts'
import { LABEL, PAD } from '../layout/sizes.ts'
import { fitted, widthOf } from '../layout/text.ts'
import { shortName } from '../scene/look.ts'
import type { CalendarScene, RunOutcome, RunScene } from './calendar.ts'
import type { BlockMarking, Group } from './drawing.ts'
import { offsetOf } from './times.ts'
import marks from '../stage.module.css'
import css from './workloads.module.css'

const COLUMN = 58
const TOP = 18
const TRACK = 26
const NOTE = 20
const MOST_TRACKS = 4
/** So wide that a sign can be seen in it. */
const LEAST_BAR = 18
const DAY = 86_400_000

interface PlacedRun { readonly run: RunScene; readonly x: number; readonly w: number; readonly track: number }
export interface CalendarBox { readonly scene: CalendarScene; readonly y: number; readonly h: number; readonly w: number; readonly tracks: number; readonly x: ScaleLinear<number, number>; readonly runs: readonly PlacedRun[] }

export const columnsFor = (width: number): number => Math.max(4, Math.min(14, Math.floor((width - 2 * PAD - LABEL - 20) / COLUMN)))

/** Columns are of one width, however far apart the times are; within a column time is even. */
export function calendarBox(scene: CalendarScene, y: number, w: number): CalendarBox {
  const left = PAD + LABEL + 10
  const right = w - PAD - 6
  const { edges } = scene
  const x = scaleLinear().domain([...edges]).range(edges.map((_, i) => left + ((right - left) * i) / Math.max(1, edges.length - 1))).clamp(true)
  const ends: number[] = []
  const runs = scene.runs.map((run): PlacedRun => {
    const from = x(run.from)
    const width = Math.max(LEAST_BAR, x(run.to) - from)
    let track = ends.findIndex(end => end <= from + 1)
    if (track < 0) track = ends.length < MOST_TRACKS ? ends.length : MOST_TRACKS - 1
    ends[track] = from + width
    return { run, x: from, w: width, track }
  })
  const tracks = Math.max(1, ends.length)
  return { scene, y, w, x, runs, tracks, h: TOP + tracks * TRACK + NOTE }
}

const LOOKS: Readonly<Partial<Record<RunOutcome, PodLook>>> = { running: 'running', complete: 'succeeded', failed: 'failed', replaced: 'terminating', deleted: 'terminating' }
const OTHER_SIGNS: Readonly<Partial<Record<RunOutcome, Sign>>> = {
  skipped: NOT_STARTED,
  late: { d: 'M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0ZM0-3.4V.4L2.6 2', stroke: true },
  missed: { d: 'M0-6.4V1.6M0 5.6v.6', stroke: true },
  suspended: { d: 'M-3-5V5M3-5V5', stroke: true },
  due: { d: 'M-1 0a1 1 0 1 0 2 0a1 1 0 1 0-2 0Z', stroke: false },
}
const signOf = (outcome: RunOutcome): Sign | undefined => { const look = LOOKS[outcome]; return look ? SIGNS[look] : OTHER_SIGNS[outcome] }

const two = (n: number) => String(n).padStart(2, '0')
/** The clock on the wall of the CronJob's zone; with the day where days go by, with seconds where minutes are too long. */
export function wallTime(at: Instant, offset: number, stepMs: number): string {
  const local = at + offset
  const seconds = Math.floor((((local % DAY) + DAY) % DAY) / 1000)
  const time = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}`
  if (stepMs < 60_000) return `${time}:${two(seconds % 60)}`
  if (stepMs < 20 * 3_600_000) return time
  const { month, day } = civilFromDays(Math.floor(local / DAY))
  return `${two(month)}-${two(day)} ${time}`
}

/** What is read aloud of a run, and said when the pointer is on one that has no Job. */
function runLabel({ outcome, at, from, to, row }: RunScene, cj: CronJobRow, time: string, { lang }: BlockMarking): string {
  const w = workloadWords(lang).cronjob
  const name = row?.job === undefined ? '' : row.job.slice(row.job.lastIndexOf('/') + 1)
  const late = row?.startedAt !== undefined && row.startedAt - at > 5000 && !row.manual ? `, ${w.lateBy(spanText(row.startedAt - at, lang))}` : ''
  const gone = row?.goneAt === undefined || outcome === 'replaced' || outcome === 'deleted' ? '' : `, ${row.by === 'history' ? w.cleaned : w.gone}`
  return `${w.run(time, row?.manual === true)}: ${name ? `${name}, ` : ''}${w.outcomes[outcome](row?.waitedFor ?? '', cj.deadlineSeconds ?? 0)}${to > from ? `, ${spanText(to - from, lang)}` : ''}${late}${gone}`
}

export function drawCalendar(g: Group, { scene, y, w, x, tracks, runs }: CalendarBox, row: CronJobRow, how: BlockMarking): void {
  const words = workloadWords(how.lang).cronjob
  g.selectAll<SVGGElement, string>(':scope > g').data(['grid', 'runs', 'words', 'now']).join('g')
  const [grid, runsG, wordsG, nowG] = g.selectAll<SVGGElement, string>(':scope > g').nodes() as [SVGGElement, SVGGElement, SVGGElement, SVGGElement]
  const offset = offsetOf(row)
  const bottom = y + TOP + tracks * TRACK
  const { edges } = scene
  const step = edges.length > 2 ? edges.at(-1)! - edges.at(-2)! : 60_000
  const part = (node: SVGGElement) => g.selectAll<SVGGElement, unknown>(':scope > g').filter(function is() { return this === node })
  const every = Math.max(1, Math.ceil((widthOf(wallTime(0, 0, step), 10.5) + 14) / Math.max(1, x(edges[1] ?? 0) - x(edges[0] ?? 0))))
  // The first edge may be where the CronJob was made, which is no time of its schedule.
  const dues = edges.slice(scene.runs[0]?.at === edges[0] ? 0 : 1, -1)
  part(grid).selectAll<SVGLineElement, Instant>('line').data(dues, d => d).join('line').attr('class', css.dueLine!).attr('x1', d => x(d)).attr('x2', d => x(d)).attr('y1', y + TOP - 3).attr('y2', bottom)
  part(grid).selectAll<SVGTextElement, Instant>('text.time').data(dues.filter((_, i) => i % every === 0), d => d).join('text').attr('class', `time ${css.tiny}`)
    .attr('x', d => x(d)).attr('y', y + 11).text(d => wallTime(d, offset(d), step))
  const zone = row.timeZone ?? 'UTC'
  part(grid).selectAll<SVGTextElement, string>('text.zone').data([zone]).join('text').attr('class', `zone ${css.tiny}`).attr('x', PAD).attr('y', y + 11).text(z => fitted(z.slice(z.lastIndexOf('/') + 1), LABEL + 2, 10.5))
  const note = [words.policies[row.policy], words.keeps(row.keepSuccessful, row.keepFailed), ...(row.deadlineSeconds !== undefined ? [words.deadline(row.deadlineSeconds)] : []), ...(scene.earlier > 0 ? [words.earlier(scene.earlier)] : [])].join(' · ')
  part(grid).selectAll<SVGTextElement, string>('text.foot').data([note]).join('text').attr('class', `foot ${css.tiny}`).attr('x', PAD + LABEL + 10).attr('y', bottom + 13).text(n => fitted(n, w - 2 * PAD - LABEL - 10, 10.5))

  const mid = (track: number) => y + TOP + track * TRACK + TRACK / 2
  part(runsG).selectAll<SVGGElement, PlacedRun>(':scope > g').data(runs, d => d.run.key).join(enter => {
    const bar = enter.append('g').attr('class', `${marks.bar} ${css.run}`).attr('role', 'button').attr('tabindex', -1).attr('data-mark', '')
    bar.append('title')
    bar.append('rect').attr('rx', 4).attr('height', TRACK - 8)
    return bar
  }).each(function draw({ run, x: from, w: width, track }) {
    const [title, rect] = this.children as unknown as [SVGTitleElement, SVGRectElement]
    const ref = run.row?.job ?? row.ref
    const look = LOOKS[run.outcome]
    const label = runLabel(run, row, wallTime(run.at, offset(run.at), step), how)
    this.dataset['ref'] = ref
    this.dataset['outcome'] = run.outcome
    this.toggleAttribute('data-gone', run.row?.goneAt !== undefined)
    this.toggleAttribute('data-selected', run.row?.job !== undefined && how.isSelected(ref))
    this.toggleAttribute('data-hovered', run.row?.job !== undefined && how.isHovered(ref))
    this.setAttribute('aria-label', label)
    title.textContent = run.row?.job === undefined ? label : ''
    rect.setAttribute('class', look ? marks.seg! : css.noRun!)
    if (look) rect.dataset['look'] = look
    else delete rect.dataset['look']
    rect.toggleAttribute('data-open', run.outcome === 'running')
    rect.setAttribute('x', String(from)); rect.setAttribute('y', String(mid(track) - (TRACK - 8) / 2)); rect.setAttribute('width', String(width))
  })
  const signed = runs.filter(r => signOf(r.run.outcome))
  part(wordsG).attr('class', marks.barWords!).selectAll<SVGGElement, PlacedRun>('g').data(signed, d => d.run.key).join(enter => {
    const word = enter.append('g')
    word.append('path')
    word.append('text')
    return word
  }).each(function signs({ run, x: from, w: width, track }) {
    const [path, text] = this.children as unknown as [SVGPathElement, SVGTextElement]
    const sign = signOf(run.outcome)!
    this.dataset['look'] = LOOKS[run.outcome] ?? (run.outcome === 'skipped' || run.outcome === 'late' || run.outcome === 'missed' ? 'pending' : 'unknown')
    path.setAttribute('d', sign.d)
    path.dataset['stroke'] = String(sign.stroke)
    path.setAttribute('transform', `translate(${from + LEAST_BAR / 2},${mid(track)}) scale(0.56)`)
    const name = run.row?.job === undefined ? '' : run.row.manual ? shortName(run.row.job.slice(run.row.job.lastIndexOf('/') + 1)) : run.to > run.from ? spanText(run.to - run.from, how.lang) : ''
    text.setAttribute('x', String(from + LEAST_BAR)); text.setAttribute('y', String(mid(track) + 3.6))
    text.textContent = widthOf(name, 10.5) <= width - LEAST_BAR - 4 ? name : ''
  })
  part(nowG).attr('aria-hidden', 'true').selectAll<SVGLineElement, number>('line').data([x(how.now)]).join('line').attr('class', css.nowLine!).attr('x1', d => d).attr('x2', d => d).attr('y1', y + TOP - 5).attr('y2', bottom + 2)
}
