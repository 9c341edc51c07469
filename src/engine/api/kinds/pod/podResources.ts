// Resources that a pod asks for as a whole. Upstream: SetDefaults_PodLevelResources, validatePodResources.
import type { PodSpec, ResourceRequirements } from '../../../../kube/core.ts'
import type { ParsedQuantity } from '../../../../kube/quantity.ts'
import { formatQuantity, parseQuantity } from '../../../../kube/quantity.ts'
import { add, compare } from '../../../../kube/quantityMath.ts'
import { invalidValue } from '../../fields/fieldError.ts'
import type { Findings } from '../../fields/rules.ts'
import { sortedKeys } from '../../fields/rules.ts'
import { overcommittable } from './resourceNames.ts'

export const podLevelResource = (name: string): boolean => name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')

type Sums = Map<string, ParsedQuantity>

function plus(sums: Sums, name: string, q: ParsedQuantity): void {
  const known = sums.get(name)
  sums.set(name, known ? add(known, q) : q)
}

function atLeast(sums: Sums, name: string, q: ParsedQuantity): void {
  const known = sums.get(name)
  if (!known || compare(q, known) > 0) sums.set(name, q)
}

const isSidecar = (c: { restartPolicy?: string }): boolean => c.restartPolicy === 'Always'

/** What the containers need together: the running ones in sum, or an init container beside the sidecars that run before it. */
function aggregated(spec: PodSpec, which: 'requests' | 'limits'): Sums {
  const sums: Sums = new Map()
  for (const c of spec.containers ?? []) for (const [name, text] of Object.entries(c.resources?.[which] ?? {})) plus(sums, name, parseQuantity(text))
  const sidecars: Sums = new Map()
  const peaks: Sums = new Map()
  for (const c of spec.initContainers ?? []) {
    const own = Object.entries(c.resources?.[which] ?? {}).map(([name, text]) => [name, parseQuantity(text)] as const)
    if (isSidecar(c)) {
      for (const [name, q] of own) {
        plus(sums, name, q)
        plus(sidecars, name, q)
      }
      for (const [name, q] of sidecars) atLeast(peaks, name, q)
    } else for (const [name, q] of own) atLeast(peaks, name, sidecars.has(name) ? add(q, sidecars.get(name)!) : q)
  }
  for (const [name, q] of peaks) atLeast(sums, name, q)
  return sums
}

/** The pod's own resources with requests filled in from its containers, then from its limits. */
export function podResourceDefaults(spec: PodSpec): ResourceRequirements | undefined {
  const { limits, requests } = spec.resources ?? {}
  if (!limits || Object.keys(limits).length === 0) return undefined
  const filled = { ...requests }
  for (const [name, sum] of aggregated(spec, 'requests')) {
    if (!(name in filled) && podLevelResource(name) && overcommittable(name)) filled[name] = formatQuantity(sum)
  }
  for (const name in limits) if (!(name in filled) && podLevelResource(name)) filled[name] = limits[name]!
  return Object.keys(filled).length > 0 ? { ...spec.resources, requests: filled } : undefined
}

/** The pod's share must cover its containers. */
export function validatePodResourceSums(out: Findings, path: string, spec: PodSpec): void {
  const { limits, requests } = spec.resources ?? {}
  const requested = aggregated(spec, 'requests')
  for (const name of [...requested.keys()].sort()) {
    const own = requests?.[name]
    if (own === undefined || compare(requested.get(name)!, parseQuantity(own)) <= 0) continue
    out.push(invalidValue(`${path}.requests[${name}]`, own, `must be greater than or equal to aggregate container requests of ${formatQuantity(requested.get(name)!)}`))
  }
  for (const [i, c] of (spec.containers ?? []).entries()) {
    for (const name of sortedKeys(c.resources?.limits)) {
      const [limit, own] = [c.resources!.limits![name]!, limits?.[name]]
      if (own === undefined || compare(parseQuantity(limit), parseQuantity(own)) <= 0) continue
      out.push(invalidValue(`${path}.containers[${i}].[${name}].limits`, limit, `must be less than or equal to pod limits of ${own}`))
    }
  }
}
