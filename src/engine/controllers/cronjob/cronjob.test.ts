// CronJobs on a whole cluster, by the virtual clock. A cluster begins at 09:00:00.
import { describe, expect, test, vi } from 'vitest'
import { CronJob, Job } from '../../../kube/kinds.ts'
import { createCluster } from '../../index.ts'

vi.setConfig({ testTimeout: 30_000 })

function clusterWith(spec: object, seconds = 5, metadata: object = {}) {
  const cluster = createCluster({ seed: 2, nodes: 2 })
  const client = cluster.client()
  const run = (s: number) => cluster.world.travel({ forMs: s * 1000 })
  run(10)
  const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox:1.36', command: ['sleep', String(seconds)] }] } }
  client.create({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'hello', ...metadata }, spec: { schedule: '* * * * *', jobTemplate: { spec: { template } }, ...spec } }, 'default')
  return {
    cluster, client, run,
    patch: (body: object) => client.patch(CronJob, 'default', 'hello', 'merge', body),
    jobs: () => cluster.objects('jobs').map(j => j.metadata.name.replace('hello-', '')),
    status: () => cluster.objects('cronjobs')[0]!.status,
    told: () => cluster.objects('events').filter(e => e['involvedObject'].kind === 'CronJob').map(e => e['reason']),
  }
}
/** Minutes since 1970 at 09:00 of the first day. */
const NINE = 29_454_300

test('[C7] [C10] a Job each minute, named by it', () => {
  const { cluster, run, jobs, status } = clusterWith({})
  run(49.9)
  expect(jobs()).toEqual([])
  run(0.5)
  expect(jobs()).toEqual([`${NINE + 1}`])
  expect(status()).toMatchObject({ active: [{ kind: 'Job', name: `hello-${NINE + 1}` }], lastScheduleTime: '2026-01-01T09:01:00Z' })
  expect(cluster.objects('jobs')[0]!.metadata.annotations).toEqual({ 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T09:01:00Z' })
  run(20)
  expect(status()).toEqual({ lastScheduleTime: '2026-01-01T09:01:00Z', lastSuccessfulTime: expect.any(String) })
})

describe('[C9] a run is due while one is active', () => {
  test.each([
    ['Allow', 3, ['SuccessfulCreate', 'SuccessfulCreate', 'SuccessfulCreate']],
    ['Forbid', 1, ['SuccessfulCreate', 'JobAlreadyActive']],
    ['Replace', 1, ['SuccessfulCreate', 'SuccessfulDelete', 'SuccessfulCreate', 'SuccessfulDelete', 'SuccessfulCreate']],
  ])('%s', (concurrencyPolicy, active, reasons) => {
    const { run, status, told } = clusterWith({ concurrencyPolicy }, 1000)
    run(175)
    expect(status().active).toHaveLength(active)
    expect(told()).toEqual(reasons)
  })

  test('Forbid: the run that waited starts as soon as the one before has ended, named by its minute', () => {
    const { run, jobs } = clusterWith({ concurrencyPolicy: 'Forbid' }, 75)
    run(50 + 70)
    expect(jobs()).toEqual([`${NINE + 1}`])
    run(15)
    expect(jobs()).toEqual([`${NINE + 1}`, `${NINE + 2}`])
  })
})

test('[C12] history: one that succeeded, none that failed', () => {
  const { run, jobs } = clusterWith({ successfulJobsHistoryLimit: 1 })
  run(200)
  expect(jobs()).toEqual([`${NINE + 3}`])
})

describe('stopped and started', () => {
  test('[C5] [C8] suspended: nothing; resumed: only the last run that was missed', () => {
    const { run, jobs, patch } = clusterWith({ suspend: true })
    run(200)
    expect(jobs()).toEqual([])
    patch({ spec: { suspend: false } })
    run(2)
    expect(jobs()).toEqual([`${NINE + 3}`])
  })

  test('[C8] the controller was away for two hours: the last run, and a warning', () => {
    const { cluster, run, jobs, told } = clusterWith({})
    cluster.act({ do: 'stop-controller', name: 'cronjob' })
    run(2 * 3600 + 20)
    expect(jobs()).toEqual([])
    cluster.act({ do: 'start-controller', name: 'cronjob' })
    run(2)
    expect(jobs()).toEqual([`${NINE + 120}`])
    expect(told()).toContain('TooManyMissedTimes')
  })

  test('[C8] too late: the next one', () => {
    const { cluster, run, jobs } = clusterWith({ startingDeadlineSeconds: 10 })
    cluster.act({ do: 'stop-controller', name: 'cronjob' })
    run(50 + 30)
    cluster.act({ do: 'start-controller', name: 'cronjob' })
    run(5)
    expect(jobs()).toEqual([])
    run(30)
    expect(jobs()).toEqual([`${NINE + 2}`])
  })
})

test('[C6] another schedule makes up for nothing', () => {
  const { run, jobs, patch } = clusterWith({ schedule: '0 0 * * *' })
  run(300)
  patch({ spec: { schedule: '* * * * *' } })
  run(30)
  expect(jobs()).toEqual([])
  run(30)
  expect(jobs()).toEqual([`${NINE + 6}`])
})

test('[C4] a Job that was deleted is missed', () => {
  const { client, run, status, told } = clusterWith({}, 1000)
  run(55)
  client.delete(Job, 'default', `hello-${NINE + 1}`, { propagationPolicy: 'Background' })
  run(2)
  expect(status().active).toBeUndefined()
  expect(told()).toContain('MissingJob')
})
