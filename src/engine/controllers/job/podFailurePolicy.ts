// What a failed pod means under spec.podFailurePolicy. Upstream: pod_failure_policy.go.
import type { ContainerStatus, Pod } from '../../../kube/core.ts'
import type { PodFailurePolicy, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyRule } from '../../../kube/batch.ts'

export interface FailureMatch {
  readonly action?: PodFailurePolicyRule['action']
  /** Whether it counts towards backoffLimit and backoffLimitPerIndex: not under Ignore. */
  readonly counts: boolean
  /** Why the Job fails, under FailJob. */
  readonly message?: string
}

const COUNTED: FailureMatch = { counts: true }

/** J21: the first rule that fits decides; without one the failure counts. */
export function matchFailure(policy: PodFailurePolicy | undefined, pod: Pod): FailureMatch {
  const rules = policy?.rules ?? []
  for (let i = 0; i < rules.length; i++) {
    const rule = rules[i]!
    const what = rule.onExitCodes ? exitCodeWords(pod, rule.onExitCodes) : rule.onPodConditions ? conditionWords(pod, rule) : undefined
    if (what === undefined) continue
    switch (rule.action) {
      case 'Ignore': return { action: 'Ignore', counts: false }
      case 'Count': case 'FailIndex': return { action: rule.action, counts: true }
      case 'FailJob': return { action: 'FailJob', counts: true, message: `${what} matching FailJob rule at index ${i}` }
    }
  }
  return COUNTED
}

function exitCodeWords(pod: Pod, want: PodFailurePolicyOnExitCodesRequirement): string | undefined {
  // Containers before init containers, whatever their order in time.
  const found = firstMatching(pod.status?.containerStatuses, want) ?? firstMatching(pod.status?.initContainerStatuses, want)
  if (!found) return undefined
  const { namespace, name } = pod.metadata
  return `Container ${found.name} for pod ${namespace}/${name} failed with exit code ${found.state!.terminated!.exitCode}`
}

/** Exit code 0 matches nothing, not even NotIn. */
function firstMatching(statuses: readonly ContainerStatus[] | undefined, want: PodFailurePolicyOnExitCodesRequirement) {
  return statuses?.find(s => {
    const code = s.state?.terminated?.exitCode
    if (code === undefined || code === 0) return false
    if (want.containerName !== undefined && want.containerName !== s.name) return false
    return want.operator === 'In' ? want.values.includes(code) : want.operator === 'NotIn' ? !want.values.includes(code) : false
  })
}

function conditionWords(pod: Pod, rule: PodFailurePolicyRule): string | undefined {
  const found = pod.status?.conditions?.find(c => rule.onPodConditions!.some(p => p.type === c.type && (p.status ?? 'True') === c.status))
  return found && `Pod ${pod.metadata.namespace}/${pod.metadata.name} has condition ${found.type}`
}
