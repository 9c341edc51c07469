// Pods over time, grouped by who owns them: the rows of the Timeline view.
import type { Ref } from '../../../kube/keys.ts'
import type { StoryRow } from '../../../worker/rows.ts'
import { storiesByOwner } from './jobs.ts'

export type GanttRow =
  | { readonly kind: 'group'; readonly key: string; readonly owner: Ref | undefined; readonly count: number; readonly open: boolean }
  | { readonly kind: 'pod'; readonly key: string; readonly story: StoryRow }

/** Groups in the order of their first pod; closed groups keep their heading. Made per version of the table. */
export function ganttRows(stories: ReadonlyMap<string, StoryRow>, closed: ReadonlySet<string>): readonly GanttRow[] {
  const rows: GanttRow[] = []
  const groups = [...storiesByOwner(stories)].sort(([, a], [, b]) => a[0]!.createdAt - b[0]!.createdAt)
  for (const [owner, list] of groups) {
    const open = !closed.has(owner)
    rows.push({ kind: 'group', key: `group ${owner}`, owner: list[0]!.owner, count: list.length, open })
    if (open) for (const story of list) rows.push({ kind: 'pod', key: story.uid, story })
  }
  return rows
}
