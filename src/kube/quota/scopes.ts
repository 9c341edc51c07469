// Which pods and claims a quota with scopes is about. Upstream: pkg/quota/v1/evaluator/core/{pods,persistent_volume_claims}.go.
import type { PersistentVolumeClaim, Pod, ResourceQuota, ScopedResourceSelectorRequirement as Requirement } from '../core.ts'
import { qosClassOf } from '../podResources.ts'

/** Every scope of the quota as a requirement; a bare name asks that it holds. */
export function scopesOf({ spec }: ResourceQuota): readonly Requirement[] {
  return [...(spec?.scopes ?? []).map(scopeName => ({ scopeName, operator: 'Exists' as const })), ...(spec?.scopeSelector?.matchExpressions ?? [])]
}

/** Terminating, to a quota, is a pod that has only so much time from the start. */
export const hasDeadline = ({ spec }: Pod): boolean => spec.activeDeadlineSeconds !== undefined && spec.activeDeadlineSeconds >= 0

export function podIsInScope(pod: Pod, requirement: Requirement): boolean {
  const { spec } = pod
  switch (requirement.scopeName) {
    case 'Terminating': return hasDeadline(pod)
    case 'NotTerminating': return !hasDeadline(pod)
    case 'BestEffort': return qosClassOf(spec) === 'BestEffort'
    case 'NotBestEffort': return qosClassOf(spec) !== 'BestEffort'
    case 'PriorityClass': return anyFits(spec.priorityClassName ? [spec.priorityClassName] : [], requirement)
    case 'CrossNamespacePodAffinity': return reachesOtherNamespaces(pod)
    default: return false
  }
}

/** By each class of volume attributes that the claim has, asks for or is on its way to. */
export function claimIsInScope({ spec, status }: PersistentVolumeClaim, requirement: Requirement): boolean {
  if (requirement.scopeName !== 'VolumeAttributesClass') return false
  const names = [spec?.volumeAttributesClassName, status?.currentVolumeAttributesClassName, status?.modifyVolumeStatus?.targetVolumeAttributesClassName]
  return anyFits(names.filter((name): name is string => !!name), requirement)
}

function anyFits(names: readonly string[], { operator, values = [] }: Requirement): boolean {
  switch (operator) {
    case 'Exists': return names.length > 0
    case 'DoesNotExist': return names.length === 0
    case 'In': return names.some(name => values.includes(name))
    case 'NotIn': return names.length === 0 || names.some(name => !values.includes(name))
    default: return false
  }
}

function reachesOtherNamespaces({ spec: { affinity } }: Pod): boolean {
  const terms = [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap(a => [
    ...(a?.requiredDuringSchedulingIgnoredDuringExecution ?? []), ...(a?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(w => w.podAffinityTerm),
  ])
  return terms.some(t => (t.namespaces?.length ?? 0) > 0 || t.namespaceSelector !== undefined)
}
