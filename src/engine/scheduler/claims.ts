// What must be done about a pod's claims before it can be bound to its node: those that waited for it get a volume of that node, or
// somebody is asked to make one there. Upstream: plugins/volumebinding/binder.go, BindPodVolumes.
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../kube/core.ts'
import { Node as NodeKind, PersistentVolume as VolumeKind, PersistentVolumeClaim as ClaimKind, StorageClass as ClassKind } from '../../kube/kinds.ts'
import { compileNodeSelector } from '../../kube/nodeAffinity.ts'
import type { AnyObject } from '../../kube/object.ts'
import { parseQuantity } from '../../kube/quantity.ts'
import { compare } from '../../kube/quantityMath.ts'
import { BIND_COMPLETED, NO_PROVISIONER, SELECTED_NODE } from '../../kube/storageClasses.ts'
import type { StorageClass } from '../../kube/storage.ts'
import type { ApiServer } from '../api/server.ts'

const isBound = (claim: PersistentVolumeClaim): boolean => !!claim.spec?.volumeName && claim.metadata.annotations?.[BIND_COMPLETED] !== undefined
const sizeOf = (volume: PersistentVolume): string => volume.spec?.capacity?.['storage'] ?? '0'

/** Claims of the pod that have no volume yet, as they are stored. */
export function openClaims(server: ApiServer, pod: Pod): readonly PersistentVolumeClaim[] {
  return (pod.spec.volumes ?? []).flatMap(v => {
    const name = v.persistentVolumeClaim?.claimName ?? (v.ephemeral ? `${pod.metadata.name}-${v.name}` : undefined)
    const claim = name === undefined ? undefined : server.store.get(ClaimKind, `${pod.metadata.namespace}/${name}`) as unknown as PersistentVolumeClaim | undefined
    return claim && !isBound(claim) ? [claim] : []
  })
}

/** One step for one claim: a write as `who`, or nothing where it has been asked for already. */
export function askForVolume(server: ApiServer, who: string, claim: PersistentVolumeClaim, node: string): void {
  const storageClass = server.store.get(ClassKind, claim.spec?.storageClassName ?? '') as unknown as StorageClass | undefined
  const volumes = server.store.list(VolumeKind, undefined) as unknown as readonly PersistentVolume[]
  const { namespace, name, uid, resourceVersion } = claim.metadata
  if (claim.metadata.annotations?.[SELECTED_NODE] !== undefined || volumes.some(v => v.spec?.claimRef?.uid === uid)) return
  const place = server.store.get(NodeKind, node)
  const volume = volumes.filter(v => fits(v, claim, place)).sort((a, b) => compare(parseQuantity(sizeOf(a)), parseQuantity(sizeOf(b))) || (a.metadata.name! < b.metadata.name! ? -1 : 1))[0]
  if (volume) {
    const given = volume as unknown as AnyObject
    const claimRef = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', namespace, name, uid, resourceVersion }
    server.update(who, { ...given, metadata: { ...given.metadata, annotations: { ...given.metadata.annotations, 'pv.kubernetes.io/bound-by-controller': 'yes' } }, spec: { ...given['spec'], claimRef } })
  } else if (storageClass && storageClass.provisioner !== NO_PROVISIONER) {
    const asking = claim as unknown as AnyObject
    server.update(who, { ...asking, metadata: { ...asking.metadata, annotations: { ...asking.metadata.annotations, [SELECTED_NODE]: node } } })
  }
}

function fits({ metadata, spec, status }: PersistentVolume, claim: PersistentVolumeClaim, node: AnyObject | undefined): boolean {
  if (metadata.deletionTimestamp !== undefined || spec?.claimRef || status?.phase !== 'Available') return false
  if ((spec?.storageClassName ?? '') !== (claim.spec?.storageClassName ?? '') || (spec?.volumeMode ?? 'Filesystem') !== (claim.spec?.volumeMode ?? 'Filesystem')) return false
  if (!(claim.spec?.accessModes ?? []).every(mode => spec?.accessModes?.includes(mode))) return false
  const required = spec?.nodeAffinity?.required
  if (required && !(node && compileNodeSelector(required).matches(node as never))) return false
  return compare(parseQuantity(spec?.capacity?.['storage'] ?? '0'), parseQuantity(claim.spec?.resources?.requests?.['storage'] ?? '0')) >= 0
}
