// Upstream: describe.go, describePersistentVolume, describePersistentVolumeClaim, describeStorageClass.
import type { PersistentVolume, PersistentVolumeClaim } from '../../../kube/core.ts'
import { Pod } from '../../../kube/kinds.ts'
import { formatLabels } from '../../../kube/labels.ts'
import { quantityText } from '../../print/quantities.ts'
import { accessModes, boolOrUnset, isDefaultClass, rfc1123, since, storageClassOf } from '../../print/values.ts'
import type { DescribeContext, Describer } from '../describer.ts'
import { heading, labelsAndAnnotations } from '../sections.ts'
import { volumeSource } from '../volumes.ts'
import type { Writer } from '../writer.ts'

const finalizers = (w: Writer, list: readonly string[] | undefined) => w.field(0, 'Finalizers', `[${(list ?? []).join(' ')}]`)

function status(w: Writer, o: PersistentVolume | PersistentVolumeClaim, { now }: DescribeContext): void {
  w.field(0, 'Status', o.metadata.deletionTimestamp ? `Terminating (lasts ${since(o.metadata.deletionTimestamp, now)})` : o.status?.phase ?? 'Pending')
}

/** `Term 0:` and its requirements, one below the other. */
function terms(w: Writer, level: number, list: readonly any[], requirements: (term: any) => readonly any[] | undefined, operator?: string): void {
  for (const [i, term] of list.entries()) {
    const lines = (requirements(term) ?? []).map(r => `${r.key} ${operator ?? r.operator.toLowerCase()}${r.values?.length ? ` [${r.values.join(', ')}]` : ''}`)
    w.list(`Term ${i}`, lines, '  '.repeat(level))
  }
}

export const describeVolume: Describer = (o: PersistentVolume, w, context) => {
  const { spec, metadata } = o
  w.field(0, 'Name', metadata.name!)
  labelsAndAnnotations(w, o)
  finalizers(w, metadata.finalizers)
  w.field(0, 'StorageClass', storageClassOf(o as any))
  status(w, o, context)
  w.field(0, 'Claim', spec?.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : '')
  w.field(0, 'Reclaim Policy', spec?.persistentVolumeReclaimPolicy ?? 'Retain')
  w.field(0, 'Access Modes', accessModes(spec?.accessModes))
  w.field(0, 'VolumeMode', spec?.volumeMode ?? 'Filesystem')
  w.field(0, 'Capacity', quantityText(spec?.capacity?.storage))
  const required = spec?.nodeAffinity?.required
  w.field(0, 'Node Affinity', required ? '' : '<none>')
  if (required) {
    const list = required.nodeSelectorTerms ?? []
    w.field(1, 'Required Terms', list.length ? '' : '<none>')
    terms(w, 2, list, t => t.matchExpressions)
  }
  w.field(0, 'Message', o.status?.message ?? '')
  w.line(0, 'Source:')
  volumeSource(w, spec ?? {})
}

function usedBy(o: PersistentVolumeClaim, { client }: DescribeContext): string[] {
  const pods = client.list(Pod, o.metadata.namespace)
  const users = new Set(pods.filter(p => p.spec?.volumes?.some(v => v.persistentVolumeClaim?.claimName === o.metadata.name)))
  for (const owner of o.metadata.ownerReferences ?? []) {
    const pod = owner.kind === 'Pod' ? pods.find(p => p.metadata.uid === owner.uid) : undefined
    if (pod) users.add(pod)
  }
  return [...users].map(p => p.metadata.name!).sort()
}

export const describeClaim: Describer = (o: PersistentVolumeClaim, w, context) => {
  const { spec } = o
  heading(w, o)
  w.field(0, 'StorageClass', storageClassOf(o as any))
  status(w, o, context)
  w.field(0, 'Volume', spec?.volumeName ?? '')
  labelsAndAnnotations(w, o)
  finalizers(w, o.metadata.finalizers)
  w.field(0, 'Capacity', spec?.volumeName ? quantityText(o.status?.capacity?.storage) : '')
  w.field(0, 'Access Modes', spec?.volumeName ? accessModes(o.status?.accessModes) : '')
  w.field(0, 'VolumeMode', spec?.volumeMode ?? 'Filesystem')
  if (spec?.dataSource) {
    w.line(0, 'DataSource:')
    if (spec.dataSource.apiGroup !== undefined) w.field(1, 'APIGroup', spec.dataSource.apiGroup)
    w.field(1, 'Kind', spec.dataSource.kind)
    w.field(1, 'Name', spec.dataSource.name)
  }
  w.list('Used By', usedBy(o, context))
  if (o.status?.conditions?.length) {
    w.line(0, 'Conditions:', '  Type\tStatus\tLastProbeTime\tLastTransitionTime\tReason\tMessage',
      '  ----\t------\t-----------------\t------------------\t------\t-------')
    for (const c of o.status.conditions)
      w.line(1, `${c.type} \t${c.status} \t${rfc1123(c.lastProbeTime)} \t${rfc1123(c.lastTransitionTime)} \t${c.reason ?? ''} \t${c.message ?? ''}`)
  }
}

export const describeStorageClass: Describer = (o: any, w) => {
  w.field(0, 'Name', o.metadata.name)
  w.field(0, 'IsDefaultClass', isDefaultClass(o.metadata.annotations) ? 'Yes' : 'No')
  w.field(0, 'Annotations', formatLabels(o.metadata.annotations))
  w.field(0, 'Provisioner', o.provisioner)
  w.field(0, 'Parameters', formatLabels(o.parameters))
  w.field(0, 'AllowVolumeExpansion', boolOrUnset(o.allowVolumeExpansion))
  if (o.mountOptions?.length) {
    w.line(0, 'MountOptions:')
    w.line(1, ...o.mountOptions)
  } else {
    w.field(0, 'MountOptions', '<none>')
  }
  w.field(0, 'ReclaimPolicy', o.reclaimPolicy ?? 'Delete')
  w.field(0, 'VolumeBindingMode', o.volumeBindingMode ?? 'Immediate')
  if (o.allowedTopologies) {
    w.field(0, 'AllowedTopologies', o.allowedTopologies.length ? '' : '<none>')
    terms(w, 1, o.allowedTopologies, t => t.matchLabelExpressions, 'in')
  }
}
