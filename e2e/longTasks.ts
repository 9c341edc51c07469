// How long the page's main thread was held up, as Chromium itself counts it: every task with the time on the wall and the time on
// the processor. The difference is the machine's (other programs had it), not the page's, so a test judges by the processor's.
import type { CDPSession, Page } from '@playwright/test'

export interface Task {
  readonly wallMs: number
  readonly cpuMs: number
  /** What took longest inside it. */
  readonly mostly: string
}

interface TraceEvent { readonly name: string; readonly ph: string; readonly pid: number; readonly tid: number; readonly ts: number; readonly dur?: number; readonly tdur?: number; readonly args?: { readonly name?: string; readonly data?: { readonly functionName?: string } } }

export interface Traced {
  /** Every task of the main thread that took longer than 4 ms of processor, the longest first; without those of the yardstick. */
  readonly tasks: readonly Task[]
  /** Milliseconds of processor that the same computation took in the same thread at the same time, again and again: how fast the machine was just then. */
  readonly yardstickMs: readonly number[]
}

/** Runs in the page: something of fixed size, so seldom that it does not count. */
function layYardstick(): void {
  setInterval(function kubestepYardstick() {
    let sum = 0
    for (let round = 0; round < 12; round++) {
      const words = Array.from({ length: 3000 }, (_, i) => ({ name: `pod-${(i * 7919) % 3000}`, at: i % 97 }))
      for (const { at } of words.toSorted((a, b) => a.at - b.at || a.name.localeCompare(b.name, 'en'))) sum = (sum * 31 + at) % 1_000_003
    }
    return sum
  }, 600)
}

/** Traces the page while `during` runs. */
export async function tasksOf(page: Page, during: () => Promise<void>): Promise<Traced> {
  const cdp: CDPSession = await page.context().newCDPSession(page)
  const events: TraceEvent[] = []
  cdp.on('Tracing.dataCollected', ({ value }) => { events.push(...(value as unknown as TraceEvent[])) })
  await cdp.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: { includedCategories: ['devtools.timeline', 'toplevel', 'v8'] } })
  await page.evaluate(layYardstick)
  await during()
  const complete = new Promise<void>(resolve => { cdp.once('Tracing.tracingComplete', () => resolve()) })
  await cdp.send('Tracing.end')
  await complete
  await cdp.detach()
  // Of the renderers' main threads the page's is the one that draws.
  const mains = events.filter(e => e.name === 'thread_name' && e.args?.name === 'CrRendererMain')
  const drawn = (t: TraceEvent) => events.filter(e => e.pid === t.pid && e.tid === t.tid && e.name === 'FireAnimationFrame').length
  const main = mains.toSorted((a, b) => drawn(b) - drawn(a))[0]
  if (main === undefined || drawn(main) === 0) throw new Error('the trace knows of no thread that draws')
  const own = events.filter(e => e.pid === main.pid && e.tid === main.tid && e.ph === 'X' && e.dur !== undefined)
  const yardsticks = own.filter(e => e.args?.data?.functionName === 'kubestepYardstick')
  const isYardstick = (task: TraceEvent) => yardsticks.some(y => y.ts >= task.ts && y.ts + y.dur! <= task.ts + task.dur!)
  const tasks = own
    .filter(e => e.name === 'ThreadControllerImpl::RunTask' && (e.tdur ?? 0) > 4_000 && !isYardstick(e))
    .map((task): Task => {
      const parts = new Map<string, number>()
      for (const e of own) if (e !== task && e.ts >= task.ts && e.ts + e.dur! <= task.ts + task.dur! && !/RunTask/.test(e.name)) parts.set(e.name, (parts.get(e.name) ?? 0) + (e.tdur ?? 0))
      const most = [...parts].toSorted((a, b) => b[1] - a[1]).slice(0, 4).map(([name, us]) => `${name} ${Math.round(us / 1000)}`)
      return { wallMs: task.dur! / 1000, cpuMs: task.tdur! / 1000, mostly: most.join(', ') }
    })
    .toSorted((a, b) => b.cpuMs - a.cpuMs)
  return { tasks, yardstickMs: yardsticks.map(y => (y.tdur ?? 0) / 1000) }
}
