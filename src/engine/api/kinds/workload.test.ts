// What is refused of the kinds that keep pods, beyond what the vectors of validation have.
import { describe, expect, test } from 'vitest'
import { Deployment, StatefulSet, type Kind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { apiVersionOf } from '../../../kube/kinds.ts'
import { createCluster } from '../../index.ts'
import { ApiError } from '../errors.ts'

const client = createCluster({}).client()
const template = { metadata: { labels: { app: 'x' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } }

function findings(kind: Kind, spec: object, name = 'x'): string[] {
  const object = { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: { name }, spec: { selector: { matchLabels: { app: 'x' } }, template, ...spec } } as unknown as AnyObject
  try {
    client.create(object, 'default', { dryRun: true })
    return []
  } catch (e) {
    if (!(e instanceof ApiError)) throw e
    return (e.details.causes ?? []).map(c => `${c.field}: ${c.message}`)
  }
}

describe('selector', () => {
  test('a requirement without a key is refused as one with an empty key', () => {
    expect(findings(Deployment, { selector: { matchExpressions: [{ operator: 'Exists' }] } })[0]).toBe('spec.selector.matchExpressions[0].key: Invalid value: "": name part must be non-empty')
  })
})

test('a weighted term that has nothing in it is refused, field by field', () => {
  const spec = { ...template.spec, affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{}] } } }
  const at = 'spec.template.spec.affinity.podAntiAffinity.preferredDuringSchedulingIgnoredDuringExecution[0]'
  expect(findings(Deployment, { template: { ...template, spec } })[0]).toBe(`${at}.weight: Invalid value: 0: must be in the range 1-100`)
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec } as unknown as AnyObject
  expect(() => client.create(pod, 'default', { dryRun: true })).toThrow(ApiError)
})

describe('StatefulSet', () => {
  test.each([['a.b', 'must not contain dots'], ['a'.repeat(64), 'must be no more than 63 characters']])('its name is a DNS label, as its pods\' names begin with it: %s', (name, why) => {
    expect(findings(StatefulSet, {}, name)).toEqual([`metadata.name: Invalid value: "${name}": ${why}`])
    expect(findings(Deployment, {}, name)).toEqual([])
  })
  test('findings come in the order of its fields: claims, counts, the Service, then selector and template', () => {
    expect(findings(StatefulSet, { volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: { accessModes: ['ReadWriteOnce'] } }], replicas: -1, serviceName: 'A', selector: undefined }).map(f => f.split(':')[0]))
      .toEqual(['spec.volumeClaimTemplates[0].spec.resources[storage]', 'spec.replicas', 'spec.serviceName', 'spec.selector', 'spec.template.metadata.labels'])
  })
})
