import { describe, expect, test } from 'vitest'
import type { Service } from '../../../kube/core.ts'
import type { Endpoint, EndpointSlice } from '../../../kube/discovery.ts'
import { MANAGED_BY, MANAGER, planSlices, SERVICE_NAME } from './plan.ts'

const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'd', uid: 's', labels: { app: 'x' } }, spec: { clusterIP: '10.96.0.9', selector: { app: 'x' }, ports: [{ port: 80 }] } } as unknown as Service
const labels = { app: 'x', [SERVICE_NAME]: 'web', [MANAGED_BY]: MANAGER }
const endpoint = (n: number, ready = true): Endpoint =>
  ({ addresses: [`10.0.${n >> 8}.${n & 255}`], conditions: { ready, serving: ready, terminating: false }, nodeName: 'n', targetRef: { kind: 'Pod', namespace: 'd', name: `p${n}`, uid: `u${n}` } })
const range = (from: number, to: number): Endpoint[] => Array.from({ length: to - from }, (_, i) => endpoint(from + i))
const ports = [{ name: '', port: 80, protocol: 'TCP' as const }]
const slice = (name: string, endpoints: Endpoint[], more: Partial<EndpointSlice> = {}): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4', endpoints, ports,
  metadata: { name, namespace: 'd', generateName: 'web-', labels, ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'web', uid: 's', controller: true }] }, ...more,
})
/** What a plan comes to: how many endpoints in each slice made or changed, and which are deleted. */
const given = (endpoints: Endpoint[], existing: EndpointSlice[], of: Service = service) => {
  const plan = planSlices(of, 'IPv4', endpoints.length ? [{ ports, endpoints }] : [], existing)
  return {
    create: plan.create.map(s => s.endpoints!.length), update: Object.fromEntries(plan.update.map(s => [s.metadata.name, s.endpoints!.length])), delete: plan.delete.map(s => s.metadata.name),
  }
}

describe('which slices are written', () => {
  test.each<[string, Endpoint[], EndpointSlice[], ReturnType<typeof given>]>([
    ['[ES9] no endpoints and no slice: an empty one', [], [], { create: [0], update: {}, delete: [] }],
    ['[ES9] no endpoints and an empty slice: nothing', [], [slice('a', [], { ports: [] })], { create: [], update: {}, delete: [] }],
    ['[ES9] the last endpoint goes: its slice becomes the empty one', [], [slice('a', [endpoint(1)])], { create: [], update: { a: 0 }, delete: [] }],
    ['[ES10] the first endpoint comes: the empty slice becomes its', [endpoint(1)], [slice('a', [], { ports: [] })], { create: [], update: { a: 1 }, delete: [] }],
    ['nothing new', range(0, 3), [slice('a', range(0, 3))], { create: [], update: {}, delete: [] }],
    ['[ES7] one is gone', range(0, 2), [slice('a', range(0, 3))], { create: [], update: { a: 2 }, delete: [] }],
    ['[ES7] one is no longer ready', [endpoint(0, false), endpoint(1)], [slice('a', range(0, 2))], { create: [], update: { a: 2 }, delete: [] }],
    ['[ES8] a hundred fit', range(0, 100), [], { create: [100], update: {}, delete: [] }],
    ['[ES8] one more than a hundred does not', range(0, 101), [], { create: [100, 1], update: {}, delete: [] }],
    ['[ES7] what is new goes into the slice that becomes the fullest', range(0, 141), [slice('a', range(0, 90)), slice('b', range(90, 140))], { create: [], update: { a: 91 }, delete: [] }],
    ['[ES7] but all of it into one', range(0, 160), [slice('a', range(0, 90)), slice('b', range(90, 140))], { create: [], update: { b: 70 }, delete: [] }],
    ['[ES7] slices that are written anyway are filled first', range(1, 142), [slice('a', range(0, 60)), slice('b', range(60, 140))], { create: [], update: { a: 61 }, delete: [] }],
    ['[ES7] an emptied slice goes', range(0, 100), [slice('a', range(0, 100)), slice('b', [endpoint(200)])], { create: [], update: {}, delete: ['b'] }],
    ['a slice of a namesake that was deleted is not taken over', [endpoint(1)], [slice('a', [endpoint(1)], { metadata: { ...slice('a', []).metadata, ownerReferences: [{ apiVersion: 'v1', kind: 'Service', name: 'web', uid: 'old' }] } })], { create: [1], update: {}, delete: ['a'] }],
  ])('%s', (_name, endpoints, existing, plan) => expect(given(endpoints, existing)).toEqual(plan))
})

test('[ES6] a label of the service is told to its slices; what bears our own names is not the service’s to say', () => {
  const told = { ...service, metadata: { ...service.metadata, labels: { app: 'y', [MANAGED_BY]: 'me' } } } as Service
  const { update } = planSlices(told, 'IPv4', [{ ports, endpoints: [endpoint(1)] }], [slice('a', [endpoint(1)])])
  expect(update.map(s => s.metadata.labels)).toEqual([{ app: 'y', [SERVICE_NAME]: 'web', [MANAGED_BY]: MANAGER }])
})

test('[ES5] other ports are another slice, and a slice whose ports nobody offers goes', () => {
  const other = [{ name: '', port: 81, protocol: 'TCP' as const }]
  const plan = planSlices(service, 'IPv4', [{ ports, endpoints: [endpoint(1)] }, { ports: other, endpoints: [endpoint(2)] }], [slice('a', [endpoint(1)])])
  expect([plan.create.map(s => s.ports![0]!.port), plan.update, plan.delete]).toEqual([[81], [], []])
})
