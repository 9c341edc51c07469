// Recreate: first the old pods go, then the new ones come. Upstream: recreate.go.
import type { DeploymentView } from './observe.ts'
import type { Family } from './newReplicaSet.ts'
import { reason } from './reasons.ts'
import { active, existingOf, sizeOf } from './replicaSets.ts'
import type { Part, Session } from './session.ts'

/** D12: all old ReplicaSets to nothing. Whether any was scaled. */
export function* standDownOld(s: Session, { old }: Family): Part<boolean> {
  let any = false
  for (const rs of active(old)) {
    const { scaled } = yield* s.scale(rs, 0, reason('deploy.recreate-down', { replicaSet: rs.metadata.name, from: sizeOf(rs), to: 0 }))
    any ||= scaled
  }
  return any
}

/** D12: pods of old ReplicaSets that the cache knows, in whatever state but ended. */
export function oldPodsLeft({ livePods }: DeploymentView, { fresh, old }: Family): number {
  const counted = existingOf(old)
  if (counted > 0) return counted
  let left = 0
  for (const [uid, pods] of Object.entries(livePods)) if (uid !== fresh?.metadata.uid) left += pods
  return left
}

export function* growToFull(s: Session, { fresh }: Family): Part<void> {
  const [from, to] = [sizeOf(fresh!), sizeOf(s.d)]
  if (from !== to) yield* s.scale(fresh!, to, reason('deploy.recreate-up', { replicaSet: fresh!.metadata.name, from, to }))
}
