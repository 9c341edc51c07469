// What pods use: a load that the learner puts on workloads, and a metrics server that looks every 15 s and tells. There is none at
// first, as in a cluster that nobody has installed one in. Upstream: sigs.k8s.io/metrics-server.
import type { Pod } from '../../kube/core.ts'
import { keyOf, splitKey, splitRef, type Ref } from '../../kube/keys.ts'
import { kindOfPlural, Node as NodeKind, Pod as PodKind } from '../../kube/kinds.ts'
import type { Instant } from '../../kube/object.ts'
import { isPodReady, isPodTerminating } from '../../kube/pods.ts'
import { milliValueOf, valueOf } from '../../kube/quantity.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import type { ContainerUsage, MetricsDoor, NodeUsage, PodUsage } from '../api/client.ts'
import { badRequest, notFound, notServed } from '../api/errors.ts'
import type { ApiServer } from '../api/server.ts'
import { chainOf } from '../belonging.ts'
import type { AgendaItem } from '../world/agenda.ts'
import type { Table } from '../world/table.ts'
import type { World } from '../world/world.ts'

export interface Load { readonly cpuMilli: number; readonly memoryBytes: number }
/** `done`: what its containers had computed for others by the last look, in ms of one core. */
interface Usage { readonly containers: readonly ContainerUsage[]; readonly done?: Readonly<Record<string, number>> }

/** Whom a metrics server asks. */
interface Kubelets {
  /** Whether the kubelet of a node can be asked. */
  answers(node: string): boolean
  /** What a container has computed for those who asked it, in ms of one core. */
  workDone(uid: string, container: string): number
  /** Bytes of a node's memory that something has taken which is no pod. */
  takenMemory(node: string): number
}
interface State { readonly item: AgendaItem; readonly scrapedAt?: Instant }

/** --metric-resolution. The first look comes when it has been up for a moment. */
const SCRAPE_MS = 15_000
const FIRST_SCRAPE_MS = 5_000
/** A container is told of from its second sample on. */
const SAMPLES_MS = 15_000
/** What a program uses that nobody asks anything of, and what a node uses by itself. */
const IDLE: Load = { cpuMilli: 1, memoryBytes: 8 * 2 ** 20 }
const OF_NODE: Load = { cpuMilli: 60, memoryBytes: 420 * 2 ** 20 }
const SERVER = 'metrics-server'

export class Metrics implements MetricsDoor {
  readonly #world: World
  readonly #server: ApiServer
  readonly #kubelets: Kubelets
  readonly #loads: Table<Load>
  readonly #pods: Table<Usage>
  readonly #state: Table<State>

  constructor(world: World, server: ApiServer, kubelets: Kubelets) {
    this.#world = world
    this.#server = server
    this.#kubelets = kubelets
    this.#loads = world.table<Load>('metrics/loads')
    this.#pods = world.table<Usage>('metrics/pods')
    this.#state = world.table<State>('metrics/state')
    server.metrics = this
    world.on('metrics/scrape', () => this.#scrape())
  }

  get on(): boolean { return this.#state.has(SERVER) }

  /** Inside a frame. Zero of both takes the load away. */
  setLoad(workload: Ref, load: Load): void {
    const { plural, key } = splitRef(workload)
    const kind = kindOfPlural(plural)
    if (!kind || !this.#server.store.get(kind, key)) throw kind ? notFound(kind, splitKey(key).name) : badRequest(`"${workload}" is no workload`)
    if (!(load.cpuMilli >= 0 && load.memoryBytes >= 0)) throw badRequest('a load is not negative')
    if (load.cpuMilli === 0 && load.memoryBytes === 0) this.#loads.delete(workload)
    else {
      this.#loads.set(workload, load)
      this.install(true)
    }
  }

  install(on: boolean): void {
    const state = this.#state.get(SERVER)
    if (on === (state !== undefined)) return
    if (state) {
      this.#world.cancel(state.item)
      this.#state.delete(SERVER)
      for (const key of [...this.#pods.keys()]) this.#pods.delete(key)
    } else this.#state.set(SERVER, { item: this.#world.schedule({ at: this.#world.now + FIRST_SCRAPE_MS, handler: 'metrics/scrape' }) })
  }

  pods(namespace: string | undefined): readonly PodUsage[] {
    const { scrapedAt } = this.#serving()
    const keys = namespace === undefined ? [...this.#pods.keys()] : this.#pods.rangeKeys(`${namespace}/`)
    return keys.map(key => {
      const { namespace: ns, name } = splitKey(key)
      return { namespace: ns!, name, at: scrapedAt, windowMs: SCRAPE_MS, containers: this.#pods.get(key)!.containers }
    })
  }

  nodes(): readonly NodeUsage[] {
    this.#serving()
    const { store } = this.#server
    const sums = new Map<string, Load>()
    for (const [key, { containers }] of this.#pods.entries()) {
      const node = store.get(PodKind, key)?.['spec'].nodeName as string | undefined
      if (node === undefined) continue
      const sum = containers.reduce(plus, sums.get(node) ?? OF_NODE)
      sums.set(node, sum)
    }
    return store.list(NodeKind, undefined).filter(n => this.#kubelets.answers(n.metadata.name)).map(n => {
      const { cpuMilli, memoryBytes } = sums.get(n.metadata.name) ?? OF_NODE
      return { name: n.metadata.name, cpuMilli, memoryBytes: memoryBytes + this.#kubelets.takenMemory(n.metadata.name) }
    })
  }

  /** What containers use of memory just now, whether a metrics server looks or not: a kubelet measures them itself. */
  memoryUse(): (pod: Pod) => ReadonlyMap<string, number> {
    const running = (this.#server.store.list(PodKind, undefined) as unknown as readonly Pod[]).filter(pod => pod.status?.phase === 'Running')
    const shares = new Map([...this.#shares(running)].map(([pod, load]) => [pod.metadata.uid!, load]))
    return pod => new Map(usageOfPod(pod, shares.get(pod.metadata.uid!) ?? IDLE, {}, this.#world.now).map(({ name, memoryBytes }) => [name, memoryBytes]))
  }

  /** What a pod used at the last look. */
  usageOf(key: string): Load | undefined {
    const usage = this.#pods.get(key)
    return usage?.containers.reduce(plus, { cpuMilli: 0, memoryBytes: 0 })
  }

  /** For the page: a load by its workload, or the metrics server itself. */
  row(key: string): { readonly workload: string; readonly cpuMilli: number; readonly memoryBytes: number; readonly scrapedAt?: Instant } | null {
    if (key !== SERVER) {
      const load = this.#loads.get(key)
      return load ? { workload: key, ...load } : null
    }
    const state = this.#state.get(SERVER)
    return state ? { workload: SERVER, cpuMilli: 0, memoryBytes: 0, ...(state.scrapedAt !== undefined ? { scrapedAt: state.scrapedAt } : {}) } : null
  }

  rowKeys(): readonly string[] { return [...this.#loads.keys(), ...this.#state.keys()] }

  #serving(): { readonly scrapedAt: Instant } {
    const state = this.#state.get(SERVER)
    if (!state) throw notServed()
    return { scrapedAt: state.scrapedAt ?? this.#world.now }
  }

  #scrape(): void {
    const { now } = this.#world
    this.#world.note({ actor: SERVER, what: 'scrape', quiet: true })
    const { store } = this.#server
    const pods = (store.list(PodKind, undefined) as unknown as readonly Pod[]).filter(pod => pod.status?.phase === 'Running' && pod.spec.nodeName !== undefined && this.#kubelets.answers(pod.spec.nodeName))
    const shares = this.#shares(pods)
    const seen = new Set<string>()
    for (const pod of pods) {
      const key = keyOf(pod)
      const before = this.#pods.get(key)
      const { used, done } = this.#worked(pod, before?.done)
      const containers = usageOfPod(pod, shares.get(pod) ?? IDLE, used, now)
      if (containers.length === 0) continue
      seen.add(key)
      const usage: Usage = done ? { containers, done } : { containers }
      if (JSON.stringify(before) !== JSON.stringify(usage)) this.#pods.set(key, usage)
    }
    for (const key of [...this.#pods.keys()]) if (!seen.has(key)) this.#pods.delete(key)
    this.#state.set(SERVER, { scrapedAt: now, item: this.#world.schedule({ at: now + SCRAPE_MS, handler: 'metrics/scrape' }) })
  }

  /** What each container has computed for others since the last look, in millicores, and in all. The first look has nothing to compare with. */
  #worked(pod: Pod, before: Usage['done']): { readonly used: Readonly<Record<string, number>>; readonly done?: Usage['done'] } {
    const done: Record<string, number> = {}
    const used: Record<string, number> = {}
    for (const { name } of pod.spec.containers) {
      const ms = this.#kubelets.workDone(pod.metadata.uid!, name)
      if (ms === 0) continue
      done[name] = ms
      used[name] = Math.max(0, Math.round(((ms - (before?.[name] ?? 0)) * 1000) / SCRAPE_MS))
    }
    return Object.keys(done).length > 0 ? { used, done } : { used }
  }

  /** Who is Ready shares what is asked of his workload; who goes is asked no more. */
  #shares(pods: readonly Pod[]): ReadonlyMap<Pod, Load> {
    const shares = new Map<Pod, Load>()
    if (this.#loads.size === 0) return shares
    const members = new Map<Ref, Pod[]>()
    for (const pod of pods) {
      if (!isPodReady(pod) || isPodTerminating(pod)) continue
      for (const ref of chainOf(this.#server.store, pod)) if (this.#loads.has(ref)) members.set(ref, [...(members.get(ref) ?? []), pod])
    }
    for (const [ref, of] of members) {
      const { cpuMilli, memoryBytes } = this.#loads.get(ref)!
      for (const pod of of) shares.set(pod, plus(shares.get(pod) ?? IDLE, { cpuMilli: Math.round(cpuMilli / of.length), memoryBytes: Math.round(memoryBytes / of.length) }))
    }
    return shares
  }
}

const plus = (a: Load, b: Load): Load => ({ cpuMilli: a.cpuMilli + b.cpuMilli, memoryBytes: a.memoryBytes + b.memoryBytes })

/** Its running containers share what the pod uses; nobody gets more cores than his limit. */
function usageOfPod(pod: Pod, load: Load, used: Readonly<Record<string, number>>, now: Instant): ContainerUsage[] {
  const running = (pod.status?.containerStatuses ?? []).filter(s => s.state?.running && instantOf(s.state.running.startedAt!) + SAMPLES_MS <= now)
  return running.map(({ name }) => {
    const limits = pod.spec.containers.find(c => c.name === name)?.resources?.limits
    const most = (amount: string | undefined, of: (text: string) => number) => (amount === undefined ? Infinity : of(String(amount)))
    return {
      name, cpuMilli: Math.min(Math.round(load.cpuMilli / running.length) + (used[name] ?? 0), most(limits?.['cpu'], milliValueOf)),
      memoryBytes: Math.min(Math.round(load.memoryBytes / running.length), most(limits?.['memory'], valueOf)),
    }
  })
}
