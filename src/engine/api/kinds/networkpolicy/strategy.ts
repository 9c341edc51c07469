// NetworkPolicies. They are kept and judged; whether anything heeds them is the network's affair, and this one's does not.
// Upstream: pkg/registry/networking/networkpolicy, pkg/apis/networking/v1/defaults.go.
import { NetworkPolicy as Kind } from '../../../../kube/kinds.ts'
import type { NetworkPolicy, NetworkPolicyPort } from '../../../../kube/networking.ts'
import { plainStrategy } from '../plain.ts'
import { validateNetworkPolicySpec } from './validate.ts'

const withProtocol = <R extends { ports?: NetworkPolicyPort[] }>(rules: R[] | undefined): R[] | undefined =>
  rules?.map(r => (r.ports ? { ...r, ports: r.ports.map(p => ({ ...p, protocol: p.protocol ?? 'TCP' as const })) } : r))

export const networkPolicyStrategy = plainStrategy<NetworkPolicy>({
  kind: Kind,
  counted: true,
  defaults(policy) {
    const { spec = {} } = policy
    const [ingress, egress] = [withProtocol(spec.ingress), withProtocol(spec.egress)]
    return {
      ...policy,
      spec: {
        ...spec, podSelector: spec.podSelector ?? {}, ...(ingress ? { ingress } : {}), ...(egress ? { egress } : {}),
        policyTypes: spec.policyTypes?.length ? spec.policyTypes : ['Ingress', ...(spec.egress?.length ? ['Egress' as const] : [])],
      },
    }
  },
  judge: (out, { spec }) => validateNetworkPolicySpec(out, spec),
})
