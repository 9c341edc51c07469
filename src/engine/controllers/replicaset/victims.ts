// Which pods go first when there are too many. Upstream: controller_utils.go, ActivePodsWithRanks; replica_set.go, getPodsToDelete.
import type { Pod } from '../../../kube/core.ts'
import type { Instant } from '../../../kube/object.ts'
import { deletionCostOf, isPodReady, podReadyAt } from '../../../kube/pods.ts'
import { instantOf } from '../../../kube/rfc3339.ts'

const PHASE_RANK: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

/** RS7: `count` of the active pods; if all of them go, in the order in which they are listed. */
export function podsToDelete(active: readonly Pod[], related: readonly Pod[], count: number, now: Instant): readonly Pod[] {
  return count >= active.length ? active : inDeletionOrder(active, doubledUp(active, related), now).slice(0, count)
}

/** RS8: for each pod, how many related ones share its node. */
export function doubledUp(active: readonly Pod[], related: readonly Pod[]): number[] {
  const onNode = new Map<string, number>()
  for (const pod of related) {
    const node = pod.spec.nodeName ?? ''
    onNode.set(node, (onNode.get(node) ?? 0) + 1)
  }
  return active.map(pod => onNode.get(pod.spec.nodeName ?? '') ?? 0)
}

/** First those that would be missed least. `ranks` goes with `pods`: the higher, the sooner. */
export function inDeletionOrder(pods: readonly Pod[], ranks: readonly number[], now: Instant): Pod[] {
  return pods.map((pod, i) => ({ pod, rank: ranks[i]!, readyAt: podReadyAt(pod) }))
    .toSorted((a, b) => compare(a, b, now))
    .map(({ pod }) => pod)
}

interface Ranked { readonly pod: Pod; readonly rank: number; readonly readyAt: Instant | undefined }

function compare(a: Ranked, b: Ranked, now: Instant): number {
  return Number(!!a.pod.spec.nodeName) - Number(!!b.pod.spec.nodeName)
    || (PHASE_RANK[a.pod.status?.phase ?? ''] ?? 0) - (PHASE_RANK[b.pod.status?.phase ?? ''] ?? 0)
    || Number(isPodReady(a.pod)) - Number(isPodReady(b.pod))
    || deletionCostOf(a.pod) - deletionCostOf(b.pod)
    || b.rank - a.rank
    || (isPodReady(a.pod) ? byAge(a, b, a.readyAt, b.readyAt, now) : 0)
    || mostRestarts(b.pod) - mostRestarts(a.pod)
    || mostSidecarRestarts(b.pod) - mostSidecarRestarts(a.pod)
    || byAge(a, b, createdAt(a.pod), createdAt(b.pod), now)
}

/** RS9: the younger first, as far as their ages differ by a power of two; if they do not, by uid. No time at all is the youngest. */
function byAge(a: Ranked, b: Ranked, at: Instant | undefined, bt: Instant | undefined, now: Instant): number {
  if (at === bt) return 0
  if (at === undefined || bt === undefined) return at === undefined ? -1 : 1
  return bucket(now - at) - bucket(now - bt) || ((a.pod.metadata.uid ?? '') < (b.pod.metadata.uid ?? '') ? -1 : 1)
}

/** The whole part of the logarithm of the age in nanoseconds. */
const bucket = (ageMs: number): number => (ageMs > 0 ? Math.trunc(Math.log2(ageMs * 1e6)) : -1)

const createdAt = (pod: Pod): Instant | undefined => (pod.metadata.creationTimestamp ? instantOf(pod.metadata.creationTimestamp) : undefined)
const mostRestarts = (pod: Pod): number => Math.max(0, ...(pod.status?.containerStatuses ?? []).map(c => c.restartCount))

function mostSidecarRestarts(pod: Pod): number {
  const sidecars = pod.spec.initContainers?.filter(c => c.restartPolicy === 'Always')
  if (!sidecars?.length) return 0
  return Math.max(0, ...(pod.status?.initContainerStatuses ?? []).filter(s => sidecars.some(c => c.name === s.name)).map(s => s.restartCount))
}
