// Which rows are made anew: what nothing was said about stays as it is.
import { expect, test } from 'vitest'
import { createCluster } from '../engine/index.ts'
import { Node } from '../kube/kinds.ts'
import { Rows } from './rowsOf.ts'

test('a DaemonSet is drawn anew when a node becomes another place, not at its signs of life', () => {
  const cluster = createCluster({ seed: 3, nodes: 2 })
  const rows = new Rows(cluster)
  cluster.client().create({
    apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'log' },
    spec: { selector: { matchLabels: { app: 'log' } }, template: { metadata: { labels: { app: 'log' } }, spec: { containers: [{ name: 'c', image: 'busybox', command: ['sleep', '100000'] }] } } },
  } as never, 'default')
  cluster.world.travel({ forMs: 60_000 })
  cluster.world.observe(frame => { rows.follow(frame) })
  cluster.world.travel({ forMs: 6 * 60_000 })
  const tablesOf = () => new Set(rows.drain().map(change => change.table))
  const quiet = tablesOf()
  expect(quiet.has('nodes')).toBe(true)
  expect(quiet.has('daemonsets')).toBe(false)
  cluster.client().patch(Node, undefined, 'node-1', 'merge', { metadata: { labels: { disk: 'ssd' } } })
  expect(tablesOf().has('daemonsets')).toBe(true)
})
