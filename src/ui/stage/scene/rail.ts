// The control loop: who stands on the rail, what each has in its queue, and what is on its way between them. Everything passes the
// API server; nobody speaks to anybody else.
import type { Instant } from '../../../kube/object.ts'
import type { ComponentRow, FrameHead, MessageRow, NodeRow, PodRow } from '../../../worker/rows.ts'

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

/** Controllers always on the rail, in this order; the others appear while they are busy. */
const ALWAYS = ['job-controller']
const MOST_CONTROLLERS = 3

/** `job-controller` → `Job controller`, for the names of controllers, which are names in every language. */
export const KNOWN_CONTROLLERS: Readonly<Record<string, string>> = {
  'job-controller': 'Job', 'cronjob-controller': 'CronJob', 'deployment-controller': 'Deployment', 'replicaset-controller': 'ReplicaSet',
  'statefulset-controller': 'StatefulSet', 'daemon-set-controller': 'DaemonSet', 'persistent-volume-binder': 'Volume binder', 'pvc-protection-controller': 'Claim protection', 'pv-protection-controller': 'Volume protection', 'generic-garbage-collector': 'Garbage collector', 'pod-garbage-collector': 'Pod GC',
  'ttl-after-finished-controller': 'TTL', 'namespace-controller': 'Namespace', 'service-account-controller': 'ServiceAccount', 'endpointslice-controller': 'EndpointSlice', 'endpoint-controller': 'Endpoints', 'horizontal-pod-autoscaler': 'Autoscaler', 'resourcequota-controller': 'Quota', 'disruption-controller': 'Disruption', 'node-controller': 'Node', 'taint-eviction-controller': 'Taint eviction',
}

/** Looking is what all of them do all the time; who writes is busy. */
const WRITES = /^(create|update|patch|delete|evict)\b/

/** Which station an actor of a frame, or a target of a watch, stands at. */
export function stationOf(actor: string, stations: readonly Station[], about?: string): string | undefined {
  if (actor === 'you' || actor === 'kubectl') return 'you'
  if (actor.startsWith('kubelet/')) return 'kubelets'
  // All controllers share one cache. Pods and Jobs are told at the Job controller; other things at whoever is busy, if anybody is.
  if (actor === 'controllers') {
    const job = about === undefined || about.startsWith('pods/') || about.startsWith('jobs/')
    return stations.find(s => s.kind === 'controller' && (s.id === 'job-controller') === job)?.id
  }
  return stations.find(s => s.id === actor)?.id
}

/** `most`: controllers that there is room for. */
export function stationsOf(components: ReadonlyMap<string, ComponentRow>, nodes: ReadonlyMap<string, NodeRow>, pods: ReadonlyMap<string, PodRow>, heads: readonly FrameHead[], now: Instant, most = MOST_CONTROLLERS): readonly Station[] {
  const api = components.get('apiserver')
  const scheduler = components.get('scheduler')
  const acted = new Set(heads.slice(-60).filter(h => now - h.at < 2500 && !h.quiet && WRITES.test(h.what)).map(h => h.actor))
  const controllers = [...components.values()].filter(c => c !== api && c !== scheduler)
  const shown = controllers
    .filter(c => ALWAYS.includes(c.name) || c.stopped || acted.has(c.name))
    .sort((a, b) => ALWAYS.indexOf(b.name) - ALWAYS.indexOf(a.name) || (a.name < b.name ? -1 : 1))
    .slice(0, most)
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
