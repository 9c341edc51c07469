// What each kubelet knows of the pods of its node. A kubelet that is stopped hears nothing; one that comes back lists them all.
import type { Key } from '../../kube/keys.ts'
import { Pod } from '../../kube/kinds.ts'
import { keyOf } from '../../kube/keys.ts'
import type { Pod as PodObject } from '../../kube/core.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { ApiServer } from '../api/server.ts'
import type { Index } from '../world/indexes.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'

/** A pod of this node came, changed or went, as the kubelet hears it, inside a frame. `before`: as it knew it. */
export type NodePodListener = (node: string, key: Key, before: PodObject | undefined, after: PodObject | undefined) => void

export class NodePods {
  readonly #server: ApiServer
  /** By uid: a pod's name may come again on another node before this kubelet has heard that it went. */
  readonly #known: Table<PodObject>
  readonly #byNode: Index<PodObject>
  readonly #listening: Table<true>
  #listener: NodePodListener | undefined

  constructor(world: World, server: ApiServer) {
    this.#server = server
    this.#known = world.table<PodObject>('cache/kubelets/pods')
    this.#byNode = world.index(this.#known, 'node', pod => pod.spec.nodeName)
    this.#listening = world.table<true>('cache/kubelets/listening')
    server.watch.onNode((node, { key, before, after }) => this.#hear(node, key, (after ?? before) as unknown as PodObject, after === undefined))
  }

  /** The one listener: the kubelets' room. */
  onChange(listener: NodePodListener): void { this.#listener = listener }

  isListening(node: string): boolean { return this.#listening.has(node) }

  /** The kubelet of this node starts: it lists its pods and watches from now on. */
  listen(node: string): void {
    this.#listening.set(node, true)
    const truth = new Map<string, AnyObject>()
    for (const pod of this.#server.store.list(Pod, undefined)) if (pod.spec.nodeName === node) truth.set(pod.metadata.uid!, pod)
    for (const old of [...this.#byNode.list(node)]) if (!truth.has(old.metadata.uid!)) this.#hear(node, keyOf(old), old, true)
    for (const pod of truth.values()) this.#hear(node, keyOf(pod), pod as unknown as PodObject, false)
  }

  /** The kubelet of this node stops. What it knew stays where it was: its containers go on. */
  deafen(node: string): void { this.#listening.delete(node) }

  /** The machine is gone: one that comes under its name knows nothing of what ran there. */
  forget(node: string): void {
    this.deafen(node)
    for (const pod of [...this.#byNode.list(node)]) this.#known.delete(pod.metadata.uid!)
  }

  /** Pods of a node as its kubelet knows them, in order of uid. */
  of(node: string): readonly PodObject[] { return this.#byNode.list(node) }
  get(uid: string): PodObject | undefined { return this.#known.get(uid) }

  #hear(node: string, key: Key, pod: PodObject, gone: boolean): void {
    if (!this.#listening.has(node)) return
    const uid = pod.metadata.uid!
    const before = this.#known.swap(uid, gone ? undefined : pod)
    if (before === (gone ? undefined : pod)) return
    this.#listener?.(node, key, before, gone ? undefined : pod)
  }
}
