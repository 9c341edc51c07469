import { describe, expect, test } from 'vitest'
import { EndpointSlice as SliceKind, Pod as PodKind, Service as ServiceKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { aPod } from '../../testing/builders.ts'
import { testCluster, type Question, type TestCluster } from '../../testing/testCluster.ts'

const web = (n: number, spec: object = {}): AnyObject => aPod(`web-${n}`, { image: 'nginx', labels: { app: 'web' }, spec: { containers: [{ name: 'c', image: 'nginx', ports: [{ name: 'http', containerPort: 80 }] }], ...spec } })
const service = (spec: object = {}): AnyObject => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', labels: { of: 'web' } }, spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }], ...spec } })
const slicesOf = (t: TestCluster) => t.objects('endpointslices').filter(s => s.metadata.labels?.['kubernetes.io/service-name'] === 'web')
const endpointsIn = (t: TestCluster) => slicesOf(t).flatMap(s => s.endpoints ?? []).map((e: any) => [e.targetRef.name, e.conditions.ready, e.conditions.serving, e.conditions.terminating]).sort((a, b) => (a[0] < b[0] ? -1 : 1))
const addressesIn = (t: TestCluster) => t.object('endpoints', 'web')?.subsets?.flatMap((s: any) => [(s.addresses ?? []).map((a: any) => a.targetRef.name), (s.notReadyAddresses ?? []).map((a: any) => a.targetRef.name)])
const until = (says: string, holds: (t: TestCluster) => boolean): Question => Object.assign(holds, { says })

describe('a service and its pods', () => {
  test('[ES1, ES4, EP1, EP2] pods come by their addresses, are ready by their probes, and a terminating one is out of Endpoints and no longer ready in its slice', () => {
    const t = testCluster({ nodes: 2 })
    t.apply(service(), web(0), web(1, { containers: [{ name: 'c', image: 'nginx', ports: [{ name: 'http', containerPort: 80 }], readinessProbe: { exec: { command: ['false'] } } }] }))
    t.runUntil(until('both have addresses', () => endpointsIn(t).length === 2))
    t.runFor(3000)
    expect(endpointsIn(t)).toEqual([['web-0', true, true, false], ['web-1', false, false, false]])
    expect(addressesIn(t)).toEqual([['web-0'], ['web-1']])
    expect(slicesOf(t)[0]).toMatchObject({ addressType: 'IPv4', ports: [{ name: '', port: 80, protocol: 'TCP' }], metadata: { generateName: 'web-', labels: { of: 'web' }, ownerReferences: [{ kind: 'Service', name: 'web' }] } })
    t.cluster.client().delete(PodKind, 'default', 'web-0', {})
    t.runUntil(until('it is seen to terminate', () => endpointsIn(t).some(e => e[3])))
    t.runFor(5)
    expect(endpointsIn(t)).toContainEqual(['web-0', false, true, true])
    expect(addressesIn(t)).toEqual([[], ['web-1']])
    t.runFor(5000)
    expect(endpointsIn(t).map(e => e[0])).toEqual(['web-1'])
  })

  test('[ES4, EP2] publishNotReadyAddresses makes everyone ready, the terminating too', () => {
    const t = testCluster({ nodes: 1 })
    t.apply(service({ clusterIP: 'None', publishNotReadyAddresses: true }), web(0, { containers: [{ name: 'c', image: 'nginx', ports: [{ name: 'http', containerPort: 80 }], readinessProbe: { exec: { command: ['false'] } } }] }))
    t.runFor(4000)
    expect(endpointsIn(t)).toEqual([['web-0', true, false, false]])
    expect(addressesIn(t)).toEqual([['web-0'], []])
    expect(slicesOf(t)[0]!.metadata.labels).toMatchObject({ 'service.kubernetes.io/headless': '' })
  })

  test('[ES2, EP6] without a selector nothing is written', () => {
    const t = testCluster({ nodes: 1 })
    t.apply({ ...service(), spec: { ports: [{ port: 80 }] } }, { ...service(), metadata: { name: 'name' }, spec: { type: 'ExternalName', externalName: 'example.com' } })
    t.runFor(2000)
    expect(t.objects('endpointslices').filter(s => s.metadata.generateName)).toEqual([])
    expect(t.object('endpoints', 'web')).toBeUndefined()
  })

  test('[EP7] Endpoints go with their service at once, slices by the garbage collector', () => {
    const t = testCluster({ nodes: 1 })
    t.apply(service(), web(0))
    t.runFor(4000)
    t.cluster.client().delete(ServiceKind, 'default', 'web', { propagationPolicy: 'Background' })
    expect(t.object('endpoints', 'web')).toBeUndefined()
    t.runFor(2000)
    expect(slicesOf(t)).toEqual([])
  })

  test('[ES14, EP8] what somebody deletes or changes is put right', () => {
    const t = testCluster({ nodes: 1 })
    t.apply(service(), web(0))
    t.runFor(4000)
    const [slice] = slicesOf(t)
    t.cluster.client().patch(SliceKind, 'default', slice!.metadata.name, 'merge', { endpoints: [] })
    t.runFor(900)
    expect(endpointsIn(t)).toEqual([])
    t.runFor(1500)
    expect(endpointsIn(t)).toEqual([['web-0', true, true, false]])
    t.cluster.client().delete(SliceKind, 'default', slice!.metadata.name, {})
    t.runFor(2500)
    expect(endpointsIn(t)).toEqual([['web-0', true, true, false]])
  })

  test('[ES13] the time of the change that a write tells of', () => {
    const t = testCluster({ nodes: 1 })
    const changed = () => slicesOf(t)[0]!.metadata.annotations?.['endpoints.kubernetes.io/last-change-trigger-time']
    t.apply(service())
    t.runFor(100)
    expect(changed()).toBe(t.object('services', 'web')!.metadata.creationTimestamp)
    t.runFor(2000)
    t.apply(web(0))
    t.runFor(5000)
    expect(changed()).toBe(t.object('pods', 'web-0')!.status.conditions.find((c: any) => c.type === 'Ready').lastTransitionTime)
    t.cluster.client().delete(PodKind, 'default', 'web-0', {})
    t.runUntil(until('it is seen to terminate', () => endpointsIn(t).some(e => e[3])))
    expect(changed()).toBeUndefined()
  })

  test('a pod that is relabelled leaves the service, and comes back', () => {
    const t = testCluster({ nodes: 1 })
    t.apply(service(), web(0))
    t.runFor(4000)
    t.cluster.client().patch(PodKind, 'default', 'web-0', 'merge', { metadata: { labels: { app: 'other' } } })
    t.runFor(1000)
    expect([endpointsIn(t), addressesIn(t)]).toEqual([[], undefined])
    t.cluster.client().patch(PodKind, 'default', 'web-0', 'merge', { metadata: { labels: { app: 'web' } } })
    t.runFor(1000)
    expect(endpointsIn(t)).toEqual([['web-0', true, true, false]])
  })
})

describe('[ES15] traffic distribution', () => {
  test.each([
    ['PreferClose', { forZones: [{ name: 'z1' }] }], ['PreferSameZone', { forZones: [{ name: 'z1' }] }], ['PreferSameNode', { forNodes: [{ name: 'node-1' }], forZones: [{ name: 'z1' }] }], [undefined, undefined],
  ])('%s', (trafficDistribution, hints) => {
    const t = testCluster({ nodes: 1 })
    t.kubectl('label node node-1 topology.kubernetes.io/zone=z1')
    t.apply(service({ trafficDistribution }), web(0), web(1, { containers: [{ name: 'c', image: 'nginx', ports: [{ name: 'http', containerPort: 80 }], readinessProbe: { exec: { command: ['false'] } } }] }))
    t.runFor(5000)
    const told = slicesOf(t).flatMap(s => s.endpoints ?? []).map((e: any) => [e.targetRef.name, e.zone, e.hints]).sort()
    expect(told).toEqual([['web-0', 'z1', hints], ['web-1', 'z1', undefined]])
  })

  test('a service that changes its mind', () => {
    const t = testCluster({ nodes: 1 })
    t.kubectl('label node node-1 topology.kubernetes.io/zone=z1')
    t.apply(service(), web(0))
    t.runFor(5000)
    const hints = () => slicesOf(t)[0]!.endpoints[0].hints
    t.kubectl(`patch svc web -p '{"spec":{"trafficDistribution":"PreferSameZone"}}'`)
    t.runFor(3000)
    expect(hints()).toEqual({ forZones: [{ name: 'z1' }] })
    t.kubectl(`patch svc web -p '{"spec":{"trafficDistribution":null}}'`)
    t.runFor(3000)
    expect(hints()).toBeUndefined()
  })
})
