// Which workloads get a block above the nodes, and where the blocks stand. Pure.
import type { Ref } from '../../../kube/keys.ts'
import type { ServiceRow, WorkloadRow } from '../../../worker/rows.ts'
import type { Rows } from '../../mirror/applyDelta.ts'
import type { AnyDrawing, Around, Block, Body, DrawnTable } from './drawing.ts'

/** Written out, in no order that matters. */
export const WORKLOAD_TABLES: readonly DrawnTable[] = ['jobs', 'cronjobs', 'deployments', 'replicasets', 'replicationcontrollers', 'daemonsets', 'statefulsets', 'horizontalpodautoscalers', 'services']

/** A Service that nobody asks and nobody has selected needs no block. */
const isQuiet = (row: WorkloadRow): boolean => row.ref.startsWith('services/') && (row as unknown as ServiceRow).perSecond === undefined

const HEAD = 42
const MOST_BLOCKS = 3
/** What the blocks leave, in px: the line of others, and the first row of nodes as far as its first pods. */
const OTHERS = 42
const NODES = 122
const LEAST_ROOM = 96
/** So long a Job that is over keeps its place before those that are still at work. */
const LINGER_MS = 15_000

const isLongOver = (row: WorkloadRow, now: number): boolean => {
  const { endedAt } = row as { readonly endedAt?: number }
  return endedAt !== undefined && now - endedAt > LINGER_MS
}

const tableOf = (ref: Ref): string => ref.slice(0, ref.indexOf('/'))
export const workloadOf = (rows: Rows, ref: Ref): WorkloadRow | undefined => {
  const table = tableOf(ref)
  return (WORKLOAD_TABLES as readonly string[]).includes(table) ? rows[table as DrawnTable].get(ref.slice(table.length + 1)) : undefined
}

/** The workload in whose block an object is drawn: itself, or the topmost of its owners that there is. */
export function rootOf(rows: Rows, ref: Ref | undefined): WorkloadRow | undefined {
  let root: WorkloadRow | undefined
  let next = ref === undefined ? undefined : ref.startsWith('pods/') ? (rows.pods.get(ref.slice(5))?.owner ?? [...rows.stories.values()].findLast(s => s.ref === ref)?.owner) : ref
  // Owners never go in a circle in a real cluster; a manifest can make them.
  for (let i = 0; i < 8 && next !== undefined; i++) {
    const found = workloadOf(rows, next)
    if (!found) break
    root = found
    next = found.owner
  }
  return root
}

const roots = new WeakMap<Rows, readonly WorkloadRow[]>()
/** Workloads that belong to no other one, the latest first; made once per version of the rows. */
export function rootsOf(rows: Rows): readonly WorkloadRow[] {
  let found = roots.get(rows)
  if (!found) {
    const all = WORKLOAD_TABLES.flatMap((table): WorkloadRow[] => [...rows[table].values()])
    found = all.filter(r => r.owner === undefined || workloadOf(rows, r.owner) === undefined).sort((a, b) => b.createdAt - a.createdAt || (a.ref < b.ref ? -1 : 1))
    roots.set(rows, found)
  }
  return found
}

export interface Shown {
  readonly blocks: readonly Block[]
  /** Those without a block: marks in a line. */
  readonly others: readonly WorkloadRow[]
  /** Where the line below the blocks begins. */
  readonly y: number
}

interface Input extends Omit<Around, 'room' | 'now'> {
  readonly now: number
  readonly drawingOf: (row: WorkloadRow) => AnyDrawing | undefined
  /** Also those that the cluster runs for itself, which otherwise are there only where one is selected. */
  readonly system: boolean
  /** How high the pane is below the rail, in px. */
  readonly height: number
}

/** The selected one (itself, or by what it owns), then those at work, then the latest: as many as leave something of the nodes in sight; the first always. */
export function blocksOf({ drawingOf, height, system, ...around }: Input): Shown {
  const { rows, selected, now } = around
  const chosen = rootOf(rows, selected)
  // The cluster's own come last: what the learner made is what the picture is about.
  const roots = rootsOf(rows)
  const plain = [...roots.filter(r => !r.system), ...roots.filter(r => r.system && (system || r === chosen))]
  const others = plain.filter(r => r !== chosen && !isQuiet(r))
  const wanted = [...(chosen ? [chosen] : []), ...others.filter(r => !isLongOver(r, now)), ...others.filter(r => isLongOver(r, now))]
  const left = height - OTHERS - NODES
  const room = Math.max(LEAST_ROOM, Math.min(height * 0.5, left - HEAD))
  const budget = Math.max(LEAST_ROOM + HEAD, Math.min(left, Math.max(320, height * 0.74)))
  const kept = new Map<WorkloadRow, { readonly drawing: AnyDrawing; readonly body: Body }>()
  let used = 0
  for (const row of wanted.slice(0, MOST_BLOCKS)) {
    const drawing = drawingOf(row)
    if (!drawing) continue
    // Measured where the first block stands: a scene may be dear, and most often there is but one.
    const body: Body = drawing.place(row as never, { ...around, room }, HEAD)
    if (kept.size > 0 && used + HEAD + body.h > budget) break
    kept.set(row, { drawing, body })
    used += HEAD + body.h
  }
  let y = 0
  const blocks = plain.filter(r => kept.has(r)).map((row): Block => {
    const { drawing, body: measured } = kept.get(row)!
    const body: Body = y === 0 ? measured : drawing.place(row as never, { ...around, room }, y + HEAD)
    const block = { ref: row.ref, row, drawing, y, h: HEAD + body.h, body }
    y += block.h
    return block
  })
  return { blocks, others: plain.filter(r => !kept.has(r)), y }
}

/** Somebody has made something in this cluster, or has had it. */
export const begun = (rows: Rows): boolean => rootsOf(rows).some(r => !r.system) || [...rows.stories.values()].some(story => !story.system)
