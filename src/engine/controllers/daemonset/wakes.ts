// Which changes wake which DaemonSets. Upstream: daemon_controller.go, addPod, updatePod, deletePod, addNode, updateNode, syncNodeUpdate.
import type { DaemonSet } from '../../../kube/apps.ts'
import type { Node, Pod } from '../../../kube/core.ts'
import { keyFrom, keyOf } from '../../../kube/keys.ts'
import { DaemonSet as DaemonSetKind } from '../../../kube/kinds.ts'
import { selectorFor } from '../../../kube/labels.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { controllerOf, isControlledBy } from '../../../kube/owners.ts'
import { isPodReady } from '../../../kube/pods.ts'
import type { CacheReader, WakeUp } from '../controller.ts'
import { mayBeClaimed } from '../podControl.ts'
import { placeOf } from './nodes.ts'

export const daemonSetChanged = (before: AnyObject | undefined, after: AnyObject | undefined): readonly WakeUp[] => [keyOf((after ?? before)!)]

export function podChanged(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly WakeUp[] {
  const pod = (after ?? before)!
  const ref = controllerOf(pod)
  if (ref && ref.kind !== 'DaemonSet') return []
  const keys: WakeUp[] = []
  const owner = ownerOf(pod, cache)
  if (owner) keys.push(keyOf(owner))
  if (before && after) {
    const former = ownerOf(before, cache)
    if (former && former !== owner) keys.push(keyOf(former))
    if (owner?.spec.minReadySeconds && !isPodReady(before as unknown as Pod) && isPodReady(pod as unknown as Pod)) {
      keys.push({ key: keyOf(owner), afterMs: owner.spec.minReadySeconds * 1000 + 1000 })
    }
  }
  if (!ref && after && pod.metadata.deletionTimestamp === undefined && mayBeClaimed(before, after)) {
    for (const ds of cache.list(DaemonSetKind, pod.metadata.namespace) as readonly DaemonSet[]) {
      if (selectorFor(ds.spec.selector).matches(pod.metadata.labels)) keys.push(keyOf(ds))
    }
  }
  return keys
}

function ownerOf(pod: AnyObject, cache: CacheReader): DaemonSet | undefined {
  const ref = controllerOf(pod)
  if (ref?.kind !== 'DaemonSet') return undefined
  const owner = cache.get<DaemonSet>(DaemonSetKind, keyFrom(pod.metadata.namespace, ref.name))
  return owner?.metadata.uid === ref.uid ? owner : undefined
}

/** DS9. */
export function nodeChanged(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly WakeUp[] {
  if (!after || (before && before.metadata.labels === after.metadata.labels && before['spec'] === after['spec'])) return []
  const node = after as unknown as Node
  const sets = cache.list(DaemonSetKind) as readonly DaemonSet[]
  if (sets.length === 0) return []
  const pods = cache.onNode(after.metadata.name)
  return sets.filter(ds => {
    const place = placeOf(ds, node)
    const has = pods.some(pod => isControlledBy(pod, ds))
    return (place.run && !has) || (!place.keep && has)
  }).map(keyOf)
}
