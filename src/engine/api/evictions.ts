// Whether a pod may be evicted: what the budget that guards it says. Upstream: pkg/registry/core/pod/storage/eviction.go.
import { DISRUPTION_ALLOWED, guards, withDisruptionAllowed } from '../../kube/budgets.ts'
import { findCondition } from '../../kube/conditions.ts'
import type { Pod } from '../../kube/core.ts'
import { PodDisruptionBudget as BudgetKind } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import type { PodDisruptionBudget } from '../../kube/policy.ts'
import { isPodReady } from '../../kube/pods.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import { ApiError, forbidden, tooManyRequests, type ErrorReason } from './errors.ts'
import type { Store } from './store.ts'

/** So many pods at once may be on their way out that the controller has not seen go. */
const MOST_DISRUPTED = 2000

/** The budget that this eviction is charged to, as it is then; undefined where nobody charges. Throws an ApiError where the pod must stay. */
export function chargedBudget(store: Store, pod: AnyObject, now: Instant): AnyObject | undefined {
  // Who is over, has not begun or is going already disrupts nothing more.
  if (pod.metadata.deletionTimestamp !== undefined || ['Succeeded', 'Failed', 'Pending'].includes(pod['status']?.phase)) return undefined
  if (store.table(BudgetKind).size === 0) return undefined
  const budgets = (store.list(BudgetKind, pod.metadata.namespace) as unknown as readonly PodDisruptionBudget[]).filter(budget => guards(budget, pod))
  if (budgets.length > 1) throw new ApiError(500, '' as ErrorReason, 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.')
  const [budget] = budgets
  if (!budget) return undefined
  const { currentHealthy = 0, desiredHealthy = 0 } = budget.status ?? {}
  if (!isPodReady(pod as unknown as Pod)) {
    if (budget.spec.unhealthyPodEvictionPolicy === 'AlwaysAllow') return undefined
    if (currentHealthy >= desiredHealthy && desiredHealthy > 0) return undefined
  }
  return { ...budget, status: decremented(budget, pod.metadata.name, now) } as unknown as AnyObject
}

function decremented({ metadata, status = {} }: PodDisruptionBudget, pod: string, now: Instant): PodDisruptionBudget['status'] {
  const { disruptionsAllowed = 0, desiredHealthy = 0, currentHealthy = 0, disruptedPods = {}, observedGeneration = 0 } = status
  if (observedGeneration < (metadata.generation ?? 0)) throw violated(10, `The disruption budget ${metadata.name} is still being processed by the server.`)
  if (disruptionsAllowed < 0) throw forbidden(BudgetKind, metadata.name!, 'pdb disruptions allowed is negative')
  if (Object.keys(disruptedPods).length > MOST_DISRUPTED) throw forbidden(BudgetKind, metadata.name!, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller')
  if (disruptionsAllowed === 0) {
    const condition = findCondition(status.conditions, DISRUPTION_ALLOWED)
    throw violated(0, condition?.status === 'False' && condition.reason === 'SyncFailed'
      ? `The disruption budget ${metadata.name} does not allow evicting pods currently because it failed sync: ${condition.message}`
      : `The disruption budget ${metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`)
  }
  const next = { ...status, disruptionsAllowed: disruptionsAllowed - 1, disruptedPods: { ...disruptedPods, [pod]: timeOf(now) } }
  return disruptionsAllowed === 1 ? withDisruptionAllowed(next, now) : next
}

function violated(retryAfterSeconds: number, cause: string): ApiError {
  const { code, reason, message, details } = tooManyRequests("Cannot evict pod as it would violate the pod's disruption budget.", retryAfterSeconds)
  return new ApiError(code, reason, message, { ...details, causes: [{ type: 'DisruptionBudget', message: cause, field: '' }] })
}
