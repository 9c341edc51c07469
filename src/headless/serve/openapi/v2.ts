// OpenAPI v2: one document for all groups. Newer clients ask it about kinds that v3 does not know; older ones know no other.
import { kinds, type Kind } from '../../../kube/kinds.ts'
import { schemaOf } from '../../../kube/schema.ts'
import { fieldDocFor } from '../../../worker/fieldDocs.ts'
import { componentOf, others, QUERY, type Dialect, type Json, type Seen } from './types.ts'

const ref = (name: string) => ({ $ref: `#/definitions/${name}` })
const V2: Dialect = { ref, time: () => ({ type: 'string', format: 'date-time' }), intOrString: { type: 'string', format: 'int-or-string' }, quantity: { type: 'string' } }

function pathsOf(kind: Kind, name: string): [string, Json][] {
  const gvk = { group: kind.group, version: kind.version, kind: kind.kind }
  const body = { name: 'body', in: 'body', required: true, schema: ref(name) }
  const operation = (action: string, ...more: Json[]) => ({
    'x-kubernetes-action': action, 'x-kubernetes-group-version-kind': gvk,
    parameters: [...more, ...QUERY.map(({ name: of, type }) => ({ name: of, in: 'query', type }))],
    responses: { 200: { description: 'OK', schema: ref(name) } },
  })
  const base = `/${kind.group ? `apis/${kind.group}` : 'api'}/${kind.version}/${kind.namespaced ? 'namespaces/{namespace}/' : ''}${kind.plural}`
  return [
    [base, { get: operation('list'), post: operation('post', body), delete: operation('deletecollection') }],
    [`${base}/{name}`, { get: operation('get'), put: operation('put', body), patch: operation('patch', body), delete: operation('delete') }],
  ]
}

/** The whole document, as `/openapi/v2` answers it. */
export function openApiV2(): Json {
  const definitions: Record<string, Json> = {}
  const paths: Record<string, Json> = {}
  const waiting: Seen = new Map()
  for (const kind of kinds) {
    const type = schemaOf(kind)
    if (!type) continue
    definitions[type.name] = {
      ...componentOf(type, waiting, { plural: kind.plural, path: '' }, V2), description: fieldDocFor(kind.plural, '', 'en') ?? '',
      'x-kubernetes-group-version-kind': [{ group: kind.group, version: kind.version, kind: kind.kind }],
    }
    Object.assign(paths, Object.fromEntries(pathsOf(kind, type.name)))
  }
  others(definitions, waiting, V2)
  return { swagger: '2.0', info: { title: 'Kubernetes', version: 'v1.36.2' }, paths, definitions }
}
