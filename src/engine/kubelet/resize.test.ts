// Resources that change while a pod runs. Rules K22 and K23.
import { describe, expect, test } from 'vitest'
import type { Node, PodSpec } from '../../kube/core.ts'
import { Node as NodeKind, Pod } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { milliValueOf } from '../../kube/quantity.ts'
import { container, podBed, podOf } from '../testing/podBed.ts'
import { judgeResize } from './resize.ts'

type Bed = ReturnType<typeof podBed>
const sized = (cpu: string, memory = '64Mi', more: object = {}) => container('sleep 100000', { resources: { requests: { cpu, memory }, limits: { cpu, memory } }, ...more })
const resize = (t: Bed, name: string, amounts: Record<string, string>, of = 'c') =>
  t.client.patch(Pod, 'default', name, 'strategic', { spec: { containers: [{ name: of, resources: { requests: amounts, limits: amounts } }] } }, { subresource: 'resize' })
const statusOf = (t: Bed, name: string) => t.pod(name)!['status'] as AnyObject['status']
const resizes = (t: Bed, name: string) => (statusOf(t, name).conditions as AnyObject[]).filter(c => String(c['type']).startsWith('PodResize')).map(c => [c['type'], c['reason'], c['message']])
const told = (t: Bed, name: string) => t.events(name).filter(e => e.reason.startsWith('Resize') || e.reason === 'Killing').map(e => [e.type, e.reason, e.message])
const allCpu = (t: Bed) => milliValueOf(String(t.cluster.server.store.get(NodeKind, 'node-1')!['status'].allocatable.cpu))

describe('[K22] a resize', () => {
  test('is granted, done and told within a moment; nothing restarts', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [sized('100m')] }), 'default')
    t.run(5)
    resize(t, 'p', { cpu: '200m' })
    t.run(3)
    const status = statusOf(t, 'p')
    expect(status.containerStatuses[0]).toMatchObject({
      restartCount: 0, allocatedResources: { cpu: '200m', memory: '64Mi' }, resources: { requests: { cpu: '200m', memory: '64Mi' }, limits: { cpu: '200m', memory: '64Mi' } },
    })
    expect([status.resources.requests, status.allocatedResources, status.observedGeneration]).toEqual([{ cpu: '200m', memory: '64Mi' }, { cpu: '200m', memory: '64Mi' }, 2])
    expect(resizes(t, 'p')).toEqual([])
    const size = '{"containers":[{"name":"c","resources":{"limits":{"cpu":"200m","memory":"64Mi"},"requests":{"cpu":"200m","memory":"64Mi"}}}],"generation":2}'
    expect(told(t, 'p')).toEqual(expect.arrayContaining([['Normal', 'ResizeStarted', `Pod resize started: ${size}`], ['Normal', 'ResizeCompleted', `Pod resize completed: ${size}`]]))
    expect(told(t, 'p')).toHaveLength(2)
    expect(t.cluster.kubelets.recordOf(t.pod('p')!.metadata.uid!)!.resize).toBeUndefined()
  })

  test('shows PodResizeInProgress while it is under way', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [sized('100m')] }), 'default')
    t.run(5)
    const seen: unknown[] = []
    t.cluster.world.observe(frame => {
      for (const { table, after } of frame.writes) if (table === t.cluster.server.store.table(Pod).name && after) seen.push(((after as AnyObject)['status'].conditions as AnyObject[]).filter(c => String(c['type']).startsWith('PodResize')).map(c => `${c['type']}=${c['status']}`).join())
    })
    resize(t, 'p', { cpu: '200m' })
    t.run(3)
    expect(seen.filter((s, i) => s !== seen[i - 1])).toEqual(['', 'PodResizeInProgress=True', ''])
  })

  test.each([
    ['cpu', { cpu: '200m' }, 0, 'memory'], ['cpu and memory', { cpu: '200m', memory: '100Mi' }, 1, 'memory'], ['memory', { memory: '32Mi' }, 1, 'memory'], ['memory where cpu restarts', { memory: '100Mi' }, 0, 'cpu'],
  ])('of %s where a policy says RestartContainer, %#', (_what, amounts, restarts, resourceName) => {
    const t = podBed()
    t.client.create(podOf('p', { terminationGracePeriodSeconds: 1, containers: [sized('100m', '64Mi', { resizePolicy: [{ resourceName, restartPolicy: 'RestartContainer' }] }), { ...sized('10m'), name: 'other' }] }), 'default')
    t.run(5)
    resize(t, 'p', amounts as Record<string, string>)
    t.run(10)
    expect(statusOf(t, 'p').containerStatuses.map((s: AnyObject) => s['restartCount'])).toEqual([restarts, 0])
    expect(statusOf(t, 'p').containerStatuses[0].resources.requests).toEqual({ cpu: '100m', memory: '64Mi', ...amounts })
    expect(told(t, 'p').filter(([, reason]) => reason === 'Killing')).toEqual(restarts ? [['Normal', 'Killing', 'Container c resize requires restart']] : [])
    expect(resizes(t, 'p')).toEqual([])
  })

  test('that the machine can never grant is infeasible, and the pod keeps what it has', () => {
    const t = podBed()
    t.client.create(podOf('p', { containers: [sized('100m')] }), 'default')
    t.run(5)
    resize(t, 'p', { cpu: '1000' })
    t.run(5)
    const message = `Node didn't have enough capacity: cpu, requested: 1000000, capacity: ${allCpu(t)}`
    expect(resizes(t, 'p')).toEqual([['PodResizePending', 'Infeasible', message]])
    expect(statusOf(t, 'p').containerStatuses[0].resources.requests.cpu).toBe('100m')
    expect(told(t, 'p')).toEqual([['Warning', 'ResizeInfeasible', expect.stringContaining(`"generation":2,"error":${JSON.stringify(message)}}`)]])
    // Asking for what it has takes it back.
    resize(t, 'p', { cpu: '100m' })
    t.run(5)
    expect(resizes(t, 'p')).toEqual([])
  })

  test('that finds no room waits, until somebody goes', () => {
    const t = podBed()
    const most = allCpu(t)
    t.client.create(podOf('p', { containers: [sized('100m')] }), 'default')
    t.client.create(podOf('big', { terminationGracePeriodSeconds: 1, containers: [sized(`${most - 1000}m`)] }), 'default')
    t.run(8)
    resize(t, 'p', { cpu: '1500m' })
    t.run(5)
    expect(resizes(t, 'p')[0]!.slice(0, 2)).toEqual(['PodResizePending', 'Deferred'])
    expect(resizes(t, 'p')[0]![2]).toMatch(/^Node didn't have enough resource: cpu, requested: 1500, used: \d+, capacity: \d+$/)
    t.client.delete(Pod, 'default', 'big')
    t.run(8)
    expect(resizes(t, 'p')).toEqual([])
    expect(statusOf(t, 'p').containerStatuses[0].resources.requests.cpu).toBe('1500m')
    expect(told(t, 'p').map(([, reason]) => reason)).toEqual(expect.arrayContaining(['ResizeDeferred', 'ResizeStarted', 'ResizeCompleted']))
  })

  test('to less memory than it uses fails and is tried again; with more room it runs on', () => {
    const t = podBed()
    const hungry = container("x=$(head -c 3000000 /dev/zero | tr '\\0' x); sleep 100000", { resources: { requests: { memory: '1Mi' }, limits: { memory: '20Mi' } } })
    t.client.create(podOf('p', { containers: [hungry] }), 'default')
    t.run(10)
    expect(statusOf(t, 'p').containerStatuses[0].restartCount).toBe(0)
    t.client.patch(Pod, 'default', 'p', 'strategic', { spec: { containers: [{ name: 'c', resources: { limits: { memory: '2Mi' } } }] } }, { subresource: 'resize' })
    t.run(5)
    const [pending] = resizes(t, 'p')
    expect(pending!.slice(0, 2)).toEqual(['PodResizeInProgress', 'Error'])
    expect(pending![2]).toMatch(/^attempting to set container "c" memory limit \(2097152\) below current usage \(\d+\)$/)
    expect(statusOf(t, 'p').containerStatuses[0]).toMatchObject({ restartCount: 0, resources: { limits: { memory: '20Mi' } } })
    t.client.patch(Pod, 'default', 'p', 'strategic', { spec: { containers: [{ name: 'c', resources: { limits: { memory: '30Mi' } } }] } }, { subresource: 'resize' })
    t.run(5)
    expect([resizes(t, 'p'), statusOf(t, 'p').containerStatuses[0].resources.limits.memory]).toEqual([[], '30Mi'])
  })
})

describe('[K23] the scheduler counts of a pod that is resized the most of what it asks, was granted and has', () => {
  test('what is asked for and waits counts; what is infeasible does not', () => {
    const t = podBed()
    const most = allCpu(t)
    t.client.create(podOf('p', { containers: [sized('100m')] }), 'default')
    t.run(5)
    resize(t, 'p', { cpu: '1000' })
    t.run(3)
    t.client.create(podOf('next', { containers: [sized(`${most - 500}m`)] }), 'default')
    t.run(5)
    expect(t.lines('next').at(-1)).toBe('Running ready running')
  })
  test('a pod that shrinks makes room for one that waits', () => {
    const t = podBed()
    const most = allCpu(t)
    t.client.create(podOf('p', { containers: [sized(`${most - 1000}m`)] }), 'default')
    t.run(5)
    t.client.create(podOf('next', { containers: [sized('1500m')] }), 'default')
    t.run(5)
    expect(t.lines('next')).toEqual(['Pending'])
    resize(t, 'p', { cpu: '100m' })
    t.run(10)
    expect(t.lines('next').at(-1)).toBe('Running ready running')
  })
})

const node = { status: { allocatable: { cpu: '4', memory: '8Gi' } } } as unknown as Node
const spec = (cpu: string, memory: string) => ({ containers: [{ name: 'c', resources: { requests: { cpu, memory } } }] }) as unknown as PodSpec
test.each([
  ['there is room', spec('2', '1Gi'), [spec('2', '1Gi')], undefined],
  ['to the last bit', spec('2', '7Gi'), [spec('2', '1Gi')], undefined],
  ['cpu is lacking', spec('2001m', '1Gi'), [spec('2', '1Gi')], { reason: 'Deferred', message: "Node didn't have enough resource: cpu, requested: 2001, used: 2000, capacity: 4000" }],
  ['memory is lacking', spec('1', '7169Mi'), [spec('1', '1Gi')], { reason: 'Deferred', message: "Node didn't have enough resource: memory, requested: 7517241344, used: 1073741824, capacity: 8589934592" }],
  ['more than there is', spec('5', '1Gi'), [], { reason: 'Infeasible', message: "Node didn't have enough capacity: cpu, requested: 5000, capacity: 4000" }],
  ['more of both than there is', spec('5', '9Gi'), [], { reason: 'Infeasible', message: "Node didn't have enough capacity: memory, requested: 9663676416, capacity: 8589934592" }],
])('%s', (_what, wanted, others, refused) => expect(judgeResize(wanted, node, others)).toEqual(refused))
