// Which volume a claim gets. Upstream: component-helpers/storage/volume/pv_helpers.go, FindMatchingVolume.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../kube/core.ts'
import { selectorFor } from '../../../kube/labels.ts'
import { parseQuantity } from '../../../kube/quantity.ts'
import { compare } from '../../../kube/quantityMath.ts'

const compareQuantities = (a: string, b: string): number => compare(parseQuantity(a), parseQuantity(b))
const classOf = (o: { spec?: { storageClassName?: string } }): string => o.spec?.storageClassName ?? ''

const isFor = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean => {
  const ref = volume.spec?.claimRef
  return ref?.name === claim.metadata.name && ref.namespace === claim.metadata.namespace && (!ref.uid || ref.uid === claim.metadata.uid)
}

/** V1. `delayed`: only a volume that is kept for the claim; the others are the scheduler's to choose from. */
export function volumeFor(claim: PersistentVolumeClaim, volumes: readonly PersistentVolume[], delayed = false): PersistentVolume | undefined {
  const named = claim.spec?.volumeName
  if (named) return volumes.find(v => v.metadata.name === named && (!v.spec?.claimRef || isFor(v, claim)))
  const prebound = volumes.find(v => isFor(v, claim))
  if (prebound || delayed) return prebound
  let best: PersistentVolume | undefined
  for (const volume of volumes) if (fits(claim, volume) && (!best || compareQuantities(sizeOf(volume), sizeOf(best)) < 0)) best = volume
  return best
}

const sizeOf = (volume: PersistentVolume): string => volume.spec?.capacity?.['storage'] ?? '0'

function fits(claim: PersistentVolumeClaim, volume: PersistentVolume): boolean {
  if (volume.metadata.deletionTimestamp || volume.spec?.claimRef || volume.status?.phase !== 'Available') return false
  if (classOf(claim) !== classOf(volume) || (claim.spec?.volumeMode ?? 'Filesystem') !== (volume.spec?.volumeMode ?? 'Filesystem')) return false
  if (!(claim.spec?.accessModes ?? []).every(mode => volume.spec?.accessModes?.includes(mode))) return false
  if (claim.spec?.selector && !selectorFor(claim.spec.selector).matches(volume.metadata.labels)) return false
  return compareQuantities(sizeOf(volume), claim.spec?.resources?.requests?.['storage'] ?? '0') >= 0
}
