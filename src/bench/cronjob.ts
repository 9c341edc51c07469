// A day of a CronJob that starts a Job every minute: what a run costs must not grow with the runs that were.
import { createCluster } from '../engine/index.ts'
import { cpuMs } from './measure.ts'

const HOUR_MS = 3_600_000

const minutely = {
  apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'minutely' },
  spec: {
    schedule: '* * * * *',
    jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', 'sleep 5'] }] } } } },
  },
}

export interface CronRun {
  /** CPU of each hour, in ms. */
  readonly hours: readonly number[]
  readonly frames: number
  /** Jobs that were started. */
  readonly runs: number
  /** Frames of the first and of the last hour. */
  readonly framesOf: readonly [number, number]
}

/** Runs it for so many hours on three workers. */
export function runCron(hours: number): CronRun {
  const { world, client } = freshCluster()
  client().create(minutely as never, 'default')
  const took: number[] = []
  const frames: number[] = []
  let runs = 0
  world.observe((frame, direction) => {
    for (const call of frame.calls ?? []) if (direction === 1 && call.verb === 'create' && call.res === 'jobs') runs++
  })
  for (let hour = 0; hour < hours; hour++) {
    const before = world.position
    took.push(cpuMs(() => { world.travel({ forMs: HOUR_MS }) }))
    frames.push(world.position - before)
  }
  return { hours: took, frames: world.position, runs, framesOf: [frames[0]!, frames.at(-1)!] }
}

function freshCluster() {
  const cluster = createCluster({ seed: 1, startAt: '2026-01-01T00:00:30Z' })
  return { world: cluster.world, client: () => cluster.client() }
}

export function cronjob(): Record<string, string | number> {
  runCron(2)
  const day = runCron(24)
  const sum = (list: readonly number[]) => list.reduce((a, b) => a + b, 0)
  return {
    'CPU s, 24 hours, a run each minute': (sum(day.hours) / 1000).toFixed(2), 'runs': day.runs, 'frames': day.frames,
    'ms per hour, hours 2 to 7': (sum(day.hours.slice(1, 7)) / 6).toFixed(0), 'ms per hour, last six': (sum(day.hours.slice(-6)) / 6).toFixed(0),
    'ratio': (sum(day.hours.slice(-6)) / sum(day.hours.slice(1, 7))).toFixed(2),
  }
}
