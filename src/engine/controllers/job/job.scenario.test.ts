// Jobs on a whole cluster, in words of the domain.
import { expect, test } from 'vitest'
import { aJob, runsFor } from '../../testing/builders.ts'
import { activePods, isGone, jobIs, podsAre, testCluster } from '../../testing/testCluster.ts'

test('[J5] three at a time, and never more than remain', () => {
  const t = testCluster({ seed: 7, nodes: 3 })
  t.images({ pi: runsFor(5_000).exits(0) })
  t.apply(aJob('calculate-pi', { completions: 8, parallelism: 3, image: 'pi' }))
  t.runUntil(jobIs('calculate-pi', 'Complete'))
  expect(t.most(activePods('calculate-pi'))).toBe(3)
  expect(t.podsOf('calculate-pi')).toHaveLength(8)
  expect(t.kubectl('get jobs')).toMatch(/calculate-pi +Complete +8\/8/)
  expect(t.events('calculate-pi').filter(e => e.startsWith('SuccessfulCreate'))).toHaveLength(8)
  t.runFor(100)
  expect(t.events('calculate-pi')).toContain('Completed: Job completed')
})

test('[J12] [J15] failures wait longer each time, and one too many ends the Job', () => {
  const t = testCluster({ seed: 7, nodes: 1 })
  t.apply(aJob('hopeless', { backoffLimit: 2, runs: runsFor(1_000).exits(3) }))
  const failedAt: number[] = []
  for (let n = 1; n <= 3; n++) {
    t.runUntil(podsAre('hopeless', 'Failed', n))
    failedAt.push(t.seconds)
  }
  t.runUntil(jobIs('hopeless', 'Failed'))
  t.runFor(100)
  const waits = failedAt.slice(1).map((at, i) => at - failedAt[i]!)
  // 10 s and 20 s of back-off, and the few seconds that a pod takes from its creation to its end.
  expect(waits[0]).toBeGreaterThanOrEqual(10)
  expect(waits[0]).toBeLessThan(16)
  expect(waits[1]).toBeGreaterThanOrEqual(20)
  expect(waits[1]).toBeLessThan(26)
  expect(t.podsOf('hopeless')).toHaveLength(3)
  expect(t.events('hopeless')).toContain('BackoffLimitExceeded: Job has reached the specified backoff limit')
})

test('[J14] a Job that is suspended stands down, and goes on where it was', () => {
  const t = testCluster({ seed: 7, nodes: 2 })
  t.apply(aJob('pausing', { completions: 4, parallelism: 2, runs: runsFor(6_000) }))
  t.runUntil(podsAre('pausing', 'Succeeded', 2))
  t.kubectl(`patch job pausing -p '{"spec":{"suspend":true}}'`)
  t.runUntil(jobIs('pausing', 'Suspended'))
  t.runFor(60_000)
  expect(activePods('pausing')(t)).toBe(0)
  expect(jobIs('pausing', 'Complete')(t)).toBe(false)
  t.kubectl(`patch job pausing -p '{"spec":{"suspend":false}}'`)
  t.runUntil(jobIs('pausing', 'Complete'))
  expect(t.object('jobs', 'pausing')!.status.succeeded).toBe(4)
})

test('[J39] a refused write costs time, never a pod too many', () => {
  const t = testCluster({ seed: 7, nodes: 2 })
  t.act({ do: 'break', fault: { kind: 'api-refuses', rate: 0.4 } })
  t.apply(aJob('refused', { completions: 5, parallelism: 3, runs: runsFor(2_000) }))
  t.runUntil(jobIs('refused', 'Complete'))
  expect(t.most(activePods('refused'))).toBe(3)
  expect(t.podsOf('refused')).toHaveLength(5)
})

test('[J39] a controller that comes back while its watch is late does not make again what it made before it went', () => {
  const t = testCluster({ seed: 7, nodes: 2 })
  t.apply(aJob('twice', { completions: 3, parallelism: 3, runs: runsFor(60_000) }))
  t.runFor(4)
  t.act({ do: 'break', fault: { kind: 'watch-slow', watcher: 'controllers', ms: 5_000 } })
  t.runUntil(podsAre('twice', 'Pending', 3))
  t.act({ do: 'stop-controller', name: 'job-controller' })
  t.act({ do: 'start-controller', name: 'job-controller' })
  t.runUntil(jobIs('twice', 'Complete'))
  expect(t.podsOf('twice')).toHaveLength(3)
})

test('[J32] a Job that is deleted takes its pods along, though its controller stands still', () => {
  const t = testCluster({ seed: 7, nodes: 2 })
  t.apply(aJob('going', { completions: 3, parallelism: 3, runs: runsFor(60_000) }))
  t.runUntil(podsAre('going', 'Running', 3))
  t.act({ do: 'stop-controller', name: 'job-controller' })
  t.kubectl('delete job going --wait=false')
  t.runFor(40_000)
  // Its tracking finalizers hold the pods until somebody counts them.
  expect(t.objects('pods').filter(p => p.metadata.namespace === 'default').length).toBe(3)
  t.act({ do: 'start-controller', name: 'job-controller' })
  t.runUntil(isGone('jobs', 'going'))
  t.runFor(60_000)
  expect(t.objects('pods')).toEqual([])
})
