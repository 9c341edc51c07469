// Who asks over HTTP: by `Impersonate-…`, by the token of a service account; and the reviews in which one asks what one may do.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serve, type Served } from './server.ts'

let served: Served
beforeAll(async () => {
  served = await serve({ seed: 1, startAt: '2026-11-20T09:00:00Z', nodes: 1 }, { port: 0, speed: 0 })
  const client = served.cluster.client()
  client.create({ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding', metadata: { name: 'v' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'vera' }, { kind: 'ServiceAccount', name: 'default', namespace: 'default' }] } as never, 'default')
})
afterAll(() => served.close())

async function call(method: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
  const response = await fetch(served.address + path, { method, headers: { 'content-type': 'application/json', ...headers }, ...(body ? { body: JSON.stringify(body) } : {}) })
  return { code: response.status, body: await response.json() as any }
}
const vera = { 'impersonate-user': 'vera' }
const PODS = '/api/v1/namespaces/default/pods'

describe('what one may not do is refused before it is done', () => {
  test.each([
    ['GET', PODS, vera, 200], ['GET', `${PODS}?watch=1&timeoutSeconds=0`, { 'impersonate-user': 'x' }, 403], ['GET', '/api/v1/pods', vera, 403], ['DELETE', PODS, vera, 403], ['GET', '/version', vera, 200],
    ['GET', '/api/v1/nodes', {}, 200], ['GET', '/api/v1/nodes', { 'impersonate-user': 'x', 'impersonate-group': 'system:masters' }, 200], ['GET', PODS, { authorization: 'Bearer nobody' }, 401],
    ['GET', PODS, { 'impersonate-group': 'dev' }, 400],
  ])('%s %s %j: %i', async (method, path, headers, code) => expect((await call(method, path, headers)).code).toBe(code))

  test('in the words of the API server', async () => {
    const { body } = await call('GET', '/api/v1/pods', vera)
    expect([body.reason, body.message]).toEqual(['Forbidden', 'pods is forbidden: User "vera" cannot list resource "pods" in API group "" at the cluster scope'])
  })
})

test('a token that was asked for opens what its account may do', async () => {
  const asked = await call('POST', '/api/v1/namespaces/default/serviceaccounts/default/token', {}, { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: {} })
  expect(asked.code).toBe(201)
  const headers = { authorization: `Bearer ${asked.body.status.token}` }
  expect([(await call('GET', PODS, headers)).code, (await call('GET', '/api/v1/nodes', headers)).code]).toEqual([200, 403])
  const review = await call('POST', '/apis/authentication.k8s.io/v1/selfsubjectreviews', headers, { kind: 'SelfSubjectReview' })
  expect(review.body.status.userInfo.username).toBe('system:serviceaccount:default:default')
  const known = await call('POST', '/apis/authentication.k8s.io/v1/tokenreviews', {}, { spec: { token: asked.body.status.token } })
  expect(known.body.status).toMatchObject({ authenticated: true, user: { username: 'system:serviceaccount:default:default' } })
})

test.each([
  ['selfsubjectaccessreviews', vera, { resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'default' } }, true],
  ['selfsubjectaccessreviews', vera, { resourceAttributes: { verb: 'list', resource: 'secrets', namespace: 'default' } }, false],
  ['selfsubjectaccessreviews', vera, { nonResourceAttributes: { verb: 'get', path: '/healthz' } }, true],
  ['subjectaccessreviews', {}, { user: 'vera', resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'default' } }, true],
  ['namespaces/default/localsubjectaccessreviews', {}, { user: 'x', resourceAttributes: { verb: 'list', resource: 'pods', namespace: 'default' } }, false],
])('%s %j %j: %s', async (path, headers, spec, allowed) => expect((await call('POST', `/apis/authorization.k8s.io/v1/${path}`, headers, { spec })).body.status.allowed).toBe(allowed))

test('the rules of a user are told by what they are for', async () => {
  const { body } = await call('POST', '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews', vera, { spec: { namespace: 'default' } })
  expect(body.status.incomplete).toBe(false)
  expect(body.status.resourceRules.some((r: any) => r.resources.includes('pods'))).toBe(true)
  expect(body.status.nonResourceRules.some((r: any) => r.nonResourceURLs.includes('/healthz'))).toBe(true)
})
