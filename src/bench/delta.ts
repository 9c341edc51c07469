// What crosses to the page while a big Job runs as fast as it can: bytes and time of each slice, and how far a slice overruns.
import { Host } from '../worker/host.ts'
import { bigJob } from './jobs.ts'
import { quantile, wallMs } from './measure.ts'

const BUDGET_MS = 14
const COMPLETIONS = 2000

export function delta(): Record<string, string | number> {
  const host = new Host(() => performance.now())
  host.answer({ ask: 'boot', options: { seed: 1, startAt: '2026-01-01T09:00:00Z', nodes: 10, unlimited: true } })
  host.answer({ ask: 'kubectl', line: 'kubectl create -f job.yaml', files: [{ path: 'job.yaml', text: JSON.stringify(bigJob(COMPLETIONS, 100)) }] })
  const took: number[] = []
  const bytes: number[] = []
  const copied: number[] = []
  let frames = 0
  for (let slices = 0; slices < 2000; slices++) {
    let answer!: ReturnType<typeof travel>
    const travel = () => host.answer({ ask: 'travel', to: { until: 'job-finished', args: { ref: 'jobs/default/big' } }, budgetMs: BUDGET_MS })
    took.push(wallMs(() => { answer = travel() }))
    const text = JSON.stringify(answer.delta)
    bytes.push(text.length)
    copied.push(wallMs(() => { structuredClone(answer.delta) }))
    frames = answer.delta.position
    if (answer.done || answer.exhausted) break
  }
  return {
    'slices': took.length, 'frames per slice': (frames / took.length).toFixed(0),
    'ms per slice, median': quantile(took, 0.5).toFixed(1), 'ms per slice, p99': quantile(took, 0.99).toFixed(1), 'ms per slice, worst': Math.max(...took).toFixed(1),
    'worst slice to its budget': (Math.max(...took) / BUDGET_MS).toFixed(2),
    'kB per slice, median': (quantile(bytes, 0.5) / 1000).toFixed(1), 'kB per slice, p99': (quantile(bytes, 0.99) / 1000).toFixed(1),
    'ms to copy a slice for the page, p99': quantile(copied, 0.99).toFixed(1),
  }
}
