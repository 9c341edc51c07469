// Which volume a claim gets. Upstream: component-helpers/storage/volume/pv_helpers.go, FindMatchingVolume.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../kube/core.ts'
import { selectorFor } from '../../../kube/labels.ts'
import { parseQuantity } from '../../../kube/quantity.ts'
import { compare } from '../../../kube/quantityMath.ts'

const compareQuantities = (a: string, b: string): number => compare(parseQuantity(a), parseQuantity(b))
const classOf = (o: { spec?: { storageClassName?: string } }): string => o.spec?.storageClassName ?? ''

/** Whether the volume is kept for this claim. */
export const isFor = (volume: PersistentVolume, claim: PersistentVolumeClaim): boolean => {
  const ref = volume.spec?.claimRef
  return ref?.name === claim.metadata.name && ref.namespace === claim.metadata.namespace && (!ref.uid || ref.uid === claim.metadata.uid)
}

/** V13: the volume that a claim names, if it may have it, and why not. */
export function namedBy(claim: PersistentVolumeClaim, volumes: readonly PersistentVolume[]): { readonly volume?: PersistentVolume; readonly why?: { readonly reason: string; readonly message: string } } {
  const volume = volumes.find(v => v.metadata.name === claim.spec?.volumeName)
  if (!volume) return {}
  if (volume.spec?.claimRef) return isFor(volume, claim) ? { volume } : { why: { reason: 'FailedBinding', message: `volume "${volume.metadata.name}" already bound to a different claim.` } }
  const wrong = unsuitable(claim, volume)
  return wrong === undefined ? { volume } : { why: { reason: 'VolumeMismatch', message: `Cannot bind to requested volume "${volume.metadata.name}": ${wrong}` } }
}

/** Upstream: checkVolumeSatisfyClaim. */
function unsuitable(claim: PersistentVolumeClaim, volume: PersistentVolume): string | undefined {
  if (volume.metadata.deletionTimestamp) return `the volume is marked for deletion "${volume.metadata.name}"`
  if (!isLargeEnough(claim, volume)) return 'requested PV is too small'
  if (classOf(claim) !== classOf(volume)) return 'storageClassName does not match'
  if (!isOfMode(claim, volume)) return 'incompatible volumeMode'
  return hasModes(claim, volume) ? undefined : 'incompatible accessMode'
}

/** V1. `delayed`: only a volume that is kept for the claim; the others are the scheduler's to choose from. `phase`: in which others may be. */
export function volumeFor(claim: PersistentVolumeClaim, volumes: readonly PersistentVolume[], delayed = false, phase = 'Available'): PersistentVolume | undefined {
  const fitting = volumes.filter(v => !v.metadata.deletionTimestamp && isLargeEnough(claim, v) && isOfMode(claim, v) && hasModes(claim, v))
  const prebound = fitting.find(v => isFor(v, claim))
  if (prebound || delayed) return prebound
  let best: PersistentVolume | undefined
  for (const volume of fitting) if (isFree(claim, volume, phase) && (!best || compareQuantities(sizeOf(volume), sizeOf(best)) < 0)) best = volume
  return best
}

const sizeOf = (volume: PersistentVolume): string => volume.spec?.capacity?.['storage'] ?? '0'
const isLargeEnough = (claim: PersistentVolumeClaim, volume: PersistentVolume): boolean => compareQuantities(sizeOf(volume), claim.spec?.resources?.requests?.['storage'] ?? '0') >= 0
const isOfMode = (claim: PersistentVolumeClaim, volume: PersistentVolume): boolean => (claim.spec?.volumeMode ?? 'Filesystem') === (volume.spec?.volumeMode ?? 'Filesystem')
const hasModes = (claim: PersistentVolumeClaim, volume: PersistentVolume): boolean => (claim.spec?.accessModes ?? []).every(mode => volume.spec?.accessModes?.includes(mode))

const isFree = (claim: PersistentVolumeClaim, volume: PersistentVolume, phase: string): boolean =>
  !volume.spec?.claimRef && volume.status?.phase === phase && classOf(claim) === classOf(volume) && (!claim.spec?.selector || selectorFor(claim.spec.selector).matches(volume.metadata.labels))
