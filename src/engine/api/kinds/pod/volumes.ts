// Volumes of a pod. Upstream: ValidateVolumes, validateVolumeSource.
import type { DownwardAPIVolumeFile, KeyToPath, ProjectedVolumeSource, Volume } from '../../../../kube/core.ts'
import { parseQuantity } from '../../../../kube/quantity.ts'
import { signOf } from '../../../../kube/quantityMath.ts'
import { duplicate, forbiddenField, invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { between, dns1123Subdomain } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { descendingPath, label, named, noBacksteps } from '../../fields/rules.ts'
import { validateClaimSpec } from '../persistentvolumeclaim/claimSpec.ts'
import { validateFieldRef, validateResourceFieldRef, volumeFields } from './env.ts'

const FILE_MODE = 'must be a number between 0 and 0777 (octal), both inclusive'
const hostPathTypes = ['', 'BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']

/** Pushes what is wrong and gives the volumes that a container may mount: those without a finding. */
export function validateVolumes(out: Findings, path: string, volumes: readonly Volume[] | undefined, podName: string | undefined): Map<string, Volume> {
  const known = new Map<string, Volume>()
  for (const [i, volume] of (volumes ?? []).entries()) {
    const at = `${path}[${i}]`
    const found: Findings = []
    validateSource(found, at, volume, podName)
    if (!volume.name) found.push(required(`${at}.name`, ''))
    else label(found, `${at}.name`, volume.name)
    if (known.has(volume.name)) found.push(duplicate(`${at}.name`, volume.name))
    if (found.length === 0) known.set(volume.name, volume)
    else out.push(...found)
  }
  return known
}

type Check = (out: Findings, at: string, source: any) => void

const need = (...fields: string[]): Check => (out, at, source) => {
  for (const field of fields) if (!source[field]) out.push(required(`${at}.${field}`, ''))
}

function fileMode(out: Findings, path: string, mode: number | undefined): void {
  if (mode !== undefined && (mode > 0o777 || mode < 0)) out.push(invalidValue(path, mode, FILE_MODE))
}

/** A file's place in a volume: relative, not upwards, and not in the kubelet's own corner. */
function ownPath(out: Findings, path: string, value: string): void {
  descendingPath(out, path, value)
  if (value.startsWith('..') && !value.startsWith('../')) out.push(invalidValue(path, value, "must not start with '..'"))
}

function keyToPath(out: Findings, at: string, item: KeyToPath): void {
  if (!item.key) out.push(required(`${at}.key`, ''))
  if (!item.path) out.push(required(`${at}.path`, ''))
  ownPath(out, `${at}.path`, item.path ?? '')
  fileMode(out, `${at}.mode`, item.mode)
}

const files = (name: string): Check => (out, at, source) => {
  if (!source[name]) out.push(required(`${at}.${name}`, ''))
  fileMode(out, `${at}.defaultMode`, source.defaultMode)
  for (const [i, item] of (source.items ?? []).entries()) keyToPath(out, `${at}.items[${i}]`, item)
}

function downwardFile(out: Findings, at: string, file: DownwardAPIVolumeFile): void {
  if (!file.path) out.push(required(`${at}.path`, ''))
  ownPath(out, `${at}.path`, file.path ?? '')
  if (file.fieldRef) {
    validateFieldRef(out, `${at}.fieldRef`, file.fieldRef, volumeFields)
    if (file.resourceFieldRef) out.push(invalidValue(at, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously'))
  } else if (file.resourceFieldRef) validateResourceFieldRef(out, `${at}.resourceFieldRef`, file.resourceFieldRef, true)
  else out.push(required(at, 'one of fieldRef and resourceFieldRef is required'))
  fileMode(out, `${at}.mode`, file.mode)
}

function projected(out: Findings, at: string, source: ProjectedVolumeSource): void {
  fileMode(out, `${at}.defaultMode`, source.defaultMode)
  const taken = new Set<string>()
  const take = (path: string, shown: string): void => {
    if (!path) return
    if (taken.has(path)) out.push(invalidValue(at, shown, 'conflicting duplicate paths'))
    taken.add(path)
  }
  for (const [i, part] of (source.sources ?? []).entries()) {
    const here = `${at}.sources[${i}]`
    for (const name of ['secret', 'configMap'] as const) {
      const files = part[name]
      if (!files) continue
      if (!files.name) out.push(required(`${here}.${name}.name`, ''))
      for (const [j, item] of (files.items ?? []).entries()) {
        keyToPath(out, `${here}.${name}.items[${j}]`, item)
        take(item.path, files.name ?? '')
      }
    }
    for (const file of part.downwardAPI?.items ?? []) {
      downwardFile(out, `${here}.downwardAPI`, file)
      take(file.path, file.path)
    }
    if (part.serviceAccountToken) {
      const { expirationSeconds: seconds = 3600, path } = part.serviceAccountToken
      const field = `${here}.serviceAccountToken.expirationSeconds`
      if (seconds < 600) out.push(invalidValue(field, seconds, 'may not specify a duration less than 10 minutes'))
      if (seconds > 2 ** 32) out.push(invalidValue(field, seconds, 'may not specify a duration larger than 2^32 seconds'))
      if (!path) out.push(required(`${at}.path`, ''))
      else ownPath(out, `${at}.path`, path)
    }
    if (Object.values(part).filter(p => p !== undefined).length > 1) out.push(forbiddenField(here, 'may not specify more than 1 volume type'))
  }
}

export const hostPathSource: Check = (out, at, { path, type }) => {
  if (!path) return void out.push(required(`${at}.path`, ''))
  noBacksteps(out, `${at}.path`, path)
  if (type !== undefined && !hostPathTypes.includes(type)) out.push(notSupported(`${at}.type`, type, hostPathTypes))
}

export const nfsSource: Check = (out, at, { server, path }) => {
  if (!server) out.push(required(`${at}.server`, ''))
  if (!path) out.push(required(`${at}.path`, ''))
  if (!path?.startsWith('/')) out.push(invalidValue(`${at}.path`, path ?? '', 'must be an absolute path'))
}

export const iscsiSource: Check = (out, at, { targetPortal, iqn, lun = 0, chapAuthDiscovery, chapAuthSession, secretRef }) => {
  if (!targetPortal) out.push(required(`${at}.targetPortal`, ''))
  if (!iqn) out.push(required(`${at}.iqn`, ''))
  else if (!/^(iqn|eui|naa)/.test(iqn)) out.push(invalidValue(`${at}.iqn`, iqn, 'must be valid format starting with iqn, eui, or naa'))
  else if (!/^(iqn\.\d{4}-\d{2}\.([a-z0-9-_.]+)(:[a-z0-9-:._/]+)?|eui\.[0-9a-f]{16}|naa\.([0-9a-f]{32}|[0-9a-f]{16}))$/i.test(iqn)) out.push(invalidValue(`${at}.iqn`, iqn, 'must be valid format'))
  if (lun < 0 || lun > 255) out.push(invalidValue(`${at}.lun`, lun, between(0, 255)))
  if ((chapAuthDiscovery || chapAuthSession) && !secretRef) out.push(required(`${at}.secretRef`, ''))
}

/** Sources in the order in which upstream asks for them: the first that is set is judged, further ones are refused. */
const sourceChecks: readonly (readonly [name: string, check: Check])[] = [
  ['emptyDir', (out, at, { sizeLimit }) => {
    if (sizeLimit !== undefined && signOf(parseQuantity(String(sizeLimit))) < 0) out.push(forbiddenField(`${at}.sizeLimit`, 'SizeLimit field must be a valid resource quantity'))
  }],
  ['hostPath', hostPathSource],
  ['gitRepo', (out, at, source) => {
    if (!source.repository) out.push(required(`${at}.repository`, ''))
    descendingPath(out, `${at}.directory`, source.directory ?? '')
  }],
  ['gcePersistentDisk', need('pdName')],
  ['awsElasticBlockStore', need('volumeID')],
  ['secret', files('secretName')],
  ['nfs', nfsSource],
  ['iscsi', iscsiSource],
  ['glusterfs', need('endpoints', 'path')],
  ['flocker', (out, at, s) => {
    if (!s.datasetName && !s.datasetUUID) out.push(required(at, 'one of datasetName and datasetUUID is required'))
  }],
  ['persistentVolumeClaim', need('claimName')],
  ['rbd', need('monitors', 'image')],
  ['cinder', need('volumeID')],
  ['cephfs', need('monitors')],
  ['quobyte', need('registry', 'volume')],
  ['downwardAPI', (out, at, source) => {
    fileMode(out, `${at}.defaultMode`, source.defaultMode)
    for (const file of source.items ?? []) downwardFile(out, at, file)
  }],
  ['fc', (out, at, s) => {
    if (!s.targetWWNs?.length && !s.wwids?.length) out.push(required(`${at}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both'))
  }],
  ['flexVolume', need('driver')],
  ['configMap', files('name')],
  ['azureFile', need('secretName', 'shareName')],
  ['vsphereVolume', need('volumePath')],
  ['photonPersistentDisk', need('pdID')],
  ['portworxVolume', need('volumeID')],
  ['azureDisk', need('diskName', 'diskURI')],
  ['storageos', need('volumeName')],
  ['projected', projected],
  ['scaleIO', need('gateway', 'system', 'volumeName')],
  ['csi', (out, at, { driver, nodePublishSecretRef }) => {
    if (!driver) out.push(required(`${at}.driver`, ''))
    else named(out, `${at}.driver`, driver.toLowerCase(), dns1123Subdomain)
    if (nodePublishSecretRef && !nodePublishSecretRef.name) out.push(required(`${at}.nodePublishSecretRef.name`, ''))
  }],
  ['ephemeral', (out, at, { volumeClaimTemplate }) => {
    if (!volumeClaimTemplate) out.push(required(`${at}.volumeClaimTemplate`, ''))
    else validateClaimSpec(out, `${at}.volumeClaimTemplate.spec`, volumeClaimTemplate.spec)
  }],
  ['image', (out, at, { reference, pullPolicy }) => {
    if (!reference) out.push(required(`${at}.reference`, ''))
    if (!['Always', 'IfNotPresent', 'Never'].includes(pullPolicy)) out.push(notSupported(`${at}.pullPolicy`, pullPolicy ?? '', ['Always', 'IfNotPresent', 'Never']))
  }],
]

function validateSource(out: Findings, at: string, volume: Volume, podName: string | undefined): void {
  let given = 0
  for (const [name, check] of sourceChecks) {
    const source = (volume as unknown as Record<string, unknown>)[name]
    if (source === undefined || source === null) continue
    const here = `${at}.${name}`
    if (given++ > 0) out.push(forbiddenField(here, 'may not specify more than 1 volume type'))
    else {
      check(out, here, source)
      if (name === 'ephemeral' && podName && volume.name) {
        const claim = `${podName}-${volume.name}`
        for (const reason of dns1123Subdomain(claim)) out.push(invalidValue(`${at}.name`, volume.name, `PVC name ${JSON.stringify(claim)}: ${reason}`))
      }
    }
  }
  if (given === 0) out.push(required(at, 'must specify a volume type'))
}
