// A source of traffic that the learner switches on for a service: so many requests a second, and what becomes of them. It stands for
// clients of all kinds; with it a gap in a rollout can be seen. Its frames are quiet, and it leaves no lines in servers' logs.
import { conditionIsTrue } from '../../kube/conditions.ts'
import type { Node } from '../../kube/core.ts'
import type { Key } from '../../kube/keys.ts'
import { Node as NodeKind } from '../../kube/kinds.ts'
import type { Instant } from '../../kube/object.ts'
import { badRequest } from '../api/errors.ts'
import type { Parts } from '../parts.ts'
import type { AgendaItem } from '../world/agenda.ts'
import type { Table } from '../world/table.ts'
import { WAY_MS } from './addresses.ts'
import type { Proxy } from './proxy.ts'
import type { Course, Requests } from './requests.ts'

/** A source that is switched on. `sent` counts from then. */
export interface TrafficRecord { readonly perSecond: number; readonly since: Instant; readonly sent: number; readonly item: AgendaItem }

/** What became of the requests that were sent in one second. */
export interface TrafficSecond { readonly service: Key; readonly at: Instant; readonly answered: number; readonly failed: number; readonly refused: number; readonly timedOut: number }

const MOST_PER_SECOND = 1000
/** Beyond 20 a second several go out in one frame. */
const LEAST_TICK_MS = 50
const PATIENCE_MS = 1000
/** Seconds that are kept. */
const KEPT = 120
const seconds = (at: Instant): string => String(Math.floor(at / 1000)).padStart(12, '0')

export class Traffic {
  readonly sources: Table<TrafficRecord>
  readonly seconds: Table<TrafficSecond>
  readonly #parts: Parts
  readonly #proxy: Proxy
  readonly #requests: Requests

  constructor(parts: Parts, proxy: Proxy, requests: Requests) {
    this.#parts = parts
    this.#proxy = proxy
    this.#requests = requests
    this.sources = parts.world.table<TrafficRecord>('network/traffic')
    this.seconds = parts.world.table<TrafficSecond>('network/seconds')
    parts.world.on('network/traffic', ({ service }: { service: Key }) => this.#tick(service))
  }

  /** So many requests a second from now on; 0 switches it off. */
  set(service: Key, perSecond: number): void {
    const { world, server } = this.#parts
    if (!Number.isFinite(perSecond) || perSecond < 0 || perSecond > MOST_PER_SECOND) throw badRequest(`traffic is between 0 and ${MOST_PER_SECOND} requests a second`)
    if (!server.store.get({ plural: 'services' }, service)) throw badRequest(`there is no service "${service}"`)
    const old = this.sources.get(service)
    if (old) world.cancel(old.item)
    if (perSecond === 0) this.sources.delete(service)
    else this.sources.set(service, { perSecond, since: world.now, sent: 0, item: this.#next(service, world.now) })
  }

  #next(service: Key, at: Instant): AgendaItem { return this.#parts.world.schedule({ at, handler: 'network/traffic', payload: { service } }) }

  #tick(service: Key): void {
    const { world, server } = this.#parts
    const source = this.sources.get(service)
    world.note({ actor: 'traffic', what: 'request', about: `services/${service}`, quiet: true })
    if (!source) return
    // Who deletes the service switches its traffic off.
    if (!server.store.get({ plural: 'services' }, service)) {
      this.sources.delete(service)
      return
    }
    const { perSecond, since } = source
    const due = Math.max(1, Math.floor(((world.now - since) * perSecond) / 1000) + 1 - source.sent)
    for (let n = 0; n < due; n++) this.#send(service, n === 0)
    const sent = source.sent + due
    const at = Math.max(since + Math.ceil((sent * 1000) / perSecond), world.now + (perSecond > 1000 / LEAST_TICK_MS ? LEAST_TICK_MS : 1))
    this.sources.set(service, { ...source, sent, item: this.#next(service, at) })
  }

  #send(service: Key, kept: boolean): void {
    const { world } = this.#parts
    const way = this.#wayTo(service)
    const led: Course = way === undefined ? { outcome: 'no-endpoint', answer: { fault: 'refused' }, afterMs: 2 * WAY_MS.inside, service }
      : this.#requests.lead(way.address, { port: way.port, kind: 'http', from: way.outside ? 'browser' : '', method: 'GET', path: '/', host: service, userAgent: 'traffic' },
        { patienceMs: PATIENCE_MS, wayMs: way.outside ? WAY_MS.outside : WAY_MS.inside, ...(way.node ? { node: way.node } : {}) })
    const course = this.#requests.worked(led, PATIENCE_MS)
    if (kept) this.#requests.keep(course, { from: 'traffic', kind: 'http', asked: `${service.slice(service.indexOf('/') + 1)}/`, afterMs: course.afterMs, service })
    const at = world.now - (world.now % 1000)
    const key = `${service}|${seconds(at)}`
    const before = this.seconds.get(key)
    if (!before) {
      const oldest = `${service}|${seconds(at - KEPT * 1000)}`
      for (const old of this.seconds.rangeKeys(`${service}|`)) if (old <= oldest) this.seconds.delete(old)
    }
    const { outcome } = course
    const count = before ?? { service, at, answered: 0, failed: 0, refused: 0, timedOut: 0 }
    const field = outcome === 'no-endpoint' ? 'refused' : outcome === 'timed-out' ? 'timedOut' : outcome
    this.seconds.set(key, { ...count, [field]: count[field] + 1 })
  }

  /** From outside by the port of a node that is ready, where the service has one; else by its address; a headless one by its name. */
  #wayTo(key: Key): { readonly address: string; readonly port: number; readonly node?: string; readonly outside: boolean } | undefined {
    const service = this.#requests.serviceOf(key)
    const [port] = service?.spec.ports ?? []
    if (!service || !port || service.spec.type === 'ExternalName') return undefined
    const { world, server } = this.#parts
    const draw = (below: number) => world.chance.below(below, 'endpoint', key, 'traffic', this.sources.get(key)!.sent, this.sources.get(key)!.since)
    if (port.nodePort) {
      // A load balancer outside asks only nodes that are ready.
      const ready = server.store.list(NodeKind, undefined).filter(node => conditionIsTrue(node as unknown as Node, 'Ready'))
      const node = ready.length ? ready[draw(ready.length)]!.metadata.name : undefined
      const address = node === undefined ? undefined : this.#proxy.addressOf(node)
      return address === undefined ? undefined : { address, port: port.nodePort, node: node!, outside: true }
    }
    if (service.spec.clusterIP && service.spec.clusterIP !== 'None') return { address: service.spec.clusterIP, port: port.port, outside: false }
    const addresses = this.#proxy.slicesOf(key).flatMap(s => (s.endpoints ?? []).filter(e => e.conditions?.ready !== false).map(e => ({ address: e.addresses[0]!, port: s.ports?.[0]?.port ?? port.port })))
    return addresses.length === 0 ? undefined : { ...addresses[draw(addresses.length)]!, outside: false }
  }
}
