// An API server for the vectors of defaulting and validation: the namespaces that they speak of, and nothing that runs.
import { ApiServer } from '../../engine/api/server.ts'
import { World } from '../../engine/world/world.ts'
import { kindNamed } from '../../kube/kinds.ts'
import { keyOf } from '../../kube/keys.ts'
import type { AnyObject } from '../../kube/object.ts'
import { timeOf } from '../../kube/rfc3339.ts'

export const NAMESPACE = 'vec-a'
const NOW = 1_767_258_000_000
const namespaces = ['default', 'kube-system', NAMESPACE, 'vec-b']

export interface ApiBed {
  readonly server: ApiServer
  /** Stores an object as it is, as if it had been accepted before. */
  put(object: AnyObject): void}

export function apiBed(more: readonly string[] = []): ApiBed {
  const world = new World({ seed: 7, startAt: NOW })
  const server = new ApiServer(world, { watchLateMs: 0 })
  world.onInput('start', () => {
    for (const name of [...namespaces, ...more]) {
      server.create('kubernetes', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }, undefined)
      server.create('kubernetes', { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default' } }, name)
    }
  })
  world.onInput('put', (object: AnyObject) => { server.store.table(kindNamed(object.kind)!).set(keyOf(object), object) })
  world.input('start', null)
  return { server, put: object => { world.input('put', object) } }
}

/** What a vector calls by a sign: uids, five random letters, this instant. */
export function withSigns(text: string): string {
  return text
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<uid>')
    .replace(/\bkube-api-access-[a-z0-9]{5}\b/g, 'kube-api-access-<rand5>')
    .replaceAll(timeOf(NOW), '<now>')
}

/** Random letters behind the author's own beginning of a name. */
export const withRandomName = (text: string, generateName: string | undefined): string =>
  generateName ? text.replace(new RegExp(`${generateName.replace(/[^\w-]/g, '\\$&')}[a-z0-9]{5}`, 'g'), `${generateName}<rand5>`) : text

/** A warning as its header carries it. */
export const asHeader = (warning: string): string => warning.replace(/(["\\])/g, '\\$1')
