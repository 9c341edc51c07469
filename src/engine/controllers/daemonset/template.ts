// The pods that a DaemonSet makes. Upstream: daemonset_util.go.
import type { DaemonSet } from '../../../kube/apps.ts'
import type { Affinity, NodeSelectorTerm, PodTemplateSpec } from '../../../kube/core.ts'
import { POD_GENERATION, TEMPLATE_GENERATION, withDaemonTolerations } from '../../../kube/daemons.ts'
import { DaemonSet as DaemonSetKind } from '../../../kube/kinds.ts'
import type { AnyObject } from '../../../kube/object.ts'
import { CONTROLLER_REVISION_HASH } from '../../../kube/pods.ts'
import { podFromTemplate } from '../podControl.ts'

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
