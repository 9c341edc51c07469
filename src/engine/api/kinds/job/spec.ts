// What a Job asks for. Upstream: validateJobSpec; the order of the findings is its order.
import type { JobSpec } from '../../../../kube/batch.ts'
import { invalidValue, notSupported, required, tooLong } from '../../fields/fieldError.ts'
import { goForm } from '../../fields/goForm.ts'
import { domainPrefixedPath } from '../../fields/domains.ts'
import type { Findings } from '../../fields/rules.ts'
import { nonnegative } from '../../fields/rules.ts'
import { validatePodTemplate } from '../pod/template.ts'
import { validatePodFailurePolicy } from './podFailurePolicy.ts'
import { validateSuccessPolicy } from './successPolicy.ts'

const MOST_INDEXES = 100_000
const MOST_FOR_MANY = 10_000
const NEEDS_INDEXES = 'requires indexed completion mode'

/** Without what only a Job itself has, a selector: a CronJob's template is judged by this alone. */
export function validateJobSpec(out: Findings, path: string, spec: JobSpec): void {
  nonnegative(out, `${path}.parallelism`, spec.parallelism)
  nonnegative(out, `${path}.completions`, spec.completions)
  nonnegative(out, `${path}.activeDeadlineSeconds`, spec.activeDeadlineSeconds)
  nonnegative(out, `${path}.backoffLimit`, spec.backoffLimit)
  nonnegative(out, `${path}.ttlSecondsAfterFinished`, spec.ttlSecondsAfterFinished)
  nonnegative(out, `${path}.backoffLimitPerIndex`, spec.backoffLimitPerIndex)
  nonnegative(out, `${path}.maxFailedIndexes`, spec.maxFailedIndexes)
  if (spec.maxFailedIndexes !== undefined && spec.backoffLimitPerIndex === undefined) {
    out.push(required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified'))
  }
  if (spec.managedBy !== undefined) validateManagedBy(out, `${path}.managedBy`, spec.managedBy)
  validateCompletionMode(out, path, spec)
  if (spec.podFailurePolicy) validatePodFailurePolicy(out, `${path}.podFailurePolicy`, spec)
  if (spec.successPolicy) {
    if (spec.completionMode === 'Indexed') validateSuccessPolicy(out, `${path}.successPolicy`, spec)
    else out.push(invalidValue(`${path}.successPolicy`, goForm('SuccessPolicy', spec.successPolicy), NEEDS_INDEXES))
  }
  validateReplacement(out, `${path}.podReplacementPolicy`, spec)
  validatePodTemplate(out, `${path}.template`, spec.template)
  validateRestart(out, `${path}.template.spec.restartPolicy`, spec)
}

function validateManagedBy(out: Findings, path: string, value: string): void {
  domainPrefixedPath(out, path, value)
  if (value.length > 63) out.push(tooLong(path, 63))
}

function validateCompletionMode(out: Findings, path: string, spec: JobSpec): void {
  const { completionMode: mode, completions, parallelism, maxFailedIndexes, backoffLimitPerIndex } = spec
  if (mode !== undefined && mode !== 'NonIndexed' && mode !== 'Indexed') out.push(notSupported(`${path}.completionMode`, mode, ['NonIndexed', 'Indexed']))
  if (mode === 'Indexed') {
    if (completions === undefined) out.push(required(`${path}.completions`, 'when completion mode is Indexed'))
    if (parallelism !== undefined && parallelism > MOST_INDEXES) {
      out.push(invalidValue(`${path}.parallelism`, parallelism, `must be less than or equal to ${MOST_INDEXES} when completion mode is Indexed`))
    }
    if (completions !== undefined && maxFailedIndexes !== undefined && maxFailedIndexes > completions) {
      out.push(invalidValue(`${path}.maxFailedIndexes`, maxFailedIndexes, 'must be less than or equal to completions'))
    }
    if (maxFailedIndexes !== undefined && maxFailedIndexes > MOST_INDEXES) {
      out.push(invalidValue(`${path}.maxFailedIndexes`, maxFailedIndexes, `must be less than or equal to ${MOST_INDEXES}`))
    }
    if (completions !== undefined && completions > MOST_INDEXES && backoffLimitPerIndex !== undefined) validateManyIndexes(out, path, spec)
  }
  if (mode === undefined || mode === 'NonIndexed') {
    if (backoffLimitPerIndex !== undefined) out.push(invalidValue(`${path}.backoffLimitPerIndex`, backoffLimitPerIndex, NEEDS_INDEXES))
    if (maxFailedIndexes !== undefined) out.push(invalidValue(`${path}.maxFailedIndexes`, maxFailedIndexes, NEEDS_INDEXES))
  }
}

/** Over 100,000 indexes with their own limits, what a status must list is bounded. */
function validateManyIndexes(out: Findings, path: string, { parallelism, maxFailedIndexes }: JobSpec): void {
  const why = `must be less than or equal to ${MOST_FOR_MANY} when completions are above ${MOST_INDEXES} and used with backoff limit per index`
  if (maxFailedIndexes === undefined) out.push(required(`${path}.maxFailedIndexes`, `must be specified when completions is above ${MOST_INDEXES}`))
  if (parallelism !== undefined && parallelism > MOST_FOR_MANY) out.push(invalidValue(`${path}.parallelism`, parallelism, why))
  if (maxFailedIndexes !== undefined && maxFailedIndexes > MOST_FOR_MANY) out.push(invalidValue(`${path}.maxFailedIndexes`, maxFailedIndexes, why))
}

function validateReplacement(out: Findings, path: string, { podReplacementPolicy: policy, podFailurePolicy }: JobSpec): void {
  if (policy === undefined) return
  const allowed = podFailurePolicy ? ['Failed'] : ['Failed', 'TerminatingOrFailed']
  if (!allowed.includes(policy)) out.push(notSupported(path, policy, allowed))
}

function validateRestart(out: Findings, path: string, spec: JobSpec): void {
  const policy = spec.template?.spec?.restartPolicy
  if (!policy || policy === 'Always') out.push(required(path, 'valid values: "OnFailure", "Never"'))
  else if (policy !== 'OnFailure' && policy !== 'Never') out.push(notSupported(path, policy, ['OnFailure', 'Never']))
  else if (spec.podFailurePolicy && policy !== 'Never') out.push(invalidValue(path, policy, 'only "Never" is supported when podFailurePolicy is specified'))
}
