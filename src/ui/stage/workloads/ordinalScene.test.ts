import { describe, expect, test } from 'vitest'
import type { ClaimRow, PodLook, PodRow, StatefulSetRow } from '../../../worker/rows.ts'
import { emptyMirror, type Rows } from '../../mirror/applyDelta.ts'
import { mostOrdinals, ordinalBox } from './ordinals.ts'
import { ordinalScene, type OrdinalScene } from './ordinalScene.ts'
import { turnWords } from './statefulset.ts'

const set = (more: Partial<StatefulSetRow> = {}): StatefulSetRow => ({
  ref: 'statefulsets/default/web', namespace: 'default', name: 'web', uid: 'web', createdAt: 0, desired: 3, start: 0, total: 3, ready: 3, available: 3, updated: 3, policy: 'OrderedReady',
  strategy: 'RollingUpdate', partition: 0, minReadySeconds: 0, currentRevision: 'web-new', updateRevision: 'web-new', currentNumber: 2, updateNumber: 2, claims: [], whenScaled: 'Retain', images: ['x'], deleting: false, ...more,
})
const pod = (n: number, look: PodLook = 'ready', revision = 'web-new'): PodRow => ({
  ref: `pods/default/web-${n}`, namespace: 'default', name: `web-${n}`, uid: `web-${n}`, look, status: 'Running', ready: '1/1', restarts: 0, createdAt: 0, labels: { 'controller-revision-hash': revision },
  requests: { cpuMilli: 0, memoryBytes: 0 }, containers: [], owner: 'statefulsets/default/web', ownerUid: 'web', ...(look === 'ready' ? { readyAt: 1000 } : {}),
})
const claim = (n: number, more: Partial<ClaimRow> = {}): ClaimRow => ({ ref: `persistentvolumeclaims/default/www-web-${n}`, namespace: 'default', name: `www-web-${n}`, phase: 'Bound', size: '1Gi', volume: `pv-${n}`, deleting: false, ...more })
const rowsOf = (pods: readonly PodRow[], claims: readonly ClaimRow[] = []): Rows => ({ ...emptyMirror().rows, pods: new Map(pods.map(p => [p.name, p])), claims: new Map(claims.map(c => [c.name, c])) })
const scene = (pods: readonly PodRow[], more: Partial<StatefulSetRow> = {}, claims: readonly ClaimRow[] = [], now = 5000, most = 100): OrdinalScene => ordinalScene(set(more), rowsOf(pods, claims), now, most)
const shape = (s: OrdinalScene) => s.ordinals.map(o => `${o.ordinal}${o.pod ? '' : '-'}${o.state === 'wanted' ? '' : ` ${o.state}`}`)

describe('the row', () => {
  test('every ordinal has its place, whether its pod is there or not', () => expect(shape(scene([pod(0), pod(2)]))).toEqual(['0', '1-', '2']))
  test('ordinals may begin elsewhere', () => expect(shape(scene([pod(5)], { start: 5, desired: 2 }))).toEqual(['5', '6-']))
  test('what is too many, and what is kept', () => {
    expect(shape(scene([pod(0), pod(1, 'terminating')], { desired: 1, claims: ['www'] }, [claim(0), claim(1), claim(2)]))).toEqual(['0', '1 extra', '2- kept'])
    expect(shape(scene([pod(0)], { desired: 1 }, [claim(2)]))).toEqual(['0'])
  })
  test('claims of another set with a longer name are not its', () => {
    expect(shape(scene([pod(0)], { desired: 1, claims: ['www'] }, [claim(0), { ...claim(1), name: 'www-web-x-1' }, { ...claim(2), namespace: 'other' }]))).toEqual(['0'])
  })
  test('a claim that is not made yet has its place', () => {
    const [first, second] = scene([pod(0)], { desired: 2, claims: ['www'] }, [claim(0, { phase: 'Pending' })]).ordinals
    expect(first!.claims).toMatchObject([{ phase: 'Pending', ref: 'persistentvolumeclaims/default/www-web-0' }])
    expect(second!.claims).toMatchObject([{ phase: 'none', name: 'www-web-1' }])
  })
  test('more than can be drawn are counted', () => {
    const s = scene([], { desired: 500 }, [], 0, 60)
    expect(s.ordinals).toHaveLength(60)
    expect(s.hidden).toBe(440)
  })
})

describe('whose turn it is', () => {
  const speech = { lang: 'en', now: 5000, t: {} as never, rows: emptyMirror().rows } as const
  test.each<[string, OrdinalScene, string]>([
    ['makes the next', scene([pod(0)]), 'next: makes web-1'],
    ['waits for one to be Ready', scene([pod(0), pod(1, 'running')]), 'waits for web-1 to be Ready, then makes web-2'],
    ['waits for minReadySeconds', scene([pod(0)], { minReadySeconds: 10 }), 'waits 6 s until web-0 is available, then makes web-1'],
    ['in parallel nobody waits', scene([pod(0, 'running')], { policy: 'Parallel' }), ''],
    ['all there', scene([pod(0), pod(1), pod(2)]), ''],
    ['updates the highest', scene([pod(0, 'ready', 'web-old'), pod(1, 'ready', 'web-old')], { desired: 2 }), 'next: updates web-1'],
    ['the partition holds', scene([pod(0, 'ready', 'web-old'), pod(1)], { desired: 2, partition: 1 }), ''],
    ['waits for one to go', scene([pod(0), pod(1), pod(2, 'terminating')], { desired: 1 }), 'waits for web-2 to be gone, then removes web-1'],
    ['a set that is deleted does nothing in turn', scene([pod(0)], { deleting: true }), ''],
  ])('%s', (_, s, words) => expect(turnWords(s, speech)).toBe(words))
})

describe('two templates', () => {
  test('old ones stand on a track of their own', () => {
    const s = scene([pod(0, 'ready', 'web-old'), pod(1), pod(2)])
    expect(s.rolling).toBe(true)
    const box = ordinalBox(s, 0, 0, 700, 400)
    expect(box.places.map(p => p.y)).toEqual([box.oldY, box.newY, box.newY])
  })
  test('one track where all are of one template', () => expect(ordinalBox(scene([pod(0), pod(1)]), 0, 0, 700, 400).oldY).toBeUndefined())
  test('OnDelete with only old pods shows that there is a new template', () => expect(scene([pod(0, 'ready', 'web-old')], { desired: 1, strategy: 'OnDelete', currentRevision: 'web-old' }).rolling).toBe(true))
  test('the partition stands between the ordinals', () => {
    const s = scene([pod(0), pod(1), pod(2)], { partition: 2 })
    const { partition, places } = ordinalBox(s, 0, 0, 700, 400)
    expect(partition!.x).toBeGreaterThan(places[1]!.x)
    expect(partition!.x).toBeLessThan(places[2]!.x)
    expect(ordinalBox(scene([pod(0)], { partition: 2, strategy: 'OnDelete' }), 0, 0, 700, 400).partition).toBeUndefined()
  })
})

test('where there is little room, volumes stand beside their claims', () => {
  const s = scene([pod(0), pod(1)])
  const tall = ordinalBox(s, 1, 0, 700, 200)
  const flat = ordinalBox(s, 1, 0, 700, tall.h - 1)
  expect([tall.isFlat, flat.isFlat]).toEqual([false, true])
  expect(flat.h).toBeLessThan(tall.h - 20)
  expect(ordinalBox(s, 0, 0, 700, 20).isFlat).toBe(false)
})

test('minReadySeconds counts', () => expect(scene([pod(0)], { minReadySeconds: 10 }).ordinals[0]!.counting).toEqual({ from: 1000, to: 11_000 }))

describe('a hundred ordinals', () => {
  const hundred = scene(Array.from({ length: 100 }, (_, i) => pod(i)), { desired: 100 })
  test('are wrapped, in lines of tens, and none lies on another', () => {
    const box = ordinalBox(hundred, 1, 0, 700, 400)
    expect(box.columns).toBe(false)
    expect(box.starts.map(s => s.ordinal % 10)).toEqual(box.starts.map(() => 0))
    expect(new Set(box.places.map(p => `${p.x} ${p.y}`)).size).toBe(100)
    for (const p of box.places) expect(p.x + p.r).toBeLessThanOrEqual(700 - 16)
  })
  test('fit into what is said to fit', () => {
    const most = mostOrdinals(700, 200)
    const box = ordinalBox(scene([], { desired: 5000 }, [], 0, most), 0, 0, 700, 400)
    expect(box.h).toBeLessThanOrEqual(230)
  })
})
