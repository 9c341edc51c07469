// What a pod counts for while it is being resized in place: nobody promises away what a container may still have.
// Upstream: component-helpers/resource, determineContainerReqs and determineContainerLimits (UseStatusResources).
import type { Container, ContainerStatus, Pod, PodSpec } from './core.ts'
import { isSidecar } from './pods.ts'
import { parseQuantity } from './quantity.ts'
import { compare } from './quantityMath.ts'

type Written = Readonly<Record<string, string>>

/**
 * The specification to count by, where the pod was resized in place and its node has not followed yet: of what is asked for, what the node has granted
 * and what the container has, the most. What the node will never grant does not count. The same specification where there is no difference.
 */
export function countedSpec(pod: Pod): PodSpec {
  const spec = pod.spec ?? { containers: [] }
  if ((pod.metadata.generation ?? 1) < 2 || !pod.status?.containerStatuses) return spec
  const infeasible = pod.status.conditions?.some(c => c.type === 'PodResizePending' && c.reason === 'Infeasible') ?? false
  let changed = false
  const counted = (c: Container, statuses: readonly ContainerStatus[] | undefined): Container => {
    const status = statuses?.find(s => s.name === c.name)
    if (!status?.resources) return c
    const requests = most(infeasible ? undefined : c.resources?.requests, status.allocatedResources, status.resources.requests)
    const limits = most(infeasible ? undefined : c.resources?.limits, status.resources.limits)
    if (isWithin(requests, c.resources?.requests) && isWithin(limits, c.resources?.limits)) return c
    changed = true
    return { ...c, resources: { ...c.resources, ...(Object.keys(requests).length > 0 ? { requests } : {}), ...(Object.keys(limits).length > 0 ? { limits } : {}) } }
  }
  const containers = spec.containers.map(c => counted(c, pod.status!.containerStatuses))
  const initContainers = spec.initContainers?.map(c => (isSidecar(c) ? counted(c, pod.status!.initContainerStatuses) : c))
  return changed ? { ...spec, containers, ...(initContainers ? { initContainers } : {}) } : spec
}

function most(...all: readonly (Written | undefined)[]): Record<string, string> {
  const out: Record<string, string> = {}
  for (const amounts of all) for (const [name, text] of Object.entries(amounts ?? {})) if (out[name] === undefined || above(text, out[name])) out[name] = String(text)
  return out
}

/** Whether the specification says these very amounts. */
const isWithin = (amounts: Written, said: Written | undefined): boolean =>
  Object.entries(amounts).every(([name, text]) => said?.[name] !== undefined && compare(parseQuantity(String(text)), parseQuantity(String(said[name]))) === 0)

const above = (a: string, b: string): boolean => compare(parseQuantity(String(a)), parseQuantity(String(b))) > 0
