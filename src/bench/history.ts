// Going back and forward: one frame, and any frame of a long run.
import { runJob } from './jobs.ts'
import { cpuMs, liveHeapMB, quantile, wallMs } from './measure.ts'

const STEPS = 4000
const JUMPS = 200
const FRAMES = 10_000

export function history(): Record<string, string | number> {
  const { cluster: { world } } = runJob(1000, 100, true)
  const back: number[] = []
  const forward: number[] = []
  for (let i = 0; i < STEPS; i++) back.push(1000 * wallMs(() => { world.travel({ frames: -1 }) }))
  for (let i = 0; i < STEPS; i++) forward.push(1000 * wallMs(() => { world.travel({ frames: 1 }) }))
  // Jumps like a learner's drag: anywhere among the last ten thousand frames, from anywhere.
  const first = world.end - FRAMES
  // The garbage that making the run has left is not theirs: it is collected before. What they leave themselves is.
  liveHeapMB()
  // CPU counts every thread's, the collector's helpers and the compiler's too; how long a person waits is what the clock says, on a quiet machine.
  const jumps: number[] = []
  const waits: number[] = []
  for (let i = 0; i < JUMPS; i++) jumps.push(cpuMs(() => waits.push(wallMs(() => { world.travel({ toFrame: first + ((i * 7919) % FRAMES) }) }))))
  const there: number[] = []
  for (let i = 0; i < 20; i++) {
    there.push(cpuMs(() => { world.travel({ toFrame: first }) }))
    there.push(cpuMs(() => { world.travel({ toFrame: world.end }) }))
  }
  return {
    'one frame back, median µs': quantile(back, 0.5).toFixed(1), 'one frame back, p99 µs': quantile(back, 0.99).toFixed(1),
    'one frame forward, median µs': quantile(forward, 0.5).toFixed(1), 'one frame forward, p99 µs': quantile(forward, 0.99).toFixed(1),
    'to any frame of 10,000, median ms of CPU': quantile(jumps, 0.5).toFixed(1), 'to any frame of 10,000, p95 ms of CPU': quantile(jumps, 0.95).toFixed(1),
    'to any frame of 10,000, worst ms of CPU': Math.max(...jumps).toFixed(1),
    'to any frame of 10,000, p95 ms by the clock': quantile(waits, 0.95).toFixed(1), 'to any frame of 10,000, worst ms by the clock': Math.max(...waits).toFixed(1),
    'over all 10,000 at once, median ms of CPU': quantile(there, 0.5).toFixed(1),
  }
}
