// What all parts of the kubelets' room share: the tables, the grid of relists, and the ways to write and to speak.
import type { Node, Pod } from '../../kube/core.ts'
import { ConfigMap, Node as NodeKind, PersistentVolume as VolumeKind, PersistentVolumeClaim as ClaimKind, RuntimeClass, Secret } from '../../kube/kinds.ts'
import type { Instant } from '../../kube/object.ts'
import { ApiError } from '../api/errors.ts'
import type { ApiServer } from '../api/server.ts'
import type { EventRecorder, Source } from '../informers/events.ts'
import type { Limit, Limiter } from '../informers/limiter.ts'
import type { NodePods } from '../informers/nodePods.ts'
import type { NodeSpec } from '../nodes.ts'
import type { AgendaItem } from '../world/agenda.ts'
import type { Index } from '../world/indexes.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'
import { isEphemeral } from './observe.ts'
import type { Session } from './sessions.ts'
import type { Housekeeping, Shortage } from './shortages.ts'
import type { PodRecord, Report } from './record.ts'
import { withSizes } from './resize.ts'
import type { Lookups } from './runtime/env.ts'
import { Runs, type AskNetwork, type Programs } from './runtime/containers.ts'
import type { PullTrouble } from './runtime/pullTrouble.ts'
import type { Reference } from './runtime/programs/reference.ts'
import { CROWD_MS, HOUSEKEEPING_MS, KUBELET_LIMIT, RELIST_PERIOD_MS, STATUS_WRITE_MS, SYNC_TICK_MS } from './timing.ts'
import { hostKey } from './runtime/volumes.ts'

export interface KubeletDeps {
  readonly server: ApiServer
  readonly nodePods: NodePods
  readonly limiter: Limiter
  readonly recorder: EventRecorder
  readonly programs: Programs
  /** What the registry holds, by full name and size; left out: the catalogue. */
  readonly images?: ReadonlyMap<string, number>
  /** Variables for the services of a namespace. */
  readonly services?: (namespace: string, links: boolean) => Readonly<Record<string, string>>
  /** A container's /etc/resolv.conf. */
  readonly resolvConf?: (namespace: string) => string
  readonly network?: AskNetwork
  /** What the containers of a pod use of memory just now, in bytes by name; asked once for a look at many pods. Left out: nobody measures it. */
  readonly memoryUse?: () => (pod: Pod) => ReadonlyMap<string, number>
  readonly limit?: Limit
  /** What is broken on purpose, asked where it would show. */
  readonly trouble?: {
    pullTrouble(image: Reference): PullTrouble | undefined
    runTrouble(pod: Pod, container: string, attempt: number, image: Reference | undefined): { readonly exitCode: number } | undefined
  }
  /** Leases and node status beats; `false` for those who want silence. */
  readonly heartbeats?: boolean
}

/** A kubelet as a process on its node. */
export interface NodeRecord {
  readonly name: string
  readonly running: boolean
  /** Since when its kubelet starts, while it does. */
  readonly booting?: Instant
  /** The machine has no power. */
  readonly down?: true
  /** Its network is cut off. */
  readonly cut?: true
  readonly bootedAt: Instant
  /** Offset of its relists and of its sync ticks. */
  readonly relistAt: Instant
  readonly syncTickAt: Instant
  /** When statuses are, or were last, compared with what others made of them. */
  readonly roundAt?: Instant
  /** When the node's status is, or was last, compared with what others made of it. */
  readonly lookAt?: Instant
  readonly nextIp: number
}

/** A pull that is under way or was the last on its node: pulls of a node come one after the other. */
interface PullQueue { readonly freeAt: Instant }

/** An image that a node has. */
export interface NodeImage { readonly sizeBytes: number; readonly at: Instant }

export class Room {
  readonly world: World
  readonly deps: KubeletDeps
  readonly server: ApiServer
  readonly pods: Table<PodRecord>
  readonly nodes: Table<NodeRecord>
  /** What each machine is, whatever its Node says. */
  readonly machines: Table<NodeSpec>
  readonly images: Table<NodeImage>
  readonly pulls: Table<PullQueue>
  readonly ghosts: Table<Pod>
  readonly byNode: Index<PodRecord>
  readonly byAddress: Index<PodRecord>
  readonly starting: Index<PodRecord>
  /** Which pod of a node has an address, by `node/address`. */
  readonly addresses: Table<string>
  /** The one item on the agenda that wakes a pod, or woke it last. Apart from its record, which would otherwise be copied for it each time. */
  readonly alarms: Table<AgendaItem>
  /** The item that writes a pod's status next, or wrote it last. */
  readonly outbox: Table<AgendaItem>
  /** When a pod's mounts are brought up to date, where something that they show has changed. */
  readonly remounts: Table<AgendaItem>
  /** Which pods have which places mounted that several may have (neighbours.ts): `of/uid` → keys of places, `by/key` → uids. */
  readonly places: Table<readonly string[]>
  readonly runs: Runs
  /** Terminals into containers, by `uid/container/session`. */
  readonly sessions: Table<Session>
  /** What machines are short of, by `node/what`; and when their kubelets look after it. */
  readonly shortages: Table<Shortage>
  readonly housekeeping: Table<Housekeeping>

  constructor(world: World, deps: KubeletDeps) {
    this.world = world
    this.deps = deps
    this.server = deps.server
    this.pods = world.table<PodRecord>('kubelet/pods', 500)
    this.nodes = world.table<NodeRecord>('kubelet/nodes')
    this.machines = world.table<NodeSpec>('kubelet/machines')
    this.images = world.table<NodeImage>('kubelet/images')
    this.pulls = world.table<PullQueue>('kubelet/pulls')
    this.ghosts = world.table<Pod>('kubelet/ghosts')
    this.byNode = world.index(this.pods, 'node', r => r.node)
    this.byAddress = world.index(this.pods, 'address', r => (r.sandbox?.stopped ? undefined : r.sandbox?.ip))
    this.starting = world.index(this.pods, 'node that starts it', r => (r.work?.kind === 'sync' && r.report?.ip === undefined ? r.node : undefined))
    this.addresses = world.table<string>('kubelet/addresses')
    this.sessions = world.table<Session>('kubelet/sessions')
    this.alarms = world.table<AgendaItem>('kubelet/alarms')
    this.outbox = world.table<AgendaItem>('kubelet/outbox')
    this.places = world.table<readonly string[]>('kubelet/places')
    this.remounts = world.table<AgendaItem>('kubelet/remounts')
    this.shortages = world.table<Shortage>('kubelet/shortages')
    this.housekeeping = world.table<Housekeeping>('kubelet/housekeeping')
    this.runs = new Runs(world, deps.programs, (namespace, claim) => this.#claimPath(namespace, claim))
  }

  get now(): Instant { return this.world.now }

  /** The pod as its kubelet knows it, or as it last knew it, with the resources that it has granted. */
  podOf(record: PodRecord): Pod | undefined {
    const pod = this.heardOf(record)
    if (!pod || !record.resize) return pod
    const { allocated } = record.resize
    let known = this.#granted.get(pod)
    if (known?.allocated !== allocated) this.#granted.set(pod, known = { allocated, pod: withSizes(pod, allocated) })
    return known.pod
  }
  // A pure function of both, kept beside the pod.
  readonly #granted = new WeakMap<Pod, { readonly allocated: object; readonly pod: Pod }>()

  /** The pod as it is asked for. */
  heardOf(record: PodRecord): Pod | undefined { return this.deps.nodePods.get(record.uid) ?? this.ghosts.get(record.uid) }

  isRunning(node: string): boolean { return this.nodes.get(node)?.running ?? false }

  /** Whether packets get to the machine and back, and why not. */
  reach(node: string): 'yes' | 'down' | 'cut' {
    const record = this.nodes.get(node)
    return !record || record.down ? 'down' : record.cut ? 'cut' : 'yes'
  }

  /** The first relist of this node after `at`. */
  relistAfter(node: string, at: Instant): Instant { return gridAfter(this.nodes.get(node)?.relistAt ?? 0, RELIST_PERIOD_MS, at) }
  /** The last relist of this node up to now. */
  lastRelist(node: string): Instant { return this.relistAfter(node, this.now) - RELIST_PERIOD_MS }
  syncTickAtOrAfter(node: string, at: Instant): Instant { return gridAfter(this.nodes.get(node)?.syncTickAt ?? 0, SYNC_TICK_MS, at - 1) }

  /** The offset of a node's housekeeping. */
  housekeepingAt(node: string): Instant {
    const bootedAt = this.nodes.get(node)?.bootedAt ?? 0
    return bootedAt + this.world.chance.below(HOUSEKEEPING_MS, 'sync-jitter', `${node}/housekeeping`, bootedAt)
  }

  /** Work of a node on several pods at once is slower. */
  crowdMs(node: string): number { return CROWD_MS * Math.max(0, this.starting.count(node) - 1) }

  note(record: PodRecord, what: string): void { this.world.note({ actor: actorOf(record.node), what, about: `pods/${record.key}` }) }

  event(record: PodRecord, pod: Pod, type: 'Normal' | 'Warning', reason: string, message: string, container?: { readonly name: string; readonly init: boolean }): void {
    const { metadata } = pod
    this.deps.recorder.record(sourceOf(record.node, this.deps.limit), {
      about: {
        kind: 'Pod', apiVersion: 'v1', namespace: metadata.namespace!, name: metadata.name!, uid: metadata.uid!,
        ...(metadata.resourceVersion ? { resourceVersion: metadata.resourceVersion } : {}),
        ...(container ? { fieldPath: `spec.${container.init ? 'initContainers' : isEphemeral(pod.spec!, container.name) ? 'ephemeralContainers' : 'containers'}{${container.name}}` } : {}),
      },
      type, reason, message,
    })
  }

  /** Says something of the node itself, which the kubelet calls by its name alone. */
  nodeEvent(node: string, type: 'Normal' | 'Warning', reason: string, message: string): void {
    this.deps.recorder.record(sourceOf(node, this.deps.limit), { about: { kind: 'Node', apiVersion: 'v1', name: node, uid: node }, type, reason, message })
  }

  /** The status is decided; one write a little later carries the latest one. */
  report(record: PodRecord, report: Report): PodRecord {
    this.writeStatusAt(record, this.now + STATUS_WRITE_MS)
    return { ...record, report }
  }

  /** Another pod than the one at work shall be synced soon. Set by those who know how. */
  wantSync: (record: PodRecord) => void = () => {}

  /** One write at or after `at`, unless one is due already. */
  writeStatusAt(record: PodRecord, at: Instant): void {
    const last = this.outbox.get(record.uid)
    if (last?.pending) return
    const due = this.deps.limiter.take(statusClientOf(record.node), this.deps.limit ?? KUBELET_LIMIT, at)
    this.outbox.set(record.uid, this.world.schedule({ at: due, handler: 'kubelet/status', payload: last?.payload ?? { uid: record.uid } }))
  }

  nodeObject(name: string): Node | undefined { return this.server.store.get(NodeKind, name) as unknown as Node | undefined }

  hostIP(node: string): string | undefined {
    return this.nodeObject(node)?.status?.addresses?.find(a => a.type === 'InternalIP')?.address
  }

  /** The directory of its node that a claim stands for, where its volume was made by hand. */
  #claimPath(namespace: string, claim: string): string | undefined {
    const name = this.server.store.get(ClaimKind, `${namespace}/${claim}`)?.['spec']?.volumeName as string | undefined
    const volume = name === undefined ? undefined : this.server.store.get(VolumeKind, name)
    if (!volume || volume.metadata.annotations?.['pv.kubernetes.io/provisioned-by']) return undefined
    return volume['spec'].hostPath?.path ?? volume['spec'].local?.path
  }

  /** What containers have made on a machine, at a path of its own. */
  onHost(node: string, path: string): 'directory' | 'file' | undefined {
    const files = this.runs.kept({ key: hostKey(node), base: path.replace(/^\/+|\/+$/g, '') })
    if (files[''] !== undefined) return 'file'
    return Object.keys(files).length > 0 || this.runs.isMade(hostKey(node), path) ? 'directory' : undefined
  }

  /** How the pod's containers are to be run, by the class that it names; '': as always. */
  handlerOf(pod: Pod): string {
    const name = pod.spec!.runtimeClassName
    return name === undefined ? '' : (this.server.store.get(RuntimeClass, name) as { readonly handler?: string } | undefined)?.handler ?? ''
  }

  lookups(record: PodRecord, pod: Pod): Lookups { return new RoomLookups(this, record, pod.metadata.namespace!, pod.spec!.enableServiceLinks !== false) }

  /** An address of the node's range that no pod of it has. */
  newAddress(node: string, uid: string): string {
    const record = this.nodes.get(node)!
    const cidr = this.nodeObject(node)?.spec?.podCIDR ?? '10.244.0.0/24'
    const { first, size } = rangeOf(cidr)
    let next = record.nextIp
    let ip = ''
    for (let tries = 0; tries <= size; tries++) {
      const number = first + 2 + (next++ % size)
      ip = `${(number >>> 24) & 255}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`
      if (!this.addresses.has(`${node}/${ip}`)) break
    }
    this.nodes.set(node, { ...record, nextIp: next })
    this.addresses.set(`${node}/${ip}`, uid)
    return ip
  }
}

/** Whether the API server took it. A refusal is the world's answer; anything else is our mistake. */
export function isTaken(write: () => unknown): boolean {
  try {
    write()
    return true
  } catch (error) {
    if (error instanceof ApiError) return error.code === 404
    throw error
  }
}

/** What a pod's containers may ask for when they are made. */
class RoomLookups implements Lookups {
  readonly #room: Room
  readonly #record: PodRecord
  readonly #namespace: string
  readonly #links: boolean

  constructor(room: Room, record: PodRecord, namespace: string, links: boolean) {
    this.#links = links
    this.#room = room
    this.#record = record
    this.#namespace = namespace
  }

  configMap(name: string) { return this.#room.server.store.get(ConfigMap, `${this.#namespace}/${name}`) as any }
  secret(name: string) { return this.#room.server.store.get(Secret, `${this.#namespace}/${name}`) as any }
  onHost(path: string) { return this.#room.onHost(this.#record.node, path) }
  get hostIP() { return this.#room.hostIP(this.#record.node) ?? '' }
  get podIP() { return this.#record.sandbox?.ip ?? '' }
  get allocatable() { return (this.#room.nodeObject(this.#record.node)?.status?.allocatable ?? {}) as Record<string, string> }
  get services() { return this.#room.deps.services?.(this.#namespace, this.#links) ?? KUBERNETES_SERVICE }
}

export const actorOf = (node: string): string => `kubelet/${node}`
/** Statuses have a client of their own, apart from events. */
export const statusClientOf = (node: string): string => `kubelet/${node} status`

const sources = new Map<string, Source>()
/** Who speaks in events of this node; one object per node. */
function sourceOf(node: string, limit: Limit = KUBELET_LIMIT): Source {
  let source = sources.get(node)
  if (!source || source.limit !== limit) sources.set(node, source = { client: actorOf(node), component: 'kubelet', host: node, limit })
  return source
}

/** The variables that every container gets of the API server's own service. */
const KUBERNETES_SERVICE: Readonly<Record<string, string>> = {
  KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443', KUBERNETES_SERVICE_PORT_HTTPS: '443', KUBERNETES_PORT: 'tcp://10.96.0.1:443',
  KUBERNETES_PORT_443_TCP: 'tcp://10.96.0.1:443', KUBERNETES_PORT_443_TCP_PROTO: 'tcp', KUBERNETES_PORT_443_TCP_PORT: '443', KUBERNETES_PORT_443_TCP_ADDR: '10.96.0.1',
}

const ranges = new Map<string, { readonly first: number; readonly size: number }>()

/** First address and number of usable ones of a range like 10.244.1.0/24. */
function rangeOf(cidr: string): { readonly first: number; readonly size: number } {
  let range = ranges.get(cidr)
  if (!range) {
    const [base, bits] = cidr.split('/') as [string, string]
    range = { first: base.split('.').reduce((n, part) => n * 256 + Number(part), 0), size: Math.max(4, 2 ** (32 - Number(bits))) - 3 }
    ranges.set(cidr, range)
  }
  return range
}

/** The first point of a grid that is later than `at`. */
function gridAfter(origin: Instant, period: number, at: Instant): Instant {
  return origin + (Math.floor((at - origin) / period) + 1) * period
}

/** `pod_namespace(uid)`, as the kubelet writes of pods in messages. */
export function podText(pod: Pod): string { return `${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})` }
