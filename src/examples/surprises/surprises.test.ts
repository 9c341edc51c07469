// Each of these shows what is often expected otherwise, and its note (ui/i18n/examples) says what. Here they are run.
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Pod } from '../../kube/core.ts'
import type { AnyObject } from '../../kube/object.ts'
import { parseYaml } from '../../kube/yaml.ts'
import { TestCluster } from '../../engine/testing/testCluster.ts'
import { tries, type Noted, type Try } from '../../ui/notes/tries.ts'

/** A cluster like the page's with this example applied, so many seconds later. */
function shown(name: Noted, seconds: number): TestCluster & { after: (seconds: number) => void; get: (plural: string, name: string) => AnyObject | undefined; line: (n: number) => string } {
  const t = new TestCluster({ seed: 7, system: 'full' })
  t.apply(...parseYaml(readFileSync(new URL(name, import.meta.url), 'utf8')).map(d => d.value as AnyObject))
  const after = (s: number) => { t.cluster.world.travel({ forMs: s * 1000 }) }
  after(seconds)
  const all: readonly Try[] = tries[name]
  return Object.assign(t, {
    after, get: (plural: string, of: string) => t.cluster.objects(plural).find(o => o.metadata.name === of) as AnyObject | undefined, line: (n: number) => t.kubectl((all[n] as { readonly run: string }).run.replace(/^kubectl /, '')),
  })
}
const condition = (o: AnyObject | undefined) => (o?.status?.conditions ?? []).filter((c: { status: string }) => c.status === 'True').map((c: { type: string; reason?: string }) => `${c.type} ${c.reason ?? ''}`.trim())
const waiting = (t: ReturnType<typeof shown>, pod: string) => (t.get('pods', pod) as unknown as Pod).status?.containerStatuses?.[0]

test('a Job waits for a helper, and not for a sidecar', () => {
  const t = shown('sidecar-job.yaml', 60)
  expect(condition(t.get('jobs', 'helper-beside'))).toEqual([])
  expect(condition(t.get('jobs', 'helper-sidecar'))).toContain('Complete CompletionsReached')
})

test('an index that fails takes no other with it', () => {
  const t = shown('one-bad-index.yaml', 60)
  expect(t.get('jobs', 'one-bad-index')?.status).toMatchObject({ completedIndexes: '0,1,3-5', failedIndexes: '2', failed: 2 })
})

test('the first code 42 ends the Job', () => {
  const t = shown('exit-code-42.yaml', 30)
  expect(condition(t.get('jobs', 'exit-code-42'))).toContain('Failed PodFailurePolicy')
  expect(t.cluster.objects('pods').filter(p => p.metadata.namespace === 'default')).toHaveLength(2)
})

test('Forbid makes up for a run, late; a stopped controller only for the last', () => {
  const t = shown('cronjob-forbid.yaml', 240)
  const starts = () => t.cluster.objects('jobs').map(j => Date.parse(j.metadata.creationTimestamp!) / 1000 % 60).sort((a, b) => a - b)
  expect(starts().some(second => second > 20)).toBe(true)
  t.act({ do: 'break', fault: { kind: 'controller-stopped', name: 'cronjob-controller' } })
  t.after(900)
  const before = t.cluster.objects('jobs').length
  t.act({ do: 'mend-all' })
  t.after(30)
  expect(t.cluster.objects('jobs').length).toBe(before + 1)
})

test('a rollout that is stuck goes on serving, and nobody rolls it back', () => {
  const t = shown('rollout-stuck.yaml', 20)
  t.line(0)
  t.after(90)
  expect(t.get('deployments', 'shop')?.status).toMatchObject({ availableReplicas: 3 })
  expect((t.get('deployments', 'shop')?.status?.conditions ?? []).find((c: { type: string }) => c.type === 'Progressing')).toMatchObject({ status: 'False', reason: 'ProgressDeadlineExceeded' })
  t.line(2)
  t.after(20)
  expect(t.get('deployments', 'shop')?.status).toMatchObject({ availableReplicas: 4, updatedReplicas: 4 })
})

test('a StatefulSet waits for a pod that never was ready, whatever its template says now', () => {
  const t = shown('statefulset-stuck.yaml', 30)
  t.line(0)
  t.after(600)
  expect(waiting(t, 'db-0')?.image).toBe('redis:7.99')
  expect(t.get('pods', 'db-1')).toBeUndefined()
  t.line(2)
  t.after(60)
  expect(waiting(t, 'db-2')?.ready).toBe(true)
})

test('a budget of one stops a drain and not a rollout', () => {
  const t = shown('drain-blocked.yaml', 20)
  const pod = t.cluster.objects('pods').find(p => p.metadata.labels?.['app'] === 'only') as unknown as Pod
  expect(() => t.kubectl(`drain ${pod.spec!.nodeName} --ignore-daemonsets --timeout=30s`)).toThrow(/disruption budget|timed out|drain/)
  expect(t.get('pods', pod.metadata.name!)).toBeDefined()
  t.line(1)
  t.after(60)
  expect(t.get('pods', pod.metadata.name!)).toBeUndefined()
})

test('four pods are Pending, and a label places one', () => {
  const t = shown('four-pending.yaml', 20)
  for (const name of ['too-large', 'no-such-node', 'only-control-plane', 'no-volume']) expect(t.get('pods', name)?.status?.phase).toBe('Pending')
  t.line(1)
  t.after(10)
  expect(t.get('pods', 'no-such-node')?.status?.phase).toBe('Running')
})

test('five pods are in trouble, each in its own, and two are mended', () => {
  const t = shown('five-troubles.yaml', 45)
  expect(waiting(t, 'crashes')).toMatchObject({ lastState: { terminated: { exitCode: 1 } } })
  expect(waiting(t, 'crashes')!.restartCount).toBeGreaterThan(1)
  expect(waiting(t, 'out-of-memory')).toMatchObject({ lastState: { terminated: { reason: 'OOMKilled', exitCode: 137 } } })
  expect(waiting(t, 'wrong-tag')?.state?.waiting?.reason).toMatch(/^(ErrImagePull|ImagePullBackOff)$/)
  expect(waiting(t, 'no-config-map')).toMatchObject({ state: { waiting: { reason: 'CreateContainerConfigError' } } })
  expect(waiting(t, 'never-ready')).toMatchObject({ ready: false, state: { running: {} } })
  expect(t.line(1)).toContain('starting')
  t.line(2)
  t.line(3)
  t.after(120)
  expect(waiting(t, 'no-config-map')?.ready).toBe(true)
  expect(waiting(t, 'wrong-tag')?.ready).toBe(true)
})

test('replicas follow the load, up at once and down after five minutes', () => {
  const t = shown('hpa-web.yaml', 30)
  t.act({ do: 'set-load', workload: 'deployments/default/web', cpuMilli: 600 })
  t.after(180)
  expect(t.get('deployments', 'web')?.spec?.replicas).toBe(6)
  t.act({ do: 'set-load', workload: 'deployments/default/web', cpuMilli: 0 })
  t.after(180)
  expect(t.get('deployments', 'web')?.spec?.replicas).toBe(6)
  t.after(300)
  expect(t.get('deployments', 'web')?.spec?.replicas).toBe(2)
})

test('volumes are made for claims, and stay when their pods go', () => {
  const t = shown('volumes-on-demand.yaml', 60)
  expect(waiting(t, 'postgres-1')?.ready).toBe(true)
  t.line(1)
  t.after(60)
  expect(t.get('pods', 'postgres-1')).toBeUndefined()
  expect(t.get('persistentvolumeclaims', 'data-postgres-1')?.status?.phase).toBe('Bound')
})
