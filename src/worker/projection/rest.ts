// Everything else that the page knows: other objects, events, components and what is on its way between them.
import { keyOf, refOf } from '../../kube/keys.ts'
import { kindNamed } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { controllerOf } from '../../kube/owners.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { isClustersOwn } from '../../kube/system.ts'
import type { EventRow, ObjectRow } from '../rows.ts'

export function objectRow(plural: string, object: AnyObject): ObjectRow {
  const owner = controllerOf(object)
  const ownerPlural = owner && kindNamed(owner.kind)?.plural
  return {
    ref: refOf(plural, keyOf(object)), kind: object.kind, name: object.metadata.name, uid: object.metadata.uid!,
    createdAt: instantOf(object.metadata.creationTimestamp!), deleting: object.metadata.deletionTimestamp !== undefined,
    ...(object.metadata.namespace ? { namespace: object.metadata.namespace } : {}), ...(typeof object['revision'] === 'number' ? { revision: object['revision'] } : {}), ...(isClustersOwn(object) ? { system: true as const } : {}),
    ...(owner && ownerPlural ? { owner: refOf(ownerPlural, object.metadata.namespace ? `${object.metadata.namespace}/${owner.name}` : owner.name) } : {}),
  }
}

export function eventRow(key: string, event: AnyObject): EventRow {
  const about = event.involvedObject
  const plural = kindNamed(about.kind)?.plural ?? String(about.kind).toLowerCase()
  return {
    key, type: event.type, reason: event.reason, message: event.message, from: event.source?.component || event.reportingComponent || '',
    about: refOf(plural, about.namespace ? `${about.namespace}/${about.name}` : about.name), count: event.series?.count ?? event.count ?? 1,
    at: eventAt(event),
  }
}

/** When an event last happened: a series knows best, then lastTimestamp, then the moment of a single one. */
export const eventAt = (event: AnyObject): number =>
  instantOf(event.series?.lastObservedTime ?? event.lastTimestamp ?? event.eventTime ?? event.metadata.creationTimestamp)
