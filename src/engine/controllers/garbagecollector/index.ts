/**
 * The garbage collector: what has lost its owners goes, and what is deleted in the foreground goes after its dependents.
 *
 * One controller for objects of every kind, so its keys are Refs. Rules: SPEC.md. Read graph, wakes, then this file.
 *
 * Upstream: pkg/controller/garbagecollector (attemptToDeleteItem, processDeletingDependentsItem, attemptToOrphanWorker).
 */
import { splitRef, type Key, type Ref } from '../../../kube/keys.ts'
import type { Kind } from '../../../kube/kinds.ts'
import type { OwnerReference } from '../../../kube/meta.ts'
import type { AnyObject, ApiObject } from '../../../kube/object.ts'
import type { CacheReader, Conclusion, Decision, Intent, Outcome, PropagationPolicy } from '../controller.ts'
import { anyKind, defineController } from '../controller.ts'
import { collected, dependentsOf, FOREGROUND, isDeletingDependents, isOrphaning, kindOf, ORPHAN, ownersOf, strangerAmong } from './graph.ts'
import type { Dependent, Owner } from './graph.ts'
import { reason } from './reasons.ts'
import { changed } from './wakes.ts'

export interface GcView {
  readonly ref: Ref
  readonly kind: Kind
  readonly key: Key
  readonly object: AnyObject
  readonly owners: readonly Owner[]
  /** Looked up only where they matter: for an object that is being deleted, or whose owner waits for it. */
  readonly dependents: readonly Dependent[]
  /** An owner of another namespace, and whether that was told before. */
  readonly stranger: (NonNullable<ReturnType<typeof strangerAmong>> & { readonly told: boolean }) | undefined
}

/** Which owner of another namespace has been told of: the object's uid and the owner's. Upstream tells once, when the reference comes. */
type Told = string

export const garbageCollector = defineController<ApiObject, GcView, Told>({
  name: 'generic-garbage-collector',
  recorder: 'garbage-collector-controller',
  kind: anyKind,
  reads: collected,
  wakes: [{ kind: anyKind, keys: changed }],
  workers: 20,
  // Upstream reads each object before it deletes it and doubles its client's rate for that: 20 deletions a second remain.
  limit: { qps: 20, burst: 15 },
  observe,
  decide,
  conclude,
})

function observe(cache: CacheReader, ref: Ref, found: ApiObject | undefined, told: Told | undefined): GcView | undefined {
  const object = found as AnyObject | undefined
  const kind = object && kindOf(object)
  if (!object || !kind) return undefined
  const owners = ownersOf(cache, object)
  const matters = isOrphaning(object) || isDeletingDependents(object) || owners.some(o => o.state === 'waiting')
  const stranger = strangerAmong(cache, object, owners)
  return {
    ref, kind, key: splitRef(ref).key, object, owners, dependents: matters ? dependentsOf(cache, object) : [],
    stranger: stranger && { ...stranger, told: told === toldOf(object, stranger.reference) },
  }
}

const toldOf = ({ metadata }: AnyObject, owner: OwnerReference): Told => `${metadata.uid} ${owner.uid}`

function decide(view: GcView): Decision {
  const { object } = view
  if (isOrphaning(object)) return orphan(view)
  if (isDeletingDependents(object)) return waitForDependents(view)
  if (object.metadata.deletionTimestamp !== undefined) return idle
  return judgeOwners(view)
}

const idle: Decision = { intents: [], because: reason('gc.nothing-to-do', {}) }

/** G5: lets every dependent go. The finalizer follows when all of them have been. */
function orphan({ object, dependents }: GcView): Decision {
  return {
    intents: dependents.map(({ kind, key, uid }): Intent => ({
      verb: 'patch', kind, key, type: 'strategic', body: { metadata: { ownerReferences: [{ $patch: 'delete', uid: object.metadata.uid }], uid } },
    })),
    because: reason('gc.orphan-dependents', { dependents: dependents.length }),
  }
}

/** G8: goes when nothing blocks it any more. */
function waitForDependents(view: GcView): Decision {
  const blocking = view.dependents.filter(d => d.blocks).length
  return blocking > 0
    ? { intents: [], because: reason('gc.foreground-waits', { blocking }) }
    : { intents: [withoutFinalizer(view, FOREGROUND)], because: reason('gc.foreground-done', { finalizer: FOREGROUND }) }
}

function judgeOwners(view: GcView): Decision {
  const { owners, dependents, object, kind, key, stranger } = view
  const told = strangerTold(view)
  const misplaced = owners.filter(o => o.state === 'misplaced')
  if (misplaced.length > 0) return { intents: told, because: reason('gc.owner-misplaced', { owners: misplaced.map(nameOf) }) } // G11
  if (owners.length === 0 || owners.some(o => o.state === 'unknown')) return { ...idle, intents: told }
  const lost = owners.filter(o => o.state !== 'solid')
  if (lost.length === 0) return idle
  const names = lost.map(nameOf)
  if (lost.length < owners.length) { // G3
    const body = { metadata: { ownerReferences: lost.map(o => ({ $patch: 'delete', uid: o.reference.uid })), uid: object.metadata.uid } }
    return { intents: [...told, { verb: 'patch', kind, key, type: 'strategic', body }], because: reason('gc.unlink', { owners: names }) }
  }
  const waits = lost.some(o => o.state === 'waiting') && dependents.length > 0
  const propagation = waits ? 'Foreground' : policyOf(object)
  const deletion: Intent = { verb: 'delete', kind, key, uid: object.metadata.uid!, propagation }
  if (waits && dependents.some(d => d.waits)) {
    return { intents: [...told, unblocked(view), { ...deletion, ifDone: true }], because: reason('gc.cycle', { owners: names, propagation }) }
  }
  if (stranger) {
    const owner = `${stranger.reference.kind}/${stranger.reference.name}`
    return { intents: [...told, deletion], because: reason('gc.owner-elsewhere', { owner, namespace: stranger.namespace, propagation }) }
  }
  return { intents: [deletion], because: reason(waits ? 'gc.owner-waits' : 'gc.owner-gone', { owners: names, propagation }) }
}

const nameOf = ({ reference: { kind, name } }: Owner): string => `${kind}/${name}`

/** G10. */
function strangerTold({ object, stranger }: GcView): Intent[] {
  if (!stranger || stranger.told) return []
  const { apiVersion, kind, metadata: { namespace, name, uid } } = object
  const { reference } = stranger
  const message = `ownerRef [${reference.apiVersion}/${reference.kind}, namespace: ${namespace ?? ''}, name: ${reference.name}, uid: ${reference.uid}] does not exist in namespace ${JSON.stringify(namespace ?? '')}`
  const about = { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }), ...(uid === undefined ? {} : { uid }) }
  return [{ verb: 'event', event: { about, type: 'Warning', reason: 'OwnerRefInvalidNamespace', message } }]
}

/** G12: its owners need not wait for it any longer. Upstream: patch.go, unblockOwnerReferencesStrategicMergePatch. */
function unblocked({ object, kind, key }: GcView): Intent {
  const ownerReferences = object.metadata.ownerReferences!.filter(r => r.blockOwnerDeletion === true).map(r => ({ ...r, blockOwnerDeletion: false }))
  return { verb: 'patch', kind, key, type: 'strategic', body: { metadata: { ownerReferences, uid: object.metadata.uid } } }
}

/** G4: what the object's own finalizers ask for, else in the background. */
function policyOf({ metadata: { finalizers = [] } }: AnyObject): PropagationPolicy {
  return finalizers.includes(ORPHAN) ? 'Orphan' : finalizers.includes(FOREGROUND) ? 'Foreground' : 'Background'
}

function withoutFinalizer({ object, kind, key }: GcView, finalizer: string): Intent {
  const finalizers = object.metadata.finalizers!.filter(f => f !== finalizer)
  return {
    verb: 'patch', kind, key, type: 'merge',
    body: { metadata: { resourceVersion: object.metadata.resourceVersion, finalizers: finalizers.length > 0 ? finalizers : null } },
  }
}

/** A refusal brings the object back; what is gone already needs nothing more. */
function conclude(view: GcView, outcomes: readonly Outcome[]): Conclusion<Told> {
  const memo = view.stranger && { memo: toldOf(view.object, view.stranger.reference) }
  if (outcomes.some(o => o.refused && o.refused.reason !== 'NotFound')) return { intents: [], failed: true, ...memo }
  if (isOrphaning(view.object) && outcomes.length === view.dependents.length) {
    return { intents: [withoutFinalizer(view, ORPHAN)], because: reason('gc.orphaned', { finalizer: ORPHAN }) }
  }
  return { intents: [], ...memo }
}
