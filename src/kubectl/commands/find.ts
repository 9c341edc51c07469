// The objects that a line names: by arguments, selectors or files.
import { ApiError } from '../../engine/api/errors.ts'
import { apiVersionOf, type Kind } from '../../kube/kinds.ts'
import type { AnyObject, ApiObject } from '../../kube/object.ts'
import { KubectlError, Refused } from '../errors.ts'
import { kustomize, kustomizeText } from '../kustomize/build.ts'
import { type Read, readManifests, type ReadOptions, readText } from '../parse/manifests.ts'
import { listOf, targetsOf } from '../parse/resources.ts'
import type { Invocation } from './command.ts'
import { klogWarning, type Validation } from './flags.ts'
import { doing } from './shared.ts'

/** What commands say that were given nothing to work on. */
export const NO_RESOURCES = `You must provide one or more resources by argument or filename.
Example resource specifications include:
   '-f rsrc.yaml'
   '--filename=rsrc.json'
   '<resource> <name>'
   '<resource>'`

/** Whether `-f` or `-k` names what the command works on. */
export const hasFiles = (call: Invocation): boolean => call.strings('filename').length > 0 || call.text('kustomize') !== ''

/** What the files of `-f` hold, or what the kustomization of `-k` makes. `alsoKinds`: kinds that are not stored and may be among them. */
export function manifestsOf(call: Invocation, validation: Validation = 'Strict', alsoKinds: readonly Kind[] = []): Read[] {
  const folder = call.text('kustomize')
  const options: ReadOptions = {
    files: call.files, stdin: call.stdin, namespace: call.namespace, alsoKinds, enforceNamespace: call.given.has('namespace'), recursive: call.bool('recursive'),
    onUnsupported: () => klogWarning(call, 'schema.go:145', 'cannot perform warn validation if server-side field validation is unsupported, skipping validation'),
    validate: validation === 'Strict' ? 'strict' : validation === 'Warn' ? 'warn' : 'ignore',
  }
  if (!folder) return readManifests(call.strings('filename'), options)
  if (call.strings('filename').length) throw new KubectlError('only one of -f or -k can be specified')
  return readText(kustomizeText(kustomize(folder, call.files, text => call.err(`${text}\n`))), folder, options)
}

/** An object that a command works on. */
export interface Found {
  readonly kind: Kind
  readonly namespace: string | undefined
  readonly object: AnyObject
  /** The file it was named in; undefined for those named on the line. */
  readonly source?: string
}

/** As anything outside kubectl calls `get`, with the types forgotten. */
export const getAny = (call: Invocation, kind: Kind, namespace: string | undefined, name: string): AnyObject =>
  call.client.get(kind, kind.namespaced ? namespace : undefined, name) as ApiObject as AnyObject

function named(call: Invocation, kind: Kind, namespace: string | undefined, name: string, { unread = false, asked = true }: FindOptions): AnyObject {
  try {
    return getAny(call, kind, namespace, name)
  } catch (e) {
    // A real one asks for it right away: whether it is there, only he learns who may.
    if (!unread || !(e instanceof ApiError) || !(e.reason === 'Forbidden' || (!asked && e.reason === 'NotFound') || (e.reason === 'NotFound' && call.given.has('as')))) throw e
    return { apiVersion: apiVersionOf(kind), kind: kind.kind, metadata: { name, ...(kind.namespaced && namespace ? { namespace } : {}) } } as AnyObject
  }
}

export interface FindOptions {
  /** A kind alone means all of that kind. */
  readonly lists?: boolean
  /** Everything of the kinds is chosen, as by a selector that fits all: no name may stand beside it. */
  readonly all?: boolean
  readonly args?: readonly string[]
  /** The kind where the arguments are names only. */
  readonly defaultKind?: Kind
  readonly allNamespaces?: boolean
  readonly labelSelector?: string
  readonly fieldSelector?: string
  /** What was named and may not be read is worked on as well, by its name alone. */
  readonly unread?: boolean
  /** false: what was named is taken at its word, whether it is there or not. */
  readonly asked?: boolean
  /** What is being done, for refusals of what a file names: they tell of it, and of the file. */
  readonly doing?: string
  /** What files hold is worked on as it stands there; the server is asked for nothing. */
  readonly asWritten?: boolean
  /** Says what to do when an object was named in no way. */
  readonly onNothing?: () => KubectlError
}

const BESIDE_FILES = {
  kinds: 'when paths, URLs, or stdin is provided as input, you may not specify resource arguments as well',
  names: 'resource/name arguments cannot be provided when a path is specified',
}

/**
 * The objects that arguments, selectors and files name, as they stand now, and what could not be found, in the order of the line.
 * Nothing is thrown for an object that is not there: the others are worked on first.
 */
export function findObjects(call: Invocation, options: FindOptions = {}): { found: Found[]; errors: unknown[] } {
  const found: Found[] = []
  const errors: unknown[] = []
  const attempt = (work: () => void) => {
    try {
      work()
    } catch (e) {
      if (!(e instanceof ApiError || e instanceof KubectlError || e instanceof Refused)) throw e
      errors.push(e)
    }
  }
  const fromFile = <T>(source: string, work: () => T): T => (options.doing === undefined ? work() : doing(options.doing, source, work))
  const args = options.args ?? call.args
  if (hasFiles(call)) {
    // A file that is not there is complained of before what stands beside it.
    const items = manifestsOf(call, 'Ignore')
    if (args.length) throw new KubectlError(args.some(a => a.includes('/')) ? BESIDE_FILES.names : BESIDE_FILES.kinds)
    for (const item of items) {
      if ('error' in item) errors.push(item.error)
      else {
        const { kind, namespace, object, source } = item.info
        attempt(() => found.push({ kind, namespace, object: options.asWritten ? object : fromFile(source, () => getAny(call, kind, namespace, object.metadata.name ?? '')), source }))
      }
    }
    return { found, errors }
  }
  const { labelSelector, fieldSelector, defaultKind } = options
  const selecting = options.all || !!labelSelector || !!fieldSelector
  if (selecting && args.length === 0) throw new KubectlError('at least one resource must be specified to use a selector')
  if (args.length === 0 && options.onNothing) throw options.onNothing()
  const targets = defaultKind && !args.some(a => a.includes('/')) ? args.map(name => ({ kind: defaultKind, name })) : targetsOf(args)
  const namespace = options.allNamespaces ? undefined : call.namespace
  for (const target of targets) {
    const { kind, name } = target
    if (name !== undefined) {
      if (selecting) throw new KubectlError(args.some(a => a.includes('/')) ? 'selectors and the all flag cannot be used when passing resource/name arguments' : 'name cannot be provided when a selector is specified')
      if (options.allNamespaces && kind.namespaced) throw new KubectlError('a resource cannot be retrieved by name across all namespaces')
      attempt(() => found.push({ kind, namespace: kind.namespaced ? namespace : undefined, object: named(call, kind, namespace, name, options) }))
    } else if (options.lists || selecting) {
      attempt(() => {
        const list = listOf(call.client, kind, { namespace, ...(labelSelector ? { labelSelector } : {}), ...(fieldSelector ? { fieldSelector } : {}) })
        found.push(...list.map(object => ({ kind, namespace: object.metadata.namespace, object })))
      })
    } else {
      throw new KubectlError('resource(s) were provided, but no name was specified')
    }
  }
  return { found, errors }
}
