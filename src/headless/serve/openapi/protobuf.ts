// The document of OpenAPI v2 in protobuf: clients in Go take no other form of it. Upstream: google/gnostic, openapiv2/OpenAPIv2.proto.
import { toYaml } from '../../../kube/yaml.ts'
import { bytes, joined, text, whole, type Bytes } from '../protobuf/write.ts'
import type { Json } from './types.ts'

/** As clients ask for it, and as it is answered: an @ may not stand in the type of an answer. */
export const OPENAPI_V2_ASKED = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf'
export const OPENAPI_V2_ANSWERED = OPENAPI_V2_ASKED.replace('@', '.')

/** A map of messages is a list of names and messages. */
const named = (number: number, entries: Readonly<Record<string, Json>> | undefined, of: (value: Json) => Bytes): Bytes =>
  joined(Object.entries(entries ?? {}).map(([name, value]) => bytes(number, joined([text(1, name), bytes(2, of(value))]))))

/** What may be anything is YAML. */
const anything = (value: Json): Bytes => text(2, toYaml(value))

/** What Kubernetes adds (`x-…`). */
const extensions = (number: number, of: Json): Bytes => named(number, Object.fromEntries(Object.entries(of).filter(([name]) => name.startsWith('x-'))), anything)

function schema(of: Json): Bytes {
  const { $ref, format, description, required = [], additionalProperties, type, items, properties } = of
  return joined([
    text(1, $ref), text(2, format), text(4, description), ...required.map((name: string) => text(19, name)), ...(of.enum ?? []).map((value: string) => bytes(20, anything(value))),
    ...(additionalProperties ? [bytes(21, bytes(1, schema(additionalProperties)))] : []), ...(type ? [bytes(22, text(1, type))] : []),
    ...(items ? [bytes(23, bytes(1, schema(items)))] : []), ...(properties ? [bytes(25, named(1, properties, schema))] : []), extensions(31, of),
  ])
}

function parameter(of: Json): Bytes {
  const inner = of.in === 'body' ? bytes(1, joined([text(2, of.name), text(3, of.in), whole(4, 1), bytes(5, schema(of.schema))]))
    : bytes(2, bytes(3, joined([text(2, of.in), text(4, of.name), text(6, of.type)])))
  return bytes(1, inner)
}

const response = (of: Json): Bytes => bytes(1, joined([text(1, of.description), bytes(2, bytes(1, schema(of.schema)))]))

const operation = (of: Json): Bytes => joined([...of.parameters.map((p: Json) => bytes(8, parameter(p))), bytes(9, named(1, of.responses, response)), extensions(13, of)])

const OPERATIONS: Readonly<Record<string, number>> = { get: 2, put: 3, post: 4, delete: 5, patch: 8 }

const pathItem = (of: Json): Bytes => joined(Object.entries(of).map(([verb, op]) => bytes(OPERATIONS[verb]!, operation(op))))

/** The bytes of a document as `v2.ts` makes it. */
export function asProtobuf({ swagger, info, paths, definitions }: Json): Uint8Array {
  return joined([text(1, swagger), bytes(2, joined([text(1, info.title), text(2, info.version)])), bytes(8, named(2, paths, pathItem)), bytes(9, named(1, definitions, schema))])
}
