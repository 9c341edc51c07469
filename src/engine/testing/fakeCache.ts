// A cache that simply holds what it is given: for tests of a controller's three functions.
import type { CacheReader } from '../controllers/controller.ts'
import { keyOf } from '../../kube/keys.ts'
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject, ApiObject } from '../../kube/object.ts'
import { controllerOf, isControlledBy } from '../../kube/owners.ts'
import { countAll, type Census } from '../world/tally.ts'

/** Objects in key order, as the real cache gives them. */
export function fakeCache(objects: readonly ApiObject[], more: Partial<CacheReader> = {}): CacheReader {
  const sorted = objects.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1)) as readonly AnyObject[]
  const of = (kind: Kind) => sorted.filter(o => o.kind === kind.kind)
  return {
    get: (kind, key) => of(kind).find(o => keyOf(o) === key) as never,
    list: (kind, namespace) => of(kind).filter(o => namespace === undefined || o.metadata.namespace === namespace) as never,
    countOf: kind => of(kind).length,
    ownedBy: (owner, kind) => of(kind).filter(o => isControlledBy(o, owner)) as never,
    census: (owner, kind, census) => countAll(census as unknown as Census<AnyObject, any>, of(kind).filter(o => isControlledBy(o, owner))),
    dependentsOf: (owner, kind) => of(kind).filter(o => o.metadata.ownerReferences?.some(r => r.uid === owner.metadata.uid)) as never,
    orphans: (kind, namespace) => of(kind).filter(o => !controllerOf(o) && (o.metadata.namespace ?? '') === namespace) as never,
    onNode: node => sorted.filter(o => o.kind === 'Pod' && o.spec?.nodeName === node),
    ...more,
  }
}
