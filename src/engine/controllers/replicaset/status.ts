// How a ReplicaSet's status reads. Upstream: replica_set_utils.go, calculateStatus.
import type { ReplicaSetCondition, ReplicaSetStatus } from '../../../kube/apps.ts'
import { findCondition, withoutCondition } from '../../../kube/conditions.ts'
import type { Pod } from '../../../kube/core.ts'
import { isPodAvailable, isPodReady, podReadyAt } from '../../../kube/pods.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import type { ReplicaSetView } from './observe.ts'

const FAILURE = 'ReplicaFailure'

/** RS11: counted from the pods that the sync looked at, not from those it has made since. Zeros are left out, as Go leaves them out. */
export function statusOf(view: ReplicaSetView, failure: string | undefined): ReplicaSetStatus {
  const { rs, active, at } = view
  const labels = rs.spec.template?.metadata?.labels ?? {}
  const minReadySeconds = rs.spec.minReadySeconds ?? 0
  const counts = { fullyLabeledReplicas: 0, readyReplicas: 0, availableReplicas: 0, observedGeneration: rs.metadata.generation ?? 0 }
  for (const pod of active) {
    if (bears(pod, labels)) counts.fullyLabeledReplicas++
    if (!isPodReady(pod)) continue
    counts.readyReplicas++
    if (minReadySeconds === 0 || isPodAvailable(pod, minReadySeconds, at)) counts.availableReplicas++
  }
  const conditions = conditionsOf(view, failure)
  return {
    replicas: active.length,
    ...Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0)),
    ...(view.flavour.countsTerminating ? { terminatingReplicas: view.terminating } : {}),
    ...(conditions.length > 0 ? { conditions } : {}),
  }
}

function bears(pod: Pod, labels: Readonly<Record<string, string>>): boolean {
  const own = pod.metadata.labels
  for (const key in labels) if (own?.[key] !== labels[key]) return false
  return true
}

/** RS13: a failure is told once, in the words of the first; it goes when a sync succeeds. */
function conditionsOf({ rs, active, at }: ReplicaSetView, failure: string | undefined): ReplicaSetCondition[] {
  const conditions = rs.status?.conditions ?? []
  if (failure === undefined) return withoutCondition(conditions, FAILURE)
  if (findCondition(conditions, FAILURE)) return [...conditions]
  const why = active.length < (rs.spec.replicas ?? 1) ? 'FailedCreate' : 'FailedDelete'
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

/** RS14: how long until the next ready pod has been ready long enough; undefined if none waits for that. */
export function nextAvailableMs({ rs, active, at }: ReplicaSetView): number | undefined {
  const wait = (rs.spec.minReadySeconds ?? 0) * 1000
  if (wait === 0) return undefined
  let soonest: number | undefined
  for (const pod of active) {
    const readyAt = podReadyAt(pod)
    if (readyAt === undefined || isPodAvailable(pod, wait / 1000, at)) continue
    const left = readyAt + wait - at
    if (soonest === undefined || left < soonest) soonest = left
  }
  return soonest
}
