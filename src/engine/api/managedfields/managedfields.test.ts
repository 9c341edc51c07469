// Who owns what: sets of fields, applies and updates on a typed object, and the whole of it through the API server.
import { describe, expect, test } from 'vitest'
import { consoleOn } from '../../../kubectl/testing/console.ts'
import { ConfigMap, Deployment, Lease, Pod } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { schemaOf } from '../../../kube/schema.ts'
import { createCluster, withManagedFields } from '../../index.ts'
import { ApiError } from '../errors.ts'
import { difference, fromFieldsV1, intersection, paths, pathText, toFieldsV1, union } from './fieldSet.ts'
import { afterUpdate, apply, toEntries, type Managers, type Writer } from './managers.ts'

const set = (fields: object) => fromFieldsV1(fields)!
const texts = (fields: object) => paths(set(fields)).map(pathText)

describe('sets of fields', () => {
  test('are read and written as FieldsV1, a field with something in it marked by a dot where it is owned itself', () => {
    const fields = { 'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } }, 'f:spec': { 'f:containers': { 'k:{"name":"web"}': { '.': {}, 'f:image': {} } } } }
    expect(toFieldsV1(set(fields))).toEqual(fields)
    expect(texts(fields)).toEqual(['.metadata.labels', '.metadata.labels.app', '.spec.containers[name="web"]', '.spec.containers[name="web"].image'])
  })
  test.each([
    ['a text', 'no object'], [{ 'x:y': {} }, 'an unknown element'], [{ 'k:{': {} }, 'broken keys'], [{ 'f:a': 1 }, 'a number below'],
  ])('%j is none: %s', (value: unknown, _why: string) => expect(fromFieldsV1(value)).toBeUndefined())
  test('union, difference and intersection go field by field', () => {
    const a = set({ 'f:spec': { 'f:x': {}, 'f:y': {} } })
    const b = set({ 'f:spec': { 'f:y': {}, 'f:z': {} } })
    expect(toFieldsV1(union(a, b))).toEqual({ 'f:spec': { 'f:x': {}, 'f:y': {}, 'f:z': {} } })
    expect(toFieldsV1(difference(a, b))).toEqual({ 'f:spec': { 'f:x': {} } })
    expect(toFieldsV1(intersection(a, b))).toEqual({ 'f:spec': { 'f:y': {} } })
    expect(toFieldsV1(difference(set({ 'f:spec': { '.': {}, 'f:x': {} } }), set({ 'f:spec': {} })))).toEqual({ 'f:spec': { 'f:x': {} } })
  })
})

const writer = (name: string, at = 0): Writer => ({ name, apiVersion: 'apps/v1', subresource: '', at })

describe('sets that a write does not change', () => {
  const a = set({ 'f:spec': { 'f:x': {}, 'f:y': { 'f:z': {} } } })
  test('stay the same sets, so that whoever is written all the time is not built anew each time', () => {
    expect(union(a, set({ 'f:spec': { 'f:x': {} } }))).toBe(a)
    expect(difference(a, set({ 'f:spec': { 'f:w': {}, 'f:y': {} }, 'f:status': {} }))).toBe(a)
  })
  test('a lease that is renewed keeps its one manager, with a new time', () => {
    const lease = (renewTime: string): AnyObject => ({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { name: 'n' }, spec: { holderIdentity: 'n', renewTime } })
    const made = afterUpdate(schemaOf(Lease)!, undefined, lease('a'), [], writer('kubelet'))
    const renewed = afterUpdate(schemaOf(Lease)!, lease('a'), lease('b'), made, writer('kubelet', 10_000))
    expect(renewed).toEqual([{ ...made[0], at: 10_000 }])
    expect(renewed[0]!.fields).toBe(made[0]!.fields)
  })
  test('data may be called as what every object has', () => {
    const data = (of: object): AnyObject => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c' }, data: of })
    const made = afterUpdate(schemaOf(ConfigMap)!, undefined, data({ a: '1' }), [], writer('a'))
    const owners = (managers: Managers) => Object.fromEntries(managers.map(m => [m.name, paths(m.fields).map(pathText)]))
    const both = afterUpdate(schemaOf(ConfigMap)!, data({ a: '1' }), data({ a: '1', constructor: '2' }), made, writer('b'))
    expect(owners(both)).toEqual({ a: ['.data', '.data.a'], b: ['.data.constructor'] })
    expect(owners(afterUpdate(schemaOf(ConfigMap)!, data({ a: '1', constructor: '2' }), data({ a: '1' }), both, writer('c')))).toEqual({ a: ['.data', '.data.a'] })
  })
})

const type = schemaOf(Deployment)!
const web = (spec: object, metadata: object = {}): AnyObject => ({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', ...metadata }, spec })
const withContainers = (...containers: object[]) => web({ template: { spec: { containers } } })

/** Applies one after another, each as `manager: configuration`; gives the object and who owns what. */
function applied(...steps: readonly (readonly [string, AnyObject, boolean?])[]) {
  let object: AnyObject | undefined
  let managers: Managers = []
  for (const [name, config, force] of steps) ({ object, managers } = apply(type, object, managers, config, writer(name), force ?? false))
  return { object: object!, owners: Object.fromEntries(managers.map(m => [m.name, paths(m.fields).map(pathText)])) }
}

const refusal = (run: () => unknown): ApiError => {
  try {
    run()
  } catch (e) {
    if (e instanceof ApiError) return e
    throw e
  }
  throw new Error('nothing was refused')
}

describe('apply', () => {
  test('owns what its configuration says, name and kind excepted', () => {
    expect(applied(['a', web({ replicas: 2 }, { labels: { app: 'web' } })]).owners).toEqual({ a: ['.metadata.labels.app', '.spec.replicas'] })
  })
  test('two who say the same own it together; who says something else is refused and told whose it is', () => {
    expect(applied(['a', web({ replicas: 2 })], ['b', web({ replicas: 2 })]).owners).toEqual({ a: ['.spec.replicas'], b: ['.spec.replicas'] })
    const error = refusal(() => applied(['a', web({ replicas: 2 })], ['b', web({ replicas: 3 })]))
    expect([error.code, error.reason, error.message]).toEqual([409, 'Conflict', 'Apply failed with 1 conflict: conflict with "a": .spec.replicas'])
    expect(error.details.causes).toEqual([{ type: 'FieldManagerConflict', message: 'conflict with "a"', field: '.spec.replicas' }])
  })
  test('several conflicts are told manager by manager', () => {
    expect(refusal(() => applied(['b', web({ replicas: 2 })], ['a', web({ paused: true, minReadySeconds: 1 })], ['c', web({ replicas: 3, paused: false, minReadySeconds: 2 })])).message)
      .toBe('Apply failed with 3 conflicts: conflicts with "a":\n- .spec.minReadySeconds\n- .spec.paused\nconflicts with "b":\n- .spec.replicas')
  })
  test('force takes the field away from the other', () => {
    const { object, owners } = applied(['a', web({ replicas: 2, paused: true })], ['b', web({ replicas: 3 }), true])
    expect(object.spec).toEqual({ replicas: 3, paused: true })
    expect(owners).toEqual({ a: ['.spec.paused'], b: ['.spec.replicas'] })
  })
  test('what leaves the configuration leaves the object, unless another owns it', () => {
    expect(applied(['a', web({ replicas: 2, paused: true })], ['b', web({ paused: true })], ['a', web({ minReadySeconds: 1 })]).object.spec).toEqual({ paused: true, minReadySeconds: 1 })
  })
  test('lists with keys are merged by key, the configuration in its order, others where they stood', () => {
    const two = applied(['a', withContainers({ name: 'x', image: '1' }, { name: 'y', image: '1' })], ['b', withContainers({ name: 'z', image: '1' }, { name: 'x', tty: true })])
    expect(two.object.spec.template.spec.containers).toEqual([{ name: 'z', image: '1' }, { name: 'x', image: '1', tty: true }, { name: 'y', image: '1' }])
    const names = (...list: string[]) => withContainers(...list.map(name => ({ name })))
    expect(applied(['a', names('x', 'y', 'w')], ['b', names('y', 'x')]).object.spec.template.spec.containers.map((c: any) => c.name)).toEqual(['y', 'w', 'x'])
    expect(two.owners.b).toContain('.spec.template.spec.containers[name="x"].tty')
  })
  test('an item of such a list goes when its last owner drops it, with what nobody owns in it', () => {
    const before = applied(['a', withContainers({ name: 'x', image: '1' }, { name: 'y', image: '1' })])
    const live = withContainers(...before.object.spec.template.spec.containers.map((c: object) => ({ ...c, terminationMessagePath: '/dev/termination-log' })))
    const managers = apply(type, undefined, [], withContainers({ name: 'x', image: '1' }, { name: 'y', image: '1' }), writer('a'), false).managers
    const after = apply(type, live, managers, withContainers({ name: 'x', image: '1' }), writer('a'), false)
    expect(after.object.spec.template.spec.containers).toEqual([{ name: 'x', image: '1', terminationMessagePath: '/dev/termination-log' }])
  })
  test('a port is known by number and protocol, and TCP need not be said', () => {
    const port = (more: object) => withContainers({ name: 'x', ports: [{ containerPort: 80, ...more }] })
    expect(applied(['a', port({ protocol: 'TCP' })], ['b', port({ name: 'http' })]).object.spec.template.spec.containers[0].ports).toEqual([{ containerPort: 80, protocol: 'TCP', name: 'http' }])
  })
  test('a selector is owned as a whole, labels one by one', () => {
    const { owners } = applied(['a', web({ selector: { matchLabels: { a: '1', b: '2' } } }, { labels: { a: '1', b: '2' } })])
    expect(owners.a).toEqual(['.metadata.labels.a', '.metadata.labels.b', '.spec.selector'])
  })
  test('what it says counts, also where nothing of it stays in the object: empty maps, nulls, noes and nothings; an empty list says nothing', () => {
    const said = web({ paused: false, template: { metadata: { labels: {}, creationTimestamp: null }, spec: { containers: [], tolerations: [], nodeSelector: {} } } }, { annotations: null })
    expect(applied(['a', said]).owners).toEqual({ a: [
      '.metadata.annotations', '.spec.paused', '.spec.template.metadata.creationTimestamp', '.spec.template.metadata.labels', '.spec.template.spec.nodeSelector', '.spec.template.spec.tolerations'] })
  })
  test('a status is nobody\'s who applies the whole object, and no conflict', () => {
    const live = { ...web({ replicas: 1 }), status: { replicas: 1 } } as AnyObject
    const managers = afterUpdate(type, { ...live, status: {} } as AnyObject, live, [], { ...writer('kube-controller-manager'), subresource: 'status' })
    expect(managers.map(m => paths(m.fields).map(pathText))).toEqual([['.status.replicas']])
    const after = apply(type, live, managers, { ...web({ replicas: 1 }), status: { replicas: 7 } } as AnyObject, writer('a'), false)
    expect(after.managers.map(m => [m.name, ...paths(m.fields).map(pathText)])).toEqual([['kube-controller-manager', '.status.replicas'], ['a', '.spec.replicas']])
  })
  test('a time is that of the last change of the object: who joins in what others say has none', () => {
    const first = apply(type, undefined, [], web({ replicas: 2 }), writer('a', 1000), false)
    const second = apply(type, first.object, first.managers, web({ replicas: 2 }), writer('b', 5000), false)
    const third = apply(type, second.object, second.managers, web({ replicas: 2 }), writer('a', 9000), false)
    expect(toEntries(third.managers).map(e => [e.manager, e.time])).toEqual([['b', undefined], ['a', '1970-01-01T00:00:01Z']])
    const fourth = apply(type, third.object, third.managers, web({ replicas: 3 }), writer('b', 11_000), true)
    expect(toEntries(fourth.managers).map(e => [e.manager, e.time])).toEqual([['b', '1970-01-01T00:00:11Z']])
  })
  test('the first apply to an object of which nothing is known finds all of it owned by whoever came before', () => {
    expect(refusal(() => apply(type, web({ replicas: 1 }), [], web({ replicas: 2 }), writer('a'), false)).message)
      .toBe('Apply failed with 1 conflict: conflict with "before-first-apply" using apps/v1: .spec.replicas')
    const joined = apply(type, web({ replicas: 1 }, { labels: { x: 'y' } }), [], web({ paused: true }), writer('a', 3000), false).managers
    expect(toEntries(joined).map(e => [e.manager, e.fieldsV1, e.time])).toEqual([
      ['a', { 'f:spec': { 'f:paused': {} } }, '1970-01-01T00:00:03Z'],
      ['before-first-apply', { 'f:metadata': { 'f:labels': { '.': {}, 'f:x': {} } }, 'f:spec': { 'f:replicas': {} } }, '1970-01-01T00:00:03Z'],
    ])
  })
})

describe('update', () => {
  test('takes every field that it changes, and only those', () => {
    const start = apply(type, undefined, [], web({ replicas: 2, paused: true }), writer('a'), false)
    const managers = afterUpdate(type, start.object, web({ replicas: 5, paused: true }), start.managers, writer('scaler'))
    expect(managers.map(m => [m.name, paths(m.fields).map(pathText)])).toEqual([['a', ['.spec.paused']], ['scaler', ['.spec.replicas']]])
  })
  test('a field that is taken away is nobody\'s', () => {
    const start = apply(type, undefined, [], web({ replicas: 2, paused: true }), writer('a'), false)
    expect(afterUpdate(type, start.object, web({ replicas: 2 }), start.managers, writer('b')).map(m => paths(m.fields).map(pathText))).toEqual([['.spec.replicas']])
  })
  test('at most ten updaters are told apart', () => {
    let managers: Managers = []
    let before = web({})
    for (let i = 0; i < 14; i++) {
      const after = web({ replicas: i }, { labels: Object.fromEntries(Array.from({ length: i + 1 }, (_, n) => [`l${n}`, 'x'])) })
      managers = afterUpdate(type, i === 0 ? undefined : before, after, managers, writer(`w${i}`, i * 1000))
      before = after
    }
    const names = toEntries(managers).map(e => e.manager)
    expect(names.length).toBe(10)
    expect(names).toContain('ancient-changes')
    expect(names).toContain('w13')
    // Those of a subresource count as well; what becomes of them has none.
    const door = (name: string, at: number): Writer => ({ ...writer(name, at), subresource: 'status' })
    let doors: Managers = []
    for (let i = 0; i < 12; i++) doors = afterUpdate(type, { ...web({}), status: {} } as AnyObject, { ...web({}), status: { [i % 2 ? 'replicas' : 'readyReplicas']: i, [`f${i}`]: 1 } } as AnyObject, doors, door(`s${String(i).padStart(2, '0')}`, 1000))
    expect(toEntries(doors).map(e => `${e.manager} ${e.subresource ?? ''}`).filter(t => !t.startsWith('s'))).toEqual(['ancient-changes '])
    expect(doors).toHaveLength(10)
  })
})

const manifest = (replicas: number, image = 'nginx') => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: web, image: ${image}}]}
`

function scene() {
  const cluster = createCluster({})
  cluster.world.travel({ forMs: 2000 })
  const client = cluster.client()
  const { k } = consoleOn(client, { '2.yaml': manifest(2), '3.yaml': manifest(3), 'httpd.yaml': manifest(3, 'httpd'), 'none.yaml': manifest(3).replace('  replicas: 3\n', '') })
  const entries = () => withManagedFields(client.get(Deployment, 'default', 'web') as unknown as AnyObject).metadata.managedFields ?? []
  const managers = () => entries().map(e => `${e.manager} ${e.operation}${e.subresource ? ` ${e.subresource}` : ''}`)
  return { cluster, client, k, entries, managers }
}

describe('on a cluster', () => {
  test('who makes a Deployment owns it with its defaults; its status is the controllers\', and its pods\' their kubelets\'', () => {
    const { cluster, client, k, managers } = scene()
    expect(k('kubectl create -f 2.yaml').code).toBe(0)
    expect(managers()).toEqual(['kubectl-create Update'])
    cluster.world.travel({ forMs: 20_000 })
    expect(managers()).toEqual(['kubectl-create Update', 'kube-controller-manager Update', 'kube-controller-manager Update status'].filter(m => managers().includes(m)))
    expect(managers()).toContain('kube-controller-manager Update status')
    const pod = withManagedFields(client.list(Pod, 'default')[0] as unknown as AnyObject)
    expect(pod.metadata.managedFields!.map(e => `${e.manager} ${e.subresource ?? ''}`)).toEqual(['kube-controller-manager ', 'kubelet status'])
    // The token's volume is admission's doing, and nobody's.
    expect((pod.metadata.managedFields![0]!.fieldsV1 as any)['f:spec']['f:volumes']).toBeUndefined()
  })
  test('managedFields are shown on demand only', () => {
    const { k } = scene()
    k('kubectl create -f 2.yaml')
    expect(k('kubectl get deploy web -o yaml').out).not.toContain('managedFields')
    expect(k('kubectl get deploy web -o yaml --show-managed-fields').out).toContain('manager: kubectl-create')
    expect(k("kubectl get deploy web -o jsonpath='{.metadata.managedFields[0].manager}'").out).toBe('kubectl-create')
  })
  test('a configuration that names an object and says nothing else gives all of it up, but for its name', () => {
    const { k } = consoleOn(scene().client, { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {x: y}}\ndata: {k: v}\n', 'b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n' })
    k('kubectl apply --server-side -f a.yaml')
    expect(k('kubectl apply --server-side -f b.yaml')).toEqual({ out: 'configmap/a serverside-applied\n', err: '', code: 0 })
    expect(k("kubectl get cm a -o jsonpath='{.metadata.name}|{.metadata.labels}|{.data}'").out).toBe('a||')
  })
  test('a conflict is refused with advice, and --force-conflicts wins', () => {
    const { client, k } = scene()
    expect(k('kubectl apply --server-side -f 2.yaml').out).toBe('deployment.apps/web serverside-applied\n')
    const refused = k('kubectl apply --server-side --field-manager=other -f httpd.yaml')
    expect(refused.code).toBe(1)
    expect(refused.err).toMatch(/^error: Apply failed with 2 conflicts: conflicts with "kubectl":\n- \.spec\.replicas\n- \.spec\.template\.spec\.containers\[name="web"\]\.image\nPlease review the fields above--they currently have other managers\. Here\n/)
    expect(refused.err).toMatch(/See https:\/\/kubernetes\.io\/docs\/reference\/using-api\/server-side-apply\/#conflicts\n$/)
    expect(k('kubectl apply --server-side --field-manager=other --force-conflicts -f httpd.yaml').code).toBe(0)
    expect((client.get(Deployment, 'default', 'web') as any).spec.replicas).toBe(3)
  })
  test('a scaled Deployment belongs, in that field, to who scaled it', () => {
    const { k, managers } = scene()
    k('kubectl apply --server-side --field-manager=ci -f 2.yaml')
    k('kubectl scale deploy web --replicas=4')
    expect(managers()).toContain('kubectl-scale Update scale')
    expect(k('kubectl apply --server-side --field-manager=ci -f 2.yaml').err).toContain('Apply failed with 1 conflict: conflict with "kubectl-scale" with subresource "scale" using apps/v1: .spec.replicas\n')
  })
  test('what kubectl applied itself is handed over to the server: no conflict, and what leaves the file leaves the object', () => {
    const { client, k, managers } = scene()
    k('kubectl apply -f 2.yaml')
    expect(managers()).toEqual(['kubectl-client-side-apply Update'])
    expect(k('kubectl apply --server-side -f 3.yaml').code).toBe(0)
    // Who notes what was applied last changes nothing by it, so he has no time and comes first.
    expect(managers()).toEqual(['kubectl-last-applied Apply', 'kubectl Apply'])
    expect(k('kubectl apply --server-side -f none.yaml').code).toBe(0)
    expect((client.get(Deployment, 'default', 'web') as any).spec.replicas).toBe(1)
  })
  test('an apply that changes nothing is no write', () => {
    const { client, k } = scene()
    k('kubectl apply --server-side -f 2.yaml')
    const { revision } = client
    expect(k('kubectl apply --server-side -f 2.yaml').code).toBe(0)
    expect(client.revision).toBe(revision)
  })
  test('a dry run on the server writes nothing, not even a scale', () => {
    const { client, k } = scene()
    k('kubectl apply -f 2.yaml')
    const { revision } = client
    expect(k('kubectl apply --server-side --dry-run=server -f 3.yaml').out).toBe('deployment.apps/web serverside-applied (server dry run)\n')
    expect(k('kubectl scale deploy web --replicas=9 --dry-run=server').code).toBe(0)
    expect(client.revision).toBe(revision)
  })
  test('a manager is required, and managedFields may not be applied', () => {
    const { client } = scene()
    const body = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } }
    expect(refusal(() => client.patch(Deployment, 'default', 'web', 'apply', body)).message).toBe('PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch')
    expect(refusal(() => client.patch(Deployment, 'default', 'web', 'apply', { ...body, metadata: { name: 'web', managedFields: [] } }, { fieldManager: 'x' })).message).toBe('metadata.managedFields must be nil')
  })
  test('one empty entry forgets all managers', () => {
    const { client, k, managers } = scene()
    k('kubectl create -f 2.yaml')
    client.patch(Deployment, 'default', 'web', 'merge', { metadata: { managedFields: [{}] } }, { fieldManager: 'x' })
    expect(managers()).toEqual([])
  })
  test('going back in time takes the managers along', () => {
    const { cluster, k, managers } = scene()
    k('kubectl apply --server-side -f 2.yaml')
    const { position } = cluster.world
    k('kubectl apply --server-side --force-conflicts --field-manager=other -f 3.yaml')
    expect(managers()).toEqual(['kubectl Apply', 'other Apply'])
    cluster.world.travel({ toFrame: position })
    expect(managers()).toEqual(['kubectl Apply'])
  })
})

describe('prune', () => {
  const files = {
    'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, labels: {app: x}}\n', 'b.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: b, labels: {app: x}}\n',
  }
  test('deletes what was applied and is not in the files any more, and nothing else', () => {
    const { client } = scene()
    const { k } = consoleOn(client, files)
    k('kubectl apply -f a.yaml -f b.yaml')
    k('kubectl create configmap mine')
    expect(k('kubectl apply -f a.yaml --prune -l app=x').out).toBe('configmap/a unchanged\nconfigmap/b pruned\n')
    expect(k('kubectl get cm -o name').out).toBe('configmap/a\nconfigmap/kube-root-ca.crt\nconfigmap/mine\n')
  })
  test('needs --all or a selector', () => {
    const { client } = scene()
    expect(consoleOn(client, files).k('kubectl apply -f a.yaml --prune').err).toMatch(/^error: all resources selected for prune without explicitly passing --all\./)
  })
})
