// The names of the cluster, as its DNS answers them. Pure: (name, the asker's namespace, what is known) → addresses.
// Upstream: the specification kubernetes/dns (version 1.1.0); the search list and ndots are the kubelet's (pkg/kubelet/network/dns).
import type { Service } from '../../kube/core.ts'
import type { EndpointSlice } from '../../kube/discovery.ts'
import { keyFrom, type Key } from '../../kube/keys.ts'
import { DOMAIN, DNS_IP } from './addresses.ts'
import { outsideAddress } from './outside.ts'

export interface Known {
  service(key: Key): Service | undefined
  slicesOf(service: Key): readonly EndpointSlice[]
}

export interface Found {
  readonly addresses: readonly string[]
  /** Whose name it was. */
  readonly service?: Key
  /** The name in full. */
  readonly name: string
}

/** N8: names with fewer dots than this are first looked for in the domains of the search list. */
const NDOTS = 5
const MOST_ALIASES = 8

const searchList = (namespace: string): readonly string[] => [`${namespace}.svc.${DOMAIN}`, `svc.${DOMAIN}`, DOMAIN]

/** What stands in a pod's /etc/resolv.conf. */
export const resolvConf = (namespace: string): string => `search ${searchList(namespace).join(' ')}\nnameserver ${DNS_IP}\noptions ndots:${NDOTS}\n`

/** Addresses of a name as a pod of this namespace asks for it; undefined where nobody has it. */
export function resolve(name: string, namespace: string, known: Known): Found | undefined {
  const dots = name.split('.').length - 1
  const searched = name.endsWith('.') ? [] : searchList(namespace).map(domain => `${name}.${domain}`)
  const plain = name.replace(/\.$/, '')
  for (const full of dots >= NDOTS || name.endsWith('.') ? [plain, ...searched] : [...searched, plain]) {
    const found = lookUp(full, known)
    if (found) return found
  }
  return undefined
}

/** A full name: `service.namespace.svc.cluster.local`, with a pod's hostname before it where the service is headless. */
function lookUp(full: string, known: Known, aliases = 0): Found | undefined {
  const parts = full.toLowerCase().split('.')
  if (parts.slice(-3).join('.') !== `svc.${DOMAIN}` || parts.length < 5 || parts.length > 6) return undefined
  const [namespace, service, host] = [parts.at(-4)!, parts.at(-5)!, parts.length === 6 ? parts[0] : undefined]
  const key = keyFrom(namespace, service)
  const object = known.service(key)
  if (!object) return undefined
  if (object.spec.type === 'ExternalName') {
    // A name stands for another name, here or outside.
    if (host !== undefined || aliases >= MOST_ALIASES) return undefined
    const name = (object.spec.externalName ?? '').replace(/\.$/, '')
    const outside = outsideAddress(name)
    return outside === undefined ? lookUp(name, known, aliases + 1) : { addresses: [outside], name }
  }
  if (object.spec.clusterIP && object.spec.clusterIP !== 'None') return host === undefined ? { addresses: [object.spec.clusterIP], service: key, name: full } : undefined
  const addresses = known.slicesOf(key).filter(s => s.addressType === 'IPv4').flatMap(slice => (slice.endpoints ?? [])
    .filter(e => e.conditions?.ready !== false && (host === undefined || e.hostname === host || (e.hostname === undefined && e.addresses[0]!.replaceAll('.', '-') === host)))
    .map(e => e.addresses[0]!))
  return addresses.length > 0 ? { addresses, service: key, name: full } : undefined
}
