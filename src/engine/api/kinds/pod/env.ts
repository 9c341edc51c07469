// Environment variables and where their values come from. Upstream: ValidateEnv, ValidateEnvFrom.
import type { EnvFromSource, EnvVar, ObjectFieldSelector, ResourceFieldSelector } from '../../../../kube/core.ts'
import { formatQuantity, parseQuantity } from '../../../../kube/quantity.ts'
import { isZero } from '../../../../kube/quantityMath.ts'
import { invalidValue, notFoundValue, notSupported, required } from '../../fields/fieldError.ts'
import { configMapKey, dns1123Subdomain, environmentName } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { descendingPath, named, qualified } from '../../fields/rules.ts'
import type { PodContext } from './context.ts'

const envFields = ['metadata.name', 'metadata.namespace', 'metadata.uid', 'spec.nodeName', 'spec.serviceAccountName', 'status.hostIP', 'status.hostIPs', 'status.podIP', 'status.podIPs']
export const volumeFields = ['metadata.annotations', 'metadata.labels', 'metadata.name', 'metadata.namespace', 'metadata.uid']
/** Fields of a pod that have a name at all; which of them may be used depends on the place. */
const knownFields = new Set([...envFields, ...volumeFields, 'spec.restartPolicy', 'spec.schedulerName', 'status.phase'])
const resourceFields = ['limits.cpu', 'limits.ephemeral-storage', 'limits.memory', 'requests.cpu', 'requests.ephemeral-storage', 'requests.memory']
const byteDivisors = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei']

export function validateEnv(out: Findings, path: string, env: readonly EnvVar[] | undefined, context: PodContext): void {
  for (const [i, variable] of (env ?? []).entries()) {
    const at = `${path}[${i}]`
    if (!variable.name) out.push(required(`${at}.name`, ''))
    else named(out, `${at}.name`, variable.name, environmentName)
    if (variable.valueFrom) validateValueFrom(out, `${at}.valueFrom`, variable, context)
  }
}

function validateValueFrom(out: Findings, at: string, { value, valueFrom }: EnvVar, context: PodContext): void {
  const { fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef } = valueFrom!
  if (fieldRef) validateFieldRef(out, `${at}.fieldRef`, fieldRef, envFields)
  if (resourceFieldRef) validateResourceFieldRef(out, `${at}.resourceFieldRef`, resourceFieldRef, false)
  for (const [name, ref] of [['configMapKeyRef', configMapKeyRef], ['secretKeyRef', secretKeyRef]] as const) {
    if (!ref) continue
    if (ref.name) named(out, `${at}.${name}.name`, ref.name, dns1123Subdomain)
    if (!ref.key) out.push(required(`${at}.${name}.key`, ''))
    else named(out, `${at}.${name}.key`, ref.key, configMapKey)
  }
  if (fileKeyRef) {
    const here = `${at}.fileKeyRef`
    if (!fileKeyRef.key) out.push(required(`${here}.key`, ''))
    else named(out, `${here}.key`, fileKeyRef.key, environmentName)
    if (!fileKeyRef.volumeName) out.push(required(`${here}.volumeName`, ''))
    else if (!context.volumes.has(fileKeyRef.volumeName)) out.push(notFoundValue(`${here}.volumeName`, fileKeyRef.volumeName))
    if (!fileKeyRef.path) out.push(required(`${here}.path`, ''))
    else descendingPath(out, `${here}.path`, fileKeyRef.path)
  }
  const sources = [fieldRef, resourceFieldRef, configMapKeyRef, secretKeyRef, fileKeyRef].filter(Boolean).length
  if (sources === 0) out.push(invalidValue(at, '', 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'))
  else if (value) out.push(invalidValue(at, '', 'may not be specified when `value` is not empty'))
  else if (sources > 1) out.push(invalidValue(at, '', 'may not have more than one field specified at a time'))
}

/** `metadata.labels['app']` in its two parts. */
function subscript(field: string): { readonly path: string; readonly key: string } | undefined {
  const m = /^(.+)\['(.*)'\]$/.exec(field)
  return m ? { path: m[1]!, key: m[2]! } : undefined
}

export function validateFieldRef(out: Findings, at: string, { apiVersion, fieldPath }: ObjectFieldSelector, allowed: readonly string[]): void {
  if (!apiVersion) return void out.push(required(`${at}.apiVersion`, ''))
  if (!fieldPath) return void out.push(required(`${at}.fieldPath`, ''))
  const cannot = (why: string) => void out.push(invalidValue(`${at}.fieldPath`, fieldPath, `error converting fieldPath: ${why}`))
  if (apiVersion !== 'v1') return cannot(`unsupported pod version: ${apiVersion}`)
  const sub = subscript(fieldPath)
  if (sub) {
    if (sub.path === 'metadata.annotations') return qualified(out, at, sub.key.toLowerCase())
    if (sub.path === 'metadata.labels') return qualified(out, at, sub.key)
    return cannot(`field label does not support subscript: ${fieldPath}`)
  }
  const field = fieldPath === 'spec.host' ? 'spec.nodeName' : fieldPath
  if (!knownFields.has(field)) return cannot(`field label not supported: ${fieldPath}`)
  if (!allowed.includes(field)) out.push(notSupported(`${at}.fieldPath`, field, allowed))
}

/** `inVolume`: there the container must be named, for a volume has none. */
export function validateResourceFieldRef(out: Findings, at: string, ref: ResourceFieldSelector, inVolume: boolean): void {
  const { resource, containerName, divisor } = ref
  const hugePages = /^(requests|limits)\.hugepages-/.test(resource ?? '')
  if (inVolume && !containerName) out.push(required(`${at}.containerName`, ''))
  else if (!resource) out.push(required(`${at}.resource`, ''))
  else if (!resourceFields.includes(resource) && !hugePages) out.push(notSupported(`${at}.resource`, resource, resourceFields))
  if (divisor === undefined || isZero(parseQuantity(divisor))) return
  const written = formatQuantity(parseQuantity(divisor))
  const bytes = `only divisor's values ${byteDivisors.join(', ')} are supported with the`
  if (resource === 'limits.cpu' || resource === 'requests.cpu') {
    if (written !== '1m' && written !== '1') out.push(invalidValue(`${at}.divisor`, resource, "only divisor's values 1m and 1 are supported with the cpu resource"))
  } else if (!byteDivisors.includes(written)) {
    const what = resource?.endsWith('.memory') ? 'memory' : resource?.endsWith('.ephemeral-storage') ? 'local ephemeral storage' : hugePages ? 'hugepages' : undefined
    if (what) out.push(invalidValue(`${at}.divisor`, resource, `${bytes} ${what} resource`))
  }
}

export function validateEnvFrom(out: Findings, path: string, list: readonly EnvFromSource[] | undefined): void {
  for (const [i, { prefix, configMapRef, secretRef }] of (list ?? []).entries()) {
    const at = `${path}[${i}]`
    if (prefix) named(out, `${at}.prefix`, prefix, environmentName)
    for (const [name, ref] of [['configMapRef', configMapRef], ['secretRef', secretRef]] as const) {
      if (!ref) continue
      if (!ref.name) out.push(required(`${at}.${name}.name`, ''))
      else named(out, `${at}.${name}.name`, ref.name, dns1123Subdomain)
    }
    // Upstream names the list here, not its entry.
    if (!configMapRef && !secretRef) out.push(invalidValue(path, '', 'must specify one of: `configMapRef` or `secretRef`'))
    else if (configMapRef && secretRef) out.push(invalidValue(path, '', 'may not have more than one field specified at a time'))
  }
}
