// The labels and the selector that tie a Job to its pods. Upstream: registry/batch/job/strategy.go, generateSelector.
import type { Job } from '../../../../kube/batch.ts'
import { CONTROLLER_UID, JOB_NAME, LEGACY_CONTROLLER_UID, LEGACY_JOB_NAME } from '../../../../kube/jobs.ts'
import type { ObjectMeta } from '../../../../kube/meta.ts'

/** The Job with its selector and its template's labels made from its uid. Labels that are already there stay, and are judged later. */
export function withGeneratedSelector(job: Job): Job {
  if (job.spec.manualSelector) return job
  const { name = '', uid = '' } = job.metadata
  const labels = {
    [LEGACY_JOB_NAME]: name, [JOB_NAME]: name, [LEGACY_CONTROLLER_UID]: uid, [CONTROLLER_UID]: uid, ...job.spec.template.metadata?.labels,
  }
  const { selector, template } = job.spec
  return {
    ...job,
    spec: {
      ...job.spec,
      selector: { ...selector, matchLabels: { [CONTROLLER_UID]: uid, ...selector?.matchLabels } },
      template: { ...template, metadata: { ...template.metadata, labels } as ObjectMeta },
    },
  }
}

/** A Job without labels of its own has its template's. */
export function withTemplateLabels<T extends Job>(job: T): T {
  const labels = job.spec.template.metadata?.labels
  if (Object.keys(job.metadata.labels ?? {}).length > 0 || !labels || Object.keys(labels).length === 0) return job
  return { ...job, metadata: { ...job.metadata, labels } }
}
