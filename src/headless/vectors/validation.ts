// Validation: what the API server refuses, and in which words; and what it just accepts.
import { ApiError } from '../../engine/api/errors.ts'
import { ConfigMap, Job, apiVersionOf, kindNamed, kindOfPlural } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import { wrongCase } from '../../kubectl/commands/create.ts'
import { NAMESPACE, apiBed, asHeader, withRandomName, withSigns } from './apiBed.ts'
import type { ApiBed } from './apiBed.ts'
import type { Topic } from './topic.ts'

interface Vector {
  readonly name: string
  readonly verb: 'create' | 'update' | 'get'
  readonly input?: AnyObject
  readonly existing?: AnyObject
  readonly edits?: readonly (readonly [path: string, value: unknown])[]
  readonly requestNamespace?: string
  readonly status: number
  readonly accepted?: boolean
  readonly reason?: string
  readonly message?: string
  readonly causes?: readonly { readonly reason: string; readonly field: string; readonly message: string }[]
  readonly details?: { readonly name?: string; readonly kind?: string; readonly group?: string }
  readonly warnings?: readonly string[]
}

const UID = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'
const NOBODY = '00000000-0000-0000-0000-000000000000'
const asked = { dryRun: true, fieldValidation: 'Strict' } as const

export const validationTopic: Topic = {
  name: 'validation',
  judge(vector: Vector) {
    const { status, accepted, reason, message, causes, details, warnings } = vector
    return { expected: { status, accepted, reason, message, causes, details, warnings }, actual: answer(vector) }
  },
}

function answer(vector: Vector): unknown {
  const warnings: string[] = []
  try {
    send(vector, apiBed(), text => warnings.push(asHeader(text)))
  } catch (e) {
    if (!(e instanceof ApiError)) throw e
    const told = vector.existing || vector.input ? e.message : e.message.replace(NOBODY, '<zero uid>').replace(UID, '<live uid>')
    const said = (text: string) => withRandomName(withSigns(text), vector.input?.metadata.generateName)
    const { causes, name, kind, group } = e.details
    return {
      status: e.code, reason: e.reason, message: said(told),
      causes: causes?.map(c => ({ reason: c.type, field: c.field, message: said(c.message) })),
      details: vector.details && { name, kind, group },
    }
  }
  return { status: vector.verb === 'create' ? 201 : 200, accepted: true, ...(warnings.length > 0 ? { warnings } : {}) }
}

function send(vector: Vector, bed: ApiBed, onWarning: (text: string) => void): void {
  const { server } = bed
  if (vector.existing) {
    const { existing, edits = [] } = JSON.parse(JSON.stringify(vector).replaceAll('<uid>', UID).replaceAll('<rand5>', 'abcde').replaceAll('<allocated ip>', '10.96.0.7')) as Vector
    const clusterWide = !kindNamed(existing!.kind)!.namespaced
    const stored = { ...existing!, metadata: { ...existing!.metadata, ...(clusterWide ? {} : { namespace: NAMESPACE }), uid: UID, resourceVersion: '1', creationTimestamp: '2026-01-01T08:00:00Z' } }
    bed.put(stored)
    server.update('kubectl', edits.reduce(edited, stored), { ...asked, onWarning })
  } else if (vector.input && !kindServed(vector.input)) throw wrongCase(vector.input.kind, endpointOf(vector.name), vector.input.apiVersion)
  else if (vector.input) server.create('kubectl', vector.input, vector.requestNamespace ?? NAMESPACE, { ...asked, onWarning })
  else unspoken(vector, bed)
}

const kindServed = ({ apiVersion, kind }: AnyObject): boolean => {
  const served = kindNamed(kind)
  return served !== undefined && apiVersionOf(served) === apiVersion
}

/** The kind that stands behind the URL of a request, where it is another than the object's: the case's name tells. */
const endpointOf = (name: string): string => kindOfPlural(name.split(' ').at(-1)!)?.kind ?? ''

/** `spec.containers.0.name` set to a value, or taken away. */
function edited(object: AnyObject, [path, value]: readonly [string, unknown]): AnyObject {
  const set = (at: any, [head, ...rest]: string[]): any => {
    const copy: any = Array.isArray(at) ? [...at] : { ...at }
    if (rest.length > 0) copy[head!] = set(at?.[head!] ?? {}, rest)
    else if (value === '__DEL__') delete copy[head!]
    else copy[head!] = value
    return copy
  }
  return set(object, path.split('.'))
}

/** A few cases have no object: their names say what was asked. */
function unspoken({ name }: Vector, bed: ApiBed): void {
  const { server } = bed
  const config: AnyObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: NAMESPACE } }
  const stored = { ...config, metadata: { ...config.metadata, uid: UID, resourceVersion: '7' } }
  bed.put(stored)
  if (name.startsWith('get job')) server.get(Job, NAMESPACE, 'nope')
  else if (name.startsWith('create')) server.create('kubectl', config, NAMESPACE, asked)
  else if (name.includes('stale')) server.update('kubectl', { ...stored, metadata: { ...stored.metadata, resourceVersion: '1' } }, asked)
  else if (name.includes('uid')) server.update('kubectl', { ...stored, metadata: { ...stored.metadata, uid: NOBODY } }, asked)
  else server.update('kubectl', { ...config, kind: ConfigMap.kind, metadata: { ...config.metadata, name: 'zzz' } }, asked)
}
