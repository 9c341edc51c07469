// A Job at size: CPU per pod must not grow with the number of pods.
import { createCluster, type Cluster } from '../engine/index.ts'
import { cpuMs, liveHeapMB } from './measure.ts'

export interface JobRun {
  readonly cluster: Cluster
  readonly pods: number
  readonly cpuMs: number
  readonly frames: number
  /** Changes of entries of tables. */
  readonly writes: number
  /** What was asked of the API server. */
  readonly calls: number
  readonly virtualSeconds: number
}

export const bigJob = (completions: number, parallelism: number) => ({
  apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'big' },
  spec: {
    completions, parallelism, backoffLimit: 6,
    template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', 'sleep 5'] }] } },
  },
})

/** Runs a Job of `completions` at `parallelism` to its end, on ten nodes, with real limits or none. `count`: also writes and calls. */
export function runJob(completions: number, parallelism: number, unlimited: boolean, count = false): JobRun {
  const cluster = createCluster({ seed: 1, nodes: 10, ...(unlimited ? { unlimited: true } : {}) })
  let writes = 0
  let calls = 0
  if (count) {
    cluster.world.observe(frame => {
      writes += frame.writes.length
      calls += frame.calls?.length ?? 0
    })
  }
  const from = cluster.now
  const used = cpuMs(() => {
    cluster.client().create(bigJob(completions, parallelism) as never, 'default')
    const done = cluster.world.travel({ until: 'job-finished', args: { ref: 'jobs/default/big' }, withinMs: 24 * 3_600_000 })
    const job = cluster.objects('jobs')[0]
    if (done.exhausted || job?.status?.succeeded !== completions) throw new Error(`the Job did not finish: ${JSON.stringify(job?.status)}`)
  })
  return { cluster, pods: completions, cpuMs: used, frames: cluster.world.position, writes, calls, virtualSeconds: (cluster.now - from) / 1000 }
}

export function jobs(): Record<string, string | number> {
  // Twice through everything, so that what is measured is compiled.
  runJob(100, 100, true)
  runJob(1000, 100, true)
  const small = runJob(100, 100, true)
  const middle = runJob(1000, 100, true)
  const empty = liveHeapMB()
  const big = runJob(10_000, 100, true)
  const raw = process.memoryUsage().heapUsed / 1e6
  const live = liveHeapMB()
  const per = (r: JobRun) => (1000 * r.cpuMs) / r.pods
  const { history } = big.cluster.world
  return {
    'CPU s, 10,000 completions at parallelism 100': (big.cpuMs / 1000).toFixed(2),
    'CPU µs per pod, 100': per(small).toFixed(0), 'CPU µs per pod, 1,000': per(middle).toFixed(0), 'CPU µs per pod, 10,000': per(big).toFixed(0),
    'ratio of CPU per pod, 10,000 to 1,000': (per(big) / per(middle)).toFixed(2),
    'frames per pod': (big.frames / big.pods).toFixed(1), 'virtual seconds': big.virtualSeconds.toFixed(0),
    'heap MB after 10,000': raw.toFixed(0), 'heap MB after 10,000, of which in use': (live - empty).toFixed(0),
    'history MB by estimate': (history.bytes / 1e6).toFixed(0), 'frames kept whole': history.last - history.first + 1,
  }
}
