// A pod template inside the description of what makes pods from it. Upstream: describe.go, DescribePodTemplate.
import type { PodTemplateSpec } from '../../kube/core.ts'
import { containers } from './containers.ts'
import { annotations, labels, spreadConstraints, tolerations } from './sections.ts'
import { volumes } from './volumes.ts'
import type { Writer } from './writer.ts'

export function podTemplate(w: Writer, template: PodTemplateSpec | undefined): void {
  w.line(0, 'Pod Template:')
  if (!template) return w.line(1, '<unset>')
  const { metadata, spec } = template
  labels(w, '  Labels', metadata?.labels)
  if (Object.keys(metadata?.annotations ?? {}).length) annotations(w, '  Annotations', metadata!.annotations)
  if (spec?.serviceAccountName) w.field(1, 'Service Account', spec.serviceAccountName)
  if (spec?.initContainers?.length) containers(w, 'Init Containers', spec.initContainers, undefined, undefined, '  ')
  containers(w, 'Containers', spec?.containers, undefined, undefined, '  ')
  volumes(w, spec?.volumes, '  ')
  spreadConstraints(w, spec?.topologySpreadConstraints, '  ')
  if (spec?.priorityClassName) w.field(1, 'Priority Class Name', spec.priorityClassName)
  labels(w, '  Node-Selectors', spec?.nodeSelector)
  tolerations(w, '  Tolerations', spec?.tolerations)
}
