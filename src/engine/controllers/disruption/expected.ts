// How many pods there should be, and how many of them must be well. Upstream: disruption.go, getExpectedPodCount, getExpectedScale.
import type { Pod } from '../../../kube/core.ts'
import { scaledIntOrString } from '../../../kube/intOrString.ts'
import { Deployment, kindNamed, ReplicaSet, ReplicationController, resourceOf, StatefulSet, type Kind } from '../../../kube/kinds.ts'
import type { OwnerReference } from '../../../kube/meta.ts'
import type { ApiObject } from '../../../kube/object.ts'
import { controllerOf } from '../../../kube/owners.ts'
import type { PodDisruptionBudget } from '../../../kube/policy.ts'
import type { CacheReader } from '../controller.ts'

export interface Expected {
  readonly expected: number
  readonly desired: number
  /** Pods that nobody manages, where the owners' scales are added up. */
  readonly unmanaged: readonly string[]
  /** Why it cannot be told. */
  readonly error?: string
}

interface Scaled extends ApiObject { readonly spec?: { readonly replicas?: number } }
const known: readonly Kind[] = [ReplicationController, ReplicaSet, StatefulSet, Deployment]

export function expectedOf(cache: CacheReader, budget: PodDisruptionBudget, pods: readonly Pod[]): Expected {
  const { maxUnavailable, minAvailable } = budget.spec
  if (maxUnavailable === undefined && typeof minAvailable === 'number') return { expected: pods.length, desired: minAvailable, unmanaged: [] }
  if (maxUnavailable === undefined && minAvailable === undefined) return { expected: 0, desired: 0, unmanaged: [] }
  const scale = scaleOf(cache, pods)
  if (scale.error !== undefined) return scale
  const { expected } = scale
  // A share of what may be missing and of what must be there is rounded up, both times.
  const desired = maxUnavailable !== undefined ? Math.max(0, expected - scaledIntOrString(maxUnavailable, expected, true)) : scaledIntOrString(minAvailable, expected, true)
  return { ...scale, desired }
}

/** The scales of all owners of these pods, each once. */
function scaleOf(cache: CacheReader, pods: readonly Pod[]): Expected {
  const scales = new Map<string, number>()
  const unmanaged: string[] = []
  for (const pod of pods) {
    const ref = controllerOf(pod)
    if (!ref) {
      unmanaged.push(pod.metadata.name!)
      continue
    }
    if (scales.has(ref.uid)) continue
    const found = ownerScale(cache, ref, pod.metadata.namespace!)
    if (typeof found === 'string') return { expected: 0, desired: 0, unmanaged, error: found }
    if (!found) return { expected: 0, desired: 0, unmanaged, error: `found no controllers for pod "${pod.metadata.name}"` }
    scales.set(found.uid, found.replicas)
  }
  return { expected: [...scales.values()].reduce((sum, n) => sum + n, 0), desired: 0, unmanaged }
}

/** The owner that decides how many there are: a Deployment for its ReplicaSet. A text where it is of a kind that has no scale. */
function ownerScale(cache: CacheReader, ref: OwnerReference, namespace: string): { readonly uid: string; readonly replicas: number } | string | undefined {
  const kind = kindNamed(ref.kind)
  if (!kind || !kind.subresources.includes('scale')) return kind ? `${resourceOf(kind)} does not implement the scale subresource` : `no matches for kind "${ref.kind}"`
  if (!known.includes(kind)) return undefined
  const owner = cache.get<Scaled>(kind as Kind<Scaled>, `${namespace}/${ref.name}`)
  if (!owner || owner.metadata.uid !== ref.uid) return undefined
  const above = kind === ReplicaSet ? controllerOf(owner) : undefined
  if (above?.kind === 'Deployment') {
    const deployment = cache.get<Scaled>(Deployment as Kind<Scaled>, `${namespace}/${above.name}`)
    return deployment?.metadata.uid === above.uid ? { uid: above.uid, replicas: deployment.spec?.replicas ?? 1 } : undefined
  }
  return { uid: ref.uid, replicas: owner.spec?.replicas ?? 1 }
}
