// What is left of a namespace's contents, and how long that may take. Upstream: namespaced_resources_deleter.go.
import type { Kind } from '../../../kube/kinds.ts'
import { apiVersionOf, Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'

/** What a finalizer is given to do its work: finalizerEstimateSeconds. */
const FINALIZER_SECONDS = 15

export interface Leftover {
  readonly kind: Kind
  readonly items: readonly AnyObject[]
}

export interface Remaining {
  /** `pods. has 3 resource instances`, sorted. */
  readonly content: readonly string[]
  /** `batch.kubernetes.io/job-tracking in 1 resource instances`, sorted. */
  readonly finalizers: readonly string[]
  /** What should have gone, in words: nothing waits for it. */
  readonly errors: readonly string[]
  /** How long to give it, in seconds; 0 when nothing is left or nothing excuses it. */
  readonly estimateSeconds: number
}

/** N4, N5. `deletedAt`: when the namespace was deleted. */
export function remainingOf(namespace: string, leftovers: readonly Leftover[], deletedAt: Instant, now: Instant): Remaining {
  const content: string[] = []
  const errors: string[] = []
  const held = new Map<string, number>()
  let estimateSeconds = 0
  for (const { kind, items } of leftovers) {
    if (items.length === 0) continue
    content.push(`${kind.plural}.${kind.group} has ${items.length} resource instances`)
    let waits = false
    for (const item of items) {
      for (const finalizer of item.metadata.finalizers ?? []) {
        held.set(finalizer, (held.get(finalizer) ?? 0) + 1)
        waits = true
      }
    }
    const seconds = kind === PodKind ? graceOf(items, now - deletedAt) : 0
    if (seconds === 0 && !waits) {
      const slash = kind.group ? apiVersionOf(kind) : `/${kind.version}`
      errors.push(`unexpected items still remain in namespace: ${namespace} for gvr: ${slash}, Resource=${kind.plural}`)
    } else estimateSeconds = Math.max(estimateSeconds, seconds || FINALIZER_SECONDS)
  }
  const finalizers = [...held].map(([finalizer, count]) => `${finalizer} in ${count} resource instances`)
  return { content: content.sort(), finalizers: finalizers.sort(), errors: errors.sort(), estimateSeconds }
}

/** The longest grace period of pods that have not ended; nothing once that much time has passed since the namespace was deleted. */
function graceOf(pods: readonly AnyObject[], elapsedMs: number): number {
  let seconds = 0
  for (const pod of pods) {
    if (pod.status?.phase !== 'Succeeded' && pod.status?.phase !== 'Failed') seconds = Math.max(seconds, pod.spec?.terminationGracePeriodSeconds ?? 0)
  }
  return elapsedMs >= seconds * 1000 ? 0 : seconds
}
