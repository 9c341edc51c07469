// What a sync of one ReplicaSet looks at.
import type { Pod } from '../../../kube/core.ts'
import type { Key } from '../../../kube/keys.ts'
import { Pod as PodKind } from '../../../kube/kinds.ts'
import type { ApiObject, Instant } from '../../../kube/object.ts'
import { controllerOf } from '../../../kube/owners.ts'
import { isPodActive, isPodTerminal } from '../../../kube/pods.ts'
import type { CacheReader } from '../controller.ts'
import type { Flavour, Replicated } from './flavour.ts'

/** One look at a ReplicaSet. Everything that a sync judges by is in here, its instant too. */
export interface ReplicaSetView {
  readonly at: Instant
  readonly key: Key
  readonly flavour: Flavour
  readonly rs: Replicated
  /** Its active pods, those about to be taken over included. */
  readonly active: readonly Pod[]
  /** Its pods that were asked to go and have not ended yet. */
  readonly terminating: number
  readonly adopt: readonly Pod[]
  readonly release: readonly Pod[]
  /** RS8: active pods of all ReplicaSets of the same owner, where pods are too many. */
  readonly related: readonly Pod[]
  readonly caughtUp: boolean
}

export function observe(flavour: Flavour, cache: CacheReader, key: Key, rs: Replicated | undefined, now: Instant): ReplicaSetView | undefined {
  if (!rs) return undefined
  const selector = flavour.selectorOf(rs)
  const owned = cache.ownedBy(rs, PodKind)
  const deleting = rs.metadata.deletionTimestamp !== undefined
  const active: Pod[] = []
  const strangers: Pod[] = []
  let terminating = 0
  // One walk: with a thousand pods this is looked at thousands of times.
  for (const pod of owned) {
    const alive = isPodActive(pod)
    if (!selector.matches(pod.metadata.labels)) {
      if (alive) strangers.push(pod)
    } else if (alive) active.push(pod)
    else if (!isPodTerminal(pod)) terminating++
  }
  const adopt = deleting ? [] : cache.orphans(PodKind, rs.metadata.namespace ?? '').filter(pod => isPodActive(pod) && selector.matches(pod.metadata.labels))
  active.push(...adopt)
  return {
    at: now, key, flavour, rs, active, adopt, terminating, release: deleting ? [] : strangers,
    related: active.length > (rs.spec.replicas ?? 1) ? relatedPods(flavour, cache, rs) : [],
    caughtUp: cache.caughtUp?.(key) ?? true,
  }
}

function relatedPods(flavour: Flavour, cache: CacheReader, rs: Replicated): readonly Pod[] {
  const owner = controllerOf(rs)
  if (!owner) return []
  const siblings = cache.ownedBy({ metadata: { uid: owner.uid } } as ApiObject, flavour.kind)
  return siblings.flatMap(sibling => cache.ownedBy(sibling, PodKind).filter(isPodActive))
}
