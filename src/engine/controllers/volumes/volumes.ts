// The phases of volumes, and what becomes of one whose claim is gone. Upstream: pv_controller.go, syncVolume, reclaimVolume.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../kube/core.ts'
import { keyFrom } from '../../../kube/keys.ts'
import { PersistentVolume as VolumeKind, PersistentVolumeClaim as ClaimKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import type { CacheReader, Intent } from '../controller.ts'
import { defineController } from '../controller.ts'
import { tellOf } from '../podControl.ts'
import { NAME, RECORDER, versionless } from './claims.ts'
import { reason } from './reasons.ts'

export interface VolumeView {
  readonly volume: PersistentVolume
  readonly phase: 'Available' | 'Bound' | 'Released'
  readonly reclaim: boolean
  /** V11: why what is behind it cannot be deleted. */
  readonly trouble: string | undefined
}

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
    if (!volume) return undefined
    const phase = phaseOf(cache, volume)
    // One that somebody deletes already is told that its claim is gone all the same: its protection waits for that (V7).
    const reclaim = phase === 'Released' && volume.spec?.persistentVolumeReclaimPolicy === 'Delete' && !volume.metadata.deletionTimestamp
    // One that could not be deleted stays so, whatever becomes of its policy.
    if (phase === 'Released' && volume.status?.phase === 'Failed') return undefined
    return phase === volume.status?.phase && !reclaim ? undefined : { volume, phase, reclaim, trouble: reclaim ? undeletable(volume) : undefined }
  },

  decide({ volume, phase, reclaim, trouble }) {
    const { name } = volume.metadata
    const object = versionless(volume as unknown as AnyObject)
    const { message: _, ...status } = volume.status ?? {}
    const said = (more: object): Intent => ({ verb: 'update', kind: VolumeKind, object: { ...object, status: { ...status, ...more } }, subresource: 'status', must: true })
    return {
      intents: [
        ...(phase === volume.status?.phase ? [] : [said({ phase })]),
        ...(trouble !== undefined ? [said({ phase: 'Failed', message: trouble }), tellOf(volume, 'Warning', 'VolumeFailedDelete', trouble)] : []),
        ...(reclaim && trouble === undefined ? [{ verb: 'delete' as const, kind: VolumeKind, key: name }] : []),
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

/** V11. Upstream: findDeletablePlugin, hostPathDeleter. What a provisioner has made is deleted by it. */
function undeletable({ metadata, spec = {} }: PersistentVolume): string | undefined {
  if (metadata.annotations?.['pv.kubernetes.io/provisioned-by'] !== undefined) return undefined
  const path = spec.hostPath?.path
  if (path !== undefined) return /\/tmp\/.+/.test(path) ? undefined : `host_path deleter only supports /tmp/.+ but received provided ${path}`
  const matched = spec['nfs'] !== undefined || spec['csi'] !== undefined
  return `error getting deleter volume plugin for volume "${metadata.name}": no ${matched ? 'deletable ' : ''}volume plugin matched`
}
