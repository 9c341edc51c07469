// What a sync of one Deployment looks at.
import type { Deployment, ReplicaSet } from '../../../kube/apps.ts'
import { keyFrom, type Key } from '../../../kube/keys.ts'
import { Pod as PodKind, ReplicaSet as ReplicaSetKind } from '../../../kube/kinds.ts'
import { selectorFor } from '../../../kube/labels.ts'
import type { Instant } from '../../../kube/object.ts'
import { isPodTerminal } from '../../../kube/pods.ts'
import type { CacheReader } from '../controller.ts'
import { nextName, sameTemplate } from './replicaSets.ts'

/** One look at a Deployment. The sync is played from it more than once, so everything it asks is in here, the instant too. */
export interface DeploymentView {
  readonly at: Instant
  readonly key: Key
  readonly deployment: Deployment
  /** Its ReplicaSets, those about to be taken over included, in the order of their names. */
  readonly replicaSets: readonly ReplicaSet[]
  readonly adopt: readonly ReplicaSet[]
  readonly release: readonly ReplicaSet[]
  /** D12: pods that have not ended, by the uid of their ReplicaSet; counted where the strategy asks for it. */
  readonly livePods: { readonly [uid: string]: number }
  /** D10: what bears the name that a new ReplicaSet would get, whosever it is; looked for only where a new one is needed. */
  readonly namesake: ReplicaSet | undefined
}

export function observe(cache: CacheReader, key: Key, deployment: Deployment | undefined, now: Instant): DeploymentView | undefined {
  if (!deployment) return undefined
  const selector = selectorFor(deployment.spec.selector)
  const { namespace = '', deletionTimestamp } = deployment.metadata
  const owned = cache.ownedBy(deployment, ReplicaSetKind)
  const kept = owned.filter(rs => selector.matches(rs.metadata.labels))
  const adopt = deletionTimestamp !== undefined ? [] : cache.orphans(ReplicaSetKind, namespace)
    .filter(rs => rs.metadata.deletionTimestamp === undefined && selector.matches(rs.metadata.labels))
  const replicaSets = [...kept, ...adopt].toSorted((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
  const recreates = deployment.spec.strategy?.type === 'Recreate'
  return {
    at: now, key, deployment, replicaSets, adopt,
    release: deletionTimestamp !== undefined || kept.length === owned.length ? [] : owned.filter(rs => !kept.includes(rs)),
    livePods: Object.fromEntries(recreates ? replicaSets.map(rs => [rs.metadata.uid!, cache.ownedBy(rs, PodKind).filter(pod => !isPodTerminal(pod)).length]) : []),
    namesake: replicaSets.some(rs => sameTemplate(deployment, rs)) ? undefined : cache.get(ReplicaSetKind, keyFrom(namespace, nextName(deployment))),
  }
}
