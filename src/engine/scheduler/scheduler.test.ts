import { expect, test } from 'vitest'
import type { Pod } from '../../kube/core.ts'
import { keyOf } from '../../kube/keys.ts'
import { Node as NodeKind, Pod as PodKind } from '../../kube/kinds.ts'
import { judge } from './judge.ts'
import { podInfoOf } from './podInfo.ts'
import { Answers } from './answers.ts'
import { verdictOf } from './record.ts'
import { aNode, aPod, TestBed } from './testBed.ts'
import { ClusterView } from './view.ts'

const bed = (nodes = 3) => {
  const t = new TestBed()
  t.put(...Array.from({ length: nodes }, (_, i) => aNode(`n${i + 1}`)))
  t.run(100)
  return t
}
const condition = (pod: Pod) => pod.status?.conditions?.find(c => c.type === 'PodScheduled')

test('a pod is bound within ten milliseconds, and its verdict is kept', () => {
  const t = bed()
  t.put(aPod('p', { cpu: '1' }))
  t.run(10)
  expect(t.nodeOf('p')).toMatch(/^n[123]$/)
  t.run(5)
  expect(t.events('p')).toEqual([`Scheduled: Successfully assigned default/p to ${t.nodeOf('p')}`])
  const verdict = t.scheduler.verdicts.get('default/p')!
  expect(verdict).toMatchObject({ attempt: 1, nodes: 3, asked: 3, feasible: 3, winner: t.nodeOf('p'), equals: ['n1', 'n2', 'n3'] })
  expect(verdict.scorers!.map(s => s.name)).toContain('NodeResourcesFit')
  t.remove('Pod', 'default/p')
  t.run(10)
  expect(t.scheduler.verdicts.size).toBe(0)
})

test('what is assumed counts at once: three pods that each fill a node go to three nodes', () => {
  const t = bed()
  t.put(aPod('a', { cpu: '3' }), aPod('b', { cpu: '3' }), aPod('c', { cpu: '3' }))
  t.run(50)
  expect(new Set(['a', 'b', 'c'].map(n => t.nodeOf(n))).size).toBe(3)
  expect(t.scheduler.belief.assumed.size).toBe(0)
  expect(t.scheduler.queue.pods.size).toBe(0)
})

test('no node: condition, event and verdict say why; a node that would do brings the pod back at once', () => {
  const t = bed(2)
  t.put(aPod('p', { cpu: '6' }))
  t.run(50)
  const message = '0/2 nodes are available: 2 Insufficient cpu. no new claims to deallocate, preemption: 0/2 nodes are available: 2 Preemption is not helpful for scheduling.'
  expect(t.events('p')).toEqual([`FailedScheduling: ${message}`])
  expect(condition(t.pod('p'))).toMatchObject({ status: 'False', reason: 'Unschedulable', message, observedGeneration: 1 })
  expect(t.scheduler.verdicts.get('default/p')).toMatchObject({ message, feasible: 0 })
  expect(t.scheduler.verdicts.get('default/p')!.answers[0]!.refusal!.reasons).toEqual([{ id: 'insufficient', resource: 'cpu', asked: 6000, used: 0, allocatable: 4000 }])

  t.put(aNode('small'))
  t.run(2000)
  expect(t.scheduler.queue.pods.get('default/p')).toMatchObject({ state: 'unschedulable', attempts: 1 })
  t.put(aNode('big', { cpu: '8' }))
  t.run(20)
  expect(t.nodeOf('p')).toBe('big')
})

test('a second refusal with the same words writes no second condition', () => {
  const t = bed(1)
  t.put(aPod('full', { cpu: '4' }))
  t.run(50)
  t.put(aPod('p', { cpu: '4' }), aPod('small', { cpu: '100m', spec: { nodeSelector: { none: 'such' } } }))
  t.run(50)
  const patches = () => t.wrote.list().filter(w => w.verb === 'patch' && w.what === 'p').length
  expect(patches()).toBe(1)
  t.put({ ...aPod('other'), spec: { ...aPod('other').spec!, nodeName: 'n1' } })
  t.run(50)
  t.remove('Pod', 'default/other')
  t.run(50)
  expect(t.events('p')).toHaveLength(2)
  expect(patches()).toBe(1)
})

test('higher priority goes first, then who came first', () => {
  const t = bed(1)
  t.put(aPod('low'), aPod('high', { priority: 10 }), aPod('low2'))
  t.run(100)
  expect(t.wrote.list().filter(w => w.verb === 'bind').map(w => w.what)).toEqual(['high', 'low', 'low2'])
})

test('gates keep a pod out of the line', () => {
  const t = bed()
  t.put(aPod('p', { spec: { schedulingGates: [{ name: 'wait' }] } }))
  t.run(1000)
  expect(t.scheduler.queue.pods.get('default/p')!.state).toBe('gated')
  expect(t.events('p')).toEqual([])
  const { schedulingGates: _gates, ...spec } = t.pod('p').spec!
  t.put({ ...t.pod('p'), spec })
  t.run(20)
  expect(t.nodeOf('p')).toBeDefined()
})

test('without any node it tries again after 1, 2, 4, 8, 10, 10 s, and takes the first node that comes only then', () => {
  const t = new TestBed()
  const at: number[] = []
  t.world.observe(frame => { if (frame.reason?.id === 'scheduler.no-nodes-at-all') at.push(Math.round((frame.at - t.world.startAt) / 1000)) })
  t.put(aPod('p'))
  t.run(40_000)
  expect(at).toEqual([0, 1, 3, 7, 15, 25, 35])
  // Said once; said again about the pod as it is since the condition was written; then counted as a series, of which the second is written.
  expect(t.events('p')).toEqual(Array(2).fill('FailedScheduling: no nodes available to schedule pods'))
  expect(t.writes().filter(w => w.includes('series'))).toEqual(['3015 series p 2'])
  t.put(aNode('n1'))
  t.run(4_000)
  expect(t.nodeOf('p')).toBeUndefined()
  t.run(2_000)
  expect(t.nodeOf('p')).toBe('n1')
})

test('a refused binding frees the room, says so, and is tried again after a second', () => {
  const t = bed(1)
  t.refuseBindings = 1
  t.put(aPod('p', { cpu: '4' }))
  t.run(500)
  expect(t.events('p')).toEqual(['FailedScheduling: running Bind plugin "DefaultBinder": etcd is away'])
  expect(condition(t.pod('p'))).toMatchObject({ reason: 'SchedulerError' })
  expect(t.scheduler.belief.view.node('n1')!.cpu).toBe(0)
  t.run(1000)
  expect(t.nodeOf('p')).toBe('n1')
})

test('preemption: marks, writes down why, evicts, waits, and takes the room', () => {
  const t = bed(1)
  t.put(aPod('victim', { cpu: '3' }), aPod('bystander', { cpu: '500m', priority: 5 }))
  t.run(100)
  t.put(aPod('vip', { cpu: '3', priority: 100 }))
  t.run(100)
  expect(t.events('vip')).toEqual(['FailedScheduling: 0/1 nodes are available: 1 Insufficient cpu.'])
  expect(t.pod('vip').status).toMatchObject({ nominatedNodeName: 'n1' })
  expect(t.events('victim').at(-1)).toBe('Preempted: Preempted by pod uid-pods/default/vip on node n1')
  expect(t.pod('victim').status!.conditions!.find(c => c.type === 'DisruptionTarget')).toMatchObject({
    status: 'True', reason: 'PreemptionByScheduler', message: 'default-scheduler: preempting to accommodate a higher priority pod',
  })
  expect(t.writes().slice(-3).map(w => w.replace(/^\d+ /, ''))).toEqual(['patch victim', 'patch vip', 'delete victim'])
  expect(t.pod('bystander').metadata.deletionTimestamp).toBeUndefined()

  // Nobody of the same or a lower priority may take what is being freed.
  t.put(aPod('thief', { cpu: '3' }))
  t.remove('Pod', 'default/victim')
  t.run(100)
  expect(t.nodeOf('vip')).toBe('n1')
  expect(t.nodeOf('thief')).toBeUndefined()
  expect(t.scheduler.belief.nominated.size).toBe(0)
})

test('preemptionPolicy Never says so', () => {
  const t = bed(1)
  t.put(aPod('a', { cpu: '3' }))
  t.run(100)
  t.put(aPod('b', { cpu: '3', priority: 9, spec: { preemptionPolicy: 'Never' } }))
  t.run(100)
  expect(t.events('b')).toEqual([
    'FailedScheduling: 0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: not eligible due to preemptionPolicy=Never.',
  ])
})

test('with nothing that seemed to help, it looks again after five minutes', () => {
  const t = bed(1)
  t.put(aPod('p', { spec: { nodeSelector: { disk: 'ssd' } } }))
  t.run(299_000)
  expect(t.events('p')).toHaveLength(1)
  t.run(35_000)
  expect(t.events('p')).toHaveLength(2)
})

test('hints: a taint that goes, a cordon that is lifted, a label that comes; but not a heartbeat', () => {
  const t = new TestBed()
  t.put(aNode('n1', { spec: { taints: [{ key: 'a', effect: 'NoSchedule' }] } }), aNode('n2', { spec: { unschedulable: true } }))
  t.run(10)
  t.put(aPod('p', { spec: { nodeSelector: { disk: 'ssd' } } }), aPod('q'))
  t.run(3000)
  expect([t.events('p').length, t.events('q').length]).toEqual([1, 1])
  const n2 = t.get(NodeKind, 'n2')!
  t.put({ ...n2, status: { ...n2.status, conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: '2026-01-01T09:00:03Z' }] } })
  t.run(1000)
  expect([t.events('p').length, t.events('q').length]).toEqual([1, 1])
  t.put(aNode('n2'))
  t.run(1000)
  expect(t.nodeOf('q')).toBe('n2')
  expect(t.nodeOf('p')).toBeUndefined()
  t.put(aNode('n2', { labels: { disk: 'ssd' } }))
  t.run(1000)
  expect(t.nodeOf('p')).toBe('n2')
})

test('hints: a pod that keeps company or distance is tried again when a node goes to another domain, not for every label or more room', () => {
  const t = new TestBed()
  const place = (zone: string, labels: object = {}) => aNode('n1', { labels: { zone, ...labels } })
  t.put(place('a'))
  t.run(10)
  const near = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', labelSelector: { matchLabels: { app: 'nobody' } } }] } }
  const spread = { topologyKey: 'zone', maxSkew: 1, minDomains: 2, whenUnsatisfiable: 'DoNotSchedule' as const, labelSelector: { matchLabels: { app: 's' } } }
  t.put(aPod('near', { spec: { affinity: near } }), aPod('s1', { labels: { app: 's' }, spec: { topologySpreadConstraints: [spread] } }))
  t.run(3000)
  t.put(aPod('s2', { labels: { app: 's' }, spec: { topologySpreadConstraints: [spread] } }))
  t.run(3000)
  const attempts = () => ['near', 's2'].map(name => t.scheduler.queue.pods.get(`default/${name}`)?.attempts)
  expect(attempts()).toEqual([1, 1])
  t.put(place('a', { cores: '8' }))
  t.run(3000)
  t.put(aNode('n1', { labels: { zone: 'a', cores: '8' }, cpu: '64' }))
  t.run(3000)
  expect(attempts()).toEqual([1, 1])
  t.put(place('b'))
  t.run(3000)
  expect(attempts()).toEqual([2, 2])
})

test('a scheduler that was stopped finds what waits when it comes back', () => {
  const t = bed()
  t.world.onInput('stop', () => t.scheduler.stop())
  t.world.onInput('start', () => t.scheduler.start())
  t.world.input('stop', null)
  t.put(aPod('p'))
  t.run(1000)
  expect(t.nodeOf('p')).toBeUndefined()
  t.world.input('start', null)
  t.run(20)
  expect(t.nodeOf('p')).toBeDefined()
})

/** What is derived from the tables, made anew from the tables. */
function rebuilt(t: TestBed): ClusterView {
  const { cache, belief } = t.scheduler
  const view = new ClusterView(cache)
  for (const node of cache.list(NodeKind)) view.setNode(node.metadata.name, node)
  for (const pod of cache.list(PodKind)) {
    const assumed = belief.assumed.get(keyOf(pod))
    view.setPod(keyOf(pod), pod, pod.spec?.nodeName || (assumed?.uid === pod.metadata.uid ? assumed?.node : undefined))
  }
  for (const key of belief.nominated.keys()) {
    const pod = cache.get(PodKind, key)
    if (pod) view.setNominated(key, podInfoOf(pod), belief.nominated.get(key), undefined)
  }
  return view
}

const shared = new Answers()

/** Judged on both: counters and memos must not show. */
function probe(view: ClusterView): unknown {
  const near = { weight: 7, podAffinityTerm: { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'topology.kubernetes.io/zone' } }
  const pod = aPod('probe', { cpu: '1', labels: { app: 'web' }, spec: {
    affinity: { podAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [near] } },
    topologySpreadConstraints: [
      { maxSkew: 1, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: { app: 'web' } } },
      { maxSkew: 3, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector: {} },
    ],
  } })
  return verdictOf(judge(podInfoOf(pod), view, { draw: () => 0, scoreAlways: true }), 0, 1, shared)
}

function story(t: TestBed): void {
  const web = { labels: { app: 'web' }, spec: { affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [
    { labelSelector: { matchLabels: { app: 'web' } }, topologyKey: 'kubernetes.io/hostname' }] } } } }
  t.put(aNode('n1'), aNode('n2'), aNode('n3', { labels: { 'topology.kubernetes.io/zone': 'b' } }))
  t.run(5)
  t.put(...[1, 2, 3, 4].map(i => aPod(`web-${i}`, web)), aPod('big', { cpu: '3' }), aPod('big2', { cpu: '3' }), aPod('big3', { cpu: '3' }))
  t.run(30)
  t.put(aPod('vip', { cpu: '3500m', priority: 9 }))
  t.run(500)
  for (const name of ['big', 'big2', 'big3']) if (t.pod(name).metadata.deletionTimestamp) t.remove('Pod', `default/${name}`)
  t.run(2000)
  t.put(aNode('n2', { labels: { disk: 'ssd' } }), aNode('n4'))
  t.remove('Node', 'n1')
  t.run(3000)
}

test('verdicts share the answers that are the same, and say what they would say alone', () => {
  const t = new TestBed({ seed: 5 })
  story(t)
  const pod = (name: string) => podInfoOf(aPod(name, { cpu: '100m' }))
  const judged = ['a', 'b'].map(name => judge(pod(name), t.scheduler.belief.view, { draw: () => 0, scoreAlways: true }))
  const answers = new Answers()
  const [first, second] = judged.map(j => verdictOf(j, 0, 1, answers))
  expect(second).toEqual(verdictOf(judged[1]!, 0, 1, new Answers()))
  expect(first!.answers.length).toBeGreaterThan(1)
  for (const [i, answer] of first!.answers.entries()) if (!answer.refusal) expect(second!.answers[i]).toBe(answer)
})

test('E2, E3, E5: time goes both ways, and what is derived follows', () => {
  const first = new TestBed({ seed: 5 })
  story(first)
  const end = first.world.digest()
  const frames = first.world.position
  expect(frames).toBeGreaterThan(40)

  const start = new TestBed({ seed: 5 })
  story(start)
  expect(start.world.digest()).toBe(end)

  for (let frame = frames; frame >= 0; frame--) {
    first.world.travel({ toFrame: frame })
    expect(first.scheduler.belief.view.snapshot()).toEqual(rebuilt(first).snapshot())
    expect(probe(first.scheduler.belief.view)).toEqual(probe(rebuilt(first)))
  }
  first.world.travel({ toFrame: frames })
  expect(first.world.digest()).toBe(end)

  // Back to any frame after the last input, and run on anew.
  const inputs = first.world.inputs.at(-1)!.seq
  const until = first.world.endAt
  for (let frame = inputs; frame < frames; frame++) {
    first.world.travel({ toFrame: frame })
    first.world.forgetFuture()
    first.world.travel({ toAt: until })
    expect(first.world.digest()).toBe(end)
  }
})
