// What `run` and `expose` make of their flags: pairs, numbers, and `--overrides`. Upstream: kubectl/pkg/generate, kubectl/pkg/cmd/util/override_options.go.
import { applyPatch, PatchError } from '../../engine/index.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { schemaOf, schemaType, type SchemaType } from '../../kube/schema.ts'
import { KubectlError } from '../errors.ts'
import type { Invocation } from './command.ts'

/** `a=b,c=d`. */
export const pairs = (text: string, wrong: (pair: string) => string): Record<string, string> => Object.fromEntries(text.split(',').filter(Boolean).map(p => {
  const [key, value, ...more] = p.split('=')
  if (value === undefined || more.length) throw new KubectlError(wrong(p))
  return [key, value]
}))

/** A number as Go's strconv.Atoi reads it. */
export function atoi(text: string): number {
  if (!/^[-+]?[0-9]+$/.test(text)) throw new KubectlError(`strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`)
  return Number(text)
}

function merged(target: any, patch: any): any {
  if (typeof patch !== 'object' || patch === null || Array.isArray(patch)) return patch
  const out: any = { ...(typeof target === 'object' && !Array.isArray(target) ? target : {}) }
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete out[key]
    else out[key] = merged(out[key], value)
  }
  return out
}

/** `--overrides`: a patch of what would be made. What the kind knows nothing of is left out of it. */
export function overridden(call: Invocation, made: AnyObject, kind: Kind): AnyObject {
  const text = call.text('overrides')
  if (!text) return made
  const type = call.text('override-type')
  if (type && !OVERRIDES.includes(type)) throw new KubectlError(`invalid override type: ${type}`)
  let patch: unknown
  try {
    patch = JSON.parse(text)
  } catch {
    throw new KubectlError(type === 'json' ? 'error parsing JSON patch' : 'Invalid JSON Patch')
  }
  try {
    // Go reads null as a map or a list with nothing in it; only the library for merge patches minds.
    if (patch === null) {
      if (type === 'json' || type === 'strategic') return made
      throw new KubectlError('Invalid JSON Patch')
    }
    const after = type === 'json' || type === 'strategic' ? applyPatch(kind, type, made, patch) : merged(made, patch) as AnyObject
    return known(schemaOf(kind), after) as AnyObject
  } catch (e) {
    throw e instanceof PatchError ? new KubectlError(e.message) : e
  }
}

const OVERRIDES = ['json', 'merge', 'strategic']

/** Only those fields that the type has. */
function known(type: SchemaType | undefined, value: unknown): unknown {
  if (!type?.fields.size || typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).flatMap(([key, v]) => {
    const field = type.fields.get(key)
    if (!field) return []
    const inner = typeof field.type === 'string' ? field.type : field.type[0] === 'list' && typeof field.type[1] === 'string' ? field.type[1] : undefined
    const below = inner?.startsWith('#') ? schemaType(inner) : undefined
    return [[key, Array.isArray(v) ? v.map(each => known(below, each)) : known(below, v)]]
  }))
}
