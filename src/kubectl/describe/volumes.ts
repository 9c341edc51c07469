// The sources of volumes, of pods and of persistent volumes. Upstream: describe.go, describeVolumes and print…VolumeSource.
import { tryParseQuantity } from '../../kube/quantity.ts'
import { isZero } from '../../kube/quantityMath.ts'
import { storageClassOf } from '../print/values.ts'
import { annotations, labels } from './sections.ts'
import { quantityText } from '../print/quantities.ts'
import type { Writer } from './writer.ts'

type Fields = readonly (readonly [string, string | number | boolean])[]

const WORDS: Readonly<Record<string, string>> = {
  hostPath: 'HostPath (bare host directory volume)',
  emptyDir: "EmptyDir (a temporary directory that shares a pod's lifetime)",
  secret: 'Secret (a volume populated by a Secret)',
  configMap: 'ConfigMap (a volume populated by a ConfigMap)',
  projected: 'Projected (a volume that contains injected data from multiple sources)',
  nfs: 'NFS (an NFS mount that lasts the lifetime of a pod)',
  persistentVolumeClaim: 'PersistentVolumeClaim (a reference to a PersistentVolumeClaim in the same namespace)',
  ephemeral: 'EphemeralVolume (an inline specification for a volume that gets created and deleted with the pod)',
  downwardAPI: 'DownwardAPI (a volume populated by information about the pod)',
  local: 'LocalVolume (a persistent volume backed by local storage on a node)',
  csi: 'CSI (a Container Storage Interface (CSI) volume source)',
  image: 'Image (a container image or OCI artifact)',
  iscsi: "ISCSI (an ISCSI Disk resource that is attached to a kubelet's host machine and then exposed to the pod)",
  gitRepo: 'GitRepo (a volume that is pulled from git when the pod is created)',
}

const sized = (limit: unknown) => {
  const quantity = limit === undefined ? undefined : tryParseQuantity(String(limit))
  return quantity && !isZero(quantity) ? quantityText(limit) : '<unset>'
}

const projected = (sources: readonly any[] | undefined): Fields => (sources ?? []).flatMap((s): Fields => {
  if (s.secret) return [['SecretName', s.secret.name ?? ''], ['Optional', s.secret.optional ?? false]]
  if (s.downwardAPI) return [['DownwardAPI', true]]
  if (s.configMap) return [['ConfigMapName', s.configMap.name ?? ''], ['Optional', s.configMap.optional ?? false]]
  if (s.serviceAccountToken) return [['TokenExpirationSeconds', s.serviceAccountToken.expirationSeconds ?? 3600]]
  return []
})

const FIELDS: Readonly<Record<string, (s: any) => Fields>> = {
  hostPath: s => [['Path', s.path], ['HostPathType', s.type ?? '']],
  emptyDir: s => [['Medium', s.medium ?? ''], ['SizeLimit', sized(s.sizeLimit)]],
  secret: s => [['SecretName', s.secretName ?? ''], ['Optional', s.optional ?? false]],
  configMap: s => [['Name', s.name ?? ''], ['Optional', s.optional ?? false]],
  projected: s => projected(s.sources),
  nfs: s => [['Server', s.server], ['Path', s.path], ['ReadOnly', s.readOnly ?? false]],
  persistentVolumeClaim: s => [['ClaimName', s.claimName], ['ReadOnly', s.readOnly ?? false]],
  local: s => [['Path', s.path]],
  image: s => [['Reference', s.reference ?? ''], ['PullPolicy', s.pullPolicy ?? '']],
  gitRepo: s => [['Repository', s.repository], ['Revision', s.revision ?? '']],
}

const known = [...Object.keys(FIELDS), 'ephemeral', 'downwardAPI', 'csi']

/** One source, below whatever it belongs to. */
export function volumeSource(w: Writer, volume: any): void {
  const type = known.find(t => volume[t] !== undefined)
  if (type === undefined) return w.line(1, '<unknown>')
  const source = volume[type]
  w.field(2, 'Type', WORDS[type]!)
  if (type === 'downwardAPI') {
    w.line(2, 'Items:')
    for (const i of source.items ?? []) {
      if (i.fieldRef) w.line(3, `${i.fieldRef.fieldPath} -> ${i.path}`)
      if (i.resourceFieldRef) w.line(3, `${i.resourceFieldRef.resource} -> ${i.path}`)
    }
  } else if (type === 'csi') {
    w.field(2, 'Driver', source.driver)
    w.field(2, 'FSType', source.fsType ?? '')
    if (source.volumeHandle !== undefined) w.field(2, 'VolumeHandle', source.volumeHandle)
    w.field(2, 'ReadOnly', source.readOnly ?? false)
    const attributes = source.volumeAttributes ?? {}
    const lines = Object.keys(attributes).sort().map(k => `${k}=${attributes[k]}`)
    w.field(2, 'VolumeAttributes', lines[0] ?? '<none>')
    for (const line of lines.slice(1)) w.line(2, `    \t${line}`)
  } else if (type === 'ephemeral') {
    if (source.volumeClaimTemplate) claimFields(w, source.volumeClaimTemplate)
  } else {
    for (const [name, value] of FIELDS[type]!(source)) w.field(2, name, value)
  }
}

function claimFields(w: Writer, template: any): void {
  w.field(2, 'StorageClass', storageClassOf({ metadata: {}, ...template }))
  w.field(2, 'Volume', template.spec?.volumeName ?? '')
  labels(w, 'Labels', template.metadata?.labels, '    ')
  annotations(w, '    Annotations', template.metadata?.annotations)
  w.field(2, 'Capacity', '')
  w.field(2, 'Access Modes', '')
  if (template.spec?.volumeMode) w.field(2, 'VolumeMode', template.spec.volumeMode)
}

export function volumes(w: Writer, list: readonly any[] | undefined, indent = ''): void {
  if (!list?.length) return w.line(0, `${indent}Volumes:\t<none>`)
  w.line(0, `${indent}Volumes:`)
  for (const v of list) {
    w.line(1, `${indent ? ' ' : ''}${v.name}:`)
    volumeSource(w, v)
  }
}
