// Jobs. Upstream: pkg/registry/batch/job/strategy.go.
import type { Job } from '../../../../kube/batch.ts'
import { Job as JobKind } from '../../../../kube/kinds.ts'
import type { AnyObject } from '../../../../kube/object.ts'
import { dns1123Label } from '../../fields/names.ts'
import { keepStatus, newGeneration, nextGeneration, onlyStatus } from '../generation.ts'
import { podSpecWarnings } from '../pod/warnings.ts'
import type { Strategy } from '../strategy.ts'
import { jobDefaults } from './defaults.ts'
import { withGeneratedSelector, withTemplateLabels } from './labels.ts'
import { validateJobStatus } from './status.ts'
import { validateJob, validateJobUpdate } from './validate.ts'

type JobObject = Job & AnyObject

export const jobStrategy: Strategy<JobObject> = {
  kind: JobKind,
  hasStatus: true,
  defaults: job => jobDefaults(job),
  prepareCreate(job) {
    const made = withGeneratedSelector(newGeneration(job, {})) as JobObject
    // Labels that were taken over are the template's own, so what is added there is added here.
    const borrowed = job.metadata.labels === job.spec.template.metadata?.labels
    const { labels: _l, ...metadata } = made.metadata
    return withTemplateLabels(borrowed ? { ...made, metadata } : made)
  },
  prepareUpdate: (next, old, subresource) => (subresource === 'status' ? onlyStatus(next, old) : nextGeneration(keepStatus(next, old), old)),
  validate: job => validateJob(job),
  validateUpdate: (next, old, subresource) => (subresource === 'status' ? validateJobStatus(next, old) : validateJobUpdate(next, old)),
  warnings: (job, old) => [...(old ? [] : podNameWarnings(job.metadata.name)), ...jobSpecWarnings(job), ...podSpecWarnings(job.spec.template.spec!, job.spec.template.metadata, 'spec.template.')],
}

/** Of the name of an object whose pods are called after it. */
export function podNameWarnings(name: string | undefined): string[] {
  const reasons = name ? dns1123Label(name) : []
  if (reasons.length === 0) return []
  return [`metadata.name: this is used in Pod names and hostnames, which can result in surprising behavior; a DNS label is recommended: [${reasons.join(' ')}]`]
}

function jobSpecWarnings({ spec }: Job): string[] {
  const many = spec.completionMode === 'Indexed' && (spec.completions ?? 0) > 100_000 && (spec.parallelism ?? 0) > 10_000
  return many ? ['In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail'] : []
}
