// What a delete makes of an object: gone, or marked and waiting for a grace period or for finalizers.
// Upstream: apiserver/pkg/registry/generic/registry/store.go (Delete, deletionFinalizersForGarbageCollection), rest/delete.go.
import type { Kind } from '../../kube/kinds.ts'
import type { AnyObject, Instant } from '../../kube/object.ts'
import { instantOf, timeOf } from '../../kube/rfc3339.ts'
import type { DeleteOptions } from './client.ts'
import { conflict } from './errors.ts'
import type { Strategy } from './kinds/strategy.ts'

const ORPHAN = 'orphan'
const FOREGROUND = 'foregroundDeletion'

/** Jobs and ReplicationControllers of old clients kept their pods: without a policy that is what happens to this day. */
const orphansByDefault = new Set(['Job', 'ReplicationController'])

/** Throws Conflict where the object is not the one, or not in the state, that the caller means. */
export function expected(kind: Kind, { metadata }: AnyObject, { uid, resourceVersion }: DeleteOptions['preconditions'] = {}): void {
  if (uid !== undefined && uid !== metadata.uid) throw conflict(kind, metadata.name, `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`)
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw conflict(kind, metadata.name, `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${metadata.resourceVersion}`)
  }
}

export type Deletion =
  /** `marked`: written first, as watchers of the real one see it. Kinds that know a grace period are marked even where it is none. */
  | { readonly remove: true; readonly marked?: AnyObject }
  | { readonly remove: false; readonly marked: AnyObject }

export function deletionOf(object: AnyObject, strategy: Strategy, options: DeleteOptions, now: Instant): Deletion {
  const finalizers = finalizersFor(object, options)
  const grace = Math.max(0, strategy.deletionGrace?.(object, options.gracePeriodSeconds) ?? 0)
  const already = object.metadata.deletionTimestamp !== undefined
  const namespaceHeld = object.kind === 'Namespace' && (object.spec?.finalizers?.length ?? 0) > 0
  const removed = finalizers.length === 0 && grace === 0 && !namespaceHeld
  if (removed && (!strategy.deletionGrace || object.metadata.deletionGracePeriodSeconds === 0)) return { remove: true }

  let { deletionTimestamp, deletionGracePeriodSeconds } = object.metadata
  if (!already) {
    deletionTimestamp = timeOf(now + grace * 1000)
    deletionGracePeriodSeconds = grace
  } else if (grace < (deletionGracePeriodSeconds ?? 0)) {
    // A second delete may shorten the grace period, never lengthen it.
    const began = instantOf(deletionTimestamp!) - (deletionGracePeriodSeconds ?? 0) * 1000
    deletionTimestamp = timeOf(began + grace * 1000)
    deletionGracePeriodSeconds = grace
  }
  // A namespace is marked by a storage of its own, which tells no grace period.
  const { finalizers: _old, ...metadata } = object.metadata
  const marked: AnyObject = {
    ...object,
    metadata: { ...metadata, ...(finalizers.length ? { finalizers } : {}), deletionTimestamp, ...(namespaceHeld ? {} : { deletionGracePeriodSeconds }) },
    ...(namespaceHeld ? { status: { ...object.status, phase: 'Terminating' } } : {}),
  }
  return { remove: removed, marked }
}

/** Whether an object that is being deleted has nothing left to wait for. Asked after every update. */
export function isReadyToGo(object: AnyObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds, finalizers } = object.metadata
  if (deletionTimestamp === undefined || (finalizers?.length ?? 0) > 0) return false
  if (object.kind === 'Namespace') return (object.spec?.finalizers?.length ?? 0) === 0
  return (deletionGracePeriodSeconds ?? 0) === 0
}

function finalizersFor(object: AnyObject, options: DeleteOptions): string[] {
  const old = object.metadata.finalizers ?? []
  const policy = options.propagationPolicy
    ?? (old.includes(ORPHAN) ? 'Orphan' : old.includes(FOREGROUND) ? 'Foreground' : orphansByDefault.has(object.kind) ? 'Orphan' : 'Background')
  const rest = old.filter(f => f !== ORPHAN && f !== FOREGROUND)
  if (policy === 'Orphan') return [...rest, ORPHAN]
  if (policy === 'Foreground') return [...rest, FOREGROUND]
  return rest
}
