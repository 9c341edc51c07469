// PersistentVolumes. Upstream: pkg/registry/core/persistentvolume, ValidatePersistentVolumeSpec.
import type { PersistentVolume, PersistentVolumeSpec } from '../../../../kube/core.ts'
import { PersistentVolume as VolumeKind } from '../../../../kube/kinds.ts'
import { sameValue } from '../../fields/equality.ts'
import { forbiddenField, invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { goForm } from '../../fields/goForm.ts'
import { dns1123Subdomain } from '../../fields/names.ts'
import { roundedQuantities } from '../../fields/quantities.ts'
import type { Findings } from '../../fields/rules.ts'
import { immutable, named } from '../../fields/rules.ts'
import { textDiff } from '../../fields/textDiff.ts'
import { withFinalizer } from '../finalizers.ts'
import { validateAccessModes, validateStorage, volumeModes } from '../persistentvolumeclaim/claimSpec.ts'
import { validateNodeSelector } from '../pod/affinity.ts'
import { networkVolumeDefaults } from '../pod/volumeDefaults.ts'
import { hostPathSource, iscsiSource, nfsSource } from '../pod/volumes.ts'
import { plainStrategy } from '../plain.ts'

const reclaims = ['Delete', 'Recycle', 'Retain']
const sources = ['hostPath', 'gcePersistentDisk', 'awsElasticBlockStore', 'glusterfs', 'flocker', 'nfs', 'rbd', 'quobyte', 'cephfs', 'iscsi', 'cinder', 'fc',
  'flexVolume', 'azureFile', 'vsphereVolume', 'photonPersistentDisk', 'portworxVolume', 'azureDisk', 'scaleIO', 'local', 'storageos', 'csi'] as const

export const persistentVolumeStrategy = plainStrategy<PersistentVolume>({
  kind: VolumeKind,
  newStatus: pv => ({ phase: 'Pending', lastPhaseTransitionTime: pv.metadata.creationTimestamp }),

  defaults: ({ spec, ...pv }) => ({
    ...pv,
    spec: {
      ...spec,
      ...(spec ? (networkVolumeDefaults(spec as Parameters<typeof networkVolumeDefaults>[0]) as Partial<PersistentVolumeSpec>) : {}),
      ...(spec?.hostPath ? { hostPath: { ...spec.hostPath, type: spec.hostPath.type ?? '' } } : {}),
      ...(spec?.capacity ? { capacity: roundedQuantities(spec.capacity) } : {}),
      persistentVolumeReclaimPolicy: spec?.persistentVolumeReclaimPolicy || 'Retain',
      volumeMode: spec?.volumeMode ?? 'Filesystem',
    },
  }) as PersistentVolume,

  /** Upstream's admission plugin StorageObjectInUseProtection. */
  complete: pv => withFinalizer(pv, 'kubernetes.io/pv-protection'),

  judge(out, { spec = {} as PersistentVolumeSpec }) {
    const modes = spec.accessModes ?? []
    if (modes.length === 0) out.push(required('spec.accessModes', ''))
    validateAccessModes(out, 'spec.accessModes', modes)
    const capacity = spec.capacity ?? {}
    if (Object.keys(capacity).length === 0) out.push(required('spec.capacity', ''))
    if (capacity.storage === undefined || Object.keys(capacity).length > 1) out.push(notSupported('spec.capacity', spec.capacity ?? null, ['storage']))
    for (const name of Object.keys(capacity).sort()) if (name === 'storage') validateStorage(out, 'spec.capacity[storage]', capacity[name]!)
    const policy = spec.persistentVolumeReclaimPolicy
    if (policy && !reclaims.includes(policy)) out.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, reclaims))
    const { required: nodes } = spec.nodeAffinity ?? {}
    if (spec.nodeAffinity && !nodes) out.push(required('spec.nodeAffinity.required', 'must specify required node constraints'))
    else if (nodes) validateNodeSelector(out, 'spec.nodeAffinity.required', nodes)
    validateSource(out, spec)
    if (spec.hostPath?.path === '/' && policy === 'Recycle') out.push(forbiddenField('spec.persistentVolumeReclaimPolicy', "may not be 'recycle' for a hostPath mount of '/'"))
    if (spec.storageClassName) named(out, 'spec.storageClassName', spec.storageClassName, dns1123Subdomain)
    if (spec.volumeMode !== undefined && !volumeModes.includes(spec.volumeMode)) out.push(notSupported('spec.volumeMode', spec.volumeMode, volumeModes))
  },

  judgeChange(out, next, old) {
    const pick = (spec: PersistentVolumeSpec | undefined) => Object.fromEntries(sources.filter(s => spec?.[s] !== undefined).map(s => [s, spec![s]]))
    const [now, was] = [pick(next.spec), pick(old.spec)]
    if (!sameValue(now, was)) {
      const diff = textDiff(goForm('PersistentVolumeSource', was), goForm('PersistentVolumeSource', now))
      out.push(forbiddenField('spec.persistentvolumesource', `spec.persistentvolumesource is immutable after creation\n${diff}`))
    }
    immutable(out, 'spec.volumeMode', next.spec?.volumeMode, old.spec?.volumeMode)
    if (old.spec?.nodeAffinity) {
      immutable(out, 'spec.nodeAffinity', next.spec?.nodeAffinity, old.spec.nodeAffinity, () => next.spec?.nodeAffinity && goForm('VolumeNodeAffinity', next.spec.nodeAffinity))
    }
  },
})

function validateSource(out: Findings, spec: PersistentVolumeSpec): void {
  let given = 0
  for (const name of sources) {
    const source = spec[name]
    if (!source) continue
    const at = `spec.${name}`
    if (given++ > 0) out.push(forbiddenField(at, 'may not specify more than 1 volume type'))
    else if (name === 'hostPath') hostPathSource(out, at, source)
    else if (name === 'nfs') nfsSource(out, at, source)
    else if (name === 'iscsi') iscsiSource(out, at, source)
    else if (name === 'local') validateLocal(out, at, spec)
    else if (name === 'csi') {
      const { driver, volumeHandle } = spec.csi!
      if (!driver) out.push(required(`${at}.driver`, ''))
      else named(out, `${at}.driver`, driver.toLowerCase(), dns1123Subdomain)
      if (!volumeHandle) out.push(required(`${at}.volumeHandle`, ''))
    }
  }
  if (given === 0) out.push(required('spec', 'must specify a volume type'))
}

function validateLocal(out: Findings, at: string, spec: PersistentVolumeSpec): void {
  const { path } = spec.local!
  if (!path) out.push(required(`${at}.path`, ''))
  else if (path.split('/').includes('..')) out.push(invalidValue(`${at}.path`, path, "must not contain '..'"))
  if (!spec.nodeAffinity) out.push(required('spec.nodeAffinity', 'Local volume requires node affinity'))
}
