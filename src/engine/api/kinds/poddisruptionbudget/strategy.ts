// PodDisruptionBudgets. Upstream: pkg/registry/policy/poddisruptionbudget, ValidatePodDisruptionBudgetSpec.
import { PodDisruptionBudget as BudgetKind } from '../../../../kube/kinds.ts'
import type { PodDisruptionBudget } from '../../../../kube/policy.ts'
import { invalidValue, notSupported } from '../../fields/fieldError.ts'
import { goForm } from '../../fields/goForm.ts'
import { validateLabelSelector } from '../../fields/labelSelector.ts'
import { nonnegative } from '../../fields/rules.ts'
import { plainStrategy } from '../plain.ts'
import { notMoreThanAll, positiveIntOrPercent } from '../workload.ts'

const policies = ['AlwaysAllow', 'IfHealthyBudget']

export const podDisruptionBudgetStrategy = plainStrategy<PodDisruptionBudget>({
  kind: BudgetKind,
  counted: true,
  newStatus: () => ({ disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 }),
  defaults: budget => ({ ...budget, spec: { ...budget.spec } }),

  judge(out, { spec = {} }) {
    if (spec.minAvailable !== undefined && spec.maxUnavailable !== undefined) {
      out.push(invalidValue('spec', goForm('PodDisruptionBudgetSpec', spec), 'minAvailable and maxUnavailable cannot be both set'))
    }
    for (const field of ['minAvailable', 'maxUnavailable'] as const) {
      positiveIntOrPercent(out, `spec.${field}`, spec[field])
      notMoreThanAll(out, `spec.${field}`, spec[field])
    }
    validateLabelSelector(out, 'spec.selector', spec.selector)
    const policy = spec.unhealthyPodEvictionPolicy
    if (policy !== undefined && !policies.includes(policy)) out.push(notSupported('spec.unhealthyPodEvictionPolicy', policy, policies))
  },

  judgeStatus(out, { status }) {
    for (const field of ['disruptionsAllowed', 'currentHealthy', 'desiredHealthy', 'expectedPods'] as const) nonnegative(out, `status.${field}`, status?.[field])
  },
})
