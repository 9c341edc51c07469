import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { applyDelta, emptyMirror } from '../ui/mirror/applyDelta.ts'
import { FakeWorker } from '../ui/testing/fakeClient.ts'
import { AskError, Client, type WorkerNews } from './client.ts'
import type { Request } from './protocol.ts'

const options = { seed: 7, startAt: '2026-11-20T09:00:00Z', nodes: 3 }

function set() {
  const workers: FakeWorker[] = []
  const news: WorkerNews[] = []
  let mirror = emptyMirror()
  const client = new Client({
    spawn: () => {
      const worker = new FakeWorker()
      workers.push(worker)
      return worker
    },
    onDelta: delta => { mirror = applyDelta(mirror, delta) },
    onNews: n => news.push(n), patienceMs: 1_000, bootPatienceMs: 5_000,
  })
  return { client, workers, news, mirror: () => mirror, worker: () => workers.at(-1)! }
}
const apply: Extract<Request, { ask: 'kubectl' }> = { ask: 'kubectl', line: 'kubectl apply -f para-job.yaml', files: [] }
const settle = (ms = 50) => vi.advanceTimersByTimeAsync(ms)
const failure = (p: Promise<unknown>) => p.then(() => undefined, (e: unknown) => e as AskError)

beforeEach(() => { vi.useFakeTimers() })
afterEach(() => { vi.useRealTimers() })

async function booted() {
  const s = set()
  const boot = s.client.boot({ options })
  await settle()
  await boot
  return s
}

describe('questions and answers', () => {
  test('an answer’s delta is applied before the answer is handed out', async () => {
    const s = await booted()
    expect(s.mirror().rows.nodes.size).toBe(4)
    const asked = s.client.ask<'travel'>({ ask: 'travel', to: { frames: -2 } }).then(() => s.mirror().position)
    await settle()
    expect(await asked).toBe(6)
  })
  test('one travel in flight', async () => {
    const s = await booted()
    const both = Promise.all([s.client.ask<'travel'>({ ask: 'travel', to: { frames: -1 } }), s.client.ask<'travel'>({ ask: 'travel', to: { frames: -1 } })])
    const travels = () => s.worker().asked.filter(r => r.ask === 'travel').length
    await Promise.resolve()
    expect(travels()).toBe(1)
    await settle()
    await both
    expect(travels()).toBe(2)
  })
  test('a save follows every input at once', async () => {
    const s = await booted()
    const asked = s.client.ask(apply)
    expect(s.worker().asked.slice(-2).map(r => r.ask)).toEqual(['kubectl', 'save'])
    await settle()
    await asked
    expect(s.client.lastSaved?.inputs.length).toBe(1)
  })
  test('before the first boot there is nobody to ask', async () => expect(await failure(set().client.ask({ ask: 'save' }))).toMatchObject({ kind: 'lost' }))
})

describe('a worker that falls', () => {
  async function running() {
    const s = await booted()
    for (const request of [apply, { ask: 'travel', to: { forMs: 20_000 } } as const]) {
      const asked = s.client.ask(request as typeof apply)
      await settle()
      await asked
    }
    return s
  }

  test('crashes: a new one stands where the page stood, with everything that was there', async () => {
    const s = await running()
    const before = s.mirror()
    expect(before.rows.pods.size).toBeGreaterThan(2)
    s.worker().onerror!({ message: 'out of memory' })
    await settle(200)
    expect(s.workers.length).toBe(2)
    expect(s.news.map(n => n.news)).toEqual(['restarting', 'restarted'])
    const { heads: _a, ...after } = s.mirror()
    const { heads: _b, ...same } = before
    expect(after).toEqual(same)
  })

  test('is silent: noticed by the question that stays unanswered, which is asked again', async () => {
    const s = await running()
    s.worker().silent = true
    const asked = s.client.ask<'density'>({ ask: 'density', buckets: 10 })
    await settle(900)
    expect(s.workers.length).toBe(1)
    await settle(300)
    expect(s.news[0]).toMatchObject({ news: 'restarting', because: 'silent', ask: 'density' })
    expect((await asked).counts.length).toBe(10)
  })

  test('an input under which it fell is not tried again', async () => {
    const s = await running()
    s.worker().silent = true
    const asked = failure(s.client.ask({ ask: 'act', act: { do: 'stop-kubelet', name: 'node-1' } }))
    await settle(1_500)
    expect(await asked).toMatchObject({ kind: 'lost' })
    expect(s.workers[1]!.asked.some(r => r.ask === 'act')).toBe(false)
  })

  test('an input that was answered but not yet saved is given to the new one, where it was given before', async () => {
    const s = await booted()
    const kubectl = s.client.ask(apply)
    const first = s.worker()
    // The answer to the input arrives; the save behind it never does.
    const hear = first.onmessage!
    first.onmessage = event => { if ('answer' in event.data && !('run' in event.data.answer)) hear(event) }
    await settle()
    await kubectl
    const position = s.mirror().position
    expect(s.client.lastSaved).toBeUndefined()
    first.onerror!({ message: 'gone' })
    await settle(200)
    expect(s.mirror().position).toBe(position)
    expect(s.mirror().rows.jobs.size).toBe(1)
    expect(s.workers[1]!.asked.filter(r => r.ask === 'kubectl').length).toBe(1)
    expect(s.client.lastSaved?.inputs.length).toBe(1)
  })

  test('says that it is broken: told with what reproduces it, then a new one', async () => {
    const s = await running()
    s.worker().broken = 'a frame may not happen in the past'
    const asked = failure(s.client.ask({ ask: 'live', file: { path: 'a.yaml', text: '' } }))
    await settle(300)
    expect(await asked).toMatchObject({ kind: 'broken', message: 'a frame may not happen in the past' })
    expect(s.news[0]).toMatchObject({ news: 'restarting', because: 'broken', run: { inputs: [{ name: 'kubectl' }] } })
    expect(s.news.at(-1)).toEqual({ news: 'restarted' })
  })

  test('command lines of a new worker have numbers of their own, and are stopped by them', async () => {
    const s = await running()
    s.worker().onerror!({ message: 'x' })
    await settle(200)
    const watch = s.client.ask<'kubectl'>({ ask: 'kubectl', line: 'kubectl get pods -w', files: [] })
    await settle()
    const { running: number, delta } = await watch
    expect(number).toBe(2)
    expect(delta.terminal.every(c => c.running === 2)).toBe(true)
    const stopped = s.client.ask<'interrupt'>({ ask: 'interrupt', running: number })
    await settle()
    expect((await stopped).delta.ended).toMatchObject([{ running: 2, exitCode: 130 }])
    expect(s.worker().asked.find(r => r.ask === 'interrupt')).toMatchObject({ running: 1 })
  })

  test('falls again and again: nobody goes on for ever, and a new boot is a new beginning', async () => {
    const s = await running()
    for (let i = 0; i < 4; i++) {
      s.worker().onerror!({ message: 'again' })
      await settle(200)
    }
    expect(s.news.at(-1)).toMatchObject({ news: 'gave-up' })
    expect(await failure(s.client.ask({ ask: 'save' }))).toMatchObject({ kind: 'lost' })
    const boot = s.client.boot({ options })
    await settle()
    await boot
    expect(s.mirror().rows.nodes.size).toBe(4)
  })

  test('a slept-through timer is no silence', async () => {
    const s = await running()
    s.worker().silent = true
    const asked = s.client.ask<'density'>({ ask: 'density', buckets: 10 })
    // The machine sleeps: the clock jumps, and only then do timers run.
    vi.setSystemTime(Date.now() + 60_000)
    await settle(1_100)
    expect(s.workers.length).toBe(1)
    await settle(1_100)
    expect(s.workers.length).toBe(2)
    await asked
  })
})
