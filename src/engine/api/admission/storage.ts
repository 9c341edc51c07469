// What is added to claims, and when they may grow. Upstream: plugin/pkg/admission/storage/{storageclass/setdefault,persistentvolume/resize}.
import { PersistentVolumeClaim as ClaimKind, StorageClass as ClassKind } from '../../../kube/kinds.ts'
import { tryParseQuantity } from '../../../kube/quantity.ts'
import { compare } from '../../../kube/quantityMath.ts'
import type { StorageClass } from '../../../kube/storage.ts'
import { defaultClass } from '../../../kube/storageClasses.ts'
import { forbidden } from '../errors.ts'
import type { Admission } from './admission.ts'

/** A claim that names no class, not even the empty one, gets the default class, where there is one. */
export const defaultStorageClass: Admission = {
  name: 'DefaultStorageClass',
  create(object, kind, { store }) {
    if (kind !== ClaimKind || object['spec']?.storageClassName !== undefined || object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] !== undefined) return object
    const found = defaultClass(store.list(ClassKind, undefined) as unknown as readonly StorageClass[])
    return found ? { ...object, spec: { ...object['spec'], storageClassName: found.metadata.name } } : object
  },
}

export const claimResize: Admission = {
  name: 'PersistentVolumeClaimResize',
  admit(object, old, kind, { store }) {
    if (kind !== ClaimKind || !old) return []
    const sizeOf = (claim: typeof object) => tryParseQuantity(String(claim['spec']?.resources?.requests?.storage ?? '0'))
    const [size, before] = [sizeOf(object), sizeOf(old)]
    if (!size || !before || compare(size, before) <= 0) return []
    if (old['status']?.phase !== 'Bound') throw forbidden(kind, object.metadata.name, 'Only bound persistent volume claims can be expanded')
    const name: string = object['spec'].storageClassName ?? ''
    const storageClass = name ? store.get(ClassKind, name) as unknown as StorageClass | undefined : undefined
    if (!storageClass?.allowVolumeExpansion) {
      throw forbidden(kind, object.metadata.name, 'only dynamically provisioned pvc can be resized and the storageclass that provisions the pvc must support resize')
    }
    return []
  },
}
