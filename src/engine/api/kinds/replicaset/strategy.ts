// ReplicaSets. Upstream: pkg/registry/apps/replicaset, ValidateReplicaSetSpec.
import type { ReplicaSet, ReplicaSetSpec } from '../../../../kube/apps.ts'
import { ReplicaSet as ReplicaSetKind } from '../../../../kube/kinds.ts'
import { invalidValue } from '../../fields/fieldError.ts'
import { sorted } from '../../fields/goForm.ts'
import { selectorMatches } from '../../fields/labelSelector.ts'
import { immutable, nonnegative } from '../../fields/rules.ts'
import { podNameWarnings } from '../job/strategy.ts'
import { podTemplateDefaults } from '../pod/defaults.ts'
import { plainStrategy } from '../plain.ts'
import { templateWarnings, validateReplicaCounts, validateRunningTemplate, validateSelected, validateSelector } from '../workload.ts'

export const replicaSetStrategy = plainStrategy<ReplicaSet>({
  kind: ReplicaSetKind,
  counted: true,
  newStatus: () => ({ replicas: 0 }),
  defaults: rs => ({ ...rs, spec: { ...rs.spec, replicas: rs.spec?.replicas ?? 1, template: podTemplateDefaults(rs.spec?.template) } as ReplicaSetSpec }),

  judge(out, { spec }) {
    nonnegative(out, 'spec.replicas', spec.replicas)
    nonnegative(out, 'spec.minReadySeconds', spec.minReadySeconds)
    // Upstream took the words from the Deployment.
    validateSelector(out, spec.selector, 'deployment')
    if (selectorMatches(spec.selector, undefined) === undefined) out.push(invalidValue('spec.selector', sorted(spec.selector), 'invalid label selector'))
    else {
      validateSelected(out, spec.selector, spec.template)
      validateRunningTemplate(out, spec.template, 'ReplicaSet')
    }
  },

  judgeChange: (out, next, old) => immutable(out, 'spec.selector', next.spec.selector, old.spec.selector, () => next.spec.selector && sorted(next.spec.selector)),
  judgeStatus: (out, { status }) =>
    validateReplicaCounts(out, status, ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration', 'terminatingReplicas']),
  warnings: (rs, old) => [...(old ? [] : podNameWarnings(rs.metadata.name)), ...templateWarnings(rs.spec.template)],
})
