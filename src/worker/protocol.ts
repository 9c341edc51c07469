// Every message between the page and the worker, in one union. The only file that both sides import (with rows.ts, its nouns).
// The page asks, the worker answers, one answer per question; the worker never speaks first. So a page that is busy is never
// flooded, and a worker that died is noticed by the question that stays unanswered.
import type { Ref } from '../kube/keys.ts'
import type { Instant } from '../kube/object.ts'
import { parseTime } from '../kube/rfc3339.ts'
import type { Reason } from '../engine/world/frame.ts'
import type { Travel } from '../engine/world/travel.ts'
import type { Fault, FrameHead, MarkRow, TableName, Tables } from './rows.ts'

/** Raised when a saved run can no longer be replayed to the same end. */
export const SEMANTICS_VERSION = 2

export interface ClusterOptions {
  readonly seed: number
  /** RFC 3339; schedules hang on it. */
  readonly startAt: string
  /** Worker nodes besides the control plane. */
  readonly nodes: number
  /** Lifts client limits and shortens latencies, for size instead of truth. */
  readonly unlimited?: boolean
}

/** The first and the last instant at which a cluster may begin: far from where numbers and calendars end. */
export const EARLIEST = '2000-01-01T00:00:00Z'
export const LATEST = '2099-12-31T23:59:59Z'
/** Worker nodes of a cluster, at most; and the largest seed. */
const MOST_NODES = 5000
export const MOST_SEED = 2 ** 31 - 1

/** Options from a stranger's hands, with nothing else in them; undefined where no cluster could be made of them. */
export function optionsFrom(value: unknown): ClusterOptions | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { seed, startAt, nodes, unlimited } = value as Record<string, unknown>
  const within = (n: unknown, least: number, most: number): n is number => typeof n === 'number' && Number.isSafeInteger(n) && n >= least && n <= most
  const at = typeof startAt === 'string' ? parseTime(startAt) : undefined
  if (!within(seed, -MOST_SEED, Number.MAX_SAFE_INTEGER) || !within(nodes, 0, MOST_NODES) || !within(at, parseTime(EARLIEST)!, parseTime(LATEST)!)) return undefined
  return { seed, startAt: startAt as string, nodes, ...(unlimited === true ? { unlimited } : {}) }
}

/** All that is needed to make a run again, in this or another page. Kept as you work. */
export interface SavedRun {
  readonly version: number
  readonly options: ClusterOptions
  readonly inputs: readonly { readonly seq: number; readonly at: Instant; readonly name: string; readonly payload: unknown }[]
  /** Where the page stood. */
  readonly position: number
  readonly now: Instant
}

/** Which files the page shows as tabs: manifests, by their names. */
export const isTabName = (name: string): boolean => /^[A-Za-z0-9][\w.-]{0,60}\.(ya?ml|json)$/.test(name)

export interface FileText { readonly path: string; readonly text: string }

/** A problem found in a manifest, at its place. Lines and columns count from 1. */
export interface Finding {
  readonly path: string
  readonly severity: 'error' | 'warning'
  readonly from: { readonly line: number; readonly column: number }
  readonly to: { readonly line: number; readonly column: number }
  /** Kubernetes' own words. */
  readonly message: string
  /** Our words: an id of ui/i18n with its details. */
  readonly hint?: Reason
  /** The field: `spec.template.spec.restartPolicy`. */
  readonly field?: string
  /** A repair that the editor offers. */
  readonly fix?: { readonly title: Reason; readonly from: { line: number; column: number }; readonly to: { line: number; column: number }; readonly text: string }
}

/** Terminal output in the order of printing. `frame` is where the world stood: text of a later frame is taken back with it. */
export interface TerminalChunk {
  readonly running: number
  readonly frame: number
  readonly at: Instant
  readonly stream: 'out' | 'err' | 'note'
  readonly text: string
}
export interface TerminalEnd { readonly running: number; readonly frame: number; readonly exitCode: number }

/** A text that `kubectl edit` has opened: a tab of its own until it is saved or closed. */
export interface EditTab {
  readonly path: string
  /** As it was opened; a new `round` brings another one. */
  readonly text: string
  readonly round: number
  /** The command line has ended and leaves the text to the person. */
  readonly kept?: true
}

/** A file that a command line wrote; without a text it was removed. */
export interface WrittenFile { readonly path: string; readonly text?: string }

/** A change of the page's rows: `row` is null when it is gone. */
export interface RowChange<N extends TableName = TableName> {
  readonly table: N
  readonly key: string
  readonly row: Tables[N] | null
}

/** What changed between two positions of the page, in either direction, squashed to one change per row. */
export interface Delta {
  readonly from: number
  readonly position: number
  readonly now: Instant
  readonly end: number
  readonly endAt: Instant
  /** Forget all rows first: `changes` is everything there is. */
  readonly fresh: boolean
  readonly changes: readonly RowChange[]
  /** The most recent frames that were passed, newest last; at most some dozens. */
  readonly heads: readonly FrameHead[]
  /** The terminal's news, and from which frame on its text must be taken back. */
  readonly terminal: readonly TerminalChunk[]
  readonly ended: readonly TerminalEnd[]
  readonly takeBackFrom?: number
  /** What is asked with in the container into which is typed now; null: nobody is in one. Absent: as before. */
  readonly prompt?: string | null
  /** Whether the terminal stands in another folder than the person's files. Absent: as before. */
  readonly away?: boolean
  /** All texts that are open in `kubectl edit`, where that has changed. */
  readonly edits?: readonly EditTab[]
  /** Files that command lines wrote and that belong among the person's own. */
  readonly files?: readonly WrittenFile[]
  /** A new input cut off this many frames of future; `undo-fork` brings them back. */
  readonly cutFrames?: number
  readonly canUndoFork: boolean
}

/** A step of the chain of causes, oldest first. `reason` has the words of who decided. */
export interface WhyStep extends FrameHead {
  /** The line of the manifest that began it, where an apply did. */
  readonly manifest?: { readonly path: string; readonly line: number }
  /** How many further causes came together here. */
  readonly also: number
}

/** The scheduler's answer for one node. */
export interface NodeVerdict {
  readonly node: string
  readonly fits: boolean
  readonly plugin?: string
  readonly reasons: readonly string[]
  readonly scores?: readonly { readonly plugin: string; readonly raw: number; readonly weighted: number }[]
  readonly total?: number
}

export interface Inspection {
  readonly ref: Ref
  readonly exists: boolean
  readonly yaml: string
  /** Plain words about its state: ids of ui/i18n with their details, most important first. */
  readonly status: readonly Reason[]
  readonly events: readonly { readonly type: string; readonly reason: string; readonly message: string; readonly count: number; readonly at: Instant; readonly from: string }[]
  readonly containers: readonly string[]
  readonly why: readonly WhyStep[]
  readonly verdict?: { readonly at: Instant; readonly chosen?: string; readonly nodes: readonly NodeVerdict[]; readonly message?: string }
  readonly owners: readonly Ref[]
  readonly owned: readonly Ref[]
}

export type Act =
  /** A machine joins: as the other workers, or of this size (quantities), with these labels and taints besides. */
  | {
    readonly do: 'add-node'; readonly cpu?: string; readonly memory?: string; readonly labels?: Readonly<Record<string, string>>
    readonly taints?: readonly { readonly key: string; readonly value?: string; readonly effect: string }[]
  }
  | { readonly do: 'remove-node' | 'stop-kubelet' | 'start-kubelet'; readonly name: string }
  | { readonly do: 'stop-controller' | 'start-controller'; readonly name: string }
  /** Breaks something; ends that by the id of its FaultRow, or everything at once. */
  | { readonly do: 'break'; readonly fault: Fault } | { readonly do: 'mend'; readonly id: string } | { readonly do: 'mend-all' }
  /** So much is asked of a workload in total (rows `loads`); zero of both ends it. Brings the metrics server. */
  | { readonly do: 'set-load'; readonly workload: Ref; readonly cpuMilli: number; readonly memoryBytes?: number }
  | { readonly do: 'metrics-server'; readonly on: boolean }
  /** Requests a second to a service (`namespace/name`) from now on, at most 1000; 0 ends it. What becomes of them: rows `traffic` and `requests`. */
  | { readonly do: 'traffic'; readonly service: string; readonly perSecond: number }
  /** Somebody outside opens `http://172.18.0.3:30080/` (or a node's name) in a browser: a row of `requests` comes of it. */
  | { readonly do: 'browse'; readonly url: string }

export type Request =
  | { readonly ask: 'boot'; readonly options: ClusterOptions; readonly run?: SavedRun }
  /** Goes on until there, or until the slice's budget is used up; then ask again. */
  | { readonly ask: 'travel'; readonly to: Travel; readonly maxFrames?: number; readonly budgetMs?: number }
  | { readonly ask: 'kubectl'; readonly line: string; readonly files: readonly FileText[]; readonly namespace?: string; readonly lang?: 'en' | 'zh' }
  | { readonly ask: 'interrupt'; readonly running: number }
  /** The text of a tab of `kubectl edit` was saved; without a text it was closed as it was opened. */
  | { readonly ask: 'edited'; readonly path: string; readonly text?: string }
  | { readonly ask: 'complete'; readonly line: string; readonly cursor: number; readonly files: readonly string[] }
  | { readonly ask: 'act'; readonly act: Act }
  | { readonly ask: 'check'; readonly file: FileText }
  | { readonly ask: 'inspect'; readonly ref: Ref; readonly lang: 'en' | 'zh' }
  | { readonly ask: 'logs'; readonly ref: Ref; readonly container?: string; readonly previous?: boolean; readonly tailLines?: number }
  | { readonly ask: 'why-frame'; readonly seq: number }
  | { readonly ask: 'density'; readonly buckets: number }
  | { readonly ask: 'live'; readonly file: FileText }
  | { readonly ask: 'undo-fork' }
  | { readonly ask: 'save' }
  | { readonly ask: 'snapshot' }

export interface Answers {
  /** `startAt`: when a cluster began that was there before the page (RFC 3339). */
  'boot': { readonly delta: Delta; readonly lost?: string; readonly startAt?: string }
  'travel': { readonly delta: Delta; readonly done: boolean; readonly exhausted: boolean }
  /** `more`: the line is not whole yet, and nothing was run: ask again with what follows. */
  'kubectl': { readonly running: number; readonly more?: true; readonly delta: Delta }
  'interrupt': { readonly delta: Delta }
  'edited': { readonly delta: Delta }
  'complete': { readonly from: number; readonly to: number; readonly choices: readonly { readonly text: string; readonly hint?: string }[] }
  'act': { readonly delta: Delta; readonly refused?: string }
  'check': { readonly findings: readonly Finding[]; readonly documents: readonly { readonly apiVersion: string; readonly kind: string; readonly name: string; readonly line: number }[] }
  'inspect': Inspection
  'logs': { readonly lines: readonly { readonly at: Instant; readonly text: string }[]; readonly refused?: string }
  'why-frame': { readonly steps: readonly WhyStep[] }
  /** Frames per bucket between the start and the end of the timeline (quiet ones left out), and the named moments. */
  'density': { readonly from: Instant; readonly to: Instant; readonly counts: readonly number[]; readonly marks: readonly MarkRow[] }
  /** The live objects of a file's documents as YAML, for the diff; '' where there is none. */
  'live': { readonly text: string }
  'undo-fork': { readonly delta: Delta }
  'save': { readonly run: SavedRun }
  'snapshot': { readonly delta: Delta }
}

export interface Envelope { readonly id: number; readonly request: Request }
export type Reply =
  | { readonly id: number; readonly answer: Answers[keyof Answers] }
  /** The engine has a fault: what is needed to see it again. */
  | { readonly id: number; readonly broken: { readonly message: string; readonly run?: SavedRun } }
