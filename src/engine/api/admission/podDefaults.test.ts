// What admission adds to every pod, seen from outside.
import { expect, test } from 'vitest'
import { createCluster } from '../../index.ts'
import { Pod, ServiceAccount } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'

const aPod = (name: string, spec: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec } }) as AnyObject

test('a service account hands its pull secrets on to pods that name none', () => {
  const cluster = createCluster({ seed: 1, nodes: 1 })
  cluster.world.travel({ forMs: 1000 })
  const client = cluster.client()
  const secretsOf = (pod: AnyObject) => (client.create(pod as never, 'default') as unknown as AnyObject)['spec'].imagePullSecrets
  expect(secretsOf(aPod('before'))).toBeUndefined()
  client.patch(ServiceAccount, 'default', 'default', 'merge', { imagePullSecrets: [{ name: 'registry' }] })
  expect(secretsOf(aPod('p'))).toEqual([{ name: 'registry' }])
  expect(secretsOf(aPod('own', { imagePullSecrets: [{ name: 'mine' }] }))).toEqual([{ name: 'mine' }])
  expect(client.get(Pod, 'default', 'p')).toBeDefined()
})

test('who names no class may not say whom to preempt otherwise', () => {
  const client = createCluster({ seed: 1, nodes: 1 }).client()
  expect(() => client.create(aPod('p', { preemptionPolicy: 'Never' }) as never, 'default'))
    .toThrow('the string value of PreemptionPolicy (Never) must not be provided in pod spec; priority admission controller computed PreemptLowerPriority from the given PriorityClass name')
})
