import { describe, expect, test } from 'vitest'
import type { JobRow, NodeRow, PodRow } from '../../../worker/rows.ts'
import { axisSpan, columnsOf, withoutOverlap } from '../../timeline/scale.ts'
import { clockText } from '../../timeline/clock.ts'
import { ticksOf, tickText } from '../draw/ticks.ts'
import { nearest } from '../keyboard.ts'
import type { JobScene } from '../scene/jobs.ts'
import { podMark, type NodeScene } from '../scene/nodes.ts'
import type { Station } from '../scene/rail.ts'
import type { Shown } from '../workloads/blocks.ts'
import { clusterLayout, podGrid } from './cluster.ts'
import { lanesBox } from './lanes.ts'
import { BUS, pointOn, railLayout, wayBetween } from './rail.ts'
import { fitFont, fitted, fittedParts, widthOf, wrapped } from './text.ts'

const pods = (n: number) => Array.from({ length: n }, (_, i) => podMark({ uid: `u${i}`, ref: `pods/default/p${i}`, name: `p${i}`, look: 'running', containers: [], node: 'n' } as unknown as PodRow, 0))
const nodeScene = (name: string, n: number): NodeScene => ({ ref: `nodes/${name}`, name, row: { name } as NodeRow, pods: pods(n).map(p => ({ ...p, key: `${name} ${p.key}` })), more: [], folded: 0, total: n })
const jobOf = (lanes: number, bars = 0): JobScene => ({ ref: 'jobs/default/a', row: {} as JobRow, lanes, hiddenLanes: 0, from: 0, to: 60_000, bars: Array.from({ length: bars }, () => ({})) as never, ghosts: [], earlier: 0 })
const NOTHING: Shown = { blocks: [], others: [], y: 0 }
const layout = (nodes: readonly NodeScene[], width: number, shown: Shown = NOTHING, height = 600) => clusterLayout({ shown, nodes, tray: { pods: [], more: 0, reasons: [] }, width, height })

describe('the cluster', () => {
  test.each([[708, 4], [360, 4], [1400, 12], [320, 1]])('at %d px, cards of %d nodes stand beside each other without touching, and inside', (width, count) => {
    const { nodes } = layout(Array.from({ length: count }, (_, i) => nodeScene(`n${i}`, 3)), width)
    expect(nodes.length).toBe(count)
    for (const [i, a] of nodes.entries()) {
      expect(a.x).toBeGreaterThanOrEqual(0)
      expect(a.x + a.w).toBeLessThanOrEqual(width)
      for (const b of nodes.slice(i + 1)) expect(a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y).toBe(true)
    }
  })
  test.each([1, 8, 34, 110, 400])('%d pods of a node lie inside its card, apart from each other', n => {
    const { nodes, pods: boxes } = layout([nodeScene('a', n)], 250)
    const [card] = nodes
    expect(boxes.length).toBe(n)
    const seen = new Set<string>()
    for (const { x, y, r } of boxes) {
      expect(x - r).toBeGreaterThanOrEqual(card!.x)
      expect(x + r).toBeLessThanOrEqual(card!.x + card!.w)
      expect(y + r).toBeLessThanOrEqual(card!.y + card!.h)
      seen.add(`${x} ${y}`)
    }
    expect(seen.size).toBe(n)
  })
  test('above the limit pods and bars leave the elements', () => {
    expect(layout([nodeScene('a', 1500)], 700).densePods).toBe(false)
    expect(layout([nodeScene('a', 1501)], 700).densePods).toBe(true)
    expect(lanesBox(jobOf(3, 160), 0, 700, 300).dense).toBe(false)
    expect(lanesBox(jobOf(3, 161), 0, 700, 300).dense).toBe(true)
    // Bars of low lanes cannot be pointed at one by one.
    expect(lanesBox(jobOf(100, 40), 0, 700, 300).dense).toBe(false)
    expect(lanesBox(jobOf(100, 41), 0, 700, 300).dense).toBe(true)
  })
  test.each([1, 3, 4, 8, 16, 40, 100])('%d lanes stay within the room there is', n => {
    expect(lanesBox(jobOf(n), 0, 700, 400).h).toBeLessThan(250)
    expect(lanesBox(jobOf(n), 0, 700, 230).h).toBeLessThanOrEqual(230)
  })
  test('circles shrink until they fit', () => {
    expect(podGrid(3, 130, 156).r).toBe(21)
    expect(podGrid(110, 130, 156).r).toBeLessThan(10)
  })
  test.each([280, 300, 420, 600])('below a block that keeps to its room, the first pods of the first row are in sight at %d px', height => {
    const { nodes, pods: boxes } = layout(Array.from({ length: 4 }, (_, i) => nodeScene(`n${i}`, 6)), 503, { ...NOTHING, others: [{} as JobRow], y: Math.max(138, height - 164) }, height)
    expect(boxes[0]!.y + boxes[0]!.r).toBeLessThanOrEqual(height)
    expect(nodes.every(n => n.isLow === height < 340)).toBe(true)
  })
  test('circles are as large as the height allows', () => {
    const radius = (height: number) => layout([nodeScene('a', 12)], 170, NOTHING, height).pods[0]!.r
    expect(radius(700)).toBeGreaterThan(radius(250))
    expect(radius(700)).toBe(radius(1400))
  })
  test('without a workload there is room for the hint', () => {
    expect(layout([], 700).emptyY).toBe(0)
    expect(layout([], 700, { ...NOTHING, others: [{} as JobRow] }).emptyY).toBeUndefined()
  })
})

describe('the rail', () => {
  const station = (id: string, kind: Station['kind']): Station => ({ id, kind, queued: 0, syncing: [], delayed: [], stopped: false, busy: false })
  const all = [station('you', 'you'), station('apiserver', 'apiserver'), station('job', 'controller'), station('scheduler', 'scheduler'), station('kubelets', 'kubelets')]
  test.each([1000, 640, 380])('at %d px stations do not overlap and stay inside', width => {
    const boxes = railLayout(all, [62, 90, 110, 84, 110], width)
    for (const [i, b] of boxes.entries()) expect(b.x + b.w).toBeLessThanOrEqual((boxes[i + 1]?.x ?? width) + 0.001)
  })
  test('ways hang on the line; kubectl has its own', () => {
    const [you, api, , scheduler] = railLayout(all, [60, 90, 110, 84, 110], 640)
    const way = wayBetween(scheduler!, api!)
    expect(way.map(p => p[1])).toEqual([54, BUS, BUS, 54])
    expect(wayBetween(you!, api!)).toHaveLength(2)
    expect(pointOn(way, 0)).toEqual(way[0])
    expect(pointOn(way, 1)).toEqual(way[3])
    expect(pointOn([[0, 0], [10, 0], [10, 30]], 0.5)).toEqual([10, 10])
  })
})

describe('axes and clocks', () => {
  test.each([[0, '0 s'], [500, '0.5 s'], [40_000, '40 s'], [140_000, '2:20'], [3_723_000, '1:02:03']])('%d ms is written %s', (ms, text) => expect(tickText(ms)).toBe(text))
  test.each([[60_000, 600], [250, 400], [86_400_000, 900]])('ticks over %d ms are not crowded', (ms, px) => {
    const ticks = ticksOf(0, ms, px)
    expect(ticks.length).toBeGreaterThan(1)
    expect(px / (ticks.length - 1)).toBeGreaterThanOrEqual(55)
  })
  test.each([[0, '00:00.000'], [41_000, '00:41.000'], [3_723_004, '1:02:03.004'], [-5, '00:00.000']])('the clock at %d ms is %s', (ms, text) => expect(clockText(ms)).toBe(text))
  test('the scrubber always has room beyond what is known', () => { for (const ms of [1, 9000, 61_000, 3_600_000, 999_999_999]) expect(axisSpan(ms)).toBeGreaterThan(ms) })
  test('columns keep every event, and few are still seen beside many', () => {
    const bars = columnsOf({ from: 0, to: 100, counts: [1, 0, 10_000, 0] }, 200, 8)
    expect(bars[0]).toBeGreaterThanOrEqual(0.08)
    expect(Math.max(...bars)).toBe(1)
    expect([...bars].filter(h => h > 0).length).toBe(2)
    expect([...bars.slice(4)].every(h => h === 0)).toBe(true)
  })
  test('names that would overlap are left out', () =>
    expect(withoutOverlap([{ mark: 1, x: 0, text: 'aaaa' }, { mark: 2, x: 10, text: 'b' }, { mark: 3, x: 60, text: 'c' }], t => t.length * 10).map(m => m.named)).toEqual([true, false, true]))
})

describe('words and keys', () => {
  test('text is broken into lines between words, Chinese between any two signs, and nothing of it is lost', () => {
    for (const text of ['Nothing to draw yet. Apply a manifest.', '还没有内容。应用一个 manifest 后可见。']) {
      const lines = wrapped(text, 110, 12)
      expect(lines.length).toBeGreaterThan(1)
      for (const line of lines) expect(widthOf(line, 12)).toBeLessThanOrEqual(110)
      expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
    }
    expect(wrapped('short', 200, 12)).toEqual(['short'])
    expect(wrapped('averyverylongword', 10, 12)).toEqual(['averyverylongword'])
    expect(wrapped('', 10, 12)).toEqual([])
  })
  test('what does not fit is cut, what cannot fit is left out', () => {
    expect(fitted('control-plane', 200, 12)).toBe('control-plane')
    expect(widthOf(fitted('control-plane', 50, 12), 12)).toBeLessThanOrEqual(50)
    expect(fitted('control-plane', 4, 12)).toBe('')
    const queue = 'queue 0 · in 9 s · syncing'
    expect(fittedParts(queue, 400, 12)).toBe(queue)
    expect(fittedParts(queue, widthOf('queue 0 · in 9 s · s', 12), 12)).toBe('queue 0 · in 9 s')
    expect(fittedParts(queue, widthOf('queue 0 · i', 12), 12)).toBe('queue 0')
    expect(fittedParts(queue, widthOf('que…', 12) + 0.5, 12)).toBe('que…')
    expect(widthOf('节点', 10)).toBe(20)
  })
  test('a wider font leaves less room; one that cannot be measured changes nothing', () => {
    const guess = widthOf('control-plane', 10)
    fitFont(sample => widthOf(sample, 100) * 1.2)
    expect(widthOf('control-plane', 10)).toBeCloseTo(guess * 1.2)
    fitFont(() => 0)
    expect(widthOf('control-plane', 10)).toBe(guess)
  })
  test('an arrow goes to what lies that way, and prefers straight on', () => {
    const points = [{ x: 100, y: 60 }, { x: 140, y: 0 }, { x: -50, y: 0 }]
    expect(nearest({ x: 0, y: 0 }, points, [1, 0])).toBe(1)
    expect(nearest({ x: 0, y: 0 }, points, [-1, 0])).toBe(2)
    expect(nearest({ x: 0, y: 0 }, points, [0, -1])).toBe(-1)
  })
})

describe('the tray', () => {
  const waiting = (n: number) => ({ pods: pods(n), more: 0, reasons: [] })
  const at = (n: number, trayHeld?: number) => clusterLayout({ shown: NOTHING, nodes: [nodeScene('n', 0)], tray: waiting(n), width: 700, height: 600, ...(trayHeld === undefined ? {} : { trayHeld }) })
  test('is there while somebody waits', () => expect([at(0).tray, at(1).tray?.h]).toEqual([undefined, expect.any(Number)]))
  test('held open, the nodes stay where they are when the last one has left', () => {
    const full = at(1)
    expect(at(0, full.tray!.h)).toMatchObject({ tray: { h: full.tray!.h }, nodes: [{ y: full.nodes[0]!.y }] })
    expect(at(0).nodes[0]!.y).toBeLessThan(full.nodes[0]!.y)
  })
  test('grows when more come', () => expect(at(60, at(1).tray!.h).tray!.h).toBe(at(60).tray!.h))
})
