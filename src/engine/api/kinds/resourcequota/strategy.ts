// ResourceQuotas. Upstream: pkg/registry/core/resourcequota, ValidateResourceQuotaSpec.
import type { ResourceQuota, ResourceQuotaSpec } from '../../../../kube/core.ts'
import { ResourceQuota as QuotaKind } from '../../../../kube/kinds.ts'
import { sameValue } from '../../fields/equality.ts'
import { goForm } from '../../fields/goForm.ts'
import { invalidValue, required } from '../../fields/fieldError.ts'
import { roundedQuantities } from '../../fields/quantities.ts'
import type { Findings } from '../../fields/rules.ts'
import { IMMUTABLE, sortedKeys } from '../../fields/rules.ts'
import { isQuotaResource, resourceName } from '../pod/resourceNames.ts'
import { resourceAmount } from '../pod/resources.ts'
import { plainStrategy } from '../plain.ts'

const compute = ['cpu', 'memory', 'limits.cpu', 'limits.memory', 'requests.cpu', 'requests.memory']
/** What each scope can be about. Upstream: IsResourceQuotaScopeValidForResource. */
const scopes: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ...['Terminating', 'NotTerminating', 'NotBestEffort', 'PriorityClass', 'CrossNamespacePodAffinity'].map(scope => [scope, new Set(['pods', ...compute])] as const),
  ['BestEffort', new Set(['pods'])], ['VolumeAttributesClass', new Set(['persistentvolumeclaims', 'requests.storage'])],
])
/** Scopes that a pod has or has not: there is nothing to choose from. */
const withoutValues = new Set(['BestEffort', 'NotBestEffort', 'Terminating', 'NotTerminating', 'CrossNamespacePodAffinity'])
const ONLY_EXISTS = "must be 'Exists' when scope is any of ResourceQuotaScopeTerminating, ResourceQuotaScopeNotTerminating, ResourceQuotaScopeBestEffort, "
  + 'ResourceQuotaScopeNotBestEffort or ResourceQuotaScopeCrossNamespacePodAffinity'

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
  const names = sortedKeys(spec.hard)
  for (const name of names) validateAmount(out, `spec.hard[${name}]`, name, spec.hard![name]!)
  const judged = names.filter(name => isQuotaResource(name) && !name.startsWith('count/'))
  const given: readonly string[] = spec.scopes ?? []
  for (const scope of given) validateScope(out, 'spec.scopes', given, 'spec.scopes', given, scope, judged)
  refuseContradiction(out, 'spec.scopes', given, given)
  if (spec.scopeSelector) validateSelector(out, spec, judged)
}

/** A scope must be one that there is, and able to hold each name. `shown`, `whole`: what upstream shows where it cannot. */
function validateScope(out: Findings, shownAt: string, shown: unknown, wholeAt: string, whole: unknown, scope: string, names: readonly string[]): void {
  const able = scopes.get(scope)
  if (!able) out.push(invalidValue(shownAt, shown, 'unsupported scope'))
  else for (const name of names) if (!able.has(name)) out.push(invalidValue(wholeAt, whole, 'unsupported scope applied to resource'))
}

function refuseContradiction(out: Findings, at: string, shown: unknown, given: readonly string[]): void {
  for (const [a, b] of [['BestEffort', 'NotBestEffort'], ['Terminating', 'NotTerminating']]) {
    if (given.includes(a!) && given.includes(b!)) out.push(invalidValue(at, shown, 'conflicting scopes'))
  }
}

/** Upstream: validateScopedResourceSelectorRequirement, whose paths do not say which of several expressions they mean. */
function validateSelector(out: Findings, { scopes: bare, scopeSelector }: ResourceQuotaSpec, names: readonly string[]): void {
  const at = 'spec.scopeSelector.matchExpressions'
  const expressions = scopeSelector?.matchExpressions ?? []
  for (const { scopeName, operator, values } of expressions) {
    validateScope(out, `${at}.scopeName`, scopeName, at, goForm('ScopeSelector', scopeSelector), scopeName, names)
    if (withoutValues.has(scopeName) && operator !== 'Exists') out.push(invalidValue(`${at}.operator`, operator, ONLY_EXISTS))
    if (operator === 'In' || operator === 'NotIn') {
      if (!values?.length) out.push(required(`${at}.values`, "must be at least one value when `operator` is 'In' or 'NotIn' for scope selector"))
    } else if (operator === 'Exists' || operator === 'DoesNotExist') {
      if (values?.length) out.push(invalidValue(`${at}.values`, values, "must be no value when `operator` is 'Exist' or 'DoesNotExist' for scope selector"))
    } else out.push(invalidValue(`${at}.operator`, operator, 'not a valid selector operator'))
  }
  refuseContradiction(out, at, bare?.length ? bare : null, expressions.map(e => e.scopeName))
}
