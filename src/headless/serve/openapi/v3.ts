// OpenAPI v3, one document per group and version, out of the schema that decoding and patching use.
import { kinds } from '../../../kube/kinds.ts'
import { schemaOf } from '../../../kube/schema.ts'
import { fieldDocFor } from '../../../worker/fieldDocs.ts'
import { servedVersions } from '../../../kube/apiDiscovery.ts'
import { componentOf, others, QUERY, type Dialect, type Json, type Seen } from './types.ts'

const pathOf = (group: string, version: string) => (group ? `apis/${group}/${version}` : `api/${version}`)
const refOf = (name: string) => `#/components/schemas/${name}`

const V3: Dialect = {
  ref: name => ({ allOf: [{ $ref: refOf(name) }] }),
  time: name => ({ allOf: [{ $ref: refOf(name) }] }),
  intOrString: { allOf: [{ $ref: refOf('IntOrString') }] },
  quantity: { allOf: [{ $ref: refOf('Quantity') }] },
}

/** Values that have a name of their own, which `explain` shows. */
const NAMED: Readonly<Record<string, Json>> = {
  IntOrString: { oneOf: [{ type: 'integer' }, { type: 'string' }], format: 'int-or-string' }, Quantity: { oneOf: [{ type: 'string' }, { type: 'number' }] },
  Time: { type: 'string', format: 'date-time' }, MicroTime: { type: 'string', format: 'date-time' },
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
    schemas[type.name] = { ...componentOf(type, waiting, { plural: kind.plural, path: '' }, V3), description: fieldDocFor(kind.plural, '', 'en') ?? '', 'x-kubernetes-group-version-kind': [gvk] }
    const base = `/${path}/${kind.namespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}`
    const body = { content: { 'application/json': { schema: { $ref: refOf(type.name) } } } }
    const operation = (action: string, more: object = {}) => ({
      'x-kubernetes-action': action, 'x-kubernetes-group-version-kind': gvk,
      parameters: QUERY.map(({ name, type }) => ({ name, in: 'query', schema: { type } })),
      responses: { 200: { description: 'OK', ...body } }, ...more,
    })
    paths[base] = { get: operation('list'), post: operation('post', { requestBody: body }), delete: operation('deletecollection') }
    paths[`${base}/{name}`] = { get: operation('get'), put: operation('put', { requestBody: body }), patch: operation('patch'), delete: operation('delete') }
  }
  others(schemas, waiting, V3)
  return { openapi: '3.0.0', info: { title: 'Kubernetes', version: 'v1.36.2' }, paths, components: { schemas: { ...schemas, ...NAMED } } }
}
