// Which objects a command line means: `pods`, `po,svc`, `job/pi`, `pods a b`, `-l`, `--all`, files. Upstream: cli-runtime/pkg/resource, Builder.
import { ApiError } from '../../engine/api/errors.ts'
import { kinds, type Kind } from '../../kube/kinds.ts'
import type { AnyObject, ApiObject } from '../../kube/object.ts'
import { KubectlError } from '../errors.ts'
import type { ApiClient } from '../../engine/api/client.ts'

const byName = new Map<string, Kind>()
for (const kind of kinds) {
  for (const name of [kind.plural, kind.singular, ...kind.shortNames]) {
    if (!byName.has(name)) byName.set(name, kind)
    if (kind.group) {
      byName.set(`${name}.${kind.group}`, kind)
      byName.set(`${name}.${kind.version}.${kind.group}`, kind)
    } else {
      byName.set(`${name}.${kind.version}.`, kind)
    }
  }
}

/** Of `pods.v1.apps`, only what stands before the first point is named. */
const wrongType = (name: string) => new KubectlError(`the server doesn't have a resource type ${JSON.stringify(name.split('.')[0])}`)

/** The kind that a word means: plural, singular, short name, `jobs.batch`, `jobs.v1.batch`, whatever the case. */
export const kindFor = (name: string): Kind | undefined => byName.get(name.toLowerCase())

export function requireKind(name: string): Kind {
  const kind = kindFor(name)
  if (!kind) throw wrongType(name)
  return kind
}

/** `all`, or a list of kinds. */
function kindsFor(list: string): Kind[] {
  return [...new Set(list.split(','))].flatMap(name => (name === 'all' ? kinds.filter(k => k.categories.includes('all')) : [requireKind(name)]))
}

/** One object that was named, or a whole list of a kind. */
export type Target =
  | { readonly kind: Kind; readonly name: string }
  | { readonly kind: Kind; readonly name?: undefined }

const MIXED = "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form " +
  "(e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'"

/** What the arguments name. */
export function targetsOf(args: readonly string[]): Target[] {
  if (args.length === 0) return []
  const slashed = args.filter(a => a.includes('/'))
  if (slashed.length) {
    if (slashed.length !== args.length) throw new KubectlError(MIXED)
    return args.map(arg => {
      const parts = arg.split('/')
      if (parts.length !== 2) throw new KubectlError('arguments in resource/name form may not have more than one slash')
      if (!parts[0] || !parts[1] || parts[0].includes(',')) throw new KubectlError('arguments in resource/name form must have a single resource and name')
      return { kind: requireKind(parts[0]), name: parts[1] }
    })
  }
  if (args.length > 1 && args[0]!.split(',').includes('all')) throw new KubectlError('you must specify only one resource')
  const list = kindsFor(args[0]!)
  if (args.slice(1).includes('')) throw new KubectlError('resource name may not be empty')
  return args.length === 1 ? list.map(kind => ({ kind })) : list.flatMap(kind => args.slice(1).map(name => ({ kind, name })))
}

export interface Selection {
  readonly namespace: string | undefined
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

/** A list that failed tells which one it was; so does kubectl. */
export function listOf(client: ApiClient, kind: Kind, { namespace, labelSelector, fieldSelector }: Selection): readonly AnyObject[] {
  try {
    return client.list(kind, kind.namespaced ? namespace : undefined, {
      ...(labelSelector ? { labelSelector } : {}), ...(fieldSelector ? { fieldSelector } : {}),
    }) as readonly ApiObject[] as readonly AnyObject[]
  } catch (e) {
    if (!(e instanceof ApiError) || e.reason !== 'BadRequest' || (!labelSelector && !fieldSelector)) throw e
    const of = kind.group ? `${kind.group}/${kind.version}` : `/${kind.version}`
    if (e.message.startsWith('Unable to find ')) throw e
    throw new ApiError(e.code, e.reason, `Unable to find "${of}, Resource=${kind.plural}" that match label selector ${JSON.stringify(labelSelector ?? '')}, ` +
      `field selector ${JSON.stringify(fieldSelector ?? '')}: ${e.message}`, e.details)
  }
}

/** `pods` → `pod`, `jobs` → `job.batch`: how kubectl names an object's kind in what it prints. */
export const kindName = (kind: Kind): string => (kind.group ? `${kind.singular}.${kind.group}` : kind.singular)

/** `job.batch/pi`. */
export const nameOf = (kind: Kind, name: string): string => `${kindName(kind)}/${name}`
