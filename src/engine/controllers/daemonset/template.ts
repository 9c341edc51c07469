// The pods that a DaemonSet makes, and how a pod tells where it belongs. Upstream: daemonset_util.go.
import type { DaemonSet } from '../../../kube/apps.ts'
import type { Affinity, NodeSelectorTerm, Pod, PodTemplateSpec } from '../../../kube/core.ts'
import { DaemonSet as DaemonSetKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { CONTROLLER_REVISION_HASH } from '../../../kube/pods.ts'
import { podFromTemplate } from '../podControl.ts'
import { withDaemonTolerations } from './tolerations.ts'

export const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation'
const POD_GENERATION = 'pod-template-generation'

/** The template that all pods of this revision share. */
export function podTemplate(ds: DaemonSet, hash: string): PodTemplateSpec {
  const { metadata, spec } = ds.spec.template
  const generation = ds.metadata.annotations?.[TEMPLATE_GENERATION]
  const labels = { ...metadata?.labels, ...(generation ? { [POD_GENERATION]: generation } : {}), ...(hash ? { [CONTROLLER_REVISION_HASH]: hash } : {}) }
  return { metadata: { ...metadata, labels } as NonNullable<PodTemplateSpec['metadata']>, spec: withDaemonTolerations(spec!) }
}

/** DS4. */
export function podForNode(ds: DaemonSet, template: PodTemplateSpec, node: string): AnyObject {
  const pod = podFromTemplate(ds, DaemonSetKind, template)
  return { ...pod, spec: { ...pod.spec, affinity: bindingAffinity(template.spec!.affinity, node) } }
}

function bindingAffinity(given: Affinity | undefined, node: string): Affinity {
  const term: NodeSelectorTerm = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [node] }] }
  return { ...given, nodeAffinity: { ...given?.nodeAffinity, requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } }
}

/** The node that a pod is on, or was made for. */
export function targetOf(pod: Pod): string | undefined {
  if (pod.spec.nodeName) return pod.spec.nodeName
  for (const term of pod.spec.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution?.nodeSelectorTerms ?? []) {
    for (const { key, operator, values } of term.matchFields ?? []) if (key === 'metadata.name' && operator === 'In' && values?.length === 1) return values[0]
  }
  return undefined
}

/** DS15. */
export function isUpdated(ds: DaemonSet, pod: Pod, hash: string): boolean {
  const generation = ds.metadata.annotations?.[TEMPLATE_GENERATION]
  const { labels } = pod.metadata
  return (generation !== undefined && labels?.[POD_GENERATION] === generation) || (hash !== '' && labels?.[CONTROLLER_REVISION_HASH] === hash)
}
