// OpenAPI v3, one document per group and version, out of the schema that decoding and patching use.
import { kinds } from '../../kube/kinds.ts'
import { schemaOf, schemaType, type FieldType, type SchemaField, type SchemaType } from '../../kube/schema.ts'
import { fieldDocFor } from '../../worker/fieldDocs.ts'
import { servedVersions } from '../../kube/apiDiscovery.ts'

type Json = any

const pathOf = (group: string, version: string) => (group ? `apis/${group}/${version}` : `api/${version}`)
const refOf = (name: string) => `#/components/schemas/${name}`

/** Where a type was met first: its fields are explained as they are there. */
interface Place { readonly plural: string; readonly path: string }
type Seen = Map<string, Place>

function typeOf(type: FieldType, seen: Seen, at: Place): Json {
  if (typeof type !== 'string') {
    return type[0] === 'map' ? { type: 'object', additionalProperties: typeOf(type[1], seen, at) } : { type: 'array', items: typeOf(type[1], seen, at) }
  }
  if (type.startsWith('#')) {
    if (!seen.has(type.slice(1))) seen.set(type.slice(1), at)
    return { allOf: [{ $ref: refOf(type.slice(1)) }] }
  }
  switch (type) {
    case 'int32': case 'int64': return { type: 'integer', format: type }
    case 'boolean': return { type: 'boolean' }
    case 'Time': case 'MicroTime': return { type: 'string', format: 'date-time' }
    case 'IntOrString': return { oneOf: [{ type: 'integer' }, { type: 'string' }], format: 'int-or-string' }
    case 'Quantity': return { oneOf: [{ type: 'string' }, { type: 'number' }] }
    case 'bytes': return { type: 'string', format: 'byte' }
    case 'string': return { type: 'string' }
    default: return { type: 'object' }
  }
}

function fieldOf(field: SchemaField, seen: Seen, at: Place): Json {
  const strategies = field.patch
  return {
    ...typeOf(field.type, seen, at),
    ...(field.enum ? { enum: field.enum } : {}),
    ...(field.list ? { 'x-kubernetes-list-type': field.list } : {}), ...(field.keys ? { 'x-kubernetes-list-map-keys': field.keys } : {}),
    ...(field.map ? { 'x-kubernetes-map-type': field.map } : {}),
    ...(field.mergeKey ? { 'x-kubernetes-patch-merge-key': field.mergeKey } : {}), ...(strategies ? { 'x-kubernetes-patch-strategy': strategies } : {}),
  }
}

function componentOf(type: SchemaType, seen: Seen, { plural, path }: Place): Json {
  const properties: Record<string, Json> = {}
  for (const [name, field] of type.fields) {
    const at = path ? `${path}.${name}` : name
    const words = fieldDocFor(plural, at, 'en')
    properties[name] = { ...(words ? { description: words } : {}), ...fieldOf(field, seen, { plural, path: at }) }
  }
  return { type: 'object', properties, ...(type.required.size ? { required: [...type.required] } : {}) }
}

/** `/openapi/v3`: where the documents are. */
export const openApiIndex = (): Json => ({
  paths: Object.fromEntries(servedVersions().map(([g, v]) => [pathOf(g, v), { serverRelativeURL: `/openapi/v3/${pathOf(g, v)}?hash=1` }])),
})

/** The document of one group and version, as `apis/batch/v1`; undefined where there is none. */
export function openApiDocument(path: string): Json | undefined {
  const found = servedVersions().find(([g, v]) => pathOf(g, v) === path)
  if (!found) return undefined
  const [group, version] = found
  const schemas: Record<string, Json> = {}
  const paths: Record<string, Json> = {}
  const waiting: Seen = new Map()
  for (const kind of kinds.filter(k => k.group === group && k.version === version)) {
    const type = schemaOf(kind)
    if (!type) continue
    const gvk = { group, version, kind: kind.kind }
    schemas[type.name] = { ...componentOf(type, waiting, { plural: kind.plural, path: '' }), description: fieldDocFor(kind.plural, '', 'en') ?? '', 'x-kubernetes-group-version-kind': [gvk] }
    const base = `/${path}/${kind.namespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}`
    const body = { content: { 'application/json': { schema: { $ref: refOf(type.name) } } } }
    const operation = (action: string, more: object = {}) => ({
      'x-kubernetes-action': action, 'x-kubernetes-group-version-kind': gvk,
      parameters: ['dryRun', 'fieldManager', 'fieldValidation', 'force'].map(name => ({ name, in: 'query', schema: { type: name === 'force' ? 'boolean' : 'string' } })),
      responses: { 200: { description: 'OK', ...body } }, ...more,
    })
    paths[base] = { get: operation('list'), post: operation('post', { requestBody: body }), delete: operation('deletecollection') }
    paths[`${base}/{name}`] = { get: operation('get'), put: operation('put', { requestBody: body }), patch: operation('patch'), delete: operation('delete') }
  }
  // A map that grows while it is walked is walked to its new end.
  for (const [name, at] of waiting) {
    if (schemas[name]) continue
    const type = schemaType(name)
    schemas[name] = type ? componentOf(type, waiting, at) : { type: 'object' }
  }
  return { openapi: '3.0.0', info: { title: 'Kubernetes', version: 'v1.36.2' }, paths, components: { schemas } }
}
