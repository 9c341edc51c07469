// A new pod. Upstream: ValidatePodCreate.
import type { Pod } from '../../../../kube/core.ts'
import type { FieldError } from '../../fields/fieldError.ts'
import { forbiddenField } from '../../fields/fieldError.ts'
import { validateMetadata } from '../../fields/metadata.ts'
import { dns1123Subdomain } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { validateImageSpace } from './containers.ts'
import { validatePodSpec } from './spec.ts'
import { validatePodAnnotations } from './template.ts'

/** What holds for a pod at any time, new or changed. */
export function validatePodItself(out: Findings, pod: Pod): void {
  const { spec } = pod
  validateMetadata(out, pod, true, dns1123Subdomain)
  validatePodAnnotations(out, 'metadata.annotations', pod.metadata.annotations)
  validatePodSpec(out, 'spec', spec, pod.metadata.name ?? '', true)
  if (!spec.serviceAccountName) {
    for (const [i, volume] of (spec.volumes ?? []).entries()) {
      for (const [j, source] of (volume.projected?.sources ?? []).entries()) {
        if (!source.serviceAccountToken) continue
        out.push(forbiddenField(`spec.volumes[${i}].projected.sources[${j}].serviceAccountToken`, 'must not be specified when serviceAccountName is not set'))
      }
    }
  }
  for (const [i, c] of (spec.containers ?? []).entries()) validateImageSpace(out, `spec.containers[${i}]`, c)
  for (const [i, c] of (spec.initContainers ?? []).entries()) validateImageSpace(out, `spec.initContainers[${i}]`, c)
}

/** Of a new pod whose specification is known to be right. */
export function validatePodMetadata(pod: Pod): FieldError[] {
  const out: Findings = []
  validateMetadata(out, pod, true, dns1123Subdomain)
  validatePodAnnotations(out, 'metadata.annotations', pod.metadata.annotations)
  return out
}

export function validatePod(pod: Pod): FieldError[] {
  const out: Findings = []
  validatePodItself(out, pod)
  if (pod.spec.ephemeralContainers?.length) out.push(forbiddenField('spec.ephemeralContainers', 'cannot be set on create'))
  if (pod.spec.nodeName && pod.spec.schedulingGates?.length) {
    out.push(forbiddenField('spec.nodeName', 'cannot be set until all schedulingGates have been cleared'))
  }
  return out
}
