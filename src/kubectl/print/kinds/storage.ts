// Volumes, claims and classes. Upstream: printers.go, printPersistentVolume and its neighbours.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../kube/core.ts'
import type { StorageClass } from '../../../kube/storage.ts'
import { column, wide } from '../table.ts'
import type { KindPrinter } from '../table.ts'
import { accessModes, isDefaultClass, since, storageClassOf } from '../values.ts'
import { quantityText } from '../quantities.ts'

export const persistentVolume: KindPrinter = {
  columns: [
    column('Name'), column('Capacity'), column('Access Modes'), column('Reclaim Policy'), column('Status'), column('Claim'), column('StorageClass'),
    column('VolumeAttributesClass'), column('Reason'), column('Age'), wide('VolumeMode'),
  ],
  row(o: PersistentVolume, { now }) {
    const { spec, status, metadata } = o
    return [
      metadata.name!, quantityText(spec?.capacity?.storage), accessModes(spec?.accessModes), spec?.persistentVolumeReclaimPolicy ?? '',
      metadata.deletionTimestamp ? 'Terminating' : status?.phase ?? 'Pending',
      spec?.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : '', storageClassOf(o as any),
      spec?.volumeAttributesClassName ?? '<unset>', status?.reason ?? '', since(metadata.creationTimestamp, now), spec?.volumeMode ?? 'Filesystem',
    ]
  },
}

export const persistentVolumeClaim: KindPrinter = {
  columns: [
    column('Name'), column('Status'), column('Volume'), column('Capacity'), column('Access Modes'), column('StorageClass'),
    column('VolumeAttributesClass'), column('Age'), wide('VolumeMode'),
  ],
  row(o: PersistentVolumeClaim, { now }) {
    const { spec, status, metadata } = o
    const bound = !!spec?.volumeName
    return [
      metadata.name!, metadata.deletionTimestamp ? 'Terminating' : status?.phase ?? 'Pending', spec?.volumeName ?? '',
      bound ? quantityText(status?.capacity?.storage) : '', bound ? accessModes(status?.accessModes) : '', storageClassOf(o as any),
      spec?.volumeAttributesClassName ?? '<unset>', since(metadata.creationTimestamp, now), spec?.volumeMode ?? 'Filesystem',
    ]
  },
}

export const storageClass: KindPrinter = {
  columns: [
    column('Name'), column('Provisioner'), column('ReclaimPolicy'), column('VolumeBindingMode'), column('AllowVolumeExpansion'), column('Age'),
  ],
  row(o: StorageClass, { now }) {
    return [
      isDefaultClass(o.metadata.annotations) ? `${o.metadata.name} (default)` : o.metadata.name!, o.provisioner, o.reclaimPolicy ?? 'Delete',
      o.volumeBindingMode ?? 'Immediate', o.allowVolumeExpansion ?? false, since(o.metadata.creationTimestamp, now),
    ]
  },
}
