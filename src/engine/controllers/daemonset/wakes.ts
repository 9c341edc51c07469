// Which changes wake which DaemonSets. Upstream: daemon_controller.go, addPod, updatePod, deletePod, addNode, updateNode, syncNodeUpdate.
import type { DaemonSet } from '../../../kube/apps.ts'
import type { Node } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { DaemonSet as DaemonSetKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { isControlledBy } from '../../../kube/owners.ts'
import type { CacheReader, WakeUp } from '../controller.ts'
import { podWakesOf } from '../podWakes.ts'
import { placeOf } from './nodes.ts'

export const daemonSetChanged = (before: AnyObject | undefined, after: AnyObject | undefined): readonly WakeUp[] => [keyOf((after ?? before)!)]

export const podChanged = podWakesOf(DaemonSetKind)

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
