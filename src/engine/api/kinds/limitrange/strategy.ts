// LimitRanges. Upstream: pkg/registry/core/limitrange, ValidateLimitRange.
import type { LimitRange, LimitRangeItem } from '../../../../kube/core.ts'
import { LimitRange as LimitRangeKind } from '../../../../kube/kinds.ts'
import { parseQuantity } from '../../../../kube/quantity.ts'
import { compare, scaledValue } from '../../../../kube/quantityMath.ts'
import { duplicate, forbiddenField, invalidValue, required } from '../../fields/fieldError.ts'
import { qualifiedName } from '../../fields/names.ts'
import { roundedQuantities } from '../../fields/quantities.ts'
import type { Findings } from '../../fields/rules.ts'
import { sortedKeys } from '../../fields/rules.ts'
import { containerResourceName, overcommittable, resourceName } from '../pod/resourceNames.ts'
import { plainStrategy } from '../plain.ts'

const amounts = ['max', 'min', 'default', 'defaultRequest', 'maxLimitRequestRatio'] as const

/** For containers, what is not said follows: the default from the most, the request from the default or the least. */
function itemDefaults(item: LimitRangeItem): LimitRangeItem {
  const rounded: LimitRangeItem = { ...item }
  for (const field of amounts) if (item[field]) rounded[field] = roundedQuantities(item[field])
  if (item.type !== 'Container') return rounded
  const limit = { ...rounded.max, ...rounded.default }
  const request = { ...rounded.min, ...limit, ...rounded.defaultRequest }
  return {
    ...rounded,
    ...(Object.keys(limit).length > 0 ? { default: limit } : {}), ...(Object.keys(request).length > 0 ? { defaultRequest: request } : {}),
  }
}

export const limitRangeStrategy = plainStrategy<LimitRange>({
  kind: LimitRangeKind,
  defaults: range => ({ ...range, spec: { ...range.spec, limits: (range.spec?.limits ?? []).map(itemDefaults) } }),
  judge(out, { spec }) {
    const seen = new Set<string>()
    for (const [i, item] of spec.limits.entries()) {
      const at = `spec.limits[${i}]`
      validateType(out, `${at}.type`, item.type)
      if (seen.has(item.type)) out.push(duplicate(`${at}.type`, item.type))
      seen.add(item.type)
      validateItem(out, at, item)
    }
  },
})

function validateType(out: Findings, path: string, type: string): void {
  const reasons = qualifiedName(type ?? '')
  for (const reason of reasons) out.push(invalidValue(path, type ?? '', reason))
  if (reasons.length === 0 && !type.includes('/') && !['Pod', 'Container', 'PersistentVolumeClaim'].includes(type)) {
    out.push(invalidValue(path, type, 'must be a standard limit type or fully qualified'))
  }
}

function validateItem(out: Findings, at: string, item: LimitRangeItem): void {
  const nameRule = item.type === 'Pod' || item.type === 'Container' ? containerResourceName : resourceName
  const judged = item.type === 'Pod' ? (['max', 'min'] as const) : (['max', 'min', 'default', 'defaultRequest'] as const)
  for (const field of judged) for (const name of sortedKeys(item[field])) nameRule(out, `${at}.${field}[${name}]`, name)
  if (item.type === 'Pod') {
    for (const field of ['default', 'defaultRequest'] as const) {
      if (Object.keys(item[field] ?? {}).length > 0) out.push(forbiddenField(`${at}.${field}`, "may not be specified when `type` is 'Pod'"))
    }
  }
  if (item.type === 'PersistentVolumeClaim' && item.min?.storage === undefined && item.max?.storage === undefined) {
    out.push(required(`${at}.limits`, 'either minimum or maximum storage value is required, but neither was provided'))
  }
  for (const name of sortedKeys(item.maxLimitRequestRatio)) nameRule(out, `${at}.maxLimitRequestRatio[${name}]`, name)
  const names = new Set(amounts.flatMap(field => Object.keys(item[field] ?? {})))
  for (const name of [...names].sort()) validateOrder(out, at, name, item)
}

/** min ≤ defaultRequest ≤ default ≤ max, as far as they are given. */
function validateOrder(out: Findings, at: string, name: string, item: LimitRangeItem): void {
  const { min, max, default: limit, defaultRequest: request, maxLimitRequestRatio: ratio } = item
  const above = (a: string | undefined, b: string | undefined): boolean => a !== undefined && b !== undefined && compare(parseQuantity(a), parseQuantity(b)) > 0
  const tell = (field: string, value: string, words: string) => out.push(invalidValue(`${at}.${field}[${name}]`, value, words))
  // A name may be one that every object has: `constructor` is none of theirs.
  const of = (amounts: Readonly<Record<string, string>> | undefined): string | undefined => (amounts && Object.hasOwn(amounts, name) ? amounts[name] : undefined)
  const [least, most, usual, asked] = [of(min), of(max), of(limit), of(request)]
  if (above(least, most)) tell('min', least!, `min value ${least} is greater than max value ${most}`)
  if (above(least, asked)) tell('defaultRequest', asked!, `min value ${least} is greater than default request value ${asked}`)
  if (above(asked, most)) tell('defaultRequest', asked!, `default request value ${asked} is greater than max value ${most}`)
  if (above(asked, usual)) tell('defaultRequest', asked!, `default request value ${asked} is greater than default limit value ${usual}`)
  if (above(least, usual)) tell('default', least!, `min value ${least} is greater than default value ${usual}`)
  if (above(usual, most)) tell('default', most!, `default value ${usual} is greater than max value ${most}`)
  const times = of(ratio)
  if (times !== undefined && scaledValue(parseQuantity(times), 0) < 1n) tell('maxLimitRequestRatio', times, `ratio ${times} is less than 1`)
  if (usual !== undefined && asked !== undefined && !overcommittable(name) && compare(parseQuantity(usual), parseQuantity(asked)) !== 0) {
    tell('defaultRequest', asked, `default value ${usual} must equal to defaultRequest value ${asked} in ${name}`)
  }
}
