// A PersistentVolumeClaim as the page draws it below its pod.
import type { PersistentVolumeClaim } from '../../kube/core.ts'
import { keyOf, refOf } from '../../kube/keys.ts'
import type { AnyObject } from '../../kube/object.ts'
import type { ClaimRow } from '../rows.ts'

export function claimRow(object: AnyObject): ClaimRow {
  const { metadata, spec, status } = object as unknown as PersistentVolumeClaim
  const phase = status?.phase
  return {
    ref: refOf('persistentvolumeclaims', keyOf(object)), namespace: metadata.namespace!, name: metadata.name!, phase: phase === 'Bound' || phase === 'Lost' ? phase : 'Pending',
    size: status?.capacity?.['storage'] ?? spec?.resources?.requests?.['storage'] ?? '', deleting: metadata.deletionTimestamp !== undefined,
    ...(spec?.volumeName ? { volume: spec.volumeName } : {}),
  }
}
