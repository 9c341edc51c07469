import { expect, test } from 'vitest'
import type { AnyObject } from '../../kube/object.ts'
import { aPod } from '../testing/builders.ts'
import { testCluster, type TestCluster } from '../testing/testCluster.ts'

const service: AnyObject = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'php-apache' }, spec: { selector: { run: 'php-apache' }, ports: [{ port: 80 }] } }
const server = (limit?: string, image = 'registry.k8s.io/hpa-example'): AnyObject => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'php-apache' },
  spec: {
    selector: { matchLabels: { run: 'php-apache' } },
    template: { metadata: { labels: { run: 'php-apache' } }, spec: { containers: [{ name: 'c', image, resources: { requests: { cpu: '200m' }, ...(limit ? { limits: { cpu: limit } } : {}) } }] } },
  },
})
const asking = (name: string, pause = '0.01') => aPod(name, { script: `while sleep ${pause}; do wget -q -O- http://php-apache >/dev/null; done` })

function serving(...objects: readonly AnyObject[]): TestCluster {
  const t = testCluster({ nodes: 2, system: 'network' })
  t.apply(...objects, service)
  t.act({ do: 'metrics-server', on: true })
  t.runFor(40_000)
  return t
}
const used = (t: TestCluster): number => Number(/php-apache\S* +(\d+)m/.exec(t.kubectl('top pods'))![1])

test('[N10] a loop without a pause is answered ahead: few frames, and all of its requests', () => {
  const t = serving(server(undefined, 'nginx'))
  t.apply(asking('load'))
  t.runFor(30_000)
  const from = t.cluster.world.position
  t.runFor(30_000)
  expect(t.cluster.world.position - from).toBeLessThan(400)
  const sent = t.cluster.network!.requests.list().map(r => r.sentAt)
  expect(sent).toEqual([...sent].sort((a, b) => a - b))
  expect(new Set(sent).size).toBeGreaterThan(60)
  // A second has some 60 turns; the last 64 are all of one.
  expect(sent.at(-1)! - sent[0]!).toBeLessThan(2000)
})

test('[N10] who asks once a second is answered as he asks', () => {
  const t = serving(server(undefined, 'nginx'))
  t.apply(asking('calm', '1'))
  t.runFor(30_000)
  const { now } = t.cluster
  expect(t.cluster.network!.requests.list().every(r => r.sentAt <= now)).toBe(true)
})

test('[N11] a server that computes is as slow as its limit, and one client alone cannot use more', () => {
  const t = serving(server('500m'))
  t.apply(asking('load'))
  t.runFor(60_000)
  const one = used(t)
  expect(one).toBeGreaterThan(400)
  expect(one).toBeLessThanOrEqual(500)
  const [last] = t.cluster.network!.requests.list().slice(-1)
  expect(last!.dueAt - last!.sentAt).toBeGreaterThanOrEqual(120)
  t.apply(asking('more'), asking('most'))
  t.runFor(60_000)
  expect(used(t)).toBe(500)
  const waits = t.cluster.network!.requests.list().slice(-9).map(r => r.dueAt - r.sentAt)
  expect(Math.max(...waits)).toBeGreaterThan(300)
})

test('[N11] without a limit each request has a core; whoever answers for nothing uses nothing', () => {
  const t = serving(server())
  t.apply(asking('one'), asking('two'))
  t.runFor(60_000)
  expect(used(t)).toBeGreaterThan(1000)
  const free = serving(server(undefined, 'nginx'))
  free.apply(asking('one'))
  free.runFor(60_000)
  expect(used(free)).toBe(1)
})

test('[N11] the walkthrough of the HorizontalPodAutoscaler: five to seven pods for one client, and one again when he has gone', () => {
  const t = serving(server('500m'))
  t.kubectl('autoscale deployment php-apache --cpu=50% --min=1 --max=10')
  t.apply(asking('load-generator'))
  t.runFor(180_000)
  // How many hangs on which of the new pods had been looked at when: too many stay for five minutes.
  const { replicas } = t.object('deployments', 'php-apache')!.status
  expect([5, 6, 7]).toContain(replicas)
  expect(t.kubectl('get hpa php-apache')).toMatch(/cpu: [345]\d%\/50%/)
  t.kubectl('delete pod load-generator --now')
  t.runFor(420_000)
  expect(t.object('deployments', 'php-apache')!.status.replicas).toBe(1)
  expect(t.kubectl('get hpa php-apache')).toContain('cpu: 0%/50%')
})
