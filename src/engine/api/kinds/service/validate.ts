// Services. Upstream: ValidateService, ValidateServiceUpdate; the order of the findings is its order.
import type { Service, ServicePort, ServiceSpec } from '../../../../kube/core.ts'
import { cidrReasons, ipReasons, specialIp } from '../../fields/addresses.ts'
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { goForm } from '../../fields/goForm.ts'
import { dns1123Subdomain, portNumber } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { IMMUTABLE, label, labels, named, portNumberOrName, qualified } from '../../fields/rules.ts'
import { protocols } from '../pod/containers.ts'
import { isExternal } from './external.ts'

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']
const KUBELET_PORT = 10_250
const LONGEST_AFFINITY = 86_400
const isHeadless = ({ clusterIPs, clusterIP }: ServiceSpec): boolean => (clusterIPs?.[0] ?? clusterIP) === 'None'

export function validateService(out: Findings, { spec }: Service): void {
  const ports = spec.ports ?? []
  if (ports.length === 0 && !isHeadless(spec) && spec.type !== 'ExternalName') out.push(required('spec.ports', ''))
  validateType(out, spec)
  const names = new Set<string>()
  for (const [i, port] of ports.entries()) validatePort(out, `spec.ports[${i}]`, port, ports.length > 1, names)
  labels(out, 'spec.selector', spec.selector)
  validateAffinity(out, spec)
  validateClusterIps(out, spec)
  for (const [i, ip] of (spec.externalIPs ?? []).entries()) {
    const reasons = ipReasons(ip)
    const special = specialIp(ip)
    for (const reason of reasons) out.push(invalidValue(`spec.externalIPs[${i}]`, ip, reason))
    if (reasons.length === 0 && special) out.push(invalidValue(`spec.externalIPs[${i}]`, ip, special))
  }
  if (!spec.type) out.push(required('spec.type', ''))
  else if (!types.includes(spec.type)) out.push(notSupported('spec.type', spec.type, types))
  validateNodePorts(out, spec)
  validateLoadBalancer(out, spec)
  validateTraffic(out, spec)
}

function validateType(out: Findings, spec: ServiceSpec): void {
  const external = spec.type === 'LoadBalancer' || spec.type === 'NodePort'
  if (spec.type === 'LoadBalancer') {
    for (const [i, { port }] of (spec.ports ?? []).entries()) {
      if (port === KUBELET_PORT) out.push(invalidValue(`spec.ports[${i}]`, port, `may not expose port ${KUBELET_PORT} externally since it is used by kubelet`))
    }
  }
  if (external && isHeadless(spec)) out.push(invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`))
  if (spec.type !== 'ExternalName') return
  const why = 'may not be set for ExternalName services'
  if (spec.clusterIPs?.length) out.push(forbiddenField('spec.clusterIPs', why))
  if (spec.ipFamilies?.length) out.push(forbiddenField('spec.ipFamilies', why))
  if (spec.ipFamilyPolicy !== undefined) out.push(forbiddenField('spec.ipFamilyPolicy', why))
  const name = (spec.externalName ?? '').replace(/\.$/, '')
  if (name) named(out, 'spec.externalName', name, dns1123Subdomain)
  else out.push(required('spec.externalName', ''))
}

function validatePort(out: Findings, at: string, p: ServicePort, needsName: boolean, names: Set<string>): void {
  if (needsName && !p.name) out.push(required(`${at}.name`, ''))
  else if (p.name) {
    label(out, `${at}.name`, p.name)
    if (names.has(p.name)) out.push(duplicate(`${at}.name`, p.name))
    names.add(p.name)
  }
  for (const reason of portNumber(p.port ?? 0)) out.push(invalidValue(`${at}.port`, p.port ?? 0, reason))
  if (!p.protocol) out.push(required(`${at}.protocol`, ''))
  else if (!protocols.includes(p.protocol)) out.push(notSupported(`${at}.protocol`, p.protocol, protocols))
  portNumberOrName(out, `${at}.targetPort`, p.targetPort)
  if (p.appProtocol !== undefined) qualified(out, `${at}.appProtocol`, p.appProtocol)
}

function validateAffinity(out: Findings, { sessionAffinity, sessionAffinityConfig }: ServiceSpec): void {
  if (!sessionAffinity) out.push(required('spec.sessionAffinity', ''))
  else if (sessionAffinity !== 'ClientIP' && sessionAffinity !== 'None') out.push(notSupported('spec.sessionAffinity', sessionAffinity, ['ClientIP', 'None']))
  if (sessionAffinity !== 'ClientIP') return
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds ?? 0
  if (seconds <= 0 || seconds > LONGEST_AFFINITY) {
    out.push(invalidValue('spec.sessionAffinityConfig.clientIP.timeoutSeconds', seconds, `must be greater than 0 and less than ${LONGEST_AFFINITY}`))
  }
}

function validateClusterIps(out: Findings, { clusterIP = '', clusterIPs = [], type, ipFamilies = [], ipFamilyPolicy }: ServiceSpec): void {
  if (type === 'ExternalName') return
  if (clusterIP && clusterIPs.length === 0) out.push(required('spec.clusterIPs', ''))
  if (clusterIPs.length > 0 && clusterIPs[0] !== clusterIP) out.push(invalidValue('spec.clusterIPs', clusterIPs, 'first value must match `clusterIP`'))
  const policies = ['PreferDualStack', 'RequireDualStack', 'SingleStack']
  if (ipFamilyPolicy !== undefined && !policies.includes(ipFamilyPolicy)) out.push(notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, policies))
  for (const [i, family] of ipFamilies.entries()) {
    if (family !== 'IPv4' && family !== 'IPv6') out.push(notSupported(`spec.ipFamilies[${i}]`, family, ['IPv4', 'IPv6']))
    if (ipFamilies.indexOf(family) < i) out.push(duplicate(`spec.ipFamilies[${i}]`, family))
  }
  for (const [i, ip] of clusterIPs.entries()) {
    if (ip === 'None' && clusterIPs.length > 1) out.push(invalidValue('spec.clusterIPs', clusterIPs, "'None' must be the first and only value"))
    else if (ip !== 'None') named(out, `spec.clusterIPs[${i}]`, ip, ipReasons)
  }
  if (clusterIPs.length > 2) out.push(invalidValue('spec.clusterIPs', clusterIPs, 'may only hold up to 2 values'))
}

function validateNodePorts(out: Findings, spec: ServiceSpec): void {
  const ports = spec.ports ?? []
  if (spec.type === 'ClusterIP') {
    for (const [i, p] of ports.entries()) if (p.nodePort) out.push(forbiddenField(`spec.ports[${i}].nodePort`, "may not be used when `type` is 'ClusterIP'"))
  }
  const seen = new Set<string>()
  for (const [i, { protocol, nodePort }] of ports.entries()) {
    if (!nodePort) continue
    if (seen.has(`node/${protocol}/${nodePort}`)) out.push(duplicate(`spec.ports[${i}].nodePort`, nodePort))
    seen.add(`node/${protocol}/${nodePort}`)
  }
  for (const [i, { protocol, port }] of ports.entries()) {
    if (seen.has(`${protocol}/${port}`)) out.push(duplicate(`spec.ports[${i}]`, goForm('ServicePort', { protocol, port })))
    seen.add(`${protocol}/${port}`)
  }
}

function validateLoadBalancer(out: Findings, spec: ServiceSpec): void {
  const balanced = spec.type === 'LoadBalancer'
  const only = "may only be used when `type` is 'LoadBalancer'"
  if (spec.loadBalancerSourceRanges?.length) {
    const path = 'spec.LoadBalancerSourceRanges'
    if (!balanced) out.push(forbiddenField(path, only))
    for (const [i, range] of spec.loadBalancerSourceRanges.entries()) named(out, `${path}[${i}]`, range.trim(), cidrReasons)
  }
  if (spec.allocateLoadBalancerNodePorts !== undefined && !balanced) out.push(forbiddenField('spec.allocateLoadBalancerNodePorts', only))
  if (spec.loadBalancerClass !== undefined) {
    if (!balanced) out.push(forbiddenField('spec.loadBalancerClass', only))
    else qualified(out, 'spec.loadBalancerClass', spec.loadBalancerClass)
  }
}

function validateTraffic(out: Findings, spec: ServiceSpec): void {
  const policies = ['Cluster', 'Local']
  const outside = isExternal(spec) || (spec.type === 'ClusterIP' && (spec.externalIPs?.length ?? 0) > 0)
  const external = spec.externalTrafficPolicy
  if (!outside) {
    if (external) out.push(invalidValue('spec.externalTrafficPolicy', external, 'may only be set for externally-accessible services'))
  } else if (isExternal(spec) && !external) out.push(required('spec.externalTrafficPolicy', ''))
  else if (external && !policies.includes(external)) out.push(notSupported('spec.externalTrafficPolicy', external, policies))
  if (spec.healthCheckNodePort && !(spec.type === 'LoadBalancer' && external === 'Local')) {
    out.push(invalidValue('spec.healthCheckNodePort', spec.healthCheckNodePort, "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"))
  }
  if (spec.internalTrafficPolicy !== undefined && !policies.includes(spec.internalTrafficPolicy)) out.push(notSupported('spec.internalTrafficPolicy', spec.internalTrafficPolicy, policies))
  const near = ['PreferClose', 'PreferSameNode', 'PreferSameZone']
  if (spec.trafficDistribution !== undefined && !near.includes(spec.trafficDistribution)) out.push(notSupported('spec.trafficDistribution', spec.trafficDistribution, near))
}

/** The first address stays, as long as the service has one. */
export function validateServiceChange(out: Findings, next: Service, old: Service): void {
  if (next.spec.type === 'ExternalName' || old.spec.type === 'ExternalName') return
  const [now, was] = [next.spec.clusterIP ?? '', old.spec.clusterIP ?? '']
  if (was && now && now !== was) out.push(invalidValue('spec.clusterIPs[0]', next.spec.clusterIPs ?? null, 'may not change once set'))
  if (old.spec.loadBalancerClass !== undefined && next.spec.loadBalancerClass !== old.spec.loadBalancerClass && next.spec.type === 'LoadBalancer') {
    out.push(invalidValue('spec.loadBalancerClass', next.spec.loadBalancerClass ?? null, 'may not change once set'))
  }
  const [health, before] = [next.spec.healthCheckNodePort ?? 0, old.spec.healthCheckNodePort ?? 0]
  if (before && health !== before && next.spec.externalTrafficPolicy === 'Local') out.push(forbiddenField('spec.healthCheckNodePort', IMMUTABLE))
}
