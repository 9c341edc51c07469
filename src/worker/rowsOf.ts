// Which rows a frame touches, and what they are now. The page's tables follow the engine's through its journal, in both directions:
// a row is made anew from the tables as they stand, so it does not matter which way time went.
import type { Cluster, Frame } from '../engine/index.ts'
import { summarisePod } from '../kubectl/print/kinds/pod.ts'
import type { Pod, Service } from '../kube/core.ts'
import { keyFrom, keyOf } from '../kube/keys.ts'
import { EndpointSlice, kindNamed } from '../kube/kinds.ts'
import type { AnyObject } from '../kube/object.ts'
import { controllerOf } from '../kube/owners.ts'
import { claimRow } from './projection/claims.ts'
import { LatestEvents } from './projection/latest.ts'
import { eventRow, objectRow } from './projection/rest.ts'
import { requestRow, SERVICE_NAME, serviceOfSlice, serviceRow, trafficRow } from './projection/services.ts'
import { jobRow } from './projection/jobs.ts'
import { nodeRow } from './projection/nodes.ts'
import { podRow } from './projection/pods.ts'
import { progressOf } from './projection/progress.ts'
import { componentRow, messageRows } from './projection/components.ts'
import { isWorkload, workloadRow } from './projection/workloads.ts'
import type { RowChange } from './protocol.ts'
import type { TableName, Tables } from './rows.ts'

/** Events that the page keeps: the latest so many. */
const MOST_EVENTS = 300
/** Kinds of which the page makes no row of its own. */
const API_SERVER = 'apiserver'
const CLAIMS = 'persistentvolumeclaims'
const SCHEDULER_QUEUE = 'scheduler/queue'
const QUIET = new Set(['events', 'leases', 'endpoints', 'endpointslices', 'roles', 'rolebindings', 'clusterroles', 'clusterrolebindings'])

/** Whether a node is new, gone, or has other labels or taints: what is not written anew is the same object. */
const isAnotherPlace = (before: AnyObject | undefined, after: AnyObject | undefined): boolean =>
  !before || !after || before.metadata.labels !== after.metadata.labels || before['spec'] !== after['spec']

export class Rows {
  readonly #cluster: Cluster
  #touched = new Map<TableName, Set<string>>()
  #shownEvents = new Set<string>()
  #shownMessages = new Set<string>()

  readonly #latest: LatestEvents

  constructor(cluster: Cluster) {
    this.#cluster = cluster
    this.#latest = new LatestEvents(cluster)
  }

  /** Nothing was touched since the last call of `drain` or `everything`. */
  get untouched(): boolean { return this.#touched.size === 0 }

  close(): void { this.#latest.close() }

  /** Hears a frame that was done or undone. */
  follow(frame: Frame): void {
    // Every frame but an input took something off the agenda.
    this.#touch('messages', '')
    for (const { table, key, before, after } of frame.writes) {
      if (table.startsWith('objects/')) this.#touch('components', API_SERVER)
      if (table === 'objects/pods') {
        this.#touch('pods', key)
        const node = ((after ?? before) as AnyObject).spec.nodeName
        if (node) this.#touch('nodes', node)
      } else if (table === 'chronicle/pods') this.#touch('stories', key)
      else if (table === 'chronicle/sizes') this.#touch('sizes', key)
      else if (table === 'chronicle/runs') this.#touch('runs', key)
      else if (table === 'chronicle/schedules') this.#touch('schedules', key)
      else if (table === 'objects/jobs') this.#touch('jobs', key)
      else if (table === 'objects/nodes') {
        this.#touch('nodes', key)
        // Which nodes get a pod of theirs depends on every node, but not on its signs of life.
        if (isAnotherPlace(before as AnyObject | undefined, after as AnyObject | undefined)) for (const ds of this.#cluster.objects('daemonsets')) this.#touch('daemonsets', keyOf(ds))
      } else if (table === 'objects/events') this.#touch('events', key)
      else if (table === 'objects/endpointslices') {
        const service = serviceOfSlice((after ?? before) as AnyObject)
        if (service) this.#touch('services', service)
      } else if (table.startsWith('objects/')) {
        if (table === 'objects/services') this.#touch('services', key)
        if (table === 'objects/controllerrevisions') this.#touchOwner((after ?? before) as AnyObject)
        const plural = table.slice(8)
        if (!QUIET.has(plural)) this.#touch('objects', `${plural}/${key}`)
        if (isWorkload(plural)) this.#touch(plural, key)
        else if (plural === CLAIMS) this.#touch('claims', key)
      } else this.#followParts(table, key, after ?? before)
    }
  }

  #followParts(table: string, key: string, value: unknown): void {
    if (table === 'kubelet/pods') return this.#touch('pods', (value as { key: string }).key)
    if (table === 'kubelet/nodes') return this.#touch('nodes', key)
    if (table === 'kubelet/images') return this.#touch('nodes', key.slice(0, key.indexOf('|')))
    if (table === 'faults') return this.#touch('faults', key)
    if (table === 'network/requests') return this.#touch('requests', key)
    if (table === 'network/seconds') return this.#touch('traffic', key)
    if (table === 'network/traffic') return this.#touch('services', key)
    if (table === 'metrics/pods') return this.#touch('pods', key)
    if (table === 'metrics/loads' || table === 'metrics/state') return this.#touch('loads', key)
    if (table === SCHEDULER_QUEUE) return this.#touch('components', 'scheduler')
    const runner = /^(?:queue|delayed|flight)\/(.*)$/.exec(table)
    if (runner) {
      const found = this.#cluster.runners.find(r => r.id === runner[1])
      if (found) this.#touch('components', found.controller.name)
      if (table === 'delayed/job-controller') this.#touch('jobs', key)
    } else if (table === 'runners' && key.startsWith('stopped/')) {
      for (const r of this.#cluster.runners) this.#touch('components', r.controller.name)
    }
  }

  /** Which template is the newest is told by the owner's row. */
  #touchOwner(revision: AnyObject): void {
    const owner = controllerOf(revision)
    const plural = owner && kindNamed(owner.kind)?.plural
    if (plural && isWorkload(plural)) this.#touch(plural, keyFrom(revision.metadata.namespace, owner.name))
  }

  #touch(table: TableName, key: string): void {
    let keys = this.#touched.get(table)
    if (!keys) this.#touched.set(table, (keys = new Set()))
    keys.add(key)
  }

  /** What changed since the last call, one change per row, and forgets it. */
  drain(): RowChange[] {
    const changes: RowChange[] = []
    for (const [table, keys] of this.#touched) {
      if (table === 'events') this.#events(changes, keys)
      else if (table === 'messages') this.#messages(changes)
      else for (const key of keys) changes.push({ table, key, row: this.#row(table, key) } as RowChange)
    }
    this.#touched = new Map()
    return changes
  }

  /** Every row there is. */
  everything(): RowChange[] {
    const { server, chronicle, network } = this.#cluster
    this.#touched = new Map()
    this.#shownEvents = new Set()
    this.#shownMessages = new Set()
    const changes: RowChange[] = []
    const add = (table: TableName, key: string) => changes.push({ table, key, row: this.#row(table, key) } as RowChange)
    for (const pod of this.#cluster.objects('pods')) add('pods', `${pod.metadata.namespace}/${pod.metadata.name}`)
    for (const key of chronicle.stories.keys()) add('stories', key)
    for (const key of chronicle.sizes.entries.keys()) add('sizes', key)
    for (const key of chronicle.runs.entries.keys()) add('runs', key)
    for (const key of chronicle.runs.schedules.keys()) add('schedules', key)
    for (const job of this.#cluster.objects('jobs')) add('jobs', `${job.metadata.namespace}/${job.metadata.name}`)
    for (const node of this.#cluster.objects('nodes')) add('nodes', node.metadata.name)
    for (const plural of this.#plurals()) {
      for (const key of server.store.table({ plural }).keys()) {
        add('objects', `${plural}/${key}`)
        if (isWorkload(plural)) add(plural, key)
        else if (plural === CLAIMS) add('claims', key)
      }
    }
    for (const { id } of this.#cluster.faults.list()) add('faults', id)
    for (const key of server.store.table({ plural: 'services' }).keys()) add('services', key)
    if (network) {
      for (const key of network.requests.keys()) add('requests', key)
      for (const key of network.traffic.seconds.keys()) add('traffic', key)
    }
    for (const key of this.#cluster.metrics.rowKeys()) add('loads', key)
    for (const name of new Set([...this.#cluster.runners.map(r => r.controller.name), 'scheduler', API_SERVER])) add('components', name)
    this.#events(changes)
    this.#messages(changes)
    return changes
  }

  #plurals(): string[] {
    const own = new Set(['pods', 'jobs', 'nodes'])
    return this.#cluster.plurals.filter(p => !QUIET.has(p) && !own.has(p))
  }

  #row<N extends TableName>(table: N, key: string): Tables[N] | null {
    return this.#make(table, key) as Tables[N] | null
  }

  #make(table: TableName, key: string): Tables[TableName] | null {
    const { server, chronicle, kubelets, runners, scheduler, network } = this.#cluster
    switch (table) {
      case 'pods': {
        const pod = server.store.get({ plural: 'pods' }, key)
        if (!pod) return null
        const summary = summarisePod(pod as unknown as Pod)
        return podRow(pod, {
          progress: progressOf(kubelets, pod), ready: `${summary.ready}/${summary.containers}`, status: summary.status, restarts: summary.restarts, usage: this.#cluster.metrics.usageOf(key),
        })
      }
      case 'stories': return chronicle.stories.get(key) ?? null
      case 'claims': {
        const claim = server.store.get({ plural: CLAIMS }, key)
        return claim ? claimRow(claim) : null
      }
      case 'sizes': return chronicle.sizes.entries.get(key) ?? null
      case 'runs': return chronicle.runs.entries.get(key) ?? null
      case 'schedules': return chronicle.runs.schedules.get(key) ?? null
      case 'jobs': {
        const job = server.store.get({ plural: 'jobs' }, key)
        const delayed = runners.find(r => r.id === 'job-controller')?.delayed.get(key)
        return job ? jobRow(job, delayed?.at) : null
      }
      case 'nodes': {
        const node = server.store.get({ plural: 'nodes' }, key)
        if (!node) return null
        return nodeRow(node, { pods: this.#cluster.podsOn(key), images: kubelets.imagesOn(key), running: kubelets.isRunning(key), machine: kubelets.machine(key), lease: server.store.get({ plural: 'leases' }, `kube-node-lease/${key}`) })
      }
      case 'objects': {
        const slash = key.indexOf('/')
        const plural = key.slice(0, slash)
        const object = server.store.get({ plural }, key.slice(slash + 1))
        return object ? objectRow(plural, object) : null
      }
      case 'loads': return this.#cluster.metrics.row(key)
      case 'faults': return this.#cluster.faults.get(key) ?? null
      case 'services': {
        const service = server.store.get({ plural: 'services' }, key)
        if (!service) return null
        const slices = server.list(EndpointSlice, service.metadata.namespace, { labelSelector: `${SERVICE_NAME}=${service.metadata.name}` })
        return serviceRow(service as unknown as Service, slices, network?.traffic.sources.get(key)?.perSecond)
      }
      case 'requests': return requestRow(network?.requests.get(key))
      case 'traffic': return trafficRow(network?.traffic.seconds.get(key))
      case 'components':
        if (key === API_SERVER) return { name: key, queued: [], syncing: [], delayed: [], stopped: false, revision: server.store.revision }
        return componentRow(key, runners.filter(r => r.controller.name === key), key === 'scheduler' ? scheduler : undefined)
      default: {
        const object = isWorkload(table) ? server.store.get({ plural: table }, key) : undefined
        return object ? workloadRow(table, object, this.#cluster) : null
      }
    }
  }

  /** Of the latest events those that are new or `touched` (without it: all); those that are no longer among them are taken away. */
  #events(changes: RowChange[], touched?: ReadonlySet<string>): void {
    const table = this.#cluster.server.store.table({ plural: 'events' })
    const shown = new Set(this.#latest.keys(MOST_EVENTS))
    for (const key of this.#shownEvents) if (!shown.has(key)) changes.push({ table: 'events', key, row: null })
    for (const key of shown) {
      if (!touched || touched.has(key) || !this.#shownEvents.has(key)) changes.push({ table: 'events', key, row: eventRow(key, table.get(key)!) })
    }
    this.#shownEvents = shown
  }

  #messages(changes: RowChange[]): void {
    const rows = messageRows(this.#cluster.world)
    const shown = new Set(rows.map(r => r.id))
    for (const key of this.#shownMessages) if (!shown.has(key)) changes.push({ table: 'messages', key, row: null })
    for (const row of rows) if (!this.#shownMessages.has(row.id)) changes.push({ table: 'messages', key: row.id, row })
    this.#shownMessages = shown
  }
}
