// What the kinds share that keep pods after a template: selector, template, numbers that are counts or shares, replicas in a status.
import type { PodTemplateSpec } from '../../../kube/core.ts'
import type { IntOrString, LabelSelector } from '../../../kube/meta.ts'
import { forbiddenField, invalidValue, notSupported, required } from '../fields/fieldError.ts'
import { sorted } from '../fields/goForm.ts'
import { selectorMatches, selectsEverything, validateLabelSelector } from '../fields/labelSelector.ts'
import { percentReasons } from '../fields/names.ts'
import type { Findings } from '../fields/rules.ts'
import { named, nonnegative } from '../fields/rules.ts'
import { validatePodTemplate } from './pod/template.ts'
import { podSpecWarnings } from './pod/warnings.ts'

const MISMATCH = '`selector` does not match template `labels`'

/** `label`: what the message calls the kind whose selector may not be empty. */
export function validateSelector(out: Findings, selector: LabelSelector | undefined, label: string): void {
  if (!selector) return void out.push(required('spec.selector', ''))
  validateLabelSelector(out, 'spec.selector', selector)
  if (selectsEverything(selector)) out.push(invalidValue('spec.selector', sorted(selector), `empty selector is invalid for ${label}`))
}

/** The template's labels must be selected; a selector that selects everything or is not usable is told of elsewhere. */
export function validateSelected(out: Findings, selector: LabelSelector | undefined, template: PodTemplateSpec | undefined): void {
  const labels = template?.metadata?.labels
  if (selectorMatches(selector, labels) === false) out.push(invalidValue('spec.template.metadata.labels', labels ? sorted(labels) : null, MISMATCH))
}

/** The template of pods that always run. `kind`: as the message about deadlines calls it. */
export function validateRunningTemplate(out: Findings, template: PodTemplateSpec | undefined, kind: string): void {
  validatePodTemplate(out, 'spec.template', template)
  validateAlwaysRuns(out, template, kind)
}

export function validateAlwaysRuns(out: Findings, template: PodTemplateSpec | undefined, kind: string): void {
  const { restartPolicy, activeDeadlineSeconds } = template?.spec ?? {}
  if (restartPolicy !== 'Always') out.push(notSupported('spec.template.spec.restartPolicy', restartPolicy ?? '', ['Always']))
  if (activeDeadlineSeconds !== undefined) out.push(forbiddenField('spec.template.spec.activeDeadlineSeconds', `activeDeadlineSeconds in ${kind} is not Supported`))
}

/** A count or a share, not below nothing. */
export function positiveIntOrPercent(out: Findings, path: string, value: IntOrString | undefined): void {
  if (typeof value === 'string') named(out, path, value, percentReasons)
  else nonnegative(out, path, value)
}

export function notMoreThanAll(out: Findings, path: string, value: IntOrString | undefined): void {
  if (typeof value === 'string' && percentReasons(value).length === 0 && parseInt(value, 10) > 100) out.push(invalidValue(path, value, 'must not be greater than 100%'))
}

/** The number in `3` or `"3%"`; 0 where there is none. */
export const bareNumber = (value: IntOrString | undefined): number =>
  typeof value === 'number' ? value : value !== undefined && percentReasons(value).length === 0 ? parseInt(value, 10) : 0

interface ReplicaStatus {
  readonly replicas?: number
  readonly fullyLabeledReplicas?: number
  readonly readyReplicas?: number
  readonly availableReplicas?: number
  readonly updatedReplicas?: number
  readonly observedGeneration?: number
  readonly terminatingReplicas?: number
}

/** Counts in a status: none negative, none above the whole. */
export function validateReplicaCounts(out: Findings, status: ReplicaStatus | undefined, fields: readonly (keyof ReplicaStatus)[]): void {
  const at = (field: keyof ReplicaStatus): number => status?.[field] ?? 0
  for (const field of fields) nonnegative(out, `status.${field}`, status?.[field])
  for (const field of fields) {
    if (field === 'replicas' || field === 'observedGeneration' || field === 'terminatingReplicas') continue
    if (at(field) > at('replicas')) out.push(invalidValue(`status.${field}`, at(field), 'cannot be greater than status.replicas'))
  }
  if (at('availableReplicas') > at('readyReplicas')) out.push(invalidValue('status.availableReplicas', at('availableReplicas'), 'cannot be greater than readyReplicas'))
}

export const templateWarnings = (template: PodTemplateSpec | undefined, prefix = 'spec.template.'): string[] =>
  template?.spec ? podSpecWarnings(template.spec, template.metadata, prefix) : []
