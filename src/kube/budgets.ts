// Disruption budgets: which pods one guards, and what its condition says of its numbers. Upstream: component-helpers/apps/poddisruptionbudget.
import { findCondition, withCondition } from './conditions.ts'
import { selectorFor } from './labels.ts'
import type { ApiObject, Instant } from './object.ts'
import type { PodDisruptionBudget, PodDisruptionBudgetStatus } from './policy.ts'
import { timeOf } from './rfc3339.ts'

export const DISRUPTION_ALLOWED = 'DisruptionAllowed'

/** Whether the budget's selector fits the pod: of one without a selector it fits none, of an empty one (since policy/v1) every pod of the namespace. */
export function guards(budget: PodDisruptionBudget, pod: ApiObject): boolean {
  if (budget.metadata.namespace !== pod.metadata.namespace) return false
  return selectorFor(budget.spec.selector).matches(pod.metadata.labels)
}

/** The status with its condition as its numbers have it, or as it must read because the budget could not be worked out (`failure`). */
export function withDisruptionAllowed(status: PodDisruptionBudgetStatus, now: Instant, failure?: string): PodDisruptionBudgetStatus {
  const allowed = failure === undefined && (status.disruptionsAllowed ?? 0) > 0
  const before = findCondition(status.conditions, DISRUPTION_ALLOWED)
  return {
    ...status,
    conditions: withCondition(status.conditions, {
      type: DISRUPTION_ALLOWED, status: allowed ? 'True' : 'False',
      observedGeneration: status.observedGeneration ?? 0,
      lastTransitionTime: before?.status === (allowed ? 'True' : 'False') ? before.lastTransitionTime : timeOf(now),
      reason: failure !== undefined ? 'SyncFailed' : allowed ? 'SufficientPods' : 'InsufficientPods',
      message: failure ?? '',
    }),
  }
}
