// Where a container sees its volumes. Upstream: ValidateVolumeMounts, ValidateVolumeDevices.
import type { Container } from '../../../../kube/core.ts'
import { duplicate, forbiddenField, invalidValue, notFoundValue, notSupported, required } from '../../fields/fieldError.ts'
import type { Findings } from '../../fields/rules.ts'
import { descendingPath, noBacksteps } from '../../fields/rules.ts'
import type { PodContext } from './context.ts'

const propagations = ['Bidirectional', 'HostToContainer', 'None']

export function validateMounts(out: Findings, path: string, c: Container, { volumes }: PodContext): void {
  const list = `${path}.volumeMounts`
  const devices = c.volumeDevices ?? []
  const seen = new Set<string>()
  for (const [i, m] of (c.volumeMounts ?? []).entries()) {
    const at = `${list}[${i}]`
    if (!m.name) out.push(required(`${at}.name`, ''))
    if (!volumes.has(m.name)) out.push(notFoundValue(`${at}.name`, m.name ?? ''))
    if (!m.mountPath) out.push(required(`${at}.mountPath`, ''))
    if (seen.has(m.mountPath)) out.push(invalidValue(`${at}.mountPath`, m.mountPath, 'must be unique'))
    seen.add(m.mountPath)
    if (devices.some(d => d.name === m.name)) out.push(invalidValue(`${at}.name`, m.name, 'must not already exist in volumeDevices'))
    if (devices.some(d => d.devicePath === m.mountPath)) out.push(invalidValue(`${at}.mountPath`, m.mountPath, 'must not already exist as a path in volumeDevices'))
    // From here on upstream names the list, not its entry.
    if (m.subPath) descendingPath(out, `${list}.subPath`, m.subPath)
    if (m.subPathExpr) {
      if (m.subPath) out.push(invalidValue(`${at}.subPathExpr`, m.subPathExpr, 'subPathExpr and subPath are mutually exclusive'))
      descendingPath(out, `${list}.subPathExpr`, m.subPathExpr)
    }
    if (m.mountPropagation !== undefined) {
      if (!propagations.includes(m.mountPropagation)) out.push(notSupported(`${list}.mountPropagation`, m.mountPropagation, propagations))
      if (m.mountPropagation === 'Bidirectional' && c.securityContext?.privileged !== true) {
        out.push(forbiddenField(`${list}.mountPropagation`, 'Bidirectional mount propagation is available only to privileged containers'))
      }
    }
    validateRecursiveReadOnly(out, `${list}.recursiveReadOnly`, m)
  }
}

function validateRecursiveReadOnly(out: Findings, at: string, m: NonNullable<Container['volumeMounts']>[number]): void {
  const mode = m.recursiveReadOnly
  if (mode === undefined || mode === 'Disabled') return
  if (mode !== 'Enabled' && mode !== 'IfPossible') return void out.push(notSupported(at, mode, ['Disabled', 'Enabled', 'IfPossible']))
  if (!m.readOnly) out.push(forbiddenField(at, 'may only be specified when readOnly is true'))
  if (m.mountPropagation !== undefined && m.mountPropagation !== 'None') {
    out.push(forbiddenField(at, 'may only be specified when mountPropagation is None or not specified'))
  }
}

export function validateDevices(out: Findings, path: string, c: Container, { volumes }: PodContext): void {
  const mounts = c.volumeMounts ?? []
  const names = new Set<string>()
  const paths = new Set<string>()
  for (const [i, d] of (c.volumeDevices ?? []).entries()) {
    const at = `${path}.volumeDevices[${i}]`
    const volume = volumes.get(d.name)
    if (!d.name) out.push(required(`${at}.name`, ''))
    if (names.has(d.name)) out.push(invalidValue(`${at}.name`, d.name, 'must be unique'))
    if (volume && !volume.persistentVolumeClaim && !volume.ephemeral) {
      out.push(invalidValue(`${at}.name`, d.name, 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'))
    }
    if (!volume) out.push(notFoundValue(`${at}.name`, d.name ?? ''))
    if (!d.devicePath) out.push(required(`${at}.devicePath`, ''))
    if (paths.has(d.devicePath)) out.push(invalidValue(`${at}.devicePath`, d.devicePath, 'must be unique'))
    const upwards: Findings = []
    if (d.devicePath) noBacksteps(upwards, '', d.devicePath)
    if (upwards.length > 0) out.push(invalidValue(`${at}.devicePath`, d.devicePath, "can not contain backsteps ('..')"))
    else paths.add(d.devicePath)
    if (mounts.some(m => m.name === d.name)) out.push(invalidValue(`${at}.name`, d.name, 'must not already exist in volumeMounts'))
    if (mounts.some(m => m.mountPath === d.devicePath)) out.push(invalidValue(`${at}.devicePath`, d.devicePath, 'must not already exist as a path in volumeMounts'))
    if (d.name) names.add(d.name)
  }
}

/** A host's port can be had once, among containers that run at the same time. */
export function validateHostPorts(out: Findings, path: string, containers: readonly Container[]): void {
  const taken = new Set<string>()
  for (const [i, c] of containers.entries()) {
    for (const [j, p] of (c.ports ?? []).entries()) {
      if (!p.hostPort) continue
      const place = `${p.protocol ?? ''}/${p.hostIP ?? ''}/${p.hostPort}`
      if (taken.has(place)) out.push(duplicate(`${path}[${i}].ports[${j}].hostPort`, place))
      taken.add(place)
    }
  }
}
