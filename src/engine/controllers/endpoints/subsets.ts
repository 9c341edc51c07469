// The pods behind a service as Endpoints tell them: addresses that share all their ports stand in one subset.
// Upstream: endpoints_controller.go addEndpointSubset, truncateEndpoints; pkg/api/v1/endpoints/util.go RepackSubsets.
import type { EndpointAddress, EndpointPort, EndpointSubset, Pod, Service } from '../../../kube/core.ts'
import { isPodReady } from '../../../kube/pods.ts'
import { belongs, hostnameUnder, portBehind } from '../serviceMembers.ts'

/** EP5 */
const MOST_ADDRESSES = 1000

export function subsetsOf(service: Service, pods: readonly Pod[]): EndpointSubset[] {
  const { ports = [], publishNotReadyAddresses, clusterIP } = service.spec
  /** By address: which ports lead there. Upstream maps ports to addresses and packs those with the same ports. */
  const byAddress = new Map<string, { address: EndpointAddress; ready: boolean; ports: EndpointPort[] }>()
  for (const pod of pods) {
    if (!belongs(pod, publishNotReadyAddresses === true)) continue
    const address = addressOf(pod, service)
    const ready = publishNotReadyAddresses === true || isPodReady(pod)
    const found = ports.flatMap(port => {
      const number = portBehind(pod, port)
      return number === undefined ? [] : [{
        ...(port.name ? { name: port.name } : {}), port: number, protocol: port.protocol ?? 'TCP', ...(port.appProtocol !== undefined ? { appProtocol: port.appProtocol } : {}),
      } as EndpointPort]
    })
    if (found.length === 0 && !(ports.length === 0 && clusterIP === 'None')) continue
    byAddress.set(`${address.ip}|${pod.metadata.uid}`, { address, ready, ports: found })
  }
  const packed = new Map<string, { ports: EndpointPort[]; ready: EndpointAddress[]; notReady: EndpointAddress[] }>()
  for (const { address, ready, ports: found } of byAddress.values()) {
    const key = found.map(portText).sort().join()
    let subset = packed.get(key)
    if (!subset) packed.set(key, subset = { ports: found.toSorted(byText(portText)), ready: [], notReady: [] })
    ;(ready ? subset.ready : subset.notReady).push(address)
  }
  return [...packed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { ports: found, ready, notReady }]) => ({
    ...(ready.length ? { addresses: ready.toSorted(byText(addressText)) } : {}),
    ...(notReady.length ? { notReadyAddresses: notReady.toSorted(byText(addressText)) } : {}),
    ...(found.length ? { ports: found } : {}),
  }))
}

const byText = <T>(text: (t: T) => string) => (a: T, b: T) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : 0)
const portText = (p: EndpointPort): string => `${p.name ?? ''}|${p.protocol}|${String(p.port).padStart(5, '0')}`
/** Addresses compare by their text, as upstream's do. */
const addressText = (a: EndpointAddress): string => `${a.ip}|${a.targetRef?.uid ?? ''}`

function addressOf(pod: Pod, service: Service): EndpointAddress {
  const { name, namespace, uid } = pod.metadata
  const hostname = hostnameUnder(pod, service)
  return {
    ip: pod.status!.podIP!, ...(hostname ? { hostname } : {}), ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    targetRef: { kind: 'Pod', namespace: namespace!, name: name!, uid: uid! },
  }
}

/** EP5: at most a thousand; ready ones first, each subset by its share. */
export function truncated(subsets: readonly EndpointSubset[]): { readonly subsets: readonly EndpointSubset[]; readonly over: boolean } {
  const ready = subsets.reduce((n, s) => n + (s.addresses?.length ?? 0), 0)
  const notReady = subsets.reduce((n, s) => n + (s.notReadyAddresses?.length ?? 0), 0)
  if (ready + notReady <= MOST_ADDRESSES) return { subsets, over: false }
  const cutReady = ready > MOST_ADDRESSES
  const most = cutReady ? MOST_ADDRESSES : MOST_ADDRESSES - ready
  const total = cutReady ? ready : notReady
  let left = most
  return {
    over: true,
    subsets: subsets.map(({ addresses, notReadyAddresses, ...rest }) => {
      const cut = (cutReady ? addresses : notReadyAddresses) ?? []
      const kept = cut.slice(0, Math.min(left, Math.ceil((cut.length / total) * most)))
      left -= kept.length
      const stay = cutReady ? kept : addresses ?? []
      const wait = cutReady ? [] : kept
      return { ...(stay.length ? { addresses: stay } : {}), ...(wait.length ? { notReadyAddresses: wait } : {}), ...rest }
    }),
  }
}
