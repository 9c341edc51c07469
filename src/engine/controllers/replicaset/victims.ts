// Which pods go first when there are too many. Upstream: controller_utils.go, ActivePodsWithRanks; replica_set.go, getPodsToDelete.
import type { Pod } from '../../../kube/core.ts'
import type { Instant } from '../../../kube/object.ts'
import { deletionCostOf, isPodReady, podReadyAt } from '../../../kube/pods.ts'
import { instantOf } from '../../../kube/rfc3339.ts'

const PHASE_RANK: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 }

/** RS7: `count` of the active pods; if all of them go, in the order in which they are listed. */
export function podsToDelete(active: readonly Pod[], related: readonly Pod[], count: number, now: Instant): readonly Pod[] {
  if (count >= active.length) return active
  const ranks = doubledUp(active, related)
  // A rollout takes a few of a thousand at a time: only those that come into question are put in their full order.
  const worths = Float64Array.from(active, (pod, i) => worthOf(pod, ranks[i]!))
  const limit = worths.toSorted()[count - 1]!
  const chosen: Pod[] = []
  const theirRanks: number[] = []
  for (let i = 0; i < active.length; i++) {
    if (worths[i]! > limit) continue
    chosen.push(active[i]!)
    theirRanks.push(ranks[i]!)
  }
  return inDeletionOrder(chosen, theirRanks, now).slice(0, count)
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
  return pods.map((pod, i) => ({ pod, worth: worthOf(pod, ranks[i]!), readyAt: podReadyAt(pod) }))
    .toSorted((a, b) => compare(a, b, now))
    .map(({ pod }) => pod)
}

interface Ranked { readonly pod: Pod; readonly worth: number; readonly readyAt: Instant | undefined }

const COSTS = 2 ** 32
const RANKS = 2 ** 16

/** What counts first, as one number: on a node, phase, ready, deletion cost, how few share its node. The lower, the sooner it goes. */
function worthOf(pod: Pod, rank: number): number {
  const state = (pod.spec.nodeName ? 6 : 0) + (PHASE_RANK[pod.status?.phase ?? ''] ?? 0) * 2 + (isPodReady(pod) ? 1 : 0)
  return (state * COSTS + deletionCostOf(pod) + COSTS / 2) * RANKS + (RANKS - 1 - Math.min(rank, RANKS - 1))
}

function compare(a: Ranked, b: Ranked, now: Instant): number {
  return a.worth - b.worth
    || byAge(a, b, a.readyAt, b.readyAt, now)
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
