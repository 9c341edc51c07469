// How much a pod asks of a node: containers together, init containers one after the other, sidecars beside both.
import type { Container, PodSpec } from '../../kube/core.ts'
import { amountOf, amountsOf, resourcesOf, type Resources } from './amounts.ts'

/** What a container without a request counts as when nodes are scored. Upstream: scheduler/util, DefaultMilliCPURequest. */
const WHEN_UNSAID: readonly (readonly [string, number])[] = [['cpu', 100], ['memory', 200 * 1024 * 1024]]

type Amounts = Map<string, number>

const addTo = (sum: Amounts, more: Amounts): void => { for (const [name, value] of more) sum.set(name, (sum.get(name) ?? 0) + value) }
const raiseTo = (most: Amounts, other: Amounts): void => {
  for (const [name, value] of other) if (value > (most.get(name) ?? 0) || !most.has(name)) most.set(name, value)
}

function asked(container: Container, unsaid: readonly (readonly [string, number])[]): Amounts {
  const amounts = amountsOf(container.resources?.requests)
  for (const [name, value] of unsaid) if (!amounts.has(name)) amounts.set(name, value)
  return amounts
}

function total(spec: PodSpec, unsaid: readonly (readonly [string, number])[]): Amounts {
  const sum: Amounts = new Map()
  for (const container of spec.containers) addTo(sum, asked(container, unsaid))
  const sidecars: Amounts = new Map()
  const starting: Amounts = new Map()
  for (const container of spec.initContainers ?? []) {
    const own = asked(container, unsaid)
    if (container.restartPolicy === 'Always') {
      addTo(sum, own)
      addTo(sidecars, own)
      raiseTo(starting, sidecars)
    } else {
      // While it runs, the sidecars before it run too.
      addTo(own, sidecars)
      raiseTo(starting, own)
    }
  }
  raiseTo(sum, starting)
  // What is asked for the pod as a whole stands above what its containers ask for.
  const whole = spec.resources?.requests
  if (whole) for (const name in whole) sum.set(name, amountOf(name, whole[name]!))
  addTo(sum, amountsOf(spec.overhead))
  return sum
}

export interface PodRequests {
  /** What filters count. */
  readonly requests: Resources
  /** What scores count: 100m and 200 MiB for each container that says nothing. */
  readonly assumed: { readonly cpu: number; readonly memory: number }
}

/** Upstream: component-helpers/resource, PodRequests. */
export function podRequests(spec: PodSpec): PodRequests {
  const assumed = total(spec, WHEN_UNSAID)
  return { requests: resourcesOf(total(spec, [])), assumed: { cpu: assumed.get('cpu') ?? 0, memory: assumed.get('memory') ?? 0 } }
}
