// Each fault on a whole cluster: what it breaks shows as it would in a real one, and what is mended goes on.
import { expect, test } from 'vitest'
import type { Fault } from './fault.ts'
import { activePods, isGone, jobIs, podIs, podsAre, testCluster, type TestCluster } from '../testing/testCluster.ts'
import { aJob, aPod, runsFor } from '../testing/builders.ts'

const breaks = (t: TestCluster, fault: Fault) => t.act({ do: 'break', fault })
const readyOf = (t: TestCluster, node: string) => t.object('nodes', node)!.status.conditions.find((c: { type: string }) => c.type === 'Ready').status as string
const onNode1 = { nodeName: 'node-1' }
const aServer = (name: string) => aPod(name, { image: 'nginx:1.25', spec: { ...onNode1, restartPolicy: 'Always', containers: [{ name: 'c', image: 'nginx:1.25' }] } })

test('node-down: the node falls silent, its containers are lost, and a machine that boots starts them anew', () => {
  const t = testCluster({ seed: 3, nodes: 2 })
  t.apply(aServer('web'))
  t.runUntil(podIs('web', 'Running'))
  breaks(t, { kind: 'node-down', node: 'node-1' })
  t.runFor(60_000)
  expect(readyOf(t, 'node-1')).toBe('Unknown')
  expect(() => t.kubectl('logs web')).toThrow('no route to host')
  t.act({ do: 'mend', id: 'node-down/node-1' })
  t.runFor(60_000)
  expect(readyOf(t, 'node-1')).toBe('True')
  const status = t.object('pods', 'web')!.status.containerStatuses[0]
  expect(status).toMatchObject({ restartCount: 1, ready: true, lastState: { terminated: { exitCode: 255, reason: 'Unknown' } } })
  expect(t.events('web')).toContain('SandboxChanged: Pod sandbox changed, it will be killed and re-created.')
})

test('node-down: a pod that never restarts has failed when the machine is back, and its Job makes another', () => {
  const t = testCluster({ seed: 3, nodes: 1 })
  t.apply(aJob('long', { runs: runsFor(40_000), backoffLimit: 3 }))
  t.runUntil(podsAre('long', 'Running', 1))
  breaks(t, { kind: 'node-down', node: 'node-1' })
  t.runFor(5_000)
  t.act({ do: 'mend-all' })
  t.runUntil(jobIs('long', 'Complete'), 300_000)
  expect(t.object('jobs', 'long')!.status).toMatchObject({ failed: 1, succeeded: 1 })
})

test('kubelet-stopped: nothing is reported, and the containers have gone on when it comes back', () => {
  const t = testCluster({ seed: 3, nodes: 1 })
  t.apply(aPod('sleeper', { runs: runsFor(30_000) }))
  t.runUntil(podIs('sleeper', 'Running'))
  breaks(t, { kind: 'kubelet-stopped', node: 'node-1' })
  t.runFor(45_000)
  expect(podIs('sleeper', 'Running')(t)).toBe(true)
  expect(() => t.kubectl('logs sleeper')).toThrow('connection refused')
  t.act({ do: 'mend', id: 'kubelet-stopped/node-1' })
  t.runUntil(podIs('sleeper', 'Succeeded'), 10_000)
  const { startedAt, finishedAt } = t.object('pods', 'sleeper')!.status.containerStatuses[0].state.terminated
  expect(Date.parse(finishedAt) - Date.parse(startedAt)).toBe(30_000)
})

test('network-cut: the node is Unknown and evicted from, its containers run on, and it obeys when it is connected again', () => {
  const t = testCluster({ seed: 3, nodes: 2 })
  t.apply(aServer('web'))
  t.runUntil(podIs('web', 'Running'))
  breaks(t, { kind: 'network-cut', node: 'node-1' })
  t.runFor(60_000)
  expect(readyOf(t, 'node-1')).toBe('Unknown')
  expect(() => t.kubectl('logs web')).toThrow('i/o timeout')
  t.runFor(320_000)
  expect(t.object('pods', 'web')!.metadata.deletionTimestamp).toBeDefined()
  t.act({ do: 'mend', id: 'network-cut/node-1' })
  t.runUntil(isGone('pods', 'web'), 60_000)
  expect(readyOf(t, 'node-1')).toBe('True')
})

const readyPod = (status: string) => Object.assign((t: TestCluster) => readyCondition(t)?.status === status, { says: `web is ready: ${status}` })
const readyCondition = (t: TestCluster) => t.object('pods', 'web')!.status.conditions?.find((c: { type: string }) => c.type === 'Ready')

test('[K19] network-cut for a minute: the pod that was called not ready meanwhile is ready again within a round of its kubelet', () => {
  const t = testCluster({ seed: 3, nodes: 2 })
  t.apply(aServer('web'))
  t.runUntil(readyPod('True'))
  const { lastTransitionTime } = readyCondition(t)
  breaks(t, { kind: 'network-cut', node: 'node-1' })
  t.runFor(60_000)
  expect(readyCondition(t).status).toBe('False')
  t.act({ do: 'mend', id: 'network-cut/node-1' })
  t.runFor(5_000)
  expect(readyOf(t, 'node-1')).toBe('True')
  t.runUntil(readyPod('True'), 10_100)
  expect(readyCondition(t).lastTransitionTime).toBe(lastTransitionTime)
})

test('[K19] what somebody writes into a running pod’s status is corrected, and a condition of his own stays', () => {
  const t = testCluster({ seed: 3, nodes: 1 })
  t.apply(aServer('web'))
  t.runUntil(readyPod('True'))
  t.runFor(3_000)
  t.kubectl(`patch pod web --subresource=status -p '{"status":{"podIP":"10.9.9.9","conditions":[{"type":"Ready","status":"False"},{"type":"example.com/fed","status":"True"}]}}'`)
  const { podIP } = t.object('pods', 'web')!.status
  expect(podIP).toBe('10.9.9.9')
  t.runUntil(readyPod('True'), 10_100)
  const { status } = t.object('pods', 'web')!
  expect(status.podIP).not.toBe(podIP)
  expect(status.conditions.map((c: { type: string; status: string }) => `${c.type}=${c.status}`)).toContain('example.com/fed=True')
})

test('network-cut: no image comes over a cable that is cut', () => {
  const t = testCluster({ seed: 3, nodes: 1 })
  t.apply(aServer('web'))
  t.runFor(300)
  breaks(t, { kind: 'network-cut', node: 'node-1' })
  t.runFor(5_000)
  t.act({ do: 'mend-all' })
  t.runUntil(podIs('web', 'Running'), 60_000)
  expect(t.object('pods', 'web')!.status.containerStatuses[0].ready).toBe(true)
})

test('controller-stopped: its work waits for it; the manager takes all along', () => {
  const t = testCluster({ seed: 3, nodes: 1 })
  breaks(t, { kind: 'controller-stopped', name: 'kube-controller-manager' })
  expect(() => t.act({ do: 'start-controller', name: 'job' })).toThrow('kube-controller-manager is stopped')
  t.apply(aJob('waits'))
  t.runFor(30_000)
  expect(t.podsOf('waits')).toEqual([])
  breaks(t, { kind: 'controller-stopped', name: 'job' })
  t.act({ do: 'mend', id: 'controller-stopped/kube-controller-manager' })
  t.runFor(30_000)
  expect(t.podsOf('waits')).toEqual([])
  t.act({ do: 'start-controller', name: 'job-controller' })
  t.runUntil(jobIs('waits', 'Complete'), 60_000)
  expect(t.cluster.faults.list()).toEqual([])
})

test.each(['controllers', 'job-controller'])('watch-slow: %s acts on what it hears late', watcher => {
  const t = testCluster({ seed: 3, nodes: 1 })
  breaks(t, { kind: 'watch-slow', watcher, ms: 4_000 })
  t.apply(aJob('late', { completions: 3, parallelism: 2, runs: runsFor(1_000) }))
  t.runFor(3_500)
  expect(t.podsOf('late')).toEqual([])
  t.runUntil(jobIs('late', 'Complete'), 120_000)
  expect(t.most(activePods('late'))).toBe(2)
})

test('api-refuses: only those writes that fit, in the words asked for', () => {
  const t = testCluster({ seed: 3, nodes: 1 })
  breaks(t, { kind: 'api-refuses', rate: 1, verb: 'create', resource: 'pods', client: 'job-controller', error: 'forbidden' })
  t.apply(aJob('forbidden'))
  t.runFor(10_000)
  expect(t.podsOf('forbidden')).toEqual([])
  expect(t.events('forbidden').some(e => e.includes('pods is forbidden: User "system:serviceaccount:kube-system:job-controller" cannot create resource "pods" in API group "" in the namespace "default"'))).toBe(true)
  t.apply(aPod('mine'))
  t.act({ do: 'mend-all' })
  t.runUntil(jobIs('forbidden', 'Complete'), 300_000)
})

test('api-refuses: the learner only where he asks for it', () => {
  const t = testCluster({ seed: 3, nodes: 1 })
  breaks(t, { kind: 'api-refuses', rate: 1, client: 'kubectl', error: 'unavailable' })
  expect(() => t.apply(aPod('mine'))).toThrow('the server is currently unable to handle the request')
})

test.each([
  ['registry-down', '503 Service Unavailable'], ['not-found', 'docker.io/library/nginx:1.25: not found'], ['denied', 'pull access denied'], ['rate-limited', '429 Too Many Requests'],
] as const)('image-unavailable: %s', (why, words) => {
  const t = testCluster({ seed: 3, nodes: 1 })
  breaks(t, { kind: 'image-unavailable', image: 'nginx', why })
  t.apply(aServer('web'), aPod('other'))
  t.runFor(20_000)
  expect(t.object('pods', 'web')!.status.containerStatuses[0].state.waiting.reason).toMatch(/ErrImagePull|ImagePullBackOff/)
  expect(t.events('web').some(e => e.startsWith('Failed: Failed to pull image "nginx:1.25"') && e.includes(words))).toBe(true)
  expect(podIs('other', 'Succeeded')(t)).toBe(true)
  t.act({ do: 'mend', id: 'image-unavailable/nginx' })
  t.runUntil(podIs('web', 'Running'), 120_000)
})

test('program-fails: of one workload, by its code; what goes on for ever is killed', () => {
  const t = testCluster({ seed: 3, nodes: 1 })
  breaks(t, { kind: 'program-fails', rate: 1, exitCode: 42, workload: 'jobs/default/bad' })
  breaks(t, { kind: 'program-fails', rate: 1, image: 'nginx' })
  t.apply(aJob('bad', { backoffLimit: 0 }), aJob('good'), aServer('web'))
  t.runUntil(jobIs('bad', 'Failed'), 60_000)
  expect(t.podsOf('bad')[0]!.status.containerStatuses[0].state.terminated.exitCode).toBe(42)
  t.runUntil(jobIs('good', 'Complete'), 60_000)
  t.runFor(60_000)
  expect(t.object('pods', 'web')!.status.containerStatuses[0].lastState.terminated.exitCode).toBe(137)
})

test('program-fails: now and then is a share of the runs', () => {
  const t = testCluster({ seed: 3, nodes: 2 })
  breaks(t, { kind: 'program-fails', rate: 0.5 })
  t.apply(aJob('some', { completions: 20, parallelism: 10, backoffLimit: 100, runs: runsFor(500) }))
  t.runFor(40_000)
  const { failed = 0, succeeded = 0 } = t.object('jobs', 'some')!.status
  expect(failed).toBeGreaterThan(3)
  expect(succeeded).toBeGreaterThan(3)
})

test('what is broken lasts in the table of faults until it is mended; nonsense is refused', () => {
  const t = testCluster({ seed: 3, nodes: 1 })
  t.act({ do: 'stop-kubelet', name: 'node-1' })
  breaks(t, { kind: 'program-fails', rate: 0.1 })
  breaks(t, { kind: 'program-fails', rate: 0.2 })
  expect(t.cluster.faults.list().map(f => f.id)).toEqual(['kubelet-stopped/node-1', 'program-fails//'])
  expect(t.cluster.faults.get('program-fails//')!.fault).toMatchObject({ rate: 0.2 })
  for (const bad of [{ kind: 'node-down', node: 'node-7' }, { kind: 'api-refuses', rate: 2 }, { kind: 'watch-slow', watcher: 'nobody', ms: 5 }, { kind: 'controller-stopped', name: 'x' }] as Fault[]) {
    expect(() => breaks(t, bad)).toThrow()
  }
  t.act({ do: 'remove-node', name: 'node-1' })
  t.act({ do: 'mend', id: 'program-fails//' })
  expect(t.cluster.faults.list()).toEqual([])
})

test('E2 E3 with every fault at once: all the way back and on again comes to the same end', () => {
  const t = testCluster({ seed: 5, nodes: 3 })
  t.apply(aJob('work', { completions: 6, parallelism: 3, runs: runsFor(3_000) }), aServer('web'))
  t.runFor(6_000)
  breaks(t, { kind: 'network-cut', node: 'node-2' })
  breaks(t, { kind: 'program-fails', rate: 0.4 })
  breaks(t, { kind: 'api-refuses', rate: 0.3 })
  breaks(t, { kind: 'watch-slow', watcher: 'job-controller', ms: 700 })
  breaks(t, { kind: 'node-down', node: 'node-1' })
  t.runFor(9_000)
  t.act({ do: 'mend-all' })
  t.runFor(60_000)
  const { world } = t.cluster
  const { now, position } = world
  const end = world.dump()
  const last = world.inputs.at(-1)!.seq
  for (const to of [last, last + Math.floor((position - last) / 2)]) {
    world.travel({ toFrame: to })
    world.forgetFuture()
    world.travel({ toAt: now })
    expect(world.dump() === end).toBe(true)
  }
})
