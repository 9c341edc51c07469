// Roles that gather others: what they get as a table, the rest on a whole cluster.
import { describe, expect, test } from 'vitest'
import type { ClusterRole, PolicyRule } from '../../../kube/rbac.ts'
import { testCluster, type TestCluster } from '../../testing/testCluster.ts'
import { gather } from './index.ts'

const may = (...resources: string[]): PolicyRule => ({ apiGroups: [''], resources, verbs: ['get'] })
const role = (name: string, labels: Record<string, string>, ...rules: PolicyRule[]): ClusterRole =>
  ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name, labels }, rules })
const gatherer = (name: string, ...by: readonly object[]): ClusterRole => ({ ...role(name, {}), aggregationRule: { clusterRoleSelectors: by.map(matchLabels => ({ matchLabels: matchLabels as Record<string, string> })) } })

describe('[CA1] what it should have', () => {
  test.each([
    ['in the order of names', [role('b', { x: '1' }, may('b')), role('a', { x: '1' }, may('a'))], [{ x: '1' }], ['a', 'b']],
    ['selector after selector', [role('a', { x: '1' }, may('a')), role('b', { y: '1' }, may('b'))], [{ y: '1' }, { x: '1' }], ['b', 'a']],
    ['each rule once', [role('a', { x: '1' }, may('a')), role('b', { x: '1' }, may('a'), may('b'))], [{ x: '1' }], ['a', 'b']],
    ['a role that two selectors choose once', [role('a', { x: '1', y: '1' }, may('a'))], [{ x: '1' }, { y: '1' }], ['a']],
    ['an empty list in a rule is none', [role('a', { x: '1' }, may('a')), role('b', { x: '1' }, { ...may('a'), resourceNames: [] })], [{ x: '1' }], ['a']],
    ['another name in a rule is another rule', [role('a', { x: '1' }, may('a')), role('b', { x: '1' }, { ...may('a'), resourceNames: ['n'] })], [{ x: '1' }], ['a', 'a']],
    ['not another value of the label', [role('a', { x: '2' }, may('a'))], [{ x: '1' }], []],
    ['not itself', [role('all', { x: '1' }, may('own'))], [{ x: '1' }], []],
    ['an empty selector chooses all', [role('a', {}, may('a')), role('b', { y: '1' }, may('b'))], [{}], ['a', 'b']],
  ])('%s', (_what, roles, by, resources) => expect(gather(gatherer('all', ...by), roles).due.flatMap(r => r.resources)).toEqual(resources))
})

const manifest = (name: string, more: object) => ({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole', metadata: { name }, ...more })
const rulesOf = (t: TestCluster, name: string): string[] => (t.object('clusterroles', name)!['rules'] ?? []).flatMap((r: PolicyRule) => r.resources)

describe('on a cluster', () => {
  const monitoring = manifest('monitoring', { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { 'example.com/monitor': 'true' } }] }, rules: [] })
  const part = (name: string, label: string | undefined, ...resources: string[]) =>
    ({ ...manifest(name, { rules: [may(...resources)] }), metadata: { name, ...(label ? { labels: { [label]: 'true' } } : {}) } })

  test('[CA1] [CA3] a role that comes, changes and goes is gathered, and taken away', () => {
    const t = testCluster({ seed: 2, nodes: 1 })
    t.apply(monitoring as never, part('endpoints', 'example.com/monitor', 'endpoints') as never, part('beside', undefined, 'secrets') as never)
    t.runFor(2_000)
    expect(rulesOf(t, 'monitoring')).toEqual(['endpoints'])
    t.kubectl('label clusterrole beside example.com/monitor=true')
    t.runFor(2_000)
    expect(rulesOf(t, 'monitoring')).toEqual(['secrets', 'endpoints'])
    t.kubectl('label clusterrole beside example.com/monitor-')
    t.kubectl(`patch clusterrole endpoints --type=json -p '[{"op":"add","path":"/rules/0/resources/-","value":"pods"}]'`)
    t.runFor(2_000)
    expect(rulesOf(t, 'monitoring')).toEqual(['endpoints', 'pods'])
    t.kubectl('delete clusterrole endpoints')
    t.runFor(2_000)
    expect(rulesOf(t, 'monitoring')).toEqual([])
  })
  test('[CA2] what somebody writes into its rules does not stand; the writer is the controller, by apply', () => {
    const t = testCluster({ seed: 2, nodes: 1 })
    t.apply(monitoring as never, part('endpoints', 'example.com/monitor', 'endpoints') as never)
    t.runFor(2_000)
    t.kubectl(`patch clusterrole monitoring --type=merge -p '{"rules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]}'`)
    expect(rulesOf(t, 'monitoring')).toEqual(['*'])
    t.runFor(2_000)
    expect(rulesOf(t, 'monitoring')).toEqual(['endpoints'])
    expect(t.kubectl('get clusterrole monitoring -o yaml --show-managed-fields')).toMatch(/f:rules: \{\}\n {4}manager: clusterrole-aggregation-controller\n {4}operation: Apply/)
  })
  test('[CA4] what is born gathers too: a role for view is passed on to edit and admin, and whoever may view may that', () => {
    const t = testCluster({ seed: 2, nodes: 1 })
    const before = { view: rulesOf(t, 'view').length, edit: rulesOf(t, 'edit').length, admin: rulesOf(t, 'admin').length }
    t.kubectl('create rolebinding sees --clusterrole=view --user=jane')
    expect(() => t.kubectl('auth can-i list secrets --as=jane')).toThrow('exit code 1')
    t.apply({ ...part('secrets', 'rbac.authorization.k8s.io/aggregate-to-view', 'secrets'), rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get', 'list'] }] } as never)
    t.runFor(3_000)
    expect({ view: rulesOf(t, 'view').length, edit: rulesOf(t, 'edit').length, admin: rulesOf(t, 'admin').length }).toEqual({ view: before.view + 1, edit: before.edit + 1, admin: before.admin + 1 })
    expect(t.kubectl('auth can-i list secrets --as=jane')).toContain('yes')
  })
  test('[CA3] what gathers nothing of it is not written; a cluster that nobody has touched is at rest, also when its manager starts again', () => {
    const t = testCluster({ seed: 2, nodes: 1 })
    t.apply(part('beside', undefined, 'secrets') as never)
    t.runFor(2_000)
    t.act({ do: 'break', fault: { kind: 'controller-stopped', name: 'kube-controller-manager' } })
    t.act({ do: 'mend-all' })
    t.runFor(2_000)
    expect(['view', 'edit', 'admin'].map(name => t.object('clusterroles', name)!.metadata.resourceVersion)).toEqual(['1', '1', '1'])
  })
  test('E2 E3', () => {
    const t = testCluster({ seed: 2, nodes: 1 })
    t.apply(monitoring as never, part('endpoints', 'example.com/monitor', 'endpoints') as never, part('crontabs', 'rbac.authorization.k8s.io/aggregate-to-edit', 'crontabs') as never)
    t.runFor(2_000)
    t.kubectl('delete clusterrole crontabs')
    t.runFor(3_000)
    const { world } = t.cluster
    const [now, end] = [world.now, world.dump()]
    for (const input of world.inputs.slice(1)) {
      world.travel({ toFrame: input.seq })
      world.travel({ toAt: now })
      expect(world.dump() === end).toBe(true)
    }
    world.travel({ toFrame: world.inputs.at(-1)!.seq })
    world.forgetFuture()
    world.travel({ toAt: now })
    expect(world.dump() === end).toBe(true)
  })
})
