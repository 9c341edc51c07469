import { expect, test } from 'vitest'
import type { AnyObject } from '../../../../kube/object.ts'
import { strategies } from '../registry.ts'
import { createFindings, told, UID } from '../testObjects.ts'

const API = 'rbac.authorization.k8s.io'
const CLUSTER = ['ClusterRole', 'ClusterRoleBinding']
function made(kind: string, rest: object, name = 'x'): AnyObject {
  const strategy = strategies.get(kind)!
  const metadata = { name, uid: UID, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z', ...(CLUSTER.includes(kind) ? {} : { namespace: 'default' }) }
  return strategy.prepareCreate(strategy.defaults({ apiVersion: `${API}/v1`, kind, metadata, ...rest } as AnyObject))
}
const pods = { apiGroups: [''], resources: ['pods'], verbs: ['get'] }
const URLS = 'namespaced rules cannot apply to non-resource URLs'
const BOTH = 'rules cannot apply to both regular resources and non-resource URLs'

test.each<[string, string, object, string[]]>([
  ['plain', 'Role', { rules: [pods] }, []],
  ['no rules', 'Role', {}, []],
  ['any names and groups', 'ClusterRole', { rules: [{ apiGroups: ['*'], resources: ['*', 'pods/log'], resourceNames: ['a', 'b'], verbs: ['whatever'] }] }, []],
  ['no verbs', 'Role', { rules: [{ ...pods, verbs: [] }] }, ['rules[0].verbs: Required value: verbs must contain at least one value']],
  ['neither groups nor resources', 'Role', { rules: [{ verbs: ['get'] }] }, [
    'rules[0].apiGroups: Required value: resource rules must supply at least one api group', 'rules[0].resources: Required value: resource rules must supply at least one resource']],
  ['paths in a namespace', 'Role', { rules: [{ nonResourceURLs: ['/x'], verbs: ['get'] }] }, [`rules[0].nonResourceURLs: Invalid value: ["/x"]: ${URLS}`]],
  ['paths in the cluster', 'ClusterRole', { rules: [{ nonResourceURLs: ['/x'], verbs: ['get'] }] }, []],
  ['paths and resources in one rule', 'ClusterRole', { rules: [{ ...pods, nonResourceURLs: ['/x'] }] }, [`rules[0].nonResourceURLs: Invalid value: ["/x"]: ${BOTH}`]],
  ['gathers nothing', 'ClusterRole', { aggregationRule: {} }, ['aggregationRule.clusterRoleSelectors: Required value: at least one clusterRoleSelector required if aggregationRule is non-nil']],
  ['gathers by labels', 'ClusterRole', { aggregationRule: { clusterRoleSelectors: [{ matchLabels: { a: 'b' } }] } }, []],
])('%s (%s)', (_name, kind, rest, findings) => expect(createFindings(made(kind, rest))).toEqual(findings))

test.each([['system:a:b', []], ['A_b c', []], ['a/b', ["metadata.name: Invalid value: \"a/b\": may not contain '/'"]], ['..', ["metadata.name: Invalid value: \"..\": may not be '..'"]]])('a role may be called %s', (name, findings) =>
  expect(createFindings(made('Role', { rules: [pods] }, name))).toEqual(findings))

const ref = { kind: 'Role', name: 'r' }
test.each<[string, string, object, string[]]>([
  ['groups are filled in', 'RoleBinding', { roleRef: ref, subjects: [{ kind: 'User', name: 'a' }, { kind: 'ServiceAccount', name: 'b' }] }, []],
  ['no role at all', 'RoleBinding', {}, ['roleRef.kind: Unsupported value: "": supported values: "Role", "ClusterRole"', 'roleRef.name: Required value']],
  ['a Role for the cluster', 'ClusterRoleBinding', { roleRef: ref }, ['roleRef.kind: Unsupported value: "Role": supported values: "ClusterRole"']],
  ['another group', 'RoleBinding', { roleRef: { ...ref, apiGroup: 'x' } }, [`roleRef.apiGroup: Unsupported value: "x": supported values: "${API}"`]],
  ['an account without a namespace, in one', 'RoleBinding', { roleRef: ref, subjects: [{ kind: 'ServiceAccount', name: 'a' }] }, []],
  ['an account without a namespace, in none', 'ClusterRoleBinding', { roleRef: { kind: 'ClusterRole', name: 'r' }, subjects: [{ kind: 'ServiceAccount', name: 'a' }] }, ['subjects[0].namespace: Required value']],
  ['an unknown kind', 'RoleBinding', { roleRef: ref, subjects: [{ kind: 'Robot', name: 'a' }] }, ['subjects[0].kind: Unsupported value: "Robot": supported values: "ServiceAccount", "User", "Group"']],
  ['a nameless user', 'RoleBinding', { roleRef: ref, subjects: [{ kind: 'User', name: '' }] }, ['subjects[0].name: Required value']],
  ['an account in a group of the API', 'RoleBinding', { roleRef: ref, subjects: [{ kind: 'ServiceAccount', name: 'a', apiGroup: API }] }, [`subjects[0].apiGroup: Unsupported value: "${API}": supported values: ""`]],
])('%s (%s)', (_name, kind, rest, findings) => expect(createFindings(made(kind, rest))).toEqual(findings))

test('which role is bound does not change, and the words show it as Go has it', () => {
  const old = made('RoleBinding', { roleRef: ref })
  const next = { ...old, roleRef: { apiGroup: API, kind: 'Role', name: 's' } } as AnyObject
  expect(told(strategies.get('RoleBinding')!.validateUpdate(next, old))).toEqual([`roleRef: Invalid value: {"apiGroup":"${API}","kind":"Role","name":"s"}: cannot change roleRef`])
})

test('a role says so when it has no rules', () => expect([made('Role', {})['rules'], made('ClusterRole', { rules: [] })['rules']]).toEqual([null, []]))

test.each<[string, object, string[]]>([
  ['plain', { controller: 'example.com/x' }, []],
  ['no controller', {}, ['spec.controller: Required value']],
  ['no domain', { controller: 'x' }, ['spec.controller: Invalid value: "x": must be a domain-prefixed path (such as "acme.io/foo")']],
  ['parameters of the cluster in a namespace', { controller: 'a.b/c', parameters: { kind: 'K', name: 'n', namespace: 'x' } }, ["spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'"]],
  ['parameters of no namespace', { controller: 'a.b/c', parameters: { kind: 'K', name: 'n', scope: 'Namespace' } }, ["spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"]],
  ['parameters of an unknown scope', { controller: 'a.b/c', parameters: { kind: 'K', name: 'n', scope: 'Moon' } }, ['spec.parameters.scope: Unsupported value: "Moon": supported values: "Cluster", "Namespace"']],
])('an ingress class: %s', (_name, spec, findings) => {
  const strategy = strategies.get('IngressClass')!
  const object = strategy.defaults({ apiVersion: 'networking.k8s.io/v1', kind: 'IngressClass', metadata: { name: 'x' }, spec } as AnyObject)
  expect(createFindings(object)).toEqual(findings)
})
