// Who may do what, on a whole cluster: what a cluster is born with, what a person adds, and how time treats both.
import { describe, expect, test } from 'vitest'
import { ClusterRole, ClusterRoleBinding, Pod, RoleBinding, ServiceAccount, Secret } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { impersonated } from '../../../kube/users.ts'
import { Cluster } from '../../cluster.ts'
import type { ApiClient } from '../client.ts'
import { ApiError } from '../errors.ts'

const API = 'rbac.authorization.k8s.io'
const cluster = (): Cluster => {
  const made = new Cluster({ seed: 5, freeze: true })
  made.world.travel({ forMs: 1000 })
  return made
}
const as = (c: Cluster, name: string, ...groups: string[]): ApiClient => c.client().access!.as(impersonated(name, groups))
const bind = (c: Cluster, role: string, user: string, namespace?: string) => c.client().create({
  apiVersion: `${API}/v1`, kind: namespace ? 'RoleBinding' : 'ClusterRoleBinding', metadata: { name: `${role}-${user}` }, roleRef: { apiGroup: API, kind: 'ClusterRole', name: role },
  subjects: [{ apiGroup: API, kind: 'User', name: user }],
} as unknown as AnyObject, namespace)
const refusal = (work: () => unknown): string => {
  try {
    work()
  } catch (e) {
    if (e instanceof ApiError) return `${e.code} ${e.message}`
    throw e
  }
  return 'done'
}

describe('what a cluster is born with', () => {
  test('stands there, named as kubeadm and the API server name it', () => {
    const client = cluster().client()
    const names = client.list(ClusterRole, undefined).map(r => r.metadata.name)
    expect(names).toEqual(expect.arrayContaining(['admin', 'cluster-admin', 'edit', 'view', 'system:basic-user', 'system:controller:job-controller', 'system:node', 'kubeadm:get-nodes']))
    expect(names).toEqual([...names].sort())
    expect([names.length, client.list(ClusterRoleBinding, undefined).length, client.list(RoleBinding, 'kube-system').length]).toEqual([71, 57, 9])
  })

  test('view may read and not write, edit may write but no roles, admin gives roles away', () => {
    const of = (name: string) => cluster().client().get(ClusterRole, undefined, name).rules!
    const may = (name: string, verb: string, resource: string) => of(name).some(r => r.verbs.includes(verb) && r.resources?.includes(resource))
    expect(['view', 'edit', 'admin'].map(n => [may(n, 'list', 'pods'), may(n, 'create', 'pods'), may(n, 'get', 'secrets'), may(n, 'create', 'rolebindings')])).toEqual([
      [true, false, false, false], [true, true, true, false], [true, true, true, true]])
  })

  test('all of it can be deleted, and the controllers hear of what they never knew', () => {
    const c = cluster()
    for (const kind of [ClusterRole, ClusterRoleBinding]) for (const { metadata } of c.client().list(kind, undefined)) c.client().delete(kind, undefined, metadata.name)
    c.world.travel({ forMs: 5000 })
    expect([c.objects('clusterroles'), c.objects('clusterrolebindings')]).toEqual([[], []])
  })

  test('it is in no frame and costs the history nothing', () => {
    const { world } = cluster()
    const boot = world.frameAt(0)!
    expect(boot.writes.filter(w => /roles?$|bindings$/.test(w.table))).toEqual([])
  })

  test('what is done to it goes back and forward with time, and a run made again ends the same', () => {
    const c = cluster()
    const start = c.world.position
    c.client().delete(ClusterRole, undefined, 'view')
    c.client().patch(ClusterRole, undefined, 'edit', 'merge', { metadata: { labels: { mine: 'yes' } } })
    const end = c.world.digest()
    const seen = () => [c.objects('clusterroles').length, c.objects('clusterroles').find(r => r.metadata.name === 'edit')?.metadata.labels?.['mine']]
    expect(seen()).toEqual([70, 'yes'])
    const last = c.world.position
    c.world.travel({ toFrame: start })
    expect(seen()).toEqual([71, undefined])
    c.world.travel({ toFrame: last })
    expect(c.world.digest()).toBe(end)
    c.world.rebuild(last)
    expect([c.world.digest(), ...seen()]).toEqual([end, 70, 'yes'])
  })
})

describe('who asks as somebody else', () => {
  test('may do what roles give him, where they give it', () => {
    const c = cluster()
    bind(c, 'view', 'alice', 'default')
    const alice = as(c, 'alice')
    expect(alice.list(Pod, 'default')).toEqual([])
    expect(refusal(() => alice.list(Pod, 'kube-system'))).toBe('403 pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "kube-system"')
    expect(refusal(() => alice.list(Pod, undefined))).toBe('403 pods is forbidden: User "alice" cannot list resource "pods" in API group "" at the cluster scope')
    expect(refusal(() => alice.delete(Pod, 'default', 'x'))).toBe('403 pods "x" is forbidden: User "alice" cannot delete resource "pods" in API group "" in the namespace "default"')
    expect(refusal(() => alice.list(Secret, 'default'))).toContain('cannot list resource "secrets"')
  })

  test('a refusal changes nothing, and is the same when the run is made again', () => {
    const c = cluster()
    bind(c, 'edit', 'ed')
    as(c, 'ed').create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } } as AnyObject, 'default')
    const before = c.world.digest()
    expect(refusal(() => as(c, 'nobody').create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } } as AnyObject, 'default'))).toContain('cannot create resource "configmaps"')
    expect(c.world.digest()).toBe(before)
    c.world.rebuild(c.world.position)
    expect(c.world.digest()).toBe(before)
  })

  test.each([
    ['alice', [], ['system:authenticated']], ['alice', ['dev'], ['dev', 'system:authenticated']], ['system:anonymous', [], ['system:unauthenticated']],
    ['system:serviceaccount:a:b', [], ['system:serviceaccounts', 'system:serviceaccounts:a', 'system:authenticated']],
  ])('%s with %j is in %j', (name, groups, all) => expect(impersonated(name, groups).groups).toEqual(all))

  test('masters may do everything, whatever roles say', () => expect(as(cluster(), 'x', 'system:masters').list(Secret, undefined).length).toBeGreaterThanOrEqual(0))

  test('a role that is not there is told of', () => {
    const c = cluster()
    bind(c, 'gone', 'alice', 'default')
    expect(refusal(() => as(c, 'alice').list(Pod, 'default'))).toBe('403 pods is forbidden: User "alice" cannot list resource "pods" in API group "" in the namespace "default": RBAC: clusterrole.rbac.authorization.k8s.io "gone" not found')
  })

  test('and says by which binding it may', () => {
    const c = cluster()
    bind(c, 'view', 'alice', 'default')
    bind(c, 'view', 'bob')
    const asked = { verb: 'get', resource: 'pods', namespace: 'default' }
    expect([as(c, 'alice').access!.review(asked), as(c, 'bob').access!.review(asked)]).toEqual([
      { allowed: true, reason: 'RBAC: allowed by RoleBinding "view-alice/default" of ClusterRole "view" to User "alice"' },
      { allowed: true, reason: 'RBAC: allowed by ClusterRoleBinding "view-bob" of ClusterRole "view" to User "bob"' }])
  })

  test('becomes a third only where he may impersonate', () => {
    const c = cluster()
    bind(c, 'edit', 'ed')
    const ed = as(c, 'ed')
    expect(refusal(() => ed.access!.as(impersonated('alice', [])))).toBe('403 users "alice" is forbidden: User "ed" cannot impersonate resource "users" in API group "" at the cluster scope')
    expect(ed.access!.as(impersonated('system:serviceaccount:default:robot', [])).access!.user.name).toBe('system:serviceaccount:default:robot')
  })

  test('nobody gives away what he does not have', () => {
    const c = cluster()
    bind(c, 'admin', 'ann', 'default')
    const ann = as(c, 'ann')
    const role = (name: string, resources: string[]) => ({ apiVersion: `${API}/v1`, kind: 'Role', metadata: { name }, rules: [{ apiGroups: [''], resources, verbs: ['get'] }] }) as unknown as AnyObject
    expect(refusal(() => ann.create(role('a', ['pods']), 'default'))).toBe('done')
    expect(refusal(() => ann.create(role('b', ['nodes']), 'default'))).toBe('403 roles.rbac.authorization.k8s.io "b" is forbidden: user "ann" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:\n'
      + '{APIGroups:[""], Resources:["nodes"], Verbs:["get"]}')
    const binding = (role: string) => ({ apiVersion: `${API}/v1`, kind: 'RoleBinding', metadata: { name: role }, roleRef: { apiGroup: API, kind: 'ClusterRole', name: role }, subjects: [] }) as unknown as AnyObject
    expect(refusal(() => ann.create(binding('view'), 'default'))).toBe('done')
    expect(refusal(() => ann.create(binding('cluster-admin'), 'default'))).toContain('{APIGroups:["*"], Resources:["*"], Verbs:["*"]}\n{NonResourceURLs:["*"], Verbs:["*"]}')
    expect(refusal(() => ann.create(binding('nope'), 'default'))).toBe('404 clusterroles.rbac.authorization.k8s.io "nope" not found')
  })
})

describe('tokens', () => {
  const tokenOf = (c: Cluster, spec: object = {}) => c.client().createSubresource(ServiceAccount, 'default', 'default', 'token', { spec } as unknown as AnyObject).status.token as string
  const holder = (c: Cluster, token: string) => c.client().access!.bearer(token)?.name

  test('whoever holds one is the account, for an hour', () => {
    const c = cluster()
    const token = tokenOf(c)
    expect(holder(c, token)).toBe('system:serviceaccount:default:default')
    c.world.travel({ forMs: 3_590_000 })
    expect(holder(c, token)).toBe('system:serviceaccount:default:default')
    c.world.travel({ forMs: 20_000 })
    expect(holder(c, token)).toBeUndefined()
  })

  test('it is no input: asking for one leaves the timeline alone', () => {
    const c = cluster()
    const before = c.world.position
    tokenOf(c)
    expect(c.world.position).toBe(before)
  })

  test.each([['another one’s', (t: string) => `${t.slice(0, -2)}xx`], ['none at all', () => 'x'], ['a text with dots', () => 'a.b.c']])('%s is nobody’s', (_name, change) => {
    const c = cluster()
    expect(holder(c, change(tokenOf(c)))).toBeUndefined()
  })

  test('it ends with the account, and with what it is bound to', () => {
    const c = cluster()
    c.client().create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' } } as AnyObject, 'default')
    const [plain, bound] = [tokenOf(c), tokenOf(c, { boundObjectRef: { kind: 'Secret', apiVersion: 'v1', name: 's' } })]
    c.client().delete(Secret, 'default', 's')
    expect([holder(c, plain), holder(c, bound)]).toEqual(['system:serviceaccount:default:default', undefined])
    c.client().delete(ServiceAccount, 'default', 'default')
    expect(holder(c, plain)).toBeUndefined()
  })

  test.each([
    [{ expirationSeconds: 300 }, 'spec.expirationSeconds: Invalid value: 300: may not specify a duration less than 10 minutes'],
    [{ boundObjectRef: { kind: 'Secret', apiVersion: 'v1', name: 'no' } }, 'secrets "no" not found'], [{ boundObjectRef: { kind: 'Job', apiVersion: 'batch/v1', name: 'no' } }, 'to type batch/v1, Kind=Job'],
  ])('%j is refused', (spec, words) => expect(refusal(() => tokenOf(cluster(), spec))).toContain(words))

  test('one for somebody else is not good here', () => {
    const c = cluster()
    expect(holder(c, tokenOf(c, { audiences: ['https://example.com'] }))).toBeUndefined()
  })
})
