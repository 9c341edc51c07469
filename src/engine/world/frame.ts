// A frame: one small thing that happened, and everything it changed.
import type { Instant } from '../../kube/object.ts'
import type { AgendaItem } from './agenda.ts'
import type { Entry } from './table.ts'

/** One change of one entry of one table. `undefined` means that there was, or is, no such entry. */
export class Write {
  readonly entry: Entry
  readonly before: unknown
  readonly after: unknown

  constructor(entry: Entry, before: unknown, after: unknown) {
    this.entry = entry
    this.before = before
    this.after = after
  }

  /** Name of the table. */
  get table(): string { return this.entry.table.name }
  get key(): string { return this.entry.key }
}

/** Why something was decided: an id from a closed list, and its numbers. The words are in ui/i18n, one function per id. */
export interface Reason {
  readonly id: string
  readonly [detail: string]: string | number | boolean | undefined | null | readonly (string | number)[]
}

/** Who did it and what it is about. Filled in by whoever handles the frame; everything has a default. */
export interface FrameNote {
  /** `you`, `apiserver`, `job-controller`, `scheduler`, `kubelet/node-1`, … */
  actor?: string
  /** A verb for the timeline: `apply`, `watch`, `sync`, `create pods`, `bind`, … */
  what?: string
  /** What it is about: `pods/default/pi-x7k2p` (see kube/keys Ref). */
  about?: string
  reason?: Reason
  /** Heartbeats and the like: real, and noise on a timeline. */
  quiet?: boolean
}

/** A write that was asked of the API server, as its audit log has it. */
export interface ApiCall {
  readonly who: string
  readonly verb: string
  /** `jobs/status`, `pods/binding`, `pods`. */
  readonly res: string
  readonly namespace?: string
  readonly name: string
  readonly code: number
}

export interface Frame extends FrameNote {
  readonly seq: number
  readonly at: Instant
  /** seq of the frame that led to this one; -1 for an input. */
  readonly cause: number
  /** Further causes that were coalesced into this one frame, if any. */
  alsoCauses?: readonly number[]
  /** The agenda handler or the input that ran. */
  readonly handler: string
  /** In the order in which they were made. */
  readonly writes: readonly Write[]
  /** The item of the agenda that was due; none for an input. */
  readonly took: AgendaItem | undefined
  /** What it put on the agenda, and what it called off. */
  readonly scheduled: readonly AgendaItem[]
  readonly cancelled: readonly AgendaItem[]
  /** What was asked of the API server in this frame, refused or not. */
  calls?: readonly ApiCall[]
  /** Estimate of what keeping this frame costs. */
  bytes: number
}
