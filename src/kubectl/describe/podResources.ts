// What a pod asks for and is limited to, all containers together. Upstream: k8s.io/kubectl/pkg/util/resource.
import type { Container, Pod } from '../../kube/core.ts'
import { newQuantity, parseQuantity } from '../../kube/quantity.ts'
import { add, compare } from '../../kube/quantityMath.ts'
import type { ParsedQuantity } from '../../kube/quantity.ts'

export type Amounts = Map<string, ParsedQuantity>

const plus = (sum: Amounts, list: Readonly<Record<string, unknown>> | Amounts | undefined) => {
  const entries: Iterable<[string, ParsedQuantity]> = list instanceof Map ? list : Object.entries(list ?? {}).map(([k, v]) => [k, parseQuantity(String(v))])
  for (const [name, amount] of entries) sum.set(name, sum.has(name) ? add(sum.get(name)!, amount) : amount)
}

const atLeast = (sum: Amounts, least: Amounts) => {
  for (const [name, amount] of least) if (!sum.has(name) || compare(sum.get(name)!, amount) < 0) sum.set(name, amount)
}

function totalOf(pod: Pod, which: 'requests' | 'limits'): Amounts {
  const of = (c: Container) => c.resources?.[which] as Readonly<Record<string, unknown>> | undefined
  const sum: Amounts = new Map()
  for (const c of pod.spec?.containers ?? []) plus(sum, of(c))
  // Init containers run one after the other, before the others: only the largest counts; but sidecars stay.
  const sidecars: Amounts = new Map()
  const largest: Amounts = new Map()
  for (const c of pod.spec?.initContainers ?? []) {
    if (c.restartPolicy === 'Always') {
      plus(sum, of(c))
      plus(sidecars, of(c))
      atLeast(largest, sidecars)
    } else {
      const while_: Amounts = new Map(sidecars)
      plus(while_, of(c))
      atLeast(largest, while_)
    }
  }
  atLeast(sum, largest)
  const overhead = pod.spec?.overhead as Readonly<Record<string, unknown>> | undefined
  if (overhead) {
    if (which === 'requests') plus(sum, overhead)
    else for (const [name, value] of Object.entries(overhead)) if (sum.has(name)) sum.set(name, add(sum.get(name)!, parseQuantity(String(value))))
  }
  return sum
}

export const podRequests = (pod: Pod): Amounts => totalOf(pod, 'requests')
export const podLimits = (pod: Pod): Amounts => totalOf(pod, 'limits')

export function sumOf(pods: readonly Pod[], of: (pod: Pod) => Amounts): Amounts {
  const sum: Amounts = new Map()
  for (const pod of pods) plus(sum, of(pod))
  return sum
}

export const amountOf = (amounts: Amounts, name: string): ParsedQuantity => amounts.get(name) ?? newQuantity(0, 'DecimalSI')
