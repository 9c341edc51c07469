// The API as somebody outside the engine uses it: what he reads is read at once, each write is an input frame of the world.
import type { Kind } from '../kube/kinds.ts'
import { kindOfPlural } from '../kube/kinds.ts'
import type { AnyObject } from '../kube/object.ts'
import type { ApiClient, DeleteOptions, ExecResult, PatchType, WriteOptions } from './api/client.ts'
import type { ApiServer } from './api/server.ts'
import { must } from './world/must.ts'
import { watchSince } from './watchSince.ts'
import type { CutFuture, World } from './world/world.ts'

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
  world.onInput('exec', ({ who, namespace, pod, container, argv, stdin }: ExecInput): ExecResult => {
    world.note({ actor: who === 'kubectl' ? 'you' : who, what: 'exec', about: `pods/${namespace}/${pod}` })
    return server.exec(namespace, pod, container, argv, stdin)
  })
}

/** A command in a container may change files there, so it is an input like any write. */
interface ExecInput { readonly who: string; readonly namespace: string; readonly pod: string; readonly container?: string; readonly argv: readonly string[]; readonly stdin?: string }

function perform(server: ApiServer, input: ApiInput, options: WriteOptions): AnyObject {
  const kind = 'kind' in input ? kindOfPlural(input.kind) : undefined
  must(kind || !('kind' in input), 'an input names a kind that is served', { input })
  switch (input.verb) {
    case 'create': return server.create(input.who, input.object, input.namespace, options)
    case 'update': return server.update(input.who, input.object, options)
    case 'patch': return server.patch(input.who, kind!, input.namespace, input.name, input.type, input.body, options)
    case 'delete': return server.delete(input.who, kind!, input.namespace, input.name, options as DeleteOptions)
    case 'post': return server.createSubresource(input.who, kind!, input.namespace, input.name, input.subresource, input.object, options)
  }
}

/** `cut` hears of a future that a write cut off because the world stood in its past. */
export function doorOf(world: World, server: ApiServer, who: string, cut?: (future: CutFuture) => void): ApiClient {
  const write = (input: ApiInput, options: WriteOptions = {}): any => {
    // What is only tried changes nothing, so it is no input: it may be asked for anywhere in time.
    if (options.dryRun) return perform(server, input, options)
    const { onWarning, ...rest } = options
    const payload = { ...input, ...(Object.keys(rest).length ? { options: rest as Record<string, unknown> } : {}) }
    const { object, warnings } = world.input('api', plain(payload), cut) as ApiAnswer
    for (const text of warnings) onWarning?.(text)
    return object
  }
  const at = (kind: Kind, namespace: string | undefined, name: string) => ({ kind: kind.plural, ...(namespace !== undefined ? { namespace } : {}), name })
  return {
    get now() { return world.now },
    get revision() { return server.store.revision },
    get position() { return world.position },
    watchSince: (kind, namespace, position, options = {}) => watchSince(world, kind, namespace, position, options),
    get: (kind, namespace, name) => server.get(kind, namespace, name),
    list: (kind, namespace, options) => server.list(kind, namespace, options),
    create: (object, namespace, options) => write({ verb: 'create', who, object, ...(namespace !== undefined ? { namespace } : {}) }, options),
    update: (object, options) => write({ verb: 'update', who, object }, options),
    patch: (kind, namespace, name, type, body, options) => write({ verb: 'patch', who, ...at(kind, namespace, name), type, body }, options),
    delete: (kind, namespace, name, options) => write({ verb: 'delete', who, ...at(kind, namespace, name) }, options),
    createSubresource: (kind, namespace, name, subresource, object, options) =>
      write({ verb: 'post', who, ...at(kind, namespace, name), subresource, object }, options),
    ...(server.metrics ? { metrics: server.metrics } : {}),
    logs: (namespace, pod, options) => server.logs(namespace, pod, options),
    exec: (namespace, pod, container, argv, stdin) => world.input('exec', plain({
      who, namespace, pod, argv, ...(container !== undefined ? { container } : {}), ...(stdin !== undefined ? { stdin } : {}),
    }), cut) as ExecResult,
  }
}

/** Inputs are kept for ever and sent over the wall: no undefined, no functions, no sharing with what a caller may still edit. */
function plain<T>(value: T): T { return JSON.parse(JSON.stringify(value)) as T }
