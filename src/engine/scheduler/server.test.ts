// The scheduler on the real API server: what it writes is accepted, and reads as recorded.
import { expect, test } from 'vitest'
import { Event as EventKind, Node as NodeKind, Pod as PodKind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { ApiServer } from '../api/server.ts'
import { EventRecorder } from '../informers/events.ts'
import { Limiter } from '../informers/limiter.ts'
import { realistic } from '../latency.ts'
import type { Parts } from '../parts.ts'
import { World } from '../world/world.ts'
import { Scheduler } from './scheduler.ts'
import { aNode, aPod } from './testBed.ts'

function bed() {
  const world = new World({ seed: 1, startAt: Date.UTC(2026, 0, 1, 9), freeze: true })
  const server = new ApiServer(world, { watchLateMs: realistic.watchMs })
  const limiter = new Limiter(world, false)
  const events = new EventRecorder(world, server, limiter, realistic.eventMs)
  const scheduler = new Scheduler({ world, server, events, limiter, latency: realistic } as unknown as Parts)
  world.onInput('make', (objects: readonly AnyObject[]) => { for (const o of objects) server.create('kubernetes', o, o.metadata.namespace) })
  world.onInput('remove', (name: string) => { server.delete('kubernetes', PodKind, 'default', name, { gracePeriodSeconds: 0 }) })
  world.onInput('ready', (name: string) => { server.patch('node-controller', NodeKind, undefined, name, 'merge', { spec: { taints: null } }) })
  const make = (...objects: readonly object[]) => world.input('make', JSON.parse(JSON.stringify(objects)))
  make({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'default' } }, { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' } })
  const pod = (name: string) => server.get(PodKind, 'default', name)
  return { world, server, scheduler, make, pod, run: (forMs: number) => world.travel({ forMs }) }
}
const bare = (pod: ReturnType<typeof aPod>) => ({ apiVersion: pod.apiVersion, kind: pod.kind, metadata: { name: pod.metadata.name, namespace: 'default' }, spec: pod.spec })
const priorityClass = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'vip' }, value: 1000 }

test('binds; a pod that does not fit gets its condition; a VIP with a priority class makes room', () => {
  const t = bed()
  t.make(aNode('n1', { cpu: '2' }), priorityClass)
  t.make(bare(aPod('a', { cpu: '1500m' })))
  t.run(20)
  // A node is new: the API server keeps pods away until the node controller has seen it ready.
  expect(t.scheduler.verdicts.get('default/a')!.answers[0]!.refusal!.reasons).toEqual([{ id: 'taint', key: 'node.kubernetes.io/not-ready', value: '', effect: 'NoSchedule' }])
  t.world.input('ready', 'n1')
  t.run(20)
  expect(t.pod('a').spec?.nodeName).toBe('n1')
  expect(t.pod('a').status?.conditions?.find(c => c.type === 'PodScheduled')).toMatchObject({ status: 'True' })

  t.make(bare(aPod('b', { cpu: '1' })))
  t.run(20)
  expect(t.pod('b').status?.conditions?.find(c => c.type === 'PodScheduled')).toMatchObject({
    status: 'False', reason: 'Unschedulable', observedGeneration: 1,
    message: '0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.',
  })

  t.make({ ...bare(aPod('v', { cpu: '2' })), spec: { ...aPod('v', { cpu: '2' }).spec, priorityClassName: 'vip' } })
  t.run(50)
  expect(t.pod('v').status?.nominatedNodeName).toBe('n1')
  expect(t.pod('a').metadata.deletionTimestamp).toBeDefined()
  t.world.input('remove', 'a')
  t.run(50)
  expect(t.pod('v').spec?.nodeName).toBe('n1')
  expect(t.server.list(EventKind, 'default').find(e => e.reason === 'Preempted')).toMatchObject({
    type: 'Normal', action: 'Preempting', reportingComponent: 'default-scheduler', involvedObject: { name: 'a' }, related: { name: 'v' }, message: expect.stringMatching(/^Preempted by pod .* on node n1$/),
  })
  const events = t.server.list(EventKind, 'default').map(e => `${e.involvedObject.name} ${e.reason}`)
  expect(events).toEqual(expect.arrayContaining(['a Scheduled', 'a Preempted', 'b FailedScheduling', 'v FailedScheduling', 'v Scheduled']))
})
