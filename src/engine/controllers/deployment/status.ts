// How a Deployment's status reads. Upstream: sync.go, calculateStatus; deployment_util.go, SetDeploymentCondition and the questions
// about progress.
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../../kube/apps.ts'
import { findCondition, withoutCondition } from '../../../kube/conditions.ts'
import type { Instant } from '../../../kube/object.ts'
import { instantOf, timeOf } from '../../../kube/rfc3339.ts'
import { maxUnavailable } from '../../../kube/rollingUpdate.ts'
import { availableOf, existingOf, readyOf, sizeOf, terminatingOf, wantedBy } from './replicaSets.ts'

export const NEVER = 2 ** 31 - 1

/** D20: a condition with the same status and reason stays as it is; with the same status it keeps its transition time. */
export function withNews(conditions: readonly DeploymentCondition[] | undefined, news: DeploymentCondition): DeploymentCondition[] {
  const current = findCondition(conditions, news.type)
  if (current && current.status === news.status && current.reason === news.reason) return [...conditions!]
  const since = current?.status === news.status ? current.lastTransitionTime : news.lastTransitionTime
  return [...withoutCondition(conditions, news.type), { ...news, ...(since ? { lastTransitionTime: since } : {}) }]
}

export function condition(type: string, status: string, why: string, message: string, now: Instant): DeploymentCondition {
  const time = timeOf(now)
  return { type, status, reason: why, message, lastUpdateTime: time, lastTransitionTime: time }
}

export const progressingOf = (status: DeploymentStatus | undefined): DeploymentCondition | undefined => findCondition(status?.conditions, 'Progressing')

/** The status with its conditions replaced; none at all are left out. */
export const withConditions = (status: DeploymentStatus, conditions: readonly DeploymentCondition[]): DeploymentStatus => {
  const { conditions: _, ...rest } = status
  return conditions.length > 0 ? { ...rest, conditions: [...conditions] } : rest
}

/** D19: counts of the ReplicaSets as the sync saw them, and whether enough pods are available. */
export function statusOf(d: Deployment, all: readonly ReplicaSet[], fresh: ReplicaSet | undefined, now: Instant): DeploymentStatus {
  const available = availableOf(all)
  const counts = {
    observedGeneration: d.metadata.generation ?? 0,
    replicas: existingOf(all),
    updatedReplicas: fresh ? existingOf([fresh]) : 0,
    readyReplicas: readyOf(all),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, wantedBy(all) - available),
  }
  const enough = available >= sizeOf(d) - maxUnavailable(d)
  const availability = enough
    ? condition('Available', 'True', 'MinimumReplicasAvailable', 'Deployment has minimum availability.', now)
    : condition('Available', 'False', 'MinimumReplicasUnavailable', 'Deployment does not have minimum availability.', now)
  const { collisionCount } = d.status ?? {}
  return {
    ...Object.fromEntries(Object.entries(counts).filter(([, n]) => n > 0)),
    terminatingReplicas: terminatingOf(all),
    conditions: withNews(d.status?.conditions, availability),
    ...(collisionCount !== undefined ? { collisionCount } : {}),
  }
}

/** Without undefined and zero fields, and keys in order: what Go would compare. */
const plain = (status: DeploymentStatus | undefined): string => JSON.stringify(
  Object.entries(status ?? {}).filter(([key, v]) => v !== undefined && (v !== 0 || key === 'terminatingReplicas' || key === 'collisionCount')).sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, v]) => [key, key === 'conditions' ? (v as DeploymentCondition[]).map(c => [c.type, c.status, c.reason, c.message, c.lastUpdateTime, c.lastTransitionTime]) : v]))

export const sameStatus = (a: DeploymentStatus | undefined, b: DeploymentStatus): boolean => plain(a) === plain(b)

export const hasDeadline = (d: Deployment): boolean => d.spec.progressDeadlineSeconds !== undefined && d.spec.progressDeadlineSeconds !== NEVER

/** D14: everything is new, available and observed. */
export const isComplete = (d: Deployment, { updatedReplicas = 0, replicas = 0, availableReplicas = 0, observedGeneration = 0 }: DeploymentStatus): boolean =>
  updatedReplicas === sizeOf(d) && replicas === sizeOf(d) && availableReplicas === sizeOf(d) && observedGeneration >= (d.metadata.generation ?? 0)

/** D16: more new pods, fewer old ones, or more ready or available ones than the stored status says. */
export function hasProgressed({ status: before = {} }: Deployment, next: DeploymentStatus): boolean {
  const oldOnes = (s: DeploymentStatus) => (s.replicas ?? 0) - (s.updatedReplicas ?? 0)
  return (next.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0)
    || oldOnes(next) < oldOnes(before)
    || (next.readyReplicas ?? 0) > (before.readyReplicas ?? 0)
    || (next.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
}

/** D17: no progress for longer than the deadline; a rollout that was complete never times out. */
export function hasTimedOut(d: Deployment, status: DeploymentStatus, now: Instant): boolean {
  const current = progressingOf(status)
  if (!hasDeadline(d) || !current || current.reason === 'NewReplicaSetAvailable') return false
  if (current.reason === 'ProgressDeadlineExceeded') return true
  return deadlineOf(d, current) < now
}

/** When the deadline is over, counted from the last sign of progress. */
export const deadlineOf = (d: Deployment, current: DeploymentCondition): Instant =>
  instantOf(current.lastUpdateTime ?? '1970-01-01T00:00:00Z') + d.spec.progressDeadlineSeconds! * 1000
