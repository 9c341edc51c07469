// The cluster's network: names, services' addresses, and the way of every request. It may use the floor, the API and a cache of its own,
// and asks the machines who lives at an address (Hosts). It promises: what becomes of a request hangs on tables and keyed chance alone.
import type { Service } from '../../kube/core.ts'
import { Pod as PodKind, Service as ServiceKind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { NetworkDoor, OutsideAnswer, OutsideRequest } from '../api/client.ts'
import { badRequest } from '../api/errors.ts'
import type { AskNetwork } from '../kubelet/runtime/containers.ts'
import type { Hosts } from '../kubelet/reach.ts'
import type { Parts } from '../parts.ts'
import { CONNECT_PATIENCE_MS, OUTSIDE_IP, WAY_MS } from './addresses.ts'
import { resolvConf } from './dns.ts'
import { serviceVariables } from './env.ts'
import { Proxy } from './proxy.ts'
import { Requests, type Course } from './requests.ts'
import { Traffic } from './traffic.ts'

export type { RequestRecord } from './requests.ts'
export type { TrafficRecord, TrafficSecond } from './traffic.ts'

/** How long a browser waits. */
const BROWSER_PATIENCE_MS = 30_000

export class Network implements NetworkDoor {
  readonly proxy: Proxy
  readonly traffic: Traffic
  readonly #parts: Parts
  readonly #requests: Requests

  /** `dnsPods`: names are answered by the pods of kube-dns; without, they simply are. */
  constructor(parts: Parts, hosts: Hosts, { dnsPods }: { readonly dnsPods: boolean }) {
    this.#parts = parts
    this.proxy = new Proxy(parts)
    this.#requests = new Requests(parts, this.proxy, hosts, dnsPods)
    this.traffic = new Traffic(parts, this.proxy, this.#requests)
  }

  get requests() { return this.#requests.records }

  /** How a program's question is answered. */
  readonly ask: AskNetwork = (from, request, inMs) => this.#requests.ask(from, request, inMs)

  /** What a new container of this namespace is told: variables of services, and where names are asked for. */
  variables(namespace: string, links: boolean): Readonly<Record<string, string>> {
    const { store } = this.#parts.server
    const own = links ? (store.list(ServiceKind, namespace) as unknown as readonly Service[]) : []
    const api = store.get(ServiceKind, 'default/kubernetes') as unknown as Service | undefined
    return serviceVariables(api && (namespace !== 'default' || !links) ? [api, ...own] : own)
  }
  resolvConf(namespace: string): string { return resolvConf(namespace) }

  /** Somebody outside the cluster opens an address: `http://172.18.0.3:30080/path`. */
  browse(url: string): void {
    const found = /^(?:http:\/\/)?(\d+(?:\.\d+){3}|[\w.-]+)(?::(\d+))?(\/\S*)?$/.exec(url.trim())
    if (!found) throw badRequest(`this is no address that a browser could open: ${url}`)
    const [, host = '', port = '80', path = '/'] = found
    const request: OutsideRequest = { host, port: Number(port), path, userAgent: 'Mozilla/5.0', patienceMs: BROWSER_PATIENCE_MS }
    if (this.outside(request)) return
    this.#keep({ outcome: 'timed-out', answer: { fault: 'timeout' }, afterMs: BROWSER_PATIENCE_MS }, request)
  }

  /** N14: who is outside gets to nodes, by address or by name, and through a forwarded port to a pod; to nobody else. */
  outside(request: OutsideRequest): OutsideAnswer | undefined {
    const { host, port, pod, method = 'GET', path = '/', body, userAgent, patienceMs = CONNECT_PATIENCE_MS } = request
    // Names of nodes are known in the house; those of services only inside the cluster.
    const address = pod === undefined ? this.proxy.addressOf(host) ?? host : podAddress(this.#parts.server.store.get(PodKind, pod))
    const node = pod === undefined ? this.proxy.nodeAt(address ?? '') : undefined
    if (address === undefined || (pod === undefined && node === undefined)) return undefined
    const arriving = {
      port, kind: 'http' as const, from: pod === undefined ? OUTSIDE_IP : '127.0.0.1', method, path, host: `${host}:${port}`,
      ...(body === undefined ? {} : { body }), ...(userAgent === undefined ? {} : { userAgent }),
    }
    const led = this.#requests.lead(address, arriving, { patienceMs, wayMs: WAY_MS.outside, ...(node === undefined ? {} : { node }), exact: true })
    const course = this.#requests.worked(led, patienceMs)
    this.#keep(course, request)
    this.#requests.made(course)
    return { ...course.answer, address }
  }

  #keep(course: Course, { host, port, path = '' }: OutsideRequest): void {
    this.#requests.keep(course, { from: 'browser', kind: 'http', asked: `${host}${port === 80 ? '' : `:${port}`}${path}`, afterMs: course.afterMs, ...(course.answer.body ? { says: course.answer.body } : {}) })
  }
}

const podAddress = (pod: AnyObject | undefined): string | undefined => pod?.status?.podIP
