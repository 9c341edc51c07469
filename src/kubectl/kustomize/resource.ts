// An object on its way through a kustomization, and the names it has had.
import { kindNamed } from '../../kube/kinds.ts'
import { KubectlError } from '../errors.ts'

type Json = any

export interface Resource {
  object: Json
  /** Every name it was known by, as written first: patches and references may use any of them. */
  readonly names: Set<string>
  /** Generated: its name shall end in a hash of what it holds. */
  readonly hashed: boolean
}

export const resourceOf = (object: Json, hashed = false): Resource => ({ object, names: new Set([object.metadata?.name ?? '']), hashed })

export const isNamespaced = (object: Json): boolean => kindNamed(object.kind)?.namespaced ?? !['ClusterRole', 'ClusterRoleBinding', 'CustomResourceDefinition', 'APIService'].includes(object.kind)

export function rename(resource: Resource, name: string): void {
  resource.names.add(name)
  resource.object = { ...resource.object, metadata: { ...resource.object.metadata, name } }
}

/** The two parts of an object's apiVersion; the group of the core is empty. */
export const groupVersionOf = ({ apiVersion }: Json): [group: string, version: string] => (String(apiVersion).includes('/') ? apiVersion.split('/') : ['', apiVersion])

/** `Deployment.v1.apps/web.[noNs]`, as kustomize names an object in its messages. */
export function idText({ object }: Resource): string {
  const [group, version] = groupVersionOf(object)
  return `${object.kind}.${version}.${group || '[noGrp]'}/${object.metadata?.name}.${object.metadata?.namespace ?? '[noNs]'}`
}

export function noMatch(what: string): KubectlError { return new KubectlError(`no matches for Id ${what}; failed to find unique target for patch ${what}`) }

/** Changes a value at a path; `*` means every element. Missing structures are made where `create` says so. */
export function changeAt(value: Json, path: readonly string[], create: boolean, change: (value: Json) => Json): Json {
  const [head, ...rest] = path
  if (head === undefined) return change(value)
  if (head === '*') return Array.isArray(value) ? value.map(v => changeAt(v, rest, create, change)) : value
  if (value === undefined || value === null) {
    if (!create) return value
    value = {}
  }
  if (typeof value !== 'object' || Array.isArray(value)) return value
  if (!Object.hasOwn(value, head) && !create) return value
  const changed = changeAt(value[head], rest, create, change)
  return changed === value[head] ? value : { ...value, [head]: changed }
}
