// A pod as an endpoint of a service, and the ports that it offers there. Upstream: k8s.io/endpointslice/utils.go, podToEndpoint.
import type { Node, Pod, Service } from '../../../kube/core.ts'
import type { Endpoint, EndpointHints, EndpointPort } from '../../../kube/discovery.ts'
import { isPodReady } from '../../../kube/pods.ts'
import { hostnameUnder, portBehind } from '../serviceMembers.ts'

export type AddressType = 'IPv4' | 'IPv6'
const ZONE = 'topology.kubernetes.io/zone'

/** ES4: `ready` is never true of a terminating pod unless the service publishes what is not ready; `serving` tells readiness alone. */
export function endpointOf(pod: Pod, node: Node | undefined, service: Service, type: AddressType): Endpoint {
  const serving = isPodReady(pod)
  const terminating = pod.metadata.deletionTimestamp !== undefined
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating)
  const hostname = hostnameUnder(pod, service)
  const zone = node?.metadata.labels?.[ZONE]
  const hints = ready ? hintsFor(service.spec.trafficDistribution, pod.spec.nodeName, zone) : undefined
  return {
    addresses: addressesOf(pod, type),
    conditions: { ready, serving, terminating },
    ...(hostname ? { hostname } : {}),
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    targetRef: { kind: 'Pod', namespace: pod.metadata.namespace!, name: pod.metadata.name!, uid: pod.metadata.uid! },
    ...(zone ? { zone } : {}),
    ...(hints ? { hints } : {}),
  }
}

/** ES15: for whom an endpoint is meant: its own zone, or its own node first. Upstream: k8s.io/endpointslice/trafficdist. */
function hintsFor(distribution: string | undefined, node: string | undefined, zone: string | undefined): EndpointHints | undefined {
  const forZones = zone ? { forZones: [{ name: zone }] } : undefined
  if (distribution === 'PreferClose' || distribution === 'PreferSameZone') return forZones
  return distribution === 'PreferSameNode' && node ? { forNodes: [{ name: node }], ...forZones } : undefined
}

const hintsText = ({ hints }: Endpoint): string => [...(hints?.forNodes ?? []).map(n => `node/${n.name}`), ...(hints?.forZones ?? []).map(z => `zone/${z.name}`)].join()

const addressesOf = (pod: Pod, type: AddressType): string[] =>
  (pod.status?.podIPs ?? (pod.status?.podIP ? [{ ip: pod.status.podIP }] : [])).map(p => p.ip).filter(ip => ip.includes(':') === (type === 'IPv6'))

/** ES5: a named port is looked up in each pod, so that pods of one service may offer it under different numbers. */
export function portsOf(service: Service, pod: Pod): EndpointPort[] {
  const ports: EndpointPort[] = []
  for (const port of service.spec.ports ?? []) {
    const number = portBehind(pod, port)
    if (number === undefined) continue
    ports.push({ name: port.name ?? '', port: number, protocol: port.protocol ?? 'TCP', ...(port.appProtocol !== undefined ? { appProtocol: port.appProtocol } : {}) })
  }
  return ports
}

/** Ports of one set compare equal in whatever order they stand. */
export const portKey = (ports: readonly EndpointPort[] | undefined): string =>
  (ports ?? []).map(p => `${p.name ?? ''}|${p.protocol ?? ''}|${p.port ?? ''}|${p.appProtocol ?? ''}`).sort().join()

/** What makes two endpoints the same one, whatever has become of it. Upstream: EndpointSet's hash. */
export const identityOf = ({ addresses, hostname, targetRef }: Endpoint): string => `${[...addresses].sort().join()}|${hostname ?? ''}|${targetRef?.namespace ?? ''}/${targetRef?.name ?? ''}/${targetRef?.uid ?? ''}`

export const looksAlike = (a: Endpoint, b: Endpoint): boolean =>
  a.nodeName === b.nodeName && a.zone === b.zone && a.conditions?.ready === b.conditions?.ready && a.conditions?.serving === b.conditions?.serving
  && a.conditions?.terminating === b.conditions?.terminating && a.targetRef?.name === b.targetRef?.name && a.targetRef?.uid === b.targetRef?.uid && hintsText(a) === hintsText(b)
