// Upstream: describe.go, describeService, describeEndpoints, describeEndpointSliceV1, describeIngressV1, describeNetworkPolicy.
import { ApiError } from '../../../engine/api/errors.ts'
import type { Endpoints, Service as ServiceObject } from '../../../kube/core.ts'
import type { EndpointSlice as EndpointSliceObject } from '../../../kube/discovery.ts'
import { EndpointSlice, Service } from '../../../kube/kinds.ts'
import { formatLabels, formatLabelSelector } from '../../../kube/labels.ts'
import type { IngressClass } from '../../../kube/networking.ts'
import { hostPort } from '../../print/values.ts'
import type { DescribeContext, Describer } from '../describer.ts'
import { annotations, heading, labels, labelsAndAnnotations } from '../sections.ts'
import type { Writer } from '../writer.ts'

const SHOWN = 3

/** The ready addresses behind a port: three of them, and how many more. */
function addresses(slices: readonly EndpointSliceObject[], portName: string): string {
  if (!slices.length) return '<none>'
  const list: string[] = []
  for (const slice of slices) {
    const ready = (slice.endpoints ?? []).filter(e => e.conditions?.ready !== false)
    if (!slice.ports?.length) list.push(...ready.map(e => e.addresses[0]!))
    for (const p of slice.ports ?? []) if ((p.name ?? '') === portName) list.push(...ready.map(e => hostPort(e.addresses[0]!, p.port!)))
  }
  return list.length > SHOWN ? `${list.slice(0, SHOWN).join(',')} + ${list.length - SHOWN} more...` : list.join(',')
}

const slicesOf = ({ client }: DescribeContext, namespace: string | undefined, service: string) =>
  client.list(EndpointSlice, namespace, { labelSelector: `kubernetes.io/service-name=${service}` })

export const describeService: Describer = (o: ServiceObject, w, context) => {
  const { spec, status } = o
  heading(w, o)
  labelsAndAnnotations(w, o)
  w.field(0, 'Selector', formatLabels(spec?.selector))
  w.field(0, 'Type', spec?.type ?? 'ClusterIP')
  if (spec?.ipFamilyPolicy) w.field(0, 'IP Family Policy', spec.ipFamilyPolicy)
  w.field(0, 'IP Families', (spec?.ipFamilies ?? []).join(',') || '<none>')
  w.field(0, 'IP', spec?.clusterIP ?? '')
  w.field(0, 'IPs', (spec?.clusterIPs ?? []).join(',') || '<none>')
  if (spec?.externalIPs?.length) w.field(0, 'External IPs', spec.externalIPs.join(','))
  if (spec?.loadBalancerIP) w.field(0, 'Desired LoadBalancer IP', spec.loadBalancerIP)
  if (spec?.externalName) w.field(0, 'External Name', spec.externalName)
  const ingress = status?.loadBalancer?.ingress ?? []
  if (ingress.length) w.field(0, 'LoadBalancer Ingress', ingress.map(i => (i.ip ? i.ip + (i.ipMode ? ` (${i.ipMode})` : '') : i.hostname ?? '')).join(', '))
  const slices = slicesOf(context, o.metadata.namespace, o.metadata.name!)
  for (const p of spec?.ports ?? []) {
    const protocol = p.protocol ?? 'TCP'
    const name = p.name || '<unset>'
    w.field(0, 'Port', `${name}\t${p.port}/${protocol}`)
    w.field(0, 'TargetPort', `${p.targetPort ?? p.port}/${protocol}`)
    if (p.nodePort) w.field(0, 'NodePort', `${name}\t${p.nodePort}/${protocol}`)
    w.field(0, 'Endpoints', addresses(slices, p.name ?? ''))
  }
  const internal = spec?.type !== 'ExternalName'
  w.field(0, 'Session Affinity', spec?.sessionAffinity ?? 'None')
  const reachable = spec?.type === 'NodePort' || spec?.type === 'LoadBalancer' || !!spec?.externalIPs?.length
  const external = spec?.externalTrafficPolicy ?? (reachable ? 'Cluster' : undefined)
  if (external) w.field(0, 'External Traffic Policy', external)
  if (spec?.internalTrafficPolicy ?? internal) w.field(0, 'Internal Traffic Policy', spec?.internalTrafficPolicy ?? 'Cluster')
  if (spec?.healthCheckNodePort) w.field(0, 'HealthCheck NodePort', spec.healthCheckNodePort)
  if (spec?.loadBalancerSourceRanges?.length) w.field(0, 'LoadBalancer Source Ranges', spec.loadBalancerSourceRanges.join(','))
  if (spec?.trafficDistribution) w.field(0, 'Traffic Distribution', spec.trafficDistribution)
}

export const describeEndpoints: Describer = (o: Endpoints, w) => {
  heading(w, o)
  labelsAndAnnotations(w, o)
  w.line(0, 'Subsets:')
  for (const s of o.subsets ?? []) {
    w.field(1, 'Addresses', (s.addresses ?? []).map(a => a.ip).join(',') || '<none>')
    w.field(1, 'NotReadyAddresses', (s.notReadyAddresses ?? []).map(a => a.ip).join(',') || '<none>')
    if (s.ports?.length) {
      w.line(1, 'Ports:')
      w.line(2, 'Name\tPort\tProtocol', '----\t----\t--------')
      for (const p of s.ports) w.line(2, `${p.name || '<unset>'}\t${p.port}\t${p.protocol ?? 'TCP'}`)
    }
    w.line(0, '')
  }
}

export const describeEndpointSlice: Describer = (o: EndpointSliceObject, w) => {
  heading(w, o)
  labelsAndAnnotations(w, o)
  w.field(0, 'AddressType', o.addressType ?? '')
  if (o.ports?.length) {
    w.line(0, 'Ports:')
    w.line(1, 'Name\tPort\tProtocol', '----\t----\t--------')
    for (const p of o.ports) w.line(1, `${p.name || '<unset>'}\t${p.port ?? '<unset>'}\t${p.protocol ?? 'TCP'}`)
  } else {
    w.line(0, 'Ports: <unset>')
  }
  if (!o.endpoints?.length) return w.line(0, 'Endpoints: <none>')
  w.line(0, 'Endpoints:')
  for (const e of o.endpoints) {
    w.line(1, `- Addresses:\t${(e.addresses ?? []).join(', ') || '<none>'}`)
    w.line(2, 'Conditions:')
    w.field(3, 'Ready', e.conditions?.ready ?? '<unset>')
    w.field(2, 'Hostname', e.hostname ?? '<unset>')
    if (e.targetRef) w.field(2, 'TargetRef', `${e.targetRef.kind}/${e.targetRef.name}`)
    w.field(2, 'NodeName', e.nodeName ?? '<unset>')
    w.field(2, 'Zone', e.zone ?? '<unset>')
  }
}

function backend(context: DescribeContext, namespace: string, b: any): string {
  if (b.service) {
    const { name, port } = b.service
    const title = `${name}:${port?.number || port?.name || ''}`
    try {
      const slices = slicesOf(context, namespace, name)
      const service = context.client.get(Service, namespace, name)
      const found = (service.spec?.ports ?? []).find(p => (port?.number ? p.port === port.number : p.name === port?.name))
      return `${title} (${addresses(slices, found?.name ?? '')})`
    } catch (e) {
      if (!(e instanceof ApiError)) throw e
      return `${title} (<error: ${e.message}>)`
    }
  }
  return b.resource ? `APIGroup: ${b.resource.apiGroup ?? '<none>'}, Kind: ${b.resource.kind}, Name: ${b.resource.name}` : ''
}

export const describeIngress: Describer = (o: any, w, context) => {
  const { spec, status, metadata } = o
  w.field(0, 'Name', metadata.name)
  labels(w, 'Labels', metadata.labels)
  w.field(0, 'Namespace', metadata.namespace ?? '')
  const ips = [...new Set((status?.loadBalancer?.ingress ?? []).map((i: any) => i.ip || i.hostname).filter(Boolean))].sort()
  w.field(0, 'Address', ips.join(','))
  w.field(0, 'Ingress Class', spec?.ingressClassName ?? '<none>')
  const byDefault = spec?.defaultBackend ? backend(context, metadata.namespace, spec.defaultBackend) : '<default>'
  w.field(0, 'Default backend', byDefault)
  if (spec?.tls?.length) {
    w.line(0, 'TLS:')
    for (const t of spec.tls) w.line(1, `${t.secretName ? `${t.secretName} terminates` : 'SNI routes'} ${(t.hosts ?? []).join(',')}`)
  }
  w.line(0, 'Rules:', '  Host\tPath\tBackends', '  ----\t----\t--------')
  const rules = (spec?.rules ?? []).filter((r: any) => r.http)
  for (const rule of rules) {
    w.line(1, `${rule.host || '*'}\t`)
    for (const path of rule.http.paths) w.line(2, `\t${path.path ?? ''} \t${backend(context, metadata.namespace, path.backend)}`)
  }
  if (!rules.length) w.line(1, `*\t*\t${byDefault}`)
  annotations(w, 'Annotations', metadata.annotations)
}

export const describeIngressClass: Describer = (o: IngressClass, w) => {
  w.field(0, 'Name', o.metadata.name)
  labelsAndAnnotations(w, o)
  w.field(0, 'Controller', o.spec?.controller ?? '')
  const { parameters } = o.spec ?? {}
  if (!parameters) return
  w.line(0, 'Parameters:')
  if (parameters.apiGroup !== undefined) w.field(1, 'APIGroup', parameters.apiGroup)
  w.field(1, 'Kind', parameters.kind)
  w.field(1, 'Name', parameters.name)
}

function peers(w: Writer, rules: readonly any[] | undefined, way: 'ingress' | 'egress'): void {
  const [title, who] = way === 'ingress' ? ['From', 'from'] : ['To', 'to']
  if (!rules?.length) return w.line(2, `<none> (Selected pods are isolated for ${way} connectivity)`)
  for (const [i, rule] of rules.entries()) {
    if (!rule.ports?.length) w.line(2, 'To Port: <any> (traffic allowed to all ports)')
    for (const p of rule.ports ?? [])
      w.line(2, p.endPort === undefined ? `To Port: ${p.port ?? '<nil>'}/${p.protocol ?? 'TCP'}` : `To Port Range: ${p.port}-${p.endPort}/${p.protocol ?? 'TCP'}`)
    if (!rule[who]?.length) w.line(2, `${title}: <any> (traffic not restricted by ${way === 'ingress' ? 'source' : 'destination'})`)
    for (const peer of rule[who] ?? []) {
      w.line(2, `${title}:`)
      if (peer.namespaceSelector) w.line(3, `NamespaceSelector: ${formatLabelSelector(peer.namespaceSelector)}`)
      if (peer.podSelector) w.line(3, `PodSelector: ${formatLabelSelector(peer.podSelector)}`)
      if (!peer.namespaceSelector && !peer.podSelector && peer.ipBlock)
        w.line(3, 'IPBlock:', `  CIDR: ${peer.ipBlock.cidr}`, `  Except: ${(peer.ipBlock.except ?? []).join(', ')}`)
    }
    if (i < rules.length - 1) w.line(2, '----------')
  }
}

export const describeNetworkPolicy: Describer = (o: any, w) => {
  heading(w, o)
  w.field(0, 'Created on', `${(o.metadata.creationTimestamp ?? '0001-01-01T00:00:00Z').replace('T', ' ').replace('Z', '')} +0000 UTC`)
  labelsAndAnnotations(w, o)
  w.line(0, 'Spec:')
  const { podSelector, policyTypes, ingress, egress } = o.spec ?? {}
  const all = !Object.keys(podSelector?.matchLabels ?? {}).length && !podSelector?.matchExpressions?.length
  w.line(1, `PodSelector:     ${all ? '<none> (Allowing the specific traffic to all pods in this namespace)' : formatLabelSelector(podSelector)}`)
  const types: string[] = policyTypes ?? (egress?.length ? ['Ingress', 'Egress'] : ['Ingress'])
  if (types.includes('Ingress')) {
    w.line(1, 'Allowing ingress traffic:')
    peers(w, ingress, 'ingress')
  } else {
    w.line(1, 'Not affecting ingress traffic')
  }
  if (types.includes('Egress')) {
    w.line(1, 'Allowing egress traffic:')
    peers(w, egress, 'egress')
  } else {
    w.line(1, 'Not affecting egress traffic')
  }
  w.line(1, `Policy Types: ${types.join(', ') || '<none>'}`)
}
