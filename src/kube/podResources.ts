// What a pod asks for as a whole, and the class of service that follows from it.
// Upstream: component-helpers/resource (PodRequests, PodLimits), pkg/apis/core/v1/helper/qos.
import type { Container, PodSpec } from './core.ts'
import { isSidecar } from './pods.ts'
import { formatQuantity, type ParsedQuantity, parseQuantity } from './quantity.ts'
import { add, compare, signOf } from './quantityMath.ts'

export type Side = 'requests' | 'limits'
type Sums = Map<string, ParsedQuantity>
type Written = Readonly<Record<string, string | number>> | undefined

/** What a whole pod may ask for itself, besides its containers. */
const podLevel = new Set(['cpu', 'memory'])

function addTo(sums: Sums, written: Written | Sums): void {
  if (!written) return
  const entries = written instanceof Map ? written : Object.entries(written).map(([k, v]) => [k, parseQuantity(String(v))] as const)
  for (const [name, quantity] of entries) {
    const before = sums.get(name)
    sums.set(name, before ? add(before, quantity) : quantity)
  }
}

function atLeast(sums: Sums, other: Sums): void {
  for (const [name, quantity] of other) {
    const before = sums.get(name)
    if (!before || compare(quantity, before) > 0) sums.set(name, quantity)
  }
}

/** Requests or limits of the pod: containers and sidecars together, or the hungriest init step if that is more, and the overhead. */
export function podResources(spec: PodSpec, side: Side): Record<string, string> {
  const sums: Sums = new Map()
  for (const c of spec.containers) addTo(sums, c.resources?.[side])
  const sidecars: Sums = new Map()
  const init: Sums = new Map()
  for (const c of spec.initContainers ?? []) {
    const own: Sums = new Map()
    addTo(own, c.resources?.[side])
    if (isSidecar(c)) {
      addTo(sums, own)
      addTo(sidecars, own)
      atLeast(init, sidecars)
    } else {
      addTo(own, sidecars)
      atLeast(init, own)
    }
  }
  atLeast(sums, init)
  const own = spec.resources?.[side] as Written
  if (own) for (const [name, value] of Object.entries(own)) if (podLevel.has(name) || name.startsWith('hugepages-')) sums.set(name, parseQuantity(String(value)))
  if (spec.overhead) {
    if (side === 'requests') addTo(sums, spec.overhead)
    else for (const [name, value] of Object.entries(spec.overhead)) if (sums.has(name)) addTo(sums, { [name]: value })
  }
  return Object.fromEntries([...sums].map(([name, quantity]) => [name, formatQuantity(quantity)]))
}

export type QosClass = 'Guaranteed' | 'Burstable' | 'BestEffort'

/** The class of service: only cpu and memory count, and zero counts for nothing. */
export function qosClassOf(spec: PodSpec): QosClass {
  const requests = new Map<string, ParsedQuantity>()
  const limits = new Map<string, ParsedQuantity>()
  let guaranteed = true
  const collect = (c: Pick<Container, 'resources'>) => {
    const gather = (into: Map<string, ParsedQuantity>, written: Written) => {
      const found = new Set<string>()
      for (const [name, value] of Object.entries(written ?? {})) {
        if (!podLevel.has(name)) continue
        const quantity = parseQuantity(String(value))
        if (signOf(quantity) <= 0) continue
        found.add(name)
        const before = into.get(name)
        into.set(name, before ? add(before, quantity) : quantity)
      }
      return found
    }
    gather(requests, c.resources?.requests as Written)
    if (gather(limits, c.resources?.limits as Written).size < podLevel.size) guaranteed = false
  }
  if (spec.resources) collect(spec)
  else for (const c of [...(spec.containers), ...(spec.initContainers ?? [])]) collect(c)
  if (requests.size === 0 && limits.size === 0) return 'BestEffort'
  if (guaranteed && requests.size === limits.size && [...requests].every(([name, q]) => limits.has(name) && compare(limits.get(name)!, q) === 0)) return 'Guaranteed'
  return 'Burstable'
}
