// A ReplicaSet (or a ReplicationController) in plain words: what is missing or too many, and who decides about its size.
import type { ReplicaSet } from '../../kube/apps.ts'
import { conditionOf } from '../../kube/conditions.ts'
import type { Pod } from '../../kube/core.ts'
import type { AnyObject } from '../../kube/object.ts'
import { controllerOf } from '../../kube/owners.ts'
import { isPodActive, isPodAvailable, isPodReady, podReadyAt } from '../../kube/pods.ts'
import type { Reason } from '../../engine/index.ts'
import { managedBy, type Facts } from './facts.ts'
import { say } from './reasons.ts'

const REVISION = 'deployment.kubernetes.io/revision'

export function replicaSetStatusOf(object: AnyObject, facts: Facts): readonly Reason[] {
  const { spec, metadata } = object as unknown as ReplicaSet
  const replicas = spec.replicas ?? 1
  const minReady = spec.minReadySeconds ?? 0
  const pods = (managedBy(facts, object, 'pods') as unknown as readonly Pod[]).filter(isPodActive)
  const owner = controllerOf(object)
  const ready = pods.filter(isPodReady).length
  const reasons: Reason[] = []
  const refused = conditionOf(object as unknown as ReplicaSet, 'ReplicaFailure')
  if (refused?.status === 'True') reasons.push(say('status.rs.refused', { message: refused.message ?? refused.reason ?? '' }))
  if (replicas === 0 && pods.length === 0) reasons.push(owner ? say('status.rs.kept', { owner: owner.name, revision: metadata.annotations?.[REVISION] ?? '' }) : say('status.rs.zero', { field: 'spec.replicas' }))
  else if (pods.length === replicas && pods.every(p => isPodAvailable(p, minReady, facts.now))) reasons.push(say('status.rs.steady', { replicas }))
  else reasons.push(say('status.rs.progress', { ready, replicas, creating: Math.max(0, replicas - pods.length), deleting: Math.max(0, pods.length - replicas) }))
  const counting = pods.filter(p => isPodReady(p) && !isPodAvailable(p, minReady, facts.now))
  if (counting.length > 0) {
    const leftMs = Math.min(...counting.map(p => podReadyAt(p)! + minReady * 1000 - facts.now))
    reasons.push(say('status.rs.min-ready', { pods: counting.length, leftMs, field: 'spec.minReadySeconds' }))
  }
  if (owner && !(replicas === 0 && pods.length === 0)) reasons.push(say('status.rs.owned', { owner: `${owner.kind} ${owner.name}`, field: 'spec.replicas' }))
  return reasons
}
