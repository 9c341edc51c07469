// How a value is looked into for ownership: as a whole, field by field, or element by element.
// Upstream: structured-merge-diff typed/{tofieldset,compare,merge,remove}.go over the API's OpenAPI schema.
import type { FieldType, SchemaField, SchemaType } from '../../../kube/schema.ts'
import { schemaType } from '../../../kube/schema.ts'
import { fieldElement, keyElement, valueElement, type Element } from './fieldSet.ts'

type Json = any

/** One level of the schema. `atomic`: owned as a whole, like a number or a text. */
export type Shape =
  | { readonly how: 'atomic' }
  | { readonly how: 'struct'; readonly type: SchemaType }
  | { readonly how: 'map'; readonly of: FieldType }
  | { readonly how: 'set' }
  | { readonly how: 'list'; readonly keys: readonly string[]; readonly of: SchemaType }

const ATOMIC: Shape = { how: 'atomic' }

/** Structures that are owned as a whole wherever they stand (upstream: `+structType=atomic`). */
const atomicStructs = new Set([
  'RoleRef', 'Subject',
  'ConfigMapKeySelector', 'CrossVersionObjectReference', 'EndpointAddress', 'FileKeySelector', 'LabelSelector', 'LocalObjectReference', 'NodeSelector',
  'NodeSelectorTerm', 'ObjectFieldSelector', 'ObjectReference', 'OwnerReference', 'ResourceFieldSelector', 'ScopeSelector', 'SecretKeySelector', 'SecretReference',
  'TopologySelectorTerm', 'TypedLocalObjectReference',
])

/** Keys that may be left out: their defaults are part of the schema. */
const keyDefaults: Readonly<Record<string, unknown>> = { protocol: 'TCP' }

const shapes = new WeakMap<object, Shape>()

export const structShape = (type: SchemaType): Shape => {
  let shape = shapes.get(type)
  if (!shape) shapes.set(type, shape = atomicStructs.has(type.goName) ? ATOMIC : { how: 'struct', type })
  return shape
}

function shapeOfType(type: FieldType): Shape {
  if (typeof type !== 'string') return type[0] === 'map' ? { how: 'map', of: type[1] } : ATOMIC
  const struct = type.startsWith('#') ? schemaType(type) : undefined
  return struct ? structShape(struct) : ATOMIC
}

export function shapeOfField(field: SchemaField): Shape {
  let shape = shapes.get(field)
  if (!shape) {
    const { type } = field
    const item = typeof type !== 'string' && type[0] === 'list' && typeof type[1] === 'string' ? schemaType(type[1]) : undefined
    if (field.list === 'set') shape = { how: 'set' }
    else if (field.list === 'map' && item) shape = { how: 'list', keys: field.keys ?? [], of: item }
    else if (field.map === 'atomic') shape = ATOMIC
    else shape = shapeOfType(type)
    shapes.set(field, shape)
  }
  return shape
}

/** The shape of a field of a structure or map; a field that the schema does not know is owned as a whole. */
export function shapeAt(shape: Shape, name: string): Shape {
  if (shape.how === 'map') return shapeOfType(shape.of)
  const field = shape.how === 'struct' ? shape.type.fields.get(name) : undefined
  return field ? shapeOfField(field) : ATOMIC
}

/** Elements of a list are told apart by their keys: the element, and each item under it, in order; the last of several wins. */
export function itemsOf(shape: Shape, list: readonly Json[]): Map<Element, Json> {
  const items = new Map<Element, Json>()
  for (const item of list) items.set(elementOf(shape, item), item)
  return items
}

export function elementOf(shape: Shape, item: Json): Element {
  if (shape.how !== 'list') return valueElement(item)
  const keys: Record<string, unknown> = {}
  for (const key of shape.keys) {
    const value = item?.[key] ?? keyDefaults[key]
    if (value !== undefined) keys[key] = value
  }
  return keyElement(keys)
}

/** The key of a list's item that is missing and has no default. */
export function missingKey(shape: Shape, item: Json): string | undefined {
  return shape.how === 'list' ? shape.keys.find(key => item?.[key] === undefined && keyDefaults[key] === undefined) : undefined
}

export const itemShape = (shape: Shape): Shape => (shape.how === 'list' ? structShape(shape.of) : ATOMIC)

export const isMapShape = (shape: Shape): shape is Shape & { readonly how: 'struct' | 'map' } => shape.how === 'struct' || shape.how === 'map'

/** Whether it has members by name. */
export const isFields = (value: Json): value is Readonly<Record<string, Json>> => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The members of an object that hold something. */
export function entriesOf(value: Json): [string, Element][] {
  return isFields(value) ? Object.keys(value).filter(k => value[k] !== undefined).map(k => [k, fieldElement(k)]) : []
}

/** Nothing lies in it. */
export function isHollow(value: Json): boolean {
  if (value === undefined || value === null) return true
  if (typeof value !== 'object') return false
  if (Array.isArray(value)) return value.length === 0
  for (const name in value) if (value[name] !== undefined) return false
  return true
}
