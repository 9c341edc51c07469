// ResourceQuotas. Upstream: pkg/registry/core/resourcequota, ValidateResourceQuotaSpec.
import type { ResourceQuota, ResourceQuotaSpec } from '../../../../kube/core.ts'
import { ResourceQuota as QuotaKind } from '../../../../kube/kinds.ts'
import { sameValue } from '../../fields/equality.ts'
import { invalidValue, notSupported, required } from '../../fields/fieldError.ts'
import { roundedQuantities } from '../../fields/quantities.ts'
import type { Findings } from '../../fields/rules.ts'
import { IMMUTABLE, sortedKeys } from '../../fields/rules.ts'
import { isQuotaResource, resourceName } from '../pod/resourceNames.ts'
import { resourceAmount } from '../pod/resources.ts'
import { plainStrategy } from '../plain.ts'

const scopes = ['BestEffort', 'CrossNamespacePodAffinity', 'NotBestEffort', 'NotTerminating', 'PriorityClass', 'Terminating']
const operators = ['DoesNotExist', 'Exists', 'In', 'NotIn']

export const resourceQuotaStrategy = plainStrategy<ResourceQuota>({
  kind: QuotaKind,
  newStatus: () => ({}),
  defaults: quota => (quota.spec?.hard ? { ...quota, spec: { ...quota.spec, hard: roundedQuantities(quota.spec.hard) } } : { ...quota, spec: { ...quota.spec } }),
  judge: (out, { spec }) => validateSpec(out, spec ?? {}),
  judgeChange(out, next, old) {
    if (!sameValue(next.spec?.scopes, old.spec?.scopes)) out.push(invalidValue('spec.scopes', next.spec?.scopes ?? null, IMMUTABLE))
  },
  judgeStatus(out, { status }) {
    for (const which of ['hard', 'used'] as const) {
      for (const name of sortedKeys(status?.[which])) validateAmount(out, `status.${which}[${name}]`, name, status![which]![name]!)
    }
  },
})

function validateAmount(out: Findings, path: string, name: string, amount: string): void {
  if (resourceName(out, path, name) && !name.includes('/') && !isQuotaResource(name)) out.push(invalidValue(path, name, 'must be a standard resource for quota'))
  resourceAmount(out, path, name, amount)
}

function validateSpec(out: Findings, spec: ResourceQuotaSpec): void {
  for (const name of sortedKeys(spec.hard)) validateAmount(out, `spec.hard[${name}]`, name, spec.hard![name]!)
  const given: readonly string[] = spec.scopes ?? []
  for (const scope of given) if (!scopes.includes(scope)) out.push(invalidValue('spec.scopes', given, 'unsupported scope'))
  const conflicting = (a: string, b: string) => given.includes(a) && given.includes(b)
  if (conflicting('BestEffort', 'NotBestEffort') || conflicting('Terminating', 'NotTerminating')) out.push(invalidValue('spec.scopes', given, 'conflicting scopes'))
  for (const [i, { scopeName, operator, values }] of (spec.scopeSelector?.matchExpressions ?? []).entries()) {
    const at = `spec.scopeSelector.matchExpressions[${i}]`
    if (!scopes.includes(scopeName)) out.push(invalidValue(`${at}.scopeName`, scopeName, 'unsupported scope'))
    if (!operators.includes(operator)) out.push(notSupported(`${at}.operator`, operator, operators))
    if ((operator === 'In' || operator === 'NotIn') && !values?.length) {
      out.push(required(`${at}.values`, 'must be at least one value when `operator` is \'In\' or \'NotIn\' for scope selector'))
    }
    if ((operator === 'Exists' || operator === 'DoesNotExist') && values?.length) {
      out.push(invalidValue(`${at}.values`, values, 'must be no value when `operator` is \'Exists\' or \'DoesNotExist\' for scope selector'))
    }
  }
}
