// Taints and tolerations. Upstream: api/core/v1/toleration.go, component-helpers/scheduling/corev1/helpers.go.
import type { Taint, Toleration } from './core.ts'
import { int64Of } from './labels.ts'

/** Whether comparison operators (Gt, Lt) count: feature TaintTolerationComparisonOperators, off by default. */
export function tolerates(toleration: Toleration, taint: Taint, comparisons = false): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false
  if (toleration.key && toleration.key !== taint.key) return false
  switch (toleration.operator ?? '') {
    case '': case 'Equal': return (toleration.value ?? '') === (taint.value ?? '')
    case 'Exists': return true
    case 'Gt': case 'Lt': {
      if (!comparisons) return false
      const [bound, value] = [int64Of(toleration.value ?? ''), int64Of(taint.value ?? '')]
      if (bound === undefined || value === undefined) return false
      return toleration.operator === 'Gt' ? value > bound : value < bound
    }
    default: return false
  }
}

/** Whether any of the tolerations tolerates the taint. */
export const anyTolerates = (tolerations: readonly Toleration[] | undefined, taint: Taint): boolean =>
  tolerations !== undefined && tolerations.some(t => tolerates(t, taint))

/** The first taint that none of the tolerations tolerates, among those that `counts` (all, if it is left out). */
export function findUntoleratedTaint(
  taints: readonly Taint[] | undefined, tolerations: readonly Toleration[] | undefined, counts: (taint: Taint) => boolean = () => true,
): Taint | undefined {
  return taints?.find(taint => counts(taint) && !anyTolerates(tolerations, taint))
}

/** The taints that keep pods away, as the scheduler and the DaemonSet controller count them. */
export const keepsAway = (taint: Taint): boolean => taint.effect === 'NoSchedule' || taint.effect === 'NoExecute'
/** The taints that drive running pods away. */
export const drivesAway = (taint: Taint): boolean => taint.effect === 'NoExecute'
/** The taints that the scheduler only prefers to avoid. */
export const discourages = (taint: Taint): boolean => taint.effect === 'PreferNoSchedule'
/** Whether two taints are the same place on a node: key and effect decide. */
export const isSameTaint = (a: Taint, b: Taint): boolean => a.key === b.key && a.effect === b.effect
