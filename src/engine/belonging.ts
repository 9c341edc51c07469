// Which workload a pod is of: the objects above it, as their owners name each other.
import type { Pod } from '../kube/core.ts'
import { keyFrom, refOf, type Ref } from '../kube/keys.ts'
import { kindNamed } from '../kube/kinds.ts'
import type { AnyObject } from '../kube/object.ts'
import { controllerOf } from '../kube/owners.ts'
import type { Store } from './api/store.ts'

/** A chain of owners longer than this is none that workloads make. */
const MOST_OWNERS = 4

/** The pod itself and everything above it: its ReplicaSet, its Deployment. An owner that is gone is named still. */
export function chainOf(store: Store, pod: Pod): readonly Ref[] {
  let object = pod as unknown as AnyObject
  const chain = [refOf('pods', keyFrom(object.metadata.namespace, object.metadata.name))]
  while (chain.length <= MOST_OWNERS) {
    const owner = controllerOf(object)
    const kind = owner && kindNamed(owner.kind)
    if (!owner || !kind) break
    const key = keyFrom(kind.namespaced ? object.metadata.namespace : undefined, owner.name)
    chain.push(refOf(kind.plural, key))
    const next = store.get(kind, key)
    if (!next) break
    object = next
  }
  return chain
}
