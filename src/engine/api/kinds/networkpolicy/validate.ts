// What a NetworkPolicy may say. Upstream: pkg/apis/networking/validation/validation.go, ValidateNetworkPolicySpec.
import type { IPBlock, NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicySpec } from '../../../../kube/networking.ts'
import { cidrReasons, isStrictSubnet } from '../../fields/addresses.ts'
import { forbiddenField, invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { validateLabelSelector } from '../../fields/labelSelector.ts'
import { portName, portNumber } from '../../fields/names.ts'
import { named, type Findings } from '../../fields/rules.ts'

const PROTOCOLS = ['SCTP', 'TCP', 'UDP']
const TYPES = ['Egress', 'Ingress']

export function validateNetworkPolicySpec(out: Findings, { podSelector, ingress = [], egress = [], policyTypes = [] }: NetworkPolicySpec): void {
  validateLabelSelector(out, 'spec.podSelector', podSelector)
  const rules = (way: 'ingress' | 'egress', who: 'from' | 'to', list: readonly { ports?: NetworkPolicyPort[]; from?: NetworkPolicyPeer[]; to?: NetworkPolicyPeer[] }[]) => {
    for (const [i, rule] of list.entries()) {
      for (const [j, p] of (rule.ports ?? []).entries()) port(out, `spec.${way}[${i}].ports[${j}]`, p)
      for (const [j, p] of (rule[who] ?? []).entries()) peer(out, `spec.${way}[${i}].${who}[${j}]`, p)
    }
  }
  rules('ingress', 'from', ingress)
  rules('egress', 'to', egress)
  if (policyTypes.length > TYPES.length) {
    out.push(invalidValue('spec.policyTypes', policyTypes, 'may not specify more than two policyTypes'))
    return
  }
  for (const [i, type] of policyTypes.entries()) if (!TYPES.includes(type)) out.push(notSupported(`spec.policyTypes[${i}]`, type, TYPES))
}

function port(out: Findings, path: string, { protocol, port: value, endPort }: NetworkPolicyPort): void {
  if (protocol !== undefined && !PROTOCOLS.includes(protocol)) out.push(notSupported(`${path}.protocol`, protocol, PROTOCOLS))
  if (typeof value === 'number') {
    for (const why of portNumber(value)) out.push(invalidValue(`${path}.port`, value, why))
    if (endPort !== undefined) {
      if (endPort < value) out.push(invalidValue(`${path}.endPort`, endPort, 'must be greater than or equal to `port`'))
      for (const why of portNumber(endPort)) out.push(invalidValue(`${path}.endPort`, endPort, why))
    }
  } else if (value !== undefined) {
    if (endPort !== undefined) out.push(invalidValue(`${path}.endPort`, endPort, 'may not be specified when `port` is non-numeric'))
    named(out, `${path}.port`, value, portName)
  } else if (endPort !== undefined) {
    out.push(invalidValue(`${path}.endPort`, endPort, 'may not be specified when `port` is not specified'))
  }
}

function peer(out: Findings, path: string, { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer): void {
  if (podSelector) validateLabelSelector(out, `${path}.podSelector`, podSelector)
  if (namespaceSelector) validateLabelSelector(out, `${path}.namespaceSelector`, namespaceSelector)
  if (ipBlock) block(out, `${path}.ipBlock`, ipBlock)
  if (!podSelector && !namespaceSelector && !ipBlock) out.push(required(path, 'must specify a peer'))
  else if (ipBlock && (podSelector || namespaceSelector)) out.push(forbiddenField(path, 'may not specify both ipBlock and another peer'))
}

function block(out: Findings, path: string, { cidr, except = [] }: IPBlock): void {
  if (!cidr) {
    out.push(required(`${path}.cidr`, ''))
    return
  }
  const wrong = cidrReasons(cidr)
  for (const why of wrong) out.push(invalidValue(`${path}.cidr`, cidr, why))
  if (wrong.length) return
  for (const [i, inner] of except.entries()) {
    const bad = cidrReasons(inner)
    for (const why of bad) out.push(invalidValue(`${path}.except[${i}]`, inner, why))
    if (!bad.length && !isStrictSubnet(cidr, inner)) out.push(invalidValue(`${path}.except[${i}]`, inner, 'must be a strict subset of `cidr`'))
  }
}
