// A CronJob as a calendar on the virtual clock: one column per time it is due, what became of each run, and what is to come. Pure.
import type { Instant } from '../../../kube/object.ts'
import type { CronJobRow, JobRow, RunRow } from '../../../worker/rows.ts'
import type { Rows } from '../../mirror/applyDelta.ts'
import { groupedBy } from '../scene/grouped.ts'
import { schedulesByUid, scheduleOf, timesAfter, timesBefore, type Due } from './times.ts'

/** `missed`: it was due, and nobody started it or said why not; `due`: just now, and the controller has not looked yet. */
export type RunOutcome = RunRow['outcome'] | 'replaced' | 'missed' | 'suspended' | 'due' | 'coming'

export interface RunScene {
  readonly key: string
  /** For when it was or is scheduled. */
  readonly at: Instant
  readonly from: Instant
  readonly to: Instant
  readonly outcome: RunOutcome
  readonly row?: RunRow
}

export interface CalendarScene {
  /** Edges of the columns: a column ends where the next time comes. */
  readonly edges: readonly Instant[]
  readonly runs: readonly RunScene[]
  readonly nextAt?: Instant
  /** The latest time that has come, if any has. */
  readonly last?: RunScene
  /** How many runs lie before the calendar's beginning. */
  readonly earlier: number
}

/** The controller looks 100 ms after the time, and a write takes a while: so long a run is not missed yet. */
export const GRACE_MS = 2500
/** How much of the calendar is the past, once there is enough of it. */
const PAST = 0.62

export const runsByUid = groupedBy<RunRow>(r => r.uid, (a, b) => a.scheduledAt - b.scheduledAt)
/** Jobs by the ref of who owns them, the latest last. */
const jobsByOwner = groupedBy<JobRow>(j => j.owner, (a, b) => a.createdAt - b.createdAt || (a.name < b.name ? -1 : 1))

export const outcomeOf = (row: RunRow): RunOutcome => (row.outcome === 'deleted' && row.by === 'replace' ? 'replaced' : row.outcome)

/** When it is due next; undefined while it is suspended or cannot be read. */
export function nextOf(row: CronJobRow, now: Instant): Instant | undefined {
  if (row.suspended) return undefined
  return scheduleOf(row)?.next(now)
}

/** `columns`: how many there is room for. */
export function calendarScene(row: CronJobRow, rows: Rows, now: Instant, columns: number): CalendarScene {
  const schedules = (schedulesByUid(rows.schedules).get(row.uid) ?? []).filter(s => s.at <= now)
  const all = (runsByUid(rows.runs).get(row.uid) ?? []).filter(r => (r.startedAt ?? r.scheduledAt) <= now)
  const past = timesBefore(schedules, now, Math.ceil(columns * PAST))
  const schedule = scheduleOf(row)
  const coming = schedule ? timesAfter(schedule, now, columns - past.length + 1) : []
  const first = past.length === Math.ceil(columns * PAST) ? past[0]!.at : Math.max(row.createdAt, ...(past[0] ? [] : [now - 60_000]))
  const edges = [...new Set([Math.min(first, past[0]?.at ?? first), ...past.map(p => p.at), ...coming])].sort((a, b) => a - b)
  // A schedule that never comes again still has a now to stand in.
  if (edges.at(-1)! <= now) edges.push(now + 60_000)

  const told = new Map(all.map(r => [r.scheduledAt, r]))
  const silent = past.filter(p => !told.has(p.at)).map(p => silentRun(p, now))
  const seen = all.filter(r => (r.goneAt ?? r.endedAt ?? now) >= edges[0]! || r.scheduledAt >= edges[0]!).map((r): RunScene => ({
    key: `${r.scheduledAt} ${r.job ?? ''}`, at: r.scheduledAt, from: r.startedAt ?? r.scheduledAt, to: r.startedAt === undefined ? r.scheduledAt : r.endedAt ?? now, outcome: outcomeOf(r), row: r,
  })).filter(r => r.to >= edges[0]!)
  const ahead = coming.slice(0, -1).map((at): RunScene => ({ key: `${at}`, at, from: at, to: at, outcome: row.suspended ? 'suspended' : 'coming' }))
  const runs = [...seen, ...silent].sort((a, b) => a.at - b.at || a.from - b.from)
  const last = runs.findLast(r => r.row?.manual === undefined)
  return { edges, runs: [...runs, ...ahead], earlier: all.length - seen.length, ...(row.suspended || coming[0] === undefined ? {} : { nextAt: coming[0] }), ...(last ? { last } : {}) }
}

const silentRun = ({ at, suspended }: Due, now: Instant): RunScene => ({ key: `${at}`, at, from: at, to: at, outcome: suspended ? 'suspended' : now - at < GRACE_MS ? 'due' : 'missed' })

/** The run whose lanes are drawn below the calendar: the one selected, else the latest that is still there. */
export function chosenJob(row: CronJobRow, rows: Rows, selected: string | undefined): JobRow | undefined {
  const own = jobsByOwner(rows.jobs).get(row.ref) ?? []
  const ref = selected?.startsWith('pods/') ? rows.pods.get(selected.slice(5))?.owner : selected
  return own.find(j => j.ref === ref) ?? own.at(-1)
}
