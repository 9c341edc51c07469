// Assembly, in this order: the floor, the API server, what hears of it, the controllers, the scheduler, the nodes.
import type { Lease } from '../kube/coordination.ts'
import type { Node } from '../kube/core.ts'
import { ClusterRole, kinds, kindOfPlural, Lease as LeaseKind, Node as NodeKind, Pod } from '../kube/kinds.ts'
import type { AnyObject, Instant } from '../kube/object.ts'
import { microTimeOf, parseTime, timeOf } from '../kube/rfc3339.ts'
import { aboutOf, type Act, whatOf } from './acts.ts'
import type { ApiClient } from './api/client.ts'
import { groundOf } from './api/access/ground/index.ts'
import { badRequest } from './api/errors.ts'
import { ApiServer } from './api/server.ts'
import { Chronicle } from './chronicle.ts'
import { installConditions } from './conditions.ts'
import { knownSince, nodeHealth } from './controllers/nodelifecycle/index.ts'
import { controllers } from './controllers/registry.ts'
import { Runner } from './controllers/runner.ts'
import { defaultAccount, rootCertificate } from './controllers/serviceaccount/index.ts'
import { doorOf, installDoor } from './door.ts'
import { Faults } from './faults/faults.ts'
import { Cache } from './informers/cache.ts'
import { EventRecorder } from './informers/events.ts'
import { Limiter } from './informers/limiter.ts'
import { NodePods } from './informers/nodePods.ts'
import { installKubelets, type Kubelets } from './kubelet/kubelet.ts'
import type { AskNetwork, Programs } from './kubelet/runtime/containers.ts'
import { cataloguePrograms } from './kubelet/runtime/programs.ts'
import { CONTROLLER_LIMIT, realistic, unlimited } from './latency.ts'
import { installSystem } from './system/settle.ts'
import { apiServerService } from './system/apiServerService.ts'
import { Network } from './network/index.ts'
import { Metrics } from './metrics/metrics.ts'
import { newNode, type NewNode } from './newNode.ts'
import { defaultNodes, type NodeSpec } from './nodes.ts'
import type { Parts } from './parts.ts'
import { Scheduler } from './scheduler/index.ts'
import type { Chance } from './world/chance.ts'
import type { Index } from './world/indexes.ts'
import type { CutFuture } from './world/input.ts'
import { must } from './world/must.ts'
import { World } from './world/world.ts'

export interface ClusterOptions {
  readonly seed?: number
  /** Another chance than the seed's own (`chanceOf`): whoever foretells a run that was made elsewhere knows better than dice. */
  readonly chance?: Chance
  /** RFC 3339, or an instant. Schedules hang on it. */
  readonly startAt?: string | Instant
  /** How many workers besides the control plane, or every node as it is. */
  readonly nodes?: number | readonly NodeSpec[]
  readonly priorityClasses?: readonly AnyObject[]
  /** What the registry offers: full names and sizes in bytes. Without it, what the catalogue of images knows. */
  readonly images?: ReadonlyMap<string, number>
  /** What images do, made from what the catalogue says of them. */
  readonly programs?: (own: Programs) => Programs
  /**
   * What runs before anybody applies anything. `none` (the default, as in the recordings): no workloads, no names, no way to a
   * service. `network`: names and services' addresses lead to pods, though nobody is seen to see to that; cheap, for tests. `full`:
   * kube-system as a real cluster has it, all of it running when time begins, and a default class whose volumes are made on demand.
   */
  readonly system?: 'none' | 'network' | 'full'
  /** Lifts the limits that real clients put on themselves. */
  readonly unlimited?: boolean
  readonly historyBytes?: number
  /** Proves that nobody edits what is stored. Slow: for tests. */
  readonly freeze?: boolean
}

/** The process in which all controllers run. */
const MANAGER = 'kube-controller-manager'
const ROLE = 'node-role.kubernetes.io/control-plane'
const addressOf = (node: NodeSpec | undefined): string => node?.addresses.find(a => a.type === 'InternalIP')?.address ?? '172.18.0.2'
const DEFAULT_START = '2026-01-01T09:00:00Z'
const FIRST_NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system']

export class Cluster {
  readonly world: World
  readonly server: ApiServer
  readonly cache: Cache
  readonly runners: readonly Runner[]
  readonly scheduler: Scheduler
  readonly kubelets: Kubelets
  readonly chronicle: Chronicle
  readonly faults: Faults
  /** Undefined in a cluster without a network. */
  readonly network: Network | undefined
  readonly metrics: Metrics
  /** Plurals of the kinds that are stored. */
  readonly plurals: readonly string[] = kinds.map(k => k.plural)
  /** kube-system is there and at rest when time begins. */
  readonly #settled: boolean
  readonly #events: EventRecorder
  readonly #podsByNode: Index<AnyObject>
  /** What a machine that joins is like: the others. */
  readonly #worker: NodeSpec | undefined
  /** The future that the last input cut off. */
  cutFuture: CutFuture | undefined

  constructor(options: ClusterOptions = {}) {
    const startAt = typeof options.startAt === 'number' ? options.startAt : parseTime(options.startAt ?? DEFAULT_START)
    must(startAt !== undefined, 'a cluster starts at an instant', { startAt: options.startAt })
    const latency = options.unlimited ? unlimited : realistic
    this.world = new World({
      seed: options.seed ?? 1, startAt, ...(options.chance ? { chance: options.chance } : {}),
      ...(options.historyBytes !== undefined ? { historyBytes: options.historyBytes } : {}), ...(options.freeze ? { freeze: true } : {}),
    })
    const world = this.world
    this.server = new ApiServer(world, { watchLateMs: latency.watchMs })
    const server = this.server
    this.#podsByNode = world.index(server.store.table(Pod), 'node', pod => pod.spec.nodeName)
    this.chronicle = new Chronicle(world, server)
    const limiter = new Limiter(world, !latency.limited)
    const events = this.#events = new EventRecorder(world, server, limiter, latency.eventMs)
    const nodePods = new NodePods(world, server)
    const parts: Parts = { world, server, nodePods, events, limiter, latency }

    // One process, one cache: the controllers of the controller manager share their informers.
    const heard = new Set(controllers.flatMap(c => [c.kind, ...c.reads].map(k => k.plural)))
    this.cache = new Cache(world, 'controllers', kinds.filter(k => heard.has(k.plural)), true, kind => (kind === ClusterRole ? groundOf(world, kind) : undefined))
    server.watch.subscribe(this.cache)
    this.runners = controllers.map(controller => new Runner(controller, { ...parts, cache: this.cache, told: (key, because) => this.chronicle.runs.told(key, because) }))
    this.scheduler = new Scheduler(parts)
    const { system = 'none' } = options
    this.#settled = system === 'full'
    this.faults = new Faults(world, server)
    this.kubelets = installKubelets(parts, {
      trouble: this.faults, memoryUse: () => this.metrics.memoryUse(), ...(options.images ? { images: options.images } : {}), ...(options.programs ? { programs: options.programs(cataloguePrograms) } : {}),
      ...(system === 'none' ? {} : this.#wires()),
    })
    this.network = system === 'none' ? undefined : new Network(parts, this.kubelets.hosts, { dnsPods: system === 'full' })
    server.network = this.network
    this.metrics = new Metrics(world, server, { answers: name => this.kubelets.isRunning(name) && this.kubelets.isReachable(name), workDone: (uid, container) => this.kubelets.workDone(uid, container), takenMemory: name => this.kubelets.takenMemory(name) })
    this.faults.connect({
      nodes: this.kubelets, isNode: name => this.kubelets.has(name), processNamed: name => this.#processNamed(name),
      isWatcher: name => ['controllers', 'scheduler'].includes(name) || this.runners.some(r => r.controller.name === name) || (name.startsWith('kubelet/') && this.kubelets.has(name.slice(8))),
    })
    installDoor(world, server)
    installConditions(world)
    this.#installActs()

    world.onInput('boot', (boot: { nodes: readonly NodeSpec[]; priorityClasses: readonly AnyObject[] }) => this.#boot(boot))
    const nodes = typeof options.nodes === 'object' ? options.nodes : defaultNodes(options.nodes ?? 3)
    this.#worker = nodes.findLast(n => !n.taints.some(t => t.effect === 'NoSchedule'))
    world.input('boot', JSON.parse(JSON.stringify({ nodes, priorityClasses: options.priorityClasses ?? [] })))
  }

  /** Kubelets and network need each other: what containers ask goes to a network that is made after them. */
  #wires() {
    return {
      network: ((from, request, inMs) => this.network!.ask(from, request, inMs)) satisfies AskNetwork,
      services: (namespace: string, links: boolean) => this.network!.variables(namespace, links), resolvConf: (namespace: string) => this.network!.resolvConf(namespace),
    }
  }

  get now(): Instant { return this.world.now }

  /** The API as `who` uses it from outside; `kubectl` is the learner. */
  client(who = 'kubectl'): ApiClient {
    return doorOf(this.world, this.server, who, future => { this.cutFuture = future })
  }

  /** Throws an ApiError or a Mistake where it cannot be done. */
  act(act: Act): void {
    this.world.input('act', act, future => { this.cutFuture = future })
  }

  /** Objects of a kind by its plural, straight from the store. */
  objects(plural: string): readonly AnyObject[] {
    const kind = kindOfPlural(plural)
    return kind ? this.server.store.list(kind, undefined) : []
  }

  /** Pods bound to a node, as they are stored. */
  podsOn(node: string): readonly AnyObject[] { return this.#podsByNode.list(node) }

  #boot(boot: { readonly nodes: readonly NodeSpec[]; readonly priorityClasses: readonly AnyObject[] }): void {
    this.world.note({ actor: 'kubestep', what: 'boot', reason: { id: 'cluster.boot', nodes: boot.nodes.length } })
    // There was a time before: the cluster is as old as its nodes say, and everybody has heard of what is there.
    if (this.#settled) this.server.watch.atOnce(() => this.#furnish(boot))
    else this.#furnish(boot)
    for (const runner of this.runners) runner.start()
    this.network?.proxy.settle()
  }

  #furnish({ nodes, priorityClasses }: { readonly nodes: readonly NodeSpec[]; readonly priorityClasses: readonly AnyObject[] }): void {
    const { world, server } = this
    const make = (object: AnyObject, namespace?: string) => server.create('kubernetes', object, namespace)
    for (const name of FIRST_NAMESPACES) {
      make({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
    }
    for (const name of FIRST_NAMESPACES) {
      make(defaultAccount(name), name)
      make(rootCertificate(name), name)
    }
    const system: readonly (readonly [string, number])[] = [['system-cluster-critical', 2_000_000_000], ['system-node-critical', 2_000_001_000]]
    for (const [name, value] of system) {
      make({ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name }, value, preemptionPolicy: 'PreemptLowerPriority' })
    }
    for (const priorityClass of priorityClasses) {
      if (!system.some(([name]) => name === priorityClass.metadata.name)) make(priorityClass)
    }
    for (const node of nodes) {
      this.kubelets.add(node)
      if (node.creationTimestamp !== undefined) this.#known(node.name)
    }
    if (this.network) for (const object of apiServerService(addressOf(nodes.find(n => ROLE in n.labels) ?? nodes[0]))) make(object, 'default')
    if (this.#settled) installSystem(server, this.kubelets, name => world.chance.hex(32, 'container-id', 'static pod', name), microTimeOf(world.now))
  }

  /** The node controller has known such a node for as long as it is there, and has said so. */
  #known(name: string): void {
    const { now, store } = this.server
    const { event, memo } = knownSince(store.get(NodeKind, name) as unknown as Node, store.get(LeaseKind, `kube-node-lease/${name}`) as unknown as Lease | undefined, now)
    this.runners.find(r => r.controller === nodeHealth)!.remember(name, memo)
    this.#events.record({ client: nodeHealth.name, component: nodeHealth.name, limit: CONTROLLER_LIMIT }, event)
  }

  #installActs(): void {
    const { world } = this
    world.onInput('act', (act: Act) => {
      const name = 'name' in act ? act.name : undefined
      const about = aboutOf(act)
      world.note({ actor: 'you', what: whatOf(act), ...(about ? { about } : {}) })
      const { faults } = this
      switch (act.do) {
        case 'add-node': return this.kubelets.add(this.#nextNode(name, act))
        case 'remove-node':
          this.kubelets.remove(act.name)
          return faults.forgetNode(act.name)
        case 'stop-kubelet': return faults.begin({ kind: 'kubelet-stopped', node: act.name })
        case 'start-kubelet': return faults.end(`kubelet-stopped/${act.name}`)
        case 'stop-controller': return faults.begin({ kind: 'controller-stopped', name: act.name })
        case 'start-controller': return this.#startController(act.name)
        case 'break': return faults.begin(act.fault)
        case 'mend': return faults.end(act.id)
        case 'mend-all': return faults.endAll()
        case 'traffic': return this.#connected().traffic.set(act.service, act.perSecond)
        case 'browse': return this.#connected().browse(act.url)
        case 'set-load': return this.metrics.setLoad(act.workload, { cpuMilli: act.cpuMilli, memoryBytes: act.memoryBytes ?? 0 })
        case 'metrics-server': return this.metrics.install(act.on)
      }
    })
  }

  #connected(): Network {
    if (!this.network) throw badRequest('this cluster has no network')
    return this.network
  }

  #startController(given: string): void {
    const { name } = this.#processNamed(given)
    if (name !== MANAGER && this.faults.get(`controller-stopped/${MANAGER}`)) throw badRequest(`${MANAGER} is stopped, and with it "${name}"`)
    this.faults.end(`controller-stopped/${name}`)
  }

  /** A controller by its name or the loop's own, all of them, or the scheduler. */
  #processNamed(given: string): { readonly name: string; stop(): void; start(): void } {
    if (given === 'scheduler' || given === 'kube-scheduler') return { name: 'scheduler', stop: () => this.scheduler.stop(), start: () => this.scheduler.start() }
    const named = given === MANAGER ? this.runners : this.runners.filter(r => r.controller.name === given || r.controller.name === `${given}-controller` || r.id === given)
    if (named.length === 0) throw badRequest(`no controller is called "${given}"`)
    const name = given === MANAGER ? MANAGER : named.some(r => r.id === given) ? given : named[0]!.controller.name
    return { name, stop: () => named.forEach(r => r.stop()), start: () => named.forEach(r => { if (!this.#isStoppedOtherwise(r, name)) r.start() }) }
  }

  /** Another fault holds this loop down as well. */
  #isStoppedOtherwise(runner: Runner, name: string): boolean {
    return [MANAGER, runner.controller.name, runner.id].some(other => other !== name && this.faults.get(`controller-stopped/${other}`) !== undefined)
  }

  /** A worker like the others but for what is asked of it, under the next free name. */
  #nextNode(name: string | undefined, asked: NewNode): NodeSpec {
    const taken = new Set(this.server.store.list(NodeKind, undefined).map(n => n.metadata.name))
    let free = name
    // A name that pods still wait for on a machine that went would make the new one theirs.
    for (let n = 1; free === undefined; n++) if (!taken.has(`node-${n}`) && this.podsOn(`node-${n}`).length === 0) free = `node-${n}`
    // Machines before it have the lower addresses; a number in its name is as good as any count of them.
    const nth = Number(/(\d+)$/.exec(free)?.[1] ?? taken.size)
    return { ...newNode(free, nth, this.#worker, asked), creationTimestamp: timeOf(this.world.now) }
  }
}

export const createCluster = (options: ClusterOptions = {}): Cluster => new Cluster(options)
