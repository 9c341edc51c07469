// All nodes and what stands on them, as the scheduler believes: its cache plus what it has decided and not yet heard back.
// Everything here is derived; whoever owns the tables calls setNode and setPod for each change, in both directions of time.
import type { Namespace, Node, Pod } from '../../kube/core.ts'
import type { Key } from '../../kube/keys.ts'
import { Namespace as NamespaceKind } from '../../kube/kinds.ts'
import type { CacheReader } from '../controllers/controller.ts'
import { countsAlike, judgedAlike, sameLabels, sameNames } from './alike.ts'
import { inTurn } from './inTurn.ts'
import { bump, NodeInfo } from './nodeInfo.ts'
import { isTerminal, podInfoAfter, podInfoOf, type PodInfo, type PodTerm } from './podInfo.ts'
import { Tally, TERM_KINDS, type Counter, type StandingTerm } from './tally.ts'

export type Lookups = Pick<CacheReader, 'get' | 'list'>

interface Placed { info: PodInfo; readonly node: NodeInfo }

const MOST_COUNTERS = 256
const NO_PODS: ReadonlyMap<Key, PodInfo> = new Map()
const NO_USERS: ReadonlyMap<Key, NodeInfo> = new Map()

export class ClusterView {
  /** Other objects that filters and scores read: namespaces, services, owners, claims, budgets. */
  readonly lookups: Lookups
  #generation = 0
  #infos = new Map<string, NodeInfo>()
  /** A name keeps its place in memos, also when its node comes again: generations tell them apart. */
  #slots = new Map<string, number>()
  #ordered: readonly NodeInfo[] | undefined
  #known = 0
  /** By label: the values that nodes have for it, and how many nodes have one. Forgotten when nodes come, go, or change labels. */
  #places = new Map<string, { readonly values: ReadonlySet<string>; readonly nodes: number }>()
  #placed = new Map<Key, Placed>()
  #byNamespace = new Map<string, Map<Key, Placed>>()
  #counters = new Map<string, Counter>()
  #standing = new Map<string, StandingTerm>()
  #imageNodes = new Map<string, number>()
  #claimUsers = new Map<string, Map<Key, NodeInfo>>()
  #nominated = new Map<string, Map<Key, PodInfo>>()

  constructor(lookups: Lookups) { this.lookups = lookups }

  get size(): number { return this.#known }
  node(name: string): NodeInfo | undefined {
    const info = this.#infos.get(name)
    return info?.known ? info : undefined
  }

  /** Nodes of all zones in turn, so that a search which ends early has seen several zones. Upstream: cache/node_tree.go. */
  get nodes(): readonly NodeInfo[] {
    return this.#ordered ??= inTurn([...this.#infos.values()].filter(i => i.known))
  }

  /** All values that nodes have for a label. */
  places(label: string): ReadonlySet<string> { return this.#placesOf(label).values }
  /** Whether every node has the label. */
  isEverywhere(label: string): boolean { return this.#placesOf(label).nodes === this.#known }

  #placesOf(label: string): { readonly values: ReadonlySet<string>; readonly nodes: number } {
    let places = this.#places.get(label)
    if (!places) {
      const values = new Set<string>()
      let nodes = 0
      for (const { known, labels } of this.#infos.values()) {
        const value = known ? labels?.[label] : undefined
        if (value === undefined) continue
        values.add(value)
        nodes++
      }
      this.#places.set(label, places = { values, nodes })
    }
    return places
  }

  setNode(name: string, node: Node | undefined): void {
    let info = this.#infos.get(name)
    if (!info) {
      if (!node) return
      this.#infos.set(name, info = new NodeInfo(name, this.#slot(name)))
    }
    const { known, labels, images } = info
    // Heartbeats change nothing that a judgement hangs on.
    if (known && node && judgedAlike(info.node, node)) {
      info.node = node
      return
    }
    info.setNode(node, ++this.#generation)
    if (!sameNames(images, info.images)) {
      for (const image of images.keys()) bump(this.#imageNodes, image, -1)
      for (const image of info.images.keys()) bump(this.#imageNodes, image, 1)
    }
    if (known !== info.known) this.#known += info.known ? 1 : -1
    if (known !== info.known || !sameLabels(labels, info.labels)) {
      this.#ordered = undefined
      this.#places.clear()
      for (const counter of this.#counters.values()) counter.tally.forgetTopologies()
      for (const standing of this.#standing.values()) standing.tally.forgetTopologies()
    }
    if (!node && info.pods.size === 0) this.#infos.delete(name)
  }

  /** `pod` stands on `node` (by assignment, or because we have just decided so), or nowhere. */
  setPod(key: Key, pod: Pod | undefined, node: string | undefined): void {
    const before = this.#placed.get(key)
    const stands = pod && node && !isTerminal(pod) ? node : undefined
    if (before && stands !== undefined && before.node.name === stands) {
      const info = podInfoAfter(before.info, pod!)
      if (info === before.info) return
      if (countsAlike(before.info, info)) {
        // The pod has changed in nothing that is counted.
        before.info = info
        before.node.pods.set(key, info)
        return
      }
    }
    if (before) this.#take(key, before)
    if (stands !== undefined) this.#put(key, this.#place(podInfoOf(pod!), stands))
  }

  placeOf(key: Key): NodeInfo | undefined { return this.#placed.get(key)?.node }

  /** A pod for which room is being made on a node. */
  setNominated(key: Key, info: PodInfo | undefined, node: string | undefined, before: string | undefined): void {
    if (before !== undefined) {
      const pods = this.#nominated.get(before)
      pods?.delete(key)
      if (pods?.size === 0) this.#nominated.delete(before)
    }
    if (info && node !== undefined) {
      let pods = this.#nominated.get(node)
      if (!pods) this.#nominated.set(node, pods = new Map())
      pods.set(key, info)
    }
  }

  nominatedTo(node: string): ReadonlyMap<Key, PodInfo> { return this.#nominated.get(node) ?? NO_PODS }

  /** On how many nodes an image is. */
  nodesWithImage(image: string): number { return this.#imageNodes.get(image) ?? 0 }

  /** Where pods stand that use a claim, by pod. */
  usersOfClaim(namespace: string, claim: string): ReadonlyMap<Key, NodeInfo> { return this.#claimUsers.get(`${namespace}/${claim}`) ?? NO_USERS }

  /** Terms of affinity that pods on nodes have, each distinct term once. */
  standingTerms(): Iterable<StandingTerm> { return this.#standing.values() }

  /** Counts pods once by looking at the namespaces' pods, and follows them from then on. `id` must say all that `counts` hangs on. */
  count(id: string, namespaces: ReadonlySet<string>, counts: (info: PodInfo) => boolean): Tally {
    const key = `${[...namespaces].sort().join(',')}|${id}`
    let counter = this.#counters.get(key)
    if (!counter) {
      counter = { namespaces, counts, tally: new Tally() }
      for (const namespace of namespaces) {
        for (const { info, node } of this.#byNamespace.get(namespace)?.values() ?? []) if (counts(info)) counter.tally.add(node, 1)
      }
      if (this.#counters.size >= MOST_COUNTERS) this.#counters.delete(this.#counters.keys().next().value!)
      this.#counters.set(key, counter)
    }
    return counter.tally
  }

  /** The namespaces that a term speaks of, by name and by labels. */
  namespacesOf(term: PodTerm): ReadonlySet<string> {
    const { namespaceSelector } = term
    if (!namespaceSelector) return term.namespaces
    const names = new Set(term.namespaces)
    for (const ns of this.lookups.list(NamespaceKind)) if (namespaceSelector.matches(ns.metadata.labels)) names.add(ns.metadata.name)
    return names
  }

  /** Whether a standing pod's term speaks of this pod. */
  speaksOf(term: PodTerm, info: PodInfo): boolean {
    const namespace = info.pod.metadata.namespace ?? ''
    if (!term.namespaces.has(namespace)) {
      if (!term.namespaceSelector) return false
      const labels = (this.lookups.get(NamespaceKind, namespace) as Namespace | undefined)?.metadata.labels
      if (!term.namespaceSelector.matches(labels)) return false
    }
    return term.selector.matches(info.pod.metadata.labels)
  }

  /** What a law compares with a view built anew. */
  snapshot(): Record<string, unknown> {
    const counts = (tally: Tally) => Object.fromEntries([...tally.perNode].map(([node, n]) => [node.name, n]).sort())
    return {
      order: this.nodes.map(n => n.name),
      nodes: Object.fromEntries([...this.#infos.values()].map(n => [n.name, {
        known: n.known, cpu: n.cpu, memory: n.memory, ephemeral: n.ephemeral, assumedCpu: n.assumedCpu, assumedMemory: n.assumedMemory,
        pods: [...n.pods.keys()].sort(), others: [...n.others].sort(), ports: [...n.ports.keys()].sort(), labels: n.labels,
      }])),
      standing: Object.fromEntries([...this.#standing].map(([id, { tally }]) => [id, counts(tally)])),
      images: Object.fromEntries(this.#imageNodes),
      nominated: [...this.#nominated].map(([node, pods]) => [node, [...pods.keys()].sort()]).sort(),
      claims: [...this.#claimUsers].map(([claim, users]) => [claim, [...users.keys()].sort()]).sort(),
    }
  }

  #slot(name: string): number {
    let slot = this.#slots.get(name)
    if (slot === undefined) this.#slots.set(name, slot = this.#slots.size)
    return slot
  }

  #place(info: PodInfo, name: string): Placed {
    let node = this.#infos.get(name)
    if (!node) this.#infos.set(name, node = new NodeInfo(name, this.#slot(name)))
    return { info, node }
  }

  #put(key: Key, placed: Placed): void {
    const { info, node } = placed
    const namespace = info.pod.metadata.namespace ?? ''
    this.#placed.set(key, placed)
    node.add(info, ++this.#generation)
    let pods = this.#byNamespace.get(namespace)
    if (!pods) this.#byNamespace.set(namespace, pods = new Map())
    pods.set(key, placed)
    this.#count(placed, namespace, 1)
    for (const { name } of info.claims) {
      const claim = `${namespace}/${name}`
      let users = this.#claimUsers.get(claim)
      if (!users) this.#claimUsers.set(claim, users = new Map())
      users.set(key, node)
    }
  }

  #take(key: Key, placed: Placed): void {
    const { info, node } = placed
    const namespace = info.pod.metadata.namespace ?? ''
    this.#placed.delete(key)
    node.remove(info, ++this.#generation)
    const pods = this.#byNamespace.get(namespace)
    pods?.delete(key)
    if (pods?.size === 0) this.#byNamespace.delete(namespace)
    this.#count(placed, namespace, -1)
    for (const { name } of info.claims) {
      const claim = `${namespace}/${name}`
      const users = this.#claimUsers.get(claim)
      users?.delete(key)
      if (users?.size === 0) this.#claimUsers.delete(claim)
    }
    if (!node.known && node.pods.size === 0) this.#infos.delete(node.name)
  }

  #count({ info, node }: Placed, namespace: string, by: 1 | -1): void {
    for (const { namespaces, counts, tally } of this.#counters.values()) if (namespaces.has(namespace) && counts(info)) tally.add(node, by)
    if (!info.terms) return
    for (const kind of TERM_KINDS) {
      for (const term of info.terms[kind]) {
        const id = `${kind}|${term.id}`
        let standing = this.#standing.get(id)
        if (!standing) this.#standing.set(id, standing = { kind, term, tally: new Tally() })
        standing.tally.add(node, by)
        if (standing.tally.perNode.size === 0) this.#standing.delete(id)
      }
    }
  }
}
