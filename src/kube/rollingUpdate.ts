// How far a rolling update may go: surge, unavailability, and how replicas are shared among old and new ReplicaSets.
// Pure arithmetic on a Deployment's fields. Upstream: pkg/controller/deployment/util/deployment_util.go.
import type { Deployment, ReplicaSet } from './apps.ts'
import { scaledIntOrString } from './intOrString.ts'
import type { IntOrString } from './meta.ts'

/** The most replicas this ReplicaSet's Deployment ever may have had at once; written by the Deployment controller. */
export const MAX_REPLICAS_ANNOTATION = 'deployment.kubernetes.io/max-replicas'
export const DESIRED_REPLICAS_ANNOTATION = 'deployment.kubernetes.io/desired-replicas'

/** Surge is rounded up, unavailability down; if that leaves no room at all, one may be unavailable. Throws an IntOrStringError. */
export function resolveFenceposts(maxSurge: IntOrString | undefined, maxUnavailable: IntOrString | undefined, replicas: number): { surge: number; unavailable: number } {
  const surge = scaledIntOrString(maxSurge ?? 0, replicas, true)
  const unavailable = scaledIntOrString(maxUnavailable ?? 0, replicas, false)
  return surge === 0 && unavailable === 0 ? { surge: 0, unavailable: 1 } : { surge, unavailable }
}

type Spec = Pick<Deployment, 'spec'>
const replicasOf = (d: Spec) => d.spec.replicas ?? 1
const isRolling = (d: Spec) => d.spec.strategy?.type === 'RollingUpdate'

function fenceposts(d: Spec): { surge: number; unavailable: number } {
  const { maxSurge, maxUnavailable } = d.spec.strategy?.rollingUpdate ?? {}
  return resolveFenceposts(maxSurge, maxUnavailable, replicasOf(d))
}

export const maxSurge = (d: Spec): number => (isRolling(d) ? fenceposts(d).surge : 0)
export function maxUnavailable(d: Spec): number {
  if (!isRolling(d) || replicasOf(d) === 0) return 0
  return Math.min(fenceposts(d).unavailable, replicasOf(d))
}
export const minAvailable = (d: Spec): number => (isRolling(d) ? replicasOf(d) - maxUnavailable(d) : 0)

/** How large the new ReplicaSet may be made now, given all of the Deployment's pods. Throws where the strategy says nothing. */
export function newReplicaSetReplicas(d: Spec, newReplicas: number, allReplicas: number): number {
  switch (d.spec.strategy?.type as string | undefined) {
    case 'RollingUpdate': {
      const most = replicasOf(d) + scaledIntOrString(d.spec.strategy?.rollingUpdate?.maxSurge ?? 0, replicasOf(d), true)
      if (allReplicas >= most) return newReplicas
      return newReplicas + Math.min(most - allReplicas, replicasOf(d) - newReplicas)
    }
    case 'Recreate': return replicasOf(d)
    default: throw new Error(`deployment type ${d.spec.strategy?.type ?? ''} isn't supported`)
  }
}

/** The annotation's number: whole, of 32 bits. */
function annotatedReplicas(rs: Pick<ReplicaSet, 'metadata'>, name: string): number | undefined {
  const text = rs.metadata.annotations?.[name]
  if (text === undefined || !/^[+-]?[0-9]+$/.test(text)) return undefined
  const n = Number(text)
  return n >= -(2 ** 31) && n < 2 ** 31 ? n : undefined
}

/** Rounded half away from zero, as upstream's integer.RoundToInt32. */
const round = (x: number): number => (x < 0 ? Math.ceil(x - 0.5) : Math.floor(x + 0.5)) + 0

/**
 * What this ReplicaSet gains or loses when the Deployment is scaled in the middle of an update, before leftovers are given out.
 * `deployment.status.replicas` stands in where the ReplicaSet does not yet say how many there were.
 */
export function replicaSetFraction(rs: Pick<ReplicaSet, 'metadata' | 'spec'>, d: Pick<Deployment, 'spec' | 'status'>): number {
  const replicas = rs.spec.replicas ?? 1
  if (replicasOf(d) === 0) return -replicas
  const most = replicasOf(d) + maxSurge(d)
  let before = annotatedReplicas(rs, MAX_REPLICAS_ANNOTATION)
  if (before === undefined || before <= 0) before = d.status?.replicas ?? 0
  if (before === 0) return 0
  return round((replicas * most) / before) - replicas
}

/** The share of `toAdd` for this ReplicaSet when `added` have been given out already: never more than is left. */
export function proportion(rs: Pick<ReplicaSet, 'metadata' | 'spec'>, d: Pick<Deployment, 'spec' | 'status'>, toAdd: number, added: number): number {
  if ((rs.spec.replicas ?? 1) === 0 || toAdd === 0 || toAdd === added) return 0
  const fraction = replicaSetFraction(rs, d)
  const left = toAdd - added
  return toAdd > 0 ? Math.min(fraction, left) : Math.max(fraction, left)
}
