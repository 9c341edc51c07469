// A Job at size: CPU per pod must not grow with the number of pods.
import { createCluster } from '../engine/index.ts'

export interface JobRun { readonly pods: number; readonly cpuMs: number; readonly frames: number; readonly virtualSeconds: number; readonly heapMB: number }

/** Runs a Job of `completions` at `parallelism` to its end with real limits or none, and measures this process. */
export function runJob(completions: number, parallelism: number, unlimited: boolean): JobRun {
  globalThis.gc?.()
  const began = process.cpuUsage()
  const cluster = createCluster({ seed: 1, nodes: 10, ...(unlimited ? { unlimited: true } : {}) })
  cluster.client().create({
    apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'big' },
    spec: {
      completions, parallelism, backoffLimit: 6,
      template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', 'sleep 5'] }] } },
    },
  } as never, 'default')
  const from = cluster.now
  const done = cluster.world.travel({ until: 'job-finished', args: { ref: 'jobs/default/big' }, withinMs: 24 * 3_600_000 })
  const job = cluster.objects('jobs')[0]
  if (done.exhausted || job?.status?.succeeded !== completions) throw new Error(`the Job did not finish: ${JSON.stringify(job?.status)}`)
  const used = process.cpuUsage(began)
  return {
    pods: completions, cpuMs: (used.user + used.system) / 1000, frames: cluster.world.position, virtualSeconds: (cluster.now - from) / 1000,
    heapMB: process.memoryUsage().heapUsed / 1e6,
  }
}
