// Rules for pods that fail. Upstream: validatePodFailurePolicy.
import type { JobSpec, PodFailurePolicyOnExitCodesRequirement, PodFailurePolicyRule } from '../../../../kube/batch.ts'
import { duplicate, invalidShape, invalidValue, notSupported, required, tooMany } from '../../fields/fieldError.ts'
import type { Findings } from '../../fields/rules.ts'
import { qualified } from '../../fields/rules.ts'

const actions = ['Count', 'FailIndex', 'FailJob', 'Ignore']
const operators = ['In', 'NotIn']
const statuses = ['False', 'True', 'Unknown']
const MOST_RULES = 20
const MOST_VALUES = 255

/** As Go prints a list of texts with %q. */
const valid = (values: readonly string[]) => `valid values: [${values.map(v => JSON.stringify(v)).join(' ')}]`

export function validatePodFailurePolicy(out: Findings, path: string, spec: JobSpec): void {
  const rules = spec.podFailurePolicy!.rules ?? []
  if (rules.length > MOST_RULES) out.push(tooMany(`${path}.rules`, rules.length, MOST_RULES))
  const { containers = [], initContainers = [] } = spec.template?.spec ?? {}
  const names = new Set([...containers, ...initContainers].map(c => c.name))
  for (const [i, rule] of rules.entries()) validateRule(out, `${path}.rules[${i}]`, rule, spec, names)
}

function validateRule(out: Findings, at: string, { action, onExitCodes, onPodConditions = [] }: PodFailurePolicyRule, spec: JobSpec, names: ReadonlySet<string>): void {
  if (!action) out.push(required(`${at}.action`, valid(actions)))
  else if (action === 'FailIndex') {
    if (spec.backoffLimitPerIndex === undefined) out.push(invalidValue(`${at}.action`, action, 'requires the backoffLimitPerIndex to be set'))
  } else if (!actions.includes(action)) out.push(notSupported(`${at}.action`, action, actions))
  if (onExitCodes) validateExitCodes(out, `${at}.onExitCodes`, onExitCodes, names)
  if (onPodConditions.length > MOST_RULES) out.push(tooMany(`${at}.onPodConditions`, onPodConditions.length, MOST_RULES))
  for (const [i, { type, status }] of onPodConditions.entries()) {
    const here = `${at}.onPodConditions[${i}]`
    qualified(out, `${here}.type`, type ?? '')
    if (!status) out.push(required(`${here}.status`, valid(statuses)))
    else if (!statuses.includes(status)) out.push(notSupported(`${here}.status`, status, statuses))
  }
  if (onExitCodes && onPodConditions.length > 0) out.push(invalidShape(at, 'specifying both OnExitCodes and OnPodConditions is not supported'))
  if (!onExitCodes && onPodConditions.length === 0) out.push(invalidShape(at, 'specifying one of OnExitCodes and OnPodConditions is required'))
}

function validateExitCodes(out: Findings, at: string, { operator, containerName, values = [] }: PodFailurePolicyOnExitCodesRequirement, names: ReadonlySet<string>): void {
  if (!operator) out.push(required(`${at}.operator`, valid(operators)))
  else if (!operators.includes(operator)) out.push(notSupported(`${at}.operator`, operator, operators))
  if (containerName !== undefined && !names.has(containerName)) {
    out.push(invalidValue(`${at}.containerName`, containerName, 'must be one of the container or initContainer names in the pod template'))
  }
  if (values.length === 0) out.push(invalidValue(`${at}.values`, values, 'at least one value is required'))
  else if (values.length > MOST_VALUES) out.push(tooMany(`${at}.values`, values.length, MOST_VALUES))
  const seen = new Set<number>()
  for (const [i, value] of values.entries()) {
    if (operator === 'In' && value === 0) out.push(invalidValue(`${at}.values[${i}]`, value, 'must not be 0 for the In operator'))
    if (seen.has(value)) out.push(duplicate(`${at}.values[${i}]`, value))
    seen.add(value)
  }
  if (values.some((value, i) => i > 0 && values[i - 1]! > value)) out.push(invalidValue(`${at}.values`, values, 'must be ordered'))
}
