import { describe, expect, test } from 'vitest'
import type { DaemonSetRow, NodeRow, PodLook, PodRow } from '../../../worker/rows.ts'
import { emptyMirror, type Rows } from '../../mirror/applyDelta.ts'
import { daemonScene, type DaemonScene } from './daemonScene.ts'
import { notesIn } from './daemonNotes.ts'
import { MOST_SPOKES, ringBox } from './ring.ts'

const node = (name: string, more: Partial<NodeRow> = {}): NodeRow => ({
  name, ref: `nodes/${name}`, status: 'Ready', cordoned: false, roles: [], taints: [], labels: {}, cpuMilli: { requested: 0, allocatable: 2000 },
  memoryBytes: { requested: 0, allocatable: 4 }, pods: { count: 0, allocatable: 110 }, images: [], kubelet: 'running', machine: 'up', createdAt: 0, ...more,
})
const set = (more: Partial<DaemonSetRow> = {}): DaemonSetRow => ({
  ref: 'daemonsets/default/log', namespace: 'default', name: 'log', uid: 'log', createdAt: 0, desired: 3, current: 3, ready: 3, updated: 3, available: 3, misscheduled: 0,
  strategy: 'RollingUpdate', maxUnavailable: 1, maxSurge: 0, minReadySeconds: 0, revision: 2, hash: 'new', images: ['x'], refused: {}, deleting: false, ...more,
})
const pod = (name: string, on: string, look: PodLook = 'ready', more: Partial<PodRow> = {}): PodRow => ({
  ref: `pods/default/${name}`, namespace: 'default', name, uid: name, look, status: 'Running', ready: '1/1', restarts: 0, createdAt: 0, labels: { 'controller-revision-hash': 'new' },
  requests: { cpuMilli: 0, memoryBytes: 0 }, containers: [], owner: 'daemonsets/default/log', ownerUid: 'log', node: on, ...(look === 'ready' ? { readyAt: 1000 } : {}), ...more,
})
const old = { labels: { 'controller-revision-hash': 'old' } }
const rowsOf = (nodes: readonly NodeRow[], pods: readonly PodRow[]): Rows => ({ ...emptyMirror().rows, nodes: new Map(nodes.map(n => [n.name, n])), pods: new Map(pods.map(p => [p.name, p])) })
const scene = (nodes: readonly NodeRow[], pods: readonly PodRow[], more: Partial<DaemonSetRow> = {}, now = 5000): DaemonScene => daemonScene(set(more), rowsOf(nodes, pods), now)
const states = (s: DaemonScene) => Object.fromEntries(s.spokes.map(x => [x.name, x.state]))
const notes = (s: DaemonScene) => s.notes.map(n => `${n.kind} ${n.nodes.join('+')}`)
const abc = [node('a'), node('b'), node('c')]

describe('every node has its place on the ring', () => {
  test('in the order of the node cards', () => {
    expect(scene([node('node-10'), node('node-9'), node('cp', { roles: ['control-plane'] })], []).spokes.map(s => s.name)).toEqual(['cp', 'node-9', 'node-10'])
  })
  test.each<[string, readonly PodRow[], string]>([
    ['served', [pod('x', 'a')], 'served'], ['coming', [pod('x', 'a', 'creating')], 'coming'], ['failing', [pod('x', 'a', 'backoff')], 'failing'],
    ['missing: no pod', [], 'missing'], ['missing: the pod of another owner', [pod('x', 'a', 'ready', { ownerUid: 'other' })], 'missing'],
    ['served while the one before goes', [pod('x', 'a'), pod('y', 'a', 'terminating')], 'served'], ['coming while the only one goes', [pod('y', 'a', 'terminating')], 'coming'],
    ['coming: made for it and not bound yet', [pod('x', '', 'pending', { node: undefined as never, target: 'a' })], 'coming'],
  ])('%s', (_, pods, state) => expect(states(scene([node('a')], pods.map(p => { const { node: n, ...rest } = p; return n ? p : rest })))).toEqual({ a: state }))
  const refusal = { why: 'taint', what: 'x=y:NoSchedule', keep: true } as const
  test('left out, kept, gone', () => {
    const s = scene([node('a'), node('b')], [pod('x', 'b'), pod('z', 'lost', 'unknown')], { refused: { a: refusal, b: refusal } })
    expect(states(s)).toEqual({ a: 'refused', b: 'kept', lost: 'gone' })
    expect(s.desired).toBe(0)
    expect(notes(s)).toEqual(['gone lost', 'kept b', 'refused a'])
  })
})

describe('two templates', () => {
  test('one track as long as all pods are of one template', () => {
    expect(scene(abc, [pod('x', 'a'), pod('y', 'b')]).rolling).toBe(false)
    expect(scene(abc, [pod('x', 'a', 'ready', old)]).rolling).toBe(false)
    expect(scene(abc, [pod('x', 'a'), pod('y', 'b', 'ready', old)]).rolling).toBe(true)
  })
  test('a pod is new by its generation too', () => expect(scene(abc, [pod('x', 'a', 'ready', { labels: { 'pod-template-generation': '3' } })], { generation: '3' }).spokes[0]!.pods[0]!.isNew).toBe(true))
  test('an old node is one that no new pod serves', () => {
    const surging = scene([node('a')], [pod('x', 'a', 'ready', old), pod('y', 'a', 'creating')])
    expect(surging.spokes[0]).toMatchObject({ old: true, state: 'served' })
    expect(notes(surging)).toEqual(['pod a', 'old a'])
    expect(scene([node('a')], [pod('x', 'a', 'terminating', old), pod('y', 'a')]).spokes[0]!.old).toBe(false)
  })
  test('new ones outside, old ones inside, both of a node at one angle', () => {
    const s = scene(abc, [pod('x', 'a', 'ready', old), pod('y', 'a')])
    const box = ringBox(s, 0, 700, 200)
    const [y, x] = box.spokes[0]!.pods
    const away = (p: { x: number; y: number }) => Math.hypot(p.x - box.cx, p.y - box.cy)
    expect([y!.pod.mark.name, x!.pod.mark.name]).toEqual(['y', 'x'])
    expect(away(y!)).toBeCloseTo(box.outer)
    expect(away(x!)).toBeCloseTo(box.inner)
    expect(Math.atan2(y!.y - box.cy, y!.x - box.cx)).toBeCloseTo(Math.atan2(x!.y - box.cy, x!.x - box.cx))
  })
})

test('minReadySeconds counts from when the pod became ready', () => {
  const s = scene([node('a')], [pod('x', 'a')], { minReadySeconds: 10 })
  expect(s.spokes[0]!.pods[0]!.counting).toEqual({ from: 1000, to: 11_000 })
  expect(notes(s)).toEqual(['counting a'])
  expect(scene([node('a')], [pod('x', 'a')], { minReadySeconds: 4 }).spokes[0]!.pods[0]!.counting).toBeUndefined()
})

test('the worst has the first line; the same reason has one line; what does not fit is counted', () => {
  const refused = Object.fromEntries(['c', 'd'].map(n => [n, { why: 'nodeSelector', what: 'disk=ssd', keep: false } as const]))
  const s = scene([...abc, node('d'), node('e', { status: 'Unknown' })], [pod('x', 'a', 'pulling'), pod('y', 'e', 'unknown')], { refused })
  expect(notes(s)).toEqual(['missing b', 'down e', 'pod a', 'pod e', 'refused c+d'])
  expect(notesIn(s, set(), 5).map(l => l.key)).toHaveLength(5)
  expect(notesIn(s, set(), 4).at(-1)).toMatchObject({ more: 2 })
  const rolling = scene(abc, [pod('x', 'a'), pod('y', 'b', 'ready', old)])
  expect(notesIn(rolling, set(), 6).slice(0, 2).map(l => l.track)).toEqual(['newest', 'older'])
})

describe('the ring', () => {
  const many = (n: number) => Array.from({ length: n }, (_, i) => node(`node-${i}`))
  test('nobody lies on anybody', () => {
    for (const n of [1, 2, 5, 12, MOST_SPOKES]) {
      const { spokes } = ringBox(scene(many(n), many(n).map(x => pod(`p-${x.name}`, x.name))), 0, 700, 190)
      for (const [i, a] of spokes.entries()) for (const b of spokes.slice(i + 1)) expect(Math.hypot(a.x - b.x, a.y - b.y)).toBeGreaterThan(a.r + b.r - 0.5)
    }
  })
  test('a thousand nodes stand in sectors, none is lost, each stretch as long as its share', () => {
    const nodes = many(1000)
    const s = scene(nodes, nodes.slice(0, 700).map(x => pod(`p-${x.name}`, x.name)))
    const { sectors, spokes, inner, outer } = ringBox(s, 0, 700, 190)
    expect(spokes).toEqual([])
    expect(sectors.length).toBeLessThanOrEqual(120)
    expect(sectors.flatMap(x => x.spokes).map(x => x.name)).toEqual(s.spokes.map(x => x.name))
    for (const { parts } of sectors) expect(parts.at(-1)!.to).toBeCloseTo(outer)
    expect(sectors[0]!.parts).toEqual([{ part: 'served', from: inner, to: outer }])
    expect(sectors.at(-1)!.parts.map(p => p.part)).toEqual(['missing'])
    expect(s.notes).toHaveLength(1)
  })
  test('it keeps to its room', () => expect(ringBox(scene(abc, []), 10, 700, 170).h).toBe(170))
})
