// Which changes wake which StatefulSets. Upstream: stateful_set.go, addPod, updatePod, deletePod.
import type { StatefulSet } from '../../../kube/apps.ts'
import type { Pod } from '../../../kube/core.ts'
import { keyFrom, keyOf } from '../../../kube/keys.ts'
import { StatefulSet as StatefulSetKind } from '../../../kube/kinds.ts'
import { selectorFor } from '../../../kube/labels.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { controllerOf } from '../../../kube/owners.ts'
import { isPodReady } from '../../../kube/pods.ts'
import type { CacheReader, WakeUp } from '../controller.ts'
import { mayBeClaimed } from '../podControl.ts'

export const setChanged = (before: AnyObject | undefined, after: AnyObject | undefined): readonly WakeUp[] => [keyOf((after ?? before)!)]

export function podChanged(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly WakeUp[] {
  const pod = (after ?? before)!
  const ref = controllerOf(pod)
  if (ref && ref.kind !== 'StatefulSet') return []
  const keys: WakeUp[] = []
  const owner = ownerOf(pod, cache)
  if (owner) keys.push(keyOf(owner))
  if (before && after) {
    const former = ownerOf(before, cache)
    if (former && former !== owner) keys.push(keyOf(former))
    // A second more than asked for, lest the clock of the pod's times is a little behind.
    if (owner?.spec.minReadySeconds && !isPodReady(before as unknown as Pod) && isPodReady(pod as unknown as Pod)) {
      keys.push({ key: keyOf(owner), afterMs: owner.spec.minReadySeconds * 1000 + 1000 })
    }
  }
  if (!ref && after && pod.metadata.deletionTimestamp === undefined && mayBeClaimed(before, after)) {
    for (const set of cache.list(StatefulSetKind, pod.metadata.namespace) as readonly StatefulSet[]) {
      if (selectorFor(set.spec.selector).matches(pod.metadata.labels)) keys.push(keyOf(set))
    }
  }
  return keys
}

function ownerOf(pod: AnyObject, cache: CacheReader): StatefulSet | undefined {
  const ref = controllerOf(pod)
  if (ref?.kind !== 'StatefulSet') return undefined
  const owner = cache.get<StatefulSet>(StatefulSetKind, keyFrom(pod.metadata.namespace, ref.name))
  return owner?.metadata.uid === ref.uid ? owner : undefined
}
