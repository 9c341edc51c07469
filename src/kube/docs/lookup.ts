// From a kind and a path to our words for the field, by way of the schema.
import { kindNamed, kindOfPlural } from '../kinds.ts'
import { schemaOf, schemaType, type FieldType, type SchemaField, type SchemaType } from '../schema.ts'
import { fieldDoc, type DocLang } from './fields.ts'

/** The name of the type that a field holds, itself or in a list or map: `PodSpec`; undefined for texts, numbers and the like. */
export const typeNameOf = (type: FieldType): string | undefined =>
  (typeof type === 'string' ? (type.startsWith('#') ? type.slice(1) : undefined) : typeNameOf(type[1]))

/** A step of the way from a kind to a field: the type, the field in it, and what the schema says of that. */
export interface FieldStep { readonly type: SchemaType; readonly name: string; readonly field: SchemaField }

/** The way to a field (`spec.template.spec.containers`, indexes in brackets or alone are passed over), or undefined where it leads nowhere. */
export function stepsTo(root: SchemaType, path: readonly string[]): readonly FieldStep[] | undefined {
  const steps: FieldStep[] = []
  let type: SchemaType | undefined = root
  for (const name of path) {
    if (/^\d+$/.test(name)) continue
    const field: SchemaField | undefined = type?.fields.get(name)
    if (type === undefined || field === undefined) return undefined
    steps.push({ type, name, field })
    const next = typeNameOf(field.type)
    type = next === undefined ? undefined : schemaType(next)
  }
  return steps
}

/**
 * Our words for a field of a kind: `fieldDocOf('jobs', 'spec.parallelism', 'en')`; the kind by its plural or its name; an empty
 * path asks for the kind itself. Undefined where we have none.
 */
export function fieldDocOf(kind: string, path: string, lang: DocLang): string | undefined {
  const known = kindOfPlural(kind) ?? kindNamed(kind)
  const root = known && schemaOf(known)
  if (root === undefined) return undefined
  if (path === '') return fieldDoc(root.name, '', lang)
  const last = stepsTo(root, path.replaceAll(/\[[^\]]*\]/g, '').split('.'))?.at(-1)
  if (last === undefined) return undefined
  const inner = typeNameOf(last.field.type)
  return fieldDoc(last.type.name, last.name, lang) ?? (inner === undefined ? undefined : fieldDoc(inner, '', lang))
}
