import { expect, test } from 'vitest'
import { lastOf, parts, textOf } from '../protobuf/wire.ts'
import { asProtobuf } from './protobuf.ts'
import { openApiV2 } from './v2.ts'
import { openApiDocument } from './v3.ts'

const document = openApiV2()

test('OpenAPI v2 is one document that refers to nothing that is not in it', () => {
  const { definitions, paths } = document
  const refs = [...JSON.stringify({ definitions, paths }).matchAll(/#\/definitions\/([^"]+)/g)].map(m => m[1]!)
  expect(refs.filter(r => !definitions[r])).toEqual([])
  const job = definitions[paths['/apis/batch/v1/namespaces/{namespace}/jobs/{name}'].patch.parameters[0].schema.$ref.slice('#/definitions/'.length)]
  expect(job['x-kubernetes-group-version-kind']).toEqual([{ group: 'batch', version: 'v1', kind: 'Job' }])
  expect(definitions[job.properties.spec.$ref.slice('#/definitions/'.length)].properties.parallelism).toMatchObject({ type: 'integer', format: 'int32' })
})

/** The messages of this number in a message; of a map, by their names. */
const inside = (bytes: Uint8Array, number: number) => [...parts(bytes)].filter(([n]) => n === number).map(([, value]) => value as Uint8Array)
const named = (bytes: Uint8Array, number: number) => new Map(inside(bytes, number).map(entry => [textOf(lastOf(entry, 1)!), lastOf(entry, 2) as Uint8Array]))

test('in protobuf it is what a client asks a kind about: whether a patch may be validated, and by which fields', () => {
  const bytes = asProtobuf(document)
  expect(textOf(inside(bytes, 1)[0]!)).toBe('2.0')
  const pod = named(inside(bytes, 8)[0]!, 2).get('/api/v1/namespaces/{namespace}/pods/{name}')!
  const patch = inside(pod, 8)[0]!
  expect(textOf(lastOf(named(patch, 13).get('x-kubernetes-group-version-kind')!, 2)!)).toBe('group: ""\nkind: Pod\nversion: v1\n')
  // A parameter that is none of the body is in the second place, and one of the query in the third.
  const query = inside(patch, 8).map(p => inside(p, 1)[0]!).flatMap(p => inside(p, 2)).map(p => textOf(lastOf(inside(p, 3)[0]!, 4)!))
  expect(query).toEqual(['dryRun', 'fieldManager', 'fieldValidation', 'force'])
  const definitions = named(inside(bytes, 9)[0]!, 1)
  expect([...definitions.keys()]).toEqual(Object.keys(document.definitions))
  const containers = named(inside(definitions.get('PodSpec')!, 25)[0]!, 1).get('containers')!
  expect([textOf(lastOf(inside(containers, 22)[0]!, 1)!), textOf(lastOf(inside(inside(containers, 23)[0]!, 1)[0]!, 1)!), textOf(lastOf(named(containers, 31).get('x-kubernetes-patch-merge-key')!, 2)!)])
    .toEqual(['array', '#/definitions/Container', 'name\n'])
})

test('OpenAPI v3 refers to nothing that is not in its document, and values with a name of their own keep it', () => {
  const { components: { schemas }, paths } = openApiDocument('api/v1')
  const refs = [...JSON.stringify({ schemas, paths }).matchAll(/#\/components\/schemas\/([^"]+)/g)].map(m => m[1]!)
  expect(refs.filter(r => !schemas[r])).toEqual([])
  expect(schemas.ServicePort.properties.targetPort.allOf).toEqual([{ $ref: '#/components/schemas/IntOrString' }])
  expect(schemas.ObjectMeta.properties.creationTimestamp.allOf).toEqual([{ $ref: '#/components/schemas/Time' }])
  expect(schemas.ResourceRequirements.properties.limits.additionalProperties.allOf).toEqual([{ $ref: '#/components/schemas/Quantity' }])
})
