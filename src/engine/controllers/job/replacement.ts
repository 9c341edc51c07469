// When a pod counts as lost, under spec.podReplacementPolicy. Upstream: job_controller.go, isPodFailed and onlyReplaceFailedPods.
import type { Job } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'

/** J18: with policy Failed, and always with a podFailurePolicy, a pod is replaced only when it has really ended. */
export const onlyReplacesFailed = (job: Job): boolean =>
  job.spec.podReplacementPolicy === 'Failed' || job.spec.podFailurePolicy !== undefined

/** J17: otherwise a deleted pod counts as failed at once, since it may never reach a terminal phase. */
export function isPodFailed(job: Job, pod: Pod): boolean {
  const phase = pod.status?.phase
  if (phase === 'Failed') return true
  return phase !== 'Succeeded' && pod.metadata.deletionTimestamp !== undefined && !onlyReplacesFailed(job)
}
