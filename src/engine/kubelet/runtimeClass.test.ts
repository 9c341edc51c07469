// A pod whose class wants a runtime that the nodes do not have.
import { expect, test } from 'vitest'
import { container, podBed, podOf } from '../testing/podBed.ts'

const runtimeClass = (name: string, handler: string) => ({ apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name }, handler })

test('[K38] it gets no sandbox, and is tried again every ten to fifteen seconds', () => {
  const t = podBed()
  t.client.create(runtimeClass('kata', 'kata') as never, undefined)
  t.client.create(runtimeClass('plain', 'runc') as never, undefined)
  t.client.create(podOf('p', { runtimeClassName: 'kata', containers: [container('sleep 1')] }), 'default')
  t.client.create(podOf('q', { runtimeClassName: 'plain', containers: [container('sleep 100')] }), 'default')
  t.run(60)
  expect(t.lines('q').at(-1)).toBe('Running ready running')
  expect(t.lines('p').at(-1)).toBe('Pending ContainerCreating')
  const refused = t.events('p').filter(e => e.reason === 'FailedCreatePodSandBox')
  expect(refused.length).toBeGreaterThanOrEqual(4)
  expect(refused.length).toBeLessThanOrEqual(6)
  expect(refused[0]!.message).toMatch(/^Failed to create pod sandbox: rpc error: code = Unknown desc = unable to get OCI runtime for sandbox "[0-9a-f]{64}": no runtime for "kata" is configured$/)
})
