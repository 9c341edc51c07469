// How long a replacement waits after failures. Upstream: backoff_utils.go.
import type { Pod } from '../../../kube/core.ts'
import type { Instant } from '../../../kube/object.ts'
import { indexFailures, ignoredIndexFailures } from './indexes.ts'
import { finishedAt } from './pods.ts'

const FIRST_BACKOFF_MS = 10_000
const MAX_BACKOFF_MS = 600_000

/** What the controller remembers of a Job between syncs. It is lost when the controller restarts, as upstream's is. */
export interface BackoffRecord {
  /** Failures in a row since the last success. */
  readonly failures: number
  readonly lastFailureAt?: Instant
}

/** J16: the record with the pods that have just ended. Pods that fail together all count; a success takes back what came before it. */
export function nextBackoff(record: BackoffRecord | undefined, succeeded: readonly Pod[], failed: readonly Pod[]): BackoffRecord {
  if (succeeded.length === 0) {
    if (failed.length === 0) return record ?? { failures: 0 }
    return { failures: (record?.failures ?? 0) + failed.length, lastFailureAt: latest(failed) }
  }
  const lastSuccessAt = latest(succeeded)
  const since = failed.filter(pod => finishedAt(pod) > lastSuccessAt)
  return since.length === 0 ? { failures: 0 } : { failures: since.length, lastFailureAt: latest(since) }
}

const latest = (pods: readonly Pod[]): Instant => pods.reduce((at, pod) => Math.max(at, finishedAt(pod)), -Infinity)

/** J15: 10 s after one failure, doubling with each, at most 10 min, counted from the last end; 0 when it is over. */
export function backoffLeft({ failures, lastFailureAt }: BackoffRecord, now: Instant): number {
  if (failures === 0 || lastFailureAt === undefined) return 0
  const waitMs = Math.min(FIRST_BACKOFF_MS * 2 ** (failures - 1), MAX_BACKOFF_MS)
  return Math.max(0, waitMs - (now - lastFailureAt))
}

/** J27: the same for one index, whose failed pod says how often the index failed before. */
export function indexBackoffLeft(lastFailed: Pod | undefined, now: Instant): number {
  if (!lastFailed) return 0
  const failures = indexFailures(lastFailed) + ignoredIndexFailures(lastFailed) + 1
  return backoffLeft({ failures, lastFailureAt: finishedAt(lastFailed) }, now)
}
