// What a Job gets that its author left out. Upstream: pkg/apis/batch/v1/defaults.go.
import type { Job, JobSpec } from '../../../../kube/batch.ts'
import { podTemplateDefaults } from '../pod/defaults.ts'
import { withTemplateLabels } from './labels.ts'

const NO_LIMIT = 2_147_483_647

export const jobDefaults = <T extends Job>(job: T): T => withTemplateLabels({ ...job, spec: jobSpecDefaults(job.spec) })

/** Of a Job that will run. */
function jobSpecDefaults(given: JobSpec | undefined): JobSpec {
  const spec = given ?? ({} as JobSpec)
  // Neither given: one pod. Only parallelism given: a work queue, which ends when its pods say so.
  const completions = spec.completions ?? (spec.parallelism === undefined ? 1 : undefined)
  return {
    ...jobTemplateSpecDefaults(spec),
    ...(completions === undefined ? {} : { completions }),
    parallelism: spec.parallelism ?? 1,
    backoffLimit: spec.backoffLimit ?? (spec.backoffLimitPerIndex === undefined ? 6 : NO_LIMIT),
    completionMode: spec.completionMode ?? 'NonIndexed',
    suspend: spec.suspend ?? false,
    manualSelector: spec.manualSelector ?? false,
    podReplacementPolicy: spec.podReplacementPolicy ?? (spec.podFailurePolicy ? 'Failed' : 'TerminatingOrFailed'),
  }
}

/** Of a Job that a CronJob will make: only what lies deeper. The rest comes when the Job is made. */
export function jobTemplateSpecDefaults(spec: JobSpec): JobSpec {
  const policy = spec.podFailurePolicy
  return {
    ...spec,
    template: podTemplateDefaults(spec.template),
    ...(policy?.rules ? {
      podFailurePolicy: {
        ...policy,
        rules: policy.rules.map(rule => rule.onPodConditions
          ? { ...rule, onPodConditions: rule.onPodConditions.map(p => ({ ...p, status: p.status || 'True' })) } : rule),
      },
    } : {}),
  }
}
