// The phases of volumes, and what becomes of one whose claim is gone. Upstream: pv_controller.go, syncVolume, reclaimVolume.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../kube/core.ts'
import { keyFrom } from '../../../kube/keys.ts'
import { PersistentVolume as VolumeKind, PersistentVolumeClaim as ClaimKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { CacheReader } from '../controller.ts'
import { defineController } from '../controller.ts'
import { NAME, RECORDER, versionless } from './claims.ts'
import { reason } from './reasons.ts'

export interface VolumeView { readonly volume: PersistentVolume; readonly phase: 'Available' | 'Bound' | 'Released'; readonly reclaim: boolean }

export const volumePhases = defineController<PersistentVolume, VolumeView>({
  name: NAME,
  id: `${NAME}/volumes`,
  recorder: RECORDER,
  kind: VolumeKind,
  reads: [VolumeKind, ClaimKind],
  wakes: [
    { kind: VolumeKind, keys: (_before, after) => (after ? [after.metadata.name] : []) },
    { kind: ClaimKind, keys: (before, after) => (!after && before?.['spec']?.volumeName ? [before['spec'].volumeName as string] : []) },
  ],
  workers: 1,

  observe(cache, _key, volume) {
    if (!volume || volume.metadata.deletionTimestamp) return undefined
    const phase = phaseOf(cache, volume)
    const reclaim = phase === 'Released' && volume.spec?.persistentVolumeReclaimPolicy === 'Delete'
    return phase === volume.status?.phase && !reclaim ? undefined : { volume, phase, reclaim }
  },

  decide({ volume, phase, reclaim }) {
    const { name } = volume.metadata
    const object = versionless(volume as unknown as AnyObject)
    return {
      intents: [
        ...(phase === volume.status?.phase ? [] : [{ verb: 'update' as const, kind: VolumeKind, object: { ...object, status: { ...volume.status, phase } }, subresource: 'status', must: true }]),
        ...(reclaim ? [{ verb: 'delete' as const, kind: VolumeKind, key: name }] : []),
      ],
      because: reclaim ? reason('volume.reclaim', { volume: name }) : reason('volume.phase', { volume: name, phase }),
    }
  },

  conclude: (_view, outcomes) => ({ intents: [], failed: outcomes.some(o => o.refused && o.refused.reason !== 'NotFound') }),
})

/** V6. */
function phaseOf(cache: CacheReader, volume: PersistentVolume): VolumeView['phase'] {
  const ref = volume.spec?.claimRef
  if (!ref?.uid) return 'Available'
  const claim = cache.get<PersistentVolumeClaim>(ClaimKind, keyFrom(ref.namespace, ref.name!))
  return claim?.metadata.uid === ref.uid ? 'Bound' : 'Released'
}
