// Near misses of every rule of an Ingress and a NetworkPolicy, with the API server's words.
import { describe, expect, test } from 'vitest'
import type { IngressSpec, NetworkPolicySpec } from '../../../../kube/networking.ts'
import { errorBody, type FieldError } from '../../fields/fieldError.ts'
import { validateNetworkPolicySpec } from '../networkpolicy/validate.ts'
import { validateIngressSpec } from './validate.ts'

const said = (check: (out: FieldError[]) => void): string[] => {
  const out: FieldError[] = []
  check(out)
  return out.map(e => `${e.field}: ${errorBody(e)}`)
}
const to = { service: { name: 's', port: { number: 80 } } }
const path = (p: string, pathType: any = 'Prefix', backend: any = to): IngressSpec => ({ rules: [{ http: { paths: [{ path: p, pathType, backend }] } }] })
const host = (h: string): IngressSpec => ({ rules: [{ host: h }] })
const at = 'spec.rules[0].http.paths[0]'

describe('Ingress', () => {
  test.each<[what: string, spec: IngressSpec, says: string[]]>([
    ['a rule', path('/'), []],
    ['a backend alone', { defaultBackend: to }, []],
    ['neither', {}, ['spec: Invalid value: null: either `defaultBackend` or `rules` must be specified']],
    ['no paths', { rules: [{ http: { paths: [] } }] }, ['spec.rules[0].http.paths: Required value']],
    ['no type', path('/', undefined), []],
    ['another type', path('/', 'Regex'), [`${at}.pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"`]],
    ['a relative path', path('a', 'Exact'), [`${at}.path: Invalid value: "a": must be an absolute path`]],
    ['no path, as the implementation likes', path('', 'ImplementationSpecific'), []],
    ['two slashes', path('/a//b'), [`${at}.path: Invalid value: "/a//b": must not contain '//'`]],
    ['a step up at the end', path('/a/..'), [`${at}.path: Invalid value: "/a/..": cannot end with '/..'`]],
    ['both backends', path('/', 'Exact', { ...to, resource: { kind: 'K', name: 'n' } }), [`${at}.backend: Invalid value: "": cannot set both resource and service backends`]],
    ['no backend', path('/', 'Exact', {}), [`${at}.backend: Invalid value: "": resource or service backend is required`]],
    ['no port', path('/', 'Exact', { service: { name: 's' } }), [`${at}.backend: Required value: port name or number is required`]],
    ['port by name and number', path('/', 'Exact', { service: { name: 's', port: { name: 'a', number: 1 } } }), [`${at}.backend: Invalid value: "": cannot set both port name & port number`]],
    ['port too high', path('/', 'Exact', { service: { name: 's', port: { number: 65_536 } } }), [`${at}.backend.service.port.number: Invalid value: 65536: must be between 1 and 65535, inclusive`]],
    ['an address as host', host('1.2.3.4'), ['spec.rules[0].host: Invalid value: "1.2.3.4": must be a DNS name, not an IP address']],
    ['a wildcard', host('*.example.com'), []],
    ['no secret, and a name that is none', { ...host('a.b'), tls: [{}, { secretName: 'A' }] }, [expect.stringMatching(/^spec\.tls\[1\]\.secretName: Invalid value: "A": a lowercase RFC 1123 subdomain/) as unknown as string]],
  ])('%s', (what, spec, says) => {
    if (what === 'no type') delete (spec.rules![0]!.http!.paths[0] as any).pathType
    expect(said(out => validateIngressSpec(out, spec))).toEqual(what === 'no type' ? [`${at}.pathType: Required value: pathType must be specified`] : says)
  })
  test('a wildcard in the middle is none', () => {
    expect(said(out => validateIngressSpec(out, host('a.*.com')))[0]).toMatch(/a wildcard DNS-1123 subdomain must start with '\*\.'/)
  })
})

const ports = (p: object): NetworkPolicySpec => ({ ingress: [{ ports: [p] }] })
const from = (p: object): NetworkPolicySpec => ({ ingress: [{ from: [p] }] })

describe('NetworkPolicy', () => {
  test.each<[what: string, spec: NetworkPolicySpec, says: string[]]>([
    ['nothing', {}, []],
    ['a range', ports({ port: 80, endPort: 90 }), []],
    ['a range backwards', ports({ port: 80, endPort: 70 }), ['spec.ingress[0].ports[0].endPort: Invalid value: 70: must be greater than or equal to `port`']],
    ['a range from a name', ports({ port: 'web', endPort: 90 }), ['spec.ingress[0].ports[0].endPort: Invalid value: 90: may not be specified when `port` is non-numeric']],
    ['a range from nothing', ports({ endPort: 90 }), ['spec.ingress[0].ports[0].endPort: Invalid value: 90: may not be specified when `port` is not specified']],
    ['another protocol', ports({ protocol: 'ICMP' }), ['spec.ingress[0].ports[0].protocol: Unsupported value: "ICMP": supported values: "SCTP", "TCP", "UDP"']],
    ['a peer that is none', from({}), ['spec.ingress[0].from[0]: Required value: must specify a peer']],
    ['two kinds of peer', from({ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }), ['spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer']],
    ['pods of some namespaces', from({ podSelector: {}, namespaceSelector: {} }), []],
    ['an exception within', from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }), []],
    ['an exception of everything', from({ ipBlock: { cidr: '10.0.0.0/8', except: ['10.0.0.0/8'] } }), ['spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "10.0.0.0/8": must be a strict subset of `cidr`']],
    ['an exception beside', from({ ipBlock: { cidr: '2001:db8::/64', except: ['10.0.0.0/16'] } }), ['spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: "10.0.0.0/16": must be a strict subset of `cidr`']],
    ['another type', { policyTypes: ['Both' as any] }, ['spec.policyTypes[0]: Unsupported value: "Both": supported values: "Egress", "Ingress"']],
  ])('%s', (_, spec, says) => {
    expect(said(out => validateNetworkPolicySpec(out, spec))).toEqual(says)
  })
})
