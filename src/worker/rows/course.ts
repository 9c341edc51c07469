// Rows of what goes on: events, messages on their way, components, faults; and frames as the timeline knows them.
import type { Fault } from '../../engine/faults/fault.ts'
import type { Reason } from '../../engine/world/frame.ts'
import type { Ref } from '../../kube/keys.ts'
import type { Instant } from '../../kube/object.ts'

/** Any object that is not a pod, node or job, for the Owners view, lists and search. */
export interface ObjectRow {
  readonly ref: Ref
  readonly kind: string
  readonly namespace?: string
  readonly name: string
  readonly uid: string
  readonly owner?: Ref
  readonly createdAt: Instant
  readonly deleting: boolean
  /** Of a ControllerRevision: its number. */
  readonly revision?: number
  /** The cluster's own: folded by default. */
  readonly system?: true
}

export interface EventRow {
  readonly key: string
  readonly type: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
  readonly about: Ref
  readonly from: string
  readonly count: number
  readonly at: Instant
}

/** A controller (or the scheduler, a kubelet) as the rail draws it. */
export interface ComponentRow {
  readonly name: string
  readonly queued: readonly string[]
  readonly syncing: readonly string[]
  /** Keys that come back later: a back-off, a batch, a deadline. */
  readonly delayed: readonly { readonly key: string; readonly at: Instant }[]
  readonly stopped: boolean
  /** Of the API server: the latest resourceVersion. */
  readonly revision?: number
}

/** Something on its way: a watch event to a cache, a write to the API server. Drawn at (now − sentAt) / (dueAt − sentAt). */
export interface MessageRow {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly what: string
  readonly about?: Ref
  readonly sentAt: Instant
  readonly dueAt: Instant
}

/** Something that is broken on purpose, while it lasts. By key: its id. */
export interface FaultRow {
  readonly id: string
  readonly fault: Fault
  readonly since: Instant
}

/** One frame without its writes. */
export interface FrameHead {
  readonly seq: number
  readonly at: Instant
  readonly cause: number
  readonly actor: string
  readonly what: string
  readonly about?: Ref
  readonly reason?: Reason
  readonly quiet?: boolean
  /** Of a watch event that arrived: who heard it, and of what kind it was. */
  readonly to?: readonly string[]
  readonly event?: 'ADDED' | 'MODIFIED' | 'DELETED'
}

/** A named moment on the scrubber. */
export interface MarkRow {
  readonly seq: number
  readonly at: Instant
  readonly kind: 'input' | 'completed' | 'failed' | 'node' | 'schedule'
  readonly label: string
  /** Of an input that wrote an object: what was done, as kubectl's commands have it. */
  readonly verb?: InputVerb
  readonly about?: Ref
}
export type InputVerb = 'apply' | 'create' | 'change' | 'scale' | 'delete'
