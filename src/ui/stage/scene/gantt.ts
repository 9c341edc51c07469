// Pods over time, grouped by who owns them, and these groups by the workload that they belong to: the rows of the Timeline view.
import type { Ref } from '../../../kube/keys.ts'
import type { Instant } from '../../../kube/object.ts'
import type { StoryRow } from '../../../worker/rows.ts'
import { rootOf, workloadOf } from '../workloads/blocks.ts'
import { GRACE_MS, runsByUid } from '../workloads/calendar.ts'
import { schedulesByUid, timesBefore } from '../workloads/times.ts'
import { storiesByOwner } from './jobs.ts'
import type { Rows } from '../../mirror/applyDelta.ts'

export type GanttRow =
  | { readonly kind: 'group'; readonly key: string; readonly owner: Ref | undefined; readonly count: number; readonly open: boolean; readonly depth: 0 | 1 }
  /** A workload whose pods belong to others that it owns: a Deployment, a CronJob. */
  | { readonly kind: 'workload'; readonly key: string; readonly ref: Ref; readonly count: number; readonly open: boolean }
  | { readonly kind: 'pod'; readonly key: string; readonly story: StoryRow }

/** Whose workload a pod's owner belongs to, if to another one; also when the owner is gone by now, as a cleaned up Job is. */
function parentOf(owner: Ref | undefined, rows: Rows, ofJob: ReadonlyMap<Ref, Ref>): Ref | undefined {
  if (owner === undefined) return undefined
  if (!workloadOf(rows, owner)) return ofJob.get(owner)
  const root = rootOf(rows, owner)?.ref
  return root === owner ? undefined : root
}

/** CronJobs by the refs of the Jobs that they ever made. */
function cronJobsByJob(rows: Rows): ReadonlyMap<Ref, Ref> {
  const byUid = new Map([...rows.cronjobs.values()].map(c => [c.uid, c.ref]))
  return new Map([...rows.runs.values()].flatMap(r => { const ref = byUid.get(r.uid); return r.job !== undefined && ref !== undefined ? [[r.job, ref] as const] : [] }))
}

/** Of a long story only the latest of those that nobody looked at are sought. */
const MOST_SILENT = 60

/** When a CronJob was due and no run was started: it was skipped, came too late, or nobody looked. While it is suspended none is missed. */
export function missesOf(ref: Ref, rows: Rows, now: Instant): readonly Instant[] {
  const cronJob = ref.startsWith('cronjobs/') ? rows.cronjobs.get(ref.slice(9)) : undefined
  if (!cronJob) return []
  const runs = runsByUid(rows.runs).get(cronJob.uid) ?? []
  const told = new Set(runs.map(r => r.scheduledAt))
  const schedules = (schedulesByUid(rows.schedules).get(cronJob.uid) ?? []).filter(s => s.at <= now)
  const silent = timesBefore(schedules, now - GRACE_MS, MOST_SILENT).filter(due => !due.suspended && !told.has(due.at)).map(due => due.at)
  return [...runs.filter(r => r.job === undefined && r.scheduledAt <= now).map(r => r.scheduledAt), ...silent].sort((a, b) => a - b)
}

/** In the order of the first pods; what is closed keeps its heading. `withSystem`: also what the cluster runs for itself. */
export function ganttRows(rows: Rows, closed: ReadonlySet<string>, withSystem = false): readonly GanttRow[] {
  const ofJob = cronJobsByJob(rows)
  const groups = [...storiesByOwner(rows.stories)].filter(([, pods]) => withSystem || !pods[0]!.system).sort(([, a], [, b]) => a[0]!.createdAt - b[0]!.createdAt)
  const byParent = new Map<string, typeof groups>()
  for (const group of groups) {
    const parent = parentOf(group[1][0]!.owner, rows, ofJob) ?? `group ${group[0]}`
    const list = byParent.get(parent)
    if (list) list.push(group)
    else byParent.set(parent, [group])
  }
  const out: GanttRow[] = []
  for (const [parent, list] of byParent) {
    const own = parent.startsWith('group ')
    const isOpen = own || !closed.has(parent)
    if (!own) out.push({ kind: 'workload', key: parent, ref: parent, count: list.reduce((n, [, pods]) => n + pods.length, 0), open: isOpen })
    if (!isOpen) continue
    for (const [owner, pods] of list) {
      const open = !closed.has(`group ${owner}`)
      out.push({ kind: 'group', key: `group ${owner}`, owner: pods[0]!.owner, count: pods.length, open, depth: own ? 0 : 1 })
      if (open) for (const story of pods) out.push({ kind: 'pod', key: story.uid, story })
    }
  }
  return out
}
