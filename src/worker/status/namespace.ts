// A namespace in plain words: what is in it, and what keeps it from going.
import type { NamespaceCondition } from '../../kube/core.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { Reason } from '../../engine/index.ts'
import { beside, type Facts } from './facts.ts'
import { say } from './reasons.ts'

/** Kinds whose objects a person has put there, or sees; the rest comes by itself. */
const COUNTED = ['pods', 'jobs', 'cronjobs', 'deployments', 'replicasets', 'statefulsets', 'daemonsets', 'services', 'persistentvolumeclaims', 'configmaps', 'secrets']
/** What every namespace gets by itself. */
const GIVEN = new Set(['kube-root-ca.crt'])

export function namespaceStatusOf(object: AnyObject, facts: Facts): readonly Reason[] {
  const inside = { ...object, metadata: { ...object.metadata, namespace: object.metadata.name } }
  const objects = COUNTED.flatMap(plural => {
    const n = beside(facts, inside, plural).filter(o => !GIVEN.has(o.metadata.name)).length
    return n > 0 ? [`${n} ${plural}`] : []
  })
  if (object.metadata.deletionTimestamp === undefined) return [objects.length > 0 ? say('status.ns.active', { objects }) : say('status.ns.empty', {})]
  const stuck = ((object.status?.conditions ?? []) as readonly NamespaceCondition[]).filter(c => c.status === 'True')
  return [say('status.ns.terminating', { objects }), ...stuck.map(c => say('status.ns.stuck', { message: c.message ?? c.reason ?? '' }))]
}
