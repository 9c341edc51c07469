// Patches of a kustomization: strategic or JSON, aimed at objects by what they are called. Upstream: kustomize api/internal/builtins/PatchTransformer.go.
import { applyPatch, Pattern } from '../../engine/index.ts'
import { ApiError } from '../../engine/api/errors.ts'
import { apiVersionOf, kinds } from '../../kube/kinds.ts'
import { parseSelector } from '../../kube/labelText.ts'
import { ParseError, parseYaml } from '../../kube/yaml.ts'
import { KubectlError } from '../errors.ts'
import { groupVersionOf, noMatch, type Resource } from './resource.ts'

type Json = any

export interface Target {
  readonly group?: string
  readonly version?: string
  readonly kind?: string
  readonly name?: string
  readonly namespace?: string
  readonly labelSelector?: string
  readonly annotationSelector?: string
}

const same = (wanted: string | undefined, text: string): boolean => !wanted || wanted === text
const matching = (pattern: string | undefined, text: string): boolean => {
  if (!pattern) return true
  try {
    return new Pattern(`^(?:${pattern})$`).test(text)
  } catch {
    throw new KubectlError(`error parsing regexp: ${JSON.stringify(pattern)}`)
  }
}

/** Whether a target means a resource, by any name that it has had. `exactly`: the target's words are names and no patterns. */
export function isMeant({ object, names }: Resource, target: Target, exactly = false): boolean {
  const whole = exactly ? same : matching
  const [group, version] = groupVersionOf(object)
  return whole(target.group, group) && whole(target.version, version) && whole(target.kind, object.kind) && [...names].some(n => whole(target.name, n))
    && whole(target.namespace, object.metadata?.namespace ?? '')
    && (!target.labelSelector || parseSelector(target.labelSelector).matches(object.metadata?.labels ?? {}))
    && (!target.annotationSelector || parseSelector(target.annotationSelector).matches(object.metadata?.annotations ?? {}))
}

const read = (text: string): Json[] => {
  try {
    return parseYaml(text).map(d => d.value)
  } catch (e) {
    if (!(e instanceof ParseError)) throw e
    throw new KubectlError(`unable to parse SM or JSON patch from [${text}]`)
  }
}

/** An object with `$patch: delete` is asked to go. */
const isDeletion = (patch: Json): boolean => patch.$patch === 'delete'

function patched(r: Resource, type: 'json' | 'strategic', body: Json): void {
  const kind = kinds.find(k => k.kind === r.object.kind && apiVersionOf(k) === r.object.apiVersion)
  try {
    const { apiVersion, kind: name, metadata } = r.object
    const next = applyPatch(kind, type, r.object, body) as Json
    r.object = type === 'json' ? next : { ...next, apiVersion, kind: name, metadata: { ...next.metadata, name: metadata.name, ...(metadata.namespace ? { namespace: metadata.namespace } : {}) } }
  } catch (e) {
    if (!(e instanceof ApiError)) throw e
    throw new KubectlError(e.message)
  }
}

/** Carries out one patch; what it takes away is no more in the list that comes back. */
export function patch(resources: readonly Resource[], text: string, target: Target | undefined): Resource[] {
  let left = [...resources]
  for (const body of read(text)) {
    if (Array.isArray(body)) {
      if (!target) throw new KubectlError('must specify a target for JSON patch')
      const meant = left.filter(r => isMeant(r, target))
      for (const r of meant) patched(r, 'json', body)
      continue
    }
    if (typeof body !== 'object' || body === null) throw new KubectlError(`unable to parse SM or JSON patch from [${text}]`)
    const named: Target = target ?? {
      kind: body.kind, name: body.metadata?.name, ...(body.metadata?.namespace ? { namespace: body.metadata.namespace } : {}),
    }
    const meant = left.filter(r => (target ? isMeant(r, named) : r.object.kind === named.kind && r.object.apiVersion === body.apiVersion && r.names.has(named.name ?? '')))
    if (meant.length === 0 && !target) throw noMatch(idOf(body))
    if (isDeletion(body)) left = left.filter(r => !meant.includes(r))
    else for (const r of meant) patched(r, 'strategic', body)
  }
  return left
}

function idOf(body: Json): string {
  const [group, version] = String(body.apiVersion ?? '').includes('/') ? body.apiVersion.split('/') : ['[noGrp]', body.apiVersion ?? '[noVer]']
  return `${body.kind ?? '[noKind]'}.${version}.${group}/${body.metadata?.name ?? '[noName]'}.${body.metadata?.namespace ?? '[noNs]'}`
}
