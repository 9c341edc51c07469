// The path of one request: a name is looked up, an address is a service's, a node's or a pod's, one of the service's pods is drawn,
// and whoever lives there answers, refuses, or says nothing. SPEC.md has the rules.
import type { Service } from '../../kube/core.ts'
import type { Key } from '../../kube/keys.ts'
import { refOf, type Ref } from '../../kube/keys.ts'
import type { Instant } from '../../kube/object.ts'
import type { Asker, Arriving, Reached } from '../kubelet/runtime/containers.ts'
import type { Hosts } from '../kubelet/reach.ts'
import type { NetworkAnswer, NetworkRequest } from '../kubelet/runtime/programs/program.ts'
import type { Parts } from '../parts.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'
import { CONNECT_PATIENCE_MS, DNS_IP, DNS_MS, DNS_PATIENCE_MS, DNS_SERVICE, isAddress, isServiceAddress, WAY_MS } from './addresses.ts'
import { OUTSIDE_MS, outsideAddress, outsidePage } from './outside.ts'
import { resolve } from './dns.ts'
import type { Proxy } from './proxy.ts'
import { nearest, type Backend, type PortRules, type ServiceRules } from './rules.ts'

/** A request that was made, as it is kept for a while. */
export interface RequestRecord {
  readonly id: string
  /** A pod, or somebody outside the cluster, or the traffic source of a service (which stands for clients of all kinds). */
  readonly from: Ref | 'browser' | 'traffic'
  readonly kind: 'http' | 'tcp' | 'redis' | 'amqp' | 'sql' | 'zookeeper'
  /** What was asked, as its author wrote it: `web:8080/`. */
  readonly asked: string
  readonly service?: Ref
  /** The node whose port was asked, from outside. */
  readonly node?: string
  /** The pod that it was led to; absent where it never came that far. */
  readonly to?: Ref
  readonly sentAt: Instant
  readonly dueAt: Instant
  /** `no-endpoint`: the service has nobody to ask, which refuses too. `failed`: an answer, but of an error (status 500 and above). */
  readonly outcome: 'answered' | 'failed' | 'refused' | 'no-endpoint' | 'timed-out'
  readonly status?: number
  /** The beginning of what a browser was shown. */
  readonly says?: string
}

/** Where a request is led, and what came of it. */
export interface Course {
  readonly outcome: RequestRecord['outcome']
  readonly answer: NetworkAnswer
  readonly afterMs: number
  readonly service?: Key
  readonly node?: string
  readonly pod?: Key
  /** Which server it reached, for one that keeps what it was asked. */
  readonly reached?: Reached
  /** As it came to the server: with the pod's port for the service's. */
  readonly made?: Arriving
}

interface Affinity { readonly address: string; readonly until: Instant }

/** So many requests are kept for the page to draw. */
const MOST_KEPT = 64
const SAYS = 400
const digits = (n: number): string => String(n).padStart(10, '0')

export class Requests {
  readonly records: Table<RequestRecord>
  readonly #world: World
  readonly #proxy: Proxy
  readonly #hosts: Hosts
  readonly #counters: Table<number>
  readonly #affinity: Table<Affinity>
  /** Queues that have given something to a client that has not said yet that it is done: `uid/container|client`. */
  readonly #connections: Table<{ readonly uid: string; readonly container: string; readonly client: string; readonly port: number }>
  /** Names are answered by pods of the cluster; without them, by nobody. */
  readonly #dnsPods: boolean

  constructor({ world }: Parts, proxy: Proxy, hosts: Hosts, dnsPods: boolean) {
    this.#world = world
    this.#proxy = proxy
    this.#hosts = hosts
    this.#dnsPods = dnsPods
    this.records = world.table<RequestRecord>('network/requests', 120)
    this.#counters = world.table<number>('network/counters')
    this.#affinity = world.table<Affinity>('network/affinity')
    this.#connections = world.table('network/connections')
  }

  /** A program in a pod asks, in so many ms from now. */
  ask(from: Asker, request: NetworkRequest, inMs = 0): { readonly answer: NetworkAnswer; readonly afterMs: number } {
    const namespace = from.pod.metadata.namespace!
    const node = from.pod.spec!.nodeName
    if (request.kind === 'amqp') this.#closeConnections(from.client)
    // A machine that is cut off asks nobody.
    if (node && !this.#hosts.isConnected(node)) {
      return isAddress(request.host) && request.kind !== 'dns' ? { answer: { fault: 'timeout' }, afterMs: request.patienceMs ?? CONNECT_PATIENCE_MS } : { answer: { fault: 'bad-address' }, afterMs: DNS_PATIENCE_MS }
    }
    if (request.kind === 'dns') return this.#lookUp(request.host, namespace)
    const isLoopback = request.host === 'localhost' || request.host === '::1' || request.host.startsWith('127.')
    let address = isLoopback ? from.podIP : request.host
    let service: Key | undefined
    let waitedMs = 0
    if (!isAddress(address)) {
      const found = this.#resolve(address, namespace)
      if (!found.addresses) return { answer: { fault: 'bad-address' }, afterMs: found.afterMs }
      address = this.#pick(found.addresses, `names/${found.name}`)
      service = found.service
      waitedMs = found.afterMs
    }
    const arriving: Arriving = {
      port: request.port, kind: request.kind, from: isLoopback ? '127.0.0.1' : from.podIP, host: request.port === 80 ? request.host : `${request.host}:${request.port}`, client: from.client,
      ...(request.method ? { method: request.method } : {}), ...(request.path ? { path: request.path } : {}), ...(request.body !== undefined ? { body: request.body } : {}),
      ...(request.userAgent ? { userAgent: request.userAgent } : {}),
    }
    const page = request.kind === 'http' ? outsidePage(address, request.port) : undefined
    if (page !== undefined) return { answer: { status: 200, body: page, address }, afterMs: OUTSIDE_MS + waitedMs }
    const patienceMs = request.patienceMs ?? CONNECT_PATIENCE_MS
    const how = { patienceMs, ...(node ? { node } : {}), wayMs: WAY_MS.inside, exact: true }
    // N15: a pod's containers share one loopback, and no rule of a service's is between them.
    const course = this.worked(isLoopback ? this.#to({ address, port: request.port }, arriving, how) : this.lead(address, arriving, how), patienceMs, inMs)
    const afterMs = course.afterMs + waitedMs
    this.keep(course, {
      from: refOf('pods', `${namespace}/${from.pod.metadata.name}`), kind: request.kind, asked: `${request.host}${request.port === 80 ? '' : `:${request.port}`}${request.path ?? ''}`, afterMs, inMs,
      ...(service ? { service } : {}),
    })
    if (course.reached?.outcome === 'answered') this.#reached(course.reached, course.made ?? arriving)
    return { answer: { ...course.answer, address: isLoopback ? (isAddress(request.host) ? request.host : '127.0.0.1') : address }, afterMs }
  }

  /** Leads a request to whoever it is for. `node`: where it comes into the cluster's network. */
  lead(address: string, request: Arriving, how: { readonly patienceMs: number; readonly wayMs: number; readonly node?: string; readonly exact?: boolean }): Course {
    const rules = this.#proxy.rulesFor(address)
    if (rules) {
      const port = rules.ports.find(p => p.port === request.port && p.protocol === 'TCP')
      return port ? this.#through(rules, port, request, how, rules.localInside) : this.#lost(how, rules.key)
    }
    if (isServiceAddress(address)) return this.#lost(how)
    const node = this.#proxy.nodeAt(address)
    if (node !== undefined && !this.#hosts.isConnected(node)) return { ...this.#lost(how), node }
    const exposed = node === undefined ? undefined : this.#proxy.nodePort(request.port)
    if (exposed) {
      const port = exposed.ports.find(p => p.nodePort === request.port)!
      // What comes in at a node's port leaves it under the node's own address, unless the policy keeps it on the node.
      return { ...this.#through(exposed, port, request, { ...how, node: node! }, exposed.localOutside, exposed.localOutside ? undefined : address), node: node! }
    }
    const course = this.#to({ address, port: request.port }, request, how)
    // A machine that lives says that nobody is there; an address that nobody has says nothing.
    return node !== undefined && course.pod === undefined ? { ...course, outcome: 'refused', answer: { fault: 'refused' }, afterMs: 2 * how.wayMs, node } : { ...course, ...(node === undefined ? {} : { node }) }
  }

  #through(rules: ServiceRules, port: PortRules, request: Arriving, how: Parameters<Requests['lead']>[2], local: boolean, under?: string): Course {
    if (port.backends.length === 0) return { outcome: 'no-endpoint', answer: { fault: 'refused' }, afterMs: 2 * how.wayMs, service: rules.key }
    const backends = local ? port.backends.filter(b => b.node === how.node) : how.node === undefined ? port.backends : nearest(port.backends, how.node, this.#proxy.zoneOf(how.node))
    // N5: a policy of Local with nobody on this node drops what comes.
    if (backends.length === 0) return this.#lost(how, rules.key)
    return { ...this.#to(this.#backend(rules, port, backends, request.from), under === undefined ? request : { ...request, from: under }, how), service: rules.key }
  }

  #to({ address, port }: Backend, request: Arriving, how: Parameters<Requests['lead']>[2]): Course {
    const there: Arriving = { ...request, port }
    const reached = how.exact ? this.#hosts.reach(address, there, how.patienceMs) : this.#hosts.knock(address, there, how.patienceMs)
    const at = reached.pod === undefined ? {} : { pod: reached.pod }
    if (reached.outcome !== 'answered') {
      return reached.outcome === 'timed-out' ? { ...this.#lost(how), ...at } : { outcome: 'refused', answer: { fault: 'refused' }, afterMs: 2 * how.wayMs, ...at }
    }
    const { answer } = reached
    return { outcome: (answer.status ?? 200) >= 500 ? 'failed' : 'answered', answer, afterMs: 2 * how.wayMs + reached.afterMs, reached, made: there, ...at }
  }

  #lost({ patienceMs }: { readonly patienceMs: number }, service?: Key): Course {
    return { outcome: 'timed-out', answer: { fault: 'timeout' }, afterMs: patienceMs, ...(service ? { service } : {}) }
  }

  /** N3, N4: one of them by chance, or the one that this client had last. */
  #backend(rules: ServiceRules, port: PortRules, backends: readonly Backend[], client: string): Backend {
    const { affinityMs } = rules
    const key = `${rules.key}|${port.name}|${client}`
    const had = affinityMs === undefined ? undefined : this.#affinity.get(key)
    const same = had && had.until > this.#world.now ? backends.find(b => b.address === had.address) : undefined
    const chosen = same ?? this.#pick(backends, rules.uid)
    if (affinityMs !== undefined) this.#affinity.set(key, { address: chosen.address, until: this.#world.now + affinityMs })
    return chosen
  }

  #pick<T>(from: readonly T[], of: string): T {
    return from.length === 1 ? from[0]! : from[this.#world.chance.below(from.length, 'endpoint', of, this.#count(of))]!
  }

  #count(of: string): number {
    const n = (this.#counters.get(of) ?? 0) + 1
    this.#counters.set(of, n)
    return n
  }

  /** Keeps a request for the page; the oldest goes. */
  keep(course: Course, more: Pick<RequestRecord, 'from' | 'kind' | 'asked'> & { readonly afterMs: number; readonly inMs?: number; readonly service?: Key; readonly says?: string }): void {
    const { afterMs, inMs = 0, service = course.service, from, kind, asked, says } = more
    const n = this.#count('requests')
    const sentAt = this.#world.now + inMs
    this.records.delete(digits(n - MOST_KEPT))
    this.records.set(digits(n), {
      id: digits(n), from, kind, asked, sentAt, dueAt: sentAt + afterMs, outcome: course.outcome,
      ...(service ? { service: refOf('services', service) } : {}), ...(course.node ? { node: course.node } : {}), ...(course.pod ? { to: refOf('pods', course.pod) } : {}),
      ...(course.answer.fault === undefined ? { status: course.answer.status ?? 200 } : {}), ...(says ? { says: says.slice(0, SAYS) } : {}),
    })
  }

  /** The same course when its server has computed the answer: later, or too late for who asked. */
  worked(course: Course, patienceMs: number, inMs = 0): Course {
    if (course.reached?.outcome !== 'answered') return course
    const takesMs = this.#hosts.work(course.reached.server, inMs)
    if (takesMs === 0) return course
    return takesMs > patienceMs ? { ...course, outcome: 'timed-out', answer: { fault: 'timeout' }, afterMs: patienceMs } : { ...course, afterMs: course.afterMs + takesMs }
  }

  /** What came from outside is remembered by the server as what came from inside. */
  made({ reached, made }: Course): void {
    if (reached?.outcome === 'answered' && made) this.#hosts.remember(reached.server, made)
  }

  /** The server keeps what it was asked; of a queue that has given something out it is noted who has it. */
  #reached({ server, answer }: Extract<Reached, { outcome: 'answered' }>, request: Arriving): void {
    const key = `${server.uid}/${server.container}|${request.client}`
    if (request.kind === 'amqp' && request.body?.startsWith('GET ') && answer.status === 200) this.#connections.set(key, { ...server, client: request.client!, port: request.port })
    if (request.kind === 'amqp' && request.body?.startsWith('ACK ')) this.#connections.delete(key)
    this.#hosts.remember(server, request)
  }

  /** N7: what was given to a client that has ended since goes back into its queue, before anybody asks a queue for something. */
  #closeConnections(asker: string): void {
    for (const [key, { client, port, ...server }] of [...this.#connections.entries()].sort(([a], [b]) => (a < b ? -1 : 1))) {
      if (client === asker || this.#hosts.stillRuns(client)) continue
      this.#connections.delete(key)
      this.#hosts.remember(server, { port, kind: 'amqp', from: '', client, body: 'CLOSE -' })
    }
  }

  #lookUp(name: string, namespace: string): { answer: NetworkAnswer; afterMs: number } {
    if (isAddress(name)) return { answer: { address: name }, afterMs: DNS_MS }
    const { addresses, name: full, afterMs } = this.#resolve(name, namespace)
    return { answer: addresses ? { address: addresses.join(','), body: full } : { fault: 'bad-address' }, afterMs }
  }

  #resolve(name: string, namespace: string): { readonly addresses?: readonly string[]; readonly service?: Key; readonly name: string; readonly afterMs: number } {
    if (this.#dnsPods) {
      // N8: whoever answers for names is a service like any other.
      const port = this.#proxy.rules.get(DNS_SERVICE)?.ports.find(p => p.protocol === 'TCP')
      const rules = this.#proxy.rulesFor(DNS_IP)
      if (!port || !rules || port.backends.length === 0) return { name, afterMs: DNS_PATIENCE_MS }
      const server = this.#pick(port.backends, rules.uid)
      if (this.#hosts.knock(server.address, { port: server.port, kind: 'dns', from: '' }, 5000).outcome !== 'answered') return { name, afterMs: DNS_PATIENCE_MS }
    }
    const found = resolve(name, namespace, this.#proxy)
    if (found) return { ...found, afterMs: DNS_MS }
    // What is nobody's here is asked of the world outside.
    const address = outsideAddress(name)
    return address === undefined ? { name, afterMs: DNS_MS } : { name, addresses: [address], afterMs: DNS_MS + OUTSIDE_MS }
  }

  /** For the variables of containers and for the page. */
  serviceOf(key: Key): Service | undefined { return this.#proxy.service(key) }
}
