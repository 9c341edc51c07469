// How long is waited after failures: restarts and pulls of the kubelet, work queues, failed daemon pods.
import { backoffLeftSinceUpdate, judgeRestart, nextBackoff, PULL_BACKOFF, type BackoffEntry, type BackoffPolicy } from '../../engine/kubelet/backoff.ts'
import { Limiter, retryAfterMs } from '../../engine/informers/limiter.ts'
import { World } from '../../engine/world/world.ts'
import type { Topic } from './topic.ts'

const SECOND = 1000

/** Each run lasts so many seconds; when does the next one start? */
function containerRestart(runs: readonly number[]) {
  const steps = []
  let entry: BackoffEntry | undefined
  let startAt = 0
  for (const [i, ranSeconds] of runs.entries()) {
    const exitAt = startAt + ranSeconds * SECOND
    let now = exitAt
    let waited = 0
    let verdict = judgeRestart(entry, exitAt, now)
    if ('leftMs' in verdict) {
      waited = verdict.waitMs
      now += verdict.leftMs
      verdict = judgeRestart(entry, exitAt, now)
    }
    if (!('entry' in verdict)) throw new Error('a wait that is over is over')
    entry = verdict.entry
    startAt = now
    steps.push({ run: i + 1, ranSeconds, exitAt: exitAt / SECOND, backoffSeconds: waited / SECOND, restartAt: now / SECOND, entryAfter: entry.waitMs / SECOND })
  }
  return steps
}

/** A pod is synced every so many seconds and its image never comes. */
function imagePull(everySeconds: number, count: number) {
  const pulls = []
  let entry: BackoffEntry | undefined
  for (let t = 0; pulls.length < count; t += everySeconds) {
    if (backoffLeftSinceUpdate(PULL_BACKOFF, entry, t * SECOND) > 0) continue
    entry = nextBackoff(PULL_BACKOFF, entry, t * SECOND, t * SECOND)
    pulls.push({ t, result: 'ErrImagePull', nextWindowSeconds: entry.waitMs / SECOND })
  }
  return pulls
}

const DEFAULT_QUEUE = { baseMs: 5, maxMs: 1_000_000, qps: 10, burst: 100 }

/** The default limiter of work queues: the longer of an item's own wait and the bucket that all share. */
function queueDelays(failuresOf: readonly number[], idle: boolean): number[] {
  const world = new World({ seed: 1, startAt: 0 })
  const limiter = new Limiter(world, false)
  const delays: number[] = []
  world.onInput('ask', () => {
    for (const failures of failuresOf) {
      const bucket = idle ? 0 : limiter.take('queue', DEFAULT_QUEUE, 0)
      delays.push(Math.max(retryAfterMs(DEFAULT_QUEUE.baseMs, DEFAULT_QUEUE.maxMs, failures), bucket))
    }
  })
  world.input('ask', null)
  return delays
}

function daemonSetFailedPods(policy: BackoffPolicy, count: number) {
  const steps = []
  let entry: BackoffEntry | undefined
  let at = 0
  for (let n = 1; n <= count; n++) {
    entry = nextBackoff(policy, entry, at, at)
    steps.push({ n, killedAt: at / SECOND, nextDelay: entry.waitMs / SECOND })
    at += entry.waitMs
  }
  return steps
}

export const backoffTopic: Topic = {
  name: 'backoff',
  judge(v) {
    switch (v.op) {
      case 'containerRestart': return { expected: v.steps, actual: containerRestart(v.runs) }
      case 'imagePull': return { expected: v.pulls, actual: imagePull(v.syncEverySeconds, v.pulls.length) }
      case 'exponential': return { expected: v.delaysMs, actual: v.delaysMs.map((_: number, i: number) => retryAfterMs(v.baseMs, v.maxMs, i + 1)) }
      case 'defaultLimiterManyItems': return { expected: v.delaysMs, actual: queueDelays(v.delaysMs.map(() => 1), false) }
      case 'defaultLimiterOneItem': return { expected: v.delaysMs, actual: queueDelays(v.delaysMs.map((_: number, i: number) => i + 1), true) }
      case 'daemonSetFailedPods': {
        const policy = { initialMs: v.initialSeconds * SECOND, maxMs: v.maxSeconds * SECOND, expiryMs: 2 * v.maxSeconds * SECOND }
        return { expected: v.steps, actual: daemonSetFailedPods(policy, v.steps.length) }
      }
      default: throw new Error(`unknown op ${v.op}`)
    }
  },
}
