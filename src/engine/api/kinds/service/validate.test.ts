import { expect, test } from 'vitest'
import type { AnyObject } from '../../../../kube/object.ts'
import { createFindings, made, updateFindings } from '../testObjects.ts'
import { serviceStrategy } from './strategy.ts'

const service = (spec: object): AnyObject => made('Service', 'v1', { ports: [{ port: 80 }], selector: { a: 'b' }, clusterIP: '10.96.0.9', ...spec })
const withSpec = (s: AnyObject, spec: object): AnyObject => ({ ...s, spec: { ...s.spec, ...spec } })

test.each<[string, object, string[]]>([
  ['plain', {}, []],
  ['one port without a name', { ports: [{ port: 1 }] }, []],
  ['the same port for two protocols', { ports: [{ name: 'a', port: 53 }, { name: 'b', port: 53, protocol: 'UDP' }] }, []],
  ['headless without ports', { clusterIP: 'None', ports: undefined }, []],
  ['no ports', { ports: undefined }, ['spec.ports: Required value']],
  ['a name with a dot at its end', { type: 'ExternalName', externalName: 'a.example.com.', clusterIP: undefined }, []],
  ['an address for a mere name', { type: 'ExternalName', externalName: 'a.b' }, ['spec.clusterIPs: Forbidden: may not be set for ExternalName services']],
  ['the longest affinity', { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86_400 } } }, []],
  ['the kubelet’s port outside', { type: 'LoadBalancer', ports: [{ port: 10_250 }] }, ['spec.ports[0]: Invalid value: 10250: may not expose port 10250 externally since it is used by kubelet']],
])('%s', (_name, spec, findings) => expect(createFindings(service(spec))).toEqual(findings))

test('what the server gave is kept when it is not told again', () => {
  const old = service({ type: 'NodePort', ports: [{ port: 80, nodePort: 30_001 }] })
  const next = serviceStrategy.prepareUpdate(serviceStrategy.defaults(withSpec(old, { clusterIP: undefined, clusterIPs: undefined, ports: [{ port: 80 }] })), old)
  expect([next.spec.clusterIP, next.spec.clusterIPs, next.spec.ports[0].nodePort]).toEqual(['10.96.0.9', ['10.96.0.9'], 30_001])
})
test('what only the old type had goes with it', () => {
  const old = service({ type: 'NodePort', ports: [{ port: 80, nodePort: 30_001 }] })
  const inside = serviceStrategy.prepareUpdate(withSpec(old, { type: 'ClusterIP' }), old)
  expect([inside.spec.ports[0].nodePort, inside.spec.externalTrafficPolicy]).toEqual([undefined, undefined])
  const name = withSpec(old, { type: 'ExternalName', externalName: 'a.b' })
  expect(updateFindings(name, old)).toEqual([])
})
test('the address stays', () => {
  const old = service({})
  expect(updateFindings(withSpec(old, { clusterIP: '10.96.0.10', clusterIPs: ['10.96.0.10'] }), old)).toEqual(['spec.clusterIPs[0]: Invalid value: ["10.96.0.10"]: may not change once set'])
})
test.each(['10.96.0.10', 'None'])('an address of the old field alone, %s, is one change of both', clusterIP => {
  const old = service({ clusterIPs: ['10.96.0.9'] })
  const next = serviceStrategy.prepareUpdate(withSpec(old, { clusterIP }), old)
  expect(updateFindings(next, old)).toEqual([`spec.clusterIPs[0]: Invalid value: ["${clusterIP}"]: may not change once set`])
})
