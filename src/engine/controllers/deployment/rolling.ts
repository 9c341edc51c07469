// RollingUpdate: the new ReplicaSet grows, the old ones shrink, between the bounds. Upstream: rolling.go.
import type { ReplicaSet } from '../../../kube/apps.ts'
import { maxSurge, maxUnavailable, newReplicaSetReplicas } from '../../../kube/rollingUpdate.ts'
import type { Family } from './newReplicaSet.ts'
import { reason } from './reasons.ts'
import { active, availableOf, byAge, sizeOf, wantedBy } from './replicaSets.ts'
import { Refused, type Part, type Session } from './session.ts'

/** D13: up first; only a sync that could not grow shrinks. Whether anything was scaled. */
export function* roll(s: Session, { fresh, old, all }: Family): Part<boolean> {
  if (yield* growNew(s, fresh!, all)) return true
  return yield* shrinkOld(s, fresh!, active(old), all)
}

function* growNew(s: Session, fresh: ReplicaSet, all: readonly ReplicaSet[]): Part<boolean> {
  const { d } = s
  const from = sizeOf(fresh)
  if (from === sizeOf(d)) return false
  const to = from > sizeOf(d) ? sizeOf(d) : newReplicaSetReplicas(d, from, wantedBy(all))
  if (from === to) return false
  const { scaled } = yield* s.scale(fresh, to, reason('deploy.scale-up', { replicaSet: fresh.metadata.name, from, to, replicas: sizeOf(d), maxSurge: maxSurge(d) }))
  return scaled
}

/** D23: a refusal here is nobody's failure: the sync goes on as one that could not shrink. */
function* shrinkOld(s: Session, fresh: ReplicaSet, old: readonly ReplicaSet[], all: readonly ReplicaSet[]): Part<boolean> {
  try {
    return yield* shrink(s, fresh, old, all)
  } catch (e) {
    if (e instanceof Refused) return false
    throw e
  }
}

/** D13: never so far that, with new pods not available yet, fewer than the minimum would be. */
function* shrink(s: Session, fresh: ReplicaSet, old: readonly ReplicaSet[], all: readonly ReplicaSet[]): Part<boolean> {
  const { d } = s
  if (wantedBy(old) === 0) return false
  const minAvailable = sizeOf(d) - maxUnavailable(d)
  const newUnavailable = sizeOf(fresh) - (fresh.status?.availableReplicas ?? 0)
  const most = wantedBy(all) - minAvailable - newUnavailable
  if (most <= 0) return false
  const dropped = yield* dropUnhealthy(s, old, most)
  if (!dropped) return false
  const { left, removed } = dropped
  return (yield* dropAvailable(s, left, [...left, fresh], minAvailable)) + removed > 0
}

/**
 * Pods of old ones that are not available are no loss: they go first, the oldest ReplicaSet's before others'. Undefined where one has
 * more available than it wants, its own controller being behind: then this sync shrinks nothing (more).
 */
function* dropUnhealthy(s: Session, old: readonly ReplicaSet[], most: number): Part<{ left: ReplicaSet[]; removed: number } | undefined> {
  const left: ReplicaSet[] = []
  let removed = 0
  for (const rs of old.toSorted(byAge)) {
    const from = sizeOf(rs)
    const surplus = Math.min(most - removed, from - (rs.status?.availableReplicas ?? 0))
    if (removed >= most || from === 0 || surplus === 0) {
      left.push(rs)
      continue
    }
    if (surplus < 0) return undefined
    const to = from - surplus
    left.push((yield* s.scale(rs, to, reason('deploy.unhealthy', { replicaSet: rs.metadata.name, from, to }))).rs)
    removed += surplus
  }
  return { left, removed }
}

function* dropAvailable(s: Session, old: readonly ReplicaSet[], all: readonly ReplicaSet[], minAvailable: number): Part<number> {
  const available = availableOf(all)
  const most = available - minAvailable
  let removed = 0
  for (const rs of old.toSorted(byAge)) {
    if (removed >= most) break
    const from = sizeOf(rs)
    if (from === 0) continue
    const to = from - Math.min(from, most - removed)
    yield* s.scale(rs, to, reason('deploy.scale-down', { replicaSet: rs.metadata.name, from, to, available, minAvailable }))
    removed += from - to
  }
  return removed
}
