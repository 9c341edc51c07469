// What a StatefulSet says of itself. Upstream: stateful_set_control.go, computeReplicaStatus; stateful_set_utils.go, completeRollingUpdate,
// inconsistentStatus.
import type { StatefulSet, StatefulSetStatus } from '../../../kube/apps.ts'
import type { Pod } from '../../../kube/core.ts'
import type { Instant } from '../../../kube/object.ts'
import { isPodTerminating, podReadyAt } from '../../../kube/pods.ts'
import { replicasOf } from '../../../kube/statefulSets.ts'
import { revisionOf } from './identity.ts'
import type { StatefulSetView } from './observe.ts'
import type { Revisions } from './revision.ts'
import { isCreated, isRunningAndAvailable, isRunningAndReady } from './states.ts'

/** SS12. `gone`: pods that this sync has deleted for the update. */
export function statusOf({ set, pods, at }: StatefulSetView, { current, update }: Revisions, gone: number): StatefulSetStatus {
  const minReadySeconds = set.spec.minReadySeconds ?? 0
  const count = (is: (pod: Pod) => boolean) => pods.filter(is).length
  const on = (name: string) => (pod: Pod) => isCreated(pod) && !isPodTerminating(pod) && revisionOf(pod) === name
  const counts = {
    replicas: count(isCreated),
    ready: count(isRunningAndReady),
    available: count(pod => isRunningAndAvailable(pod, minReadySeconds, at)),
    current: count(on(current.metadata.name)) - gone,
    updated: count(on(update.metadata.name)),
  }
  const replicas = replicasOf(set)
  const complete = set.spec.updateStrategy?.type === 'RollingUpdate' && counts.updated === replicas && counts.ready === replicas && counts.replicas === replicas
  const currentReplicas = complete ? counts.updated : counts.current
  const { conditions } = set.status ?? {}
  return {
    replicas: counts.replicas,
    availableReplicas: counts.available,
    collisionCount: set.status?.collisionCount ?? 0,
    ...(counts.ready ? { readyReplicas: counts.ready } : {}),
    ...(currentReplicas ? { currentReplicas } : {}),
    ...(counts.updated ? { updatedReplicas: counts.updated } : {}),
    currentRevision: (complete ? update : current).metadata.name,
    updateRevision: update.metadata.name,
    ...(conditions ? { conditions } : {}),
    ...(set.metadata.generation !== undefined ? { observedGeneration: set.metadata.generation } : {}),
  }
}

const NUMBERS = ['replicas', 'readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'] as const

export const differs = (set: StatefulSet, next: StatefulSetStatus): boolean =>
  (next.observedGeneration ?? 0) > (set.status?.observedGeneration ?? 0)
  || NUMBERS.some(field => (set.status?.[field] ?? 0) !== (next[field] ?? 0))
  || set.status?.currentRevision !== next.currentRevision || set.status?.updateRevision !== next.updateRevision

/** SS13: until the next pod that is ready becomes available. */
export function nextAvailableMs({ set, pods }: StatefulSetView, now: Instant): number | undefined {
  const wait = (set.spec.minReadySeconds ?? 0) * 1000
  const left = pods.flatMap(pod => {
    const at = isRunningAndReady(pod) ? podReadyAt(pod) : undefined
    return at !== undefined && at + wait > now ? [at + wait - now] : []
  })
  return left.length > 0 ? Math.min(...left) : undefined
}
