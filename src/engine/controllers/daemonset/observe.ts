// What a sync of one DaemonSet looks at. Upstream: daemon_controller.go, getDaemonPods, getNodesToDaemonPods.
import type { ControllerRevision, DaemonSet } from '../../../kube/apps.ts'
import type { Node, Pod } from '../../../kube/core.ts'
import type { Key } from '../../../kube/keys.ts'
import { Node as NodeKind, Pod as PodKind } from '../../../kube/kinds.ts'
import { selectorFor } from '../../../kube/labels.ts'
import type { Instant } from '../../../kube/object.ts'
import type { CacheReader } from '../controller.ts'
import { revisionsOf } from '../revisions.ts'
import type { Failures } from './backoff.ts'

export interface DaemonSetView {
  readonly at: Instant
  readonly key: Key
  readonly ds: DaemonSet
  readonly nodes: readonly Node[]
  /** All its pods, those about to be taken over included. */
  readonly pods: readonly Pod[]
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
  const kept = release.length === 0 ? owned : owned.filter(pod => !release.includes(pod))
  const pods = adopt.length === 0 ? kept : [...kept, ...adopt]
  const revisions = revisionsOf(cache, ds, selector)
  return {
    at: now, key, ds, pods, adopt, release,
    nodes: cache.list(NodeKind) as readonly Node[],
    revisions: [...revisions.owned, ...revisions.adopt],
    adoptRevisions: revisions.adopt,
    caughtUp: cache.caughtUp?.(key) ?? true,
    failures: memo,
  }
}

/** DS16: the pods as the cache shows them after the sync's own writes. */
export function relook(cache: CacheReader, view: DaemonSetView, _now: Instant): DaemonSetView {
  return { ...view, pods: cache.ownedBy(view.ds, PodKind) as readonly Pod[], before: view }
}
