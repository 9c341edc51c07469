// Which changes wake which Jobs, and how soon. Upstream: job_controller.go, addPod, updatePod, deletePod, addJob, updateJob, deleteJob.
import type { Job } from '../../../kube/batch.ts'
import type { Pod } from '../../../kube/core.ts'
import { keyFrom, keyOf } from '../../../kube/keys.ts'
import { Job as JobKind } from '../../../kube/kinds.ts'
import { selectorFor } from '../../../kube/labels.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { controllerOf } from '../../../kube/owners.ts'
import type { CacheReader, WakeUp } from '../controller.ts'

/** J37: what pods do is gathered for a second, and so are changes of the Job's own status. */
const BATCH_MS = 1000

/** A new, deleted or respecified Job is synced at once. */
export function jobChanged(before: AnyObject | undefined, after: AnyObject | undefined): readonly WakeUp[] {
  const key = keyOf((after ?? before)!)
  const sameSpec = before !== undefined && after !== undefined && before.metadata.generation === after.metadata.generation
  return [sameSpec ? { key, afterMs: BATCH_MS } : key]
}

/** The Job that owns the pod, and the one that owned it before; for a pod without an owner, every Job that may take it over. */
export function podChanged(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly WakeUp[] {
  const pod = (after ?? before) as Pod
  const job = jobOf(pod, cache)
  const keys: WakeUp[] = job ? [soon(job)] : []
  if (before && after && before.metadata.ownerReferences !== after.metadata.ownerReferences) {
    const former = jobOf(before as Pod, cache)
    if (former && former !== job) keys.push(soon(former))
  }
  // A pod on its way out is nobody's to take over.
  if (after && pod.metadata.deletionTimestamp === undefined && !controllerOf(pod) && mayBeClaimed(before, after)) {
    for (const candidate of cache.list(JobKind, pod.metadata.namespace)) {
      if (selectorFor(candidate.spec.selector).matches(pod.metadata.labels)) keys.push(soon(candidate))
    }
  }
  return keys
}

const soon = (job: Job): WakeUp => ({ key: keyOf(job), afterMs: BATCH_MS })

/** The Job that manages this pod, if it is the very one the pod means: a namesake made later is not. */
export function jobOf(pod: Pod, cache: CacheReader): Job | undefined {
  const ref = controllerOf(pod)
  if (ref?.kind !== 'Job') return undefined
  const job = cache.get(JobKind, keyFrom(pod.metadata.namespace, ref.name))
  return job?.metadata.uid === ref.uid ? job : undefined
}

/** Only a new pod, or one whose labels or owner changed, can have become a candidate. */
const mayBeClaimed = (before: AnyObject | undefined, after: AnyObject): boolean =>
  !before || !sameLabels(before.metadata.labels, after.metadata.labels) || controllerOf(before)?.uid !== controllerOf(after)?.uid

function sameLabels(a: Readonly<Record<string, string>> = {}, b: Readonly<Record<string, string>> = {}): boolean {
  if (a === b) return true
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(k => a[k] === b[k])
}
