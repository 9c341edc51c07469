// What a sync of one StatefulSet looks at. Upstream: stateful_set.go, getPodsForStatefulSet.
import type { ControllerRevision, StatefulSet } from '../../../kube/apps.ts'
import type { PersistentVolumeClaim, Pod } from '../../../kube/core.ts'
import { keyFrom, type Key } from '../../../kube/keys.ts'
import { PersistentVolumeClaim as ClaimKind, Pod as PodKind } from '../../../kube/kinds.ts'
import { selectorFor } from '../../../kube/labels.ts'
import type { Instant } from '../../../kube/object.ts'
import { claimName, ordinalOf } from '../../../kube/statefulSets.ts'
import type { CacheReader } from '../controller.ts'
import { byRevision, revisionsOf } from '../revisions.ts'
import { ordinalsIn } from './ordinals.ts'

export interface StatefulSetView {
  readonly at: Instant
  readonly key: Key
  readonly set: StatefulSet
  /** Its pods, those about to be taken over included. */
  readonly pods: readonly Pod[]
  readonly adopt: readonly Pod[]
  readonly release: readonly Pod[]
  /** In the order of their numbers. */
  readonly revisions: readonly ControllerRevision[]
  readonly adoptRevisions: readonly ControllerRevision[]
  /** The claims of its ordinals that exist, by name. Plain data, as all that waits in a table: a view does while its sync is under way. */
  readonly claims: Readonly<Record<string, PersistentVolumeClaim>>
  /** Feature MaxUnavailableStatefulSet. */
  readonly maxUnavailableCounts: boolean
  /** Whether it hears of a claim that it makes before the claim's pod is made: the watch is faster than a write. */
  readonly hearsOfClaims: boolean
}

/** `maxUnavailable`: feature MaxUnavailableStatefulSet, off in 1.36. `hearsOfClaims`: as in the view. */
export interface StatefulSetFeatures { readonly maxUnavailable: boolean; readonly hearsOfClaims: boolean }

export function observe(cache: CacheReader, key: Key, set: StatefulSet | undefined, now: Instant, { maxUnavailable: maxUnavailableCounts, hearsOfClaims }: StatefulSetFeatures): StatefulSetView | undefined {
  if (!set) return undefined
  const selector = selectorFor(set.spec.selector)
  const deleting = set.metadata.deletionTimestamp !== undefined
  const isMine = (pod: Pod) => selector.matches(pod.metadata.labels) && ordinalOf(set, pod) >= 0
  const owned = cache.ownedBy(set, PodKind) as readonly Pod[]
  const adopt = deleting ? [] : (cache.orphans(PodKind, set.metadata.namespace ?? '') as readonly Pod[]).filter(pod => pod.metadata.deletionTimestamp === undefined && isMine(pod))
  const release = deleting ? [] : owned.filter(pod => !isMine(pod))
  const pods = [...owned.filter(isMine), ...adopt]
  const revisions = revisionsOf(cache, set, selector)
  return {
    at: now, key, set, pods, adopt, release, maxUnavailableCounts, hearsOfClaims,
    revisions: byRevision([...revisions.owned, ...revisions.adopt]),
    adoptRevisions: deleting ? [] : revisions.adopt,
    claims: claimsOf(cache, set, pods),
  }
}

function claimsOf(cache: CacheReader, set: StatefulSet, pods: readonly Pod[]): StatefulSetView['claims'] {
  const claims = Object.create(null) as Record<string, PersistentVolumeClaim>
  const templates = set.spec.volumeClaimTemplates ?? []
  if (templates.length === 0) return claims
  const ordinals = new Set([...ordinalsIn(set, pods).list, ...pods.map(pod => ordinalOf(set, pod))])
  for (const template of templates) {
    for (const ordinal of ordinals) {
      const name = claimName(set, template, ordinal)
      const claim = cache.get<PersistentVolumeClaim>(ClaimKind, keyFrom(set.metadata.namespace, name))
      if (claim) claims[name] = claim
    }
  }
  return claims
}
