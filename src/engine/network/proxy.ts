// kube-proxy: a cache of services and slices that hears late, and the rules that it writes from it, at most once a second. Between a
// pod's going and the rules that no longer lead to it lies the time in which requests are refused.
// All nodes share one cache and one set of rules here, as all kube-proxies hear the same. Upstream: pkg/proxy/iptables, runner.
import type { Service } from '../../kube/core.ts'
import type { EndpointSlice } from '../../kube/discovery.ts'
import { keyFrom, type Key } from '../../kube/keys.ts'
import { EndpointSlice as SliceKind, Node as NodeKind, Service as ServiceKind } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { Cache } from '../informers/cache.ts'
import type { Parts } from '../parts.ts'
import type { Index } from '../world/indexes.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'
import { rulesOf, type ServiceRules } from './rules.ts'

/** From hearing of a change to the rules being written; and the least time between two writings (iptables.minSyncPeriod). */
const SYNC_MS = 10
const MIN_SYNC_PERIOD_MS = 1000
const SERVICE_NAME = 'kubernetes.io/service-name'

export class Proxy {
  readonly cache: Cache
  readonly rules: Table<ServiceRules>
  readonly #world: World
  readonly #dirty: Table<true>
  readonly #state: Table<Instant>
  readonly #slices: Index<AnyObject>
  readonly #byClusterIP: Index<ServiceRules>
  readonly #byNodeIP: Index<AnyObject>

  constructor({ world, server }: Parts) {
    this.#world = world
    this.cache = new Cache(world, 'kube-proxy', [ServiceKind, SliceKind, NodeKind], false)
    server.watch.subscribe(this.cache)
    this.rules = world.table<ServiceRules>('network/rules')
    this.#dirty = world.table<true>('network/dirty')
    this.#state = world.table<Instant>('network/proxy')
    this.#slices = world.index(this.cache.table(SliceKind), 'service', serviceOf)
    this.#byClusterIP = world.index(this.rules, 'address', r => r.clusterIP)
    this.#byNodeIP = world.index(this.cache.table(NodeKind), 'address', node => node.status?.addresses?.find((a: { type: string }) => a.type === 'InternalIP')?.address)
    world.on('network/sync', () => this.#sync())
    this.cache.onChange((kind, key, before, after) => {
      if (kind.plural === 'services') this.#touch(key)
      else for (const service of new Set([before, after].map(slice => slice && serviceOf(slice)))) if (service) this.#touch(service)
    }, new Set(['services', 'endpointslices']))
  }

  /** Slices of a service as they are known here, sorted by name. */
  slicesOf(service: Key): readonly EndpointSlice[] { return this.#slices.list(service) as unknown as readonly EndpointSlice[] }
  service(key: Key): Service | undefined { return this.cache.get(ServiceKind, key) }
  rulesFor(address: string): ServiceRules | undefined { return this.#byClusterIP.list(address)[0] }
  nodeAt(address: string): string | undefined { return this.#byNodeIP.list(address)[0]?.metadata.name }
  addressOf(node: string): string | undefined { return this.cache.get(NodeKind, node)?.status?.addresses?.find(a => a.type === 'InternalIP')?.address }

  zoneOf(node: string): string | undefined { return this.cache.get(NodeKind, node)?.metadata.labels?.['topology.kubernetes.io/zone'] }

  /** Who listens on a port of every node. */
  nodePort(port: number): ServiceRules | undefined {
    for (const rules of this.rules.list()) if (rules.ports.some(p => p.nodePort === port)) return rules
    return undefined
  }

  /** Everything that is known is in the rules: for a cluster that begins in the middle of its life. */
  settle(): void {
    for (const key of this.cache.table(ServiceKind).keys()) this.#write(key)
  }

  #touch(service: Key): void {
    this.#dirty.set(service, true)
    if (this.#state.has('due')) return
    const { now } = this.#world
    const at = Math.max(now + SYNC_MS, (this.#state.get('synced') ?? 0) + MIN_SYNC_PERIOD_MS)
    this.#state.set('due', at)
    this.#world.schedule({ at, handler: 'network/sync' })
  }

  #sync(): void {
    const services = [...this.#dirty.keys()]
    this.#world.note({ actor: 'kube-proxy', what: 'write rules', quiet: true, ...(services.length === 1 ? { about: `services/${services[0]}` } : {}), reason: { id: 'proxy.rules', services: services.length } })
    this.#state.delete('due')
    this.#state.set('synced', this.#world.now)
    for (const key of services) {
      this.#dirty.delete(key)
      this.#write(key)
    }
  }

  #write(key: Key): void {
    const service = this.service(key)
    const rules = service && rulesOf(service, this.slicesOf(key))
    if (!rules) this.rules.delete(key)
    else if (JSON.stringify(rules) !== JSON.stringify(this.rules.get(key))) this.rules.set(key, rules)
  }
}

const serviceOf = (slice: AnyObject): Key | undefined => {
  const name = slice.metadata.labels?.[SERVICE_NAME]
  return name === undefined ? undefined : keyFrom(slice.metadata.namespace, name)
}
