// Every bench, by name. Each gives what it measured: ratios and counts to compare, times to read.
import { runJob } from './jobs.ts'

type Bench = () => Record<string, string | number>

export const benches: Record<string, Bench> = {
  jobs: () => {
    runJob(100, 100, true)
    const small = runJob(1000, 100, true)
    const big = runJob(10_000, 100, true)
    const per = (r: { cpuMs: number; pods: number }) => (1000 * r.cpuMs) / r.pods
    return {
      'CPU s, 10,000 completions at parallelism 100': (big.cpuMs / 1000).toFixed(2),
      'CPU µs per pod, 1,000': per(small).toFixed(0), 'CPU µs per pod, 10,000': per(big).toFixed(0),
      'ratio of CPU per pod, 10,000 to 1,000': (per(big) / per(small)).toFixed(2),
      'frames per pod': (big.frames / big.pods).toFixed(1), 'heap MB after 10,000': big.heapMB.toFixed(0), 'virtual seconds': big.virtualSeconds.toFixed(0),
    }
  },
}
