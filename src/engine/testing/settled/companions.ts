// What hangs on workloads: endpoints of services, budgets, quotas.
import { findCondition, type AnyCondition } from '../../../kube/conditions.ts'
import { selectorFor, selectorFromSet } from '../../../kube/labels.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { isOver, isReady, isTerminating } from './pods.ts'
import type { Sight } from './workloads.ts'

/** The addresses behind a service are those of its ready pods. */
export function unsettledService(service: AnyObject, sight: Sight): string | undefined {
  if (!service.spec.selector) return undefined
  const all = service.spec.publishNotReadyAddresses === true
  const matches = selectorFromSet(service.spec.selector)
  const wanted = sight.pods.filter(p => matches.matches(p.metadata.labels ?? {}) && p.status?.podIP && !isOver(p) && (all || (isReady(p) && !isTerminating(p)))).map(p => p.status.podIP)
  const slices = sight.objects('endpointslices').filter(s => s.metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name)
  const found = slices.flatMap(s => (s['endpoints'] ?? []).filter((e: any) => e.conditions?.ready !== false).flatMap((e: any) => e.addresses))
  return wanted.toSorted().join() === found.toSorted().join() ? undefined : `leads to ${found.join(', ') || 'nobody'} and its ready pods are ${wanted.join(', ') || 'none'}`
}

/** Budgets count the healthy pods; a quota counts what there is. */
export function unsettledLimits(sight: Sight): string | undefined {
  for (const budget of sight.objects('poddisruptionbudgets')) {
    const matches = selectorFor(budget.spec.selector)
    const healthy = sight.pods.filter(p => matches.matches(p.metadata.labels ?? {}) && !isOver(p) && !isTerminating(p) && isReady(p)).length
    // A DaemonSet has no scale: a budget that asks for a share of it is never worked out.
    if (findCondition(budget.status?.conditions as readonly AnyCondition[] | undefined, 'DisruptionAllowed')?.reason === 'SyncFailed') continue
    if (budget.status?.observedGeneration !== budget.metadata.generation) return `PodDisruptionBudget ${budget.metadata.name} has not been looked at`
    if ((budget.status?.currentHealthy ?? 0) !== healthy) return `PodDisruptionBudget ${budget.metadata.name} counts ${budget.status?.currentHealthy} healthy pods; there are ${healthy}`
  }
  for (const quota of sight.objects('resourcequotas')) {
    const used = quota.status?.used?.pods
    const pods = sight.pods.filter(p => !isOver(p)).length
    if (used !== undefined && Number(used) !== pods) return `ResourceQuota ${quota.metadata.name} says that ${used} pods are used; there are ${pods}`
  }
  return undefined
}
