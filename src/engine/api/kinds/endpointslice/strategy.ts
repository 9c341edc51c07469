// EndpointSlices. Upstream: pkg/registry/discovery/endpointslice, ValidateEndpointSlice.
import type { EndpointSlice } from '../../../../kube/discovery.ts'
import { EndpointSlice as Kind } from '../../../../kube/kinds.ts'
import { parseIp } from '../../fields/addresses.ts'
import { duplicate, invalidValue, notSupported, required, tooMany } from '../../fields/fieldError.ts'
import { dns1123Label, dns1123Subdomain } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { immutable, named } from '../../fields/rules.ts'
import { protocols } from '../pod/containers.ts'
import { plainStrategy } from '../plain.ts'

const addressTypes = ['FQDN', 'IPv4', 'IPv6']
const MOST_ENDPOINTS = 1000
const MOST_PORTS = 20_000
const MOST_ADDRESSES = 100

export const endpointSliceStrategy = plainStrategy<EndpointSlice>({
  kind: Kind,
  counted: true,
  defaults: slice => ({
    ...slice,
    endpoints: slice.endpoints ?? [],
    ...(slice.ports ? { ports: slice.ports.map(p => ({ ...p, name: p.name ?? '', protocol: p.protocol ?? 'TCP' })) } : {}),
  }),
  completeUpdate(next, old) {
    const same = JSON.stringify([next.endpoints, next.ports]) === JSON.stringify([old.endpoints, old.ports])
    return { ...next, metadata: { ...next.metadata, generation: (old.metadata.generation ?? 0) + (same ? 0 : 1) } }
  },

  judge(out, slice) {
    const type = slice.addressType
    if (!type) out.push(required('addressType', ''))
    else if (!addressTypes.includes(type)) out.push(notSupported('addressType', type, addressTypes))
    validateEndpoints(out, slice)
    validatePorts(out, slice)
  },
  judgeChange: (out, next, old) => immutable(out, 'addressType', next.addressType, old.addressType),
})

function validateEndpoints(out: Findings, { endpoints = [], addressType }: EndpointSlice): void {
  if (endpoints.length > MOST_ENDPOINTS) return void out.push(tooMany('endpoints', endpoints.length, MOST_ENDPOINTS))
  for (const [i, { addresses = [], hostname }] of endpoints.entries()) {
    const path = `endpoints[${i}].addresses`
    if (addresses.length === 0) out.push(required(path, 'must contain at least 1 address'))
    else if (addresses.length > MOST_ADDRESSES) out.push(tooMany(path, addresses.length, MOST_ADDRESSES))
    for (const [j, address] of addresses.entries()) {
      const family = parseIp(address)?.family
      if (addressType === 'IPv4' && family !== 4) out.push(invalidValue(`${path}[${j}]`, address, 'must be a valid IPv4 address'))
      else if (addressType === 'IPv6' && family !== 6) out.push(invalidValue(`${path}[${j}]`, address, 'must be a valid IPv6 address'))
      else if (addressType === 'FQDN') named(out, `${path}[${j}]`, address, dns1123Subdomain)
    }
    if (hostname !== undefined) named(out, `endpoints[${i}].hostname`, hostname, dns1123Label)
  }
}

function validatePorts(out: Findings, slice: EndpointSlice): void {
  const ports = slice.ports ?? []
  if (ports.length > MOST_PORTS) return void out.push(tooMany('ports', ports.length, MOST_PORTS))
  const names = new Set<string>()
  for (const [i, { name = '', protocol }] of ports.entries()) {
    if (name) named(out, `ports[${i}].name`, name, dns1123Label)
    if (names.has(name)) out.push(duplicate(`ports[${i}].name`, name))
    names.add(name)
    if (!protocol) out.push(required(`ports[${i}].protocol`, ''))
    else if (!protocols.includes(protocol)) out.push(notSupported(`ports[${i}].protocol`, protocol, protocols))
  }
}
