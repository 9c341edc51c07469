// Which pods a quota with scopes is about. Upstream: pkg/quota/v1/evaluator/core/pods.go podMatchesScopeFunc.
import type { Pod, ResourceQuota, ScopedResourceSelectorRequirement } from '../core.ts'
import { qosClassOf } from '../podResources.ts'

/** Every scope of the quota as a requirement; a bare name asks that it holds. */
export function scopesOf({ spec }: ResourceQuota): readonly ScopedResourceSelectorRequirement[] {
  return [...(spec?.scopes ?? []).map(scopeName => ({ scopeName, operator: 'Exists' as const })), ...(spec?.scopeSelector?.matchExpressions ?? [])]
}

export function podIsInScope(pod: Pod, requirement: ScopedResourceSelectorRequirement): boolean {
  const { spec } = pod
  switch (requirement.scopeName) {
    case 'Terminating': return spec.activeDeadlineSeconds !== undefined && spec.activeDeadlineSeconds >= 0
    case 'NotTerminating': return !(spec.activeDeadlineSeconds !== undefined && spec.activeDeadlineSeconds >= 0)
    case 'BestEffort': return qosClassOf(spec) === 'BestEffort'
    case 'NotBestEffort': return qosClassOf(spec) !== 'BestEffort'
    case 'PriorityClass': return priorityFits(spec.priorityClassName || undefined, requirement)
    case 'CrossNamespacePodAffinity': return reachesOtherNamespaces(pod)
    default: return false
  }
}

function priorityFits(name: string | undefined, { operator, values = [] }: ScopedResourceSelectorRequirement): boolean {
  switch (operator) {
    case 'Exists': return name !== undefined
    case 'DoesNotExist': return name === undefined
    case 'In': return name !== undefined && values.includes(name)
    case 'NotIn': return name === undefined || !values.includes(name)
    default: return false
  }
}

function reachesOtherNamespaces({ spec: { affinity } }: Pod): boolean {
  const terms = [affinity?.podAffinity, affinity?.podAntiAffinity].flatMap(a => [
    ...(a?.requiredDuringSchedulingIgnoredDuringExecution ?? []), ...(a?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(w => w.podAffinityTerm),
  ])
  return terms.some(t => (t.namespaces?.length ?? 0) > 0 || t.namespaceSelector !== undefined)
}
