/**
 * The Endpoints controller: the pods behind each service in one object of the service's name, as before EndpointSlices. Deprecated
 * since 1.33, and still there: `kubectl get endpoints` reads it. Rules: SPEC.md. Upstream: pkg/controller/endpoint.
 */
import type { Endpoints, EndpointSubset, Service } from '../../../kube/core.ts'
import { keyOf, splitKey, type Key } from '../../../kube/keys.ts'
import { Endpoints as EndpointsKind, Pod as PodKind, Service as ServiceKind } from '../../../kube/kinds.ts'
import { sameLabels } from '../../../kube/labels.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import { defineController, type Intent } from '../controller.ts'
import { isNamespaceEnding, tellOf } from '../podControl.ts'
import { HEADLESS, hasClusterIP, hasEndpoints, LAST_CHANGE, podsBehind, servicesOfPod, triggersOf, type Triggers } from '../serviceMembers.ts'
import { reason } from './reasons.ts'
import { subsetsOf, truncated } from './subsets.ts'

const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity'
const MANAGED_BY = 'endpoints.kubernetes.io/managed-by'
const MANAGER = 'endpoint-controller'

export interface EndpointsView {
  readonly key: Key
  readonly service?: Service
  readonly gone: boolean
  readonly current?: Endpoints
  readonly subsets: readonly EndpointSubset[]
  readonly changedAt?: Instant
  readonly triggers?: Triggers
}

export const endpointsController = defineController<Service, EndpointsView, Triggers>({
  name: 'endpoint-controller',
  kind: ServiceKind,
  reads: [ServiceKind, PodKind, EndpointsKind],
  wakes: [
    { kind: ServiceKind, keys: (before, after) => [keyOf((after ?? before)!)] },
    { kind: PodKind, keys: servicesOfPod },
    // Only what is deleted: who edits them by hand is not put right before the next change of a pod.
    { kind: EndpointsKind, keys: (before, after) => (after ? [] : [keyOf(before!)]) },
  ],
  workers: 5,
  givesUpAfter: 15,

  observe(cache, key, service, memo) {
    if (!service) return { key, gone: true, subsets: [] }
    if (!hasEndpoints(service)) return { key, gone: false, subsets: [] }
    const pods = podsBehind(cache, service)
    const { at, triggers } = triggersOf(service, pods, memo)
    const current = cache.get(EndpointsKind, key)
    return { key, service, gone: false, subsets: subsetsOf(service, pods), triggers, ...(current ? { current } : {}), ...(at === undefined ? {} : { changedAt: at }) }
  },

  decide({ key, service, gone, current, subsets, changedAt }) {
    if (gone) return { intents: [{ verb: 'delete', kind: EndpointsKind, key }], because: reason('endpoints.service-gone', {}) }
    if (!service) return { intents: [], because: reason('endpoints.not-ours', {}), quiet: true }
    const ready = subsets.reduce((n, s) => n + (s.addresses?.length ?? 0), 0)
    const notReady = subsets.reduce((n, s) => n + (s.notReadyAddresses?.length ?? 0), 0)
    if (current && isAsWanted(current, service, subsets)) return { intents: [], because: reason('endpoints.unchanged', { ready, notReady }), quiet: true }
    const object = wantedOf(service, current, subsets, changedAt) as unknown as AnyObject
    const intent: Intent = current ? { verb: 'update', kind: EndpointsKind, object } : { verb: 'create', kind: EndpointsKind, object }
    return { intents: [intent], because: reason('endpoints.write', { ready, notReady }) }
  },

  conclude({ key, service, gone, triggers }, outcomes) {
    const [first] = outcomes
    const refused = first?.refused
    const memo = gone ? undefined : triggers
    if (!refused || refused.reason === 'NotFound' && gone || first.intent.verb === 'create' && isNamespaceEnding(refused)) return { intents: [], memo }
    if (!service || outcomes.length > 1) return { intents: [], memo, failed: true }
    const about = { apiVersion: 'v1', kind: 'Endpoints', metadata: { name: splitKey(key).name, namespace: service.metadata.namespace! } }
    const [why, says] = first.intent.verb === 'create' ? ['FailedToCreateEndpoint', `Failed to create endpoint for service ${key}: ${refused.message}`] as const
      : ['FailedToUpdateEndpoint', `Failed to update endpoint ${key}: ${refused.message}`] as const
    return { intents: [tellOf(about, 'Warning', why, says)] }
  },
})

/** EP4: it is written only when its subsets or labels differ. */
function isAsWanted(current: Endpoints, service: Service, subsets: readonly EndpointSubset[]): boolean {
  const { [HEADLESS]: _headless, [MANAGED_BY]: _manager, ...labels } = current.metadata.labels ?? {}
  const addresses = (current.subsets ?? []).reduce((n, s) => n + (s.addresses?.length ?? 0) + (s.notReadyAddresses?.length ?? 0), 0)
  return addresses <= 1000 && current.metadata.annotations?.[OVER_CAPACITY] === undefined && sameLabels(labels, service.metadata.labels ?? {})
    && JSON.stringify(current.subsets ?? []) === JSON.stringify(subsets)
}

function wantedOf(service: Service, current: Endpoints | undefined, subsets: readonly EndpointSubset[], changedAt: Instant | undefined): Endpoints {
  const { name, namespace, labels } = service.metadata
  const cut = truncated(subsets)
  const { [LAST_CHANGE]: _last, [OVER_CAPACITY]: _over, ...others } = current?.metadata.annotations ?? {}
  const annotations = { ...others, ...(changedAt === undefined ? {} : { [LAST_CHANGE]: timeOf(changedAt) }), ...(cut.over ? { [OVER_CAPACITY]: 'truncated' } : {}) }
  return {
    apiVersion: 'v1', kind: 'Endpoints',
    metadata: {
      ...(current?.metadata ?? { name: name!, namespace: namespace! }),
      labels: { ...labels, [MANAGED_BY]: MANAGER, ...(hasClusterIP(service) ? {} : { [HEADLESS]: '' }) },
      annotations,
    },
    ...(cut.subsets.length ? { subsets: [...cut.subsets] } : {}),
  }
}
