// Terms that name labels by key get the pod's own values when it is made. Upstream: registry/core/pod, applyMatchLabelKeys….
import type { Affinity, Pod, PodAffinity, PodAffinityTerm, PodSpec, TopologySpreadConstraint } from '../../../../kube/core.ts'
import type { LabelSelector, LabelSelectorRequirement } from '../../../../kube/meta.ts'

type OwnLabels = Readonly<Record<string, string>>

const expressions = (keys: readonly string[] | undefined, operator: string, labels: OwnLabels): LabelSelectorRequirement[] =>
  (keys ?? []).filter(key => labels[key] !== undefined).map(key => ({ key, operator, values: [labels[key]!] }))

function completed(selector: LabelSelector, added: readonly LabelSelectorRequirement[]): LabelSelector {
  return added.length > 0 ? { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...added] } : selector
}

function term<T extends PodAffinityTerm>(t: T, labels: OwnLabels): T {
  if (!t.labelSelector || (!t.matchLabelKeys && !t.mismatchLabelKeys)) return t
  return { ...t, labelSelector: completed(t.labelSelector, [...expressions(t.matchLabelKeys, 'In', labels), ...expressions(t.mismatchLabelKeys, 'NotIn', labels)]) }
}

function company(a: PodAffinity, labels: OwnLabels): PodAffinity {
  const { requiredDuringSchedulingIgnoredDuringExecution: must, preferredDuringSchedulingIgnoredDuringExecution: like } = a
  return {
    ...a,
    ...(must ? { requiredDuringSchedulingIgnoredDuringExecution: must.map(t => term(t, labels)) } : {}),
    ...(like ? { preferredDuringSchedulingIgnoredDuringExecution: like.map(w => ({ ...w, ...(w.podAffinityTerm ? { podAffinityTerm: term(w.podAffinityTerm, labels) } : {}) })) } : {}),
  }
}

const spread = (c: TopologySpreadConstraint, labels: OwnLabels): TopologySpreadConstraint =>
  c.labelSelector && c.matchLabelKeys ? { ...c, labelSelector: completed(c.labelSelector, expressions(c.matchLabelKeys, 'In', labels)) } : c

/** The pod's specification with such terms completed. */
export function withOwnLabels(pod: Pod): PodSpec {
  const { affinity, topologySpreadConstraints } = pod.spec
  const labels = pod.metadata.labels ?? {}
  if (!affinity?.podAffinity && !affinity?.podAntiAffinity && !topologySpreadConstraints) return pod.spec
  const filled: Affinity | undefined = affinity && {
    ...affinity,
    ...(affinity.podAffinity ? { podAffinity: company(affinity.podAffinity, labels) } : {}),
    ...(affinity.podAntiAffinity ? { podAntiAffinity: company(affinity.podAntiAffinity, labels) } : {}),
  }
  return {
    ...pod.spec,
    ...(filled ? { affinity: filled } : {}),
    ...(topologySpreadConstraints ? { topologySpreadConstraints: topologySpreadConstraints.map(c => spread(c, labels)) } : {}),
  }
}
