// A pod's quality of service: what its requests and limits promise. Upstream: component-helpers/resource, ComputePodQOS.
import type { PodSpec, ResourceRequirements } from '../../../../kube/core.ts'
import { add, compare, parseQuantity, signOf } from '../../../../kube/quantity.ts'
import type { ParsedQuantity } from '../../../../kube/quantity.ts'

export type QosClass = 'BestEffort' | 'Burstable' | 'Guaranteed'
const counted = ['cpu', 'memory'] as const

export function qosClassOf(spec: PodSpec): QosClass {
  const holders: readonly (ResourceRequirements | undefined)[] = spec.resources && hasAny(spec.resources)
    ? [spec.resources] : [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(c => c.resources)
  const requests = new Map<string, ParsedQuantity>()
  const limits = new Map<string, ParsedQuantity>()
  let allLimited = true
  for (const resources of holders) {
    for (const name of counted) {
      count(requests, name, resources?.requests?.[name])
      if (!count(limits, name, resources?.limits?.[name])) allLimited = false
    }
  }
  if (requests.size === 0 && limits.size === 0) return 'BestEffort'
  const same = requests.size === limits.size && [...requests].every(([name, q]) => limits.has(name) && compare(q, limits.get(name)!) === 0)
  return allLimited && same ? 'Guaranteed' : 'Burstable'
}

const hasAny = ({ requests = {}, limits = {} }: ResourceRequirements): boolean => counted.some(name => name in requests || name in limits)

/** Adds a positive amount; says whether there was one. */
function count(sums: Map<string, ParsedQuantity>, name: string, text: string | undefined): boolean {
  if (text === undefined) return false
  const q = parseQuantity(text)
  if (signOf(q) <= 0) return false
  const known = sums.get(name)
  sums.set(name, known ? add(known, q) : q)
  return true
}
