// What happens when spec.replicas was changed, or while the Deployment is paused. Upstream: sync.go, sync, scale, isScalingEvent.
import type { ReplicaSet } from '../../../kube/apps.ts'
import { maxSurge, proportion } from '../../../kube/rollingUpdate.ts'
import { desiredOf } from './annotations.ts'
import type { Family } from './newReplicaSet.ts'
import { reason } from './reasons.ts'
import { active, byAge, bySizeThenNewer, bySizeThenOlder, sizeOf, wantedBy } from './replicaSets.ts'
import type { Part, Session } from './session.ts'

/** D11: some ReplicaSet was last scaled when another number of replicas was asked for. */
export const isScalingEvent = ({ d }: Session, { all }: Family): boolean =>
  active(all).some(rs => {
    const desired = desiredOf(rs)
    return desired !== undefined && desired !== sizeOf(d)
  })

/** D11: one ReplicaSet bears it all; or old ones go, as the new one is there; or each gets its share. */
export function* scaleFamily(s: Session, { fresh, old, all }: Family): Part<void> {
  const { d } = s
  const only = activeOrLatest(fresh, old)
  if (only) {
    const [from, to] = [sizeOf(only), sizeOf(d)]
    if (from !== to) yield* s.scale(only, to, reason('deploy.scale', { replicaSet: only.metadata.name, from, to }))
    return
  }
  if (isSaturated(s, fresh)) {
    for (const rs of active(old)) yield* s.scale(rs, 0, reason('deploy.scale', { replicaSet: rs.metadata.name, from: sizeOf(rs), to: 0 }))
    return
  }
  if (d.spec.strategy?.type === 'RollingUpdate') yield* shareOut(s, active(all))
}

function activeOrLatest(fresh: ReplicaSet | undefined, old: readonly ReplicaSet[]): ReplicaSet | undefined {
  const some = active(fresh ? [...old, fresh] : old)
  if (some.length > 1) return undefined
  return some[0] ?? fresh ?? old.toSorted(byAge).at(-1)
}

const isSaturated = ({ d }: Session, fresh: ReplicaSet | undefined): boolean =>
  fresh !== undefined && sizeOf(fresh) === sizeOf(d) && desiredOf(fresh) === sizeOf(d) && (fresh.status?.availableReplicas ?? 0) === sizeOf(d)

/** D11: in proportion to their sizes, the largest first; what is left by rounding goes to the largest. */
function* shareOut(s: Session, list: readonly ReplicaSet[]): Part<void> {
  const { d } = s
  const allowed = sizeOf(d) > 0 ? sizeOf(d) + maxSurge(d) : 0
  const toAdd = allowed - wantedBy(list)
  const sorted = toAdd > 0 ? list.toSorted(bySizeThenNewer) : toAdd < 0 ? list.toSorted(bySizeThenOlder) : list
  let added = 0
  const sizes = sorted.map(rs => {
    const share = toAdd === 0 ? 0 : proportion(rs, d, toAdd, added)
    added += share
    return sizeOf(rs) + share
  })
  if (toAdd !== 0) sizes[0] = Math.max(0, sizes[0]! + toAdd - added)
  for (const [i, rs] of sorted.entries()) {
    const [from, to] = [sizeOf(rs), sizes[i]!]
    yield* s.scale(rs, to, reason('deploy.proportional', { replicaSet: rs.metadata.name, from, to, replicas: sizeOf(d) }))
  }
}
