import { expect, test } from 'vitest'
import type { Pod, Service } from '../../../kube/core.ts'
import { subsetsOf, truncated } from './subsets.ts'

const pod = (n: number, { ready = true, ...more }: { ready?: boolean; metadata?: object; spec?: object; status?: object } = {}): Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: `p${n}`, namespace: 'd', uid: `u${n}`, ...more.metadata },
  spec: { nodeName: 'n', containers: [{ name: 'c', ports: [{ name: 'http', containerPort: n % 2 ? 80 : 8080 }] }], ...more.spec },
  status: { podIP: `10.0.${n >> 8}.${n & 255}`, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }], ...more.status },
}) as unknown as Pod
const service = (spec: object): Service => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'd' }, spec: { clusterIP: '10.96.0.9', ports: [{ port: 80 }], ...spec } }) as unknown as Service
const short = (subsets: ReturnType<typeof subsetsOf>) => subsets.map(s => [s.addresses?.map(a => a.ip) ?? [], s.notReadyAddresses?.map(a => a.ip) ?? [], s.ports?.map(p => p.port) ?? []])

test.each<[string, Service, Pod[], unknown]>([
  ['[EP1] nobody', service({}), [], []],
  ['[EP1] no address yet, ended, asked to go', service({}), [pod(1, { status: { podIP: undefined } }), pod(3, { status: { phase: 'Succeeded' } }), pod(5, { metadata: { deletionTimestamp: 'x' } })], []],
  ['[EP2] ready and not ready', service({}), [pod(3), pod(1, { ready: false })], [[['10.0.0.3'], ['10.0.0.1'], [80]]]],
  ['[EP2] published though not ready, and terminating', service({ publishNotReadyAddresses: true }), [pod(1, { ready: false }), pod(3, { metadata: { deletionTimestamp: 'x' } })], [[['10.0.0.1', '10.0.0.3'], [], [80]]]],
  ['[EP3] a named port under two numbers', service({ ports: [{ port: 80, targetPort: 'http' }] }), [pod(1), pod(2)], [[['10.0.0.1'], [], [80]], [['10.0.0.2'], [], [8080]]]],
  ['[EP3] a name that a pod does not have leaves it out', service({ ports: [{ port: 80, targetPort: 'https' }] }), [pod(1)], []],
  ['two ports of one address stand together', service({ ports: [{ name: 'a', port: 80 }, { name: 'b', port: 81 }] }), [pod(1)], [[['10.0.0.1'], [], [80, 81]]]],
  ['headless without ports', service({ clusterIP: 'None', ports: undefined }), [pod(1)], [[['10.0.0.1'], [], []]]],
  ['addresses compare by their text', service({}), [pod(9), pod(10)], [[['10.0.0.10', '10.0.0.9'], [], [80]]]],
])('%s', (_name, of, pods, wanted) => expect(short(subsetsOf(of, pods.toReversed()))).toEqual(wanted))

test('[EP5] a thousand and no more, the ready first', () => {
  const many = (from: number, to: number, ready: boolean) => Array.from({ length: to - from }, (_, i) => pod((from + i) * 2 + 1, { ready }))
  const cut = truncated(subsetsOf(service({}), [...many(0, 800, true), ...many(800, 1100, false)]))
  expect([cut.over, cut.subsets[0]!.addresses!.length, cut.subsets[0]!.notReadyAddresses!.length]).toEqual([true, 800, 200])
  expect(truncated(subsetsOf(service({}), many(0, 1000, true))).over).toBe(false)
  expect(truncated(subsetsOf(service({}), many(0, 1001, true))).subsets[0]!.addresses!.length).toBe(1000)
})
