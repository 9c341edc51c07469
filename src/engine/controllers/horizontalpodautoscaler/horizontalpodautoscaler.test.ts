import { expect, test } from 'vitest'
import type { AnyObject } from '../../../kube/object.ts'
import { Cluster } from '../../cluster.ts'
import { testCluster, type TestCluster } from '../../testing/testCluster.ts'

const aDeployment = (replicas: number, requests: object = { cpu: '100m' }): AnyObject => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image: 'nginx:1.25', resources: { requests } }] } } },
})
const anAutoscaler = (spec: object = {}): AnyObject => ({
  apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'web' },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, minReplicas: 1, maxReplicas: 10, metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } } }], ...spec },
})
const load = (t: TestCluster, cpuMilli: number) => t.act({ do: 'set-load', workload: 'deployments/default/web', cpuMilli })
const replicas = (t: TestCluster): number => t.object('deployments', 'web')!.spec.replicas
const condition = (t: TestCluster, type: string) => t.object('horizontalpodautoscalers', 'web')!.status.conditions?.find((c: { type: string }) => c.type === type)

function running(count: number, hpa: object = {}, requests?: object): TestCluster {
  const t = testCluster({ seed: 8, nodes: 4 })
  t.apply(aDeployment(count, requests))
  t.runFor(20_000)
  t.apply(anAutoscaler(hpa))
  return t
}

test('[HPA1] [HPA4] without a metrics server it knows nothing and does nothing, in a real cluster’s words', () => {
  const t = running(2)
  t.runFor(14_000)
  expect(t.object('horizontalpodautoscalers', 'web')!.status.conditions).toBeUndefined()
  expect(t.kubectl('get hpa')).toContain('cpu: <unknown>/50%')
  t.runFor(2_000)
  const why = 'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: the server could not find the requested resource (get pods.metrics.k8s.io)'
  expect(condition(t, 'ScalingActive')).toMatchObject({ status: 'False', reason: 'FailedGetResourceMetric', message: `the HPA was unable to compute the replica count: ${why}` })
  expect(t.events('web')).toEqual(expect.arrayContaining([`FailedGetResourceMetric: ${why}`, `FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${why}`]))
  expect(replicas(t)).toBe(2)
  expect(() => t.kubectl('top pods')).toThrow('error: Metrics API not available')
})

test('[HPA4] a metric from outside is named with its selector, as Go prints one', () => {
  const external = (name: string, selector?: object) => ({ type: 'External', external: { metric: { name, ...(selector ? { selector } : {}) }, target: { type: 'AverageValue', averageValue: '30' } } })
  const t = running(1, { metrics: [external('bare'), external('queue', { matchLabels: { queue: 'q', env: 'x' }, matchExpressions: [{ key: 'zone', operator: 'In', values: ['a', 'b'] }] })] })
  t.runFor(16_000)
  const why = (metric: string, selector: string) => `FailedGetExternalMetric: unable to get external metric default/${metric}/${selector}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get ${metric}.external.metrics.k8s.io)`
  expect(t.events('web')).toEqual(expect.arrayContaining([why('bare', 'nil'),
    why('queue', '&LabelSelector{MatchLabels:map[string]string{env: x,queue: q,},MatchExpressions:[]LabelSelectorRequirement{LabelSelectorRequirement{Key:zone,Operator:In,Values:[a b],},},}')]))
})

test('[HPA4] a container that the pods do not have', () => {
  const t = running(1, { metrics: [{ type: 'ContainerResource', containerResource: { name: 'cpu', container: 'sidecar', target: { type: 'Utilization', averageUtilization: 50 } } }] })
  load(t, 100)
  t.runFor(120_000)
  const pod = t.objects('pods')[0]!.metadata.name
  expect(t.events('web')).toContain(`FailedGetContainerResourceMetric: failed to get cpu utilization: unable to get metrics for resource cpu: container sidecar not present in metrics for pod default/${pod}`)
})

test('[HPA2] a target that is not there, or of no kind', () => {
  const t = testCluster({ seed: 8, nodes: 1 })
  t.apply(anAutoscaler())
  t.runFor(16_000)
  expect(condition(t, 'AbleToScale')).toMatchObject({ status: 'False', reason: 'FailedGetScale', message: 'the HPA controller was unable to get the target\'s current scale: deployments/scale.apps "web" not found' })
  t.kubectl(`patch hpa web --type=merge -p '{"spec":{"scaleTargetRef":{"kind":"Gadget"}}}'`)
  t.runFor(16_000)
  expect(t.events('web')).toContain('FailedGetScale: no matches for kind "Gadget" in group "apps"')
})

test('[HPA3] below min it is brought there at once, above max too; at zero it is left alone', () => {
  const t = running(1, { minReplicas: 3, maxReplicas: 4 })
  t.runFor(16_000)
  expect(replicas(t)).toBe(3)
  expect(t.events('web')).toContain('SuccessfulRescale: New size: 3; reason: Current number of replicas below Spec.MinReplicas')
  expect(condition(t, 'AbleToScale')).toMatchObject({ status: 'True', reason: 'SucceededRescale', message: 'the HPA controller was able to update the target scale to 3' })
  t.kubectl('scale deployment web --replicas=9')
  t.runFor(16_000)
  expect(replicas(t)).toBe(4)
  t.kubectl('scale deployment web --replicas=0')
  t.runFor(31_000)
  expect(replicas(t)).toBe(0)
  expect(condition(t, 'ScalingActive')).toMatchObject({ status: 'False', reason: 'ScalingDisabled' })
})

test('[HPA7] [HPA9] it grows with the load and shrinks five minutes after it', () => {
  const t = running(2)
  load(t, 400)
  t.runFor(120_000)
  // 400m over 50m wanted each, and 1m of its own for each pod.
  expect(replicas(t)).toBe(9)
  expect(t.events('web').some(e => e.startsWith('SuccessfulRescale: New size: 4; reason: cpu resource utilization (percentage of request) above target'))).toBe(true)
  expect(condition(t, 'ScalingActive')).toMatchObject({ status: 'True', reason: 'ValidMetricFound', message: 'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)' })
  expect(t.kubectl('top pods')).toMatch(/^NAME +CPU\(cores\) +MEMORY\(bytes\) +\nweb-/)
  expect(t.kubectl('top nodes')).toMatch(/^NAME +CPU\(cores\) +CPU\(%\) +MEMORY\(bytes\) +MEMORY\(%\) +\ncontrol-plane +60m +3% +420Mi +10% +\n/)
  load(t, 0)
  t.runFor(240_000)
  expect(replicas(t)).toBe(9)
  expect(condition(t, 'AbleToScale')).toMatchObject({ reason: 'ScaleDownStabilized' })
  t.runFor(120_000)
  expect(replicas(t)).toBe(1)
  expect(t.events('web')).toContain('SuccessfulRescale: New size: 1; reason: All metrics below target')
})

test('[HPA8] a behavior sets the pace: one pod a minute up, none down', () => {
  const t = running(1, { behavior: { scaleUp: { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] }, scaleDown: { selectPolicy: 'Disabled' } } })
  load(t, 600)
  t.runFor(200_000)
  expect(replicas(t)).toBeGreaterThan(2)
  expect(replicas(t)).toBeLessThan(6)
  expect(condition(t, 'ScalingLimited')).toMatchObject({ status: 'True', reason: 'ScaleUpLimit' })
  const most = replicas(t)
  load(t, 0)
  t.runFor(600_000)
  expect(replicas(t)).toBeGreaterThanOrEqual(most)
})

test('[HPA6] within the tolerance nothing is done', () => {
  const t = running(2)
  load(t, 106)
  t.runFor(120_000)
  expect(replicas(t)).toBe(2)
  expect(t.kubectl('get hpa web')).toContain('cpu: 54%/50%')
  expect(t.kubectl('describe hpa web')).toContain('resource cpu on pods  (as a percentage of request):  54% (54m) / 50%')
})

test('[HPA4] a container that requests nothing; [HPA5] pods that are not ready count for nothing', () => {
  const t = running(1, {}, {})
  load(t, 100)
  t.runFor(60_000)
  expect(t.events('web').some(e => /^FailedGetResourceMetric: failed to get cpu utilization: missing request for cpu in container c of Pod web-/.test(e))).toBe(true)
  expect(replicas(t)).toBe(1)
})

test('an average value per pod, and a metric that nobody serves beside it: it may grow', () => {
  const t = running(2, { metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'AverageValue', averageValue: '20m' } } }, { type: 'Pods', pods: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '5' } } }] })
  load(t, 100)
  t.runFor(100_000)
  expect(replicas(t)).toBe(6)
  expect(t.events('web')).toContain('FailedGetPodsMetric: unable to get metric queue: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered')
  load(t, 0)
  t.runFor(400_000)
  expect(replicas(t)).toBe(6)
  expect(t.events('web').some(e => e.startsWith('FailedComputeMetricsReplicas: invalid metrics (1 invalid out of 2), first error is: failed to get pods metric value: '))).toBe(true)
})

test('a load is for a workload that is there, and without its server there are no metrics any more', () => {
  const t = running(1)
  load(t, 300)
  t.runFor(60_000)
  expect(() => t.act({ do: 'set-load', workload: 'deployments/default/none', cpuMilli: 1 })).toThrow('not found')
  t.act({ do: 'metrics-server', on: false })
  t.runFor(31_000)
  expect(condition(t, 'ScalingActive')).toMatchObject({ status: 'False' })
})

test('E2 E3 a load is part of time: back and on again comes to the same end', () => {
  const cluster = new Cluster({ seed: 8, nodes: 2 })
  const { world } = cluster
  for (const object of [aDeployment(1), anAutoscaler()]) cluster.client().create(object, 'default')
  world.travel({ forMs: 10_000 })
  cluster.act({ do: 'set-load', workload: 'deployments/default/web', cpuMilli: 300 })
  world.travel({ forMs: 90_000 })
  const { now, position } = world
  const end = world.dump()
  const last = world.inputs.at(-1)!.seq
  for (const to of [last, Math.floor((last + position) / 2)]) {
    world.travel({ toFrame: to })
    world.forgetFuture()
    world.travel({ toAt: now })
    expect(world.dump() === end).toBe(true)
  }
})

test('[HPA10] two autoscalers of the same pods: neither scales, and both say why; with one gone the other goes on', () => {
  const t = running(2)
  load(t, 1000)
  t.apply({ ...anAutoscaler({ maxReplicas: 3 }), metadata: { name: 'again' } })
  t.runFor(33_000)
  const why = 'pods by selector app=web are controlled by multiple HPAs: [default/again default/web]'
  expect(condition(t, 'ScalingActive')).toMatchObject({ status: 'False', reason: 'AmbiguousSelector', message: why })
  expect(t.objects('events').filter(e => e.involvedObject.kind === 'HorizontalPodAutoscaler' && e.message === why).map(e => `${e.involvedObject.name} ${e.reason}`).sort())
    .toEqual(['again AmbiguousSelector', 'again FailedComputeMetricsReplicas', 'web AmbiguousSelector', 'web FailedComputeMetricsReplicas'])
  const before = replicas(t)
  t.runFor(60_000)
  expect(replicas(t)).toBe(before)
  t.kubectl('delete hpa again')
  t.runFor(16_000)
  expect(condition(t, 'ScalingActive').reason).not.toBe('AmbiguousSelector')
})
