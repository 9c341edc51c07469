// What only the server can give a service: its address and its node ports. Upstream: registry/core/service/storage/alloc.go.
import type { Service, ServicePort, ServiceSpec } from '../../../../kube/core.ts'
import { parseIp } from '../../fields/addresses.ts'
import type { FieldError } from '../../fields/fieldError.ts'
import { invalidValue } from '../../fields/fieldError.ts'
import type { Allocation, Draw } from '../strategy.ts'
import { isExternal, needsHealthPort } from './external.ts'

/** 10.96.0.0/16 of the cluster's 10.96.0.0/12; the first 256 are left to those who ask by name. */
const NETWORK = '10.96'
const FIRST_PORT = 30_000
const LAST_PORT = 32_767
const MOST_TRIES = 100

const inNetwork = (ip: string): boolean => {
  const parts = parseIp(ip)?.parts
  return parts?.length === 4 && parts[0] === 10 && parts[1]! >= 96 && parts[1]! < 112
}

/** The service with what it lacks, or why it cannot have what it asks for. */
export function allocateService(service: Service, others: readonly Service[], draw: Draw, dryRun: boolean): Allocation<Service> {
  if (service.spec.type === 'ExternalName') return { object: service, findings: [] }
  const findings: FieldError[] = []
  const strangers = others.filter(o => o.metadata.uid !== service.metadata.uid)
  let spec = withFamilies(withClusterIp(service.spec, strangers, draw, findings))
  if (isExternal(spec)) spec = withPorts(spec, strangers, draw, findings, dryRun)
  return { object: { ...service, spec }, findings }
}

function withClusterIp(spec: ServiceSpec, others: readonly Service[], draw: Draw, findings: FieldError[]): ServiceSpec {
  if (spec.clusterIP === 'None') return spec
  const taken = new Set(others.map(o => o.spec.clusterIP))
  if (spec.clusterIP) {
    const no = (why: string) => findings.push(invalidValue('spec.clusterIPs', spec.clusterIPs, `failed to allocate IP ${spec.clusterIP}: ${why}`))
    if (!inNetwork(spec.clusterIP)) no('the provided network does not match the current range')
    else if (taken.has(spec.clusterIP)) no('provided IP is already allocated')
    return spec
  }
  for (let attempt = 0; ; attempt++) {
    const ip = `${NETWORK}.${1 + draw(254, 'cluster-ip', attempt, 'net')}.${1 + draw(254, 'cluster-ip', attempt, 'host')}`
    if (!taken.has(ip) || attempt > MOST_TRIES) return { ...spec, clusterIP: ip, clusterIPs: [ip] }
  }
}

/** The cluster has one family; only what has neither address nor selector is promised both. */
function withFamilies(spec: ServiceSpec): ServiceSpec {
  const boundless = spec.clusterIP === 'None' && (!spec.selector || Object.keys(spec.selector).length === 0)
  return {
    ...spec,
    ipFamilyPolicy: spec.ipFamilyPolicy ?? (boundless ? 'RequireDualStack' : 'SingleStack'),
    ipFamilies: spec.ipFamilies?.length ? spec.ipFamilies : boundless ? ['IPv4', 'IPv6'] : ['IPv4'],
  }
}

function withPorts(spec: ServiceSpec, others: readonly Service[], draw: Draw, findings: FieldError[], dryRun: boolean): ServiceSpec {
  const taken = new Set(others.flatMap(o => [...(o.spec.ports ?? []).map(p => p.nodePort), o.spec.healthCheckNodePort].filter(Boolean)))
  const ports: ServicePort[] = (spec.ports ?? []).map((port, i) => {
    const path = `spec.ports[${i}].nodePort`
    if (port.nodePort) {
      // A dry run asks only whether somebody else has it.
      if (!dryRun && (port.nodePort < FIRST_PORT || port.nodePort > LAST_PORT)) {
        findings.push(invalidValue(path, port.nodePort, `provided port is not in the valid range. The range of valid ports is ${FIRST_PORT}-${LAST_PORT}`))
      } else if (taken.has(port.nodePort)) findings.push(invalidValue(path, port.nodePort, 'provided port is already allocated'))
      taken.add(port.nodePort)
      return port
    }
    if (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts === false) return port
    for (let attempt = 0; ; attempt++) {
      const nodePort = FIRST_PORT + draw(LAST_PORT - FIRST_PORT + 1, 'node-port', attempt, i)
      if (taken.has(nodePort) && attempt <= MOST_TRIES) continue
      taken.add(nodePort)
      return { ...port, nodePort }
    }
  })
  return { ...spec, ports, ...withHealthPort(spec, taken, draw, findings) }
}

/** Where a load balancer asks a node whether it has pods of a service that keeps its traffic on the node. Upstream: initHealthCheckNodePort. */
function withHealthPort(spec: ServiceSpec, taken: Set<number | undefined>, draw: Draw, findings: FieldError[]): Partial<ServiceSpec> {
  if (!needsHealthPort(spec)) return {}
  const given = spec.healthCheckNodePort
  if (given) {
    if (taken.has(given)) findings.push(internalAt('spec.healthCheckNodePort', given))
    return {}
  }
  for (let attempt = 0; ; attempt++) {
    const port = FIRST_PORT + draw(LAST_PORT - FIRST_PORT + 1, 'node-port', attempt, 'health')
    if (!taken.has(port) || attempt > MOST_TRIES) return { healthCheckNodePort: port }
  }
}

const internalAt = (path: string, port: number): FieldError => invalidValue(path, port, 'provided port is already allocated')
