// Endpoints, which EndpointSlices replace. Upstream: pkg/registry/core/endpoint.
import type { Endpoints } from '../../../../kube/core.ts'
import { Endpoints as EndpointsKind } from '../../../../kube/kinds.ts'
import { ipReasons } from '../../fields/addresses.ts'
import { named } from '../../fields/rules.ts'
import { plainStrategy } from '../plain.ts'

export const endpointsStrategy = plainStrategy<Endpoints>({
  kind: EndpointsKind,
  defaults: endpoints => ({
    ...endpoints,
    ...(endpoints.subsets ? { subsets: endpoints.subsets.map(s => ({ ...s, ...(s.ports ? { ports: s.ports.map(p => ({ ...p, protocol: p.protocol || 'TCP' })) } : {}) })) } : {}),
  }) as Endpoints,
  judge(out, { subsets }) {
    for (const [i, { addresses }] of (subsets ?? []).entries()) {
      for (const [j, { ip }] of (addresses ?? []).entries()) named(out, `subsets[${i}].addresses[${j}].ip`, ip ?? '', ipReasons)
    }
  },
  warnings: () => ['v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice'],
})
