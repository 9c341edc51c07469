// What holds data and nothing else, and the limits of a namespace. Upstream: printers.go.
import type { ConfigMap, Event, LimitRange, ResourceQuota, Secret, ServiceAccount } from '../../../kube/core.ts'
import { column, wide } from '../table.ts'
import type { KindPrinter } from '../table.ts'
import { eventSource, since } from '../values.ts'
import { quantityText } from '../quantities.ts'

const size = (map: object | undefined) => Object.keys(map ?? {}).length

export const configMap: KindPrinter = {
  columns: [column('Name'), column('Data'), column('Age')],
  row: (o: ConfigMap, { now }) => [o.metadata.name!, size(o.data) + size(o.binaryData), since(o.metadata.creationTimestamp, now)],
}

export const secret: KindPrinter = {
  columns: [column('Name'), column('Type'), column('Data'), column('Age')],
  row: (o: Secret, { now }) => [o.metadata.name!, o.type ?? 'Opaque', size(o.data), since(o.metadata.creationTimestamp, now)],
}

export const serviceAccount: KindPrinter = {
  columns: [column('Name'), column('Age')],
  row: (o: ServiceAccount, { now }) => [o.metadata.name!, since(o.metadata.creationTimestamp, now)],
}

export const limitRange: KindPrinter = {
  columns: [column('Name'), column('Created At')],
  row: (o: LimitRange) => [o.metadata.name!, o.metadata.creationTimestamp ?? '<unknown>'],
}

export const resourceQuota: KindPrinter = {
  columns: [column('Name'), column('Request'), column('Limit'), column('Age')],
  row(o: ResourceQuota, { now }) {
    const { hard = {}, used = {} } = o.status ?? {}
    const requests: string[] = []
    const limits: string[] = []
    for (const name of Object.keys(hard).sort())
      (name.startsWith('limits') ? limits : requests).push(`${name}: ${quantityText(used[name])}/${quantityText(hard[name])}`)
    return [o.metadata.name!, requests.join(', '), limits.join(', '), since(o.metadata.creationTimestamp, now)]
  },
}

/** When an event was last and first seen, and how often: from its series, its old timestamps, or its eventTime. */
function eventTimes(o: Event): { first: string | undefined; last: string | undefined; count: number } {
  const first = o.firstTimestamp ?? o.eventTime ?? undefined
  if (o.series) return { first, last: o.series.lastObservedTime, count: o.series.count ?? 0 }
  return { first, last: o.lastTimestamp ?? first, count: o.count || 1 }
}

export const event: KindPrinter = {
  columns: [
    column('Last Seen'), column('Type'), column('Reason'), column('Object'), wide('Subobject'), wide('Source'), column('Message'),
    wide('First Seen'), wide('Count'), wide('Name'),
  ],
  row(o: Event, { now }) {
    const { first, last, count } = eventTimes(o)
    const { kind, name, fieldPath } = o.involvedObject ?? {}
    return [
      since(last, now), o.type ?? '', o.reason ?? '', `${(kind ?? '').toLowerCase()}${name ? `/${name}` : ''}`, fieldPath ?? '', eventSource(o),
      (o.message ?? '').trim(), since(first, now), count, o.metadata.name!,
    ]
  },
}
