// What a volume gets that its author left out. Upstream: SetDefaults_Volume and its neighbours in pkg/apis/core/v1/defaults.go.
import type { DownwardAPIVolumeFile, Volume, VolumeProjection } from '../../../../kube/core.ts'
import type { ObjectMeta } from '../../../../kube/meta.ts'
import { claimSpecDefaults } from '../persistentvolumeclaim/defaults.ts'
import { defaultPullPolicy } from './image.ts'

const FILE_MODE = 0o644

const fileDefaults = (file: DownwardAPIVolumeFile): DownwardAPIVolumeFile => ({
  ...file,
  ...(file.fieldRef ? { fieldRef: { ...file.fieldRef, apiVersion: file.fieldRef.apiVersion || 'v1' } } : {}),
  ...(file.resourceFieldRef ? { resourceFieldRef: { ...file.resourceFieldRef, divisor: file.resourceFieldRef.divisor ?? '0' } } : {}),
})

function projectionDefaults(source: VolumeProjection): VolumeProjection {
  return {
    ...source,
    ...(source.serviceAccountToken ? { serviceAccountToken: { ...source.serviceAccountToken, expirationSeconds: source.serviceAccountToken.expirationSeconds ?? 3600 } } : {}),
    ...(source.downwardAPI?.items ? { downwardAPI: { ...source.downwardAPI, items: source.downwardAPI.items.map(fileDefaults) } } : {}),
  }
}

/** The volume with its source completed; one without a source is an empty directory. */
export function volumeDefaults(volume: Volume): Volume {
  const { name: _name, ...sources } = volume
  if (Object.values(sources).every(s => s === undefined || s === null)) return { ...volume, emptyDir: {} }
  const out: Volume = { ...volume, ...networkVolumeDefaults(volume) }
  if (out.hostPath) out.hostPath = { ...out.hostPath, type: out.hostPath.type ?? '' }
  if (out.secret) out.secret = { ...out.secret, defaultMode: out.secret.defaultMode ?? FILE_MODE }
  if (out.configMap) out.configMap = { ...out.configMap, defaultMode: out.configMap.defaultMode ?? FILE_MODE }
  if (out.downwardAPI) {
    const { items } = out.downwardAPI
    out.downwardAPI = { ...out.downwardAPI, ...(items ? { items: items.map(fileDefaults) } : {}), defaultMode: out.downwardAPI.defaultMode ?? FILE_MODE }
  }
  if (out.projected) {
    const { sources: given } = out.projected
    out.projected = { ...out.projected, ...(given ? { sources: given.map(projectionDefaults) } : {}), defaultMode: out.projected.defaultMode ?? FILE_MODE }
  }
  if (out.ephemeral?.volumeClaimTemplate) {
    const template = out.ephemeral.volumeClaimTemplate
    out.ephemeral = { ...out.ephemeral, volumeClaimTemplate: { ...template, metadata: template.metadata ?? ({} as ObjectMeta), spec: claimSpecDefaults(template.spec) } }
  }
  if (out.image) out.image = { ...out.image, pullPolicy: out.image.pullPolicy || defaultPullPolicy(out.image.reference) }
  return out
}

/** Sources that few clusters still serve; they are filled in like the others. Persistent volumes share them. */
export function networkVolumeDefaults(source: Pick<Volume, 'iscsi' | 'rbd' | 'azureDisk' | 'scaleIO'>): Partial<Volume> {
  const { iscsi, rbd, azureDisk, scaleIO } = source
  return {
    ...(iscsi ? { iscsi: { ...iscsi, iscsiInterface: iscsi.iscsiInterface || 'default' } } : {}),
    ...(rbd ? { rbd: { ...rbd, pool: rbd.pool || 'rbd', user: rbd.user || 'admin', keyring: rbd.keyring || '/etc/ceph/keyring' } } : {}),
    ...(azureDisk ? {
      azureDisk: {
        ...azureDisk, cachingMode: azureDisk.cachingMode ?? 'ReadWrite', kind: azureDisk.kind ?? 'Shared', fsType: azureDisk.fsType ?? 'ext4', readOnly: azureDisk.readOnly ?? false,
      },
    } : {}),
    ...(scaleIO ? { scaleIO: { ...scaleIO, storageMode: scaleIO.storageMode || 'ThinProvisioned', fsType: scaleIO.fsType || 'xfs' } } : {}),
  }
}
