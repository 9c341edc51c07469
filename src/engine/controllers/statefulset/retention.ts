// Whom a claim belongs to, so that the garbage collector deletes it in time. Upstream: stateful_set_utils.go, isClaimOwnerUpToDate,
// updateClaimOwnerRefForSetAndPod.
import type { StatefulSet } from '../../../kube/apps.ts'
import type { PersistentVolumeClaim, Pod } from '../../../kube/core.ts'
import { type Kind, PersistentVolumeClaim as ClaimKind, Pod as PodKind, StatefulSet as StatefulSetKind } from '../../../kube/kinds.ts'
import type { OwnerReference } from '../../../kube/meta.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { claimName, isInRange, ordinalOf } from '../../../kube/statefulSets.ts'
import type { Intent, Outcome } from '../controller.ts'
import { controllerRefTo } from '../podControl.ts'
import type { StatefulSetView } from './observe.ts'

/** SS11: who should own the claims of this pod, now. */
function ownersFor(set: StatefulSet, pod: Pod): { set: boolean; pod: boolean } {
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } = set.spec.persistentVolumeClaimRetentionPolicy ?? {}
  const scaledAway = whenScaled === 'Delete' && !isInRange(set, ordinalOf(set, pod))
  return { set: whenDeleted === 'Delete' && !scaledAway, pod: scaledAway }
}

const isSetRef = (set: StatefulSet) => (ref: OwnerReference) => ref.kind === 'StatefulSet' && ref.uid === set.metadata.uid
const isPodRef = (pod: Pod) => (ref: OwnerReference) => ref.kind === 'Pod' && ref.name === pod.metadata.name

const isForeign = (set: StatefulSet, pod: Pod, claim: PersistentVolumeClaim): boolean =>
  claim.metadata.ownerReferences?.some(ref => ref.controller && !isSetRef(set)(ref) && !isPodRef(pod)(ref)) ?? false

const claimsOfPod = ({ set, claims }: StatefulSetView, pod: Pod): PersistentVolumeClaim[] =>
  (set.spec.volumeClaimTemplates ?? []).flatMap(t => claims[claimName(set, t, ordinalOf(set, pod))] ?? [])

/** The updates that make the claims' owners right. */
export function ownerUpdates(view: StatefulSetView, pod: Pod, claims = claimsOfPod(view, pod)): Intent[] {
  const { set } = view
  const wanted = ownersFor(set, pod)
  return claims.flatMap((claim): Intent[] => {
    const refs = claim.metadata.ownerReferences ?? []
    const right = refs.some(isSetRef(set)) === wanted.set && refs.some(r => isPodRef(pod)(r) && r.uid === pod.metadata.uid) === wanted.pod
    if (right || isForeign(set, pod, claim)) return []
    const owners = [
      ...refs.filter(r => !isSetRef(set)(r) && !isPodRef(pod)(r)),
      ...(wanted.set ? [controllerRefTo(set, StatefulSetKind)] : []),
      ...(wanted.pod ? [controllerRefTo(pod, PodKind)] : []),
    ]
    const { ownerReferences: _, ...metadata } = claim.metadata
    const object = { ...claim, metadata: { ...metadata, ...(owners.length ? { ownerReferences: owners } : {}) } }
    return [{ verb: 'update', kind: ClaimKind, object: object as unknown as AnyObject, must: true }]
  })
}

/** Those of claims that this sync has made, now that their pods are made too: before the scheduler and the binder write to them. */
export function ownersOfMade(view: StatefulSetView, outcomes: readonly Outcome[]): Intent[] {
  const made = (kind: Kind) => outcomes.flatMap(({ intent, object }) => (intent.verb === 'create' && intent.kind === kind && object ? [object] : []))
  const claims = made(ClaimKind) as unknown as readonly PersistentVolumeClaim[]
  if (claims.length === 0) return []
  return (made(PodKind) as unknown as readonly Pod[]).flatMap(pod => {
    const names = new Set((view.set.spec.volumeClaimTemplates ?? []).map(t => claimName(view.set, t, ordinalOf(view.set, pod))))
    return ownerUpdates(view, pod, claims.filter(claim => names.has(claim.metadata.name!)))
  })
}

/** Whether a claim still belongs to an earlier pod of that name, and will go with it. */
export function hasStaleClaim({ set, claims }: StatefulSetView, pod: Pod): boolean {
  return (set.spec.volumeClaimTemplates ?? []).some(t =>
    claims[claimName(set, t, ordinalOf(set, pod))]?.metadata.ownerReferences?.some(r => isPodRef(pod)(r) && r.uid !== pod.metadata.uid))
}
