// What a describer is given: the object, and what it may ask of the cluster about it.
import type { ApiClient } from '../../engine/api/client.ts'
import type { Event } from '../../kube/core.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import type { Writer } from './writer.ts'

export interface DescribeContext {
  readonly client: ApiClient
  readonly now: Instant
  /** The events to show; undefined where they are not to be shown at all (`--show-events=false`). */
  readonly events: readonly Event[] | undefined
}

/** Writes everything but the events, which come last for every kind that has them. */
export type Describer = (object: any, w: Writer, context: DescribeContext) => void

export type AnyDescribed = AnyObject
