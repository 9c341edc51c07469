// One request of the API and its answer: each verb reads as the engine's door has it, with what only HTTP knows around it.
// Upstream: apiserver/pkg/endpoints/handlers.
import type { ServerResponse } from 'node:http'
import type { ApiClient, DeleteOptions, PatchType } from '../../engine/api/client.ts'
import { ApiError, badRequest, methodNotSupported } from '../../engine/api/errors.ts'
import { kindOfJson } from '../../engine/api/fields/goScalars.ts'
import { scaleOf } from '../../engine/api/scale.ts'
import { withManagedFields, type Cluster } from '../../engine/index.ts'
import { deprecationOf } from '../../kube/deprecations.ts'
import { apiVersionOf, Binding, Pod, type Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { clientFor, mayDo, reviewed } from './access.ts'
import { aggregated, apiGroup, coreVersions, groupList, resourceList, rootPaths, VERSION } from '../../kube/apiDiscovery.ts'
import { Journal } from './journal.ts'
import { Lists } from './lists.ts'
import { logs } from './logs.ts'
import { APPLY, bodyOf, jsonOf, send, warn, writeOptionsOf, type Ask } from './message.ts'
import { MetricsApi } from './metrics.ts'
import { asProtobuf, OPENAPI_V2_ANSWERED, OPENAPI_V2_ASKED } from './openapi/protobuf.ts'
import { openApiV2 } from './openapi/v2.ts'
import { openApiDocument, openApiIndex } from './openapi/v3.ts'
import { routeOf, type Route } from './route.ts'
import { metadataOnly, shapeOf, tableOf } from './tables.ts'
import { watch } from './watches.ts'

const DONE = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 }
const VERB_OF: Readonly<Record<string, string>> = { GET: 'get', HEAD: 'get', PUT: 'update', PATCH: 'patch', DELETE: 'delete', POST: 'create' }

const PATCHES: Readonly<Record<string, PatchType>> = {
  'application/json-patch+json': 'json', 'application/merge-patch+json': 'merge', 'application/strategic-merge-patch+json': 'strategic', [APPLY]: 'apply',
  'application/apply-patch+json': 'apply',
}

/** Kinds whose deletes answer with the object; the others answer with a Status. */
const RETURNS_DELETED = new Set(['Pod', 'Service', 'ServiceAccount', 'PersistentVolumeClaim', 'PersistentVolume', 'ResourceQuota', 'PodTemplate'])

const noSuchPath = () => new ApiError(404, 'NotFound', 'the server could not find the requested resource')

export class Api {
  readonly journal: Journal
  readonly #lists: Lists
  readonly #metrics: MetricsApi
  readonly #cluster: Cluster
  readonly #address: () => string

  constructor(cluster: Cluster, address: () => string) {
    this.#cluster = cluster
    this.#address = address
    this.journal = new Journal(cluster)
    this.#lists = new Lists(cluster)
    this.#metrics = new MetricsApi(cluster)
  }

  /** Answers, or throws an ApiError for the caller to send. */
  answer(ask: Ask, response: ServerResponse): void {
    const client = clientFor(this.#cluster, ask.sender)
    const route = routeOf(ask.path)
    const known = this.#aboutItself(ask) ?? this.#metrics.answer(ask)
    if (known !== undefined || route) mayDo(this.#cluster, client, ask, route)
    if (known !== undefined) {
      if (ask.path === '/openapi/v2' && ask.accept.includes(OPENAPI_V2_ASKED)) return send(response, 200, asProtobuf(known), [], OPENAPI_V2_ANSWERED)
      // Clients tell by the type which of the two forms they got.
      const together = (known as { kind?: string }).kind === 'APIGroupDiscoveryList' ? `;g=apidiscovery.k8s.io;v=${aggregatedVersion(ask.accept)};as=APIGroupDiscoveryList` : ''
      return send(response, 200, known, [], typeof known === 'string' ? 'text/plain' : `application/json${together}`)
    }
    const review = reviewed(this.#cluster, client, ask, () => bodyOf(ask))
    if (review) return send(response, 201, review)
    if (!route) throw noSuchPath()
    const { kind, name, subresource } = route
    const deprecation = deprecationOf(kind)
    if (deprecation) warn(response, deprecation)
    if (kind === Binding) return this.#bind(client, route, ask, response)
    if (ask.method === 'GET' || ask.method === 'HEAD') return this.#read(route, ask, response)
    const warnings: string[] = []
    const options = writeOptionsOf(ask, text => warnings.push(text))
    const answer = (code: number, object: AnyObject) => send(response, code, this.#shaped(kind, object, ask), warnings)
    switch (ask.method) {
      case 'POST': {
        const body = bodyOf(ask, options)
        if (name !== undefined && subresource !== undefined) {
          const made = client.createSubresource(kind, route.namespace, name, subresource, body ?? {}, options)
          return send(response, 201, subresource === 'eviction' || subresource === 'binding' ? DONE : made, warnings)
        }
        if (name !== undefined) throw methodNotSupported(kind, 'create')
        return answer(201, client.create(this.#typed(kind, body), route.namespace, options))
      }
      case 'PUT': {
        if (name === undefined) throw methodNotSupported(kind, 'update')
        const body = this.#typed(kind, bodyOf(ask, options), subresource === 'scale')
        const said = body.metadata?.name
        if (said !== undefined && said !== name) throw badRequest(`the name of the object (${said}) does not match the name on the URL (${name})`)
        if (subresource === 'scale') {
          client.patch(kind, route.namespace, name, 'merge', { spec: { replicas: body.spec?.replicas ?? 0 } }, { ...options, subresource })
          return send(response, 200, scaleOf(kind, this.#get(route)), warnings)
        }
        const placed = { ...body, metadata: { ...body.metadata, name, ...(route.namespace === undefined ? {} : { namespace: body.metadata?.namespace || route.namespace }) } }
        return answer(200, client.update(placed, { ...options, ...(subresource ? { subresource } : {}) }))
      }
      case 'PATCH': {
        if (name === undefined) throw methodNotSupported(kind, 'patch')
        const type = PATCHES[ask.contentType]
        if (!type) {
          throw new ApiError(415, 'UnsupportedMediaType', `the body of the request was in an unknown format - accepted media types include: ${Object.keys(PATCHES).join(', ')}`)
        }
        const isNew = type === 'apply' && !this.#exists(route)
        const object = client.patch(kind, route.namespace, name, type, type === 'apply' ? bodyOf(ask, options) : jsonOf(ask), { ...options, ...(subresource ? { subresource } : {}) }) as unknown as AnyObject
        return subresource === 'scale' ? send(response, 200, scaleOf(kind, this.#get(route)), warnings) : answer(isNew ? 201 : 200, object)
      }
      case 'DELETE': {
        const chosen = { ...options, ...deleteOptionsOf(ask, bodyOf(ask)) }
        if (name === undefined) return this.#deleteCollection(client, route, ask, chosen, response)
        const object = client.delete(kind, route.namespace, name, chosen)
        if (this.#exists(route) || RETURNS_DELETED.has(kind.kind) || chosen.dryRun) return answer(200, object)
        return send(response, 200, {
          kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success',
          details: { name, ...(kind.group ? { group: kind.group } : {}), kind: kind.plural, uid: object.metadata.uid },
        }, warnings)
      }
      default: throw methodNotSupported(kind, ask.method.toLowerCase())
    }
  }

  #get({ kind, namespace, name }: Route): AnyObject { return this.#cluster.client().get(kind, namespace, name!) as unknown as AnyObject }

  #exists(route: Route): boolean {
    try {
      this.#get(route)
      return true
    } catch (e) {
      if (e instanceof ApiError) return false
      throw e
    }
  }

  #read(route: Route, ask: Ask, response: ServerResponse): void {
    const { kind, namespace, name, subresource } = route
    if (ask.query.get('watch') === 'true' || ask.query.get('watch') === '1') return watch(this.#cluster, this.journal, kind, namespace, name, ask, response)
    if (name === undefined) return send(response, 200, this.#lists.answer(kind, namespace, ask))
    if (subresource === 'log') return logs(this.#cluster, namespace!, name, ask, response)
    if (subresource !== undefined && !kind.subresources.includes(subresource)) throw noSuchPath()
    const object = this.#get(route)
    if (subresource === 'scale') {
      const scale = scaleOf(kind, object) as AnyObject
      if (shapeOf(ask.accept) !== 'table') return send(response, 200, scale)
      return send(response, 200, tableOf({ ...kind, kind: 'Scale' }, [scale], this.#cluster.now, { resourceVersion: object.metadata.resourceVersion }, ask.query.get('includeObject') ?? 'Metadata'))
    }
    send(response, 200, this.#shaped(kind, object, ask))
  }

  #shaped(kind: Kind, object: AnyObject, ask: Ask): AnyObject {
    const shape = shapeOf(ask.accept)
    if (shape === 'table') return tableOf(kind, [object], this.#cluster.now, { resourceVersion: object.metadata.resourceVersion }, ask.query.get('includeObject') ?? 'Metadata')
    const whole = withManagedFields(object)
    return shape === 'metadata' ? metadataOnly(whole) : whole
  }

  /** A body as an object of the kind that its place is for. */
  /** Bindings are made and not kept: the pod that one names gets its node. */
  #bind(client: ApiClient, { namespace, name }: Route, ask: Ask, response: ServerResponse): void {
    if (ask.method !== 'POST' || name !== undefined) throw methodNotSupported(Binding, VERB_OF[ask.method] ?? 'get')
    const body = this.#typed(Binding, bodyOf(ask))
    client.createSubresource(Pod, namespace, body.metadata.name ?? '', 'binding', body, writeOptionsOf(ask, () => {}))
    send(response, 201, DONE)
  }

  #typed(kind: Kind, body: any, scale = false): AnyObject {
    const unreadable = (why: string) => badRequest(`the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error: ${why}`)
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw unreadable('unexpected end of JSON input')
    for (const field of ['apiVersion', 'kind']) {
      const given = body[field]
      if (given !== undefined && given !== null && typeof given !== 'string') throw unreadable(`json: cannot unmarshal ${kindOfJson(given)} into Go struct field .${field} of type string`)
    }
    if (scale) return body
    const [apiVersion, name] = [body.apiVersion ?? apiVersionOf(kind), body.kind ?? kind.kind]
    if (apiVersion !== apiVersionOf(kind) || name !== kind.kind) {
      throw badRequest(`${name} in version ${JSON.stringify(apiVersion.split('/').at(-1))} cannot be handled as a ${kind.kind}: the object provided is of another kind`)
    }
    return { ...body, apiVersion, kind: name, metadata: body.metadata ?? {} }
  }

  #deleteCollection(client: ApiClient, { kind, namespace }: Route, ask: Ask, options: DeleteOptions, response: ServerResponse): void {
    const items = client.list(kind, namespace, { labelSelector: ask.query.get('labelSelector') ?? '', fieldSelector: ask.query.get('fieldSelector') ?? '' })
    const deleted = items.map(({ metadata }) => client.delete(kind, metadata.namespace, metadata.name, options))
    send(response, 200, { kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata: { resourceVersion: String(client.revision) }, items: deleted })
  }

  #aboutItself({ path, accept, method }: Ask): object | string | undefined {
    if (method !== 'GET' && method !== 'HEAD') return undefined
    const together = aggregatedVersion(accept)
    switch (path.replace(/\/$/, '')) {
      case '/api': return together ? aggregated(true, together) : coreVersions(this.#address())
      case '/apis': return together ? aggregated(false, together, this.#metrics.discovered) : groupList(this.#metrics.group)
      case '/version': return VERSION
      case '/healthz': case '/livez': case '/readyz': return 'ok'
      case '/openapi/v2': return openApiV2()
      case '/openapi/v3': return openApiIndex()
      case '/paths': return { paths: rootPaths() }
    }
    if (path.startsWith('/openapi/v3/')) {
      const document = openApiDocument(path.slice('/openapi/v3/'.length).replace(/\/$/, ''))
      if (!document) throw noSuchPath()
      return document
    }
    const [, root, group = '', version = '', ...more] = path.replace(/\/$/, '').split('/')
    if (root === 'api' && group && !version) return resourceList('', group)
    if (root === 'apis' && version && more.length === 0) return resourceList(group, version)
    return root === 'apis' && group && !version ? apiGroup(group) : undefined
  }
}

/** The version of the whole list that a client would take; undefined where it asks group by group. */
const aggregatedVersion = (accept: string): string | undefined => (/as=APIGroupDiscoveryList/.test(accept) ? /v=(v2(?:beta1)?)/.exec(accept)?.[1] ?? 'v2' : undefined)

/** The grace that a DELETE gives, in its body or its address; whole seconds, or it is refused as Go refuses it. */
function graceOf(ask: Ask, body: any): number | undefined {
  const [said, typed] = [body?.gracePeriodSeconds ?? undefined, ask.query.get('gracePeriodSeconds')]
  if (said !== undefined && !Number.isSafeInteger(said)) {
    const what = typeof said === 'number' ? `number ${said}` : typeof said === 'boolean' ? 'bool' : Array.isArray(said) ? 'array' : typeof said
    throw badRequest(`json: cannot unmarshal ${what} into Go struct field DeleteOptions.gracePeriodSeconds of type int64`)
  }
  if (typed !== null && !/^[-+]?\d{1,15}$/.test(typed)) throw badRequest(`strconv.ParseInt: parsing ${JSON.stringify(typed)}: invalid syntax`)
  return said ?? (typed === null ? undefined : Number(typed))
}

function deleteOptionsOf(ask: Ask, body: any): DeleteOptions {
  const grace = graceOf(ask, body)
  const policy = body?.propagationPolicy ?? ask.query.get('propagationPolicy') ?? (body?.orphanDependents === undefined ? undefined : body.orphanDependents ? 'Orphan' : 'Background')
  if (policy !== undefined && !['Orphan', 'Background', 'Foreground'].includes(policy)) throw badRequest(`DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: ${JSON.stringify(policy)}`)
  return {
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }), ...(policy === undefined ? {} : { propagationPolicy: policy }),
    ...(body?.preconditions ? { preconditions: body.preconditions } : {}), ...(body?.dryRun?.includes?.('All') ? { dryRun: true } : {}),
  }
}
