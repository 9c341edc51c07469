// What a sync of one Job looks at.
import type { Job } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { JOB_TRACKING, hasJobTracking } from '../../../kube/jobs.ts'
import type { Key } from '../../../kube/keys.ts'
import { Pod as PodKind } from '../../../kube/kinds.ts'
import { selectorFor } from '../../../kube/labels.ts'
import type { Instant } from '../../../kube/object.ts'
import type { CacheReader } from '../controller.ts'
import type { BackoffRecord } from './backoff.ts'

/** One look at a Job. Everything that a sync judges by is in here, its instant too: so the same view always gives the same plan. */
export interface JobView {
  readonly at: Instant
  readonly key: Key
  /** Undefined once the Job is gone. */
  readonly job: Job | undefined
  /** Its pods, those about to be taken over included (they count as tracked already), in order of their names. */
  readonly pods: readonly Pod[]
  readonly adopt: readonly Pod[]
  readonly release: readonly Pod[]
  /** Whether the cache shows what earlier syncs wrote. */
  readonly caughtUp: boolean
  readonly backoff: BackoffRecord | undefined
}

export function observe(cache: CacheReader, key: Key, job: Job | undefined, memo: BackoffRecord | undefined, now: Instant): JobView | undefined {
  if (!job) return memo && { at: now, key, job, pods: [], adopt: [], release: [], caughtUp: true, backoff: memo }
  const selector = selectorFor(job.spec.selector)
  const owned = ownPods(cache, job)
  const deleting = job.metadata.deletionTimestamp !== undefined
  const adopt = deleting
    ? []
    : cache.orphans(PodKind, job.metadata.namespace ?? '').filter(pod => pod.metadata.deletionTimestamp === undefined && selector.matches(pod.metadata.labels))
  const release = owned.filter(pod => !selector.matches(pod.metadata.labels))
  const kept = release.length === 0 ? owned : owned.filter(pod => !release.includes(pod))
  return {
    at: now, key, job, adopt,
    pods: adopt.length === 0 ? kept : [...kept, ...adopt.map(tracked)],
    release: deleting ? [] : release,
    caughtUp: cache.caughtUp?.(key) ?? true,
    backoff: memo,
  }
}

/**
 * Pods at rest (ended, counted, let go) tell a Job nothing any more, unless a podFailurePolicy has to see every failed pod
 * (J11). Leaving them out keeps a sync at the cost of the pods that are still open.
 */
const ownPods = (cache: CacheReader, job: Job): readonly Pod[] =>
  cache.ownedOpen && !job.spec.podFailurePolicy ? cache.ownedOpen(job, PodKind) : cache.ownedBy(job, PodKind)

const tracked = (pod: Pod): Pod =>
  hasJobTracking(pod) ? pod : { ...pod, metadata: { ...pod.metadata, finalizers: [...(pod.metadata.finalizers ?? []), JOB_TRACKING] } }
