import { expect, test } from 'vitest'
import type { AnyObject } from '../../../kube/object.ts'
import { aJob, aPod, runsFor } from '../../testing/builders.ts'
import { isGone, jobIs, podIs, testCluster, type TestCluster } from '../../testing/testCluster.ts'

const aQuota = (hard: Readonly<Record<string, string>>, spec: object = {}): AnyObject => ({ apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'q' }, spec: { hard, ...spec } })
const used = (t: TestCluster) => t.object('resourcequotas', 'q')!.status.used as Record<string, string>
function withQuota(hard: Readonly<Record<string, string>>, spec: object = {}): TestCluster {
  const t = testCluster({ seed: 4, nodes: 2 })
  t.apply(aQuota(hard, spec))
  t.runFor(100)
  return t
}

test('[RQ1] [RQ2] every name is counted, zero where there is nothing; a kind that is not served is not', () => {
  const t = withQuota({ pods: '3', 'requests.cpu': '1', configmaps: '5', 'count/jobs.batch': '2', 'count/gadgets.example.com': '1' })
  expect(t.object('resourcequotas', 'q')!.status).toEqual({
    hard: { configmaps: '5', 'count/gadgets.example.com': '1', 'count/jobs.batch': '2', pods: '3', 'requests.cpu': '1' },
    used: { configmaps: '1', 'count/jobs.batch': '0', pods: '0', 'requests.cpu': '0' },
  })
})

test('[RQ3] a pod that has ended gives its place back, and stays counted as an object', () => {
  const t = withQuota({ pods: '1', 'count/pods': '5', 'requests.cpu': '500m' })
  t.apply(aPod('one', { runs: runsFor(2_000), requests: { cpu: '300m' } }))
  expect(used(t)).toEqual({ 'count/pods': '1', pods: '1', 'requests.cpu': '300m' })
  expect(() => t.apply(aPod('two', { requests: { cpu: '100m' } }))).toThrow('pods "two" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1')
  t.runUntil(podIs('one', 'Succeeded'))
  t.runFor(100)
  expect(used(t)).toEqual({ 'count/pods': '1', pods: '0', 'requests.cpu': '0' })
  t.kubectl('delete pod one')
  t.runFor(100)
  expect(used(t)['count/pods']).toBe('0')
})

test('[RQ3] a Service that changes its type is counted anew; one with too many ports is refused', () => {
  const t = withQuota({ 'services.nodeports': '1' })
  const aService = (type: string, ports = 1) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { type, ports: Array.from({ length: ports }, (_, i) => ({ name: `p${i}`, port: 80 + i })) } })
  t.apply(aService('NodePort'))
  expect(used(t)).toEqual({ 'services.nodeports': '1' })
  expect(() => t.apply(aService('NodePort', 2))).toThrow('exceeded quota: q, requested: services.nodeports=1, used: services.nodeports=1, limited: services.nodeports=1')
  t.apply(aService('ClusterIP'))
  t.runFor(100)
  expect(used(t)).toEqual({ 'services.nodeports': '0' })
})

test('[RQ3] a Job goes on as places come free', () => {
  const t = withQuota({ pods: '2' })
  t.apply(aJob('wide', { completions: 6, parallelism: 4, runs: runsFor(2_000) }))
  t.runUntil(jobIs('wide', 'Complete'), 120_000)
  expect(t.most(() => t.podsOf('wide').filter(p => !['Succeeded', 'Failed'].includes(p.status?.phase)).length)).toBe(2)
  expect(t.events('wide').some(e => e.includes('exceeded quota: q'))).toBe(true)
})

test('[RQ4] what was written behind its back is mended within five minutes', () => {
  const t = withQuota({ pods: '2' })
  t.kubectl(`patch quota q --subresource=status -p '{"status":{"used":{"pods":"2"}}}'`)
  t.runFor(299_000)
  expect(used(t).pods).toBe('2')
  t.runFor(2_000)
  expect(used(t).pods).toBe('0')
})

test('[RQ5] what has not changed is not written', () => {
  const t = withQuota({ pods: '2' })
  const { resourceVersion } = t.object('resourcequotas', 'q')!.metadata
  t.runFor(700_000)
  expect(t.object('resourcequotas', 'q')!.metadata.resourceVersion).toBe(resourceVersion)
})

test('[RQ6] until the controller has looked at it a quota limits nothing; a new limit counts from when it is noted', () => {
  const t = testCluster({ seed: 4, nodes: 1 })
  t.act({ do: 'stop-controller', name: 'resourcequota-controller' })
  t.apply(aQuota({ pods: '1' }))
  t.runFor(1_000)
  t.apply(aPod('early'))
  t.runFor(10)
  t.act({ do: 'start-controller', name: 'resourcequota-controller' })
  t.runFor(100)
  expect(used(t)).toEqual({ pods: '1' })
  t.kubectl(`patch quota q -p '{"spec":{"hard":{"pods":"2"}}}'`)
  expect(() => t.apply(aPod('late'))).toThrow('exceeded quota')
  t.runFor(100)
  t.apply(aPod('late'))
})

test('[RQ6] a Job that comes just before its quota has more pods than it allows, and no more are made; one that comes after has as many', () => {
  const most = (quotaFirst: boolean) => {
    const t = testCluster({ seed: 4, nodes: 2 })
    const job = aJob('j', { completions: 12, parallelism: 12, runs: runsFor(20_000) })
    t.apply(...(quotaFirst ? [aQuota({ pods: '6' }), job] : [job, aQuota({ pods: '6' })]))
    t.runFor(15_000)
    return t.objects('pods').length
  }
  expect(most(true)).toBe(6)
  expect(most(false)).toBeGreaterThan(6)
  expect(most(false)).toBeLessThan(12)
})

test('[RQ8] a dry run charges nothing, a refused name nothing either', () => {
  const t = withQuota({ pods: '5' })
  t.kubectl('run tried --image=busybox:1.36 --dry-run=server')
  t.kubectl('run real --image=busybox:1.36')
  expect(() => t.kubectl('run real --image=busybox:1.36')).toThrow('already exists')
  expect(used(t)).toEqual({ pods: '1' })
})

test('[RQ9] by class of priority, and by the time they may take', () => {
  const t = testCluster({ seed: 4, nodes: 1, priorityClasses: [{ apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'high' }, value: 1000 }] })
  t.apply(aQuota({ pods: '1' }, { scopeSelector: { matchExpressions: [{ scopeName: 'PriorityClass', operator: 'In', values: ['high'] }, { scopeName: 'Terminating', operator: 'Exists' }] } }))
  t.runFor(100)
  t.apply(aPod('low'), aPod('high-and-long', { spec: { priorityClassName: 'high' } }), aPod('both', { spec: { priorityClassName: 'high', activeDeadlineSeconds: 60 } }))
  expect(used(t)).toEqual({ pods: '1' })
  expect(() => t.apply(aPod('more', { spec: { priorityClassName: 'high', activeDeadlineSeconds: 60 } }))).toThrow('exceeded quota')
  t.kubectl('delete pod both --wait=false')
  t.runUntil(isGone('pods', 'both'))
  t.runFor(100)
  expect(used(t)).toEqual({ pods: '0' })
})

test('kubectl tells of quotas and ranges', () => {
  const t = withQuota({ pods: '2', 'limits.cpu': '2', 'requests.cpu': '1' })
  t.apply({ apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'lr' }, spec: { limits: [{ type: 'Container', max: { cpu: '200m' }, default: { cpu: '100m' } }] } })
  t.apply(aPod('given'))
  expect(t.kubectl('get quota')).toMatch(/^NAME +REQUEST +LIMIT +AGE\nq +pods: 1\/2, requests.cpu: 100m\/1 +limits.cpu: 100m\/2 +\d+/)
  expect(t.kubectl('describe quota q')).toContain('limits.cpu    100m  2\npods          1     2\nrequests.cpu  100m  1\n')
  expect(t.kubectl('describe ns default')).toContain('Resource Quotas\n  Name:         q\n')
  expect(t.kubectl('describe ns default')).toContain('Resource Limits\n Type       Resource  Min  Max   Default Request  Default Limit  Max Limit/Request Ratio\n')
  expect(t.kubectl('create quota z --hard=pods=1,services=2 --scopes=BestEffort --dry-run=client -o yaml')).toContain('scopes:\n  - BestEffort')
})
