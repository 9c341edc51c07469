// What became of a CronJob's runs, on a whole cluster.
import { describe, expect, test, vi } from 'vitest'
import { CronJob, Job } from '../../kube/kinds.ts'
import { instantOf, timeOf } from '../../kube/rfc3339.ts'
import { createCluster } from '../index.ts'

vi.setConfig({ testTimeout: 30_000 })

const START = '2026-01-01T09:00:00Z'

function clusterWith(spec: object, seconds = 10) {
  const cluster = createCluster({ seed: 5, nodes: 2, startAt: START })
  const client = cluster.client()
  cluster.world.travel({ forMs: 1000 })
  const template = { metadata: { annotations: { 'kubestep.dev/run-seconds': String(seconds) } }, spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox:1.36' }] } }
  client.create({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'hello' }, spec: { schedule: '*/1 * * * *', jobTemplate: { spec: { template } }, ...spec } }, 'default')
  const until = (time: string) => cluster.world.travel({ toAt: instantOf(`2026-01-01T${time}Z`) })
  const runs = () => cluster.chronicle.runs.entries.list().map(({ scheduledAt, outcome, by, goneAt }) => [timeOf(scheduledAt).slice(11, 16), outcome, ...(by ? [by] : []), ...(goneAt ? ['gone'] : [])].join(' '))
  return { cluster, client, until, runs }
}

describe('runs of a CronJob', () => {
  test('run, end, and are cleaned up by the history limit', () => {
    const { until, runs, cluster } = clusterWith({ successfulJobsHistoryLimit: 1 })
    until('09:01:05')
    expect(runs()).toEqual(['09:01 running'])
    until('09:02:59')
    expect(runs()).toEqual(['09:01 complete history gone', '09:02 complete'])
    const [first] = cluster.chronicle.runs.entries.list()
    expect(first!.endedAt! - first!.startedAt!).toBeGreaterThan(10_000)
  })
  test('Forbid: skipped, with the Job that was in the way; started after all, late', () => {
    const { until, runs, cluster } = clusterWith({ concurrencyPolicy: 'Forbid' }, 130)
    until('09:02:30')
    expect(runs()).toEqual(['09:01 running', '09:02 skipped'])
    const job = cluster.objects('jobs')[0]!
    expect(cluster.chronicle.runs.entries.list()[1]).toMatchObject({ waitedFor: job.metadata.name })
    until('09:03:30')
    expect(runs()).toEqual(['09:01 complete', '09:02 skipped', '09:03 running'])
    expect(cluster.chronicle.runs.entries.list()[2]!.startedAt).toBeGreaterThan(instantOf('2026-01-01T09:03:10Z'))
  })
  test('Replace: the old one is deleted before it ended', () => {
    const { until, runs } = clusterWith({ concurrencyPolicy: 'Replace' }, 90)
    until('09:02:05')
    expect(runs()).toEqual(['09:01 deleted replace gone', '09:02 running'])
  })
  test('one that a person deletes was nobody’s decision', () => {
    const { until, runs, client, cluster } = clusterWith({}, 50)
    until('09:01:10')
    client.delete(Job, 'default', cluster.objects('jobs')[0]!.metadata.name)
    until('09:01:20')
    expect(runs()).toEqual(['09:01 deleted gone'])
  })
  test('too late: the controller was away for longer than the deadline', () => {
    const { cluster, until, runs } = clusterWith({ startingDeadlineSeconds: 10, schedule: '*/5 * * * *' })
    cluster.act({ do: 'stop-controller', name: 'cronjob-controller' })
    until('09:05:30')
    cluster.act({ do: 'start-controller', name: 'cronjob-controller' })
    until('09:05:40')
    expect(runs()).toEqual([])
    until('09:10:30')
    expect(runs()).toEqual(['09:10 complete'])
  })
  test('its schedules over time: changed, suspended, resumed; nothing else is noted', () => {
    const { client, until, cluster } = clusterWith({})
    const patch = (spec: object) => client.patch(CronJob, 'default', 'hello', 'merge', { spec })
    until('09:00:10'); patch({ suspend: true })
    until('09:00:20'); patch({ successfulJobsHistoryLimit: 2 })
    until('09:00:30'); patch({ suspend: false, timeZone: 'Asia/Shanghai' })
    expect(cluster.chronicle.runs.schedules.list()).toMatchObject([
      { schedule: '*/1 * * * *', suspended: false }, { schedule: '*/1 * * * *', suspended: true }, { schedule: '*/1 * * * *', suspended: false, timeZone: 'Asia/Shanghai' },
    ])
  })
  test('it goes back with time', () => {
    const { until, runs, cluster } = clusterWith({ concurrencyPolicy: 'Forbid' }, 90)
    until('09:02:00')
    const { position } = cluster.world
    until('09:04:10')
    const later = runs()
    cluster.world.travel({ toFrame: position })
    expect(runs()).toEqual(['09:01 running'])
    until('09:04:10')
    expect(runs()).toEqual(later)
  })
})
