// The control loop: who stands on the rail, what each has in its queue, and what is on its way between them. Everything passes the
// API server; nobody speaks to anybody else.
import type { Instant } from '../../../kube/object.ts'
import type { ComponentRow, FrameHead, MessageRow, WorkloadRow } from '../../../worker/rows.ts'
import type { Rows } from '../../mirror/applyDelta.ts'

export type StationKind = 'you' | 'apiserver' | 'controller' | 'scheduler' | 'kubelets'
export interface Station {
  readonly id: string
  readonly kind: StationKind
  readonly component?: ComponentRow
  readonly queued: number
  readonly syncing: readonly string[]
  readonly delayed: readonly { readonly key: string; readonly at: Instant }[]
  readonly stopped: boolean
  readonly revision?: number
  /** Of the kubelets: how many, how many stopped, how many of their pods pull an image, start or run. */
  readonly nodes?: number
  readonly stoppedNodes?: number
  readonly pulling?: number
  readonly running?: number
  readonly busy: boolean
}

/** A message that is being delivered, at a place between 0 and 1. */
export interface Flying { readonly id: string; readonly from: string; readonly to: string; readonly label: string; readonly at: number; readonly about?: string }

/** Whose controller stands on the rail while there is one of its kind, in this order: who makes for whom stands before them. */
const HOME = [
  ['cronjobs', 'cronjob-controller'], ['jobs', 'job-controller'], ['horizontalpodautoscalers', 'horizontal-pod-autoscaler'], ['deployments', 'deployment-controller'],
  ['replicasets', 'replicaset-controller'], ['statefulsets', 'statefulset-controller'], ['daemonsets', 'daemon-set-controller'],
] as const satisfies readonly (readonly [keyof Rows, string])[]
/** The controller that looks after a table's rows, as far as one of the rail does. */
export const controllerOf = (table: string): string | undefined => HOME.find(([own]) => own === table)?.[1]
/** Where nothing is yet; the page begins with a Job's manifest. */
const FIRST = 'job-controller'
const MAKES_PODS: readonly string[] = [FIRST, 'replicaset-controller', 'statefulset-controller', 'daemon-set-controller']
const MOST_CONTROLLERS = 3

const isHome = (rows: Rows) => {
  const own = (table: ReadonlyMap<string, Partial<WorkloadRow>>) => { for (const row of table.values()) if (row.system !== true) return true; return false }
  const names = HOME.filter(([table]) => own(rows[table])).map(([, name]): string => name)
  return new Set(names.length > 0 ? names : [FIRST])
}

/** `job-controller` → `Job controller`, for the names of controllers, which are names in every language. */
export const KNOWN_CONTROLLERS: Readonly<Record<string, string>> = {
  'job-controller': 'Job', 'cronjob-controller': 'CronJob', 'deployment-controller': 'Deployment', 'replicaset-controller': 'ReplicaSet',
  'statefulset-controller': 'StatefulSet', 'daemon-set-controller': 'DaemonSet', 'persistent-volume-binder': 'Volume binder', 'pvc-protection-controller': 'Claim protection', 'pv-protection-controller': 'Volume protection', 'generic-garbage-collector': 'Garbage collector', 'pod-garbage-collector': 'Pod GC',
  'ttl-after-finished-controller': 'TTL', 'namespace-controller': 'Namespace', 'service-account-controller': 'ServiceAccount', 'tokens-controller': 'Account tokens', 'clusterrole-aggregation-controller': 'Role aggregation', 'endpointslice-controller': 'EndpointSlice', 'endpoint-controller': 'Endpoints', 'endpointslice-mirroring-controller': 'Slice mirrors', 'horizontal-pod-autoscaler': 'Autoscaler', 'resourcequota-controller': 'Quota', 'disruption-controller': 'Disruption', 'node-controller': 'Node', 'taint-eviction-controller': 'Taint eviction',
}

/** Looking is what all of them do all the time; who writes is busy. */
const WRITES = /^(create|update|patch|delete|evict)\b/

/** Which station an actor of a frame, or a target of a watch, stands at. */
export function stationOf(actor: string, stations: readonly Station[], about?: string): string | undefined {
  if (actor === 'you' || actor === 'kubectl') return 'you'
  if (actor.startsWith('kubelet/')) return 'kubelets'
  // All controllers share one cache. What happens to an object is told at its kind's controller, of pods at who makes pods; other things
  // at whoever stands there first.
  if (actor === 'controllers') {
    const kind = about?.slice(0, about.indexOf('/')) ?? 'pods'
    const own = HOME.find(([table]) => table === kind)?.[1]
    const hears = (s: Station) => s.kind === 'controller' && (kind === 'pods' ? MAKES_PODS.includes(s.id) : s.id === own)
    return (stations.find(hears) ?? stations.find(s => s.kind === 'controller'))?.id
  }
  return stations.find(s => s.id === actor)?.id
}

/** `most`: controllers that there is room for. They keep their order, whoever comes and goes. */
export function stationsOf(rows: Rows, heads: readonly FrameHead[], now: Instant, most = MOST_CONTROLLERS): readonly Station[] {
  const { components, nodes, pods } = rows
  const api = components.get('apiserver')
  const scheduler = components.get('scheduler')
  const acted = new Set(heads.slice(-60).filter(h => now - h.at < 2500 && !h.quiet && WRITES.test(h.what)).map(h => h.actor))
  const home = isHome(rows)
  const rank = (c: ComponentRow) => (c.stopped ? 4 : 0) + (home.has(c.name) ? 2 : 0) + (acted.has(c.name) ? 1 : 0)
  const place = ({ name }: ComponentRow) => { const at = HOME.findIndex(([, home]) => home === name); return at < 0 ? HOME.length : at }
  const inOrder = (a: ComponentRow, b: ComponentRow) => place(a) - place(b) || (a.name < b.name ? -1 : 1)
  const shown = [...components.values()]
    .filter(c => c !== api && c !== scheduler && rank(c) > 0)
    .sort((a, b) => rank(b) - rank(a) || inOrder(a, b))
    .slice(0, most)
    .sort(inOrder)
  const station = (id: string, kind: StationKind, component: ComponentRow | undefined, more: Partial<Station> = {}): Station => ({
    id, kind, queued: component?.queued.length ?? 0, syncing: component?.syncing ?? [], delayed: (component?.delayed ?? []).filter(d => d.at > now),
    stopped: component?.stopped ?? false, busy: component ? component.syncing.length > 0 : false, ...(component ? { component } : {}), ...more,
  })
  let pulling = 0
  let running = 0
  for (const pod of pods.values()) {
    // What the cluster runs for itself runs always.
    if (pod.system) continue
    if (pod.look === 'pulling') pulling++
    else if (pod.look === 'running' || pod.look === 'ready') running++
  }
  return [
    station('you', 'you', undefined),
    station('apiserver', 'apiserver', api, api?.revision !== undefined ? { revision: api.revision } : {}),
    ...shown.map(c => station(c.name, 'controller', c)),
    station('scheduler', 'scheduler', scheduler),
    station('kubelets', 'kubelets', undefined, {
      nodes: nodes.size, stoppedNodes: [...nodes.values()].filter(n => n.kubelet === 'stopped').length, pulling, running,
    }),
  ]
}

const singular = (plural: string) => (plural.endsWith('ies') ? `${plural.slice(0, -3)}y` : plural.endsWith('sses') ? plural.slice(0, -2) : plural.replace(/s$/, ''))
const kindOf = (about: string | undefined) => (about ? singular(about.slice(0, about.indexOf('/'))) : '')

/** Messages on the agenda, exactly where they are: what a learner sees who steps. */
export function flyingOf(messages: ReadonlyMap<string, MessageRow>, stations: readonly Station[], now: Instant): readonly Flying[] {
  const flying = new Map<string, Flying>()
  for (const m of messages.values()) {
    const from = stationOf(m.from, stations, m.about)
    const to = stationOf(m.to, stations, m.about)
    if (from === undefined || to === undefined || from === to) continue
    const at = m.dueAt <= m.sentAt ? 1 : Math.min(1, Math.max(0, (now - m.sentAt) / (m.dueAt - m.sentAt)))
    const label = m.what === 'write' ? '' : `${kindOf(m.about)} ${m.what}`
    // Two of a kind between the same two are one dot: they lie on top of each other.
    flying.set(`${from} ${to} ${m.about ?? ''} ${m.what}`, { id: m.id, from, to, label, at, ...(m.about !== undefined ? { about: m.about } : {}) })
  }
  return [...flying.values()].slice(0, 24)
}

/** The ways that a frame which was passed went along the rail, for dots that stay visible longer than it took. */
export function waysOf(head: FrameHead, stations: readonly Station[]): readonly Omit<Flying, 'at'>[] {
  if (head.quiet) return []
  const about = head.about !== undefined ? { about: head.about } : {}
  if (head.what === 'watch') {
    const targets = new Set((head.to ?? []).map(t => stationOf(t, stations, head.about)).filter(t => t !== undefined && t !== 'apiserver'))
    return [...targets].map(to => ({ id: `${head.seq}>${to}`, from: 'apiserver', to: to!, label: `${kindOf(head.about)} ${head.event ?? ''}`.trim(), ...about }))
  }
  const verb = /^(create|update|patch|delete|bind|apply|evict)\b/.exec(head.what)?.[1]
  const from = stationOf(head.actor, stations)
  if (verb === undefined || from === undefined || from === 'apiserver') return []
  return [{ id: `${head.seq}`, from, to: 'apiserver', label: head.what === 'bind' ? 'bind pod' : head.what.replace(/^(\w+) (\w+)(\/.*)?$/, (_, v: string, plural: string, sub: string | undefined) => `${v} ${singular(plural)}${sub ? sub.replace('/', ' ') : ''}`), ...about }]
}
