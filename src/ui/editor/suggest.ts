// What could be typed at a place in a manifest, and what is to be said of the field that stands there. Pure: Monaco gets it from
// providers.ts.
import { fieldDoc, type DocLang } from '../../kube/docs/fields.ts'
import { stepsTo, typeNameOf } from '../../kube/docs/lookup.ts'
import { apiVersionOf, kindNamed, kinds, type Kind } from '../../kube/kinds.ts'
import { schemaOf, schemaType, type FieldType, type SchemaField, type SchemaType } from '../../kube/schema.ts'
import type { YamlPlace } from './yamlPlace.ts'

export interface Suggestion {
  readonly label: string
  /** Text to put in the place of what is typed; whole lines after the first carry their full indentation. */
  readonly insert: string
  readonly detail: string
  readonly doc: string | undefined
  readonly required: boolean
  readonly isValue: boolean
  /** Completion goes on at once: a value is wanted next. */
  readonly more: boolean
}

/** How a type is called in the hover: `integer`, `[]Container`, `map[string]string`. */
function typeText(type: FieldType): string {
  if (typeof type !== 'string') return type[0] === 'list' ? `[]${typeText(type[1])}` : `map[string]${typeText(type[1])}`
  if (type.startsWith('#')) return type.slice(type.lastIndexOf('.') + 1).replace('#', '')
  return ({ int32: 'integer', int64: 'integer', int: 'integer' } as Record<string, string>)[type] ?? type
}

const isList = (type: FieldType) => typeof type !== 'string' && type[0] === 'list'
const isMap = (type: FieldType) => typeof type !== 'string' && type[0] === 'map'

function rootOf(place: Pick<YamlPlace, 'kind' | 'apiVersion'>): { readonly kind: Kind; readonly type: SchemaType } | undefined {
  const kind = place.kind === undefined ? undefined : kindNamed(place.kind)
  const type = kind && schemaOf(kind)
  return kind && type ? { kind, type } : undefined
}

/** The type of the mapping in which the place stands; undefined where it has no fixed fields (labels) or none are known. */
function typeAt(place: YamlPlace): SchemaType | undefined {
  const root = rootOf(place)
  if (root === undefined) return undefined
  if (place.path.length === 0) return root.type
  const last = stepsTo(root.type, place.path)?.at(-1)
  if (last === undefined || isMap(last.field.type)) return undefined
  const name = typeNameOf(last.field.type)
  return name === undefined ? undefined : schemaType(name)
}

/** What follows a key, by what its value will be. */
function afterKey(field: SchemaField, indent: number): string {
  const name = typeNameOf(field.type)
  const under = ' '.repeat(indent + 2)
  if (isList(field.type)) return `:\n${' '.repeat(indent)}- `
  return name !== undefined || isMap(field.type) ? `:\n${under}` : ': '
}

function keysOf(place: YamlPlace, type: SchemaType, lang: DocLang): readonly Suggestion[] {
  const top = place.path.length === 0
  return [...type.fields]
    .filter(([name]) => !place.siblings.has(name) && !(top && name === 'status'))
    .map(([name, field]) => ({
      label: name, insert: name + afterKey(field, place.indent), detail: typeText(field.type), doc: docOf(type, name, field, lang),
      required: type.required.has(name) || (top && (name === 'apiVersion' || name === 'kind')), isValue: false, more: field.enum !== undefined || name === 'kind',
    }))
}

const docOf = (type: SchemaType, name: string, field: SchemaField, lang: DocLang): string | undefined => {
  const inner = typeNameOf(field.type)
  return fieldDoc(type.name, name, lang) ?? (inner === undefined ? undefined : fieldDoc(inner, '', lang))
}

const value = (label: string, detail = '', doc?: string): Suggestion => ({ label, insert: label, detail, doc, required: false, isValue: true, more: false })

function valuesOf(place: YamlPlace, lang: DocLang): readonly Suggestion[] {
  if (place.path.length === 0 && place.key === 'kind') {
    const fitting = kinds.filter(k => place.apiVersion === undefined || place.apiVersion === '' || apiVersionOf(k) === place.apiVersion)
    return (fitting.length > 0 ? fitting : kinds).map(k => value(k.kind, apiVersionOf(k), fieldDoc(schemaOf(k)?.name ?? '', '', lang)))
  }
  if (place.path.length === 0 && place.key === 'apiVersion') {
    const kind = place.kind === undefined ? undefined : kindNamed(place.kind)
    return (kind ? [apiVersionOf(kind)] : [...new Set(kinds.map(apiVersionOf))]).map(v => value(v))
  }
  const field = place.key === undefined ? undefined : typeAt(place)?.fields.get(place.key)
  if (field === undefined) return []
  if (field.enum !== undefined) return field.enum.map(v => value(v))
  return field.type === 'boolean' ? [value('true'), value('false')] : []
}

const NO_KIND: readonly Suggestion[] = ['apiVersion', 'kind', 'metadata', 'spec'].map(label => ({
  label, insert: label === 'metadata' || label === 'spec' ? `${label}:\n  ` : `${label}: `, detail: '', doc: undefined, required: label !== 'spec', isValue: false, more: label === 'kind',
}))

/** Everything that could stand at a place: required fields first, then by the alphabet. */
export function suggestionsAt(place: YamlPlace, lang: DocLang): readonly Suggestion[] {
  if (place.on === 'value') return valuesOf(place, lang)
  const type = typeAt(place)
  if (type === undefined) {
    return place.path.length === 0 && rootOf(place) === undefined ? NO_KIND.filter(s => !place.siblings.has(s.label)).map(s => ({ ...s, doc: fieldDoc('*', s.label, lang) })) : []
  }
  return keysOf(place, type, lang).toSorted((a, b) => Number(b.required) - Number(a.required) || (a.label < b.label ? -1 : 1))
}

export interface FieldHelp {
  /** `spec.template.spec.containers` */
  readonly path: string
  readonly type: string
  readonly required: boolean
  readonly values: readonly string[]
  readonly doc: string | undefined
  /** What to ask kubectl: `job.spec.parallelism`. */
  readonly explain: string
}

/** What is to be said of the key at a place. */
export function helpAt(place: YamlPlace, lang: DocLang): FieldHelp | undefined {
  const root = rootOf(place)
  if (root === undefined || place.key === undefined) return undefined
  const step = stepsTo(root.type, [...place.path, place.key])?.at(-1)
  if (step === undefined) return undefined
  const path = [...place.path, place.key].join('.')
  return {
    path, type: typeText(step.field.type), required: step.type.required.has(step.name), values: step.field.enum ?? [],
    doc: docOf(step.type, step.name, step.field, lang), explain: `${root.kind.singular}.${path}`,
  }
}
