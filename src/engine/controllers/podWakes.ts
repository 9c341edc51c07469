// Which pods' changes wake the owners that keep a set of pods by a selector: a pod comes, changes, becomes ready, changes hands or is
// up for adoption. Upstream: addPod, updatePod and deletePod of daemon_controller.go and stateful_set.go.
import type { DaemonSet, StatefulSet } from '../../kube/apps.ts'
import type { Pod } from '../../kube/core.ts'
import { keyFrom, keyOf } from '../../kube/keys.ts'
import type { Kind } from '../../kube/kinds.ts'
import { selectorFor } from '../../kube/labels.ts'
import type { AnyObject } from '../../kube/object.ts'
import { controllerOf } from '../../kube/owners.ts'
import { isPodReady } from '../../kube/pods.ts'
import type { CacheReader, Wake, WakeUp } from './controller.ts'
import { mayBeClaimed } from './podControl.ts'

/** The `keys` of a pod wake for owners of this kind. */
export const podWakesOf = (kind: Kind<DaemonSet> | Kind<StatefulSet>): Wake['keys'] => (before, after, cache) => {
  const pod = (after ?? before)!
  const ref = controllerOf(pod)
  if (ref && ref.kind !== kind.kind) return NONE
  const keys: WakeUp[] = []
  const owner = ownerOf(kind, pod, cache)
  if (owner) keys.push(keyOf(owner))
  if (before && after) {
    const former = ownerOf(kind, before, cache)
    if (former && former !== owner) keys.push(keyOf(former))
    // A second more than asked for, lest the clock of the pod's times is a little behind.
    if (owner?.spec.minReadySeconds && !isPodReady(before as unknown as Pod) && isPodReady(pod as unknown as Pod)) {
      keys.push({ key: keyOf(owner), afterMs: owner.spec.minReadySeconds * 1000 + 1000 })
    }
  }
  if (!ref && after && pod.metadata.deletionTimestamp === undefined && mayBeClaimed(before, after)) {
    for (const set of cache.list(kind as Kind<Set>, pod.metadata.namespace)) {
      if (selectorFor(set.spec.selector).matches(pod.metadata.labels)) keys.push(keyOf(set))
    }
  }
  return keys
}

const NONE: readonly never[] = Object.freeze([])

type Set = DaemonSet | StatefulSet

function ownerOf(kind: Kind<DaemonSet> | Kind<StatefulSet>, pod: AnyObject, cache: CacheReader): Set | undefined {
  const ref = controllerOf(pod)
  if (ref?.kind !== kind.kind) return undefined
  const owner = cache.get(kind as Kind<Set>, keyFrom(pod.metadata.namespace, ref.name))
  return owner?.metadata.uid === ref.uid ? owner : undefined
}
