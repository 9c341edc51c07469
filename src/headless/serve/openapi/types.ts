// The API's types as JSON schemas, out of the schema that decoding and patching use. The two versions of OpenAPI differ in few words.
import { schemaType, type FieldType, type SchemaField, type SchemaType } from '../../../kube/schema.ts'
import { fieldDocFor } from '../../../worker/fieldDocs.ts'

export type Json = any

/** What a version of OpenAPI says its own way: another type, and what may be a number or a text. */
export interface Dialect {
  ref(name: string): Json
  /** `Time` and `MicroTime`. */
  time(name: string): Json
  readonly intOrString: Json
  readonly quantity: Json
}

/** Where a type was met first: its fields are explained as they are there. */
export interface Place { readonly plural: string; readonly path: string }
export type Seen = Map<string, Place>

function typeOf(type: FieldType, seen: Seen, at: Place, dialect: Dialect): Json {
  if (typeof type !== 'string') {
    const inner = typeOf(type[1], seen, at, dialect)
    return type[0] === 'map' ? { type: 'object', additionalProperties: inner } : { type: 'array', items: inner }
  }
  if (type.startsWith('#')) {
    if (!seen.has(type.slice(1))) seen.set(type.slice(1), at)
    return dialect.ref(type.slice(1))
  }
  switch (type) {
    case 'int32': case 'int64': return { type: 'integer', format: type }
    case 'boolean': return { type: 'boolean' }
    case 'Time': case 'MicroTime': return dialect.time(type)
    case 'IntOrString': return dialect.intOrString
    case 'Quantity': return dialect.quantity
    case 'bytes': return { type: 'string', format: 'byte' }
    case 'string': return { type: 'string' }
    default: return { type: 'object' }
  }
}

function fieldOf(field: SchemaField, seen: Seen, at: Place, dialect: Dialect): Json {
  const strategies = field.patch
  return {
    ...typeOf(field.type, seen, at, dialect),
    ...(field.enum ? { enum: field.enum } : {}),
    ...(field.list ? { 'x-kubernetes-list-type': field.list } : {}), ...(field.keys ? { 'x-kubernetes-list-map-keys': field.keys } : {}),
    ...(field.map ? { 'x-kubernetes-map-type': field.map } : {}),
    ...(field.mergeKey ? { 'x-kubernetes-patch-merge-key': field.mergeKey } : {}), ...(strategies ? { 'x-kubernetes-patch-strategy': strategies } : {}),
  }
}

/** A type with its fields and our words for them. Types that it names are added to `seen`. */
export function componentOf(type: SchemaType, seen: Seen, { plural, path }: Place, dialect: Dialect): Json {
  const properties: Record<string, Json> = {}
  for (const [name, field] of type.fields) {
    const at = path ? `${path}.${name}` : name
    const words = fieldDocFor(plural, at, 'en')
    properties[name] = { ...(words ? { description: words } : {}), ...fieldOf(field, seen, { plural, path: at }, dialect) }
  }
  return { type: 'object', properties, ...(type.required.size ? { required: [...type.required] } : {}) }
}

/** The types that others name, and those that these name, until none is left: a map that grows while it is walked is walked to its new end. */
export function others(schemas: Record<string, Json>, waiting: Seen, dialect: Dialect): void {
  for (const [name, at] of waiting) {
    if (schemas[name]) continue
    const type = schemaType(name)
    schemas[name] = type ? componentOf(type, waiting, at, dialect) : { type: 'object' }
  }
}

/** What may stand in the query of a write. */
export const QUERY = ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map(name => ({ name, type: name === 'force' ? 'boolean' : 'string' }))
