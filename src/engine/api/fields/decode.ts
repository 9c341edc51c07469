// From JSON to an object of a kind: wrong types are refused in the words of Go's decoder, unknown fields as fieldValidation asks.
// Upstream: apimachinery/pkg/runtime/serializer/json, sigs.k8s.io/json (Go's encoding/json), apiserver/pkg/endpoints/handlers/create.go.
import { goJson } from '../../../kube/goJson.ts'
import type { Kind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { FieldType, SchemaType } from '../../../kube/schema.ts'
import { schemaOf, schemaType } from '../../../kube/schema.ts'
import type { PatchType, WriteOptions } from '../client.ts'
import { ApiError, badRequest } from '../errors.ts'
import { goValue } from '../patch/values.ts'
import type { Json } from '../patch/values.ts'
import { isLeftOut, keepsNull, timesByValue } from './emptyFields.ts'
import { brokenBase64, conversionError, fits, goQuote, kindOfJson, quantity, Stop, time } from './goScalars.ts'
import { goTypeName } from './goTypeNames.ts'

type Validation = Pick<WriteOptions, 'fieldValidation' | 'onWarning'>

/** What decoding found, besides the object. */
export interface Decoded {
  readonly value: unknown
  /** The error that Go's decoder would return, or undefined. */
  readonly error: string | undefined
  /** `unknown field "spec.foo"`, in the order of the text. */
  readonly unknown: readonly string[]
}

/** Where a value stands: the struct it is a field of, and the names of the fields that lead to it. */
interface Place { readonly owner: SchemaType; readonly field: string; readonly fields: string; readonly path: string }

const isObject = (v: unknown): v is Readonly<Record<string, unknown>> => typeof v === 'object' && v !== null && !Array.isArray(v)
const same = (a: readonly unknown[], b: readonly unknown[]) => a.length === b.length && a.every((v, i) => v === b[i])

class Decoder {
  readonly unknown: string[] = []
  error: string | undefined
  private readonly converting: boolean

  /** `converting`: a strategic patch's result is not decoded from text but converted, with other words for what does not fit. */
  constructor(converting = false) {
    this.converting = converting
  }

  /** The first wrong type is what the error tells; decoding goes on to find unknown fields. */
  private wrong(what: string, type: string, { owner, fields }: Place, struct = false): undefined {
    if (this.converting) throw new Stop(conversionError(what, type, struct))
    this.error ??= `json: cannot unmarshal ${what} into Go struct field ${owner.goName}.${fields} of type ${type}`
    return undefined
  }

  /** Types that decode themselves do so from JSON even in a conversion, and know nothing of where they stand. */
  private inner(what: string, type: string, place: Place): undefined {
    if (this.converting) throw new Stop(`json: cannot unmarshal ${what} into Go value of type ${type}`)
    return this.wrong(what, type, place)
  }

  struct(type: SchemaType, value: Readonly<Record<string, unknown>>, path: string, fields: string): Readonly<Record<string, unknown>> {
    const out: Record<string, unknown> = {}
    let changed = false
    // kubectl writes its JSON sorted, so this is the order in which the server meets the fields.
    for (const name of Object.keys(value).sort()) {
      if (value[name] === undefined) continue
      const field = type.fields.get(name)
      const at = path === '' ? name : `${path}.${name}`
      if (!field) this.unknown.push(`unknown field ${goQuote(at)}`)
      else if (value[name] === null) {
        if (keepsNull(type, field.type)) out[name] = null
      } else {
        const decoded = this.value(field.type, value[name], { owner: type, field: name, fields: fields === '' ? name : `${fields}.${name}`, path: at })
        if (decoded !== undefined && !isLeftOut(type, name, decoded)) out[name] = decoded
      }
    }
    // A strategic patch drops the nulls of what it adds, and Go writes them again.
    if (this.converting) for (const name of timesByValue(type)) if (out[name] === undefined) {
      out[name] = null
      changed ||= value[name] !== null
    }
    // What nothing had to be changed in is kept, and so is the order of its fields.
    for (const name in value) if (out[name] !== value[name]) changed = true
    if (!changed) return value
    const ordered: Record<string, unknown> = {}
    for (const name of Object.keys(value)) if (Object.hasOwn(out, name)) ordered[name] = out[name]
    return this.converting ? Object.assign(ordered, out) : ordered
  }

  value(type: FieldType, value: unknown, place: Place): unknown {
    if (typeof type !== 'string') return type[0] === 'list' ? this.list(type[1], type, value, place) : this.map(type[1], type, value, place)
    if (type.startsWith('#')) {
      const struct = schemaType(type)
      if (!struct) return value
      if (!isObject(value)) return this.wrong(kindOfJson(value), goTypeName(type, place.owner, place.field), place, true)
      return this.struct(struct, value, place.path, place.fields)
    }
    return this.scalar(type, value, place)
  }

  private list(of: FieldType, type: FieldType, value: unknown, place: Place): unknown {
    if (!Array.isArray(value)) return this.wrong(kindOfJson(value), goTypeName(type, place.owner, place.field), place)
    const items = value.map((item, i) => this.element(of, item, { ...place, path: `${place.path}[${i}]` }))
    return same(items, value) ? value : items
  }

  private map(of: FieldType, type: FieldType, value: unknown, place: Place): unknown {
    if (!isObject(value)) return this.wrong(kindOfJson(value), goTypeName(type, place.owner, place.field), place)
    const keys = Object.keys(value)
    const decoded = new Map(keys.toSorted().map(key => [key, this.element(of, value[key], { ...place, path: `${place.path}.${key}` })]))
    if (keys.length === 0 && !place.owner.required.has(place.field)) return undefined
    return keys.every(key => decoded.get(key) === value[key]) ? value : Object.fromEntries(keys.map(key => [key, decoded.get(key)]))
  }

  /** In lists and maps, null stands for the empty value of the type. */
  private element(type: FieldType, value: unknown, place: Place): unknown {
    if (value !== null && value !== undefined) return this.value(type, value, place) ?? this.nothing(type)
    return this.nothing(type)
  }

  private nothing(type: FieldType): unknown {
    if (typeof type !== 'string') return type[0] === 'list' ? [] : {}
    if (type.startsWith('#')) return {}
    return type === 'boolean' ? false : type === 'int32' || type === 'int64' ? 0 : type === 'Quantity' ? '0' : ''
  }

  private scalar(type: string, value: unknown, place: Place): unknown {
    const wrong = (what = kindOfJson(value), into = goTypeName(type, place.owner, place.field)) => this.wrong(what, into, place)
    switch (type) {
      case 'string':
        return typeof value === 'string' ? value : wrong(this.converting && typeof value === 'number' ? `number ${value}` : undefined)
      case 'boolean':
        return typeof value === 'boolean' ? value : wrong()
      case 'int32': case 'int64':
        if (typeof value !== 'number') return wrong()
        return fits(value, type) ? value : wrong(`number ${value}`)
      case 'IntOrString':
        if (typeof value === 'string') return value
        if (typeof value === 'number' && fits(value, 'int32')) return value
        return this.inner(typeof value === 'number' ? `number ${value}` : kindOfJson(value), 'int32', place)
      case 'Quantity': return quantity(value)
      case 'Time': case 'MicroTime': {
        if (typeof value !== 'string') return this.inner(kindOfJson(value), 'string', place)
        return time(value, type === 'MicroTime')
      }
      case 'bytes': {
        if (typeof value !== 'string') return wrong(kindOfJson(value), '[]uint8')
        const at = brokenBase64(value)
        if (at !== undefined) this.error ??= `illegal base64 data at input byte ${at}`
        return value
      }
      default: return value
    }
  }
}

function run(type: SchemaType, value: Readonly<Record<string, unknown>>, converting = false): Decoded {
  const decoder = new Decoder(converting)
  try {
    const decoded = decoder.struct(type, value, '', '')
    return { value: decoded, error: decoder.error, unknown: decoder.unknown }
  } catch (e) {
    if (!(e instanceof Stop)) throw e
    return { value, error: e.message, unknown: decoder.unknown }
  }
}

/** Decodes a value as an object of a kind, and says everything that Go's decoder would. Kinds without a schema are taken as they are. */
export function decodeAs(kind: Pick<Kind, 'group' | 'version' | 'kind'>, value: AnyObject): Decoded {
  const type = schemaOf(kind)
  return type ? run(type, value) : { value, error: undefined, unknown: [] }
}

/**
 * The body of a create or an update as an object of its kind: quantities in canonical form, empty fields left out, unknown ones dropped.
 * Throws a BadRequest for wrong types, and for unknown fields when validation is Strict; tells them one by one when it is Warn (the server's default).
 */
export function decode(kind: Kind, given: AnyObject, options: Validation = {}): AnyObject {
  const { value, error, unknown } = decodeAs(kind, given)
  const refuse = (why: string) => badRequest(`${given.kind} in version "${kind.version}" cannot be handled as a ${kind.kind}: ${why}`)
  if (error !== undefined) throw refuse(error)
  if (unknown.length > 0) {
    if (options.fieldValidation === 'Strict') throw refuse(`strict decoding error: ${unknown.join(', ')}`)
    if (options.fieldValidation !== 'Ignore') for (const text of unknown) options.onWarning?.(text)
  }
  return value as AnyObject
}

/**
 * The result of a patch as an object of its kind. The server shows the patch (a strategic one) or the whole result in its refusal:
 * ` "" is invalid: patch: Invalid value: …`. Upstream: apiserver/pkg/endpoints/handlers/patch.go.
 */
export function decodePatched(kind: Pick<Kind, 'group' | 'version' | 'kind'>, patched: AnyObject, patch: unknown, type: PatchType, options: Validation = {}): AnyObject {
  const schema = schemaOf(kind)
  if (!schema) return patched
  // A patch may leave nothing at all; that is read as an object without fields.
  const { value, error, unknown } = run(schema, patched ?? {}, type === 'strategic')
  const strict = unknown.length > 0 && options.fieldValidation === 'Strict' ? `strict decoding error: ${unknown.join(', ')}` : undefined
  const why = error ?? strict
  if (why !== undefined) {
    const shown = goQuote(type === 'strategic' ? goValue(patch as Json) : goJson(patched))
    const full = `patch: Invalid value: ${shown}: ${why}`
    throw new ApiError(422, 'Invalid', ` "" is invalid: ${full}`, { causes: [{ type: 'FieldValueInvalid', message: full.slice('patch: '.length), field: 'patch' }] })
  }
  if (options.fieldValidation !== 'Ignore') for (const text of unknown) options.onWarning?.(text)
  return value as AnyObject
}

const metadataOnly: SchemaType = { name: 'metadataOnlyObject', goName: 'metadataOnlyObject', fields: new Map([['metadata', { type: '#ObjectMeta' }]]), required: new Set() }

/** What kubectl finds wrong with a manifest's metadata before it sends anything: `error: unable to decode "FILE": …`; undefined when nothing is. */
export function metadataError(value: Readonly<Record<string, unknown>>): string | undefined {
  return run(metadataOnly, { metadata: value.metadata }).error
}
