// Pods at work by the uid of their controller, followed write by write: what a checker asks of one owner costs by that owner's pods.
import { controllerOf } from '../../../kube/owners.ts'
import type { Pod } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { isPodActive } from '../../../kube/pods.ts'
import type { Cluster } from '../../cluster.ts'

const NONE: ReadonlyMap<string, AnyObject> = new Map()
const isAtWork = (pod: AnyObject): boolean => isPodActive(pod as unknown as Pod)

export class PodsAtWork {
  readonly #byOwner = new Map<string, Map<string, AnyObject>>()

  constructor(cluster: Cluster) {
    for (const pod of cluster.objects('pods')) this.follow(keyOf(pod), undefined, pod)
  }

  /** A pod's write. */
  follow(key: string, before: AnyObject | undefined, after: AnyObject | undefined): void {
    const owner = controllerOf((after ?? before)!)
    if (before && (!after || !isAtWork(after) || controllerOf(before)?.uid !== owner?.uid)) this.#byOwner.get(controllerOf(before)?.uid ?? '')?.delete(key)
    if (after && owner && isAtWork(after)) {
      const pods = this.#byOwner.get(owner.uid) ?? new Map<string, AnyObject>()
      this.#byOwner.set(owner.uid, pods.set(key, after))
    }
  }

  /** By key. */
  of(uid: string): ReadonlyMap<string, AnyObject> { return this.#byOwner.get(uid) ?? NONE }
}
