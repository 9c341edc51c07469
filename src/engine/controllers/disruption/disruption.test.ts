import { expect, test } from 'vitest'
import { Pod, PodDisruptionBudget } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { ApiError } from '../../api/errors.ts'
import { aJob, aPod, runsFor } from '../../testing/builders.ts'
import { podsAre, testCluster, type TestCluster } from '../../testing/testCluster.ts'

const aBudget = (spec: object, name = 'b', labels: object = { app: 'web' }): AnyObject => ({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name }, spec: { selector: { matchLabels: labels }, ...spec } })
const aDeployment = (replicas: number, container: object = {}): AnyObject => ({
  apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { terminationGracePeriodSeconds: 5, containers: [{ name: 'c', image: 'nginx:1.25', ...container }] } } },
})
const statusOf = (t: TestCluster, name = 'b') => t.object('poddisruptionbudgets', name)!.status
const webPods = (t: TestCluster) => t.objects('pods').filter(p => p.metadata.labels?.app === 'web')

function running(replicas: number, spec: object, container: object = {}): TestCluster {
  const t = testCluster({ seed: 6, nodes: 3 })
  t.apply(aDeployment(replicas, container), aBudget(spec))
  t.runFor(20_000)
  return t
}
/** What the API server says to an eviction; nothing where it lets the pod go. */
function refusal(t: TestCluster, pod: string): ApiError | undefined {
  try {
    t.cluster.client().createSubresource(Pod, 'default', pod, 'eviction', { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: pod, namespace: 'default' } })
  } catch (error) {
    if (error instanceof ApiError) return error
    throw error
  }
  return undefined
}

test.each([
  ['a number', 5, { minAvailable: 3 }, { desiredHealthy: 3, expectedPods: 5, disruptionsAllowed: 2 }],
  ['a share that must be there, rounded up', 5, { minAvailable: '50%' }, { desiredHealthy: 3, expectedPods: 5, disruptionsAllowed: 2 }],
  ['a share that may be missing, rounded up', 5, { maxUnavailable: '30%' }, { desiredHealthy: 3, expectedPods: 5, disruptionsAllowed: 2 }],
  ['all may be missing', 2, { maxUnavailable: 9 }, { desiredHealthy: 0, expectedPods: 2, disruptionsAllowed: 2 }],
  ['more than there are', 2, { minAvailable: 4 }, { desiredHealthy: 4, expectedPods: 2, disruptionsAllowed: 0 }],
] as const)('[D2] [D3] %s', (_name, replicas, spec, wanted) => {
  const t = running(replicas, spec)
  expect(statusOf(t)).toMatchObject({ currentHealthy: replicas, observedGeneration: 1, ...wanted })
  expect(statusOf(t).conditions).toMatchObject([{ type: 'DisruptionAllowed', status: wanted.disruptionsAllowed ? 'True' : 'False', reason: wanted.disruptionsAllowed ? 'SufficientPods' : 'InsufficientPods', observedGeneration: 1 }])
})

test('[D1] [D3] without pods nothing is allowed, and an event says so; pods that come and go are counted', () => {
  const t = testCluster({ seed: 6, nodes: 2 })
  t.apply(aBudget({ maxUnavailable: 1 }))
  t.runFor(100)
  expect(statusOf(t)).toMatchObject({ disruptionsAllowed: 0, expectedPods: 0 })
  expect(t.events('b')).toEqual(['NoPods: No matching pods found'])
  t.apply(aDeployment(2))
  t.runFor(20_000)
  expect(statusOf(t)).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 2, expectedPods: 2 })
  t.kubectl('scale deployment web --replicas=1')
  t.runFor(10_000)
  expect(statusOf(t)).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 1, expectedPods: 1 })
})

test('[D2] pods without an owner are left out of shares; [D4] owners without a scale let nothing go', () => {
  const t = testCluster({ seed: 6, nodes: 2 })
  t.apply(aPod('alone', { labels: { app: 'web' }, runs: runsFor(60_000) }), aBudget({ maxUnavailable: 1 }))
  t.apply(aJob('work', { labels: { app: 'job' }, runs: runsFor(60_000) }), aBudget({ maxUnavailable: 1 }, 'jobs', { app: 'job' }))
  t.runFor(5_000)
  expect(statusOf(t)).toMatchObject({ expectedPods: 0, disruptionsAllowed: 0 })
  expect(t.events('b').some(e => e.startsWith('UnmanagedPods: Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{app: web,},MatchExpressions:[]LabelSelectorRequirement{},}) were found to be unmanaged.'))).toBe(true)
  expect(statusOf(t, 'jobs').conditions[0]).toMatchObject({ status: 'False', reason: 'SyncFailed', message: 'jobs.batch does not implement the scale subresource' })
  expect(t.events('jobs')).toContain('CalculateExpectedPodCountFailed: Failed to calculate the number of expected pods: jobs.batch does not implement the scale subresource')
  t.runUntil(podsAre('work', 'Running', 1))
  expect(refusal(t, t.podsOf('work')[0]!.metadata.name)?.details.causes?.[0]?.message)
    .toBe('The disruption budget jobs does not allow evicting pods currently because it failed sync: jobs.batch does not implement the scale subresource')
})

test('[D7] [D8] what is allowed is charged at once; the next is refused with its cause', () => {
  const t = running(3, { minAvailable: 2 })
  const [first, second] = webPods(t).map(p => p.metadata.name)
  expect(refusal(t, first!)).toBeUndefined()
  expect(statusOf(t)).toMatchObject({ disruptionsAllowed: 0, disruptedPods: { [first!]: expect.any(String) } })
  expect(t.object('pods', first!)!.status.conditions.find((c: { type: string }) => c.type === 'DisruptionTarget')).toMatchObject({ status: 'True', reason: 'EvictionByEvictionAPI' })
  const no = refusal(t, second!)
  expect(no).toMatchObject({ code: 429, reason: 'TooManyRequests', message: "Cannot evict pod as it would violate the pod's disruption budget." })
  expect(no!.details.causes).toMatchObject([{ type: 'DisruptionBudget', message: 'The disruption budget b needs 2 healthy pods and has 3 currently' }])
  t.runFor(100)
  expect(refusal(t, second!)!.details.causes![0]!.message).toBe('The disruption budget b needs 2 healthy pods and has 2 currently')
  t.runFor(20_000)
  expect(refusal(t, second!)).toBeUndefined()
})

test('[D7] a budget that was changed and not counted yet refuses', () => {
  const t = running(3, { minAvailable: 1 })
  t.act({ do: 'stop-controller', name: 'disruption-controller' })
  t.kubectl(`patch pdb b --type=merge -p '{"spec":{"minAvailable":2}}'`)
  expect(refusal(t, webPods(t)[0]!.metadata.name)!.details).toMatchObject({ retryAfterSeconds: 10, causes: [{ message: 'The disruption budget b is still being processed by the server.' }] })
})

test.each([['IfHealthyBudget', 429], ['AlwaysAllow', undefined]] as const)('[D9] a pod that is not Ready: %s', (unhealthyPodEvictionPolicy, code) => {
  const t = running(2, { minAvailable: 1, unhealthyPodEvictionPolicy }, { readinessProbe: { exec: { command: ['false'] }, periodSeconds: 1 } })
  expect(statusOf(t)).toMatchObject({ currentHealthy: 0, desiredHealthy: 1 })
  expect(refusal(t, webPods(t)[0]!.metadata.name)?.code).toBe(code)
})

test('[D10] two budgets are one too many', () => {
  const t = running(3, { minAvailable: 1 })
  t.apply(aBudget({ minAvailable: 1 }, 'c'))
  expect(refusal(t, webPods(t)[0]!.metadata.name)).toMatchObject({ code: 500, message: 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.' })
})

test('[D5] an eviction that was announced and never came is forgotten after two minutes', () => {
  const t = running(3, { minAvailable: 2 })
  const pod = webPods(t)[0]!.metadata.name
  const budget = t.object('poddisruptionbudgets', 'b')!
  t.cluster.client().patch(PodDisruptionBudget, 'default', 'b', 'merge', { status: { ...budget.status, disruptionsAllowed: 0, disruptedPods: { [pod]: new Date(t.cluster.now).toISOString().replace(/\.\d+/, '') } } }, { subresource: 'status' } as never)
  t.runFor(100_000)
  expect(statusOf(t)).toMatchObject({ disruptionsAllowed: 0, currentHealthy: 2 })
  t.runFor(25_000)
  expect(statusOf(t)).toMatchObject({ disruptionsAllowed: 1, currentHealthy: 3 })
  expect(t.events(pod)).toContain("NotDeleted: Pod was expected by PDB default/default to be deleted but it wasn't")
})

test('[D6] a pod that was to be disrupted and lives on is told so', () => {
  const t = running(1, { minAvailable: 1 })
  const pod = webPods(t)[0]!
  const target = { type: 'DisruptionTarget', status: 'True', reason: 'PreemptionByScheduler', lastTransitionTime: new Date(t.cluster.now).toISOString().replace(/\.\d+/, '') }
  t.cluster.client().patch(Pod, 'default', pod.metadata.name, 'strategic', { status: { conditions: [target] } }, { subresource: 'status' } as never)
  const status = () => t.object('pods', pod.metadata.name)!.status.conditions.find((c: { type: string }) => c.type === 'DisruptionTarget').status
  t.runFor(110_000)
  expect(status()).toBe('True')
  t.runFor(15_000)
  expect(status()).toBe('False')
})

test('kubectl drain tries again every five seconds until the budget has room', () => {
  const t = running(3, { minAvailable: 2 })
  const node = webPods(t)[0]!.spec.nodeName
  for (const name of ['node-1', 'node-2', 'node-3']) if (name !== node) t.kubectl(`cordon ${name}`)
  t.kubectl('delete pod -l app=web --wait=false')
  t.runFor(30_000)
  for (const name of ['node-1', 'node-2', 'node-3']) t.kubectl(`uncordon ${name}`)
  expect(new Set(webPods(t).map(p => p.spec.nodeName))).toEqual(new Set([node]))
  const said = t.kubectl(`drain ${node} --ignore-daemonsets`)
  expect(said).toContain(`(will retry after 5s): Cannot evict pod as it would violate the pod's disruption budget.`)
  expect(said).toMatch(new RegExp(`node/${node} drained\n$`))
  expect(t.kubectl('get pdb')).toMatch(/^NAME +MIN AVAILABLE +MAX UNAVAILABLE +ALLOWED DISRUPTIONS +AGE\nb +2 +N\/A +\d +/)
  t.runFor(20_000)
  expect(t.kubectl('describe pdb b')).toContain('Status:\n    Allowed disruptions:  1\n    Current:              3\n    Desired:              2\n    Total:                3\n')
  expect(t.kubectl('create pdb other --selector=app=x --max-unavailable=50% --dry-run=client -o name')).toBe('poddisruptionbudget.policy/other\n')
})

test.each([['an empty one: every pod of the namespace', {}, 2, 429], ['none: no pod', undefined, 0, undefined]] as const)('[D1] selector %s', (_name, selector, expectedPods, code) => {
  const t = testCluster({ seed: 6, nodes: 3 })
  t.apply(aDeployment(2), { ...aBudget({}), spec: { minAvailable: 2, ...(selector ? { selector } : {}) } })
  t.runFor(20_000)
  expect(statusOf(t)).toMatchObject({ expectedPods, disruptionsAllowed: 0 })
  expect(refusal(t, webPods(t)[0]!.metadata.name)?.code).toBe(code)
})

test('[D11] a pod under two budgets is told so, once for each change of it', () => {
  const t = running(1, { minAvailable: 1 })
  const pod = webPods(t)[0]!.metadata.name
  const told = () => t.objects('events').filter(e => e.reason === 'MultiplePodDisruptionBudgets').map(e => [e.message, e.count])
  t.apply(aBudget({ minAvailable: 1 }, 'c'))
  t.runFor(1000)
  expect(told()).toEqual([])
  t.kubectl(`label pod ${pod} some=thing`)
  t.runFor(1000)
  expect(told()).toEqual([[`Pod "default"/"${pod}" matches multiple PodDisruptionBudgets.  Chose "b" arbitrarily.`, 1]])
  t.runFor(60_000)
  expect(told()).toHaveLength(1)
})
