import { describe, expect, test } from 'vitest'
import type { DeploymentRow, JobRow, PodLook, PodRow, ReplicaSetRow, SizeRow, StoryRow, WorkloadRow } from '../../../worker/rows.ts'
import { emptyMirror, type Rows } from '../../mirror/applyDelta.ts'
import { blocksOf, rootOf, rootsOf, type Shown } from './blocks.ts'
import { deploymentScene } from './deploymentScene.ts'
import type { AnyDrawing } from './drawing.ts'
import { lineOf } from './line.ts'
import { DRAWINGS } from './drawings.ts'
import { slotsOf } from './slots.ts'

const pod = (name: string, owner: string, look: PodLook = 'ready', more: Partial<PodRow> = {}): PodRow => ({
  ref: `pods/default/${name}`, namespace: 'default', name, uid: name, look, status: 'Running', ready: '1/1', restarts: 0, createdAt: 0, labels: {},
  requests: { cpuMilli: 0, memoryBytes: 0 }, containers: [], owner: `replicasets/default/${owner}`, ownerUid: owner, ...more,
})
const story = (name: string, lane: number): StoryRow => ({ uid: name, ref: `pods/default/${name}`, name, namespace: 'default', createdAt: 0, looks: [], lane })
const set = (name: string, more: Partial<ReplicaSetRow> = {}): ReplicaSetRow => ({
  ref: `replicasets/default/${name}`, namespace: 'default', name, uid: name, createdAt: 0, desired: 3, total: 3, ready: 3, available: 3, terminating: 0, minReadySeconds: 0, images: ['nginx'], deleting: false, ...more,
})
const deployment = (name: string, more: Partial<DeploymentRow> = {}): DeploymentRow => ({
  ref: `deployments/default/${name}`, namespace: 'default', name, uid: name, createdAt: 0, strategy: 'RollingUpdate', desired: 3, updated: 3, total: 3, ready: 3, available: 3, terminating: 0,
  maxSurge: 1, maxUnavailable: 0, least: 3, revision: 1, paused: false, minReadySeconds: 0, observed: true, progress: 'complete', deleting: false, ...more,
})
const job = (name: string, more: Partial<JobRow> = {}): JobRow => ({
  ref: `jobs/default/${name}`, namespace: 'default', name, uid: name, status: 'Running', parallelism: 1, completions: 1, indexed: false, active: 1, ready: 0, succeeded: 0, failed: 0, terminating: 0, backoffLimit: 4, createdAt: 0, ...more,
})
const keyed = <T extends { readonly ref: string }>(rows: readonly T[]) => new Map(rows.map(r => [r.ref.slice(r.ref.indexOf('/') + 1), r]))
const rowsOf = (given: { jobs?: readonly JobRow[]; deployments?: readonly DeploymentRow[]; replicasets?: readonly ReplicaSetRow[]; pods?: readonly PodRow[]; stories?: readonly StoryRow[]; sizes?: readonly SizeRow[] }): Rows => ({
  ...emptyMirror().rows, jobs: keyed(given.jobs ?? []), deployments: keyed(given.deployments ?? []), replicasets: keyed(given.replicasets ?? []), pods: keyed(given.pods ?? []),
  stories: new Map((given.stories ?? []).map(s => [s.uid, s])), sizes: new Map((given.sizes ?? []).map(s => [`${s.uid}|${s.at}`, s])),
})

describe('which workloads have a block', () => {
  const web = deployment('web', { createdAt: 5 })
  const web1 = set('web-1', { owner: web.ref, createdAt: 6 })
  const rows = rowsOf({ deployments: [web, deployment('coredns', { ref: 'deployments/kube-system/coredns', namespace: 'kube-system', system: true })], replicasets: [web1, set('solo', { createdAt: 9 })], jobs: [job('old', { createdAt: 1 }), job('new', { createdAt: 10 })], pods: [pod('web-1-a', 'web-1')] })
  const high = (h: number): AnyDrawing => ({ table: 'jobs', kind: 'Job', place: (_: WorkloadRow, _around: unknown, y: number) => ({ h, at: y }), draw: () => {}, sentence: () => '', brief: () => '', tone: () => undefined })
  const shown = (height: number, h: number, selected?: string, drawingOf = () => high(h) as AnyDrawing | undefined, system = false): Shown => blocksOf({ rows, now: 0, selected, system, width: 700, height, drawingOf })
  const names = (list: readonly { readonly ref: string }[]) => list.map(r => r.ref.slice(r.ref.lastIndexOf('/') + 1))

  test('what is owned stands in its owner’s block', () => {
    expect(names(rootsOf(rows))).toEqual(['new', 'solo', 'web', 'old', 'coredns'])
    expect(rootOf(rows, 'pods/default/web-1-a')?.name).toBe('web')
    expect(rootOf(rows, web1.ref)?.name).toBe('web')
    expect(rootOf(rows, 'nodes/node-1')).toBeUndefined()
  })
  test('whose owner is gone stands for itself', () => expect(names(rootsOf(rowsOf({ replicasets: [web1] })))).toEqual(['web-1']))
  test('owners in a circle do not hang the page', () => {
    const a = set('a', { owner: 'replicasets/default/b' })
    expect(rootOf(rowsOf({ replicasets: [a, set('b', { owner: a.ref })] }), a.ref)).toBeDefined()
  })
  test('the latest, as many as fit; the cluster’s own are folded away', () => {
    const { blocks, others } = shown(500, 100)
    expect([names(blocks), names(others)]).toEqual([['new', 'solo'], ['web', 'old']])
    expect(names(shown(500, 100, undefined, undefined, true).others)).toEqual(['web', 'old', 'coredns'])
  })
  test('the first has a block however high it is', () => expect(names(shown(300, 900).blocks)).toEqual(['new']))
  test.each([240, 300, 423, 600, 900])('at %d px two blocks stand only where nodes are in sight below them', height => {
    for (const h of [60, 100, 150, 220]) {
      const { blocks, y } = shown(height, h)
      if (blocks.length > 1) expect(height - y).toBeGreaterThanOrEqual(150)
    }
  })
  test('the selected one always has one, and blocks do not change places for it', () => {
    expect(names(shown(500, 115, 'jobs/default/old').blocks)).toEqual(['new', 'old'])
    expect(names(shown(300, 900, 'pods/default/web-1-a').blocks)).toEqual(['web'])
    expect(names(shown(300, 900, 'deployments/kube-system/coredns').blocks)).toEqual(['coredns'])
  })
  test('blocks stand one below the other', () => {
    const { blocks, y } = shown(500, 100)
    expect(blocks[1]!.y).toBe(blocks[0]!.y + blocks[0]!.h)
    expect(y).toBe(blocks[1]!.y + blocks[1]!.h)
  })
  test('a drawing that has not come yet leaves a mark in the line', () => expect(names(shown(500, 100, undefined, () => undefined).others)).toEqual(['new', 'solo', 'web', 'old']))
  test('every kind has one drawing', () => expect(new Set(DRAWINGS.map(d => d.table)).size).toBe(DRAWINGS.length))
})

describe('a row of pods', () => {
  const lanes = (...given: readonly number[]) => given.map((lane, i) => story(`p${i}`, lane))
  const pods = (n: number, look: PodLook = 'ready') => Array.from({ length: n }, (_, i) => pod(`p${i}`, 'rs', look, { createdAt: i }))
  test('every pod keeps its place; what is missing is a gap in the first free ones', () => {
    const slots = slotsOf('rs', 4, rowsOf({ pods: pods(2), stories: lanes(3, 1) }), 0, 20)
    expect(slots.pods.map(s => s.place)).toEqual([3, 1])
    expect(slots.gaps).toEqual([0, 2])
    expect(slots.places).toBe(4)
  })
  test('a pod that is on its way out is missing already', () => {
    const rows = rowsOf({ pods: [...pods(1), pod('old', 'rs', 'terminating')], stories: [...lanes(0), story('old', 1)] })
    expect(slotsOf('rs', 2, rows, 0, 20).gaps).toEqual([2])
  })
  test('nothing wanted, nothing there', () => expect(slotsOf('rs', 0, rowsOf({}), 0, 20)).toEqual({ pods: [], gaps: [], places: 0, counts: [], total: 0 }))
  test('two of one place, and places out of sight, are moved together', () => {
    expect(slotsOf('rs', 2, rowsOf({ pods: pods(2), stories: lanes(0, 0) }), 0, 20).pods.map(s => s.place)).toEqual([0, 1])
    expect(slotsOf('rs', 2, rowsOf({ pods: pods(2), stories: lanes(0, 25) }), 0, 20).pods.map(s => s.place)).toEqual([0, 1])
  })
  test('too many to be drawn one by one are counted by look', () => {
    const slots = slotsOf('rs', 30, rowsOf({ pods: [...pods(25), pod('x', 'rs', 'backoff')], stories: [] }), 0, 20)
    expect(slots).toMatchObject({ pods: [], gaps: [], counts: [['ready', 25], ['backoff', 1]], total: 26, places: 30 })
  })
})

describe('the line of what was available', () => {
  const size = (at: number, available: number, more: Partial<SizeRow> = {}): SizeRow => ({ uid: 'web', at, desired: 3, total: 3, ready: available, available, updated: 3, least: 3, most: 4, ...more })
  const line = (now: number, ...sizes: readonly SizeRow[]) => lineOf('web', rowsOf({ sizes }).sizes, now)
  test('from its beginning, with room to the right', () => {
    const { from, to, top, steps } = line(10_000, size(1000, 0), size(4000, 3))
    expect([from, top, steps.length]).toEqual([1000, 4, 2])
    expect(to).toBeGreaterThan(10_000)
  })
  test('a calm time before the latest story is left out, what held then is not', () => {
    const { from, steps } = line(210_000, size(0, 0), size(3000, 3), size(200_000, 2), size(203_000, 3))
    expect(from).toBe(198_000)
    expect(steps.map(s => [s.at, s.available])).toEqual([[3000, 3], [200_000, 2], [203_000, 3]])
  })
  test('changes that lie in the future are not drawn yet', () => expect(line(2000, size(0, 0), size(3000, 3)).steps.map(s => s.at)).toEqual([0]))
  test('a long time is a window that moves by tenths', () => {
    const a = line(1_200_000, size(0, 3))
    const b = line(1_210_000, size(0, 3))
    expect(a.from).toBe(b.from)
    expect(a.to - a.from).toBe(600_000)
    expect(a.to).toBeGreaterThanOrEqual(1_210_000)
  })
  test('of another workload nothing', () => expect(line(100, size(0, 3, { uid: 'other' })).steps).toEqual([]))
})

describe('a Deployment', () => {
  const web = deployment('web', { revision: 3 })
  const owned = (name: string, revision: number, more: Partial<ReplicaSetRow> = {}) => set(name, { owner: web.ref, revision, hash: name, ...more })
  test('the new ReplicaSet first, then those that still have pods; the empty ones are named', () => {
    const rows = rowsOf({ deployments: [web], replicasets: [owned('a', 1, { desired: 0 }), owned('b', 2, { desired: 0 }), owned('c', 3)], pods: [pod('b1', 'b', 'terminating')] })
    const scene = deploymentScene(web, rows, 0, 20)
    expect(scene.sets.map(s => [s.row.name, s.isNew])).toEqual([['c', true], ['b', false]])
    expect(scene.emptied.map(s => s.name)).toEqual(['a'])
  })
  test('until the controller has seen to it, none is new', () =>
    expect(deploymentScene(deployment('web', { revision: 4 }), rowsOf({ replicasets: [owned('c', 3)] }), 0, 20).sets.map(s => s.isNew)).toEqual([false]))
  test('others’ ReplicaSets are not its own', () => expect(deploymentScene(web, rowsOf({ replicasets: [set('solo')] }), 0, 20).sets).toEqual([]))
})
