// Services as the page draws them, with who stands behind each; requests and traffic as they are kept.
import type { RequestRecord, TrafficSecond } from '../../engine/network/index.ts'
import type { Service } from '../../kube/core.ts'
import type { EndpointSlice } from '../../kube/discovery.ts'
import { keyFrom, keyOf, refOf, type Key } from '../../kube/keys.ts'
import type { AnyObject } from '../../kube/object.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import { isClustersOwn } from '../../kube/system.ts'
import type { EndpointRow, RequestRow, ServiceRow, TrafficRow } from '../rows.ts'

export const SERVICE_NAME = 'kubernetes.io/service-name'

export function serviceRow(service: Service, slices: readonly EndpointSlice[], perSecond: number | undefined): ServiceRow {
  const { metadata, spec } = service
  const { clusterIP } = spec
  return {
    ref: refOf('services', keyOf(service)), namespace: metadata.namespace!, name: metadata.name!, uid: metadata.uid!, type: spec.type ?? 'ClusterIP',
    ...(clusterIP && clusterIP !== 'None' ? { clusterIP } : {}),
    ports: (spec.ports ?? []).map(({ name, port, targetPort, nodePort }) => ({ port, target: targetPort ?? port, ...(name ? { name } : {}), ...(nodePort ? { nodePort } : {}) })),
    selector: spec.selector ?? {}, endpoints: slices.flatMap(slice => (slice.endpoints ?? []).map(endpointRow)),
    ...(perSecond === undefined ? {} : { perSecond }), createdAt: instantOf(metadata.creationTimestamp!),
    ...(isClustersOwn(service as unknown as AnyObject) ? { system: true as const } : {}),
  }
}

const endpointRow = ({ addresses, conditions, nodeName, targetRef }: NonNullable<EndpointSlice['endpoints']>[number]): EndpointRow => ({
  address: addresses[0] ?? '', state: conditions?.terminating && conditions.serving ? 'terminating' : conditions?.ready === false ? 'not-ready' : 'ready',
  ...(nodeName ? { node: nodeName } : {}), ...(targetRef?.kind === 'Pod' ? { pod: refOf('pods', keyFrom(targetRef.namespace, targetRef.name!)) } : {}),
})

/** Whose endpoints a slice holds. */
export function serviceOfSlice(slice: AnyObject): Key | undefined {
  const name = slice.metadata.labels?.[SERVICE_NAME]
  return name === undefined ? undefined : keyFrom(slice.metadata.namespace, name)
}

/** The engine keeps requests in the page's very shape. */
export const requestRow = (record: RequestRecord | undefined): RequestRow | null => record ?? null
export const trafficRow = (second: TrafficSecond | undefined): TrafficRow | null => (second ? { ...second, service: refOf('services', second.service) } : null)
