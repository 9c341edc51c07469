// The events at the end of a description. Upstream: describe.go, DescribeEvents and searchEvents.
import type { ApiClient } from '../../engine/api/client.ts'
import type { Event as EventObject } from '../../kube/core.ts'
import { Event } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { parseTime } from '../../kube/rfc3339.ts'
import { since } from '../print/values.ts'
import type { Writer } from './writer.ts'

const lastSeen = (e: EventObject) => (e.lastTimestamp ? parseTime(e.lastTimestamp) ?? -Infinity : -Infinity)

/** Events in the order in which they were last seen; those that only know when they happened come first. */
const sortEvents = (events: readonly EventObject[]): EventObject[] => [...events].sort((a, b) => {
  const x = lastSeen(a)
  const y = lastSeen(b)
  return x < y ? -1 : x > y ? 1 : 0
})

export function describeEvents(events: readonly EventObject[], w: Writer, now: Instant): void {
  if (events.length === 0) return w.field(0, 'Events', '<none>')
  w.line(0, 'Events:', '  Type\tReason\tAge\tFrom\tMessage', '  ----\t------\t----\t----\t-------')
  for (const e of sortEvents(events)) {
    const first = since(e.eventTime ?? e.firstTimestamp, now)
    let interval = first
    if (e.series) interval = `${since(e.series.lastObservedTime, now)} (x${e.series.count ?? 0} over ${first})`
    else if ((e.count ?? 0) > 1) interval = `${since(e.lastTimestamp, now)} (x${e.count} over ${first})`
    const message = (e.message ?? '').trim()
    const at = e.involvedObject?.fieldPath
    w.line(1, [e.type ?? '', e.reason ?? '', interval, e.source?.component || e.reportingComponent || '', at ? `${at}: ${message}` : message].join('\t'))
  }
}

/** The events about an object. Those about a pod are not asked for by kind; a node's are also filed under its name instead of its uid. */
export function eventsAbout(client: ApiClient, object: AnyObject): readonly EventObject[] {
  const { kind, metadata: { name, namespace, uid } } = object
  const search = (id: string | undefined) => {
    const terms = [`involvedObject.name=${name}`]
    if (namespace) terms.push(`involvedObject.namespace=${namespace}`)
    if (kind !== 'Pod') terms.push(`involvedObject.kind=${kind}`)
    if (id) terms.push(`involvedObject.uid=${id}`)
    return client.list(Event, namespace, { fieldSelector: terms.join(',') })
  }
  return kind === 'Node' && uid !== name ? [...search(uid), ...search(name)] : search(uid)
}
