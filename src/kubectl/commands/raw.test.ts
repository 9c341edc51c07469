// --raw asks the API itself: a path, and JSON.
import { expect, test } from 'vitest'
import { createCluster } from '../../engine/index.ts'
import { consoleOn } from '../testing/console.ts'

const cluster = createCluster({ nodes: 1 })
cluster.world.travel({ forMs: 1000 })
const { k } = consoleOn(cluster.client())
k('kubectl create configmap c --from-literal=a=1')
k('kubectl label configmap c x=y')

test('an object, with what kubectl otherwise hides', () => {
  const { out, code } = k('kubectl get --raw /api/v1/namespaces/default/configmaps/c')
  expect([JSON.parse(out).data, JSON.parse(out).metadata.managedFields.length > 0, out.endsWith('}\n'), code]).toEqual([{ a: '1' }, true, true, 0])
})
test('a list, of one namespace or of all, chosen by labels', () => {
  const list = JSON.parse(k('kubectl get --raw /api/v1/configmaps?labelSelector=x%3Dy').out)
  expect([list.kind, list.items.map((i: any) => i.metadata.name), list.items[0].kind]).toEqual(['ConfigMapList', ['c'], undefined])
  expect(JSON.parse(k('kubectl get --raw /apis/batch/v1/namespaces/default/jobs').out)).toMatchObject({ kind: 'JobList', apiVersion: 'batch/v1', items: [] })
  expect(JSON.parse(k('kubectl get --raw /api/v1/namespaces/default').out).kind).toBe('Namespace')
})
test('health', () => expect(k('kubectl get --raw /readyz').out).toBe('ok'))
test.each([
  ['get --raw /api/v1/nope', 'Error from server (NotFound): the server could not find the requested resource\n'],
  ['get --raw /apis/apps/v1/pods', 'Error from server (NotFound): the server could not find the requested resource\n'],
  ['get --raw /api/v1/pods/x', 'Error from server (NotFound): the server could not find the requested resource\n'],
  ['get --raw /api/v1/namespaces/default/pods/x', 'Error from server (NotFound): pods "x" not found\n'],
  ['get --raw /api/v1/pods x', 'error: arguments may not be passed when --raw is specified\n'],
])('%s', (line, err) => expect(k(`kubectl ${line}`)).toMatchObject({ out: '', err, code: 1 }))
test('a pod is bound by hand, once, over the API and from a file', () => {
  const binding = (name: string, node = 'node-1') => JSON.stringify({ apiVersion: 'v1', kind: 'Binding', metadata: { name }, target: { apiVersion: 'v1', kind: 'Node', name: node } })
  const pod = (name: string, spec: object) => JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { containers: [{ name: 'c', image: 'nginx' }], ...spec } })
  const files = {
    'one.json': binding('one'), 'two.json': binding('two'), 'gated.json': binding('gated'),
    'pods/one.json': pod('one', { schedulerName: 'nobody' }), 'pods/two.json': pod('two', { schedulerName: 'nobody' }), 'pods/gated.json': pod('gated', { schedulingGates: [{ name: 'a/b' }] }),
  }
  const { k: on } = consoleOn(cluster.client(), files)
  expect(on('kubectl create -f pods').code).toBe(0)
  expect(on('kubectl create --raw /api/v1/namespaces/default/pods/one/binding -f one.json').out).toContain('"status":"Success"')
  expect(on('kubectl create -f two.json').out).toBe('status/<unknown> created\n')
  expect(on('kubectl get pods one two -o jsonpath={.items[*].spec.nodeName}').out).toBe('node-1 node-1')
  expect(on('kubectl create -f two.json').err)
    .toBe('Error from server (Conflict): error when creating "two.json": Operation cannot be fulfilled on pods/binding "two": pod two is already assigned to node "node-1"\n')
  expect(on('kubectl create -f gated.json').err).toContain('pod gated has non-empty .spec.schedulingGates')
})
test('a delete takes it away', () => {
  expect(k('kubectl delete --raw /api/v1/namespaces/default/configmaps/c').code).toBe(0)
  expect(k('kubectl get configmap c').err).toContain('NotFound')
})
