// Deployments. Upstream: pkg/registry/apps/deployment, ValidateDeploymentSpec.
import type { Deployment, DeploymentSpec, DeploymentStrategy } from '../../../../kube/apps.ts'
import { Deployment as DeploymentKind } from '../../../../kube/kinds.ts'
import { sameValue } from '../../fields/equality.ts'
import { forbiddenField, invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { goForm, sorted } from '../../fields/goForm.ts'
import { selectorMatches } from '../../fields/labelSelector.ts'
import type { Findings } from '../../fields/rules.ts'
import { immutable, nonnegative } from '../../fields/rules.ts'
import { podNameWarnings } from '../job/strategy.ts'
import { podTemplateDefaults } from '../pod/defaults.ts'
import { plainStrategy } from '../plain.ts'
import {
  bareNumber, notMoreThanAll, positiveIntOrPercent, templateWarnings, validateReplicaCounts, validateRunningTemplate, validateSelected, validateSelector,
} from '../workload.ts'

function strategyDefaults(strategy: DeploymentStrategy | undefined): DeploymentStrategy {
  const type = strategy?.type || 'RollingUpdate'
  if (type !== 'RollingUpdate') return { ...strategy, type }
  const rolling = strategy?.rollingUpdate
  return { ...strategy, type, rollingUpdate: { ...rolling, maxUnavailable: rolling?.maxUnavailable ?? '25%', maxSurge: rolling?.maxSurge ?? '25%' } }
}

export const deploymentStrategy = plainStrategy<Deployment>({
  kind: DeploymentKind,
  counted: true,
  /** The controller acts on annotations as well. */
  countsToo: (next, old) => !sameValue(next.metadata.annotations, old.metadata.annotations, 'annotations'),
  newStatus: () => ({}),

  defaults: d => ({
    ...d,
    spec: {
      ...d.spec,
      replicas: d.spec?.replicas ?? 1,
      strategy: strategyDefaults(d.spec?.strategy),
      revisionHistoryLimit: d.spec?.revisionHistoryLimit ?? 10,
      progressDeadlineSeconds: d.spec?.progressDeadlineSeconds ?? 600,
      template: podTemplateDefaults(d.spec?.template),
    } as DeploymentSpec,
  }),

  judge(out, { spec }) {
    nonnegative(out, 'spec.replicas', spec.replicas)
    validateSelector(out, spec.selector, 'deployment')
    if (selectorMatches(spec.selector, undefined) === undefined) out.push(invalidValue('spec.selector', sorted(spec.selector), 'invalid label selector'))
    else {
      validateSelected(out, spec.selector, spec.template)
      validateRunningTemplate(out, spec.template, 'ReplicaSet')
    }
    validateStrategy(out, spec.strategy)
    nonnegative(out, 'spec.minReadySeconds', spec.minReadySeconds)
    nonnegative(out, 'spec.revisionHistoryLimit', spec.revisionHistoryLimit)
    const deadline = spec.progressDeadlineSeconds
    nonnegative(out, 'spec.progressDeadlineSeconds', deadline)
    if (deadline !== undefined && deadline <= (spec.minReadySeconds ?? 0)) out.push(invalidValue('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'))
  },

  judgeChange: (out, next, old) => immutable(out, 'spec.selector', next.spec.selector, old.spec.selector, () => next.spec.selector && sorted(next.spec.selector)),

  judgeStatus: (out, { status }) =>
    validateReplicaCounts(out, status, ['observedGeneration', 'replicas', 'updatedReplicas', 'readyReplicas', 'availableReplicas', 'terminatingReplicas']),

  warnings: (d, old) => [...(old ? [] : podNameWarnings(d.metadata.name)), ...templateWarnings(d.spec.template)],
})

function validateStrategy(out: Findings, strategy: DeploymentStrategy | undefined): void {
  const rolling = strategy?.rollingUpdate
  if (strategy?.type === 'Recreate') {
    if (rolling) out.push(forbiddenField('spec.strategy.rollingUpdate', "may not be specified when strategy `type` is 'Recreate'"))
  } else if (strategy?.type === 'RollingUpdate') {
    if (!rolling) return void out.push(required('spec.strategy.rollingUpdate', 'this should be defaulted and never be nil'))
    const path = 'spec.strategy.rollingUpdate'
    positiveIntOrPercent(out, `${path}.maxUnavailable`, rolling.maxUnavailable)
    positiveIntOrPercent(out, `${path}.maxSurge`, rolling.maxSurge)
    if (bareNumber(rolling.maxUnavailable) === 0 && bareNumber(rolling.maxSurge) === 0) {
      out.push(invalidValue(`${path}.maxUnavailable`, rolling.maxUnavailable, 'may not be 0 when `maxSurge` is 0'))
    }
    notMoreThanAll(out, `${path}.maxUnavailable`, rolling.maxUnavailable)
  } else out.push(notSupported('spec.strategy', goForm('DeploymentStrategy', strategy), ['Recreate', 'RollingUpdate']))
}
