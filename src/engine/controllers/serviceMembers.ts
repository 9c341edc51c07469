// What the two controllers of endpoints share: which services a pod's change wakes, which pods stand behind a service, and since when.
// Upstream: k8s.io/endpointslice/util (controller_utils.go, trigger_time_tracker.go).
import type { Pod, Service, ServicePort } from '../../kube/core.ts'
import { keyOf } from '../../kube/keys.ts'
import { Pod as PodKind, Service as ServiceKind } from '../../kube/kinds.ts'
import { sameLabels, selectorFromSet } from '../../kube/labels.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { isPodReady, isPodTerminal, isSidecar, podReadyCondition } from '../../kube/pods.ts'
import { instantOf } from '../../kube/rfc3339.ts'
import type { CacheReader, Wake } from './controller.ts'

/** Whether the controllers of endpoints mind this service: one without a selector, or a mere name, is filled by others or by nobody. */
export const hasEndpoints = ({ spec }: Service): boolean => spec.type !== 'ExternalName' && Object.keys(spec.selector ?? {}).length > 0

/** A service that has an address of its own; a headless one has none. */
export const hasClusterIP = ({ spec }: Service): boolean => spec.clusterIP !== undefined && spec.clusterIP !== '' && spec.clusterIP !== 'None'

/** The pods that the service's selector matches, by name. */
export function podsBehind(cache: CacheReader, service: Service): readonly Pod[] {
  const selector = selectorFromSet(service.spec.selector)
  return (cache.list(PodKind, service.metadata.namespace) as readonly Pod[]).filter(pod => selector.matches(pod.metadata.labels))
}

/** A pod has a place among the endpoints once it has an address and until it has ended; a terminating one where `withTerminating`. */
export const belongs = (pod: Pod, withTerminating: boolean): boolean =>
  !isPodTerminal(pod) && (pod.status?.podIP ?? '') !== '' && (withTerminating || pod.metadata.deletionTimestamp === undefined)

/** Pods of a StatefulSet, and others with a hostname, are known by name under their governing service. */
export const hostnameUnder = (pod: Pod, service: Service): string | undefined =>
  (pod.spec.hostname && pod.spec.subdomain === service.metadata.name ? pod.spec.hostname : undefined)

/** The number of the port behind a service's port; undefined where the pod names no such port. */
export function portBehind(pod: Pod, { targetPort, port, protocol = 'TCP' }: ServicePort): number | undefined {
  if (typeof targetPort !== 'string') return targetPort ?? port
  for (const container of [...pod.spec.containers, ...(pod.spec.initContainers ?? []).filter(isSidecar)]) {
    const found = container.ports?.find(p => p.name === targetPort && (p.protocol ?? 'TCP') === protocol)
    if (found) return found.containerPort
  }
  return undefined
}

/** The `keys` of a pod wake: the services whose endpoints may look different now. */
export const servicesOfPod: Wake['keys'] = (before, after, cache) => {
  // Most changes of a pod are none of its services' business: find that out before looking for services.
  const changed = before !== undefined && after !== undefined && looksDifferent(before as unknown as Pod, after as unknown as Pod)
  const moved = before !== undefined && after !== undefined
    && (!sameLabels(before.metadata.labels, after.metadata.labels) || before.spec.hostname !== after.spec.hostname || before.spec.subdomain !== after.spec.subdomain)
  if (before && after && !changed && !moved) return NONE
  return servicesChanged(before, after, changed, moved, cache)
}

/** `changed`: the pod looks different. `moved`: other services may match it. */
function servicesChanged(before: AnyObject | undefined, after: AnyObject | undefined, changed: boolean, moved: boolean, cache: CacheReader): readonly string[] {
  const services = cache.list(ServiceKind, (after ?? before)!.metadata.namespace) as readonly Service[]
  if (services.length === 0) return NONE
  const matching = (pod: AnyObject) => services.filter(s => hasSelector(s) && selectorFromSet(s.spec.selector).matches(pod.metadata.labels)).map(keyOf)
  if (!before || !after) return matching((after ?? before)!)
  if (!moved) return matching(after)
  const was = new Set(matching(before))
  const is = new Set(matching(after))
  return [...new Set([...was, ...is])].filter(key => changed || was.has(key) !== is.has(key)).sort()
}

const NONE: readonly never[] = Object.freeze([])

const hasSelector = (s: Service): boolean => Object.keys(s.spec.selector ?? {}).length > 0

/** Upstream compares the pointers of the deletion timestamps, so every change of a terminating pod counts. */
const looksDifferent = (before: Pod, after: Pod): boolean =>
  before.metadata.deletionTimestamp !== undefined || after.metadata.deletionTimestamp !== undefined || isPodReady(before) !== isPodReady(after)
  || (before.status?.podIPs !== after.status?.podIPs && addressesOf(before) !== addressesOf(after))

const addressesOf = (pod: Pod): string => (pod.status?.podIPs ?? []).map(p => p.ip).join()

/** When the service and each of its pods last changed in a way that matters, as the last sync saw it. */
export interface Triggers { readonly service: Instant; readonly pods: Readonly<Record<string, Instant>> }

/** What is new since then: the earliest of the changes; undefined where nothing is. And what to keep for the next time. */
export function triggersOf(service: Service, pods: readonly Pod[], last: Triggers | undefined): { readonly at: Instant | undefined; readonly triggers: Triggers } {
  const created = instantOf(service.metadata.creationTimestamp!)
  const seen: Record<string, Instant> = {}
  let first: Instant | undefined
  const consider = (at: Instant) => { first = first === undefined ? at : Math.min(first, at) }
  for (const pod of pods) {
    const since = podReadyCondition(pod)?.lastTransitionTime
    if (since === undefined) continue
    const at = instantOf(since)
    seen[pod.metadata.name!] = at
    if (at > (last?.pods[pod.metadata.name!] ?? -Infinity)) consider(at)
  }
  if (created > (last?.service ?? -Infinity)) consider(created)
  return { at: last ? first : created, triggers: { service: created, pods: seen } }
}

export const LAST_CHANGE = 'endpoints.kubernetes.io/last-change-trigger-time'
export const HEADLESS = 'service.kubernetes.io/headless'
