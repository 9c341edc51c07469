// Deployments and CronJobs in plain words, on a whole cluster.
import { describe, expect, test, vi } from 'vitest'
import { CronJob, Deployment } from '../../../kube/kinds.ts'
import { instantOf } from '../../../kube/rfc3339.ts'
import { createCluster } from '../../../engine/index.ts'
import { statusOf } from '../../status.ts'

vi.setConfig({ testTimeout: 30_000 })

const template = (image: string) => ({ metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image, command: ['sleep', '3600'] }] } })

function webWith(spec: object) {
  const cluster = createCluster({ seed: 3, nodes: 3 })
  const client = cluster.client()
  const run = (seconds: number) => cluster.world.travel({ forMs: seconds * 1000 })
  run(1)
  client.create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 4, selector: { matchLabels: { app: 'web' } }, template: template('busybox:1.36'), ...spec } }, 'default')
  const patch = (more: object) => client.patch(Deployment, 'default', 'web', 'merge', { spec: more })
  const said = () => statusOf(cluster, 'deployments', cluster.objects('deployments')[0]!)
  return { cluster, run, patch, said, ids: () => said().map(r => r.id.slice(14)) }
}

describe('a Deployment', () => {
  test('rolled out', () => {
    const { run, said } = webWith({})
    run(40)
    expect(said()).toEqual([{ id: 'status.deploy.complete', replicas: 4, revision: '1' }])
  })
  test('while its first pods come', () => {
    const { cluster, said, ids } = webWith({})
    cluster.world.travel({ forMs: 300 })
    expect(ids()).toEqual(['scaling', 'deadline'])
    expect(said()[0]).toMatchObject({ available: 0, replicas: 4 })
  })
  test('a new image that cannot be pulled: which pod it waits for, between which bounds, and how long', () => {
    const { run, patch, said, ids } = webWith({ progressDeadlineSeconds: 60 })
    run(40)
    patch({ template: template('fluentd/fluentd: v1.4-1') })
    run(35)
    expect(ids()).toEqual(['rolling', 'waits-available', 'waits-surge', 'deadline'])
    const [rolling, available, surge] = said()
    expect(rolling).toMatchObject({ updated: 2, replicas: 4, old: 3 })
    expect(available).toMatchObject({ available: 3, least: 3, status: 'InvalidImageName', field: 'spec.strategy.rollingUpdate.maxUnavailable' })
    expect(surge).toMatchObject({ total: 5, most: 5, field: 'spec.strategy.rollingUpdate.maxSurge' })
    run(70)
    expect(ids()).toEqual(['late', 'rolling', 'waits-available', 'waits-surge'])
    expect(said()[0]).toMatchObject({ seconds: 60, back: 1 })
  })
  test('paused, with a change that waits', () => {
    const { run, patch, ids, said } = webWith({})
    run(40)
    patch({ paused: true })
    run(5)
    expect(said()[0]).toMatchObject({ id: 'status.deploy.paused', changed: false })
    patch({ template: template('busybox:1.37') })
    run(5)
    expect(said()[0]).toMatchObject({ changed: true })
    expect(ids()).not.toContain('deadline')
  })
  test('Recreate waits for the old pods', () => {
    const { run, patch, ids } = webWith({ strategy: { type: 'Recreate' } })
    run(40)
    patch({ template: template('busybox:1.37') })
    run(5)
    expect(ids()).toContain('recreate-waits')
  })
  test('a pod that must stay ready for a while', () => {
    const { run, said } = webWith({ minReadySeconds: 20, replicas: 1 })
    run(15)
    expect(said()).toContainEqual(expect.objectContaining({ id: 'status.deploy.min-ready', field: 'spec.minReadySeconds' }))
  })
  test('none is wanted', () => {
    const { run, ids } = webWith({ replicas: 0 })
    run(5)
    expect(ids()).toEqual(['zero'])
  })
})

describe('a CronJob', () => {
  const cronJob = (spec: object, seconds = 20) => {
    const cluster = createCluster({ seed: 5, nodes: 2, startAt: '2026-01-01T09:00:00Z' })
    const client = cluster.client()
    cluster.world.travel({ forMs: 1000 })
    const pod = { metadata: { annotations: { 'kubestep.dev/run-seconds': String(seconds) } }, spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox:1.36' }] } }
    client.create({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'hello' }, spec: { schedule: '*/1 * * * *', jobTemplate: { spec: { template: pod } }, ...spec } }, 'default')
    const until = (time: string) => cluster.world.travel({ toAt: instantOf(`2026-01-01T${time}Z`) })
    const said = () => statusOf(cluster, 'cronjobs', cluster.objects('cronjobs')[0]!)
    return { cluster, client, until, said, ids: () => said().map(r => r.id.slice(12)) }
  }
  test('new: when it is due', () => {
    const { until, said } = cronJob({ timeZone: 'Asia/Shanghai' })
    until('09:00:20')
    expect(said()[0]).toEqual({ id: 'status.cron.next', waitMs: 40_000, schedule: '*/1 * * * *', zone: 'Asia/Shanghai', field: 'spec.schedule' })
  })
  test('the last run succeeded', () => {
    const { until, ids } = cronJob({})
    until('09:01:40')
    expect(ids()).toEqual(['next', 'succeeded', 'history'])
  })
  test('Forbid: the last was skipped, and by whom', () => {
    const { until, said, ids } = cronJob({ concurrencyPolicy: 'Forbid' }, 100)
    until('09:02:10')
    expect(ids()).toEqual(['next', 'waits', 'active', 'history'])
    expect(said()[1]).toMatchObject({ job: expect.stringMatching(/^hello-\d+$/), field: 'spec.concurrencyPolicy' })
  })
  test('Replace: what the next run will end', () => {
    const { until, said } = cronJob({ concurrencyPolicy: 'Replace' }, 100)
    until('09:01:30')
    expect(said()).toContainEqual(expect.objectContaining({ id: 'status.cron.will-replace', waitMs: 30_000 }))
  })
  test('suspended, and its controller stopped', () => {
    const { until, client, cluster, ids } = cronJob({})
    client.patch(CronJob, 'default', 'hello', 'merge', { spec: { suspend: true } })
    until('09:00:30')
    expect(ids()).toEqual(['suspended', 'history'])
    cluster.act({ do: 'stop-controller', name: 'cronjob-controller' })
    expect(ids()).toEqual(['stopped', 'suspended', 'history'])
  })
})
