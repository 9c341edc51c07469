// What was available over time, between the bounds that the strategy allows: the steps that are drawn as a line in a band. Pure.
import type { Instant } from '../../../kube/object.ts'
import type { SizeRow } from '../../../worker/rows.ts'
import { groupedBy } from '../scene/grouped.ts'
import { niceSpan } from '../scene/jobs.ts'

export interface LineScene {
  readonly from: Instant
  readonly to: Instant
  /** The highest number there is to show. */
  readonly top: number
  /** In order; the first may lie before `from`. */
  readonly steps: readonly SizeRow[]
}

/** Changes nearer to each other than this belong to one story. */
const CALM_MS = 45_000
const LEAST_MS = 20_000
const MOST_MS = 600_000

/** By the workload's uid, in order of time. */
const sizesByUid = groupedBy<SizeRow>(s => s.uid, (a, b) => a.at - b.at)

/** From where the latest story of changes began; of a long one only the latest part, which moves on by tenths. */
export function lineOf(uid: string, sizes: ReadonlyMap<string, SizeRow>, now: Instant): LineScene {
  const all = (sizesByUid(sizes).get(uid) ?? []).filter(s => s.at <= now)
  let first = all.length - 1
  while (first > 0 && all[first]!.at - all[first - 1]!.at < CALM_MS) first--
  const born = all[0]?.at ?? now
  const began = Math.max(born, (all[first]?.at ?? now) - 2000)
  const tenth = MOST_MS / 10
  const from = now - began <= MOST_MS ? began : began + Math.ceil((now - MOST_MS * 0.95 - began) / tenth) * tenth
  const steps = all.slice(Math.max(0, all.findLastIndex(s => s.at <= from)))
  return {
    from, to: from + Math.min(MOST_MS, niceSpan(Math.max(LEAST_MS, (now - from) * 1.06))),
    top: steps.reduce((n, s) => Math.max(n, s.most ?? 0, s.total, s.desired), 1), steps,
  }
}
