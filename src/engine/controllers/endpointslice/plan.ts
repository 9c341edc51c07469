// Which slices to make, change and delete so that they hold what is wanted: as few writes as may be, endpoints stay where they are.
// Upstream: k8s.io/endpointslice/reconciler.go, reconcileByAddressType, reconcileByPortMapping, finalize.
import type { Service } from '../../../kube/core.ts'
import type { Endpoint, EndpointPort, EndpointSlice } from '../../../kube/discovery.ts'
import { Service as ServiceKind } from '../../../kube/kinds.ts'
import { sameLabels, type Labels } from '../../../kube/labels.ts'
import { controllerRefTo } from '../podControl.ts'
import { HEADLESS, hasClusterIP } from '../serviceMembers.ts'
import { identityOf, looksAlike, portKey, type AddressType } from './endpoint.ts'

/** ES8 */
const MOST_PER_SLICE = 100
export const SERVICE_NAME = 'kubernetes.io/service-name'
export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by'
export const MANAGER = 'endpointslice-controller.k8s.io'
const MAX_NAME = 253

/** Endpoints that share their ports. */
export interface Wanted { readonly ports: readonly EndpointPort[]; readonly endpoints: readonly Endpoint[] }

export interface SlicePlan {
  readonly create: readonly EndpointSlice[]
  readonly update: readonly EndpointSlice[]
  readonly delete: readonly EndpointSlice[]
}

/** `existing`: the service's slices of this type of address that this controller manages. */
export function planSlices(service: Service, type: AddressType, wanted: readonly Wanted[], existing: readonly EndpointSlice[]): SlicePlan {
  const mine = new Map<string, EndpointSlice[]>()
  const remove: EndpointSlice[] = []
  for (const slice of existing) {
    const key = portKey(slice.ports)
    if (isOwnedBy(slice, service)) mine.set(key, [...(mine.get(key) ?? []), slice])
    else remove.push(slice)
  }
  const create: EndpointSlice[] = []
  const update: EndpointSlice[] = []
  for (const want of wanted) {
    const key = portKey(want.ports)
    const plan = planPorts(service, type, want, mine.get(key) ?? [])
    create.push(...plan.create)
    update.push(...plan.update)
    remove.push(...plan.delete)
    mine.delete(key)
  }
  for (const slices of mine.values()) remove.push(...slices)
  // ES9: a service always has a slice, if only an empty one.
  if (existing.length === remove.length && create.length === 0) {
    const placeholder = newSlice(service, type, [], [])
    const same = remove.length === 1 && isPlaceholder(remove[0]!, placeholder)
    if (same) remove.length = 0
    else create.push(placeholder)
  }
  return inPlace(service, { create, update, delete: remove })
}

/** ES10: what would be made takes the place of what would be deleted. */
function inPlace(service: Service, plan: SlicePlan): SlicePlan {
  const create = [...plan.create]
  const update = [...plan.update]
  const remove: EndpointSlice[] = []
  for (const old of plan.delete) {
    const fresh = create.at(-1)
    if (!fresh || fresh.addressType !== old.addressType || !isOwnedBy(old, service)) {
      remove.push(old)
      continue
    }
    create.pop()
    const { generateName: _made, ...metadata } = fresh.metadata
    update.push({ ...fresh, metadata: { ...metadata, name: old.metadata.name!, ...(old.metadata.generateName ? { generateName: old.metadata.generateName } : {}) } })
  }
  return { create, update, delete: remove }
}

function planPorts(service: Service, type: AddressType, { ports, endpoints }: Wanted, existing: readonly EndpointSlice[]): SlicePlan {
  const left = new Map(endpoints.map(e => [identityOf(e), e]))
  const changed = new Map<string, EndpointSlice>()
  const untouched = new Map<string, EndpointSlice>()
  const remove: EndpointSlice[] = []
  // ES7, first: what is no longer wanted goes, what looks different is told anew, each in its place.
  for (const slice of existing) {
    const name = slice.metadata.name!
    const old = slice.endpoints ?? []
    let different = false
    const kept: Endpoint[] = []
    for (const endpoint of old) {
      const id = identityOf(endpoint)
      const now = left.get(id)
      if (!now) continue
      left.delete(id)
      const same = looksAlike(now, endpoint)
      // The same object again where nothing is new: a slice of a hundred then costs its one change.
      kept.push(same ? endpoint : now)
      different ||= !same
    }
    const labels = labelsOf(service)
    const relabelled = !sameLabels(foreign(slice.metadata.labels), foreign(service.metadata.labels))
    if (different || kept.length !== old.length) {
      if (kept.length === 0) remove.push(slice)
      else changed.set(name, { ...slice, endpoints: kept, metadata: { ...slice.metadata, labels } })
    } else if (relabelled) changed.set(name, { ...slice, metadata: { ...slice.metadata, labels } })
    else untouched.set(name, slice)
  }
  // Second: what is new fills slices that are written anyway, the fullest first.
  const waiting = [...left.values()]
  for (const slice of [...changed.values()].sort((a, b) => b.endpoints!.length - a.endpoints!.length)) {
    const room = MOST_PER_SLICE - slice.endpoints!.length
    if (room <= 0 || waiting.length === 0) continue
    changed.set(slice.metadata.name!, { ...slice, endpoints: [...slice.endpoints!, ...waiting.splice(0, room)] })
  }
  // Third: the rest goes into one slice that has room for all of it, or into new ones.
  const create: EndpointSlice[] = []
  while (waiting.length > 0) {
    const home = waiting.length < MOST_PER_SLICE ? toFill([...untouched.values()], waiting.length) : undefined
    if (home) {
      untouched.delete(home.metadata.name!)
      changed.set(home.metadata.name!, { ...home, endpoints: [...(home.endpoints ?? []), ...waiting.splice(0, MOST_PER_SLICE - (home.endpoints?.length ?? 0))] })
    } else create.push(newSlice(service, type, ports, waiting.splice(0, MOST_PER_SLICE)))
  }
  return { create, update: [...changed.values()], delete: remove }
}

/** The slice that is closest to full once so many more are in it. */
function toFill(slices: readonly EndpointSlice[], more: number): EndpointSlice | undefined {
  let best: EndpointSlice | undefined
  let least = MOST_PER_SLICE
  for (const slice of slices) {
    const room = MOST_PER_SLICE - (more + (slice.endpoints?.length ?? 0))
    if (room >= 0 && room < least) {
      least = room
      best = slice
    }
  }
  return best
}

const newSlice = (service: Service, addressType: AddressType, ports: readonly EndpointPort[], endpoints: readonly Endpoint[]): EndpointSlice => {
  const { name, namespace } = service.metadata
  return {
    apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType,
    metadata: { generateName: name!.length < MAX_NAME ? `${name}-` : name!, namespace: namespace!, labels: labelsOf(service), ownerReferences: [controllerRefTo(service, ServiceKind)] } as EndpointSlice['metadata'],
    endpoints: [...endpoints], ports: [...ports],
  }
}

/** ES6: the service's own labels, and three that only this controller sets. */
const labelsOf = (service: Service): Labels => ({
  ...foreign(service.metadata.labels), ...(hasClusterIP(service) ? {} : { [HEADLESS]: '' }), [SERVICE_NAME]: service.metadata.name!, [MANAGED_BY]: MANAGER,
})

const RESERVED = new Set([HEADLESS, SERVICE_NAME, MANAGED_BY])
const foreign = (labels: Labels | undefined): Labels => Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => !RESERVED.has(key)))

const isPlaceholder = (slice: EndpointSlice, placeholder: EndpointSlice): boolean =>
  (slice.endpoints ?? []).length === 0 && (slice.ports ?? []).length === 0 && sameLabels(slice.metadata.labels ?? {}, placeholder.metadata.labels ?? {})

const isOwnedBy = (slice: EndpointSlice, service: Service): boolean =>
  slice.metadata.ownerReferences?.some(r => r.uid === service.metadata.uid && r.kind === 'Service' && r.apiVersion === 'v1') ?? false
