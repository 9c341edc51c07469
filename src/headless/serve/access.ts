// Who sends a request, and what he may do: bearer tokens, `Impersonate-…`, and the reviews in which one asks for it.
// Upstream: apiserver/pkg/endpoints/filters/{authentication,authorization,impersonation}.go, pkg/registry/{authorization,authentication}.
import type { IncomingHttpHeaders } from 'node:http'
import { authorize, authorizePath, judge, type Verdict } from '../../engine/api/access/authorizer.ts'
import type { ApiClient } from '../../engine/api/client.ts'
import { ApiError, badRequest } from '../../engine/api/errors.ts'
import type { Cluster } from '../../engine/index.ts'
import type { Attributes } from '../../kube/policyRules.ts'
import type { PolicyRule } from '../../kube/rbac.ts'
import { timeOf } from '../../kube/rfc3339.ts'
import { impersonated, type User } from '../../kube/users.ts'
import type { Ask } from './message.ts'
import type { Route } from './route.ts'

/** What the headers of a request say of its sender. */
export interface Sender {
  readonly token?: string
  readonly as?: User
}

const list = (value: string | string[] | undefined): string[] => (Array.isArray(value) ? value : value === undefined ? [] : value.split(', '))

export function senderOf(headers: IncomingHttpHeaders): Sender {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  const [name] = list(headers['impersonate-user'])
  const groups = list(headers['impersonate-group'])
  if (name === undefined && groups.length) throw badRequest('requested [{Group  ' + groups.join('} {Group  ') + '}] without impersonating a user')
  const [uid] = list(headers['impersonate-uid'])
  return { ...(token ? { token } : {}), ...(name === undefined ? {} : { as: impersonated(name, groups, uid) }) }
}

/** The API as the sender has it. Without a token he is the cluster's administrator. */
export function clientFor(cluster: Cluster, { token, as }: Sender): ApiClient {
  let client = cluster.client()
  if (token !== undefined) {
    const user = client.access!.bearer(token)
    if (!user) throw new ApiError(401, 'Unauthorized', 'Unauthorized')
    client = client.access!.as(user)
  }
  return as ? client.access!.as(as) : client
}

const VERBS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch' }

function verbOf(ask: Ask, name: string | undefined): string {
  if (ask.method === 'DELETE') return name === undefined ? 'deletecollection' : 'delete'
  if (ask.method !== 'GET' && ask.method !== 'HEAD') return VERBS[ask.method] ?? ask.method.toLowerCase()
  const watches = ['true', '1'].includes(ask.query.get('watch') ?? '')
  return watches ? 'watch' : name === undefined ? 'list' : 'get'
}

/** Refuses what the sender may not do; the administrator may do everything. */
export function mayDo(cluster: Cluster, client: ApiClient, ask: Ask, route: Route | undefined): void {
  const { store } = cluster.server
  const { user } = client.access!
  if (!ask.sender.token && !ask.sender.as) return
  if (route) return authorize(store, user, route.kind, verbOf(ask, route.name), { namespace: route.namespace, name: route.name ?? '', subresource: route.subresource })
  authorizePath(store, user, verbOf(ask, '').replace('update', 'put').replace('create', 'post'), ask.path)
}

const GROUPS = { authorization: '/apis/authorization.k8s.io/v1/', authentication: '/apis/authentication.k8s.io/v1/' } as const

function attributesOf(spec: any): Attributes {
  const { resourceAttributes: of, nonResourceAttributes: path } = spec ?? {}
  return path ? { verb: path.verb ?? '', path: path.path ?? '' } : {
    verb: of?.verb ?? '', group: of?.group ?? '', resource: of?.resource ?? '', subresource: of?.subresource ?? '', name: of?.name ?? '', namespace: of?.namespace ?? '',
  }
}

const verdictOf = ({ allowed, reason }: Verdict) => ({ allowed, ...(reason ? { reason } : {}) })
const reviewRules = (rules: readonly PolicyRule[]) => ({
  resourceRules: rules.filter(r => r.resources?.length).map(({ verbs, apiGroups, resources, resourceNames }) => ({ verbs, apiGroups, resources, ...(resourceNames ? { resourceNames } : {}) })),
  nonResourceRules: rules.filter(r => r.nonResourceURLs?.length).map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs })),
})

/** The answer to a question about what one may do or who one is; undefined where the request asks nothing of the kind. */
export function reviewed(cluster: Cluster, client: ApiClient, ask: Ask, body: () => any): object | undefined {
  if (ask.method !== 'POST') return undefined
  const access = client.access!
  const path = ask.path.replace(/^(\/apis\/authorization\.k8s\.io\/v1\/)namespaces\/[^/]+\//, '$1')
  const answer = (status: object) => {
    const given = body() ?? {}
    return { ...given, metadata: { ...given.metadata, creationTimestamp: given.metadata?.creationTimestamp ?? null }, status }
  }
  switch (path) {
    case `${GROUPS.authorization}selfsubjectaccessreviews`: return answer(verdictOf(access.review(attributesOf(body()?.spec))))
    case `${GROUPS.authorization}subjectaccessreviews`: case `${GROUPS.authorization}localsubjectaccessreviews`: {
      const spec = body()?.spec ?? {}
      return answer(verdictOf(judge(cluster.server.store, { name: spec.user ?? '', groups: spec.groups ?? [] }, attributesOf(spec))))
    }
    case `${GROUPS.authorization}selfsubjectrulesreviews`: {
      const { rules, error } = access.rules(body()?.spec?.namespace ?? '')
      return answer({ incomplete: error !== '', ...reviewRules(rules), ...(error ? { evaluationError: error } : {}) })
    }
    case `${GROUPS.authentication}selfsubjectreviews`: {
      const { name, groups, uid } = access.user
      return { ...answer({ userInfo: { username: name, groups, ...(uid ? { uid } : {}) } }), metadata: { creationTimestamp: timeOf(cluster.now) } }
    }
    case `${GROUPS.authentication}tokenreviews`: {
      const user = access.bearer(body()?.spec?.token ?? '')
      return answer(user ? { authenticated: true, user: { username: user.name, uid: user.uid, groups: user.groups }, audiences: body()?.spec?.audiences ?? ['https://kubernetes.default.svc.cluster.local'] } : { user: {}, error: 'invalid bearer token' })
    }
    default: return undefined
  }
}
