// What a claim asks for; also a template's and an ephemeral volume's. Upstream: ValidatePersistentVolumeClaimSpec.
import type { PersistentVolumeClaimSpec } from '../../../../kube/core.ts'
import { parseQuantity } from '../../../../kube/quantity.ts'
import { signOf } from '../../../../kube/quantityMath.ts'
import { forbiddenField, invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { validateLabelSelector } from '../../fields/labelSelector.ts'
import { dns1123Subdomain } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { named } from '../../fields/rules.ts'

const accessModes = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod']
export const volumeModes = ['Block', 'Filesystem']

/** Modes that exist; the one for a single pod goes with no other. */
export function validateAccessModes(out: Findings, path: string, modes: readonly string[]): void {
  for (const mode of modes) if (!accessModes.includes(mode)) out.push(notSupported(path, mode, accessModes))
  if (modes.includes('ReadWriteOncePod') && modes.some(m => m !== 'ReadWriteOncePod' && accessModes.includes(m))) {
    out.push(forbiddenField(path, 'may not use ReadWriteOncePod with other access modes'))
  }
}

/** Storage that is really some. */
export function validateStorage(out: Findings, path: string, text: string): void {
  if (signOf(parseQuantity(text)) <= 0) out.push(invalidValue(path, text, 'must be greater than zero'))
}

export function validateClaimSpec(out: Findings, path: string, spec: PersistentVolumeClaimSpec | undefined): void {
  const modes = spec?.accessModes ?? []
  if (modes.length === 0) out.push(required(`${path}.accessModes`, 'at least 1 access mode is required'))
  validateLabelSelector(out, `${path}.selector`, spec?.selector)
  validateAccessModes(out, `${path}.accessModes`, modes)
  const storage = spec?.resources?.requests?.storage
  if (storage === undefined) out.push(required(`${path}.resources[storage]`, ''))
  else validateStorage(out, `${path}.resources[storage]`, storage)
  if (spec?.storageClassName) named(out, `${path}.storageClassName`, spec.storageClassName, dns1123Subdomain)
  if (spec?.volumeMode !== undefined && !volumeModes.includes(spec.volumeMode)) out.push(notSupported(`${path}.volumeMode`, spec.volumeMode, volumeModes))
  validateDataSource(out, `${path}.dataSource`, spec?.dataSource)
  validateDataSource(out, `${path}.dataSourceRef`, spec?.dataSourceRef)
}

function validateDataSource(out: Findings, path: string, source: { apiGroup?: string; kind?: string; name?: string } | undefined): void {
  if (!source) return
  if (!source.name) out.push(required(`${path}.name`, ''))
  if (!source.kind) out.push(required(`${path}.kind`, ''))
  if (!source.apiGroup && source.kind !== 'PersistentVolumeClaim') {
    out.push(invalidValue(path, source.kind ?? '', "must be 'PersistentVolumeClaim' when referencing the default apiGroup"))
  }
}
