// A frame: one small thing that happened, and everything it changed.
import type { Instant } from '../../kube/object.ts'
import type { AgendaItem } from './agenda.ts'
import type { Entry } from './table.ts'

/** One change of one entry of one table. `undefined` means that there was, or is, no such entry. */
export interface Write {
  /** Name of the table. */
  readonly table: string
  readonly key: string
  readonly before: unknown
  readonly after: unknown
}

/** How many places a change takes in a frame's list of changes: its entry, what stood there before, and what after. */
export const PER_CHANGE = 3

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

/**
 * How a frame keeps its writes: entry, before and after one behind the other in one list. A pod makes some hundred of them and nearly all
 * are only ever played or forgotten, so they are no objects until somebody wants to read them.
 */
export interface Kept { readonly changes: readonly unknown[] }

/** Whether it changed anything in the table of that name: cheaper than to look through its writes. */
export function touches({ changes }: Kept, table: string): boolean {
  for (let i = 0; i < changes.length; i += PER_CHANGE) if ((changes[i] as Entry).table.name === table) return true
  return false
}

/** The changes as they are read. */
export function writesOf({ changes }: Kept): Write[] {
  const writes: Write[] = []
  for (let i = 0; i < changes.length; i += PER_CHANGE) {
    const { table, key } = changes[i] as Entry
    writes.push({ table: table.name, key, before: changes[i + 1], after: changes[i + 2] })
  }
  return writes
}

export interface Frame extends FrameNote, Kept {
  readonly seq: number
  readonly at: Instant
  /** seq of the frame that led to this one; -1 for an input. */
  readonly cause: number
  /** Further causes that were coalesced into this one frame, if any. */
  alsoCauses?: readonly number[]
  /** The agenda handler or the input that ran. */
  readonly handler: string
  /** In the order in which they were made; put together when asked for. */
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
