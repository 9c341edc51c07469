// The pods a Job makes. Upstream: job_controller.go, manageJob; controller_utils.go, GetPodFromTemplate.
import type { Job } from '../../../kube/batch.ts'
import type { Container, Pod, PodTemplateSpec } from '../../../kube/core.ts'
import { COMPLETION_INDEX, INDEX_FAILURE_COUNT, INDEX_IGNORED_FAILURE_COUNT, JOB_TRACKING } from '../../../kube/jobs.ts'
import type { ObjectMeta, OwnerReference } from '../../../kube/meta.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { failureCountsAfter, hasBackoffLimitPerIndex } from './indexes.ts'

/** What upstream's name generator leaves for the prefix of a name of 63 characters. */
const MAX_PREFIX = 58
const INDEX_ENV = 'JOB_COMPLETION_INDEX'

export const controllerRef = (job: Job): OwnerReference => ({
  apiVersion: 'batch/v1', kind: 'Job', name: job.metadata.name, uid: job.metadata.uid!, controller: true, blockOwnerDeletion: true,
})

/** J7: a pod of a NonIndexed Job. */
export const podFor = (job: Job): AnyObject => podOf(job, `${job.metadata.name}-`, job.spec.template)

/**
 * J25: a pod for one index: it knows its index by annotation, label, environment and host name. `replaced` is the failed pod
 * whose count of failures it takes over (J27).
 */
export function podForIndex(job: Job, index: number, replaced: Pod | undefined): AnyObject {
  const { metadata, spec } = job.spec.template
  const annotations: Record<string, string> = { ...metadata?.annotations, [COMPLETION_INDEX]: `${index}` }
  if (hasBackoffLimitPerIndex(job)) {
    const { failures, ignored } = failureCountsAfter(job, replaced)
    annotations[INDEX_FAILURE_COUNT] = `${failures}`
    if (ignored > 0) annotations[INDEX_IGNORED_FAILURE_COUNT] = `${ignored}`
  }
  return podOf(job, indexedPrefix(job.metadata.name, index), {
    metadata: { ...metadata, annotations, labels: { ...metadata?.labels, [COMPLETION_INDEX]: `${index}` } } as PodTemplateSpec['metadata'] & object,
    spec: {
      ...spec!,
      ...(spec!.initContainers ? { initContainers: spec!.initContainers.map(withIndexEnv) } : {}),
      containers: spec!.containers.map(withIndexEnv),
      hostname: `${job.metadata.name}-${index}`,
    },
  })
}

/** `pi-12-`; a long name gives way so that the index stays whole. */
export function indexedPrefix(jobName: string, index: number): string {
  const suffix = `-${index}-`
  return jobName.slice(0, MAX_PREFIX - suffix.length) + suffix
}

/** A variable of that name in the manifest stays as it is. */
function withIndexEnv(container: Container): Container {
  if (container.env?.some(e => e.name === INDEX_ENV)) return container
  const fieldRef = { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` }
  return { ...container, env: [...(container.env ?? []), { name: INDEX_ENV, valueFrom: { fieldRef } }] }
}

function podOf(job: Job, generateName: string, template: PodTemplateSpec): AnyObject {
  const { labels, annotations, finalizers = [] } = template.metadata ?? {}
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName,
      ...(job.metadata.namespace ? { namespace: job.metadata.namespace } : {}),
      ...(labels ? { labels } : {}),
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerRef(job)],
      finalizers: finalizers.includes(JOB_TRACKING) ? finalizers : [...finalizers, JOB_TRACKING],
      // Without a name: that is the API server's to give.
    } as unknown as ObjectMeta,
    spec: template.spec,
  }
}
