// metrics.k8s.io, which `kubectl top` reads: there is such a group only while a metrics server runs. Upstream: sigs.k8s.io/metrics-server,
// metrics/pkg/apis/metrics/v1beta1.
import { notFound } from '../../engine/api/errors.ts'
import { objectMatcher } from '../../engine/api/selectors/object.ts'
import type { ContainerUsage, MetricsDoor } from '../../engine/api/client.ts'
import type { Cluster } from '../../engine/index.ts'
import { Node, Pod, type Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import type { Ask } from './message.ts'

const METRICS_GROUP = 'metrics.k8s.io'
const VERSION = 'v1beta1'
const GROUP_VERSION = `${METRICS_GROUP}/${VERSION}`
const VERBS = ['get', 'list']
const RESOURCES = [{ plural: 'nodes', kind: 'NodeMetrics', namespaced: false }, { plural: 'pods', kind: 'PodMetrics', namespaced: true }] as const

/** As the metrics server writes amounts: billionths of a core, kibibytes. */
const usageOf = ({ cpuMilli, memoryBytes }: { readonly cpuMilli: number; readonly memoryBytes: number }) =>
  ({ cpu: cpuMilli === 0 ? '0' : `${Math.round(cpuMilli * 1e6)}n`, memory: `${Math.ceil(memoryBytes / 1024)}Ki` })

export class MetricsApi {
  readonly #cluster: Cluster

  constructor(cluster: Cluster) { this.#cluster = cluster }

  /** Whether a metrics server runs. */
  get served(): boolean { return this.#cluster.metrics.on }

  /** The group as one discovers it; nothing where nobody serves it. */
  get group(): readonly { readonly name: string; readonly versions: readonly object[]; readonly preferredVersion: object }[] {
    const version = { groupVersion: GROUP_VERSION, version: VERSION }
    return this.served ? [{ name: METRICS_GROUP, versions: [version], preferredVersion: version }] : []
  }

  /** The same in a list of everything. */
  get discovered(): readonly object[] {
    return this.served ? [{
      metadata: { name: METRICS_GROUP, creationTimestamp: null },
      versions: [{
        version: VERSION, freshness: 'Current',
        resources: RESOURCES.map(r => ({ resource: r.plural, responseKind: { group: METRICS_GROUP, version: VERSION, kind: r.kind }, scope: r.namespaced ? 'Namespaced' : 'Cluster', singularResource: '', verbs: VERBS })),
      }],
    }] : []
  }

  /** The answer to a question of this group; undefined where the path is another's or leads nowhere. Throws an ApiError. */
  answer({ path, query, method }: Ask): object | undefined {
    if (!this.served || (method !== 'GET' && method !== 'HEAD')) return undefined
    const [apis, group, version, ...rest] = path.split('/').filter(Boolean).map(decodeURIComponent)
    if (apis !== 'apis' || group !== METRICS_GROUP) return undefined
    if (version === undefined) return { kind: 'APIGroup', apiVersion: 'v1', ...this.group[0] }
    if (version !== VERSION) return undefined
    if (rest.length === 0) {
      return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: GROUP_VERSION, resources: RESOURCES.map(r => ({ name: r.plural, singularName: '', namespaced: r.namespaced, kind: r.kind, verbs: VERBS })) }
    }
    const namespace = rest[0] === 'namespaces' ? rest.splice(0, 2)[1] : undefined
    const [plural, name, ...more] = rest
    if (more.length > 0) return undefined
    if (plural === 'nodes' && namespace === undefined) return this.#told(Node, 'NodeMetrics', this.#nodes(), undefined, name, query)
    if (plural === 'pods' && (name === undefined || namespace !== undefined)) return this.#told(Pod, 'PodMetrics', this.#pods(namespace), namespace, name, query)
    return undefined
  }

  get #door(): MetricsDoor { return this.#cluster.metrics }

  /** What was seen last, of each node by its name. */
  #nodes(): ReadonlyMap<string, object> {
    const at = this.#door.pods(undefined)[0]?.at ?? this.#cluster.now
    return new Map(this.#door.nodes().map(n => [n.name, { timestamp: timeOf(at), window: '15s', usage: usageOf(n) }]))
  }

  #pods(namespace: string | undefined): ReadonlyMap<string, object> {
    const containers = (list: readonly ContainerUsage[]) => list.map(c => ({ name: c.name, usage: usageOf(c) }))
    return new Map(this.#door.pods(namespace).map(p => [`${p.namespace}/${p.name}`, { timestamp: timeOf(p.at), window: `${p.windowMs / 1000}s`, containers: containers(p.containers) }]))
  }

  #told(kind: Kind, told: string, seen: ReadonlyMap<string, object>, namespace: string | undefined, name: string | undefined, query: URLSearchParams): object {
    const keyOf = ({ metadata }: AnyObject) => (kind.namespaced ? `${metadata.namespace}/${metadata.name}` : metadata.name)
    const one = (object: AnyObject, typed: boolean) => {
      const { name: of, namespace: where, labels } = object.metadata
      return {
        ...(typed ? { kind: told, apiVersion: GROUP_VERSION } : {}),
        metadata: { name: of, ...(where ? { namespace: where } : {}), creationTimestamp: timeOf(this.#cluster.now), ...(labels ? { labels } : {}) }, ...seen.get(keyOf(object)),
      }
    }
    const matches = objectMatcher(kind, { labelSelector: query.get('labelSelector') ?? '', fieldSelector: query.get('fieldSelector') ?? '' })
    const objects = this.#cluster.client().list(kind, namespace) as unknown as readonly AnyObject[]
    if (name === undefined) {
      return { kind: `${told}List`, apiVersion: GROUP_VERSION, metadata: {}, items: objects.filter(o => seen.has(keyOf(o)) && matches(o)).map(o => one(o, false)) }
    }
    const found = objects.find(o => o.metadata.name === name && seen.has(keyOf(o)))
    if (!found) throw notFound({ group: METRICS_GROUP, plural: told.toLowerCase() }, kind.namespaced ? `${namespace}/${name}` : name)
    return one(found, true)
  }
}
