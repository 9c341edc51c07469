// How many old ReplicaSets are kept for a rollback. Upstream: sync.go, cleanupDeployment.
import { keyOf } from '../../../kube/keys.ts'
import { ReplicaSet as ReplicaSetKind } from '../../../kube/kinds.ts'
import type { Family } from './newReplicaSet.ts'
import { reason } from './reasons.ts'
import { byRevision, sizeOf } from './replicaSets.ts'
import { Refused, type Part, type Session } from './session.ts'
import { NEVER } from './status.ts'

/** D21: beyond revisionHistoryLimit the lowest revisions go, if they are empty and known to be. */
export function* cleanUp({ d }: Session, { old }: Family): Part<void> {
  const limit = d.spec.revisionHistoryLimit
  if (limit === undefined || limit === NEVER) return
  const alive = old.filter(rs => rs.metadata.deletionTimestamp === undefined)
  for (const rs of alive.toSorted(byRevision).slice(0, Math.max(0, alive.length - limit))) {
    const behind = (rs.metadata.generation ?? 0) > (rs.status?.observedGeneration ?? 0)
    if ((rs.status?.replicas ?? 0) !== 0 || sizeOf(rs) !== 0 || behind) continue
    const outcomes = yield {
      because: reason('deploy.cleanup', { replicaSet: rs.metadata.name, limit }),
      intents: [{ verb: 'delete', kind: ReplicaSetKind, key: keyOf(rs) }],
    }
    const { refused } = outcomes[0]!
    if (refused && refused.reason !== 'NotFound') throw new Refused(refused)
  }
}
