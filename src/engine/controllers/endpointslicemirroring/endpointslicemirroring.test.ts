// Endpoints that somebody writes: what is wanted of them as a table, the rest on a whole cluster.
import { describe, expect, test } from 'vitest'
import type { AnyObject } from '../../../kube/object.ts'
import { testCluster, type TestCluster } from '../../testing/testCluster.ts'
import { wantedOf } from './index.ts'

describe('[EM1] [EM5] slices of a subset', () => {
  const ports = [{ name: 'http', port: 80 }]
  test.each([
    ['nothing', {}, []],
    ['ready and not', { addresses: [{ ip: '10.0.0.1' }], notReadyAddresses: [{ ip: '10.0.0.2' }], ports }, [['IPv4', ['10.0.0.1 true', '10.0.0.2 false']]]],
    ['both families', { addresses: [{ ip: '10.0.0.1' }, { ip: 'fd00::1' }], ports }, [['IPv4', ['10.0.0.1 true']], ['IPv6', ['fd00::1 true']]]],
  ])('%s', (_what, subset, slices) => {
    expect(wantedOf(subset as never).map(w => [w.addressType, w.endpoints.map(e => `${e.addresses[0]} ${e.conditions!.ready}`)])).toEqual(slices)
  })
  test('no more than a thousand addresses', () => {
    const addresses = Array.from({ length: 1200 }, (_, n) => ({ ip: `10.0.${n >> 8}.${n & 255}` }))
    expect(wantedOf({ addresses, ports } as never)[0]!.endpoints).toHaveLength(1000)
  })
})

const service = (spec: object = {}) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'own' }, spec: { ports: [{ port: 80, targetPort: 80 }], ...spec } }) as never
const endpoints = (ip: string, metadata: object = {}) =>
  ({ apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'own', ...metadata }, subsets: [{ addresses: [{ ip }], ports: [{ port: 80 }] }] }) as never
const isMirror = (o: AnyObject): boolean => o.metadata.labels?.['endpointslice.kubernetes.io/managed-by'] === 'endpointslicemirroring-controller.k8s.io'
const mirrors = (t: TestCluster): string[] => t.objects('endpointslices').filter(isMirror).map(o => `${o.metadata.generateName}${o['endpoints'].map((e: { addresses: string[] }) => e.addresses).join()}`)

function playing(...objects: never[]): TestCluster {
  const t = testCluster({ seed: 2, nodes: 1 })
  t.apply(...objects)
  t.runFor(3_000)
  return t
}

describe('on a cluster', () => {
  test('[EM1] [EM2] a service without a selector finds the address; changes and the end of the Endpoints follow', () => {
    const t = playing(service(), endpoints('10.1.2.3', { labels: { a: 'b' } }))
    expect(mirrors(t)).toEqual(['own-10.1.2.3'])
    const [slice] = t.objects('endpointslices').filter(s => s.metadata.labels?.['kubernetes.io/service-name'] === 'own')
    expect(slice!.metadata.labels).toEqual({ a: 'b', 'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io', 'kubernetes.io/service-name': 'own' })
    expect(slice!.metadata.ownerReferences).toMatchObject([{ kind: 'Endpoints', name: 'own', controller: true }])
    t.apply(endpoints('10.1.2.4', { labels: { a: 'b' } }))
    t.runFor(3_000)
    expect(mirrors(t)).toEqual(['own-10.1.2.4'])
    t.kubectl('delete endpoints own')
    t.runFor(3_000)
    expect(mirrors(t)).toEqual([])
  })
  test.each([
    ['a service with a selector', [service({ selector: { a: 'b' } })]],
    ['no service', [endpoints('10.1.2.3')]],
    ['Endpoints that say so', [service(), endpoints('10.1.2.3', { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } })]],
    ['Endpoints that hold a lock', [service(), endpoints('10.1.2.3', { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } })]],
  ])('[EM3] nothing is mirrored: %s', (_what, objects) => {
    const t = playing(...objects)
    expect(mirrors(t)).toEqual([])
  })
  test('[EM4] a slice that somebody deletes comes back', () => {
    const t = playing(service(), endpoints('10.1.2.3'))
    t.kubectl('delete endpointslices -l kubernetes.io/service-name=own')
    t.runFor(3_000)
    expect(mirrors(t)).toEqual(['own-10.1.2.3'])
  })
})
