/**
 * Mirrors Endpoints that somebody writes for a service without a selector into EndpointSlices, which kube-proxy hears of.
 *
 * Rules: SPEC.md. Upstream: pkg/controller/endpointslicemirroring.
 */
import type { EndpointAddress, Endpoints, EndpointSubset, Service } from '../../../kube/core.ts'
import type { Endpoint, EndpointSlice } from '../../../kube/discovery.ts'
import { keyOf, type Key } from '../../../kube/keys.ts'
import { Endpoints as EndpointsKind, EndpointSlice as SliceKind, Service as ServiceKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { defineController, type Intent } from '../controller.ts'
import { controllerRefTo } from '../podControl.ts'
import { reason } from './reasons.ts'

const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
const MANAGER = 'endpointslicemirroring-controller.k8s.io'
const SERVICE_NAME = 'kubernetes.io/service-name'
const SKIP = 'endpointslice.kubernetes.io/skip-mirror'
const LOCK = 'control-plane.alpha.kubernetes.io/leader'
const NOT_COPIED = new Set(['kubectl.kubernetes.io/last-applied-configuration', 'endpoints.kubernetes.io/last-change-trigger-time'])
const MOST_ADDRESSES = 1000
/** EM4. As the EndpointSlice controller does, a second later. */
const SLICE_DELAY_MS = 1000

export interface MirrorView {
  readonly key: Key
  /** Undefined: nothing is to be mirrored. */
  readonly endpoints: Endpoints | undefined
  readonly slices: readonly EndpointSlice[]
}

/** One slice as it should be: what kind of addresses, and what is said of them. */
interface Wanted { readonly addressType: 'IPv4' | 'IPv6'; readonly ports: NonNullable<EndpointSlice['ports']>; readonly endpoints: readonly Endpoint[] }

const isMirror = (o: AnyObject | undefined): boolean => o?.metadata.labels?.[MANAGED_BY] === MANAGER

export const endpointSliceMirroringController = defineController<Endpoints, MirrorView>({
  name: 'endpointslice-mirroring-controller',
  kind: EndpointsKind,
  reads: [EndpointsKind, ServiceKind, SliceKind],
  wakes: [
    { kind: EndpointsKind, keys: (before, after) => [before, after].some(e => e && isOurs(e as unknown as Endpoints)) ? [keyOf((after ?? before)!)] : [] },
    { kind: ServiceKind, keys: (before, after) => (!before !== !after || !before?.['spec']?.selector !== !after?.['spec']?.selector ? [keyOf((after ?? before)!)] : []) },
    {
      kind: SliceKind, ofOthers: true,
      keys: (before, after) => [before, after].flatMap(s => (isMirror(s) ? [{ key: `${s!.metadata.namespace}/${s!.metadata.labels![SERVICE_NAME]}`, afterMs: SLICE_DELAY_MS }] : [])),
    },
  ],
  workers: 5,

  observe(cache, key, endpoints) {
    const service = cache.get<Service>(ServiceKind, key)
    const namespace = key.slice(0, key.indexOf('/'))
    const name = key.slice(key.indexOf('/') + 1)
    // One that the EndpointSlice controller minds has no mirrors, or very few.
    const isWanted = endpoints !== undefined && isOurs(endpoints) && service !== undefined && !service.spec.selector
    const slices = isWanted || !service?.spec.selector ? (cache.list<EndpointSlice>(SliceKind, namespace)).filter(s => isMirror(s as unknown as AnyObject) && s.metadata.labels?.[SERVICE_NAME] === name) : []
    return isWanted || slices.length > 0 ? { key, endpoints: isWanted ? endpoints : undefined, slices } : undefined
  },

  decide({ key, endpoints, slices }) {
    const wanted = (endpoints?.subsets ?? []).flatMap(wantedOf)
    const intents: Intent[] = []
    const left = [...slices]
    for (const want of wanted) {
      const same = left.findIndex(s => s.addressType === want.addressType && JSON.stringify(s.ports) === JSON.stringify(want.ports))
      const [old] = same < 0 ? [] : left.splice(same, 1)
      if (!old) intents.push({ verb: 'create', kind: SliceKind, object: sliceOf(endpoints!, want) })
      else if (JSON.stringify(old.endpoints) !== JSON.stringify(want.endpoints) || JSON.stringify(old.metadata.labels) !== JSON.stringify(labelsOf(endpoints!))) {
        intents.push({ verb: 'update', kind: SliceKind, object: { ...old, metadata: { ...old.metadata, labels: labelsOf(endpoints!) }, endpoints: want.endpoints } as unknown as AnyObject })
      }
    }
    for (const slice of left) intents.push({ verb: 'delete', kind: SliceKind, key: keyOf(slice as unknown as AnyObject) })
    const addresses = wanted.reduce((sum, w) => sum + w.endpoints.length, 0)
    return { intents, because: endpoints ? reason(intents.length > 0 ? 'mirror.write' : 'mirror.unchanged', { endpoints: key, addresses }) : reason('mirror.not-ours', { endpoints: key }) }
  },

  conclude: (_view, outcomes) => ({ intents: [], failed: outcomes.some(o => o.refused && o.refused.reason !== 'NotFound') }),
})

/** EM3. */
const isOurs = ({ metadata }: Endpoints): boolean => metadata.labels?.[SKIP] !== 'true' && metadata.annotations?.[LOCK] === undefined

/** EM1. */
export function wantedOf(subset: EndpointSubset): readonly Wanted[] {
  const all = [...(subset.addresses ?? []).map(a => endpointOf(a, true)), ...(subset.notReadyAddresses ?? []).map(a => endpointOf(a, false))].slice(0, MOST_ADDRESSES)
  const ports = (subset.ports ?? []).map(({ name = '', port, protocol = 'TCP', appProtocol }) => ({ name, port, protocol, ...(appProtocol ? { appProtocol } : {}) })) as NonNullable<EndpointSlice['ports']>
  return (['IPv4', 'IPv6'] as const).flatMap(addressType => {
    const endpoints = all.filter(e => e.addresses[0]!.includes(':') === (addressType === 'IPv6'))
    return endpoints.length > 0 ? [{ addressType, ports, endpoints }] : []
  })
}

const endpointOf = ({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean): Endpoint =>
  ({ addresses: [ip], conditions: { ready }, ...(hostname ? { hostname } : {}), ...(nodeName ? { nodeName } : {}), ...(targetRef ? { targetRef } : {}) }) as Endpoint

const labelsOf = ({ metadata }: Endpoints): Record<string, string> => ({ ...metadata.labels, [MANAGED_BY]: MANAGER, [SERVICE_NAME]: metadata.name! })

/** EM2. */
function sliceOf(endpoints: Endpoints, { addressType, ports, endpoints: list }: Wanted): AnyObject {
  const { name, namespace, annotations = {} } = endpoints.metadata
  const copied = Object.fromEntries(Object.entries(annotations).filter(([key]) => !NOT_COPIED.has(key)))
  return {
    addressType, apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice',
    metadata: {
      generateName: `${name}-`, namespace, labels: labelsOf(endpoints), ...(Object.keys(copied).length > 0 ? { annotations: copied } : {}),
      ownerReferences: [controllerRefTo(endpoints, EndpointsKind)],
    },
    endpoints: list, ports,
  } as unknown as AnyObject
}
