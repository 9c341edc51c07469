// A pod template inside another object. Upstream: ValidatePodTemplateSpec.
import type { PodSpec, PodTemplateSpec } from '../../../../kube/core.ts'
import { forbiddenField, invalidValue } from '../../fields/fieldError.ts'
import { goForm } from '../../fields/goForm.ts'
import { validateAnnotations } from '../../fields/metadata.ts'
import type { Findings } from '../../fields/rules.ts'
import { labels } from '../../fields/rules.ts'
import { validateTemplateSpec } from './spec.ts'

const DELETION_COST = 'controller.kubernetes.io/pod-deletion-cost'

/** Annotations that mean something to pods. */
export function validatePodAnnotations(out: Findings, path: string, annotations: Readonly<Record<string, string>> | undefined): void {
  const cost = annotations?.[DELETION_COST]
  if (cost === undefined) return
  const whole = /^(0|-?[1-9][0-9]*)$/.test(cost) && +cost >= -2_147_483_648 && +cost <= 2_147_483_647
  if (!whole) out.push(invalidValue(`${path}[${DELETION_COST}]`, cost, 'must be a 32bit integer'))
}

export function validatePodTemplate(out: Findings, path: string, template: PodTemplateSpec | undefined): void {
  const { labels: own, annotations } = template?.metadata ?? {}
  const spec = template?.spec ?? ({} as PodSpec)
  labels(out, `${path}.labels`, own)
  validateAnnotations(out, `${path}.annotations`, annotations)
  validatePodAnnotations(out, `${path}.annotations`, annotations)
  validateTemplateSpec(out, `${path}.spec`, spec)
  if (spec.ephemeralContainers?.length) out.push(forbiddenField(`${path}.spec.ephemeralContainers`, 'ephemeral containers not allowed in pod template'))
}

/** How a template reads in a message. */
export const shownTemplate = (template: PodTemplateSpec | undefined): unknown => goForm('PodTemplateSpec', template)
