// A Service and its EndpointSlices in plain words: who gets the requests, and why nobody does.
import type { Pod, Service, ServicePort } from '../../kube/core.ts'
import type { EndpointSlice } from '../../kube/discovery.ts'
import { formatLabels, selectorFromSet } from '../../kube/labels.ts'
import type { AnyObject } from '../../kube/object.ts'
import { isPodActive, isPodReady } from '../../kube/pods.ts'
import type { Reason } from '../../engine/index.ts'
import { beside, type Facts } from './facts.ts'
import { say } from './reasons.ts'

const SERVICE_NAME = 'kubernetes.io/service-name'
const portText = ({ port, protocol = 'TCP', targetPort }: ServicePort): string => `${port}${targetPort !== undefined && targetPort !== port ? ` → ${targetPort}` : ''}/${protocol}`

export function serviceStatusOf(object: AnyObject, facts: Facts): readonly Reason[] {
  const { spec = {}, metadata } = object as unknown as Service
  if (spec.type === 'ExternalName') return [say('status.svc.external', { to: spec.externalName ?? '' })]
  const headless = spec.clusterIP === 'None'
  const reasons: Reason[] = []
  if (!spec.selector || Object.keys(spec.selector).length === 0) reasons.push(say('status.svc.by-hand', { field: 'spec.selector' }))
  else reasons.push(...receivers(object, facts))
  if (headless) reasons.push(say('status.svc.headless', { name: `${metadata.name}.${metadata.namespace ?? 'default'}.svc.cluster.local`, field: 'spec.clusterIP' }))
  else if (spec.clusterIP) reasons.push(say('status.svc.address', { ip: spec.clusterIP, ports: (spec.ports ?? []).map(portText) }))
  const nodePorts = (spec.ports ?? []).flatMap(p => p.nodePort ?? [])
  if (nodePorts.length > 0) reasons.push(say('status.svc.node-port', { ports: nodePorts, field: 'spec.ports[0].nodePort' }))
  if (spec.type === 'LoadBalancer') reasons.push(say('status.svc.no-balancer', { field: 'spec.type' }))
  if (spec.sessionAffinity === 'ClientIP') reasons.push(say('status.svc.sticky', { seconds: spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 10_800, field: 'spec.sessionAffinity' }))
  if (spec.publishNotReadyAddresses) reasons.push(say('status.svc.not-ready-too', { field: 'spec.publishNotReadyAddresses' }))
  return reasons
}

function receivers(object: AnyObject, facts: Facts): Reason[] {
  const { spec = {} } = object as unknown as Service
  const selector = selectorFromSet(spec.selector)
  const matching = (beside(facts, object, 'pods') as unknown as readonly Pod[]).filter(p => selector.matches(p.metadata.labels) && isPodActive(p))
  if (matching.length === 0) return [say('status.svc.none-match', { selector: formatLabels(spec.selector), field: 'spec.selector' })]
  const ready = matching.filter(isPodReady)
  const reasons: Reason[] = ready.length === 0
    ? [say('status.svc.none-ready', { matching: matching.length, field: 'readinessProbe' })]
    : [say('status.svc.sends', { ready: ready.length, matching: matching.length })]
  const slices = (beside(facts, object, 'endpointslices') as unknown as readonly EndpointSlice[]).filter(s => s.metadata.labels?.[SERVICE_NAME] === object.metadata.name)
  const listed = slices.reduce((n, s) => n + (s.endpoints ?? []).filter(e => e.conditions?.ready !== false).length, 0)
  // Slices hear late of pods: for that time, requests go by the older list.
  if (slices.length > 0 && listed !== ready.length && !spec.publishNotReadyAddresses) reasons.push(say('status.svc.lags', { ready: ready.length, listed }))
  for (const { targetPort } of spec.ports ?? []) {
    if (typeof targetPort !== 'string' || /^\d+$/.test(targetPort)) continue
    const without = matching.find(p => !p.spec.containers.some(c => c.ports?.some(x => x.name === targetPort)))
    if (without) reasons.push(say('status.svc.no-such-port', { port: targetPort, pod: without.metadata.name, field: 'spec.ports[].targetPort' }))
  }
  return reasons
}

export function endpointSliceStatusOf(object: AnyObject): readonly Reason[] {
  const slice = object as unknown as EndpointSlice
  const service = slice.metadata.labels?.[SERVICE_NAME] ?? ''
  const all = slice.endpoints ?? []
  if (all.length === 0) return [say('status.eps.empty', { service })]
  const ready = all.filter(e => e.conditions?.ready !== false).length
  const terminating = all.filter(e => e.conditions?.terminating).length
  return [say('status.eps.addresses', { service, ready, terminating, unready: all.filter(e => e.conditions?.ready === false && !e.conditions.terminating).length })]
}
