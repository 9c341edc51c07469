import { describe, expect, test } from 'vitest'
import type { AnyObject } from '../../../../kube/object.ts'
import { createFindings, made, updateFindings } from '../testObjects.ts'
import { nodeStrategy } from './strategy.ts'

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }
const taint = (key: string, effect = 'NoSchedule', value?: string): object => ({ key, effect, ...(value === undefined ? {} : { value }) })
const node = (spec: object = {}): AnyObject => made('Node', 'v1', spec)

describe('a new node', () => {
  test('takes no pods until it is known to be ready', () => {
    expect(node().spec.taints).toEqual([NOT_READY])
    expect(node({ taints: [NOT_READY] }).spec.taints).toEqual([NOT_READY])
    const ready = { ...node(), spec: {}, status: { conditions: [{ type: 'Ready', status: 'True' }] } } as never
    expect(nodeStrategy.prepareCreate(ready).spec.taints).toBeUndefined()
  })
  test('may promise what it has', () => {
    const given = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, status: { capacity: { cpu: '0.5', pods: '110' } } } as never
    expect(nodeStrategy.defaults(given).status).toMatchObject({ capacity: { cpu: '500m', pods: '110' }, allocatable: { cpu: '500m', pods: '110' } })
  })
  test.each<[string, object, string[]]>([
    ['the same key with two effects', { taints: [taint('a'), taint('a', 'NoExecute')] }, []],
    ['the same place twice', { taints: [taint('a'), taint('a', 'NoSchedule', 'b')] },
      ['metadata.taints[1]: Duplicate value: {"Key":"a","Value":"b","Effect":"NoSchedule","TimeAdded":null}: taints must be unique by key and effect pair']],
    ['no effect', { taints: [taint('a', '')] }, ['metadata.taints[0].effect: Required value']],
    ['an effect that is none', { taints: [taint('a', 'Never')] }, ['metadata.taints[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"']],
    ['a network that is none', { podCIDRs: ['10.0.0.0'] }, ['spec.podCIDRs[0]: Invalid value: "10.0.0.0": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']],
  ])('%s', (_name, spec, findings) => expect(createFindings(node(spec))).toEqual(findings))
})

test('its network is given once; cordon and taints may come and go', () => {
  const old = node({ podCIDRs: ['10.0.0.0/24'] })
  const withSpec = (spec: object): AnyObject => ({ ...old, spec: { ...old.spec, ...spec } })
  expect(updateFindings(withSpec({ unschedulable: true, taints: [] }), old)).toEqual([])
  expect(updateFindings(withSpec({ podCIDRs: ['10.0.1.0/24'] }), old)).toEqual(['spec.podCIDRs: Forbidden: node updates may not change podCIDR except from "" to valid'])
})
