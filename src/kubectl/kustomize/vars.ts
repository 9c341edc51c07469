// `$(NAME)` in what containers are told, out of a field of another object: the older form of replacements.
// Upstream: kustomize api/internal/accumulator/refvartransformer.go, builtinpluginconsts/varreference.go.
import { KubectlError } from '../errors.ts'
import type { Target } from './patches.ts'
import { pathOf, valueAt } from './replacements.ts'
import { groupVersionOf, type Resource } from './resource.ts'

type Json = any

export interface Var {
  readonly name?: string
  readonly objref?: Target & { readonly apiVersion?: string }
  readonly fieldref?: { readonly fieldpath?: string }
}

/** `$(A)` becomes what A is; `$$(A)` is the text `$(A)`; names that nobody knows stay. */
const expand = (text: string, values: ReadonlyMap<string, Json>): string =>
  text.replace(/\$\$|\$\(([^()]*)\)/g, (whole, name: string | undefined) => (name === undefined ? '$' : values.has(name) ? String(values.get(name)) : whole))

const ofContainer = (container: Json, change: (text: Json) => Json): Json => {
  if (typeof container !== 'object' || container === null) return container
  const list = (value: Json) => (Array.isArray(value) ? value.map(change) : value)
  const field = (value: Json, name: string) => (Array.isArray(value) ? value.map(v => (typeof v?.[name] === 'string' ? { ...v, [name]: change(v[name]) } : v)) : value)
  const out = { ...container }
  for (const name of ['args', 'command']) if (out[name] !== undefined) out[name] = list(out[name])
  if (out.env !== undefined) out.env = field(out.env, 'value')
  if (out.volumeMounts !== undefined) out.volumeMounts = field(out.volumeMounts, 'mountPath')
  return out
}

/** As Go prints the structure. */
const shownAs = (given: Var | null, { kind, version, group }: Target, fieldpath: string): string =>
  `{${given?.name ?? ''} ${kind || '[noKind]'}.${version || '[noVer]'}.${group || '[noGrp]'} {${fieldpath}}}`

/** What a variable does not say is nothing here, and no wildcard; but for the namespace. */
function isExactly({ object, names }: Resource, { group = '', version = '', kind = '', name = '', namespace = '' }: Target): boolean {
  const [ofGroup, ofVersion] = groupVersionOf(object)
  return group === ofGroup && version === ofVersion && kind === object.kind && [...names].includes(name) && (namespace === '' || namespace === (object.metadata?.namespace ?? ''))
}

export function resolveVars(resources: readonly Resource[], vars: readonly (Var | null)[]): void {
  if (vars.length === 0) return
  const values = new Map<string, Json>()
  // The whole list is said as it was written, before an apiVersion is taken apart.
  const written = () => vars.map(given => shownAs(given, given?.objref ?? {}, given?.fieldref?.fieldpath ?? '')).join(' ')
  for (const given of vars) {
    const { name = '', objref = {}, fieldref } = given ?? {}
    const { apiVersion = '', ...rest } = objref
    const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : [rest.group, apiVersion || rest.version]
    const target: Target = { ...rest, ...(group ? { group } : {}), ...(version ? { version } : {}) }
    const found = resources.filter(r => isExactly(r, target))
    if (found.length > 1) {
      throw new KubectlError(`merging vars [${written()}]: found ${found.length} resId matches for var ${shownAs(given, target, fieldref?.fieldpath ?? '')} (unable to disambiguate)`)
    }
    const fieldpath = fieldref?.fieldpath || 'metadata.name'
    const shown = shownAs(given, target, fieldpath)
    if (found.length === 0) throw new KubectlError(`var '${shown}' cannot be mapped to a field in the set of known resources`)
    const value = valueAt(found[0]!.object, pathOf(fieldpath))
    if (value === undefined) throw new KubectlError(`field specified in var '${shown}' not found in corresponding resource`)
    values.set(name, value)
  }
  const change = (text: Json) => (typeof text === 'string' ? expand(text, values) : text)
  const visit = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(visit)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, v]) =>
      [key, (key === 'containers' || key === 'initContainers') && Array.isArray(v) ? v.map(c => ofContainer(c, change)) : visit(v)]))
  }
  for (const r of resources) r.object = visit(r.object)
}
