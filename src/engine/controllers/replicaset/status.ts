// How a ReplicaSet's status reads. Upstream: replica_set_utils.go, calculateStatus.
import type { ReplicaSetCondition, ReplicaSetStatus } from '../../../kube/apps.ts'
import { findCondition, withoutCondition } from '../../../kube/conditions.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import type { ReplicaSetView } from './observe.ts'

const FAILURE = 'ReplicaFailure'

/** RS11: counted from the pods that the sync looked at, not from those it has made since. Zeros are left out, as Go leaves them out. */
export function statusOf(view: ReplicaSetView, failure: string | undefined): ReplicaSetStatus {
  const { rs, counts: { active, terminating, fullyLabeled, ready, available } } = view
  const counts = { fullyLabeledReplicas: fullyLabeled, readyReplicas: ready, availableReplicas: available, observedGeneration: rs.metadata.generation ?? 0 }
  const conditions = conditionsOf(view, failure)
  return {
    replicas: active,
    ...Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0)),
    ...(view.flavour.countsTerminating ? { terminatingReplicas: terminating } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
  }
}

/** RS13: a failure is told once, in the words of the first; it goes when a sync succeeds. */
function conditionsOf({ rs, counts, at }: ReplicaSetView, failure: string | undefined): ReplicaSetCondition[] {
  const conditions = rs.status?.conditions ?? []
  if (failure === undefined) return withoutCondition(conditions, FAILURE)
  if (findCondition(conditions, FAILURE)) return [...conditions]
  const why = counts.active < (rs.spec.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete'
  return [...conditions, { type: FAILURE, status: 'True', reason: why, message: failure, lastTransitionTime: timeOf(at) }]
}

/** Whether there is anything new to say; a missing count is 0. */
export function statusDiffers(view: ReplicaSetView, next: ReplicaSetStatus): boolean {
  const before: Partial<ReplicaSetStatus> = view.rs.status ?? {}
  const counts = ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'] as const
  return counts.some(name => (before[name] ?? 0) !== (next[name] ?? 0))
    || before.terminatingReplicas !== next.terminatingReplicas
    || JSON.stringify(before.conditions ?? []) !== JSON.stringify(next.conditions ?? [])
}
