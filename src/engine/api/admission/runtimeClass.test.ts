// What a pod's runtime class gives it, and refuses.
import { describe, expect, test } from 'vitest'
import { createCluster } from '../../index.ts'
import { RuntimeClass } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { mergeTolerations } from './runtimeClass.ts'

const aPod = (spec: object) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec } }) as AnyObject
const kata = {
  apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'kata' }, handler: 'kata',
  overhead: { podFixed: { cpu: '250m' } }, scheduling: { nodeSelector: { kata: 'yes' }, tolerations: [{ key: 'kata', operator: 'Exists' }] },
} as unknown as AnyObject

function made(spec: object, ...classes: readonly AnyObject[]): AnyObject['spec'] {
  const cluster = createCluster({ seed: 1, nodes: 1 })
  cluster.world.travel({ forMs: 1000 })
  const client = cluster.client()
  for (const c of classes) client.create(c as never, undefined)
  return (client.create(aPod(spec) as never, 'default') as unknown as AnyObject).spec
}

test('a pod gets the overhead of its class, its nodes and its tolerations beside its own', () => {
  const spec = made({ runtimeClassName: 'kata', nodeSelector: { disk: 'ssd' }, tolerations: [{ key: 'a', operator: 'Exists' }] }, kata)
  expect(spec.overhead).toEqual({ cpu: '250m' })
  expect(spec.nodeSelector).toEqual({ disk: 'ssd', kata: 'yes' })
  expect(spec.tolerations.map((t: { key: string }) => t.key)).toEqual(['a', 'node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable', 'kata'])
  expect(made({ runtimeClassName: 'kata', overhead: { cpu: '0.25' } }, kata).overhead).toEqual({ cpu: '250m' })
})

describe('refused', () => {
  test.each([
    ['a class that there is not', { runtimeClassName: 'nope' }, 'pod rejected: RuntimeClass "nope" not found'],
    ['another overhead', { runtimeClassName: 'kata', overhead: { cpu: '1' } }, "pod rejected: Pod's Overhead doesn't match RuntimeClass's defined Overhead"],
    ['overhead without a class', { overhead: { cpu: '1' } }, 'pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead'],
    ['other nodes', { runtimeClassName: 'kata', nodeSelector: { kata: 'no' } }, 'conflict: runtimeClass.scheduling.nodeSelector[kata] = yes; pod.spec.nodeSelector[kata] = no'],
  ])('%s', (_what, spec, why) => expect(() => made(spec, kata)).toThrow(`pods "p" is forbidden: ${why}`))
})

test('of tolerations the one stays that covers the other', () => {
  const exists = { key: 'a', operator: 'Exists' as const }
  const equal = { key: 'a', operator: 'Equal' as const, value: '1', effect: 'NoSchedule' as const }
  expect(mergeTolerations([equal], [exists])).toEqual([exists])
  expect(mergeTolerations([exists], [exists, equal])).toEqual([exists])
  expect(mergeTolerations([equal], [{ ...equal, value: '2' }])).toHaveLength(2)
  expect(mergeTolerations([{ ...exists, effect: 'NoExecute' }], [{ ...exists, effect: 'NoExecute', tolerationSeconds: 5 }])).toEqual([{ ...exists, effect: 'NoExecute' }])
})

test('a class is judged: its handler, which stays, and what it costs', () => {
  const client = createCluster({ seed: 1, nodes: 1 }).client()
  const create = (more: object) => () => client.create({ ...kata, ...more } as never, undefined)
  expect(create({ handler: 'A_' })).toThrow('handler: Invalid value: "A_": a lowercase RFC 1123 label must consist of')
  expect(create({ overhead: { podFixed: { cpu: '-1' } } })).toThrow('overhead.limits[cpu]: Invalid value: "-1": must be greater than or equal to 0')
  expect(create({ scheduling: { tolerations: [{ operator: 'Exists' }, { operator: 'Exists' }] } })).toThrow('scheduling.tolerations[1]: Duplicate value')
  create({})()
  expect(() => client.patch(RuntimeClass, undefined, 'kata', 'merge', { handler: 'other' })).toThrow('handler: Invalid value: "other": field is immutable')
})
