// Objects for tests of strategies: valid by default, as they stand after a create.
import type { AnyObject } from '../../../kube/object.ts'
import { errorBody } from '../fields/fieldError.ts'
import type { FieldError } from '../fields/fieldError.ts'
import { strategies } from './registry.ts'

export const UID = 'aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee'

/** The object as the server makes it of what is given. */
export function made(kind: string, apiVersion: string, spec: object, metadata: object = {}): AnyObject {
  const strategy = strategies.get(kind)!
  const place = strategy.kind.namespaced ? { namespace: 'default' } : {}
  const given = { apiVersion, kind, metadata: { name: 'x', uid: UID, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z', ...place, ...metadata }, spec } as AnyObject
  return strategy.prepareCreate(strategy.defaults(given))
}

export const podSpec = (more: object = {}): object => ({ containers: [{ name: 'c', image: 'nginx' }], ...more })
export const aPod = (more: object = {}): AnyObject => made('Pod', 'v1', podSpec(more))
export const aJob = (more: object = {}): AnyObject => made('Job', 'batch/v1', { template: { spec: podSpec({ restartPolicy: 'Never' }) }, ...more })

/** `field: message` of each finding. */
export const told = (findings: readonly FieldError[]): string[] => findings.map(f => `${f.field}: ${errorBody(f)}`)
export const createFindings = (object: AnyObject): string[] => told(strategies.get(object.kind)!.validate(object))

export function updateFindings(next: AnyObject, old: AnyObject, subresource?: string): string[] {
  const strategy = strategies.get(old.kind)!
  return told(strategy.validateUpdate(strategy.prepareUpdate(next, old, subresource), old, subresource))
}
