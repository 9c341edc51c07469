import { expect, test } from 'vitest'
import type { Service } from '../../../../kube/core.ts'
import { errorBody } from '../../fields/fieldError.ts'
import { made } from '../testObjects.ts'
import { allocateService } from './allocate.ts'

const service = (spec: object, uid = 'u'): Service => made('Service', 'v1', { ports: [{ port: 80 }], selector: { a: 'b' }, ...spec }, { uid }) as unknown as Service
/** Draws the same number again and again until the attempt changes. */
const draw = (_below: number, _purpose: string, attempt: string | number): number => Number(attempt)
const given = (s: Service, others: Service[] = [], dryRun = false) => {
  const { object, findings } = allocateService(s, others, draw, dryRun)
  return { spec: object.spec, findings: findings.map(f => `${f.field}: ${errorBody(f)}`) }
}

test('an address that nobody has', () => {
  const first = given(service({})).spec
  expect([first.clusterIP, first.clusterIPs, first.ipFamilies, first.ipFamilyPolicy]).toEqual(['10.96.1.1', ['10.96.1.1'], ['IPv4'], 'SingleStack'])
  expect(given(service({}), [service({ clusterIP: '10.96.1.1' }, 'v')]).spec.clusterIP).toBe('10.96.2.2')
})
test('the address asked for, if it is free and of this cluster', () => {
  const mine = service({ clusterIP: '10.96.0.99' })
  expect(given(mine).findings).toEqual([])
  expect(given(mine, [mine]).findings).toEqual([])
  expect(given(mine, [service({ clusterIP: '10.96.0.99' }, 'v')]).findings).toEqual(['spec.clusterIPs: Invalid value: ["10.96.0.99"]: failed to allocate IP 10.96.0.99: provided IP is already allocated'])
  expect(given(service({ clusterIP: '10.95.0.1' })).findings).toEqual(['spec.clusterIPs: Invalid value: ["10.95.0.1"]: failed to allocate IP 10.95.0.1: the provided network does not match the current range'])
})
test('node ports: given, kept, refused', () => {
  expect(given(service({ type: 'NodePort' })).spec.ports![0]!.nodePort).toBe(30_000)
  const fixed = service({ type: 'NodePort', ports: [{ port: 80, nodePort: 30_999 }] })
  expect(given(fixed, [service({ type: 'NodePort', ports: [{ port: 1, nodePort: 30_999 }] }, 'v')]).findings).toEqual(['spec.ports[0].nodePort: Invalid value: 30999: provided port is already allocated'])
  const low = service({ type: 'NodePort', ports: [{ port: 80, nodePort: 80 }] })
  expect(given(low).findings).toEqual(['spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767'])
  expect(given(low, [], true).findings).toEqual([])
})
test('a name alone needs no address', () => {
  expect(given(service({ type: 'ExternalName', externalName: 'a.b', ports: undefined })).spec.clusterIP).toBeUndefined()
})
test('a load balancer that keeps traffic on the node gets a port where nodes are asked, kept as long as that is so', () => {
  const local = service({ type: 'LoadBalancer', externalTrafficPolicy: 'Local' })
  const { spec } = given(local)
  expect(spec.healthCheckNodePort).toBeGreaterThanOrEqual(30_000)
  expect(spec.healthCheckNodePort).not.toBe(spec.ports![0]!.nodePort)
  expect(given(service({ type: 'LoadBalancer', externalTrafficPolicy: 'Cluster' })).spec.healthCheckNodePort).toBeUndefined()
  expect(given(service({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 31_000 }), [service({ type: 'NodePort', ports: [{ port: 80, nodePort: 31_000 }] }, 'v')]).findings).toEqual(['spec.healthCheckNodePort: Invalid value: 31000: provided port is already allocated'])
})
