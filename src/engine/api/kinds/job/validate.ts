// A Job, new or changed. Upstream: pkg/apis/batch/validation, ValidateJob and ValidateJobUpdate.
import type { Job, JobSpec } from '../../../../kube/batch.ts'
import type { Affinity, PodTemplateSpec } from '../../../../kube/core.ts'
import { CONTROLLER_UID, JOB_NAME, LEGACY_CONTROLLER_UID, LEGACY_JOB_NAME } from '../../../../kube/jobs.ts'
import { sameValue } from '../../fields/equality.ts'
import type { FieldError } from '../../fields/fieldError.ts'
import { invalidValue, required } from '../../fields/fieldError.ts'
import { goForm, sorted } from '../../fields/goForm.ts'
import { selectorMatches, validateLabelSelector } from '../../fields/labelSelector.ts'
import { validateMetadata, validateMetadataUpdate } from '../../fields/metadata.ts'
import { dns1123Label, dns1123Subdomain } from '../../fields/names.ts'
import type { Findings } from '../../fields/rules.ts'
import { IMMUTABLE, immutable } from '../../fields/rules.ts'
import { shownTemplate } from '../pod/template.ts'
import { validateJobSpec } from './spec.ts'

export function validateJob(job: Job): FieldError[] {
  const out: Findings = []
  const { name = '' } = job.metadata
  validateMetadata(out, withoutBorrowedLabels(job), true, dns1123Subdomain)
  validateGeneratedSelector(out, job)
  validateWholeSpec(out, job.spec)
  const { completionMode, completions } = job.spec
  if (completionMode === 'Indexed' && completions !== undefined && completions > 0) {
    // Pods will be called after their index, and that name is their host's.
    const longest = `${name}-${completions - 1}`
    if (dns1123Label(longest).length > 0) out.push(invalidValue('metadata.name', name, `will not able to create pod with invalid DNS label: ${longest}`))
  }
  return out
}

/** Labels taken over from the template are judged there. */
function withoutBorrowedLabels(job: Job): Job {
  const { labels, ...metadata } = job.metadata
  return labels?.[CONTROLLER_UID] !== undefined && sameValue(labels, job.spec.template.metadata?.labels, 'labels') ? { ...job, metadata } : job
}

function validateGeneratedSelector(out: Findings, job: Job): void {
  const { selector, manualSelector, template } = job.spec
  if (manualSelector || !selector) return
  const { name = '', uid = '' } = job.metadata
  if (!uid) out.push(required('metadata.uid', ''))
  const expected = { [LEGACY_CONTROLLER_UID]: uid, [LEGACY_JOB_NAME]: name, [CONTROLLER_UID]: uid, [JOB_NAME]: name }
  for (const [key, value] of Object.entries(expected)) {
    const path = `spec.template.metadata.labels[${key}]`
    const labels = template.metadata?.labels
    if (labels?.[key] === undefined) out.push(required(path, `must be '${value}'`))
    else if (labels[key] !== value) out.push(invalidValue(path, sorted(labels), `must be '${value}'`))
  }
  if (selectorMatches(selector, expected) === false) out.push(invalidValue('spec.selector', sorted(selector), '`selector` not auto-generated'))
}

function validateWholeSpec(out: Findings, spec: JobSpec): void {
  validateJobSpec(out, 'spec', spec)
  if (!spec.selector) out.push(required('spec.selector', ''))
  else validateLabelSelector(out, 'spec.selector', spec.selector)
  const labels = spec.template.metadata?.labels
  if (selectorMatches(spec.selector, labels) === false) {
    out.push(invalidValue('spec.template.metadata.labels', labels ? sorted(labels) : null, '`selector` does not match template `labels`'))
  }
}

export function validateJobUpdate(next: Job, old: Job): FieldError[] {
  const out: Findings = validateJob(next)
  validateMetadataUpdate(out, withoutBorrowedLabels(next), old)
  validateWholeSpec(out, next.spec)
  const [spec, was] = [next.spec, old.spec]
  validateCompletions(out, spec, was)
  immutable(out, 'spec.selector', spec.selector, was.selector, () => sorted(spec.selector))
  validateTemplateUpdate(out, next, old)
  immutable(out, 'spec.completionMode', spec.completionMode, was.completionMode)
  immutable(out, 'spec.podFailurePolicy', spec.podFailurePolicy, was.podFailurePolicy, () => spec.podFailurePolicy && goForm('PodFailurePolicy', spec.podFailurePolicy))
  immutable(out, 'spec.backoffLimitPerIndex', spec.backoffLimitPerIndex, was.backoffLimitPerIndex)
  immutable(out, 'spec.managedBy', spec.managedBy, was.managedBy)
  immutable(out, 'spec.successPolicy', spec.successPolicy, was.successPolicy, () => spec.successPolicy && goForm('SuccessPolicy', spec.successPolicy))
  return out
}

/** Elastic Indexed Jobs: completions may change together with parallelism. */
function validateCompletions(out: Findings, spec: JobSpec, was: JobSpec): void {
  if (spec.completionMode !== 'Indexed') return immutable(out, 'spec.completions', spec.completions, was.completions)
  if (spec.completions === was.completions || spec.completions === undefined) return
  if (spec.completions !== spec.parallelism) out.push(invalidValue('spec.completions', spec.completions, 'can only be modified in tandem with spec.parallelism'))
}

function validateTemplateUpdate(out: Findings, next: Job, old: Job): void {
  const [template, was] = [next.spec.template, old.spec.template]
  if (!isIdle(old)) return immutable(out, 'spec.template', template, was, () => shownTemplate(template))
  if (sameValue(template.spec, withMovableParts(was, template).spec, 'spec')) return
  out.push(invalidValue('spec.template.spec', goForm('PodSpec', template.spec), IMMUTABLE))
}

/**
 * Suspended, and nothing of it runs: where its pods will go, and with how much, is still open. What has once begun must have been put to rest by the
 * controller. Upstream: registry/batch/job/strategy.go (MutablePodResourcesForSuspendedJobs, MutableSchedulingDirectivesForSuspendedJobs).
 */
function isIdle({ spec, status }: Job): boolean {
  if (spec.suspend !== true || status?.active) return false
  return status?.startTime === undefined || (status.conditions ?? []).some(c => c.type === 'Suspended' && c.status === 'True')
}

/** The old template with what may change while the Job is suspended taken from the new one. */
function withMovableParts(was: PodTemplateSpec, next: PodTemplateSpec): PodTemplateSpec {
  const { nodeSelector, tolerations, schedulingGates } = next.spec!
  const { nodeAffinity: _n, ...company } = was.spec!.affinity ?? {}
  const affinity: Affinity = { ...company, ...(next.spec!.affinity?.nodeAffinity ? { nodeAffinity: next.spec!.affinity.nodeAffinity } : {}) }
  const keep = next.spec!.affinity !== undefined || Object.keys(affinity).length > 0
  const { affinity: _a, nodeSelector: _s, tolerations: _t, schedulingGates: _g, ...rest } = was.spec!
  const withResources = <T extends { resources?: unknown }>(list: readonly T[] | undefined, from: readonly T[] | undefined): T[] | undefined =>
    list?.map((c, i) => ({ ...c, resources: from?.[i]?.resources ?? c.resources }) as T)
  return {
    ...next,
    spec: {
      ...rest,
      containers: withResources(rest.containers, next.spec!.containers)!,
      ...(rest.initContainers ? { initContainers: withResources(rest.initContainers, next.spec!.initContainers)! } : {}),
      ...(keep ? { affinity } : {}), ...(nodeSelector ? { nodeSelector } : {}), ...(tolerations ? { tolerations } : {}), ...(schedulingGates ? { schedulingGates } : {}),
    },
  }
}
