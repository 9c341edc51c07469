// A Job as lanes over time: one lane per place in parallelism, one bar per pod, retries in the same lane, ghosts for what is to come.
import type { Ref } from '../../../kube/keys.ts'
import type { Instant } from '../../../kube/object.ts'
import type { JobRow, PodLook, PodRow, StoryRow } from '../../../worker/rows.ts'
import { groupedBy } from './grouped.ts'
import { isOver, shortName, shownLook } from './look.ts'

export interface Segment { readonly from: Instant; readonly to: Instant; readonly look: PodLook }
export interface Bar {
  readonly key: string
  readonly ref: Ref
  readonly name: string
  readonly short: string
  readonly lane: number
  readonly from: Instant
  readonly to: Instant
  /** How it stands now, or ended. */
  readonly look: PodLook
  readonly open: boolean
  readonly segments: readonly Segment[]
}
export interface Ghost { readonly key: string; readonly lane: number; readonly from: Instant; readonly to: Instant; readonly ordinal: number }

export interface JobScene {
  readonly ref: Ref
  readonly row: JobRow
  readonly lanes: number
  /** Lanes that are too many to draw. */
  readonly hiddenLanes: number
  readonly from: Instant
  readonly to: Instant
  readonly bars: readonly Bar[]
  readonly ghosts: readonly Ghost[]
  /** The bars are the latest of more. */
  readonly earlier: number
}

const MOST_LANES = 100
/** A bar narrower than this says nothing, so of a long life only the latest part is shown. */
const LEAST_BAR_PX = 18
const MOST_GHOSTS = 24

/** How long axes are, in seconds, so that they do not slide with every frame. */
const LADDER = [2, 3, 5, 8, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1200, 1800, 2700, 3600, 5400, 7200, 10800, 14400, 21600, 43200, 86400]
export const niceSpan = (ms: number): number => {
  const s = LADDER.find(l => l * 1000 >= ms)
  return s === undefined ? Math.ceil(ms / 86_400_000) * 86_400_000 : s * 1000
}

/** By their owner's uid ('' for those without), in order of birth. */
export const storiesByOwner = groupedBy<StoryRow>(s => s.ownerUid ?? '', (a, b) => a.createdAt - b.createdAt || a.lane - b.lane)

/** When a story's pod ended or went; undefined while it lives. */
export function endOf(story: StoryRow): Instant | undefined {
  const last = story.looks.at(-1)
  return last && isOver(last[1]) ? last[0] : story.goneAt
}

/** The stretches of a pod's life, each with one look; an end is a point and has none. */
export function segmentsOf(story: StoryRow, now: Instant): readonly Segment[] {
  const segments: Segment[] = []
  const end = endOf(story) ?? now
  for (const [i, [at, raw]] of story.looks.entries()) {
    if (isOver(raw) || at > now) break
    const look = shownLook(raw, story.owner)
    const to = Math.min(story.looks[i + 1]?.[0] ?? end, end)
    const last = segments.at(-1)
    if (last && last.look === look) segments[segments.length - 1] = { ...last, to }
    else segments.push({ from: at, to, look })
  }
  return segments
}

export function barOf(story: StoryRow, now: Instant, lane = story.lane): Bar {
  const end = endOf(story)
  const last = shownLook(story.looks.at(-1)?.[1] ?? 'unknown', story.owner)
  // What was told to stop has not failed, whatever its program made of the signal.
  const look = last === 'failed' && story.looks.some(([, l]) => l === 'terminating') ? 'terminating' : last
  return {
    key: story.uid, ref: story.ref, name: story.name, short: shortName(story.name, story.owner), lane, from: story.createdAt, to: end ?? now,
    look, open: end === undefined, segments: segmentsOf(story, now),
  }
}

interface Input {
  readonly stories: ReadonlyMap<string, StoryRow>
  readonly pods: ReadonlyMap<string, PodRow>
  readonly now: Instant
  /** How wide the lanes are drawn, in px. */
  readonly width: number
}

export function jobScene(row: JobRow, { stories, pods, now, width }: Input): JobScene {
  const all = storiesByOwner(stories).get(row.uid) ?? []
  const start = row.startedAt ?? row.createdAt
  const over = row.status === 'Complete' || row.status === 'Failed'
  const finished = all.filter(s => { const last = s.looks.at(-1); return last !== undefined && isOver(last[1]) })
  const recent = finished.slice(-50)
  const meanMs = recent.length === 0 ? undefined : recent.reduce((n, s) => n + (endOf(s)! - s.createdAt), 0) / recent.length
  const places = Math.max(1, Math.min(row.parallelism, row.completions ?? row.parallelism), ...all.slice(-400).map(s => s.lane + 1))
  const lanes = Math.min(places, MOST_LANES)

  const lastEnd = all.reduce((n, s) => Math.max(n, endOf(s) ?? now), start)
  const ends = over ? Math.min(Math.max(lastEnd, row.endedAt ?? lastEnd), now) : now
  const perLane = all.length / places
  const crowded = perLane * LEAST_BAR_PX > width * 0.8
  const windowMs = crowded && meanMs !== undefined ? niceSpan(meanMs * (width / LEAST_BAR_PX / 1.5)) : undefined
  const windowed = windowMs !== undefined && windowMs < ends - start
  // The window moves by tenths, so that what was painted can stay.
  const tenth = windowMs === undefined ? 1 : windowMs / 10
  const since = windowed ? start + Math.ceil((ends - windowMs * 0.9 - start) / tenth) * tenth : start

  const visible = windowed ? all.filter(s => s.lane < lanes && (endOf(s) ?? now) >= since) : all.filter(s => s.lane < lanes)
  const bars = visible.map(s => barOf(s, now))
  const ghosts = over || row.status === 'Suspended' || row.parallelism === 0 ? [] : ghostsOf(row, bars, pods, now, lanes, meanMs)
  const lastGhost = ghosts.slice(0, lanes * 2).reduce((n, g) => Math.max(n, g.to), 0)
  const known = bars.reduce((n, b) => (b.open ? Math.max(n, expectedEnd(b, pods, now, meanMs)) : n), ends)
  const need = Math.max(ends - start, Math.min(Math.max(lastGhost, known) - start, (ends - start) * 3 + 20_000))
  return {
    ref: row.ref, row, lanes, hiddenLanes: places - lanes, bars, earlier: all.length - visible.length,
    from: windowed ? since : start, to: windowed ? since + windowMs : start + niceSpan(Math.max(need * 1.04, 2000)),
    ghosts: windowed ? ghosts.filter(g => g.from < since + windowMs) : ghosts,
  }
}

/** When an open bar probably ends: what its kubelet knows, else as long as the others took. */
function expectedEnd(bar: Bar, pods: ReadonlyMap<string, PodRow>, now: Instant, meanMs: number | undefined): Instant {
  const pod = pods.get(bar.ref.slice(bar.ref.indexOf('/') + 1))
  const run = pod?.containers.find(c => c.doing?.what === 'run' && c.kind === 'main')?.doing
  if (run?.to !== undefined) return Math.max(now, run.to)
  return meanMs === undefined ? now : Math.max(now, bar.from + meanMs)
}

/** What is still to come, where it will probably stand: whoever's lane is free first takes the next. */
function ghostsOf(row: JobRow, bars: readonly Bar[], pods: ReadonlyMap<string, PodRow>, now: Instant, lanes: number, meanMs: number | undefined): readonly Ghost[] {
  if (row.completions === undefined) return []
  const open = bars.filter(b => b.open)
  // Ended but not yet counted: the Job's status is a second behind its pods.
  const succeeded = Math.max(row.succeeded, bars.filter(b => b.look === 'succeeded').length)
  const left = Math.min(row.completions - succeeded - open.length, MOST_GHOSTS)
  if (left <= 0) return []
  const places = Math.min(lanes, row.parallelism)
  const length = meanMs ?? Math.max(4000, ...open.map(b => expectedEnd(b, pods, now, undefined) - b.from))
  const free = Array.from({ length: places }, (_, lane) => open.reduce((at, b) => (b.lane === lane ? Math.max(at, expectedEnd(b, pods, now, length)) : at), Math.max(now, row.backoffUntil ?? 0)))
  const gap = length * 0.06
  return Array.from({ length: left }, (_, i): Ghost => {
    const lane = free.indexOf(Math.min(...free))
    const from = free[lane]! + gap
    free[lane] = from + length
    return { key: `ghost-${i}`, lane, from, to: from + length, ordinal: succeeded + open.length + i + 1 }
  })
}
