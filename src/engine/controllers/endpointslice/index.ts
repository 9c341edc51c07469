/**
 * The EndpointSlice controller: which pods stand behind each service, in slices of a hundred, with what can be said of each.
 *
 * It is the first half of the way of a request: what it writes, kube-proxy hears (network/proxy.ts). Rules: SPEC.md.
 * Upstream: pkg/controller/endpointslice, k8s.io/endpointslice.
 */
import type { Pod, Service } from '../../../kube/core.ts'
import type { Endpoint, EndpointPort, EndpointSlice } from '../../../kube/discovery.ts'
import { keyFrom, keyOf } from '../../../kube/keys.ts'
import { EndpointSlice as SliceKind, Node as NodeKind, Pod as PodKind, Service as ServiceKind } from '../../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../../kube/object.ts'
import { timeOf } from '../../../kube/rfc3339.ts'
import { defineController, type CacheReader, type Intent, type Outcome, type Wake } from '../controller.ts'
import { isNamespaceEnding, tellOf } from '../podControl.ts'
import { belongs, hasEndpoints, LAST_CHANGE, podsBehind, servicesOfPod, triggersOf, type Triggers } from '../serviceMembers.ts'
import { endpointOf, portKey, portsOf, type AddressType } from './endpoint.ts'
import { MANAGED_BY, MANAGER, planSlices, SERVICE_NAME, type SlicePlan, type Wanted } from './plan.ts'
import { reason } from './reasons.ts'

export interface SlicesView {
  /** Undefined: it is gone, or nobody's business here. */
  readonly service?: Service
  readonly gone: boolean
  readonly slices: readonly EndpointSlice[]
  /** What is wanted of each type of address. */
  readonly wanted: readonly { readonly type: AddressType; readonly groups: readonly Wanted[] }[]
  /** Pods on machines that nobody knows, left out: the sync fails over them. */
  readonly lost: readonly { readonly pod: string; readonly node: string }[]
  readonly changedAt?: Instant
  readonly triggers?: Triggers
}

/** A slice that somebody else has changed is looked at a second later. Upstream: endpointSliceChangeMinSyncDelay. */
const SLICE_DELAY_MS = 1000

const sliceChanged: Wake['keys'] = (before, after) => {
  const names = new Set([before, after].map(slice => slice?.metadata.labels?.[MANAGED_BY] === MANAGER ? slice.metadata.labels[SERVICE_NAME] : undefined))
  return [...names].flatMap(name => (name ? [{ key: keyFrom((after ?? before)!.metadata.namespace, name), afterMs: SLICE_DELAY_MS }] : []))
}

export const endpointSliceController = defineController<Service, SlicesView, Triggers>({
  name: 'endpointslice-controller',
  kind: ServiceKind,
  reads: [ServiceKind, PodKind, NodeKind, SliceKind],
  wakes: [
    { kind: ServiceKind, keys: (before, after) => [keyOf((after ?? before)!)] },
    { kind: PodKind, keys: servicesOfPod },
    { kind: SliceKind, keys: sliceChanged, ofOthers: true },
  ],
  workers: 5,
  retry: { baseMs: 1000, maxMs: 1_000_000 },
  givesUpAfter: 15,

  observe(cache, _key, service, memo) {
    if (!service) return memo ? { gone: true, slices: [], wanted: [], lost: [] } : undefined
    if (!hasEndpoints(service)) return { gone: false, slices: [], wanted: [], lost: [] }
    return look(cache, service, memo)
  },

  decide({ service, gone, slices, wanted, changedAt }) {
    if (!service) return { intents: [], because: reason(gone ? 'slices.service-gone' : 'slices.not-ours', {}), quiet: true }
    const plans = wanted.map(({ type, groups }) => planSlices(service, type, groups, slices.filter(s => s.addressType === type)))
    // ES3: a family that the service has no longer takes its slices along.
    const strangers = slices.filter(s => !wanted.some(w => w.type === s.addressType))
    const plan: SlicePlan = {
      create: plans.flatMap(p => p.create), update: plans.flatMap(p => p.update), delete: [...plans.flatMap(p => p.delete), ...strangers],
    }
    const endpoints = wanted.flatMap(({ groups }) => groups.flatMap(g => g.endpoints))
    const ready = endpoints.filter(e => e.conditions?.ready).length
    const intents = intentsOf(service, plan, changedAt)
    if (intents.length === 0) return { intents, because: reason('slices.unchanged', { ready, endpoints: endpoints.length }), quiet: true }
    return {
      intents, because: reason('slices.write', {
        endpoints: endpoints.length, ready, terminating: endpoints.filter(e => e.conditions?.terminating).length,
        create: plan.create.length, update: plan.update.length, delete: plan.delete.length,
      }),
    }
  },

  conclude({ service, gone, triggers, lost }, outcomes) {
    if (!service) return { intents: [], memo: gone ? undefined : triggers }
    const refused = failureOf(service, outcomes, lost)
    const told = outcomes.some(o => o.intent.verb === 'event')
    if (refused === undefined) return { intents: [], memo: triggers }
    if (!told) return { intents: [tellOf(service, 'Warning', 'FailedToUpdateEndpointSlices', `Error updating Endpoint Slices for Service ${keyOf(service)}: ${refused}`)] }
    return { intents: [], memo: triggers, failed: true }
  },
})

function look(cache: CacheReader, service: Service, memo: Triggers | undefined): SlicesView {
  const pods = podsBehind(cache, service)
  const { namespace, name } = service.metadata
  const slices = (cache.list(SliceKind, namespace) as readonly EndpointSlice[]).filter(s =>
    s.metadata.labels?.[SERVICE_NAME] === name && s.metadata.labels?.[MANAGED_BY] === MANAGER && s.metadata.deletionTimestamp === undefined)
  const { at, triggers } = triggersOf(service, pods, memo)
  const lost: { pod: string; node: string }[] = []
  const wanted = ((service.spec.ipFamilies ?? ['IPv4']) as AddressType[]).map(type => ({ type, groups: wantedOf(cache, service, pods, type, lost) }))
  return { service, gone: false, slices, wanted, lost, triggers, ...(at === undefined ? {} : { changedAt: at }) }
}

function wantedOf(cache: CacheReader, service: Service, pods: readonly Pod[], type: AddressType, lost: { pod: string; node: string }[]): Wanted[] {
  const groups = new Map<string, { ports: EndpointPort[]; endpoints: Endpoint[] }>()
  for (const pod of pods) {
    if (!belongs(pod, true)) continue
    const ports = portsOf(service, pod)
    const key = portKey(ports)
    let group = groups.get(key)
    if (!group) groups.set(key, group = { ports, endpoints: [] })
    const node = cache.get(NodeKind, pod.spec.nodeName ?? '')
    // ES11
    if (!node && !service.spec.publishNotReadyAddresses) {
      lost.push({ pod: pod.metadata.name!, node: pod.spec.nodeName ?? '' })
      continue
    }
    const endpoint = endpointOf(pod, node, service, type)
    if (endpoint.addresses.length > 0) group.endpoints.push(endpoint)
  }
  return [...groups.values()]
}

function intentsOf(service: Service, plan: SlicePlan, changedAt: Instant | undefined): Intent[] {
  const object = (slice: EndpointSlice) => timed(slice, changedAt) as unknown as AnyObject
  return [
    // ES12
    ...(service.metadata.deletionTimestamp === undefined ? plan.create.map((slice): Intent => ({ verb: 'create', kind: SliceKind, object: object(slice), must: true })) : []),
    ...plan.update.map((slice): Intent => ({ verb: 'update', kind: SliceKind, object: object(slice), must: true })),
    ...plan.delete.map((slice): Intent => ({ verb: 'delete', kind: SliceKind, key: keyOf(slice) })),
  ]
}

/** ES13: when the change came about that this write tells of; nothing where no change of a pod or of the service did. */
function timed(slice: EndpointSlice, changedAt: Instant | undefined): EndpointSlice {
  const { annotations, ...metadata } = slice.metadata
  const { [LAST_CHANGE]: _old, ...others } = annotations ?? {}
  const next = changedAt === undefined ? others : { ...others, [LAST_CHANGE]: timeOf(changedAt) }
  return { ...slice, metadata: { ...metadata, ...(Object.keys(next).length > 0 ? { annotations: next } : {}) } }
}

function failureOf(service: Service, outcomes: readonly Outcome[], lost: SlicesView['lost']): string | undefined {
  const who = keyOf(service)
  for (const { intent, refused } of outcomes) {
    if (!refused || intent.verb === 'event') continue
    if (intent.verb === 'create' && !isNamespaceEnding(refused)) return `failed to create EndpointSlice for Service ${who}: ${refused.message}`
    if (intent.verb === 'update') return `failed to update ${intent.object.metadata.name} EndpointSlice for Service ${who}: ${refused.message}`
    if (intent.verb === 'delete' && refused.reason !== 'NotFound') return `failed to delete ${intent.key.split('/').at(-1)} EndpointSlice for Service ${who}: ${refused.message}`
  }
  const [first] = lost
  return first && `skipping Pod ${first.pod} for Service ${who}: Node ${first.node} Not Found`
}
