// How large a Deployment was over time, on a whole cluster.
import { expect, test, vi } from 'vitest'
import { Deployment } from '../../kube/kinds.ts'
import { createCluster } from '../index.ts'

vi.setConfig({ testTimeout: 30_000 })

const template = (image: string) => ({ metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image, command: ['sleep', '3600'] }] } })

function rolledOut() {
  const cluster = createCluster({ seed: 3, nodes: 3 })
  const client = cluster.client()
  cluster.world.travel({ forMs: 1000 })
  client.create({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, spec: { replicas: 4, selector: { matchLabels: { app: 'web' } }, template: template('busybox:1.36') } }, 'default')
  cluster.world.travel({ forMs: 30_000 })
  client.patch(Deployment, 'default', 'web', 'merge', { spec: { template: template('busybox:1.37') } })
  cluster.world.travel({ forMs: 60_000 })
  const { uid } = cluster.objects('deployments')[0]!.metadata
  return { cluster, client, lineOf: () => cluster.chronicle.sizes.entries.range(`${uid}|`) }
}

test('a rollout is told step by step, between its bounds', () => {
  const { lineOf } = rolledOut()
  const line = lineOf()
  expect(line[0]).toMatchObject({ desired: 4, total: 0, available: 0, least: 3, most: 5 })
  expect(line.at(-1)).toMatchObject({ total: 4, available: 4, updated: 4 })
  expect(line.map(s => s.at)).toEqual([...new Set(line.map(s => s.at))].sort((a, b) => a - b))
  const since = line.findIndex(s => s.available === 4)
  expect(line.slice(since).every(s => s.available >= s.least!)).toBe(true)
  expect(Math.max(...line.map(s => s.total))).toBe(5)
})

test('what did not change is not told again', () => {
  const { cluster, client, lineOf } = rolledOut()
  const before = lineOf().length
  client.patch(Deployment, 'default', 'web', 'merge', { metadata: { labels: { other: 'yes' } } })
  cluster.world.travel({ forMs: 10_000 })
  expect(lineOf().length).toBe(before)
})

test('bounds follow spec.replicas, and an end is an end', () => {
  const { cluster, client, lineOf } = rolledOut()
  client.patch(Deployment, 'default', 'web', 'merge', { spec: { replicas: 8 } })
  expect(lineOf().at(-1)).toMatchObject({ desired: 8, least: 6, most: 10 })
  client.delete(Deployment, 'default', 'web')
  cluster.world.travel({ forMs: 60_000 })
  expect(lineOf().at(-1)).toMatchObject({ gone: true, available: 0, total: 0 })
})

test('it goes back with time', () => {
  const { cluster, lineOf } = rolledOut()
  const { position } = cluster.world
  const line = lineOf()
  cluster.world.travel({ toFrame: 200 })
  expect(lineOf().length).toBeLessThan(line.length)
  cluster.world.travel({ toFrame: position })
  expect(lineOf()).toEqual(line)
})
