// A Job that has settled: over and counted, or waiting for what will not come by itself.
import type { Job } from '../../../kube/batch.ts'
import { isJobFinished, isJobSuspended } from '../../../kube/jobs.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { isActive, isUnschedulable } from './pods.ts'

/** What is wrong with a Job and its pods, in words. `noPods`: a quota forbids it further ones. */
export function unsettledJob(job: AnyObject, pods: readonly AnyObject[], noPods: boolean): string | undefined {
  const status = job.status ?? {}
  const active = pods.filter(isActive)
  if ((status.active ?? 0) !== active.length) return `says that ${status.active ?? 0} pods are active; there are ${active.length}`
  const uncounted = [...(status.uncountedTerminatedPods?.succeeded ?? []), ...(status.uncountedTerminatedPods?.failed ?? [])]
  if (uncounted.length > 0) return `has not counted ${uncounted.length} pods`
  if (isJobFinished(job as unknown as Job)) {
    if (active.length > 0) return `is finished and ${active.length} of its pods are not`
    return job.spec.ttlSecondsAfterFinished === undefined ? undefined : 'is finished, and its time to live passes'
  }
  if (isJobSuspended(job as unknown as Job)) return active.length === 0 ? undefined : `is suspended and ${active.length} of its pods are not`
  if (job.spec.parallelism === 0) return active.length === 0 ? undefined : `wants no pods and has ${active.length}`
  return noPods || active.some(isUnschedulable) ? undefined : `is not finished, and none of its pods waits for a node (${active.length} active)`
}
