import { describe, expect, test } from 'vitest'
import { emptyMirror, type Rows } from '../../mirror/applyDelta.ts'
import type { CronJobRow, JobRow, NodeRow, PodLook, PodRow, RunRow, ScheduleRow, StoryRow, ComponentRow, ObjectRow, FrameHead, MessageRow } from '../../../worker/rows.ts'
import { barOf, jobScene, niceSpan, segmentsOf } from './jobs.ts'
import { ringOf, shortName, shownLook } from './look.ts'
import { nodeScenes, trayScene } from './nodes.ts'
import { ownerTree, type OwnerItem } from './owners.ts'
import { flyingOf, stationsOf, waysOf } from './rail.ts'
import { ganttRows, missesOf } from './gantt.ts'

const story = (name: string, lane: number, looks: readonly (readonly [number, PodLook])[], more: Partial<StoryRow> = {}): StoryRow => ({
  uid: name, ref: `pods/default/${name}`, name, namespace: 'default', owner: 'jobs/default/pi', ownerUid: 'job', createdAt: looks[0]![0], looks, lane, ...more,
})
const table = <T>(rows: readonly T[], key: (row: T) => string): ReadonlyMap<string, T> => new Map(rows.map(r => [key(r), r]))
const stories = (...rows: StoryRow[]) => table(rows, r => r.uid)
const job = (more: Partial<JobRow> = {}): JobRow => ({
  ref: 'jobs/default/pi', namespace: 'default', name: 'pi', uid: 'job', status: 'Running', parallelism: 3, completions: 8, indexed: false, active: 3, ready: 0,
  succeeded: 0, failed: 0, terminating: 0, backoffLimit: 4, createdAt: 0, startedAt: 0, ...more,
})
const pod = (name: string, more: Partial<PodRow> = {}): PodRow => ({
  ref: `pods/default/${name}`, namespace: 'default', name, uid: name, look: 'running', status: 'Running', ready: '1/1', restarts: 0, createdAt: 0, labels: {},
  requests: { cpuMilli: 0, memoryBytes: 0 }, containers: [], ...more,
})
const node = (name: string, more: Partial<NodeRow> = {}): NodeRow => ({
  name, ref: `nodes/${name}`, status: 'Ready', cordoned: false, roles: [], taints: [], labels: {}, cpuMilli: { requested: 0, allocatable: 2000 },
  memoryBytes: { requested: 0, allocatable: 4 }, pods: { count: 0, allocatable: 110 }, images: [], kubelet: 'running', machine: 'up', createdAt: 0, ...more,
})
const none = new Map()

describe('looks', () => {
  test('a ready pod of a Job runs; of anything else it is ready', () => {
    expect(shownLook('ready', 'jobs/default/pi')).toBe('running')
    expect(shownLook('ready', 'replicasets/default/web')).toBe('ready')
    expect(shownLook('ready', undefined)).toBe('ready')
    expect(shownLook('failed', 'jobs/default/pi')).toBe('failed')
  })
  const busy = (from: number, to?: number): PodRow => pod('a', { containers: [{ name: 'c', kind: 'main', state: 'running', ready: true, restarts: 0, doing: { what: 'run', from, ...(to === undefined ? {} : { to }) } }] })
  test.each([
    ['half way', busy(0, 100), 50, 0.5], ['before it began', busy(40, 100), 10, 0], ['past its end', busy(0, 100), 500, 1],
    ['an end that is not known', busy(0), 50, undefined], ['no length at all', busy(10, 10), 10, 1],
  ])('a ring: %s', (_, row, now, fraction) => expect(ringOf(row, now)!.fraction).toBe(fraction))
  test('who is idle or over has no ring', () => {
    expect(ringOf(pod('a'), 5)).toBeUndefined()
    expect(ringOf({ ...busy(0, 100), look: 'succeeded' }, 50)).toBeUndefined()
  })
  test.each([['pi-x7k2p', 'jobs/default/pi', 'x7k2p'], ['pi-', 'jobs/default/pi', 'pi-'], ['other', 'jobs/default/pi', 'other'], ['solo', undefined, 'solo']])('%s of %s is %s', (name, owner, short) => expect(shortName(name, owner)).toBe(short))
})

describe('lanes', () => {
  const done = story('a', 0, [[0, 'pending'], [10, 'creating'], [1000, 'ready'], [4000, 'succeeded']])
  test('a life in stretches; the end is a point, not a stretch', () =>
    expect(segmentsOf(done, 9000)).toEqual([{ from: 0, to: 10, look: 'pending' }, { from: 10, to: 1000, look: 'creating' }, { from: 1000, to: 4000, look: 'running' }]))
  test('what still runs ends now', () => {
    const bar = barOf(story('b', 1, [[0, 'creating'], [500, 'running'], [700, 'ready']]), 900)
    expect(bar).toMatchObject({ open: true, to: 900, look: 'running' })
    // running and ready of a Job's pod are one stretch
    expect(bar.segments).toEqual([{ from: 0, to: 500, look: 'creating' }, { from: 500, to: 900, look: 'running' }])
  })
  test('what was told to stop has not failed, whatever its exit code; what failed before that has', () => {
    expect(barOf(story('d', 0, [[0, 'running'], [10, 'terminating'], [40, 'failed']], { goneAt: 41 }), 90)).toMatchObject({ open: false, look: 'terminating', to: 40 })
    expect(barOf(story('e', 0, [[0, 'running'], [10, 'failed']]), 90)).toMatchObject({ look: 'failed' })
  })
  test('a pod that went without an end stops where it went', () => expect(barOf(story('c', 0, [[0, 'creating']], { goneAt: 300 }), 900)).toMatchObject({ open: false, to: 300 }))

  const input = { pods: none, now: 4500, width: 600 }
  test('ghosts: as many as are left, numbered on, in the lane that is free first, never in the past', () => {
    const running = [story('b', 0, [[4000, 'ready']]), story('c', 1, [[3500, 'ready']]), story('d', 2, [[3000, 'ready']])]
    const scene = jobScene(job({ succeeded: 1 }), { ...input, stories: stories(done, ...running) })
    expect(scene.lanes).toBe(3)
    expect(scene.ghosts.map(g => g.ordinal)).toEqual([5, 6, 7, 8])
    expect(scene.ghosts.map(g => g.lane)).toEqual([2, 1, 0, 2])
    expect(scene.ghosts.every(g => g.from >= 4500)).toBe(true)
    expect(scene.to).toBeGreaterThan(4500)
  })
  test.each<[string, Partial<JobRow>]>([
    ['a Job that is over', { status: 'Complete', endedAt: 4500 }], ['one that failed', { status: 'Failed', endedAt: 4500 }], ['a suspended one', { status: 'Suspended' }],
    ['one with nothing left', { completions: 1, succeeded: 1 }], ['parallelism 0', { parallelism: 0 }],
  ])('no ghosts: %s', (_, more) => expect(jobScene(job(more), { ...input, stories: stories(done) }).ghosts).toEqual([]))
  test('a work queue has no ghosts: nobody knows how many', () => {
    const { completions: _, ...queue } = job()
    expect(jobScene(queue, { ...input, stories: stories(done) }).ghosts).toEqual([])
  })
  test('a pod that ended but is not counted yet is no ghost', () => {
    const scene = jobScene(job({ completions: 2, succeeded: 0, active: 2 }), { ...input, stories: stories(done, story('b', 1, [[0, 'ready']])) })
    expect(scene.ghosts).toEqual([])
  })
  test('of a very long life only the latest part is drawn, and how much is left out is told', () => {
    const many = Array.from({ length: 3000 }, (_, i) => story(`p${i}`, i % 3, [[Math.floor(i / 3) * 1000, 'ready'], [Math.floor(i / 3) * 1000 + 900, 'succeeded']]))
    const scene = jobScene(job({ completions: 5000, succeeded: 3000 }), { ...input, now: 1_000_000, stories: stories(...many) })
    expect(scene.earlier).toBeGreaterThan(2500)
    expect(scene.bars.length + scene.earlier).toBe(3000)
    expect(scene.from).toBeGreaterThan(900_000)
    expect(scene.to).toBeGreaterThanOrEqual(1_000_000)
  })
  test('lanes have a limit', () => expect(jobScene(job({ parallelism: 5000, completions: 9000 }), { ...input, stories: none })).toMatchObject({ lanes: 100, hiddenLanes: 4900 }))
  test.each([[1, 2000], [2000, 2000], [2001, 3000], [61_000, 90_000], [90_000_000, 172_800_000]])('an axis for %d ms is %d long', (ms, span) => expect(niceSpan(ms)).toBe(span))
})

describe('nodes and tray', () => {
  test('the control plane first, then by number', () =>
    expect(nodeScenes(table([node('node-10'), node('node-2'), node('cp', { roles: ['control-plane'] })], n => n.name), none, 0, undefined).map(n => n.name)).toEqual(['cp', 'node-2', 'node-10']))
  test('pods of a node that has fallen silent are as they were told last; those that are over are over', () => {
    const pods = table([pod('a', { node: 'n', containers: [{ name: 'c', kind: 'main', state: 'running', ready: true, restarts: 0, doing: { what: 'run', from: 0, to: 90 } }] }), pod('b', { node: 'n', look: 'succeeded' })], p => p.name)
    const marks = (more: Partial<NodeRow>) => nodeScenes(table([node('n', more)], n => n.name), pods, 50, undefined)[0]!.pods.map(p => [p.stale === true, p.ring !== undefined])
    expect(marks({})).toEqual([[false, true], [false, false]])
    for (const silent of [{ machine: 'down' }, { machine: 'cut' }, { kubelet: 'stopped' }] as const) expect(marks(silent)).toEqual([[true, false], [false, false]])
    expect(marks({ status: 'NotReady' })).toEqual([[false, true], [false, false]])
  })
  test('ended pods collapse into numbers, the selected one stays', () => {
    const pods = table(Array.from({ length: 40 }, (_, i) => pod(`p${i}`, { node: 'n', look: 'succeeded', createdAt: i })), p => p.name)
    const [scene] = nodeScenes(table([node('n')], n => n.name), pods, 0, 'pods/default/p3')
    expect(scene!.pods.map(p => p.name)).toContain('p3')
    expect(scene!.pods.length).toBe(13)
    expect(scene!.more).toEqual([['succeeded', 27]])
    expect(scene!.total).toBe(40)
  })
  test('the cluster’s own pods are folded away and counted, until they are asked for or one is selected', () => {
    const pods = table([pod('mine', { node: 'n' }), pod('dns', { node: 'n', system: true }), pod('proxy', { node: 'n', system: true })], p => p.name)
    const scene = (selected?: string, system = false) => { const [s] = nodeScenes(table([node('n')], n => n.name), pods, 0, selected, system); return [s!.pods.map(p => p.name), s!.total, s!.folded] }
    expect(scene()).toEqual([['mine'], 1, 2])
    expect(scene('pods/default/dns')).toEqual([['dns', 'mine'], 2, 1])
    expect(scene(undefined, true)).toEqual([['dns', 'mine', 'proxy'], 3, 0])
  })
  test('one of the cluster’s own stands in the tray only when it finds no node', () => {
    const tray = (more: Partial<PodRow>) => trayScene(table([pod('proxy', { look: 'pending', system: true, ...more })], p => p.name), 0).pods.length
    expect([tray({}), tray({ waits: 'no node' })]).toEqual([0, 1])
  })
  test('who waits for a node stands in the tray, with the reason once', () => {
    const pods = table([pod('a', { look: 'pending', waits: '0/4 nodes are available' }), pod('b', { look: 'pending', waits: '0/4 nodes are available' }), pod('c', { node: 'n' }), pod('d', { look: 'failed' })], p => p.name)
    expect(trayScene(pods, 0)).toMatchObject({ pods: [{ name: 'a' }, { name: 'b' }], reasons: ['0/4 nodes are available'] })
  })
})

describe('the rail', () => {
  const component = (name: string, more: Partial<ComponentRow> = {}): ComponentRow => ({ name, queued: [], syncing: [], delayed: [], stopped: false, ...more })
  const components = table([component('apiserver', { revision: 128 }), component('scheduler'), component('job-controller'), ...['cronjob-controller', 'deployment-controller', 'replicaset-controller', 'horizontal-pod-autoscaler'].map(c => component(c)), component('namespace-controller'), component('ttl-after-finished-controller')], c => c.name)
  const head = (seq: number, actor: string, what: string, more: Partial<FrameHead> = {}): FrameHead => ({ seq, at: 0, cause: 0, actor, what, about: 'pods/default/x', ...more })
  const at = (heads: readonly FrameHead[], more: Partial<Rows> = {}, most?: number) => stationsOf({ ...emptyMirror().rows, components, ...more }, heads, 100, most)
  const controllers = (...given: Parameters<typeof at>) => at(...given).filter(s => s.kind === 'controller').map(s => s.id)
  test('where nothing is yet the Job controller, others while they write', () => {
    expect(at([]).map(s => s.id)).toEqual(['you', 'apiserver', 'job-controller', 'scheduler', 'kubelets'])
    expect(at([head(1, 'namespace-controller', 'sync')]).map(s => s.id)).not.toContain('namespace-controller')
    expect(at([head(1, 'ttl-after-finished-controller', 'delete jobs')]).map(s => s.id)).toContain('ttl-after-finished-controller')
  })
  const some = (system = false) => new Map([['x', { system: system || undefined } as never]])
  test('the controllers of what there is stay, in the order in which they make things, and leave when it is gone', () => {
    expect(controllers([], { cronjobs: some(), jobs: some() })).toEqual(['cronjob-controller', 'job-controller'])
    expect(controllers([head(1, 'replicaset-controller', 'create pods')], { deployments: some(), replicasets: some() })).toEqual(['deployment-controller', 'replicaset-controller'])
    expect(controllers([], { deployments: some(), replicasets: some(), horizontalpodautoscalers: some() })).toEqual(['horizontal-pod-autoscaler', 'deployment-controller', 'replicaset-controller'])
    expect(controllers([], { deployments: some(true), replicasets: some(true) })).toEqual(['job-controller'])
  })
  test('where there is no room for all, those that are stopped stay, then those of what there is that write', () => {
    const all = { cronjobs: some(), jobs: some(), deployments: some(), replicasets: some() }
    expect(controllers([head(1, 'replicaset-controller', 'create pods'), head(2, 'namespace-controller', 'delete pods')], all, 2)).toEqual(['cronjob-controller', 'replicaset-controller'])
    expect(controllers([], { ...all, components: new Map([...components, ['namespace-controller', component('namespace-controller', { stopped: true })]]) }, 2)).toEqual(['cronjob-controller', 'namespace-controller'])
  })
  test('controllers hear of their own kind, and who makes pods of pods', () => {
    const s = at([], { deployments: some(), replicasets: some() })
    const told = (about: string) => waysOf(head(6, 'apiserver', 'watch', { to: ['controllers'], event: 'ADDED', about }), s).map(w => w.to)
    expect([told('pods/default/x'), told('replicasets/default/x'), told('deployments/default/x'), told('services/default/x')]).toEqual([['replicaset-controller'], ['replicaset-controller'], ['deployment-controller'], ['deployment-controller']])
  })
  test('every way begins or ends at the API server', () => {
    const s = at([])
    expect(waysOf(head(5, 'job-controller', 'create pods'), s)).toEqual([{ id: '5', from: 'job-controller', to: 'apiserver', label: 'create pod', about: 'pods/default/x' }])
    expect(waysOf(head(6, 'apiserver', 'watch', { to: ['controllers', 'scheduler', 'kubelet/node-1'], event: 'ADDED' }), s).map(w => [w.from, w.to, w.label])).toEqual([
      ['apiserver', 'job-controller', 'pod ADDED'], ['apiserver', 'scheduler', 'pod ADDED'], ['apiserver', 'kubelets', 'pod ADDED'],
    ])
    expect(waysOf(head(7, 'kubelet/node-1', 'patch pods/status'), s)).toMatchObject([{ from: 'kubelets', to: 'apiserver', label: 'patch pod status' }])
    expect(waysOf(head(8, 'job-controller', 'sync'), s)).toEqual([])
    expect(waysOf(head(9, 'kubelet/node-1', 'patch leases', { quiet: true }), s)).toEqual([])
  })
  test('a message on the agenda is where the arithmetic says', () => {
    const message = (sentAt: number, dueAt: number): MessageRow => ({ id: 'm', from: 'apiserver', to: 'scheduler', what: 'ADDED', about: 'pods/default/x', sentAt, dueAt })
    const place = (m: MessageRow, now: number) => flyingOf(new Map([['m', m]]), at([]), now)[0]!.at
    expect(place(message(0, 4), 1)).toBe(0.25)
    expect(place(message(0, 4), 9)).toBe(1)
    expect(place(message(4, 4), 4)).toBe(1)
  })
})

describe('the Gantt', () => {
  const given = (more: Partial<Rows>): Rows => ({ ...emptyMirror().rows, ...more })
  const names = (rows: Rows, closed: readonly string[] = []) => ganttRows(rows, new Set(closed)).map(r => (r.kind === 'pod' ? r.story.name : r.kind === 'group' ? `${'-'.repeat(r.depth)}${r.owner} ${r.count}` : `${r.ref} ${r.count}`))
  test('groups in order of birth, closed ones keep their heading', () => {
    const all = given({ stories: stories(story('late', 0, [[50, 'ready']], { owner: 'jobs/default/b', ownerUid: 'b' }), story('early', 0, [[1, 'ready']], { ownerUid: 'a' }), story('early2', 1, [[2, 'ready']], { ownerUid: 'a' })) })
    expect(names(all)).toEqual(['jobs/default/pi 2', 'early', 'early2', 'jobs/default/b 1', 'late'])
    expect(ganttRows(all, new Set(['group a'])).map(r => r.key)).toEqual(['group a', 'group b', 'late'])
  })
  test('the cluster’s own are left out until they are asked for', () => {
    const all = given({ stories: stories(story('dns', 0, [[0, 'ready']], { ownerUid: 'rs', system: true }), story('mine', 0, [[1, 'ready']], { ownerUid: 'a' })) })
    expect(names(all)).toEqual(['jobs/default/pi 1', 'mine'])
    expect(ganttRows(all, new Set(), true)).toHaveLength(4)
  })
  test('runs stand below their CronJob, those too whose Job is cleaned up; what was not started is with it', () => {
    const cron = { ref: 'cronjobs/default/hello', namespace: 'default', name: 'hello', uid: 'c', createdAt: 0 } as CronJobRow
    const run = (scheduledAt: number, more: Partial<RunRow>): RunRow => ({ uid: 'c', scheduledAt, outcome: 'complete', ...more })
    const all = given({
      cronjobs: new Map([['default/hello', cron]]), jobs: new Map([['default/hello-2', job({ ref: 'jobs/default/hello-2', name: 'hello-2', owner: cron.ref })]]),
      runs: new Map([['1', run(1, { job: 'jobs/default/hello-1' })], ['2', run(2, { job: 'jobs/default/hello-2' })], ['3', run(3, { outcome: 'skipped' })]]),
      stories: stories(story('a', 0, [[1, 'ready']], { owner: 'jobs/default/hello-1', ownerUid: 'j1' }), story('b', 0, [[2, 'ready']], { owner: 'jobs/default/hello-2', ownerUid: 'j2' })),
    })
    expect(names(all)).toEqual(['cronjobs/default/hello 2', '-jobs/default/hello-1 1', 'a', '-jobs/default/hello-2 1', 'b'])
    expect(names(all, [cron.ref])).toEqual(['cronjobs/default/hello 2'])
  })
})

describe('runs that were not started', () => {
  const cron = { ref: 'cronjobs/default/hello', namespace: 'default', name: 'hello', uid: 'c', createdAt: 0 } as CronJobRow
  const at = (minute: number) => minute * 60_000
  const rows = (suspendedFrom?: number): Rows => ({
    ...emptyMirror().rows, cronjobs: new Map([['default/hello', cron]]),
    runs: new Map<string, RunRow>([['1', { uid: 'c', scheduledAt: at(1), outcome: 'complete', job: 'jobs/default/hello-1' }], ['2', { uid: 'c', scheduledAt: at(2), outcome: 'skipped' }]]),
    schedules: new Map<string, ScheduleRow>([['a', { uid: 'c', at: 0, schedule: '* * * * *', suspended: false }], ...(suspendedFrom === undefined ? [] : [['b', { uid: 'c', at: suspendedFrom, schedule: '* * * * *', suspended: true }] as const])]),
  })
  test('those that were skipped and those that nobody looked at; one that is due just now is not missed yet', () => {
    expect(missesOf(cron.ref, rows(), at(4) + 1000)).toEqual([at(2), at(3)])
    expect(missesOf(cron.ref, rows(), at(4) + 3000)).toEqual([at(2), at(3), at(4)])
  })
  test('while it is suspended none is missed', () => expect(missesOf(cron.ref, rows(at(2.5)), at(6))).toEqual([at(2)]))
  test('before it was skipped it was not', () => expect(missesOf(cron.ref, rows(), at(1) + 5000)).toEqual([]))
  test('only CronJobs have runs', () => expect(missesOf('jobs/default/hello', rows(), at(9))).toEqual([]))
})

describe('who owns what', () => {
  const object = (ref: string, more: Partial<ObjectRow> = {}): ObjectRow => ({ ref, kind: 'x', name: ref.slice(ref.lastIndexOf('/') + 1), uid: ref, createdAt: 0, deleting: false, ...more })
  const rows = (objects: readonly ObjectRow[], pods: readonly PodRow[] = []): Rows => ({ ...emptyMirror().rows, objects: table(objects, o => o.ref), pods: table(pods, p => p.name), nodes: table([node('n')], n => n.name) })
  const text = (item: OwnerItem): string => `${item.name}${item.revision === undefined ? '' : `#${item.revision}`}${item.children.length > 0 ? `(${item.children.map(text).join(' ')})` : ''}`
  const log = object('daemonsets/default/log')
  const revision = (n: number) => object(`controllerrevisions/default/log-${n}`, { owner: log.ref, createdAt: 9 - n, revision: n })
  test('templates stand before the pods that are made after them, with their number', () =>
    expect(text(ownerTree(rows([log, revision(1), revision(2)], [pod('log-x', { owner: log.ref })])))).toBe('(log(log-2#2 log-1#1 log-x))'))
  test('of very many the living stand there, and how many more there are', () => {
    const pods = Array.from({ length: 40 }, (_, i) => pod(`p${String(i).padStart(2, '0')}`, { owner: log.ref, look: i < 10 ? 'succeeded' : 'ready' }))
    const { children } = ownerTree(rows([log], pods)).children[0]!
    expect(children.map(c => c.name)).toEqual([...pods.slice(10, 34).map(p => p.name), ''])
    expect(children.at(-1)!.more).toBe(16)
  })
  test('the cluster’s own only when they are asked for; a mirror belongs to its node', () => {
    const own = rows([object('daemonsets/kube-system/kube-proxy', { system: true })], [pod('proxy', { owner: 'daemonsets/kube-system/kube-proxy', system: true }), pod('etcd', { owner: 'nodes/n', system: true })])
    expect(text(ownerTree(own))).toBe('')
    expect(text(ownerTree(own, true))).toBe('(kube-proxy(proxy) n(etcd))')
  })
})
