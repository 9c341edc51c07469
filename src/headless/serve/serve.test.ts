// The served cluster as a client outside meets it: over HTTP, with fetch, with Kubernetes' own JavaScript client, with kubectl.
import { execFile } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kubeconfigOf } from './command.ts'
import { routeOf } from './route.ts'
import { serve, type Served } from './server.ts'

let served: Served
beforeAll(async () => {
  served = await serve({ seed: 1, startAt: '2026-11-20T09:00:00Z', nodes: 3 }, { port: 0, speed: 0 })
  served.skip(1000)
})
afterAll(() => served.close())

const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
  const response = await fetch(`${served.address}${path}`, {
    method, headers: { 'content-type': 'application/json', ...headers }, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { code: response.status, warning: response.headers.get('warning'), body: text.startsWith('{') ? JSON.parse(text) : text }
}

const configMap = (name: string, data: Record<string, string> = {}, labels = {}) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels }, data })
const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps'

/** The first events of a watch, as many as are asked for. `then` is done once the watch stands. */
async function events(path: string, count: number, then: () => Promise<unknown> = async () => undefined, headers: Record<string, string> = {}): Promise<any[]> {
  const stop = new AbortController()
  const response = await fetch(`${served.address}${path}`, { signal: stop.signal, headers })
  await then()
  const out: any[] = []
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of response.body!) {
    const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n')
    rest = lines.pop()!
    out.push(...lines.filter(Boolean).map(l => JSON.parse(l)))
    if (out.length >= count) break
  }
  stop.abort()
  return out.slice(0, count)
}

test.each([
  ['/api/v1/pods', 'Pod', undefined, undefined, undefined], ['/api/v1/namespaces/a/pods/b/log', 'Pod', 'a', 'b', 'log'], ['/api/v1/namespaces/a', 'Namespace', undefined, 'a', undefined],
  ['/api/v1/namespaces/a/status', 'Namespace', undefined, 'a', 'status'], ['/apis/apps/v1/namespaces/x/deployments/y/scale', 'Deployment', 'x', 'y', 'scale'],
])('%s leads to %s', (path, kind, namespace, name, subresource) => {
  const route = routeOf(path)!
  expect([route.kind.kind, route.namespace, route.name, route.subresource]).toEqual([kind, namespace, name, subresource])
})
test.each(['/api/v2/pods', '/apis/apps/v1/pods', '/api/v1/namespaces/a/nodes', '/api/v1/pods/x', '/x'])('%s leads nowhere', path => expect(routeOf(path)).toBeUndefined())

describe('discovery', () => {
  test('tells groups, versions and resources, one by one or all together', async () => {
    expect((await call('GET', '/api')).body.versions).toEqual(['v1'])
    expect((await call('GET', '/apis')).body.groups.map((g: any) => g.name)).toContain('batch')
    expect((await call('GET', '/apis/batch/v1')).body.resources.map((r: any) => r.name)).toEqual(['cronjobs', 'cronjobs/status', 'jobs', 'jobs/status'])
    const all = (await call('GET', '/apis', undefined, { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' })).body
    expect([all.kind, all.apiVersion, all.items.find((i: any) => i.metadata.name === 'apps').versions[0].resources.length > 4]).toEqual(['APIGroupDiscoveryList', 'apidiscovery.k8s.io/v2', true])
  })
  test('OpenAPI v3 says of every field its type, and in our words what it is for', async () => {
    expect(Object.keys((await call('GET', '/openapi/v3')).body.paths)).toContain('apis/batch/v1')
    const { components, paths } = (await call('GET', '/openapi/v3/apis/batch/v1')).body
    const job = Object.values<any>(components.schemas).find(s => s['x-kubernetes-group-version-kind']?.[0].kind === 'Job')
    const spec = components.schemas[job.properties.spec.allOf[0].$ref.split('/').at(-1)]
    expect(spec.properties.parallelism).toMatchObject({ type: 'integer', format: 'int32' })
    expect(spec.properties.parallelism.description.length).toBeGreaterThan(20)
    // Nothing is referred to that is not there.
    const refs = [...JSON.stringify({ components, paths }).matchAll(/#\/components\/schemas\/([^"]+)/g)].map(m => m[1]!)
    expect(refs.filter(r => !components.schemas[r])).toEqual([])
  })
  test('of Endpoints it warns whenever they are asked for', async () => {
    expect((await call('GET', '/api/v1/endpoints')).warning).toBe('299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"')
  })
  test('what is not served is not found', async () => {
    expect((await call('GET', '/apis/foo/v1/bars')).body).toMatchObject({ kind: 'Status', reason: 'NotFound', code: 404, message: 'the server could not find the requested resource' })
  })
})

describe('objects', () => {
  test('are made, read, changed and deleted; refusals are Statuses', async () => {
    expect((await call('POST', CONFIG_MAPS, configMap('one', { a: '1' }))).code).toBe(201)
    expect((await call('POST', CONFIG_MAPS, configMap('one'))).body).toMatchObject({ reason: 'AlreadyExists', code: 409, message: 'configmaps "one" already exists' })
    const { body } = await call('GET', `${CONFIG_MAPS}/one`)
    expect(body.metadata.managedFields[0]).toMatchObject({ operation: 'Update', fieldsV1: { 'f:data': { '.': {}, 'f:a': {} } } })
    expect((await call('PUT', `${CONFIG_MAPS}/one`, { ...body, data: { a: '2' } })).body.data).toEqual({ a: '2' })
    expect((await call('PUT', `${CONFIG_MAPS}/one`, { ...body, data: { a: '3' } })).body).toMatchObject({ reason: 'Conflict', code: 409 })
    expect((await call('PUT', `${CONFIG_MAPS}/two`, body)).body.message).toBe('the name of the object (one) does not match the name on the URL (two)')
    expect((await call('DELETE', `${CONFIG_MAPS}/one`)).body).toMatchObject({ kind: 'Status', status: 'Success', details: { name: 'one', kind: 'configmaps' } })
    expect((await call('GET', `${CONFIG_MAPS}/one`)).body).toMatchObject({ reason: 'NotFound', details: { name: 'one', kind: 'configmaps' } })
  })
  test('every type of patch', async () => {
    await call('POST', CONFIG_MAPS, configMap('p', { a: '1' }))
    const patch = (type: string, body: unknown, query = '') => call('PATCH', `${CONFIG_MAPS}/p${query}`, body, { 'content-type': type })
    expect((await patch('application/merge-patch+json', { data: { b: '2' } })).body.data).toEqual({ a: '1', b: '2' })
    expect((await patch('application/json-patch+json', [{ op: 'remove', path: '/data/a' }])).body.data).toEqual({ b: '2' })
    expect((await patch('application/strategic-merge-patch+json', { data: { c: '3' } })).body.data).toEqual({ b: '2', c: '3' })
    expect((await patch('application/strategic-merge-patch+json', 'null')).code).toBe(200)
    expect((await patch('application/strategic-merge-patch+json', '{"data":')).body.message).toBe('unexpected end of JSON input')
    const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: p}\ndata: {b: "9"}\n'
    expect((await patch('application/apply-patch+yaml', config, '?fieldManager=me')).body).toMatchObject({ reason: 'Conflict', code: 409 })
    expect((await patch('application/apply-patch+yaml', config, '?fieldManager=me&force=true')).body.data).toEqual({ b: '9', c: '3' })
    expect((await patch('text/plain', {})).code).toBe(415)
  })
  test('strict decoding refuses what is unknown or stands twice; otherwise it is a warning', async () => {
    const twice = '{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"s"},"data":{"a":"1","a":"2"},"foo":1}'
    const strict = await call('POST', `${CONFIG_MAPS}?fieldValidation=Strict`, twice)
    expect([strict.code, strict.body.message]).toEqual([400, 'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: duplicate field "data.a"'])
    expect((await call('POST', `${CONFIG_MAPS}?fieldValidation=Strict`, { ...configMap('s'), foo: 1 })).body.message).toContain('strict decoding error: unknown field "foo"')
    expect((await call('POST', CONFIG_MAPS, twice)).warning).toContain('299 - "unknown field \\"foo\\""')
    expect((await call('POST', CONFIG_MAPS, '{')).code).toBe(400)
  })
  test('a kind that is no word is not looked for', async () => {
    const { code, body } = await call('POST', CONFIG_MAPS, { ...configMap('x'), kind: { toString: null } })
    expect([code, body.message]).toEqual([400, "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: json: cannot unmarshal object into Go struct field .kind of type string"])
  })
  test('a dry run writes nothing', async () => {
    expect((await call('POST', `${CONFIG_MAPS}?dryRun=All`, configMap('dry'))).code).toBe(201)
    expect((await call('GET', `${CONFIG_MAPS}/dry`)).code).toBe(404)
  })
  test('a pod is bound by hand: at its own address, or as one of the bindings, of which none is kept', async () => {
    const pod = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { schedulerName: 'nobody', containers: [{ name: 'c', image: 'nginx' }] } })
    const binding = (name: string) => ({ apiVersion: 'v1', kind: 'Binding', metadata: { name }, target: { apiVersion: 'v1', kind: 'Node', name: 'node-1' } })
    for (const name of ['hand-1', 'hand-2']) await call('POST', '/api/v1/namespaces/default/pods', pod(name))
    expect(await call('POST', '/api/v1/namespaces/default/pods/hand-1/binding/', binding('hand-1'))).toMatchObject({ code: 201, body: { kind: 'Status', status: 'Success' } })
    expect(await call('POST', '/api/v1/namespaces/default/bindings', binding('hand-2'))).toMatchObject({ code: 201, body: { kind: 'Status', status: 'Success' } })
    expect((await call('GET', '/api/v1/namespaces/default/pods/hand-2')).body.spec.nodeName).toBe('node-1')
    expect((await call('POST', '/api/v1/namespaces/default/bindings', binding('hand-2'))).code).toBe(409)
    expect((await call('GET', '/api/v1/namespaces/default/bindings')).code).toBe(405)
    for (const name of ['hand-1', 'hand-2']) await call('DELETE', `/api/v1/namespaces/default/pods/${name}`, { gracePeriodSeconds: 0 })
  })
  test('a scale is read and written', async () => {
    const spec = { replicas: 1, selector: { matchLabels: { a: 'b' } }, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } } }
    await call('POST', '/apis/apps/v1/namespaces/default/deployments', { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'sc' }, spec })
    const path = '/apis/apps/v1/namespaces/default/deployments/sc/scale'
    const { body } = await call('GET', path)
    expect([body.kind, body.spec]).toEqual(['Scale', { replicas: 1 }])
    expect((await call('PUT', path, { ...body, spec: { replicas: 4 } })).body.spec).toEqual({ replicas: 4 })
    expect((await call('PATCH', path, { spec: { replicas: 2 } }, { 'content-type': 'application/merge-patch+json' })).body.spec).toEqual({ replicas: 2 })
  })
  test('a page of somebody else\'s gets nothing', async () => {
    expect((await call('GET', '/api/v1/pods', undefined, { origin: 'http://example.com' })).code).toBe(403)
  })
})

describe('lists', () => {
  test('come in chunks that show one moment, and a token that is none is refused', async () => {
    for (const n of [1, 2, 3, 4, 5]) await call('POST', CONFIG_MAPS, configMap(`chunk-${n}`, {}, { chunk: 'yes' }))
    const first = (await call('GET', `${CONFIG_MAPS}?labelSelector=chunk%3Dyes&limit=2`)).body
    expect([first.kind, first.items.map((i: any) => i.metadata.name), first.items[0].kind]).toEqual(['ConfigMapList', ['chunk-1', 'chunk-2'], undefined])
    await call('DELETE', `${CONFIG_MAPS}/chunk-4`)
    const second = (await call('GET', `${CONFIG_MAPS}?labelSelector=chunk%3Dyes&limit=2&continue=${first.metadata.continue}`)).body
    expect([second.items.map((i: any) => i.metadata.name), second.metadata.resourceVersion]).toEqual([['chunk-3', 'chunk-4'], first.metadata.resourceVersion])
    expect((await call('GET', `${CONFIG_MAPS}?continue=zzz`)).code).toBe(400)
    const whole = (await call('GET', `${CONFIG_MAPS}?limit=1`)).body
    expect(whole.metadata.remainingItemCount).toBeGreaterThan(0)
  })
  test('of a version that has not come yet are too early', async () => {
    expect((await call('GET', `${CONFIG_MAPS}?resourceVersion=99999999`)).body).toMatchObject({ code: 504, reason: 'Timeout', details: { causes: [{ type: 'ResourceVersionTooLarge' }] } })
  })
  test('as tables have the columns that kubectl prints', async () => {
    const { body } = await call('GET', '/api/v1/nodes', undefined, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' })
    expect([body.kind, body.columnDefinitions.slice(0, 2).map((c: any) => c.name), body.rows[0].cells.slice(0, 2), body.rows[0].object.kind]).toEqual(['Table', ['Name', 'Status'], ['control-plane', 'Ready'], 'PartialObjectMetadata'])
  })
  test('a selector that is not served is refused', async () => {
    expect((await call('GET', `${CONFIG_MAPS}?fieldSelector=data.x%3D1`)).body).toMatchObject({ code: 400, message: 'field label not supported: data.x' })
  })
})

describe('watches', () => {
  test('begin where a list ended and tell every change in order', async () => {
    const { resourceVersion } = (await call('GET', CONFIG_MAPS)).body.metadata
    const told = await events(`${CONFIG_MAPS}?watch=true&resourceVersion=${resourceVersion}`, 3, async () => {
      await call('POST', CONFIG_MAPS, configMap('w'))
      await call('PATCH', `${CONFIG_MAPS}/w`, { data: { a: '1' } }, { 'content-type': 'application/merge-patch+json' })
      await call('DELETE', `${CONFIG_MAPS}/w`)
    })
    expect(told.map(e => [e.type, e.object.metadata.name])).toEqual([['ADDED', 'w'], ['MODIFIED', 'w'], ['DELETED', 'w']])
    const versions = told.map(e => Number(e.object.metadata.resourceVersion))
    expect(versions).toEqual(versions.toSorted((a, b) => a - b))
  })
  test('an object that comes to match is added, one that ceases to is deleted', async () => {
    await call('POST', CONFIG_MAPS, configMap('m', {}, { on: 'no' }))
    const { resourceVersion } = (await call('GET', CONFIG_MAPS)).body.metadata
    const label = (on: string) => call('PATCH', `${CONFIG_MAPS}/m`, { metadata: { labels: { on } } }, { 'content-type': 'application/merge-patch+json' })
    const told = await events(`${CONFIG_MAPS}?watch=true&labelSelector=on%3Dyes&resourceVersion=${resourceVersion}`, 2, async () => {
      await label('yes')
      await label('no')
    })
    expect(told.map(e => e.type)).toEqual(['ADDED', 'DELETED'])
  })
  test('with initial events end those with a bookmark', async () => {
    const told = await events('/api/v1/nodes?watch=true&sendInitialEvents=true&allowWatchBookmarks=true&resourceVersionMatch=NotOlderThan', 5)
    expect(told.map(e => e.type)).toEqual(['ADDED', 'ADDED', 'ADDED', 'ADDED', 'BOOKMARK'])
    expect(told[4].object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' })
  })
  test('from before what is remembered have expired', async () => {
    const [told] = await events(`${CONFIG_MAPS}?watch=true&resourceVersion=1`, 1)
    expect([told.type, told.object.code, told.object.reason, told.object.message]).toEqual(['ERROR', 410, 'Expired', expect.stringMatching(/^too old resource version: 1 \(\d+\)$/)])
  })
  test('as tables send one row for each change, and the columns once', async () => {
    const told = await events('/api/v1/nodes?watch=true', 2, undefined, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' })
    expect(told.map(e => [e.object.kind, e.object.rows.length, e.object.columnDefinitions === null])).toEqual([['Table', 1, false], ['Table', 1, true]])
  })
})

describe('metrics', () => {
  test('are no group until a metrics server runs; then it is discovered, and tells of nodes and pods', async () => {
    const groups = async () => (await call('GET', '/apis')).body.groups.map((g: any) => g.name)
    expect(await groups()).not.toContain('metrics.k8s.io')
    expect((await call('GET', '/apis/metrics.k8s.io/v1beta1/nodes')).code).toBe(404)
    await call('POST', '/api/v1/namespaces/default/pods', { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'busy', labels: { used: 'yes' } }, spec: { containers: [{ name: 'c', image: 'nginx' }] } })
    served.cluster.act({ do: 'metrics-server', on: true })
    expect(await groups()).toContain('metrics.k8s.io')
    const all = (await call('GET', '/apis', undefined, { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList' })).body
    expect(all.items.at(-1).versions[0].resources.map((r: any) => r.responseKind.kind)).toEqual(['NodeMetrics', 'PodMetrics'])
    served.skip(60_000)
    const nodes = (await call('GET', '/apis/metrics.k8s.io/v1beta1/nodes')).body
    expect([nodes.kind, nodes.items.map((n: any) => n.metadata.name)]).toEqual(['NodeMetricsList', ['control-plane', 'node-1', 'node-2', 'node-3']])
    expect(nodes.items[1].usage).toEqual({ cpu: expect.stringMatching(/^\d+n$/), memory: expect.stringMatching(/^\d+Ki$/) })
    const pods = (await call('GET', '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods?labelSelector=used%3Dyes')).body
    expect(pods.items.map((p: any) => [p.metadata.name, p.window, p.containers.map((c: any) => c.name)])).toEqual([['busy', '15s', ['c']]])
    expect((await call('GET', '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods/busy')).body.kind).toBe('PodMetrics')
    expect((await call('GET', '/apis/metrics.k8s.io/v1beta1/namespaces/default/pods/nope')).body).toMatchObject({ code: 404, message: 'podmetrics.metrics.k8s.io "default/nope" not found' })
    expect((await call('GET', '/apis/metrics.k8s.io/v1beta1/pods/x')).code).toBe(404)
  })
})

test('a pod runs on the served clock, and its log and its end are seen', async () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'hello' }, spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', 'echo hello; sleep 2; echo bye'] }] } }
  expect((await call('POST', '/api/v1/namespaces/default/pods', pod)).code).toBe(201)
  served.skip(60_000)
  expect((await call('GET', '/api/v1/namespaces/default/pods/hello')).body.status.phase).toBe('Succeeded')
  expect((await call('GET', '/api/v1/namespaces/default/pods/hello/log')).body).toBe('hello\nbye\n')
  expect((await call('GET', '/api/v1/namespaces/default/pods/hello/log?tailLines=1')).body).toBe('bye\n')
})

// The package may be missing where dependencies were not installed anew; its name is kept from the compiler for that reason.
const CLIENT = '@kubernetes/client-node'
const k8s: any = await import(/* @vite-ignore */ CLIENT).catch(() => undefined)

describe.skipIf(!k8s)('Kubernetes\' own JavaScript client (skipped where it is not installed)', () => {
  const config = () => {
    const kc = new k8s.KubeConfig()
    kc.loadFromString(kubeconfigOf(served.address))
    return kc
  }
  test('lists, creates, patches, watches by an informer, and deletes', async () => {
    const kc = config()
    const core = kc.makeApiClient(k8s.CoreV1Api)
    expect((await core.listNode()).items.map((n: any) => n.metadata.name)).toContain('node-1')
    const seen: string[] = []
    const informer = k8s.makeInformer(kc, CONFIG_MAPS, () => core.listNamespacedConfigMap({ namespace: 'default', labelSelector: 'client=yes' }), 'client=yes')
    for (const event of ['add', 'update', 'delete']) informer.on(event, (o: any) => seen.push(`${event} ${o.metadata.name}`))
    await informer.start()
    await core.createNamespacedConfigMap({ namespace: 'default', body: configMap('from-client', {}, { client: 'yes' }) })
    const batch = kc.makeApiClient(k8s.BatchV1Api)
    await batch.createNamespacedJob({ namespace: 'default', body: { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'c' }, spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'busybox', command: ['true'] }] } } } } })
    served.skip(60_000)
    expect((await batch.readNamespacedJob({ namespace: 'default', name: 'c' })).status.succeeded).toBe(1)
    await core.patchNamespacedConfigMap({ namespace: 'default', name: 'from-client', body: [{ op: 'add', path: '/data', value: { a: '1' } }] }, k8s.setHeaderOptions('Content-Type', k8s.PatchStrategy.JsonPatch))
    await core.deleteNamespacedConfigMap({ namespace: 'default', name: 'from-client' })
    for (let i = 0; i < 200 && seen.length < 3; i++) await new Promise(done => setTimeout(done, 50))
    await informer.stop()
    expect(seen).toEqual(['add from-client', 'update from-client', 'delete from-client'])
    await expect(core.readNamespacedConfigMap({ namespace: 'default', name: 'from-client' })).rejects.toMatchObject({ code: 404 })
  }, 60_000)
})

describe.skipIf(!k8s)('metrics by the JavaScript client', () => {
  test('topNodes reads them', async () => {
    const kc = new k8s.KubeConfig()
    kc.loadFromString(kubeconfigOf(served.address))
    served.cluster.act({ do: 'metrics-server', on: true })
    served.skip(60_000)
    expect((await new k8s.Metrics(kc).getNodeMetrics()).items.length).toBe(4)
  })
})

const run = promisify(execFile)
const kubectlVersion = await run('kubectl', ['version', '--client']).then(r => r.stdout, () => undefined)

describe.skipIf(!kubectlVersion)('a real kubectl (skipped where there is none)', () => {
  test('lists, applies, follows a Job to its end, reads its log, and deletes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubestep-'))
    writeFileSync(join(folder, 'config'), kubeconfigOf(served.address))
    writeFileSync(join(folder, 'job.yaml'), 'apiVersion: batch/v1\nkind: Job\nmetadata: {name: real}\nspec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: busybox, command: [echo, hi]}]}}}\n')
    const kubectl = async (...args: string[]) => (await run('kubectl', args, { env: { ...process.env, KUBECONFIG: join(folder, 'config'), HOME: folder }, cwd: folder })).stdout
    expect(await kubectl('get', 'nodes', '-o', 'name')).toBe('node/control-plane\nnode/node-1\nnode/node-2\nnode/node-3\n')
    expect(await kubectl('apply', '-f', 'job.yaml')).toBe('job.batch/real created\n')
    served.skip(60_000)
    expect(await kubectl('wait', '--for=condition=complete', 'job/real', '--timeout=20s')).toBe('job.batch/real condition met\n')
    expect(await kubectl('logs', 'job/real')).toBe('hi\n')
    expect(await kubectl('apply', '--server-side', '-f', 'job.yaml')).toBe('job.batch/real serverside-applied\n')
    expect(await kubectl('get', 'job', 'real')).toMatch(/^NAME +STATUS +COMPLETIONS +DURATION +AGE\nreal +Complete +1\/1 +/)
    expect(await kubectl('delete', 'job', 'real')).toMatch(/^job\.batch "real" deleted/)
  }, 120_000)
  test('top tells what pods and nodes use', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubestep-'))
    writeFileSync(join(folder, 'config'), kubeconfigOf(served.address))
    served.cluster.act({ do: 'metrics-server', on: true })
    served.skip(60_000)
    const kubectl = async (...args: string[]) => (await run('kubectl', args, { env: { ...process.env, KUBECONFIG: join(folder, 'config'), HOME: folder }, cwd: folder })).stdout
    expect(await kubectl('top', 'nodes')).toMatch(/^NAME +CPU\(cores\) +CPU\(%\) +MEMORY\(bytes\) +MEMORY\(%\) *\ncontrol-plane +\d+m +\d+% +\d+Mi +\d+%/)
    expect(await kubectl('top', 'pods', '-A')).toMatch(/^NAMESPACE +NAME +CPU\(cores\) +MEMORY\(bytes\) *\n\S+ +\S+ +\d+m +\d+Mi/)
  }, 120_000)
  test('makes objects by its generators, whose bodies are protobuf', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubestep-'))
    writeFileSync(join(folder, 'config'), kubeconfigOf(served.address))
    const kubectl = async (...args: string[]) => (await run('kubectl', args, { env: { ...process.env, KUBECONFIG: join(folder, 'config'), HOME: folder }, cwd: folder })).stdout
    expect(await kubectl('create', 'deployment', 'gen', '--image=nginx', '--replicas=2', '--port=80')).toBe('deployment.apps/gen created\n')
    expect(await kubectl('create', 'job', 'gen', '--image=busybox', '--', 'echo', 'hi')).toBe('job.batch/gen created\n')
    expect(await kubectl('create', 'secret', 'generic', 'gen', '--from-literal=a=b')).toBe('secret/gen created\n')
    expect(await kubectl('scale', 'deployment', 'gen', '--replicas=3')).toBe('deployment.apps/gen scaled\n')
    served.skip(60_000)
    expect(await kubectl('get', 'deployment', 'gen', '-o', 'jsonpath={.status.readyReplicas} {.spec.template.spec.containers[0].ports[0].containerPort}')).toBe('3 80')
    expect(await kubectl('get', 'secret', 'gen', '-o', 'jsonpath={.data.a}')).toBe('Yg==')
    expect(await kubectl('logs', 'job/gen')).toBe('hi\n')
  }, 120_000)
})
