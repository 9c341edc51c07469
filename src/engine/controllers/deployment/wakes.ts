// Which changes wake which Deployments. Upstream: deployment_controller.go, addReplicaSet, updateReplicaSet, deleteReplicaSet, deletePod.
import type { Deployment, ReplicaSet } from '../../../kube/apps.ts'
import { keyFrom, keyOf } from '../../../kube/keys.ts'
import { Deployment as DeploymentKind, Pod as PodKind, ReplicaSet as ReplicaSetKind } from '../../../kube/kinds.ts'
import { selectorFor } from '../../../kube/labels.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { controllerOf } from '../../../kube/owners.ts'
import type { CacheReader, WakeUp } from '../controller.ts'
import { mayBeClaimed } from '../podControl.ts'

/** Its Deployment, and the one that had it before; for a ReplicaSet that nobody manages, all that may take it over. */
export function replicaSetChanged(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly WakeUp[] {
  const rs = (after ?? before)!
  const keys: WakeUp[] = []
  const owner = ownerOf(rs, cache)
  if (owner) keys.push(keyOf(owner))
  if (before && after) {
    const former = ownerOf(before, cache)
    if (former && former !== owner) keys.push(keyOf(former))
  }
  if (after && !controllerOf(rs) && rs.metadata.deletionTimestamp === undefined && mayBeClaimed(before, after)) {
    for (const d of cache.list(DeploymentKind, rs.metadata.namespace)) {
      if (selectorFor(d.spec.selector).matches(rs.metadata.labels)) keys.push(keyOf(d))
    }
  }
  return keys
}

/** A Deployment that is recreated waits for the last of its pods to be gone. */
export function podChanged(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly WakeUp[] {
  if (after || !before) return NONE
  const ref = controllerOf(before)
  if (ref?.kind !== 'ReplicaSet') return []
  const rs = cache.get(ReplicaSetKind, keyFrom(before.metadata.namespace, ref.name)) as ReplicaSet | undefined
  const d = rs && ownerOf(rs as unknown as AnyObject, cache)
  if (d?.spec.strategy?.type !== 'Recreate') return []
  const left = cache.ownedBy(d, ReplicaSetKind).some(sibling => cache.ownedBy(sibling, PodKind).length > 0)
  return left ? [] : [keyOf(d)]
}

const NONE: readonly never[] = Object.freeze([])

function ownerOf(rs: AnyObject, cache: CacheReader): Deployment | undefined {
  const ref = controllerOf(rs)
  if (ref?.kind !== 'Deployment') return undefined
  const d = cache.get(DeploymentKind, keyFrom(rs.metadata.namespace, ref.name)) as Deployment | undefined
  return d?.metadata.uid === ref.uid ? d : undefined
}
