// Which changes wake which ReplicaSets. Upstream: replica_set.go, addRS, updateRS, deleteRS, addPod, updatePod, deletePod.
import type { Pod } from '../../../kube/core.ts'
import { keyFrom, keyOf } from '../../../kube/keys.ts'
import { Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { controllerOf } from '../../../kube/owners.ts'
import { isPodReady } from '../../../kube/pods.ts'
import type { CacheReader, Wake, WakeUp } from '../controller.ts'
import { mayBeClaimed } from '../podControl.ts'
import type { Flavour, Replicated } from './flavour.ts'

export const wakesOf = (flavour: Flavour): readonly Wake[] => [
  { kind: flavour.kind, keys: (before, after) => [keyOf((after ?? before)!)] },
  { kind: PodKind, keys: (before, after, cache) => podChanged(flavour, before, after, cache) },
]

/** The one that manages the pod, and the one that did before; for a pod that nobody manages, all that may take it over. */
function podChanged(flavour: Flavour, before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly WakeUp[] {
  const pod = (after ?? before)!
  const ref = controllerOf(pod)
  if (ref && ref.kind !== flavour.kind.kind) return NONE
  const keys: WakeUp[] = []
  const owner = ownerOf(flavour, pod, cache)
  if (owner) keys.push(keyOf(owner))
  if (before && after) {
    const former = ownerOf(flavour, before, cache)
    if (former && former !== owner) keys.push(keyOf(former))
    // A second more than asked for, lest the clock of the pod's times is a little behind.
    if (owner?.spec.minReadySeconds && !isPodReady(before as Pod) && isPodReady(pod as Pod)) {
      keys.push({ key: keyOf(owner), afterMs: owner.spec.minReadySeconds * 1000 + 1000 })
    }
  }
  if (!ref && after && pod.metadata.deletionTimestamp === undefined && mayBeClaimed(before, after)) {
    for (const candidate of cache.list(flavour.kind, pod.metadata.namespace) as readonly Replicated[]) {
      if (flavour.selectorOf(candidate).matches(pod.metadata.labels)) keys.push(keyOf(candidate))
    }
  }
  return keys
}

const NONE: readonly never[] = Object.freeze([])

function ownerOf(flavour: Flavour, pod: AnyObject, cache: CacheReader): Replicated | undefined {
  const ref = controllerOf(pod)
  if (ref?.kind !== flavour.kind.kind) return undefined
  const owner = cache.get(flavour.kind, keyFrom(pod.metadata.namespace, ref.name)) as Replicated | undefined
  return owner?.metadata.uid === ref.uid ? owner : undefined
}
