// What the server says in an object's metadata, whatever its kind: where it belongs, what it is called, what nobody else may write.
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { Chance } from '../world/chance.ts'
import { badRequest, invalid } from './errors.ts'

/** A generated name leaves room for its five letters: upstream's maxGeneratedNameLength. */
const MAX_GENERATED_BASE = 58

/**
 * A new object with a name, if it has none, a uid and the time of its making.
 * `revision`: the store's; `attempt`: how many generated names were taken already.
 */
export function named(object: AnyObject, kind: Kind, chance: Chance, revision: number, attempt: number, createdAt: string): AnyObject {
  const { metadata } = object
  const base = metadata.generateName ?? ''
  const name = metadata.name || (base && base.slice(0, MAX_GENERATED_BASE) + chance.letters(5, 'name-suffix', kind.plural, metadata.namespace ?? '', base, revision, attempt))
  if (!name) throw invalid(kind, '', [{ type: 'FieldValueRequired', field: 'metadata.name', message: 'Required value: name or generateName is required', full: 'metadata.name: Required value: name or generateName is required' }])
  return {
    ...object,
    metadata: { ...withoutSystemFields(metadata), name, uid: chance.uuid('uid', kind.plural, metadata.namespace ?? '', name, revision), creationTimestamp: createdAt },
  }
}

/** A patch may take the last element away; what is empty is left out then, as Go's encoder does. */
export function withoutEmpty(metadata: AnyObject['metadata']): AnyObject['metadata'] {
  const { finalizers, ownerReferences } = metadata
  if (finalizers?.length !== 0 && ownerReferences?.length !== 0) return metadata
  const { finalizers: _f, ownerReferences: _o, ...kept } = metadata
  return { ...kept, ...(finalizers?.length ? { finalizers } : {}), ...(ownerReferences?.length ? { ownerReferences } : {}) }
}

/** Where it belongs: in its own namespace, the request's, or `default`; one of a kind without namespaces in none. */
export function inNamespace(object: AnyObject, kind: Kind, namespace: string | undefined): AnyObject {
  const metadata = object.metadata ?? ({} as AnyObject['metadata'])
  if (!kind.namespaced) {
    if (object.metadata && !('namespace' in metadata)) return object
    const { namespace: _none, ...rest } = metadata
    return { ...object, metadata: rest as AnyObject['metadata'] }
  }
  const wanted = namespace || metadata.namespace || 'default'
  if (metadata.namespace && metadata.namespace !== wanted) {
    throw badRequest(`the namespace of the provided object does not match the namespace sent on the request`)
  }
  return metadata.namespace === wanted ? object : { ...object, metadata: { ...metadata, namespace: wanted } }
}

/** Metadata of a new object without what only the server may say; nearly always as given. */
function withoutSystemFields(metadata: AnyObject['metadata']): AnyObject['metadata'] {
  if (!('resourceVersion' in metadata || 'deletionTimestamp' in metadata || 'deletionGracePeriodSeconds' in metadata || 'selfLink' in metadata || 'managedFields' in metadata)) {
    return metadata
  }
  const { resourceVersion: _rv, deletionTimestamp: _dt, deletionGracePeriodSeconds: _dg, selfLink: _sl, managedFields: _mf, ...kept } = metadata
  return kept
}

/** What the server keeps for itself in every object's metadata. */
export function systemFields(next: AnyObject['metadata'], old: AnyObject['metadata']): AnyObject['metadata'] {
  if (next === old) return old
  const { resourceVersion: _rv, managedFields: _mf, selfLink: _sl, generation: _g, ...rest } = next
  return {
    ...rest, name: old.name, uid: old.uid!, creationTimestamp: old.creationTimestamp!, resourceVersion: old.resourceVersion!,
    ...(old.namespace !== undefined ? { namespace: old.namespace } : {}),
    ...(old.generateName !== undefined ? { generateName: old.generateName } : {}),
    ...(old.generation !== undefined ? { generation: old.generation } : {}),
    ...(old.deletionTimestamp !== undefined ? { deletionTimestamp: old.deletionTimestamp, deletionGracePeriodSeconds: old.deletionGracePeriodSeconds! } : {}),
  }
}
