// Claims and volumes in plain words: what a claim waits for, and what becomes of a volume without its claim.
import type { PersistentVolume, PersistentVolumeClaim, Pod } from '../../kube/core.ts'
import { selectorFor } from '../../kube/labels.ts'
import type { AnyObject } from '../../kube/object.ts'
import { isPodTerminal } from '../../kube/pods.ts'
import { valueOf } from '../../kube/quantity.ts'
import type { StorageClass } from '../../kube/storage.ts'
import type { Reason } from '../../engine/index.ts'
import { beside, type Facts } from './facts.ts'
import { say, type StatusReasons } from './reasons.ts'

/** Volumes of which it is said why they do not fit. */
const MOST = 4
const sizeOf = (v: PersistentVolume): string => v.spec?.capacity?.['storage'] ?? '0'
const wantOf = (c: PersistentVolumeClaim): string => c.spec?.resources?.requests?.['storage'] ?? '0'

export function claimStatusOf(object: AnyObject, facts: Facts): readonly Reason[] {
  const claim = object as unknown as PersistentVolumeClaim
  const users = (beside(facts, object, 'pods') as unknown as readonly Pod[])
    .filter(p => !isPodTerminal(p) && p.spec.volumes?.some(v => v.persistentVolumeClaim?.claimName === claim.metadata.name)).map(p => p.metadata.name)
  const reasons: Reason[] = []
  if (claim.metadata.deletionTimestamp !== undefined) reasons.push(say('status.pvc.protected', { pods: users }))
  const phase = claim.status?.phase
  if (phase === 'Bound') reasons.push(say('status.pvc.bound', { volume: claim.spec?.volumeName ?? '', size: claim.status?.capacity?.['storage'] ?? wantOf(claim) }))
  else if (phase === 'Lost') reasons.push(say('status.pvc.lost', { volume: claim.spec?.volumeName ?? '' }))
  else reasons.push(...pending(claim, facts))
  if (claim.metadata.deletionTimestamp === undefined) reasons.push(users.length > 0 ? say('status.pvc.used', { pods: users }) : say('status.pvc.unused', {}))
  return reasons
}

function pending(claim: PersistentVolumeClaim, facts: Facts): Reason[] {
  const name = claim.spec?.storageClassName ?? ''
  const volumes = facts.objects('persistentvolumes') as unknown as readonly PersistentVolume[]
  const storageClass = facts.objects('storageclasses').find(c => c.metadata.name === name) as unknown as StorageClass | undefined
  if (storageClass?.volumeBindingMode === 'WaitForFirstConsumer') return [say('status.pvc.first-consumer', { storageClass: name })]
  const unfit = volumes.flatMap(v => {
    const why = whyNot(claim, v)
    return why ? [say('status.pvc.unfit', { volume: v.metadata.name, ...why })] : []
  })
  return [noClass(claim, name, storageClass, volumes, facts) ?? say('status.pvc.none', { storageClass: name }), ...unfit.slice(0, MOST)]
}

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class'
const EXAMPLE = 'volumes-on-demand.yaml'
const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/
/** A line that makes a class whose volumes come by themselves. */
const makeClass = (name: string, isDefault: boolean): string =>
  `echo '{apiVersion: storage.k8s.io/v1, kind: StorageClass, metadata: {name: ${name}${isDefault ? `, annotations: {${DEFAULT_CLASS}: "true"}` : ''}}, provisioner: rancher.io/local-path, volumeBindingMode: WaitForFirstConsumer}' | kubectl apply -f -`

/** Nobody makes volumes for it: the class that it names is not there, or it names none and none is the default. `''` is no class on purpose. */
function noClass(claim: PersistentVolumeClaim, name: string, storageClass: StorageClass | undefined, volumes: readonly PersistentVolume[], facts: Facts): Reason | undefined {
  const field = 'spec.storageClassName'
  if (name !== '') {
    if (storageClass || volumes.some(v => (v.spec?.storageClassName ?? '') === name)) return undefined
    return say('status.pvc.no-class', { storageClass: name, field, example: EXAMPLE, ...(NAME.test(name) ? { run: makeClass(name, false) } : {}) })
  }
  const classes = facts.objects('storageclasses')
  if (claim.spec?.storageClassName !== undefined || classes.some(c => c.metadata.annotations?.[DEFAULT_CLASS] === 'true')) return undefined
  const first = classes[0]?.metadata.name
  return say('status.pvc.no-default', { field, example: EXAMPLE, run: first === undefined ? makeClass('standard', true) : `kubectl annotate storageclass ${first} ${DEFAULT_CLASS}=true --overwrite` })
}

type Unfit = Omit<StatusReasons['status.pvc.unfit'], 'volume'>

/** The first thing that keeps this volume from this claim; undefined where it fits and only has to be bound. */
function whyNot(claim: PersistentVolumeClaim, volume: PersistentVolume): Unfit | undefined {
  const { spec } = claim
  if (volume.status?.phase === 'Released') return { why: 'released', has: volume.spec?.claimRef?.name ?? '', wants: '', field: 'spec.claimRef' }
  if (volume.spec?.claimRef && volume.spec.claimRef.name !== claim.metadata.name) return { why: 'taken', has: volume.spec.claimRef.name ?? '', wants: '' }
  const [has, wants] = [volume.spec?.storageClassName ?? '', spec?.storageClassName ?? '']
  if (has !== wants) return { why: 'class', has, wants, field: 'spec.storageClassName' }
  if (valueOf(sizeOf(volume)) < valueOf(wantOf(claim))) return { why: 'size', has: sizeOf(volume), wants: wantOf(claim), field: 'spec.resources.requests.storage' }
  const modes = (spec?.accessModes ?? []).filter(m => !volume.spec?.accessModes?.includes(m))
  if (modes.length > 0) return { why: 'modes', has: (volume.spec?.accessModes ?? []).join(', '), wants: modes.join(', '), field: 'spec.accessModes' }
  if (spec?.selector && !selectorFor(spec.selector).matches(volume.metadata.labels)) return { why: 'selector', has: '', wants: '', field: 'spec.selector' }
  return undefined
}

export function volumeStatusOf(object: AnyObject): readonly Reason[] {
  const { spec, status } = object as unknown as PersistentVolume
  const claim = spec?.claimRef ? `${spec.claimRef.namespace}/${spec.claimRef.name}` : ''
  switch (status?.phase) {
    case 'Available': return [say('status.pv.available', { size: spec?.capacity?.['storage'] ?? '', storageClass: spec?.storageClassName ?? '' })]
    case 'Bound': return [say('status.pv.bound', { claim })]
    case 'Released': return [say('status.pv.released', { claim, policy: spec?.persistentVolumeReclaimPolicy ?? 'Retain', field: 'spec.persistentVolumeReclaimPolicy' })]
    case 'Failed': return [say('status.pv.failed', { message: status.message ?? status.reason ?? '' })]
    default: return [say('status.pv.other', { phase: status?.phase ?? 'Pending' })]
  }
}
