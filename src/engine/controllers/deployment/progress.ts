// What the status says of a rollout under way, and when to look whether it is stuck.
// Upstream: progress.go, syncRolloutStatus, requeueStuckDeployment, getReplicaFailures.
import type { DeploymentCondition, DeploymentStatus } from '../../../kube/apps.ts'
import { findCondition, withoutCondition } from '../../../kube/conditions.ts'
import type { Family } from './newReplicaSet.ts'
import { reason } from './reasons.ts'
import type { End, Part, Session } from './session.ts'
import { deadlineOf, hasDeadline, hasProgressed, hasTimedOut, isComplete, progressingOf, sameStatus, statusOf, withConditions, withNews } from './status.ts'

/** D19: the status without an opinion on progress: while paused, scaled or deleted. */
export function* writePlainStatus(s: Session, { all, fresh }: Family): Part<End> {
  const status = statusOf(s.d, all, fresh, s.view.at)
  if (sameStatus(s.d.status, status)) return { because: unchanged(status) }
  return yield* store(s, status)
}

/** D15–D18: the status of a rollout. */
export function* writeRolloutStatus(s: Session, family: Family): Part<End> {
  const plain = statusOf(s.d, family.all, family.fresh, s.view.at)
  const conditions = withFailures(withProgress(s, family, plain), family)
  const status = withConditions(plain, conditions)
  if (!sameStatus(s.d.status, status)) return yield* store(s, status)
  const againInMs = stuckCheckMs(s, status)
  return { because: unchanged(status), ...(againInMs === undefined ? {} : { againInMs }) }
}

function* store(s: Session, status: DeploymentStatus): Part<End> {
  const { replicas = 0, updatedReplicas: updated = 0, availableReplicas: available = 0, unavailableReplicas: unavailable = 0 } = status
  const progressing = progressingOf(status)?.reason
  const because = reason('deploy.status', { replicas, updated, available, unavailable, ...(progressing ? { progressing } : {}) })
  s.setStatus(status)
  yield* s.writeStatus(because)
  return { because }
}

const unchanged = ({ replicas = 0, updatedReplicas: updated = 0, availableReplicas: available = 0 }: DeploymentStatus) =>
  reason('deploy.status-unchanged', { replicas, updated, available })

function withProgress(s: Session, { fresh }: Family, status: DeploymentStatus): DeploymentCondition[] {
  const { d } = s
  const conditions = status.conditions ?? []
  if (!hasDeadline(d)) return withoutCondition(conditions, 'Progressing')
  const current = progressingOf(d.status)
  const wasComplete = (status.replicas ?? 0) === (status.updatedReplicas ?? 0) && current?.reason === 'NewReplicaSetAvailable'
  if (wasComplete) return conditions
  const who = fresh ? `ReplicaSet "${fresh.metadata.name}"` : `Deployment "${d.metadata.name}"`
  if (isComplete(d, status)) return withNews(conditions, s.progressing('True', 'NewReplicaSetAvailable', `${who} has successfully progressed.`))
  if (hasProgressed(d, status)) {
    const news = s.progressing('True', 'ReplicaSetUpdated', `${who} is progressing.`)
    // Progress is news even if the reason stays the same: the deadline starts anew.
    const since = current?.status === 'True' ? { lastTransitionTime: current.lastTransitionTime! } : {}
    return [...withoutCondition(conditions, 'Progressing'), { ...news, ...since }]
  }
  if (hasTimedOut(d, status, s.view.at)) return withNews(conditions, s.progressing('False', 'ProgressDeadlineExceeded', `${who} has timed out progressing.`))
  return conditions
}

/** D18: the failure of the new ReplicaSet, or else of any, is the Deployment's too. */
function withFailures(conditions: readonly DeploymentCondition[], { fresh, all }: Family): DeploymentCondition[] {
  for (const rs of [...(fresh ? [fresh] : []), ...all]) {
    const failure = findCondition(rs.status?.conditions, 'ReplicaFailure')
    if (!failure) continue
    const { type, status, reason: why, message, lastTransitionTime } = failure
    const time = lastTransitionTime ? { lastUpdateTime: lastTransitionTime, lastTransitionTime } : {}
    return withNews(conditions, { type, status, ...(why ? { reason: why } : {}), ...(message ? { message } : {}), ...time })
  }
  return withoutCondition(conditions, 'ReplicaFailure')
}

/** Whether such a wait stands for the queue's rate limit, not for an alarm. */
export const isSoon = (ms: number): boolean => ms < 2000

/**
 * D17: when to look whether the deadline has passed: a second after it, as its times are whole seconds. With less than a second
 * left upstream looks again every 5 ms; nothing can be seen before the deadline itself, so that is when we look.
 */
function stuckCheckMs({ d, view }: Session, status: DeploymentStatus): number | undefined {
  const current = progressingOf(d.status)
  if (!hasDeadline(d) || !current || isComplete(d, status) || current.reason === 'ProgressDeadlineExceeded') return undefined
  const left = deadlineOf(d, current) - view.at
  return left < 1000 ? Math.max(5, left + 1) : left + 1000
}
