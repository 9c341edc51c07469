// What a claim gets that its author left out. Upstream: SetDefaults_PersistentVolumeClaim.
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../../../kube/core.ts'
import { roundedQuantities } from '../../fields/quantities.ts'

export function claimSpecDefaults(spec: PersistentVolumeClaimSpec | undefined): PersistentVolumeClaimSpec {
  const { limits, requests } = spec?.resources ?? {}
  return {
    ...spec,
    resources: { ...(limits ? { limits: roundedQuantities(limits) } : {}), ...(requests ? { requests: roundedQuantities(requests) } : {}) },
    volumeMode: spec?.volumeMode ?? 'Filesystem',
  }
}

export const claimDefaults = (claim: PersistentVolumeClaim): PersistentVolumeClaim => ({
  ...claim, spec: claimSpecDefaults(claim.spec), status: { ...claim.status, phase: claim.status?.phase || 'Pending' },
})
