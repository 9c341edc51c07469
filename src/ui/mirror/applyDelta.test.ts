import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import type { Answers, Delta, Request } from '../../worker/protocol.ts'
import type { TableName } from '../../worker/rows.ts'
import { FakeWorker } from '../testing/fakeClient.ts'
import { applyDelta, emptyMirror, type Mirror } from './applyDelta.ts'

/** Asks the scripted cluster and waits for its answer. */
function asker(): <A extends Request['ask']>(request: Extract<Request, { ask: A }>) => Promise<Answers[A]> {
  const worker = new FakeWorker()
  const waiting = new Map<number, (answer: never) => void>()
  let id = 0
  worker.onmessage = ({ data }) => { if ('answer' in data) waiting.get(data.id)!(data.answer as never) }
  return request => new Promise(resolve => {
    waiting.set(++id, resolve)
    worker.postMessage({ id, request })
  })
}

const delta = (change: Partial<Delta>): Delta => ({
  from: -1, position: 0, now: 0, end: 0, endAt: 0, fresh: false, changes: [], heads: [], terminal: [], ended: [], canUndoFork: false, ...change,
})
const node = (name: string) => ({ table: 'nodes' as TableName, key: name, row: { name } as never })
const head = (seq: number) => ({ seq, at: seq, cause: -1, actor: 'you', what: 'x' })
const place = (m: Mirror): Mirror => ({ ...m, heads: [] })

describe('[E6] the mirror', () => {
  test('after any deltas, in any direction, it equals a fresh snapshot', async () => {
    const ask = asker()
    const { delta: first } = await ask<'boot'>({ ask: 'boot', options: { seed: 7, startAt: '2026-11-20T09:00:00Z', nodes: 3 } })
    let mirror = applyDelta(emptyMirror(), first)
    mirror = applyDelta(mirror, (await ask<'kubectl'>({ ask: 'kubectl', line: 'kubectl apply -f x.yaml', files: [] })).delta)
    const steps = fc.sample(fc.oneof(
      fc.integer({ min: -30, max: 40 }).map(frames => ({ frames })), fc.integer({ min: -20_000, max: 30_000 }).map(forMs => ({ forMs })), fc.integer({ min: -1, max: 120 }).map(toFrame => ({ toFrame })),
    ), { numRuns: 120, seed: 42 })
    for (const to of steps) {
      const { delta: change } = await ask<'travel'>({ ask: 'travel', to })
      mirror = applyDelta(mirror, change)
      const { delta: whole } = await ask<'snapshot'>({ ask: 'snapshot' })
      expect(place(mirror), JSON.stringify(to)).toEqual(place(applyDelta(emptyMirror(), whole)))
      expect(mirror.heads.every(h => h.seq <= mirror.position)).toBe(true)
    }
  })

  test('only touched tables get a new map', () => {
    const before = applyDelta(emptyMirror(), delta({ changes: [node('a')] }))
    const after = applyDelta(before, delta({ from: 0, position: 1, changes: [node('b')] }))
    expect(after.rows.nodes).not.toBe(before.rows.nodes)
    expect(after.rows.pods).toBe(before.rows.pods)
    expect([...before.rows.nodes.keys()]).toEqual(['a'])
    expect([...after.rows.nodes.keys()]).toEqual(['a', 'b'])
  })
  test('nothing touched: the very same rows', () => {
    const before = applyDelta(emptyMirror(), delta({ changes: [node('a')] }))
    expect(applyDelta(before, delta({ from: 0, position: 5, now: 9 })).rows).toBe(before.rows)
  })
  test('a fresh delta forgets what was', () => {
    const before = applyDelta(emptyMirror(), delta({ changes: [node('a')], heads: [head(0)] }))
    const after = applyDelta(before, delta({ fresh: true, changes: [node('b')] }))
    expect([...after.rows.nodes.keys()]).toEqual(['b'])
    expect(after.heads).toEqual([])
  })
  test('a row that is gone is gone, and may be told twice', () => {
    const gone = { table: 'nodes' as TableName, key: 'a', row: null }
    const before = applyDelta(emptyMirror(), delta({ changes: [node('a')] }))
    expect(applyDelta(applyDelta(before, delta({ changes: [gone] })), delta({ changes: [gone] })).rows.nodes.size).toBe(0)
  })
  test('heads: newest last, none later than where we stand, none twice', () => {
    let m = applyDelta(emptyMirror(), delta({ position: 3, heads: [head(1), head(2), head(3)] }))
    m = applyDelta(m, delta({ from: 3, position: 5, heads: [head(3), head(4), head(5)] }))
    expect(m.heads.map(h => h.seq)).toEqual([1, 2, 3, 4, 5])
    m = applyDelta(m, delta({ from: 5, position: 2 }))
    expect(m.heads.map(h => h.seq)).toEqual([1, 2])
    for (let i = 3; i < 400; i++) m = applyDelta(m, delta({ from: i - 1, position: i, heads: [head(i)] }))
    expect(m.heads.length).toBe(200)
    expect(m.heads.at(-1)!.seq).toBe(399)
  })
})
