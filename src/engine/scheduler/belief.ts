// What the scheduler believes of nodes and pods: its cache, plus the decisions that it has not heard back of. Held in tables; the
// view of it follows them in both directions of time.
import type { Node, Pod } from '../../kube/core.ts'
import type { Key } from '../../kube/keys.ts'
import { Node as NodeKind, Pod as PodKind } from '../../kube/kinds.ts'
import type { Cache } from '../informers/cache.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'
import { podInfoOf } from './podInfo.ts'
import { ClusterView } from './view.ts'

/** A pod that counts as standing on a node before the API server has said so. */
export interface Assumed { readonly uid: string; readonly node: string }

export class Belief {
  readonly assumed: Table<Assumed>
  /** Pods for which room is being made, and where. */
  readonly nominated: Table<string>
  readonly view: ClusterView
  readonly #pods: Table<Pod>

  constructor(world: World, cache: Cache) {
    this.assumed = world.table('scheduler/assumed')
    this.nominated = world.table('scheduler/nominated')
    this.view = new ClusterView(cache)
    this.#pods = cache.table(PodKind) as unknown as Table<Pod>
    const nodes = cache.table(NodeKind) as unknown as Table<Node>
    nodes.onChange((name, _before, after) => this.view.setNode(name, after))
    this.#pods.onChange(key => {
      this.#place(key)
      if (this.nominated.has(key)) this.#nominate(key, this.nominated.get(key))
    })
    this.assumed.onChange(key => this.#place(key))
    this.nominated.onChange((key, before, after) => this.#nominate(key, before, after))
  }

  #place(key: Key): void {
    const pod = this.#pods.get(key)
    const assumed = this.assumed.get(key)
    this.view.setPod(key, pod, pod && (pod.spec?.nodeName || (assumed?.uid === pod.metadata.uid ? assumed?.node : undefined)))
  }

  #nominate(key: Key, before: string | undefined, after = this.nominated.get(key)): void {
    const pod = this.#pods.get(key)
    this.view.setNominated(key, pod && podInfoOf(pod), pod && after, before)
  }
}
