// The door for resizing: what it lets through, and what it says to the rest.
import { expect, test } from 'vitest'
import { LimitRange, Pod, ResourceQuota } from '../../../../kube/kinds.ts'
import type { AnyObject } from '../../../../kube/object.ts'
import { createCluster } from '../../../cluster.ts'
import { ApiError } from '../../errors.ts'

const cluster = createCluster({ nodes: 1 })
cluster.world.travel({ forMs: 500 })
const client = cluster.client()
const pod = (name: string, resources: unknown, more: object = {}): void => {
  client.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'c', image: 'busybox', command: ['sleep', '9999'], resources }, { name: 'd', image: 'busybox', command: ['sleep', '9999'] }], ...more } } as AnyObject, 'default')
}
const burst = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } }
pod('b', burst, { initContainers: [{ name: 'i', image: 'busybox' }, { name: 's', image: 'busybox', command: ['sleep', '9999'], restartPolicy: 'Always', resources: { requests: { cpu: '10m' } } }] })
pod('n', {})
client.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'g' }, spec: { containers: [{ name: 'c', image: 'busybox', resources: { limits: { cpu: '1', memory: '64Mi' } } }] } } as AnyObject, 'default')

const refusal = (name: string, patch: unknown, type: 'strategic' | 'merge' | 'json' = 'strategic'): string => {
  try {
    client.patch(Pod, 'default', name, type, patch, { subresource: 'resize', dryRun: true })
    return ''
  } catch (e) {
    return (e as ApiError).message.replace(`Pod "${name}" is invalid: `, '').replace(/\n[^]*/, '')
  }
}
const of = (resources: unknown, more: object = {}) => ({ spec: { containers: [{ name: 'c', resources, ...more }] } })

test.each([
  ['more cpu', 'b', of({ requests: { cpu: '150m' } }), ''],
  ['less memory', 'b', of({ limits: { memory: '100Mi' } }), ''],
  ['a limit that was not there', 'b', { spec: { containers: [{ name: 'd', resources: { limits: { cpu: '1' } } }] } }, ''],
  ['a policy', 'b', of({}, { resizePolicy: [{ resourceName: 'cpu', restartPolicy: 'RestartContainer' }] }), ''],
  ['a sidecar', 'b', { spec: { initContainers: [{ name: 's', resources: { requests: { cpu: '20m' } } }] } }, ''],
  ['a label is not seen', 'b', { metadata: { labels: { a: 'b' } } }, ''],
  ['an image is not seen', 'b', of({}, { image: 'alpine' }), ''],
  ['more than the limit', 'b', of({ requests: { cpu: '300m' } }), 'spec.containers[0].resources.requests: Invalid value: "300m": must be less than or equal to cpu limit of 200m'],
  ['without a request', 'b', { spec: { initContainers: [{ name: 's', resources: { requests: { cpu: null } } }] } }, 'spec.initContainers[1].resources.requests: Forbidden: resource requests cannot be removed'],
  ['without a request where there is a limit, which fills it in', 'b', of({ requests: { cpu: null } }), ''],
  ['without a limit', 'b', of({ limits: { memory: null } }), 'spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed'],
  ['other resources', 'b', of({ requests: { 'ephemeral-storage': '1Gi' } }), 'spec: Forbidden: only cpu and memory resources are mutable'],
  ['other resources of a sidecar', 'b', { spec: { initContainers: [{ name: 's', resources: { requests: { 'ephemeral-storage': '1Gi' } } }] } }, 'spec: Forbidden: only cpu and memory resources for sidecar containers are mutable'],
  ['an init container', 'b', { spec: { initContainers: [{ name: 'i', resources: { requests: { cpu: '1m' } } }] } }, 'spec: Forbidden: resources for non-sidecar init containers are immutable'],
  ['BestEffort stays so', 'n', of({ requests: { cpu: '1m' } }), 'spec: Invalid value: "BestEffort": Pod QOS Class may not change as a result of resizing'],
  ['Guaranteed stays so', 'g', of({ requests: { cpu: '500m' } }), 'spec: Invalid value: "Guaranteed": Pod QOS Class may not change as a result of resizing'],
  ['Guaranteed with both', 'g', of({ requests: { cpu: '500m' }, limits: { cpu: '500m' } }), ''],
])('%s', (_what, name, patch, words) => expect(refusal(name, patch)).toBe(words))

test.each([
  ['a container more', [{ op: 'add', path: '/spec/containers/-', value: { name: 'x', image: 'x' } }], 'spec.containers: Forbidden: containers may not be added or removed on resize'],
  ['another name', [{ op: 'replace', path: '/spec/containers/0/name', value: 'x' }], 'spec.containers[0].name: Forbidden: containers may not be renamed or reordered on resize'],
])('%s', (_what, patch, words) => expect(refusal('b', patch, 'json')).toBe(words))

test('the generation rises, and nothing else but the sizes changes', () => {
  const before = client.get(Pod, 'default', 'b') as unknown as AnyObject
  const after = client.patch(Pod, 'default', 'b', 'strategic', { metadata: { labels: { x: 'y' } }, ...of({ requests: { cpu: '120m' } }, { image: 'alpine' }) }, { subresource: 'resize' }) as unknown as AnyObject
  expect(after.metadata.generation).toBe(before.metadata.generation! + 1)
  expect(after.metadata.labels).toEqual(before.metadata.labels)
  expect(after['spec'].containers[0]).toEqual({ ...before['spec'].containers[0], resources: { ...burst, requests: { cpu: '120m', memory: '64Mi' } } })
})

test('quotas and limits of the namespace are asked', () => {
  client.create({ apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'l' }, spec: { limits: [{ type: 'Pod', max: { cpu: '500m' } }] } } as AnyObject, 'default')
  expect(refusal('b', of({ limits: { cpu: '600m' } }))).toBe('pods "b" is forbidden: maximum cpu usage per Pod is 500m, but limit is 600m')
  client.delete(LimitRange, 'default', 'l')
  client.create({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q' }, spec: { hard: { 'requests.cpu': '1150m' } } } as AnyObject, 'default')
  cluster.world.travel({ forMs: 5000 })
  const whole = (cpu: string) => of({ requests: { cpu }, limits: { cpu } })
  expect(refusal('g', whole('1100m'))).toBe('pods "g" is forbidden: exceeded quota: q, requested: requests.cpu=100m, used: requests.cpu=1130m, limited: requests.cpu=1150m')
  expect(refusal('g', whole('900m'))).toBe('')
  client.delete(ResourceQuota, 'default', 'q')
})
