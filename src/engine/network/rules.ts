// A service as kube-proxy writes it into a node's rules: which addresses lead to it, and from there to whom.
// Upstream: pkg/proxy/{serviceport,endpoint,topology}.go, CategorizeEndpoints.
import type { Service } from '../../kube/core.ts'
import type { EndpointSlice } from '../../kube/discovery.ts'
import { keyOf, type Key } from '../../kube/keys.ts'

export interface Backend {
  readonly address: string
  readonly port: number
  readonly node?: string
  /** For whom its endpoint says that it is meant. */
  readonly nodes?: readonly string[]
  readonly zones?: readonly string[]
}

export interface PortRules {
  readonly name: string
  readonly port: number
  readonly protocol: string
  readonly nodePort?: number
  /** To whom a request is led; with nobody there it is refused. */
  readonly backends: readonly Backend[]
}

export interface ServiceRules {
  readonly key: Key
  readonly uid: string
  readonly clusterIP: string
  readonly ports: readonly PortRules[]
  /** Requests of one client go to the same backend for so long. */
  readonly affinityMs?: number
  /** Only to backends of the node that the request comes to: from inside, from outside. */
  readonly localInside: boolean
  readonly localOutside: boolean
}

/** Undefined for services without an address of their own: nobody is led to them. */
export function rulesOf(service: Service, slices: readonly EndpointSlice[]): ServiceRules | undefined {
  const { spec } = service
  if (!spec.clusterIP || spec.clusterIP === 'None' || spec.type === 'ExternalName') return undefined
  const affinity = spec.sessionAffinity === 'ClientIP' ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800) * 1000 : undefined
  return {
    key: keyOf(service), uid: service.metadata.uid!, clusterIP: spec.clusterIP,
    ports: (spec.ports ?? []).map(({ name = '', port, protocol = 'TCP', nodePort }) => ({ name, port, protocol, ...(nodePort ? { nodePort } : {}), backends: backendsOf(slices, name) })),
    ...(affinity === undefined ? {} : { affinityMs: affinity }),
    localInside: spec.internalTrafficPolicy === 'Local', localOutside: spec.externalTrafficPolicy === 'Local',
  }
}

/** N3: the ready ones; where there is none, those that terminate and still serve. */
function backendsOf(slices: readonly EndpointSlice[], port: string): readonly Backend[] {
  const ready: Backend[] = []
  const leaving: Backend[] = []
  for (const slice of slices) {
    const number = slice.ports?.find(p => (p.name ?? '') === port)?.port
    if (number === undefined || slice.addressType !== 'IPv4') continue
    for (const { addresses, conditions, nodeName, hints } of slice.endpoints ?? []) {
      const backend: Backend = {
        address: addresses[0]!, port: number, ...(nodeName ? { node: nodeName } : {}),
        ...(hints?.forNodes ? { nodes: hints.forNodes.map(n => n.name) } : {}), ...(hints?.forZones ? { zones: hints.forZones.map(z => z.name) } : {}),
      }
      if (conditions?.ready !== false) ready.push(backend)
      else if (conditions.serving && conditions.terminating) leaving.push(backend)
    }
  }
  return (ready.length > 0 ? ready : leaving).sort((a, b) => (a.address < b.address ? -1 : 1))
}

/**
 * N12: of these, those that are meant for the node, or else for its zone, from which the request comes. All of them, where one says nothing or none is
 * meant for it: nobody goes without. Upstream: pkg/proxy/topology.go, topologyModeFromHints.
 */
export function nearest(backends: readonly Backend[], node: string | undefined, zone: string | undefined): readonly Backend[] {
  const meantFor = (hints: (b: Backend) => readonly string[] | undefined, place: string | undefined) =>
    (place !== undefined && backends.every(b => hints(b) !== undefined) ? backends.filter(b => hints(b)!.includes(place)) : [])
  for (const near of [meantFor(b => b.nodes, node), meantFor(b => b.zones, zone)]) if (near.length > 0) return near
  return backends
}
