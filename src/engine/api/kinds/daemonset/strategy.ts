// DaemonSets. Upstream: pkg/registry/apps/daemonset, ValidateDaemonSetSpec.
import type { DaemonSet, DaemonSetSpec, DaemonSetUpdateStrategy } from '../../../../kube/apps.ts'
import { DaemonSet as DaemonSetKind } from '../../../../kube/kinds.ts'
import { sameValue } from '../../fields/equality.ts'
import { invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { goForm, sorted } from '../../fields/goForm.ts'
import { selectsEverything, validateLabelSelector } from '../../fields/labelSelector.ts'
import type { Findings } from '../../fields/rules.ts'
import { immutable, nonnegative } from '../../fields/rules.ts'
import { podNameWarnings } from '../job/strategy.ts'
import { podTemplateDefaults } from '../pod/defaults.ts'
import { plainStrategy } from '../plain.ts'
import { bareNumber, notMoreThanAll, positiveIntOrPercent, templateWarnings, validateRunningTemplate, validateSelected } from '../workload.ts'

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation'
const withTemplateGeneration = (ds: DaemonSet, generation: string): DaemonSet => ({
  ...ds, metadata: { ...ds.metadata, annotations: { ...ds.metadata.annotations, [TEMPLATE_GENERATION]: generation } },
})

function updateDefaults(strategy: DaemonSetUpdateStrategy | undefined): DaemonSetUpdateStrategy {
  const type = strategy?.type || 'RollingUpdate'
  if (type !== 'RollingUpdate') return { ...strategy, type }
  const rolling = strategy?.rollingUpdate
  return { ...strategy, type, rollingUpdate: { ...rolling, maxUnavailable: rolling?.maxUnavailable ?? 1, maxSurge: rolling?.maxSurge ?? 0 } }
}

export const daemonSetStrategy = plainStrategy<DaemonSet>({
  kind: DaemonSetKind,
  counted: true,
  newStatus: () => ({ currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 }),

  defaults: ds => ({
    ...ds,
    spec: {
      ...ds.spec,
      updateStrategy: updateDefaults(ds.spec?.updateStrategy),
      revisionHistoryLimit: ds.spec?.revisionHistoryLimit ?? 10,
      template: podTemplateDefaults(ds.spec?.template),
    } as DaemonSetSpec,
  }),

  complete: ds => withTemplateGeneration(ds, '1'),

  /** How often the template has changed; nobody but the server may say so. */
  completeUpdate(next, old, subresource) {
    const was = old.metadata.annotations?.[TEMPLATE_GENERATION] ?? '0'
    if (subresource === 'status') return next
    return withTemplateGeneration(next, sameValue(next.spec.template, old.spec.template, 'template') ? was : String(Number(was) + 1))
  },

  judge(out, { spec }) {
    validateLabelSelector(out, 'spec.selector', spec.selector)
    validateSelected(out, spec.selector, spec.template)
    if (spec.selector && selectsEverything(spec.selector)) out.push(invalidValue('spec.selector', sorted(spec.selector), 'empty selector is invalid for daemonset'))
    validateRunningTemplate(out, spec.template, 'DaemonSet')
    nonnegative(out, 'spec.minReadySeconds', spec.minReadySeconds)
    validateUpdateStrategy(out, spec.updateStrategy)
    nonnegative(out, 'spec.revisionHistoryLimit', spec.revisionHistoryLimit)
  },

  judgeChange: (out, next, old) => immutable(out, 'spec.selector', next.spec.selector, old.spec.selector, () => next.spec.selector && sorted(next.spec.selector)),

  judgeStatus(out, { status }) {
    for (const field of ['currentNumberScheduled', 'numberMisscheduled', 'desiredNumberScheduled', 'numberReady', 'observedGeneration', 'updatedNumberScheduled', 'numberAvailable', 'numberUnavailable'] as const) {
      nonnegative(out, `status.${field}`, status?.[field])
    }
  },

  warnings: (ds, old) => [...(old ? [] : podNameWarnings(ds.metadata.name)), ...templateWarnings(ds.spec.template)],
})

function validateUpdateStrategy(out: Findings, strategy: DaemonSetUpdateStrategy | undefined): void {
  if (strategy?.type === 'OnDelete') return
  if (strategy?.type !== 'RollingUpdate') return void out.push(notSupported('spec.updateStrategy', goForm('DaemonSetUpdateStrategy', strategy), ['RollingUpdate', 'OnDelete']))
  const path = 'spec.updateStrategy.rollingUpdate'
  const rolling = strategy.rollingUpdate
  if (!rolling) return void out.push(required(path, ''))
  const { maxUnavailable, maxSurge } = rolling
  const [unavailable, surge] = [bareNumber(maxUnavailable) !== 0, bareNumber(maxSurge) !== 0]
  if (unavailable && surge) out.push(invalidValue(`${path}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'))
  else if (!unavailable && !surge) out.push(required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'))
  positiveIntOrPercent(out, `${path}.maxUnavailable`, maxUnavailable)
  notMoreThanAll(out, `${path}.maxUnavailable`, maxUnavailable)
  positiveIntOrPercent(out, `${path}.maxSurge`, maxSurge)
  notMoreThanAll(out, `${path}.maxSurge`, maxSurge)
}
