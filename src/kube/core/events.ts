// Made by scripts/kube-types.mjs from the OpenAPI facts of an API server 1.36. Do not edit by hand.
import type { ListMeta, MicroTime, ObjectMeta, Time } from '../meta.ts'
import type { ObjectReference } from './references.ts'

export interface Event {
  action?: string
  apiVersion: string
  count?: number
  eventTime?: MicroTime
  firstTimestamp?: Time
  involvedObject: ObjectReference
  kind: string
  lastTimestamp?: Time
  message?: string
  metadata: ObjectMeta
  reason?: string
  related?: ObjectReference
  reportingComponent?: string
  reportingInstance?: string
  series?: EventSeries
  source?: EventSource
  type?: string
}

export interface EventList {
  apiVersion?: string
  items: Event[]
  kind?: string
  metadata?: ListMeta
}

export interface EventSeries {
  count?: number
  lastObservedTime?: MicroTime
}

export interface EventSource {
  component?: string
  host?: string
}
