// How a field is patched: by which strategy, by which key its elements are told apart, and of what type what is in it is.
// Upstream: apimachinery/pkg/util/strategicpatch/meta.go, third_party/forked/golang/json/fields.go.
import type { FieldType, SchemaType } from '../../../kube/schema.ts'
import { schemaType } from '../../../kube/schema.ts'
import { PatchError } from './patchError.ts'

/** A struct of the schema, a map of something, or a type that cannot be looked into. */
type Field = NonNullable<ReturnType<SchemaType['fields']['get']>>
export type Level = { readonly struct: SchemaType } | { readonly of: FieldType } | { readonly scalar: string }

export interface FieldMeta {
  /** `merge`, `replace` or none. */
  readonly strategy: string
  readonly retainKeys: boolean
  readonly mergeKey: string
  /** What the field holds: of a list, one element. */
  readonly inner: Level
}

function levelOf(type: FieldType): Level {
  if (typeof type !== 'string') return type[0] === 'map' ? { of: type[1] } : levelOf(type[1])
  const struct = type.startsWith('#') ? schemaType(type) : undefined
  return struct ? { struct } : { scalar: type }
}

/** What is known of a field; throws where the type has no such field. */
export function fieldMeta(level: Level, key: string): FieldMeta {
  if ('of' in level) return { strategy: '', retainKeys: false, mergeKey: '', inner: levelOf(level.of) }
  if ('scalar' in level) throw new PatchError(`merging an object in json but data type is not struct, instead is: ${level.scalar}`)
  const field = level.struct.fields.get(key)
  if (!field) throw new PatchError(`unable to find api field in struct ${level.struct.goName} for the json field ${JSON.stringify(key)}`)
  let meta = metas.get(field)
  if (!meta) metas.set(field, meta = metaOf(field))
  return meta
}

const metas = new WeakMap<object, FieldMeta>()

function metaOf(field: Field): FieldMeta {
  const strategies = field.patch?.split(',') ?? []
  return {
    strategy: strategies.find(s => s !== 'retainKeys') ?? '', retainKeys: strategies.includes('retainKeys'), mergeKey: field.mergeKey ?? '',
    inner: levelOf(field.type),
  }
}
