// StatefulSets. Upstream: pkg/registry/apps/statefulset, ValidateStatefulSetSpec.
import type { StatefulSet, StatefulSetSpec, StatefulSetUpdateStrategy } from '../../../../kube/apps.ts'
import type { PersistentVolumeClaim } from '../../../../kube/core.ts'
import { StatefulSet as StatefulSetKind } from '../../../../kube/kinds.ts'
import type { AnyObject } from '../../../../kube/object.ts'
import { sameValue } from '../../fields/equality.ts'
import { forbiddenField, invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { goForm, sorted } from '../../fields/goForm.ts'
import { selectorMatches } from '../../fields/labelSelector.ts'
import { dns1123Label } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { label, nonnegative } from '../../fields/rules.ts'
import { validateClaimSpec } from '../persistentvolumeclaim/claimSpec.ts'
import { claimDefaults } from '../persistentvolumeclaim/defaults.ts'
import { podTemplateDefaults } from '../pod/defaults.ts'
import { validatePodTemplate } from '../pod/template.ts'
import { plainStrategy } from '../plain.ts'
import { templateWarnings, validateAlwaysRuns, validateReplicaCounts, validateSelected, validateSelector } from '../workload.ts'

const changeable = ['replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'] as const
const FIXED = "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', "
  + "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden"

function updateDefaults(strategy: StatefulSetUpdateStrategy | undefined): StatefulSetUpdateStrategy {
  if (strategy?.type && (strategy.type !== 'RollingUpdate' || !strategy.rollingUpdate)) return strategy
  return { ...strategy, type: 'RollingUpdate', rollingUpdate: { ...strategy?.rollingUpdate, partition: strategy?.rollingUpdate?.partition ?? 0 } }
}

const claimTemplate = (claim: PersistentVolumeClaim): PersistentVolumeClaim =>
  claimDefaults({ ...claim, apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: claim.metadata ?? {} })

/** The template as its pods will have it: with a volume for each claim. */
function withClaimVolumes({ template, volumeClaimTemplates = [] }: StatefulSetSpec): StatefulSetSpec['template'] {
  const given = template?.spec?.volumes ?? []
  const claims = volumeClaimTemplates.map(c => c.metadata?.name).filter(name => name && !given.some(v => v.name === name))
  if (claims.length === 0 || !template?.spec) return template
  return { ...template, spec: { ...template.spec, volumes: [...given, ...claims.map(name => ({ name: name!, persistentVolumeClaim: { claimName: name! } }))] } }
}

export const statefulSetStrategy = plainStrategy<StatefulSet>({
  kind: StatefulSetKind,
  // Its pods' names begin with it, and are host names.
  name: dns1123Label,
  counted: true,
  newStatus: () => ({ replicas: 0, availableReplicas: 0 }),
  withoutDisabled,

  defaults({ spec, ...sts }) {
    const retention = spec?.persistentVolumeClaimRetentionPolicy
    return {
      ...sts,
      spec: {
        ...spec,
        replicas: spec?.replicas ?? 1,
        serviceName: spec?.serviceName ?? '',
        podManagementPolicy: spec?.podManagementPolicy || 'OrderedReady',
        updateStrategy: updateDefaults(spec?.updateStrategy),
        revisionHistoryLimit: spec?.revisionHistoryLimit ?? 10,
        persistentVolumeClaimRetentionPolicy: { whenDeleted: retention?.whenDeleted || 'Retain', whenScaled: retention?.whenScaled || 'Retain' },
        ...(spec?.volumeClaimTemplates ? { volumeClaimTemplates: spec.volumeClaimTemplates.map(claimTemplate) } : {}),
        template: podTemplateDefaults(spec?.template),
      } as StatefulSetSpec,
    } as StatefulSet
  },

  /** What cannot be changed is judged when it is new, and tolerated afterwards. */
  judge(out, { spec }, isNew) {
    const policy = spec.podManagementPolicy
    if (!policy) out.push(required('spec.podManagementPolicy', ''))
    else if (policy !== 'OrderedReady' && policy !== 'Parallel') out.push(invalidValue('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'"))
    validateUpdateStrategy(out, spec.updateStrategy)
    const retention = spec.persistentVolumeClaimRetentionPolicy
    for (const when of ['whenDeleted', 'whenScaled'] as const) {
      const choice = retention?.[when]
      if (choice !== undefined && choice !== 'Retain' && choice !== 'Delete') out.push(notSupported(`spec.persistentVolumeClaimRetentionPolicy.${when}`, choice, ['Retain', 'Delete']))
    }
    if (isNew) for (const [i, claim] of (spec.volumeClaimTemplates ?? []).entries()) validateClaimSpec(out, `spec.volumeClaimTemplates[${i}].spec`, claim.spec)
    nonnegative(out, 'spec.replicas', spec.replicas)
    nonnegative(out, 'spec.minReadySeconds', spec.minReadySeconds)
    nonnegative(out, 'spec.ordinals.start', spec.ordinals?.start)
    if (isNew && spec.serviceName) label(out, 'spec.serviceName', spec.serviceName)
    validateSelector(out, spec.selector, 'statefulset')
    if (selectorMatches(spec.selector, undefined) === undefined) out.push(invalidValue('spec.selector', sorted(spec.selector), ''))
    else {
      validateSelected(out, spec.selector, spec.template)
      validatePodTemplate(out, 'spec.template', withClaimVolumes(spec))
    }
    validateAlwaysRuns(out, spec.template, 'StatefulSet')
  },

  judgeChange(out, next, old) {
    const rest = (spec: StatefulSetSpec): unknown => Object.fromEntries(Object.entries(spec).filter(([field]) => !(changeable as readonly string[]).includes(field)))
    if (!sameValue(rest(next.spec), rest(old.spec))) out.push(forbiddenField('spec', FIXED))
  },

  judgeStatus: (out, { status }) => validateReplicaCounts(out, status, ['replicas', 'readyReplicas', 'updatedReplicas', 'availableReplicas', 'observedGeneration']),
  warnings: sts => [...templateWarnings(sts.spec.template), ...historyWarning(sts)],
})

/** Feature MaxUnavailableStatefulSet is off in 1.36. Upstream: dropStatefulSetDisabledFields. */
function withoutDisabled<S extends StatefulSet>(sts: S): S {
  const rolling = sts.spec?.updateStrategy?.rollingUpdate
  if (rolling?.maxUnavailable === undefined) return sts
  const { maxUnavailable: _, ...rollingUpdate } = rolling
  return { ...sts, spec: { ...sts.spec, updateStrategy: { ...sts.spec.updateStrategy, rollingUpdate } } }
}

function historyWarning(sts: StatefulSet): string[] {
  const limit = (sts as StatefulSet & AnyObject).spec.revisionHistoryLimit
  return limit !== undefined && limit < 0 ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended'] : []
}

function validateUpdateStrategy(out: Findings, strategy: StatefulSetUpdateStrategy | undefined): void {
  const path = 'spec.updateStrategy'
  const rolling = strategy?.rollingUpdate
  if (!strategy?.type) out.push(required(path, ''))
  else if (strategy.type === 'OnDelete') {
    if (rolling) out.push(invalidValue(`${path}.rollingUpdate`, goForm('RollingUpdateStatefulSetStrategy', rolling), "only allowed for updateStrategy 'RollingUpdate'"))
  } else if (strategy.type === 'RollingUpdate') {
    nonnegative(out, `${path}.rollingUpdate.partition`, rolling?.partition)
  } else out.push(invalidValue(path, { Type: strategy.type, RollingUpdate: rolling ? goForm('RollingUpdateStatefulSetStrategy', rolling) : null }, "must be 'RollingUpdate' or 'OnDelete'"))
}
