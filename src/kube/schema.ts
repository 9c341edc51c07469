// What fields the API's types have: for decoding, patching and `kubectl explain`. Read from schema.json, which is generated.
import raw from './schema.json' with { type: 'json' }
import type { Kind } from './kinds.ts'

/** `string`, `int32`, `Quantity`…; `#Container` is another type; lists and maps say of what. */
export type FieldType = string | readonly ['list' | 'map', FieldType]

export interface SchemaField {
  readonly type: FieldType
  readonly enum?: readonly string[]
  /** The field by which elements of a list are told apart in strategic patches. */
  readonly mergeKey?: string
  /** Patch strategies: `merge`, `replace`, `retainKeys`; several with a comma. */
  readonly patch?: string
  /** Server-side apply: how a list or map is merged. */
  readonly list?: 'atomic' | 'set' | 'map'
  readonly keys?: readonly string[]
  readonly map?: 'atomic' | 'granular'
}

export interface SchemaType {
  /** As in schema.json: `PodSpec`, `batch.JobSpec`. */
  readonly name: string
  /** Go's name for it: `PodSpec`, `JobSpec`. */
  readonly goName: string
  readonly fields: ReadonlyMap<string, SchemaField>
  readonly required: ReadonlySet<string>
}

type RawField = readonly [FieldType, Omit<SchemaField, 'type'>?]
interface RawType {
  readonly fields?: Readonly<Record<string, RawField>>
  readonly required?: readonly string[]
  readonly gvk?: readonly { readonly group: string; readonly version: string; readonly kind: string }[]
}

const source = raw as unknown as Readonly<Record<string, RawType>>
const types = new Map<string, SchemaType>()
let byKind: Map<string, string> | undefined

/** The type of this name (with or without its `#`), or undefined. */
export function schemaType(name: string): SchemaType | undefined {
  const key = name.startsWith('#') ? name.slice(1) : name
  let found = types.get(key)
  if (!found) {
    const type = Object.hasOwn(source, key) ? source[key] : undefined
    if (!type) return undefined
    found = {
      name: key,
      goName: key.slice(key.lastIndexOf('.') + 1),
      fields: new Map(Object.entries(type.fields ?? {}).map(([field, [of, more]]) => [field, { type: of, ...more }])),
      required: new Set(type.required),
    }
    types.set(key, found)
  }
  return found
}

/** The type of a kind's objects, or undefined for a kind that is not known. */
export function schemaOf(kind: Pick<Kind, 'group' | 'version' | 'kind'>): SchemaType | undefined {
  byKind ??= new Map(Object.entries(source).flatMap(([name, type]) => (type.gvk ?? []).map(g => [`${g.group}/${g.version}/${g.kind}`, name] as [string, string])))
  const name = byKind.get(`${kind.group}/${kind.version}/${kind.kind}`)
  return name === undefined ? undefined : schemaType(name)
}
