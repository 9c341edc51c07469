// Machines that run short of memory or of disk: rules K26 to K28 of this room's README. The order of victims as a table, the rest on a whole cluster.
import { describe, expect, test } from 'vitest'
import { aJob, aPod, runsFor } from '../testing/builders.ts'
import { podIs, podsAre, testCluster, type TestCluster } from '../testing/testCluster.ts'
import { evictionMessage, ranked, type Candidate } from './victims.ts'

const Mi = 1024 ** 2
const c = (key: string, used: number | undefined, requested = 0, priority = 0): Candidate =>
  ({ uid: key, key, priority, requested: requested * Mi, ...(used === undefined ? {} : { used: used * Mi }), containers: [] })
const order = (...candidates: Candidate[]) => ranked(candidates).map(x => x.key)

describe('[K27] who goes first', () => {
  test.each([
    ['who is beyond his request before who is not, however much that is', [c('fits', 900, 1000), c('over', 2, 1)], ['over', 'fits']],
    ['just the request is not beyond it', [c('same', 10, 10), c('over', 2, 1)], ['over', 'same']],
    ['of those beyond, the lower priority, however little he uses', [c('high', 500, 0, 10), c('low', 1, 0, 5)], ['low', 'high']],
    ['of those within, the lower priority too', [c('high', 5, 10, 10), c('low', 1, 10, 5)], ['low', 'high']],
    ['beyond goes before priority', [c('high', 5, 1, 1000), c('low', 1, 10, -5)], ['high', 'low']],
    ['of one priority, who is farthest beyond', [c('a', 30, 20), c('b', 15, 0), c('d', 40, 39)], ['b', 'a', 'd']],
    ['of those within, who is nearest to his request', [c('a', 10, 100), c('b', 90, 100)], ['b', 'a']],
    ['who was not measured goes before all', [c('over', 500), c('new', undefined, 0, 100)], ['new', 'over']],
    ['equals by name', [c('b', 8), c('a', 8)], ['a', 'b']],
  ] as const)('%s', (_what, candidates, keys) => expect(order(...candidates)).toEqual(keys))

  test('the message names the containers that are beyond their requests, and only those', () => {
    const victim: Candidate = { ...c('p', 58, 40), containers: [{ name: 'a', used: 50 * Mi, requested: 20 * Mi, request: '20Mi' }, { name: 'b', used: 8 * Mi, requested: 20 * Mi, request: '20Mi' }, { name: 'd', used: 1536, requested: 0, request: '0' }] }
    expect(evictionMessage('memory', victim, 100 * Mi, 90_000 * 1024)).toBe('The node was low on resource: memory. Threshold quantity: 100Mi, available: 90000Ki. Container a was using 50Mi, request is 20Mi, has larger consumption of memory. Container d was using 1536, request is 0, has larger consumption of memory. ')
    expect(evictionMessage('disk', { ...victim, containers: [] }, 5 * Mi, 0)).toBe('The node was low on resource: ephemeral-storage. Threshold quantity: 5Mi, available: 0. ')
  })
})

const onNode = { nodeName: 'node-1' }
const sleeper = (name: string, wishes: Parameters<typeof aPod>[1] = {}) => aPod(name, { runs: runsFor(7_200_000), ...wishes, spec: { ...onNode, ...wishes.spec } })
const short = (t: TestCluster, what: 'memory' | 'disk', node = 'node-1') => t.act({ do: 'break', fault: { kind: `${what}-short`, node } })
const mended = (t: TestCluster, what: 'memory' | 'disk') => t.act({ do: 'mend', id: `${what}-short/node-1` })
const condition = (t: TestCluster, type: string) => t.object('nodes', 'node-1')!.status.conditions.find((x: { type: string }) => x.type === type)
const taints = (t: TestCluster) => (t.object('nodes', 'node-1')!.spec.taints ?? []).map((x: { key: string; effect: string }) => `${x.key}:${x.effect}`)
const phase = (t: TestCluster, name: string) => `${t.object('pods', name)!.status.phase} ${t.object('pods', name)!.status.reason ?? ''}`.trim()

describe('[K26] the node says what it is short of', () => {
  test('condition, event and taint within two rounds; five minutes after there was enough they go', () => {
    const t = testCluster({ seed: 4, nodes: 2 })
    short(t, 'memory')
    t.runFor(21_000)
    expect(condition(t, 'MemoryPressure')).toMatchObject({ status: 'True', reason: 'KubeletHasInsufficientMemory', message: 'kubelet has insufficient memory available' })
    expect(condition(t, 'DiskPressure').status).toBe('False')
    expect(condition(t, 'Ready').status).toBe('True')
    expect(taints(t)).toEqual(['node.kubernetes.io/memory-pressure:NoSchedule'])
    expect(t.kubectl('describe node node-1')).toMatch(/MemoryPressure +True .*KubeletHasInsufficientMemory[^]*Taints: +node.kubernetes.io\/memory-pressure:NoSchedule|Taints: +node.kubernetes.io\/memory-pressure:NoSchedule[^]*MemoryPressure +True .*KubeletHasInsufficientMemory/)
    expect(t.kubectl('describe node node-1')).toMatch(/NodeHasInsufficientMemory .*Node node-1 status is now: NodeHasInsufficientMemory/)
    expect(t.kubectl('describe node node-1')).toMatch(/Warning +EvictionThresholdMet .*Attempting to reclaim memory/)
    mended(t, 'memory')
    t.runFor(280_000)
    expect(taints(t)).toEqual(['node.kubernetes.io/memory-pressure:NoSchedule'])
    t.runFor(45_000)
    expect([condition(t, 'MemoryPressure').status, condition(t, 'MemoryPressure').reason, taints(t)]).toEqual(['False', 'KubeletHasSufficientMemory', []])
  })
  test('a kubelet that is stopped says nothing until it is back', () => {
    const t = testCluster({ seed: 4, nodes: 1 })
    t.act({ do: 'stop-kubelet', name: 'node-1' })
    short(t, 'disk')
    t.runFor(30_000)
    expect(condition(t, 'DiskPressure').status).toBe('False')
    t.act({ do: 'start-kubelet', name: 'node-1' })
    t.runFor(25_000)
    expect(condition(t, 'DiskPressure')).toMatchObject({ status: 'True', reason: 'KubeletHasDiskPressure', message: 'kubelet has disk pressure' })
    expect(taints(t)).toEqual(['node.kubernetes.io/disk-pressure:NoSchedule'])
  })
  test('a machine that is taken away takes it along', () => {
    const t = testCluster({ seed: 4, nodes: 2 })
    short(t, 'memory')
    t.runFor(15_000)
    t.act({ do: 'remove-node', name: 'node-1' })
    t.runFor(30_000)
    expect(t.cluster.faults.list()).toEqual([])
  })
})

describe('[K27] pods are let go one by one until there is enough', () => {
  test('the hungriest of those that asked for nothing; who fits into his request, and who has a priority, stay', () => {
    const t = testCluster({ seed: 4, nodes: 1, priorityClasses: [{ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 }] } as never)
    t.apply(sleeper('asked', { requests: { memory: '64Mi' } }), sleeper('idle'), sleeper('hungry'), sleeper('important', { spec: { priorityClassName: 'high' } }))
    t.act({ do: 'set-load', workload: 'pods/default/hungry', cpuMilli: 1, memoryBytes: 200 * Mi })
    t.runFor(30_000)
    short(t, 'memory')
    t.runFor(60_000)
    expect(['asked', 'idle', 'hungry', 'important'].map(name => phase(t, name))).toEqual(['Running', 'Running', 'Failed Evicted', 'Running'])
    const { message, conditions } = t.object('pods', 'hungry')!.status
    expect(message).toBe('The node was low on resource: memory. Threshold quantity: 100Mi, available: 81884Ki. Container c was using 208Mi, request is 0, has larger consumption of memory. ')
    expect(conditions[0]).toMatchObject({ type: 'DisruptionTarget', status: 'True', reason: 'TerminationByKubelet', message })
    expect(t.events('hungry')).toContain(`Evicted: ${message}`)
  })
  test('one after the other, as long as it takes', () => {
    const t = testCluster({ seed: 4, nodes: 1 })
    for (let n = 0; n < 6; n++) t.apply(sleeper(`idle-${n}`))
    t.runFor(30_000)
    short(t, 'memory')
    t.runFor(90_000)
    // 8 Mi each; a little more than 20 were missing.
    expect([0, 1, 2, 3, 4, 5].map(n => phase(t, `idle-${n}`))).toEqual(['Failed Evicted', 'Failed Evicted', 'Failed Evicted', 'Running', 'Running', 'Running'])
  })
  test('who has written most goes when the disk is full; first the images that nobody uses', () => {
    const t = testCluster({ seed: 4, nodes: 1 })
    const writer = (name: string, mib: number) => sleeper(name, { script: `dd if=/dev/zero of=/tmp/f bs=1M count=${mib}; sleep 7200`, runs: undefined } as never)
    t.apply(writer('little', 20), writer('much', 90), aPod('web', { image: 'nginx:1.25', spec: onNode, runs: runsFor(1_000) }))
    t.runFor(30_000)
    t.kubectl('delete pod web')
    t.runFor(5_000)
    short(t, 'disk')
    t.runFor(40_000)
    expect(t.cluster.kubelets.imagesOn('node-1')).not.toContain('docker.io/library/nginx:1.25')
    expect([phase(t, 'little'), phase(t, 'much')]).toEqual(['Running', 'Failed Evicted'])
    expect(t.object('pods', 'much')!.status.message).toMatch(/^The node was low on resource: ephemeral-storage\. Threshold quantity: \d+, available: \d+[KM]i\. Container c was using 921\d\dKi, request is 0, has larger consumption of ephemeral-storage\. $/)
  })
  test('what the cluster cannot do without stays, though nothing else is left', () => {
    const t = testCluster({ seed: 4, nodes: 1 })
    t.apply(sleeper('critical', { spec: { priorityClassName: 'system-cluster-critical' } }))
    t.runFor(30_000)
    short(t, 'memory')
    t.runFor(60_000)
    expect(phase(t, 'critical')).toBe('Running')
  })
  test('a Job’s rule that ignores disruptions ignores this one: it counts for nothing', () => {
    const t = testCluster({ seed: 4, nodes: 2 })
    const rules = [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }]
    t.apply(aJob('work', { backoffLimit: 0, runs: runsFor(120_000), job: { podFailurePolicy: { rules } } }))
    t.runUntil(podsAre('work', 'Running', 1))
    t.runFor(20_000)
    t.act({ do: 'break', fault: { kind: 'memory-short', node: t.podsOf('work')[0]!.spec!.nodeName! } })
    t.runFor(30_000)
    expect(t.object('jobs', 'work')!.status.failed ?? 0).toBe(0)
    expect(t.events('work').filter(e => e.startsWith('SuccessfulCreate'))).toHaveLength(2)
    t.runFor(140_000)
    expect(t.object('jobs', 'work')!.status).toMatchObject({ succeeded: 1 })
  })
})

describe('[K28] whom such a machine does not take', () => {
  const MEMORY = 'Pod was rejected: The node had condition: [MemoryPressure]. '
  const toleration = (key: string) => ({ spec: { tolerations: [{ key: `node.kubernetes.io/${key}`, operator: 'Exists', effect: 'NoSchedule' }] } })
  const taken = (what: 'memory' | 'disk', wishes: Parameters<typeof aPod>[1]) => {
    const t = testCluster({ seed: 4, nodes: 1 })
    short(t, what)
    t.runFor(21_000)
    t.apply(sleeper('p', wishes))
    t.runFor(3_000)
    return [t.object('pods', 'p')!.status.phase, t.object('pods', 'p')!.status.message]
  }
  test.each([
    ['asks for nothing', 'memory', {}, ['Failed', MEMORY]], ['tolerates another thing', 'memory', toleration('disk-pressure'), ['Failed', MEMORY]],
    ['has come for the disk', 'disk', { requests: { cpu: '1m' } }, ['Failed', MEMORY.replace('Memory', 'Disk')]], ['tolerates that, which counts for memory alone', 'disk', toleration('disk-pressure'), ['Failed', MEMORY.replace('Memory', 'Disk')]],
  ] as const)('refused: %s', (_who, what, wishes, is) => expect(taken(what, wishes)).toEqual(is))
  test.each([
    ['asks for a little', 'memory', { requests: { cpu: '1m' } }], ['tolerates it', 'memory', toleration('memory-pressure')],
    ['is what the cluster cannot do without', 'disk', { spec: { priorityClassName: 'system-node-critical' } }],
  ] as const)('taken: %s', (_who, what, wishes) => expect(taken(what, wishes)[0]).toBe('Running'))
  test('the scheduler sends nobody there who does not bear the taint', () => {
    const t = testCluster({ seed: 4, nodes: 2 })
    short(t, 'memory')
    t.runFor(21_000)
    for (let n = 0; n < 4; n++) t.apply(aPod(`p${n}`, { runs: runsFor(600_000) }))
    t.runFor(5_000)
    expect([0, 1, 2, 3].map(n => t.object('pods', `p${n}`)!.spec.nodeName)).toEqual(['node-2', 'node-2', 'node-2', 'node-2'])
  })
})

test('[K26] top shows what was taken; E2 E3 through all of it', () => {
  const t = testCluster({ seed: 4, nodes: 2 })
  t.apply(sleeper('a'), sleeper('b'), sleeper('d'))
  t.act({ do: 'metrics-server', on: true })
  t.runFor(40_000)
  short(t, 'memory')
  short(t, 'disk')
  t.runFor(40_000)
  expect(t.kubectl('top nodes')).toMatch(/node-1 +\S+ +\S+ +39\d\dMi +9\d%/)
  mended(t, 'memory')
  t.act({ do: 'stop-kubelet', name: 'node-1' })
  t.runFor(10_000)
  t.act({ do: 'mend-all' })
  t.runFor(330_000)
  expect(podIs('a', 'Failed')(t)).toBe(true)
  const { world } = t.cluster
  const [now, end] = [world.now, world.dump()]
  for (const input of world.inputs.slice(-5)) {
    world.travel({ toFrame: input.seq })
    world.travel({ toAt: now })
    expect(world.dump() === end).toBe(true)
  }
  world.travel({ toFrame: world.inputs.at(-1)!.seq })
  world.forgetFuture()
  world.travel({ toAt: now })
  expect(world.dump() === end).toBe(true)
})
