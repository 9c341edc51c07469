// Quantities in maps of resources, as a write stores them.
import type { ResourceRequirements } from '../../../kube/core.ts'
import type { Quantity } from '../../../kube/meta.ts'
import { formatQuantity, MILLI, quantityFromJson } from '../../../kube/quantity.ts'
import { roundUp } from '../../../kube/quantityMath.ts'

type Quantities = Record<string, Quantity>

/** Nothing is counted finer than a thousandth: what is finer is rounded up. Upstream: SetDefaults_ResourceList. */
export function roundedQuantities(map: Readonly<Quantities>): Quantities {
  const out: Quantities = {}
  for (const name in map) out[name] = formatQuantity(roundUp(quantityFromJson(String(map[name])), MILLI).quantity)
  return out
}

export function resourceDefaults(resources: ResourceRequirements): ResourceRequirements {
  const { limits, requests } = resources
  if (!limits && !requests) return resources
  return { ...resources, ...(limits ? { limits: roundedQuantities(limits) } : {}), ...(requests ? { requests: roundedQuantities(requests) } : {}) }
}
