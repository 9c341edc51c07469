// ReplicationControllers, the ReplicaSets of old. Upstream: pkg/registry/core/replicationcontroller, ValidateReplicationControllerSpec.
import type { ReplicationController, ReplicationControllerSpec } from '../../../../kube/core.ts'
import { ReplicationController as Kind } from '../../../../kube/kinds.ts'
import { required } from '../../fields/fieldError.ts'
import { nonnegative } from '../../fields/rules.ts'
import { podNameWarnings } from '../job/strategy.ts'
import { podTemplateDefaults } from '../pod/defaults.ts'
import { plainStrategy } from '../plain.ts'
import { templateWarnings, validateReplicaCounts, validateRunningTemplate, validateSelected } from '../workload.ts'

const isEmpty = (map: object | undefined): boolean => !map || Object.keys(map).length === 0

export const replicationControllerStrategy = plainStrategy<ReplicationController>({
  kind: Kind,
  counted: true,
  newStatus: () => ({ replicas: 0 }),

  /** Selector and labels are the template's where the author gives none. */
  defaults(rc) {
    const labels = rc.spec?.template?.metadata?.labels
    return {
      ...rc,
      metadata: isEmpty(rc.metadata.labels) && labels ? { ...rc.metadata, labels } : rc.metadata,
      spec: {
        ...rc.spec,
        ...(isEmpty(rc.spec?.selector) && labels ? { selector: labels } : {}),
        replicas: rc.spec?.replicas ?? 1,
        ...(rc.spec?.template ? { template: podTemplateDefaults(rc.spec.template) } : {}),
      } as ReplicationControllerSpec,
    }
  },

  judge(out, { spec }) {
    nonnegative(out, 'spec.minReadySeconds', spec.minReadySeconds)
    if (isEmpty(spec.selector)) out.push(required('spec.selector', ''))
    nonnegative(out, 'spec.replicas', spec.replicas)
    if (!spec.template) return void out.push(required('spec.template', ''))
    if (!isEmpty(spec.selector)) validateSelected(out, { matchLabels: spec.selector! }, spec.template)
    validateRunningTemplate(out, spec.template, 'ReplicationController')
  },

  judgeStatus: (out, { status }) => validateReplicaCounts(out, status, ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration']),
  warnings: (rc, old) => [...(old ? [] : podNameWarnings(rc.metadata.name)), ...templateWarnings(rc.spec.template)],
})
