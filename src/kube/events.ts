// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { EventSource, ObjectReference } from './core.ts'
import type { ListMeta, MicroTime, ObjectMeta, Time } from './meta.ts'

export interface Event {
  action?: string
  apiVersion: string
  deprecatedCount?: number
  deprecatedFirstTimestamp?: Time
  deprecatedLastTimestamp?: Time
  deprecatedSource?: EventSource
  eventTime: MicroTime
  kind: string
  metadata: ObjectMeta
  note?: string
  reason?: string
  regarding?: ObjectReference
  related?: ObjectReference
  reportingController?: string
  reportingInstance?: string
  series?: EventSeries
  type?: string
}

export interface EventList {
  apiVersion?: string
  items: Event[]
  kind?: string
  metadata?: ListMeta
}

export interface EventSeries {
  count: number
  lastObservedTime: MicroTime
}
