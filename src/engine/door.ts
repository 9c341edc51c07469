// The API as somebody outside the engine uses it: what he reads is read at once, each write is an input frame of the world.
import type { Kind } from '../kube/kinds.ts'
import { kindNamed, kindOfPlural, Pod } from '../kube/kinds.ts'
import { keyFrom, splitKey } from '../kube/keys.ts'
import type { AnyObject } from '../kube/object.ts'
import { authorize, judge, mayBecome, rulesFor } from './api/access/authorizer.ts'
import { holder } from './api/access/tokens.ts'
import { ADMIN, type User } from '../kube/users.ts'
import type { AccessDoor, ApiClient, DeleteOptions, ExecResult, OutsideAnswer, OutsideRequest, PatchType, TypedInto, WriteOptions } from './api/client.ts'
import type { ApiServer } from './api/server.ts'
import { must } from './world/must.ts'
import { watchSince } from './watchSince.ts'
import type { CutFuture } from './world/input.ts'
import type { World } from './world/world.ts'

/** A write as data, so that it can be kept and made again. */
type ApiInput = { readonly who: string; readonly options?: Record<string, unknown> } & (
  | { readonly verb: 'create'; readonly object: AnyObject; readonly namespace?: string }
  | { readonly verb: 'update'; readonly object: AnyObject }
  | { readonly verb: 'patch'; readonly kind: string; readonly namespace?: string; readonly name: string; readonly type: PatchType; readonly body: unknown }
  | { readonly verb: 'delete'; readonly kind: string; readonly namespace?: string; readonly name: string }
  | { readonly verb: 'post'; readonly kind: string; readonly namespace?: string; readonly name: string; readonly subresource: string; readonly object: AnyObject }
)

interface ApiAnswer { readonly object: AnyObject; readonly warnings: readonly string[] }

export function installDoor(world: World, server: ApiServer): void {
  world.onInput('api', (input: ApiInput): ApiAnswer => {
    const warnings: string[] = []
    const object = perform(server, input, { ...(input.options as WriteOptions), onWarning: text => warnings.push(text) })
    if (world.frame.actor === undefined || world.frame.actor === input.who) world.note({ actor: input.who === 'kubectl' ? 'you' : input.who })
    return { object, warnings }
  })
  world.onInput('exec', ({ who, user, namespace, pod, container, argv, stdin, typed }: ExecInput): ExecResult => {
    world.note({ actor: who === 'kubectl' ? 'you' : who, what: 'exec', about: `pods/${namespace}/${pod}` })
    if (user) authorize(server.store, user, Pod, 'create', { namespace, name: pod, subresource: 'exec' })
    return server.kubelets.exec(namespace, pod, container, argv, stdin, typed)
  })
  world.onInput('type', ({ who, user, namespace, pod, container, text }: TypeInput): void => {
    world.note({ actor: who === 'kubectl' ? 'you' : who, what: 'type', about: `pods/${namespace}/${pod}` })
    if (user) authorize(server.store, user, Pod, 'create', { namespace, name: pod, subresource: 'attach' })
    server.kubelets.type(namespace, pod, container, text)
  })
  world.onInput('outside', ({ who, user, request }: OutsideInput): OutsideAnswer | undefined => {
    world.note({ actor: who === 'kubectl' ? 'you' : who, what: 'request', ...(request.pod === undefined ? {} : { about: `pods/${request.pod}` }) })
    if (user && request.pod !== undefined) authorize(server.store, user, Pod, 'create', { ...splitKey(request.pod), subresource: 'portforward' })
    return server.network?.outside(request)
  })
}

/** A request leaves its mark in the server's log. */
interface OutsideInput { readonly who: string; readonly user?: User; readonly request: OutsideRequest }

/** A command in a container may change files there, so it is an input like any write. */
interface ExecInput { readonly who: string; readonly user?: User; readonly namespace: string; readonly pod: string; readonly container?: string; readonly argv: readonly string[]; readonly stdin?: string; readonly typed?: TypedInto }

/** What is typed into a container's own program. */
interface TypeInput { readonly who: string; readonly user?: User; readonly namespace: string; readonly pod: string; readonly container: string; readonly text: string }

function perform(server: ApiServer, input: ApiInput, options: WriteOptions): AnyObject {
  const kind = 'kind' in input ? kindOfPlural(input.kind) : undefined
  must(kind || !('kind' in input), 'an input names a kind that is served', { input })
  if (options.user) mayWrite(server, input, kind, options.user, (options as { subresource?: string }).subresource)
  switch (input.verb) {
    case 'create': return server.create(input.who, input.object, input.namespace, options)
    case 'update': return server.update(input.who, input.object, options)
    case 'patch': return server.patch(input.who, kind!, input.namespace, input.name, input.type, input.body, options)
    case 'delete': return server.delete(input.who, kind!, input.namespace, input.name, options as DeleteOptions)
    case 'post': return server.createSubresource(input.who, kind!, input.namespace, input.name, input.subresource, input.object, options)
  }
}

/** Refuses a write that the user may not make. What is of no kind that is served, the server refuses itself. */
function mayWrite(server: ApiServer, input: ApiInput, named: Kind | undefined, user: User, subresource: string | undefined): void {
  const kind = named ?? ('object' in input ? kindNamed(input.object.kind) : undefined)
  if (!kind) return
  const { store } = server
  switch (input.verb) {
    case 'create': return authorize(store, user, kind, 'create', { namespace: input.namespace ?? input.object.metadata?.namespace ?? 'default' })
    case 'update': return authorize(store, user, kind, 'update', { namespace: input.object.metadata?.namespace, name: input.object.metadata?.name ?? '', subresource })
    case 'post': return authorize(store, user, kind, 'create', { namespace: input.namespace, name: input.name, subresource: input.subresource })
    case 'patch': {
      authorize(store, user, kind, 'patch', { namespace: input.namespace, name: input.name, subresource })
      // An apply of what is not there yet makes it.
      if (input.type === 'apply' && !store.get(kind, keyFrom(kind.namespaced ? input.namespace : undefined, input.name))) authorize(store, user, kind, 'create', { namespace: input.namespace, name: input.name })
      return
    }
    case 'delete': return authorize(store, user, kind, 'delete', { namespace: input.namespace, name: input.name })
  }
}

/** `cut` hears of a future that a write cut off because the world stood in its past. `user`: as whom; undefined may do everything. */
export function doorOf(world: World, server: ApiServer, who: string, cut?: (future: CutFuture) => void, user?: User): ApiClient {
  const write = (input: ApiInput, options: WriteOptions = {}): any => {
    // What is only tried changes nothing, so it is no input: it may be asked for anywhere in time. Tokens are not stored either.
    if (options.dryRun || (input.verb === 'post' && input.subresource === 'token')) return perform(server, input, { ...options, ...(user ? { user } : {}) })
    const { onWarning, ...rest } = options
    const kept = { ...rest, ...(user ? { user } : {}) }
    const payload = { ...input, ...(Object.keys(kept).length ? { options: kept as Record<string, unknown> } : {}) }
    const { object, warnings } = world.input('api', plain(payload), cut) as ApiAnswer
    for (const text of warnings) onWarning?.(text)
    return object
  }
  const at = (kind: Kind, namespace: string | undefined, name: string) => ({ kind: kind.plural, ...(namespace !== undefined ? { namespace } : {}), name })
  const may = (verb: string, kind: Kind, namespace: string | undefined, name = '', subresource?: string) => {
    if (user) authorize(server.store, user, kind, verb, { namespace, name, subresource })
  }
  const access: AccessDoor = {
    user: user ?? ADMIN,
    as: other => {
      if (user) mayBecome(server.store, user, other)
      return doorOf(world, server, who, cut, other)
    },
    review: asked => (user ? judge(server.store, user, asked) : { allowed: true, reason: '' }),
    rules: namespace => rulesFor(server.store, user ?? ADMIN, namespace),
    bearer: token => holder(server, token),
  }
  return {
    get now() { return world.now },
    get revision() { return server.store.revision },
    get position() { return world.position },
    access,
    watchSince: (kind, namespace, position, options = {}) => {
      may('watch', kind, namespace)
      return watchSince(world, kind, namespace, position, options)
    },
    get: (kind, namespace, name) => {
      may('get', kind, namespace, name)
      return server.get(kind, namespace, name)
    },
    list: (kind, namespace, options) => {
      may('list', kind, namespace)
      return server.list(kind, namespace, options)
    },
    create: (object, namespace, options) => write({ verb: 'create', who, object, ...(namespace !== undefined ? { namespace } : {}) }, options),
    update: (object, options) => write({ verb: 'update', who, object }, options),
    patch: (kind, namespace, name, type, body, options) => write({ verb: 'patch', who, ...at(kind, namespace, name), type, body }, options),
    delete: (kind, namespace, name, options) => write({ verb: 'delete', who, ...at(kind, namespace, name) }, options),
    createSubresource: (kind, namespace, name, subresource, object, options) =>
      write({ verb: 'post', who, ...at(kind, namespace, name), subresource, object }, options),
    ...(server.metrics ? { metrics: server.metrics } : {}),
    ...(server.network ? { network: { outside: request => world.input('outside', plain({ who, ...(user ? { user } : {}), request }), cut) as OutsideAnswer | undefined } } : {}),
    logs: (namespace, pod, options) => {
      may('get', Pod, namespace, pod, 'log')
      return server.kubelets.logs(namespace, pod, options)
    },
    look: (namespace, pod, container, argv) => {
      may('create', Pod, namespace, pod, 'exec')
      return server.kubelets.exec(namespace, pod, container, argv)
    },
    seen: (namespace, pod, container) => {
      may('get', Pod, namespace, pod, 'log')
      return server.kubelets.seen(namespace, pod, container)
    },
    type: (namespace, pod, container, text) => world.input('type', plain({ who, namespace, pod, container, text, ...(user ? { user } : {}) }), cut) as void,
    exec: (namespace, pod, container, argv, stdin, typed) => world.input('exec', plain({
      who, namespace, pod, argv, ...(user ? { user } : {}), ...(container !== undefined ? { container } : {}), ...(stdin !== undefined ? { stdin } : {}), ...(typed ? { typed } : {}),
    }), cut) as ExecResult,
  }
}

/** Inputs are kept for ever and sent over the wall: no undefined, no functions, no sharing with what a caller may still edit. */
function plain<T>(value: T): T { return JSON.parse(JSON.stringify(value)) as T }
