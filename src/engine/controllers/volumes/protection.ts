// Claims and volumes in use are not deleted. Upstream: pvc_protection_controller.go, pv_protection_controller.go.
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../../kube/core.ts'
import { keyOf } from '../../../kube/keys.ts'
import { PersistentVolume as VolumeKind, PersistentVolumeClaim as ClaimKind, Pod as PodKind } from '../../../kube/kinds.ts'
import type { AnyObject, ApiObject } from '../../../kube/object.ts'
import type { CacheReader, Decision, Outcome } from '../controller.ts'
import { defineController } from '../controller.ts'
import { ephemeralClaim } from './ephemeral.ts'
import { reason } from './reasons.ts'

const CLAIM_FINALIZER = 'kubernetes.io/pvc-protection'
const VOLUME_FINALIZER = 'kubernetes.io/pv-protection'

const isGoing = (o: ApiObject, finalizer: string): boolean => o.metadata.deletionTimestamp !== undefined && (o.metadata.finalizers?.includes(finalizer) ?? false)

function letGo(object: AnyObject, kind: typeof ClaimKind | typeof VolumeKind, finalizer: string): Decision {
  const { finalizers = [], ...metadata } = object.metadata
  const left = finalizers.filter(f => f !== finalizer)
  return {
    intents: [{ verb: 'update', kind, object: { ...object, metadata: { ...metadata, ...(left.length ? { finalizers: left } : {}) } } }],
    because: reason('volume.unprotect', { name: keyOf(object) }),
  }
}

const conclude = (_view: unknown, outcomes: readonly Outcome[]) => ({ intents: [], failed: outcomes.some(o => o.refused && o.refused.reason !== 'NotFound') })

/** The claims of a pod; those that it brought along, only until the kubelet is done with it. Upstream: podUsesPVC, podIsShutDown. */
const claimsOf = (pod: Pod): string[] => {
  const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata
  const done = deletionTimestamp !== undefined && deletionGracePeriodSeconds === 0
  return (pod.spec?.volumes ?? []).flatMap(v => v.persistentVolumeClaim?.claimName ?? (v.ephemeral && !done ? ephemeralClaim(pod, v) : []))
}

const uses = (pod: Pod, claim: string): boolean => !!pod.spec?.nodeName && claimsOf(pod).includes(claim)

/** V7. */
export const claimProtection = defineController<PersistentVolumeClaim, PersistentVolumeClaim>({
  name: 'pvc-protection-controller',
  kind: ClaimKind,
  reads: [ClaimKind, PodKind],
  wakes: [
    { kind: ClaimKind, keys: (_before, after) => (after && isGoing(after, CLAIM_FINALIZER) ? [keyOf(after)] : []) },
    { kind: PodKind, keys: freed },
  ],
  workers: 1,
  observe(cache, _key, claim) {
    if (!claim || !isGoing(claim, CLAIM_FINALIZER)) return undefined
    const pods = cache.list(PodKind, claim.metadata.namespace) as readonly Pod[]
    return pods.some(pod => uses(pod, claim.metadata.name)) ? undefined : claim
  },
  decide: claim => letGo(claim as unknown as AnyObject, ClaimKind, CLAIM_FINALIZER),
  conclude,
})

export const volumeProtection = defineController<PersistentVolume, PersistentVolume>({
  name: 'pv-protection-controller',
  kind: VolumeKind,
  reads: [VolumeKind],
  wakes: [{ kind: VolumeKind, keys: (_before, after) => (after && isGoing(after, VOLUME_FINALIZER) ? [after.metadata.name] : []) }],
  workers: 1,
  observe: (_cache, _key, volume) => (volume && isGoing(volume, VOLUME_FINALIZER) && volume.status?.phase !== 'Bound' ? volume : undefined),
  decide: volume => letGo(volume as unknown as AnyObject, VolumeKind, VOLUME_FINALIZER),
  conclude,
})

const NONE: readonly never[] = Object.freeze([])

/** A pod is gone: its claims may go, too. */
function freed(before: AnyObject | undefined, after: AnyObject | undefined, cache: CacheReader): readonly string[] {
  if (after || !before) return NONE
  const { deletionGracePeriodSeconds: _, ...metadata } = before.metadata
  return claimsOf({ ...before, metadata } as unknown as Pod).map(name => `${before.metadata.namespace}/${name}`).filter(key => {
    const claim = cache.get<PersistentVolumeClaim>(ClaimKind, key)
    return claim !== undefined && isGoing(claim, CLAIM_FINALIZER)
  })
}
