/**
 * Frees pods that still carry the tracking finalizer although no Job will count them: the Job is gone, has ended, or was taken
 * off the pod. A loop beside the Job controller's own, under the same user agent.
 *
 * Upstream: job_controller.go, orphanWorker and syncOrphanPod.
 */
import type { Job } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { finishedCondition, hasJobTracking } from '../../../kube/jobs.ts'
import { keyOf } from '../../../kube/keys.ts'
import { Job as JobKind, Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { controllerOf } from '../../../kube/owners.ts'
import { defineController } from '../controller.ts'
import type { CacheReader, WakeUp } from '../controller.ts'
import { freeIntent } from './claim.ts'
import { OWN_NAME } from './decide.ts'
import { reason } from './reasons.ts'
import { jobOf } from './wakes.ts'

export interface OrphanView {
  readonly pod: Pod
  /** Nobody will count it any more. */
  readonly orphan: boolean
}

export const orphanPodController = defineController<Pod, OrphanView>({
  name: 'job-controller',
  id: 'job-controller/orphans',
  kind: PodKind,
  reads: [PodKind, JobKind],
  wakes: [{ kind: PodKind, keys: podChanged }, { kind: JobKind, keys: jobChanged }],
  workers: 1,
  retry: { baseMs: 1000, maxMs: 60_000 },

  observe: (cache, _key, pod) => pod && hasJobTracking(pod) ? { pod, orphan: isOrphan(pod, cache) } : undefined,

  decide: ({ pod, orphan }) => ({
    intents: orphan ? [freeIntent(pod)] : [],
    because: reason(orphan ? 'job.orphan-pod' : 'job.orphan-pod-kept', { pod: pod.metadata.name }),
  }),

  conclude(_view, outcomes) {
    const refused = outcomes.find(o => o.refused && o.refused.reason !== 'NotFound')
    return { intents: [], ...(refused ? { failed: true } : {}) }
  },
})

/** J38: a pod of another kind of owner, of a Job that still counts, or of a Job that somebody else manages keeps its finalizer. */
function isOrphan(pod: Pod, cache: CacheReader): boolean {
  const ref = controllerOf(pod)
  if (!ref) return true
  if (ref.kind !== 'Job' || ref.apiVersion !== 'batch/v1') return false
  const job = jobOf(pod, cache)
  if (!job) return true
  const { managedBy } = job.spec
  return (managedBy === undefined || managedBy === OWN_NAME) && finishedCondition(job) !== undefined
}

/** A tracked pod without an owner, or one that is deleted while its Job is gone or has ended. */
function podChanged(_before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly WakeUp[] {
  const pod = after as Pod | undefined
  if (!pod || !hasJobTracking(pod)) return NONE
  if (!controllerOf(pod)) return [keyOf(pod)]
  if (pod.metadata.deletionTimestamp === undefined) return NONE
  const job = jobOf(pod, cache)
  return !job || finishedCondition(job) ? [keyOf(pod)] : []
}

const NONE: readonly never[] = Object.freeze([])

/** All tracked pods of a Job that is gone or has ended. */
function jobChanged(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly WakeUp[] {
  const job = (after ?? before) as Job
  if (after && !finishedCondition(job)) return []
  const pods = cache.ownedOpen ? cache.ownedOpen(job, PodKind) : cache.ownedBy(job, PodKind)
  return pods.filter(hasJobTracking).map(keyOf)
}
