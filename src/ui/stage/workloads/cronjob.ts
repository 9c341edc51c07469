// A CronJob: the calendar of its runs, and below it the lanes of the Job that is selected, or else of the latest.
import { select } from 'd3-selection'
import type { CronJobRow, JobRow } from '../../../worker/rows.ts'
import { spanText } from '../../i18n/spans.ts'
import { workloadWords } from '../../i18n/workloads/index.ts'
import { drawLanes } from '../draw/lane.ts'
import { lanesBox, type LaneBox } from '../layout/lanes.ts'
import { LABEL, PAD } from '../layout/sizes.ts'
import { fittedParts } from '../layout/text.ts'
import { jobScene } from '../scene/jobs.ts'
import { jobSentence } from '../words.ts'
import { calendarScene, chosenJob, nextOf, outcomeOf, runsByUid } from './calendar.ts'
import { calendarBox, columnsFor, drawCalendar, type CalendarBox } from './calendarDraw.ts'
import type { Body, Drawing, Speech, Tone } from './drawing.ts'
import css from './workloads.module.css'

interface CronJobBody extends Body { readonly calendar: CalendarBox; readonly job: JobRow | undefined; readonly jobY: number; readonly w: number; readonly lanes: readonly LaneBox[] }

const JOB_HEAD = 26

function cronJobSentence(row: CronJobRow, { rows, lang, now }: Speech): string {
  const w = workloadWords(lang).cronjob
  const next = nextOf(row, now)
  const parts = [row.schedule]
  if (row.deleting) parts.push(workloadWords(lang).replicas.deleting)
  else if (row.wrong) parts.push(w.wrong[row.wrong])
  else if (row.suspended) parts.push(w.suspended)
  // Nobody starts it then: the head says who is stopped.
  else if (rows.components.get('cronjob-controller')?.stopped) parts.push(w.unwatched)
  else parts.push(next === undefined ? w.never : w.next(spanText(next - now, lang)))
  const last = (runsByUid(rows.runs).get(row.uid) ?? []).findLast(r => r.manual === undefined && (r.startedAt ?? r.scheduledAt) <= now)
  if (last && last.outcome !== 'running') parts.push(w.last[outcomeOf(last) as keyof typeof w.last](last.waitedFor ?? ''))
  if (row.active > 0) parts.push(w.active(row.active))
  return parts.join(' · ')
}

export const cronJobDrawing: Drawing<'cronjobs', CronJobBody> = {
  table: 'cronjobs',
  kind: 'CronJob',
  place(row, { rows, now, selected, width, room }, y) {
    const calendar = calendarBox(calendarScene(row, rows, now, columnsFor(width)), y, width)
    const job = chosenJob(row, rows, selected)
    const jobY = y + calendar.h
    if (!job) return { h: calendar.h + 8, calendar, job, jobY, w: width, lanes: [] }
    const lanes = lanesBox(jobScene(job, { stories: rows.stories, pods: rows.pods, now, width: width - 2 * PAD - LABEL }), jobY + JOB_HEAD, width, Math.max(70, room - calendar.h - JOB_HEAD))
    return { h: calendar.h + JOB_HEAD + lanes.h, calendar, job, jobY, w: width, lanes: [lanes] }
  },
  draw(g, { calendar, job, jobY, w, lanes: [lanes] }, row, how) {
    g.selectAll<SVGGElement, string>(':scope > g').data(['calendar', 'job', 'lanes']).join('g')
    const [calendarG, jobG, lanesG] = g.selectAll<SVGGElement, string>(':scope > g').nodes() as [SVGGElement, SVGGElement, SVGGElement]
    drawCalendar(select(calendarG), calendar, row, how)
    select(jobG).selectAll<SVGGElement, JobRow>('g').data(job ? [job] : [], j => j.ref).join(enter => {
      const head = enter.append('g').attr('class', css.rowHead!).attr('role', 'button').attr('tabindex', -1).attr('data-mark', '')
      head.append('rect').attr('rx', 5).attr('height', 22).attr('x', PAD - 6)
      const text = head.append('text').attr('class', css.rowLabel!).attr('x', PAD)
      text.append('tspan').attr('class', css.jobName!)
      text.append('tspan')
      return head
    }).each(function head(j) {
      const [rect, text] = this.children as unknown as [SVGRectElement, SVGTextElement]
      const sentence = jobSentence(j, how.t, how.now, how.lang)
      this.dataset['ref'] = j.ref
      this.toggleAttribute('data-selected', how.isSelected(j.ref))
      this.setAttribute('aria-label', `Job ${j.name}: ${sentence}`)
      rect.setAttribute('y', String(jobY + 2)); rect.setAttribute('width', String(w - 2 * PAD + 12))
      text.setAttribute('y', String(jobY + 17))
      text.children[0]!.textContent = `Job ${j.name}`
      text.children[1]!.textContent = `   ${fittedParts(sentence, w - 2 * PAD - 190, 11.5)}`
    })
    // The lanes of another Job are other marks: they begin anew.
    select(lanesG).selectAll<SVGGElement, LaneBox>(':scope > g').data(lanes ? [lanes] : [], l => l.scene.ref).join('g').each(function one(l) { drawLanes(select(this), l, how) })
  },
  sentence: cronJobSentence,
  brief: row => (row.suspended ? '' : row.schedule),
  tone: (row): Tone | undefined => (row.wrong ? 'bad' : row.suspended ? 'held' : undefined),
}
