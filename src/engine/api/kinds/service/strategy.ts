// Services. Addresses and node ports are given out by whoever stores the object, not here. Upstream: pkg/registry/core/service.
import type { Service, ServicePort, ServiceSpec } from '../../../../kube/core.ts'
import { Service as ServiceKind } from '../../../../kube/kinds.ts'
import type { AnyObject } from '../../../../kube/object.ts'
import { sameValue } from '../../fields/equality.ts'
import { dns1123Label } from '../../fields/names.ts'
import { plainStrategy } from '../plain.ts'
import type { Allocation, Strategy } from '../strategy.ts'
import { allocateService } from './allocate.ts'
import { isExternal, needsHealthPort } from './external.ts'
import { validateService, validateServiceChange } from './validate.ts'

const CLIENT_IP_SECONDS = 10_800

const portDefaults = (port: ServicePort): ServicePort => ({ ...port, protocol: port.protocol || 'TCP', targetPort: port.targetPort || port.port })

function specDefaults(given: ServiceSpec | undefined): ServiceSpec {
  const { sessionAffinityConfig, ...spec } = given ?? ({} as ServiceSpec)
  const type = spec.type || 'ClusterIP'
  const sessionAffinity = spec.sessionAffinity || 'None'
  const out: ServiceSpec = { ...spec, type, sessionAffinity, ...(spec.ports ? { ports: spec.ports.map(portDefaults) } : {}) }
  if (sessionAffinity === 'ClientIP') {
    out.sessionAffinityConfig = { clientIP: { timeoutSeconds: sessionAffinityConfig?.clientIP?.timeoutSeconds ?? CLIENT_IP_SECONDS } }
  } else if (sessionAffinity !== 'None' && sessionAffinityConfig) out.sessionAffinityConfig = sessionAffinityConfig
  if (isExternal(out)) out.externalTrafficPolicy = spec.externalTrafficPolicy || 'Cluster'
  if (isExternal(out) || type === 'ClusterIP') out.internalTrafficPolicy = spec.internalTrafficPolicy ?? 'Cluster'
  if (type === 'LoadBalancer') out.allocateLoadBalancerNodePorts = spec.allocateLoadBalancerNodePorts ?? true
  return out
}

const judged = plainStrategy<Service>({
  kind: ServiceKind,
  name: dns1123Label,
  newStatus: () => ({ loadBalancer: {} }),
  defaults: service => ({ ...service, spec: specDefaults(service.spec) }),
  complete: service => ({ ...service, spec: withBothAddresses(service.spec) }),

  /** What the server gave stays, unless the type gives it up. */
  completeUpdate(next, old, subresource) {
    if (subresource === 'status') return next
    const given = withoutForeignFields(next.spec, old.spec)
    if (given.type === 'ExternalName' || old.spec.type === 'ExternalName') return { ...next, spec: given }
    const kept: ServiceSpec = withNewAddress(given, old.spec)
    if (!kept.clusterIP && old.spec.clusterIP) kept.clusterIP = old.spec.clusterIP
    if (!kept.clusterIPs?.length && old.spec.clusterIPs && kept.clusterIP === old.spec.clusterIP) kept.clusterIPs = old.spec.clusterIPs
    if (needsHealthPort(kept) && needsHealthPort(old.spec) && !kept.healthCheckNodePort && old.spec.healthCheckNodePort) kept.healthCheckNodePort = old.spec.healthCheckNodePort
    if (!kept.ipFamilies?.length && old.spec.ipFamilies) kept.ipFamilies = old.spec.ipFamilies
    if (!kept.ipFamilyPolicy && old.spec.ipFamilyPolicy) kept.ipFamilyPolicy = old.spec.ipFamilyPolicy
    return { ...next, spec: withBothAddresses(withNodePorts(kept, old.spec)) }
  },

  judge: validateService,
  judgeChange: validateServiceChange,
  changeFirst: true,
})

export const serviceStrategy: Strategy = {
  ...judged,
  allocate: (service, others, draw, dryRun) =>
    allocateService(service as unknown as Service, others as unknown as readonly Service[], draw, dryRun) as unknown as Allocation<AnyObject>,
}

/** What only the old type had goes with it, unless the author has changed it too. */
function withoutForeignFields(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  const out: ServiceSpec = { ...spec }
  const drop = (...fields: (keyof ServiceSpec)[]): void => {
    for (const field of fields) if (sameValue(spec[field], old[field])) delete out[field]
  }
  if (spec.type === 'ExternalName' && old.type !== 'ExternalName') drop('clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy', 'internalTrafficPolicy')
  if (needsHealthPort(old) && !needsHealthPort(spec)) drop('healthCheckNodePort')
  if (isExternal(old) && !isExternal(spec)) {
    drop('externalTrafficPolicy', 'healthCheckNodePort')
    const sameNodePorts = sameValue((spec.ports ?? []).map(p => p.nodePort), (old.ports ?? []).map(p => p.nodePort))
    if (sameNodePorts && spec.ports) out.ports = spec.ports.map(({ nodePort: _n, ...port }) => port)
  }
  if (old.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') drop('allocateLoadBalancerNodePorts', 'loadBalancerClass')
  return out
}

/** The old field holds the first of the new one. */
function withBothAddresses(spec: ServiceSpec): ServiceSpec {
  return spec.clusterIP && !spec.clusterIPs?.length ? { ...spec, clusterIPs: [spec.clusterIP] } : spec
}

/**
 * Who changes the old field alone means the new one too: it is judged as one change. Upstream: pkg/registry/core/service/storage/storage.go, normalizeClusterIPs.
 */
function withNewAddress(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  const changed = spec.clusterIP && old.clusterIP && spec.clusterIP !== old.clusterIP
  return changed && sameValue(spec.clusterIPs, old.clusterIPs) ? { ...spec, clusterIPs: [spec.clusterIP!] } : { ...spec }
}

/** A port that is told again without its node port keeps it. */
function withNodePorts(spec: ServiceSpec, old: ServiceSpec): ServiceSpec {
  if (!isExternal(spec) || !isExternal(old) || !spec.ports) return spec
  const taken = new Set(spec.ports.map(p => p.nodePort).filter(Boolean))
  return {
    ...spec,
    ports: spec.ports.map(port => {
      if (port.nodePort) return port
      const was = old.ports?.find(p => p.port === port.port && p.protocol === port.protocol)?.nodePort
      return was && !taken.has(was) ? { ...port, nodePort: was } : port
    }),
  }
}
