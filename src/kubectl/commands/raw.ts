// `kubectl get --raw`, and `create`, `replace` and `delete` with it: a path of the API, and the answer as the server writes it. Upstream: kubectl/pkg/rawhttp.
import type { ApiClient } from '../../engine/api/client.ts'
import { ApiError, badRequest } from '../../engine/api/errors.ts'
import { withManagedFields } from '../../engine/index.ts'
import { apiGroup, coreVersions, groupList, resourceList, rootPaths, VERSION } from '../../kube/apiDiscovery.ts'
import { apiVersionOf, kinds, Pod, type Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { parseYaml } from '../../kube/yaml.ts'
import { KubectlError } from '../errors.ts'
import { compactJson } from '../print/json.ts'
import type { Invocation } from './command.ts'
import { ADDRESS } from './config.ts'

const HEALTH = /^\/(healthz|livez|readyz)(\/ping)?$/
const PLACE = /^\/(?:api\/(?<core>[^/]+)|apis\/(?<group>[^/]+)\/(?<version>[^/]+))(?:\/namespaces\/(?<namespace>[^/]+)(?=\/[^/]+(?:\/[^/]+)?$))?\/(?<plural>[^/]+)(?:\/(?<name>[^/]+))?$/

const POD_ACT = /^\/api\/v1\/namespaces\/([^/]+)\/pods\/([^/]+)\/(eviction|binding)\/?$/

const nowhere = (): ApiError => new ApiError(404, 'NotFound', 'the server could not find the requested resource')

interface Where { readonly kind: Kind; readonly namespace: string | undefined; readonly name: string | undefined; readonly query: URLSearchParams }

function placeOf(text: string): Where {
  const [path = '', query = ''] = text.split('?')
  const found = PLACE.exec(path)?.groups
  const kind = found && kinds.find(k => k.plural === found['plural'] && k.group === (found['group'] ?? '') && k.version === (found['core'] ?? found['version']))
  if (!kind) throw nowhere()
  const { namespace, name } = found
  if ((namespace !== undefined && !kind.namespaced) || (name !== undefined && kind.namespaced && namespace === undefined)) throw nowhere()
  return { kind, namespace, name, query: new URLSearchParams(query) }
}

const lineOf = (body: unknown): string => `${compactJson(body)}\n`
const answer = (call: Invocation, body: unknown): void => call.out(lineOf(body))

/** What there is: groups, versions, resources. */
function aboutItself(path: string): object | undefined {
  const [, root, group = '', version] = path.split('/')
  if (path === '/') return { paths: rootPaths() }
  if (path === '/version') return VERSION
  if (path === '/api') return coreVersions(ADDRESS.replace(/^https?:\/\//, ''))
  if (path === '/apis') return groupList([])
  if (root === 'api' && version === undefined) return resourceList('', group)
  if (root !== 'apis' || path.split('/').length > 4) return undefined
  return version === undefined ? apiGroup(group) : resourceList(group, version)
}

/** Nothing else may be asked for beside a path. */
function onlyRaw(call: Invocation): string {
  if (call.args.length > 0) throw new KubectlError('arguments may not be passed when --raw is specified')
  return call.text('raw')
}

function checkPath(text: string): string {
  if (!text.startsWith('/')) throw new KubectlError(`--raw must be a valid URL path: parse ${JSON.stringify(text)}: invalid URI for request`)
  return text
}

/** The one file, or the input, that goes along; nothing where none is named. */
function bodyOf(call: Invocation): AnyObject | undefined {
  const [file, ...more] = call.strings('filename')
  if (file === undefined) return undefined
  if (more.length || /^https?:/.test(file)) throw new KubectlError('--raw can only use a single local file or stdin')
  const text = file === '-' ? call.stdin ?? '' : call.files.read(file)
  if (text === undefined) throw new KubectlError(`open ${file}: no such file or directory`)
  return parseYaml(text)[0]?.value as AnyObject | undefined
}

export function getRaw(call: Invocation): void {
  call.out(rawText(call.client, checkPath(onlyRaw(call))))
}

/** What the server answers to a GET of that path. Throws its refusals. */
export function rawText(client: ApiClient, text: string): string {
  const [path = ''] = text.split('?')
  if (HEALTH.test(path)) return 'ok'
  const about = aboutItself(path)
  // What a server says of itself has an order of its own.
  if (about) return path === '/' ? `${JSON.stringify(about, undefined, 2)}\n` : `${JSON.stringify(about)}\n`
  const { kind, namespace, name, query } = placeOf(text)
  if (name !== undefined) return lineOf(withManagedFields(client.get(kind, namespace, name) as unknown as AnyObject))
  const objects = client.list(kind, namespace, { labelSelector: query.get('labelSelector') ?? '', fieldSelector: query.get('fieldSelector') ?? '' }) as unknown as readonly AnyObject[]
  // What stands in a list does not say again what it is.
  const items = objects.map(withManagedFields).map(({ kind: _kind, apiVersion: _version, ...rest }) => rest)
  return lineOf({ kind: `${kind.kind}List`, apiVersion: apiVersionOf(kind), metadata: { resourceVersion: String(client.revision) }, items })
}

/** `create --raw PATH -f FILE`: one object made where the path says, or a pod evicted or bound. Upstream: kubectl/pkg/rawhttp. */
export function createRaw(call: Invocation): void {
  if (!call.strings('filename').length) throw new KubectlError('must specify one of -f and -k')
  checkPath(call.text('raw'))
  const body = bodyOf(call)
  const act = POD_ACT.exec(call.text('raw'))
  if (act) {
    call.client.createSubresource(Pod, act[1]!, act[2]!, act[3]!, body as AnyObject)
    // The answer is passed on as the server wrote it, in its own order of fields.
    return call.out('{"kind":"Status","apiVersion":"v1","metadata":{},"status":"Success","code":201}\n')
  }
  const { kind, namespace, name } = placeOf(call.text('raw'))
  if (name !== undefined) throw new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource')
  answer(call, withManagedFields(call.client.create({ apiVersion: apiVersionOf(kind), kind: kind.kind, ...body, metadata: body?.metadata ?? {} } as AnyObject, namespace)))
}

/** `replace --raw PATH -f FILE`: the object put where the path says. */
export function replaceRaw(call: Invocation): void {
  if (!call.strings('filename').length) throw new KubectlError('must specify one of -f and -k')
  checkPath(call.text('raw'))
  const body = bodyOf(call)
  const { kind, namespace, name } = placeOf(call.text('raw'))
  if (name === undefined) throw new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource')
  const metadata = { ...body?.metadata, ...(namespace === undefined ? {} : { namespace: body?.metadata?.namespace ?? namespace }) }
  if (metadata.name !== name) throw badRequest(`the name of the object (${metadata.name ?? ''}) does not match the name on the URL (${name})`)
  answer(call, withManagedFields(call.client.update({ apiVersion: apiVersionOf(kind), kind: kind.kind, ...body, metadata } as AnyObject)))
}

export function deleteRaw(call: Invocation): void {
  checkPath(call.text('raw'))
  bodyOf(call)
  const { kind, namespace, name } = placeOf(call.text('raw'))
  if (name === undefined) throw new ApiError(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource')
  answer(call, withManagedFields(call.client.delete(kind, namespace, name) as unknown as AnyObject))
}
