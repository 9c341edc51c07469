// One node with the sums of what stands on it. It changes by the pod that came or went, never by a recount.
import type { Node, Taint } from '../../kube/core.ts'
import type { Key } from '../../kube/keys.ts'
import { amountsOf, nothing, resourcesOf, type Resources } from './amounts.ts'
import type { HostPort, PodInfo } from './podInfo.ts'

const NO_TAINTS: readonly Taint[] = Object.freeze([])
const NOBODY: Node = Object.freeze({ apiVersion: 'v1', kind: 'Node', metadata: { name: '' }, spec: {} })
const ANY_ADDRESS = '0.0.0.0'

export class NodeInfo {
  readonly name: string
  /** Its place in memos; a copy for trials has none. */
  readonly slot: number
  /** As last heard of. A node that is gone, while pods still stand on it, is not `known`. */
  node: Node = NOBODY
  known = false
  taints: readonly Taint[] = NO_TAINTS
  allocatable: Resources = nothing
  podsAllowed = 0
  /** Sizes of the images on the node, by each of their names. */
  images: ReadonlyMap<string, number> = new Map()
  readonly pods = new Map<Key, PodInfo>()
  cpu = 0
  memory = 0
  ephemeral = 0
  readonly others = new Map<string, number>()
  /** With 100m and 200 MiB for each container that asks for nothing. */
  assumedCpu = 0
  assumedMemory = 0
  /** How often each host port is taken, by protocol and port, then by address. */
  readonly ports = new Map<string, Map<string, number>>()
  /** Rises with every change, also with those that going back makes: an answer is good for one generation only. */
  generation = 0

  constructor(name: string, slot = -1) {
    this.name = name
    this.slot = slot
  }

  get labels(): Readonly<Record<string, string>> | undefined { return this.node.metadata.labels }

  setNode(node: Node | undefined, generation: number): void {
    this.node = node ?? NOBODY
    this.known = node !== undefined
    this.taints = node?.spec?.taints ?? NO_TAINTS
    const amounts = amountsOf(node?.status?.allocatable)
    this.allocatable = resourcesOf(amounts)
    this.podsAllowed = amounts.get('pods') ?? 0
    const images = new Map<string, number>()
    for (const image of node?.status?.images ?? []) for (const name of image.names ?? []) images.set(name, image.sizeBytes ?? 0)
    this.images = images
    this.generation = generation
  }

  add(info: PodInfo, generation: number): void {
    this.pods.set(info.key, info)
    this.#count(info, 1)
    this.generation = generation
  }

  remove(info: PodInfo, generation: number): void {
    if (!this.pods.delete(info.key)) return
    this.#count(info, -1)
    this.generation = generation
  }

  /** For trying what would be: pods can be added to and taken from the copy. */
  copy(): NodeInfo {
    const copy = new NodeInfo(this.name)
    copy.node = this.node
    copy.known = this.known
    copy.taints = this.taints
    copy.allocatable = this.allocatable
    copy.podsAllowed = this.podsAllowed
    copy.images = this.images
    for (const [key, info] of this.pods) copy.pods.set(key, info)
    copy.cpu = this.cpu
    copy.memory = this.memory
    copy.ephemeral = this.ephemeral
    for (const [name, amount] of this.others) copy.others.set(name, amount)
    copy.assumedCpu = this.assumedCpu
    copy.assumedMemory = this.assumedMemory
    for (const [key, addresses] of this.ports) copy.ports.set(key, new Map(addresses))
    copy.generation = -1
    return copy
  }

  other(name: string): number { return this.others.get(name) ?? 0 }
  allocatableOther(name: string): number { return this.allocatable.others.find(o => o[0] === name)?.[1] ?? 0 }

  /** Whether somebody has this port already; an address overlaps with itself and with all addresses. */
  isTaken({ ip, protocol, port }: HostPort): boolean {
    const addresses = this.ports.get(`${protocol}/${port}`)
    if (!addresses) return false
    return ip === ANY_ADDRESS ? addresses.size > 0 : addresses.has(ip) || addresses.has(ANY_ADDRESS)
  }

  #count({ shape }: PodInfo, sign: 1 | -1): void {
    const { requests, assumed } = shape
    this.cpu += sign * requests.cpu
    this.memory += sign * requests.memory
    this.ephemeral += sign * requests.ephemeral
    for (const [name, amount] of requests.others) bump(this.others, name, sign * amount)
    this.assumedCpu += sign * assumed.cpu
    this.assumedMemory += sign * assumed.memory
    for (const { ip, protocol, port } of shape.ports) {
      const key = `${protocol}/${port}`
      let addresses = this.ports.get(key)
      if (!addresses) this.ports.set(key, addresses = new Map())
      bump(addresses, ip, sign)
      if (addresses.size === 0) this.ports.delete(key)
    }
  }
}

/** Adds to a count; a count of nothing is not kept. */
export function bump<K>(counts: Map<K, number>, key: K, by: number): void {
  const value = (counts.get(key) ?? 0) + by
  if (value === 0) counts.delete(key)
  else counts.set(key, value)
}
