// Which resources there are and how each may be counted. Upstream: pkg/apis/core/helper/helpers.go.
import { invalidValue } from '../../fields/fieldError.ts'
import { qualifiedName } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'

const containerResources = new Set(['cpu', 'memory', 'ephemeral-storage'])
const countedObjects = ['pods', 'resourcequotas', 'services', 'replicationcontrollers', 'secrets', 'configmaps', 'persistentvolumeclaims', 'services.nodeports', 'services.loadbalancers']
const quotaResources = new Set(['cpu', 'memory', 'ephemeral-storage', 'requests.cpu', 'requests.memory', 'requests.storage', 'requests.ephemeral-storage',
  'limits.cpu', 'limits.memory', 'limits.ephemeral-storage', ...countedObjects])
const standardResources = new Set([...quotaResources, 'storage'])
const wholeNumbers = new Set(countedObjects)

export const isHugePages = (name: string): boolean => name.startsWith('hugepages-')
/** Kubernetes' own: without a prefix, or with one that ends in kubernetes.io. */
const isNative = (name: string): boolean => !name.includes('/') || name.includes('kubernetes.io/')
const isExtended = (name: string): boolean =>
  !isNative(name) && !name.startsWith('requests.') && qualifiedName(`requests.${name}`).length === 0
/** Whether more may be promised than is there. */
export const overcommittable = (name: string): boolean => isNative(name) && !isHugePages(name)
export const isWhole = (name: string): boolean => wholeNumbers.has(name) || isExtended(name)
export const isQuotaResource = (name: string): boolean => quotaResources.has(name) || isHugePages(name) || name.startsWith('requests.hugepages-')
  || name.startsWith('count/')

/** A resource's name anywhere. False when it is no name at all. */
export function resourceName(out: Findings, path: string, name: string): boolean {
  const reasons = qualifiedName(name)
  for (const reason of reasons) out.push(invalidValue(path, name, reason))
  if (reasons.length > 0) return false
  if (!name.includes('/') && !standardResources.has(name) && !isHugePages(name) && !name.startsWith('requests.hugepages-')) {
    out.push(invalidValue(path, name, 'must be a standard resource type or fully qualified'))
  }
  return true
}

/** A resource's name in a container. */
export function containerResourceName(out: Findings, path: string, name: string): void {
  resourceName(out, path, name)
  if (!name.includes('/')) {
    if (!containerResources.has(name) && !isHugePages(name)) out.push(invalidValue(path, name, 'must be a standard resource for containers'))
  } else if (!isNative(name) && !isExtended(name)) out.push(invalidValue(path, name, "doesn't follow extended resource name standard"))
}
