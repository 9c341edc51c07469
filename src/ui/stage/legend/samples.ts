// What the legend shows, drawn by what draws the stage itself: each sample is a scene of one thing, of which a window is cut out.
import { scaleLinear } from 'd3-scale'
import type { CronJobRow, JobRow, NodeRow, PodLook, PodRow } from '../../../worker/rows.ts'
import type { Lang, Messages } from '../../i18n/index.ts'
import { drawLanes } from '../draw/lane.ts'
import { drawMessages } from '../draw/message.ts'
import { drawNodes } from '../draw/node.ts'
import { drawPods } from '../draw/pod.ts'
import { drawRail } from '../draw/rail.ts'
import { drawCalendar } from '../workloads/calendarDraw.ts'
import type { RunOutcome } from '../workloads/calendar.ts'
import type { BlockMarking, Group } from '../workloads/drawing.ts'
import type { Ring } from '../scene/look.ts'
import type { StationBox } from '../layout/rail.ts'
import { emptyMirror } from '../../mirror/applyDelta.ts'

export interface Sample { readonly w: number; readonly h: number; readonly view: string; draw(g: Group, how: BlockMarking): void }

const REF = 'pods/legend/sample'
/** How marks are drawn that nobody points at; `selected`: the one sample that shows a selection. */
export const marking = (t: Messages, lang: Lang, selected = false): BlockMarking => ({
  t, lang, now: 0, startAt: 0, move: false, rows: emptyMirror(0).rows, isSelected: () => selected, isHovered: () => false, label: () => '',
})

const podRow = (look: PodLook, restarts: number): PodRow => ({
  ref: REF, namespace: 'legend', name: 'sample', uid: 'sample', look, status: '', ready: '', restarts, createdAt: 0, labels: {}, requests: { cpuMilli: 0, memoryBytes: 0 }, containers: [],
})
export interface PodSample { readonly ring?: Ring; readonly restarts?: number; readonly stale?: true; readonly r?: number }
const ring = (what: Ring['what'], fraction: number | undefined): Ring => ({ what, fraction, from: 0 })
/** As they mostly are met. */
const RINGS: Readonly<Partial<Record<PodLook, Ring>>> = { pulling: ring('pull', 0.6), backoff: ring('backoff', 0.4) }

/** A pod as it stands on a node. */
export const podSample = (look: PodLook, of: PodSample = {}): Sample => ({
  w: 52, h: 40, view: '-22 -20 52 40',
  draw: (g, how) => {
    const mark = { key: 'sample', ref: REF, name: 'sample', short: 'sample', look, ring: of.ring ?? RINGS[look], row: podRow(look, of.restarts ?? 0), ...(of.stale ? { stale: true as const } : {}) }
    drawPods(g, [{ key: 'sample', mark, x: 0, y: 0, r: of.r ?? 15 }], { ...how, away: new Set() })
  },
})
export const ringed = podSample('running', { ring: ring('run', 0.3) })
export const open = podSample('running', { ring: ring('run', undefined) })

const job: JobRow = {
  ref: 'jobs/legend/sample', namespace: 'legend', name: 'sample', uid: 'sample', createdAt: 0, status: 'Running', parallelism: 1, completions: 8, indexed: false,
  active: 1, ready: 0, succeeded: 0, failed: 0, terminating: 0, backoffLimit: 6,
}
/** A bar of a Job's lane, of these looks one after the other; 'ghost' for what has not begun, 'now' for the line alone. */
export const laneSample = (what: readonly PodLook[] | 'ghost' | 'now'): Sample => ({
  w: 84, h: 28, view: '0 6 84 28',
  draw: (g, how) => {
    const looks = Array.isArray(what) ? what as readonly PodLook[] : []
    const to = 76
    const segments = looks.map((look, i) => ({ look, from: 6 + ((to - 6) * i) / looks.length, to: 6 + ((to - 6) * (i + 1)) / looks.length }))
    const bars = looks.length === 0 ? [] : [{ key: 'sample', ref: REF, name: 'sample', short: '', lane: 0, from: 6, to, look: looks.at(-1)!, open: false, segments }]
    const ghosts = what === 'ghost' ? [{ key: 'ghost', lane: 0, from: 6, to, ordinal: 4 }] : []
    drawLanes(g, {
      scene: { ref: job.ref, row: { ...job, startedAt: -1000 }, lanes: 1, hiddenLanes: 0, from: 0, to: 84, bars, ghosts, earlier: 0 },
      // What stands beside the lane is drawn left of the window.
      y: 6, h: 60, w: 200, laneH: 28, barH: 18, x: scaleLinear().domain([0, 84]).range([0, 84]), dense: false,
    }, { ...how, now: what === 'now' ? 42 : -1 })
    g.select('[data-part=lanes]').selectAll('text').remove()
  },
})

const node: NodeRow = {
  name: 'node-1', ref: 'nodes/node-1', status: 'Ready', cordoned: false, roles: [], taints: [], labels: {}, cpuMilli: { requested: 900, allocatable: 2000 },
  memoryBytes: { requested: 2 ** 30, allocatable: 4 * 2 ** 30 }, pods: { count: 0, allocatable: 110 }, images: [], kubelet: 'running', machine: 'up', createdAt: 0,
}
/** The head of a node's card. */
export const nodeSample = (over: Partial<NodeRow>): Sample => ({
  w: 152, h: 56, view: '-2 -2 152 56',
  draw: (g, how) => {
    const row = { ...node, ...over }
    drawNodes(g, [{ key: 'sample', scene: { ref: row.ref, name: row.name, row, pods: [], more: [], total: 0, folded: 0 }, x: 0, y: 0, w: 148, h: 53, moreY: 400, imagesY: 400, isLow: false }], how)
  },
})

const station = (id: string, x: number, over: Partial<StationBox['station']>): StationBox =>
  ({ id, x, y: 4, w: 96, h: 42, station: { id, kind: 'scheduler', queued: 0, syncing: [], delayed: [], stopped: false, busy: false, ...over } })
/** A station of the rail, or a message between two of them. */
export const stationSample = (what: 'hot' | 'dot' | 'stopped' | 'broken', words: (stopped: boolean) => string): Sample => ({
  w: 112, h: what === 'dot' ? 30 : 54, view: what === 'dot' ? '44 49 112 30' : '-4 -4 112 54',
  draw: (g, how) => {
    const boxes = what === 'dot' ? [station('a', 0, { kind: 'apiserver' }), station('b', 104, {})] : [station('a', 0, { stopped: what === 'stopped' })]
    const layer = () => g.append('g')
    drawRail(layer(), boxes, {
      name: () => how.t.stage.rail.scheduler, words: b => words(b.station.stopped), hot: new Set(what === 'hot' ? ['a'] : []), broken: () => what === 'broken', brokenWords: '',
    })
    if (what === 'dot') drawMessages(layer(), [{ id: 'm', from: 'a', to: 'b', label: '', at: 0.5 }], boxes)
  },
})

const cronjob: CronJobRow = {
  ref: 'cronjobs/legend/sample', namespace: 'legend', name: 'sample', uid: 'sample', createdAt: 0, schedule: '* * * * *', suspended: false, policy: 'Allow', keepSuccessful: 3, keepFailed: 1, active: 0, deleting: false,
}
/** A run in a CronJob's calendar. */
export const runSample = (outcome: RunOutcome, gone = false): Sample => ({
  w: 44, h: 26, view: '-4 19 44 26',
  draw: (g, how) => {
    const row = gone ? { ref: 'cronjobs/legend/sample', key: 'r', uid: 'sample', scheduledAt: 0, outcome: 'complete' as const, job: 'jobs/legend/gone', goneAt: 1 } : undefined
    const run = { key: 'r', at: 0, from: 0, to: 0, outcome, ...(row ? { row: row as never } : {}) }
    drawCalendar(g, { scene: { edges: [0, 60_000, 120_000], runs: [run], earlier: 0 }, y: 0, h: 64, w: 400, tracks: 1, x: scaleLinear().domain([0, 120_000]).range([0, 400]), runs: [{ run, x: 4, w: 30, track: 0 }] }, cronjob, { ...how, now: 120_000 })
  },
})
