// Services and what they lead to. Upstream: printers.go, printService, printEndpoints, printEndpointSlice, printIngress, printNetworkPolicy.
import type { Endpoints, Service } from '../../../kube/core.ts'
import type { EndpointSlice } from '../../../kube/discovery.ts'
import { formatLabelSelector, formatLabels } from '../../../kube/labels.ts'
import type { IngressClass } from '../../../kube/networking.ts'
import { column, wide } from '../table.ts'
import type { KindPrinter } from '../table.ts'
import { firstFew, hostPort, since } from '../values.ts'

const LOAD_BALANCER_WIDTH = 16

function ingressText(ingress: readonly { ip?: string; hostname?: string }[] | undefined, whole: boolean): string {
  const all = [...new Set((ingress ?? []).map(i => i.ip || i.hostname || '').filter(Boolean))].sort().join(',')
  return !whole && all.length > LOAD_BALANCER_WIDTH ? `${all.slice(0, LOAD_BALANCER_WIDTH - 3)}...` : all
}

function externalAddress({ spec, status }: Service, whole: boolean): string {
  const externalIPs = spec?.externalIPs ?? []
  switch (spec?.type) {
    case 'ExternalName': return spec.externalName ?? ''
    case 'LoadBalancer': {
      const balanced = ingressText(status?.loadBalancer?.ingress, whole)
      if (externalIPs.length) return [...(balanced ? balanced.split(',') : []), ...externalIPs].join(',')
      return balanced || '<pending>'
    }
    case 'ClusterIP': case 'NodePort': return externalIPs.join(',') || '<none>'
    default: return '<unknown>'
  }
}

const servicePorts = (o: Service) =>
  (o.spec?.ports ?? []).map(p => (p.nodePort ? `${p.port}:${p.nodePort}/${p.protocol ?? 'TCP'}` : `${p.port}/${p.protocol ?? 'TCP'}`)).join(',')

export const service: KindPrinter = {
  columns: [column('Name'), column('Type'), column('Cluster-IP'), column('External-IP'), column('Port(s)'), column('Age'), wide('Selector')],
  row(o: Service, context) {
    return [
      o.metadata.name!, o.spec?.type ?? '', o.spec?.clusterIPs?.[0] ?? '<none>', externalAddress(o, context.wide), servicePorts(o) || '<none>',
      since(o.metadata.creationTimestamp, context.now), formatLabels(o.spec?.selector),
    ]
  },
}

export const endpoints: KindPrinter = {
  columns: [column('Name'), column('Endpoints'), column('Age')],
  row(o: Endpoints, { now }) {
    const list: string[] = []
    for (const { ports, addresses } of o.subsets ?? []) {
      if (!ports?.length) list.push(...(addresses ?? []).map(a => a.ip))
      for (const p of ports ?? []) list.push(...(addresses ?? []).map(a => hostPort(a.ip, p.port)))
    }
    return [o.metadata.name!, o.subsets?.length ? firstFew(list, 3) : '<none>', since(o.metadata.creationTimestamp, now)]
  },
}

export const endpointSlice: KindPrinter = {
  columns: [column('Name'), column('AddressType'), column('Ports'), column('Endpoints'), column('Age')],
  row(o: EndpointSlice, { now }) {
    const ports = (o.ports ?? []).map(p => (p.port !== undefined ? `${p.port}` : p.name || '*'))
    const addresses = (o.endpoints ?? []).flatMap(e => e.addresses ?? [])
    return [
      o.metadata.name!, o.addressType ?? '', ports.length ? firstFew(ports, 3) : '<unset>', o.endpoints?.length ? firstFew(addresses, 3) : '<unset>',
      since(o.metadata.creationTimestamp, now),
    ]
  },
}

export const ingress: KindPrinter = {
  columns: [column('Name'), column('Class'), column('Hosts'), column('Address'), column('Ports'), column('Age')],
  row(o: any, context) {
    const hosts: string[] = (o.spec?.rules ?? []).map((r: any) => r.host || '*')
    return [
      o.metadata.name, o.spec?.ingressClassName ?? '<none>', hosts.length ? firstFew(hosts, 3) : '*',
      ingressText(o.status?.loadBalancer?.ingress, context.wide), o.spec?.tls?.length ? '80, 443' : '80', since(o.metadata.creationTimestamp, context.now),
    ]
  },
}

export const ingressClass: KindPrinter = {
  columns: [column('Name'), column('Controller'), column('Parameters'), column('Age')],
  row({ metadata, spec }: IngressClass, { now }) {
    const { apiGroup, kind, name } = spec?.parameters ?? {}
    return [metadata.name, spec?.controller ?? '', kind === undefined ? '<none>' : `${kind}${apiGroup === undefined ? '' : `.${apiGroup}`}/${name}`, since(metadata.creationTimestamp, now)]
  },
}

export const networkPolicy: KindPrinter = {
  columns: [column('Name'), column('Pod-Selector'), column('Age')],
  row: (o: any, { now }) => [o.metadata.name, formatLabelSelector(o.spec?.podSelector), since(o.metadata.creationTimestamp, now)],
}
