// Which running pods go when there are too many. Upstream: job_controller.go, activePodsForRemoval; controller_utils.go, ActivePods.
import type { Job } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { completionIndexOf, isIndexedJob } from '../../../kube/jobs.ts'
import { isPodReady, podReadyAt } from '../../../kube/pods.ts'
import { instantOf } from '../../../kube/rfc3339.ts'

/** J20: pods without a valid index and second pods of an index, and beyond them the least advanced, until `atLeast` are chosen. */
export function podsToRemove(job: Job, active: readonly Pod[], atLeast: number): Pod[] {
  const { surplus, rest } = isIndexedJob(job) ? splitByIndex(active, job.spec.completions!) : { surplus: [], rest: active }
  const more = atLeast - surplus.length
  return more <= 0 ? surplus : [...surplus, ...rest.toSorted(byWorth).slice(0, more)]
}

function splitByIndex(active: readonly Pod[], completions: number): { surplus: Pod[]; rest: Pod[] } {
  const surplus: Pod[] = []
  const byIndex = new Map<number, Pod[]>()
  for (const pod of active) {
    const index = completionIndexOf(pod)
    if (index === undefined || index >= completions) surplus.push(pod)
    else byIndex.set(index, [...(byIndex.get(index) ?? []), pod])
  }
  const rest: Pod[] = []
  for (const index of [...byIndex.keys()].toSorted((a, b) => a - b)) {
    const sorted = byIndex.get(index)!.toSorted(byWorth)
    rest.push(sorted.pop()!)
    surplus.push(...sorted)
  }
  return { surplus, rest }
}

const PHASE_RANK: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

/**
 * Least advanced first: without a node, pending, not ready, ready for a shorter time, restarted more often, younger. Pods equal
 * in all that keep the order of their names (upstream leaves it open).
 */
function byWorth(a: Pod, b: Pod): number {
  return Number(!!a.spec?.nodeName) - Number(!!b.spec?.nodeName)
    || (PHASE_RANK[a.status?.phase ?? ''] ?? 0) - (PHASE_RANK[b.status?.phase ?? ''] ?? 0)
    || Number(isPodReady(a)) - Number(isPodReady(b))
    || (isPodReady(a) ? laterFirst(podReadyAt(a), podReadyAt(b)) : 0)
    || mostRestarts(b) - mostRestarts(a)
    || mostSidecarRestarts(b) - mostSidecarRestarts(a)
    || laterFirst(creationOf(a), creationOf(b))
}

/** No time at all counts as the latest. */
const laterFirst = (a = Number.MAX_SAFE_INTEGER, b = Number.MAX_SAFE_INTEGER): number => b - a

const creationOf = (pod: Pod) => (pod.metadata.creationTimestamp ? instantOf(pod.metadata.creationTimestamp) : undefined)

const mostRestarts = (pod: Pod): number => Math.max(0, ...(pod.status?.containerStatuses ?? []).map(c => c.restartCount))

function mostSidecarRestarts(pod: Pod): number {
  const sidecars = pod.spec?.initContainers?.filter(c => c.restartPolicy === 'Always')
  if (!sidecars?.length) return 0
  const statuses = pod.status?.initContainerStatuses ?? []
  return Math.max(0, ...statuses.filter(s => sidecars.some(c => c.name === s.name)).map(s => s.restartCount))
}
