// Jobs and pods for the tests of this folder: valid by default.
import type { Job, JobStatus } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { JOB_TRACKING } from '../../../kube/jobs.ts'
import type { ObjectMeta } from '../../../kube/meta.ts'
import type { Instant } from '../../../kube/object.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import { controllerRef } from './template.ts'

export const aJob = (spec: Partial<Job['spec']>, status: JobStatus = {}, metadata: Partial<ObjectMeta> = {}): Job => ({
  apiVersion: 'batch/v1', kind: 'Job',
  metadata: { name: 'j', namespace: 'default', uid: 'job-uid', resourceVersion: '7', generation: 1, ...metadata },
  spec: {
    parallelism: 1, completions: 1, backoffLimit: 6, selector: { matchLabels: { job: 'j' } },
    template: { spec: { containers: [{ name: 'c', image: 'i' }], restartPolicy: 'Never' } } as Job['spec']['template'], ...spec,
  },
  status,
})

/** A pod in the namespace, without an owner, that has no status yet. */
export const aPod = (name: string, metadata: Partial<ObjectMeta> = {}): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', uid: `uid-${name}`, ...metadata }, spec: { containers: [] }, status: {},
})

/** A tracked pod of the Job. */
export const podOf = (job: Job, name: string, phase: 'Pending' | 'Running' = 'Running', metadata: Partial<ObjectMeta> = {}): Pod => ({
  ...aPod(name, { labels: { job: 'j' }, ownerReferences: [controllerRef(job)], finalizers: [JOB_TRACKING], ...metadata }), status: { phase },
})

export const ended = (pod: Pod, phase: 'Succeeded' | 'Failed', at: Instant, exitCode = phase === 'Failed' ? 1 : 0): Pod => ({
  ...pod,
  status: {
    phase,
    containerStatuses: [{ name: 'c', ready: false, restartCount: 0, image: '', imageID: '', state: { terminated: { exitCode, finishedAt: timeOf(at) } } }],
  },
})
