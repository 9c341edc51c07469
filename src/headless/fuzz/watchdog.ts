// A hang cannot be seen from within the thread that hangs: another one watches whether the seeds go on, says which one does not, and ends the process.
import { Worker } from 'node:worker_threads'

/** Of the process's own computing, however busy the machine is with others: no input takes a hundredth of it. */
const PATIENCE_MS = 60_000
const LOOK_MS = 5000

const WATCH = `
const { workerData: { seeds, patience, look } } = require('node:worker_threads')
const { writeSync } = require('node:fs')
const computed = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1000 }
let last = -1, since = computed()
setInterval(() => {
  const seed = Atomics.load(seeds, 0)
  if (seed !== last) { last = seed; since = computed() }
  else if (computed() - since > patience) { writeSync(1, 'seed ' + seed + ': hangs\\n'); process.kill(process.pid, 'SIGKILL') }
}, look)
`

/** Tells the watcher which seed is tried now. */
export function watchdog(patienceMs = PATIENCE_MS, lookMs = LOOK_MS): { at(seed: number): void; rest(): void } {
  const seeds = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(WATCH, { eval: true, workerData: { seeds, patience: patienceMs, look: lookMs } })
  worker.unref()
  return { at: seed => { Atomics.store(seeds, 0, seed) }, rest: () => void worker.terminate() }
}
