// What a pod uses of a quota, and what a quota demands that it says. Upstream: pkg/quota/v1/evaluator/core/pods.go.
import type { Container, Pod } from '../core.ts'
import { countedSpec } from '../countedSpec.ts'
import type { Instant } from '../object.ts'
import { podResources } from '../podResources.ts'
import { instantOf } from '../rfc3339.ts'
import { amountsOf, one, plus, type Amounts } from './amounts.ts'

const resources = new Set(['cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.ephemeral-storage',
  'limits.cpu', 'limits.memory', 'limits.ephemeral-storage', 'pods', 'count/pods'])
/** What every container must say where a quota limits it. */
const mustBeSaid = new Set(['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'])

const isHugePages = (name: string): boolean => name.startsWith('hugepages-')
/** `requests.nvidia.com/gpu`: devices are counted by what is asked for. */
const isExtended = (name: string): boolean => name.startsWith('requests.') && name.includes('/') && !name.includes('kubernetes.io/')

export const isPodResource = (name: string): boolean => resources.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-') || isExtended(name)

/** Whether it still counts: not over, and not past the time that it was given to end. */
function countsForQuota(pod: Pod, now: Instant): boolean {
  const { phase } = pod.status ?? {}
  if (phase === 'Succeeded' || phase === 'Failed') return false
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata
  return deletionTimestamp === undefined || deletionGracePeriodSeconds === undefined || now <= instantOf(deletionTimestamp) + deletionGracePeriodSeconds * 1000
}

/** A pod that is over is still stored, so it counts as an object; of everything else it uses nothing any more. */
export function podUsage(pod: Pod, now: Instant): Amounts {
  const stored: Amounts = new Map([['count/pods', one]])
  if (!countsForQuota(pod, now)) return stored
  const spec = countedSpec(pod)
  return plus(stored, computeUsage(amountsOf(podResources(spec, 'requests')), amountsOf(podResources(spec, 'limits'))))
}

function computeUsage(requests: Amounts, limits: Amounts): Amounts {
  const usage = new Map([['pods', one]])
  for (const [name, q] of requests) {
    if (name === 'cpu' || name === 'memory' || name === 'ephemeral-storage' || isHugePages(name)) {
      usage.set(name, q)
      usage.set(`requests.${name}`, q)
    } else if (isExtended(`requests.${name}`)) usage.set(`requests.${name}`, q)
  }
  for (const [name, q] of limits) if (name === 'cpu' || name === 'memory' || name === 'ephemeral-storage') usage.set(`limits.${name}`, q)
  return usage
}

/** Why the pod may not even be counted: a container that says nothing of what the quota limits. Undefined: it may. */
export function unsaid({ spec }: Pod, limited: readonly string[]): string | undefined {
  // Who says it for the whole pod need not say it for each container.
  if (Object.keys({ ...spec.resources?.requests, ...spec.resources?.limits }).some(name => name === 'cpu' || name === 'memory' || isHugePages(name))) return undefined
  const required = limited.filter(name => mustBeSaid.has(name))
  const missing = new Map<string, Set<string>>()
  for (const container of [...spec.containers, ...(spec.initContainers ?? [])]) {
    const said = saidBy(container)
    for (const name of required) if (!said.has(name)) missing.set(name, (missing.get(name) ?? new Set()).add(container.name))
  }
  if (missing.size === 0) return undefined
  return `must specify ${[...missing.keys()].sort().map(name => `${name} for: ${[...missing.get(name)!].sort().join(',')}`).join('; ')}`
}

const saidBy = ({ resources: r }: Container): Amounts => computeUsage(amountsOf(r?.requests), amountsOf(r?.limits))
