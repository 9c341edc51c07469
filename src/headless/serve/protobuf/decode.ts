// Bodies in protobuf, as kubectl's generators send them, read into the object that JSON would have held.
// Upstream: apimachinery/pkg/runtime/serializer/protobuf (the envelope), generated.proto of each group (the fields).
import { badRequest } from '../../../engine/api/errors.ts'
import { schemaOf, schemaType, type FieldType, type SchemaType } from '../../../kube/schema.ts'
import { numbers } from './numbers.ts'
import { reviewFields, reviewType } from './reviews.ts'
import { lastOf, packed, parts, signed, textOf } from './wire.ts'

type Json = any
type Value = bigint | Uint8Array

/** Every body begins so. */
const MAGIC = 'k8s\0'

export const PROTOBUF = 'application/vnd.kubernetes.protobuf'

/** The object in a body: its envelope says what it is, its bytes the rest. A kind that is not known has its name alone. Throws an ApiError. */
export function decodeBody(body: Uint8Array): Json {
  if (textOf(body.subarray(0, 4)) !== MAGIC) throw badRequest('provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]')
  const envelope = body.subarray(4)
  const typeMeta = bytesOf(lastOf(envelope, 1))
  const [apiVersion, kind] = [1, 2].map(n => textOf(lastOf(typeMeta, n) ?? new Uint8Array())) as [string, string]
  const [version, group = ''] = apiVersion.split('/').toReversed() as [string, string?]
  const type = schemaOf({ group, version, kind }) ?? schemaType(kind) ?? reviewType(kind)
  return { apiVersion, kind, ...(type ? message(bytesOf(lastOf(envelope, 2)), type) : {}) }
}

const bytesOf = (value: Value | undefined): Uint8Array => (value instanceof Uint8Array ? value : new Uint8Array())

/** Fields of a type, or of a part that stands in it (`line`). Numbers that are not known are passed over, as protobuf has it. */
function message(bytes: Uint8Array, type: SchemaType, line = type.name): Json {
  const names = numbers[line]?.split(' ') ?? reviewFields(line) ?? []
  const out: Json = {}
  for (const [number, value] of parts(bytes)) {
    const name = names[number - 1] ?? '-'
    if (name.startsWith('+')) {
      Object.assign(out, message(bytesOf(value), type, name))
      continue
    }
    const field = type.fields.get(name)
    if (!field) continue
    if (typeof field.type === 'string') out[name] = one(value, field.type)
    else if (field.type[0] === 'list') (out[name] ??= []).push(...several(value, field.type[1]))
    else {
      const entry = bytesOf(value)
      ;(out[name] ??= {})[textOf(lastOf(entry, 1) ?? new Uint8Array())] = one(lastOf(entry, 2) ?? new Uint8Array(), field.type[1])
    }
  }
  return out
}

const several = (value: Value, of: FieldType): Json[] => ((of === 'int32' || of === 'int64') && value instanceof Uint8Array ? packed(value).map(signed) : [one(value, of)])

function one(value: Value, type: FieldType): Json {
  if (typeof type !== 'string') return type[0] === 'list' ? several(value, type[1]) : undefined
  if (type.startsWith('#')) {
    const inner = schemaType(type) ?? reviewType(type)
    return inner ? message(bytesOf(value), inner) : {}
  }
  switch (type) {
    case 'int32': case 'int64': return typeof value === 'bigint' ? signed(value) : undefined
    case 'boolean': return value !== 0n
    case 'string': return textOf(value)
    case 'bytes': return Buffer.from(bytesOf(value)).toString('base64')
    case 'Quantity': return textOf(lastOf(bytesOf(value), 1) ?? new Uint8Array())
    case 'Time': return time(bytesOf(value), 0)
    case 'MicroTime': return time(bytesOf(value), 6)
    case 'IntOrString': return lastOf(bytesOf(value), 1) === 1n ? textOf(lastOf(bytesOf(value), 3) ?? new Uint8Array()) : signed((lastOf(bytesOf(value), 2) ?? 0n) as bigint)
    default: return json(bytesOf(lastOf(bytesOf(value), 1)))
  }
}

/** Seconds and nanoseconds since 1970; nothing at all is no time. */
function time(bytes: Uint8Array, digits: number): string | undefined {
  if (bytes.length === 0) return undefined
  const seconds = signed((lastOf(bytes, 1) ?? 0n) as bigint)
  const nanos = signed((lastOf(bytes, 2) ?? 0n) as bigint)
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19)
  return digits ? `${whole}.${String(Math.floor(nanos / 1000)).padStart(digits, '0')}Z` : `${whole}Z`
}

function json(bytes: Uint8Array): Json {
  try {
    return bytes.length ? JSON.parse(textOf(bytes)) : undefined
  } catch {
    throw badRequest('the raw bytes of a field are no JSON')
  }
}
