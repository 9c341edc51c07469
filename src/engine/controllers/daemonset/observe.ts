// What a sync of one DaemonSet looks at. Upstream: daemon_controller.go, getDaemonPods, getNodesToDaemonPods.
import type { ControllerRevision, DaemonSet } from '../../../kube/apps.ts'
import type { Node, Pod } from '../../../kube/core.ts'
import { targetOf } from '../../../kube/daemons.ts'
import type { Key } from '../../../kube/keys.ts'
import { Node as NodeKind, Pod as PodKind } from '../../../kube/kinds.ts'
import { selectorFor } from '../../../kube/labels.ts'
import type { Instant } from '../../../kube/object.ts'
import { isPodTerminal, isPodTerminating } from '../../../kube/pods.ts'
import type { CacheReader } from '../controller.ts'
import { revisionsOf } from '../revisions.ts'
import type { Failures } from './backoff.ts'

/** Pods by the node they are on or were made for, the oldest first. Of a node that has none there is no entry. */
/** Plain data, as all that waits in a table: a view does while its sync is under way. Without a prototype, as nodes may have any name. */
export type PodsByNode = Readonly<Record<string, readonly Pod[]>>

export interface DaemonSetView {
  readonly at: Instant
  readonly key: Key
  readonly ds: DaemonSet
  readonly nodes: readonly Node[]
  /** All its pods, those about to be taken over included. */
  readonly pods: readonly Pod[]
  /** Without those that have ended and are about to go: nothing is to be done about them. */
  readonly byNode: PodsByNode
  readonly adopt: readonly Pod[]
  readonly release: readonly Pod[]
  readonly revisions: readonly ControllerRevision[]
  readonly adoptRevisions: readonly ControllerRevision[]
  readonly caughtUp: boolean
  readonly failures: Failures | undefined
  /** After a second look: the view that the sync was decided on. */
  readonly before?: DaemonSetView
}

export function observe(cache: CacheReader, key: Key, ds: DaemonSet | undefined, memo: Failures | undefined, now: Instant): DaemonSetView | undefined {
  if (!ds || ds.metadata.deletionTimestamp !== undefined) return undefined
  const selector = selectorFor(ds.spec.selector)
  const owned = cache.ownedBy(ds, PodKind) as readonly Pod[]
  const adopt = (cache.orphans(PodKind, ds.metadata.namespace ?? '') as readonly Pod[])
    .filter(pod => pod.metadata.deletionTimestamp === undefined && selector.matches(pod.metadata.labels))
  const release = owned.filter(pod => !selector.matches(pod.metadata.labels))
  const pods = [...(release.length === 0 ? owned : owned.filter(pod => !release.includes(pod))), ...adopt]
  const revisions = revisionsOf(cache, ds, selector)
  return {
    at: now, key, ds, pods, adopt, release,
    nodes: cache.list(NodeKind) as readonly Node[],
    byNode: podsByNode(pods),
    revisions: [...revisions.owned, ...revisions.adopt],
    adoptRevisions: revisions.adopt,
    caughtUp: cache.caughtUp?.(key) ?? true,
    failures: memo,
  }
}

/** DS16: the pods as the cache shows them after the sync's own writes. */
export function relook(cache: CacheReader, view: DaemonSetView, _now: Instant): DaemonSetView {
  const pods = cache.ownedBy(view.ds, PodKind) as readonly Pod[]
  return { ...view, pods, byNode: podsByNode(pods), before: view }
}

function podsByNode(pods: readonly Pod[]): PodsByNode {
  const byNode = Object.create(null) as Record<string, Pod[]>
  for (const pod of pods) {
    if (isPodTerminal(pod) && isPodTerminating(pod)) continue
    const node = targetOf(pod)
    if (node === undefined) continue
    const there = byNode[node]
    if (there) there.push(pod)
    else byNode[node] = [pod]
  }
  for (const there of Object.values(byNode)) if (there.length > 1) there.sort(byAge)
  return byNode
}

/** Bound ones first, then the older, then by name. */
function byAge(a: Pod, b: Pod): number {
  const bound = Number(!!b.spec.nodeName) - Number(!!a.spec.nodeName)
  if (bound !== 0) return bound
  const [born, other] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? '']
  return born !== other ? (born < other ? -1 : 1) : a.metadata.name < b.metadata.name ? -1 : 1
}
